//! Who is first to the GIL on one real thread: CPython's rule (`crate::cpython::gil`) on the run's real clock.
//!
//! What computes, computes
//! really, and intervals are real time. But tasks on one thread need no waking, and who gets the lock
//! depends on just that: some microseconds for a signal, for a timer, for a thread that slept. Those
//! are modelled here, by the constants of the machine, and decide *who* is next. Nobody waits for
//! them: where all are on their way, the first to arrive is there at once.
//!
//! So are the few operations of a task that gets it only to send or to sleep again: compiled code is
//! faster than Python, a browser's clock coarser than either, and the browser takes its turns between
//! two slices; each of them would decide the race instead. While the holder neither computes nor has
//! had it for long, time here is what its operations cost on the modelled machine, and not the
//! clock's; as soon as it does, it is the clock's again.
//!
//! So it is a small simulation of those who wait, a moment behind the clock: an agenda of arrivals,
//! ends of intervals and requests, each at its own time, whenever the engine gets to it. A request that
//! reaches a computation counts from then, though the computation looks only after each unit: CPython
//! looks at every back-edge, and the convoy is made of less than a unit.
//!
//! It refuses to know what tasks do, and to poll them.

use crate::cpython::Costs;
use crate::cpython::gil::{Chance, Gil, Seat, Seats, Waited};
use crate::dice::Dice;
use model::TaskId;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

const COSTS: &Costs = &Costs::CPYTHON;

/// Threads that can be on their way at once, or run: the constants are those of a two-core machine.
const CORES: usize = 2;

/// The most the simulation may be behind: more than a unit of a kernel takes on a slow machine, and
/// more than a step of a coarse clock.
const MOST_BEHIND: u64 = 2_000_000;

/// A task that has had it for as long is busy with something real, though it is no kernel.
const BRIEF: u64 = 250_000;

/// Where a task comes from that wants the baton: that says how long it is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    /// From native code: it is awake.
    Work,
    /// A timer of the operating system woke it.
    Timer,
    /// It waited for a message, or begins.
    Rest,
    /// A lock, or something made of one, woke it.
    Lock,
}

/// Something that will happen. The number tells it from older plans of the same task.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Item {
    /// The task's timer has rung.
    Wake(TaskId, u32),
    /// The task is awake and looks for the baton.
    Arrive(TaskId, u32),
    /// The task has waited for a whole interval.
    Interval(TaskId, u32),
    /// The holder hears that it is asked for the baton, if there was no switch beyond this one.
    Request(u32),
}

#[derive(Clone, Copy, Default)]
struct Contender {
    /// Tells plans that count from older ones.
    plan: u32,
    seat: Seat,
    /// How much later than here its last wait for the world began on the clock.
    late: u64,
}

impl Seats for Vec<Contender> {
    fn seat(&mut self, thread: u32) -> &mut Seat {
        &mut self[thread as usize].seat
    }
}

/// A task that has it and has not computed since.
#[derive(Clone, Copy)]
struct Stand {
    /// What the time is meanwhile: when the task took it, and what its operations cost since.
    at: u64,
    /// Since when it runs, on the clock.
    since: Option<u64>,
}

pub(super) struct Race {
    gil: Gil,
    dice: Dice,
    /// Since when the holder computes, or when it last looked, if it does.
    computes: Option<u64>,
    /// The tasks, by number.
    contenders: Vec<Contender>,
    /// How much the run was spared of waiting for those on their way: its time is the clock's and this.
    spared: u64,
    /// How far this time lags behind that: a computation looks late, and what a task does counts from when it
    /// took the baton. Made up for as soon as somebody computes.
    behind: u64,
    /// While the holder does not compute, its time is not the clock's.
    stands: Option<Stand>,
    /// When a task last left the processor to others.
    rested: u64,
    /// How many have a core: the holder, and those on the way.
    awake: usize,
    /// Tasks that were woken and have no core.
    queue: VecDeque<TaskId>,
    agenda: BinaryHeap<Reverse<(u64, u64, Item)>>,
    order: u64,
}

impl Race {
    pub(super) fn new(interval: u64, seed: u64) -> Race {
        Race {
            gil: Gil::new(interval),
            dice: Dice::new(seed),
            computes: None,
            contenders: Vec::new(),
            spared: 0,
            behind: 0,
            stands: None,
            rested: 0,
            awake: 0,
            queue: VecDeque::new(),
            agenda: BinaryHeap::new(),
            order: 0,
        }
    }

    /// Chance begins anew from this seed.
    pub(super) fn seed(&mut self, seed: u64) {
        self.dice = Dice::new(seed);
    }

    pub(super) fn holder(&self) -> Option<TaskId> {
        self.gil.holder().map(TaskId)
    }

