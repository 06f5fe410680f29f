//! A plain variable. Loads and stores are single steps with room for others in between: they race.

use super::{Applied, Guarded, Wakes};
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CellState {
    pub(crate) value: i64,
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
    pub(crate) fn new(value: i64) -> CellState {
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

    fn wakes(_: &CellAction) -> Wakes {
        Wakes::Nobody
    }

    fn only_looks(action: &CellAction) -> bool {
        matches!(action, CellAction::Load)
    }
}
