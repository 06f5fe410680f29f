//! A group: tasks of which none outlives the stretch of code they were started for, whatever cuts that
//! short. What Python's `TaskGroup` and a nursery are. A composition of tasks and a queue of those who ended.
//!
//! It refuses to interrupt the code itself when a task of it crashes: that is seen where the code is through.

use super::{Queue, Task};
use crate::cx::{At, Cx, across};
use crate::engine::Strand;
use crate::objects::count;
use crate::scope::Cut;
use crate::value::Value;
use model::{Mark, ObjectKind};

/// Tasks that belong together.
#[must_use = "the tasks of a group are cancelled when it is dropped"]
pub struct Group {
    cx: Cx,
    tasks: Vec<Task>,
    /// The place of each that has ended. Where a process dies, the keeper of the objects adds it.
    ended: Queue,
}

impl Cx {
    /// Does this with a group of tasks, and waits for their end: their results, in the order in which they
    /// were started. When one crashes the others are cancelled, and the failure is the result. Where this
    /// is cut short, by a time limit, by a word to end or by a crash, all are cancelled, and it takes until
    /// they have ended; but it must ask for its operations with the context that is handed in.
    pub async fn group<T>(
        &self,
        at: At<'_>,
        body: impl AsyncFnOnce(Cx, &mut Group) -> T,
    ) -> Result<(T, Vec<Value>), Value> {
        let mark = at.mark();
        let mut group =
            Group { cx: self.clone(), tasks: Vec::new(), ended: self.queue_of(ObjectKind::Queue, "group", None) };
        let whole = self.catching(async |cx: Cx| {
            let value = body(cx.clone(), &mut group).await;
            (value, group.end(cx.at(mark)).await)
        });
        let (failure, cut) = match whole.await {
            Ok((value, Ok(results))) => {
                group.tasks.clear();
                return Ok((value, results));
            }
            Ok((_, Err(failure))) => (failure, None),
            Err(cut) => (Value::None, Some(cut)),
        };
        let asked = group.stop(mark).await;
        match cut.or(asked.then_some(Cut::Cancelled)) {
            Some(cut) => self.cut_again(cut).await,
            None => Err(failure),
        }
    }
}

impl Group {
    /// Starts a task of this group.
    pub async fn spawn<R: Into<Value>>(
        &mut self,
        at: At<'_>,
        name: impl Into<String>,
        body: impl AsyncFnOnce(Cx) -> R + Send + 'static,
    ) -> Task {
        let (ended, place) = (self.ended, count(self.tasks.len()));
        let body = async move |cx: Cx| {
            let result = match cx.caught(body).await {
                Ok(result) => Some(across(cx.isolates(), result.into())),
                Err(Cut::Crashed(words)) => Some(Value::Failure(words)),
                Err(Cut::Cancelled | Cut::TimedOut) => None,
            };
            cx.surely(async |cx: Cx| ended.tell(&cx, place).await).await;
            match result {
                Some(result) => result,
                None => cx.give_in().await,
            }
        };
        let task = at.cx().spawn_for(at, Some(ended.id), Strand::Usual, name, body).await;
        self.tasks.push(task);
        task
    }

    /// Waits until all have ended, or one has crashed: then that is what there is.
    async fn end(&self, at: At<'_>) -> Result<Vec<Value>, Value> {
        let mut results: Vec<Option<Value>> = vec![None; self.tasks.len()];
        while results.iter().any(Option::is_none) {
            let place = self.ended.get(at).await.and_then(|place| place.as_int());
            let place = place.and_then(|place| usize::try_from(place).ok());
            let place = place.expect("the queue stays open and holds places only");
            let result = self.tasks[place].join(at).await;
            if result.failure().is_some() {
                return Err(result);
            }
            results[place] = Some(result);
        }
        Ok(results.into_iter().flatten().collect())
    }

    /// Has all of them end, and waits for that, whatever happens meanwhile; whether this task was asked to end.
    async fn stop(&mut self, mark: Mark) -> bool {
        let mut asked = false;
        for task in &self.tasks {
            asked |= self.cx.surely(async |cx: Cx| task.cancel(cx.at(mark)).await).await.1;
        }
        for task in &self.tasks {
            asked |= self.cx.surely(async |cx: Cx| task.join(cx.at(mark)).await).await.1;
        }
        self.tasks.clear();
        asked
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.cancel_now(&self.cx);
        }
    }
}
