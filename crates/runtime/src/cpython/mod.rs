//! CPython, as far as runs depend on it: its rules and what its operations take, once for all engines.
//!
//! Pure: it knows no engine, no clock and no task's code. The modelled machine and the one real thread of
//! the cooperative engine ask it, each with its own time.

mod costs;
pub(crate) mod gil;

pub use costs::Costs;
