//! A lock: it has one holder at a time, which cannot take it twice.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use crate::reply::Reply;
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

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
    /// Give it back, whoever holds it; says whether anybody did.
    Release,
    /// Whether anybody holds it.
    Look,
}

impl Guarded for LockState {
    type Action = LockAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Lock
    }

    fn ready(&self, _: TaskId, action: &LockAction) -> bool {
        match action {
            LockAction::Acquire => self.holder.is_none(),
            LockAction::TryAcquire | LockAction::Release | LockAction::Look => true,
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
                let was_held = self.holder.take().is_some();
                Applied::flag(EventKind::Release, was_held, 1)
            }
            LockAction::Look => {
                let is_held = self.holder.is_some();
                Applied::flag(EventKind::Look, is_held, i64::from(is_held))
            }
        }
    }

    fn undone_if_unread(action: &LockAction, reply: &Reply) -> Option<LockAction> {
        match action {
            LockAction::Acquire | LockAction::TryAcquire => {
                (*reply == Reply::Flag(true)).then_some(LockAction::Release)
            }
            LockAction::Release | LockAction::Look => None,
        }
    }

    fn holders(&self) -> Vec<TaskId> {
        self.holder.into_iter().collect()
    }

    fn facts(action: &LockAction) -> Facts {
        let (wakes, looks, receives) = match action {
            LockAction::Acquire | LockAction::TryAcquire => (Wakes::Nobody, false, Receives::Nothing),
            LockAction::Release => (Wakes::One, false, Receives::Nothing),
            LockAction::Look => (Wakes::Nobody, true, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Lock }
    }

    none! { sent, on_timeout, owed, on_process_death, enrol, word }
}
