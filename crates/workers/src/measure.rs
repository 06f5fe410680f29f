//! Measurements without a scenario: the bench's own peers in the same page, and what this machine
//! costs a run (see `Report::Measured`; all values are nanoseconds, most of them for one of many).
//!
//! | what | value |
//! | --- | --- |
//! | `bare-sequential:<units>` | one loop over the kernel |
//! | `bare-rayon:<tasks>:<units>` | as many loops on rayon, without the runtime |
//! | `bare-parallel:<units>` | the same loop as a parallel iterator of rayon's, over the whole pool |
//! | `parallel:<threads>:<units>` | the same in a run on real threads: a task calls native code that spreads it so far |
//! | `clock` | one look at the clock |
//! | `record:<threads>:<events>` | recording one event, on each of so many threads at once |
//! | `lock:<times>` | acquiring and releasing a lock nobody else wants, on a real thread, recorded |
//! | `queue:<items>` | handing one item from one real thread to another through a bounded queue, recorded |
//! | `loop:<tasks>:<awaits>` | all of an event loop whose tasks each let the others run so often, recorded |
//! | `message:<times>` | one message to oneself: what the conductor loses between two pieces |
//! | `switch:<times>` | one hand-over between two threads that wait for each other |
//! | `process` | starting a process, until it does its first work |
//! | `errand:<times>` | asking a process that is there for nothing, and hearing that it is done |
//! | `pool` | starting the pool, if nobody has; 0 where it runs |
//! | `explore:<tasks>:<times>` | one execution of an exhaustive search: so many tasks load and store a cell so often |
//! | `echo:<threads>:<µs>:<times>` | a round trip between two threads under the GIL, beside so many that compute, at this interval |
//! | `sleep:<threads>:<µs>:<times>` | a sleep of a millisecond under the GIL, on the average, beside as many |
//! | `together:<sort>:<way>:<tasks>` | how many times as fast tasks (`cpu`, `native`, `io`) are together (`threads`, `processes`, `loop`) |
//! | `skew` | how far the clocks of two threads disagree |
//!
//! What needs threads needs a pool, like a run.

mod explore;
mod programs;
mod python;

pub use explore::Searches;
pub use programs::VALUE;
pub use python::{Sort, Way};

use crate::beside::Beside;
use crate::crew::Crew;
use crate::plan::Means;
use crate::runs::{BatonRun, Colony, Running, Step, ThreadsRun};
use crate::trace::{Batch, Rings, Source};
use crate::{clock, pool};
use model::{Ending, EngineError, Event, EventKind, Mark, ObjectId, TaskId};
use rayon::prelude::*;
use runtime::baton::{Done, Elsewhere, News, Piece, Policy, Work};
use runtime::{Kernel, Recorder};
use scenarios::Program;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};

/// Something to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// One loop over the kernel.
    BareSequential(u32),
    /// Tasks, and units of each.
    BareRayon(u32, u32),
    /// Units.
    BareParallel(u32),
    /// Threads, and units of all of them.
    Parallel(u32, u32),
    /// One look at the clock.
    Clock,
    /// Threads, and events of each.
    Record(u32, u32),
    /// So many times.
    Lock(u32),
    /// Items.
    Queue(u32),
    /// Tasks, and awaits of each.
    Loop(u32, u32),
    /// So many times.
    Message(u32),
    /// So many times.
    Switch(u32),
    /// Nothing but the start.
    Pool,
    /// Between two threads.
    Skew,
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

