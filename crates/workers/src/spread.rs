//! One call of native code over several threads: its units by a parallel iterator of rayon's.
//!
//! Who asked *leads*: rayon splits the units and leaves the halves where others can steal them. The
//! others are threads of the same pool that serve a run and have nothing to do: they *help* by doing
//! whatever rayon has for them. A thread that steals may find itself deep in another's work when it is
//! needed: for a piece of the run that must have a thread at once, or because its own call is done. It
//! then refuses what it stole, unit by unit, and who leads does that in another round. So nobody
//! is kept by helping for longer than one unit takes. Of every helper it is told when it begins to help
//! and when it finds nothing more to do; who leads tells of those that are still there at the end, so all is told
//! before the call is over. It refuses to record, and to know what a unit is.

use crate::{clock, pool};
use rayon::prelude::*;
use runtime::threads::TellHelp;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How long a helper that finds nothing to steal rests before it looks again, in nanoseconds.
const REST: u64 = 50_000;

/// Who leads, among those that are told of.
const OWN: u8 = 0;

/// A call that is under way.
pub(crate) struct Call {
    /// Units that are not done.
    left: AtomicU32,
    /// The lanes of those who help now. Whoever joins or leaves tells of it while the mutex is held.
    helping: Mutex<Vec<u8>>,
    tell: TellHelp,
}

thread_local! {
    /// The call that this thread leads.
    static LEADS: RefCell<Option<Arc<Call>>> = const { RefCell::new(None) };
    /// The call that this thread helps with, or did last.
    static HELPS: RefCell<Option<Arc<Call>>> = const { RefCell::new(None) };
}

/// This thread helps nobody from now on: one that leads a call goes on with that.
fn help_no_longer() {
    if let Some(call) = HELPS.take() {
        call.leave(pool::lane());
        tell_own(true);
    }
}

/// Where this thread leads a call, it tells that it goes on with it, or that it waits for the others.
fn tell_own(goes_on: bool) {
    if let Some(own) = LEADS.with_borrow(Option::clone) {
        (own.tell)(OWN, goes_on);
    }
}

impl Call {
    pub(crate) fn of(units: u32, tell: TellHelp) -> Call {
        Call { left: AtomicU32::new(units), helping: Mutex::default(), tell }
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
            if rayon::current_thread_index() == me {
                // It may have waited for a helper, and done something for others meanwhile.
                help_no_longer();
            } else if self.is_left(needed) {
                refused.lock().unwrap_or_else(PoisonError::into_inner).push(index);
                return true;
            } else {
                self.join();
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
        help_no_longer();
        self.left.store(0, Ordering::Release);
        let mut helping = self.helping.lock().unwrap_or_else(PoisonError::into_inner);
        for lane in helping.drain(..) {
            (self.tell)(lane, false);
        }
    }

    /// This thread helps with this call from now on, and with no other.
    fn join(self: &Arc<Call>) {
        if HELPS.with_borrow(|helps| helps.as_ref().is_some_and(|helps| Arc::ptr_eq(helps, self))) {
            return;
        }
        help_no_longer();
        tell_own(false);
        HELPS.set(Some(self.clone()));
        let lane = pool::lane();
        let mut helping = self.helping.lock().unwrap_or_else(PoisonError::into_inner);
        helping.push(lane);
        (self.tell)(lane, true);
    }

    fn leave(&self, lane: u8) {
        let mut helping = self.helping.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = helping.iter().position(|other| *other == lane) {
            helping.swap_remove(at);
            (self.tell)(lane, false);
        }
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
                help_no_longer();
                clock::nap_until(clock::now() + REST);
            }
        }
        help_no_longer();
    }
}
