//! The handle of a lock, and the guard of one that is held.

use crate::cx::{At, Cx};
use crate::objects::{Action, LockAction, LockState, Object};
use crate::reply::Reply;
use model::{Mark, ObjectId};
use std::future::Future;

/// A lock that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lock {
    id: ObjectId,
}

impl Cx {
    /// Makes a lock that nobody holds.
    #[must_use]
    pub fn lock(&self, name: &str) -> Lock {
        Lock { id: self.create(Object::Lock(LockState::default()), name) }
    }
}

impl Lock {
    /// Waits until nobody holds it, and holds it.
    pub fn acquire<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Guard> + 'a {
        let at = at.into();
        async move {
            at.act(self.id, Action::Lock(LockAction::Acquire), drop).await;
            Guard { cx: at.cx().clone(), lock: self, held: true }
        }
    }

    /// Holds it if nobody does.
    pub fn try_acquire<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Option<Guard>> + 'a {
        let at = at.into();
        async move {
            let took = at.act(self.id, Action::Lock(LockAction::TryAcquire), Reply::flag).await;
            took.then(|| Guard { cx: at.cx().clone(), lock: self, held: true })
        }
    }
}

/// A lock that is held. Give it back with [`Guard::release`], which is a step like any other;
/// dropping it gives it back too, as clean-up of a cancelled task does.
#[must_use = "a lock is given back as soon as its guard is dropped"]
pub struct Guard {
    cx: Cx,
    lock: Lock,
    held: bool,
}

impl Guard {
    /// The lock that is held.
    #[must_use]
    pub fn lock(&self) -> Lock {
        self.lock
    }

    /// Gives the lock back.
    pub async fn release(mut self, mark: Mark) {
        self.cx.at(mark).act(self.lock.id, Action::Lock(LockAction::Release), drop).await;
        // A task that is cancelled at this very step gives it back by clean-up.
        self.held = false;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.held {
            self.cx.act_now(self.lock.id, Action::Lock(LockAction::Release));
        }
    }
}
