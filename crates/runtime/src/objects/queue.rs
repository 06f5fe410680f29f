//! A queue: first in, first out, bounded or not, with a count of what is not worked off yet.

use super::{Action, Applied, Facts, FutureAction, Guarded, MadeOf, Receives, Wakes, count, none};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::value::Value;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The state of a queue, of a pool's work or of a mailbox.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct QueueState {
    kind: ObjectKind,
    items: VecDeque<Value>,
    /// How many may be in it; none where there is no bound.
    room: Option<u32>,
    /// Items that came in and are not worked off.
    unfinished: u64,
    closed: bool,
    /// Of a pool: its workers, each with what it works on, if anything. Of a group: its members, in order.
    hands: Vec<(TaskId, Option<Value>)>,
}

/// What may be done to a queue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum QueueAction {
    /// Put an item in, once there is room; says whether it went in (not if the queue is closed).
    Put(Value),
    /// Put an item in if there is room; where there is none it is dropped. Says whether it went in.
    Offer(Value),
    /// Take the first item out, once there is one; nothing once the queue is closed and empty.
    Get,
    /// Take the first item out if there is one.
    TryGet,
    /// An item is worked off.
    Done,
    /// Wait until everything is worked off.
    Join,
    /// How many items there are.
    Len,
    /// Nothing more goes in.
    Close,
    /// Put an item back where it came from: clean-up alone does that.
    PutBack(Value),
    /// Put news in, whatever room there is: telling them never waits, and none are lost. Says
    /// whether they went in (not if the queue is closed).
    Tell(Value),
}

impl QueueState {
    /// An empty one of this kind, with so much room.
    #[must_use]
    pub fn new(kind: ObjectKind, room: Option<u32>) -> QueueState {
        QueueState { kind, items: VecDeque::new(), room, unfinished: 0, closed: false, hands: Vec::new() }
    }

    fn full(&self) -> bool {
        self.room.is_some_and(|room| self.items.len() >= room as usize)
    }

    /// In a pool, this task works on that now.
    fn works_on(&mut self, task: TaskId, job: Option<&Value>) {
        if self.kind != ObjectKind::Pool {
            return;
        }
        match self.hands.iter_mut().find(|(hand, _)| *hand == task) {
            Some((_, on)) => *on = job.cloned(),
            None => self.hands.push((task, job.cloned())),
        }
    }

    fn put(&mut self, value: Value) -> Applied {
        self.items.push_back(value);
        self.unfinished += 1;
        Applied::flag(EventKind::Put, true, count(self.items.len()))
    }
}

impl Guarded for QueueState {
    type Action = QueueAction;

    fn kind(&self) -> ObjectKind {
        self.kind
    }

    fn ready(&self, _: TaskId, action: &QueueAction) -> bool {
        match action {
            QueueAction::Put(_) => self.closed || !self.full(),
            QueueAction::Get => self.closed || !self.items.is_empty(),
            QueueAction::Join => self.unfinished == 0,
            QueueAction::Offer(_) | QueueAction::TryGet | QueueAction::Done | QueueAction::Len => true,
            QueueAction::Close | QueueAction::PutBack(_) | QueueAction::Tell(_) => true,
        }
    }

    fn apply(&mut self, task: TaskId, action: &QueueAction) -> Applied {
        match action {
            QueueAction::Put(_) | QueueAction::Offer(_) | QueueAction::Tell(_) if self.closed => {
                Applied::flag(EventKind::Refused, false, count(self.items.len()))
            }
            QueueAction::Offer(_) if self.full() => Applied::flag(EventKind::Drop, false, count(self.items.len())),
            QueueAction::Put(value) | QueueAction::Offer(value) | QueueAction::Tell(value) => self.put(value.clone()),
            QueueAction::Get | QueueAction::TryGet => match self.items.pop_front() {
                Some(item) => {
                    self.works_on(task, Some(&item));
                    Applied::value(EventKind::Get, Value::List([item].into()), count(self.items.len()))
                }
                None => Applied::value(EventKind::Refused, Value::List([].into()), 0),
            },
            QueueAction::Done if self.unfinished == 0 => Applied::flag(EventKind::Refused, false, 0),
            QueueAction::Done => {
                self.unfinished = self.unfinished.saturating_sub(1);
                self.works_on(task, None);
                Applied::flag(EventKind::Done, true, i64::try_from(self.unfinished).unwrap_or(i64::MAX))
            }
            QueueAction::Join => Applied::done(EventKind::Pass, 0),
            QueueAction::Len => Applied::int(EventKind::Look, count(self.items.len())),
            QueueAction::Close => {
                self.closed = true;
                Applied::done(EventKind::Close, count(self.items.len()))
            }
            QueueAction::PutBack(value) => {
                self.items.push_front(value.clone());
                self.works_on(task, None);
                Applied::done(EventKind::Put, count(self.items.len()))
            }
        }
    }

