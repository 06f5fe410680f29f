//! What became of an operation: the answer that an engine gives a task.

use crate::failure::Failure;
use crate::value::Value;
use model::{ObjectId, TaskId};
use serde::{Deserialize, Serialize};

/// What became of an operation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// It was done.
    Done,
    /// It was done and gave this.
    Value(Value),
    /// It was done, or refused: yes or no.
    Flag(bool),
    /// The new task, and the object that stands for it.
    Task(TaskId, ObjectId),
    /// It ran out of time and was not done.
    TimedOut,
    /// What it was to run in is no more, for this reason, and so is the task.
    Died(Failure),
    /// The task was asked to end: it was not done, and no other will be.
    Cancelled,
}

impl Reply {
    /// Takes it out of where it was left for the task.
    pub(crate) fn take(&mut self) -> Reply {
        std::mem::replace(self, Reply::Done)
    }

    pub(crate) fn int(self) -> i64 {
        match self {
            Reply::Value(Value::Int(value)) => value,
            _ => unreachable!("this operation is answered with a number"),
        }
    }

    pub(crate) fn flag(self) -> bool {
        match self {
            Reply::Flag(flag) => flag,
            _ => unreachable!("this operation is answered with yes or no"),
        }
    }

    pub(crate) fn value(self) -> Value {
        match self {
            Reply::Value(value) => value,
            _ => unreachable!("this operation is answered with a value"),
        }
    }

    /// What is in a list of one value or none.
    pub(crate) fn option(self) -> Option<Value> {
        self.value().first()
    }
}
