//! The handle of a dictionary whose single operations are safe.

use crate::cx::{At, Cx, Operation};
use crate::objects::{Action, MapAction, MapState, Object};
use crate::reply::Reply;
use crate::value::Value;
use model::ObjectId;

/// A dictionary that tasks share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Map {
    id: ObjectId,
}

impl Cx {
    /// Makes an empty dictionary.
    #[must_use]
    pub fn map(&self, name: &str) -> Map {
        Map { id: self.create(Object::Map(MapState::default()), name) }
    }
}

impl Map {
    fn act<'a, R: 'a>(self, at: impl Into<At<'a>>, action: MapAction, answer: fn(Reply) -> R) -> Operation<'a, R> {
        at.into().act(self.id, Action::Map(action), answer)
    }

    /// Looks a key up.
    pub fn get<'a>(self, at: impl Into<At<'a>>, key: impl Into<Value>) -> impl Future<Output = Option<Value>> + 'a {
        self.act(at, MapAction::Get(key.into()), Reply::option)
    }

    /// Whether a key is there.
    pub fn contains<'a>(self, at: impl Into<At<'a>>, key: impl Into<Value>) -> impl Future<Output = bool> + 'a {
        self.act(at, MapAction::Contains(key.into()), Reply::flag)
    }

    /// Puts an entry in; gives what was there before.
    pub fn insert<'a>(
        self,
        at: impl Into<At<'a>>,
        key: impl Into<Value>,
        value: impl Into<Value>,
    ) -> impl Future<Output = Option<Value>> + 'a {
        self.act(at, MapAction::Insert(Box::new((key.into(), value.into()))), Reply::option)
    }

    /// Puts an entry in unless the key is there, in one step; says whether it was put in.
    pub fn insert_new<'a>(
        self,
        at: impl Into<At<'a>>,
        key: impl Into<Value>,
        value: impl Into<Value>,
    ) -> impl Future<Output = bool> + 'a {
        self.act(at, MapAction::InsertNew(Box::new((key.into(), value.into()))), Reply::flag)
    }

    /// Takes a key out; gives what was there.
    pub fn remove<'a>(self, at: impl Into<At<'a>>, key: impl Into<Value>) -> impl Future<Output = Option<Value>> + 'a {
        self.act(at, MapAction::Remove(key.into()), Reply::option)
    }

    /// How many entries there are.
    pub fn len<'a>(self, at: impl Into<At<'a>>) -> impl Future<Output = i64> + 'a {
        self.act(at, MapAction::Len, Reply::int)
    }
}
