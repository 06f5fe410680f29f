//! Dining philosophers, for the explorer's tests and, by its path, for `benches/explorer`.

use model::{Mark, Verdict};
use runtime::handles::Lock;
use runtime::{Cx, join_all};
use std::future::Future;
use std::pin::Pin;

/// Everybody takes the left fork, then the right one.
pub(crate) fn philosophers(n: usize) -> impl Fn(Cx) -> Pin<Box<dyn Future<Output = Verdict>>> + 'static {
    move |cx| {
        Box::pin(async move {
            let forks: Vec<Lock> = (0..n).map(|_| cx.lock("fork")).collect();
            let mut tasks = Vec::new();
            for at in 0..n {
                let (left, right) = (forks[at], forks[(at + 1) % n]);
                let body = async move |cx: Cx| {
                    let left = left.acquire(&cx).await;
                    let right = right.acquire(&cx).await;
                    right.release(Mark::NONE).await;
                    left.release(Mark::NONE).await;
                };
                tasks.push(cx.spawn(&cx, "philosopher", body).await);
            }
            join_all((&cx).into(), &tasks).await;
            Verdict::good("fed")
        })
    }
}
