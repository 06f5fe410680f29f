//! The primitives, one file each, as guarded effects.
//!
//! An object says *when* an action may happen (`ready`) and *what* it then does (`apply`).
//! It knows neither waiting tasks nor time: engines keep the waiting tasks in their order, and let a
//! waiting action happen once its guard holds. One action touches one object.
//!
//! What programs hold of an object is its handle (`crate::handles`), which stands above the context:
//! nothing here knows of tasks' code.

mod barrier;
mod cell;
mod channel;
mod condition;
mod data;
mod declared;
mod event;
mod future;
mod lock;
mod map;
mod queue;
mod reentrant;
mod semaphore;
mod task;
mod variable;

pub use barrier::{BarrierAction, BarrierState};
pub use cell::{CellAction, CellState};
pub use channel::{ChannelAction, ChannelState};
pub(crate) use channel::{ring, tickets};
pub use condition::{ConditionAction, ConditionState};
pub use data::{DataAction, DataState, Deed, Outcome};
pub use declared::Applied;
pub(crate) use declared::{Facts, Happened, MadeOf, Receives, Wakes, count};
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
pub use variable::{VariableAction, VariableState};

use crate::failure::Failure;
use crate::reply::Reply;
use crate::value::Value;
use declared::{Guarded, none};
use model::{ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicI64;

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
            /// What it is like, whatever state its object is in.
            pub(crate) fn facts(&self) -> Facts {
                match self { $(Action::$name(action) => $state::facts(action),)* }
            }

            /// The value it hands over to another task: to be looked at, or replaced by its bytes.
            pub(crate) fn sent(&mut self) -> Option<&mut Value> {
                match self { $(Action::$name(action) => $state::sent(action),)* }
            }

            /// What gives back what this action got with this reply, for a task that never read it.
            fn undone_if_unread(&self, reply: &Reply) -> Option<Action> {
                match self { $(Action::$name(action) => $state::undone_if_unread(action, reply).map(Action::$name),)* }
            }

            /// What it does to its object where it runs out of time, in the same step, besides being answered
            /// with that: it takes back what was laid out to wait for it. It is always ready.
            #[must_use]
            pub fn on_timeout(&self) -> Option<Action> {
                match self { $(Action::$name(action) => $state::on_timeout(action).map(Action::$name),)* }
            }

            /// To whom this action, which happened with this reply, owes word.
            pub(crate) fn owed(&self, reply: &Reply) -> Vec<(ObjectId, Action)> {
                match self { $(Action::$name(action) => $state::owed(action, reply),)* }
            }

            /// The action on an object that is one word, which real threads read and write without any order.
            pub(crate) fn race(&self, word: &AtomicI64) -> Option<Applied> {
                match self { $(Action::$name(action) => $state::race(word, action),)* }
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
                        Some(Happened { kind: applied.kind, value: applied.value, wakes: $state::facts(action).wakes })
                    })*
                    _ => mismatch(task),
                }
            }

            /// What is to be done to this object, or to others it names, where a task went away without
            /// any clean-up, for this reason; perhaps while it waited for this object.
            #[must_use]
            pub(crate) fn on_process_death(
                &self,
                task: TaskId,
                waits: bool,
                why: &Failure,
            ) -> Vec<(Option<ObjectId>, Action)> {
                match self { $(Object::$name(state) => state.on_process_death(task, waits, why),)* }
            }

            /// This task works for it, or is of it, though it has not asked for anything yet.
            pub(crate) fn enrol(&mut self, task: TaskId) {
                match self { $(Object::$name(state) => state.enrol(task),)* }
            }

            /// The word it is, where real threads read and write it without any order.
            pub(crate) fn word(&self) -> Option<i64> {
                match self { $(Object::$name(state) => state.word(),)* }
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
    /// A variable that holds any value.
    Variable(VariableState, VariableAction),
    /// An object of the language a program is written in.
    Data(DataState, DataAction),
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
    /// Tasks that wait until a predicate holds.
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
    /// Whether it leaves its object as it is, whatever state that is in: such actions may change places with
    /// each other. Where in doubt, no.
    #[must_use]
    pub fn only_looks(&self) -> bool {
        self.facts().looks
    }

    /// What another task sent and this action, which happened with this reply, brings.
    pub(crate) fn received<'a>(&self, reply: &'a Reply) -> Option<&'a Value> {
        let Reply::Value(value) = reply else { return None };
        match (self.facts().receives, value) {
            (Receives::Nothing, _) => None,
            (Receives::Whole, value) => Some(value),
            (Receives::First, Value::List(values)) => values.first(),
            (Receives::First, _) => None,
        }
    }
}

/// Makes good for a task that never read the reply to this action of its own, because its operation was
/// dropped in between: what it got is given back, and whom it would have told is told.
pub fn make_good(object: ObjectId, action: &Action, reply: &Reply, mut act: impl FnMut(ObjectId, Action) -> Reply) {
    let mut debts = action.owed(reply);
    if let Some(undo) = action.undone_if_unread(reply) {
        let reply = act(object, undo.clone());
        debts.extend(undo.owed(&reply));
    }
    // Rings and news owe nothing any more.
    for (object, action) in debts {
        act(object, action);
    }
}

/// Handles are typed, so an action always meets an object of its kind.
fn mismatch(task: TaskId) -> ! {
    unreachable!("task {} acts on an object of another kind than its handle", task.0)
}
