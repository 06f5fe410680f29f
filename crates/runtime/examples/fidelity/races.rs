//! Races and locks: how much of a counter is lost, and what a contended lock costs.

use crate::runs::{MILLI, seeds, since};
use crate::{Row, row};
use model::{Mark, Mode};
use runtime::{Cx, join_all};

/// What stands between the read and the write.
#[derive(Clone, Copy)]
enum Between {
    Nothing,
    Call,
    Sleep,
}

async fn lost(cx: Cx, between: Between, increments: i64) -> f64 {
    let counter = cx.cell("counter", 0);
    let mut tasks = Vec::new();
    for _ in 0..2 {
        let body = async move |cx: Cx| {
            for _ in 0..increments {
                let seen = counter.load(&cx).await;
                match between {
                    Between::Nothing => {}
                    Between::Call => cx.call(Mark::NONE).await,
                    Between::Sleep => cx.sleep(&cx, 0).await,
                }
                counter.store(&cx, seen + 1).await;
                cx.back_edge(Mark::NONE).await;
            }
        };
        tasks.push(cx.spawn(&cx, "worker", body).await);
    }
    join_all(cx.at(Mark::NONE), &tasks).await;
    1.0 - counter.load(&cx).await as f64 / (2 * increments) as f64
}

async fn locked(cx: Cx, tasks: u32) -> f64 {
    let (lock, counter) = (cx.lock("lock"), cx.cell("counter", 0));
    let began = cx.now();
    let mut all = Vec::new();
    for _ in 0..tasks {
        let body = async move |cx: Cx| {
            for _ in 0..200_000 / tasks {
                let guard = lock.acquire(&cx).await;
                let seen = counter.load(&cx).await;
                counter.store(&cx, seen + 1).await;
                guard.release(Mark::NONE).await;
                cx.back_edge(Mark::NONE).await;
            }
        };
        all.push(cx.spawn(&cx, "worker", body).await);
    }
    join_all(cx.at(Mark::NONE), &all).await;
    since(&cx, began)
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let between = [
        ("inline", Between::Nothing, 1_000_000),
        ("through_call", Between::Call, 500_000),
        ("sleep0_between", Between::Sleep, 5_000),
    ];
    for (name, between, increments) in between {
        for (interval, switch) in [(5 * MILLI, "0.005"), (1_000, "1e-06")] {
            let lost = seeds(Mode::Gil, interval, move |cx| lost(cx, between, increments));
            rows.push(row(format!("race.{name}.switch_{switch}.lost_fraction"), lost, "of 1"));
        }
    }
    let alone = seeds(Mode::Gil, 5 * MILLI, |cx| locked(cx, 1));
    for tasks in [2, 4, 8] {
        let took = seeds(Mode::Gil, 5 * MILLI, move |cx| locked(cx, tasks));
        rows.push(row(format!("lock.contended.{tasks}_threads_slowdown"), took / alone.median, "×"));
    }
    rows
}
