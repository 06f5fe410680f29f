//! The families of the POPL 2014 paper, and dining philosophers, whose optimal counts are known.

#[path = "../../../crates/runtime/tests/programs/dining.rs"]
mod dining;

use crate::ours::search;
use dining::philosophers;
use model::Verdict;
use runtime::{Cx, join_all};

/// One program of a family.
pub(crate) struct Count {
    pub(crate) name: String,
    /// Executions it took.
    pub(crate) executions: u64,
    /// Executions that no search can do without, and where that number comes from.
    pub(crate) optimal: u64,
    pub(crate) source: &'static str,
}

/// The formulas for the first three give the counts that the paper's table prints for optimal reduction
/// (readers 2, 8, 13; lastzero 5, 10, 15; indexer 12, 15).
pub(crate) fn counts() -> Vec<Count> {
    let mut counts = Vec::new();
    let mut add = |name: String, executions, optimal, source| {
        counts.push(Count { name, executions, optimal, source });
    };
    // Each reader comes before the writer or after it.
    for n in [2, 4, 8, 13] {
        add(format!("readers({n})"), readers(n), 1 << n, "POPL 2014: 2^n");
    }
    for n in [2, 5, 8, 10] {
        add(format!("lastzero({n})"), lastzero(n), (u64::from(n) + 3) << (n - 2), "POPL 2014: (n+3) 2^(n-2)");
    }
    // Up to eleven threads never meet in the table.
    for n in [11, 12, 13, 14] {
        add(format!("indexer({n})"), indexer(n), 1 << (3 * (n - 11)), "POPL 2014: 8^(n-11)");
    }
    // Each fork is taken first by one of two neighbours; not all of them by the right one, since nobody
    // takes that one first.
    for n in [2, 3, 4, 5] {
        add(format!("philosophers({n})"), search(philosophers(n)), (1 << n) - 1, "2^n - 1 first owners");
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
