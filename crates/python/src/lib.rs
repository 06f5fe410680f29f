//! Python itself: a program's text is parsed, compiled and run, on the engines of `runtime`.
//!
//! What runs prints what CPython 3.11 prints; what is not supported is refused before it runs, with the
//! place and a sentence. Nothing is silently different. The machine is synchronous and its
//! state is plain data; only what other tasks can see leaves it. No clock, no thread, no randomness here.

pub mod alone;
mod builtins;
mod code;
mod compile;
pub mod drive;
pub mod error;
mod heap;
mod library;
mod machine;
mod names;
pub mod numbers;
mod parser;
mod pickle;
pub mod refusal;
mod share;
pub mod syntax;
pub mod text;
mod tree;
mod value;

pub use code::Program;
pub use compile::{compile, compile_scenario};
pub use machine::{Act, State, Stop};
pub use refusal::{Refusal, Tongue};
pub use tree::Span;
pub use value::Value;
