//! Who is in native code, and the threads that help with it: each has a lane beside the task's own.
//!
//! A helper's stretch lasts from its `Help` to its `HelpDone`, and no longer than the call it helps with. It
//! takes the first lane that is free, so there are as many as helped at once. The task's own thread is halted
//! from its `Yield`, or from its own `HelpDone`, to its next `Take` or `Help`. It refuses to know on which worker
//! a helper was.

use crate::lane::Lane;
use crate::state::State;
use model::{Event, EventKind, ObjectId, TaskId};

/// The number of the task's own thread among those that are at work for it.
const OWN: i64 = 0;

/// By task: whether it is in native code, and who helps it.
#[derive(Debug, Default)]
pub(crate) struct Natives {
    tasks: Vec<Native>,
    most: usize,
}

#[derive(Debug, Default)]
struct Native {
    here: bool,
    /// Its own thread is in native code and does nothing there.
    halted: bool,
    lanes: Vec<Lane>,
    /// By lane: the number of the helper who is at work on it.
    at_work: Vec<Option<i64>>,
}

impl Natives {
    /// Takes in an event: what its task does in native code now, if it is there.
    pub(crate) fn take(&mut self, event: &Event) -> Option<State> {
        let Event { time, value, task, kind, .. } = *event;
        if self.tasks.len() <= task.index() {
            self.tasks.resize_with(task.index() + 1, Native::default);
        }
        let native = &mut self.tasks[task.index()];
        match kind {
            EventKind::Native => (native.here, native.halted) = (true, false),
            EventKind::Yield => native.halted = true,
            EventKind::Take => native.halted = false,
            EventKind::Help | EventKind::HelpDone if value == OWN => native.halted = kind == EventKind::HelpDone,
            EventKind::NativeDone | EventKind::End => {
                native.here = false;
                for at in 0..native.lanes.len() {
                    native.leave(at, time);
                }
            }
            EventKind::Help => native.join(value, time),
            EventKind::HelpDone => {
                if let Some(at) = native.at_work.iter().position(|helper| *helper == Some(value)) {
                    native.leave(at, time);
                }
            }
            _ => {}
        }
        if !native.here {
            return None;
        }
        self.most = self.most.max(native.at_work.iter().flatten().count() + usize::from(!native.halted));
        Some(if native.halted { State::Halted } else { State::Native })
    }

    /// The lanes of those who help this task.
    pub(crate) fn helpers(&self, task: TaskId) -> &[Lane] {
        self.tasks.get(task.index()).map_or(&[], |native| &native.lanes)
    }

    /// How many threads were at work for one task at once, at most.
    pub(crate) fn most(&self) -> usize {
        self.most
    }
}

impl Native {
    fn join(&mut self, helper: i64, time: u64) {
        // Who says so twice had its end lost.
        let same = self.at_work.iter().position(|other| *other == Some(helper));
        let free = || self.at_work.iter().position(Option::is_none);
        let at = same.or_else(free).unwrap_or_else(|| {
            self.lanes.push(Lane::default());
            self.at_work.push(None);
            self.lanes.len() - 1
        });
        self.at_work[at] = Some(helper);
        self.lanes[at].enter(time, State::Native, ObjectId::NONE);
    }

    fn leave(&mut self, at: usize, time: u64) {
        if self.at_work[at].take().is_some() {
            self.lanes[at].enter(time, State::Gone, ObjectId::NONE);
        }
    }
}
