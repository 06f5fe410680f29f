//! What Python's numbers are, as functions over Rust's types: nothing here knows a machine or its heap.

/// A whole number beyond an `i64`. What fits into an `i64` is never one.
pub type Big = num_bigint::BigInt;
