//! Events: what engines push and every picture is folded from, as fixed-size records.
//!
//! An event is told when its operation has taken effect; what a task was doing between two of
//! its events follows from the kind of the earlier one (see `timeline`).

use crate::{Mark, ObjectId, TaskId};

/// In the byte of the kind: the event is a step.
const STEP: u8 = 1 << 7;

/// Bytes of one event in a trace ring and in a message to the page.
pub const EVENT_BYTES: usize = 32;

/// So many events of one run are told, and kept: what happens beyond is counted, and whoever shows the run says
/// so. What it comes to is the program's own and needs none of them.
pub const MOST_EVENTS: u64 = 1_000_000;

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What happened. `value` and `object` of the event mean what each kind says.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum EventKind { $($(#[$doc])* $name = $code,)* }

        impl EventKind {
            /// The kind with this code, if there is one.
            #[must_use]
            pub fn from_code(code: u8) -> Option<EventKind> {
                match code { $($code => Some(EventKind::$name),)* _ => None }
            }
        }
    };
}

event_kinds! {
    /// The task spawned another: `value` is its number, `object` what stands for it.
    Spawn = 1,
    /// The task runs for the first time.
    Begin = 2,
    /// The task is over: `value` is 0 finished, 1 cancelled, 2 crashed.
    End = 3,
    /// The task saw another end: `value` is its number.
    Join = 4,
    /// The task asked another to end: `value` is its number.
    Cancel = 5,
    /// `value` was read from the cell.
    Load = 10,
    /// `value` was written to the cell.
    Store = 11,
    /// The cell became `value`, in one step.
    Add = 12,
    /// A compare-and-set on the cell: `value` is 1 where it succeeded.
    Swap = 13,
    /// A key was looked up in the map: `value` is 1 where it was there.
    Look = 14,
    /// A key was put into the map: `value` is the number of entries now.
    Insert = 15,
    /// A key was taken out of the map: `value` is the number of entries now.
    Remove = 16,
    /// From here on the task waits for the object.
    Wait = 20,
    /// The wait for the object ran out of time.
    TimedOut = 21,
    /// The lock or permit is now held: `value` is permits left, or depth for a re-entrant lock.
    Acquire = 22,
    /// The lock or permit was given back: `value` as for `Acquire`.
    Release = 23,
    /// A try without waiting: the object was not to be had.
    Refused = 24,
    /// The signal was set, or the future done.
    Set = 25,
    /// The signal was cleared.
    Clear = 26,
    /// The task passed an object it waited for: a signal, a barrier, a future, a condition.
    Pass = 27,
    /// The condition was notified: `value` is how many waiters were woken.
    Notify = 28,
    /// The task arrived at the barrier: `value` is how many have.
    Arrive = 29,
    /// An item went in: `value` is how many are there now.
    Put = 30,
    /// An item came out: `value` is how many are there now.
    Get = 31,
    /// One item is worked off: `value` is how many are not yet.
    Done = 32,
    /// Nothing more will go in.
    Close = 33,
    /// An item was dropped for want of room: `value` is how many are there now.
    Drop = 34,
    /// CPU work begins: `value` is the number of units.
    Compute = 40,
    /// Some of the CPU work is done: `value` is how many units so far.
    Progress = 41,
    /// CPU work is done: `value` is the number of units.
    Computed = 42,
    /// Work in native code begins, without the baton: `value` is the number of units.
    Native = 43,
    /// Work in native code is done: `value` is the number of units.
    NativeDone = 44,
    /// The task sleeps: `value` is nanoseconds.
    Sleep = 45,
    /// The task waits for the outside world: `value` is nanoseconds.
    Io = 46,
    /// A call that blocks the event loop it is on: `value` is nanoseconds. (In a thread of its own it is a sleep.)
    Block = 47,
    /// A sleep, an I/O wait or a blocking call is over.
    Woke = 48,
    /// Bytes are made of a value: `value` is how many.
    Pickle = 50,
    /// A value is made of bytes: `value` is how many.
    Unpickle = 51,
    /// A process is being started: `value` is nanoseconds it takes. Told by who starts it as it begins, or by
    /// the one that was started once it is up.
    Start = 52,
    /// Bytes are on their way to another process, or from one: `value` is how many.
    Copy = 53,
    /// The task wants the baton and does not have it.
    Want = 60,
    /// The task has the baton, or a core, and runs.
    Take = 61,
    /// The task lost the baton, or its core, though it could go on.
    Yield = 62,
    /// Another thread helps the task with its native code from here on: `value` is the helper's number, `lane`
    /// where it does. With 0 it is the task's own thread, which goes on with it.
    Help = 63,
    /// It helps no longer: `value` as for `Help`. With 0 it is the task's own thread, which waits for the others.
    HelpDone = 64,
    /// Something the program checks did not hold: `mark` says where.
    Failed = 70,
    /// The program points at something: `value` is its own.
    Note = 71,
}

/// One thing that happened in a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// Nanoseconds since the run began, on the run's clock.
    pub time: u64,
    /// What the kind says it is.
    pub value: i64,
    /// Place in the order of the run: the one order all tasks agree on.
    pub seq: u32,
    /// Who did it.
    pub task: TaskId,
    /// To what, or `ObjectId::NONE`.
    pub object: ObjectId,
    /// Where in the listing.
    pub mark: Mark,
    /// What.
    pub kind: EventKind,
    /// On which worker or core.
    pub lane: u8,
    /// Whether it is a *step*: an operation of its task that took effect, as a schedule counts them. What else is
    /// told, such as who waits and who runs, follows from steps and from the clock.
    pub step: bool,
}

