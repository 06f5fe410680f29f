//! A mailbox: one actor reads its messages, one after the other; and a supervisor that starts it
//! again when it has crashed. Compositions of a queue and tasks.

use super::{Queue, Task};
use crate::cx::{At, Cx};
use crate::value::Value;
use model::ObjectKind;

/// The messages of one actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mailbox {
    queue: Queue,
}

impl Cx {
    /// Makes an empty mailbox.
    #[must_use]
    pub fn mailbox(&self, name: &str) -> Mailbox {
        Mailbox { queue: self.queue_of(ObjectKind::Mailbox, name, None) }
    }

    /// Has a task look after another: start it, and start it again when it crashed, as often as it
    /// may; after that the supervisor crashes itself, and its own supervisor sees that. A supervisor that
    /// is asked to end has its task end first.
    pub async fn supervise<R: Into<Value>>(
        &self,
        at: At<'_>,
        name: &str,
        restart: Restart,
        body: impl AsyncFnOnce(Cx) -> R + Clone + Send + 'static,
    ) -> Supervised {
        let child = name.to_owned();
        let supervisor = async move |cx: Cx| {
            let mut restarts = 0;
            loop {
                let task = cx.spawn(&cx, child.clone(), body.clone()).await;
                let Ok(end) = cx.caught(async |cx: Cx| task.join(&cx).await).await else {
                    cx.surely(async |cx: Cx| task.cancel(&cx).await).await;
                    cx.surely(async |cx: Cx| task.join(&cx).await).await;
                    cx.give_in().await
                };
                let Value::Failure(message) = end else { return end };
                match restart {
                    Restart::UpTo(most) if restarts < most => restarts += 1,
                    // Escalate: the failure is now the supervisor's own.
                    Restart::UpTo(_) | Restart::Never => return Value::Failure(message),
                }
            }
        };
        Supervised { task: self.spawn(at, format!("{name}-supervisor"), supervisor).await }
    }
}

impl Mailbox {
    /// Sends a message. Never waits.
    pub fn send<'a>(self, at: impl Into<At<'a>>, message: impl Into<Value>) -> impl Future<Output = bool> + 'a {
        self.queue.put(at, message)
    }

    /// Waits for the next message; nothing once the mailbox is closed and empty.
    pub fn receive<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Option<Value>> + 'a {
        self.queue.get(at)
    }

    /// Nothing more is sent.
    pub fn close<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ()> + 'a {
        self.queue.close(at)
    }
}

/// What a supervisor does about a crash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Restart {
    /// Starts the task again, so often at most.
    UpTo(u32),
    /// Nothing: it passes the failure on.
    Never,
}

/// A task that is looked after.
#[derive(Clone, Copy, Debug)]
pub struct Supervised {
    task: Task,
}

impl Supervised {
    /// Waits for the end: [`Value::Failure`] where the supervisor gave up.
    pub fn join<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Value> + 'a {
        self.task.join(at)
    }

    /// The supervisor's own task.
    #[must_use]
    pub fn supervisor(self) -> Task {
        self.task
    }
}
