//! An object and the line of tasks that wait for it: what the engines of real time keep of it.
//!
//! It says who can go on and lets them act. It refuses to wake anybody: that is the engine's business.

use crate::objects::{Action, Applied, Object};
use crate::waits::wait_for;
use model::{Mark, ObjectId, TaskId, WaitFor};
use std::collections::VecDeque;

/// The object and its line.
pub(crate) struct Line {
    pub(crate) object: Object,
    waiters: VecDeque<Waiter>,
}

/// Somebody whose action waits for its guard.
pub(crate) struct Waiter {
    pub(crate) task: TaskId,
    pub(crate) mark: Mark,
    pub(crate) action: Action,
}

impl Line {
    pub(crate) fn new(object: Object) -> Line {
        Line { object, waiters: VecDeque::new() }
    }

    /// The task waits, behind the others.
    pub(crate) fn join(&mut self, task: TaskId, mark: Mark, action: Action) {
        self.waiters.push_back(Waiter { task, mark, action });
    }

    /// The task waits no longer, if it did.
    pub(crate) fn leave(&mut self, task: TaskId) -> Option<Waiter> {
        let at = self.waiters.iter().position(|waiter| waiter.task == task)?;
        self.waiters.remove(at)
    }

    /// Whether anybody waits.
    pub(crate) fn is_waited_for(&self) -> bool {
        !self.waiters.is_empty()
    }

    /// Lets the first act whose guard holds, and takes it out of the line.
    pub(crate) fn grant(&mut self) -> Option<(Waiter, Applied)> {
        let at = self.waiters.iter().position(|waiter| self.object.ready(waiter.task, &waiter.action))?;
        let waiter = self.waiters.remove(at)?;
        let applied = self.object.apply(waiter.task, &waiter.action);
        Some((waiter, applied))
    }

    /// The tasks that wait here, where this is the object's number.
    pub(crate) fn waits(&self, id: ObjectId) -> impl Iterator<Item = WaitFor> + '_ {
        self.waiters.iter().map(move |waiter| wait_for(waiter.task, waiter.mark, id, &self.object))
    }
}
