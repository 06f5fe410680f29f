//! Measurements without a scenario: what this machine costs a run (see `Report::Measured`; all values are nanoseconds).
//!
//! | what | value |
//! | --- | --- |
//! | `clock` | one look at the clock |
//! | `message:<times>` | one message to oneself: what the conductor loses between two pieces |
//! | `switch:<times>` | one hand-over between two threads that wait for each other |
//! | `pool` | starting the pool, if nobody has; 0 where it runs |
//! | `skew` | how far the clocks of two threads disagree |
//!
//! What needs threads needs a pool, like a run. What only benches and tests measure ([`bench`]) is no part of the
//! binary that a visitor loads.

#[cfg(feature = "bench")]
pub mod bench;

use crate::clock;
use crate::crew::Crew;
use crate::plan::Means;
use crate::runs::{Running, Step};
use crate::trace::{Batch, Rings, Source};
#[cfg(feature = "bench")]
use bench::Bench;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};

/// Something to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// One look at the clock.
    Clock,
    /// So many times.
    Message(u32),
    /// So many times.
    Switch(u32),
    /// Nothing but the start.
    Pool,
    /// Between two threads.
    Skew,
    /// What no page asks for.
    #[cfg(feature = "bench")]
    Bench(Bench),
}

impl Measure {
    /// What these words ask for.
    #[must_use]
    pub fn parse(what: &str) -> Option<Measure> {
        let (name, times) = what.split_once(':').unwrap_or((what, ""));
        let times = times.parse().ok().filter(|times| *times >= 1_u32);
        match (name, times) {
            ("clock", None) if what == name => Some(Measure::Clock),
            ("pool", None) if what == name => Some(Measure::Pool),
            ("skew", None) if what == name => Some(Measure::Skew),
            ("message", Some(times)) => Some(Measure::Message(times)),
            ("switch", Some(times)) => Some(Measure::Switch(times)),
            #[cfg(feature = "bench")]
            _ => Bench::parse(what).map(Measure::Bench),
            #[cfg(not(feature = "bench"))]
            _ => None,
        }
    }

    /// How many threads it needs of the pool; `None` where it needs none.
    #[must_use]
    pub fn threads(self) -> Option<u32> {
        match self {
            Measure::Clock | Measure::Message(_) => None,
            Measure::Pool => Some(1),
            Measure::Switch(_) | Measure::Skew => Some(3),
            #[cfg(feature = "bench")]
            Measure::Bench(bench) => bench.threads(),
        }
    }

    /// Begins it: what needs no threads is over at once.
    #[must_use]
    pub fn begin(self, means: Means) -> Box<dyn Running> {
        #[cfg(feature = "bench")]
        if let Measure::Bench(bench) = self {
            return bench.begin(means);
        }
        let value = Value::default();
        let mut pieces = None;
        match self {
            Measure::Clock => value.know(each(100_000, || black_box(clock::now()))),
            Measure::Pool => value.know(means.waited as f64),
            Measure::Message(times) => pieces = Some(Pieces { all: times, left: times, since: clock::now() }),
            Measure::Switch(times) => Turns::play(&Crew::muster(), times, &value, Turns::each),
            Measure::Skew => Turns::play(&Crew::muster(), 1_000, &value, Turns::skew),
            #[cfg(feature = "bench")]
            Measure::Bench(_) => unreachable!("it has begun above"),
        }
        Box::new(Measuring::new(means.rings, value, pieces))
    }
}

/// What was measured, once it is.
#[derive(Clone, Default)]
struct Value(Arc<OnceLock<f64>>);

impl Value {
    fn know(&self, value: f64) {
        // Nothing is measured twice.
        let _ = self.0.set(value);
    }
}

/// A measurement that was begun: others do it, or it is pieces of nothing.
struct Measuring {
    trace: Arc<Rings>,
    value: Value,
    pieces: Option<Pieces>,
}

/// So many in all, so many left, since when.
struct Pieces {
    all: u32,
    left: u32,
    since: u64,
}

impl Measuring {
    fn new(trace: Arc<Rings>, value: Value, pieces: Option<Pieces>) -> Measuring {
        trace.clear();
        Measuring { trace, value, pieces }
    }
}

impl Running for Measuring {
    fn go_on(&mut self, _: u64) -> Step {
        match &mut self.pieces {
            Some(Pieces { all, left: 0, since }) => Step::Measured((clock::now() - *since) as f64 / f64::from(*all)),
            Some(Pieces { left, .. }) => {
                *left -= 1;
                Step::Soon
            }
            None => self.value.0.get().map_or(Step::After(1_000_000), |value| Step::Measured(*value)),
        }
    }

    fn stop(&mut self) {}

    fn source(&self) -> &dyn Source {
        self
    }
}

impl Source for Measuring {
    /// Events are told and drained as in any run, and then nobody wants them.
    fn take(&self, batch: &mut Batch) {
        self.trace.take(batch);
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
    fn play(crew: &Crew, times: u32, value: &Value, answer: fn(&Turns) -> f64) {
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
                    value.know(answer(&turns));
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
        assert_eq!(Measure::parse("skew"), Some(Measure::Skew));
        assert_eq!(Measure::parse("switch:2000"), Some(Measure::Switch(2000)));
        for wrong in ["", "clock:1", "clock:", "message", "switch:0", "switch:-1", "crash"] {
            assert_eq!(Measure::parse(wrong), None, "{wrong}");
        }
    }
}
