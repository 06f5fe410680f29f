//! A semaphore: at most n holders at a time.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use crate::reply::Reply;
use crate::value::Value;
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a semaphore.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SemaphoreState {
    permits: u32,
    /// The tasks that took permits and have not given as many back, once for each.
    holders: Vec<TaskId>,
}

/// What may be done to a semaphore.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SemaphoreAction {
    /// Take a permit, once there is one.
    Acquire,
    /// Take a permit if there is one, and say whether there was.
    TryAcquire,
    /// Take a permit for good, once there is one: somebody else's signal, which nobody then holds.
    Take,
    /// How many permits there are.
    Look,
    /// Put so many permits in, one's own or new ones.
    Release(u32),
    /// The same unless there were then more than so many; says whether.
    ReleaseWithin(u32, u32),
}

impl SemaphoreState {
    /// One with so many permits.
    #[must_use]
    pub fn new(permits: u32) -> SemaphoreState {
        SemaphoreState { permits, holders: Vec::new() }
    }
}

impl Guarded for SemaphoreState {
    type Action = SemaphoreAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Semaphore
    }

    fn ready(&self, _: TaskId, action: &SemaphoreAction) -> bool {
        !matches!(action, SemaphoreAction::Acquire | SemaphoreAction::Take) || self.permits > 0
    }

    fn apply(&mut self, task: TaskId, action: &SemaphoreAction) -> Applied {
        match *action {
            SemaphoreAction::TryAcquire if self.permits == 0 => Applied::flag(EventKind::Refused, false, 0),
            SemaphoreAction::Acquire | SemaphoreAction::TryAcquire => {
                self.permits -= 1;
                self.holders.push(task);
                Applied::flag(EventKind::Acquire, true, i64::from(self.permits))
            }
            SemaphoreAction::Take => {
                self.permits -= 1;
                Applied::flag(EventKind::Pass, true, i64::from(self.permits))
            }
            SemaphoreAction::Look => {
                let permits = i64::from(self.permits);
                Applied::value(EventKind::Look, Value::Int(permits), permits)
            }
            SemaphoreAction::ReleaseWithin(permits, most) if self.permits.saturating_add(permits) > most => {
                Applied::flag(EventKind::Refused, false, i64::from(self.permits))
            }
            SemaphoreAction::Release(permits) | SemaphoreAction::ReleaseWithin(permits, _) => {
                self.permits += permits;
                for _ in 0..permits {
                    if let Some(at) = self.holders.iter().position(|holder| *holder == task) {
                        self.holders.remove(at);
                    }
                }
                Applied::flag(EventKind::Release, true, i64::from(self.permits))
            }
        }
    }

    fn undone_if_unread(action: &SemaphoreAction, reply: &Reply) -> Option<SemaphoreAction> {
        let releases = matches!(action, SemaphoreAction::Release(_) | SemaphoreAction::ReleaseWithin(..));
        let took = !releases && *reply == Reply::Flag(true);
        took.then_some(SemaphoreAction::Release(1))
    }

    fn holders(&self) -> Vec<TaskId> {
        self.holders.clone()
    }

    fn facts(action: &SemaphoreAction) -> Facts {
        let (wakes, looks, receives) = match action {
            SemaphoreAction::Look => (Wakes::Nobody, true, Receives::Nothing),
            SemaphoreAction::Acquire
            | SemaphoreAction::TryAcquire
            | SemaphoreAction::Take
            | SemaphoreAction::Release(0)
            | SemaphoreAction::ReleaseWithin(0, _) => (Wakes::Nobody, false, Receives::Nothing),
            SemaphoreAction::Release(1) | SemaphoreAction::ReleaseWithin(1, _) => {
                (Wakes::One, false, Receives::Nothing)
            }
            SemaphoreAction::Release(_) | SemaphoreAction::ReleaseWithin(..) => {
                (Wakes::Several, false, Receives::Nothing)
            }
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Tool }
    }

    none! { sent, on_timeout, owed, on_process_death, enrol, word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_are_counted_and_holders_known() {
        let (a, b) = (TaskId(1), TaskId(2));
        let mut semaphore = SemaphoreState::new(2);
        semaphore.apply(a, &SemaphoreAction::Acquire);
        semaphore.apply(b, &SemaphoreAction::Acquire);
        assert!(!semaphore.ready(a, &SemaphoreAction::Acquire));
        assert_eq!(semaphore.apply(a, &SemaphoreAction::TryAcquire).reply, Reply::Flag(false));
        semaphore.apply(a, &SemaphoreAction::Release(1));
        assert_eq!(semaphore.holders(), [b]);
        assert!(semaphore.ready(a, &SemaphoreAction::Acquire));
        // Nobody holds what was taken for good, however often that is done.
        for _ in 0..3 {
            semaphore.apply(a, &SemaphoreAction::Take);
            assert!(!semaphore.ready(a, &SemaphoreAction::Take));
            semaphore.apply(b, &SemaphoreAction::Release(1));
        }
        assert_eq!(semaphore.holders(), []);
        assert_eq!(semaphore.apply(a, &SemaphoreAction::Look).reply, Reply::Value(Value::Int(1)));
    }
}
