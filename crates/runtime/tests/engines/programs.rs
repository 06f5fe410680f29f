//! Programs that more than one engine is tried with.

use model::{Ending, Mark, Verdict};
use runtime::handles::Lock;
use runtime::{Cx, join_all};

pub(crate) const NOWHERE: Mark = Mark::NONE;

pub(crate) fn finished(key: &str) -> Ending {
    Ending::Finished(Verdict::good(key))
}

/// Two tasks add to a counter n times, in two steps.
pub(crate) async fn two_adders(cx: Cx, n: u32) -> Verdict {
    let counter = cx.cell("counter", 0);
    let mut tasks = Vec::new();
    for _ in 0..2 {
        let body = async move |cx: Cx| {
            for _ in 0..n {
                let seen = counter.load(&cx).await;
                counter.store(&cx, seen + 1).await;
                cx.back_edge(NOWHERE).await;
            }
        };
        tasks.push(cx.spawn(&cx, "adder", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good(if counter.load(&cx).await == i64::from(2 * n) { "whole" } else { "lost" })
}

/// Two tasks take two locks in opposite order. Each goes on only once both hold their first lock, so
/// the deadlock is certain.
pub(crate) async fn opposite_order(cx: Cx) -> Verdict {
    let (a, b, both) = (cx.lock("a"), cx.lock("b"), cx.cell("both", 0));
    let take = |first: Lock, second: Lock| {
        async move |cx: Cx| {
            let outer = first.acquire(&cx).await;
            both.add(&cx, 1).await;
            while both.load(&cx).await < 2 {
                cx.sleep(&cx, 10_000).await;
            }
            let inner = second.acquire(&cx).await;
            inner.release(NOWHERE).await;
            outer.release(NOWHERE).await;
        }
    };
    let tasks = [cx.spawn(&cx, "ab", take(a, b)).await, cx.spawn(&cx, "ba", take(b, a)).await];
    join_all((&cx).into(), &tasks).await;
    Verdict::good("done")
}

/// The ending is the deadlock of `opposite_order`.
pub(crate) fn is_its_ring(ending: &Ending) {
    let Ending::Deadlock(ring) = ending else { panic!("{ending:?} is no deadlock") };
    let who: Vec<(u32, u32)> = ring.iter().map(|wait| (wait.task.0, wait.holders[0].0)).collect();
    assert_eq!(who, [(1, 2), (2, 1)]);
}
