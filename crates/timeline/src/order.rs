//! Puts events of several rings into the one order of the run.
//!
//! Rings are drained one after the other, so a batch may hold what happened before the end of the
//! batch before it. Numbers without a gap are let through at once; a gap is waited for a few
//! batches long, and then taken for what it is: an event that was dropped.
//!
//! A batch is put in order when the one before it has been handed on, so taking one in costs nothing, and what
//! was not handed on can be forgotten at once.

use model::Event;
use std::collections::VecDeque;

/// So many events at most wait for one that is missing.
const WINDOW: usize = 1 << 18;
/// So many batches long an event is waited for.
const PATIENCE: usize = 4;

/// Events on their way into the order of the run.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// Taken in and not looked at yet.
    batches: VecDeque<Vec<Event>>,
    /// In order from where the last of them was handed on.
    waiting: Vec<Event>,
    /// So many of the waiting have been handed on, and so many may be.
    at: usize,
    due: usize,
    /// Every event with a smaller number has been handed on or was dropped.
    next: u32,
    /// The largest number of each of the last batches.
    heights: VecDeque<u32>,
    finished: bool,
}

impl Order {
    /// Takes in a batch. That costs nothing yet: it is put in order when its turn comes.
    pub(crate) fn push(&mut self, batch: Vec<Event>) {
        self.batches.push_back(batch);
    }

    /// Nothing more will come: what waits for something that is missing waits no longer.
    pub(crate) fn finish(&mut self) {
        self.finished = true;
    }

    /// The next event, if its turn has come.
    pub(crate) fn pop(&mut self) -> Option<Event> {
        while self.at == self.due {
            if !self.has_more() {
                return None;
            }
            self.settle();
        }
        let event = self.waiting[self.at];
        self.at += 1;
        self.next = event.seq.wrapping_add(1);
        Some(event)
    }

    /// Whether there is anything to be done before more is taken in.
    pub(crate) fn has_more(&self) -> bool {
        self.at < self.due || !self.batches.is_empty() || (self.finished && self.at < self.waiting.len())
    }

    /// Forgets everything that was not handed on; says how much that was.
    pub(crate) fn forget(&mut self) -> usize {
        let ahead = self.batches.iter().map(Vec::len).sum::<usize>() + self.waiting.len() - self.at;
        (self.batches, self.waiting, self.at, self.due) = Default::default();
        ahead
    }

    /// Everything due has been handed on: puts one more batch in order and says what of it is due.
    fn settle(&mut self) {
        self.waiting.drain(..self.at);
        (self.at, self.due) = (0, 0);
        let Some(batch) = self.batches.pop_front() else {
            self.due = self.waiting.len();
            return;
        };
        if self.waiting.is_empty() {
            self.waiting = batch;
        } else {
            self.waiting.extend(batch);
        }
        // Each ring is in order already, which this sort makes use of.
        self.waiting.sort_by_key(|event| event.seq);
        self.heights.extend(self.waiting.last().map(|last| last.seq));
        let old = if self.heights.len() > PATIENCE { self.heights.pop_front() } else { None };
        let given = old.map_or(0, |old| self.waiting.partition_point(|event| event.seq <= old));
        self.due = self.contiguous(given.max(self.waiting.len().saturating_sub(WINDOW)));
    }

    /// How many of the waiting follow each other without a gap, given that so many go in any case.
    fn contiguous(&self, given: usize) -> usize {
        let mut next = if given == 0 { self.next } else { self.waiting[given - 1].seq.wrapping_add(1) };
        let more = self.waiting[given..].iter().take_while(|event| {
            let follows = event.seq <= next;
            next = next.max(event.seq.wrapping_add(1));
            follows
        });
        given + more.count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{EventKind, Mark, ObjectId, TaskId};
    use proptest::prelude::*;

    fn event(seq: u32) -> Event {
        let (task, object, kind) = (TaskId(0), ObjectId::NONE, EventKind::Note);
        Event { time: u64::from(seq), value: 0, seq, task, object, mark: Mark::NONE, kind, lane: 0, step: false }
    }

    fn handed_on(order: &mut Order) -> Vec<u32> {
        std::iter::from_fn(|| order.pop()).map(|event| event.seq).collect()
    }

    fn order_of(batches: &[&[u32]]) -> (Vec<u32>, Vec<u32>) {
        let (mut order, mut out) = (Order::default(), Vec::new());
        for batch in batches {
            order.push(batch.iter().map(|seq| event(*seq)).collect());
            out.extend(handed_on(&mut order));
        }
        let live = out.clone();
        order.finish();
        out.extend(handed_on(&mut order));
        assert!(!order.has_more());
        (live, out)
    }

    #[test]
    fn batches_that_overlap_come_out_in_order_and_at_once() {
        assert_eq!(order_of(&[&[0, 2, 4], &[1, 3, 5]]).0, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_gap_is_waited_for_and_then_taken_for_a_dropped_event() {
        assert_eq!(order_of(&[&[0, 1, 3]]), (vec![0, 1], vec![0, 1, 3]));
        // 5 is missing for good; 8 comes late, but comes.
        let (live, all) = order_of(&[&[0, 1, 2, 3, 4, 6, 7], &[9], &[8, 10], &[11], &[12]]);
        assert_eq!(live, [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]);
        assert_eq!(all, live);
        // What came just now is not rushed through with what is old.
        assert_eq!(order_of(&[&[1], &[], &[], &[], &[2, 4]]).0, [1, 2]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_all_is_in_order(split in proptest::collection::vec(0usize..3, 0..300)) {
            // Three rings, drained in turn every thirty events.
            let mut rings = [const { Vec::new() }; 3];
            let (mut order, mut out) = (Order::default(), Vec::new());
            // Looked at now and then, as a page does that has other things to do.
            for (seq, ring) in split.iter().enumerate() {
                rings[*ring].push(event(u32::try_from(seq).expect("short")));
                if seq % 30 == 29 {
                    order.push(std::mem::take(&mut rings[seq / 30 % 3]));
                }
                if seq % 70 == 69 {
                    out.extend(handed_on(&mut order));
                }
            }
            for ring in rings {
                order.push(ring);
            }
            order.finish();
            out.extend(handed_on(&mut order));
            prop_assert!(out.iter().copied().eq(0..u32::try_from(split.len()).expect("short")));
        }
    }
}
