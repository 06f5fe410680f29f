//! The cooperative engine under a clock that the test owns: what passes the baton, and what ends a run.

use model::{Ending, Event, EventKind, Mark, Name, TaskId, Verdict};
use runtime::baton::{Baton, Policy, Slice};
use runtime::{Cx, Kernel, Recorder, join_all};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

#[derive(Default)]
struct Log(RefCell<Vec<Event>>);

impl Recorder for Log {
    fn event(&self, event: Event) {
        self.0.borrow_mut().push(event);
    }

    fn name(&self, _: Name) {}
}

const GIL: Policy = Policy::Gil { interval: 5_000_000, every_operation: false };

/// Runs to the end; every look at the clock takes a microsecond, and idle time passes at once.
fn run<F: Future<Output = Verdict> + 'static>(
    policy: Policy,
    program: impl FnOnce(Cx) -> F + 'static,
) -> (Ending, Vec<Event>) {
    let clock = Rc::new(Cell::new(0));
    let ticking = clock.clone();
    let log = Rc::new(Log::default());
    let tick = move || {
        ticking.set(ticking.get() + 1_000);
        ticking.get()
    };
    let baton = Baton::new(policy, tick, log.clone(), |cx| Box::pin(program(cx)));
    loop {
        match baton.run_slice(clock.get() + 10_000_000) {
            Slice::More => {}
            Slice::Idle(until) => clock.set(until),
            Slice::Over(ending) => return (ending, log.0.take()),
        }
    }
}

fn finished(key: &str) -> Ending {
    Ending::Finished(Verdict::good(key))
}

/// Two tasks add to a counter n times, in two steps.
async fn two_adders(cx: Cx, n: u32) -> Verdict {
    let counter = cx.cell("counter", 0);
    let mut tasks = Vec::new();
    for _ in 0..2 {
        let body = async move |cx: Cx| {
            for _ in 0..n {
                let seen = counter.load(&cx).await;
                counter.store(&cx, seen + 1).await;
                cx.back_edge(Mark::NONE).await;
            }
        };
        tasks.push(cx.spawn(&cx, "adder", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good(if counter.load(&cx).await == i64::from(2 * n) { "whole" } else { "lost" })
}

#[test]
fn calls_and_back_edges_alone_lose_nothing() {
    let (ending, events) = run(GIL, |cx| two_adders(cx, 20_000));
    assert_eq!(ending, finished("whole"));
    assert!(events.iter().any(|event| event.kind == EventKind::Yield), "the baton did pass between loads and stores");
}

#[test]
fn a_switch_at_every_operation_loses_updates() {
    let policy = Policy::Gil { interval: 50_000, every_operation: true };
    assert_eq!(run(policy, |cx| two_adders(cx, 20_000)).0, finished("lost"));
}

#[test]
fn a_plain_loop_runs_one_task_after_another() {
    let (ending, events) = run(Policy::Sequential, |cx| two_adders(cx, 3));
    assert_eq!(ending, finished("whole"));
    let order: Vec<u32> =
        events.iter().filter(|event| event.kind == EventKind::Begin).map(|event| event.task.0).collect();
    assert_eq!(order, [0, 1, 2]);
    let first_ends = events.iter().position(|event| event.kind == EventKind::End && event.task == TaskId(1));
    let second_begins = events.iter().position(|event| event.kind == EventKind::Begin && event.task == TaskId(2));
    assert!(first_ends < second_begins);
}

#[test]
fn computing_gives_the_baton_up_after_the_interval() {
    let policy = Policy::Gil { interval: 20_000, every_operation: false };
    let (ending, events) = run(policy, async |cx: Cx| {
        let work = async |cx: Cx| cx.compute(&cx, Kernel::Primes, 100).await;
        let tasks = [cx.spawn(&cx, "a", work).await, cx.spawn(&cx, "b", work).await];
        join_all((&cx).into(), &tasks).await;
        Verdict::good("done")
    });
    assert_eq!(ending, finished("done"));
    assert!(events.iter().filter(|event| event.kind == EventKind::Yield).count() >= 4);
}

#[test]
fn opposite_order_of_two_locks_is_a_deadlock_with_its_ring() {
    let (ending, _) = run(GIL, async |cx: Cx| {
        let (a, b) = (cx.lock("a"), cx.lock("b"));
        let take = |first: runtime::objects::Lock, second: runtime::objects::Lock| {
            async move |cx: Cx| {
                let outer = first.acquire(&cx).await;
                cx.sleep(&cx, 1_000).await;
                let inner = second.acquire(&cx).await;
                inner.release(Mark::NONE).await;
                outer.release(Mark::NONE).await;
            }
        };
        let tasks = [cx.spawn(&cx, "ab", take(a, b)).await, cx.spawn(&cx, "ba", take(b, a)).await];
        join_all((&cx).into(), &tasks).await;
        Verdict::good("done")
    });
    let Ending::Deadlock(ring) = ending else { panic!("{ending:?} is no deadlock") };
    let who: Vec<(u32, u32)> = ring.iter().map(|wait| (wait.task.0, wait.holders[0].0)).collect();
    assert_eq!(who, [(1, 2), (2, 1)]);
}

#[test]
fn a_blocking_call_holds_up_an_event_loop_and_nobody_else() {
    let program = async |cx: Cx| {
        let blocker = cx.spawn(&cx, "blocker", async |cx: Cx| cx.block(&cx, 100_000_000).await).await;
        let ticker = cx.spawn(&cx, "ticker", async |cx: Cx| {
            let before = cx.now();
            cx.sleep(&cx, 1_000_000).await;
            i64::try_from(cx.now() - before).expect("a short time")
        });
        let ticked = ticker.await.join(&cx).await.as_int();
        blocker.join(&cx).await;
        Verdict::good(if ticked > Some(50_000_000) { "late" } else { "in time" })
    };
    // The ticker begins only after the blocking call: its own sleep is short in both.
    assert_eq!(run(GIL, program).0, finished("in time"));
    let (ending, events) = run(Policy::EventLoop, program);
    assert!(matches!(ending, Ending::Finished(_)));
    let began =
        events.iter().find(|event| event.kind == EventKind::Begin && event.task == TaskId(2)).expect("the ticker ran");
    assert!(began.time > 100_000_000, "the loop stood still until the blocking call was over");
}

#[test]
fn what_a_failed_check_leaves_behind_is_dropped() {
    let (ending, events) = run(GIL, async |cx: Cx| {
        let lock = cx.lock("lock");
        let _held = lock.acquire(&cx).await;
        cx.check(Mark(7), false, "never").await;
        Verdict::good("unreachable")
    });
    assert_eq!(ending, Ending::CheckFailed { task: TaskId(0), mark: Mark(7), check: "never".into() });
    assert_eq!(events.last().map(|event| event.kind), Some(EventKind::Failed), "clean-up is no part of the run");
}