    /// Whether somebody asked for it and the holder has not heard that yet.
    pub(super) fn asked(&self) -> bool {
        self.gil.asked()
    }

    /// The holder begins to compute, goes on computing, or has looked in the midst of it.
    pub(super) fn computes(&mut self, now: u64) {
        self.worked(now);
        self.computes = Some(now + self.spared);
    }

    /// The holder computes no longer.
    pub(super) fn computed(&mut self) {
        self.computes = None;
    }

    /// The holder does something that costs a thread of CPython so much.
    pub(super) fn spends(&mut self, now: u64, nanos: u64) {
        let Some(stand) = &mut self.stands else { return };
        stand.at += nanos;
        if stand.since.is_some_and(|since| now >= since + BRIEF) {
            self.worked(now);
        }
    }

    /// What the holder did until now took as long as the clock says.
    pub(super) fn worked(&mut self, now: u64) {
        self.step_down(now);
        self.behind = 0;
    }

    /// The engine paused for so long while the holder ran.
    pub(super) fn paused(&mut self, nanos: u64) {
        if let Some(Stand { since: Some(since), .. }) = &mut self.stands {
            *since += nanos;
        }
    }

    /// At this time the task begins to look for the baton.
    pub(super) fn want(&mut self, task: TaskId, time: u64, origin: Origin) {
        let time = match origin {
            // What the world does, it does on its own time.
            Origin::Work => time + self.spared,
            Origin::Timer => (time + self.spared).saturating_sub(self.late(task)),
            Origin::Rest | Origin::Lock => self.time(time),
        };
        match origin {
            Origin::Work => {
                self.awake += 1;
                self.comes(task, time);
            }
            Origin::Timer => {
                let plan = self.next_plan(task);
                self.plan(time + COSTS.timer_slack, Item::Wake(task, plan));
            }
            Origin::Rest => self.wake(task, time),
            Origin::Lock => self.wake_after(task, time, COSTS.wake_cold),
        }
    }

    /// The holder blocks, or is over.
    pub(super) fn release(&mut self, now: u64) {
        let time = self.time(now);
        if let Some(holder) = self.holder() {
            self.contenders[holder.index()].late = (now + self.spared).saturating_sub(time);
        }
        self.step_down(now);
        self.let_go(time);
        self.leave_core(time);
    }

    /// The holder calls the operating system without waiting: it lets go, and at once wants it back.
    pub(super) fn call(&mut self, now: u64) {
        let (time, caller) = (self.time(now), self.holder());
        self.step_down(now);
        self.let_go(time);
        if let Some(caller) = caller {
            self.comes(caller, time + COSTS.system_call);
        }
    }

    /// The holder gives it away because it was asked to, and wants it back.
    pub(super) fn give(&mut self, now: u64) {
        let time = self.time(now);
        self.step_down(now);
        self.give_at(time);
    }

    /// Everything that happens until then. The holder may be another afterwards.
    pub(super) fn advance(&mut self, now: u64) {
        while self.next_time().is_some_and(|time| time <= self.time(now)) {
            self.happen(self.time(now));
        }
    }

    /// Who has it, if nobody else can want it before this time: those on their way arrive.
    pub(super) fn settle(&mut self, now: u64, before: Option<u64>) -> Option<TaskId> {
        while self.gil.holder().is_none()
            && let Some(time) = self.next_time()
            && before.is_none_or(|limit| time < limit + self.spared)
        {
            let early = time.saturating_sub(self.time(now));
            self.spared += early.saturating_sub(self.behind);
            self.behind = self.behind.saturating_sub(early);
            self.happen(self.time(now));
        }
        if let Some(stand) = &mut self.stands {
            stand.since.get_or_insert(now);
        }
        self.holder()
    }

    fn fall_behind(&mut self, nanos: u64) {
        self.behind = (self.behind + nanos).min(MOST_BEHIND);
    }

    /// What the clock's time is here.
    fn time(&self, now: u64) -> u64 {
        match self.stands {
            Some(stand) => stand.at.max((now + self.spared).saturating_sub(MOST_BEHIND)),
            None => (now + self.spared).saturating_sub(self.behind),
        }
    }

    /// From here on the time is the clock's again, as far behind it, or ahead of it, as it is.
    fn step_down(&mut self, now: u64) {
        let (time, clock) = (self.time(now), now + self.spared);
        if self.stands.take().is_some() {
            self.behind = clock.saturating_sub(time);
            self.spared += time.saturating_sub(clock);
        }
    }

    fn late(&self, task: TaskId) -> u64 {
        self.contenders.get(task.index()).map_or(0, |contender| contender.late)
    }

