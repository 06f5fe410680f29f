//! A result that is not there yet: who wants it waits, and whoever finds it sets it, once.

use super::{Action, Applied, Guarded, Object, Queue, Wakes};
use crate::cx::{At, Cx};
use crate::engine::Reply;
use crate::value::Value;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a future.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FutureState {
    result: Option<Value>,
    /// Somebody set to work on it: it is too late to cancel.
    running: bool,
    /// Somebody asked for its result.
    asked: bool,
    /// Queues that want to hear that it is done, and what they then get.
    listeners: Vec<Value>,
}

/// What may be done to a future.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FutureAction {
    /// Wait for the result.
    Result,
    /// Whether it is done.
    Look,
    /// Set to work on it; says whether it is still wanted.
    Begin,
    /// Set the result; gives who listens. [`Value::Failure`] is an exception.
    Set(Value),
    /// It is no longer wanted; says whether that came in time. Gives who listens.
    Cancel,
    /// Tell this queue this item when it is done; says whether it is already.
    Listen(ObjectId, i64),
}

impl FutureState {
    fn settle(&mut self, result: Value) -> Applied {
        self.result = Some(result);
        Applied::value(EventKind::Set, Value::List(std::mem::take(&mut self.listeners).into()), 0)
    }
}

impl Guarded for FutureState {
    type Action = FutureAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Future
    }

    fn ready(&self, _: TaskId, action: &FutureAction) -> bool {
        *action != FutureAction::Result || self.result.is_some()
    }

    fn apply(&mut self, _: TaskId, action: &FutureAction) -> Applied {
        let done = self.result.is_some();
        match action {
            FutureAction::Result => {
                self.asked = true;
                Applied::value(EventKind::Pass, self.result.clone().unwrap_or_default(), 0)
            }
            FutureAction::Look => Applied::flag(EventKind::Look, done, i64::from(done)),
            FutureAction::Begin => {
                self.running |= !done;
                Applied::flag(EventKind::Look, !done, i64::from(done))
            }
            FutureAction::Set(_) if done => Applied::value(EventKind::Refused, Value::List([].into()), 0),
            FutureAction::Set(result) => self.settle(result.clone()),
            FutureAction::Cancel if done || self.running => Applied::value(EventKind::Refused, Value::None, 0),
            FutureAction::Cancel => self.settle(Value::Cancelled),
            FutureAction::Listen(queue, item) => {
                if !done {
                    self.listeners.push(Value::List([i64::from(queue.0).into(), (*item).into()].into()));
                }
                Applied::flag(EventKind::Look, done, i64::from(done))
            }
        }
    }

    fn wakes(action: &FutureAction) -> Wakes {
        if matches!(action, FutureAction::Set(_) | FutureAction::Cancel) { Wakes::Several } else { Wakes::Nobody }
    }

    fn owed(action: &FutureAction, reply: &Reply) -> Vec<(ObjectId, Action)> {
        let tell = |(queue, item): (Queue, i64)| (queue.id, Action::Queue(super::QueueAction::Tell(item.into())));
        match (action, reply) {
            (FutureAction::Set(_) | FutureAction::Cancel, Reply::Value(listeners)) => {
                pairs(listeners).into_iter().rev().map(tell).collect()
            }
            (FutureAction::Listen(queue, item), Reply::Flag(true)) => vec![tell((Queue { id: *queue }, *item))],
            _ => Vec::new(),
        }
    }

    fn only_looks(action: &FutureAction) -> bool {
        // Asking for the result leaves a mark, but one that no other action sees.
        matches!(action, FutureAction::Look | FutureAction::Result)
    }
}

/// A result that is not there yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Future {
    pub(super) id: ObjectId,
}

impl Cx {
    /// Makes a future without a result.
    #[must_use]
    pub fn future(&self, name: &str) -> Future {
        Future { id: self.create(Object::Future(FutureState::default()), name) }
    }
}

