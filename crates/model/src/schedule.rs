//! Schedules: which task takes each step, as a text short enough for a link.
//!
//! The form is `1-` (its version), then task numbers separated by dots, each with `!` where its
//! operation ran out of time instead of happening, and `*n` where it takes n such steps in a row:
//! `1-0*3.2!.1*12`. At most one of them has `~` before it: after that, clean-up of a timeout may interleave
//! with steps of others, as it does under a clock; before, it comes first.

use crate::TaskId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most steps a schedule may hold: longer ones are no use to a person and too long for a link.
const MAX_STEPS: u64 = 1_000_000;

/// One step of a schedule: one operation of this task takes effect.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Whose.
    pub task: TaskId,
    /// The operation did not happen: it ran out of time. That is a choice of the world, not of the task.
    pub timed_out: bool,
}

impl From<TaskId> for Step {
    fn from(task: TaskId) -> Step {
        Step { task, timed_out: false }
    }
}

/// Which task takes each step, as runs of equal steps.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Schedule {
    runs: Vec<(Step, u32)>,
    /// From which of the runs on the clock says when who ran out of time cleans up.
    loose: Option<u32>,
}

impl Schedule {
    /// Adds one step.
    pub fn push(&mut self, step: impl Into<Step>) {
        self.push_run(step.into(), 1);
    }

    fn push_run(&mut self, step: Step, times: u32) {
        let begins = self.loose.is_some_and(|from| self.runs.len() == from as usize);
        match self.runs.last_mut() {
            Some((last, count)) if !begins && *last == step && *count <= u32::MAX - times => *count += times,
            _ => self.runs.push((step, times)),
        }
    }

    /// From the next step on whoever runs out of time cleans up when the clock lets it.
    pub fn loosen(&mut self) {
        self.loose.get_or_insert(u32::try_from(self.runs.len()).unwrap_or(u32::MAX));
    }

    /// Whether that is so in this one of the runs.
    #[must_use]
    pub fn is_loose(&self, run: usize) -> bool {
        self.loose.is_some_and(|from| run >= from as usize)
    }

    /// Every step, in order.
    pub fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        self.runs.iter().flat_map(|(step, count)| std::iter::repeat_n(*step, *count as usize))
    }

    /// Equal steps in a row as one, with how many they are.
    #[must_use]
    pub fn runs(&self) -> &[(Step, u32)] {
        &self.runs
    }

    /// How many steps there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.iter().map(|(_, count)| *count as usize).sum()
    }

    /// Whether there is no step.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Where a run which took these steps left this schedule; `None` where it took all of them, whatever it did
    /// after that.
    #[must_use]
    pub fn strays(&self, taken: &Schedule) -> Option<Strayed> {
        let (mut taken, mut over) = (taken.steps(), false);
        let at = self.steps().position(|step| {
            let next = taken.next();
            over = next.is_none();
            next != Some(step)
        })?;
        Some(Strayed { step: u32::try_from(at + 1).ok()?, over })
    }

    /// How often another task takes over: what a person has to follow.
    #[must_use]
    pub fn switches(&self) -> usize {
        self.runs.windows(2).filter(|pair| pair[0].0.task != pair[1].0.task).count()
    }
}

/// Where a run left the schedule that it was to follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Strayed {
    /// The first step, counted from 1, that it did not take.
    pub step: u32,
    /// Whether it was over by then; otherwise it took another step.
    pub over: bool,
}

impl<S: Into<Step>> FromIterator<S> for Schedule {
    fn from_iter<T: IntoIterator<Item = S>>(steps: T) -> Schedule {
        let mut schedule = Schedule::default();
        for step in steps {
            schedule.push(step);
        }
        schedule
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("1-")?;
        for (at, (step, count)) in self.runs.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            if self.loose.is_some_and(|from| at == from as usize) {
                f.write_str("~")?;
            }
            write!(f, "{}{}", step.task.0, if step.timed_out { "!" } else { "" })?;
            if *count > 1 {
                write!(f, "*{count}")?;
            }
        }
        Ok(())
    }
}

