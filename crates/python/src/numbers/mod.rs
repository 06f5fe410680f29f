//! What Python's numbers are, as functions over Rust's types: nothing here knows a machine or its heap.
//!
//! `tests/plain` holds them against CPython, to the last character.

pub mod float;
mod int;
mod int_text;
pub mod math;
mod random;
mod twister;

pub use int::{Int, small_divmod};
pub use random::Random;
pub use twister::Twister;

/// A whole number beyond an `i64`. What fits into an `i64` is never one.
pub type Big = num_bigint::BigInt;
