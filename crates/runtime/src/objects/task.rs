//! A task, as something to wait for and to cancel: whether it has ended, and with what.

use super::{Action, Applied, Facts, Guarded, MadeOf, Object, Receives, Wakes, none};
use crate::value::Value;
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// Whether a task has ended, or was asked to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TaskState {
    task: TaskId,
    cancelled: bool,
    result: Option<Value>,
}

/// What may be done to a task.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum TaskAction {
    /// Wait for its end, and get its result.
    Join,
    /// Whether it has ended.
    Look,
    /// Ask it to end. What it has under way, or asks for next, is answered with
    /// [`Reply::Cancelled`]: that is the engine's part, see [`TaskState::heeds`].
    Cancel,
    /// It has ended with this; engines alone do that. [`Value::Failure`] is a crash, and
    /// [`Value::Cancelled`] the end of a task that was asked to.
    End(Value),
}

impl TaskState {
    /// A task that has not ended.
    #[must_use]
    pub fn new(task: TaskId) -> TaskState {
        TaskState { task, cancelled: false, result: None }
    }

    /// The task that was asked to end and has not: its operation is to be answered with
    /// [`Reply::Cancelled`].
    #[must_use]
    pub fn heeds(&self) -> Option<TaskId> {
        (self.cancelled && self.result.is_none()).then_some(self.task)
    }
}

impl Object {
    /// What stands for a task that has not ended: engines make one for each.
    #[must_use]
    pub fn of_task(task: TaskId) -> Object {
        Object::Task(TaskState::new(task))
    }

    /// Where it stands for a task that was asked to end and has not: that one.
    #[must_use]
    pub fn heeds(&self) -> Option<TaskId> {
        if let Object::Task(state) = self { state.heeds() } else { None }
    }
}

impl Action {
    /// That a task has ended with this: engines alone do that.
    #[must_use]
    pub fn end_of_task(result: Value) -> Action {
        Action::Task(TaskAction::End(result))
    }

    /// Whether it asks the task its object stands for to end.
    #[must_use]
    pub fn cancels(&self) -> bool {
        matches!(self, Action::Task(TaskAction::Cancel))
    }
}

impl Guarded for TaskState {
    type Action = TaskAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Task
    }

    fn ready(&self, _: TaskId, action: &TaskAction) -> bool {
        match action {
            TaskAction::Join => self.result.is_some(),
            TaskAction::Look | TaskAction::Cancel | TaskAction::End(_) => true,
        }
    }

    fn apply(&mut self, _: TaskId, action: &TaskAction) -> Applied {
        let number = i64::from(self.task.0);
        match action {
            TaskAction::Join => Applied::value(EventKind::Join, self.result.clone().unwrap_or_default(), number),
            TaskAction::Look => Applied::flag(EventKind::Look, self.result.is_some(), i64::from(self.result.is_some())),
            TaskAction::Cancel => {
                let alive = self.result.is_none();
                self.cancelled |= alive;
                Applied::flag(EventKind::Cancel, alive, number)
            }
            TaskAction::End(result) => {
                let how = match result {
                    Value::Cancelled => 1,
                    Value::Failure(_) => 2,
                    _ => 0,
                };
                self.result = Some(result.clone());
                Applied::done(EventKind::End, how)
            }
        }
    }

    /// A task that has not ended "holds" its end: who joins it waits for it.
    fn holders(&self) -> Vec<TaskId> {
        if self.result.is_none() { vec![self.task] } else { Vec::new() }
    }

    fn facts(action: &TaskAction) -> Facts {
        let (wakes, looks, receives) = match action {
            TaskAction::Join => (Wakes::Nobody, true, Receives::Whole),
            TaskAction::Look => (Wakes::Nobody, true, Receives::Nothing),
            TaskAction::Cancel => (Wakes::Nobody, false, Receives::Nothing),
            TaskAction::End(_) => (Wakes::Several, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Bytecodes }
    }

    fn sent(action: &mut TaskAction) -> Option<&mut Value> {
        match action {
            TaskAction::End(value) => Some(value),
            TaskAction::Join | TaskAction::Look | TaskAction::Cancel => None,
        }
    }

    none! { undone_if_unread, on_timeout, owed, on_process_death, enrol, word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Reply;

    #[test]
    fn cancelling_is_for_the_living() {
        let (me, mut task) = (TaskId(0), TaskState::new(TaskId(7)));
        assert_eq!(task.apply(me, &TaskAction::Cancel).reply, Reply::Flag(true));
        assert_eq!(task.heeds(), Some(TaskId(7)));
        assert_eq!(task.apply(TaskId(7), &TaskAction::End(Value::Cancelled)).value, 1);
        assert_eq!(task.heeds(), None);
        assert_eq!(task.apply(me, &TaskAction::Cancel).reply, Reply::Flag(false));
        assert!(task.ready(me, &TaskAction::Join));
    }
}
