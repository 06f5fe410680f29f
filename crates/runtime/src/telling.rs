//! What operations are told as, the same in every engine: with which events they begin and are done, how a run
//! ends that an operation ends, and what tasks and objects are called.
//!
//! It decides nothing and tells nothing by itself: when an event happens is its engine's to say.

use crate::engine::{Code, Conversion, Op, Pause, Recorder};
use crate::failure::Failure;
use model::{Ending, EventKind, Mark, Name, NameOf, ObjectId, ObjectKind, TaskFailure, TaskId};

/// How often a long computation says how far it is, in nanoseconds.
pub(crate) const TELL_PROGRESS: u64 = 1_000_000;

/// So many, as an event tells it.
pub(crate) fn amount(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What an event tells: of which kind it is, and whether it is a step (see [`model::Event`]).
#[derive(Clone, Copy)]
pub(crate) struct Tells {
    pub(crate) kind: EventKind,
    pub(crate) step: bool,
}

impl From<EventKind> for Tells {
    /// What only follows from steps and from the clock.
    fn from(kind: EventKind) -> Tells {
        Tells { kind, step: false }
    }
}

/// An operation took effect.
pub(crate) fn step(kind: EventKind) -> Tells {
    Tells { kind, step: true }
}

impl Code {
    /// What tells that it begins, and that it is done.
    pub(crate) fn events(self) -> (EventKind, EventKind) {
        match self {
            Code::Python => (EventKind::Compute, EventKind::Computed),
            Code::Native { .. } => (EventKind::Native, EventKind::NativeDone),
        }
    }
}

/// With which event the operation begins, and its value, where it is told when it begins. Whether a pause that
/// blocks holds up an event loop is the engine's to say.
pub(crate) fn beginning(op: &Op, holds_up_loop: bool) -> Option<(EventKind, i64)> {
    match op {
        Op::Compute { units, code, .. } => Some((code.events().0, i64::from(*units))),
        Op::Pause(pause, nanos) => Some((kind_of_pause(*pause, holds_up_loop), amount(*nanos))),
        Op::Convert(Conversion::Pickle, bytes) => Some((EventKind::Pickle, amount(*bytes))),
        Op::Convert(Conversion::Unpickle, bytes) => Some((EventKind::Unpickle, amount(*bytes))),
        Op::Fail(_) => Some((EventKind::Failed, 0)),
        // An act is told as what it did, a spawn once its task has a number, a crash by the ending.
        Op::Act(..) | Op::Spawn { .. } | Op::Crash(_) | Op::Checkpoint(_) => None,
    }
}

fn kind_of_pause(pause: Pause, holds_up_loop: bool) -> EventKind {
    match pause {
        Pause::Io => EventKind::Io,
        Pause::Block if holds_up_loop => EventKind::Block,
        Pause::Sleep | Pause::Block => EventKind::Sleep,
    }
}

/// How the run ends that this operation of this task ends, if it does.
pub(crate) fn ending(op: &mut Op, task: TaskId, mark: Mark) -> Option<Ending> {
    match op {
        Op::Fail(check) => Some(Ending::CheckFailed { task, mark, check: (*check).into() }),
        Op::Crash(failure) => Some(crashed(task, failure)),
        Op::Act(..) | Op::Spawn { .. } | Op::Compute { .. } => None,
        Op::Pause(..) | Op::Checkpoint(_) | Op::Convert(..) => None,
    }
}

/// That this task crashed, and nobody looks after it.
pub(crate) fn crashed(task: TaskId, failure: &Failure) -> Ending {
    Ending::Crashed(TaskFailure { task, message: failure.to_string(), process: failure.process().cloned() })
}

/// Tells what the main task is called.
pub(crate) fn name_main(recorder: &dyn Recorder) {
    recorder.name(Name { of: NameOf::Task(TaskId::MAIN, TaskId::MAIN), text: "main".into() });
}

/// Tells what a new task is called, and the object that stands for it.
pub(crate) fn name_task(recorder: &dyn Recorder, task: TaskId, parent: TaskId, object: ObjectId, name: String) {
    recorder.name(Name { of: NameOf::Object(object, ObjectKind::Task), text: name.clone() });
    recorder.name(Name { of: NameOf::Task(task, parent), text: name });
}

/// Tells what a new object is called.
pub(crate) fn name_object(recorder: &dyn Recorder, id: ObjectId, kind: ObjectKind, name: &str) {
    recorder.name(Name { of: NameOf::Object(id, kind), text: name.into() });
}
