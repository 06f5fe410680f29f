//! A run of the modelled machine, on the conductor's own thread in slices: as fast as it goes, in
//! time of its own.

use super::{Running, Step};
use crate::clock;
use crate::program::Program;
use crate::trace::{Batch, Local, Source};
use model::{Ending, Granularity, Link, MOST_EVENTS, MachineParams, Schedule, Summary};
use runtime::machine::{Limits, Machine, MachineConfig, MachineSlice};
use runtime::scheduler::Replay;
use std::rc::Rc;

/// Operations between two looks at the real clock.
const OPERATIONS: u64 = 2_000;

/// Enough for every scenario at its largest; a program that never ends must not fill the page.
const LIMITS: Limits = Limits { steps: 20_000_000, events: MOST_EVENTS };

/// A run under one configuration.
pub struct MachineRun {
    machine: Machine,
    trace: Rc<Local>,
    /// What it is to follow, as long as nobody cut it short.
    schedule: Option<Schedule>,
}

impl MachineRun {
    /// Begins it.
    #[must_use]
    pub fn begin(program: impl Into<Program>, link: Link) -> MachineRun {
        let MachineParams { interval, granularity, cores } = (&link.machine).into();
        let program = program.into();
        let config = MachineConfig {
            cores,
            interval,
            every_operation: granularity == Granularity::EveryOperation,
            seed: link.seed.into(),
            limits: LIMITS,
            ..MachineConfig::new(program.rule(link.mode))
        };
        let trace = Rc::new(Local::default());
        let params = link.params;
        let main = move |cx| program.main(cx, params);
        let machine = match &link.schedule {
            Some(schedule) => Machine::scheduled(config, Box::new(Replay::new(schedule)), trace.clone(), main),
            None => Machine::new(config, trace.clone(), main),
        };
        MachineRun { machine, trace, schedule: link.schedule }
    }
}

impl Running for MachineRun {
    fn go_on(&mut self, until: u64) -> Step {
        while clock::now() < until {
            match self.machine.run_slice(OPERATIONS) {
                MachineSlice::More => {}
                MachineSlice::Over(ending) => {
                    self.schedule.take_if(|_| ending.outcome().is_none());
                    return Step::Over(ending, self.machine.now());
                }
                // A replay never asks; where another scheduler does, nobody is here to answer.
                MachineSlice::Asks => self.machine.end(Ending::Stopped),
            }
        }
        Step::Soon
    }

    fn stop(&mut self) {
        self.machine.end(Ending::Stopped);
    }

    fn source(&self) -> &dyn Source {
        &*self.trace
    }

    fn summary(&self, _: u64, _: &Batch) -> Summary {
        // Links grow old: the program may have another step where the schedule's was.
        let strayed = self.schedule.as_ref().and_then(|schedule| schedule.strays(&self.machine.schedule()?));
        Summary { strayed, ..self.machine.summary() }
    }
}
