//! Every interleaving of a program, one of each kind: the oracle.
//!
//! Exhaustive search over schedules by optimal dynamic partial-order reduction; how it works and why
//! it is right stands in this folder's README. Single-threaded and sliced: [`Explorer::run_slice`]
//! goes on for a while, and pausing or stopping is not calling it again.
//!
//! It refuses to know time. `Cx::now` is always 0, a pause or a computation is one step that nobody
//! else can notice, and whether an operation runs out of time is a choice of the world: both are
//! tried. Clocks, and how long a search may take, are its caller's.

mod execution;
mod explain;
mod memo;
mod moves;
mod outcomes;
mod puppet;
mod races;
mod search;
mod shorten;
mod size;
mod tree;
mod wakeup;

use crate::cx::Cx;
use execution::{Execution, Taken};
pub use explain::Explaining;
use memo::ProgramFn;
use model::{Bound, Coverage, Explanation, Exploration, Found, Progress, Verdict};
use moves::{How, NOTHING};
use outcomes::Outcomes;
use search::{Advance, Search, Watcher};
use shorten::Shorten;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use tree::TreeKeeper;

/// How far a search may go before it gives up. Time is its caller's to bound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Executions.
    pub executions: u64,
    /// Steps over all executions.
    pub steps: u64,
    /// Steps of one execution.
    pub length: u32,
    /// How often each task may run out of time, waiting for an object; after that it waits for as long as it
    /// takes, so that a task that tries again and again does not do so for ever.
    pub late: u32,
    /// Bytes, about.
    pub memory: u64,
    /// Nodes of the tree that is kept of it.
    pub tree: u32,
}

impl Default for Limits {
    /// No bound but on what would never end or never fit.
    fn default() -> Limits {
        Limits { executions: u64::MAX, steps: u64::MAX, length: 10_000, late: u32::MAX, memory: 256 << 20, tree: 1_000 }
    }
}

/// How often each task may run out of time where a person waits for the answer: each time more there are
/// about eight times as many ways for two who give way to each other.
pub const LATE: u32 = 4;

/// Steps between two looks at the memory, at most.
const LOOK: u64 = 256;

/// A search that can be taken up and put down at any time.
pub struct Explorer {
    search: Search,
    watch: Watch,
    limits: Limits,
    coverage: Coverage,
    shorten: Shortening,
}

/// Where it is with looking for the shortest schedules. Before and after that, every schedule that was
/// found is followed once more, with a program that has not been run: it must lead to the same outcome.
enum Shortening {
    /// So many have been followed.
    Following(usize, Then),
    Under(Shorten),
    Over,
}

/// What comes after following.
#[derive(Clone, Copy)]
enum Then {
    Shorten,
    Nothing,
}

/// Is shown every execution.
type Witness = Box<dyn FnMut(&[Seen])>;

struct Watch {
    outcomes: Outcomes,
    tree: TreeKeeper,
    progress: Progress,
    /// Whether some execution was longer than allowed.
    cut: bool,
    witness: Option<Witness>,
}

/// One step of an execution, as it can be told from others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Seen {
    /// Whose.
    pub task: u32,
    /// How its operation was answered.
    pub how: Answered,
    /// The object it touched, by number, and whether it left that as it was.
    pub object: Option<(u32, bool)>,
    /// The object that stands for its task, where it looked whether the task is cancelled: every
    /// operation does, but those of the main task.
    pub life: Option<u32>,
}

/// How an operation was answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Answered {
    /// It took effect.
    Done,
    /// It ran out of time.
    TimedOut,
    /// Its task had been cancelled.
    Cancelled,
}

impl Seen {
    /// The objects it touched, and whether it left them as they were.
    #[must_use]
    pub fn touched(&self) -> Vec<(u32, bool)> {
        self.life.map(|life| (life, true)).into_iter().chain(self.object).collect()
    }

    fn of(execution: &Execution, taken: &Taken) -> Seen {
        let mv = taken.mv;
        let how = match mv.how {
            How::Acts => Answered::Done,
            How::TimesOut => Answered::TimedOut,
            How::Cancelled => Answered::Cancelled,
        };
        let object = (mv.object != NOTHING).then_some((mv.object, mv.looks));
        let life = (mv.asked && mv.task != 0).then(|| execution.runners[mv.index()].life);
        Seen { task: mv.task, how, object, life }
    }
}

