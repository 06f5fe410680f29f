//! Executors of threads and processes: speed-ups, what handing work over costs, starting them.

use crate::runs::{Figure, MILLI, seeds, since};
use crate::{Row, row};
use model::{Mark, Mode};
use runtime::handles::Pool;
use runtime::{Cx, Kernel, Strand, Value};

/// The three sorts of work that were measured; their size is that of the measurement.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    Cpu,
    Native,
    Io,
}

const TASKS: u32 = 8;
const INTERVAL: u64 = 5 * MILLI;

impl Work {
    const ALL: [(Work, &'static str); 3] = [(Work::Cpu, "cpu"), (Work::Native, "native"), (Work::Io, "io")];

    async fn once(self, cx: &Cx) {
        match self {
            Work::Cpu => cx.compute(cx, Kernel::Primes, 177).await,
            Work::Native => cx.native(cx, Kernel::Primes, 645).await,
            Work::Io => cx.io(cx, 20 * MILLI).await,
        }
    }
}

fn values(count: u32) -> Vec<Value> {
    (0..count).map(|value| Value::Int(i64::from(value))).collect()
}

async fn pool_of(cx: &Cx, workers: u32, work: Work) -> Pool {
    cx.pool(cx.at(Mark::NONE), "pool", workers, async move |cx: Cx, _| work.once(&cx).await).await
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (work, name) in Work::ALL {
        let base = seeds(Mode::Gil, INTERVAL, move |cx: Cx| async move {
            let began = cx.now();
            for _ in 0..TASKS {
                work.once(&cx).await;
            }
            since(&cx, began)
        });
        for workers in [1, 2, 4, 8] {
            let took = seeds(Mode::Gil, INTERVAL, move |cx: Cx| async move {
                let began = cx.now();
                let pool = pool_of(&cx, workers, work).await;
                pool.map(&cx, values(TASKS)).await;
                pool.shutdown(&cx).await;
                since(&cx, began)
            });
            rows.push(row(format!("{name}.threads.{workers}.speedup"), base.median / took, "×"));
        }
        for workers in [1, 2, 4] {
            let took = seeds(Mode::Processes, INTERVAL, move |cx: Cx| async move {
                let pool = pool_of(&cx, workers, work).await;
                // Warm: every worker has done something.
                pool.map(&cx, values(4 * workers)).await;
                let began = cx.now();
                pool.map(&cx, values(TASKS)).await;
                since(&cx, began)
            });
            rows.push(row(format!("{name}.processes.{workers}.speedup_warm"), base.median / took, "×"));
        }
        rows.push(row(format!("{name}.sequential_ms_per_task"), base / f64::from(TASKS) / 1e6, "ms"));
    }
    for mebibytes in [0usize, 1, 8, 32] {
        let took = seeds(Mode::Processes, INTERVAL, move |cx: Cx| async move {
            let pool =
                cx.pool(cx.at(Mark::NONE), "pool", 1, async |_: Cx, value: Value| value.size().cast_signed()).await;
            pool.map(&cx, values(1)).await;
            let payload = Value::Bytes(vec![b'x'; mebibytes << 20].into());
            let began = cx.now();
            pool.submit(&cx, payload).await.result(&cx).await;
            since(&cx, began)
        });
        rows.push(row(format!("process.roundtrip_ms.payload_{mebibytes}MiB"), took / 1e6, "ms"));
    }
    for (strand, name) in [(Strand::Fork, "process.start_join_ms.fork"), (Strand::Spawn, "process.start_join_ms.spawn")]
    {
        rows.push(row(name, start_join(strand) / 1e6, "ms"));
    }
    rows.push(row("thread.start_join_us", start_join(Strand::Thread) / 1e3, "µs"));
    for chunk in [1u32, 16, 256] {
        let took = seeds(Mode::Processes, INTERVAL, move |cx: Cx| async move {
            let pool = cx.pool(cx.at(Mark::NONE), "pool", 2, tiny).await;
            pool.map(&cx, chunks(2, 1)).await;
            let began = cx.now();
            // Cutting the items into chunks, and handing their results out one by one.
            tiny(cx.clone(), values(10_000).into()).await;
            for results in pool.map(&cx, chunks(10_000, chunk)).await {
                tiny(cx.clone(), results).await;
            }
            since(&cx, began)
        });
        rows.push(row(format!("process.map_10000_tiny.chunksize_{chunk}_ms"), took / 1e6, "ms"));
    }
    let took = seeds(Mode::Gil, INTERVAL, |cx: Cx| async move {
        let pool = cx.pool(cx.at(Mark::NONE), "pool", 2, tiny).await;
        let began = cx.now();
        pool.map(&cx, chunks(10_000, 1)).await;
        since(&cx, began)
    });
    rows.push(row("thread.map_10000_tiny_ms", took / 1e6, "ms"));
    rows
}

/// A call for each item of the chunk.
async fn tiny(cx: Cx, chunk: Value) -> Value {
    if let Value::List(items) = &chunk {
        for _ in items.iter() {
            cx.call(Mark::NONE).await;
        }
    }
    chunk
}

fn chunks(items: u32, size: u32) -> Vec<Value> {
    values(items).chunks(size as usize).map(|chunk| Value::List(chunk.into())).collect()
}

/// Starting something that sleeps for no time, and waiting for its end.
fn start_join(strand: Strand) -> Figure {
    seeds(Mode::Gil, INTERVAL, move |cx: Cx| async move {
        let began = cx.now();
        let child = cx.spawn_on(&cx, strand, "child", async |cx: Cx| cx.sleep(&cx, 0).await).await;
        child.join(&cx).await;
        since(&cx, began)
    })
}