    fn undone_if_unread(action: &QueueAction, reply: &Reply) -> Option<QueueAction> {
        match (action, reply) {
            (QueueAction::Get | QueueAction::TryGet, Reply::Value(Value::List(items))) => {
                items.first().map(|item| QueueAction::PutBack(item.clone()))
            }
            _ => None,
        }
    }

    /// A pool that lost a worker is broken: nothing more goes in, and all its work is answered with that.
    /// A group is told that one of it has ended.
    fn on_process_death(&self, task: TaskId, waits: bool, why: &Failure) -> Vec<(Option<ObjectId>, Action)> {
        let place = self.hands.iter().position(|(hand, _)| *hand == task);
        if self.kind != ObjectKind::Pool {
            let tell = |place| (None, Action::Queue(QueueAction::Tell(count(place).into())));
            return place.map(tell).into_iter().collect();
        }
        let hand = place.map(|place| &self.hands[place]);
        if hand.is_none() && !waits {
            return Vec::new();
        }
        let fail = |job: &Value| {
            let words = Value::Failure(why.because(BROKEN));
            future_of(job).map(|future| (Some(future), Action::Future(FutureAction::Set(words))))
        };
        let own = |action| (None, Action::Queue(action));
        let mut actions = vec![own(QueueAction::Close)];
        if let Some((_, Some(job))) = hand {
            actions.extend(fail(job).into_iter().chain([own(QueueAction::Done)]));
        }
        for job in &self.items {
            actions.extend([own(QueueAction::TryGet)].into_iter().chain(fail(job)).chain([own(QueueAction::Done)]));
        }
        actions
    }

    fn facts(action: &QueueAction) -> Facts {
        let (wakes, looks, receives) = match action {
            QueueAction::Put(_) | QueueAction::Offer(_) | QueueAction::PutBack(_) | QueueAction::Tell(_) => {
                (Wakes::One, false, Receives::Nothing)
            }
            QueueAction::Get | QueueAction::TryGet => (Wakes::One, false, Receives::First),
            QueueAction::Done | QueueAction::Close => (Wakes::Several, false, Receives::Nothing),
            QueueAction::Join | QueueAction::Len => (Wakes::Nobody, true, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Tool }
    }

    fn sent(action: &mut QueueAction) -> Option<&mut Value> {
        match action {
            QueueAction::Put(value)
            | QueueAction::Offer(value)
            | QueueAction::PutBack(value)
            | QueueAction::Tell(value) => Some(value),
            QueueAction::Get | QueueAction::TryGet | QueueAction::Done => None,
            QueueAction::Join | QueueAction::Len | QueueAction::Close => None,
        }
    }

    fn enrol(&mut self, task: TaskId) {
        if !self.hands.iter().any(|(hand, _)| *hand == task) {
            self.hands.push((task, None));
        }
    }

    none! { on_timeout, owed, word, holders }
}

/// What becomes of work in a pool that lost a worker.
pub(crate) const BROKEN: &str = "the pool is broken: a worker of it went away";

/// A piece of a pool's work: whose answer it is, and what to work on.
pub(crate) fn job(future: ObjectId, value: Value) -> Value {
    Value::List([i64::from(future.0).into(), value].into())
}

/// The future and the value of a piece of work.
pub(crate) fn unpack_job(job: &Value) -> Option<(ObjectId, Value)> {
    let Value::List(job) = job else { return None };
    let future = job.first().and_then(Value::as_int).and_then(|id| u32::try_from(id).ok())?;
    Some((ObjectId(future), job.get(1).cloned().unwrap_or_default()))
}

/// The future of a piece of work, which is bytes while it is outside of every process.
fn future_of(job: &Value) -> Option<ObjectId> {
    let job = match job {
        Value::Pickled(bytes) => &Value::from_bytes(bytes)?,
        job => job,
    };
    unpack_job(job).map(|(future, _)| future)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_out_in_order_and_within_the_bound() {
        let (me, mut queue) = (TaskId(0), QueueState::new(ObjectKind::Queue, Some(2)));
        let put = |value: i64| QueueAction::Put(value.into());
        queue.apply(me, &put(1));
        queue.apply(me, &put(2));
        assert!(!queue.ready(me, &put(3)));
        assert_eq!(queue.apply(me, &QueueAction::Offer(3.into())).kind, EventKind::Drop);
        let got = queue.apply(me, &QueueAction::Get).reply;
        let undo = QueueState::undone_if_unread(&QueueAction::Get, &got).expect("what was got can be put back");
        queue.apply(me, &undo);
        let get = |queue: &mut QueueState| queue.apply(me, &QueueAction::Get).reply.option();
        assert_eq!((get(&mut queue), get(&mut queue)), (Some(1.into()), Some(2.into())));
        assert!(!queue.ready(me, &QueueAction::Get) && !queue.ready(me, &QueueAction::Join));
        queue.apply(me, &QueueAction::Done);
        queue.apply(me, &QueueAction::Done);
        assert!(queue.ready(me, &QueueAction::Join));
        queue.apply(me, &QueueAction::Close);
        assert_eq!(get(&mut queue), None);
        assert_eq!(queue.apply(me, &put(4)).reply, Reply::Flag(false));
    }
}
