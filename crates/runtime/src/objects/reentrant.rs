//! A lock that its holder may take again, and must give back as often.

use super::{Action, Applied, Guarded, Object, Wakes};
use crate::cx::{At, Cx};
use crate::engine::Reply;
use model::{EventKind, Mark, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a re-entrant lock.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReentrantState {
    holder: Option<TaskId>,
    depth: u32,
}

/// What may be done to a re-entrant lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReentrantAction {
    /// Hold it, or hold it once more, as soon as nobody else does.
    Acquire,
    /// The same if it can be had at once; says whether it was.
    TryAcquire,
    /// Give it back once.
    Release,
}

impl ReentrantState {
    fn free_for(&self, task: TaskId) -> bool {
        self.holder.is_none_or(|holder| holder == task)
    }
}

impl Guarded for ReentrantState {
    type Action = ReentrantAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::ReentrantLock
    }

    fn ready(&self, task: TaskId, action: &ReentrantAction) -> bool {
        *action != ReentrantAction::Acquire || self.free_for(task)
    }

    fn apply(&mut self, task: TaskId, action: &ReentrantAction) -> Applied {
        match *action {
            ReentrantAction::TryAcquire if !self.free_for(task) => Applied::flag(EventKind::Refused, false, 0),
            ReentrantAction::Acquire | ReentrantAction::TryAcquire => {
                self.holder = Some(task);
                self.depth += 1;
                Applied::flag(EventKind::Acquire, true, i64::from(self.depth))
            }
            ReentrantAction::Release => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.holder = None;
                }
                Applied::done(EventKind::Release, i64::from(self.depth))
            }
        }
    }

    fn wakes(action: &ReentrantAction) -> Wakes {
        if *action == ReentrantAction::Release { Wakes::One } else { Wakes::Nobody }
    }

    fn undo(action: &ReentrantAction, reply: &Reply) -> Option<ReentrantAction> {
        let took = *action != ReentrantAction::Release && *reply == Reply::Flag(true);
        took.then_some(ReentrantAction::Release)
    }

    fn holders(&self) -> Vec<TaskId> {
        self.holder.into_iter().collect()
    }
}

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
        // Who is cancelled at this very step gives it back by clean-up.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_passes_and_others_wait_for_the_last_release() {
        let (a, b, mut lock) = (TaskId(1), TaskId(2), ReentrantState::default());
        lock.apply(a, &ReentrantAction::Acquire);
        assert_eq!(lock.apply(a, &ReentrantAction::Acquire).value, 2);
        lock.apply(a, &ReentrantAction::Release);
        assert!(!lock.ready(b, &ReentrantAction::Acquire) && lock.ready(a, &ReentrantAction::Acquire));
        lock.apply(a, &ReentrantAction::Release);
        assert!(lock.ready(b, &ReentrantAction::Acquire));
    }
}
