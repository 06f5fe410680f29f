//! The handles of channels: sending, receiving, and waiting for whichever of several has something first.
//!
//! Waiting for several channels is done with a *ticket*, so that no engine has to know of it: a
//! [`Select`] leaves the number of its ticket with its channels; whoever sends or closes rings the
//! tickets it finds there; and a task that finds all its channels empty waits for its ticket to be
//! rung since it last looked. The ticket is a semaphore whose permits are the rings.

use super::{Permit, Semaphore};
use crate::cx::{At, Cx, unless_late};
use crate::objects::{Action, ChannelAction, ChannelState, Object, ring, tickets};
use crate::reply::Reply;
use crate::value::Value;
use model::ObjectId;
use std::pin::pin;

/// A channel between tasks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Channel {
    id: ObjectId,
    buffered: bool,
}

impl Cx {
    /// Makes a channel that holds so many values; with none a sender waits for the receiver.
    #[must_use]
    pub fn channel(&self, name: &str, room: u32) -> Channel {
        Channel { id: self.create(Object::Channel(ChannelState::new(room)), name), buffered: room > 0 }
    }
}

impl Channel {
    fn act<'a, R: 'a>(self, at: At<'a>, action: ChannelAction, answer: fn(Reply) -> R) -> impl Future<Output = R> + 'a {
        at.act(self.id, Action::Channel(action), answer)
    }

    /// Hands a value over, once there is room or, unbuffered, once it is taken. Says whether it was,
    /// which it is unless the channel is closed.
    pub async fn send<'a>(self, at: impl Into<At<'a>>, value: impl Into<Value>) -> bool {
        let at = at.into();
        let sent = self.act(at, ChannelAction::Send(value.into()), Reply::value).await;
        let Some(number) = sent.first().and_then(|number| number.as_int()) else { return false };
        let mut laid_out = LaidOut { cx: at.cx().clone(), channel: self, number: None, tickets: tickets(&sent) };
        if !self.buffered {
            laid_out.number = Some(number);
        }
        laid_out.ring(at).await;
        if !self.buffered {
            let taken = self.act(at, ChannelAction::Taken(number), drop);
            unless_late(at.cx(), pin!(taken), || laid_out.number = None).await;
        }
        laid_out.number = None;
        true
    }

    /// Takes a value, once there is one; nothing once the channel is closed and empty.
    pub async fn receive<'a>(self, at: impl Into<At<'a>>) -> Option<Value> {
        self.act(at.into(), ChannelAction::Receive, Reply::option).await
    }

    /// Takes a value if there is one.
    pub async fn try_receive<'a>(self, at: impl Into<At<'a>>) -> Option<Value> {
        let reply = self.act(at.into(), ChannelAction::TryReceive, Reply::value).await;
        reply.first()
    }

    /// Nothing more is sent; what was sent can still be taken.
    pub async fn close<'a>(self, at: impl Into<At<'a>>) {
        let at = at.into();
        let closed = self.act(at, ChannelAction::Close, Reply::value).await;
        let mut rest = LaidOut { cx: at.cx().clone(), channel: self, number: None, tickets: tickets(&closed) };
        rest.ring(at).await;
    }
}

/// What a sender still has to do. If it goes away before, what it laid out is taken back, and the
/// tickets are rung all the same.
struct LaidOut {
    cx: Cx,
    channel: Channel,
    number: Option<i64>,
    tickets: Vec<ObjectId>,
}

impl LaidOut {
    async fn ring(&mut self, at: At<'_>) {
        while let Some(ticket) = self.tickets.last().copied() {
            let (ticket, action) = ring(ticket);
            at.act(ticket, action, drop).await;
            self.tickets.pop();
        }
    }
}

impl Drop for LaidOut {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.cx.act_now(self.channel.id, Action::Channel(ChannelAction::Withdraw(number)));
        }
        for (ticket, action) in self.tickets.drain(..).map(ring) {
            self.cx.act_now(ticket, action);
        }
    }
}

/// Several channels to receive from, whichever has something first. Make it once and use it
/// again and again; clones of it, in other tasks, share its ticket.
#[derive(Clone, Debug)]
pub struct Select {
    channels: Vec<Channel>,
    ticket: Semaphore,
}

impl Select {
    /// Leaves a ticket with each of these channels.
    pub async fn new(at: At<'_>, name: &str, channels: &[Channel]) -> Select {
        let ticket = at.cx().semaphore(name, 0);
        for channel in channels {
            channel.act(at, ChannelAction::Watch(ticket.id()), drop).await;
        }
        Select { channels: channels.to_vec(), ticket }
    }

    /// Takes a value from the first of the channels that has one, once one has: the place of the
    /// channel in the list and the value. Nothing once all are closed and empty.
    pub async fn receive<'a>(&self, at: impl Into<At<'a>>) -> Option<(usize, Value)> {
        let at = at.into();
        // A ring is used up only by a look at every channel: a task that goes away before leaves it to another.
        let mut rung: Option<Permit> = None;
        loop {
            let mut open = false;
            for (place, channel) in self.channels.iter().enumerate() {
                let reply = channel.act(at, ChannelAction::TryReceive, Reply::value).await;
                if let Some(item) = reply.first() {
                    if let Some(ring) = rung {
                        ring.keep();
                    }
                    return Some((place, item));
                }
                open |= reply != Value::None;
            }
            if !open {
                // The last ring is for everyone: each passes it on.
                if let Some(last) = rung {
                    last.release(at.mark()).await;
                }
                return None;
            }
            if let Some(ring) = rung.take() {
                ring.keep();
            }
            // Rung since the last look: a permit is there, and the look is taken again.
            rung = Some(self.ticket.taken(at).await);
        }
    }
}
