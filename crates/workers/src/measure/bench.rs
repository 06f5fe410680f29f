//! What only benches and tests measure: the bench's own peers in the same page, and what single operations cost.
//!
//! | what | value |
//! | --- | --- |
//! | `bare-sequential:<units>` | one loop over the kernel |
//! | `bare-rayon:<tasks>:<units>` | as many loops on rayon, without the runtime |
//! | `bare-parallel:<units>` | the same loop as a parallel iterator of rayon's, over the whole pool |
//! | `parallel:<threads>:<units>` | the same in a run on real threads: a task calls native code that spreads it so far |
//! | `record:<threads>:<events>` | recording one event, on each of so many threads at once |
//! | `lock:<times>` | acquiring and releasing a lock nobody else wants, on a real thread, recorded |
//! | `queue:<items>` | handing one item from one real thread to another through a bounded queue, recorded |
//! | `loop:<tasks>:<awaits>` | all of an event loop whose tasks each let the others run so often, recorded |
//! | `process` | starting a process, until it does its first work |
//! | `errand:<times>` | asking a process that is there for nothing, and hearing that it is done |
//! | `explore:<tasks>:<times>` | one execution of an exhaustive search: so many tasks load and store a cell so often |
//! | `echo:<threads>:<µs>:<times>` | a round trip between two threads under the GIL, beside so many that compute, at this interval |
//! | `sleep:<threads>:<µs>:<times>` | a sleep of a millisecond under the GIL, on the average, beside as many |
//! | `together:<sort>:<way>:<tasks>` | how many times as fast tasks (`cpu`, `native`, `io`) are together (`threads`, `processes`, `loop`) |

mod explore;
mod programs;
mod python;

pub use explore::Searches;
pub use programs::VALUE;
pub use python::{Sort, Way};

use super::{Measuring, Value, each, timed};
use crate::beside::Beside;
use crate::colony::Colony;
use crate::plan::Means;
use crate::runs::{BatonRun, Running, Step, ThreadsRun};
use crate::trace::{Batch, Rings, Source};
use crate::{clock, pool};
use model::{Ending, EngineError, Event, EventKind, Mark, ObjectId, TaskId};
use rayon::prelude::*;
use runtime::baton::{Done, Elsewhere, News, Piece, Policy, Work};
use runtime::{Kernel, Recorder};
use scenarios::Program;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Something to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bench {
    /// One loop over the kernel.
    BareSequential(u32),
    /// Tasks, and units of each.
    BareRayon(u32, u32),
    /// Units.
    BareParallel(u32),
    /// Threads, and units of all of them.
    Parallel(u32, u32),
    /// Threads, and events of each.
    Record(u32, u32),
    /// So many times.
    Lock(u32),
    /// Items.
    Queue(u32),
    /// Tasks, and awaits of each.
    Loop(u32, u32),
    /// From nothing to its first work.
    Process,
    /// So many times.
    Errand(u32),
    /// Tasks, and how often each loads and stores.
    Explore(u32, u32),
    /// Computing threads, the switch interval in microseconds, and how many round trips.
    Echo(u32, u32, u32),
    /// The same of sleeps.
    Sleep(u32, u32, u32),
    /// So many tasks of a sort, in a way.
    Together(Sort, Way, u32),
}

impl Bench {
    pub(super) fn parse(what: &str) -> Option<Bench> {
        let mut words = what.split(':');
        let name = words.next()?;
        if name == "together" {
            let (sort, way) = (Sort::parse(words.next()?)?, Way::parse(words.next()?)?);
            let tasks = words.next()?.parse().ok().filter(|tasks| *tasks >= 1)?;
            return words.next().is_none().then_some(Bench::Together(sort, way, tasks));
        }
        let numbers: Vec<u32> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(match (name, &numbers[..]) {
            ("bare-sequential", &[units]) => Bench::BareSequential(units),
            ("bare-rayon", &[tasks, units]) if tasks >= 1 => Bench::BareRayon(tasks, units),
            ("bare-parallel", &[units]) => Bench::BareParallel(units),
            ("parallel", &[threads, units]) if threads >= 1 && units >= 1 => Bench::Parallel(threads, units),
            ("record", &[threads, events]) if threads >= 1 && events >= 1 => Bench::Record(threads, events),
            ("lock", &[times]) if times >= 1 => Bench::Lock(times),
            ("queue", &[items]) if items >= 1 => Bench::Queue(items),
            ("loop", &[tasks, awaits]) if tasks >= 1 && awaits >= 1 => Bench::Loop(tasks, awaits),
            ("explore", &[tasks, times]) if tasks >= 1 && times >= 1 => Bench::Explore(tasks, times),
            ("echo", &[threads, micros, times]) if times >= 1 => Bench::Echo(threads, micros, times),
            ("sleep", &[threads, micros, times]) if times >= 1 => Bench::Sleep(threads, micros, times),
            ("process", []) => Bench::Process,
            ("errand", &[times]) if times >= 1 => Bench::Errand(times),
            _ => return None,
        })
    }

