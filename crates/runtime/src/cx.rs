//! The context a program is written against: everything a task can do starts here.

use crate::engine::{Body, Checkpoint, Code, Conversion, Engine, Op, Pause, Request, Surroundings};
use crate::failure::Failure;
use crate::kernel::Kernel;
use crate::objects::{Action, Object};
use crate::pickle::Unpicklable;
use crate::reply::Reply;
pub use crate::scope::TimedOut;
use crate::scope::{Cut, Scope, until_cut};
use crate::value::Value;
use model::{Mark, ObjectId, TaskId};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

/// A task's way to its engine. Cheap to clone; it stays on the thread of its task.
#[derive(Clone)]
pub struct Cx {
    engine: Rc<dyn Engine>,
    task: TaskId,
    /// Whether there is any time limit, so that nobody looks for one in vain.
    limited: bool,
    /// Whether tasks have memories of their own: asked once, not at every operation.
    isolated: bool,
    scope: Rc<Scope>,
}

impl Cx {
    /// The context of this task under this engine: engines make these, one for each task.
    #[must_use]
    pub fn new(engine: Rc<dyn Engine>, task: TaskId) -> Cx {
        let isolated = engine.isolates();
        Cx { engine, task, limited: false, isolated, scope: Rc::new(Scope::of_task()) }
    }

