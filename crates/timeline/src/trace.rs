//! One run as its events tell it, folded as they come.

use crate::cells::{CellHistory, Overwritten};
use crate::helpers::Natives;
use crate::lane::Lane;
use crate::narrate::Narrated;
use crate::order::Order;
use crate::overlap::Overlap;
use crate::state::State;
use model::{
    Ending, Event, EventKind, MOST_EVENTS, Mark, Name, Names, ObjectId, ObjectKind, Records, Summary, TaskId, WaitFor,
};
use std::ops::Range;

/// A wait for ever gets this part of the run to be seen in.
const ROOM: u64 = 24;
/// So many events back a task's last place in the listing is looked for.
const LOOK_BACK: usize = 2_000;

/// One run as its events tell it.
#[derive(Debug, Default)]
pub struct Trace {
    names: Names,
    order: Order,
    records: Records,
    /// How many events happened that are not kept.
    missing: u64,
    cut: Option<Cut>,
    /// Nothing more is taken in.
    over: bool,
    now: u64,
    lanes: Vec<Lane>,
    cells: Vec<CellHistory>,
    losses: Vec<Loss>,
    overlap: Overlap,
    workers: Vec<u8>,
    /// Who waits for ever.
    stuck: Vec<WaitFor>,
    /// Of each task: when its sleep is over.
    dues: Vec<u64>,
    /// From when to when the event loop was last held up.
    held: (u64, u64),
    natives: Natives,
}

/// Why a trace ends before its run did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// More happened than is kept of a run.
    Room,
    /// Somebody did not want to see more.
    Stop,
}

/// A write over updates that its task had not seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loss {
    /// When.
    pub time: u64,
    /// When the task that wrote over it had read.
    pub since: u64,
    /// Which event wrote over it.
    pub index: u32,
    /// Who wrote over it.
    pub by: TaskId,
    /// How many updates are gone.
    pub updates: u32,
    /// Whose the last of them was.
    pub of: TaskId,
}

/// Where a task is in the listing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Who.
    pub task: TaskId,
    /// Where.
    pub mark: Mark,
}

impl Trace {
    /// Takes in the name of a task or an object.
    pub fn name(&mut self, name: Name) {
        self.names.add(name);
    }

    /// Takes in a batch of events, for [`Trace::fold`] to fold.
    pub fn push(&mut self, batch: impl IntoIterator<Item = Event>) {
        if self.over {
            self.leave_out(batch.into_iter().count(), Cut::Stop);
        } else {
            self.order.push(batch.into_iter().collect());
        }
    }

    /// Nothing more will come.
    pub fn finish(&mut self) {
        self.order.finish();
    }

    /// Nothing more is to be folded: what was taken in and not folded, and what is still to come, is left out.
    pub fn stop(&mut self) {
        self.end_here(Cut::Stop);
    }

    /// The run is over, folded, and came to this.
    pub fn conclude(&mut self, ending: &Ending, summary: &Summary) {
        // The source counts what it did not tell, too.
        self.missing = self.missing.max(summary.events.saturating_sub(self.records.len() as u64));
        if self.missing > 0 && self.records.len() as u64 >= MOST_EVENTS {
            self.cut.get_or_insert(Cut::Room);
        }
        // Where the end was not seen, nobody is seen to wait at it.
        if let (Ending::Deadlock(waits) | Ending::Asleep(waits), None) = (ending, self.cut) {
            self.stick(waits.clone());
        }
    }

    fn end_here(&mut self, why: Cut) {
        let ahead = self.order.forget();
        self.over = true;
        self.leave_out(ahead, why);
    }

    fn leave_out(&mut self, events: usize, why: Cut) {
        if events > 0 {
            self.missing += events as u64;
            self.cut.get_or_insert(why);
        }
    }

    /// They wait for ever. Such a wait may begin with the last event, or tell none: it gets some room after that,
    /// so that it can be seen.
    fn stick(&mut self, waits: Vec<WaitFor>) {
        if waits.is_empty() {
            return;
        }
        let now = self.now;
        for wait in &waits {
            let state =
                if self.names.kind(wait.object) == Some(ObjectKind::Task) { State::Joining } else { State::Waiting };
            self.lane(wait.task).enter(now, state, wait.object);
            self.overlap.end(wait.task, now);
        }
        self.now += (now.saturating_sub(self.begin()) / ROOM).max(1);
        self.stuck = waits;
    }

