//! The search: one execution per class of equivalent ones, depth first. The protocol and why it is
//! right are in the explorer's README.
//!
//! It knows neither limits nor reports: it takes one step of its work when asked, and tells a
//! [`Watcher`] what it sees.

use super::machine::Machine;
use super::memo::{NOWHERE, Next};
use super::moves::{Actor, Move};
use super::puppet::small;
use super::wakeup::{Branch, NONE, Wakeup};
use model::TaskId;

/// One state of the current execution.
struct Frame {
    /// What must still be tried from here.
    todo: Branch,
    /// Where this state's sleepers begin.
    sleepers: usize,
}

/// Hears what the search does.
pub(super) trait Watcher {
    /// The step the machine took last is new.
    fn step(&mut self, machine: &Machine);

    /// The execution is over: nobody can take a step, or it was cut off at the longest allowed.
    fn execution(&mut self, machine: &mut Machine, cut: bool);

    /// Everything from this state on has been seen. Its last step will be taken back.
    fn leave(&mut self, machine: &Machine);
}

/// What one advance of the search did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Advance {
    /// It took a step.
    Step,
    /// It came to the end of an execution, and went back.
    Execution,
    /// There is nothing left to try.
    Done,
}

pub(super) struct Search {
    pub(super) machine: Machine,
    frames: Vec<Frame>,
    /// The sleepers of every frame: steps whose whole future has been seen from there.
    sleepers: Vec<Move>,
    wakeup: Wakeup,
    /// Steps before this one are given, and not for the search to change.
    base: usize,
    /// The longest an execution may be.
    pub(super) longest: usize,
    /// Executions that turned out to be equivalent to an earlier one. Optimal means there are none.
    pub(super) redundant: u64,
    found: Vec<u32>,
    sequence: Vec<Move>,
    done: bool,
}

impl Search {
    /// A search of everything that can follow on what the machine has done already.
    pub(super) fn new(machine: Machine, longest: usize) -> Search {
        let base = machine.len();
        Search {
            machine,
            frames: vec![Frame { todo: NONE, sleepers: 0 }],
            sleepers: Vec::new(),
            wakeup: Wakeup::default(),
            base,
            longest,
            redundant: 0,
            found: Vec::new(),
            sequence: Vec::new(),
            done: false,
        }
    }

    /// Whether there is nothing left to try.
    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// Takes back every step: the search is over, whether everything was tried or not.
    pub(super) fn rewind(&mut self) {
        while self.machine.len() > self.base {
            self.machine.take_back();
        }
        self.frames.truncate(1);
        self.sleepers.clear();
        self.wakeup = Wakeup::default();
        self.done = true;
    }

    /// How many bytes this takes, about.
    pub(super) fn bytes(&self) -> usize {
        self.wakeup.bytes() + self.machine.memo.bytes()
    }

    /// Takes one step forward, or ends an execution and goes back to where there is more to try.
    #[inline]
    pub(super) fn advance(&mut self, watcher: &mut impl Watcher) -> Advance {
        if self.done {
            return Advance::Done;
        }
        let here = self.frames.len() - 1;
        let (mv, todo) = match self.wakeup.take_first(&mut self.frames[here].todo) {
            Some(planned) => planned,
            None => match self.pick() {
                Ok(Some(mv)) if self.machine.len() < self.longest => (mv, NONE),
                Ok(more) => {
                    self.last_races();
                    watcher.execution(&mut self.machine, more.is_some());
                    return self.back(watcher);
                }
                Err(Redundant) => {
                    self.redundant += 1;
                    return self.back(watcher);
                }
            },
        };
        debug_assert!(self.machine.can(mv.actor), "what is planned can be done");
        debug_assert_eq!(self.machine.next_move(mv.actor), mv, "what is planned is what is done");
        self.plan(mv);
        let asleep = self.sleepers.len();
        for at in self.frames[here].sleepers..asleep {
            let sleeper = self.sleepers[at];
            if !sleeper.depends(mv) {
                self.sleepers.push(sleeper);
            }
        }
        self.machine.take(mv);
        self.frames.push(Frame { todo, sleepers: asleep });
        watcher.step(&self.machine);
        Advance::Step
    }

    /// Some step that can be taken here and does not sleep; the same task's where it can go on.
    fn pick(&self) -> Result<Option<Move>, Redundant> {
        let sleepers = &self.sleepers[self.frames[self.frames.len() - 1].sleepers..];
        let mut redundant = false;
        let mut free = |actor: Actor| {
            let can = self.machine.can(actor);
            let asleep = can && sleepers.iter().any(|sleeper| sleeper.actor == actor);
            redundant |= asleep;
            can && !asleep
        };
        let tasks = self.machine.strands.len();
        let first = self.machine.taken.last().map_or(0, |taken| taken.mv.actor.index());
        let mut actor = None;
        for at in (first..tasks).chain(0..first) {
            if free(Actor::task(at)) {
                actor = Some(Actor::task(at));
                break;
            }
        }
        // Time runs out last of all: then as much as possible has been tried without.
        let actor = actor.or_else(|| (0..tasks).map(Actor::clock).find(|clock| free(*clock)));
        match actor {
            Some(actor) => Ok(Some(self.machine.next_move(actor))),
            None if redundant => Err(Redundant),
            None => Ok(None),
        }
    }

