//! What programs hold of shared objects: handles whose methods are operations, one file each.
//!
//! What touches several objects (a condition gives a lock back, waits, and takes it again; a pool is a
//! queue, futures and tasks) is a composition of operations, written as a program would be: so every
//! engine has it, and the explorer sees inside. What a cut-short composition leaves behind is cleaned
//! up by guards that act when they are dropped.
//!
//! When an action may happen, and what it then does, the object itself says (`crate::objects`).

mod barrier;
mod cell;
mod channel;
mod condition;
mod event;
mod future;
mod group;
mod lock;
mod mailbox;
mod map;
mod pool;
mod queue;
mod reentrant;
mod semaphore;
mod task;

pub use barrier::Barrier;
pub use cell::Cell;
pub use channel::{Channel, Select};
pub use condition::Condition;
pub use event::Event;
pub use future::Future;
pub use group::Group;
pub use lock::{Guard, Lock};
pub use mailbox::{Mailbox, Restart, Supervised};
pub use map::Map;
pub use pool::{Pool, completed};
pub use queue::Queue;
pub use reentrant::{ReentrantGuard, ReentrantLock};
pub use semaphore::{Permit, Semaphore};
pub use task::{Task, join_all};
