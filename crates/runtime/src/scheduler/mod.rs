//! Schedulers: which task takes the next step of a run of the modelled machine. One file each.
//!
//! Without one the machine goes by its clock: whoever comes first. A scheduler refuses to know
//! what operations do; it sees who could take a step, and says who does.

mod by_hand;
mod pct;
mod random;
mod replay;
mod round_robin;

pub use by_hand::{ByHand, Turns};
pub use pct::Pct;
pub use random::Random;
pub use replay::Replay;
pub use round_robin::RoundRobin;

use model::{Step, TaskId};

/// Says whose step is next.
///
/// The machine asks when somebody is about to take a step and nobody has been chosen. Until the
/// chosen step is taken every other task is held where it would take one, and time goes on. When
/// the chosen task turns out to wait or to end instead, the machine asks again. A step that can
/// never come (a schedule of another program) is given up: from there on the clock decides.
pub trait Scheduler {
    /// Whose step is next. `choice.steps` is not empty; another step may be chosen too, if it will
    /// be possible later.
    fn choose(&mut self, choice: &Choice<'_>) -> Decision;

    /// Whether the task whose step this is, and which runs out of time by it, cleans up before anybody
    /// else takes a step, so that the two are one. By the clock they are not.
    fn settles(&self) -> bool {
        true
    }
}

/// What a scheduler decides from.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// Steps that could be taken now or soon, by number of their task.
    pub steps: &'a [Step],
    /// Who took the last step.
    pub last: Option<TaskId>,
    /// Nanoseconds of virtual time since the run began.
    pub now: u64,
    /// How many steps were taken.
    pub taken: u64,
}

/// What a scheduler says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// This step is next.
    Step(Step),
    /// From here on the clock decides.
    Clock,
    /// It does not know yet: the slice ends, and it is asked again in the next.
    Ask,
}
