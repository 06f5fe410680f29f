//! What the machine plans to happen, and to whom.
//!
//! To change a plan is to raise the number it was entered under, and to ignore it when it comes.

/// Something that will happen, and to whom. The second number tells it from older plans.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Item {
    /// The thread has done what it is doing.
    Segment(u32, u32),
    /// The thread that was woken runs on its core.
    Arrive(u32, u32),
    /// The task's sleep is over.
    Timer(u32, u32),
    /// The task's operation has run out of time.
    Deadline(u32, u32),
    /// The thread has waited for the baton for a whole interval.
    Interval(u32, u32),
    /// The holder of this process's baton hears that it is asked for, unless the baton has gone on meanwhile.
    Request(u32, u32),
    /// The core's thread has had it long enough.
    Quantum(u32, u32),
}
