//! The primitives, one file each, as guarded effects.
//!
//! An object says *when* an action may happen (`ready`) and *what* it then does (`apply`).
//! It knows neither waiting tasks nor time: engines keep who waits, in which order, and let a
//! waiting action happen once its guard holds. One action touches one object.

mod cell;
mod lock;
mod task;

pub use cell::Cell;
pub use lock::{Guard, Lock};
pub use task::TaskState;

use crate::engine::Reply;
use crate::value::Value;
pub use cell::{CellAction, CellState};
pub use lock::{LockAction, LockState};
use model::{EventKind, ObjectKind, TaskId};
pub use task::TaskAction;

/// The state of one shared object.
#[derive(Clone, PartialEq, Debug)]
pub enum Object {
    /// A plain variable.
    Cell(CellState),
    /// A lock.
    Lock(LockState),
    /// A task, as something to wait for.
    Task(TaskState),
}

/// Something to be done to one object.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// To a cell.
    Cell(CellAction),
    /// To a lock.
    Lock(LockAction),
    /// To a task.
    Task(TaskAction),
}

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
}

impl Action {
    /// Whether it leaves its object as it is, whatever state that is in: such actions may change
    /// places with each other. Where in doubt, no.
    #[must_use]
    pub fn only_looks(&self) -> bool {
        match self {
            Action::Cell(action) => action.only_looks(),
            Action::Task(action) => action.only_looks(),
            Action::Lock(_) => false,
        }
    }

    /// What gives back what this action got, for a task that never learned that it got it.
    #[must_use]
    pub fn undo(&self) -> Option<Action> {
        match self {
            Action::Lock(LockAction::Acquire) => Some(Action::Lock(LockAction::Release)),
            Action::Cell(_) | Action::Lock(_) | Action::Task(_) => None,
        }
    }
}

impl Object {
    /// What sort of thing it is.
    #[must_use]
    pub fn kind(&self) -> ObjectKind {
        match self {
            Object::Cell(_) => ObjectKind::Cell,
            Object::Lock(_) => ObjectKind::Lock,
            Object::Task(_) => ObjectKind::Task,
        }
    }

    /// Whether this action of this task may happen now.
    #[must_use]
    pub fn ready(&self, task: TaskId, action: &Action) -> bool {
        match (self, action) {
            (Object::Cell(_), Action::Cell(_)) => true,
            (Object::Lock(lock), Action::Lock(action)) => lock.ready(action),
            (Object::Task(state), Action::Task(action)) => state.ready(action),
            _ => mismatch(task),
        }
    }

    /// Lets the action happen. Its guard holds.
    pub fn apply(&mut self, task: TaskId, action: Action) -> Applied {
        match (self, action) {
            (Object::Cell(cell), Action::Cell(action)) => cell.apply(&action),
            (Object::Lock(lock), Action::Lock(action)) => lock.apply(task, &action),
            (Object::Task(state), Action::Task(action)) => state.apply(action),
            _ => mismatch(task),
        }
    }

    /// Whether the action could let somebody else's waiting action happen.
    #[must_use]
    pub fn may_wake(action: &Action) -> bool {
        match action {
            Action::Cell(_) => false,
            Action::Lock(action) => matches!(action, LockAction::Release),
            Action::Task(action) => matches!(action, TaskAction::End(_)),
        }
    }

    /// Whether the action lets everybody pass who waits, and not just one.
    #[must_use]
    pub fn wakes_everyone(action: &Action) -> bool {
        match action {
            Action::Cell(_) | Action::Lock(_) => false,
            Action::Task(action) => matches!(action, TaskAction::End(_)),
        }
    }

    /// Who holds it, for the wait-for graph.
    #[must_use]
    pub fn holders(&self) -> Vec<TaskId> {
        match self {
            Object::Cell(_) => Vec::new(),
            Object::Lock(lock) => lock.holders(),
            Object::Task(state) => state.holders(),
        }
    }
}

/// Handles are typed, so an action always meets an object of its kind.
fn mismatch(task: TaskId) -> ! {
    unreachable!("task {} acts on an object of another kind than its handle", task.0)
}
