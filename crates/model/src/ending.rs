//! How a run ended, as data. A deadlock is a result, not an error.

use crate::{Fault, Mark, ObjectId, TaskId};
use serde::{Deserialize, Serialize};

/// How a run ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ending {
    /// The program came to its end and concluded this.
    Finished(Verdict),
    /// Tasks wait for each other in a ring: each waits for what the next one holds.
    Deadlock(Vec<WaitFor>),
    /// Nobody can go on and nobody holds what the others want: a wake-up was lost or never sent.
    Asleep(Vec<WaitFor>),
    /// Something the program checks did not hold.
    CheckFailed {
        /// Who found it.
        task: TaskId,
        /// Where in the listing.
        mark: Mark,
        /// The scenario's word for what should have held.
        check: String,
    },
    /// A task crashed and nobody was there to look after it.
    Crashed(TaskFailure),
    /// A task asked to start something that cannot be started here.
    NotStarted {
        /// Who asked.
        task: TaskId,
        /// What cannot be started.
        what: NotStarted,
    },
    /// The run took as many steps as it may.
    StepLimit(u64),
    /// The user stopped it.
    Stopped,
}

/// What cannot be started.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NotStarted {
    /// A second thread of a process: here it has one.
    Thread,
    /// One task more than there are real threads for: each needs one of its own.
    Task {
        /// How many there are for.
        most: u32,
    },
    /// One process more than so many at once.
    Process {
        /// The most there may be.
        most: u32,
    },
}

/// What a program concluded: a key of the scenario's sentences, and the numbers for them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// Names the sentence (`verdict.<key>` in the lesson).
    pub key: String,
    /// Whether this is how it should be.
    pub good: bool,
    /// Numbers for the sentence. Times are nanoseconds, shares are fractions of one.
    pub values: Vec<(String, f64)>,
}

impl Verdict {
    /// All is as it should be.
    #[must_use]
    pub fn good(key: &str) -> Verdict {
        Verdict { key: key.into(), good: true, values: Vec::new() }
    }

    /// Something went wrong.
    #[must_use]
    pub fn bad(key: &str) -> Verdict {
        Verdict { key: key.into(), good: false, values: Vec::new() }
    }

    /// The same with one more number.
    #[must_use]
    pub fn with(mut self, name: &str, value: f64) -> Verdict {
        self.values.push((name.into(), value));
        self
    }

    /// The number of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<f64> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| *value)
    }
}

/// One task that cannot go on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WaitFor {
    /// Who waits.
    pub task: TaskId,
    /// For what.
    pub object: ObjectId,
    /// Who holds it. Empty where nobody does (a signal nobody set).
    pub holders: Vec<TaskId>,
    /// Where in the listing it waits.
    pub mark: Mark,
}

/// A task that crashed, with its own words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaskFailure {
    /// Who.
    pub task: TaskId,
    /// What it said.
    pub message: String,
    /// What became of the process whose end it did not get over, where that is why.
    pub process: Option<Fault>,
}

/// An ending without its accidental numbers: what a scenario declares and the explorer counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// Finished with the verdict of this key.
    Verdict(String),
    /// A ring of waits.
    Deadlock,
    /// Everyone asleep.
    Asleep,
    /// This check failed.
    CheckFailed(String),
    /// A task crashed.
    Crashed,
}

impl Outcome {
    /// The outcome that this text means where scenarios and listings name theirs: `deadlock`, `asleep`, `crashed`,
    /// `check-failed` with the check, or else the key of a verdict.
    #[must_use]
    pub fn from_word(word: &str) -> Outcome {
        match (word, word.strip_prefix("check-failed ")) {
            ("deadlock", _) => Outcome::Deadlock,
            ("asleep", _) => Outcome::Asleep,
            ("crashed", _) => Outcome::Crashed,
            (_, Some(check)) => Outcome::CheckFailed(check.into()),
            (key, None) => Outcome::Verdict(key.into()),
        }
    }
}

impl Ending {
    /// The outcome this ending is one of; `None` where the run was cut short and shows none.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Ending::Finished(verdict) => Some(Outcome::Verdict(verdict.key.clone())),
            Ending::Deadlock(_) => Some(Outcome::Deadlock),
            Ending::Asleep(_) => Some(Outcome::Asleep),
            Ending::CheckFailed { check, .. } => Some(Outcome::CheckFailed(check.clone())),
            Ending::Crashed(_) => Some(Outcome::Crashed),
            Ending::NotStarted { .. } | Ending::StepLimit(_) | Ending::Stopped => None,
        }
    }

    /// Whether the learner should be pleased.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self, Ending::Finished(verdict) if verdict.good)
    }
}
