//! The conductor on this machine's own threads: everything but the browser.
#![cfg(not(target_arch = "wasm32"))]

mod colony;
#[path = "../page/mod.rs"]
mod page;

use colony::{Nowhere, Threads};
use model::{
    Bound, Clock, Command, Coverage, Ending, EngineError, Event, EventKind, Fault, Mismatch, Mode, Report, RunId,
    Strayed, wire,
};
use page::{Over, Page, assert_declared, explore, measure, run, spans, stop, twins};
use scenarios::content::{self, SCENARIOS};
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use workers::colony::Colony;
use workers::conductor::{Conductor, Next};
use workers::pool::Place as Here;
use workers::pool::{Pool, PoolState};
use workers::runs::{Running, Step};
use workers::trace::Batch;

/// rayon's own pool. There is one a process, so all tests share it, one after another: it serves one run.
struct NativePool {
    state: PoolState,
}

impl Pool for NativePool {
    fn start(&mut self, _: u32) {
        static STARTED: OnceLock<()> = OnceLock::new();
        STARTED.get_or_init(|| rayon::ThreadPoolBuilder::new().num_threads(64).build_global().expect("the first pool"));
        self.state = PoolState::Ready;
    }

    fn state(&self) -> PoolState {
        self.state.clone()
    }

    fn colony(&self) -> Rc<dyn Colony> {
        Rc::new(Threads::new())
    }
}

struct Stage {
    page: Page,
    conductor: Conductor<NativePool>,
    /// Its turn with the pool.
    _turn: Option<MutexGuard<'static, ()>>,
}

const PLACE: Here = Here { isolated: true, cores: 2, pool: None };

impl Stage {
    fn new() -> Stage {
        let page = Page::default();
        let conductor = Conductor::new(page.ear(), twins(), NativePool { state: PoolState::Cold }, PLACE, 1);
        assert!(page.is_ready());
        static POOL: Mutex<()> = Mutex::new(());
        let turn = Some(POOL.lock().unwrap_or_else(PoisonError::into_inner));
        Stage { page, conductor, _turn: turn }
    }

    /// Beats as the pulse of a browser would, until the run is over.
    fn finish(&mut self, of: u32, mut next: Next) -> Result<Over, EngineError> {
        loop {
            if let Some(over) = self.page.over(RunId(of)) {
                return over;
            }
            match next {
                Next::Idle => panic!("the conductor rests though the run goes on"),
                Next::Soon => {}
                #[expect(clippy::disallowed_methods, reason = "this is what a timer does")]
                Next::After(nanos) => std::thread::sleep(Duration::from_nanos(nanos)),
            }
            next = self.conductor.beat();
        }
    }

    fn run(&mut self, of: u32, scenario: &str, query: &str) -> Result<Over, EngineError> {
        let next = self.conductor.hear(&run(of, scenario, query));
        self.finish(of, next)
    }
}

#[test]
fn every_mode_of_every_scenario_ends_as_declared() {
    let mut stage = Stage::new();
    let mut number = 0;
    for scenario in SCENARIOS.iter() {
        let meta = &scenario.meta;
        for (mode, clock) in meta.modes.iter().flat_map(|mode| Clock::ALL.map(|clock| (*mode, clock))) {
            number += 1;
            let query = format!("mode={}&clock={}&seed=3", mode.id(), clock.id());
            let over =
                stage.run(number, &meta.id, &query).unwrap_or_else(|error| panic!("{} {query}: {error:?}", meta.id));
            assert_declared(&meta.id, &query, &over);
            let threads = over.summary.threads;
            match (clock, mode) {
                (Clock::Measured, Mode::Free | Mode::Processes) => assert!(threads > 1, "{} {query}", meta.id),
                (Clock::Measured, Mode::Sequential) => assert_eq!(threads, 1, "{} {query}", meta.id),
                // Native code leaves the baton, and a call handed over leaves the loop.
                _ => assert!(threads > 0, "{} {query}", meta.id),
            }
        }
    }
}

