//! What a program is written against, and the engines that run it.
//!
//! A program is `async` code over one context, [`Cx`]. Every visible operation is an `await`
//! that hands a [`Request`] to an [`Engine`]; the engine decides what it *means*:
//!
//! * [`baton`]: one thread, real time: sequential, GIL and event loop.
//! * [`threads`]: a real thread a task, real blocking.
//! * [`processes`]: a real process a task, with a memory of its own; what they share is messages.
//! * [`machine`]: a modelled machine in virtual time, under any [`scheduler`].
//!
//! The primitives are written once: what programs hold is a handle ([`handles`]), and behind it stands an
//! object ([`objects`]) of guarded effects: *when* may an action happen and *what* does it do. Waiting belongs to the engines, so a lock can park a thread, pass a baton
//! or become a decision, and is still one lock.
//!
//! Nothing here reads a clock, starts a thread or touches the web: the caller of an engine gives it those.

mod agenda;
pub mod baton;
mod cpython;
mod cx;
mod dice;
mod engine;
pub mod explorer;
mod failure;
pub mod handles;
mod kernel;
mod line;
pub mod machine;
mod main_task;
pub mod objects;
mod pickle;
mod pile;
pub mod processes;
mod reply;
pub mod scheduler;
mod scope;
mod telling;
pub mod threads;
mod value;
mod waits;

pub use cx::{At, Cx, TimedOut};
pub use engine::{
    Body, Checkpoint, Code, Conversion, Engine, Op, Pause, Recorder, Request, Strand, Surroundings, TaskFuture,
};
pub use failure::Failure;
pub use handles::{Task, join_all};
pub use kernel::Kernel;
pub use pickle::Unpicklable;
pub use reply::Reply;
pub use value::{Data, Plain, Shared, Value};
pub use waits::judge;