impl Measure {
    /// What these words ask for.
    #[must_use]
    pub fn parse(what: &str) -> Option<Measure> {
        let mut words = what.split(':');
        let name = words.next()?;
        if name == "together" {
            let (sort, way) = (Sort::parse(words.next()?)?, Way::parse(words.next()?)?);
            let tasks = words.next()?.parse().ok().filter(|tasks| *tasks >= 1)?;
            return words.next().is_none().then_some(Measure::Together(sort, way, tasks));
        }
        let numbers: Vec<u32> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(match (name, &numbers[..]) {
            ("bare-sequential", &[units]) => Measure::BareSequential(units),
            ("bare-rayon", &[tasks, units]) if tasks >= 1 => Measure::BareRayon(tasks, units),
            ("bare-parallel", &[units]) => Measure::BareParallel(units),
            ("parallel", &[threads, units]) if threads >= 1 && units >= 1 => Measure::Parallel(threads, units),
            ("clock", []) => Measure::Clock,
            ("record", &[threads, events]) if threads >= 1 && events >= 1 => Measure::Record(threads, events),
            ("lock", &[times]) if times >= 1 => Measure::Lock(times),
            ("queue", &[items]) if items >= 1 => Measure::Queue(items),
            ("loop", &[tasks, awaits]) if tasks >= 1 && awaits >= 1 => Measure::Loop(tasks, awaits),
            ("message", &[times]) if times >= 1 => Measure::Message(times),
            ("switch", &[times]) if times >= 1 => Measure::Switch(times),
            ("pool", []) => Measure::Pool,
            ("skew", []) => Measure::Skew,
            ("explore", &[tasks, times]) if tasks >= 1 && times >= 1 => Measure::Explore(tasks, times),
            ("echo", &[threads, micros, times]) if times >= 1 => Measure::Echo(threads, micros, times),
            ("sleep", &[threads, micros, times]) if times >= 1 => Measure::Sleep(threads, micros, times),
            ("process", []) => Measure::Process,
            ("errand", &[times]) if times >= 1 => Measure::Errand(times),
            _ => return None,
        })
    }

    /// How many threads it needs of the pool; `None` where it needs none.
    #[must_use]
    pub fn threads(self) -> Option<u32> {
        match self {
            Measure::BareSequential(_) | Measure::Clock | Measure::Loop(..) | Measure::Message(_) => None,
            Measure::Process | Measure::Errand(_) | Measure::Explore(..) => None,
            Measure::Together(Sort::Native, Way::Threads, tasks) => Some(tasks.saturating_add(1)),
            Measure::Echo(..) | Measure::Sleep(..) | Measure::Together(..) => None,
            Measure::BareRayon(threads, _) | Measure::Record(threads, _) => Some(threads.saturating_add(1)),
            Measure::Parallel(threads, _) => Some(threads),
            Measure::Lock(_) | Measure::Pool | Measure::BareParallel(_) => Some(1),
            Measure::Switch(_) | Measure::Skew | Measure::Queue(_) => Some(3),
        }
    }
}

/// A measurement that was begun.
pub struct Measuring {
    value: Arc<OnceLock<f64>>,
    stage: Stage,
    trace: Arc<Rings>,
}

/// What goes on until there is a value.
enum Stage {
    /// Other threads do it.
    Elsewhere,
    /// An engine does it.
    Program(Box<dyn Running>),
    /// Pieces of nothing: so many in all, so many left, since when.
    Pieces(u32, u32, u64),
    /// A process does them one after another: so many in all, so many left, since when.
    Errands(Beside, u32, u32, u64),
}

