//! Measurements without a scenario: the bench's own peers in the same page, and what this machine
//! costs a run (see `Report::Measured`; all values are nanoseconds, most of them for one of many).
//!
//! | what | value |
//! | --- | --- |
//! | `bare-sequential:<units>` | one loop over the kernel |
//! | `bare-rayon:<tasks>:<units>` | as many loops on rayon, without the runtime |
//! | `clock` | one look at the clock |
//! | `record:<threads>:<events>` | recording one event, on each of so many threads at once |
//! | `lock:<times>` | acquiring and releasing a lock nobody else wants, under the engine of real threads, recorded |
//! | `switch:<times>` | one hand-over between two threads that wait for each other |
//! | `pool` | starting the pool, if nobody has; 0 where it runs |
//! | `skew` | how far the clocks of two threads disagree |
//! | `crash:conductor`, `crash:thread` | none: it panics there, so that tests see what becomes of it |
//!
//! What needs threads needs a pool, like a run.

use crate::crew::Crew;
use crate::runs::{Running, Step};
use crate::trace::{Rings, Source};
use crate::{clock, pool};
use model::{Event, EventKind, Mark, ObjectId, TaskId, Verdict};
use rayon::prelude::*;
use runtime::threads::{Host, Run};
use runtime::{Kernel, Recorder};
use std::hint::black_box;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};

/// Something to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// One loop over the kernel.
    BareSequential(u32),
    /// Tasks, and units of each.
    BareRayon(u32, u32),
    /// One look at the clock.
    Clock,
    /// Threads, and events of each.
    Record(u32, u32),
    /// So many times.
    Lock(u32),
    /// So many times.
    Switch(u32),
    /// Nothing but the start.
    Pool,
    /// Between two threads.
    Skew,
    /// A panic: on a thread of the pool, or on the conductor itself.
    Crash {
        /// Which.
        thread: bool,
    },
}

impl Measure {
    /// What these words ask for.
    #[must_use]
    pub fn parse(what: &str) -> Option<Measure> {
        let mut words = what.split(':');
        let name = words.next()?;
        if name == "crash" {
            return [("thread", true), ("conductor", false)]
                .into_iter()
                .find_map(|(place, thread)| (words.clone().eq([place])).then_some(Measure::Crash { thread }));
        }
        let numbers: Vec<u32> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(match (name, &numbers[..]) {
            ("bare-sequential", &[units]) => Measure::BareSequential(units),
            ("bare-rayon", &[tasks, units]) if tasks >= 1 => Measure::BareRayon(tasks, units),
            ("clock", []) => Measure::Clock,
            ("record", &[threads, events]) if threads >= 1 && events >= 1 => Measure::Record(threads, events),
            ("lock", &[times]) if times >= 1 => Measure::Lock(times),
            ("switch", &[times]) if times >= 1 => Measure::Switch(times),
            ("pool", []) => Measure::Pool,
            ("skew", []) => Measure::Skew,
            _ => return None,
        })
    }

    /// How many threads it needs of the pool; `None` where it needs none.
    #[must_use]
    pub fn threads(self) -> Option<u32> {
        match self {
            Measure::BareSequential(_) | Measure::Clock | Measure::Crash { thread: false } => None,
            Measure::BareRayon(threads, _) | Measure::Record(threads, _) => Some(threads.saturating_add(1)),
            Measure::Lock(_) | Measure::Pool | Measure::Crash { thread: true } => Some(1),
            Measure::Switch(_) | Measure::Skew => Some(3),
        }
    }
}

/// A measurement that was begun.
pub struct Measuring {
    value: Arc<OnceLock<f64>>,
    trace: Arc<Rings>,
    run: Option<Run>,
    /// Threads that wait for each other.
    crew: Option<Crew>,
}

