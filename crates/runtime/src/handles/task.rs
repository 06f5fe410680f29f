//! The handle of a task: starting one, waiting for its end, asking it to end.

use crate::cx::{At, Cx};
use crate::engine::{Op, Strand};
use crate::objects::{Action, TaskAction};
use crate::reply::Reply;
use crate::value::Value;
use model::{ObjectId, TaskId};

impl Cx {
    /// Starts a task.
    pub fn spawn<'a, R: Into<Value>>(
        &self,
        at: impl Into<At<'a>>,
        name: impl Into<String>,
        body: impl AsyncFnOnce(Cx) -> R + Send + 'static,
    ) -> impl Future<Output = Task> + 'a {
        self.spawn_on(at, Strand::Usual, name, body)
    }

    /// Starts a task on a thread or in a process of its own, whatever the mode.
    pub fn spawn_on<'a, R: Into<Value>>(
        &self,
        at: impl Into<At<'a>>,
        strand: Strand,
        name: impl Into<String>,
        body: impl AsyncFnOnce(Cx) -> R + Send + 'static,
    ) -> impl Future<Output = Task> + 'a {
        self.spawn_for(at, None, strand, name, body)
    }

    /// Starts a task that works for this pool.
    pub(crate) fn spawn_for<'a, R: Into<Value>>(
        &self,
        at: impl Into<At<'a>>,
        pool: Option<ObjectId>,
        strand: Strand,
        name: impl Into<String>,
        body: impl AsyncFnOnce(Cx) -> R + Send + 'static,
    ) -> impl Future<Output = Task> + 'a {
        let body = Cx::body(body);
        at.into().ask(Op::Spawn { name: name.into(), body, strand, pool }, |reply| match reply {
            Reply::Task(id, object) => Task { id, object },
            _ => unreachable!("a spawn is answered with a task"),
        })
    }
}

/// A task that was spawned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Task {
    id: TaskId,
    object: ObjectId,
}

impl Task {
    /// Its number.
    #[must_use]
    pub fn id(self) -> TaskId {
        self.id
    }

    /// The object that stands for it.
    #[must_use]
    pub fn object(self) -> ObjectId {
        self.object
    }

    /// Waits for its end, and gives its result: [`Value::Failure`] if it crashed, and
    /// [`Value::Cancelled`] if it was cancelled.
    pub fn join<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Value> + 'a {
        at.into().act(self.object, Action::Task(TaskAction::Join), Reply::value)
    }

    /// Whether it has ended.
    pub fn done<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = bool> + 'a {
        at.into().act(self.object, Action::Task(TaskAction::Look), Reply::flag)
    }

    /// Asks it to end: what it has under way is dropped, with what it holds. Says whether it was
    /// still alive. Its end comes later: join it.
    pub fn cancel<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = bool> + 'a {
        at.into().act(self.object, Action::Task(TaskAction::Cancel), Reply::flag)
    }

    /// Asks it to end, as clean-up does.
    pub(crate) fn cancel_now(self, cx: &Cx) {
        cx.act_now(self.object, Action::Task(TaskAction::Cancel));
    }
}

/// Waits for the end of every task, in their order.
pub async fn join_all(at: At<'_>, tasks: &[Task]) -> Vec<Value> {
    let mut results = Vec::with_capacity(tasks.len());
    for task in tasks {
        results.push(task.join(at).await);
    }
    results
}