    /// Plans everything that could come instead of this step, before it is taken.
    fn plan(&mut self, mv: Move) {
        self.plan_races(mv.actor);
        let place = self.machine.strands[mv.actor.index()].place;
        if self.machine.memo.nodes[place as usize].timeout {
            self.plan_other(mv.actor.other());
        }
    }

    /// Plans the other way for every race of this actor's next operation.
    fn plan_races(&mut self, actor: Actor) {
        let mut found = std::mem::take(&mut self.found);
        self.machine.races(actor, &mut found);
        for &position in &found {
            let mut sequence = std::mem::take(&mut self.sequence);
            self.machine.without(position, self.machine.len(), &mut sequence);
            sequence.push(self.machine.next_move(actor));
            self.insert(position as usize, &mut sequence);
            self.sequence = sequence;
        }
        self.found = found;
    }

    /// The operation can happen and can run out of time: plans the one that is not taken now.
    fn plan_other(&mut self, other: Actor) {
        if self.machine.can(other) {
            let mut sequence = vec![self.machine.next_move(other)];
            self.insert(self.machine.len(), &mut sequence);
        } else {
            // It runs out of time while it waits. What could have let it happen earlier races with it.
            self.plan_races(other);
        }
    }

    /// The execution is over: plans what those who still wait could have done before, and what those
    /// whose time ran out could have done later.
    fn last_races(&mut self) {
        for task in 0..self.machine.strands.len() {
            if self.machine.strands[task].place != NOWHERE && !self.machine.can(Actor::task(task)) {
                self.plan_races(Actor::task(task));
            }
        }
        if self.machine.timeouts > 0 {
            for position in self.base..self.machine.len() {
                self.plan_instead_of_timeout(position);
            }
        }
    }

    /// Where the step at this position is an operation that ran out of time while it waited: plans
    /// that it waits longer, until something later lets it happen.
    fn plan_instead_of_timeout(&mut self, position: usize) {
        let machine = &self.machine;
        let actor = machine.taken[position].mv.actor;
        let place = machine.taken[position].place;
        let Next::Act { object, action, .. } = &machine.memo.nodes[place as usize].next else { return };
        if !actor.timed_out() {
            return;
        }
        let wanted = Move { actor: actor.other(), object: object.0, looks: action.only_looks() };
        let task = TaskId(small(actor.index()));
        let touched = machine.touched(object.0);
        let mut chances = Vec::new();
        for (at, &later) in touched.iter().enumerate() {
            if (later as usize) < position || machine.taken[later as usize].mv.looks {
                continue;
            }
            if machine.happens_before(small(position), later) {
                break;
            }
            let next = touched[at + 1..].iter().find_map(|next| machine.taken[*next as usize].before.as_ref());
            if next.unwrap_or_else(|| machine.object(*object)).ready(task, action) {
                chances.push(later);
            }
        }
        for later in chances {
            let mut sequence = Vec::new();
            self.machine.without(small(position), later as usize + 1, &mut sequence);
            sequence.push(wanted);
            self.insert(position, &mut sequence);
        }
    }

    /// Plans a sequence from the state before this position, unless all it leads to has been seen.
    fn insert(&mut self, position: usize, sequence: &mut Vec<Move>) {
        if position < self.base {
            return;
        }
        let frame = position - self.base;
        let end = self.frames.get(frame + 1).map_or(self.sleepers.len(), |next| next.sleepers);
        let sleepers = &self.sleepers[self.frames[frame].sleepers..end];
        if sleepers.iter().any(|sleeper| sleeper.can_lead(sequence).is_some()) {
            return;
        }
        self.wakeup.insert(&mut self.frames[frame].todo, sequence);
    }

    /// Takes steps back until there is something left to try.
    fn back(&mut self, watcher: &mut impl Watcher) -> Advance {
        loop {
            watcher.leave(&self.machine);
            if self.machine.len() == self.base {
                self.done = true;
                return Advance::Execution;
            }
            let frame = self.frames.pop().expect("there is a frame for every state");
            self.sleepers.truncate(frame.sleepers);
            let mv = self.machine.take_back();
            self.sleepers.push(mv);
            if self.frames.last().is_some_and(|frame| frame.todo != NONE) {
                return Advance::Execution;
            }
        }
    }
}

struct Redundant;
