//! A lock: one holder at a time, who cannot take it twice.

use super::{Action, Applied, Guarded, Object, Wakes};
use crate::cx::{At, Cx};
use crate::engine::Reply;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// The state of a lock.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LockState {
    holder: Option<TaskId>,
}

/// What may be done to a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LockAction {
    /// Hold it, once nobody does.
    Acquire,
    /// Hold it if nobody does, and say whether it worked.
    TryAcquire,
    /// Give it back.
    Release,
}

impl Guarded for LockState {
    type Action = LockAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Lock
    }

    fn ready(&self, _: TaskId, action: &LockAction) -> bool {
        match action {
            LockAction::Acquire => self.holder.is_none(),
            LockAction::TryAcquire | LockAction::Release => true,
        }
    }

    fn apply(&mut self, task: TaskId, action: &LockAction) -> Applied {
        match *action {
            LockAction::TryAcquire if self.holder.is_some() => Applied::flag(EventKind::Refused, false, 0),
            LockAction::Acquire | LockAction::TryAcquire => {
                self.holder = Some(task);
                Applied::flag(EventKind::Acquire, true, 0)
            }
            LockAction::Release => {
                self.holder = None;
                Applied::done(EventKind::Release, 1)
            }
        }
    }

    fn wakes(action: &LockAction) -> Wakes {
        if *action == LockAction::Release { Wakes::One } else { Wakes::Nobody }
    }

    fn undo(action: &LockAction, reply: &Reply) -> Option<LockAction> {
        match action {
            LockAction::Acquire | LockAction::TryAcquire => {
                (*reply == Reply::Flag(true)).then_some(LockAction::Release)
            }
            LockAction::Release => None,
        }
    }

    fn holders(&self) -> Vec<TaskId> {
        self.holder.into_iter().collect()
    }
}

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
    pub async fn release(mut self, mark: model::Mark) {
        self.cx.at(mark).act(self.lock.id, Action::Lock(LockAction::Release), drop).await;
        // Who is cancelled at this very step gives it back by clean-up.
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