impl Watcher for Watch {
    #[inline]
    fn step(&mut self, execution: &Execution) {
        self.progress.steps += 1;
        self.progress.longest = self.progress.longest.max(execution.len() as u64);
        self.tree.step(execution);
    }

    fn execution(&mut self, execution: &mut Execution, cut: bool) {
        self.cut |= cut;
        self.progress.executions += 1;
        // What was cut off before its ending shows no outcome.
        let outcome = execution.is_over(cut).then(|| self.outcomes.count(execution));
        self.tree.execution(outcome);
        if let Some(witness) = &mut self.witness {
            let seen = |taken: &Taken| Seen::of(execution, taken);
            witness(&execution.taken.iter().map(seen).collect::<Vec<_>>());
        }
    }

    #[inline]
    fn leave(&mut self, execution: &Execution) {
        self.tree.leave(execution.len());
    }
}

impl Explorer {
    /// A search that has not begun.
    ///
    /// The program's tasks may share nothing but the objects of their context: the search tells them
    /// the same twice and expects the same. Where they do otherwise, it says so.
    pub fn new(program: impl Fn(Cx) -> Pin<Box<dyn Future<Output = Verdict>>> + 'static, limits: Limits) -> Explorer {
        let program: ProgramFn = Rc::new(program);
        let watch = Watch {
            outcomes: Outcomes::new(Vec::new()),
            tree: TreeKeeper::new(limits.tree as usize),
            progress: Progress::default(),
            cut: false,
            witness: None,
        };
        Explorer {
            search: Search::new(Execution::new(program, limits.late), limits.length as usize),
            watch,
            limits,
            coverage: Coverage::Running,
            shorten: Shortening::Following(0, Then::Shorten),
        }
    }

    /// Verdicts that differ in these values are different outcomes.
    #[must_use]
    pub fn telling(mut self, values: &[&str]) -> Explorer {
        self.watch.outcomes = Outcomes::new(values.iter().map(|value| (*value).into()).collect());
        self
    }

    /// Shows every execution to somebody, step by step.
    pub fn witness(&mut self, witness: impl FnMut(&[Seen]) + 'static) {
        self.watch.witness = Some(Box::new(witness));
    }

    /// Goes on for about this many steps, or until the search is over: first until everything is
    /// found, then until every outcome has its shortest schedule. False once there is nothing left
    /// to do.
    pub fn run_slice(&mut self, steps: u64) -> bool {
        let mut left = steps;
        if self.coverage != Coverage::Running {
            return self.shorten_slice(steps);
        }
        while left > 0 && self.coverage == Coverage::Running {
            left -= 1;
            match self.search.advance(&mut self.watch) {
                Advance::Step => {}
                Advance::Execution => self.look_at_counts(),
                Advance::Done => self.stop(if self.watch.cut { Some(Bound::Length) } else { None }),
            }
            if left.is_multiple_of(LOOK) && self.coverage == Coverage::Running {
                self.look_at_counts();
                self.look_at_memory();
            }
        }
        true
    }

    fn shorten_slice(&mut self, steps: u64) -> bool {
        let mut left = steps;
        while left > 0 {
            left -= 1;
            match &mut self.shorten {
                Shortening::Following(at, then) => {
                    let Some(entry) = self.watch.outcomes.entries.get(*at) else {
                        self.shorten = match then {
                            Then::Shorten => {
                                let longest = self.limits.length as usize;
                                Shortening::Under(Shorten::new(&self.search.execution, self.room(), longest))
                            }
                            Then::Nothing => Shortening::Over,
                        };
                        continue;
                    };
                    *at += 1;
                    left = left.saturating_sub(entry.tasks.len() as u64);
                    if !self.search.execution.leads_to(&entry.tasks, &entry.outcome) {
                        self.coverage = Coverage::Incomplete(Bound::Unsteady);
                    }
                }
                Shortening::Under(shorten) => {
                    if !shorten.advance(&mut self.search.execution, &mut self.watch.outcomes) {
                        self.shorten = Shortening::Following(0, Then::Nothing);
                    }
                }
                Shortening::Over => {
                    if self.search.execution.memo.unsteady {
                        self.coverage = Coverage::Incomplete(Bound::Unsteady);
                    }
                    return false;
                }
            }
        }
        true
    }

