//! Python itself: a program's text is parsed, compiled and run, on the engines of `runtime`.
//!
//! What runs prints what CPython 3.11 prints; what is not supported is refused before it runs, with the
//! place and a sentence. Nothing is silently different. The machine is synchronous and its
//! state is plain data; only what other tasks can see leaves it. No clock, no thread, no randomness here.

pub mod error;
pub mod numbers;
pub mod syntax;
pub mod text;
