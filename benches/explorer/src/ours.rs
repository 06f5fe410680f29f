//! The programs as ours: a main task spawns the others and joins them.

use model::{Coverage, Verdict};
use runtime::explorer::{Explorer, Limits};
use runtime::{Cx, join_all};
use std::future::Future;
use std::pin::Pin;

type Main = Pin<Box<dyn Future<Output = Verdict>>>;

fn adders(tasks: u32, times: u32) -> impl Fn(Cx) -> Main + 'static {
    move |cx| {
        Box::pin(async move {
            let cell = cx.cell("x", 0);
            let mut spawned = Vec::new();
            for _ in 0..tasks {
                let body = async move |cx: Cx| {
                    for _ in 0..times {
                        let seen = cell.load(&cx).await;
                        cell.store(&cx, seen + 1).await;
                    }
                };
                spawned.push(cx.spawn(&cx, "adder", body).await);
            }
            join_all((&cx).into(), &spawned).await;
            Verdict::good("done")
        })
    }
}

/// Searches until everything has been seen; gives the number of executions.
pub(crate) fn search(program: impl Fn(Cx) -> Main + 'static) -> u64 {
    let mut explorer = Explorer::new(program, Limits::default());
    while explorer.coverage() == Coverage::Running {
        explorer.run_slice(1_000_000);
    }
    assert_eq!((explorer.coverage(), explorer.redundant()), (Coverage::Complete, 0));
    explorer.progress().executions
}

pub(crate) fn executions(tasks: u32, times: u32) -> u64 {
    search(adders(tasks, times))
}

pub(crate) fn exhaust(tasks: u32, times: u32) {
    executions(tasks, times);
}

/// The same, and then what a person asks for: for each outcome its shortest schedule, followed once more.
pub(crate) fn finish(tasks: u32, times: u32) {
    let mut explorer = Explorer::new(adders(tasks, times), Limits::default());
    while explorer.run_slice(1_000_000) {}
    assert!(explorer.report().outcomes.iter().all(|found| found.shortest));
}
