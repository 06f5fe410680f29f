//! The handle of a signal that everyone waits for until somebody sets it.

use crate::cx::{At, Cx};
use crate::objects::{Action, EventAction, EventState, Object};
use crate::reply::Reply;
use model::ObjectId;

/// A signal that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    id: ObjectId,
}

impl Cx {
    /// Makes a signal that is not set.
    #[must_use]
    pub fn event(&self, name: &str) -> Event {
        Event { id: self.create(Object::Event(EventState::default()), name) }
    }
}

impl Event {
    /// Waits until it is set.
    pub fn wait<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ()> + 'a {
        at.into().act(self.id, Action::Event(EventAction::Wait), drop)
    }

    /// Whether it is set.
    pub fn is_set<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = bool> + 'a {
        at.into().act(self.id, Action::Event(EventAction::Look), Reply::flag)
    }

    /// Sets it.
    pub fn set<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ()> + 'a {
        at.into().act(self.id, Action::Event(EventAction::Set), drop)
    }

    /// Clears it.
    pub fn clear<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = ()> + 'a {
        at.into().act(self.id, Action::Event(EventAction::Clear), drop)
    }
}
