//! The explorer against counts worked out by hand.

use model::Verdict;
use runtime::explorer::{Explorer, Limits};
use runtime::{Cx, join_all};
use std::future::Future;
use std::pin::Pin;

fn adders(n: u32, k: u32) -> impl Fn(Cx) -> Pin<Box<dyn Future<Output = Verdict>>> + 'static {
    move |cx| {
        Box::pin(async move {
            let cell = cx.cell("x", 0);
            let mut tasks = Vec::new();
            for _ in 0..n {
                tasks.push(
                    cx.spawn(&cx, "t", async move |cx: Cx| {
                        for _ in 0..k {
                            let seen = cell.load(&cx).await;
                            cell.store(&cx, seen + 1).await;
                        }
                    })
                    .await,
                );
            }
            join_all((&cx).into(), &tasks).await;
            let total = cell.load(&cx).await;
            Verdict::good(if total == i64::from(n * k) { "all" } else { "lost" })
        })
    }
}

#[test]
fn adders_take_the_optimal_count() {
    for (n, k, expected) in [(2, 1, 4), (2, 2, 34), (2, 3, 328), (3, 1, 36), (2, 4, 3334), (3, 2, 7134)] {
        let mut explorer = Explorer::new(adders(n, k), Limits::default());
        while explorer.run_slice(1000) {}
        let report = explorer.report();
        assert_eq!(explorer.redundant(), 0);
        assert_eq!(report.progress.executions, expected, "{n} tasks, {k} times");
    }
}
