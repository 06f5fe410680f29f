//! The primitives, one file each, as guarded effects.
//!
//! An object says *when* an action may happen (`ready`) and *what* it then does (`apply`).
//! It knows neither waiting tasks nor time: engines keep who waits, in which order, and let a
//! waiting action happen once its guard holds. One action touches one object.
//!
//! What programs hold of an object is its handle (`crate::handles`), which stands above the context:
//! nothing here knows of tasks' code.

mod barrier;
mod cell;
mod channel;
mod condition;
mod event;
mod future;
mod lock;
mod map;
mod queue;
mod reentrant;
mod semaphore;
mod task;

pub use barrier::{BarrierAction, BarrierState};
pub use cell::{CellAction, CellState};
pub use channel::{ChannelAction, ChannelState};
pub(crate) use channel::{ring, tickets};
pub use condition::{ConditionAction, ConditionState};
pub use event::{EventAction, EventState};
pub(crate) use future::listeners;
pub use future::{FutureAction, FutureState};
pub use lock::{LockAction, LockState};
pub use map::{MapAction, MapState};
pub(crate) use queue::{BROKEN, job, unpack_job};
pub use queue::{QueueAction, QueueState};
pub use reentrant::{ReentrantAction, ReentrantState};
pub use semaphore::{SemaphoreAction, SemaphoreState};
pub use task::{TaskAction, TaskState};

use crate::reply::Reply;
use crate::value::Value;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// What an action did: the answer for who asked, and the event to tell.
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
    fn done(kind: EventKind, value: i64) -> Applied {
        Applied { reply: Reply::Done, kind, value }
    }

    fn int(kind: EventKind, value: i64) -> Applied {
        Applied { reply: Reply::Value(Value::Int(value)), kind, value }
    }

    fn value(kind: EventKind, reply: Value, value: i64) -> Applied {
        Applied { reply: Reply::Value(reply), kind, value }
    }

    fn flag(kind: EventKind, flag: bool, value: i64) -> Applied {
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

/// The state of one sort of object. An action that may wait says so by its guard; one that tries
/// has a guard that always holds, and says in its reply how it went.
trait Guarded {
    type Action;

    /// What sort of thing it is.
    fn kind(&self) -> ObjectKind;

    /// Whether this action of this task may happen now.
    fn ready(&self, task: TaskId, action: &Self::Action) -> bool;

    /// Lets the action happen. Its guard holds.
    fn apply(&mut self, task: TaskId, action: &Self::Action) -> Applied;

    /// Whose waiting actions it could let happen.
    fn wakes(action: &Self::Action) -> Wakes;

    /// What gives back what the action got, for a task that never learned that it got it.
    fn undo(_: &Self::Action, _: &Reply) -> Option<Self::Action> {
        None
    }

    /// What an action that runs out of time does to the object instead, in the same step: it takes back
    /// what was laid out to wait for it. So nobody is told that it came too late for what it had after all.
    fn forgoes(_: &Self::Action) -> Option<Self::Action> {
        None
    }

    /// What else is still to be done for a task that never learned what it was told: word to others.
    fn owed(_: &Self::Action, _: &Reply) -> Vec<(ObjectId, Action)> {
        Vec::new()
    }

    /// What is to be done where a task went away without any clean-up, as a process that dies does: to
    /// this object, or to others it names.
    fn bereft(&self, _: TaskId, _waits: bool, _why: &str) -> Vec<(Option<ObjectId>, Action)> {
        Vec::new()
    }

    /// Whether the action leaves the object as it is, whatever state that is in. Where in doubt, no.
    fn only_looks(_: &Self::Action) -> bool {
        false
    }

    /// Who holds it, for the wait-for graph.
    fn holders(&self) -> Vec<TaskId> {
        Vec::new()
    }
}

/// Every sort of object once: name, state, action.
macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident($state:ident, $action:ident),)*) => {
        /// The state of one shared object.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        pub enum Object { $($(#[$doc])* $name($state),)* }

        /// Something to be done to one object.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        pub enum Action { $($(#[$doc])* $name($action),)* }

        impl Action {
            /// What gives back what this action got with this reply, for a task that never learned
            /// that it got it.
            fn undo(&self, reply: &Reply) -> Option<Action> {
                match self { $(Action::$name(action) => $state::undo(action, reply).map(Action::$name),)* }
            }

            /// What it does to its object where it runs out of time, in the same step, besides being answered
            /// with that: it takes back what was laid out to wait for it. It is always ready.
            #[must_use]
            pub fn forgoes(&self) -> Option<Action> {
                match self { $(Action::$name(action) => $state::forgoes(action).map(Action::$name),)* }
            }

            /// To whom this action, which happened with this reply, owes word.
            pub(crate) fn owed(&self, reply: &Reply) -> Vec<(ObjectId, Action)> {
                match self { $(Action::$name(action) => $state::owed(action, reply),)* }
            }

            /// Whether it leaves its object as it is, whatever state that is in: such actions may
            /// change places with each other. Where in doubt, no.
            #[must_use]
            pub fn only_looks(&self) -> bool {
                match self { $(Action::$name(action) => $state::only_looks(action),)* }
            }

            fn wakes(&self) -> Wakes {
                match self { $(Action::$name(action) => $state::wakes(action),)* }
            }
        }

        impl Object {
            /// What sort of thing it is.
            #[must_use]
            pub fn kind(&self) -> ObjectKind {
                match self { $(Object::$name(state) => state.kind(),)* }
            }

            /// Whether this action of this task may happen now.
            #[must_use]
            pub fn ready(&self, task: TaskId, action: &Action) -> bool {
                match (self, action) {
                    $((Object::$name(state), Action::$name(action)) => state.ready(task, action),)*
                    _ => mismatch(task),
                }
            }

            /// Lets the action happen. Its guard holds.
            pub fn apply(&mut self, task: TaskId, action: &Action) -> Applied {
                match (self, action) {
                    $((Object::$name(state), Action::$name(action)) => state.apply(task, action),)*
                    _ => mismatch(task),
                }
            }

            /// Lets the action happen if its guard holds; the answer is left in `reply`. What an engine
            /// does for every operation: one look at what sort it is, and no copy of it or of its answer.
            pub(crate) fn attempt(&mut self, task: TaskId, action: &Action, reply: &mut Reply) -> Option<Happened> {
                match (self, action) {
                    $((Object::$name(state), Action::$name(action)) => {
                        if !state.ready(task, action) {
                            return None;
                        }
                        let applied = state.apply(task, action);
                        *reply = applied.reply;
                        Some(Happened { kind: applied.kind, value: applied.value, wakes: $state::wakes(action) })
                    })*
                    _ => mismatch(task),
                }
            }

            /// What is to be done to this object, or to others it names, where a task went away without
            /// any clean-up, for this reason; perhaps while it waited for this object.
            #[must_use]
            pub fn bereft(&self, task: TaskId, waits: bool, why: &str) -> Vec<(Option<ObjectId>, Action)> {
                match self { $(Object::$name(state) => state.bereft(task, waits, why),)* }
            }

            /// Who holds it, for the wait-for graph.
            #[must_use]
            pub fn holders(&self) -> Vec<TaskId> {
                match self { $(Object::$name(state) => state.holders(),)* }
            }
        }
    };
}

