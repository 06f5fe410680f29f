//! The handle of a lock that its holder may take again, and the guard of one that is held.

use crate::cx::{At, Cx};
use crate::objects::{Action, Object, ReentrantAction, ReentrantState};
use crate::reply::Reply;
use model::{Mark, ObjectId};

/// A lock that its holder may take again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReentrantLock {
    id: ObjectId,
}

impl Cx {
    /// Makes a re-entrant lock that nobody holds.
    #[must_use]
    pub fn reentrant_lock(&self, name: &str) -> ReentrantLock {
        ReentrantLock { id: self.create(Object::Reentrant(ReentrantState::default()), name) }
    }
}

impl ReentrantLock {
    /// Waits until nobody else holds it, and holds it once more.
    pub fn acquire<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ReentrantGuard> + 'a {
        let at = at.into();
        async move {
            at.act(self.id, Action::Reentrant(ReentrantAction::Acquire), drop).await;
            ReentrantGuard { cx: at.cx().clone(), lock: self, held: true }
        }
    }

    /// Holds it once more if nobody else holds it.
    pub fn try_acquire<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Option<ReentrantGuard>> + 'a {
        let at = at.into();
        async move {
            let took = at.act(self.id, Action::Reentrant(ReentrantAction::TryAcquire), Reply::flag).await;
            took.then(|| ReentrantGuard { cx: at.cx().clone(), lock: self, held: true })
        }
    }
}

/// A re-entrant lock that is held. Giving it back is a step; dropping it gives it back too.
#[must_use = "a lock is given back as soon as its guard is dropped"]
pub struct ReentrantGuard {
    cx: Cx,
    lock: ReentrantLock,
    held: bool,
}

impl ReentrantGuard {
    /// Gives the lock back once.
    pub async fn release(mut self, mark: Mark) {
        self.cx.at(mark).act(self.lock.id, Action::Reentrant(ReentrantAction::Release), drop).await;
        // A task that is cancelled at this very step gives it back by clean-up.
        self.held = false;
    }
}

impl Drop for ReentrantGuard {
    fn drop(&mut self) {
        if self.held {
            self.cx.act_now(self.lock.id, Action::Reentrant(ReentrantAction::Release));
        }
    }
}
