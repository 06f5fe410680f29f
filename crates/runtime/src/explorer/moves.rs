//! A step as the search sees it: who moves, which object it touches, and whether it only looks.
//!
//! Two moves that do not depend on each other may change places and nobody can tell. This file alone
//! says which those are; it refuses to know what an object or an action is.

use model::{ObjectId, Step, TaskId};

/// Stands where a move touches no object.
pub(super) const NOTHING: u32 = ObjectId::NONE.0;

/// The object that every ending touches: the main task's own. Two endings never change places.
pub(super) const ENDING: ObjectId = ObjectId(0);

/// Who can take a step: a task, or the clock that lets the task's operation run out of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Actor(u32);

impl Actor {
    pub(super) fn task(task: usize) -> Actor {
        Actor((task as u32) << 1)
    }

    pub(super) fn clock(task: usize) -> Actor {
        Actor((task as u32) << 1 | 1)
    }

    pub(super) fn index(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(super) fn timed_out(self) -> bool {
        self.0 & 1 == 1
    }

    /// The other one who can take this task's next step.
    pub(super) fn other(self) -> Actor {
        Actor(self.0 ^ 1)
    }
}

impl From<Actor> for Step {
    fn from(actor: Actor) -> Step {
        Step { task: TaskId(actor.0 >> 1), timed_out: actor.timed_out() }
    }
}

/// One step, as far as its dependence on others goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Move {
    pub(super) actor: Actor,
    /// What it touches, or `NOTHING`.
    pub(super) object: u32,
    /// Whether it leaves the object as it is.
    pub(super) looks: bool,
}

impl Move {
    /// Whether the two may not change places: they are of one task, or one of them changes what
    /// the other touches.
    pub(super) fn depends(self, other: Move) -> bool {
        self.actor.0 >> 1 == other.actor.0 >> 1
            || (self.object == other.object && self.object != NOTHING && !(self.looks && other.looks))
    }

    /// Whether this move can come first of all in a sequence, or beside it: `None` where it cannot,
    /// otherwise the place in the sequence where it stands, if it does.
    pub(super) fn can_lead(self, sequence: &[Move]) -> Option<Option<usize>> {
        for (at, other) in sequence.iter().enumerate() {
            if other.actor == self.actor {
                return Some(Some(at));
            }
            if self.depends(*other) {
                return None;
            }
        }
        Some(None)
    }
}
