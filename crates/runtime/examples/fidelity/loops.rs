//! Event loops and queues: waiting in great numbers, stalls, throughput.

use crate::runs::{MILLI, seeds, since};
use crate::{Row, row};
use model::{Mark, Mode};
use runtime::{Cx, Strand, join_all};

const INTERVAL: u64 = 5 * MILLI;

async fn gather(cx: &Cx, tasks: u32, nanos: u64) -> f64 {
    let began = cx.now();
    let mut all = Vec::new();
    for _ in 0..tasks {
        all.push(cx.spawn(cx, "sleeper", async move |cx: Cx| cx.sleep(&cx, nanos).await).await);
    }
    join_all(cx.at(Mark::NONE), &all).await;
    since(cx, began)
}

/// The longest that a ticker of 5 ms was late.
async fn stall(cx: Cx, to_thread: bool) -> f64 {
    let ticker = async |cx: Cx| {
        let mut worst = 0;
        for _ in 0..50 {
            let before = cx.now();
            cx.sleep(&cx, 5 * MILLI).await;
            worst = worst.max(cx.now() - before - 5 * MILLI);
        }
        worst.cast_signed()
    };
    let ticker = cx.spawn(&cx, "ticker", ticker).await;
    cx.sleep(&cx, 30 * MILLI).await;
    if to_thread {
        let thread = cx.spawn_on(&cx, Strand::Thread, "thread", async |cx: Cx| cx.block(&cx, 100 * MILLI).await).await;
        thread.join(&cx).await;
    } else {
        cx.block(&cx, 100 * MILLI).await;
    }
    ticker.join(&cx).await.as_int().unwrap_or(0) as f64
}

async fn through_queue(cx: Cx, room: Option<u32>) -> f64 {
    const ITEMS: i64 = 50_000;
    let queue = match room {
        None => cx.queue("queue"),
        Some(room) => cx.bounded_queue("queue", room),
    };
    let began = cx.now();
    let producer = async move |cx: Cx| {
        for item in 0..=ITEMS {
            queue.put(&cx, item).await;
            cx.back_edge(Mark::NONE).await;
        }
    };
    let producer = cx.spawn(&cx, "producer", producer).await;
    while queue.get(&cx).await.and_then(|item| item.as_int()) != Some(ITEMS) {
        cx.back_edge(Mark::NONE).await;
    }
    producer.join(&cx).await;
    ITEMS as f64 / since(&cx, began) * 1e9
}

pub(crate) fn rows() -> Vec<Row> {
    let alone = 8.0 * 20.098e6;
    let eight = seeds(Mode::EventLoop, INTERVAL, |cx: Cx| async move { gather(&cx, 8, 20 * MILLI).await });
    let many = seeds(Mode::EventLoop, INTERVAL, |cx: Cx| async move { gather(&cx, 10_000, 100 * MILLI).await });
    let mut rows =
        vec![row("io.asyncio.8.speedup", alone / eight, "×"), row("io.asyncio.10000x100ms_wall_s", many / 1e9, "s")];
    for (name, to_thread) in [("a_coroutine_blocks_100ms", false), ("to_thread_is_used", true)] {
        let worst = seeds(Mode::EventLoop, INTERVAL, move |cx| stall(cx, to_thread));
        rows.push(row(format!("asyncio.max_stall_ms.when_{name}"), worst / 1e6, "ms"));
    }
    for (room, name) in [(None, "0"), (Some(1), "1"), (Some(100), "100")] {
        let rate = seeds(Mode::Gil, INTERVAL, move |cx| through_queue(cx, room));
        rows.push(row(format!("queue.items_per_s.maxsize_{name}"), rate, "per s"));
    }
    rows
}
