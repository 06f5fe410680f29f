//! A task, as something to wait for: whether it has ended, and with what.

use super::Applied;
use crate::engine::Reply;
use crate::value::Value;
use model::{EventKind, TaskId};

/// Whether a task has ended.
#[derive(Clone, PartialEq, Debug)]
pub struct TaskState {
    task: TaskId,
    result: Option<Value>,
}

/// What may be done to a task.
#[derive(Clone, PartialEq, Debug)]
pub enum TaskAction {
    /// Wait for its end.
    Join,
    /// It has ended with this; engines alone do that.
    End(Value),
}

impl TaskAction {
    pub(super) fn only_looks(&self) -> bool {
        matches!(self, TaskAction::Join)
    }
}

impl TaskState {
    /// A task that has not ended.
    #[must_use]
    pub fn new(task: TaskId) -> TaskState {
        TaskState { task, result: None }
    }

    pub(super) fn ready(&self, action: &TaskAction) -> bool {
        match action {
            TaskAction::Join => self.result.is_some(),
            TaskAction::End(_) => true,
        }
    }

    pub(super) fn apply(&mut self, action: TaskAction) -> Applied {
        match action {
            TaskAction::Join => {
                let result = self.result.clone().unwrap_or_default();
                Applied { reply: Reply::Value(result), kind: EventKind::Join, value: i64::from(self.task.0) }
            }
            TaskAction::End(result) => {
                self.result = Some(result);
                Applied::done(EventKind::End, 0)
            }
        }
    }

    /// A task that has not ended "holds" its end: who joins it waits for it.
    pub(super) fn holders(&self) -> Vec<TaskId> {
        if self.result.is_none() { vec![self.task] } else { Vec::new() }
    }
}
