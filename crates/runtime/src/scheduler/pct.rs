//! Probabilistic concurrency testing: the task of the highest priority always goes, and at a few
//! random moments the one that goes falls behind all others.
//!
//! After Burckhardt, Kothari, Musuvathi and Nagarakatte (ASPLOS 2010): a bug that needs d events
//! in a certain order is found in one run of n tasks and k steps with chance 1/(n k^(d-1)) at least.

use super::{Choice, Decision, Scheduler};
use crate::dice::Dice;
use model::TaskId;

/// Priorities from a seed.
#[derive(Clone, Debug)]
pub struct Pct {
    dice: Dice,
    /// By number of the task.
    priorities: Vec<u64>,
    /// Steps after which the running task falls behind, the latest first.
    changes: Vec<u64>,
    lowest: u64,
}

impl Pct {
    /// For bugs of this depth in runs of about so many steps.
    #[must_use]
    pub fn new(seed: u64, depth: u32, steps: u64) -> Pct {
        let mut dice = Dice::new(seed);
        let mut changes: Vec<u64> = (1..depth).map(|_| dice.below(steps.max(1))).collect();
        changes.sort_unstable_by(|a, b| b.cmp(a));
        Pct { dice, priorities: Vec::new(), changes, lowest: u64::from(depth) }
    }

    fn priority(&mut self, task: TaskId) -> u64 {
        while self.priorities.len() <= task.index() {
            // The low numbers are for tasks that fell behind.
            self.priorities.push(self.dice.next() | 1 << 32);
        }
        self.priorities[task.index()]
    }
}

impl Scheduler for Pct {
    fn choose(&mut self, choice: &Choice<'_>) -> Decision {
        while self.changes.last().is_some_and(|change| *change <= choice.taken) {
            self.changes.pop();
            self.lowest -= 1;
            if let Some(last) = choice.last {
                self.priority(last);
                self.priorities[last.index()] = self.lowest;
            }
        }
        let best = choice.steps.iter().copied().max_by_key(|step| self.priority(step.task));
        best.map_or(Decision::Clock, Decision::Step)
    }
}
