//! What an exhaustive search found, as plain data: outcomes, the tree of what was tried, and why one
//! schedule fails. No words for people; those are the page's.

use crate::{Ending, Mark, Name, ObjectId, Outcome, Schedule, Step, TaskId};
use serde::{Deserialize, Serialize};

/// How much of everything that can happen has been seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Coverage {
    /// All of it: what is not among the outcomes cannot happen.
    Complete,
    /// The search is not over yet.
    Running,
    /// A bound was reached. What is not among the outcomes may still happen.
    Incomplete(Bound),
}

/// Why a search ended early.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Bound {
    /// As many executions as allowed.
    Executions,
    /// As many steps, over all executions, as allowed.
    Steps,
    /// Some execution was longer than allowed, perhaps endless.
    Length,
    /// As much memory as allowed.
    Memory,
    /// As much time as its caller gave it.
    Time,
    /// Some task could have run out of time more often than this: then it was made to wait for as long as it
    /// takes. What happens when no task runs out of time so often is all there.
    Late(u32),
    /// The program does not always do the same when told the same: nothing about it can be proved.
    Unsteady,
}

/// How far a search is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Executions seen to their end; no two of them are equivalent.
    pub executions: u64,
    /// Steps taken, over all executions; steps that two executions share are taken once.
    pub steps: u64,
    /// Length of the execution under way.
    pub depth: u64,
    /// Length of the longest so far.
    pub longest: u64,
    /// Distinct outcomes so far.
    pub outcomes: u64,
    /// Bytes in use, about.
    pub bytes: u64,
}

/// What a search found.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Exploration {
    /// Whether this is everything.
    pub coverage: Coverage,
    /// How far it came.
    pub progress: Progress,
    /// The distinct outcomes, in the order they were found.
    pub outcomes: Vec<Found>,
    /// What was tried, as far as there was room.
    pub tree: Tree,
}

/// One distinct outcome.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// Which.
    pub outcome: Outcome,
    /// The values of the verdict that tell it from other outcomes of this name.
    pub values: Vec<(String, f64)>,
    /// Whether the learner should be pleased.
    pub good: bool,
    /// How many of the executions end so.
    pub executions: u64,
    /// A schedule that leads there.
    pub schedule: Schedule,
    /// Whether every task that gives something back by dropping it, or ends, does so at once. Where it
    /// does not, only an engine with real threads can follow the schedule.
    pub exact: bool,
    /// Whether no schedule that leads there switches less often, nor as often with fewer steps; of those
    /// that are not longer than allowed.
    pub shortest: bool,
    /// How a run of that schedule ends.
    pub ending: Ending,
    /// What the numbers in `ending` are called.
    pub names: Vec<Name>,
}

/// The interleavings that were tried, as a tree. Nodes are numbered; the root is number 0.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tree {
    /// The nodes. A node's children have higher numbers than it has.
    pub nodes: Vec<TreeNode>,
    /// Whether there was no room for some.
    pub cut: bool,
}

/// One state that was reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TreeNode {
    /// The step that led here; none at the root.
    pub step: Option<Step>,
    /// What that step touched.
    pub object: ObjectId,
    /// Its place in the listing.
    pub mark: Mark,
    /// The states reached from here, in the order they were tried. None where the tree was cut.
    pub children: Vec<u32>,
    /// Steps that could be taken here and were not: they lead to nothing that was not seen.
    pub pruned: Vec<Step>,
    /// How many executions pass through here.
    pub executions: u64,
    /// The outcomes of those executions, as positions in the list of outcomes.
    pub outcomes: Vec<u32>,
}

/// Why a schedule leads where it leads.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Explanation {
    /// What happens, step by step.
    pub steps: Vec<Told>,
    /// What happens before what: no edge follows from the others.
    pub edges: Vec<Edge>,
    /// The step after which nothing good can happen any more; none where nothing good ever could,
    /// or where the search for it was given up.
    pub decision: Option<u32>,
    /// Two accesses whose order decided it.
    pub conflict: Option<Conflict>,
}

/// One step of an explained schedule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// Whose.
    pub step: Step,
    /// What it touched.
    pub object: ObjectId,
    /// Whether it left that as it was.
    pub looks: bool,
    /// Its place in the listing.
    pub mark: Mark,
    /// Whether it is one of the schedule's steps. What a task gives back as it ends, and its end
    /// itself, follow on the step before and are not.
    pub scheduled: bool,
}

/// One step happens before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edge {
    /// The earlier, as a position in the steps.
    pub from: u32,
    /// The later.
    pub to: u32,
    /// Why.
    pub why: Order,
}

/// Why one step happens before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Order {
    /// They are of one task.
    Task,
    /// One starts the task of the other.
    Spawn,
    /// They touch the same object, and one of them changes it.
    Object(ObjectId),
}

/// Two accesses to one object whose order decided how a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// On what.
    pub object: ObjectId,
    /// The one that came first, as a position in the steps.
    pub first: u32,
    /// The one that came second, or that waited for ever.
    pub second: Access,
}

/// An access that happened, or one that was still waited for at the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Access {
    /// A position in the steps.
    Step(u32),
    /// What this task was waiting for, at this place in the listing.
    Waiting(TaskId, Mark),
}
