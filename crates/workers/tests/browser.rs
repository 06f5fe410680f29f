//! The conductor in a real browser, in a worker of its own, with real workers as threads.
#![cfg(target_arch = "wasm32")]

mod page;

use model::{Clock, Ending, EngineError, Event, EventKind, Fault, Params, Report, RunId, TaskId};
use page::life::{doom_processes, end_last_process, keep_processes, living};
use page::{Over, Page, assert_declared, computing, measure, run, spans, stop, twins};
use scenarios::content::{self, SCENARIOS};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use workers::runs::{Running, Step, ThreadsRun};
use workers::shell::Shell;
use workers::trace::{Batch, Rings};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// One conductor for all tests of this worker: there is one pool a memory.
#[derive(Clone)]
struct Stage {
    page: Page,
    shell: Rc<Shell>,
}

thread_local! { static STAGE: RefCell<Option<Stage>> = const { RefCell::new(None) } }

async fn stage() -> Stage {
    if let Some(stage) = STAGE.with_borrow(Clone::clone) {
        return stage;
    }
    let page = Page::default();
    let shell = Shell::start(page.ear(), twins(), "live_in_test").expect("a browser with workers");
    assert!(page.is_ready());
    let stage = Stage { page, shell };
    STAGE.set(Some(stage.clone()));
    // A pool never grows: it is to hold what any scenario needs by default.
    let tasks = SCENARIOS.iter().map(|known| known.meta.tasks(&Params::defaults(&known.meta.params))).max();
    stage.measure(&format!("bare-rayon:{}:1", tasks.expect("there are scenarios"))).await;
    stage
}

async fn pause(millis: i32) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).expect("a timer");
    });
    JsFuture::from(wait).await.expect("a timer never fails");
}

fn now() -> f64 {
    workers::clock::now() as f64 / 1e6
}

impl Stage {
    /// Asks for a run without waiting for it.
    fn begin(&self, scenario: &str, query: &str) -> u32 {
        thread_local! { static NEXT: Cell<u32> = const { Cell::new(1) } }
        let number = NEXT.replace(NEXT.get() + 1);
        self.shell.hear(&run(number, scenario, query));
        number
    }

    async fn end(&self, number: u32) -> Result<Over, EngineError> {
        loop {
            if let Some(over) = self.page.over(RunId(number)) {
                return over;
            }
            pause(1).await;
        }
    }

    async fn run(&self, scenario: &str, query: &str) -> Over {
        let over = self.end(self.begin(scenario, query)).await;
        over.unwrap_or_else(|error| panic!("{scenario} {query}: {error:?}"))
    }

    async fn measure(&self, what: &str) -> f64 {
        self.shell.hear(&measure(0, what));
        loop {
            if let Some(value) = self.page.measured(RunId(0)) {
                return value;
            }
            pause(1).await;
        }
    }
}

#[wasm_bindgen_test]
async fn every_mode_of_every_scenario_ends_as_declared() {
    let stage = stage().await;
    for scenario in SCENARIOS.iter() {
        let meta = &scenario.meta;
        for (mode, clock) in meta.modes.iter().flat_map(|mode| Clock::ALL.map(|clock| (*mode, clock))) {
            let query = format!("mode={}&clock={}&seed=3", mode.id(), clock.id());
            assert_declared(&meta.id, &query, &stage.run(&meta.id, &query).await);
        }
    }
}

#[wasm_bindgen_test]
async fn native_code_gives_up_the_baton_and_runs_on_the_pool() {
    let stage = stage().await;
    let over = stage.run("natives", "mode=gil&work=400").await;
    assert_declared("natives", "mode=gil", &over);
    let spans = spans(&over, EventKind::Native, EventKind::NativeDone);
    let [a, b] = spans[..] else { panic!("two tasks work in native code, not {spans:?}") };
    assert!(a.0 != b.0 && a.0 * b.0 > 0, "on two threads of the pool: {spans:?}");
    assert!(a.1 < b.2 && b.1 < a.2, "at once: {spans:?}");
}