    /// Ends the search where it is, as its caller's time is up. What is left of [`Explorer::run_slice`]
    /// then makes the schedules found so far shorter; or, where it was at that already, leaves them as
    /// they are.
    pub fn give_up(&mut self) {
        if self.coverage == Coverage::Running {
            self.stop(Some(Bound::Time));
        } else if let Shortening::Following(_, Then::Shorten) | Shortening::Under(_) = &self.shorten {
            self.search.rewind();
            self.shorten = Shortening::Following(0, Then::Nothing);
        }
    }

    /// How many bytes it takes, about.
    fn bytes(&self) -> usize {
        let shorten = if let Shortening::Under(shorten) = &self.shorten { shorten.bytes() } else { 0 };
        self.search.bytes() + self.watch.tree.bytes() + self.watch.outcomes.bytes() + shorten
    }

    fn look_at_counts(&mut self) {
        let progress = &self.watch.progress;
        if progress.executions >= self.limits.executions {
            self.stop(Some(Bound::Executions));
        } else if progress.steps >= self.limits.steps {
            self.stop(Some(Bound::Steps));
        }
    }

    /// Adding up what all tables take would be a hundredth of the time if it were done at every execution.
    fn look_at_memory(&mut self) {
        if self.coverage != Coverage::Running {
            return;
        }
        if self.bytes() as u64 >= self.limits.memory {
            self.stop(Some(Bound::Memory));
        } else if self.search.execution.memo.unsteady {
            self.stop(Some(Bound::Unsteady));
        }
    }

    fn stop(&mut self, bound: Option<Bound>) {
        self.coverage = match bound {
            _ if self.search.execution.memo.unsteady => Coverage::Incomplete(Bound::Unsteady),
            // All has been tried, whatever the caller meant to say.
            Some(Bound::Executions | Bound::Steps | Bound::Memory | Bound::Time)
                if self.search.is_done() && !self.watch.cut && !self.search.execution.bounded =>
            {
                Coverage::Complete
            }
            Some(bound) => Coverage::Incomplete(bound),
            None if self.search.execution.bounded => Coverage::Incomplete(Bound::Late(self.limits.late)),
            None => Coverage::Complete,
        };
        self.search.rewind();
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            depth: self.search.execution.len() as u64,
            outcomes: self.watch.outcomes.entries.len() as u64,
            bytes: self.bytes() as u64,
            ..self.watch.progress
        }
    }

    /// Whether it has seen everything. Until [`Explorer::run_slice`] has said that it is over, what
    /// counts as complete may still turn out to be unsteady: the schedules are followed once more by then.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// Executions that were begun in vain, because all that follows had been seen. There are none.
    #[must_use]
    pub fn redundant(&self) -> u64 {
        self.search.redundant
    }

    /// What has been found so far.
    #[must_use]
    pub fn report(&self) -> Exploration {
        Exploration {
            coverage: self.coverage,
            progress: self.progress(),
            outcomes: self.found(),
            tree: self.watch.tree.tree(&self.search.execution),
        }
    }

    fn found(&self) -> Vec<Found> {
        let mut found = self.watch.outcomes.found(&self.search.execution);
        if self.search.execution.bounded {
            // A task that runs out of time more often might get there with fewer switches.
            found.iter_mut().for_each(|found| found.shortest = false);
        }
        found
    }

    /// Why the schedule found for this outcome, by its position in the report, leads to it. All of it may
    /// take this many steps of search of its own. None where there is no such outcome, or it is good.
    #[must_use]
    pub fn explaining(&self, outcome: usize, steps: u64) -> Option<Explaining> {
        let entry = self.watch.outcomes.entries.get(outcome).filter(|entry| !entry.good)?;
        Some(Explaining::new(&self.search.execution, entry, self.limits.length as usize, steps, self.room()))
    }

    /// The same at once, for a caller that has nothing else to do meanwhile.
    #[must_use]
    pub fn explain(&self, outcome: usize, steps: u64) -> Option<Explanation> {
        self.explaining(outcome, steps)?.run_slice(u64::MAX)
    }

    /// How many bytes it may still take.
    fn room(&self) -> usize {
        usize::try_from(self.limits.memory).unwrap_or(usize::MAX).saturating_sub(self.bytes())
    }
}
