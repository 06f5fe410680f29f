//! What every object declares of itself, so that nobody else has to know it by name.
//!
//! Nothing here has a default: a new object, or a new action of an old one, does not compile before it has
//! said whom it wakes, what it sends and receives, what it costs, and what becomes of it where a task is cut
//! short or its process dies. Where there is nothing of a kind it says so, by name (`none!`).

use super::Action;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::value::Value;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use std::sync::atomic::AtomicI64;

/// What an action did: the answer for the task that asked, and the event to tell.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied {
    /// The answer.
    pub reply: Reply,
    /// What happened.
    pub kind: EventKind,
    /// The event's value.
    pub value: i64,
}

impl Applied {
    pub(super) fn done(kind: EventKind, value: i64) -> Applied {
        Applied { reply: Reply::Done, kind, value }
    }

    pub(super) fn int(kind: EventKind, value: i64) -> Applied {
        Applied { reply: Reply::Value(Value::Int(value)), kind, value }
    }

    pub(super) fn value(kind: EventKind, reply: Value, value: i64) -> Applied {
        Applied { reply: Reply::Value(reply), kind, value }
    }

    pub(super) fn flag(kind: EventKind, flag: bool, value: i64) -> Applied {
        Applied { reply: Reply::Flag(flag), kind, value }
    }
}

/// How many there are, as an event tells it.
pub(crate) fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

/// Whose waiting actions an action could let happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wakes {
    /// Nobody's.
    Nobody,
    /// That of one more task.
    One,
    /// Those of several.
    Several,
}

/// What an action did, as others hear of it: the event to tell, and whom it could let go on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happened {
    pub(crate) kind: EventKind,
    pub(crate) value: i64,
    pub(crate) wakes: Wakes,
}

/// What an action is like, whatever state its object is in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// Whose waiting actions it could let happen.
    pub(crate) wakes: Wakes,
    /// Whether it leaves the object as it is, whatever state that is in: such actions may change places with
    /// each other. Where in doubt, no.
    pub(crate) looks: bool,
    /// How its answer brings what another task sent, where it does.
    pub(crate) receives: Receives,
    /// What it is made of in CPython, which says what it costs.
    pub(crate) made_of: MadeOf,
}

/// How an answer brings what another task sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Receives {
    /// It brings nothing.
    Nothing,
    /// It is that.
    Whole,
    /// It is a list whose first is that, if it has one.
    First,
}

/// What an action is made of in CPython.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MadeOf {
    /// A bytecode or two, or as little in C.
    Bytecodes,
    /// A lock, which is written in C.
    Lock,
    /// A tool around a lock, written in Python.
    Tool,
    /// A condition and its lock, in Python.
    Condition,
    /// A message: between threads through a socket, between processes with a tool around it.
    Message,
}

impl MadeOf {
    /// Whether waiting for it is waiting for a lock, and not for a message.
    pub(crate) fn waits_for_lock(self) -> bool {
        match self {
            MadeOf::Bytecodes | MadeOf::Lock | MadeOf::Tool | MadeOf::Condition => true,
            MadeOf::Message => false,
        }
    }
}

/// The state of one sort of object. An action that may wait says so by its guard; one that tries
/// has a guard that always holds, and says in its reply how it went.
pub(super) trait Guarded {
    type Action;

    /// What sort of thing it is.
    fn kind(&self) -> ObjectKind;

    /// Whether this action of this task may happen now.
    fn ready(&self, task: TaskId, action: &Self::Action) -> bool;

    /// Lets the action happen. Its guard holds.
    fn apply(&mut self, task: TaskId, action: &Self::Action) -> Applied;

    /// What the action is like, whatever state the object is in.
    fn facts(action: &Self::Action) -> Facts;

    /// The value it hands over to another task: to be looked at, or replaced by its bytes.
    fn sent(action: &mut Self::Action) -> Option<&mut Value>;

    /// What gives back what the action got, for a task that never read the reply.
    fn undone_if_unread(action: &Self::Action, reply: &Reply) -> Option<Self::Action>;

    /// What an action that runs out of time does to the object instead, in the same step: it takes back
    /// what was laid out to wait for it. So a granted operation never reports a timeout.
    fn on_timeout(action: &Self::Action) -> Option<Self::Action>;

    /// What else is still to be done for a task that never read the reply: word to others.
    fn owed(action: &Self::Action, reply: &Reply) -> Vec<(ObjectId, Action)>;

    /// What is to be done where a task went away without any clean-up, as one whose process dies does,
    /// perhaps while it waited for this object: to this object, or to others it names.
    fn on_process_death(&self, task: TaskId, waits: bool, why: &Failure) -> Vec<(Option<ObjectId>, Action)>;

    /// This task works for it, or is of it, though it has not asked for anything yet.
    fn enrol(&mut self, task: TaskId);

    /// The word it is, where it is one that real threads read and write without any order.
    fn word(&self) -> Option<i64>;

    /// The action on that word: one step, ordered by nothing.
    fn race(word: &AtomicI64, action: &Self::Action) -> Option<Applied>;

    /// Who holds it, for the wait-for graph.
    fn holders(&self) -> Vec<TaskId>;
}

/// Says by name what an object has nothing of.
macro_rules! none {
    ($($what:ident),*) => { $(none!(@ $what);)* };
    (@ sent) => {
        fn sent(_: &mut Self::Action) -> Option<&mut crate::value::Value> { None }
    };
    (@ undone_if_unread) => {
        fn undone_if_unread(_: &Self::Action, _: &crate::reply::Reply) -> Option<Self::Action> { None }
    };
    (@ on_timeout) => {
        fn on_timeout(_: &Self::Action) -> Option<Self::Action> { None }
    };
    (@ owed) => {
        fn owed(_: &Self::Action, _: &crate::reply::Reply) -> Vec<(model::ObjectId, super::Action)> { Vec::new() }
    };
    (@ on_process_death) => {
        fn on_process_death(&self, _: TaskId, _: bool, _: &crate::failure::Failure) -> Vec<(Option<model::ObjectId>, super::Action)> {
            Vec::new()
        }
    };
    (@ enrol) => {
        fn enrol(&mut self, _: TaskId) {}
    };
    (@ word) => {
        fn word(&self) -> Option<i64> { None }
        fn race(_: &std::sync::atomic::AtomicI64, _: &Self::Action) -> Option<Applied> { None }
    };
    (@ holders) => {
        fn holders(&self) -> Vec<TaskId> { Vec::new() }
    };
}
pub(super) use none;
