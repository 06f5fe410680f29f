//! The state of one execution, which can take a step and take it back.
//!
//! Tasks are places in the memo and objects are plain data, so a step is a small change that is
//! written down and undone; nothing is ever run again to come back to an earlier state. It refuses to
//! choose: which step comes next is the search's to say.
//!
//! Every step carries a vector clock: for each task, how far into the execution that task's steps
//! lie that happen before this one (or are it). Position p of the execution happens before a step
//! whose clock has, for the task of p, more than p.

use super::memo::{Memo, NOWHERE, Next, Node, NodeId, ProgramFn};
use super::moves::{ENDING, How, Move, NOTHING};
use super::size::{bytes, to_u32, usual};
use crate::objects::Object;
use crate::reply::Reply;
use model::{ObjectId, TaskId};

/// One task of this execution.
#[derive(Clone, Copy)]
pub(super) struct Runner {
    pub(super) place: NodeId,
    /// One more than the position of the step that its next one follows; 0 where there is none.
    pub(super) last: u32,
    /// One more than the position of its last operation; 0 where there is none.
    pub(super) asked: u32,
    /// One more than the position of the last operation it was refused; 0 where there is none. What it was
    /// asked before that it has heard.
    pub(super) heard: u32,
    /// How often it ran out of time, waiting for an object.
    late: u32,
    /// The object that stands for it.
    pub(super) life: u32,
}

impl Runner {
    /// One that has done nothing yet.
    fn new(place: NodeId, last: u32, life: u32) -> Runner {
        Runner { place, last, asked: 0, heard: 0, late: 0, life }
    }
}

/// One object of this execution.
struct Slot {
    state: Object,
    /// The position of the last step that touched it, or `NOTHING`.
    touched: u32,
}

/// A step that was taken, with all that takes it back.
pub(super) struct Taken {
    pub(super) mv: Move,
    /// Where the task stood before.
    pub(super) place: NodeId,
    last: u32,
    asked: u32,
    heard: u32,
    /// Where the object's state before it lies, if it is a change.
    before: u32,
    /// The position of the step that touched the object before, or `NOTHING`.
    touched: u32,
    child: u32,
    /// What a person has to follow, up to and with this step.
    pub(super) effort: Effort,
    /// The task of the last step that a person has to follow.
    by: u32,
    /// Whether it cleans up or ends the task after a pause, or at its birth: a schedule cannot say when.
    loose: bool,
}

impl Taken {
    /// The position of the step that this one follows as far as its task goes.
    pub(super) fn follows(&self) -> Option<u32> {
        self.last.checked_sub(1)
    }

    /// The task that was spawned, if one was.
    pub(super) fn child(&self) -> Option<usize> {
        (self.child != NOTHING).then_some(self.child as usize)
    }
}

/// How hard a schedule is to follow. Less is better, the first difference counts most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Effort {
    /// Whether somebody took a step before another had given back or ended, which needs no decision; or
    /// that came after a pause or a birth, and it matters who came first: no engine can be told.
    pub(super) late: bool,
    /// How often another task took over.
    pub(super) switches: u32,
    /// How many steps.
    pub(super) steps: u32,
}

pub(super) struct Execution {
    pub(super) memo: Memo,
    pub(super) runners: Vec<Runner>,
    objects: Vec<Slot>,
    pub(super) taken: Vec<Taken>,
    /// The states that objects had before they were changed, in the order of the changes.
    befores: Vec<Object>,
    clocks: Vec<u32>,
    width: usize,
    /// The position of the step that ended the run. What comes after it did not happen: it is taken
    /// only so that the search sees what could have come before.
    pub(super) ended: Option<u32>,
    /// How many of the steps cancel somebody.
    pub(super) cancels: u32,
    /// How often each task may run out of time before it waits for as long as it takes.
    pub(super) most_late: u32,
    /// Whether somebody who could have run out of time more often asked for more.
    pub(super) bounded: bool,
    /// How many of the steps are loose.
    loose: u32,
}

impl Execution {
    pub(super) fn new(program: ProgramFn, most_late: u32) -> Execution {
        Execution::begin(Memo::new(program), most_late)
    }

    /// The same program from its beginning, knowing nothing but what its tasks and objects are numbered.
    pub(super) fn afresh(&self) -> Execution {
        Execution::begin(self.memo.afresh(), self.most_late)
    }

