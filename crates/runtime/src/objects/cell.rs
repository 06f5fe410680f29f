//! A plain variable. Loads and stores are single steps with room for others in between: they race.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicI64, Ordering};

/// The state of a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CellState {
    value: i64,
}

/// What may be done to a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CellAction {
    /// Read it.
    Load,
    /// Write it.
    Store(i64),
    /// Add to it in one step, and give what it was.
    Add(i64),
    /// Write the second if it is the first, in one step, and say whether it was.
    Swap(i64, i64),
}

impl CellState {
    /// One that begins with this.
    #[must_use]
    pub fn new(value: i64) -> CellState {
        CellState { value }
    }
}

impl Guarded for CellState {
    type Action = CellAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Cell
    }

    fn ready(&self, _: TaskId, _: &CellAction) -> bool {
        true
    }

    fn apply(&mut self, _: TaskId, action: &CellAction) -> Applied {
        let seen = self.value;
        match *action {
            CellAction::Load => Applied::int(EventKind::Load, seen),
            CellAction::Store(value) => {
                self.value = value;
                Applied::done(EventKind::Store, value)
            }
            CellAction::Add(amount) => {
                self.value = seen.wrapping_add(amount);
                Applied { value: self.value, ..Applied::int(EventKind::Add, seen) }
            }
            CellAction::Swap(expected, new) => {
                let same = seen == expected;
                if same {
                    self.value = new;
                }
                Applied::flag(EventKind::Swap, same, i64::from(same))
            }
        }
    }

    fn facts(action: &CellAction) -> Facts {
        let (wakes, looks, receives) = match action {
            CellAction::Load => (Wakes::Nobody, true, Receives::Nothing),
            CellAction::Store(_) | CellAction::Add(_) | CellAction::Swap(..) => {
                (Wakes::Nobody, false, Receives::Nothing)
            }
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Bytecodes }
    }

    fn word(&self) -> Option<i64> {
        Some(self.value)
    }

    fn race(word: &AtomicI64, action: &CellAction) -> Option<Applied> {
        Some(match *action {
            CellAction::Load => Applied::int(EventKind::Load, word.load(Ordering::Relaxed)),
            CellAction::Store(value) => {
                word.store(value, Ordering::Relaxed);
                Applied::done(EventKind::Store, value)
            }
            CellAction::Add(amount) => {
                let seen = word.fetch_add(amount, Ordering::Relaxed);
                Applied { value: seen.wrapping_add(amount), ..Applied::int(EventKind::Add, seen) }
            }
            CellAction::Swap(expected, new) => {
                let same = word.compare_exchange(expected, new, Ordering::Relaxed, Ordering::Relaxed).is_ok();
                Applied::flag(EventKind::Swap, same, i64::from(same))
            }
        })
    }

    none! { sent, undone_if_unread, on_timeout, owed, on_process_death, enrol, holders }
}
