//! What a run needs, decided from the page's words before anything is begun.
//!
//! The link is read here a second time though the page has read it: an engine must never meet a parameter out
//! of its range.

use crate::pool;
use model::{Clock, EngineError, Job, Link, Mode};
use runtime::baton::Policy;
use scenarios::{Program, Twin};

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

/// What there is to run on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Whether memory can be shared with other workers.
    pub isolated: bool,
    /// Cores the browser offers.
    pub cores: u32,
    /// Threads of the pool, once it was asked for.
    pub pool: Option<u32>,
}

impl Plan {
    /// Whether threads beside its own would be of use to it, though it can do without.
    #[must_use]
    pub fn can_use_threads(&self) -> bool {
        match self.engine {
            EngineKind::Baton(Policy::Gil { .. } | Policy::EventLoop) => true,
            EngineKind::Baton(Policy::Sequential) => self.job.meta.helpers(&self.link.params) > 0,
            EngineKind::Threads(_) | EngineKind::Processes | EngineKind::Machine => false,
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
        (Clock::Measured, Mode::Gil) => EngineKind::Baton(Policy::Gil {
            interval: link.machine.nanos("interval"),
            every_operation: link.machine.int("granularity") == 1,
        }),
        (Clock::Measured, Mode::EventLoop) => EngineKind::Baton(Policy::EventLoop),
        (Clock::Measured, Mode::Free) => EngineKind::Threads(threads(job.meta.threads(&link.params), place)?),
        (Clock::Measured, Mode::Processes) => processes(job.meta.tasks(&link.params))?,
    };
    Ok(Plan { job, program, link, engine })
}

/// What a job means: its program, and the parameters for it.
///
/// # Errors
/// Where it is not understood.
pub fn read(twins: &'static [Twin], job: &Job) -> Result<(Program, Link), EngineError> {
    let known = twins.iter().find(|twin| twin.id == job.meta.id);
    let known = known.ok_or_else(|| EngineError::Mismatch(format!("There is no program \"{}\".", job.meta.id)))?;
    let link = job.link();
    let link = link.map_err(|error| EngineError::Mismatch(format!("The link is not understood: {error:?}.")))?;
    Ok((known.program, link))
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
        let job = Job { meta: content::meta("lost-update").clone().into(), query: query.into() };
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
        assert!(matches!(engine("mode=free&workers=99", PLACE), Err(EngineError::Mismatch(_))));
        let job = Job { meta: model::Meta::plain("no-such", Mode::Gil).into(), query: String::new() };
        assert!(matches!(plan(TWINS, job, PLACE), Err(EngineError::Mismatch(_))));
    }
}
