//! The conductor in a real browser, in a worker of its own, with real workers as threads.
#![cfg(target_arch = "wasm32")]

mod page;

use model::{Command, Ending, EngineError, Event, EventKind, Report, RunId};
use page::{Over, Page, assert_declared, catalogue, computing, run, stop};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use workers::runs::{Running, Step, ThreadsRun};
use workers::shell::Shell;
use workers::trace::{Batch, Rings};
use workers::wire;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// One conductor for all tests of this worker: there is one pool a memory.
#[derive(Clone)]
struct Stage {
    page: Page,
    shell: Rc<Shell>,
}

thread_local! { static STAGE: RefCell<Option<Stage>> = const { RefCell::new(None) } }

fn stage() -> Stage {
    STAGE.with_borrow_mut(|stage| {
        stage
            .get_or_insert_with(|| {
                let page = Page::default();
                let shell = Shell::start(page.ear(), catalogue(), "live_in_test").expect("a browser with workers");
                assert!(page.is_ready());
                Stage { page, shell }
            })
            .clone()
    })
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
        self.shell.hear(&wire::command(&Command::Measure { run: RunId(0), what: what.into() }));
        loop {
            if let Some(value) = self.page.measured(RunId(0)) {
                return value;
            }
            pause(1).await;
        }
    }
}

#[wasm_bindgen_test]
async fn every_mode_ends_as_declared() {
    let stage = stage();
    for (scenario, params) in [
        ("gil-cpu", "work=20"),
        ("lost-update", "increments=5000"),
        ("lost-update", "increments=20&between=sleep&workers=4"),
        ("lost-update", "increments=200&locked=true&workers=4"),
    ] {
        for mode in ["sequential", "gil", "free", "gil&clock=modelled&seed=3", "free&clock=modelled"] {
            let query = format!("mode={mode}&{params}");
            assert_declared(scenario, &query, &stage.run(scenario, &query).await);
        }
    }
}

#[wasm_bindgen_test]
async fn processes_have_memories_of_their_own_and_hand_each_other_bytes() {
    let stage = stage();
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
}

#[wasm_bindgen_test]
async fn a_process_that_dies_is_told_and_replaced_and_the_run_goes_on() {
    for _ in 0..3 {
        let over = stage().run("death", "mode=processes").await;
        assert_declared("death", "mode=processes", &over);
        assert_eq!(over.events.iter().filter(|event| event.kind == EventKind::End && event.value == 2).count(), 5);
    }
}

#[wasm_bindgen_test]
async fn a_stop_ends_processes_whatever_they_do() {
    let stage = stage();
    // While they start, while they compute, while they wait for each other.
    for wait in [0, 20, 120, 400] {
        let number = stage.begin("errands", "mode=processes&work=2000");
        pause(wait).await;
        let asked = now();
        stage.shell.hear(&stop(number));
        let over = stage.end(number).await.expect("it ran");
        assert_eq!(over.ending, Ending::Stopped);
        assert!(now() - asked < 100.0, "{} ms", now() - asked);
    }
    assert_declared("errands", "mode=processes", &stage.run("errands", "mode=processes").await);
}

#[wasm_bindgen_test]
async fn many_tasks_wait_at_once() {
    for query in ["mode=event-loop&tasks=1000", "mode=gil&tasks=1000", "mode=sequential", "mode=free&tasks=3"] {
        assert_declared("crowd", query, &stage().run("crowd", query).await);
    }
    let number = stage().begin("crowd", "mode=free&tasks=60");
    let error = stage().end(number).await.expect_err("the pool was made for smaller runs");
    assert_eq!(error, EngineError::PoolTooSmall { needed: 61 });
}

#[wasm_bindgen_test]
async fn every_measurement_has_an_answer() {
    for what in [
        "bare-sequential:3",
        "bare-rayon:2:3",
        "clock",
        "record:2:1000",
        "lock:500",
        "queue:500",
        "loop:50:4",
        "message:20",
        "switch:50",
    ] {
        let value = stage().measure(what).await;
        assert!(value.is_finite() && value > 0.0, "{what}: {value}");
    }
}

#[wasm_bindgen_test]
async fn real_threads_run_on_several_workers_at_once() {
    let stage = stage();
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
    let over = stage().run("lost-update", "mode=free&increments=2000&locked=true&workers=3").await;
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
    let stage = stage();
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
    let stage = stage();
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
    let stage = stage();
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
    let skew = stage().measure("skew").await;
    console_log!("skew {skew} ns");
    // A few steps of the coarsest clock an isolated page gets.
    assert!(skew < 100_000.0, "clocks differ by {skew} ns");
}

#[wasm_bindgen_test]
async fn sleeps_are_true_to_a_fraction_of_a_millisecond() {
    for mode in ["gil", "free", "sequential"] {
        let over = stage().run("sleeps", &format!("mode={mode}&each=1000&times=50")).await;
        let Ending::Finished(verdict) = over.ending else { panic!("{:?}", over.ending) };
        console_log!("{mode}: {:?}", verdict.values);
        // Clocks are coarse: a sleep may seem one step of it short.
        assert!(verdict.value("least") >= Some(0.9e6), "{verdict:?}");
    }
}

#[wasm_bindgen_test]
async fn a_trace_that_is_not_drained_in_time_says_how_much_is_missing() {
    stage().measure("pool").await;
    let rings = std::sync::Arc::new(Rings::new(64));
    let scenario = scenarios::scenario("lost-update").expect("it is in the catalogue");
    let mut params = model::Params::defaults(scenario.meta.params);
    params.set("increments", 1_000).expect("in range");
    let mut going = ThreadsRun::begin(rings, scenario, params);
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
async fn two_hundred_runs_leave_everything_as_it_was() {
    let stage = stage();
    stage.run("gil-cpu", "mode=free&work=10").await;
    let memory = || core::arch::wasm32::memory_size::<0>();
    let mut before = 0;
    for round in 0..40 {
        for (scenario, query, stopped) in [
            ("lost-update", "mode=free&increments=300", false),
            ("knot", "mode=free", false),
            ("gil-cpu", "mode=free&work=400", true),
            ("lost-update", "mode=gil&increments=300&locked=true", false),
            ("gil-cpu", "mode=gil&work=400", true),
        ] {
            let number = stage.begin(scenario, query);
            if stopped {
                pause(round % 7).await;
                stage.shell.hear(&stop(number));
            }
            let over = stage.end(number).await.expect("it ran");
            assert!(!stopped || over.ending == Ending::Stopped || over.ending.outcome().is_some());
        }
        if round == 4 {
            before = memory();
        }
    }
    console_log!("memory {before} pages, then {}", memory());
    assert!(memory() as f64 <= before as f64 * 1.1, "{before} pages became {}", memory());
}
