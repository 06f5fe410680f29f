//! A barrier: everyone waits for everyone, again and again.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use crate::reply::Reply;
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

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

impl BarrierState {
    pub(crate) fn new(parties: u32) -> BarrierState {
        BarrierState { parties, arrived: 0, rounds: 0 }
    }
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

    fn undone_if_unread(action: &BarrierAction, reply: &Reply) -> Option<BarrierAction> {
        match (action, reply) {
            (BarrierAction::Arrive, Reply::Value(round)) => round.as_int().map(BarrierAction::Withdraw),
            _ => None,
        }
    }

    fn on_timeout(action: &BarrierAction) -> Option<BarrierAction> {
        if let BarrierAction::Pass(round) = action { Some(BarrierAction::Withdraw(*round)) } else { None }
    }

    fn facts(action: &BarrierAction) -> Facts {
        let (wakes, looks, receives) = match action {
            BarrierAction::Arrive => (Wakes::Several, false, Receives::Nothing),
            BarrierAction::Pass(_) => (Wakes::Nobody, true, Receives::Nothing),
            BarrierAction::Withdraw(_) => (Wakes::Nobody, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Tool }
    }

    none! { sent, owed, on_process_death, enrol, word, holders }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_waits_for_everyone_in_every_round() {
        let (a, b) = (TaskId(1), TaskId(2));
        let mut barrier = BarrierState::new(2);
        assert_eq!(barrier.apply(a, &BarrierAction::Arrive).reply.int(), 0);
        assert!(!barrier.ready(a, &BarrierAction::Pass(0)));
        barrier.apply(b, &BarrierAction::Arrive);
        assert!(barrier.ready(a, &BarrierAction::Pass(0)));
        assert_eq!(barrier.apply(b, &BarrierAction::Arrive).reply.int(), 1);
        barrier.apply(b, &BarrierAction::Withdraw(1));
        assert_eq!(barrier.arrived, 0);
    }
}