/// Why a text is no schedule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScheduleError {
    /// It does not begin with a version this build knows.
    Version,
    /// This part is no `task` and no `task*count`, with or without `!` after the task.
    Part(String),
    /// It holds too many steps.
    TooLong,
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScheduleError::Version => f.write_str("a schedule begins with \"1-\""),
            ScheduleError::Part(part) => write!(f, "\"{part}\" is neither a task number nor task*count"),
            ScheduleError::TooLong => write!(f, "a schedule holds at most {MAX_STEPS} steps"),
        }
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Schedule, ScheduleError> {
        let rest = text.strip_prefix("1-").ok_or(ScheduleError::Version)?;
        let mut schedule = Schedule::default();
        let mut total = 0u64;
        for part in rest.split('.').filter(|_| !rest.is_empty()) {
            let tight = part.strip_prefix('~');
            if tight.is_some() && schedule.loose.is_some() {
                return Err(ScheduleError::Part(part.into()));
            }
            if tight.is_some() {
                schedule.loosen();
            }
            let (task, count) = tight.unwrap_or(part).split_once('*').unwrap_or((tight.unwrap_or(part), "1"));
            let number = |text: &str| text.parse::<u32>().map_err(|_| ScheduleError::Part(part.into()));
            let (task, timed_out) = task.strip_suffix('!').map_or((task, false), |task| (task, true));
            let (task, count) = (TaskId(number(task)?), number(count)?);
            if count == 0 {
                return Err(ScheduleError::Part(part.into()));
            }
            total += u64::from(count);
            if total > MAX_STEPS {
                return Err(ScheduleError::TooLong);
            }
            schedule.push_run(Step { task, timed_out }, count);
        }
        Ok(schedule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_round_trips(
            steps in proptest::collection::vec((0u32..5, proptest::bool::weighted(0.1)), 0..200),
            loose in proptest::option::of(0usize..200),
        ) {
            let mut schedule = Schedule::default();
            for (at, (task, timed_out)) in steps.iter().enumerate() {
                if loose == Some(at) {
                    schedule.loosen();
                }
                schedule.push(Step { task: TaskId(*task), timed_out: *timed_out });
            }
            prop_assert_eq!(schedule.len(), steps.len());
            prop_assert_eq!(schedule.to_string().parse(), Ok(schedule.clone()));
            prop_assert!(schedule.steps().map(|step| (step.task.0, step.timed_out)).eq(steps));
        }

        #[test]
        fn garbage_never_panics(text in ".{0,80}") {
            let _ = text.parse::<Schedule>();
        }
    }

    #[test]
    fn a_run_strays_at_the_first_step_it_did_not_take() {
        let strays = |wanted: &str, taken: &str| {
            let read = |text: &str| text.parse::<Schedule>().expect("well formed");
            read(wanted).strays(&read(taken)).map(|strayed| (strayed.step, strayed.over))
        };
        assert_eq!(strays("1-0*2.1", "1-0*2.1.0*7"), None);
        assert_eq!(strays("1-0*2.1", "1-0*3"), Some((3, false)));
        assert_eq!(strays("1-0*2.1", "1-0"), Some((2, true)));
        assert_eq!(strays("1-0.1!", "1-0.1"), Some((2, false)));
        assert_eq!(strays("1-", "1-0"), None);
    }

    #[test]
    fn a_step_out_of_time_is_another_step() {
        let schedule: Schedule = "1-0*3.2!.2.1".parse().expect("well formed");
        assert_eq!((schedule.len(), schedule.switches()), (6, 2));
        assert_eq!(schedule.to_string(), "1-0*3.2!.2.1");
        let loose: Schedule = "1-0.~0*2.2!".parse().expect("well formed");
        assert_eq!((loose.len(), loose.is_loose(0), loose.is_loose(1)), (4, false, true));
        assert_eq!(loose.to_string(), "1-0.~0*2.2!");
    }

    #[test]
    fn garbage_is_refused_with_a_sentence() {
        let sentence = |text: &str| text.parse::<Schedule>().map_err(|error| error.to_string());
        assert_eq!(sentence("0.1"), Err("a schedule begins with \"1-\"".into()));
        assert_eq!(sentence("1-0.x"), Err("\"x\" is neither a task number nor task*count".into()));
        assert_eq!(sentence("1-0*0"), Err("\"0*0\" is neither a task number nor task*count".into()));
        assert_eq!(sentence("1-!2"), Err("\"!2\" is neither a task number nor task*count".into()));
        assert_eq!(sentence("1-~0.~1"), Err("\"~1\" is neither a task number nor task*count".into()));
        assert_eq!(sentence("1-2!!"), Err("\"2!!\" is neither a task number nor task*count".into()));
        assert_eq!(sentence("1-0*999999.1*999999"), Err("a schedule holds at most 1000000 steps".into()));
    }
}
