//! One run as its events tell it, folded as they come.

use crate::cells::{CellHistory, Overwritten};
use crate::lane::Lane;
use crate::narrate::Narrated;
use crate::order::Order;
use crate::overlap::Overlap;
use crate::state::State;
use model::{Ending, Event, EventKind, Mark, Name, Names, ObjectId, ObjectKind, TaskId, WaitFor};
use std::collections::VecDeque;
use std::ops::Range;

/// So many events of a run are kept; those beyond are counted.
pub const MAX_EVENTS: usize = 2_000_000;
/// Events of one piece of memory: growing never copies what is there.
const CHUNK: usize = 1 << 14;
/// A wait for ever gets this part of the run to be seen in.
const ROOM: u64 = 24;
/// So many events back a task's last place in the listing is looked for.
const LOOK_BACK: usize = 2_000;

/// One run as its events tell it.
#[derive(Debug, Default)]
pub struct Trace {
    names: Names,
    order: Order,
    /// In the order of the run, and not folded yet.
    ahead: VecDeque<Event>,
    events: Vec<Vec<Event>>,
    count: usize,
    dropped: u64,
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
    /// Of each task: whether it is in native code.
    natives: Vec<bool>,
}

/// An update that was written over unseen.
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
    /// Whose it was.
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
        self.order.push(batch, &mut |event| self.ahead.push_back(event));
    }

    /// Nothing more will come.
    pub fn finish(&mut self) {
        self.order.finish(&mut |event| self.ahead.push_back(event));
    }

    /// The run is over, folded, and came to this.
    pub fn conclude(&mut self, ending: &Ending) {
        if let Ending::Deadlock(waits) | Ending::Asleep(waits) = ending {
            self.stick(waits.clone());
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
            let Some(event) = self.ahead.pop_front() else { return false };
            self.take(event);
        }
        !self.ahead.is_empty()
    }

    /// The same run with its steps as its time: the first event at 1, the second at 2. So a picture
    /// shows who did what in which order, however fast or slow it was.
    #[must_use]
    pub fn by_steps(&self) -> Trace {
        let mut steps = Trace { names: self.names.clone(), ..Trace::default() };
        for (time, event) in (1..).zip(self.events.iter().flatten()) {
            steps.take(Event { time, ..*event });
        }
        steps.stick(self.stuck.clone());
        steps
    }

    /// What tasks and objects are called.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// How many events are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether nothing has happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many events were not kept.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
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

    /// Every update that was written over unseen, in the order of the run.
    #[must_use]
    pub fn losses(&self) -> &[Loss] {
        &self.losses
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
        self.events.get(index / CHUNK)?.get(index % CHUNK).copied()
    }

    /// The event at this place, with what only the whole history knows of it.
    #[must_use]
    pub fn narrate(&self, index: usize) -> Option<Narrated> {
        let event = self.event(index)?;
        let loss = self.losses.binary_search_by_key(&index, |loss| loss.index as usize);
        Some(Narrated { index, event, lost: loss.ok().map(|at| self.losses[at].of) })
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
        let near = at.saturating_sub(LOOK_BACK)..(at + LOOK_BACK).min(self.count);
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
        let chunk = self.events.partition_point(|chunk| chunk.first().is_some_and(|event| event.time < time));
        let chunk = chunk.saturating_sub(1);
        let within = self.events.get(chunk).map_or(0, |events| events.partition_point(|event| event.time < time));
        chunk * CHUNK + within
    }

    fn take(&mut self, event: Event) {
        if self.count == MAX_EVENTS {
            self.dropped += 1;
            return;
        }
        self.now = self.now.max(event.time);
        self.apply(&event);
        if self.count.is_multiple_of(CHUNK) {
            self.events.push(Vec::with_capacity(CHUNK));
        }
        if let Some(chunk) = self.events.last_mut() {
            chunk.push(event);
        }
        self.count += 1;
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
        let joins = self.names.kind(object) == Some(ObjectKind::Task);
        let lane = self.lane(task);
        // A process tells that it is up: until then nothing but its start is known of it.
        if kind == EventKind::Start && lane.len() == 1 && lane.state() == State::Ready {
            lane.turns_out(State::Starting);
        }
        let before = lane.state();
        let native = self.goes_native(task, kind);
        // Who loses a core in native code, or says how far it is there, has not left it.
        let in_it = native && matches!(kind, EventKind::Yield | EventKind::Take | EventKind::Progress);
        let state = if in_it { State::Native } else { before.after(kind, joins) };
        self.late(event);
        let lane = self.lane(task);
        let waits_for = if matches!(state, State::Waiting | State::Joining) { object } else { ObjectId::NONE };
        lane.enter(time, state, waits_for);
        if state.works() && !(in_it && kind == EventKind::Yield) {
            self.overlap.begin(task, event.lane, time);
        } else {
            self.overlap.end(task, time);
        }
        match kind {
            EventKind::Load => self.cell(object).load(task, time, value),
            EventKind::Add => self.cell(object).add(task, time, value),
            EventKind::Store => {
                if let Some(Overwritten { of, since }) = self.cell(object).store(task, time, value) {
                    let time = self.losses.last().map_or(time, |last| last.time.max(time));
                    let index = u32::try_from(self.count).unwrap_or(u32::MAX);
                    self.losses.push(Loss { time, since, index, by: task, of });
                }
            }
            _ => {}
        }
    }

    /// Whether the task is in native code now.
    fn goes_native(&mut self, task: TaskId, kind: EventKind) -> bool {
        self.natives.resize(self.natives.len().max(task.index() + 1), false);
        let native = &mut self.natives[task.index()];
        *native = match kind {
            EventKind::Native => true,
            EventKind::NativeDone | EventKind::End => false,
            _ => *native,
        };
        *native
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
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use model::NameOf;
    use std::fmt::Write as _;

    /// A run told in words: `time task kind value object`, one event a line.
    fn trace(text: &str) -> Trace {
        let mut trace = Trace::default();
        trace.name(Name { of: NameOf::Object(ObjectId(9), ObjectKind::Task), text: "worker".into() });
        trace.name(Name { of: NameOf::Object(ObjectId(4), ObjectKind::Lock), text: "lock".into() });
        let kinds: Vec<EventKind> = (0..=u8::MAX).filter_map(EventKind::from_code).collect();
        let events = text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate().map(|(seq, line)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let number = |at: usize, or: i64| words.get(at).map_or(or, |word| word.parse().expect("a number"));
            Event {
                time: number(0, 0) as u64,
                task: TaskId(number(1, 0) as u32),
                kind: *kinds.iter().find(|kind| format!("{kind:?}") == words[2]).expect("a kind"),
                value: number(3, 0),
                object: ObjectId(number(4, i64::from(u32::MAX)) as u32),
                seq: u32::try_from(seq).expect("short"),
                mark: Mark(u16::try_from(seq + 1).expect("short")),
                lane: number(5, 0) as u8,
            }
        });
        trace.push(events.collect::<Vec<_>>());
        trace.finish();
        while trace.fold(3) {}
        trace
    }

    fn check(text: &str, expect: Expect) {
        let trace = trace(text);
        let mut out = String::new();
        for (task, lane) in trace.lanes().iter().enumerate() {
            let _ = write!(out, "{task}:");
            lane.stretches(0, trace.now(), 1.0, |stretch| {
                if let crate::Stretch::Whole { from, to, state, .. } = stretch {
                    let _ = write!(out, " {from}-{to} {state:?}");
                }
            });
            out.push('\n');
        }
        let _ =
            writeln!(out, "lost {}, workers {}, overlap {}", trace.losses().len(), trace.workers(), trace.overlap());
        expect.assert_eq(&out);
    }

    #[test]
    fn a_baton_passes_and_a_lock_is_waited_for() {
        check(
            "0 0 Begin
             10 0 Spawn 1
             20 0 Wait 0 9
             20 1 Begin
             30 1 Acquire 0 3
             40 1 Want
             50 1 Take
             60 1 Wait 0 4
             70 1 Acquire 0 4
             75 1 Take
             80 1 Sleep 5
             85 1 Woke
             86 1 Take
             88 1 Native 1
             94 1 NativeDone 1
             95 1 End
             96 0 Join 1 9
             97 0 Take
             99 0 End",
            expect![[r#"
                0: 0-20 Running 20-96 Joining 96-97 Ready 97-99 Running
                1: 10-20 Ready 20-40 Running 40-50 WantsBaton 50-60 Running 60-70 Waiting 70-75 Ready 75-80 Running 80-85 Away 85-86 Ready 86-88 Running 88-94 Native 94-95 Ready 95-99 Gone
                lost 0, workers 1, overlap 0
            "#]],
        );
    }

    #[test]
    fn who_loses_a_core_in_native_code_is_still_in_it_and_runs_at_once_with_nobody() {
        check(
            "0 0 Begin
             10 0 Native 9
             20 0 Progress 3
             30 1 Begin 0 4294967295 1
             40 0 Yield
             60 0 Take
             70 1 End 0 4294967295 1
             80 0 NativeDone 9
             85 0 Take
             90 0 End",
            expect![[r#"
                0: 0-10 Running 10-80 Native 80-85 Ready 85-90 Running
                1: 30-70 Running 70-90 Gone
                lost 0, workers 2, overlap 10
            "#]],
        );
    }

    #[test]
    fn a_process_is_started_and_what_is_sent_takes_its_time() {
        check(
            "0 0 Begin
             2 0 Spawn 1
             10 0 Pickle 100
             20 0 Copy 100
             25 0 Put 1
             30 1 Start 28
             30 1 Begin
             32 1 Wait 0 4
             35 1 Get 0 4
             35 1 Copy 100
             40 1 Unpickle 100
             55 1 Take
             60 1 End",
            expect![[r#"
                0: 0-10 Running 10-20 Pickling 20-25 Copying 25-60 Running
                1: 2-30 Starting 30-32 Running 32-35 Waiting 35-40 Copying 40-55 Unpickling 55-60 Running
                lost 0, workers 1, overlap 0
            "#]],
        );
    }

    #[test]
    fn a_call_that_blocks_the_loop_is_no_sleep() {
        check(
            "0 1 Begin\n5 1 Sleep 10\n15 1 Woke\n15 1 Take\n20 1 Block 100\n120 1 Woke\n120 1 Take\n130 1 End",
            expect![[r#"
                0:
                1: 0-5 Running 5-15 Away 15-20 Running 20-120 Blocking 120-130 Running
                lost 0, workers 1, overlap 0
            "#]],
        );
        // Who is late for it did not sleep so long: it wanted its turn.
        check(
            "0 1 Begin\n2 1 Sleep 5\n3 2 Begin\n4 2 Block 100\n104 2 Woke\n105 1 Woke\n106 1 Take\n120 1 End",
            expect![[r#"
                0:
                1: 0-2 Running 2-7 Away 7-105 WantsBaton 105-106 Ready 106-120 Running
                2: 3-4 Running 4-104 Blocking 104-120 Ready
                lost 0, workers 1, overlap 0
            "#]],
        );
    }

    #[test]
    fn who_waits_for_ever_is_seen_to_wait_by_time_and_by_steps() {
        // The last to wait tells no event of it.
        let mut trace = trace("0 1 Begin\n10 1 Acquire 0 3\n20 2 Begin\n40 1 Wait 0 4\n240 2 Acquire 0 4");
        let wait = |task, object| WaitFor {
            task: TaskId(task),
            object: ObjectId(object),
            holders: vec![TaskId(3 - task)],
            mark: Mark::NONE,
        };
        trace.conclude(&Ending::Deadlock(vec![wait(1, 4), wait(2, 12)]));
        assert_eq!(trace.now(), 250);
        let waits = |trace: &Trace, from, to| {
            let lanes = trace.lanes()[1..].iter();
            lanes.map(|lane| lane.time_between(from, to)[State::Waiting as usize]).collect::<Vec<_>>()
        };
        assert_eq!(waits(&trace, 0, 250), [210, 10]);
        let steps = trace.by_steps();
        assert_eq!((steps.now(), waits(&steps, 0, 6)), (6, vec![2, 1]));
        assert_eq!((steps.lanes()[2].at(5).1, steps.overlap()), (ObjectId(12), trace.overlap()));
    }

    #[test]
    fn two_threads_lose_an_update_and_overlap() {
        check(
            "0 1 Begin 0 -1 1
             5 2 Begin 0 -1 2
             10 1 Load 7 0 1
             12 2 Load 7 0 2
             20 1 Store 8 0 1
             25 2 Store 8 0 2
             30 1 End 0 -1 1
             40 2 End 0 -1 2",
            expect![[r#"
                0:
                1: 0-30 Running 30-40 Gone
                2: 5-40 Running
                lost 1, workers 2, overlap 25
            "#]],
        );
    }

    #[test]
    fn a_loss_is_told_with_its_event() {
        let trace = trace("0 1 Load 7 0\n1 2 Load 7 0\n2 1 Store 8 0\n3 2 Store 8 0\n4 2 End");
        let lost: Vec<_> = (0..trace.len()).filter_map(|at| trace.narrate(at)).map(|told| told.lost).collect();
        assert_eq!(lost, [None, None, None, Some(TaskId(1)), None]);
        assert_eq!(trace.losses().iter().map(|loss| (loss.since, loss.time)).collect::<Vec<_>>(), [(1, 3)]);
        assert_eq!(trace.nearest(2, Some(TaskId(2))), Some(1));
        assert_eq!(trace.between(1, 3), 1..3);
        let position = |task, mark| Position { task: TaskId(task), mark: Mark(mark) };
        assert_eq!(trace.positions(2), [position(1, 3), position(2, 2)]);
        assert_eq!(trace.positions(4), [position(1, 3)]);
    }

    #[test]
    fn steps_can_be_the_time() {
        let slow = trace("100 1 Begin\n5000 2 Begin\n5001 1 Want\n90000 2 End");
        let steps = slow.by_steps();
        assert_eq!((steps.begin(), steps.now(), steps.len()), (1, 4, 4));
        assert_eq!(steps.lanes()[1].at(2).0, State::Running);
        assert_eq!(steps.lanes()[1].at(3).0, State::WantsBaton);
    }

    #[test]
    fn events_beyond_the_most_are_counted() {
        let mut trace = Trace::default();
        let event = |seq: usize| Event {
            time: seq as u64,
            value: 0,
            seq: u32::try_from(seq).expect("short"),
            task: TaskId(1),
            object: ObjectId(0),
            mark: Mark::NONE,
            kind: EventKind::Load,
            lane: 0,
        };
        for batch in 0..=MAX_EVENTS / 1_000 {
            trace.push((batch * 1_000..(batch + 1) * 1_000).map(event));
            trace.fold(usize::MAX);
        }
        assert_eq!((trace.len(), trace.dropped()), (MAX_EVENTS, 1_000));
        assert_eq!(trace.between(1_999_000, u64::MAX), 1_999_000..MAX_EVENTS);
    }
}
