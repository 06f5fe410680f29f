//! Modes and clocks: the two choices a learner makes before a run.

use serde::{Deserialize, Serialize};

/// What running several tasks means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Mode {
    /// A plain loop: one task after another.
    Sequential,
    /// `threading` on the usual build of CPython: one task holds the baton.
    Gil,
    /// `threading` on a free-threaded build: a real thread each.
    Free,
    /// `multiprocessing`: isolated memory, arguments and results are serialised.
    Processes,
    /// `asyncio`: one thread, which switches at `await` only.
    EventLoop,
}

impl Mode {
    /// Every mode, in the order a page shows them.
    pub const ALL: [Mode; 5] = [Mode::Sequential, Mode::Gil, Mode::Free, Mode::Processes, Mode::EventLoop];

    /// The word for this mode in links, code and tests.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Mode::Sequential => "sequential",
            Mode::Gil => "gil",
            Mode::Free => "free",
            Mode::Processes => "processes",
            Mode::EventLoop => "event-loop",
        }
    }

    /// Whether real threads share one memory in it: measured, it needs an isolated page.
    #[must_use]
    pub fn shares_memory(self) -> bool {
        match self {
            Mode::Free => true,
            Mode::Sequential | Mode::Gil | Mode::Processes | Mode::EventLoop => false,
        }
    }

    /// Whether threads take turns at one lock of the interpreter in it.
    #[must_use]
    pub fn takes_turns(self) -> bool {
        match self {
            Mode::Gil => true,
            Mode::Sequential | Mode::Free | Mode::Processes | Mode::EventLoop => false,
        }
    }

    /// The mode with this word, if there is one.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.id() == id)
    }
}

/// Which time a run is told in. The two are never mixed in one chart without saying so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Clock {
    /// Real time on this machine.
    Measured,
    /// Virtual time of the modelled machine: the same seed gives the same run.
    Modelled,
}

impl Clock {
    /// Both clocks, in the order a page shows them.
    pub const ALL: [Clock; 2] = [Clock::Measured, Clock::Modelled];

    /// The word for this clock in links, code and tests.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Clock::Measured => "measured",
            Clock::Modelled => "modelled",
        }
    }

    /// The clock with this word, if there is one.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Clock> {
        Clock::ALL.into_iter().find(|clock| clock.id() == id)
    }
}
