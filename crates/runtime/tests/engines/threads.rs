//! The engine of real threads, on threads of this machine: what must hold however they interleave.

use crate::hosts::{end_threads as end, start_threads as start, threads as run};
use crate::programs::{is_its_ring, opposite_order};
use model::{Ending, EventKind, Mark, TaskId, Verdict};
use runtime::{Cx, Kernel, Value, join_all};

async fn adders(cx: Cx, locked: bool) -> Verdict {
    let (counter, lock) = (cx.cell("counter", 0), cx.lock("lock"));
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let body = async move |cx: Cx| {
            for _ in 0..2_000 {
                let guard = if locked { Some(lock.acquire(&cx).await) } else { None };
                let seen = counter.load(&cx).await;
                counter.store(&cx, seen + 1).await;
                if let Some(guard) = guard {
                    guard.release(Mark::NONE).await;
                }
            }
        };
        tasks.push(cx.spawn(&cx, "adder", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good("done").with("arrived", counter.load(&cx).await as f64)
}

#[test]
fn with_a_lock_no_update_is_lost() {
    let (ending, events) = run(|cx| adders(cx, true));
    assert_eq!(ending, Ending::Finished(Verdict::good("done").with("arrived", 8_000.0)));
    // Numbers are given under the lock's mutex: acquire and release take turns in their order.
    let mut held = false;
    for event in events.iter().filter(|event| matches!(event.kind, EventKind::Acquire | EventKind::Release)) {
        assert_eq!(held, event.kind == EventKind::Release);
        held = !held;
    }
    assert!(events.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1), "no number is missing or given twice");
}

#[test]
fn without_a_lock_at_least_one_run_of_updates_arrives_and_none_is_invented() {
    let (ending, _) = run(|cx| adders(cx, false));
    let Ending::Finished(verdict) = ending else { panic!("{ending:?}") };
    let arrived = verdict.value("arrived").expect("the verdict says how many arrived");
    assert!((2.0..=8_000.0).contains(&arrived), "{arrived} of 8000");
}

#[test]
fn every_task_has_its_own_thread() {
    let (_, events) = run(|cx| adders(cx, true));
    let mut lanes: Vec<u8> =
        events.iter().filter(|event| event.kind == EventKind::Begin).map(|event| event.lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    assert_eq!(lanes.len(), 5);
}

#[test]
fn a_deadlock_is_named_and_leaves_every_thread_free() {
    for _ in 0..50 {
        is_its_ring(&run(opposite_order).0);
    }
}

#[test]
fn stop_ends_computing_sleeping_and_waiting() {
    let (run, log) = start(async |cx: Cx| {
        let lock = cx.lock("lock");
        let _held = lock.acquire(&cx).await;
        cx.spawn(&cx, "computes", async |cx: Cx| cx.compute(&cx, Kernel::Primes, 100_000_000).await).await;
        cx.spawn(&cx, "waits", async move |cx: Cx| drop(lock.acquire(&cx).await)).await;
        cx.sleep(&cx, 1_000_000_000_000).await;
        Verdict::good("unreachable")
    });
    while !log.any(|event| event.kind == EventKind::Wait) {
        std::thread::yield_now();
    }
    run.stop();
    assert_eq!(end(&run, &log).0, Ending::Stopped);
}

#[test]
fn a_time_limit_and_a_word_to_end_reach_whoever_waits_or_sleeps() {
    for _ in 0..50 {
        let (ending, events) = run(async |cx: Cx| {
            let (lock, never) = (cx.lock("lock"), cx.event("never"));
            let held = lock.acquire(&cx).await;
            let late = cx.within(100_000, async |cx: Cx| drop(lock.acquire(&cx).await)).await.is_err();
            let mut tasks = Vec::new();
            // Waiting for ever, waiting for long, sleeping: all at once, or before they get there.
            tasks.push(cx.spawn(&cx, "for ever", async move |cx: Cx| never.wait(&cx).await).await);
            let long = async move |cx: Cx| {
                let _ = cx.within(3_600_000_000_000, async |cx: Cx| never.wait(&cx).await).await;
            };
            tasks.push(cx.spawn(&cx, "for long", long).await);
            tasks.push(cx.spawn(&cx, "sleeps", async |cx: Cx| cx.sleep(&cx, 3_600_000_000_000).await).await);
            for task in &tasks {
                task.cancel(&cx).await;
            }
            let ends = join_all((&cx).into(), &tasks).await;
            drop(held);
            Verdict::good(if late && ends.iter().all(|end| *end == Value::Cancelled) { "all" } else { "some" })
        });
        assert_eq!(ending, Ending::Finished(Verdict::good("all")));
        assert_eq!(events.iter().filter(|event| event.kind == EventKind::TimedOut).count(), 1);
    }
}

#[test]
fn who_was_cancelled_counts_as_awake_before_its_canceller_sleeps() {
    // The canceller waits for ever at once. Were the other not yet counted, that would be a deadlock.
    for _ in 0..500 {
        let (ending, _) = run(async |cx: Cx| {
            let never = cx.event("never");
            let task = cx.spawn(&cx, "waits", async move |cx: Cx| never.wait(&cx).await).await;
            task.cancel(&cx).await;
            let cancelled = task.join(&cx).await == Value::Cancelled;
            Verdict::good(if cancelled { "cancelled" } else { "not" })
        });
        assert_eq!(ending, Ending::Finished(Verdict::good("cancelled")));
    }
}

#[test]
fn a_failed_check_ends_everyone() {
    let (ending, _) = run(async |cx: Cx| {
        let task = cx.spawn(&cx, "fails", async |cx: Cx| cx.check(Mark(3), false, "never").await).await;
        task.join(&cx).await;
        Verdict::good("unreachable")
    });
    assert_eq!(ending, Ending::CheckFailed { task: TaskId(1), mark: Mark(3), check: "never".into() });
}
