//! What went wrong on any thread, kept where the conductor finds it.
//!
//! A panic ends its worker (wasm cannot unwind), perhaps with locks held: nothing is repaired, the
//! conductor tells the page what was said and the page begins anew.

use model::{EngineError, Report, RunId};
use std::alloc::Layout;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

static FIRST: Mutex<Option<String>> = Mutex::new(None);
static RUN: AtomicU32 = AtomicU32::new(0);

/// From now on what goes wrong goes wrong in this run.
pub fn in_run(run: RunId) {
    RUN.store(run.0, Ordering::Relaxed);
}

/// What the page is told, by who cannot ask the conductor any more.
#[must_use]
pub fn report(message: String) -> Report {
    Report::Refused { run: RunId(RUN.load(Ordering::Relaxed)), error: EngineError::WorkerFailed(message) }
}

/// Notes what went wrong. The first note counts: what follows it is usually its consequence.
pub fn note(message: String) {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(message);
}

/// What went wrong since somebody last asked.
#[must_use]
pub fn take() -> Option<String> {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// That there is no more memory, in words.
#[must_use]
pub fn out_of_memory(wanted: Layout) -> String {
    format!("out of memory: {} bytes more were asked for", wanted.size())
}

/// A panic in words.
#[must_use]
pub fn words(panic: &PanicHookInfo<'_>) -> String {
    let said = panic.payload_as_str().unwrap_or("something went wrong");
    match panic.location() {
        Some(place) => format!("{said} ({place})"),
        None => said.into(),
    }
}
