//! What the cooperative engine keeps of a run: tasks, objects, who is ready, who sleeps.
//!
//! Plain bookkeeping: it tells no events and polls nobody.

use super::Policy;
use super::race::{Origin, Race};
use crate::agenda::Agenda;
use crate::cpython::Costs;
use crate::dice::Dice;
use crate::engine::{Body, Code, Op, Request, Strand, TaskFuture};
use crate::kernel::Kernel;
use crate::line::{Line, Waiter};
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::telling::Tells;
use crate::waits::judge;
use model::{Ending, Event, EventKind, Mark, ObjectId, TaskId};
use std::collections::VecDeque;

/// How long a thread and an event loop wait for each other's baton, in nanoseconds: CPython's own.
const SHARED_INTERVAL: u64 = 5_000_000;

/// Calls and back-edges between two looks at the clock, about: reading it costs more than they do.
const CHECKPOINTS_PER_LOOK: u64 = 16;

const COSTS: &Costs = &Costs::CPYTHON;

pub(super) struct State {
    pub(super) policy: Policy,
    pub(super) current: Option<TaskId>,
    /// Start of the contended holding of the baton.
    turn: u64,
    pub(super) slice_end: u64,
    /// The current task was interrupted only because the slice ended.
    pub(super) paused: bool,
    /// Nobody took something that should have been done elsewhere.
    pub(super) native_kept_gil: bool,
    /// When that was.
    paused_at: Option<u64>,
    /// Until when the current task blocks the thread itself.
    pub(super) stall: Option<u64>,
    pub(super) ending: Option<Ending>,
    tasks: Vec<Entry>,
    objects: Vec<Line>,
    /// The line for the baton, but under the GIL.
    ready: VecDeque<TaskId>,
    /// The race for it, under the GIL.
    race: Option<Race>,
    /// Until when tasks sleep, each with the number of its timer.
    timers: Agenda<(u32, TaskId)>,
    timer_order: u32,
    dice: Dice,
    /// Checkpoints until the next look at the clock.
    checkpoints: u64,
    /// How many tasks were handed to a thread, ever.
    threads: u32,
    /// How many tasks have something done for them elsewhere.
    away: u32,
    next_seq: u32,
}

struct Entry {
    /// What it will do, until it runs for the first time.
    body: Option<Body>,
    future: Option<TaskFuture>,
    begun: bool,
    object: ObjectId,
    reply: Option<Reply>,
    /// What was done on behalf of the task, until it knows.
    granted: Option<(ObjectId, Action)>,
    waits_for: Option<ObjectId>,
    /// Tells the timer that counts from older ones.
    timer: Option<u32>,
    work: Option<Computation>,
    /// What is done for it elsewhere.
    away: Option<Away>,
    /// Where it was asked to run.
    strand: Strand,
    /// It was asked to end and has not heard of it.
    cancelled: bool,
}

/// What a task did that was asked to end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rested {
    Waited,
    Slept,
}

/// A computation that is not finished.
pub(super) struct Computation {
    pub(super) kernel: Kernel,
    pub(super) units: u32,
    pub(super) done: u32,
    pub(super) mark: Mark,
    /// When it last said how far it is.
    pub(super) told: u64,
}

/// Something that is done elsewhere: which code does how many units of work, or none if it is a call
/// that blocks; and the answer once it is done.
pub(super) struct Away {
    pub(super) code: Option<Code>,
    pub(super) units: u32,
    pub(super) mark: Mark,
    pub(super) reply: Reply,
}

impl State {
    pub(super) fn new(policy: Policy) -> State {
        State {
            policy,
            current: None,
            turn: 0,
            slice_end: 0,
            paused: false,
            native_kept_gil: false,
            paused_at: None,
            stall: None,
            ending: None,
            tasks: Vec::new(),
            objects: Vec::new(),
            ready: VecDeque::new(),
            race: match policy {
                Policy::Gil { interval, .. } => Some(Race::new(interval, 0)),
                Policy::Sequential | Policy::EventLoop => None,
            },
            timers: Agenda::new(),
            timer_order: 0,
            dice: Dice::new(0),
            checkpoints: 0,
            threads: 0,
            away: 0,
            next_seq: 0,
        }
    }

    pub(super) fn event(
        &mut self,
        time: u64,
        task: TaskId,
        Tells { kind, step }: Tells,
        object: ObjectId,
        mark: Mark,
        value: i64,
    ) -> Event {
        let seq = self.next_seq;
        self.next_seq = seq.wrapping_add(1);
        Event { time, value, seq, task, object, mark, kind, lane: 0, step }
    }

    pub(super) fn every_operation(&self) -> bool {
        matches!(self.policy, Policy::Gil { every_operation: true, .. })
    }