#[wasm_bindgen_test]
async fn native_code_is_spread_over_threads_and_a_stop_reaches_all_of_them() {
    let stage = stage().await;
    for mode in ["free", "gil", "event-loop", "sequential"] {
        let over = stage.run("natives", &format!("mode={mode}&threads=2&work=200")).await;
        assert_declared("natives", &format!("mode={mode}&threads=2"), &over);
        let spans = spans(&over, EventKind::Native, EventKind::NativeDone);
        assert!(spans.len() == 2 && spans.iter().all(|span| span.0 > 0), "{mode}: on threads of the pool: {spans:?}");

        let number = stage.begin("natives", &format!("mode={mode}&threads=2&work=1000000"));
        pause(60).await;
        let asked = now();
        stage.shell.hear(&stop(number));
        let over = stage.end(number).await.expect("it ran");
        let took = now() - asked;
        console_log!("native code on several threads, {mode}: stopped after {took:.1} ms");
        assert_eq!(over.ending, Ending::Stopped, "{mode}");
        assert!(took < 500.0, "{mode}: {took} ms");
    }
}

#[wasm_bindgen_test]
async fn a_loop_stands_still_for_what_it_calls_and_not_for_what_it_hands_over() {
    let stage = stage().await;
    for (call, params) in [
        ("block", ""),
        ("thread-block", ""),
        ("thread-native", "&work=2000"),
        ("process", "&work=2000"),
        ("thread-python", "&work=2000"),
    ] {
        let over = stage.run("calls", &format!("mode=event-loop&call={call}{params}")).await;
        assert_declared("calls", "mode=event-loop", &over);
        let Ending::Finished(verdict) = &over.ending else { panic!("{:?}", over.ending) };
        let told = |name| verdict.value(name).expect("the program tells it");
        console_log!(
            "{call}: {} beats in {:.0} ms, {:.1} ms apart at worst",
            told("beats"),
            told("took") / 1e6,
            told("worst") / 1e6
        );
        if call == "block" {
            assert!(told("worst") >= 200e6, "it stalls the loop");
        } else {
            assert!(told("worst") < told("took") * 0.8, "{call}: the loop goes on meanwhile");
        }
        let elsewhere = over.events.iter().any(|event| event.lane > 0);
        assert_eq!(elsewhere, !matches!(call, "block" | "thread-python"), "{call}");
    }
}

#[wasm_bindgen_test]
async fn processes_have_memories_of_their_own_and_hand_each_other_bytes() {
    let stage = stage().await;
    let query = "mode=processes&work=20";
    let over = stage.run("errands", query).await;
    assert_declared("errands", query, &over);
    assert_eq!(over.summary.threads, 4);
    let legs = [EventKind::Pickle, EventKind::Copy, EventKind::Unpickle];
    for leg in legs {
        assert!(over.events.iter().any(|event| event.kind == leg && event.value > 10_000), "{leg:?}");
    }
    for start in over.events.iter().filter(|event| event.kind == EventKind::Start) {
        console_log!("process {} started in {:.1} ms", start.task.0, start.value as f64 / 1e6);
        assert!(start.value > 0);
    }
    // Work of two of them overlaps in time.
    let over = stage.run("errands", "mode=processes&work=400").await;
    let spans = computing(&over);
    let overlaps = |a: &(u8, u64, u64), b: &(u8, u64, u64)| a.0 != b.0 && a.1 < b.2 && b.1 < a.2;
    assert!(spans.iter().any(|a| spans.iter().any(|b| overlaps(a, b))), "{spans:?}");
    let over = stage.run("errands", "mode=processes&work=1&bytes=8000000").await;
    let Ending::Finished(verdict) = &over.ending else { panic!("{:?}", over.ending) };
    console_log!("4 times 8 MB through a pool of processes: {:.1} ms", verdict.value("took").unwrap_or(0.0) / 1e6);
    assert_declared("errands", "mode=processes&bytes=8000000", &over);
    // Shared, only names are pickled: a list, the number of a future and a name.
    let over = stage.run("errands", "mode=processes&work=1&bytes=8000000&shared=true").await;
    let Ending::Finished(verdict) = &over.ending else { panic!("{:?}", over.ending) };
    console_log!("the same shared: {:.1} ms", verdict.value("took").unwrap_or(0.0) / 1e6);
    assert_declared("errands", "mode=processes&bytes=8000000&shared=true", &over);
    let pickled = over.events.iter().filter(|event| event.kind == EventKind::Pickle);
    assert!(pickled.clone().count() >= 4 && pickled.clone().all(|event| event.value < 100));
}

