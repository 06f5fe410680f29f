//! The context a program is written against: everything a task can do starts here.

use crate::engine::{Engine, Op, Pause, Reply, Request};
use crate::kernel::Kernel;
use crate::objects::{Action, Object, TaskAction};
use crate::value::Value;
use model::{Mark, ObjectId, TaskId};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// A task's way to its engine. Cheap to clone; it stays on the thread of its task.
#[derive(Clone)]
pub struct Cx {
    engine: Rc<dyn Engine>,
    task: TaskId,
}

impl Cx {
    /// The context of this task under this engine: engines make these.
    #[must_use]
    pub fn new(engine: Rc<dyn Engine>, task: TaskId) -> Cx {
        Cx { engine, task }
    }

    /// Who runs here.
    #[must_use]
    pub fn task(&self) -> TaskId {
        self.task
    }

    /// Nanoseconds since the run began, on the run's clock.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.engine.now()
    }

    /// The same context at a place in the listing.
    #[must_use]
    pub fn at(&self, mark: Mark) -> At<'_> {
        At { cx: self, mark, timeout: None }
    }

    /// Starts a task.
    pub fn spawn<'a, R: Into<Value>>(
        &self,
        at: impl Into<At<'a>>,
        name: impl Into<String>,
        body: impl AsyncFnOnce(Cx) -> R + Send + 'static,
    ) -> impl Future<Output = Task> + 'a {
        let body = Box::new(move |cx: Cx| -> crate::engine::TaskFuture { Box::pin(async move { body(cx).await.into() }) });
        at.into().ask(Op::Spawn { name: name.into(), body }, |reply| match reply {
            Reply::Task(id, object) => Task { id, object },
            other => unreachable!("a spawn is answered with a task, not {other:?}"),
        })
    }

    /// Uses the CPU for some units of a kernel, as Python code does: it needs the baton.
    pub fn compute<'a>(&self, at: impl Into<At<'a>>, kernel: Kernel, units: u32) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Compute { kernel, units, native: false }, drop)
    }

    /// Uses the CPU for some units of a kernel, as an extension does that gives up the baton.
    pub fn native<'a>(&self, at: impl Into<At<'a>>, kernel: Kernel, units: u32) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Compute { kernel, units, native: true }, drop)
    }

    /// Does nothing for this many nanoseconds.
    pub fn sleep<'a>(&self, at: impl Into<At<'a>>, nanos: u64) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Pause(Pause::Sleep, nanos), drop)
    }

    /// Waits for the outside world for this many nanoseconds.
    pub fn io<'a>(&self, at: impl Into<At<'a>>, nanos: u64) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Pause(Pause::Io, nanos), drop)
    }

    /// Blocks the thread, and an event loop that runs on it, for this many nanoseconds.
    pub fn block<'a>(&self, at: impl Into<At<'a>>, nanos: u64) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Pause(Pause::Block, nanos), drop)
    }

    /// Calls a function: the interpreter looks for a switch request.
    pub async fn call(&self, mark: Mark) {
        self.at(mark).ask(Op::Checkpoint, drop).await;
    }

    /// Jumps back to the head of a loop: the interpreter looks for a switch request.
    pub async fn back_edge(&self, mark: Mark) {
        self.at(mark).ask(Op::Checkpoint, drop).await;
    }

    /// Ends the run as failed at this place unless this holds.
    pub async fn check(&self, mark: Mark, holds: bool, what: &'static str) {
        if !holds {
            self.at(mark).ask(Op::Fail(what), drop).await;
        }
    }

    pub(crate) fn create(&self, object: Object, name: &str) -> ObjectId {
        self.engine.create(object, name)
    }

    pub(crate) fn act_now(&self, object: ObjectId, action: Action) {
        self.engine.act_now(self.task, object, action);
    }
}

/// A context at a place in the listing, for one operation.
#[derive(Clone, Copy)]
pub struct At<'a> {
    cx: &'a Cx,
    mark: Mark,
    timeout: Option<u64>,
}

impl<'a> From<&'a Cx> for At<'a> {
    fn from(cx: &'a Cx) -> At<'a> {
        cx.at(Mark::NONE)
    }
}

impl<'a> At<'a> {
    pub(crate) fn cx(&self) -> &'a Cx {
        self.cx
    }

    pub(crate) fn act<R>(self, object: ObjectId, action: Action, answer: fn(Reply) -> R) -> Operation<'a, R> {
        self.ask(Op::Act(object, action), answer)
    }

    pub(crate) fn ask<R>(self, op: Op, answer: fn(Reply) -> R) -> Operation<'a, R> {
        let request = Request { task: self.cx.task, mark: self.mark, timeout: self.timeout, op };
        Operation { cx: self.cx, stage: Stage::New(request), answer }
    }
}

/// One operation on its way: asked for at the first poll, answered at that or a later one.
pub(crate) struct Operation<'a, R> {
    cx: &'a Cx,
    stage: Stage,
    answer: fn(Reply) -> R,
}

enum Stage {
    New(Request),
    UnderWay,
    Over,
}

impl<R> Future for Operation<'_, R> {
    type Output = R;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<R> {
        let polled = match std::mem::replace(&mut self.stage, Stage::UnderWay) {
            Stage::New(request) => self.cx.engine.begin(request),
            Stage::UnderWay => self.cx.engine.resume(self.cx.task),
            Stage::Over => unreachable!("an operation is not polled after its answer"),
        };
        polled.map(|reply| {
            self.stage = Stage::Over;
            (self.answer)(reply)
        })
    }
}

impl<R> Drop for Operation<'_, R> {
    fn drop(&mut self) {
        if matches!(self.stage, Stage::UnderWay) {
            self.cx.engine.abandon(self.cx.task);
        }
    }
}

impl Reply {
    pub(crate) fn int(self) -> i64 {
        match self {
            Reply::Value(Value::Int(value)) => value,
            other => unreachable!("this operation is answered with a number, not {other:?}"),
        }
    }

    pub(crate) fn flag(self) -> bool {
        match self {
            Reply::Flag(flag) => flag,
            other => unreachable!("this operation is answered with yes or no, not {other:?}"),
        }
    }

    pub(crate) fn value(self) -> Value {
        match self {
            Reply::Value(value) => value,
            other => unreachable!("this operation is answered with a value, not {other:?}"),
        }
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

    /// Waits for its end, and gives its result.
    pub fn join<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Value> + 'a {
        at.into().act(self.object, Action::Task(TaskAction::Join), Reply::value)
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
