//! Every interleaving of a program, one of each kind: the oracle.
//!
//! Exhaustive search over schedules by optimal dynamic partial-order reduction; how it works and why
//! it is right stands in this folder's README. Single-threaded and sliced: [`Explorer::run_slice`]
//! goes on for a while, and pausing or stopping is not calling it again.
//!
//! It refuses to know time. `Cx::now` is always 0, a pause or a computation is one step that nobody
//! else can notice, and whether an operation runs out of time is a choice of the world: both are
//! tried. Clocks, and how long a search may take, are its caller's.

mod machine;
mod memo;
mod moves;
mod outcomes;
mod puppet;
mod races;
mod search;
mod wakeup;

use crate::cx::Cx;
use machine::Machine;
pub use memo::Program;
use model::{Bound, Coverage, Exploration, Progress, Step, Tree, Verdict};
use outcomes::Outcomes;
use search::{Advance, Search, Watcher};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// How far a search may go before it gives up. Time is its caller's to bound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Executions.
    pub executions: u64,
    /// Steps over all executions.
    pub steps: u64,
    /// Steps of one execution.
    pub length: u64,
    /// Bytes, about.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { executions: u64::MAX, steps: u64::MAX, length: 10_000, memory: 256 << 20 }
    }
}

/// A search that can be taken up and put down at any time.
pub struct Explorer {
    search: Search,
    watch: Watch,
    limits: Limits,
    coverage: Coverage,
}

struct Watch {
    outcomes: Outcomes,
    progress: Progress,
    cut: bool,
    witness: Option<Box<dyn FnMut(&[Seen])>>,
}

/// One step of an execution, as a test sees it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Seen {
    /// Whose.
    pub step: Step,
    /// What it touched, by number.
    pub object: u32,
    /// Whether it left that as it was.
    pub looks: bool,
}

impl Watcher for Watch {
    #[inline]
    fn step(&mut self, machine: &Machine) {
        self.progress.steps += 1;
        self.progress.longest = self.progress.longest.max(machine.len() as u64);
    }

    fn execution(&mut self, machine: &mut Machine, cut: bool) {
        self.cut |= cut;
        if cut && machine.ended.is_none() {
            return;
        }
        self.progress.executions += 1;
        self.outcomes.count(machine);
        if let Some(witness) = &mut self.witness {
            let seen = |taken: &machine::Taken| Seen {
                step: taken.mv.actor.into(),
                object: taken.mv.object,
                looks: taken.mv.looks,
            };
            witness(&machine.taken.iter().map(seen).collect::<Vec<_>>());
        }
    }

    fn leave(&mut self, _: &Machine) {}
}

impl Explorer {
    /// A search that has not begun.
    pub fn new(program: impl Fn(Cx) -> Pin<Box<dyn Future<Output = Verdict>>> + 'static, limits: Limits) -> Explorer {
        let machine = Machine::new(Rc::new(program));
        let length = usize::try_from(limits.length).unwrap_or(usize::MAX);
        Explorer {
            search: Search::new(machine, length),
            watch: Watch {
                outcomes: Outcomes::new(Vec::new()),
                progress: Progress::default(),
                cut: false,
                witness: None,
            },
            limits,
            coverage: Coverage::Running,
        }
    }

    /// Shows every execution to a test.
    pub fn witness(&mut self, witness: impl FnMut(&[Seen]) + 'static) {
        self.watch.witness = Some(Box::new(witness));
    }

    /// Goes on for about this many steps. False once there is nothing left to do.
    pub fn run_slice(&mut self, steps: u64) -> bool {
        if self.coverage != Coverage::Running {
            return false;
        }
        let until = self.watch.progress.steps.saturating_add(steps).min(self.limits.steps);
        while self.watch.progress.steps < until {
            match self.search.advance(&mut self.watch) {
                Advance::Step => {}
                Advance::Execution => {
                    if self.watch.progress.executions >= self.limits.executions {
                        self.coverage = Coverage::Incomplete(Bound::Executions);
                        return false;
                    }
                }
                Advance::Done => {
                    self.coverage =
                        if self.watch.cut { Coverage::Incomplete(Bound::Length) } else { Coverage::Complete };
                    return false;
                }
            }
        }
        true
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            depth: self.search.machine.len() as u64,
            outcomes: self.watch.outcomes.entries.len() as u64,
            bytes: self.search.bytes() as u64,
            ..self.watch.progress
        }
    }

    /// Executions that were begun in vain. There are none.
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
            outcomes: self.watch.outcomes.found(&self.search.machine),
            tree: Tree::default(),
        }
    }
}
