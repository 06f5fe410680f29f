//! What an operation costs in this run: what it is made of and what starts where stands elsewhere.
//!
//! It charges nobody.

use super::modes::Home;
use super::state::State;
use crate::engine::Op;
use crate::value::Value;

impl State {
    pub(super) fn price(&self, op: &mut Op) -> u64 {
        match op {
            Op::Spawn { strand, .. } => self.price_of_start(self.rules.home(*strand)),
            Op::Act(_, action) => {
                let made_of = action.facts().made_of;
                match action.sent() {
                    Some(value) if self.crosses(Some(value)) => {
                        self.costs.action(made_of, true) + self.price_of_message(Some(value))
                    }
                    // What is received is paid for when it has come.
                    _ => self.costs.action(made_of, self.rules.isolates),
                }
            }
            _ => self.costs.operation(op),
        }
    }

    /// Whether this goes from one process to another, or comes from one.
    pub(super) fn crosses(&self, value: Option<&Value>) -> bool {
        self.rules.isolates || value.is_some_and(Value::is_parcel)
    }

    /// What it takes to send this to another process, or to receive it.
    pub(super) fn price_of_message(&self, value: Option<&Value>) -> u64 {
        self.costs.message + value.map_or(0, |value| self.costs.conversion(value.size()))
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