    /// Whether microseconds decide which task is next. Elsewhere the time of the last operation will do: a
    /// look at the clock costs as much as the operation.
    pub(super) fn is_exact(&self) -> bool {
        self.race.is_some() || self.threads > 0 || self.away > 0
    }

    /// What chance decides is decided by this seed. Before the run begins.
    pub(super) fn seed(&mut self, seed: u64) {
        self.dice = Dice::new(seed);
        if let Some(race) = &mut self.race {
            race.seed(seed);
        }
    }

    /// Whether the current task has to give the baton away, or has lost it already.
    pub(super) fn due(&self, now: u64) -> bool {
        match self.policy {
            Policy::Gil { .. } => self.lost() || self.race.as_ref().is_some_and(Race::asked),
            Policy::Sequential => false,
            // The loop is one thread; what was handed to another one shares the baton with it.
            Policy::EventLoop if self.threads == 0 => false,
            Policy::EventLoop => {
                now.saturating_sub(self.turn) >= SHARED_INTERVAL
                    && !self.ready.is_empty()
                    && (self.current.is_some_and(|task| self.in_thread(task)) || self.first_thread().is_some())
            }
        }
    }

    /// Whether the current task gave the baton away in the midst of computing.
    pub(super) fn lost(&self) -> bool {
        self.current.is_some() && self.race.as_ref().is_some_and(|race| race.holder() != self.current)
    }

    /// What happens under the GIL until then.
    pub(super) fn advance(&mut self, now: u64) {
        if let Some(race) = &mut self.race {
            race.advance(now);
        }
    }

    /// The current task computes, and now looks whether it may go on.
    pub(super) fn computes(&mut self, now: u64) {
        if let Some(race) = &mut self.race {
            race.computes(now);
        }
    }

    /// The current task computes no longer.
    pub(super) fn computed(&mut self) {
        if let Some(race) = &mut self.race {
            race.computed();
        }
    }

    /// The current task does this operation, and runs on a little.
    pub(super) fn spends(&mut self, now: u64, op: &Op) {
        match (&mut self.race, op) {
            // It was done really.
            (Some(race), Op::Convert(..)) => race.worked(now),
            (Some(race), op) => race.spends(now, COSTS.operation(op)),
            (None, _) => {}
        }
    }

    /// A slice begins: what passed since the last one ended was no part of the current task's work.
    pub(super) fn slice_begins(&mut self, now: u64, until: u64) {
        self.slice_end = until;
        if let (Some(race), Some(ended)) = (&mut self.race, self.paused_at.take()) {
            race.paused(now.saturating_sub(ended));
        }
    }

    /// The slice is over while the current task runs.
    pub(super) fn pause(&mut self, now: u64) {
        self.paused = true;
        self.paused_at = Some(now);
    }

    /// The current task needs the baton no longer.
    pub(super) fn rest(&mut self, now: u64) {
        self.current = None;
        if let Some(race) = &mut self.race {
            race.release(now);
        }
    }

    /// The current task calls the operating system without waiting, and needs no baton meanwhile.
    pub(super) fn call_system(&mut self, now: u64) {
        self.current = None;
        if let Some(race) = &mut self.race {
            race.call(now);
        }
    }

    fn in_thread(&self, task: TaskId) -> bool {
        self.tasks[task.index()].strand == Strand::Thread
    }

    /// Where in the line the first thread is that is not the event loop's own.
    fn first_thread(&self) -> Option<usize> {
        self.ready.iter().position(|task| self.in_thread(*task))
    }

    pub(super) fn looks_at_clock(&mut self) -> bool {
        if self.checkpoints > 0 {
            self.checkpoints -= 1;
            return false;
        }
        // Not every sixteenth: in a loop that would be the same place each time.
        self.checkpoints = self.dice.below(2 * CHECKPOINTS_PER_LOOK);
        true
    }

    // Tasks

    pub(super) fn add_main(&mut self, future: TaskFuture) {
        let main = self.add_entry(None);
        self.tasks[main.index()].future = Some(future);
        self.push_ready(0, main, Origin::Work);
    }

    pub(super) fn add_task(&mut self, body: Body, strand: Strand) -> (TaskId, ObjectId) {
        let task = self.add_entry(Some(body));
        self.tasks[task.index()].strand = strand;
        self.threads += u32::from(strand == Strand::Thread);
        (task, self.tasks[task.index()].object)
    }

    fn add_entry(&mut self, body: Option<Body>) -> TaskId {
        let task = TaskId(u32::try_from(self.tasks.len()).expect("a run has fewer than 2^32 tasks"));
        let object = self.add_object(Object::of_task(task));
        self.tasks.push(Entry {
            body,
            future: None,
            begun: false,
            object,
            reply: None,
            granted: None,
            waits_for: None,
            timer: None,
            work: None,
            away: None,
            strand: Strand::Usual,
            cancelled: false,
        });
        task
    }

