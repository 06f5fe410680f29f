//! One event, ready to be told in a sentence of some language.

use model::{Event, TaskId};

/// One event with what only the whole history knows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Narrated {
    /// Its place among the events that were kept.
    pub index: usize,
    /// What happened.
    pub event: Event,
    /// Whose update is gone: this write went over it and had not seen it.
    pub lost: Option<TaskId>,
}