    fn begin(mut memo: Memo, most_late: u32) -> Execution {
        let place = memo.begin();
        let mut execution = Execution {
            memo,
            runners: vec![Runner::new(place, 0, ENDING.0)],
            objects: Vec::with_capacity(usual::<Slot>()),
            taken: Vec::with_capacity(usual::<Taken>()),
            befores: Vec::with_capacity(usual::<Object>()),
            clocks: Vec::with_capacity(usual::<u32>()),
            width: 4,
            ended: None,
            cancels: 0,
            most_late: most_late.max(1),
            bounded: false,
            loose: 0,
        };
        execution.put(ENDING, Object::of_task(TaskId::MAIN));
        execution.arrive(place);
        execution
    }

    pub(super) fn len(&self) -> usize {
        self.taken.len()
    }

    /// The state of its object before the step at this position, if that is a change.
    #[inline]
    pub(super) fn before(&self, position: u32) -> Option<&Object> {
        self.befores.get(self.taken[position as usize].before as usize)
    }

    /// The task that took the last step that needed a decision.
    pub(super) fn turn(&self) -> Option<usize> {
        self.taken.last().map(|taken| taken.by as usize)
    }

    /// How many bytes this takes, about: what values hold is left out.
    pub(super) fn bytes(&self) -> usize {
        let state = bytes(&self.runners) + bytes(&self.objects) + bytes(&self.befores);
        state + bytes(&self.taken) + bytes(&self.clocks) + self.memo.bytes()
    }

    /// What this task does next, if it is there.
    pub(super) fn at(&self, task: usize) -> Option<&Node> {
        self.memo.nodes.get(self.runners[task].place as usize)
    }

