//! A result that is not there yet: tasks wait for it, and the one that finds it sets it, once.

use super::{Action, Applied, Facts, Guarded, MadeOf, QueueAction, Receives, Wakes, none};
use crate::reply::Reply;
use crate::value::Value;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};

/// The state of a future.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FutureState {
    result: Option<Value>,
    /// Somebody set to work on it: it is too late to cancel.
    running: bool,
    /// Somebody asked for its result.
    asked: bool,
    /// Queues that want to hear that it is done, and what they then get.
    listeners: Vec<Value>,
}

/// What may be done to a future.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FutureAction {
    /// Wait for the result.
    Result,
    /// Whether it is done.
    Look,
    /// Set to work on it; says whether it is still wanted.
    Begin,
    /// Set the result; gives who listens. [`Value::Failure`] is an exception.
    Set(Value),
    /// It is no longer wanted; says whether that came in time. Gives who listens.
    Cancel,
    /// Tell this queue this item when it is done; says whether it is already.
    Listen(ObjectId, i64),
}

impl FutureState {
    fn settle(&mut self, result: Value) -> Applied {
        self.result = Some(result);
        Applied::value(EventKind::Set, Value::List(std::mem::take(&mut self.listeners).into()), 0)
    }
}

impl Guarded for FutureState {
    type Action = FutureAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Future
    }

    fn ready(&self, _: TaskId, action: &FutureAction) -> bool {
        *action != FutureAction::Result || self.result.is_some()
    }

    fn apply(&mut self, _: TaskId, action: &FutureAction) -> Applied {
        let done = self.result.is_some();
        match action {
            FutureAction::Result => {
                self.asked = true;
                Applied::value(EventKind::Pass, self.result.clone().unwrap_or_default(), 0)
            }
            FutureAction::Look => Applied::flag(EventKind::Look, done, i64::from(done)),
            FutureAction::Begin => {
                self.running |= !done;
                Applied::flag(EventKind::Look, !done, i64::from(done))
            }
            FutureAction::Set(_) if done => Applied::value(EventKind::Refused, Value::List([].into()), 0),
            FutureAction::Set(result) => self.settle(result.clone()),
            FutureAction::Cancel if done || self.running => Applied::value(EventKind::Refused, Value::None, 0),
            FutureAction::Cancel => self.settle(Value::Cancelled),
            FutureAction::Listen(queue, item) => {
                if !done {
                    self.listeners.push(Value::List([i64::from(queue.0).into(), (*item).into()].into()));
                }
                Applied::flag(EventKind::Look, done, i64::from(done))
            }
        }
    }

    fn owed(action: &FutureAction, reply: &Reply) -> Vec<(ObjectId, Action)> {
        let tell = |(queue, item): (ObjectId, i64)| (queue, Action::Queue(QueueAction::Tell(item.into())));
        match (action, reply) {
            (FutureAction::Set(_) | FutureAction::Cancel, Reply::Value(listeners)) => {
                self::listeners(listeners).into_iter().rev().map(tell).collect()
            }
            (FutureAction::Listen(queue, item), Reply::Flag(true)) => vec![tell((*queue, *item))],
            _ => Vec::new(),
        }
    }

    fn facts(action: &FutureAction) -> Facts {
        let (wakes, looks, receives) = match action {
            // Asking for the result leaves a mark, but one that no other action sees.
            FutureAction::Result => (Wakes::Nobody, true, Receives::Whole),
            FutureAction::Look => (Wakes::Nobody, true, Receives::Nothing),
            FutureAction::Begin | FutureAction::Listen(..) => (Wakes::Nobody, false, Receives::Nothing),
            FutureAction::Set(_) | FutureAction::Cancel => (Wakes::Several, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Condition }
    }

    fn sent(action: &mut FutureAction) -> Option<&mut Value> {
        match action {
            FutureAction::Set(value) => Some(value),
            FutureAction::Result | FutureAction::Look | FutureAction::Begin => None,
            FutureAction::Cancel | FutureAction::Listen(..) => None,
        }
    }

    none! { undone_if_unread, on_timeout, on_process_death, enrol, word, holders }
}

/// Queues that listen and the items they get, the last one first.
pub(crate) fn listeners(told: &Value) -> Vec<(ObjectId, i64)> {
    let pair = |value: &Value| match value {
        Value::List(pair) => {
            let queue = pair.first()?.as_int().and_then(|id| u32::try_from(id).ok())?;
            Some((ObjectId(queue), pair.get(1)?.as_int()?))
        }
        _ => None,
    };
    match told {
        Value::List(all) => all.iter().rev().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_set_once_and_not_cancelled_after_the_start() {
        let (me, mut future) = (TaskId(0), FutureState::default());
        assert!(!future.ready(me, &FutureAction::Result));
        assert_eq!(future.apply(me, &FutureAction::Begin).reply, Reply::Flag(true));
        assert_eq!(future.apply(me, &FutureAction::Cancel).kind, EventKind::Refused);
        assert_eq!(future.apply(me, &FutureAction::Set(1.into())).kind, EventKind::Set);
        assert_eq!(future.apply(me, &FutureAction::Set(2.into())).kind, EventKind::Refused);
        assert_eq!(future.apply(me, &FutureAction::Result).reply.value(), Value::Int(1));
    }

    #[test]
    fn a_cancelled_future_is_done_and_not_begun() {
        let (me, mut future) = (TaskId(0), FutureState::default());
        future.apply(me, &FutureAction::Listen(ObjectId(7), 3));
        let listeners = future.apply(me, &FutureAction::Cancel).reply.value();
        assert_eq!(super::listeners(&listeners), [(ObjectId(7), 3)]);
        assert_eq!(future.apply(me, &FutureAction::Begin).reply, Reply::Flag(false));
        assert_eq!(future.apply(me, &FutureAction::Result).reply.value(), Value::Cancelled);
    }
}