    /// Folds at most so many of the events that were taken in; whether there are more. So a page
    /// can do something else in between.
    pub fn fold(&mut self, most: usize) -> bool {
        for _ in 0..most {
            let Some(event) = self.order.pop() else { return false };
            self.take(event);
        }
        self.order.has_more()
    }

    /// The same run with its steps as its time, to be folded: the first event at 1, the second at 2. So a picture
    /// shows who did what in which order, however fast or slow it was. Once it is folded,
    /// [`Trace::conclude_like`] ends it.
    #[must_use]
    pub fn by_steps(&self) -> Trace {
        let mut steps = Trace { names: self.names.clone(), ..Trace::default() };
        let events = self.records.iter();
        steps.push((0..).zip(events).map(|(seq, event)| Event { time: u64::from(seq) + 1, seq, ..event }));
        steps.finish();
        steps
    }

    /// It ends as this one does, of whose run it is another picture.
    pub fn conclude_like(&mut self, other: &Trace) {
        (self.missing, self.cut) = (other.missing, other.cut);
        self.stick(other.stuck.clone());
    }

    /// What tasks and objects are called.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The events that are kept.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// How many events are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nothing has happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many events are known to have happened that are not kept: after the last one that is where the trace
    /// was cut, and otherwise here and there among them.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// Why it ends before the run did, if it does.
    #[must_use]
    pub fn cut(&self) -> Option<Cut> {
        self.cut
    }

    /// The moment of the first event.
    #[must_use]
    pub fn begin(&self) -> u64 {
        self.event(0).map_or(0, |first| first.time)
    }

    /// The latest moment anything is known of.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// The lanes by task number. One that was never heard of is empty.
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The variable that changed most often, and its history.
    #[must_use]
    pub fn busiest_cell(&self) -> Option<(ObjectId, &CellHistory)> {
        let cells = self.cells.iter().enumerate().filter(|(_, cell)| cell.len() > 1);
        let (at, cell) = cells.rev().max_by_key(|(_, cell)| cell.len())?;
        Some((ObjectId(u32::try_from(at).ok()?), cell))
    }

    /// Every write over updates that were not seen, in the order of the run.
    #[must_use]
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// The threads that help this task with its native code: of each, when it did.
    #[must_use]
    pub fn helpers(&self, task: TaskId) -> &[Lane] {
        self.natives.helpers(task)
    }

    /// On how many threads at once one call of native code ran at most.
    #[must_use]
    pub fn spread(&self) -> usize {
        self.natives.most()
    }

    /// How many distinct workers or cores ran tasks.
    #[must_use]
    pub fn workers(&self) -> usize {
        self.workers.len()
    }

    /// The longest time two tasks worked at once on different workers or cores.
    #[must_use]
    pub fn overlap(&self) -> u64 {
        self.overlap.longest(self.now)
    }

    /// The event at this place.
    #[must_use]
    pub fn event(&self, index: usize) -> Option<Event> {
        self.records.get(index)
    }

    /// The event at this place, with what only the whole history knows of it.
    #[must_use]
    pub fn narrate(&self, index: usize) -> Option<Narrated> {
        let event = self.event(index)?;
        let loss = self.losses.binary_search_by_key(&index, |loss| loss.index as usize);
        Some(Narrated { index, event, lost: loss.ok().map(|at| self.losses[at]) })
    }

    /// The places of the events between two moments. Clocks of several workers agree only nearly,
    /// so an event at the edge may be left out.
    #[must_use]
    pub fn between(&self, from: u64, to: u64) -> Range<usize> {
        let (from, to) = (self.first_at(from), self.first_at(to));
        from..to.max(from)
    }

    /// The event nearest to a moment; of this task where one is given.
    #[must_use]
    pub fn nearest(&self, time: u64, task: Option<TaskId>) -> Option<usize> {
        let at = self.first_at(time);
        let near = at.saturating_sub(LOOK_BACK)..(at + LOOK_BACK).min(self.records.len());
        let of_task = |index: &usize| task.is_none() || self.event(*index).map(|event| event.task) == task;
        let distance = |index: &usize| self.event(*index).map_or(u64::MAX, |event| event.time.abs_diff(time));
        near.filter(of_task).min_by_key(distance)
    }

