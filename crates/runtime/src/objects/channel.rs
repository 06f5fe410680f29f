//! A channel: independent tasks hand each other values; unbuffered, both are there at once.
//!
//! It keeps the numbers of *tickets*: semaphores that whoever sends or closes then rings. Why stands with
//! the handle.

use super::{Action, Applied, Facts, Guarded, MadeOf, Receives, SemaphoreAction, Wakes, count, none};
use crate::reply::Reply;
use crate::value::Value;
use model::{EventKind, ObjectId, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The state of a channel.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChannelState {
    room: u32,
    items: VecDeque<(i64, Value)>,
    sent: i64,
    closed: bool,
    /// Semaphores to ring.
    tickets: Vec<ObjectId>,
}

/// What may be done to a channel.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ChannelAction {
    /// Lay an item out, once there is room; an unbuffered channel has room for all that are laid
    /// out and not yet taken. Gives its number and the tickets to ring, or nothing once the channel
    /// is closed.
    Send(Value),
    /// Wait until the item of this number is taken, where the channel is unbuffered. A sender that runs out of
    /// time takes it back in the same step.
    Taken(i64),
    /// Take the item of this number back.
    Withdraw(i64),
    /// Take the first item, once there is one; nothing once the channel is closed and empty.
    Receive,
    /// Take the first item if there is one; says too whether the channel is closed.
    TryReceive,
    /// Put the item of this number back where it came from: clean-up alone does that. Gives the number
    /// and the tickets to ring.
    PutBack(i64, Value),
    /// Nothing more is sent. Gives nothing's number and the tickets to ring.
    Close,
    /// Ring this ticket from now on.
    Watch(ObjectId),
}

impl ChannelState {
    pub(crate) fn new(room: u32) -> ChannelState {
        ChannelState { room, items: VecDeque::new(), sent: 0, closed: false, tickets: Vec::new() }
    }

    fn held(&self, number: i64) -> bool {
        self.items.iter().any(|(item, _)| *item == number)
    }

    /// A number, and then the tickets to ring.
    fn numbered(&self, number: i64) -> Value {
        let tickets = self.tickets.iter().map(|ticket| i64::from(ticket.0));
        Value::List(std::iter::once(number).chain(tickets).map(Value::Int).collect())
    }

    fn receive(&mut self) -> Applied {
        match self.items.pop_front() {
            // The number is for clean-up alone: the sender of an item that is put back waits on.
            Some((number, item)) if self.room == 0 => {
                Applied::value(EventKind::Get, Value::List([item, number.into()].into()), count(self.items.len()))
            }
            Some((_, item)) => Applied::value(EventKind::Get, Value::List([item].into()), count(self.items.len())),
            None => Applied::value(EventKind::Refused, Value::List([].into()), i64::from(self.closed)),
        }
    }
}

