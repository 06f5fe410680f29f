//! The pool of threads: one Web Worker each, over the conductor's memory, through rayon.
//!
//! It is started when a run first needs threads, and never grows: a run that needs more is refused,
//! and a fresh conductor will do. A thread that waits keeps its place, so a pool must hold every
//! task of a run at once.
//!
//! A conductor may be ended at any time but one: while its pool starts, which is from the run that
//! first needs it until that run's `Started`. Chromium 156 then leaves some of the threads behind,
//! about one in twenty times (240 ends at any later time left none). A stop needs no such end: it
//! is heard meanwhile, and the pool is there for the next run.

use crate::colony::Colony;
use model::Fault;
use std::rc::Rc;

/// What there is to run on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Whether memory can be shared with other workers.
    pub isolated: bool,
    /// Cores the browser offers.
    pub cores: u32,
    /// Threads of the pool, once it was asked for.
    pub pool: Option<u32>,
}

/// The most tasks a run on real threads may have at once: each costs a worker with its stack.
pub const MOST_TASKS: u32 = 64;

/// Threads beyond what the run needs, so that a slightly larger one finds room.
const SPARE: u32 = 2;

/// Beyond so many cores, threads that no task needs are not started.
const MOST_CORES: u32 = 16;

/// Nanoseconds after which a pool that has not started is given up.
pub const PATIENCE: u64 = 15_000_000_000;

/// How many threads to start for a run that needs so many.
#[must_use]
pub fn size_for(tasks: u32, place: Place) -> u32 {
    tasks.max(place.cores.min(MOST_CORES)) + SPARE
}

/// How far a pool is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PoolState {
    /// Nobody needed it yet.
    Cold,
    /// Its workers are being started.
    Starting,
    /// All its threads wait for work.
    Ready,
    /// It will never be ready.
    Failed(Fault),
}

/// Where threads come from, and processes.
pub trait Pool {
    /// Begins to start so many threads. Called once.
    fn start(&mut self, threads: u32);

    /// How far it is.
    fn state(&self) -> PoolState;

    /// Where the processes of one run come from.
    fn colony(&self) -> Rc<dyn Colony>;
}

/// The lane of the thread that asks: 0 is the conductor, 1 the first thread of the pool.
#[must_use]
pub fn lane() -> u8 {
    rayon::current_thread_index().map_or(0, |index| u8::try_from(index + 1).unwrap_or(u8::MAX))
}