    pub(super) fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.index()].state
    }

    /// The positions of the steps that touched the object, the last one first.
    #[inline]
    pub(super) fn touched(&self, object: u32) -> impl Iterator<Item = u32> {
        self.touches_from(self.objects[object as usize].touched)
    }

    /// The positions of the steps before this one that touched its object, the last one first.
    pub(super) fn touched_before(&self, taken: &Taken) -> impl Iterator<Item = u32> {
        self.touches_from(taken.touched)
    }

    #[inline]
    fn touches_from(&self, mut next: u32) -> impl Iterator<Item = u32> {
        std::iter::from_fn(move || {
            let position = next;
            next = self.taken.get(position as usize)?.touched;
            Some(position)
        })
    }

    /// Whether this task can take a step.
    #[inline]
    pub(super) fn can(&self, task: usize) -> bool {
        let place = self.runners[task].place;
        if place == NOWHERE {
            return false;
        }
        let node = &self.memo.nodes[place as usize];
        match &node.next {
            Next::Act { object, action, .. } => {
                self.can_be_late(task, node)
                    || self.object(*object).ready(TaskId(to_u32(task)), action)
                    || self.is_cancelled(task)
            }
            _ => true,
        }
    }

    /// The step this task takes next, if it can take one now; or waits to take.
    #[inline]
    pub(super) fn next_move(&self, task: usize) -> Move {
        let node = &self.memo.nodes[self.runners[task].place as usize];
        let usual = node.usual;
        if !usual.asked {
            return usual;
        }
        if self.is_cancelled(task) {
            return usual.refused();
        }
        match &node.next {
            Next::Act { object, action, .. } if self.can_be_late(task, node) => {
                let ready = self.object(*object).ready(TaskId(to_u32(task)), action);
                if ready { usual } else { usual.timed_out(node.changes_late) }
            }
            _ => usual,
        }
    }

    /// The step this task would take if its guard held or not, and it were cancelled or not.
    pub(super) fn move_if(&self, task: usize, ready: bool, cancelled: bool) -> Option<Move> {
        let node = &self.memo.nodes[self.runners[task].place as usize];
        match node.usual {
            usual if cancelled && usual.asked => Some(usual.refused()),
            usual if ready => Some(usual),
            usual if self.can_be_late(task, node) => Some(usual.timed_out(node.changes_late)),
            _ => None,
        }
    }

    #[inline]
    fn can_be_late(&self, task: usize, node: &Node) -> bool {
        node.timeout && self.runners[task].late < self.most_late
    }

    /// Whether this execution, in which nobody can take a step or which is cut off for its length, came to its
    /// end: not where somebody only waits because it ran out of time as often as it may.
    pub(super) fn is_over(&self, cut: bool) -> bool {
        let put_off = |task| self.at(task).is_some_and(|node| node.timeout && !self.can(task));
        let waits_in_vain = || self.bounded && (0..self.runners.len()).any(put_off);
        self.ended.is_some() || !(cut || waits_in_vain())
    }

    /// Whether the next operation of this task will be refused.
    #[inline]
    fn is_cancelled(&self, task: usize) -> bool {
        if self.cancels == 0 || task == 0 {
            return false;
        }
        let unheard = |position: &u32| *position >= self.runners[task].heard;
        self.cancellations(task).take_while(unheard).any(|position| self.is_done(position))
    }

    /// Whether the operation at this position took effect.
    pub(super) fn is_done(&self, position: u32) -> bool {
        self.taken[position as usize].mv.how == How::Acts
    }

    /// Takes this task's next step, if it can take one. A schedule that was found can be followed, but for
    /// that of a program that does not always do the same.
    pub(super) fn follow(&mut self, task: u32) -> bool {
        let can = self.runners.len() > task as usize && self.can(task as usize);
        if can {
            self.take(self.next_move(task as usize));
        }
        can
    }

    /// Takes a step that can be taken.
    pub(super) fn take(&mut self, mv: Move) {
        let at = mv.index();
        let task = TaskId(mv.task);
        let position = to_u32(self.taken.len());
        let runner = self.runners[at];
        let Runner { place, last, asked, heard, .. } = runner;
        let (effort, by, loose) = self.effort(mv, runner);
        self.loose += u32::from(loose);
        self.tick(mv, last, position);
        let mut before = NOTHING;
        if !mv.looks && mv.object != ENDING.0 {
            before = to_u32(self.befores.len());
            self.befores.push(self.objects[mv.object as usize].state.clone());
        }
        let mut child = NOTHING;
        let next = match mv.how {
            How::TimesOut => {
                if let Next::Act { object, action, .. } = &self.memo.nodes[place as usize].next
                    && let Some(instead) = action.on_timeout()
                {
                    self.objects[object.index()].state.apply(task, &instead);
                }
                self.memo.after(place, &Reply::TimedOut)
            }
            How::Cancelled => self.memo.after(place, &Reply::Cancelled),
            How::Acts => match &self.memo.nodes[place as usize].next {
                Next::Act { object, action, answered } => {
                    let slot = &mut self.objects[object.index()];
                    let applied = slot.state.apply(task, action);
                    if *answered { self.memo.after(place, &applied.reply) } else { self.memo.after_silent(place) }
                }
                Next::Spawn { child: spawned, object, .. } => {
                    let (spawned, object) = (*spawned, *object);
                    child = spawned.0;
                    self.put(object, Object::of_task(spawned));
                    self.spawn(spawned, object, place, position);
                    self.memo.after(place, &Reply::Task(spawned, object))
                }
                Next::Alone | Next::Late => self.memo.after(place, &Reply::Done),
                Next::Hang => place,
                Next::Ends(_) | Next::Finish(_) => {
                    self.ended = self.ended.or(Some(position));
                    NOWHERE
                }
            },
        };
        let mut touched = NOTHING;
        if mv.object != NOTHING {
            touched = std::mem::replace(&mut self.objects[mv.object as usize].touched, position);
        }
        self.cancels += u32::from(mv.victim != NOTHING);
        let runner = &mut self.runners[at];
        runner.place = next;
        runner.last = position + 1;
        if mv.asked {
            runner.asked = position + 1;
        }
        match mv.how {
            How::Cancelled => runner.heard = position + 1,
            How::TimesOut => runner.late += u32::from(mv.object != NOTHING),
            How::Acts => {}
        }
        if next != NOWHERE && runner.late >= self.most_late {
            self.bounded |= self.memo.nodes[next as usize].timeout;
        }
        self.arrive(next);
        self.taken.push(Taken { mv, place, last, asked, heard, before, touched, child, effort, by, loose });
    }

    /// The effort up to and with this step, which is about to be taken; whose it was that had to be followed;
    /// and whether nobody can say when it comes.
    #[inline]
    fn effort(&self, mv: Move, runner: Runner) -> (Effort, u32, bool) {
        let task = mv.task;
        let silent = self.memo.nodes[runner.place as usize].needs_no_decision();
        let after = self.taken.get((runner.last as usize).wrapping_sub(1));
        let loose = silent && after.is_some_and(|after| after.loose || after.mv.object == NOTHING);
        let Some(previous) = self.taken.last() else { return (Effort { steps: 1, ..Effort::default() }, task, loose) };
        let mut effort = previous.effort;
        if previous.mv.task != task {
            effort.late |= self.at(previous.mv.index()).is_some_and(Node::needs_no_decision);
        }
        effort.late |= (self.loose > 0 && self.meets_loose(mv)) || (loose && self.was_met(mv, runner.last));
        effort.late |= mv.object == ENDING.0 && self.leaves_loose(task);
        if silent {
            return (effort, previous.by, loose);
        }
        effort.steps += 1;
        effort.switches += u32::from(previous.by != task);
        (effort, task, loose)
    }

    /// Whether this step comes after one that could just as well come later.
    fn meets_loose(&self, mv: Move) -> bool {
        let loose =
            |position: &u32| self.taken[*position as usize].loose && self.taken[*position as usize].mv.task != mv.task;
        if mv.asked && mv.how == How::Cancelled {
            return self.cancellations(mv.index()).any(|position| loose(&position));
        }
        if mv.object == NOTHING || mv.object == ENDING.0 {
            return false;
        }
        let last = self.touched(mv.object).find(|position| !self.taken[*position as usize].mv.looks);
        let before = last.filter(loose).and_then(|last| self.before(last));
        before.is_some_and(|before| self.is_ready(mv.index(), before))
    }

    /// Whether clean-up of others is still pending whose time no schedule can say, and could change the outcome.
    fn leaves_loose(&self, ends: u32) -> bool {
        let pending = |task: usize| {
            let Runner { place, last, .. } = self.runners[task];
            let after = self.taken.get((last as usize).wrapping_sub(1));
            let loose = after.is_some_and(|after| after.loose || after.mv.object == NOTHING);
            let first = if loose && to_u32(task) != ends { place } else { NOWHERE };
            let silent = |place: NodeId| self.memo.nodes.get(place as usize).filter(|node| node.needs_no_decision());
            std::iter::successors(silent(first), move |node| silent(node.after))
                .any(move |node| self.was_met(node.usual, last))
        };
        (0..self.runners.len()).any(pending)
    }

    /// Whether somebody touched the object of this step since the task's own last step, or its birth.
    fn was_met(&self, mv: Move, last: u32) -> bool {
        if mv.object == NOTHING || mv.object == ENDING.0 {
            return false;
        }
        let since = self.touched(mv.object).take_while(|position| *position >= last);
        let victim = mv.victim != NOTHING && self.runners[mv.victim as usize].asked > last;
        victim || since.into_iter().any(|position| self.taken[position as usize].mv.task != mv.task)
    }

    /// Takes the last step back.
    pub(super) fn take_back(&mut self) -> Move {
        let taken = self.taken.pop().expect("only a step that was taken is taken back");
        let position = to_u32(self.taken.len());
        self.cancels -= u32::from(taken.mv.victim != NOTHING);
        self.loose -= u32::from(taken.loose);
        self.clocks.truncate(self.taken.len() * self.width);
        let runner = &mut self.runners[taken.mv.index()];
        runner.place = taken.place;
        runner.last = taken.last;
        runner.asked = taken.asked;
        runner.heard = taken.heard;
        runner.late -= u32::from(taken.mv.how == How::TimesOut && taken.mv.object != NOTHING);
        if taken.mv.object != NOTHING {
            let slot = &mut self.objects[taken.mv.object as usize];
            slot.touched = taken.touched;
            if taken.before != NOTHING
                && let Some(before) = self.befores.pop()
            {
                slot.state = before;
            }
        }
        if taken.child != NOTHING {
            self.runners[taken.child as usize].place = NOWHERE;
        }
        if self.ended == Some(position) {
            self.ended = None;
        }
        taken.mv
    }

    fn spawn(&mut self, child: TaskId, object: ObjectId, place: NodeId, position: u32) {
        let first = self.memo.first_of_child(place);
        if self.runners.len() <= child.index() {
            let nobody = Runner::new(NOWHERE, 0, NOTHING);
            self.runners.resize(child.index() + 1, nobody);
            self.widen();
        }
        self.runners[child.index()] = Runner::new(first, position + 1, object.0);
        self.arrive(first);
    }

    /// The objects a task made on its way to this place are there.
    #[inline]
    fn arrive(&mut self, place: NodeId) {
        if place == NOWHERE || self.memo.nodes[place as usize].made.is_empty() {
            return;
        }
        for at in 0..self.memo.nodes[place as usize].made.len() {
            let (id, object) = self.memo.nodes[place as usize].made[at].clone();
            self.put(id, object);
        }
    }

    fn put(&mut self, id: ObjectId, object: Object) {
        while self.objects.len() <= id.index() {
            let nobody = Object::of_task(TaskId::MAIN);
            self.objects.push(Slot { state: nobody, touched: NOTHING });
        }
        self.objects[id.index()].state = object;
    }

    // Clocks

    /// The clock of the step at this position.
    #[inline]
    fn clock(&self, position: u32) -> &[u32] {
        let start = position as usize * self.width;
        &self.clocks[start..start + self.width]
    }

    /// Whether the step at `early` happens before the one at `late`, or is it.
    #[inline]
    pub(super) fn happens_before(&self, early: u32, late: u32) -> bool {
        self.clock(late)[self.taken[early as usize].mv.index()] > early
    }

    /// Whether the step at `early` happens before this task's next step as far as the task itself
    /// goes: what the step touches is left out.
    #[inline]
    pub(super) fn is_behind(&self, early: u32, task: usize) -> bool {
        let last = self.runners[task].last;
        last > 0 && self.happens_before(early, last - 1)
    }

    /// Adds the clock of a step that is about to be taken.
    fn tick(&mut self, mv: Move, last: u32, position: u32) {
        let start = self.clocks.len();
        if last == 0 {
            self.clocks.resize(start + self.width, 0);
        } else {
            let from = (last as usize - 1) * self.width;
            self.clocks.extend_from_within(from..from + self.width);
        }
        if mv.object != NOTHING {
            // The last change comes after every earlier look and change, so nothing before it counts.
            let Execution { clocks, objects, taken, width, .. } = self;
            let mut other = objects[mv.object as usize].touched;
            while other != NOTHING {
                let Taken { mv: earlier, touched, .. } = taken[other as usize];
                if !(earlier.looks && mv.looks) {
                    merge(clocks, *width, other);
                }
                other = if earlier.looks { touched } else { NOTHING };
            }
        }
        if mv.victim != NOTHING && self.runners[mv.victim as usize].asked > 0 {
            merge(&mut self.clocks, self.width, self.runners[mv.victim as usize].asked - 1);
        }
        if self.cancels > 0 && mv.asked {
            let last = self.cancellations(mv.index()).next();
            if let Some(last) = last {
                merge(&mut self.clocks, self.width, last);
            }
        }
        self.clocks[start + mv.index()] = position + 1;
    }

    /// The steps that cancelled this task, or were refused that; the last one first.
    pub(super) fn cancellations(&self, task: usize) -> impl Iterator<Item = u32> {
        let cancels = move |at: &u32| self.taken[*at as usize].mv.victim == to_u32(task);
        self.touched(self.runners[task].life).filter(cancels)
    }

    /// The last step before this one that cancelled its task, or that it cancels; and the object that
    /// stands for the task that is cancelled.
    pub(super) fn cancelling(&self, at: usize) -> Option<(u32, ObjectId)> {
        let mv = self.taken[at].mv;
        if mv.victim != NOTHING {
            let operates = |earlier: &Taken| earlier.mv.task == mv.victim && earlier.mv.asked;
            let last = self.taken[..at].iter().rposition(operates)?;
            return Some((to_u32(last), ObjectId(mv.object)));
        }
        if self.cancels == 0 || !mv.asked || mv.task == 0 {
            return None;
        }
        let last = self.cancellations(mv.index()).find(|position| (*position as usize) < at)?;
        Some((last, ObjectId(self.runners[mv.index()].life)))
    }

    /// Makes room in every clock for as many tasks as there are now.
    fn widen(&mut self) {
        if self.runners.len() <= self.width {
            return;
        }
        let width = self.runners.len().next_multiple_of(4);
        let mut clocks = Vec::with_capacity(self.clocks.len() / self.width * width);
        for clock in self.clocks.chunks(self.width) {
            clocks.extend_from_slice(clock);
            clocks.resize(clocks.len() + width - self.width, 0);
        }
        self.clocks = clocks;
        self.width = width;
    }
}

/// What happens before the step at this position happens before the last one, too.
#[inline]
fn merge(clocks: &mut [u32], width: usize, position: u32) {
    let (earlier, last) = clocks.split_at_mut(clocks.len() - width);
    let from = position as usize * width;
    for (mine, theirs) in last.iter_mut().zip(&earlier[from..from + width]) {
        *mine = (*mine).max(*theirs);
    }
}