objects! {
    /// A plain variable.
    Cell(CellState, CellAction),
    /// A dictionary.
    Map(MapState, MapAction),
    /// A lock.
    Lock(LockState, LockAction),
    /// A lock that its holder may take again.
    Reentrant(ReentrantState, ReentrantAction),
    /// At most n holders.
    Semaphore(SemaphoreState, SemaphoreAction),
    /// A one-shot signal.
    Event(EventState, EventAction),
    /// Who waits until a predicate holds.
    Condition(ConditionState, ConditionAction),
    /// Everyone waits for everyone.
    Barrier(BarrierState, BarrierAction),
    /// First in, first out: a queue, a pool's work, a mailbox.
    Queue(QueueState, QueueAction),
    /// A result that is not there yet.
    Future(FutureState, FutureAction),
    /// A CSP channel.
    Channel(ChannelState, ChannelAction),
    /// A task, as something to wait for.
    Task(TaskState, TaskAction),
}

impl Action {
    /// The value it hands over to whoever comes for it, if it does.
    #[must_use]
    pub fn sent(&self) -> Option<&Value> {
        match self {
            Action::Queue(
                QueueAction::Put(value)
                | QueueAction::Offer(value)
                | QueueAction::PutBack(value)
                | QueueAction::Tell(value),
            )
            | Action::Future(FutureAction::Set(value))
            | Action::Channel(ChannelAction::Send(value) | ChannelAction::PutBack(_, value))
            | Action::Task(TaskAction::End(value)) => Some(value),
            Action::Map(MapAction::Insert(entry) | MapAction::InsertNew(entry)) => Some(&entry.1),
            _ => None,
        }
    }

    /// The same, to be replaced by its bytes.
    pub(crate) fn sent_mut(&mut self) -> Option<&mut Value> {
        match self {
            Action::Queue(
                QueueAction::Put(value)
                | QueueAction::Offer(value)
                | QueueAction::PutBack(value)
                | QueueAction::Tell(value),
            )
            | Action::Future(FutureAction::Set(value))
            | Action::Channel(ChannelAction::Send(value) | ChannelAction::PutBack(_, value))
            | Action::Task(TaskAction::End(value)) => Some(value),
            Action::Map(MapAction::Insert(entry) | MapAction::InsertNew(entry)) => Some(&mut entry.1),
            _ => None,
        }
    }
}

/// Makes good for a task that never learned that this action of its own had happened, because its
/// operation was dropped in between: what it got is given back, and whom it would have told is told.
pub fn make_good(object: ObjectId, action: &Action, reply: &Reply, mut act: impl FnMut(ObjectId, Action) -> Reply) {
    let mut debts = action.owed(reply);
    if let Some(undo) = action.undo(reply) {
        let reply = act(object, undo.clone());
        debts.extend(undo.owed(&reply));
    }
    // Rings and news owe nothing any more.
    for (object, action) in debts {
        act(object, action);
    }
}

impl Object {
    /// Whether the action could let somebody else's waiting action happen.
    #[must_use]
    pub fn may_wake(action: &Action) -> bool {
        action.wakes() != Wakes::Nobody
    }
}

/// Handles are typed, so an action always meets an object of its kind.
fn mismatch(task: TaskId) -> ! {
    unreachable!("task {} acts on an object of another kind than its handle", task.0)
}
