//! Cores and the threads on them: what an operating system does.
//!
//! A thread that is woken gets an idle core, its own last one if it can, and needs a moment to
//! arrive; where none is idle it takes the place of one that has run for long, or queues. The one that ran
//! least runs next. It refuses to know what threads do and what they wait for.

use super::plans::Item;
use super::state::{Doing, NOBODY, State};
use super::threads::{Thread, Whereabouts};
use model::{EventKind, Mark, ObjectId, TaskId};
use std::cmp::Reverse;

impl State {
    pub(super) fn add_thread(&mut self, process: u32) -> u32 {
        let number = u32::try_from(self.threads.len()).expect("a run has fewer than 2^32 threads");
        self.threads.push(Thread::new(process, self.cores.floor));
        number
    }

    /// Has the thread run as soon as a core can be had.
    pub(super) fn wake(&mut self, number: u32) {
        let last = self.threads[number as usize].core;
        let latency = self.cores.pick_idle(last).map_or(0, |core| {
            let idle = self.now - self.cores.cores[usize::from(core)].idle_since;
            self.costs.wake(idle)
        });
        self.wake_after(number, latency);
    }

    /// The same, where it takes so long if a core is idle.
    pub(super) fn wake_after(&mut self, number: u32, latency: u64) {
        let thread = &self.threads[number as usize];
        debug_assert!(!matches!(thread.place, Whereabouts::Arriving | Whereabouts::Queued | Whereabouts::Running));
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
            (thread.place == Whereabouts::Running && thread.busy && !thread.stopped)
                .then(|| (thread.ran + (self.now - thread.since), core))
        });
        running.max().filter(|(most, _)| *most > ran + self.costs.quantum / 3).map(|(_, core)| core)
    }

    /// Has the thread arrive at a core that is reserved for it.
    fn send(&mut self, number: u32, core: u8, latency: u64) {
        let latency = self.dice.race(latency);
        self.cores.cores[usize::from(core)].thread = number;
        let time = self.now + latency;
        let thread = self.thread(number);
        thread.core = core;
        thread.place = Whereabouts::Arriving;
        thread.plan += 1;
        let plan = thread.plan;
        self.agenda.push(time, Item::Arrive(number, plan));
    }

    pub(super) fn arrive(&mut self, number: u32) {
        let now = self.now;
        let thread = self.thread(number);
        thread.place = Whereabouts::Running;
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
        thread.place = Whereabouts::Queued;
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
            && thread.place == Whereabouts::Running
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

    /// The thread leaves its core to the next one.
    pub(super) fn leave_core(&mut self, number: u32, place: Whereabouts) {
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