#[test]
fn a_stop_is_heard_between_pieces() {
    let mut stage = Stage::new();
    for (number, mode) in [(1, "gil"), (2, "free"), (3, "sequential")] {
        let mut next = stage.conductor.hear(&run(number, "gil-cpu", &format!("mode={mode}&work=2000&tasks=8")));
        for _ in 0..3 {
            assert_ne!(next, Next::Idle);
            next = stage.conductor.beat();
        }
        let next = stage.conductor.hear(&stop(number));
        let over = stage.finish(number, next).expect("it ran");
        assert_eq!(over.ending, Ending::Stopped);
    }
}

#[test]
fn a_message_that_is_none_and_a_second_run_are_refused() {
    let mut stage = Stage::new();
    stage.conductor.hear(&[7, 7]);
    assert!(matches!(stage.page.over(RunId(0)), Some(Err(EngineError::Mismatch(Mismatch::Unreadable(_))))));
    stage.conductor.hear(&run(1, "gil-cpu", "work=2000"));
    stage.conductor.hear(&run(2, "gil-cpu", ""));
    assert!(matches!(stage.page.over(RunId(2)), Some(Err(EngineError::Mismatch(Mismatch::Busy)))));
}

#[test]
fn after_a_failure_nothing_is_begun() {
    let mut stage = Stage::new();
    // Without threads: those of a run that failed never come back, and here all tests share them.
    stage.conductor.hear(&run(1, "gil-cpu", "mode=sequential&work=2000"));
    stage.conductor.fail(Fault::Ended);
    let failed = EngineError::WorkerFailed(Fault::Ended);
    assert_eq!(stage.page.over(RunId(1)).map(|over| over.map(|_| ())), Some(Err(failed.clone())));
    assert_eq!(stage.run(2, "gil-cpu", "").map(|_| ()), Err(failed));
}

#[test]
fn events_come_while_a_run_goes_on() {
    let mut stage = Stage::new();
    let mut next = stage.conductor.hear(&run(1, "gil-cpu", "mode=gil&work=500"));
    while stage.page.heard().batches < 2 {
        assert_ne!(next, Next::Idle);
        next = stage.conductor.beat();
    }
    assert!(stage.page.heard().reports.iter().all(|report| !matches!(report, Report::Ended { .. })));
}

#[test]
fn a_deadlock_is_named_and_leaves_everything_usable() {
    let mut stage = Stage::new();
    for (number, mode) in [(1, "free"), (2, "gil"), (3, "free")] {
        let over = stage.run(number, "knot", &format!("mode={mode}")).expect("it ran");
        let Ending::Deadlock(ring) = &over.ending else { panic!("{:?} is no deadlock", over.ending) };
        assert_eq!(ring.len(), 2);
        assert_declared("knot", "", &over);
    }
}

#[test]
fn a_pool_that_fails_is_a_sentence() {
    struct Broken;
    impl Pool for Broken {
        fn start(&mut self, _: u32) {}
        fn state(&self) -> PoolState {
            PoolState::Failed(Fault::NoThreads(None))
        }
        fn colony(&self) -> Rc<dyn Colony> {
            Rc::new(Nowhere::default())
        }
    }
    let page = Page::default();
    let mut conductor = Conductor::new(page.ear(), twins(), Broken, PLACE, 1);
    conductor.hear(&run(1, "lost-update", "mode=free"));
    let error = page.over(RunId(1)).expect("refused at once").expect_err("refused");
    assert_eq!(error, EngineError::WorkerFailed(Fault::NoThreads(None)));
}

#[test]
fn a_process_that_does_not_come_up_is_no_fault_of_the_program() {
    struct NoProcesses;
    impl Pool for NoProcesses {
        fn start(&mut self, _: u32) {}
        fn state(&self) -> PoolState {
            PoolState::Failed(Fault::NoThreads(None))
        }
        fn colony(&self) -> Rc<dyn Colony> {
            Rc::new(Nowhere::default())
        }
    }
    for (scenario, query) in [("errands", "mode=processes"), ("calls", "mode=event-loop&call=process")] {
        let page = Page::default();
        let mut conductor = Conductor::new(page.ear(), twins(), NoProcesses, PLACE, 1);
        conductor.hear(&run(1, scenario, query));
        let over = loop {
            if let Some(over) = page.over(RunId(1)) {
                break over;
            }
            conductor.beat();
        };
        assert_eq!(over.map(|_| ()), Err(EngineError::ProcessNotUp(Fault::Silent)), "{scenario}");
        conductor.hear(&run(2, "gil-cpu", "mode=sequential&work=1"));
        while page.over(RunId(2)).is_none() {
            conductor.beat();
        }
    }
}

