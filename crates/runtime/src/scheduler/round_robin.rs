//! Lets one task take steps for an interval of virtual time, then the next by number.

use super::{Choice, Decision, Scheduler};

/// One after the other, each for an interval.
#[derive(Clone, Debug)]
pub struct RoundRobin {
    interval: u64,
    since: u64,
}

impl RoundRobin {
    /// Each for so many nanoseconds; zero is one step each.
    #[must_use]
    pub fn new(interval: u64) -> RoundRobin {
        RoundRobin { interval, since: 0 }
    }
}

impl Scheduler for RoundRobin {
    fn choose(&mut self, choice: &Choice<'_>) -> Decision {
        let of_last = choice.steps.iter().find(|step| Some(step.task) == choice.last);
        if let Some(step) = of_last
            && choice.now - self.since < self.interval
        {
            return Decision::Step(*step);
        }
        self.since = choice.now;
        let after_last = choice.steps.iter().find(|step| choice.last.is_none_or(|last| step.task > last));
        after_last.or(choice.steps.first()).map_or(Decision::Clock, |step| Decision::Step(*step))
    }
}
