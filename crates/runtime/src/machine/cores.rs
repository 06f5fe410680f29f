//! Cores and the threads on them: what an operating system does.
//!
//! A thread that is woken gets an idle core, its own last one if it can, and needs a moment to
//! arrive; where none is idle it takes the place of one that has run for long, or queues. Who ran
//! least runs next. It refuses to know what threads do and what they wait for.

use super::agenda::Item;
use super::state::{Doing, NOBODY, State};
use model::{EventKind, Mark, ObjectId, TaskId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where a thread is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
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
    pub(super) place: Place,
    /// The core it is on, or was last.
    pub(super) core: u8,
    /// Whether it may hold several tasks.
    pub(super) looping: bool,
    /// Its number, where it only helps with what a task computes, and then `current` is that task.
    pub(super) helper: u8,
    /// Whether it is told that it helps.
    pub(super) at_work: bool,
    pub(super) has_baton: bool,
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
    /// The baton's count of switches when the thread began to wait for it.
    pub(super) switches: u64,
    /// Whether it has something under way that takes time, and whether that was interrupted.
    pub(super) busy: bool,
    pub(super) stopped: bool,
}

impl Thread {
    /// Whether it has no task of its own.
    pub(super) fn helps(&self) -> bool {
        self.helper > 0
    }
}

struct Core {
    thread: u32,
    idle_since: u64,
    timed: bool,
    plan: u32,
}

pub(super) struct Cores {
    cores: Vec<Core>,
    queue: BinaryHeap<Reverse<(u64, u64, u32)>>,
    idle: usize,
    /// The least a thread that runs now has run.
    floor: u64,
}

impl Cores {
    pub(super) fn new(count: u8) -> Cores {
        let core = |_| Core { thread: NOBODY, idle_since: 0, timed: false, plan: 0 };
        Cores { cores: (0..count).map(core).collect(), queue: BinaryHeap::new(), idle: usize::from(count), floor: 0 }
    }

    fn pick_idle(&self, last: u8) -> Option<u8> {
        if self.idle == 0 {
            return None;
        }
        let idle = |core: &u8| self.cores[usize::from(*core)].thread == NOBODY;
        let count = u8::try_from(self.cores.len()).unwrap_or(u8::MAX);
        Some(last).filter(idle).or_else(|| (0..count).find(idle))
    }
}

impl State {
    pub(super) fn add_thread(&mut self, process: u32) -> u32 {
        let number = u32::try_from(self.threads.len()).expect("a run has fewer than 2^32 threads");
        self.threads.push(Thread {
            place: Place::Off,
            core: 0,
            looping: false,
            helper: 0,
            at_work: false,
            has_baton: false,
            wanted: false,
            process,
            current: NOBODY,
            first: NOBODY,
            last: NOBODY,
            plan: 0,
            ran: self.cores.floor,
            since: 0,
            until: 0,
            debt: 0,
            switches: 0,
            busy: false,
            stopped: false,
        });
        number
    }

    /// Has the thread run as soon as a core can be had.
    pub(super) fn wake(&mut self, number: u32) {
        let last = self.threads[number as usize].core;
        let latency = self.cores.pick_idle(last).map_or(0, |core| {
            let idle = self.now - self.cores.cores[usize::from(core)].idle_since;
            if idle < self.costs.listen { self.costs.wake_warm } else { self.costs.wake_cold }
        });
        self.wake_after(number, latency);
    }

    /// The same, where it takes so long if a core is idle.
    pub(super) fn wake_after(&mut self, number: u32, latency: u64) {
        let thread = &self.threads[number as usize];
        debug_assert!(!matches!(thread.place, Place::Arriving | Place::Queued | Place::Running));
        // Whoever slept is not owed all the time it slept.
        let ran = thread.ran.max(self.cores.floor);
        let last = thread.core;
        self.thread(number).ran = ran;
        if let Some(core) = self.cores.pick_idle(last) {
            self.cores.idle -= 1;
            self.send(number, core, latency);
            return;
        }
        match self.longest_running(ran) {
            Some(core) => {
                let runs = self.cores.cores[usize::from(core)].thread;
                self.interrupt(runs);
                self.enqueue(runs);
                self.send(number, core, self.costs.wake_warm);
            }
            None => self.enqueue(number),
        }
    }

    /// A core whose thread has run so much more than this that it should make room.
    fn longest_running(&self, ran: u64) -> Option<u8> {
        let running = (0u8..).zip(&self.cores.cores).filter_map(|(core, entry)| {
            let thread = self.threads.get(entry.thread as usize)?;
            (thread.place == Place::Running && thread.busy && !thread.stopped)
                .then(|| (thread.ran + (self.now - thread.since), core))
        });
        running.max().filter(|(most, _)| *most > ran + self.costs.quantum / 3).map(|(_, core)| core)
    }