impl Measuring {
    /// Begins it: what needs no threads is over at once.
    #[must_use]
    pub fn begin(measure: Measure, trace: Arc<Rings>) -> Measuring {
        trace.clear();
        let mut measuring = Measuring { value: Arc::default(), trace, run: None, crew: None };
        let (value, rings) = (measuring.value.clone(), measuring.trace.clone());
        match measure {
            Measure::BareSequential(units) => measuring.answer(timed(|| work(units))),
            Measure::Clock => measuring.answer(each(100_000, || black_box(clock::now()))),
            Measure::Pool => measuring.answer(0.0),
            Measure::Crash { thread: false } => panic!("a fault that was asked for"),
            Measure::Switch(times) => Turns::play(measuring.crew(), times, &value, Turns::each),
            Measure::Skew => Turns::play(measuring.crew(), 1_000, &value, Turns::skew),
            Measure::Lock(times) => measuring.run = Some(lock(times, value, rings)),
            _ => rayon::spawn(move || {
                let _ = value.set(match measure {
                    Measure::BareRayon(tasks, units) => timed(|| (0..tasks).into_par_iter().for_each(|_| work(units))),
                    Measure::Record(threads, events) => record(threads, events, &rings),
                    Measure::Crash { .. } => panic!("a fault that was asked for"),
                    _ => unreachable!("the others are begun above"),
                });
            }),
        }
        measuring
    }

    /// One that is over already.
    #[must_use]
    pub fn done(value: f64, trace: Arc<Rings>) -> Measuring {
        let measuring = Measuring { value: Arc::default(), trace, run: None, crew: None };
        measuring.answer(value);
        measuring
    }

    fn crew(&mut self) -> &Crew {
        self.crew.get_or_insert_with(Crew::muster)
    }

    fn answer(&self, value: f64) {
        let _ = self.value.set(value);
    }
}

impl Running for Measuring {
    fn go_on(&mut self, _: u64) -> Step {
        match self.value.get() {
            Some(value) if self.run.as_ref().is_none_or(|run| run.ending().is_some()) => Step::Measured(*value),
            _ => Step::After(1_000_000),
        }
    }

    fn stop(&mut self) {
        if let Some(run) = &self.run {
            run.stop();
        }
    }

    fn source(&self) -> &dyn Source {
        &*self.trace
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
    for unit in 0..units {
        black_box(Kernel::Primes.unit(unit));
    }
}

/// Records as the engine of real threads does: number, time, lane, ring.
fn record(threads: u32, events: u32, rings: &Rings) -> f64 {
    let seq = AtomicU32::new(0);
    let host = Plain { origin: clock::now() };
    let spent: Vec<f64> = (0..threads)
        .into_par_iter()
        .map(|task| {
            each(events, || {
                let seq = seq.fetch_add(1, Ordering::Relaxed);
                let (time, lane) = (clock::recently() - host.origin, host.lane());
                let (task, object) = (TaskId(task), ObjectId(1));
                rings.event(Event { time, value: 7, seq, task, object, mark: Mark(1), kind: EventKind::Load, lane });
            })
        })
        .collect();
    spent.iter().sum::<f64>() / f64::from(threads)
}

/// The engine itself, with a program that uses one lock.
fn lock(times: u32, value: Arc<OnceLock<f64>>, rings: Arc<Rings>) -> Run {
    let host = Arc::new(Plain { origin: clock::now() });
    let program = move |cx: runtime::Cx| -> std::pin::Pin<Box<dyn Future<Output = Verdict>>> {
        Box::pin(async move {
            let lock = cx.lock("lock");
            let began = cx.now();
            for _ in 0..times {
                lock.acquire(&cx).await.release(Mark::NONE).await;
            }
            let _ = value.set((cx.now() - began) as f64 / f64::from(times));
            Verdict::good("done")
        })
    };
    Run::start(host, rings, Box::new(program))
}

struct Plain {
    origin: u64,
}

impl Host for Plain {
    fn now(&self) -> u64 {
        clock::now() - self.origin
    }

    fn start(&self, work: Box<dyn FnOnce() + Send>) {
        rayon::spawn(work);
    }

    fn lane(&self) -> u8 {
        pool::lane()
    }
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
        assert_eq!(Measure::parse("crash:thread"), Some(Measure::Crash { thread: true }));
        for wrong in [
            "",
            "clock:1",
            "bare-rayon:2",
            "bare-rayon:0:1",
            "record:1:x",
            "lock:-1",
            "crash",
            "crash:x",
            "crash:thread:1",
        ] {
            assert_eq!(Measure::parse(wrong), None, "{wrong}");
        }
    }
}
