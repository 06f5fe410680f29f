//! Processes as a conductor knows them: where they come from, what is said to them, and what is heard of them.

use model::{Fault, Job};
use runtime::Strand;
use serde::{Deserialize, Serialize};

/// Where processes come from. Whoever makes it sees to it that the conductor is called when
/// something was heard, or lets it look now and then.
pub trait Colony {
    /// Starts a process in this place: as a copy, or from nothing. These bytes are its [`Outset`].
    fn start(&self, place: u8, how: Strand, outset: Vec<u8>);

    /// Sends a message to the process in this place.
    fn post(&self, place: u8, message: Vec<u8>);

    /// Ends the process in this place, whatever it does. Nothing more is heard of it.
    fn kill(&self, place: u8);

    /// What was heard next, and from where.
    fn heard(&self) -> Option<(u8, Heard)>;
}

/// What is heard from a process.
pub enum Heard {
    /// A message for the hub.
    Message(Vec<u8>),
    /// It was up, and is no more: for this reason.
    Died(Fault),
    /// It could not be started: for this reason. That is no fault of the program.
    NotUp(Fault),
}

/// What a process needs to begin. Times are from when the run began, on the line that all workers share.
#[derive(Serialize, Deserialize)]
pub enum Outset {
    /// To live the life of a task.
    Program {
        /// Of this job's program.
        job: Job,
        /// When the run began.
        origin: u64,
        /// The hub's words.
        birth: Vec<u8>,
    },
    /// To do one piece of work after another (see `crate::beside`).
    Serve {
        /// When the run began.
        origin: u64,
    },
}

impl Outset {
    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("a vector takes every byte")
    }

    /// The outset in these bytes.
    ///
    /// # Errors
    /// Where there is none, in words.
    pub fn read(bytes: &[u8]) -> Result<Outset, String> {
        postcard::from_bytes(bytes).map_err(|error| error.to_string())
    }
}
