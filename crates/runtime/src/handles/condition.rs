//! The handle of a condition: give a lock back, wait for a call, take the lock again.

use super::Guard;
use crate::cx::{At, Cx, unless_late};
use crate::objects::{Action, ConditionAction, ConditionState, Object};
use crate::reply::Reply;
use model::ObjectId;
use std::pin::pin;

/// A condition that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Condition {
    id: ObjectId,
}

impl Cx {
    /// Makes a condition nobody waits for. The lock that goes with it is the one whose guard is
    /// handed to [`Condition::wait`].
    #[must_use]
    pub fn condition(&self, name: &str) -> Condition {
        Condition { id: self.create(Object::Condition(ConditionState::default()), name) }
    }
}

impl Condition {
    /// Gives the lock back, waits to be notified, and takes the lock again. What was true then need
    /// not be true any longer: look again. A task that goes away before it has the lock again passes the call
    /// on, as in asyncio: whoever else waits may be the one it was for.
    pub async fn wait<'a>(self, at: impl Into<At<'a>>, guard: Guard) -> Guard {
        let at = at.into();
        let lock = guard.lock();
        at.act(self.id, Action::Condition(ConditionAction::Enlist), drop).await;
        let mut owed = Owed { cx: at.cx().clone(), condition: self, action: Some(ConditionAction::Withdraw) };
        guard.release(at.mark()).await;
        let called = at.act(self.id, Action::Condition(ConditionAction::Pass), drop);
        unless_late(at.cx(), pin!(called), || owed.action = None).await;
        owed.action = Some(ConditionAction::Notify(1));
        let guard = lock.acquire(at).await;
        owed.action = None;
        guard
    }

    /// Wakes one that waits, if there is one; gives how many.
    pub fn notify<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = i64> + 'a {
        at.into().act(self.id, Action::Condition(ConditionAction::Notify(1)), Reply::int)
    }

    /// Wakes all that wait; gives how many.
    pub fn notify_all<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = i64> + 'a {
        at.into().act(self.id, Action::Condition(ConditionAction::Notify(u32::MAX)), Reply::int)
    }
}

/// What a task that goes away owes the others: its place on the list, or the call it was woken by.
struct Owed {
    cx: Cx,
    condition: Condition,
    action: Option<ConditionAction>,
}

impl Drop for Owed {
    fn drop(&mut self) {
        if let Some(action) = self.action {
            self.cx.act_now(self.condition.id, Action::Condition(action));
        }
    }
}
