//! What the page says to the conductor and hears from it.
//!
//! Both ends are of one build, so these types carry no version; what outlives a build is a
//! [`crate::Link`]. Events do not travel as reports: they come as raw records (`Event`), many at a time.

use crate::{Ending, Explanation, Exploration, Job, Name, Progress, Strayed};
use serde::{Deserialize, Serialize};

/// Tells runs of one page apart, so that a late message of an old run is seen as such.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// What the page asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Run this. One run at a time.
    Run {
        /// Under which number its reports come.
        run: RunId,
        /// What.
        job: Job,
    },
    /// Try every interleaving of this, with its parameters. Counts as a run.
    Explore {
        /// Under which number its reports come.
        run: RunId,
        /// What.
        job: Job,
    },
    /// Hold this exploration.
    Pause {
        /// Which.
        run: RunId,
    },
    /// Let this exploration go on.
    Resume {
        /// Which.
        run: RunId,
    },
    /// Say that you are there.
    Ping,
    /// End this run soon and politely. An exploration tells what it found so far.
    Stop {
        /// Which.
        run: RunId,
    },
    /// Measure this by name, without a scenario: the bench's own peer in the same page.
    Measure {
        /// Under which number its answer comes.
        run: RunId,
        /// What: see the workers' `measure` module.
        what: String,
    },
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
    /// Real threads need a cross-origin isolated page, and this one is not.
    NotIsolated,
    /// The mode is not there yet under this clock.
    NotSupported,
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
    /// A worker could not be started, or died.
    WorkerFailed(String),
    /// The conductor did not understand: the page and the worker are not of one build.
    Mismatch(String),
}
