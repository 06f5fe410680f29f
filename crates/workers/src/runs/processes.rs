//! A run in processes: the conductor is what lies between them, and has time for nothing else.

use super::{Running, Step};
use crate::clock;
use crate::colony::{Colony, Heard, Outset};
use crate::program::Program;
use crate::trace::{Batch, Local, Source};
use model::{Ending, EngineError, Job, Summary};
use runtime::Strand;
use runtime::processes::{Host, Hub};
use std::rc::Rc;

/// How often the conductor looks, where nobody calls it.
const LOOK: u64 = 3_000_000;

/// A run in processes.
pub struct ProcessesRun {
    hub: Hub,
    colony: Rc<dyn Colony>,
    trace: Rc<Local>,
    origin: u64,
    program: Program,
}

struct Outside {
    colony: Rc<dyn Colony>,
    origin: u64,
    job: Job,
}

impl Host for Outside {
    fn now(&self) -> u64 {
        clock::now().saturating_sub(self.origin)
    }

    fn start(&self, place: u8, how: Strand, birth: Vec<u8>) {
        let outset = Outset::Program { job: self.job.clone(), origin: self.origin, birth };
        self.colony.start(place, how, outset.to_bytes());
    }

    fn post(&self, place: u8, message: Vec<u8>) {
        self.colony.post(place, message);
    }

    fn kill(&self, place: u8) {
        self.colony.kill(place);
    }
}

impl ProcessesRun {
    /// Begins it.
    #[must_use]
    pub fn begin(colony: Rc<dyn Colony>, job: Job, program: Program) -> ProcessesRun {
        let origin = clock::now();
        let trace = Rc::new(Local::default());
        let outside = Outside { colony: colony.clone(), origin, job };
        ProcessesRun { hub: Hub::start(Box::new(outside), trace.clone()), colony, trace, origin, program }
    }
}

impl Running for ProcessesRun {
    fn go_on(&mut self, until: u64) -> Step {
        while let Some((place, heard)) = self.colony.heard() {
            match heard {
                Heard::Message(message) => self.hub.hear(place, &message),
                Heard::Died(fault) => self.hub.died(place, fault),
                Heard::NotUp(fault) => return Step::Refused(EngineError::ProcessNotUp(fault)),
            }
            if clock::now() >= until {
                return Step::Soon;
            }
        }
        self.hub.wake();
        for said in self.hub.said() {
            self.program.hears(&said);
        }
        if let Some((ending, at)) = self.hub.ending() {
            return Step::Over(ending, at);
        }
        let now = clock::now().saturating_sub(self.origin);
        let wakes = self.hub.next_timer().map_or(LOOK, |time| time.saturating_sub(now));
        Step::After(wakes.min(LOOK))
    }

    fn stop(&mut self) {
        self.hub.end(Ending::Stopped);
    }

    fn source(&self) -> &dyn Source {
        &*self.trace
    }

    fn summary(&self, ended: u64, batch: &Batch) -> Summary {
        Summary { threads: self.hub.started(), ..super::summary(ended, batch) }
    }
}
