//! The baton of each process: CPython's global interpreter lock, as its source has it since 3.2.
//!
//! A thread that finds it taken waits for an interval; when nobody else got it meanwhile it asks
//! for it. Whoever has it then gives it away at its next call or back-edge, and waits until
//! another has taken it (*forced switching*), so that it cannot take it back at once. Giving it
//! away wakes one of those who wait; but a thread that comes along just then may take it first.

use super::agenda::Item;
use super::cores::Place;
use super::state::{Doing, NOBODY, State};
use model::{EventKind, Mark, Mode, ObjectId, TaskId};
use std::collections::VecDeque;

pub(super) struct Gil {
    holder: u32,
    /// Who had it last, and how often it went to another.
    last: u32,
    switches: u64,
    /// Somebody asked for it.
    asked: bool,
    line: VecDeque<u32>,
    /// Who gave it away and waits until it is taken.
    given: VecDeque<u32>,
}

impl Default for Gil {
    fn default() -> Gil {
        Gil { holder: NOBODY, last: NOBODY, switches: 0, asked: false, line: VecDeque::new(), given: VecDeque::new() }
    }
}

impl State {
    fn gil(&mut self, thread: u32) -> &mut Gil {
        let process = self.threads[thread as usize].process;
        &mut self.gils[process as usize]
    }

    /// Whether somebody asked for the baton that this thread has.
    pub(super) fn asked(&mut self, thread: u32) -> bool {
        self.threads[thread as usize].has_baton && self.gil(thread).asked
    }

    /// Takes the baton, or has the thread leave its core and wait for it.
    pub(super) fn take_or_wait(&mut self, number: u32) -> bool {
        if self.config.mode == Mode::Free || self.threads[number as usize].has_baton {
            return true;
        }
        let gil = self.gil(number);
        if gil.holder != NOBODY {
            self.wait_for_baton(number);
            return false;
        }
        gil.holder = number;
        gil.asked = false;
        if gil.last != number {
            gil.last = number;
            gil.switches += 1;
        }
        let given = gil.given.pop_front();
        let thread = self.thread(number);
        thread.has_baton = true;
        thread.wanted = false;
        if let Some(given) = given {
            self.wake_after(given, self.costs.handover);
        }
        true
    }

    fn wait_for_baton(&mut self, number: u32) {
        let thread = self.thread(number);
        let current = thread.current;
        if !std::mem::replace(&mut thread.wanted, true) && current != NOBODY {
            self.emit(TaskId(current), EventKind::Want, ObjectId::NONE, Mark::NONE, 0);
            self.tasks[current as usize].flags.away = true;
        }
        self.leave_core(number, Place::Baton);
        self.gil(number).line.push_back(number);
        self.plan_interval(number);
    }

    fn plan_interval(&mut self, number: u32) {
        let switches = self.gil(number).switches;
        let late = self.dice.about(self.costs.wake_cold);
        let time = self.now + self.config.interval + self.costs.timer_slack + late;
        let thread = self.thread(number);
        thread.switches = switches;
        thread.plan += 1;
        let plan = thread.plan;
        self.agenda.push(time, Item::Interval(number, plan));
    }

    /// The thread has waited for a whole interval.
    pub(super) fn interval_over(&mut self, number: u32) {
        let seen = self.threads[number as usize].switches;
        if self.gil(number).holder == NOBODY {
            // It is on its way to somebody, and not there yet: whoever is awake takes it.
            self.gil(number).line.retain(|waiter| *waiter != number);
            return self.wake_after(number, 0);
        }
        let gil = self.gil(number);
        let asks = gil.holder != NOBODY && gil.switches == seen;
        let holder = gil.holder;
        gil.asked |= asks;
        // It waits anew, behind the others.
        gil.line.retain(|waiter| *waiter != number);
        gil.line.push_back(number);
        self.plan_interval(number);
        if asks {
            self.hurry(holder);
        }
    }

    /// A computation has back-edges all the time: it sees the request at once.
    fn hurry(&mut self, holder: u32) {
        let thread = &self.threads[holder as usize];
        let computes = thread.place == Place::Running && thread.busy && thread.current != NOBODY;
        if computes && matches!(self.tasks[thread.current as usize].doing, Doing::Work(_)) {
            self.interrupt(holder);
            self.give_baton(holder);
        }
    }

    /// Gives the baton to who asked for it; the thread has told that it goes away.
    pub(super) fn give_baton(&mut self, number: u32) {
        self.release_baton(number);
        self.leave_core(number, Place::Given);
        self.gil(number).asked = false;
        self.gil(number).given.push_back(number);
    }

    /// Lets go of the baton, if the thread has it, and wakes one who waits for it.
    pub(super) fn release_baton(&mut self, number: u32) {
        if !std::mem::replace(&mut self.thread(number).has_baton, false) {
            return;
        }
        let gil = self.gil(number);
        gil.holder = NOBODY;
        gil.last = number;
        // The one that began to wait last is the one that asked: it is hardly asleep again.
        if let Some(next) = gil.line.pop_back() {
            self.wake_after(next, self.costs.handover);
        }
    }
}
