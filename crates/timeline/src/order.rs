//! Puts events of several rings into the one order of the run.
//!
//! Rings are drained one after the other, so a batch may hold what happened before the end of the
//! batch before it. Numbers without a gap are let through at once; a gap is waited for a few
//! batches long, and then taken for what it is: an event that was dropped.

use model::Event;
use std::collections::VecDeque;

/// So many events at most wait for one that is missing.
const WINDOW: usize = 1 << 18;
/// So many batches long an event is waited for.
const PATIENCE: usize = 4;

/// Events on their way into the order of the run.
#[derive(Debug, Default)]
pub(crate) struct Order {
    waiting: Vec<Event>,
    /// Every event with a smaller number has been let through or was dropped.
    next: u32,
    /// The largest number of each of the last batches.
    heights: VecDeque<u32>,
}

impl Order {
    /// Takes in a batch and hands on every event whose turn has come.
    pub(crate) fn push(&mut self, batch: impl IntoIterator<Item = Event>, hand_on: &mut impl FnMut(Event)) {
        self.waiting.extend(batch);
        // Each ring is in order already, which this sort makes use of.
        self.waiting.sort_by_key(|event| event.seq);
        self.heights.extend(self.waiting.last().map(|last| last.seq));
        let old = if self.heights.len() > PATIENCE { self.heights.pop_front() } else { None };
        let given = old.map_or(0, |old| self.waiting.partition_point(|event| event.seq <= old));
        let due = self.contiguous(given.max(self.waiting.len().saturating_sub(WINDOW)));
        self.release(due, hand_on);
    }

    /// Hands on what still waits: nothing more will come.
    pub(crate) fn finish(&mut self, hand_on: &mut impl FnMut(Event)) {
        self.release(self.waiting.len(), hand_on);
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

    fn release(&mut self, due: usize, hand_on: &mut impl FnMut(Event)) {
        for event in self.waiting.drain(..due) {
            self.next = event.seq.wrapping_add(1);
            hand_on(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{EventKind, Mark, ObjectId, TaskId};
    use proptest::prelude::*;

    fn event(seq: u32) -> Event {
        let (task, object, kind) = (TaskId(0), ObjectId::NONE, EventKind::Note);
        Event { time: u64::from(seq), value: 0, seq, task, object, mark: Mark::NONE, kind, lane: 0 }
    }

    fn order_of(batches: &[&[u32]]) -> (Vec<u32>, Vec<u32>) {
        let (mut order, mut out) = (Order::default(), Vec::new());
        for batch in batches {
            order.push(batch.iter().map(|seq| event(*seq)), &mut |event| out.push(event.seq));
        }
        let live = out.clone();
        order.finish(&mut |event| out.push(event.seq));
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
            for (seq, ring) in split.iter().enumerate() {
                rings[*ring].push(event(u32::try_from(seq).expect("short")));
                if seq % 30 == 29 {
                    order.push(std::mem::take(&mut rings[seq / 30 % 3]), &mut |event| out.push(event.seq));
                }
            }
            for ring in rings {
                order.push(ring, &mut |event| out.push(event.seq));
            }
            order.finish(&mut |event| out.push(event.seq));
            prop_assert!(out.iter().copied().eq(0..u32::try_from(split.len()).expect("short")));
        }
    }
}
