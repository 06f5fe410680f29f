//! A signal: everyone waits until somebody sets it.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a signal.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct EventState {
    set: bool,
}

/// What may be done to a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EventAction {
    /// Wait until it is set.
    Wait,
    /// Whether it is set.
    Look,
    /// Set it.
    Set,
    /// Clear it.
    Clear,
}

impl Guarded for EventState {
    type Action = EventAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Event
    }

    fn ready(&self, _: TaskId, action: &EventAction) -> bool {
        *action != EventAction::Wait || self.set
    }

    fn apply(&mut self, _: TaskId, action: &EventAction) -> Applied {
        match *action {
            EventAction::Wait => Applied::done(EventKind::Pass, 0),
            EventAction::Look => Applied::flag(EventKind::Look, self.set, i64::from(self.set)),
            EventAction::Set => {
                self.set = true;
                Applied::done(EventKind::Set, 0)
            }
            EventAction::Clear => {
                self.set = false;
                Applied::done(EventKind::Clear, 0)
            }
        }
    }

    fn facts(action: &EventAction) -> Facts {
        let (wakes, looks, receives) = match action {
            EventAction::Wait | EventAction::Look => (Wakes::Nobody, true, Receives::Nothing),
            EventAction::Set => (Wakes::Several, false, Receives::Nothing),
            EventAction::Clear => (Wakes::Nobody, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Tool }
    }

    none! { sent, undone_if_unread, on_timeout, owed, on_process_death, enrol, word, holders }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_passes_once_it_is_set_and_until_it_is_cleared() {
        let (me, mut event) = (TaskId(0), EventState::default());
        assert!(!event.ready(me, &EventAction::Wait));
        event.apply(me, &EventAction::Set);
        assert!(event.ready(me, &EventAction::Wait));
        event.apply(me, &EventAction::Clear);
        assert!(!event.ready(me, &EventAction::Wait));
    }
}