#[wasm_bindgen_test]
async fn a_process_that_dies_is_told_and_replaced_and_the_run_goes_on() {
    for _ in 0..3 {
        let over = stage().await.run("death", "mode=processes").await;
        assert_declared("death", "mode=processes", &over);
        assert_eq!(over.events.iter().filter(|event| event.kind == EventKind::End && event.value == 2).count(), 5);
    }
}

#[wasm_bindgen_test]
async fn a_process_that_has_no_memory_left_is_told_and_the_run_goes_on() {
    assert_declared("glut", "mode=processes", &stage().await.run("glut", "mode=processes").await);
}

#[wasm_bindgen_test]
async fn a_process_that_is_ended_from_outside_is_missed() {
    keep_processes();
    for _ in 0..3 {
        lose_a_process(&stage().await).await;
    }
}

#[wasm_bindgen_test]
async fn a_process_that_ends_before_it_lives_is_started_once_more() {
    let stage = stage().await;
    keep_processes();
    let living_before = living().await;
    // Nobody is any the wiser.
    doom_processes(1);
    let began = now();
    assert_declared("death", "mode=processes", &stage.run("death", "mode=processes").await);
    console_log!("a run whose first process never lived took {:.0} ms", now() - began);
    doom_processes(2);
    assert_declared("death", "mode=processes", &stage.run("death", "mode=processes").await);
    // Three times in a row is said, and is no fault of the program.
    doom_processes(3);
    let began = now();
    let number = stage.begin("death", "mode=processes");
    let error = stage.end(number).await.expect_err("it cannot run");
    assert_eq!(error, EngineError::ProcessNotUp(Fault::Silent));
    console_log!("one that never lives is told of after {:.0} ms", now() - began);
    assert!(now() - began < 14_000.0, "it took {} ms", now() - began);
    // One that only works for an event loop is a process too.
    doom_processes(1);
    let query = "mode=event-loop&call=process&work=10";
    assert_declared("calls", "mode=event-loop&call=process", &stage.run("calls", query).await);
    doom_processes(0);
    lives_on(living_before).await;
}

/// Ends a process that is at work; the run goes on, and all that it started is gone afterwards.
async fn lose_a_process(stage: &Stage) {
    let living_before = living().await;
    let number = stage.begin("loss", "mode=processes");
    let at_work = |stage: &Stage| {
        stage.page.heard().events.iter().any(|event| event.kind == EventKind::Compute && event.task != TaskId::MAIN)
    };
    while !at_work(stage) {
        pause(1).await;
    }
    let asked = now();
    end_last_process();
    let over = stage.end(number).await.expect("it ran");
    assert_declared("loss", "mode=processes", &over);
    console_log!("a process was missed after {:.0} ms at most", now() - asked);
    lives_on(living_before).await;
}

/// Waits until no more workers live than did: an end takes its time, that of an earlier test too.
async fn lives_on(before: u32) {
    let since = now();
    while living().await > before {
        assert!(now() - since < 10_000.0, "{} workers live, and {before} did before", living().await);
        pause(10).await;
    }
}

#[wasm_bindgen_test]
async fn a_stop_ends_processes_whatever_they_do() {
    let stage = stage().await;
    // While they compute and wait for each other. (A worker that is ended while it loads leaves the runner's server
    // with a connection that it never gets over; `tests/specs/series.rs` stops processes at any moment.)
    for wait in [400, 700] {
        let number = stage.begin("errands", "mode=processes&work=2000");
        pause(wait).await;
        let asked = now();
        stage.shell.hear(&stop(number));
        let over = stage.end(number).await.expect("it ran");
        assert_eq!(over.ending, Ending::Stopped);
        // A tenth of that, where the machine has nothing else to do.
        assert!(now() - asked < 1_000.0, "{} ms", now() - asked);
    }
    assert_declared("errands", "mode=processes", &stage.run("errands", "mode=processes").await);
}