impl Event {
    /// The record of this event: little-endian, `EVENT_BYTES` long.
    #[must_use]
    #[inline]
    pub fn to_bytes(self) -> [u8; EVENT_BYTES] {
        // In whole words: a word that was written in pieces is slow to read back, as who copies it does.
        let place = u64::from(self.seq) | u64::from(self.task.0) << 32;
        let what = u64::from(self.mark.0) << 32 | u64::from(self.kind_byte()) << 48 | u64::from(self.lane) << 56;
        let mut bytes = [0; EVENT_BYTES];
        bytes[0..8].copy_from_slice(&self.time.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.value.to_le_bytes());
        bytes[16..24].copy_from_slice(&place.to_le_bytes());
        bytes[24..32].copy_from_slice(&(u64::from(self.object.0) | what).to_le_bytes());
        bytes
    }

    #[inline]
    fn kind_byte(self) -> u8 {
        self.kind as u8 | if self.step { STEP } else { 0 }
    }

    /// The event in this record; `None` where the kind is unknown.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; EVENT_BYTES]) -> Option<Event> {
        let (words, _) = bytes.as_chunks::<4>();
        let word = |at: usize| u32::from_le_bytes(words[at]);
        let long = |at: usize| u64::from(word(at)) | u64::from(word(at + 1)) << 32;
        Some(Event {
            time: long(0),
            value: long(2).cast_signed(),
            seq: word(4),
            task: TaskId(word(5)),
            object: ObjectId(word(6)),
            mark: Mark(u16::from_le_bytes([bytes[28], bytes[29]])),
            kind: EventKind::from_code(bytes[30] & !STEP)?,
            lane: Event::lane_in(bytes),
            step: bytes[30] & STEP != 0,
        })
    }

    /// Only the lane of the event in this record.
    #[must_use]
    pub fn lane_in(bytes: &[u8; EVENT_BYTES]) -> u8 {
        bytes[31]
    }

    /// The events in a message of records; a record of an unknown kind is left out.
    pub fn all_from_bytes(bytes: &[u8]) -> impl Iterator<Item = Event> + '_ {
        let (records, _) = bytes.as_chunks::<EVENT_BYTES>();
        records.iter().filter_map(Event::from_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_kind() -> impl Strategy<Value = EventKind> {
        let kinds: Vec<EventKind> = (0..=u8::MAX).filter_map(EventKind::from_code).collect();
        proptest::sample::select(kinds)
    }

    proptest! {
        #[test]
        fn records_round_trip(time: u64, value: i64, seq: u32, task: u32, object: u32, mark: u16, kind in any_kind(), lane: u8, step: bool) {
            let event = Event { time, value, seq, task: TaskId(task), object: ObjectId(object), mark: Mark(mark), kind, lane, step };
            prop_assert_eq!(Event::from_bytes(&event.to_bytes()), Some(event));
        }
    }
}
