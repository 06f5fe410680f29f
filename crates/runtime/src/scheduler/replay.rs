//! Takes the steps of a schedule, one after the other, and then leaves it to the clock.

use super::{Choice, Decision, Scheduler};
use model::Schedule;

/// The replay of a schedule.
#[derive(Clone, Debug)]
pub struct Replay {
    schedule: Schedule,
    at: usize,
    used: u32,
    /// How many steps of the schedule are behind.
    handed: u64,
}

impl Replay {
    /// A replay from the first step of this schedule on.
    #[must_use]
    pub fn new(schedule: &Schedule) -> Replay {
        Replay { schedule: schedule.clone(), at: 0, used: 0, handed: 0 }
    }
}

impl Scheduler for Replay {
    fn choose(&mut self, choice: &Choice<'_>) -> Decision {
        // A step that was chosen and not taken is chosen again.
        while self.handed < choice.taken {
            let Some((_, count)) = self.schedule.runs().get(self.at) else { break };
            self.handed += 1;
            self.used += 1;
            if self.used == *count {
                self.at += 1;
                self.used = 0;
            }
        }
        self.schedule.runs().get(self.at).map_or(Decision::Clock, |(step, _)| Decision::Step(*step))
    }

    fn settles(&self) -> bool {
        !self.schedule.is_loose(self.at)
    }
}