#[wasm_bindgen_test]
async fn many_tasks_wait_at_once() {
    for query in ["mode=event-loop&tasks=1000", "mode=gil&tasks=1000", "mode=sequential", "mode=free&tasks=3"] {
        assert_declared("crowd", query, &stage().await.run("crowd", query).await);
    }
    let number = stage().await.begin("crowd", "mode=free&tasks=60");
    let error = stage().await.end(number).await.expect_err("the pool was made for smaller runs");
    assert_eq!(error, EngineError::PoolTooSmall { needed: 61 });
}

#[wasm_bindgen_test]
async fn every_measurement_has_an_answer() {
    for what in [
        "bare-sequential:3",
        "bare-rayon:2:3",
        "bare-parallel:3",
        "parallel:2:30",
        "clock",
        "record:2:200000",
        "lock:20000",
        "queue:500",
        "loop:50:4",
        "message:20",
        "switch:50",
        "process",
        "errand:20",
    ] {
        let value = stage().await.measure(what).await;
        console_log!("{what}: {value:.0} ns");
        assert!(value.is_finite() && value > 0.0, "{what}: {value}");
    }
}

#[wasm_bindgen_test]
async fn real_threads_run_on_several_workers_at_once() {
    let stage = stage().await;
    let over = stage.run("gil-cpu", "mode=free&tasks=2&work=300").await;
    let spans = computing(&over);
    let [_alone, a, b] = spans[..] else { panic!("three computations, not {spans:?}") };
    assert_ne!(a.0, b.0, "two tasks on two workers");
    assert!(a.1 < b.2 && b.1 < a.2, "they overlap in time: {spans:?}");
    assert_eq!(over.summary.threads, 3);

    let over = stage.run("gil-cpu", "mode=gil&tasks=2&work=300").await;
    assert_eq!(over.summary.threads, 1);
    assert!(over.events.iter().filter(|event| event.kind == EventKind::Yield).count() >= 4, "the baton passes");
}

#[wasm_bindgen_test]
async fn one_lock_has_one_holder_at_a_time() {
    let over = stage().await.run("lost-update", "mode=free&increments=2000&locked=true&workers=3").await;
    let mut holder = None;
    for event in &over.events {
        match event.kind {
            EventKind::Acquire => assert_eq!(holder.replace(event.task), None, "{event:?}"),
            EventKind::Release => assert_eq!(holder.take(), Some(event.task), "{event:?}"),
            _ => {}
        }
    }
    let acquired = over.events.iter().filter(|event| event.kind == EventKind::Acquire).count();
    assert_eq!(acquired, 6_000);
}

#[wasm_bindgen_test]
async fn a_deadlock_is_named_and_leaves_everything_usable() {
    let stage = stage().await;
    for mode in ["free", "gil", "free"] {
        let over = stage.run("knot", &format!("mode={mode}")).await;
        let Ending::Deadlock(ring) = &over.ending else { panic!("{mode}: {:?} is no deadlock", over.ending) };
        assert_eq!(ring.len(), 2);
        let last_blocked =
            over.events.iter().filter(|event| event.kind == EventKind::Wait).map(|event| event.time).max();
        let first = over.events[0].time;
        let found = (first + over.summary.elapsed).saturating_sub(last_blocked.expect("somebody waits"));
        assert!(found < 300_000_000, "{mode}: found {found} ns after the last task blocked");
    }
    assert_declared("gil-cpu", "work=10", &stage.run("gil-cpu", "mode=free&work=10").await);
}

#[wasm_bindgen_test]
async fn a_stop_is_heard_soon() {
    let stage = stage().await;
    for mode in ["free", "gil", "sequential"] {
        for (scenario, params) in [
            ("gil-cpu", "work=2000&tasks=3"),
            ("lost-update", "increments=100000&between=sleep"),
            ("sleeps", "each=1000000"),
        ] {
            if scenario == "sleeps" && mode == "sequential" {
                continue;
            }
            let number = stage.begin(scenario, &format!("mode={mode}&{params}"));
            while !stage.page.heard().reports.iter().any(|report| matches!(report, Report::Started { .. })) {
                pause(1).await;
            }
            pause(30).await;
            let asked = now();
            stage.shell.hear(&stop(number));
            let over = stage.end(number).await.expect("it ran");
            assert_eq!(over.ending, Ending::Stopped, "{scenario} {mode}");
            let took = now() - asked;
            console_log!("{scenario} {mode}: stopped after {took:.1} ms");
            assert!(took < 500.0, "{scenario} {mode}: {took} ms");
        }
    }
}

