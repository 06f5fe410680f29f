//! The handle of a queue: first in, first out.

use crate::cx::{At, Cx};
use crate::objects::{Action, Object, QueueAction, QueueState};
use crate::reply::Reply;
use crate::value::Value;
use model::{ObjectId, ObjectKind};

/// A queue that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Queue {
    pub(super) id: ObjectId,
}

impl Cx {
    /// Makes a queue without a bound.
    #[must_use]
    pub fn queue(&self, name: &str) -> Queue {
        self.queue_of(ObjectKind::Queue, name, None)
    }

    /// Makes a queue that holds so many items at most.
    #[must_use]
    pub fn bounded_queue(&self, name: &str, room: u32) -> Queue {
        self.queue_of(ObjectKind::Queue, name, Some(room))
    }

    pub(super) fn queue_of(&self, kind: ObjectKind, name: &str, room: Option<u32>) -> Queue {
        Queue { id: self.create(Object::Queue(QueueState::new(kind, room)), name) }
    }
}

impl Queue {
    /// Puts an item in, once there is room; says whether it went in, which it does unless the queue
    /// is closed.
    pub fn put<'a>(self, at: impl Into<At<'a>>, value: impl Into<Value>) -> impl Future<Output = bool> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Put(value.into())), Reply::flag)
    }

    /// Puts an item in if there is room, and drops it otherwise; says whether it went in.
    pub fn offer<'a>(self, at: impl Into<At<'a>>, value: impl Into<Value>) -> impl Future<Output = bool> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Offer(value.into())), Reply::flag)
    }

    /// Puts news in, whatever room there is.
    pub(super) fn tell<'a>(self, at: impl Into<At<'a>>, value: impl Into<Value>) -> impl Future<Output = bool> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Tell(value.into())), Reply::flag)
    }

    /// Takes the first item out, once there is one; nothing once the queue is closed and empty.
    pub fn get<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Option<Value>> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Get), Reply::option)
    }

    /// Takes the first item out if there is one.
    pub fn try_get<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = Option<Value>> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::TryGet), Reply::option)
    }

    /// Says that an item that was taken out is worked off.
    pub fn task_done<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ()> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Done), drop)
    }

    /// Waits until everything that was put in is worked off.
    pub fn join<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ()> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Join), drop)
    }

    /// How many items there are.
    pub fn len<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = i64> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Len), Reply::int)
    }

    /// Nothing more goes in; what is in can still be taken out.
    pub fn close<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ()> + 'a {
        at.into().act(self.id, Action::Queue(QueueAction::Close), drop)
    }
}
