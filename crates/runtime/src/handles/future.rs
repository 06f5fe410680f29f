//! The handle of a result that is not there yet: tasks wait for it, and the one that finds it sets it and tells
//! the queues that listen.

use super::{Queue, Task};
use crate::cx::{At, Cx};
use crate::objects::{Action, FutureAction, FutureState, Object, QueueAction, count, listeners};
use crate::reply::Reply;
use crate::value::Value;
use model::ObjectId;

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
    /// there is in the queue. Telling news never waits.
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
    ) -> Task {
        let at = at.into();
        let body = async move |cx: Cx| {
            let result = self.result(&cx).await;
            callback(cx, result).await;
        };
        at.cx().spawn(at, name, body).await
    }
}

/// Tells those who listen.
async fn tell(at: At<'_>, listening: &Value) {
    let named = |(id, item)| (Queue { id }, item);
    tell_all(at, listeners(listening).into_iter().map(named).collect()).await;
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
            self.cx.act_now(queue.id, Action::Queue(QueueAction::Tell(item.into())));
        }
    }
}

/// Gives the results of these futures as they are done: the place of each in the list, and the result.
pub(super) async fn as_completed(at: At<'_>, futures: &[Future]) -> Vec<(usize, Value)> {
    let done = at.cx().queue("completed");
    for (place, future) in futures.iter().enumerate() {
        future.listen(at, done, count(place)).await;
    }
    let mut results = Vec::with_capacity(futures.len());
    while results.len() < futures.len() {
        let place = done.get(at).await.and_then(|item| item.as_int()).and_then(|place| usize::try_from(place).ok());
        let place = place.expect("the queue stays open and holds places only");
        results.push((place, futures[place].result(at).await));
    }
    results
}
