//! A semaphore: at most n holders at a time.

use super::{Action, Applied, Guarded, Object, Wakes};
use crate::cx::{At, Cx};
use crate::engine::Reply;
use model::{EventKind, Mark, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a semaphore.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SemaphoreState {
    permits: u32,
    /// Who took permits and has not given as many back.
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
    /// Put so many permits in, one's own or new ones.
    Release(u32),
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
            SemaphoreAction::Release(permits) => {
                self.permits += permits;
                for _ in 0..permits {
                    if let Some(at) = self.holders.iter().position(|holder| *holder == task) {
                        self.holders.remove(at);
                    }
                }
                Applied::done(EventKind::Release, i64::from(self.permits))
            }
        }
    }

    fn wakes(action: &SemaphoreAction) -> Wakes {
        match action {
            SemaphoreAction::Acquire | SemaphoreAction::TryAcquire | SemaphoreAction::Take => Wakes::Nobody,
            SemaphoreAction::Release(0) => Wakes::Nobody,
            SemaphoreAction::Release(1) => Wakes::One,
            SemaphoreAction::Release(_) => Wakes::Several,
        }
    }

    fn undo(action: &SemaphoreAction, reply: &Reply) -> Option<SemaphoreAction> {
        let took = !matches!(action, SemaphoreAction::Release(_)) && *reply == Reply::Flag(true);
        took.then_some(SemaphoreAction::Release(1))
    }

    fn holders(&self) -> Vec<TaskId> {
        self.holders.clone()
    }
}

/// At most n holders at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Semaphore {
    id: ObjectId,
}

impl Cx {
    /// Makes a semaphore with so many permits.
    #[must_use]
    pub fn semaphore(&self, name: &str, permits: u32) -> Semaphore {
        Semaphore { id: self.create(Object::Semaphore(SemaphoreState { permits, holders: Vec::new() }), name) }
    }
}

impl Semaphore {
    pub(super) fn id(self) -> ObjectId {
        self.id
    }

    /// Waits until there is a permit, and takes it.
    pub fn acquire<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Permit> + 'a {
        let at = at.into();
        async move {
            at.act(self.id, Action::Semaphore(SemaphoreAction::Acquire), drop).await;
            Permit { cx: at.cx().clone(), semaphore: self, held: true }
        }
    }

    /// Takes a permit if there is one.
    pub fn try_acquire<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Option<Permit>> + 'a {
        let at = at.into();
        async move {
            let took = at.act(self.id, Action::Semaphore(SemaphoreAction::TryAcquire), Reply::flag).await;
            took.then(|| Permit { cx: at.cx().clone(), semaphore: self, held: true })
        }
    }

    /// Waits until there is a permit, and takes it for good, as who waits for a signal does: it is not
    /// held, and comes back only if somebody puts a new one in.
    pub async fn take<'a>(self, at: impl Into<At<'a>>) {
        self.taken(at.into()).await.keep();
    }

    /// The same; until it is kept it can still be given back, for somebody else to take.
    pub(super) async fn taken(self, at: At<'_>) -> Permit {
        at.act(self.id, Action::Semaphore(SemaphoreAction::Take), drop).await;
        Permit { cx: at.cx().clone(), semaphore: self, held: true }
    }

    /// Puts new permits in, as a signal does that counts.
    pub fn add<'a>(self, at: impl Into<At<'a>>, permits: u32) -> impl Future<Output = ()> + 'a {
        at.into().act(self.id, Action::Semaphore(SemaphoreAction::Release(permits)), drop)
    }
}

/// A permit that is held. Giving it back is a step; dropping it gives it back too.
#[must_use = "a permit is given back as soon as it is dropped"]
pub struct Permit {
    cx: Cx,
    semaphore: Semaphore,
    held: bool,
}

impl Permit {
    /// Gives the permit back.
    pub async fn release(mut self, mark: Mark) {
        self.cx.at(mark).act(self.semaphore.id, Action::Semaphore(SemaphoreAction::Release(1)), drop).await;
        // Who is cancelled at this very step gives it back by clean-up.
        self.held = false;
    }

    /// Does not give it back.
    pub(super) fn keep(mut self) {
        self.held = false;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.held {
            self.cx.act_now(self.semaphore.id, Action::Semaphore(SemaphoreAction::Release(1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_are_counted_and_holders_known() {
        let (a, b) = (TaskId(1), TaskId(2));
        let mut semaphore = SemaphoreState { permits: 2, holders: Vec::new() };
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
    }
}
