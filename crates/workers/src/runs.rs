//! Runs that are going on: one shape for every engine, so that the conductor knows none of them.

mod baton;
mod machine;
mod processes;
mod threads;

pub use baton::BatonRun;
pub use machine::MachineRun;
pub use processes::ProcessesRun;
pub use threads::ThreadsRun;

use crate::trace::{Batch, Source};
use model::{Ending, EngineError, Summary};

/// A run that was begun.
pub trait Running {
    /// Does a piece of it, on this thread until this time at most or on others meanwhile.
    fn go_on(&mut self, until: u64) -> Step;

    /// Ends it as stopped, soon: [`Running::go_on`] will say so.
    fn stop(&mut self);

    /// Where its trace is.
    fn source(&self) -> &dyn Source;

    /// Its figures, once it ended at this time on its own clock and the whole trace was taken.
    fn summary(&self, ended: u64, batch: &Batch) -> Summary {
        summary(ended, batch)
    }
}

fn summary(ended: u64, batch: &Batch) -> Summary {
    Summary {
        elapsed: ended.saturating_sub(batch.first()),
        events: batch.taken + batch.dropped,
        dropped: batch.dropped,
        threads: batch.lanes(),
        strayed: None,
        native_kept_gil: false,
    }
}

/// What there is to do next.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// To go on at once.
    Soon,
    /// To go on in so many nanoseconds.
    After(u64),
    /// Nothing: it ended like this, at this time on its own clock.
    Over(Ending, u64),
    /// Nothing: it could not be done here.
    Refused(EngineError),
    /// Nothing: it was a measurement, and this came out.
    Measured(f64),
}
