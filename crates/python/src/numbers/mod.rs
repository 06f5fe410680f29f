//! What Python's numbers are, as functions over Rust's types: nothing here knows a machine or its heap.
//!
//! `tests/plain` holds them against CPython, to the last character.

pub mod float;
mod int;
mod int_text;

pub use int::{Int, small_divmod};

/// A whole number beyond an `i64`. What fits into an `i64` is never one.
pub type Big = num_bigint::BigInt;