    /// The task that runs here.
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
        At { cx: self, mark }
    }

    /// What a new task does: this, in a context of its own, until it ends or is cut short.
    pub(crate) fn body<R: Into<Value>>(code: impl AsyncFnOnce(Cx) -> R + Send + 'static) -> Body {
        Box::new(move |engine, task| {
            let cx = Cx::new(engine, task);
            Box::pin(async move {
                let (scope, isolates) = (cx.scope.clone(), cx.isolated);
                match until_cut(&scope, pin!(code(cx))).await {
                    Ok(result) => across(isolates, result.into()),
                    Err(Cut::Crashed(message)) => Value::Failure(message),
                    Err(Cut::Cancelled | Cut::TimedOut) => Value::Cancelled,
                }
            })
        })
    }

    // Stretches of code

    /// Does this, unless it takes longer: then what is under way is dropped, with what it holds.
    /// Operations that can run out of time do so, wherever they are in it, if they are asked for
    /// with the context that is handed in. Computing is not cut short.
    pub async fn within<T>(&self, nanos: u64, body: impl AsyncFnOnce(Cx) -> T) -> Result<T, TimedOut> {
        let scope = Rc::new(Scope::within(self.scope.clone(), self.now().saturating_add(nanos)));
        let cx = Cx { scope: scope.clone(), limited: true, ..self.clone() };
        until_cut(&scope, pin!(body(cx))).await.map_err(|_| TimedOut)
    }

    /// Does this as if it were a task of its own: where it crashes, or the task is asked to end, it is
    /// dropped with what it holds, and its caller goes on. No time limit reaches inwards.
    pub(crate) async fn caught<T>(&self, body: impl AsyncFnOnce(Cx) -> T) -> Result<T, Cut> {
        let scope = Rc::new(Scope::of_task());
        let cx = Cx { scope: scope.clone(), limited: false, ..self.clone() };
        until_cut(&scope, pin!(body(cx))).await
    }

    /// Does this; what cuts it short from outside, a time limit or a word to end, is handed back instead,
    /// for [`Cx::cut_again`] once what is left to be done has been done.
    pub(crate) async fn catching<T>(&self, body: impl AsyncFnOnce(Cx) -> T) -> Result<T, Cut> {
        let scope = Rc::new(Scope::catching(self.scope.clone()));
        let cx = Cx { scope: scope.clone(), ..self.clone() };
        until_cut(&scope, pin!(body(cx))).await
    }

    /// Lets what was caught cut short what is around.
    pub(crate) async fn cut_again(&self, cut: Cut) -> ! {
        match cut {
            Cut::TimedOut => self.scope.cut_late(),
            cut => self.scope.cut_task(cut),
        }
        std::future::pending().await
    }

    /// Retries this, which is one operation, until it takes effect, however often the task is asked to end
    /// meanwhile and whatever the time limits. Says too whether it was asked.
    pub(crate) async fn surely<T>(&self, body: impl AsyncFn(Cx) -> T) -> (T, bool) {
        let mut asked = false;
        loop {
            if let Ok(value) = self.caught(async |cx: Cx| body(cx).await).await {
                return (value, asked);
            }
            asked = true;
        }
    }

    /// Ends this task as one that was asked to, after all it had to do for others.
    pub(crate) async fn give_in(&self) -> ! {
        self.scope.cut_task(Cut::Cancelled);
        std::future::pending().await
    }

    /// Ends this task as crashed, with these words; what it holds is dropped. Where it is the main
    /// task the run ends.
    pub async fn crash(&self, mark: Mark, failure: impl Into<Failure>) -> ! {
        let failure = failure.into();
        if self.task == TaskId::MAIN {
            self.at(mark).ask(Op::Crash(failure), drop).await;
        } else {
            self.scope.cut_task(Cut::Crashed(failure));
        }
        std::future::pending().await
    }

    // Time and work

    /// Uses the CPU for some units of a kernel, as Python code does: it needs the baton.
    pub fn compute<'a>(&self, at: impl Into<At<'a>>, kernel: Kernel, units: u32) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Compute { kernel, units, code: Code::Python }, drop)
    }

    /// Uses the CPU for some units of a kernel, as an extension does that gives up the baton.
    pub fn native<'a>(&self, at: impl Into<At<'a>>, kernel: Kernel, units: u32) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Compute { kernel, units, code: Code::NATIVE }, drop)
    }

    /// The same, as an extension does that has its own pool of threads and spreads one call over so many
    /// of them (numpy over its BLAS, polars). The units are done in no order. `Meta::helpers` says how many
    /// threads that takes besides those of the tasks.
    pub fn parallel<'a>(
        &self,
        at: impl Into<At<'a>>,
        kernel: Kernel,
        units: u32,
        threads: u8,
    ) -> impl Future<Output = ()> + 'a {
        at.into().ask(Op::Compute { kernel, units, code: Code::Native { threads: threads.max(1) } }, drop)
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
        self.at(mark).ask(Op::Checkpoint(Checkpoint::Call), drop).await;
    }

    /// Jumps back to the head of a loop: the interpreter looks for a switch request.
    pub async fn back_edge(&self, mark: Mark) {
        self.at(mark).ask(Op::Checkpoint(Checkpoint::BackEdge), drop).await;
    }

    /// Makes bytes of a value, as it travels to another process; a failure where it cannot.
    pub async fn pickle<'a>(&self, at: impl Into<At<'a>>, value: &Value) -> Value {
        let bytes = match value.to_bytes() {
            Ok(bytes) => bytes,
            Err(error) => return Value::Failure(error.to_string().into()),
        };
        at.into().ask(Op::Convert(Conversion::Pickle, bytes.len() as u64), drop).await;
        Value::Bytes(bytes.into())
    }

    /// Makes a value of bytes; a failure where they are none.
    pub async fn unpickle<'a>(&self, at: impl Into<At<'a>>, bytes: &Value) -> Value {
        let Value::Bytes(bytes) = bytes else { return Value::Failure("these are no bytes".into()) };
        at.into().ask(Op::Convert(Conversion::Unpickle, bytes.len() as u64), drop).await;
        Value::from_bytes(bytes).unwrap_or_else(|| Value::Failure("these bytes are no value".into()))
    }

    /// Puts bytes where every task can find them, in its own process or another: the name that is
    /// given travels instead of them. Where memory cannot be shared they are given back as they are,
    /// and travel as any value does.
    #[must_use]
    pub fn share(&self, bytes: Value) -> Value {
        let shared = match &bytes {
            Value::Bytes(bytes) => self.engine.share(bytes),
            _ => None,
        };
        shared.map_or(bytes, |shared| Value::Shared(Box::new(shared)))
    }

    /// The bytes of this name; any other value as it is.
    #[must_use]
    pub fn attach(&self, name: Value) -> Value {
        let Value::Shared(shared) = &name else { return name };
        match self.engine.shared(shared) {
            Some(bytes) => Value::Bytes(bytes),
            None => Value::Failure("there is no shared memory of this name".into()),
        }
    }

    /// Ends the run as failed at this place unless this holds.
    pub async fn check(&self, mark: Mark, holds: bool, what: &'static str) {
        if !holds {
            self.at(mark).ask(Op::Fail(what), drop).await;
        }
    }

    /// Whether tasks have memories of their own, so that what they hand each other must be pickled.
    #[must_use]
    pub fn isolates(&self) -> bool {
        self.isolated
    }

    /// Where the program runs.
    #[must_use]
    pub fn surroundings(&self) -> Surroundings {
        self.engine.surroundings()
    }

    /// For how many nanoseconds of its own code, as CPython would take for it, the task may go on before it is to ask
    /// for something.
    #[must_use]
    pub fn grant(&self) -> u64 {
        self.engine.grant(self.task)
    }

    /// The task did so much of it since it last asked for something.
    pub fn spend(&self, nanos: u64) {
        self.engine.spend(self.task, nanos);
    }

    /// Makes an object. What has a handle is made by the method that gives it.
    pub fn create(&self, object: Object, name: &str) -> ObjectId {
        self.engine.create(object, name)
    }

    /// Why the operation cannot be done, where it hands over what cannot leave its process.
    #[cold]
    fn unsendable(op: &mut Op) -> Option<String> {
        let Op::Act(_, action) = op else { return None };
        let what = action.sent()?.unpicklable()?;
        Some(Unpicklable(what.clone()).to_string())
    }

    pub(crate) fn act_now(&self, object: ObjectId, action: Action) {
        self.engine.act_now(self.task, object, action);
    }
}