#[test]
fn a_stop_is_heard_while_the_pool_starts() {
    struct Slow;
    impl Pool for Slow {
        fn start(&mut self, _: u32) {}
        fn state(&self) -> PoolState {
            PoolState::Starting
        }
        fn colony(&self) -> Rc<dyn Colony> {
            Rc::new(Nowhere::default())
        }
    }
    let page = Page::default();
    let mut conductor = Conductor::new(page.ear(), twins(), Slow, PLACE, 1);
    assert!(matches!(conductor.hear(&run(1, "lost-update", "mode=free")), Next::After(_)));
    conductor.hear(&stop(1));
    let over = page.over(RunId(1)).expect("it is over").expect("it was not refused");
    assert_eq!(over.ending, Ending::Stopped);
}

#[test]
fn what_no_pool_can_hold_is_refused() {
    let mut stage = Stage::new();
    let refused = |over: Result<Over, EngineError>| over.expect_err("refused");
    assert_eq!(refused(stage.run(1, "crowd", "mode=free&tasks=64")), EngineError::TooManyTasks { asked: 65, most: 64 });
    assert_declared("crowd", "mode=free&tasks=4", &stage.run(2, "crowd", "mode=free&tasks=4").expect("it fits"));
    assert_eq!(refused(stage.run(3, "crowd", "mode=free&tasks=40")), EngineError::PoolTooSmall { needed: 41 });
    assert_declared(
        "crowd",
        "mode=gil&tasks=1000",
        &stage.run(4, "crowd", "mode=gil&tasks=1000").expect("one thread for all"),
    );
}

#[test]
fn a_trace_that_is_not_drained_in_time_says_how_much_is_missing() {
    let rings = std::sync::Arc::new(workers::trace::Rings::new(64));
    NativePool { state: PoolState::Cold }.start(4);
    let scenario = content::scenario("lost-update").expect("it has a twin");
    let mut params = model::Params::defaults(&scenario.meta.params);
    params.set("increments", 1_000).expect("in range");
    let mut going = workers::runs::ThreadsRun::begin(rings, scenario.program, params);
    while !matches!(going.go_on(0), Step::Over(..)) {
        std::hint::spin_loop();
    }
    let mut batch = Batch::default();
    going.source().take(&mut batch);
    assert!(batch.dropped > 3_000, "two rings of 64 cannot hold 4000 events");
    let last = Event::all_from_bytes(&batch.events).map(|event| event.seq).max().expect("some were kept");
    assert!(batch.taken + batch.dropped > u64::from(last), "each was kept or counted");
}

#[test]
fn sleeps_are_true_to_a_fraction_of_a_millisecond() {
    let mut stage = Stage::new();
    let over = stage.run(1, "sleeps", "mode=gil&each=1000").expect("it ran");
    let Ending::Finished(verdict) = over.ending else { panic!("{:?}", over.ending) };
    assert!(verdict.value("least") >= Some(1e6), "{verdict:?}");
}

#[test]
fn processes_do_what_they_are_asked_and_nothing_is_left_behind() {
    let mut stage = Stage::new();
    for number in 1..20 {
        let over = stage.run(number, "errands", "mode=processes&work=2").expect("it ran");
        assert_declared("errands", "mode=processes", &over);
        assert_eq!(over.summary.threads, 4, "main, two workers and one that cannot be pickled for");
        assert!(over.events.iter().any(|event| event.kind == EventKind::Start && event.value > 0));
    }
    let next = stage.conductor.hear(&run(20, "errands", "mode=processes&work=500"));
    assert_ne!(next, Next::Idle);
    let next = stage.conductor.hear(&stop(20));
    assert_eq!(stage.finish(20, next).expect("it ran").ending, Ending::Stopped);
    let over = stage.run(21, "knot", "mode=processes").expect("it ran");
    let Ending::Deadlock(ring) = over.ending else { panic!("{:?} is no deadlock", over.ending) };
    assert_eq!(ring.len(), 2);
    let error = stage.run(22, "crowd", "mode=processes&tasks=40").expect_err("refused");
    assert_eq!(error, EngineError::TooManyTasks { asked: 41, most: 16 });
}

