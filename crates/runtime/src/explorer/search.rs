//! The search: one execution per class of equivalent ones, depth first. The protocol and why it is
//! right are in the explorer's README.
//!
//! It knows neither limits nor reports: it takes one step of its work when asked, and tells a
//! [`Watcher`] what it sees.

use super::execution::Execution;
use super::memo::NOWHERE;
use super::moves::Move;
use super::size::{bytes, usual};
use super::wakeup::{Branch, NONE, Wakeup};

/// One state of the current execution.
struct Frame {
    /// What must still be tried from here.
    todo: Branch,
    /// Where this state's sleepers begin.
    sleepers: usize,
}

/// After so many steps of an execution it is another task's turn, where the choice is free.
const TURN: usize = 64;

/// Hears what the search does.
pub(super) trait Watcher {
    /// The step the execution took last is new.
    fn step(&mut self, execution: &Execution);

    /// The execution is over: nobody can take a step, or it was cut off at the longest allowed.
    fn execution(&mut self, execution: &mut Execution, cut: bool);

    /// Everything from this state on has been seen. Its last step will be taken back.
    fn leave(&mut self, execution: &Execution);
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
    pub(super) execution: Execution,
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
    found: Vec<(u32, Move)>,
    sequence: Vec<Move>,
    done: bool,
}

impl Search {
    /// A search of everything that can follow on what the execution has done already.
    pub(super) fn new(execution: Execution, longest: usize) -> Search {
        let base = execution.len();
        Search {
            execution,
            frames: first_frame(),
            sleepers: Vec::with_capacity(usual::<Move>()),
            wakeup: Wakeup::default(),
            base,
            longest,
            redundant: 0,
            found: Vec::with_capacity(8),
            sequence: Vec::with_capacity(usual::<Move>()),
            done: false,
        }
    }

    /// Whether there is nothing left to try.
    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// Takes back every step: the search is over, whether everything was tried or not.
    pub(super) fn rewind(&mut self) {
        while self.execution.len() > self.base {
            self.execution.take_back();
        }
        self.frames = first_frame();
        self.sleepers = Vec::new();
        self.wakeup = Wakeup::default();
        self.done = true;
    }

    /// How many bytes this takes, about.
    pub(super) fn bytes(&self) -> usize {
        self.wakeup.bytes() + self.execution.bytes() + bytes(&self.frames) + bytes(&self.sleepers)
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
                Ok(Some(mv)) if self.execution.len() < self.longest => (mv, NONE),
                Ok(more) => {
                    self.last_races(more.is_some());
                    watcher.execution(&mut self.execution, more.is_some());
                    return self.back(watcher);
                }
                Err(Redundant) => {
                    self.redundant += 1;
                    return self.back(watcher);
                }
            },
        };
        debug_assert!(self.execution.can(mv.index()), "what is planned can be done");
        debug_assert_eq!(self.execution.next_move(mv.index()), mv, "what is planned is what is done");
        self.plan_races(mv, true);
        let asleep = self.sleepers.len();
        for at in self.frames[here].sleepers..asleep {
            let sleeper = self.sleepers[at];
            if !sleeper.depends(mv) {
                self.sleepers.push(sleeper);
            }
        }
        self.execution.take(mv);
        self.frames.push(Frame { todo, sleepers: asleep });
        watcher.step(&self.execution);
        Advance::Step
    }

    /// Some step that can be taken here and does not sleep; the same task's where it can go on, though now
    /// and then it is the next one's turn, so that a task that spins does not keep the others away for good.
    fn pick(&self) -> Result<Option<Move>, Redundant> {
        let sleepers = &self.sleepers[self.frames[self.frames.len() - 1].sleepers..];
        let mut redundant = false;
        let mut free = |task: &usize| {
            let can = self.execution.can(*task);
            let asleep = can && sleepers.iter().any(|sleeper| sleeper.index() == *task);
            redundant |= asleep;
            can && !asleep
        };
        let tasks = self.execution.runners.len();
        let last = self.execution.taken.last().map_or(0, |taken| taken.mv.index());
        let first = if self.execution.len().is_multiple_of(TURN) { (last + 1) % tasks } else { last };
        match (first..tasks).chain(0..first).find(&mut free) {
            Some(task) => Ok(Some(self.execution.next_move(task))),
            None if redundant => Err(Redundant),
            None => Ok(None),
        }
    }

    /// Plans the other way for every race of this task's next step.
    fn plan_races(&mut self, mv: Move, can: bool) {
        let mut found = std::mem::take(&mut self.found);
        self.execution.races(mv, can, &mut found);
        for &(position, mv) in &found {
            let mut sequence = std::mem::take(&mut self.sequence);
            self.execution.without(position, self.execution.len(), &mut sequence);
            sequence.push(mv);
            self.insert(position as usize, &mut sequence);
            self.sequence = sequence;
        }
        self.found = found;
    }

    /// The execution is over: plans what those who still wait could have done before; and, where it was cut
    /// off, the others, too. A task that spins must not keep all that they could do from being tried.
    fn last_races(&mut self, cut: bool) {
        for task in 0..self.execution.runners.len() {
            if self.execution.runners[task].place == NOWHERE {
                continue;
            }
            let can = self.execution.can(task);
            if cut || !can {
                self.plan_races(self.execution.next_move(task), can);
            }
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
            watcher.leave(&self.execution);
            if self.execution.len() == self.base {
                self.done = true;
                return Advance::Execution;
            }
            let frame = self.frames.pop().expect("there is a frame for every state");
            self.sleepers.truncate(frame.sleepers);
            let mv = self.execution.take_back();
            self.sleepers.push(mv);
            if self.frames.last().is_some_and(|frame| frame.todo != NONE) {
                return Advance::Execution;
            }
        }
    }
}

fn first_frame() -> Vec<Frame> {
    let mut frames = Vec::with_capacity(usual::<Frame>());
    frames.push(Frame { todo: NONE, sleepers: 0 });
    frames
}

struct Redundant;
