//! A barrier: everyone waits for everyone, again and again.

use super::{Action, Applied, Guarded, Object, Wakes};
use crate::cx::{At, Cx, unless_late};
use crate::engine::Reply;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::pin::pin;

/// The state of a barrier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BarrierState {
    parties: u32,
    arrived: u32,
    /// How often everyone has been there.
    rounds: i64,
}

/// What may be done to a barrier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum BarrierAction {
    /// Be there; gives the number of the round.
    Arrive,
    /// Wait until everyone has been there in this round.
    Pass(i64),
    /// Leave before everyone was there.
    Withdraw(i64),
}

impl Guarded for BarrierState {
    type Action = BarrierAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Barrier
    }

    fn ready(&self, _: TaskId, action: &BarrierAction) -> bool {
        match action {
            BarrierAction::Pass(round) => self.rounds > *round,
            BarrierAction::Arrive | BarrierAction::Withdraw(_) => true,
        }
    }

    fn apply(&mut self, _: TaskId, action: &BarrierAction) -> Applied {
        match *action {
            BarrierAction::Arrive => {
                let (round, arrived) = (self.rounds, self.arrived + 1);
                self.arrived = arrived;
                if arrived >= self.parties {
                    self.arrived = 0;
                    self.rounds += 1;
                }
                Applied { value: i64::from(arrived), ..Applied::int(EventKind::Arrive, round) }
            }
            BarrierAction::Pass(round) => Applied::done(EventKind::Pass, round),
            BarrierAction::Withdraw(round) => {
                if self.rounds == round {
                    self.arrived = self.arrived.saturating_sub(1);
                }
                Applied::done(EventKind::Arrive, i64::from(self.arrived))
            }
        }
    }

    fn wakes(action: &BarrierAction) -> Wakes {
        if *action == BarrierAction::Arrive { Wakes::Several } else { Wakes::Nobody }
    }

    fn undo(action: &BarrierAction, reply: &Reply) -> Option<BarrierAction> {
        match (action, reply) {
            (BarrierAction::Arrive, Reply::Value(round)) => round.as_int().map(BarrierAction::Withdraw),
            _ => None,
        }
    }

    fn forgoes(action: &BarrierAction) -> Option<BarrierAction> {
        if let BarrierAction::Pass(round) = action { Some(BarrierAction::Withdraw(*round)) } else { None }
    }

    fn only_looks(action: &BarrierAction) -> bool {
        matches!(action, BarrierAction::Pass(_))
    }
}

/// A barrier that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Barrier {
    id: ObjectId,
}

impl Cx {
    /// Makes a barrier for so many tasks.
    #[must_use]
    pub fn barrier(&self, name: &str, parties: u32) -> Barrier {
        Barrier { id: self.create(Object::Barrier(BarrierState { parties, arrived: 0, rounds: 0 }), name) }
    }
}

impl Barrier {
    /// Waits until everyone is there. A task that goes away instead is not counted.
    pub async fn wait<'a>(self, at: impl Into<At<'a>>) {
        let at = at.into();
        let round = at.act(self.id, Action::Barrier(BarrierAction::Arrive), Reply::int).await;
        let mut there = There { cx: at.cx().clone(), barrier: self, round, there: true };
        let passes = at.act(self.id, Action::Barrier(BarrierAction::Pass(round)), drop);
        unless_late(at.cx(), pin!(passes), || there.there = false).await;
        there.there = false;
    }
}

struct There {
    cx: Cx,
    barrier: Barrier,
    round: i64,
    there: bool,
}

impl Drop for There {
    fn drop(&mut self) {
        if self.there {
            self.cx.act_now(self.barrier.id, Action::Barrier(BarrierAction::Withdraw(self.round)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_waits_for_everyone_in_every_round() {
        let (a, b) = (TaskId(1), TaskId(2));
        let mut barrier = BarrierState { parties: 2, arrived: 0, rounds: 0 };
        assert_eq!(barrier.apply(a, &BarrierAction::Arrive).reply.int(), 0);
        assert!(!barrier.ready(a, &BarrierAction::Pass(0)));
        barrier.apply(b, &BarrierAction::Arrive);
        assert!(barrier.ready(a, &BarrierAction::Pass(0)));
        assert_eq!(barrier.apply(b, &BarrierAction::Arrive).reply.int(), 1);
        barrier.apply(b, &BarrierAction::Withdraw(1));
        assert_eq!(barrier.arrived, 0);
    }
}