    pub(super) fn threads(self) -> Option<u32> {
        match self {
            Bench::BareSequential(_) | Bench::Loop(..) | Bench::Process | Bench::Errand(_) | Bench::Explore(..) => None,
            Bench::Together(Sort::Native, Way::Threads, tasks) => Some(tasks.saturating_add(1)),
            Bench::Echo(..) | Bench::Sleep(..) | Bench::Together(..) => None,
            Bench::BareRayon(threads, _) | Bench::Record(threads, _) => Some(threads.saturating_add(1)),
            Bench::Parallel(threads, _) => Some(threads),
            Bench::Lock(_) | Bench::BareParallel(_) => Some(1),
            Bench::Queue(_) => Some(3),
        }
    }

    pub(super) fn begin(self, means: Means) -> Box<dyn Running> {
        let Means { rings: trace, colony, waited: _, has_pool: _ } = means;
        trace.clear();
        let threads = |program: Program, times, each| -> Box<dyn Running> {
            Box::new(Concluding(Box::new(ThreadsRun::begin(trace.clone(), program, programs::params(times, each)))))
        };
        let pool = |what: Box<dyn FnOnce() -> f64 + Send>| -> Box<dyn Running> {
            let value = Value::default();
            let answer = value.clone();
            rayon::spawn(move || answer.know(what()));
            Box::new(Measuring::new(trace.clone(), value, None))
        };
        match self {
            Bench::BareSequential(units) => {
                let value = Value::default();
                value.know(timed(|| work(units)));
                Box::new(Measuring::new(trace.clone(), value, None))
            }
            Bench::BareRayon(tasks, units) => {
                pool(Box::new(move || timed(|| (0..tasks).into_par_iter().for_each(|_| work(units)))))
            }
            Bench::BareParallel(units) => {
                pool(Box::new(move || timed(|| (0..units).into_par_iter().for_each(work_on))))
            }
            Bench::Record(threads, events) => {
                let rings = trace.clone();
                pool(Box::new(move || record(threads, events, &rings)))
            }
            Bench::Process => Box::new(Errands::begin(trace.clone(), colony, 0)),
            Bench::Errand(times) => Box::new(Errands::begin(trace.clone(), colony, times)),
            Bench::Echo(threads, micros, times) => convoy(python::ECHO, threads, micros, times),
            Bench::Sleep(threads, micros, times) => convoy(python::SLEEP, threads, micros, times),
            Bench::Together(sort, way, tasks) => {
                let params = python::together_params(sort, way, tasks);
                let policy = if way == Way::Loop { Policy::EventLoop } else { gil(5_000) };
                let run = BatonRun::begin(policy, python::TOGETHER, params, self.threads().is_some(), Some(colony));
                Box::new(Concluding(Box::new(run)))
            }
            Bench::Explore(tasks, times) => Box::new(Concluding(Box::new(Searches::begin(tasks, times)))),
            Bench::Lock(times) => threads(programs::LOCK, times, 1),
            Bench::Queue(items) => threads(programs::QUEUE, items, 1),
            Bench::Parallel(over, units) => threads(programs::PARALLEL, over, units),
            Bench::Loop(tasks, awaits) => {
                let run =
                    BatonRun::begin(Policy::EventLoop, programs::LOOP, programs::params(tasks, awaits), false, None);
                Box::new(Concluding(Box::new(run)))
            }
        }
    }
}

/// A program whose verdict is what was measured.
struct Concluding(Box<dyn Running>);

impl Running for Concluding {
    fn go_on(&mut self, until: u64) -> Step {
        match self.0.go_on(until) {
            Step::Over(Ending::Finished(verdict), _) => Step::Measured(verdict.value(VALUE).unwrap_or(f64::NAN)),
            other => other,
        }
    }

    fn stop(&mut self) {
        self.0.stop();
    }

    fn source(&self) -> &dyn Source {
        self
    }
}