impl Future {
    fn act<'a, R: 'a>(
        self,
        at: impl Into<At<'a>>,
        action: FutureAction,
        answer: fn(Reply) -> R,
    ) -> impl std::future::Future<Output = R> + 'a {
        at.into().act(self.id, Action::Future(action), answer)
    }

    /// Waits for the result: [`Value::Failure`] is an exception, [`Value::Cancelled`] what became of
    /// one that was cancelled.
    pub fn result<'a>(self, at: impl Into<At<'a>>) -> impl std::future::Future<Output = Value> + 'a {
        self.act(at, FutureAction::Result, Reply::value)
    }

    /// Whether it is done.
    pub fn done<'a>(self, at: impl Into<At<'a>>) -> impl std::future::Future<Output = bool> + 'a {
        self.act(at, FutureAction::Look, Reply::flag)
    }

    /// Sets to work on it, so that it cannot be cancelled any longer; says whether it is still wanted.
    pub fn begin<'a>(self, at: impl Into<At<'a>>) -> impl std::future::Future<Output = bool> + 'a {
        self.act(at, FutureAction::Begin, Reply::flag)
    }

    /// Sets the result, unless there is one.
    pub async fn set<'a>(self, at: impl Into<At<'a>>, result: impl Into<Value>) {
        let at = at.into();
        let listeners = self.act(at, FutureAction::Set(result.into()), Reply::value).await;
        tell(at, &listeners).await;
    }

    /// Sets an exception as the result, unless there is one.
    pub async fn fail<'a>(self, at: impl Into<At<'a>>, message: &str) {
        self.set(at, Value::Failure(message.into())).await;
    }

    /// Says that the result is no longer wanted; whether nobody had set to work on it.
    pub async fn cancel<'a>(self, at: impl Into<At<'a>>) -> bool {
        let at = at.into();
        let listeners = self.act(at, FutureAction::Cancel, Reply::value).await;
        tell(at, &listeners).await;
        listeners != Value::None
    }

    /// Has this queue get this item when it is done, or at once if it is already: once, whatever room
    /// there is in the queue. Who tells news never waits.
    pub async fn listen<'a>(self, at: impl Into<At<'a>>, queue: Queue, item: i64) {
        let at = at.into();
        if self.act(at, FutureAction::Listen(queue.id, item), Reply::flag).await {
            tell_all(at, vec![(queue, item)]).await;
        }
    }

    /// Has a task of its own call this with the result, once there is one.
    pub async fn on_done<'a>(
        self,
        at: impl Into<At<'a>>,
        name: &str,
        callback: impl AsyncFnOnce(Cx, Value) + Send + 'static,
    ) -> crate::cx::Task {
        let at = at.into();
        let body = async move |cx: Cx| {
            let result = self.result(&cx).await;
            callback(cx, result).await;
        };
        at.cx().spawn(at, name, body).await
    }
}

/// Tells those who listen.
async fn tell(at: At<'_>, listeners: &Value) {
    tell_all(at, pairs(listeners)).await;
}

/// Tells each of these, the last one first. Whoever is cut short in the middle still tells the rest.
async fn tell_all(at: At<'_>, listeners: Vec<(Queue, i64)>) {
    let mut rest = Untold { cx: at.cx().clone(), listeners };
    while let Some((queue, item)) = rest.listeners.last().copied() {
        queue.tell(at, item).await;
        rest.listeners.pop();
    }
}

struct Untold {
    cx: Cx,
    listeners: Vec<(Queue, i64)>,
}

impl Drop for Untold {
    fn drop(&mut self) {
        for (queue, item) in self.listeners.drain(..).rev() {
            self.cx.act_now(queue.id, Action::Queue(super::QueueAction::Tell(item.into())));
        }
    }
}

/// Queues and items, the last one first.
fn pairs(listeners: &Value) -> Vec<(Queue, i64)> {
    let pair = |value: &Value| match value {
        Value::List(pair) => {
            let queue = pair.first()?.as_int().and_then(|id| u32::try_from(id).ok())?;
            Some((Queue { id: ObjectId(queue) }, pair.get(1)?.as_int()?))
        }
        _ => None,
    };
    match listeners {
        Value::List(all) => all.iter().rev().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

/// Gives the results of these futures as they are done: the place of each in the list, and the result.
pub(super) async fn as_completed(at: At<'_>, futures: &[Future]) -> Vec<(usize, Value)> {
    let done = at.cx().queue("completed");
    for (place, future) in futures.iter().enumerate() {
        future.listen(at, done, super::count(place)).await;
    }
    let mut results = Vec::with_capacity(futures.len());
    while results.len() < futures.len() {
        let place = done.get(at).await.and_then(|item| item.as_int()).and_then(|place| usize::try_from(place).ok());
        let place = place.expect("the queue stays open and holds places only");
        results.push((place, futures[place].result(at).await));
    }
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_set_once_and_not_cancelled_after_the_start() {
        let (me, mut future) = (TaskId(0), FutureState::default());
        assert!(!future.ready(me, &FutureAction::Result));
        assert_eq!(future.apply(me, &FutureAction::Begin).reply, Reply::Flag(true));
        assert_eq!(future.apply(me, &FutureAction::Cancel).kind, EventKind::Refused);
        assert_eq!(future.apply(me, &FutureAction::Set(1.into())).kind, EventKind::Set);
        assert_eq!(future.apply(me, &FutureAction::Set(2.into())).kind, EventKind::Refused);
        assert_eq!(future.apply(me, &FutureAction::Result).reply.value(), Value::Int(1));
    }

    #[test]
    fn a_cancelled_future_is_done_and_not_begun() {
        let (me, mut future) = (TaskId(0), FutureState::default());
        future.apply(me, &FutureAction::Listen(ObjectId(7), 3));
        let listeners = future.apply(me, &FutureAction::Cancel).reply.value();
        assert_eq!(pairs(&listeners), [(Queue { id: ObjectId(7) }, 3)]);
        assert_eq!(future.apply(me, &FutureAction::Begin).reply, Reply::Flag(false));
        assert_eq!(future.apply(me, &FutureAction::Result).reply.value(), Value::Cancelled);
    }
}
