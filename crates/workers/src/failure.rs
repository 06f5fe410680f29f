//! What went wrong on any thread, kept where the conductor finds it.
//!
//! A panic ends its worker (wasm cannot unwind), perhaps with locks held: nothing is repaired, the
//! conductor tells the page what was said and the page begins anew.

use model::{EngineError, Fault, Report, RunId};
use std::alloc::Layout;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

static FIRST: Mutex<Option<Fault>> = Mutex::new(None);
static RUN: AtomicU32 = AtomicU32::new(0);

/// From now on what goes wrong goes wrong in this run.
pub fn in_run(run: RunId) {
    RUN.store(run.0, Ordering::Relaxed);
}

/// What the page is told, by who cannot ask the conductor any more.
#[must_use]
pub fn report(fault: Fault) -> Report {
    Report::Refused { run: RunId(RUN.load(Ordering::Relaxed)), error: EngineError::WorkerFailed(fault) }
}

/// Notes what went wrong. The first note counts: what follows it is usually its consequence.
pub fn note(fault: Fault) {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
}

/// What went wrong since somebody last asked.
#[must_use]
pub fn take() -> Option<Fault> {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// What became of a worker: it was ended, unless there is something said of it, if only an empty word.
#[must_use]
pub fn of_worker(why: Option<String>) -> Fault {
    match why {
        None => Fault::Ended,
        Some(why) if why.is_empty() => Fault::NotLoaded,
        Some(why) => Fault::Said(why),
    }
}

/// That there is no more memory.
#[must_use]
pub fn out_of_memory(wanted: Layout) -> Fault {
    Fault::OutOfMemory(wanted.size() as u64)
}

/// A panic, in its own words.
#[must_use]
pub fn panicked(panic: &PanicHookInfo<'_>) -> Fault {
    let said = panic.payload_as_str().unwrap_or("panicked");
    Fault::Said(match panic.location() {
        Some(place) => format!("{said} ({place})"),
        None => said.into(),
    })
}
