//! The engine of real threads: every task on its own, all objects shared, waiting really blocks.
//!
//! Its caller lends it threads and a clock ([`Host`]); each task occupies one thread from its
//! first step to its last. It refuses to start threads itself and to wait for a run: ask
//! [`Run::ending`] now and then.
//!
//! # The protocol, and why it is right
//!
//! Every object but a single word (a cell) lives behind its own mutex, together with those who wait for it:
//!
//! ```text
//!   asks:    lock object ── guard holds? ── apply, tell, grant waiters ── unlock ── go on
//!                               └ no ─ join its line, tell, stir -= 1 ── unlock ── sleep
//!   grants:  (under the same lock) leave the line, apply, tell, stir += 1, leave the reply, wake
//!   cancels: raise the flag, wake ── lock object the other waits for ── leave the line, stir += 1
//!   wakes:   lock object ── still in line? leave it, stir += 1 ── take the reply, or else see
//!            why there is none: the flag is up (cancelled), or it is too late (timed out)
//! ```
//!
//! * *No wake-up is lost*: joining the line and granting happen under the object's mutex, and a
//!   reply is left under the sleeper's own mutex, which it holds when it looks for one.
//! * *Nothing granted is lost*: a task that wakes for another reason leaves the line under the object's
//!   mutex before it gives up. Whoever finds itself out of the line has its reply, and takes it.
//! * *A word to end is heard*: it is raised under the sleeper's mutex, and a task that begins to wait
//!   looks for it under that mutex and says there where it will wait. So either that task sees the word,
//!   or the canceller sees where it waits.
//! * *Order*: events of one object are numbered while its mutex is held, so their numbers are the
//!   order in which they took effect. A cell has no mutex, because a mutex would order what a
//!   race must not: its loads and stores are relaxed atomics, numbered right after. Two racing
//!   accesses of one cell may thus be told in the other order; each tells the value it really saw.
//! * *Deadlock*: `stir` counts the tasks that could still do something to others: all that are
//!   alive, less those that wait with no time limit. It is lowered under the object's mutex by the
//!   task that begins to wait, and raised under it by whoever takes the waiter out of the line: the granter or the
//!   canceller, who are counted themselves, or the waiter itself. Where it reaches zero nobody is left to grant or cancel
//!   anything, now or later: the one who lowered it tells the ending at once.
//! * *Locks are taken one object at a time*, and a task's own mutex only inside an object's; so the
//!   engine cannot deadlock with itself.

mod hand;
mod shared;

use crate::cx::Cx;
use crate::engine::Recorder;
use crate::main_task::{ProgramFuture, main_task};
use crate::telling;
use hand::Hand;
use model::{Ending, EventKind, Mark, ObjectId};
use shared::Shared;
use std::sync::{Arc, Mutex};

/// What real threads need from outside.
pub trait Host: Send + Sync {
    /// Nanoseconds since the run began, the same on every thread.
    fn now(&self) -> u64;

    /// The time as of a moment ago: not before what this thread was told last, and wrong by no more
    /// than a few of its operations take. For events that follow no wait.
    fn recently(&self) -> u64 {
        self.now()
    }

    /// How many tasks at once can have a thread each.
    fn most(&self) -> u32 {
        u32::MAX
    }

    /// Has a thread do this work. Every piece handed over must get a thread of its own, since it
    /// may block until another piece goes on.
    fn start(&self, work: Box<dyn FnOnce() + Send>);

    /// Does this for every number below `units`, in any order, as long as it says that it is to go on:
    /// on the thread that asks, and on `helpers` others while nobody else needs them. Each of them tells
    /// when it begins to help and when it helps no longer, which is before this returns.
    fn spread(&self, units: u32, helpers: u8, unit: &(dyn Fn(u32) -> bool + Sync), tell: TellHelp) {
        let _ = (helpers, tell);
        (0..units).all(unit);
    }

    /// The number of the thread that asks, for the trace.
    fn lane(&self) -> u8;
}

/// Told of a helper, by its number, that it helps from now on, or that it does so no longer. 0 is the asker,
/// which waits for the others and goes on.
pub type TellHelp = Arc<dyn Fn(u8, bool) + Send + Sync>;

/// The program's main task, on its way to the thread that runs it.
pub type Main = Box<dyn FnOnce(Cx) -> ProgramFuture + Send>;

/// One run of a program on real threads. Dropping it stops it.
pub struct Run {
    shared: Arc<Shared>,
}

impl Run {
    /// Begins a run.
    pub fn start(host: Arc<dyn Host>, recorder: Arc<dyn Recorder + Send + Sync>, program: Main) -> Run {
        let shared = Arc::new(Shared::new(host, recorder));
        telling::name_main(&*shared.recorder);
        let verdict = Arc::new(Mutex::new(None));
        let keep = verdict.clone();
        let conclude = move |verdict| *shared::lock(&keep) = Some(verdict);
        let body = Box::new(move |engine, _| main_task(engine, program, conclude));
        let (main, _) = shared.add_task();
        let _has_one = shared.take_thread();
        Hand::start(&shared, main, body, move |shared| {
            shared.tell(main, EventKind::End, ObjectId::NONE, Mark::NONE, 0);
            if let Some(verdict) = shared::lock(&verdict).take() {
                shared.end(Ending::Finished(verdict));
            }
        });
        Run { shared }
    }

    /// How it ended, once every task has left its thread; `None` while it goes on. The time is
    /// when the ending was decided.
    #[must_use]
    pub fn ending(&self) -> Option<(Ending, u64)> {
        self.shared.is_over().then(|| self.shared.ending()).flatten()
    }

    /// Ends the run as stopped. Every operation and every compute unit looks for this.
    pub fn stop(&self) {
        self.shared.end(Ending::Stopped);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.stop();
    }
}
