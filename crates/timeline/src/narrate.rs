//! One event, ready to be told in a sentence of some language.

use crate::Loss;
use model::Event;

/// One event with what only the whole history knows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Narrated {
    /// Its place among the events that were kept.
    pub index: usize,
    /// What happened.
    pub event: Event,
    /// What is gone by it: this write went over updates that it had not seen.
    pub lost: Option<Loss>,
}
