//! What the page says to the conductor and hears from it.
//!
//! Both ends are of one build, so these types carry no version; what outlives a build is a
//! [`crate::Link`]. Events do not travel as reports: they come as raw records (`Event`), many at a time.

use crate::{Ending, Explanation, Exploration, Job, Name, Progress, Strayed, TaskId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Tells runs of one page apart, so that a late message of an old run is seen as such.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// One thing a conductor does at a time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Work {
    /// To run it.
    Run(Job),
    /// To try every interleaving of it.
    Explore(Job),
    /// To measure this by name, without a scenario: see the workers' `measure` module.
    Measure(String),
}

/// What the page asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Do this. One work at a time; its reports come under this number.
    Begin(RunId, Work),
    /// Hold this exploration.
    Pause(RunId),
    /// Let this exploration go on.
    Resume(RunId),
    /// Read this text of a program, and say under this number what is wrong with it. Answered at once, whatever is
    /// under way.
    Check(u32, Arc<str>),
    /// Say that you are there.
    Ping,
    /// End this soon and politely. An exploration tells what it found so far.
    Stop(RunId),
}

/// What the conductor tells.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Report {
    /// The conductor is up. Nothing may be sent to it before.
    Ready {
        /// Whether real threads can be had.
        isolated: bool,
        /// Cores the browser offers.
        cores: u32,
        /// The smallest step seen of the clock, in nanoseconds.
        resolution: u64,
    },
    /// The answer to `Ping`.
    Alive,
    /// The run has begun.
    Started {
        /// Which.
        run: RunId,
    },
    /// Tasks and objects that came into being since the last report of this kind.
    Names {
        /// Of which run.
        run: RunId,
        /// They.
        names: Vec<Name>,
    },
    /// What its tasks printed since the last report of this kind.
    Printed {
        /// Of which run.
        run: RunId,
        /// In order.
        printed: Vec<Printed>,
    },
    /// The answer to `Check`.
    Checked {
        /// To which.
        number: u32,
        /// What is wrong, if anything is.
        wrong: Option<Wrong>,
    },
    /// The run is over; every event and name of it has been sent.
    Ended {
        /// Which.
        run: RunId,
        /// How.
        ending: Ending,
        /// What else is worth knowing.
        summary: Summary,
    },
    /// How far an exploration is, some times a second.
    Exploring {
        /// Which.
        run: RunId,
        /// So far.
        progress: Progress,
        /// Nanoseconds it has worked: what it was held for does not count.
        worked: u64,
    },
    /// The exploration is over.
    Explored {
        /// Which.
        run: RunId,
        /// What it found.
        found: Box<Exploration>,
        /// For each outcome found, by position, why its schedule leads there: none for what is good, and
        /// for what was not explained before the exploration was stopped.
        explained: Vec<Option<Explanation>>,
        /// Nanoseconds it worked.
        worked: u64,
    },
    /// The run could not be done here.
    Refused {
        /// Which.
        run: RunId,
        /// Why.
        error: EngineError,
    },
    /// The answer to `Measure`.
    Measured {
        /// To which.
        run: RunId,
        /// Nanoseconds it took, or whatever `what` says.
        value: f64,
    },
}

/// Something that a task printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Printed {
    /// When, on the run's clock.
    pub time: u64,
    /// Who.
    pub task: TaskId,
    /// What, line ends included.
    pub text: String,
    /// Whether it went to stderr.
    pub is_error: bool,
}

/// What is wrong with the text of a program, so that it cannot be run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wrong {
    /// In which line, from 1 on.
    pub line: u32,
    /// At which character of it, from 1 on.
    pub column: u32,
    /// Up to which line and character, which is not meant any more.
    pub end: (u32, u32),
    /// A sentence in each language, by the word for the language: they are made where the program is read.
    pub sentences: Vec<(String, String)>,
}

impl Wrong {
    /// The sentence in this language, or else in the first there is.
    #[must_use]
    pub fn sentence(&self, lang: &str) -> &str {
        let found = self.sentences.iter().find(|(known, _)| known == lang).or(self.sentences.first());
        found.map_or("", |(_, sentence)| sentence)
    }
}

/// Figures of a run that are no events.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Nanoseconds from the first step to the ending, on the run's clock.
    pub elapsed: u64,
    /// How many events happened.
    pub events: u64,
    /// How many of them were not kept, for want of room.
    pub dropped: u64,
    /// How many distinct workers ran tasks.
    pub threads: u32,
    /// Of a run that was to follow a schedule: where the replay diverged, if it did.
    pub strayed: Option<Strayed>,
    /// There were no threads for what should have left the only one: native code kept the GIL.
    pub native_kept_gil: bool,
}

/// Why the environment could not do what was asked. What a *program* does wrong is an `Ending`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EngineError {
    /// The text is no program that can be run.
    Program(Wrong),
    /// Real threads need a cross-origin isolated page, and this one is not.
    NotIsolated,
    /// More tasks at once than a pool of threads may have.
    TooManyTasks {
        /// Asked for.
        asked: u32,
        /// The most there can be.
        most: u32,
    },
    /// The pool of this conductor is too small and cannot grow: a fresh conductor will do.
    PoolTooSmall {
        /// Threads needed.
        needed: u32,
    },
    /// A worker that did this is no more, or nothing can be trusted that it does: a fresh one is needed.
    WorkerFailed(Fault),
    /// A process could not be started, however often that was tried. No other worker is the worse for it.
    ProcessNotUp(Fault),
    /// The conductor did not understand: the page and the worker are not of one build.
    Mismatch(Mismatch),
}

/// What became of a worker.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Fault {
    /// It was ended, by whatever.
    Ended,
    /// It does not answer.
    Silent,
    /// Its script did not load, and the browser does not say why.
    NotLoaded,
    /// The threads of its pool did not come up.
    NoThreads(Option<String>),
    /// So many bytes more were asked for, and there was no room for them.
    OutOfMemory(u64),
    /// What the browser said, or a panic: words for whoever mends it, in no learner's language.
    Said(String),
}

/// What a conductor did not understand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Mismatch {
    /// There is no program of this name.
    Program(String),
    /// The link of a job is none, in the words of a debugger.
    Link(String),
    /// There is nothing to measure called so.
    Measure(String),
    /// It was asked for a second work beside the first.
    Busy,
    /// It was no message of this build, in the words of a decoder.
    Unreadable(String),
}
