//! What a run needs, decided from the page's words before anything is begun; and its beginning, by the engine
//! that was chosen. Nobody else looks at that choice.
//!
//! The link is read here a second time though the page has read it: an engine must never meet a parameter out
//! of its range.

use crate::colony::Colony;
use crate::pool::{self, Place};
use crate::program::Program;
use crate::runs::{BatonRun, MachineRun, ProcessesRun, Running, ThreadsRun};
use crate::trace::Rings;
use model::{Clock, EngineError, Granularity, Job, Link, MachineParams, Mismatch, Mode};
use runtime::baton::Policy;
use scenarios::Twin;
use std::rc::Rc;
use std::sync::Arc;

/// A run that can begin.
#[derive(Clone)]
pub struct Plan {
    /// What was asked for.
    pub job: Job,
    /// Its program.
    pub program: Program,
    /// Under which parameters.
    pub link: Link,
    /// By which engine.
    pub engine: EngineKind,
}

/// Which engine, and what it needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EngineKind {
    /// The cooperative one, on the conductor's own thread.
    Baton(Policy),
    /// Real threads: so many tasks at once.
    Threads(u32),
    /// A process a task.
    Processes,
    /// The modelled machine.
    Machine,
}

/// What work asks of the pool before it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// So many threads, which it can do without.
    Helpers(u32),
    /// So many threads.
    Threads(u32),
}

/// The most threads that are started for a run that can do without.
const HELPERS: u32 = 8;

/// What work begins with.
pub struct Means {
    /// Where the pool's threads lay down their events, for work that asked for threads.
    pub rings: Arc<Rings>,
    /// Whether the pool is there.
    pub has_pool: bool,
    /// Where processes come from.
    pub colony: Rc<dyn Colony>,
    /// Nanoseconds for which the work waited for the pool.
    pub waited: u64,
}

impl Plan {
    /// What it asks of the pool here.
    #[must_use]
    pub fn asks(&self, place: Place) -> Asks {
        match self.engine {
            EngineKind::Threads(threads) => Asks::Threads(threads),
            EngineKind::Baton(_) if place.isolated && self.can_use_threads() => {
                Asks::Helpers(self.job.meta.threads(&self.link.params).min(place.pool.unwrap_or(HELPERS)))
            }
            EngineKind::Baton(_) | EngineKind::Processes | EngineKind::Machine => Asks::Nothing,
        }
    }

    /// Whether threads beside its own would be of use to it, though it can do without.
    fn can_use_threads(&self) -> bool {
        match self.engine {
            EngineKind::Baton(Policy::Gil { .. } | Policy::EventLoop) => true,
            EngineKind::Baton(Policy::Sequential) => self.job.meta.helpers(&self.link.params) > 0,
            EngineKind::Threads(_) | EngineKind::Processes | EngineKind::Machine => false,
        }
    }

    /// Begins the run. What it asked for and cannot do without is there.
    #[must_use]
    pub fn begin(&self, means: Means) -> Box<dyn Running> {
        let Plan { job, program, link, engine } = self;
        let Means { rings, has_pool, colony, waited: _ } = means;
        match engine {
            EngineKind::Baton(policy) => {
                let threads = has_pool && self.can_use_threads();
                Box::new(BatonRun::begin(*policy, program.clone(), link.params.clone(), threads, Some(colony)))
            }
            EngineKind::Threads(_) => Box::new(ThreadsRun::begin(rings, program.clone(), link.params.clone())),
            EngineKind::Processes => Box::new(ProcessesRun::begin(colony, job.clone(), program.clone())),
            EngineKind::Machine => Box::new(MachineRun::begin(program.clone(), link.clone())),
        }
    }
}

