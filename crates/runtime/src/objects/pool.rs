//! A pool: a few tasks that do submitted work. A composition of a queue, futures and tasks.
//!
//! What the work is stands when the pool is made: a function of a value, as `executor.map` has it.
//! Only values travel, so that a pool of processes is no different. It refuses to share closures.

use super::future::as_completed;
use super::{Future, Queue};
use crate::cx::{At, Cx, Task, across, join_all};
use crate::value::Value;
use model::{ObjectId, ObjectKind};

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
            let body = async move |cx: Cx| {
                while let Some(Value::List(job)) = queue.get(&cx).await {
                    let Some(future) = job.first().and_then(Value::as_int).and_then(|id| u32::try_from(id).ok()) else {
                        continue;
                    };
                    let future = Future { id: ObjectId(future) };
                    if future.begin(&cx).await {
                        let result = work(cx.clone(), job.get(1).cloned().unwrap_or_default()).await.into();
                        future.set(&cx, across(cx.isolates(), result)).await;
                    }
                    queue.task_done(&cx).await;
                }
            };
            tasks.push(self.spawn(at, format!("{name}-{worker}"), body).await);
        }
        Pool { work: queue, workers: tasks }
    }
}

impl Pool {
    /// Hands a piece of work in; its result, later. After the shutdown the future is cancelled.
    pub async fn submit<'a>(&self, at: impl Into<At<'a>>, value: impl Into<Value>) -> Future {
        let at = at.into();
        let (future, value) = (at.cx().future("future"), value.into());
        // What cannot be pickled is no fault of the pool's, nor of who hands it in: it is the result.
        if at.cx().isolates() && value.unpicklable().is_some() {
            future.set(at, across(true, value)).await;
            return future;
        }
        let job = Value::List([i64::from(future.id.0).into(), value].into());
        if !self.work.put(at, job).await {
            future.cancel(at).await;
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
