//! The baton of each process: CPython's global interpreter lock, as its source has it since 3.2.
//!
//! A thread that finds it taken waits for an interval; when nobody else got it meanwhile it asks
//! for it. Whoever has it then gives it away at its next call or back-edge, and waits until
//! another has taken it (*forced switching*), so that it cannot take it back at once. Giving it
//! away wakes one of those who wait; but a thread that comes along just then may take it first.
//!
//! Two things make the *convoy* of a thread that waits for the world beside others that compute. It
//! gives the baton up to wait, and finds it taken. And its intervals never pass without a switch,
//! so that it never asks: those who compute hand the baton to each other, until its own interval,
//! which drifts by what a switch takes, happens to end first.

use super::agenda::Item;
use super::cores::Place;
use super::costs::Costs;
use super::dice::Dice;
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
    /// Who waits for it, and under which number: entries of older numbers do not count.
    line: VecDeque<(u32, u32)>,
    /// When the last two joined it, the last one first.
    joined: [u64; 2],
    /// How many entries count.
    waiting: usize,
    /// Who gave it away and waits until it is taken.
    given: VecDeque<u32>,
}

impl Default for Gil {
    fn default() -> Gil {
        Gil {
            holder: NOBODY,
            last: NOBODY,
            switches: 0,
            asked: false,
            line: VecDeque::new(),
            joined: [0; 2],
            waiting: 0,
            given: VecDeque::new(),
        }
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
        self.leave_core(number, Place::Baton);
        self.join_line(number);
    }

    /// The thread begins to wait for an interval, behind the others.
    fn join_line(&mut self, number: u32) {
        let switches = self.gil(number).switches;
        let time = self.now + interval(&self.costs, &mut self.dice, self.config.interval);
        let thread = self.thread(number);
        thread.switches = switches;
        thread.plan += 1;
        let plan = thread.plan;
        self.agenda.push(time, Item::Interval(number, plan));
        let now = self.now;
        let gil = self.gil(number);
        gil.joined = [now, gil.joined[0]];
        gil.waiting += 1;
        gil.line.push_back((number, plan));
        if gil.line.len() > 2 * gil.waiting + 64 {
            let process = self.threads[number as usize].process as usize;
            let threads = &self.threads;
            self.gils[process].line.retain(|(thread, plan)| threads[*thread as usize].plan == *plan);
        }
    }

    /// The thread has waited for a whole interval.
    pub(super) fn interval_over(&mut self, number: u32) {
        let seen = self.threads[number as usize].switches;
        if self.gil(number).holder == NOBODY {
            // It is on its way to somebody, and not there yet: whoever is awake takes it.
            self.gil(number).waiting -= 1;
            return self.wake_after(number, 0);
        }
        let gil = self.gil(number);
        let asks = gil.switches == seen;
        gil.waiting -= 1;
        self.join_line(number);
        if asks {
            let process = self.threads[number as usize].process;
            self.agenda.push(self.now + self.costs.request, Item::Request(process, count_of(seen)));
        }
    }

    /// The request of somebody who saw so many switches reaches whoever has the baton.
    pub(super) fn requested(&mut self, process: u32, seen: u32) {
        let gil = &mut self.gils[process as usize];
        if gil.holder != NOBODY && count_of(gil.switches) == seen {
            gil.asked = true;
            let holder = gil.holder;
            self.hurry(holder);
        }
    }

    /// A computation has back-edges all the time: it sees the request at once.
    fn hurry(&mut self, holder: u32) {
        let thread = &self.threads[holder as usize];
        let computes = thread.place == Place::Running && thread.busy && !thread.stopped && thread.current != NOBODY;
        if computes && matches!(self.tasks[thread.current as usize].doing, Doing::Work(_)) {
            self.interrupt(holder);
            self.give_baton(holder);
        }
    }

    /// Gives the baton to who asked for it; the thread has told that it goes away.
    pub(super) fn give_baton(&mut self, number: u32) {
        self.let_go(number, true);
        self.leave_core(number, Place::Given);
        self.gil(number).asked = false;
        self.gil(number).given.push_back(number);
    }

    /// Lets go of the baton, if the thread has it, and wakes one who waits for it.
    pub(super) fn release_baton(&mut self, number: u32) {
        self.let_go(number, false);
    }

    /// Takes the one that began to wait last out of the line, or else the first.
    fn take_from_line(&mut self, number: u32, last: bool) -> Option<u32> {
        let process = self.threads[number as usize].process as usize;
        loop {
            let line = &mut self.gils[process].line;
            let (next, plan) = if last { line.pop_back() } else { line.pop_front() }?;
            if self.threads[next as usize].plan == plan {
                self.gils[process].waiting -= 1;
                return Some(next);
            }
        }
    }

    fn let_go(&mut self, number: u32, forced: bool) {
        if !std::mem::replace(&mut self.thread(number).has_baton, false) {
            return;
        }
        let gil = self.gil(number);
        gil.holder = NOBODY;
        gil.last = number;
        let others = u64::try_from(gil.waiting.saturating_sub(1)).unwrap_or(u64::MAX);
        let gap = gil.joined[0] - gil.joined[1];
        let caught = forced && asker_catches(&self.costs, &mut self.dice, others, gap);
        if let Some(next) = self.take_from_line(number, caught) {
            self.wake_after(next, self.costs.signal);
        }
    }
}

/// How long an interval is for who waits it out: a timer ends it, and a wake-up follows.
pub(crate) fn interval(costs: &Costs, dice: &mut Dice, asked_for: u64) -> u64 {
    asked_for + costs.timer_slack + dice.about(costs.wake_cold)
}

/// Whether who asked for the baton gets it when it is given away, and not who has waited longest.
///
/// A signal wakes who has waited longest. But who asked is hardly asleep again: it began to wait
/// last, and catches the signal before it gets to the other, unless another one's interval ended
/// with its own (so little lies between the last two that began to wait) and both are after the same
/// mutex, or chance has it otherwise, the more others there are.
pub(crate) fn asker_catches(costs: &Costs, dice: &mut Dice, others: u64, gap: u64) -> bool {
    let alone = others == 0 || gap >= costs.collision;
    alone && dice.below(1_000) >= others.saturating_mul(costs.missed)
}

/// The count of switches as a plan of the agenda keeps it.
fn count_of(switches: u64) -> u32 {
    (switches & u64::from(u32::MAX)) as u32
}
