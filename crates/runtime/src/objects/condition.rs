//! A condition: give a lock back, wait until somebody says that something changed, take it again.
//!
//! As in CPython the wait is three things, and others may come in between: the task puts itself on
//! the list while it holds the lock, gives the lock back, and waits for its name to be called.
//! A `notify` calls names that are on the list; where there is none it is lost.

use super::{Action, Applied, Guard, Guarded, Object, Wakes, count};
use crate::cx::{At, Cx, unless_late};
use crate::engine::Reply;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::pin::pin;

/// The state of a condition.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ConditionState {
    waiting: VecDeque<TaskId>,
    called: Vec<TaskId>,
}

/// What may be done to a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ConditionAction {
    /// Go on the list.
    Enlist,
    /// Wait until one's name was called.
    Pass,
    /// Call so many names.
    Notify(u32),
    /// Go off the list. Who was called and goes calls the next one instead.
    Withdraw,
}

impl ConditionState {
    fn call(&mut self, names: usize) -> usize {
        let names = names.min(self.waiting.len());
        self.called.extend(self.waiting.drain(..names));
        names
    }
}

impl Guarded for ConditionState {
    type Action = ConditionAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Condition
    }

    fn ready(&self, task: TaskId, action: &ConditionAction) -> bool {
        *action != ConditionAction::Pass || self.called.contains(&task)
    }

    fn apply(&mut self, task: TaskId, action: &ConditionAction) -> Applied {
        match *action {
            ConditionAction::Enlist => {
                self.waiting.push_back(task);
                Applied::done(EventKind::Arrive, count(self.waiting.len()))
            }
            ConditionAction::Pass => {
                self.called.retain(|called| *called != task);
                Applied::done(EventKind::Pass, 0)
            }
            ConditionAction::Notify(names) => {
                let called = self.call(usize::try_from(names).unwrap_or(usize::MAX));
                Applied::int(EventKind::Notify, count(called))
            }
            ConditionAction::Withdraw => {
                let before = self.called.len();
                self.waiting.retain(|waiting| *waiting != task);
                self.called.retain(|called| *called != task);
                let passed_on = if self.called.len() < before { self.call(1) } else { 0 };
                Applied::done(EventKind::Notify, count(passed_on))
            }
        }
    }

    fn wakes(action: &ConditionAction) -> Wakes {
        match action {
            ConditionAction::Enlist | ConditionAction::Pass => Wakes::Nobody,
            ConditionAction::Notify(_) | ConditionAction::Withdraw => Wakes::Several,
        }
    }

    fn undo(action: &ConditionAction, _: &Reply) -> Option<ConditionAction> {
        match action {
            ConditionAction::Enlist => Some(ConditionAction::Withdraw),
            ConditionAction::Pass => Some(ConditionAction::Notify(1)),
            ConditionAction::Notify(_) | ConditionAction::Withdraw => None,
        }
    }

    fn forgoes(action: &ConditionAction) -> Option<ConditionAction> {
        (*action == ConditionAction::Pass).then_some(ConditionAction::Withdraw)
    }
}

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
    /// not be true any longer: look again. Who goes away before it has the lock again passes the call
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_without_listeners_is_lost_and_one_unheard_is_passed_on() {
        let (a, b, mut condition) = (TaskId(1), TaskId(2), ConditionState::default());
        assert_eq!(condition.apply(a, &ConditionAction::Notify(1)).value, 0);
        condition.apply(a, &ConditionAction::Enlist);
        condition.apply(b, &ConditionAction::Enlist);
        assert!(!condition.ready(a, &ConditionAction::Pass));
        assert_eq!(condition.apply(b, &ConditionAction::Notify(1)).value, 1);
        assert!(condition.ready(a, &ConditionAction::Pass) && !condition.ready(b, &ConditionAction::Pass));
        condition.apply(a, &ConditionAction::Withdraw);
        assert!(condition.ready(b, &ConditionAction::Pass));
    }
}
