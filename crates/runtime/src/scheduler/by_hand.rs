//! Takes the steps that a person chooses, one at a time.

use super::{Choice, Decision, Scheduler};
use model::Step;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Where the person's choices come from, and where the choices a person has are told.
#[derive(Clone, Debug, Default)]
pub struct Turns(Rc<RefCell<Choices>>);

#[derive(Debug, Default)]
struct Choices {
    chosen: VecDeque<Step>,
    steps: Vec<Step>,
    /// From here on the clock decides.
    free: bool,
}

impl Turns {
    /// This step next, after those chosen before.
    pub fn choose(&self, step: Step) {
        self.0.borrow_mut().chosen.push_back(step);
    }

    /// After the steps chosen so far the clock decides.
    pub fn let_go(&self) {
        self.0.borrow_mut().free = true;
    }

    /// What can be chosen now.
    #[must_use]
    pub fn choices(&self) -> Vec<Step> {
        self.0.borrow().steps.clone()
    }
}

/// The person's hand on the machine.
#[derive(Clone, Debug)]
pub struct ByHand(Turns);

impl ByHand {
    /// A hand that takes its choices from there.
    #[must_use]
    pub fn new(turns: Turns) -> ByHand {
        ByHand(turns)
    }
}

impl Scheduler for ByHand {
    fn choose(&mut self, choice: &Choice<'_>) -> Decision {
        let mut told = self.0.0.borrow_mut();
        told.steps = choice.steps.to_vec();
        // A step that could not be taken after all was forgotten: the person chooses anew.
        match told.chosen.pop_front() {
            Some(step) if choice.steps.contains(&step) => Decision::Step(step),
            _ if told.free => Decision::Clock,
            _ => Decision::Ask,
        }
    }
}
