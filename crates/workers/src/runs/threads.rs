//! A run on real threads: the pool's, each task on its own. The conductor only looks on.

use super::{Running, Step};
use crate::clock;
use crate::crew::Crew;
use crate::pool;
use crate::program::Program;
use crate::trace::{Rings, Source};
use model::Params;
use runtime::threads::{Host, Run, TellHelp};
use std::sync::Arc;

/// How often the conductor looks: twice a frame, as it takes a core from threads that may all be at work.
const LOOK: u64 = 8_000_000;

/// A run on the pool.
pub struct ThreadsRun {
    run: Run,
    trace: Arc<Rings>,
}

struct Threads {
    origin: u64,
    crew: Crew,
}

impl Host for Threads {
    #[inline]
    fn now(&self) -> u64 {
        // Clocks of two workers may differ by a step: a thread can begin "before" the run.
        clock::now().saturating_sub(self.origin)
    }

    fn recently(&self) -> u64 {
        clock::recently().saturating_sub(self.origin)
    }

    fn most(&self) -> u32 {
        u32::try_from(rayon::current_num_threads()).unwrap_or(u32::MAX)
    }

    fn start(&self, work: Box<dyn FnOnce() + Send>) {
        // The pool holds every task of the run, so a thread that has nothing to do takes it, even
        // where the one that asks blocks at once.
        self.crew.give(work);
    }

    fn spread(&self, units: u32, helpers: u8, unit: &(dyn Fn(u32) -> bool + Sync), tell: TellHelp) {
        self.crew.spread(units, helpers, unit, tell);
    }

    #[inline]
    fn lane(&self) -> u8 {
        pool::lane()
    }
}

impl ThreadsRun {
    /// Begins it. The pool is ready and large enough; the rings are those of its threads.
    #[must_use]
    pub fn begin(trace: Arc<Rings>, program: impl Into<Program>, params: Params) -> ThreadsRun {
        trace.clear();
        let program = program.into();
        let host = Arc::new(Threads { origin: clock::now(), crew: Crew::muster() });
        let run = Run::start(host, trace.clone(), Box::new(move |cx| program.main(cx, params)));
        ThreadsRun { run, trace }
    }
}

impl Running for ThreadsRun {
    fn go_on(&mut self, _: u64) -> Step {
        match self.run.ending() {
            Some((ending, decided)) => Step::Over(ending, decided),
            None => Step::After(LOOK),
        }
    }

    fn stop(&mut self) {
        self.run.stop();
    }

    fn source(&self) -> &dyn Source {
        &*self.trace
    }
}
