//! What will happen when: the machine's future, as a queue ordered by time.
//!
//! Items of one time come out in the order they went in. It refuses to take items back: who
//! changes a plan raises the number the item was entered under, and ignores it when it comes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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
    /// The core's thread has had it long enough.
    Quantum(u32, u32),
}

#[derive(Default)]
pub(super) struct Agenda {
    heap: BinaryHeap<Reverse<(u64, u64, Item)>>,
    order: u64,
}

impl Agenda {
    pub(super) fn push(&mut self, time: u64, item: Item) {
        self.order += 1;
        self.heap.push(Reverse((time, self.order, item)));
    }

    /// When the next thing happens; the end of time where nothing does.
    pub(super) fn next_time(&self) -> u64 {
        self.heap.peek().map_or(u64::MAX, |Reverse((time, _, _))| *time)
    }

    pub(super) fn pop(&mut self) -> Option<(u64, Item)> {
        self.heap.pop().map(|Reverse((time, _, item))| (time, item))
    }
}
