//! An object of the language a program is written in: a list, a dict, an instance. Its state and what may be
//! done to it are the language's own; an action is one step, and never waits.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use crate::reply::Reply;
use crate::value::{Data, Plain};
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// The state of an object of the language.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DataState {
    kind: ObjectKind,
    state: Data,
}

impl DataState {
    /// One that begins as this.
    #[must_use]
    pub fn new(kind: ObjectKind, state: Data) -> DataState {
        DataState { kind, state }
    }
}

/// What a deed came to: its answer, and what is told of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The answer.
    pub reply: Reply,
    /// What happened.
    pub kind: EventKind,
    /// The event's value.
    pub value: i64,
}

/// Something a language does to an object of its own.
pub trait Deed: Plain {
    /// Whether it leaves the object as it is, whatever state that is in.
    fn looks(&self) -> bool;

    /// Does it.
    fn apply(&self, state: &mut Data) -> Outcome;
}

/// What may be done to an object of the language.
#[derive(Clone, Debug)]
pub struct DataAction(Arc<dyn Deed>);

impl DataAction {
    /// This.
    #[must_use]
    pub fn new(deed: impl Deed) -> DataAction {
        DataAction(Arc::new(deed))
    }
}

impl PartialEq for DataAction {
    fn eq(&self, other: &DataAction) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.same(&*other.0)
    }
}

impl Serialize for DataAction {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("what a language does to its objects stays in its process"))
    }
}

impl<'de> Deserialize<'de> for DataAction {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<DataAction, D::Error> {
        Err(serde::de::Error::custom("what a language does to its objects stays in its process"))
    }
}

impl Guarded for DataState {
    type Action = DataAction;

    fn kind(&self) -> ObjectKind {
        self.kind
    }

    fn ready(&self, _: TaskId, _: &DataAction) -> bool {
        true
    }

    fn apply(&mut self, _: TaskId, action: &DataAction) -> Applied {
        let Outcome { reply, kind, value } = action.0.apply(&mut self.state);
        Applied { reply, kind, value }
    }

    fn facts(action: &DataAction) -> Facts {
        Facts { wakes: Wakes::Nobody, looks: action.0.looks(), receives: Receives::Nothing, made_of: MadeOf::Bytecodes }
    }

    none! { sent, undone_if_unread, on_timeout, owed, on_process_death, enrol, word, holders }
}
