//! What an operation costs in this run, by its mode: what it is told to cost stands in [`super::costs`].
//!
//! It charges nobody.

use super::modes::Home;
use super::state::State;
use crate::engine::Op;
use crate::objects::{Action, ChannelAction, FutureAction, QueueAction};
use crate::value::Value;

impl State {
    pub(super) fn price(&self, op: &Op) -> u64 {
        match op {
            Op::Spawn { strand, .. } => self.price_of_start(self.rules.home(*strand)),
            Op::Act(_, action) if self.rules.isolates => {
                // What is received is paid for when it has come.
                self.costs.action(action, true) + sent(action).map_or(0, |value| self.price_of_message(value))
            }
            _ => self.costs.operation(op),
        }
    }

    pub(super) fn price_of_message(&self, value: &Value) -> u64 {
        self.costs.message + self.costs.conversion(value.size())
    }

    pub(super) fn price_of_start(&self, home: Home) -> u64 {
        match home {
            Home::Call => self.costs.call,
            Home::Loop => self.costs.start_task,
            Home::Thread => self.costs.start_thread,
            Home::Fork => self.costs.start_fork,
            Home::Spawn => self.costs.start_spawn,
        }
    }
}

/// What the action sends, where it sends something.
pub(super) fn sent(action: &Action) -> Option<&Value> {
    match action {
        Action::Queue(QueueAction::Put(value) | QueueAction::Offer(value) | QueueAction::Tell(value)) => Some(value),
        Action::Future(FutureAction::Set(value)) => Some(value),
        Action::Channel(ChannelAction::Send(value)) => Some(value),
        _ => None,
    }
}
