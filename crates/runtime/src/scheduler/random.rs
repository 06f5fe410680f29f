//! Chooses any step, all with the same chance.

use super::{Choice, Decision, Scheduler};
use crate::dice::Dice;

/// Chance, from a seed.
#[derive(Clone, Debug)]
pub struct Random {
    dice: Dice,
}

impl Random {
    /// The same seed chooses the same steps.
    #[must_use]
    pub fn new(seed: u64) -> Random {
        Random { dice: Dice::new(seed) }
    }
}

impl Scheduler for Random {
    fn choose(&mut self, choice: &Choice<'_>) -> Decision {
        let at = self.dice.below(choice.steps.len() as u64);
        let step = usize::try_from(at).ok().and_then(|at| choice.steps.get(at));
        step.map_or(Decision::Clock, |step| Decision::Step(*step))
    }
}
