//! Threads of the modelled machine and the cores they are on: what is kept of them.
//!
//! What happens to them is in the files beside this one.

use crate::cpython::gil::{Seat, Seats};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Stands where there is no task, thread or core.
pub(super) const NOBODY: u32 = u32::MAX;

/// Where a thread is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whereabouts {
    /// It has nothing to do, or waits for something.
    Off,
    /// It has a core and is on its way to it.
    Arriving,
    /// It could run and has no core.
    Queued,
    /// It is on its core.
    Running,
    /// It waits for the baton.
    Baton,
    /// It gave the baton away and waits until somebody took it.
    Given,
}

pub(super) struct Thread {
    pub(super) place: Whereabouts,
    /// The core it is on, or was last.
    pub(super) core: u8,
    /// Whether it may hold several tasks.
    pub(super) looping: bool,
    /// Its number, where it only helps with what a task computes, and then `current` is that task.
    pub(super) helper: u8,
    /// Whether it is told that it helps.
    pub(super) at_work: bool,
    /// It has told that it wants the baton.
    pub(super) wanted: bool,
    pub(super) process: u32,
    /// The task it runs.
    pub(super) current: u32,
    /// Its other tasks that could go on, in line.
    pub(super) first: u32,
    pub(super) last: u32,
    /// Tells the plans that count from older ones.
    pub(super) plan: u32,
    /// How long it has run, with what it was given for sleeping.
    pub(super) ran: u64,
    /// Since when it runs.
    pub(super) since: u64,
    /// When what it does will be done; while it does not run, how much is left.
    pub(super) until: u64,
    /// Small costs not yet paid.
    pub(super) debt: u64,
    /// Where it waits for the baton.
    pub(super) seat: Seat,
    /// Whether it has something under way that takes time, and whether that was interrupted.
    pub(super) busy: bool,
    pub(super) stopped: bool,
}

impl Thread {
    /// A thread of this process that has nothing to do, and has run for as long as any other.
    pub(super) fn new(process: u32, ran: u64) -> Thread {
        Thread {
            place: Whereabouts::Off,
            core: 0,
            looping: false,
            helper: 0,
            at_work: false,
            wanted: false,
            process,
            current: NOBODY,
            first: NOBODY,
            last: NOBODY,
            plan: 0,
            ran,
            since: 0,
            until: 0,
            debt: 0,
            seat: Seat::default(),
            busy: false,
            stopped: false,
        }
    }

    /// Whether it has no task of its own.
    pub(super) fn helps(&self) -> bool {
        self.helper > 0
    }
}

pub(super) struct Core {
    pub(super) thread: u32,
    pub(super) idle_since: u64,
    pub(super) timed: bool,
    pub(super) plan: u32,
}

pub(super) struct Cores {
    pub(super) cores: Vec<Core>,
    pub(super) queue: BinaryHeap<Reverse<(u64, u64, u32)>>,
    pub(super) idle: usize,
    /// The least a thread that runs now has run.
    pub(super) floor: u64,
}

impl Cores {
    pub(super) fn new(count: u8) -> Cores {
        let core = |_| Core { thread: NOBODY, idle_since: 0, timed: false, plan: 0 };
        Cores { cores: (0..count).map(core).collect(), queue: BinaryHeap::new(), idle: usize::from(count), floor: 0 }
    }

    pub(super) fn pick_idle(&self, last: u8) -> Option<u8> {
        if self.idle == 0 {
            return None;
        }
        let idle = |core: &u8| self.cores[usize::from(*core)].thread == NOBODY;
        let count = u8::try_from(self.cores.len()).unwrap_or(u8::MAX);
        Some(last).filter(idle).or_else(|| (0..count).find(idle))
    }
}

impl Seats for Vec<Thread> {
    fn seat(&mut self, thread: u32) -> &mut Seat {
        &mut self[thread as usize].seat
    }
}
