//! The engine of processes: every task in one of its own, with its own memory; between them, bytes.
//!
//! A closure cannot be sent to another process, and a program is written once. So a process is born
//! as `multiprocessing` with *spawn* has it: it starts the same program from the beginning. Whatever
//! its forebears were told on their way to where they spawned it (answers, times, numbers of
//! objects) comes with its [`Birth`], so the program takes the same way again, without doing
//! anything: it waits for nobody, computes nothing, acts on nothing. Where what was told runs out
//! stands the spawn of this very task, and its body is there, with all it captured, in a memory
//! that never saw its parent's. From then on it is alive.
//!
//! ```text
//!   child:  main ──told──told──told──spawn ─▶ its body ──told──spawn ─▶ its body, alive
//!           (as its grandparent was told)      (as its parent was)
//! ```
//!
//! That works because a program has nothing but its context to learn anything from (`crate`). What
//! it computed by itself on the way it computes again; that is part of what a start costs, as the
//! import of the main module is for Python.
//!
//! Objects live where the operating system's would: outside of all processes, in the [`Hub`]. A
//! process asks the hub for what touches others, and waits for the answer; computing, sleeping and
//! pickling it does by itself. A value that goes through a queue, a future, a channel or a map is
//! made bytes in the process it comes from and a value again in the one it goes to; the hub only
//! passes the bytes on. The sender tells when it began to pickle and when they left
//! (`EventKind::Copy`); the receiver, when they had come and it began to unpickle. A number or
//! nothing travels within the message, and no more is told of it.
//!
//! What is shared ([`Cx::share`](crate::Cx::share)) lies in memory that several processes can reach, where there is such
//! memory, and its name alone goes through the hub. A process cannot compute on it in place, as its
//! code sees its own memory only: a process that wants the bytes copies them in, once, and tells that.
//!
//! The hub serves one message after the other, so the order of events is that in which they reached
//! it; their times are those of the processes' own clocks. A process that dies takes its task with
//! it, which ends as crashed, and nothing else: its place is free for a new process, and what it
//! held stays held, as the operating system's semaphores do. A stop ends the processes themselves:
//! they share no memory that could be left broken.
//!
//! It refuses to start anything or to post anything itself: see [`Host`] and [`Home`]. It has no
//! threads inside of a process: each task has one for itself.

mod child;
mod hub;

pub use child::{Child, Home, Rest};
pub use hub::{Host, Hub, MOST};

use crate::engine::Strand;
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::value::{Shared, Value};
use model::{EVENT_BYTES, Ending, Mark, ObjectId, TaskId, Verdict};
use serde::{Deserialize, Serialize};

/// What a process is told first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Birth {
    task: TaskId,
    /// Where it is: its lane, and which numbers its objects get.
    place: u8,
    next_object: u32,
    /// Its forebears, the main task first, each with what it was told until it spawned the next.
    past: Vec<(TaskId, Vec<Learnt>)>,
}

/// Something that a task learnt from its engine.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum Learnt {
    Time(u64),
    Object(ObjectId),
    Reply(Reply),
    Shared(Option<Shared>),
}

/// What a process says to the hub. Several go in one message, in their order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum Ask {
    /// It is alive.
    Up,
    /// This happened in it; the hub gives it its number.
    Event([u8; EVENT_BYTES]),
    /// The program says something to who looks on, which is nobody's business between here and there.
    Said(Vec<u8>),
    /// It made this object.
    Create(ObjectId, Object, String),
    /// To be answered.
    Act { mark: Mark, timeout: Option<u64>, object: ObjectId, action: Action },
    /// Not to be answered.
    ActNow(ObjectId, Action),
    /// What it asked for last is no longer wanted.
    Abandon,
    /// To be answered. What it was told since it last spawned somebody comes with it.
    Spawn { mark: Mark, name: String, strand: Strand, pool: Option<ObjectId>, past: Vec<Learnt> },
    /// It has heard that it was cancelled.
    Heard,
    /// An operation ends the run like this.
    EndRun(Ending),
    /// The task has ended with this.
    End(Value),
    /// The main task has ended.
    Finish(Verdict),
}

/// What the hub says to a process.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum Answer {
    /// To what it asked; and whether it had to wait for it.
    Reply(Reply, bool),
    /// It was asked to end, wherever it is.
    Cancel,
}

fn bytes<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("a vector takes every byte, and no message has a type postcard lacks")
}

/// Lets bytes stand for a value that is more than a number: how many, if so.
fn pack(value: &mut Value) -> Option<u64> {
    if !value.is_packed() {
        return None;
    }
    let bytes = value.to_bytes().ok()?;
    let count = bytes.len() as u64;
    *value = Value::Pickled(bytes.into());
    Some(count)
}

/// How many bytes in it stand for values.
fn packed(value: &Value) -> u64 {
    match value {
        Value::Pickled(bytes) => bytes.len() as u64,
        Value::List(values) => values.iter().map(packed).sum(),
        _ => 0,
    }
}

/// Makes values again of what stands for them.
fn unpack(value: Value) -> Value {
    match value {
        Value::Pickled(bytes) => {
            Value::from_bytes(&bytes).unwrap_or_else(|| Value::Failure("these bytes are no value".into()))
        }
        Value::List(values) if values.iter().any(|value| packed(value) > 0) => {
            values.iter().cloned().map(unpack).collect::<Vec<_>>().into()
        }
        other => other,
    }
}
