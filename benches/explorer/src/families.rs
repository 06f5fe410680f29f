//! The families of the POPL 2014 paper, and dining philosophers, whose optimal counts are known.

use crate::ours::search;
use model::{Mark, Verdict};
use runtime::{Cx, join_all};

/// Name, executions, optimal executions.
pub(crate) fn counts() -> Vec<(String, u64, u64)> {
    let mut counts = Vec::new();
    for n in [2, 4, 8] {
        counts.push((format!("readers({n})"), readers(n), 1 << n));
    }
    for n in [2, 5, 8] {
        counts.push((format!("lastzero({n})"), lastzero(n), (u64::from(n) + 3) << (n - 2)));
    }
    for (n, optimal) in [(11, 1), (12, 8), (13, 64)] {
        counts.push((format!("indexer({n})"), indexer(n), optimal));
    }
    for (n, optimal) in [(2, 3), (3, 7), (4, 15), (5, 31)] {
        counts.push((format!("philosophers({n})"), philosophers(n), optimal));
    }
    counts
}

fn readers(n: u32) -> u64 {
    search(move |cx| {
        Box::pin(async move {
            let cell = cx.cell("x", 0);
            let mut tasks = vec![cx.spawn(&cx, "writer", async move |cx: Cx| cell.store(&cx, 42).await).await];
            for _ in 0..n {
                let body = async move |cx: Cx| {
                    cell.load(&cx).await;
                };
                tasks.push(cx.spawn(&cx, "reader", body).await);
            }
            join_all((&cx).into(), &tasks).await;
            Verdict::good("done")
        })
    })
}

fn lastzero(n: u32) -> u64 {
    let n = n as usize;
    search(move |cx| {
        Box::pin(async move {
            let cells: Vec<_> = (0..=n).map(|_| cx.cell("a", 0)).collect();
            let scanned = cells.clone();
            let scan = async move |cx: Cx| {
                let mut at = n;
                while scanned[at].load(&cx).await != 0 && at > 0 {
                    at -= 1;
                }
            };
            let mut tasks = vec![cx.spawn(&cx, "reader", scan).await];
            for at in 1..=n {
                let (before, own) = (cells[at - 1], cells[at]);
                let body = async move |cx: Cx| {
                    let seen = before.load(&cx).await;
                    own.store(&cx, seen + 1).await;
                };
                tasks.push(cx.spawn(&cx, "writer", body).await);
            }
            join_all((&cx).into(), &tasks).await;
            Verdict::good("done")
        })
    })
}

fn indexer(n: u32) -> u64 {
    search(move |cx| {
        Box::pin(async move {
            let table: Vec<_> = (0..128).map(|_| cx.cell("slot", 0)).collect();
            let mut tasks = Vec::new();
            for number in 0..i64::from(n) {
                let table = table.clone();
                let body = async move |cx: Cx| {
                    for message in 1..=4 {
                        let word = message * 11 + number;
                        let mut slot = usize::try_from(word * 7 % 128).expect("a remainder is small");
                        while !table[slot].swap(&cx, 0, word).await {
                            slot = (slot + 1) % 128;
                        }
                    }
                };
                tasks.push(cx.spawn(&cx, "thread", body).await);
            }
            join_all((&cx).into(), &tasks).await;
            Verdict::good("done")
        })
    })
}

/// Everybody takes the left fork, then the right one.
fn philosophers(n: u32) -> u64 {
    let n = n as usize;
    search(move |cx| {
        Box::pin(async move {
            let forks: Vec<_> = (0..n).map(|_| cx.lock("fork")).collect();
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
            Verdict::good("done")
        })
    })
}
