//! The limit on memory is one: a search that reaches it has not taken more from the system, and says
//! that it is incomplete. Alone in its process, since it looks at what the whole process has taken.
#![cfg(target_os = "linux")]

use model::{Bound, Coverage, Verdict};
use runtime::explorer::{Explorer, Limits};
use runtime::{Cx, join_all};

/// The most memory this process has had so far, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a process can read of itself");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel tells the peak");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes << 10
}

#[test]
fn a_search_takes_no_more_than_it_may() {
    let limit = 32 << 20;
    let before = peak();
    let program = |cx: Cx| -> std::pin::Pin<Box<dyn Future<Output = Verdict>>> {
        Box::pin(async move {
            let cell = cx.cell("x", 0);
            let mut tasks = Vec::new();
            for at in 0..4 {
                // What each task reads tells who has written, in which order: no end of new answers.
                let body = async move |cx: Cx| {
                    for _ in 0..6 {
                        let seen = cell.load(&cx).await;
                        cell.store(&cx, seen.wrapping_mul(5) + at + 1).await;
                    }
                };
                tasks.push(cx.spawn(&cx, "adder", body).await);
            }
            join_all((&cx).into(), &tasks).await;
            Verdict::good("done").with("x", cell.load(&cx).await as f64)
        })
    };
    let limits = Limits { memory: limit, executions: 3_000_000, ..Limits::default() };
    let mut explorer = Explorer::new(program, limits);
    while explorer.run_slice(1_000_000) {}
    let report = explorer.report();
    assert_eq!(report.coverage, Coverage::Incomplete(Bound::Memory), "{:?}", report.progress);
    let taken = peak() - before;
    // What is counted is what is taken, about: neither half of it nor half as much again.
    assert!(taken < limit + limit / 4, "{taken} bytes were taken, {limit} were allowed");
    assert!(taken > limit / 4, "{taken} bytes were taken: {limit} were not reached");
}
