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
//! The primitives ([`objects`]) are written once, as guarded effects: *when* may an action happen
//! and *what* does it do. Waiting belongs to the engines, so a lock can park a thread, pass a baton
//! or become a decision, and is still one lock.
//!
//! Nothing here reads a clock, starts a thread or touches the web: who runs an engine gives it those.

pub mod baton;
mod cx;
mod engine;
pub mod explorer;
mod kernel;
mod line;
pub mod machine;
mod main_task;
pub mod objects;
mod pickle;
mod pile;
pub mod processes;
pub mod scheduler;
mod scope;
pub mod threads;
mod value;
mod waits;

pub use cx::{At, Cx, Task, TimedOut, join_all};
pub use engine::{Body, Checkpoint, Code, Conversion, Engine, Op, Pause, Recorder, Reply, Request, Strand, TaskFuture};
pub use kernel::Kernel;
pub use pickle::Unpicklable;
pub use value::{Shared, Value};
pub use waits::judge;
