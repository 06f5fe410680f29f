//! What each mode means on the modelled machine: the one place where it is told from the others.

use crate::engine::Strand;
use model::Mode;

/// What a new task runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Home {
    /// The thread of its parent, which calls it and goes on when it has ended.
    Call,
    /// The thread of its parent, an event loop.
    Loop,
    /// A thread of its own, in its parent's process.
    Thread,
    /// A process that is a copy of its parent's.
    Fork,
    /// A process that starts from nothing.
    Spawn,
}

/// What running several tasks means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// What a task runs on that asks for nothing else.
    pub(super) usual: Home,
    /// Whether Python code needs the baton of its process.
    pub(super) has_baton: bool,
    /// Whether tasks have memories of their own.
    pub(super) isolates: bool,
}

impl Rules {
    pub(super) fn of(mode: Mode) -> Rules {
        let (usual, has_baton, isolates) = match mode {
            Mode::Sequential => (Home::Call, true, false),
            Mode::EventLoop => (Home::Loop, true, false),
            Mode::Gil => (Home::Thread, true, false),
            Mode::Free => (Home::Thread, false, false),
            Mode::Processes => (Home::Fork, true, true),
        };
        Rules { usual, has_baton, isolates }
    }

    /// What a task runs on that is started like this.
    pub(super) fn home(self, strand: Strand) -> Home {
        match strand {
            Strand::Usual => self.usual,
            Strand::Thread => Home::Thread,
            Strand::Fork => Home::Fork,
            Strand::Spawn => Home::Spawn,
        }
    }
}