impl Measuring {
    /// Begins it: what needs no threads is over at once.
    #[must_use]
    pub fn begin(measure: Measure, means: Means) -> Measuring {
        let Means { rings: trace, colony, waited, has_pool: _ } = means;
        trace.clear();
        let value = Arc::new(OnceLock::new());
        let (answer, rings) = (value.clone(), trace.clone());
        let threads = |program: Program, times, each| -> Box<dyn Running> {
            Box::new(ThreadsRun::begin(trace.clone(), program, programs::params(times, each)))
        };
        let pool = |what: Box<dyn FnOnce() -> f64 + Send>| {
            rayon::spawn(move || {
                let _ = answer.set(what());
            });
            Stage::Elsewhere
        };
        let crew = |times, answer| {
            Turns::play(&Crew::muster(), times, &value, answer);
            Stage::Elsewhere
        };
        let stage = match measure {
            Measure::BareSequential(units) => at_once(&value, timed(|| work(units))),
            Measure::Clock => at_once(&value, each(100_000, || black_box(clock::now()))),
            Measure::Pool => at_once(&value, waited as f64),
            Measure::BareRayon(tasks, units) => {
                pool(Box::new(move || timed(|| (0..tasks).into_par_iter().for_each(|_| work(units)))))
            }
            Measure::BareParallel(units) => {
                pool(Box::new(move || timed(|| (0..units).into_par_iter().for_each(work_on))))
            }
            Measure::Record(threads, events) => pool(Box::new(move || record(threads, events, &rings))),
            Measure::Switch(times) => crew(times, Turns::each),
            Measure::Skew => crew(1_000, Turns::skew),
            Measure::Message(times) => Stage::Pieces(times, times, clock::now()),
            Measure::Process => errands(colony, 0),
            Measure::Echo(threads, micros, times) => convoy(python::ECHO, threads, micros, times),
            Measure::Sleep(threads, micros, times) => convoy(python::SLEEP, threads, micros, times),
            Measure::Together(sort, way, tasks) => {
                let params = python::together_params(sort, way, tasks);
                let policy = if way == Way::Loop { Policy::EventLoop } else { gil(5_000) };
                let threads = measure.threads().is_some();
                Stage::Program(Box::new(BatonRun::begin(policy, python::TOGETHER, params, threads, Some(colony))))
            }
            Measure::Errand(times) => errands(colony, times),
            Measure::Explore(tasks, times) => Stage::Program(Box::new(explore::Searches::begin(tasks, times))),
            Measure::Lock(times) => Stage::Program(threads(programs::LOCK, times, 1)),
            Measure::Queue(items) => Stage::Program(threads(programs::QUEUE, items, 1)),
            Measure::Parallel(over, units) => Stage::Program(threads(programs::PARALLEL, over, units)),
            Measure::Loop(tasks, awaits) => {
                let params = programs::params(tasks, awaits);
                Stage::Program(Box::new(BatonRun::begin(Policy::EventLoop, programs::LOOP, params, false, None)))
            }
        };
        Measuring { value, stage, trace }
    }
}

/// The GIL at this interval, in microseconds.
fn gil(micros: u32) -> Policy {
    Policy::Gil { interval: u64::from(micros) * 1_000, every_operation: false }
}

/// So many times what the program does, beside so many threads that compute, under the GIL at this interval.
fn convoy(program: Program, threads: u32, micros: u32, times: u32) -> Stage {
    let params = python::convoy_params(threads, times);
    Stage::Program(Box::new(BatonRun::begin(gil(micros), program, params, false, None)))
}

/// A process, from its start on, and then so many errands.
fn errands(colony: Rc<dyn Colony>, times: u32) -> Stage {
    let beside = Beside::new(clock::now(), false, Some(colony));
    run_errand(&beside);
    Stage::Errands(beside, times, times, 0)
}

fn run_errand(beside: &Beside) -> bool {
    beside.take(Piece { task: TaskId::MAIN, process: true, work: Work::Block(0) })
}

fn at_once(value: &OnceLock<f64>, measured: f64) -> Stage {
    let _ = value.set(measured);
    Stage::Elsewhere
}

impl Running for Measuring {
    fn go_on(&mut self, until: u64) -> Step {
        match &mut self.stage {
            Stage::Program(program) => match program.go_on(until) {
                Step::Over(Ending::Finished(verdict), _) => {
                    Step::Measured(verdict.value(programs::VALUE).unwrap_or(f64::NAN))
                }
                other => other,
            },
            Stage::Pieces(times, 0, since) => Step::Measured((clock::now() - *since) as f64 / f64::from(*times)),
            Stage::Pieces(_, left, _) => {
                *left -= 1;
                Step::Soon
            }
            Stage::Errands(beside, times, left, since) => match beside.news() {
                None | Some(News::Helped(_)) => match beside.not_up() {
                    Some(fault) => Step::Refused(EngineError::ProcessNotUp(fault)),
                    None => Step::After(1_000_000),
                },
                Some(News::Done(Done { failed: Some(_), .. })) => Step::Measured(f64::NAN),
                Some(News::Done(Done { start: Some(start), .. })) if *times == 0 => Step::Measured(start as f64),
                Some(News::Done(Done { start: Some(_), .. })) => {
                    *since = clock::now();
                    run_errand(beside);
                    Step::After(1_000_000)
                }
                Some(_) if *left > 1 => {
                    *left -= 1;
                    run_errand(beside);
                    Step::After(1_000_000)
                }
                Some(_) => Step::Measured((clock::now() - *since) as f64 / f64::from(*times)),
            },
            Stage::Elsewhere => self.value.get().map_or(Step::After(1_000_000), |value| Step::Measured(*value)),
        }
    }

