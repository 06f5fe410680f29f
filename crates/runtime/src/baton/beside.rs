//! What a cooperative run has done beside its one thread: by other threads, by other processes.
//!
//! The engine asks and goes on with other tasks; it hears later that a piece is done. It refuses to
//! know who does it. Where nobody can, it does the piece itself, with the baton, and tells it so: as
//! `Compute` and not as `Native`.

use super::race::Origin;
use super::state::{Away, State};
use super::{Policy, Shared};
use crate::engine::{Code, Strand};
use crate::failure::Failure;
use crate::kernel::Kernel;
use crate::reply::Reply;
use crate::telling::{self, amount};
use model::{Event, EventKind, Mark, ObjectId, TaskId};

/// Who works beside a cooperative run.
pub trait Elsewhere {
    /// Takes this piece, if there is somebody to do it. Never blocks.
    fn take(&self, piece: Piece) -> bool;

    /// What happened next to the pieces, if anything did.
    fn news(&self) -> Option<News>;
}

/// What happened to a piece.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    /// Another thread helps with it, or does so no longer.
    Helped(Helped),
    /// It was done.
    Done(Done),
}

/// A thread that helps with a piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Helped {
    /// For whom the piece is done.
    pub task: TaskId,
    /// On which worker it helps; 0 for the one that does the piece, that waits for the others and goes on.
    pub lane: u8,
    /// When, on the run's clock.
    pub at: u64,
    /// Whether it begins to; otherwise it is over.
    pub begins: bool,
}

/// Something to be done beside the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// For whom.
    pub task: TaskId,
    /// Whether in another process; otherwise by another thread.
    pub process: bool,
    /// What.
    pub work: Work,
}

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Work {
    /// Some units of a kernel.
    Compute {
        /// Which.
        kernel: Kernel,
        /// So many.
        units: u32,
        /// So many threads may help with them.
        helpers: u8,
    },
    /// To block a thread for so many nanoseconds.
    Block(u64),
}

/// A piece that was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// For whom.
    pub task: TaskId,
    /// On which worker.
    pub lane: u8,
    /// When, on the run's clock.
    pub at: u64,
    /// Nanoseconds that starting a process for it took, if one was started.
    pub start: Option<u64>,
    /// Why it was not done after all.
    pub failed: Option<Failure>,
}

impl Shared {
    /// Hands the piece over, if somebody takes it: then the task is away.
    pub(super) fn hand_over(&self, state: &mut State, now: u64, task: TaskId, work: Work, away: Away) -> bool {
        let strand = state.strand(task);
        let process = matches!(strand, Strand::Fork | Strand::Spawn);
        let native = away.code.is_some_and(Code::is_native);
        let leaves = match (state.policy, work) {
            (Policy::Sequential | Policy::EventLoop, Work::Compute { helpers, .. }) if helpers > 0 => true,
            (Policy::Sequential, _) => false,
            // Python code in a thread needs the baton like any other.
            (Policy::Gil { .. }, Work::Compute { .. }) => process || native,
            (Policy::EventLoop, Work::Compute { .. }) => process || (native && strand == Strand::Thread),
            (Policy::Gil { .. }, Work::Block(_)) => process,
            (Policy::EventLoop, Work::Block(_)) => strand != Strand::Usual,
        };
        let elsewhere = self.elsewhere.get().filter(|_| leaves);
        if !elsewhere.is_some_and(|elsewhere| elsewhere.take(Piece { task, process, work })) {
            state.native_kept_gil |= leaves;
            return false;
        }
        let (kind, value) = match work {
            Work::Compute { units, .. } => (away.code.unwrap_or(Code::Python).events().0, i64::from(units)),
            Work::Block(nanos) => (EventKind::Sleep, amount(nanos)),
        };
        self.emit(state, now, task, telling::step(kind), ObjectId::NONE, away.mark, value);
        // Others may help a plain loop or an event loop, but its own thread waits for them.
        let waits = match state.policy {
            Policy::Sequential => true,
            Policy::EventLoop => strand == Strand::Usual,
            Policy::Gil { .. } => false,
        };
        if waits {
            state.stand_by(task, away)
        } else {
            state.leave(now, task, away)
        }
        true
    }

    /// Hears of every piece that is done: its task wants the baton again.
    pub(super) fn collect(&self, state: &mut State, now: u64) {
        if !state.anyone_away() {
            return;
        }
        let Some(elsewhere) = self.elsewhere.get() else { return };
        while let Some(news) = elsewhere.news() {
            let done = match news {
                News::Done(done) => done,
                News::Helped(helped) => {
                    self.tell_helped(state, now, helped);
                    continue;
                }
            };
            let waited = state.stands_by(done.task);
            let Some(away) = state.come_back(done.task) else { continue };
            let at = done.at.min(now);
            if let Some(start) = done.start {
                self.emit(state, at, done.task, EventKind::Start, ObjectId::NONE, away.mark, amount(start));
            }
            let kind = away.code.map_or(EventKind::Woke, |code| code.events().1);
            let value = i64::from(away.units);
            if state.ending.is_none() {
                let event = state.event(at, done.task, kind.into(), ObjectId::NONE, away.mark, value);
                self.recorder.event(Event { lane: done.lane, ..event });
            }
            let reply = done.failed.map_or(away.reply, Reply::Died);
            state.set_reply(done.task, reply);
            if !waited {
                self.wants(state, now, done.task, at, Origin::Work);
            }
        }
    }

    fn tell_helped(&self, state: &mut State, now: u64, helped: Helped) {
        let Helped { task, lane, at, begins } = helped;
        let Some(mark) = state.away(task).filter(|_| state.ending.is_none()).map(|away| away.mark) else { return };
        let kind = if begins { EventKind::Help } else { EventKind::HelpDone };
        let event = state.event(at.min(now), task, kind.into(), ObjectId::NONE, mark, i64::from(lane));
        self.recorder.event(Event { lane, ..event });
    }
}

impl Away {
    pub(super) fn computing(units: u32, code: Code, mark: Mark) -> Away {
        Away { code: Some(code), units, mark, reply: Reply::Done }
    }

    pub(super) fn blocking(mark: Mark, reply: Reply) -> Away {
        Away { code: None, units: 0, mark, reply }
    }
}