    pub(super) fn object_of(&self, task: TaskId) -> ObjectId {
        self.tasks[task.index()].object
    }

    /// The task to run now: the one that has the baton, or the next in line. Says too whether it
    /// takes the baton only now, and whether it never ran before.
    pub(super) fn next(&mut self, now: u64) -> Option<(TaskId, Option<EventKind>)> {
        self.paused = false;
        if let Some(current) = self.current {
            return Some((current, None));
        }
        let timer = self.next_timer();
        let task = match &mut self.race {
            Some(race) => race.settle(now, timer)?,
            None => self.ready.pop_front()?,
        };
        self.current = Some(task);
        self.turn = now;
        let begun = std::mem::replace(&mut self.tasks[task.index()].begun, true);
        Some((task, Some(if begun { EventKind::Take } else { EventKind::Begin })))
    }

    pub(super) fn take_future(&mut self, task: TaskId) -> Result<TaskFuture, Body> {
        let entry = &mut self.tasks[task.index()];
        match entry.body.take() {
            Some(body) => Err(body),
            None => Ok(entry.future.take().expect("the current task is alive and not being polled")),
        }
    }

    pub(super) fn put_back(&mut self, task: TaskId, future: TaskFuture) {
        self.tasks[task.index()].future = Some(future);
    }

    /// Some task that is still alive, to be dropped.
    pub(super) fn take_any_future(&mut self) -> Option<(Option<TaskFuture>, Option<Body>)> {
        let entry = self.tasks.iter_mut().find(|entry| entry.future.is_some() || entry.body.is_some())?;
        Some((entry.future.take(), entry.body.take()))
    }

    // Who may go on

    /// Somebody joins the line for the baton.
    pub(super) fn push_ready(&mut self, now: u64, task: TaskId, from: Origin) {
        if let Some(race) = &mut self.race {
            return race.want(task, now, from);
        }
        if self.ready.is_empty() {
            // The switch interval counts from the moment somebody began to wait.
            self.turn = self.turn.max(now);
        }
        self.ready.push_back(task);
    }

    /// The current task goes to the end of the line of those who compete with it.
    pub(super) fn give_way(&mut self, now: u64, task: TaskId) {
        self.current = None;
        if let Some(race) = &mut self.race {
            if race.holder() == Some(task) {
                race.give(now);
            }
            return;
        }
        let loops = self.policy == Policy::EventLoop && !self.in_thread(task);
        match self.first_thread().filter(|_| loops).and_then(|at| self.ready.remove(at)) {
            // The loop's thread was interrupted: no other of its tasks comes before this one.
            Some(thread) => {
                self.ready.push_front(task);
                self.ready.push_front(thread);
            }
            None => self.ready.push_back(task),
        }
    }

    /// The child runs at once, and its parent as soon as it has ended or waits.
    pub(super) fn call(&mut self, parent: TaskId, child: TaskId) {
        self.ready.push_front(parent);
        self.ready.push_front(child);
        self.current = None;
    }

    pub(super) fn sleep(&mut self, now: u64, task: TaskId, until: u64) {
        self.set_timer(task, until);
        self.rest(now);
    }

    fn set_timer(&mut self, task: TaskId, until: u64) {
        self.timer_order += 1;
        self.timers.push(until, (self.timer_order, task));
        self.tasks[task.index()].timer = Some(self.timer_order);
    }

    pub(super) fn strand(&self, task: TaskId) -> Strand {
        self.tasks[task.index()].strand
    }

    /// The current task has something done for it elsewhere, and needs no baton meanwhile.
    pub(super) fn leave(&mut self, now: u64, task: TaskId, away: Away) {
        self.tasks[task.index()].away = Some(away);
        self.away += 1;
        self.rest(now);
    }

    /// The current task has something done for it elsewhere, and nobody goes on before it is done.
    pub(super) fn stand_by(&mut self, task: TaskId, away: Away) {
        self.tasks[task.index()].away = Some(away);
        self.away += 1;
    }

    /// Whether the task keeps the thread while something is done for it elsewhere.
    pub(super) fn stands_by(&self, task: TaskId) -> bool {
        self.current == Some(task) && self.tasks[task.index()].away.is_some()
    }

    /// What was done for the task elsewhere, unless nobody wants it any longer.
    pub(super) fn come_back(&mut self, task: TaskId) -> Option<Away> {
        let away = self.tasks[task.index()].away.take()?;
        self.away -= 1;
        Some(away)
    }

    /// What is being done for the task elsewhere, if anything is.
    pub(super) fn away(&self, task: TaskId) -> Option<&Away> {
        self.tasks.get(task.index())?.away.as_ref()
    }

    pub(super) fn anyone_away(&self) -> bool {
        self.away > 0
    }

