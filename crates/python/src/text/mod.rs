//! What Python does with texts and bytes, as functions over Rust's types: formats, `repr`, the methods of
//! `str` and `bytes`. Nothing here knows a machine or its heap.
//!
//! `tests/plain` holds them against CPython, to the last character.

pub mod format;
pub mod json;
pub mod methods;
pub mod regex;
pub mod repr;
pub mod strftime;
pub mod unicode;
mod unicode_tables;
