//! The handle of a barrier: everyone waits for everyone. What it keeps, and when anybody passes, stands in `objects/barrier.rs`.

use crate::cx::{At, Cx, unless_late};
use crate::objects::{Action, BarrierAction, BarrierState, Object};
use crate::reply::Reply;
use model::ObjectId;
use std::pin::pin;

/// A barrier that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Barrier {
    id: ObjectId,
}

impl Cx {
    /// Makes a barrier for so many tasks.
    #[must_use]
    pub fn barrier(&self, name: &str, parties: u32) -> Barrier {
        Barrier { id: self.create(Object::Barrier(BarrierState::new(parties)), name) }
    }
}

impl Barrier {
    /// Waits until everyone is there. A task that goes away instead is not counted.
    pub async fn wait<'a>(self, at: impl Into<At<'a>>) {
        let at = at.into();
        let round = at.act(self.id, Action::Barrier(BarrierAction::Arrive), Reply::int).await;
        let mut guard = BarrierGuard { cx: at.cx().clone(), barrier: self, round, waits: true };
        let passes = at.act(self.id, Action::Barrier(BarrierAction::Pass(round)), drop);
        unless_late(at.cx(), pin!(passes), || guard.waits = false).await;
        guard.waits = false;
    }
}

/// Takes a task that goes away off the barrier.
struct BarrierGuard {
    cx: Cx,
    barrier: Barrier,
    round: i64,
    waits: bool,
}

impl Drop for BarrierGuard {
    fn drop(&mut self) {
        if self.waits {
            self.cx.act_now(self.barrier.id, Action::Barrier(BarrierAction::Withdraw(self.round)));
        }
    }
}