impl Guarded for ChannelState {
    type Action = ChannelAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Channel
    }

    fn ready(&self, _: TaskId, action: &ChannelAction) -> bool {
        match action {
            ChannelAction::Send(_) => self.closed || self.room == 0 || self.items.len() < self.room as usize,
            ChannelAction::Taken(number) => self.room > 0 || !self.held(*number),
            ChannelAction::Receive => self.closed || !self.items.is_empty(),
            ChannelAction::Withdraw(_) | ChannelAction::TryReceive | ChannelAction::PutBack(..) => true,
            ChannelAction::Close | ChannelAction::Watch(_) => true,
        }
    }

    fn apply(&mut self, _: TaskId, action: &ChannelAction) -> Applied {
        match action {
            ChannelAction::Send(_) if self.closed => Applied::value(EventKind::Refused, Value::None, 0),
            ChannelAction::Send(item) => {
                self.sent += 1;
                self.items.push_back((self.sent, item.clone()));
                Applied::value(EventKind::Put, self.numbered(self.sent), count(self.items.len()))
            }
            ChannelAction::Taken(_) => Applied::done(EventKind::Pass, count(self.items.len())),
            ChannelAction::Withdraw(number) => {
                self.items.retain(|(item, _)| item != number);
                Applied::done(EventKind::Drop, count(self.items.len()))
            }
            ChannelAction::Receive => self.receive(),
            // Not a list where the channel is closed and empty.
            ChannelAction::TryReceive if self.closed && self.items.is_empty() => {
                Applied::value(EventKind::Refused, Value::None, 1)
            }
            ChannelAction::TryReceive => self.receive(),
            ChannelAction::PutBack(number, item) => {
                self.items.push_front((*number, item.clone()));
                Applied::value(EventKind::Put, self.numbered(*number), count(self.items.len()))
            }
            ChannelAction::Close => {
                self.closed = true;
                Applied::value(EventKind::Close, self.numbered(0), count(self.items.len()))
            }
            ChannelAction::Watch(ticket) => {
                self.tickets.push(*ticket);
                Applied::done(EventKind::Look, count(self.items.len()))
            }
        }
    }

    fn undone_if_unread(action: &ChannelAction, reply: &Reply) -> Option<ChannelAction> {
        match (action, reply) {
            (ChannelAction::Receive | ChannelAction::TryReceive, Reply::Value(Value::List(items))) => {
                let number = items.get(1).and_then(Value::as_int).unwrap_or(0);
                items.first().map(|item| ChannelAction::PutBack(number, item.clone()))
            }
            (ChannelAction::Send(_), Reply::Value(Value::List(numbers))) => {
                numbers.first().and_then(Value::as_int).map(ChannelAction::Withdraw)
            }
            _ => None,
        }
    }

    fn on_timeout(action: &ChannelAction) -> Option<ChannelAction> {
        // Either the item is taken or its sender is late: nobody can take it in between.
        if let ChannelAction::Taken(number) = action { Some(ChannelAction::Withdraw(*number)) } else { None }
    }

    fn owed(action: &ChannelAction, reply: &Reply) -> Vec<(ObjectId, Action)> {
        match (action, reply) {
            (ChannelAction::Send(_) | ChannelAction::PutBack(..) | ChannelAction::Close, Reply::Value(numbered)) => {
                tickets(numbered).into_iter().map(ring).collect()
            }
            _ => Vec::new(),
        }
    }

    fn facts(action: &ChannelAction) -> Facts {
        let (wakes, looks, receives) = match action {
            ChannelAction::Send(_) | ChannelAction::PutBack(..) => (Wakes::One, false, Receives::Nothing),
            // Room for a sender, and word for the one whose item it was.
            ChannelAction::Receive | ChannelAction::TryReceive => (Wakes::Several, false, Receives::First),
            ChannelAction::Withdraw(_) | ChannelAction::Close => (Wakes::Several, false, Receives::Nothing),
            ChannelAction::Taken(_) => (Wakes::Nobody, true, Receives::Nothing),
            ChannelAction::Watch(_) => (Wakes::Nobody, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Message }
    }

    fn sent(action: &mut ChannelAction) -> Option<&mut Value> {
        match action {
            ChannelAction::Send(value) | ChannelAction::PutBack(_, value) => Some(value),
            ChannelAction::Receive | ChannelAction::TryReceive | ChannelAction::Close => None,
            ChannelAction::Taken(_) | ChannelAction::Withdraw(_) | ChannelAction::Watch(_) => None,
        }
    }

    none! { on_process_death, enrol, word, holders }
}

/// The tickets behind the number.
pub(crate) fn tickets(numbered: &Value) -> Vec<ObjectId> {
    let Value::List(numbers) = numbered else { return Vec::new() };
    let ids = numbers.iter().skip(1).filter_map(Value::as_int);
    ids.filter_map(|id| u32::try_from(id).ok()).map(ObjectId).collect()
}

/// What rings this ticket.
pub(crate) fn ring(ticket: ObjectId) -> (ObjectId, Action) {
    (ticket, Action::Semaphore(SemaphoreAction::Release(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unbuffered_sender_waits_for_its_own_item() {
        let (a, b, mut state) = (TaskId(1), TaskId(2), ChannelState::new(0));
        let first = state
            .apply(a, &ChannelAction::Send(1.into()))
            .reply
            .value()
            .first()
            .and_then(|n| n.as_int())
            .expect("open");
        let second = state
            .apply(b, &ChannelAction::Send(2.into()))
            .reply
            .value()
            .first()
            .and_then(|n| n.as_int())
            .expect("open");
        assert!(!state.ready(a, &ChannelAction::Taken(first)));
        assert_eq!(state.apply(b, &ChannelAction::Receive).reply.option(), Some(1.into()));
        assert!(state.ready(a, &ChannelAction::Taken(first)) && !state.ready(b, &ChannelAction::Taken(second)));
        state.apply(b, &ChannelAction::Withdraw(second));
        assert!(!state.ready(a, &ChannelAction::Receive));
    }

    #[test]
    fn a_buffered_sender_waits_for_room() {
        let (a, mut state) = (TaskId(1), ChannelState::new(1));
        state.apply(a, &ChannelAction::Send(1.into()));
        assert!(!state.ready(a, &ChannelAction::Send(2.into())));
        state.apply(a, &ChannelAction::Close);
        assert_eq!(state.apply(a, &ChannelAction::Send(2.into())).kind, EventKind::Refused);
        assert_eq!(state.apply(a, &ChannelAction::TryReceive).reply.option(), Some(1.into()));
        assert_eq!(state.apply(a, &ChannelAction::TryReceive).reply.value(), Value::None);
    }
}
