//! Everything that runs in a Web Worker.
//!
//! A *conductor* owns a run: it hears the page ([`model::wire`]), decides what a run needs ([`plan`]),
//! has an engine do it ([`runs`]), drains the trace ([`trace`], [`ring`]) and tells the page. It
//! never blocks for longer than a few milliseconds: it does a piece, and asks to be called again
//! ([`pulse`]). Threads come from one pool ([`pool`]), started when a run first needs it, and serve
//! one run at a time ([`crew`]). An exploration is a run of its own kind ([`explore`]).
//!
//! A worker that went wrong is never repaired: the page ends the conductor, and with it all it
//! started, and begins anew. Processes alone are ended one by one: each is a worker with a memory of
//! its own ([`colony::Colony`], `process`), so nobody misses what was lost with it. All logic but the thin shell around a browser's worker ([`shell`])
//! runs natively too, where most of its tests are.
// Without it nobody says why a worker that ran out of memory ended (rust-lang/rust#51245).
#![cfg_attr(target_arch = "wasm32", feature(alloc_error_hook))]

pub mod beside;
pub mod clock;
pub mod colony;
pub mod conductor;
pub mod crew;
pub mod explore;
pub mod failure;
pub mod measure;
pub mod plan;
pub mod pool;
#[cfg(target_arch = "wasm32")]
pub mod process;
pub mod program;
#[cfg(target_arch = "wasm32")]
pub mod pulse;
pub mod ring;
pub mod runs;
#[cfg(target_arch = "wasm32")]
pub mod shell;
mod spread;
pub mod trace;