/// Decides.
///
/// # Errors
/// Where the words are not understood, or this place cannot do it.
pub fn plan(twins: &'static [Twin], job: Job, place: Place) -> Result<Plan, EngineError> {
    let (program, link) = read(twins, &job)?;
    let engine = match (link.clock, link.mode) {
        (Clock::Modelled, _) => EngineKind::Machine,
        (Clock::Measured, Mode::Sequential) => EngineKind::Baton(Policy::Sequential),
        // Processes have no GIL in common, whatever the mode is called.
        (Clock::Measured, Mode::Gil | Mode::EventLoop) if program.runs_apart() => EngineKind::Processes,
        (Clock::Measured, Mode::EventLoop) if job.source.is_none() => EngineKind::Baton(Policy::EventLoop),
        (Clock::Measured, Mode::Gil | Mode::EventLoop) => {
            let MachineParams { interval, granularity, cores: _ } = (&link.machine).into();
            EngineKind::Baton(Policy::Gil { interval, every_operation: granularity == Granularity::EveryOperation })
        }
        (Clock::Measured, Mode::Free) => EngineKind::Threads(threads(job.meta.threads(&link.params), place)?),
        // How many processes a learner's program starts is known when it does.
        (Clock::Measured, Mode::Processes) if job.source.is_some() => EngineKind::Processes,
        (Clock::Measured, Mode::Processes) => processes(job.meta.tasks(&link.params))?,
    };
    Ok(Plan { job, program, link, engine })
}

/// What a job means: its program, and the parameters for it.
///
/// # Errors
/// Where it is not understood.
pub fn read(twins: &'static [Twin], job: &Job) -> Result<(Program, Link), EngineError> {
    let link = job.link().map_err(|error| EngineError::Mismatch(Mismatch::Link(format!("{error:?}"))))?;
    if let Some(source) = &job.source {
        return Ok((Program::read(source, &job.meta).map_err(EngineError::Program)?, link));
    }
    let known = twins.iter().find(|twin| twin.id == job.meta.id);
    let known = known.ok_or_else(|| EngineError::Mismatch(Mismatch::Program(job.meta.id.clone())))?;
    Ok((known.program.into(), link))
}

/// Whether there can be so many processes at once. They need no shared memory, so every page has them.
fn processes(tasks: u32) -> Result<EngineKind, EngineError> {
    let most = u32::from(runtime::processes::MOST);
    if tasks > most { Err(EngineError::TooManyTasks { asked: tasks, most }) } else { Ok(EngineKind::Processes) }
}

/// How many threads this many tasks ask of the pool: one each.
///
/// # Errors
/// Where there are none to be had, or not so many.
pub fn threads(tasks: u32, place: Place) -> Result<u32, EngineError> {
    if !place.isolated {
        return Err(EngineError::NotIsolated);
    }
    if tasks > pool::MOST_TASKS {
        return Err(EngineError::TooManyTasks { asked: tasks, most: pool::MOST_TASKS });
    }
    match place.pool {
        Some(size) if size < tasks => Err(EngineError::PoolTooSmall { needed: tasks }),
        _ => Ok(tasks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scenarios::{TWINS, content};

    const PLACE: Place = Place { isolated: true, cores: 2, pool: None };

    fn engine(query: &str, place: Place) -> Result<EngineKind, EngineError> {
        let job = Job::twin(content::meta("lost-update").clone(), query);
        plan(TWINS, job, place).map(|plan| plan.engine)
    }

    #[test]
    fn a_mode_has_its_engine() {
        assert_eq!(engine("mode=sequential", PLACE), Ok(EngineKind::Baton(Policy::Sequential)));
        let gil = Policy::Gil { interval: 7_000, every_operation: true };
        assert_eq!(engine("mode=gil&interval=7&granularity=every-operation", PLACE), Ok(EngineKind::Baton(gil)));
        assert_eq!(engine("mode=free&workers=3", PLACE), Ok(EngineKind::Threads(4)));
        assert_eq!(engine("mode=free&clock=modelled&seed=3", PLACE), Ok(EngineKind::Machine));
    }

    #[test]
    fn what_cannot_be_done_here_is_refused() {
        let outside = Place { isolated: false, ..PLACE };
        assert_eq!(engine("mode=free", outside), Err(EngineError::NotIsolated));
        assert!(engine("mode=gil", outside).is_ok());
        let small = Place { pool: Some(4), ..PLACE };
        assert!(engine("mode=free&workers=3", small).is_ok());
        assert_eq!(engine("mode=free&workers=8", small), Err(EngineError::PoolTooSmall { needed: 9 }));
        assert!(matches!(engine("mode=free&workers=99", PLACE), Err(EngineError::Mismatch(Mismatch::Link(_)))));
        let unknown = Job::twin(model::Meta::plain("no-such", Mode::Gil), "");
        let error = plan(TWINS, unknown, PLACE).map(|plan| plan.engine);
        assert_eq!(error, Err(EngineError::Mismatch(Mismatch::Program("no-such".into()))));
    }
}
