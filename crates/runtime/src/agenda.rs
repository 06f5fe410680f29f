//! What will happen when: an engine's future, as a queue ordered by time.
//!
//! Items of one time come out in the order they went in. It refuses to take items back: to
//! change a plan is to raise the number the item was entered under, and to ignore it when it comes.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Many plans are made in the order in which they come due: all that sleep equally long, for one.
/// Those stand in a line, where they cost next to nothing; the others in a heap.
pub(crate) struct Agenda<T> {
    line: VecDeque<(u64, u64, T)>,
    heap: BinaryHeap<Reverse<(u64, u64, T)>>,
    order: u64,
}

impl<T: Copy + Ord> Agenda<T> {
    pub(crate) fn new() -> Agenda<T> {
        Agenda { line: VecDeque::new(), heap: BinaryHeap::new(), order: 0 }
    }

    pub(crate) fn push(&mut self, time: u64, item: T) {
        self.order += 1;
        let entry = (time, self.order, item);
        if self.line.back().is_none_or(|(last, _, _)| *last <= time) {
            self.line.push_back(entry);
        } else {
            self.heap.push(Reverse(entry));
        }
    }

    /// When the next thing happens; the end of time where nothing does.
    pub(crate) fn next_time(&self) -> u64 {
        let line = self.line.front().map_or(u64::MAX, |(time, _, _)| *time);
        self.heap.peek().map_or(line, |Reverse((time, _, _))| line.min(*time))
    }

    /// The next thing, which stays.
    pub(crate) fn peek(&self) -> Option<(u64, T)> {
        let next = if self.is_in_heap() { self.heap.peek().map(|Reverse(next)| next) } else { self.line.front() };
        next.map(|(time, _, item)| (*time, *item))
    }

    pub(crate) fn pop(&mut self) -> Option<(u64, T)> {
        let next = if self.is_in_heap() { self.heap.pop().map(|Reverse(next)| next) } else { self.line.pop_front() };
        next.map(|(time, _, item)| (time, item))
    }

    fn is_in_heap(&self) -> bool {
        match (self.line.front(), self.heap.peek()) {
            (Some(line), Some(Reverse(heap))) => heap < line,
            (None, _) => true,
            (Some(_), None) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn items_come_out_by_time_and_then_as_they_went_in(times in proptest::collection::vec(0u64..20, 0..200), split in 0usize..200) {
            let mut agenda = Agenda::new();
            let mut expected: Vec<(u64, u32)> = Vec::new();
            let mut out = Vec::new();
            for (at, time) in (0u32..).zip(&times) {
                // Half way some come out again: no later plan is for an earlier time.
                let now = out.last().map_or(0, |(time, _)| *time);
                agenda.push(now + time, at);
                expected.push((now + time, at));
                if at as usize == split {
                    out.extend(agenda.pop());
                }
            }
            let early = out.len();
            while let Some((time, item)) = agenda.pop() {
                prop_assert!(agenda.next_time() >= time);
                prop_assert_eq!(agenda.peek().map_or(u64::MAX, |(time, _)| time), agenda.next_time());
                out.push((time, item));
            }
            prop_assert!(out[early..].windows(2).all(|pair| pair[0] < pair[1]));
            out.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(out, expected);
        }
    }
}
