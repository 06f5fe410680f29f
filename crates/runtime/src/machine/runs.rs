//! How a run goes on: what happens next, what a thread does with its core, and what a task does next.

use super::Next;
use super::modes::Home;
use super::plans::Item;
use super::state::{Doing, Life, NOBODY, State};
use super::threads::Whereabouts;
use crate::engine::{Code, TaskFuture};
use crate::objects::Action;
use crate::reply::Reply;
use crate::value::Value;
use model::{Ending, EventKind, Mark, ObjectId, TaskId, Verdict};

impl State {
    pub(super) fn begin_slice(&mut self, operations: u64) {
        self.budget = operations;
        self.asks = false;
    }

    /// Goes on until somebody is to be polled, or until the end.
    pub(super) fn advance(&mut self) -> Next {
        loop {
            if self.ending.is_some() {
                return Next::Over;
            }
            if let Some(task) = self.poll.take() {
                return Next::Poll(task);
            }
            if self.budget == 0 {
                return Next::Pause;
            }
            self.budget -= 1;
            self.choose_if_held();
            if self.asks {
                return Next::Asks;
            }
            match self.agenda.pop() {
                Some((time, item)) => self.happen(time, item),
                None if self.unhold() => {}
                None => {
                    let ending = self.judge();
                    self.end(ending);
                }
            }
        }
    }

    fn happen(&mut self, time: u64, item: Item) {
        let of_thread = |number: u32, plan| self.threads[number as usize].plan == plan;
        let of_task = |number: u32, plan| self.tasks[number as usize].plan == plan;
        let counts = match item {
            Item::Segment(thread, plan) | Item::Arrive(thread, plan) | Item::Interval(thread, plan) => {
                of_thread(thread, plan)
            }
            Item::Timer(task, plan) | Item::Deadline(task, plan) => of_task(task, plan),
            Item::Quantum(..) | Item::Request(..) => true,
        };
        if !counts {
            return;
        }
        self.now = self.now.max(time);
        match item {
            Item::Segment(thread, _) => self.done(thread),
            Item::Arrive(thread, _) => self.arrive(thread),
            Item::Interval(thread, _) => self.interval_over(thread),
            Item::Timer(task, _) | Item::Deadline(task, _) if self.sleeps_on(TaskId(task), item) => {}
            Item::Timer(task, _) => self.woke(TaskId(task)),
            Item::Deadline(task, _) => self.deadline(TaskId(task)),
            Item::Request(process, seen) => self.requested(process, seen),
            Item::Quantum(core, plan) => self.quantum(core, plan),
        }
    }

    // Threads

    /// The task could go on: it joins the line of its thread, which is woken if it rests.
    pub(super) fn make_ready(&mut self, task: TaskId) {
        let number = self.task(task).thread;
        let thread = self.thread(number);
        let (place, looping) = (thread.place, thread.looping);
        let stalled = thread.current != NOBODY && thread.current != task.0;
        if thread.current != task.0 {
            let last = std::mem::replace(&mut thread.last, task.0);
            if last == NOBODY {
                thread.first = task.0;
            } else {
                self.tasks[last as usize].next = task.0;
            }
        }
        let flags = self.task(task).flags;
        let locked = match &self.task(task).doing {
            Doing::Wait { action, .. } if flags.stirred => action.facts().made_of.waits_for_lock(),
            _ => flags.stirred,
        };
        if looping && flags.begun && !flags.stirred {
            self.emit(task, EventKind::Want, ObjectId::NONE, Mark::NONE, 0);
        }
        if place == Whereabouts::Off && !stalled {
            if locked {
                self.wake_after(number, self.costs.wake_cold);
            } else {
                self.wake(number);
            }
        }
    }

    /// A task that a plain loop calls runs before the others of its thread.
    pub(super) fn make_first(&mut self, task: TaskId) {
        let number = self.task(task).thread;
        let thread = self.thread(number);
        let first = std::mem::replace(&mut thread.first, task.0);
        if first == NOBODY {
            thread.last = task.0;
        }
        self.task(task).next = first;
    }

