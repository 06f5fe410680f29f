//! A variable that holds any value. Loads and stores are single steps with room for others in between: they race.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, none};
use crate::reply::Reply;
use crate::value::Value;
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a variable: unbound at first, perhaps.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct VariableState {
    value: Option<Value>,
}

/// What may be done to a variable.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum VariableAction {
    /// Read it: the answer is the value, or that it is done where there is none.
    Load,
    /// Write it.
    Store(Value),
    /// Unbind it; says whether it was bound.
    Clear,
}

impl VariableState {
    /// One that begins with this.
    #[must_use]
    pub fn new(value: Option<Value>) -> VariableState {
        VariableState { value }
    }
}

/// A number is told; of what is none, nothing.
fn told(value: &Value) -> i64 {
    value.as_int().unwrap_or(0)
}

impl Guarded for VariableState {
    type Action = VariableAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Cell
    }

    fn ready(&self, _: TaskId, _: &VariableAction) -> bool {
        true
    }

    fn apply(&mut self, _: TaskId, action: &VariableAction) -> Applied {
        match action {
            VariableAction::Load => match &self.value {
                Some(value) => Applied::value(EventKind::Load, value.clone(), told(value)),
                None => Applied::done(EventKind::Load, 0),
            },
            VariableAction::Store(value) => {
                self.value = Some(value.clone());
                Applied::done(EventKind::Store, told(value))
            }
            VariableAction::Clear => {
                let was_bound = self.value.take().is_some();
                Applied { reply: Reply::Flag(was_bound), kind: EventKind::Store, value: 0 }
            }
        }
    }

    fn facts(action: &VariableAction) -> Facts {
        let looks = *action == VariableAction::Load;
        Facts { wakes: Wakes::Nobody, looks, receives: Receives::Nothing, made_of: MadeOf::Bytecodes }
    }

    none! { sent, undone_if_unread, on_timeout, owed, on_process_death, enrol, word, holders }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_unbound_until_something_is_stored() {
        let (me, mut variable) = (TaskId(0), VariableState::default());
        assert_eq!(variable.apply(me, &VariableAction::Load).reply, Reply::Done);
        variable.apply(me, &VariableAction::Store(Value::Int(3)));
        assert_eq!(variable.apply(me, &VariableAction::Load).reply, Reply::Value(Value::Int(3)));
        assert_eq!(variable.apply(me, &VariableAction::Clear).reply, Reply::Flag(true));
        assert_eq!(variable.apply(me, &VariableAction::Clear).reply, Reply::Flag(false));
    }
}