/// The result of a task as another one gets it: what cannot leave its process is a failure.
pub(crate) fn across(isolates: bool, result: Value) -> Value {
    match result.unpicklable().filter(|_| isolates) {
        Some(what) => Value::Failure(Unpicklable(what.clone()).to_string().into()),
        None => result,
    }
}

/// Waits for an operation which, where it runs out of time, cleans up itself (`Action::on_timeout`): then
/// this spares whoever is dropped with it to do that once more.
pub(crate) async fn unless_late<T>(
    cx: &Cx,
    mut operation: Pin<&mut impl Future<Output = T>>,
    spare: impl FnOnce(),
) -> T {
    let mut spare = Some(spare);
    poll_fn(move |context| {
        let polled = operation.as_mut().poll(context);
        if polled.is_pending()
            && cx.scope.is_late()
            && let Some(spare) = spare.take()
        {
            spare();
        }
        polled
    })
    .await
}

/// A context at a place in the listing, for one operation.
#[derive(Clone, Copy)]
pub struct At<'a> {
    cx: &'a Cx,
    mark: Mark,
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

    pub(crate) fn mark(&self) -> Mark {
        self.mark
    }

    /// Does an action: for who knows what object it is, and keeps no handle of it.
    pub fn acts(self, object: ObjectId, action: Action) -> impl Future<Output = Reply> + 'a {
        self.act(object, action, |reply| reply)
    }

    pub(crate) fn act<R>(self, object: ObjectId, action: Action, answer: fn(Reply) -> R) -> Operation<'a, R> {
        self.ask(Op::Act(object, action), answer)
    }

    pub(crate) fn ask<R>(self, op: Op, answer: fn(Reply) -> R) -> Operation<'a, R> {
        Operation { cx: self.cx, mark: self.mark, polled: Polled::New, op, answer }
    }
}

/// One operation on its way: asked for at the first poll, answered at that or a later one.
pub(crate) struct Operation<'a, R> {
    cx: &'a Cx,
    mark: Mark,
    polled: Polled,
    /// What is asked for, until the engine has taken it.
    op: Op,
    answer: fn(Reply) -> R,
}

enum Polled {
    New,
    UnderWay,
    Over,
}

impl<R> Future for Operation<'_, R> {
    type Output = R;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<R> {
        let cx = self.cx;
        let mut reply = Reply::Done;
        match self.polled {
            Polled::New => {
                if cx.isolated
                    && let Some(words) = Cx::unsendable(&mut self.op)
                {
                    // As in `Cx::crash`: the main task ends the run, another only itself.
                    if cx.task != TaskId::MAIN {
                        self.polled = Polled::Over;
                        cx.scope.cut_task(Cut::Crashed(words.into()));
                        return Poll::Pending;
                    }
                    self.op = Op::Crash(words.into());
                }
                let deadline = if cx.limited { cx.scope.deadline() } else { None };
                let timeout = deadline.map(|deadline| deadline.saturating_sub(cx.engine.now()));
                let request = Request { task: cx.task, mark: self.mark, timeout };
                self.polled = Polled::UnderWay;
                if cx.engine.begin(request, &mut self.op, &mut reply).is_pending() {
                    return Poll::Pending;
                }
            }
            Polled::UnderWay => match cx.engine.resume(cx.task) {
                Poll::Ready(answer) => reply = answer,
                Poll::Pending => return Poll::Pending,
            },
            Polled::Over => unreachable!("an operation is not polled after its answer"),
        }
        self.polled = Polled::Over;
        if let Reply::TimedOut | Reply::Cancelled | Reply::Died(_) = reply {
            cut(cx, reply);
            return Poll::Pending;
        }
        Poll::Ready((self.answer)(reply))
    }
}

/// The operation was not done, and its task or a stretch of it is to end: whoever set the limit, or looks
/// after the task, sees that it is cut and drops the operation.
#[cold]
fn cut(cx: &Cx, reply: Reply) {
    match reply {
        Reply::TimedOut => cx.scope.cut_late(),
        Reply::Died(why) => cx.scope.cut_task(Cut::Crashed(why)),
        _ => cx.scope.cut_task(Cut::Cancelled),
    }
}

impl<R> Drop for Operation<'_, R> {
    fn drop(&mut self) {
        if matches!(self.polled, Polled::UnderWay) {
            self.cx.engine.abandon(self.cx.task);
        }
    }
}
