//! Programs that only measure: what one operation costs under an engine, with its recording.
//! Each concludes with one value.

use model::{Mark, ParamSpec, Params, Verdict};
use runtime::{Cx, Kernel, join_all};
use scenarios::Program;

/// The value a program concludes with.
pub const VALUE: &str = "value";

/// How often, and how often each time.
pub(super) fn params(times: u32, each: u32) -> Params {
    let counted = |id| ParamSpec::int(id, 1, u32::MAX.into(), 1);
    let specs = [counted("times"), counted("each")].into();
    Params::preset(&specs, &[("times", i64::from(times.max(1))), ("each", i64::from(each.max(1)))])
}

/// Nanoseconds of acquiring and releasing a lock that nobody else wants.
pub(super) const LOCK: Program = |cx, params| {
    Box::pin(async move {
        let lock = cx.lock("lock");
        let began = cx.now();
        for _ in 0..params.count("times") {
            lock.acquire(&cx).await.release(Mark::NONE).await;
        }
        conclude(&cx, began, params.count("times"))
    })
};

/// Nanoseconds of one call of native code over so many threads, each unit included.
pub(super) const PARALLEL: Program = |cx, params| {
    Box::pin(async move {
        let threads = u8::try_from(params.count("times")).unwrap_or(u8::MAX);
        let began = cx.now();
        cx.parallel(&cx, Kernel::Primes, params.count("each"), threads).await;
        conclude(&cx, began, 1)
    })
};

/// Nanoseconds of handing one item through a queue with room for a hundred.
pub(super) const QUEUE: Program = |cx, params| {
    Box::pin(async move {
        let (times, queue) = (params.count("times"), cx.bounded_queue("queue", 100));
        let began = cx.now();
        let put = async move |cx: Cx| {
            for item in 0..times {
                queue.put(&cx, i64::from(item)).await;
            }
        };
        let get = async move |cx: Cx| {
            for _ in 0..times {
                queue.get(&cx).await;
            }
        };
        let tasks = [cx.spawn(&cx, "put", put).await, cx.spawn(&cx, "get", get).await];
        join_all((&cx).into(), &tasks).await;
        conclude(&cx, began, times)
    })
};

/// Nanoseconds of so many tasks that each let the others run so many times, all together.
pub(super) const LOOP: Program = |cx, params| {
    Box::pin(async move {
        let (times, each) = (params.count("times"), params.count("each"));
        let began = cx.now();
        let mut tasks = Vec::new();
        for _ in 0..times {
            let body = async move |cx: Cx| {
                for _ in 0..each {
                    cx.sleep(&cx, 0).await;
                }
            };
            tasks.push(cx.spawn(&cx, "task", body).await);
        }
        join_all((&cx).into(), &tasks).await;
        conclude(&cx, began, 1)
    })
};

fn conclude(cx: &Cx, began: u64, times: u32) -> Verdict {
    Verdict::good("measured").with(VALUE, (cx.now() - began) as f64 / f64::from(times))
}