    /// Whether the task was asked to end; it is told once.
    pub(super) fn hears_cancel(&mut self, task: TaskId) -> bool {
        std::mem::take(&mut self.tasks[task.index()].cancelled)
    }

    /// The task was asked to end. Where it waits or sleeps it no longer does, and hears so at once.
    pub(super) fn cancel(&mut self, task: TaskId) -> Option<Rested> {
        let entry = &mut self.tasks[task.index()];
        let timer = entry.timer.take();
        let rested = match entry.waits_for.take() {
            Some(object) => {
                self.line(object).leave(task);
                Some(Rested::Waited)
            }
            None => timer.map(|_| Rested::Slept),
        };
        let entry = &mut self.tasks[task.index()];
        match rested {
            Some(_) => entry.reply = Some(Reply::Cancelled),
            None => entry.cancelled = true,
        }
        rested
    }

    /// The task's time limit has passed, if it waits; for what, and how.
    pub(super) fn time_out(&mut self, task: TaskId) -> Option<(ObjectId, Waiter)> {
        let entry = &mut self.tasks[task.index()];
        let object = entry.waits_for.take()?;
        entry.reply = Some(Reply::TimedOut);
        self.line(object).leave(task).map(|waiter| (object, waiter))
    }

    /// Somebody whose sleep is over, and when it was.
    pub(super) fn pop_due(&mut self, now: u64) -> Option<(TaskId, u64)> {
        while let Some((time, (order, task))) = self.timers.peek() {
            let alive = self.tasks[task.index()].timer == Some(order);
            if alive && time > now {
                return None;
            }
            self.timers.pop();
            if alive {
                self.tasks[task.index()].timer = None;
                return Some((task, time));
            }
        }
        None
    }

    pub(super) fn next_timer(&self) -> Option<u64> {
        self.timers.peek().map(|(time, _)| time)
    }

    // Operations under way

    pub(super) fn set_reply(&mut self, task: TaskId, reply: Reply) {
        self.tasks[task.index()].reply = Some(reply);
    }

    pub(super) fn take_reply(&mut self, task: TaskId) -> Option<Reply> {
        let entry = &mut self.tasks[task.index()];
        entry.granted = None;
        entry.reply.take()
    }

    pub(super) fn set_work(&mut self, task: TaskId, work: Computation) {
        self.tasks[task.index()].work = Some(work);
    }

    pub(super) fn take_work(&mut self, task: TaskId) -> Option<Computation> {
        self.tasks[task.index()].work.take()
    }

    /// This was done for the task, which has not heard of it yet.
    pub(super) fn keep(&mut self, task: TaskId, object: ObjectId, action: Action) {
        self.tasks[task.index()].granted = Some((object, action));
    }

    /// The task no longer wants what it asked for: what was done for it already, if anything.
    pub(super) fn forget(&mut self, task: TaskId) -> Option<(ObjectId, Action, Reply)> {
        let entry = &mut self.tasks[task.index()];
        entry.timer = None;
        entry.work = None;
        let away = entry.away.take().is_some();
        let reply = entry.reply.take();
        let waits_for = entry.waits_for.take();
        self.away -= u32::from(away);
        if let Some(object) = waits_for {
            self.line(object).leave(task);
        }
        let (object, action) = self.tasks[task.index()].granted.take()?;
        Some((object, action, reply?))
    }

    // Objects

    pub(super) fn add_object(&mut self, object: Object) -> ObjectId {
        let id = ObjectId(u32::try_from(self.objects.len()).expect("a run has fewer than 2^32 objects"));
        self.objects.push(Line::new(object));
        id
    }

    pub(super) fn object(&mut self, id: ObjectId) -> &mut Object {
        &mut self.line(id).object
    }

    /// The object and who waits for it.
    pub(super) fn line(&mut self, id: ObjectId) -> &mut Line {
        &mut self.objects[id.index()]
    }

    pub(super) fn wait(&mut self, object: ObjectId, request: Request, action: Action, now: u64) {
        let Request { task, mark, .. } = request;
        if let Some(until) = request.deadline(now) {
            self.set_timer(task, until);
        }
        self.tasks[task.index()].waits_for = Some(object);
        self.line(object).join(task, mark, action);
        self.rest(now);
    }

    pub(super) fn grant(&mut self, waiter: Waiter, object: ObjectId, reply: Reply) {
        let entry = &mut self.tasks[waiter.task.index()];
        entry.waits_for = None;
        entry.timer = None;
        entry.reply = Some(reply);
        entry.granted = Some((object, waiter.action));
    }

    /// How a run ends in which nobody can go on.
    pub(super) fn judge(&self) -> Ending {
        let lines = (0u32..).map(ObjectId).zip(&self.objects);
        judge(lines.flat_map(|(id, line)| line.waits(id)).collect())
    }
}
