//! The cooperative engine under a clock that the test owns: what passes the baton, and what ends a run.

use crate::hosts::baton as run;
use crate::programs::{finished, is_its_ring, opposite_order, two_adders};
use model::{Ending, EventKind, Mark, TaskId, Verdict};
use runtime::baton::Policy;
use runtime::{Cx, Kernel, join_all};

const GIL: Policy = Policy::Gil { interval: 5_000_000, every_operation: false };

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
        let work = async |cx: Cx| cx.compute(&cx, Kernel::Primes, 500).await;
        let tasks = [cx.spawn(&cx, "a", work).await, cx.spawn(&cx, "b", work).await];
        join_all((&cx).into(), &tasks).await;
        Verdict::good("done")
    });
    assert_eq!(ending, finished("done"));
    assert!(events.iter().filter(|event| event.kind == EventKind::Yield).count() >= 4);
}

#[test]
fn opposite_order_of_two_locks_is_a_deadlock_with_its_ring() {
    is_its_ring(&run(GIL, opposite_order).0);
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
