//! Tasks that add to one cell by loading and then storing, for the explorer's tests.

use model::{Mark, Verdict};
use runtime::{Cx, join_all};
use std::future::Future;
use std::pin::Pin;

pub(crate) type Main = Pin<Box<dyn Future<Output = Verdict>>>;

/// So many tasks, each so many times.
pub(crate) fn adders(n: u32, k: u32) -> impl Fn(Cx) -> Main + 'static {
    move |cx| {
        Box::pin(async move {
            let cell = cx.cell("x", 0);
            let mut tasks = Vec::new();
            for _ in 0..n {
                let body = async move |cx: Cx| {
                    for _ in 0..k {
                        let seen = cell.load(cx.at(Mark(1))).await;
                        cell.store(cx.at(Mark(2)), seen + 1).await;
                    }
                };
                tasks.push(cx.spawn(&cx, "adder", body).await);
            }
            join_all((&cx).into(), &tasks).await;
            let total = cell.load(&cx).await;
            let verdict = if total == i64::from(n * k) { Verdict::good("whole") } else { Verdict::bad("lost") };
            verdict.with("total", total as f64)
        })
    }
}
