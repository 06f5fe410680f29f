//! What a task is doing between two of its events.

use model::EventKind;

/// How many states there are.
pub const STATES: usize = 14;

/// What a task is doing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum State {
    /// Not spawned yet, or over.
    Gone = 0,
    /// It could go on and has no core, or not yet the baton it is about to be given.
    Ready = 1,
    /// It runs.
    Running = 2,
    /// It wants the baton and does not have it.
    WantsBaton = 3,
    /// It waits for an object: a lock, a queue, a signal.
    Waiting = 4,
    /// It waits for another task to end.
    Joining = 5,
    /// It sleeps, or waits for the outside world.
    Away = 6,
    /// It runs native code and needs no baton.
    Native = 7,
    /// It holds up the event loop it is on: nobody else there can go on.
    Blocking = 8,
    /// It makes bytes of a value.
    Pickling = 9,
    /// Bytes of its own are on their way, to it or from it.
    Copying = 10,
    /// It makes a value of bytes.
    Unpickling = 11,
    /// Its process is being started, or it starts one.
    Starting = 12,
    /// It is in native code and does nothing there: it has no core, or waits for those who help it.
    Halted = 13,
}

impl State {
    /// Every state, by number.
    pub const ALL: [State; STATES] = [
        State::Gone,
        State::Ready,
        State::Running,
        State::WantsBaton,
        State::Waiting,
        State::Joining,
        State::Away,
        State::Native,
        State::Blocking,
        State::Pickling,
        State::Copying,
        State::Unpickling,
        State::Starting,
        State::Halted,
    ];

    /// The state of a task that was in this one when an event of this kind happened to it.
    /// `joins` says whether the object of the event is a task.
    pub(crate) fn after(self, kind: EventKind, joins: bool) -> State {
        match kind {
            EventKind::Begin | EventKind::Take => State::Running,
            EventKind::End => State::Gone,
            EventKind::Want => State::WantsBaton,
            EventKind::Yield | EventKind::Woke | EventKind::NativeDone => State::Ready,
            EventKind::Sleep | EventKind::Io => State::Away,
            EventKind::Block => State::Blocking,
            EventKind::Pickle => State::Pickling,
            EventKind::Copy => State::Copying,
            EventKind::Unpickle => State::Unpickling,
            EventKind::Start => State::Starting,
            EventKind::Native => State::Native,
            EventKind::Wait if joins => State::Joining,
            EventKind::Wait => State::Waiting,
            // What ended a wait was often done by whoever let the task go on: it still needs its turn.
            _ if matches!(self, State::Waiting | State::Joining) => State::Ready,
            // Whoever does something runs, also where an engine has no turns to tell of.
            _ => State::Running,
        }
    }

    /// Whether the task uses a core.
    #[must_use]
    pub fn works(self) -> bool {
        matches!(self, State::Running | State::Native | State::Pickling | State::Copying | State::Unpickling)
    }
}
