//! A pool: a few tasks that do submitted work. A composition of a queue, futures and tasks.
//!
//! What the work is stands when the pool is made: a function of a value, as `executor.map` has it.
//! Only values travel, so that a pool of processes is no different. It refuses to share closures.
//!
//! Every piece of work is answered. Work that crashes is answered with the crash, and its worker goes
//! on. A worker that goes away breaks the pool, as in CPython: what it had under way, what waits and
//! what is handed in later are answered with that. A worker that was asked to end sees to it itself;
//! for one whose process died the keeper of the objects does, see [`QueueState`](crate::objects::QueueState).

use super::future::as_completed;
use super::{Future, Queue, Task, join_all};
use crate::cx::{At, Cx, across};
use crate::engine::Strand;
use crate::objects::{BROKEN, job, unpack_job};
use crate::scope::Cut;
use crate::value::Value;
use model::ObjectKind;

/// What becomes of work that is handed in too late.
const CLOSED: &str = "the pool takes no more work: it was shut down, or a worker of it went away";

/// A few tasks that do submitted work.
#[derive(Clone, Debug)]
pub struct Pool {
    work: Queue,
    workers: Vec<Task>,
}

impl Cx {
    /// Makes a pool of so many tasks that do this.
    pub async fn pool<R: Into<Value>>(
        &self,
        at: At<'_>,
        name: &str,
        workers: u32,
        work: impl AsyncFn(Cx, Value) -> R + Clone + Send + 'static,
    ) -> Pool {
        let queue = self.queue_of(ObjectKind::Pool, name, None);
        let mut tasks = Vec::new();
        for worker in 0..workers {
            let work = work.clone();
            let body = async move |cx: Cx| work_off(cx, queue, work).await;
            tasks.push(self.spawn_for(at, Some(queue.id), Strand::Usual, format!("{name}-{worker}"), body).await);
        }
        Pool { work: queue, workers: tasks }
    }
}

/// What a worker does until the pool is shut down.
async fn work_off<R: Into<Value>>(cx: Cx, queue: Queue, work: impl AsyncFn(Cx, Value) -> R) {
    loop {
        let Ok(job) = cx.caught(async |cx: Cx| queue.get(&cx).await).await else { break };
        let Some(job) = job else { return };
        let Some((future, value)) = unpack_job(&job).map(|(id, value)| (Future { id }, value)) else { continue };
        let done = cx.caught(async |cx: Cx| {
            if future.begin(&cx).await {
                let result = work(cx.clone(), value).await.into();
                future.set(&cx, across(cx.isolates(), result)).await;
            }
        });
        let (words, mut goes_on) = match done.await {
            Ok(()) => (None, true),
            Err(Cut::Crashed(words)) => (Some(words), true),
            Err(Cut::Cancelled | Cut::TimedOut) => (Some(BROKEN.into()), false),
        };
        if let Some(words) = words {
            let told = cx.surely(async |cx: Cx| future.set(&cx, Value::Failure(words.clone())).await);
            goes_on &= !told.await.1;
        }
        if cx.caught(async |cx: Cx| queue.task_done(&cx).await).await.is_err() {
            cx.surely(async |cx: Cx| queue.task_done(&cx).await).await;
            goes_on = false;
        }
        if !goes_on {
            break;
        }
    }
    // Asked to end: whoever waits for this pool hears so first.
    cx.surely(async |cx: Cx| queue.close(&cx).await).await;
    while let (Some(job), _) = cx.surely(async |cx: Cx| queue.try_get(&cx).await).await {
        if let Some((future, _)) = unpack_job(&job).map(|(id, value)| (Future { id }, value)) {
            cx.surely(async |cx: Cx| future.fail(&cx, BROKEN).await).await;
        }
        cx.surely(async |cx: Cx| queue.task_done(&cx).await).await;
    }
    cx.give_in().await
}

impl Pool {
    /// The tasks that do the work.
    #[must_use]
    pub fn workers(&self) -> &[Task] {
        &self.workers
    }

    /// Hands a piece of work in; its result, later. After the shutdown, or where a worker went away,
    /// that is a failure.
    pub async fn submit<'a>(&self, at: impl Into<At<'a>>, value: impl Into<Value>) -> Future {
        let at = at.into();
        let (future, value) = (at.cx().future("future"), value.into());
        // A value that cannot be pickled is no fault of the pool's, nor of the task that hands it in: that is the result.
        if at.cx().isolates() && value.unpicklable().is_some() {
            future.set(at, across(true, value)).await;
            return future;
        }
        if !self.work.put(at, job(future.id, value)).await {
            future.fail(at, CLOSED).await;
        }
        future
    }

    /// Does all of it, and gives the results in the order of the values.
    pub async fn map<'a>(&self, at: impl Into<At<'a>>, values: impl IntoIterator<Item = Value>) -> Vec<Value> {
        let at = at.into();
        let mut results = Vec::new();
        for future in self.submit_all(at, values).await {
            results.push(future.result(at).await);
        }
        results
    }

    /// Does all of it, and gives the results in the order in which they came, each with the place
    /// of its value.
    pub async fn map_as_completed<'a>(
        &self,
        at: impl Into<At<'a>>,
        values: impl IntoIterator<Item = Value>,
    ) -> Vec<(usize, Value)> {
        let at = at.into();
        let futures = self.submit_all(at, values).await;
        as_completed(at, &futures).await
    }

    async fn submit_all(&self, at: At<'_>, values: impl IntoIterator<Item = Value>) -> Vec<Future> {
        let mut futures = Vec::new();
        for value in values {
            futures.push(self.submit(at, value).await);
        }
        futures
    }

    /// Nothing more is handed in; what was is finished, and every worker has ended.
    pub async fn shutdown<'a>(self, at: impl Into<At<'a>>) {
        let at = at.into();
        self.work.close(at).await;
        join_all(at, &self.workers).await;
    }

    /// How many pieces of work wait for a worker.
    pub async fn waiting<'a>(&self, at: impl Into<At<'a>>) -> i64 {
        self.work.len(at).await
    }
}

/// Waits for these futures, whoever works on them: each result as it comes, with its place.
pub async fn completed(at: At<'_>, futures: &[Future]) -> Vec<(usize, Value)> {
    as_completed(at, futures).await
}
