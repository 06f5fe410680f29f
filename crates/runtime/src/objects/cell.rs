//! A plain variable. Loads and stores are single steps with room for others in between: they race.

use super::{Action, Applied, Guarded, Object, Wakes};
use crate::cx::{At, Cx, Operation};
use crate::engine::Reply;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// The state of a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CellState {
    pub(crate) value: i64,
}

/// What may be done to a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CellAction {
    /// Read it.
    Load,
    /// Write it.
    Store(i64),
    /// Add to it in one step, and give what it was.
    Add(i64),
    /// Write the second if it is the first, in one step, and say whether it was.
    Swap(i64, i64),
}

impl Guarded for CellState {
    type Action = CellAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Cell
    }

    fn ready(&self, _: TaskId, _: &CellAction) -> bool {
        true
    }

    fn apply(&mut self, _: TaskId, action: &CellAction) -> Applied {
        let seen = self.value;
        match *action {
            CellAction::Load => Applied::int(EventKind::Load, seen),
            CellAction::Store(value) => {
                self.value = value;
                Applied::done(EventKind::Store, value)
            }
            CellAction::Add(amount) => {
                self.value = seen.wrapping_add(amount);
                Applied { value: self.value, ..Applied::int(EventKind::Add, seen) }
            }
            CellAction::Swap(expected, new) => {
                let same = seen == expected;
                if same {
                    self.value = new;
                }
                Applied::flag(EventKind::Swap, same, i64::from(same))
            }
        }
    }

    fn wakes(_: &CellAction) -> Wakes {
        Wakes::Nobody
    }

    fn only_looks(action: &CellAction) -> bool {
        matches!(action, CellAction::Load)
    }
}

/// A plain variable that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    id: ObjectId,
}

impl Cx {
    /// Makes a variable.
    #[must_use]
    pub fn cell(&self, name: &str, value: i64) -> Cell {
        Cell { id: self.create(Object::Cell(CellState { value }), name) }
    }
}

impl Cell {
    fn act<'a, R: 'a>(self, at: impl Into<At<'a>>, action: CellAction, answer: fn(Reply) -> R) -> Operation<'a, R> {
        at.into().act(self.id, Action::Cell(action), answer)
    }

    /// Reads it.
    pub fn load<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = i64> + 'a {
        self.act(at, CellAction::Load, Reply::int)
    }

    /// Writes it.
    pub fn store<'a>(self, at: impl Into<At<'a>>, value: i64) -> impl Future<Output = ()> + 'a {
        self.act(at, CellAction::Store(value), drop)
    }

    /// Adds to it in one step; gives what it was.
    pub fn add<'a>(self, at: impl Into<At<'a>>, amount: i64) -> impl Future<Output = i64> + 'a {
        self.act(at, CellAction::Add(amount), Reply::int)
    }

    /// Writes `new` if it is `expected`, in one step; says whether it was.
    pub fn swap<'a>(self, at: impl Into<At<'a>>, expected: i64, new: i64) -> impl Future<Output = bool> + 'a {
        self.act(at, CellAction::Swap(expected, new), Reply::flag)
    }
}