#[wasm_bindgen_test]
async fn the_worker_hears_the_page_while_the_baton_passes() {
    let stage = stage().await;
    let number = stage.begin("gil-cpu", "mode=gil&work=1500&tasks=2&interval=100000");
    // This test shares the conductor's worker, so its own timers show how long the worker is deaf.
    let (mut deaf, mut last) = (Vec::new(), now());
    for _ in 0..41 {
        pause(0).await;
        deaf.push(now() - last);
        last = now();
    }
    stage.shell.hear(&stop(number));
    stage.end(number).await.expect("it ran");
    // The median: a busy machine may take the worker's core away for longer than that now and then.
    deaf.sort_by(f64::total_cmp);
    console_log!("deaf for {:.1} ms, at most {:.1}", deaf[20], deaf[40]);
    assert!(deaf[20] < 50.0, "deaf for {deaf:?} ms");
}

#[wasm_bindgen_test]
async fn clocks_of_two_workers_agree() {
    let skew = stage().await.measure("skew").await;
    console_log!("skew {skew} ns");
    // A few steps of the coarsest clock an isolated page gets.
    assert!(skew < 100_000.0, "clocks differ by {skew} ns");
}

#[wasm_bindgen_test]
async fn sleeps_are_true_to_a_fraction_of_a_millisecond() {
    for mode in ["gil", "free", "sequential"] {
        let over = stage().await.run("sleeps", &format!("mode={mode}&each=1000&times=50")).await;
        let Ending::Finished(verdict) = over.ending else { panic!("{:?}", over.ending) };
        console_log!("{mode}: {:?}", verdict.values);
        // Clocks are coarse: a sleep may seem one step of it short.
        assert!(verdict.value("least") >= Some(0.9e6), "{verdict:?}");
    }
}

#[wasm_bindgen_test]
async fn a_trace_that_is_not_drained_in_time_says_how_much_is_missing() {
    stage().await.measure("pool").await;
    let rings = std::sync::Arc::new(Rings::new(64));
    let scenario = content::scenario("lost-update").expect("it has a twin");
    let mut params = Params::defaults(&scenario.meta.params);
    params.set("increments", 1_000).expect("in range");
    let mut going = ThreadsRun::begin(rings, scenario.program, params);
    while !matches!(going.go_on(0), Step::Over(..)) {
        pause(1).await;
    }
    let mut batch = Batch::default();
    going.source().take(&mut batch);
    assert!(batch.dropped > 3_000, "two rings of 64 cannot hold 4000 events");
    let last = Event::all_from_bytes(&batch.events).map(|event| event.seq).max().expect("some were kept");
    assert!(batch.taken + batch.dropped > u64::from(last), "each was kept or counted");
}