    /// Where each task is in the listing once the event at this place has happened; the task of
    /// that event comes first. Tasks that did nothing for long are left out.
    #[must_use]
    pub fn positions(&self, index: usize) -> Vec<Position> {
        let (mut positions, mut told) = (Vec::new(), Vec::new());
        for back in (index.saturating_sub(LOOK_BACK)..=index).rev() {
            let Some(event) = self.event(back) else { continue };
            let over = event.kind == EventKind::End;
            if (over || event.mark != Mark::NONE) && !told.contains(&event.task) {
                told.push(event.task);
                if !over {
                    positions.push(Position { task: event.task, mark: event.mark });
                }
            }
        }
        positions
    }

    fn first_at(&self, time: u64) -> usize {
        self.records.partition_point(|event| event.time < time)
    }

    fn take(&mut self, event: Event) {
        if self.records.len() as u64 == MOST_EVENTS {
            self.leave_out(1, Cut::Room);
            return self.end_here(Cut::Room);
        }
        self.now = self.now.max(event.time);
        self.apply(&event);
        self.records.push(event);
    }

    fn apply(&mut self, event: &Event) {
        let Event { time, value, task, object, kind, .. } = *event;
        if !self.workers.contains(&event.lane) {
            self.workers.push(event.lane);
        }
        if kind == EventKind::Spawn
            && let Ok(child) = u32::try_from(value)
        {
            self.lane(TaskId(child)).enter(time, State::Ready, ObjectId::NONE);
        }
        let native = self.natives.take(event);
        let helps = matches!(kind, EventKind::Help | EventKind::HelpDone);
        // What others do does not change what the task does.
        if helps && value != 0 {
            return;
        }
        let joins = self.names.kind(object) == Some(ObjectKind::Task);
        let lane = self.lane(task);
        // A process tells that it is up: until then nothing but its start is known of it.
        if kind == EventKind::Start && lane.len() == 1 && lane.state() == State::Ready {
            lane.turns_out(State::Starting);
        }
        let before = lane.state();
        // Who loses a core in native code, or says how far it is there, has not left it.
        let in_it = helps || matches!(kind, EventKind::Yield | EventKind::Take | EventKind::Progress);
        let state = native.filter(|_| in_it).unwrap_or_else(|| before.after(kind, joins));
        self.late(event);
        let lane = self.lane(task);
        let waits_for = if matches!(state, State::Waiting | State::Joining) { object } else { ObjectId::NONE };
        lane.enter(time, state, waits_for);
        if state.works() {
            // Native code that has left the baton is on another worker than the one that tells of it.
            self.overlap.begin(task, (state != State::Native).then_some(event.lane), time);
        } else {
            self.overlap.end(task, time);
        }
        match kind {
            EventKind::Load => self.cell(object).load(task, time, value),
            EventKind::Add => self.cell(object).add(task, time, value),
            EventKind::Store => {
                if let Some(Overwritten { updates, of, since }) = self.cell(object).store(task, time, value) {
                    let time = self.losses.last().map_or(time, |last| last.time.max(time));
                    let index = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
                    self.losses.push(Loss { time, since, index, by: task, updates, of });
                }
            }
            _ => {}
        }
    }

    /// Whose sleep was over while the event loop was held up wanted its turn from then on, though nobody could
    /// tell it before the loop went on.
    fn late(&mut self, event: &Event) {
        let Event { time, value, task, kind, .. } = *event;
        let until = time.saturating_add_signed(value.max(0));
        match kind {
            EventKind::Block => self.held = (time, until),
            EventKind::Sleep | EventKind::Io => {
                self.dues.resize(self.dues.len().max(task.index() + 1), u64::MAX);
                self.dues[task.index()] = until;
            }
            EventKind::Woke => {
                let due = self.dues.get(task.index()).copied().unwrap_or(u64::MAX);
                let (since, until) = self.held;
                if self.lane(task).state() == State::Away && due < time && due < until && time > since {
                    self.lane(task).enter(due.max(since), State::WantsBaton, ObjectId::NONE);
                }
            }
            _ => {}
        }
    }

    fn lane(&mut self, task: TaskId) -> &mut Lane {
        if self.lanes.len() <= task.index() {
            self.lanes.resize_with(task.index() + 1, Lane::default);
        }
        &mut self.lanes[task.index()]
    }

    fn cell(&mut self, object: ObjectId) -> &mut CellHistory {
        if self.cells.len() <= object.index() {
            self.cells.resize_with(object.index() + 1, CellHistory::default);
        }
        &mut self.cells[object.index()]
    }
}

#[cfg(test)]
mod tests;
