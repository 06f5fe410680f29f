//! Who runs the engines in these tests: a clock that a test owns, threads of this machine, and a log.

#![expect(clippy::disallowed_methods, reason = "the test is the host: it owns the clock and the threads")]

use model::{Ending, Event, EventKind, Name, Schedule, TaskId, Verdict};
use runtime::baton::{Baton, Policy, Slice};
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::{Pct, Random, Scheduler};
use runtime::threads::{Host, Run};
use runtime::{Cx, Recorder};
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Keeps every event.
#[derive(Default)]
pub(crate) struct Log(Mutex<Vec<Event>>);

impl Log {
    /// What has been told so far, in order.
    pub(crate) fn take(&self) -> Vec<Event> {
        let mut events = std::mem::take(&mut *self.0.lock().expect("nobody panics while recording"));
        events.sort_by_key(|event| event.seq);
        events
    }

    pub(crate) fn any(&self, what: impl Fn(&Event) -> bool) -> bool {
        self.0.lock().expect("nobody panics while recording").iter().any(what)
    }
}

impl Recorder for Log {
    fn event(&self, event: Event) {
        self.0.lock().expect("nobody panics while recording").push(event);
    }

    fn name(&self, _: Name) {}
}

/// The ways to order steps that a test tries: by the clock, at random, by priorities that change.
pub(crate) const WAYS: usize = 3;

/// One of them; priorities change among so many steps.
pub(crate) fn scheduler(way: usize, seed: u64, steps: u64) -> Option<Box<dyn Scheduler>> {
    match way {
        0 => None,
        1 => Some(Box::new(Random::new(seed))),
        _ => Some(Box::new(Pct::new(seed, 3, steps))),
    }
}

// The cooperative engine

/// Runs to the end; every look at the clock takes a microsecond, and idle time passes at once.
pub(crate) fn baton<F: Future<Output = Verdict> + 'static>(
    policy: Policy,
    program: impl FnOnce(Cx) -> F + 'static,
) -> (Ending, Vec<Event>) {
    let log = Rc::new(Log::default());
    let ending = baton_with(policy, 0, log.clone(), || 1_000, Weather::FAIR, program);
    (ending, log.take())
}

/// Who runs.
struct Who(Cell<TaskId>);

impl Recorder for Who {
    fn event(&self, event: Event) {
        if matches!(event.kind, EventKind::Begin | EventKind::Take) {
            self.0.set(event.task);
        }
    }

    fn name(&self, _: Name) {}
}

/// What a browser does to a run beside its own work.
#[derive(Clone, Copy)]
pub(crate) struct Weather {
    /// The clock's step, in nanoseconds.
    pub(crate) step: u64,
    /// How long nobody runs between two slices.
    pub(crate) pause: u64,
}

impl Weather {
    /// Nothing.
    pub(crate) const FAIR: Weather = Weather { step: 1, pause: 0 };
}

/// The same with this seed, where a look at the clock takes so many nanoseconds for this task, and
/// nothing is kept.
pub(crate) fn baton_at<F: Future<Output = Verdict> + 'static>(
    policy: Policy,
    seed: u64,
    look: impl Fn(TaskId) -> u64 + 'static,
    weather: Weather,
    program: impl FnOnce(Cx) -> F + 'static,
) -> Ending {
    let who = Rc::new(Who(Cell::new(TaskId::MAIN)));
    let runs = who.clone();
    baton_with(policy, seed, who, move || look(runs.0.get()), weather, program)
}

fn baton_with<F: Future<Output = Verdict> + 'static>(
    policy: Policy,
    seed: u64,
    recorder: Rc<dyn Recorder>,
    look: impl Fn() -> u64 + 'static,
    weather: Weather,
    program: impl FnOnce(Cx) -> F + 'static,
) -> Ending {
    let clock = Rc::new(Cell::new(0));
    let ticking = clock.clone();
    let tick = move || {
        ticking.set(ticking.get() + look());
        ticking.get() / weather.step * weather.step
    };
    let baton = Baton::new(policy, tick, recorder, |cx| Box::pin(program(cx))).seeded(seed);
    loop {
        match baton.run_slice(clock.get() + 10_000_000) {
            Slice::More => clock.set(clock.get() + weather.pause),
            Slice::Idle(until) => clock.set(until.next_multiple_of(weather.step).max(clock.get())),
            Slice::Away(_) => unreachable!("this engine was given nobody who works beside it"),
            Slice::Over(ending) => return ending,
        }
    }
}

// The modelled machine

/// A run of the modelled machine that is over.
pub(crate) struct Ran {
    pub(crate) ending: Ending,
    pub(crate) events: Vec<Event>,
    pub(crate) schedule: Schedule,
    pub(crate) elapsed: u64,
}

fn finish(machine: &Machine, log: &Log) -> Ran {
    let ending = machine.run();
    let schedule = machine.schedule().expect("a short run");
    Ran { ending, events: log.take(), schedule, elapsed: machine.now() }
}

pub(crate) fn machine<F: Future<Output = Verdict> + 'static>(
    config: MachineConfig,
    scheduler: Option<Box<dyn Scheduler>>,
    program: impl FnOnce(Cx) -> F + 'static,
) -> Ran {
    let log = Rc::new(Log::default());
    let machine = match scheduler {
        None => Machine::new(config, log.clone(), |cx| Box::pin(program(cx))),
        Some(scheduler) => Machine::scheduled(config, scheduler, log.clone(), |cx| Box::pin(program(cx))),
    };
    finish(&machine, &log)
}

// Real threads

struct Threads {
    began: Instant,
    lanes: AtomicU8,
}

thread_local! { static LANE: Cell<u8> = const { Cell::new(0) } }

impl Host for Threads {
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).expect("a short test")
    }

    fn start(&self, work: Box<dyn FnOnce() + Send>) {
        let lane = self.lanes.fetch_add(1, Ordering::Relaxed);
        std::thread::spawn(move || {
            LANE.set(lane);
            work();
        });
    }

    fn lane(&self) -> u8 {
        LANE.get()
    }
}

pub(crate) fn start_threads<F: Future<Output = Verdict> + 'static>(
    program: impl FnOnce(Cx) -> F + Send + 'static,
) -> (Run, Arc<Log>) {
    let host = Arc::new(Threads { began: Instant::now(), lanes: AtomicU8::new(1) });
    let log = Arc::new(Log::default());
    (Run::start(host, log.clone(), Box::new(|cx| Box::pin(program(cx)))), log)
}

/// Waits for the end of the run.
pub(crate) fn end_threads(run: &Run, log: &Log) -> (Ending, Vec<Event>) {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some((ending, _)) = run.ending() {
            return (ending, log.take());
        }
        assert!(Instant::now() < patience, "the run hangs");
        std::thread::yield_now();
    }
}

pub(crate) fn threads<F: Future<Output = Verdict> + 'static>(
    program: impl FnOnce(Cx) -> F + Send + 'static,
) -> (Ending, Vec<Event>) {
    let (run, log) = start_threads(program);
    end_threads(&run, &log)
}