impl Source for Concluding {
    fn take(&self, batch: &mut Batch) {
        self.0.source().take(batch);
        batch.events.clear();
        batch.names.clear();
    }
}

/// The GIL at this interval, in microseconds.
fn gil(micros: u32) -> Policy {
    Policy::Gil { interval: u64::from(micros) * 1_000, every_operation: false }
}

/// So many times what the program does, beside so many threads that compute, under the GIL at this interval.
fn convoy(program: Program, threads: u32, micros: u32, times: u32) -> Box<dyn Running> {
    let params = python::convoy_params(threads, times);
    Box::new(Concluding(Box::new(BatonRun::begin(gil(micros), program, params, false, None))))
}

/// A process, from its start on, and then so many errands, one after another.
struct Errands {
    none: Measuring,
    beside: Beside,
    times: u32,
    left: u32,
    since: u64,
}

impl Errands {
    fn begin(trace: std::sync::Arc<Rings>, colony: Rc<dyn Colony>, times: u32) -> Errands {
        let beside = Beside::new(clock::now(), false, Some(colony));
        let errands =
            Errands { none: Measuring::new(trace, Value::default(), None), beside, times, left: times, since: 0 };
        errands.run();
        errands
    }

    fn run(&self) {
        self.beside.take(Piece { task: TaskId::MAIN, process: true, work: Work::Block(0) });
    }
}

impl Running for Errands {
    fn go_on(&mut self, _: u64) -> Step {
        match self.beside.news() {
            None | Some(News::Helped(_)) => match self.beside.not_up() {
                Some(fault) => Step::Refused(EngineError::ProcessNotUp(fault)),
                None => Step::After(1_000_000),
            },
            Some(News::Done(Done { failed: Some(_), .. })) => Step::Measured(f64::NAN),
            Some(News::Done(Done { start: Some(start), .. })) if self.times == 0 => Step::Measured(start as f64),
            Some(News::Done(Done { start: Some(_), .. })) => {
                self.since = clock::now();
                self.run();
                Step::After(1_000_000)
            }
            Some(_) if self.left > 1 => {
                self.left -= 1;
                self.run();
                Step::After(1_000_000)
            }
            Some(_) => Step::Measured((clock::now() - self.since) as f64 / f64::from(self.times)),
        }
    }

    fn stop(&mut self) {}

    fn source(&self) -> &dyn Source {
        &self.none
    }
}

fn work(units: u32) {
    (0..units).for_each(work_on);
}

fn work_on(unit: u32) {
    black_box(Kernel::Primes.unit(unit));
}

/// Records as the engine of real threads does: number, time, lane, ring.
fn record(threads: u32, events: u32, rings: &Rings) -> f64 {
    let seq = AtomicU32::new(0);
    let spent: Vec<f64> = (0..threads)
        .into_par_iter()
        .map(|task| {
            each(events, || {
                let seq = seq.fetch_add(1, Ordering::Relaxed);
                let (time, lane) = (clock::recently(), pool::lane());
                let (task, object) = (TaskId(task), ObjectId(1));
                let kind = EventKind::Load;
                rings.event(Event { time, value: 7, seq, task, object, mark: Mark(1), kind, lane, step: true });
            })
        })
        .collect();
    spent.iter().sum::<f64>() / f64::from(threads)
}

#[cfg(test)]
mod tests {
    use super::super::Measure;
    use super::*;

    #[test]
    fn words_are_understood_or_not() {
        let parse = |what| match Measure::parse(what) {
            Some(Measure::Bench(bench)) => Some(bench),
            _ => None,
        };
        assert_eq!(parse("bare-rayon:2:100"), Some(Bench::BareRayon(2, 100)));
        assert_eq!(parse("explore:2:4"), Some(Bench::Explore(2, 4)));
        assert_eq!(parse("echo:2:500:10"), Some(Bench::Echo(2, 500, 10)));
        assert_eq!(parse("together:io:loop:8"), Some(Bench::Together(Sort::Io, Way::Loop, 8)));
        for wrong in [
            "bare-rayon:2",
            "bare-rayon:0:1",
            "parallel:2",
            "record:1:x",
            "lock:-1",
            "echo:2:500:0",
            "together:io:loop",
            "together:io:threads:0",
            "together:tea:threads:2",
            "together:io:threads:2:2",
        ] {
            assert_eq!(Measure::parse(wrong), None, "{wrong}");
        }
    }
}
