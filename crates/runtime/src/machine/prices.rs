//! What an operation costs in this run, by its mode: what it is told to cost stands in [`super::costs`].
//!
//! It charges nobody.

use super::state::State;
use crate::engine::{Op, Strand};
use crate::objects::{Action, ChannelAction, FutureAction, QueueAction};
use crate::value::Value;
use model::Mode;

impl State {
    pub(super) fn price(&self, op: &Op) -> u64 {
        match op {
            Op::Spawn { strand, .. } => self.price_of_start(*strand),
            Op::Act(_, action) if self.config.mode == Mode::Processes => {
                // What is received is paid for when it has come.
                self.costs.action(action, true) + sent(action).map_or(0, |value| self.price_of_message(value))
            }
            _ => self.costs.operation(op),
        }
    }

    pub(super) fn price_of_message(&self, value: &Value) -> u64 {
        self.costs.message + self.costs.conversion(value.size())
    }

    pub(super) fn price_of_start(&self, strand: Strand) -> u64 {
        match (strand, self.config.mode) {
            (Strand::Thread, _) | (Strand::Usual, Mode::Gil | Mode::Free) => self.costs.start_thread,
            (Strand::Fork, _) | (Strand::Usual, Mode::Processes) => self.costs.start_fork,
            (Strand::Spawn, _) => self.costs.start_spawn,
            (Strand::Usual, Mode::EventLoop) => self.costs.start_task,
            (Strand::Usual, Mode::Sequential) => self.costs.call,
        }
    }

    pub(super) fn starts_process(&self, strand: Strand) -> bool {
        let calls = strand == Strand::Usual && matches!(self.config.mode, Mode::Sequential | Mode::EventLoop);
        !calls && !self.starts_thread(strand)
    }

    pub(super) fn starts_thread(&self, strand: Strand) -> bool {
        match strand {
            Strand::Thread => true,
            Strand::Usual => matches!(self.config.mode, Mode::Gil | Mode::Free),
            Strand::Fork | Strand::Spawn => false,
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
