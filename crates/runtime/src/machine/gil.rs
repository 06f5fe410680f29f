//! The baton of each process on the modelled machine: CPython's rule (`crate::cpython::gil`) in virtual time.
//!
//! The rule says who takes it, who asks and who is woken; here threads leave their cores, arrive, and hear
//! the request.

use super::plans::Item;
use super::state::{Doing, NOBODY, State};
use super::threads::Whereabouts;
use crate::cpython::gil::{Chance, Gil, Waited};
use model::{EventKind, Mark, ObjectId, TaskId};

impl State {
    fn gil(&mut self, thread: u32) -> &mut Gil {
        let process = self.threads[thread as usize].process;
        &mut self.gils[process as usize]
    }

    fn has_baton(&self, thread: u32) -> bool {
        self.gils[self.threads[thread as usize].process as usize].holder() == Some(thread)
    }

    /// Whether somebody asked for the baton that this thread has.
    pub(super) fn asked(&mut self, thread: u32) -> bool {
        let gil = self.gil(thread);
        gil.asked() && gil.holder() == Some(thread)
    }

    /// Takes the baton, or has the thread leave its core and wait for it.
    pub(super) fn take_or_wait(&mut self, number: u32) -> bool {
        if !self.rules.has_baton || self.has_baton(number) {
            return true;
        }
        let gil = self.gil(number);
        if gil.holder().is_some() {
            self.wait_for_baton(number);
            return false;
        }
        let given = gil.take(number);
        self.thread(number).wanted = false;
        if let Some(given) = given {
            self.wake_after(given, self.costs.signal);
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
        self.leave_core(number, Whereabouts::Baton);
        self.join_line(number);
    }

    /// The thread begins to wait for an interval, behind the others.
    fn join_line(&mut self, number: u32) {
        let process = self.threads[number as usize].process as usize;
        let chance = Chance { costs: &self.costs, dice: &mut self.dice };
        let interval = self.gils[process].wait(&mut self.threads, number, self.now, chance);
        let thread = self.thread(number);
        thread.plan += 1;
        let plan = thread.plan;
        self.agenda.push(self.now + interval, Item::Interval(number, plan));
    }

    /// The thread has waited for a whole interval.
    pub(super) fn interval_over(&mut self, number: u32) {
        let thread = &mut self.threads[number as usize];
        let process = thread.process;
        match self.gils[process as usize].waited(&mut thread.seat) {
            Waited::Free => self.wake_after(number, 0),
            Waited::Taken { asks } => {
                self.join_line(number);
                if let Some(seen) = asks {
                    self.agenda.push(self.now + self.costs.request, Item::Request(process, seen));
                }
            }
        }
    }

    /// The request of a thread that saw so many switches reaches the holder of the baton.
    pub(super) fn requested(&mut self, process: u32, seen: u32) {
        let gil = &mut self.gils[process as usize];
        if gil.request(seen)
            && let Some(holder) = gil.holder()
        {
            self.hurry(holder);
        }
    }

    /// A computation has back-edges all the time: it sees the request at once.
    fn hurry(&mut self, holder: u32) {
        let thread = &self.threads[holder as usize];
        let runs = thread.place == Whereabouts::Running && thread.busy && !thread.stopped && thread.current != NOBODY;
        if runs && matches!(self.tasks[thread.current as usize].doing, Doing::Work(_)) {
            self.interrupt(holder);
            self.give_baton(holder);
        }
    }

    /// Gives the baton to the thread that asked for it; the giver has told that it goes away.
    pub(super) fn give_baton(&mut self, number: u32) {
        let process = self.threads[number as usize].process as usize;
        let chance = Chance { costs: &self.costs, dice: &mut self.dice };
        if let Some(next) = self.gils[process].give(&mut self.threads, chance) {
            self.wake_after(next, self.costs.signal);
        }
        self.leave_core(number, Whereabouts::Given);
    }

    /// Lets go of the baton, if the thread has it, and wakes one that waits for it.
    pub(super) fn release_baton(&mut self, number: u32) {
        let process = self.threads[number as usize].process as usize;
        if self.has_baton(number)
            && let Some(next) = self.gils[process].release(&mut self.threads)
        {
            self.wake_after(next, self.costs.signal);
        }
    }
}