    fn give_at(&mut self, time: u64) {
        self.computes = None;
        let chance = Chance { costs: COSTS, dice: &mut self.dice };
        if let Some(next) = self.gil.give(&mut self.contenders, chance) {
            self.wake_after(TaskId(next), time, COSTS.signal);
        }
        self.leave_core(time);
    }

    fn next_time(&self) -> Option<u64> {
        self.agenda.peek().map(|Reverse((time, _, _))| *time)
    }

    fn plan(&mut self, time: u64, item: Item) {
        self.order += 1;
        self.agenda.push(Reverse((time, self.order, item)));
    }

    /// The next thing happens, and it is this time.
    fn happen(&mut self, now: u64) {
        let Some(Reverse((time, _, item))) = self.agenda.pop() else { return };
        match item {
            Item::Arrive(task, plan) if self.counts(task, plan) => self.arrive(task, time),
            Item::Wake(task, plan) if self.counts(task, plan) => self.wake(task, time),
            Item::Interval(task, plan) if self.counts(task, plan) => self.interval_over(task, time, now),
            Item::Request(seen) if self.gil.request(seen) => {
                // A computation has back-edges all the time: it sees the request at once.
                if let Some(looked) = self.computes {
                    let time = time.max(looked);
                    self.give_at(time);
                    self.fall_behind(now.saturating_sub(time));
                }
            }
            Item::Wake(..) | Item::Arrive(..) | Item::Interval(..) | Item::Request(_) => {}
        }
    }

    fn counts(&self, task: TaskId, plan: u32) -> bool {
        self.contenders[task.index()].plan == plan
    }

    /// Has the task run as soon as a core can be had, which still listens or has gone to sleep.
    fn wake(&mut self, task: TaskId, time: u64) {
        let idle = time.saturating_sub(self.rested);
        self.wake_after(task, time, COSTS.wake(idle));
    }

    /// The same, where it takes so long if a core is idle.
    fn wake_after(&mut self, task: TaskId, time: u64, nanos: u64) {
        if self.awake < CORES {
            self.send(task, time, nanos);
        } else {
            // What it planned as it waited no longer counts.
            self.next_plan(task);
            self.queue.push_back(task);
        }
    }

    fn send(&mut self, task: TaskId, time: u64, nanos: u64) {
        self.awake += 1;
        let way = self.dice.race(nanos);
        self.comes(task, time + way);
    }

    fn leave_core(&mut self, time: u64) {
        self.awake -= 1;
        self.rested = time;
        if let Some(next) = self.queue.pop_front() {
            self.send(next, time, COSTS.switch);
        }
    }

    fn comes(&mut self, task: TaskId, time: u64) {
        let plan = self.next_plan(task);
        self.plan(time, Item::Arrive(task, plan));
    }

    fn next_plan(&mut self, task: TaskId) -> u32 {
        if self.contenders.len() <= task.index() {
            self.contenders.resize(task.index() + 1, Contender::default());
        }
        let contender = &mut self.contenders[task.index()];
        contender.plan = contender.plan.wrapping_add(1);
        contender.plan
    }

    /// The task looks for the baton: takes it, or begins to wait.
    fn arrive(&mut self, task: TaskId, time: u64) {
        if self.gil.holder().is_some() {
            self.leave_core(time);
            self.wait(task, time, time);
            return;
        }
        self.stands = Some(Stand { at: time, since: None });
        self.computes = None;
        if let Some(given) = self.gil.take(task.0) {
            self.wake_after(TaskId(given), time, COSTS.signal);
        }
    }

    /// The task begins to wait for an interval, behind the others.
    fn wait(&mut self, task: TaskId, time: u64, now: u64) {
        let plan = self.next_plan(task);
        let others = self.gil.waiting();
        let chance = Chance { costs: COSTS, dice: &mut self.dice };
        let wait = self.gil.wait(&mut self.contenders, task.0, time, chance);
        // However many wait, the processor wakes one after another. And none is woken twice before
        // anybody looks.
        let wait = wait.max(others * COSTS.switch);
        self.plan((time + wait).max(now), Item::Interval(task, plan));
    }

    fn interval_over(&mut self, task: TaskId, time: u64, now: u64) {
        match self.gil.waited(&mut self.contenders[task.index()].seat) {
            Waited::Free => self.wake_after(task, time, 0),
            Waited::Taken { asks } => {
                self.wait(task, time, now);
                if let Some(seen) = asks {
                    self.plan(time + COSTS.request, Item::Request(seen));
                }
            }
        }
    }

    fn let_go(&mut self, time: u64) {
        self.computes = None;
        if let Some(next) = self.gil.release(&mut self.contenders) {
            self.wake_after(TaskId(next), time, COSTS.signal);
        }
    }
}