#[wasm_bindgen_test]
async fn hundreds_of_runs_leave_everything_as_it_was() {
    let stage = stage().await;
    stage.run("gil-cpu", "mode=free&work=10").await;
    let memory = || core::arch::wasm32::memory_size::<0>();
    keep_processes();
    let (mut before, mut runs, mut worst, mut killed) = (0, 0, 0.0_f64, 0);
    let living_before = living().await;
    for round in 0..24 {
        // Which scenario, and whether it is stopped at a moment that differs from round to round.
        for (scenario, query, stopped) in [
            ("lost-update", "mode=free&increments=300", false),
            ("knot", "mode=free", false),
            ("gil-cpu", "mode=free&work=400", true),
            ("lost-update", "mode=gil&increments=300&locked=true", false),
            ("knot", "mode=gil", false),
            ("gil-cpu", "mode=gil&work=400", true),
            ("natives", "mode=gil&work=400", true),
            ("natives", "mode=free&work=300&threads=2", false),
            ("natives", "mode=free&work=2000&threads=3", true),
            ("crowd", "mode=event-loop&tasks=100", false),
            ("calls", "mode=event-loop&call=thread-block&block=2000", false),
            ("calls", "mode=event-loop&call=thread-native&work=1000", true),
        ] {
            let number = stage.begin(scenario, query);
            let asked = if stopped {
                pause(round % 7).await;
                stage.shell.hear(&stop(number));
                Some(now())
            } else {
                None
            };
            let over = stage.end(number).await.expect("it ran");
            worst = worst.max(asked.map_or(0.0, |asked| now() - asked));
            assert!(stopped || over.ending != Ending::Stopped);
            assert!(over.ending == Ending::Stopped || over.ending.outcome().is_some(), "{:?}", over.ending);
            assert_eq!(over.summary.dropped, 0);
            runs += 1;
        }
        // Processes are workers of their own each time, so there are fewer of these.
        if round % 4 == 0 {
            for (scenario, stopped) in [("errands", false), ("death", false), ("knot", false), ("errands", true)] {
                let number = stage.begin(scenario, "mode=processes");
                if stopped {
                    pause(round).await;
                    stage.shell.hear(&stop(number));
                }
                let over = stage.end(number).await.expect("it ran");
                assert!(stopped || over.ending.outcome().is_some(), "{:?}", over.ending);
                runs += 1;
            }
            lose_a_process(&stage).await;
            (runs, killed) = (runs + 1, killed + 1);
        }
        if round == 4 {
            before = memory();
        }
    }
    lives_on(living_before).await;
    console_log!("{runs} runs, {killed} of them with a process killed; {living_before} workers live, as before");
    console_log!("memory {before} pages, then {}; a stop took {worst:.1} ms at most", memory());
    assert!(runs > 250 && worst < 1_000.0, "{runs} runs, a stop took {worst} ms");
    assert!(memory() as f64 <= before as f64 * 1.1, "{before} pages became {}", memory());
}

#[wasm_bindgen_test]
async fn five_million_events_a_second_are_recorded_and_none_is_lost() {
    stage().await.measure("pool").await;
    // Two threads tell as fast as they can for a tenth of a second's worth and more; this one drains,
    // as a conductor does, but in one go where a conductor looks once a frame. Together they tell less than is kept
    // of a run.
    const EACH: u32 = 450_000;
    let rings = std::sync::Arc::new(Rings::new(1 << 20));
    let took = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    for task in 0..2 {
        let (rings, took) = (rings.clone(), took.clone());
        rayon::spawn(move || {
            let began = workers::clock::now();
            for seq in 0..EACH {
                let (time, lane) = (workers::clock::recently(), workers::pool::lane());
                let (task, object, mark) = (model::TaskId(task), model::ObjectId(0), model::Mark(1));
                runtime::Recorder::event(
                    &*rings,
                    Event { time, value: 1, seq, task, object, mark, kind: EventKind::Load, lane, step: true },
                );
            }
            let ended = workers::clock::now();
            took.lock().expect("nobody panics").push((began, ended));
        });
    }
    let mut batch = Batch::default();
    while took.lock().expect("nobody panics").len() < 2 {
        pause(1).await;
        workers::trace::Source::take(&*rings, &mut batch);
    }
    workers::trace::Source::take(&*rings, &mut batch);
    assert_eq!((batch.taken, batch.dropped), (u64::from(EACH) * 2, 0), "every event is there");
    let mut next = [0; 2];
    for event in Event::all_from_bytes(&batch.events) {
        let next = &mut next[event.task.index()];
        assert_eq!(event.seq, *next, "in the order in which its thread told it");
        *next += 1;
    }
    let spans = took.lock().expect("nobody panics").clone();
    let began = spans.iter().map(|span| span.0).min().expect("two threads");
    let ended = spans.iter().map(|span| span.1).max().expect("two threads");
    let rate = f64::from(EACH) * 2.0 / (ended - began) as f64 * 1e3;
    console_log!("{rate:.1} million events a second over two threads, none lost");
}
