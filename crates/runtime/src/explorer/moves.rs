//! A step as the search sees it: who moves, which object it touches, and whether it only looks.
//!
//! Two moves that do not depend on each other may change places and nobody can tell. This file alone
//! says which those are; it refuses to know what an object or an action is.

use model::{ObjectId, Step, TaskId};

/// Stands where a move touches no object, or cancels nobody.
pub(super) const NOTHING: u32 = ObjectId::NONE.0;

/// The object that every ending touches: the main task's own. Two endings never change places.
pub(super) const ENDING: ObjectId = ObjectId(0);

/// How an operation is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    /// It takes effect.
    Acts,
    /// It would have to wait, and runs out of time.
    TimesOut,
    /// Its task has been cancelled.
    Cancelled,
}

/// One step, as far as its dependence on others goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Move {
    /// Whose.
    pub(super) task: u32,
    /// What it touches, or `NOTHING`.
    pub(super) object: u32,
    /// Whom it cancels, or `NOTHING`.
    pub(super) victim: u32,
    /// Whether it leaves the object as it is.
    pub(super) looks: bool,
    /// Whether it is an operation, which a cancelled task is refused. What is given back by dropping
    /// it, and the end of a task, are none.
    pub(super) asked: bool,
    pub(super) how: How,
}

impl Move {
    /// A step that touches nothing.
    pub(super) fn alone(task: u32) -> Move {
        Move { task, object: NOTHING, victim: NOTHING, looks: true, asked: true, how: How::Acts }
    }

    /// The position of the task in tables.
    pub(super) fn index(self) -> usize {
        self.task as usize
    }

    /// The same operation, run out of time: it has only seen the object, unless that changes it.
    pub(super) fn timed_out(self, changes: bool) -> Move {
        Move { victim: NOTHING, looks: !changes, how: How::TimesOut, ..self }
    }

    /// The same operation of a task that has been cancelled. It depends on all it would depend on if
    /// it were done: so what it does not depend on cannot tell whether it was.
    pub(super) fn refused(self) -> Move {
        Move { how: How::Cancelled, ..self }
    }

    /// The step as a schedule writes it, if the task has this number. A pause that is longer than it may
    /// be is no choice of the world: it always runs out of time.
    pub(super) fn step(self, number: TaskId) -> Step {
        Step { task: number, timed_out: self.how == How::TimesOut && self.object != NOTHING }
    }

    /// Whether the two may not change places.
    #[inline]
    pub(super) fn depends(self, other: Move) -> bool {
        self.task == other.task
            || (self.object == other.object && self.object != NOTHING && !(self.looks && other.looks))
            || (self.victim == other.task && other.asked)
            || (other.victim == self.task && self.asked)
    }

    /// Whether this move can come first of all in a sequence, or beside it: `None` where it cannot,
    /// otherwise the place in the sequence where it stands, if it does.
    #[inline]
    pub(super) fn can_lead(self, sequence: &[Move]) -> Option<Option<usize>> {
        for (at, other) in sequence.iter().enumerate() {
            if other.task == self.task {
                return Some(Some(at));
            }
            if self.depends(*other) {
                return None;
            }
        }
        Some(None)
    }
}
