//! Scenarios as content: how their files are read and checked, and how a listing is rendered.
//!
//! It refuses to know any scenario, and how one is run or shown.

pub mod listing;