    /// Has the thread arrive at a core that is reserved for it.
    fn send(&mut self, number: u32, core: u8, latency: u64) {
        // A wake-up is a race of many small things: it takes half as long or half as long again.
        let latency = latency - latency / 2 + self.dice.below(latency + 1);
        self.cores.cores[usize::from(core)].thread = number;
        let time = self.now + latency;
        let thread = self.thread(number);
        thread.core = core;
        thread.place = Place::Arriving;
        thread.plan += 1;
        let plan = thread.plan;
        self.agenda.push(time, Item::Arrive(number, plan));
    }

    pub(super) fn arrive(&mut self, number: u32) {
        let now = self.now;
        let thread = self.thread(number);
        thread.place = Place::Running;
        thread.since = now;
        let (ran, core) = (thread.ran, thread.core);
        self.cores.floor = self.cores.floor.max(ran);
        if !self.cores.queue.is_empty() {
            self.time_core(core);
        }
        self.go_on(number);
    }

    fn enqueue(&mut self, number: u32) {
        self.order += 1;
        let order = self.order;
        let thread = self.thread(number);
        thread.place = Place::Queued;
        thread.plan += 1;
        let ran = thread.ran;
        self.cores.queue.push(Reverse((ran, order, number)));
        for core in 0..u8::try_from(self.cores.cores.len()).unwrap_or(u8::MAX) {
            self.time_core(core);
        }
    }

    /// Makes sure that the thread on this core is looked at when its time is up.
    fn time_core(&mut self, number: u8) {
        let time = self.now + self.costs.quantum;
        let core = &mut self.cores.cores[usize::from(number)];
        if !core.timed {
            core.timed = true;
            core.plan += 1;
            self.agenda.push(time, Item::Quantum(u32::from(number), core.plan));
        }
    }

    /// The thread on this core may have had it for long enough.
    pub(super) fn quantum(&mut self, number: u32, plan: u32) {
        let core = &mut self.cores.cores[number as usize];
        if core.plan != plan {
            return;
        }
        core.timed = false;
        let runs = core.thread;
        let Some(Reverse((least, _, _))) = self.cores.queue.peek().copied() else { return };
        if let Some(thread) = self.threads.get(runs as usize)
            && thread.place == Place::Running
            && thread.busy
            && !thread.stopped
            && thread.ran + (self.now - thread.since) >= least
        {
            self.interrupt(runs);
            self.free_core(runs);
            self.enqueue(runs);
        } else {
            self.time_core(u8::try_from(number).unwrap_or(0));
        }
    }

    /// The thread stops in the middle of what it does, and will go on there.
    pub(super) fn interrupt(&mut self, number: u32) {
        self.halt(number);
        let now = self.now;
        let thread = self.thread(number);
        thread.until = thread.until.saturating_sub(now);
        thread.stopped = true;
        if thread.helps() {
            self.tell_help(number, false);
        } else {
            self.tell_progress(number);
            self.tell_away(number, EventKind::Yield);
        }
    }

    /// How far the thread's computation is.
    fn tell_progress(&mut self, number: u32) {
        let thread = &self.threads[number as usize];
        let (current, left) = (thread.current, thread.until);
        let Some(Doing::Work(work)) = self.tasks.get(current as usize).map(|task| &task.doing) else { return };
        let mark = work.mark;
        let done = match work.shares {
            Some(shares) => shares.done(work.units),
            None => {
                // So many units may take so long that the product needs more room than either.
                let passed = u128::from(work.length.saturating_sub(left));
                let done = u128::from(work.units) * passed / u128::from(work.length.max(1));
                i64::try_from(done).unwrap_or(i64::MAX)
            }
        };
        self.emit(TaskId(current), EventKind::Progress, ObjectId::NONE, mark, done);
    }

    /// The thread does not run any longer; its core is still taken.
    fn halt(&mut self, number: u32) {
        let now = self.now;
        let thread = self.thread(number);
        thread.ran += now - thread.since;
        thread.since = now;
        thread.plan += 1;
    }

    /// The thread leaves its core to whoever is next.
    pub(super) fn leave_core(&mut self, number: u32, place: Place) {
        self.halt(number);
        self.thread(number).place = place;
        self.free_core(number);
    }

    fn free_core(&mut self, number: u32) {
        let core = self.threads[number as usize].core;
        match self.cores.queue.pop() {
            Some(Reverse((_, _, next))) => self.send(next, core, self.costs.switch),
            None => {
                let now = self.now;
                let entry = &mut self.cores.cores[usize::from(core)];
                entry.thread = NOBODY;
                entry.idle_since = now;
                self.cores.idle += 1;
            }
        }
    }

    /// The task of the thread does not run any longer, though it could.
    pub(super) fn tell_away(&mut self, number: u32, kind: EventKind) {
        let current = self.threads[number as usize].current;
        if current != NOBODY && !self.tasks[current as usize].flags.away {
            self.tasks[current as usize].flags.away = true;
            self.emit(TaskId(current), kind, ObjectId::NONE, Mark::NONE, 0);
        }
    }
}