#[test]
fn native_code_gives_up_the_baton_and_runs_on_the_pool() {
    let mut stage = Stage::new();
    let over = stage.run(1, "natives", "mode=gil").expect("it ran");
    assert_declared("natives", "mode=gil", &over);
    let lanes = lanes_of(&over, EventKind::NativeDone);
    assert!(lanes.len() == 2 && lanes.iter().all(|lane| *lane > 0), "on threads of the pool: {lanes:?}");
    assert!(over.events.iter().all(|event| event.kind != EventKind::Compute));

    let page = Page::default();
    let place = Here { isolated: false, ..PLACE };
    let conductor = Conductor::new(page.ear(), twins(), NativePool { state: PoolState::Cold }, place, 1);
    let mut outside = Stage { page, conductor, _turn: None };
    let over = outside.run(1, "natives", "mode=gil").expect("it ran");
    assert_declared("natives", "mode=gil", &over);
    assert_eq!(lanes_of(&over, EventKind::Computed), [0, 0], "without a pool it keeps the baton, and says so");
    assert!(over.summary.native_kept_gil);
    let over = outside.run(2, "natives", "mode=sequential&threads=4").expect("it ran");
    assert!(over.summary.native_kept_gil);
    assert_eq!(lanes_of(&over, EventKind::Computed), [0, 0], "and nobody helps it");
}

#[test]
fn native_code_is_spread_over_threads_in_every_mode_that_has_some() {
    let mut stage = Stage::new();
    for mode in ["free", "gil", "event-loop", "sequential"] {
        let over = stage.run(1, "natives", &format!("mode={mode}&threads=3&work=600")).expect("it ran");
        assert_declared("natives", &format!("mode={mode}&threads=3"), &over);
        let lanes = lanes_of(&over, EventKind::NativeDone);
        assert!(lanes.len() == 2 && lanes.iter().all(|lane| *lane > 0), "{mode}: {lanes:?}");
        assert!(!over.summary.native_kept_gil, "{mode}");
    }
    for mode in ["free", "gil", "event-loop", "sequential"] {
        let over = stage.run(2, "natives", &format!("mode={mode}&threads=3&work=4000")).expect("it ran");
        let helped = helped(&over);
        assert!(!helped.is_empty(), "{mode}: who helps says so");
        let mut lanes: Vec<u8> = over.events.iter().map(|event| event.lane).collect();
        lanes.sort_unstable();
        lanes.dedup();
        assert_eq!(over.summary.threads as usize, lanes.len(), "{mode}: every worker counts, {lanes:?}");
        assert!(lanes.len() > if mode == "sequential" { 2 } else { 3 }, "{mode}: {lanes:?}");
    }
    let over = stage.run(3, "natives", "mode=processes&threads=3").expect("it ran");
    assert_eq!(lanes_of(&over, EventKind::NativeDone).len(), 2, "a process does it alone");
}

