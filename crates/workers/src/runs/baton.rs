//! A run of the cooperative engine, on the conductor's own thread in slices.

use super::{Running, Step};
use crate::beside::Beside;
use crate::clock;
use crate::colony::Colony;
use crate::program::Program;
use crate::trace::{Batch, Local, Source};
use model::{Ending, EngineError, Params, Summary};
use runtime::baton::{Baton, Policy, Slice};
use std::rc::Rc;

/// A wait longer than this is left to a timer.
const LONG: u64 = 20_000_000;

/// How much too late a timer may come: so much is left for a nap, which is exact.
const TIMERS_LATE: u64 = 8_000_000;

/// How often it looks for what others do, where it cannot wait for them.
const LOOK: u64 = 1_000_000;

/// A run under one policy.
pub struct BatonRun {
    baton: Baton,
    beside: Beside,
    trace: Rc<Local>,
    origin: u64,
}

impl BatonRun {
    /// Begins it: with the threads of the pool beside it, if that is ready, and with processes.
    #[must_use]
    pub fn begin(
        policy: Policy,
        program: impl Into<Program>,
        params: Params,
        threads: bool,
        colony: Option<Rc<dyn Colony>>,
    ) -> BatonRun {
        let program = program.into();
        let origin = clock::now();
        let trace = Rc::new(Local::default());
        let baton =
            Baton::new(policy, move || clock::now() - origin, trace.clone(), move |cx| program.main(cx, params));
        let beside = Beside::new(origin, threads, colony);
        // No two runs see the clock alike, and chance does not repeat itself either.
        let baton = baton.seeded(origin).beside(Box::new(beside.clone()));
        BatonRun { baton, beside, trace, origin }
    }
}

impl Running for BatonRun {
    fn go_on(&mut self, until: u64) -> Step {
        loop {
            if let Some(fault) = self.beside.not_up() {
                return Step::Refused(EngineError::ProcessNotUp(fault));
            }
            let wakes = match self.baton.run_slice(until.saturating_sub(self.origin)) {
                Slice::More => return Step::Soon,
                Slice::Away(time) => {
                    let now = clock::now();
                    let time = time.map_or(u64::MAX, |time| self.origin.saturating_add(time));
                    let left = time.min(until).saturating_sub(now);
                    if left == 0 {
                        return Step::Soon;
                    }
                    if !self.beside.wait(left) {
                        return Step::After(LOOK);
                    }
                    continue;
                }
                Slice::Over(ending) => return Step::Over(ending, clock::now() - self.origin),
                Slice::Idle(time) => self.origin.saturating_add(time),
            };
            let now = clock::now();
            if wakes > now + LONG {
                return Step::After(wakes - now - TIMERS_LATE);
            }
            clock::nap_until(wakes.min(until));
            if wakes >= until {
                return Step::Soon;
            }
        }
    }

    fn stop(&mut self) {
        self.baton.end(Ending::Stopped);
        self.beside.stop();
    }

    fn source(&self) -> &dyn Source {
        &*self.trace
    }

    fn summary(&self, ended: u64, batch: &Batch) -> Summary {
        Summary { native_kept_gil: self.baton.native_kept_gil(), ..super::summary(ended, batch) }
    }
}

impl Drop for BatonRun {
    fn drop(&mut self) {
        self.beside.stop();
    }
}