    fn pop_ready(&mut self, number: u32) -> Option<TaskId> {
        let first = self.threads[number as usize].first;
        let task = (first != NOBODY).then_some(TaskId(first))?;
        let next = std::mem::replace(&mut self.task(task).next, NOBODY);
        let thread = self.thread(number);
        thread.first = next;
        if next == NOBODY {
            thread.last = NOBODY;
        }
        thread.current = first;
        Some(task)
    }

    /// The thread is on its core and does whatever it can.
    pub(super) fn go_on(&mut self, number: u32) {
        if self.threads[number as usize].helps() {
            return self.help(number);
        }
        let looping = self.threads[number as usize].looping;
        if looping && self.threads[number as usize].first != NOBODY && !self.take_or_wait(number) {
            return;
        }
        loop {
            if self.threads[number as usize].current != NOBODY {
                break;
            }
            let Some(task) = self.pop_ready(number) else { return self.rest(number) };
            if looping {
                self.thread(number).debt += self.costs.loop_turn;
            }
            // What a thread waits for is had without the baton.
            if self.try_again(task) {
                break;
            }
            self.thread(number).current = NOBODY;
        }
        let task = TaskId(self.threads[number as usize].current);
        let busy = self.threads[number as usize].busy;
        let apart = match &self.task(task).doing {
            Doing::Pause(_) if !busy => return self.rest(number),
            // A system call that was interrupted goes on without the baton, as native code does.
            Doing::Pause(_) => true,
            Doing::Work(work) => work.code.is_native(),
            _ => false,
        };
        if apart || self.take_or_wait(number) {
            self.resume(number, task);
        }
    }

    /// The thread has nothing to do.
    fn rest(&mut self, number: u32) {
        self.release_baton(number);
        self.leave_core(number, Whereabouts::Off);
    }

    /// The task has all it needs.
    fn resume(&mut self, number: u32, task: TaskId) {
        if self.asked(number) && matches!(&self.task(task).doing, Doing::Work(work) if !work.code.is_native()) {
            return self.give_baton(number);
        }
        let granted = matches!(self.task(task).doing, Doing::Granted { waited: true, .. });
        let flags = &mut self.task(task).flags;
        let begun = std::mem::replace(&mut flags.begun, true);
        let away = std::mem::replace(&mut flags.away, false);
        flags.fresh = !granted && (flags.fresh || away || !begun);
        if !begun {
            self.emit(task, EventKind::Begin, ObjectId::NONE, Mark::NONE, 0);
            let starter = std::mem::replace(&mut self.task(task).starter, NOBODY);
            if starter != NOBODY {
                self.make_ready(TaskId(starter));
            }
        } else if away {
            self.emit(task, EventKind::Take, ObjectId::NONE, Mark::NONE, 0);
        }
        if let Doing::Granted { reply, action, waited: true, .. } = &self.tasks[task.index()].doing
            && self.crosses(action.received(reply))
        {
            let (action, reply) = (action.clone(), reply.clone());
            self.tell_received(task, Mark::NONE, &action, &reply);
        }
        if self.threads[number as usize].busy {
            return self.pick_up(number);
        }
        match self.task(task).doing {
            // It was held at this operation, whose price is paid.
            Doing::Op(..) => self.done(number),
            _ => self.poll = Some(task),
        }
    }

    /// Goes on with what the thread was interrupted in.
    pub(super) fn pick_up(&mut self, number: u32) {
        let now = self.now;
        let thread = self.thread(number);
        thread.until += now;
        thread.stopped = false;
        self.plan_segment(number);
    }

    /// Keeps the thread busy for so long.
    pub(super) fn occupy(&mut self, number: u32, nanos: u64) {
        let now = self.now;
        let thread = self.thread(number);
        thread.busy = true;
        thread.until = now + nanos + std::mem::take(&mut thread.debt);
        self.plan_segment(number);
    }

    fn plan_segment(&mut self, number: u32) {
        let thread = self.thread(number);
        thread.plan += 1;
        let (until, plan) = (thread.until, thread.plan);
        self.agenda.push(until, Item::Segment(number, plan));
    }