#[test]
fn a_loop_stands_still_for_what_it_calls_and_not_for_what_it_hands_over() {
    let mut stage = Stage::new();
    let mut worst = |call: &str| {
        let over = stage.run(1, "calls", &format!("mode=event-loop&call={call}")).expect("it ran");
        assert_declared("calls", "mode=event-loop", &over);
        let Ending::Finished(verdict) = &over.ending else { panic!("{:?}", over.ending) };
        (verdict.value("worst").expect("told") / 1e6, over)
    };
    let (stalled, over) = worst("block");
    assert!(stalled >= 200.0, "a call that blocks stalls the loop: {stalled} ms");
    assert!(over.events.iter().any(|event| event.kind == EventKind::Block && event.lane == 0));
    let (_, over) = worst("thread-block");
    assert!(lanes_of(&over, EventKind::Woke).iter().any(|lane| *lane > 0), "a thread of the pool blocked");
    let (_, over) = worst("thread-native");
    assert!(lanes_of(&over, EventKind::NativeDone)[0] > 0, "a thread of the pool worked");
    let (_, over) = worst("process");
    assert!(lanes_of(&over, EventKind::Computed)[0] > 0, "a process worked");
    assert!(over.events.iter().any(|event| event.kind == EventKind::Start && event.value > 0));
    let (stalled, over) = worst("parallel");
    let spans = spans(&over, EventKind::Native, EventKind::NativeDone);
    let [(lane, begun, done)] = spans[..] else { panic!("one call, not {spans:?}") };
    assert!(lane > 0 && stalled >= (done - begun) as f64 / 1e6, "threads work while the loop stands still: {stalled}");
    let (shared, over) = worst("thread-python");
    assert_eq!(lanes_of(&over, EventKind::Computed), [0], "it needs the baton");
    assert!(over.events.iter().filter(|event| event.kind == EventKind::Yield).count() > 2, "and shares it: {shared}");
}

/// Who helped which task, on which lane: each once for every time it began to.
fn helped(over: &Over) -> Vec<(u32, u8)> {
    let (mut open, mut all) = (Vec::new(), Vec::new());
    for event in &over.events {
        let who = (event.task, event.value);
        match event.kind {
            // The task's own thread, that waited.
            EventKind::Help | EventKind::HelpDone if event.value == 0 => {}
            EventKind::Help => {
                assert_eq!(i64::from(event.lane), event.value, "it is known by its lane");
                assert!(!open.contains(&who), "{who:?} begins twice");
                open.push(who);
                all.push((event.task.0, event.lane));
            }
            EventKind::HelpDone => {
                let at = open.iter().position(|other| *other == who).expect("who stops had begun");
                open.swap_remove(at);
            }
            EventKind::NativeDone => assert!(open.iter().all(|(task, _)| *task != event.task), "all is told by then"),
            _ => {}
        }
    }
    all
}

fn lanes_of(over: &Over, kind: EventKind) -> Vec<u8> {
    over.events.iter().filter(|event| event.kind == kind).map(|event| event.lane).collect()
}

#[test]
fn a_modelled_run_is_the_same_every_time() {
    let mut stage = Stage::new();
    let query = "mode=gil&clock=modelled&seed=9&increments=400&granularity=every-operation&interval=20";
    let (a, b) = (stage.run(1, "lost-update", query), stage.run(2, "lost-update", query));
    let (a, b) = (a.expect("it ran"), b.expect("it ran"));
    assert_eq!((&a.ending, &a.events), (&b.ending, &b.events));
    let next = stage.conductor.hear(&run(3, "gil-cpu", "mode=free&clock=modelled&tasks=8&work=2000"));
    let next = if next == Next::Idle { next } else { stage.conductor.hear(&stop(3)) };
    stage.finish(3, next).expect("it ran");
}

impl Stage {
    /// Explores; hands every report of its progress to somebody who may answer with a message.
    fn explore(&mut self, of: u32, query: &str, mut answer: impl FnMut(u64, &Page) -> Option<Vec<u8>>) -> Report {
        let run = RunId(of);
        let mut next = self.conductor.hear(&explore(of, "lost-update", query));
        let mut beats = 0;
        loop {
            let over = |report: &&Report| matches!(report, Report::Explored { run: of, .. } if *of == run);
            if let Some(over) = self.page.heard().reports.iter().find(over) {
                return over.clone();
            }
            beats += 1;
            next = match answer(beats, &self.page) {
                Some(message) => self.conductor.hear(&message),
                None => {
                    assert_ne!(next, Next::Idle, "the conductor rests though the exploration goes on");
                    self.conductor.beat()
                }
            };
        }
    }
}

