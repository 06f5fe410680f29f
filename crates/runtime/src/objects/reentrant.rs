//! A lock that its holder may take again, and must give back as often.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use crate::reply::Reply;
use model::{EventKind, ObjectKind, TaskId};
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
    /// Give it back once, if it is one's own; says whether it is.
    Release,
    /// Whether one holds it.
    Look,
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
            ReentrantAction::Release if self.holder != Some(task) => Applied::flag(EventKind::Refused, false, 0),
            ReentrantAction::Look => {
                let is_own = self.holder == Some(task);
                Applied::flag(EventKind::Look, is_own, i64::from(is_own))
            }
            ReentrantAction::Release => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.holder = None;
                }
                Applied::flag(EventKind::Release, true, i64::from(self.depth))
            }
        }
    }

    fn undone_if_unread(action: &ReentrantAction, reply: &Reply) -> Option<ReentrantAction> {
        let acquires = matches!(action, ReentrantAction::Acquire | ReentrantAction::TryAcquire);
        let took = acquires && *reply == Reply::Flag(true);
        took.then_some(ReentrantAction::Release)
    }

    fn holders(&self) -> Vec<TaskId> {
        self.holder.into_iter().collect()
    }

    fn facts(action: &ReentrantAction) -> Facts {
        let (wakes, looks, receives) = match action {
            ReentrantAction::Acquire | ReentrantAction::TryAcquire => (Wakes::Nobody, false, Receives::Nothing),
            ReentrantAction::Look => (Wakes::Nobody, true, Receives::Nothing),
            ReentrantAction::Release => (Wakes::One, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Lock }
    }

    none! { sent, on_timeout, owed, on_process_death, enrol, word }
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
