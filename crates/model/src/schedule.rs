//! Schedules: which task takes each step, as a text short enough for a link.
//!
//! The form is `1-` (its version), then task numbers separated by dots, each with `*n` where it
//! takes n steps in a row: `1-0*3.1.2*12`.

use crate::TaskId;
use std::fmt;
use std::str::FromStr;

/// The most steps a schedule may hold: longer ones are no use to a person and too long for a link.
const MAX_STEPS: u64 = 1_000_000;

/// Which task takes each step, as runs of steps of one task.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Schedule {
    runs: Vec<(TaskId, u32)>,
}

impl Schedule {
    /// Adds one step of this task.
    pub fn push(&mut self, task: TaskId) {
        match self.runs.last_mut() {
            Some((last, count)) if *last == task => *count += 1,
            _ => self.runs.push((task, 1)),
        }
    }

    /// Every step, in order.
    pub fn steps(&self) -> impl Iterator<Item = TaskId> + '_ {
        self.runs.iter().flat_map(|(task, count)| std::iter::repeat_n(*task, *count as usize))
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

    /// How often another task takes over: what a person has to follow.
    #[must_use]
    pub fn switches(&self) -> usize {
        self.runs.len().saturating_sub(1)
    }
}

impl FromIterator<TaskId> for Schedule {
    fn from_iter<T: IntoIterator<Item = TaskId>>(steps: T) -> Schedule {
        let mut schedule = Schedule::default();
        for task in steps {
            schedule.push(task);
        }
        schedule
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("1-")?;
        for (at, (task, count)) in self.runs.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            write!(f, "{}", task.0)?;
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
    /// This part is no `task` and no `task*count`.
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
            let (task, count) = part.split_once('*').unwrap_or((part, "1"));
            let number = |text: &str| text.parse::<u32>().map_err(|_| ScheduleError::Part(part.into()));
            let (task, count) = (TaskId(number(task)?), number(count)?);
            if count == 0 {
                return Err(ScheduleError::Part(part.into()));
            }
            total += u64::from(count);
            if total > MAX_STEPS {
                return Err(ScheduleError::TooLong);
            }
            match schedule.runs.last_mut() {
                Some((last, sum)) if *last == task => *sum += count,
                _ => schedule.runs.push((task, count)),
            }
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
        fn text_round_trips(steps in proptest::collection::vec(0u32..5, 0..200)) {
            let schedule: Schedule = steps.iter().map(|task| TaskId(*task)).collect();
            prop_assert_eq!(schedule.len(), steps.len());
            prop_assert_eq!(schedule.to_string().parse(), Ok(schedule.clone()));
            prop_assert!(schedule.steps().map(|task| task.0).eq(steps));
        }

        #[test]
        fn garbage_never_panics(text in ".{0,80}") {
            let _ = text.parse::<Schedule>();
        }
    }

    #[test]
    fn garbage_is_refused_with_a_sentence() {
        let sentence = |text: &str| text.parse::<Schedule>().map_err(|error| error.to_string());
        assert_eq!(sentence("0.1"), Err("a schedule begins with \"1-\"".into()));
        assert_eq!(sentence("1-0.x"), Err("\"x\" is neither a task number nor task*count".into()));
        assert_eq!(sentence("1-0*0"), Err("\"0*0\" is neither a task number nor task*count".into()));
        assert_eq!(sentence("1-0*999999.1*999999"), Err("a schedule holds at most 1000000 steps".into()));
    }
}
