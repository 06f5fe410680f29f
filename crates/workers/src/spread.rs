//! One call of native code over several threads: its units by a parallel iterator of rayon's.
//!
//! Who asked *leads*: rayon splits the units and leaves the halves where others can steal them. The
//! others are threads of the same pool that serve a run and have nothing to do: they *help* by doing
//! whatever rayon has for them. A thread that steals may find itself deep in another's work when it is
//! needed: for a piece of the run that must have a thread at once, or because its own call is done. It
//! then refuses what it stole, unit by unit, and who leads does that in another round. So nobody
//! is kept by helping for longer than one unit takes. It refuses to record, and to know what a unit is.

use crate::clock;
use rayon::prelude::*;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How long a helper that finds nothing to steal rests before it looks again, in nanoseconds.
const REST: u64 = 50_000;

/// A call that is under way.
pub(crate) struct Call {
    /// Units that are not done.
    left: AtomicU32,
}

thread_local! {
    /// The call that this thread leads.
    static LEADS: RefCell<Option<Arc<Call>>> = const { RefCell::new(None) };
}

impl Call {
    pub(crate) fn of(units: u32) -> Call {
        Call { left: AtomicU32::new(units) }
    }

    /// Whether anything of it is left to do.
    pub(crate) fn goes_on(&self) -> bool {
        self.left.load(Ordering::Acquire) > 0
    }

    /// Does all of it, until a unit says that it is enough. Where `needed` holds, helpers leave.
    pub(crate) fn lead(self: &Arc<Call>, units: u32, needed: &AtomicBool, unit: &(dyn Fn(u32) -> bool + Sync)) {
        let me = rayon::current_thread_index();
        let refused = Mutex::new(Vec::new());
        let one = |index: u32| {
            if rayon::current_thread_index() != me && self.is_left(needed) {
                refused.lock().unwrap_or_else(PoisonError::into_inner).push(index);
                return true;
            }
            let goes_on = unit(index);
            self.left.fetch_sub(1, Ordering::Release);
            goes_on
        };
        LEADS.set(Some(self.clone()));
        let mut goes_on = (0..units).into_par_iter().with_max_len(1).all(one);
        while goes_on {
            let again = std::mem::take(&mut *refused.lock().unwrap_or_else(PoisonError::into_inner));
            if again.is_empty() {
                break;
            }
            goes_on = again.into_par_iter().with_max_len(1).all(one);
        }
        LEADS.set(None);
        self.left.store(0, Ordering::Release);
    }

    /// Whether the thread that asks has something better to do than this call, which it does not lead.
    fn is_left(self: &Arc<Call>, needed: &AtomicBool) -> bool {
        let own_is_done = |own: &Option<Arc<Call>>| own.as_ref().is_some_and(|own| !own.goes_on());
        needed.load(Ordering::Relaxed) || LEADS.with_borrow(own_is_done)
    }

    /// Does what rayon has to do, until the call is done or the thread is `needed`.
    pub(crate) fn help(&self, needed: &AtomicBool) {
        while self.goes_on() && !needed.load(Ordering::Relaxed) {
            if rayon::yield_now() != Some(rayon::Yield::Executed) {
                clock::nap_until(clock::now() + REST);
            }
        }
    }
}
