//! The handle of a semaphore, and the permit of one that is held.

use crate::cx::{At, Cx};
use crate::objects::{Action, Object, SemaphoreAction, SemaphoreState};
use crate::reply::Reply;
use model::{Mark, ObjectId};

/// At most n holders at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Semaphore {
    id: ObjectId,
}

impl Cx {
    /// Makes a semaphore with so many permits.
    #[must_use]
    pub fn semaphore(&self, name: &str, permits: u32) -> Semaphore {
        Semaphore { id: self.create(Object::Semaphore(SemaphoreState::new(permits)), name) }
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

    /// Waits until there is a permit, and takes it for good, as a wait for a signal does: it is not
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
        // A task that is cancelled at this very step gives it back by clean-up.
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