#[test]
fn an_exploration_finds_what_is_declared_and_explains_what_is_bad() {
    let mut stage = Stage::new();
    let report = stage.explore(1, "workers=2&increments=1", |_, _| None);
    let Report::Explored { found, explained, .. } = report else { panic!("{report:?}") };
    assert_eq!((found.coverage, explained.len()), (Coverage::Complete, found.outcomes.len()));
    let meta = content::meta("lost-update");
    let link = model::Link::parse(meta, "workers=2&increments=1").expect("a link of this test");
    let mut outcomes: Vec<_> = found.outcomes.iter().map(|found| found.outcome.clone()).collect();
    let mut declared = meta.outcomes(&link.params);
    outcomes.sort();
    declared.sort();
    assert_eq!(outcomes, declared);
    assert!(found.outcomes.iter().zip(&explained).all(|(found, why)| found.good == why.is_none()));
    // The schedule of the bad one, in a link, is a run that ends so.
    let bad = found.outcomes.iter().find(|found| !found.good).expect("an update can be lost");
    let query = format!("workers=2&increments=1&mode=free&clock=modelled&schedule={}", bad.schedule);
    let over = stage.run(2, "lost-update", &query).expect("it ran");
    assert_eq!((over.ending.outcome().as_ref(), over.summary.strayed), (Some(&bad.outcome), None));
    // One that does not fit is followed as far as it goes, and says how far that was.
    let over = stage.run(3, "lost-update", &format!("{query}.9*3")).expect("it ran");
    let step = u32::try_from(bad.schedule.len() + 1).expect("short");
    assert_eq!(over.summary.strayed, Some(Strayed { step, over: true }));
    let over = stage.run(4, "lost-update", "mode=free&clock=modelled&schedule=1-0.7.0").expect("it ran");
    assert_eq!(over.summary.strayed, Some(Strayed { step: 2, over: false }));
}

#[test]
fn an_exploration_is_held_goes_on_and_is_stopped_and_never_keeps_the_conductor_long() {
    let mut stage = Stage::new();
    let run = RunId(1);
    let mut slowest = 0;
    let mut since = workers::clock::now();
    let mut held = 0;
    let report = stage.explore(1, "workers=4&increments=5", |beat, page| {
        slowest = slowest.max(workers::clock::now() - since);
        since = workers::clock::now();
        let heard = || page.heard().reports.iter().filter(|report| matches!(report, Report::Exploring { .. })).count();
        match beat {
            20 => Some(wire::command(&Command::Pause(run))),
            // The beat before found it held; nothing more is told, however often it is asked.
            22 => {
                held = heard();
                assert!(held > 0, "that it is held is told");
                Some(wire::command(&Command::Pause(run)))
            }
            23 => {
                assert_eq!(heard(), held);
                Some(wire::command(&Command::Resume(run)))
            }
            60 => Some(wire::command(&Command::Stop(run))),
            _ => None,
        }
    });
    let Report::Explored { found, worked, .. } = report else { panic!("{report:?}") };
    assert_eq!(found.coverage, Coverage::Incomplete(Bound::Time));
    assert!(found.progress.executions > 0 && worked > 0 && !found.outcomes.is_empty());
    // It works in pieces of 10 ms; the machine may be busy otherwise.
    assert!(slowest < 1_000_000_000, "{slowest} ns without a look at the messages");
    assert!(stage.run(2, "lost-update", "mode=gil&increments=5").is_ok(), "it serves the next run");
}

/// What comes out of measuring under these words.
fn measured(what: &str) -> f64 {
    let mut stage = Stage::new();
    let run = RunId(1);
    let mut next = stage.conductor.hear(&measure(1, what));
    loop {
        if let Some(value) = stage.page.measured(run) {
            return value;
        }
        assert_ne!(next, Next::Idle);
        next = stage.conductor.beat();
    }
}

#[test]
fn the_cost_of_an_execution_can_be_measured() {
    let nanos = measured("explore:2:3");
    assert!(nanos > 10.0 && nanos < 1e6, "{nanos} ns for one execution");
}

#[test]
fn waits_can_be_together() {
    let faster = measured("together:io:threads:8");
    // Eight times, where nothing else keeps the machine; once, were they one after another.
    assert!(faster > 2.0, "{faster} times as fast");
}
