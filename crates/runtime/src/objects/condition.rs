//! A condition: give a lock back, wait until somebody says that something changed, take it again.
//!
//! As in CPython the wait is three things, and others may come in between: the task puts itself on
//! the list while it holds the lock, gives the lock back, and waits for its name to be called.
//! A `notify` calls names that are on the list; where there is none it is lost.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, count, none};
use crate::reply::Reply;
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

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
    /// Go off the list. A task that was called and goes calls the next one instead.
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

    fn undone_if_unread(action: &ConditionAction, _: &Reply) -> Option<ConditionAction> {
        match action {
            ConditionAction::Enlist => Some(ConditionAction::Withdraw),
            ConditionAction::Pass => Some(ConditionAction::Notify(1)),
            ConditionAction::Notify(_) | ConditionAction::Withdraw => None,
        }
    }

    fn on_timeout(action: &ConditionAction) -> Option<ConditionAction> {
        (*action == ConditionAction::Pass).then_some(ConditionAction::Withdraw)
    }

    fn facts(action: &ConditionAction) -> Facts {
        let (wakes, looks, receives) = match action {
            ConditionAction::Enlist | ConditionAction::Pass => (Wakes::Nobody, false, Receives::Nothing),
            ConditionAction::Notify(_) | ConditionAction::Withdraw => (Wakes::Several, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Tool }
    }

    none! { sent, owed, on_process_death, enrol, word, holders }
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
