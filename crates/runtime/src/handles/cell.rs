//! The handle of a plain variable, whose loads and stores race.

use crate::cx::{At, Cx, Operation};
use crate::objects::{Action, CellAction, CellState, Object};
use crate::reply::Reply;
use model::ObjectId;
use std::future::Future;

/// A plain variable that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    id: ObjectId,
}

impl Cx {
    /// Makes a variable.
    #[must_use]
    pub fn cell(&self, name: &str, value: i64) -> Cell {
        Cell { id: self.create(Object::Cell(CellState::new(value)), name) }
    }
}

impl Cell {
    /// The object itself.
    #[must_use]
    pub fn object(self) -> ObjectId {
        self.id
    }

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