    fn stop(&mut self) {
        if let Stage::Program(program) = &mut self.stage {
            program.stop();
        }
    }

    fn source(&self) -> &dyn Source {
        self
    }
}

impl Source for Measuring {
    /// Events are told and drained as in any run, and then nobody wants them.
    fn take(&self, batch: &mut Batch) {
        match &self.stage {
            Stage::Program(program) => program.source().take(batch),
            _ => self.trace.take(batch),
        }
        batch.events.clear();
        batch.names.clear();
    }
}

fn timed(what: impl FnOnce()) -> f64 {
    let began = clock::now();
    what();
    (clock::now() - began) as f64
}

fn each<T>(times: u32, mut what: impl FnMut() -> T) -> f64 {
    timed(|| (0..times).for_each(|_| drop(black_box(what())))) / f64::from(times)
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

/// Two threads take turns. Each turn costs a wake-up; and a thread that is told the other's time
/// must not find its own earlier, or their clocks disagree by as much at least.
struct Turns {
    times: u32,
    began: u64,
    turn: Mutex<u32>,
    changed: Condvar,
    told: AtomicU64,
    worst: AtomicU64,
}

impl Turns {
    /// Two threads of the crew play; the last to finish answers.
    fn play(crew: &Crew, times: u32, value: &Arc<OnceLock<f64>>, answer: fn(&Turns) -> f64) {
        let turns = Arc::new(Turns {
            times,
            began: clock::now(),
            turn: Mutex::new(0),
            changed: Condvar::new(),
            told: AtomicU64::new(0),
            worst: AtomicU64::new(0),
        });
        for me in 0..2 {
            let (turns, value) = (turns.clone(), value.clone());
            crew.give(Box::new(move || {
                turns.take(me);
                if me == 1 {
                    let _ = value.set(answer(&turns));
                }
            }));
        }
    }

    fn take(&self, me: u32) {
        for _ in 0..self.times {
            let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
            while *turn % 2 != me {
                turn = self.changed.wait(turn).unwrap_or_else(PoisonError::into_inner);
            }
            let mine = clock::now();
            let behind = self.told.swap(mine, Ordering::Relaxed).saturating_sub(mine);
            self.worst.fetch_max(behind, Ordering::Relaxed);
            *turn += 1;
            self.changed.notify_one();
        }
    }

    fn each(&self) -> f64 {
        (clock::now() - self.began) as f64 / f64::from(self.times * 2)
    }

    fn skew(&self) -> f64 {
        self.worst.load(Ordering::Relaxed) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_or_not() {
        assert_eq!(Measure::parse("bare-rayon:2:100"), Some(Measure::BareRayon(2, 100)));
        assert_eq!(Measure::parse("skew"), Some(Measure::Skew));
        assert_eq!(Measure::parse("explore:2:4"), Some(Measure::Explore(2, 4)));
        assert_eq!(Measure::parse("echo:2:500:10"), Some(Measure::Echo(2, 500, 10)));
        assert_eq!(Measure::parse("together:io:loop:8"), Some(Measure::Together(Sort::Io, Way::Loop, 8)));
        for wrong in [
            "",
            "clock:1",
            "bare-rayon:2",
            "bare-rayon:0:1",
            "parallel:2",
            "record:1:x",
            "lock:-1",
            "crash",
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