    /// What the thread was doing is done.
    fn done(&mut self, number: u32) {
        let thread = self.thread(number);
        thread.busy = false;
        let task = TaskId(thread.current);
        if let Doing::Work(work) = &self.task(task).doing {
            if work.shares.is_some() && !self.share_done(number, task) {
                return;
            }
            return self.work_done(number, task);
        }
        match std::mem::replace(&mut self.task(task).doing, Doing::Nothing) {
            Doing::Op(request, op) => self.paid(number, request, op),
            Doing::End(end) => self.leave_behind(task, &end),
            Doing::Pause(reply) => {
                self.emit(task, EventKind::Woke, ObjectId::NONE, Mark::NONE, 0);
                self.task(task).doing = Doing::Reply(reply);
                self.task(task).flags.away = true;
                self.go_on(number);
            }
            other => {
                self.task(task).doing = other;
                self.poll = Some(task);
            }
        }
    }

    fn work_done(&mut self, number: u32, task: TaskId) {
        if self.worked(task).is_native() {
            self.go_on(number);
        } else if self.asked(number) {
            self.tell_away(number, EventKind::Yield);
            self.give_baton(number);
        } else {
            self.poll = Some(task);
        }
    }

    /// What the task computed is done, by this code.
    pub(super) fn worked(&mut self, task: TaskId) -> Code {
        let Doing::Work(work) = std::mem::replace(&mut self.task(task).doing, Doing::Reply(Reply::Done)) else {
            unreachable!("a computation is over for a task that computes")
        };
        self.emit(task, work.code.events().1, ObjectId::NONE, work.mark, i64::from(work.units));
        self.task(task).flags.away = work.code.is_native();
        work.code
    }

    // Tasks

    /// The task was polled and is not over.
    pub(super) fn polled(&mut self, task: TaskId, future: TaskFuture) {
        self.task(task).life = Life::Alive(future);
        self.settled(task);
        if std::mem::take(&mut self.left) {
            self.go_on(self.tasks[task.index()].thread);
        }
    }

    /// What the task had to clean up, it has.
    fn settled(&mut self, task: TaskId) {
        if self.settling == task.0 {
            self.settling = NOBODY;
        }
    }

    /// The task is over.
    pub(super) fn ended(&mut self, task: TaskId, value: Value, verdict: Option<Verdict>) {
        if task == TaskId::MAIN {
            self.emit(task, EventKind::End, ObjectId::NONE, Mark::NONE, 0);
            let verdict = verdict.expect("the main task stores its verdict before it ends");
            return self.end(Ending::Finished(verdict));
        }
        self.ends(task, value);
    }

    /// The end of the task can be seen by others.
    pub(super) fn leave_behind(&mut self, task: TaskId, end: &Action) {
        let object = self.object_of(task);
        self.apply(task, object, end, Mark::NONE);
        self.bury(task);
        self.settled(task);
        self.void_turn(task);
        let number = self.task(task).thread;
        self.thread(number).current = NOBODY;
        self.go_on(number);
    }

    /// An event loop that has nothing to do waits for the next timer in whole milliseconds: whether
    /// it has not yet woken for this one, which then comes later.
    fn sleeps_on(&mut self, task: TaskId, item: Item) -> bool {
        let thread = &self.threads[self.tasks[task.index()].thread as usize];
        let rests = self.rules.usual == Home::Loop && thread.looping && thread.place == Whereabouts::Off;
        if !rests || thread.current != NOBODY {
            return false;
        }
        let due = self.now.saturating_sub(self.costs.timer_slack);
        let waits = due.saturating_sub(thread.since).next_multiple_of(self.costs.loop_grain.max(1));
        let wakes = thread.since + waits + self.costs.timer_slack;
        let later = wakes > self.now;
        if later {
            self.agenda.push(wakes, item);
        }
        later
    }

    /// The task's sleep is over.
    fn woke(&mut self, task: TaskId) {
        self.emit(task, EventKind::Woke, ObjectId::NONE, Mark::NONE, 0);
        let Doing::Pause(reply) = std::mem::replace(&mut self.task(task).doing, Doing::Nothing) else {
            unreachable!("a timer that counts is that of a pause")
        };
        self.task(task).doing = Doing::Reply(reply);
        self.task(task).flags.away = true;
        self.make_ready(task);
    }
}
