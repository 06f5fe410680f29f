//! The history of one variable: its value over time, what it would be had no update been lost,
//! and who overwrote whose.

use crate::versions::{Missing, Version, Versions};
use model::TaskId;

/// Points between two summaries.
const BLOCK: usize = 64;

/// The values of one variable over the time of a run.
#[derive(Debug, Default)]
pub struct CellHistory {
    points: Vec<Point>,
    /// Of every full block of points.
    blocks: Vec<Extent>,
    /// What each task read last, by its number.
    seen: Vec<Option<Seen>>,
    versions: Versions,
}

#[derive(Clone, Copy, Debug)]
struct Point {
    time: u64,
    value: i64,
    expected: i64,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    time: u64,
    value: i64,
    version: Version,
}

/// Updates that were written over unseen, by a task that had read before them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Overwritten {
    /// How many, of others.
    pub(crate) updates: u32,
    /// Whose the last of them was.
    pub(crate) of: TaskId,
    /// When the other task had read.
    pub(crate) since: u64,
}

/// What a variable was within a stretch of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// The least it was.
    pub least: i64,
    /// The most it was.
    pub most: i64,
    /// What it was at the end.
    pub value: i64,
    /// What it would have been at the end, had no update been lost.
    pub expected: i64,
}

impl Extent {
    fn of(point: &Point) -> Extent {
        Extent { least: point.value, most: point.value, value: point.value, expected: point.expected }
    }

    fn then(self, later: Extent) -> Extent {
        Extent { least: self.least.min(later.least), most: self.most.max(later.most), ..later }
    }
}

impl CellHistory {
    /// The task read this.
    pub(crate) fn load(&mut self, task: TaskId, time: u64, value: i64) {
        if self.points.is_empty() {
            self.point(Point { time, value, expected: value });
        }
        if self.seen.len() <= task.index() {
            self.seen.resize(task.index() + 1, None);
        }
        self.seen[task.index()] = Some(Seen { time, value, version: self.versions.now() });
    }

    /// The task wrote this. Gives the updates it wrote over, where it had not seen them.
    pub(crate) fn store(&mut self, task: TaskId, time: u64, value: i64) -> Option<Overwritten> {
        let seen = self.seen.get_mut(task.index()).and_then(Option::take);
        let lost = seen.and_then(|seen| {
            let Missing { updates, of } = self.versions.missing(seen.version, task)?;
            Some(Overwritten { updates, of, since: seen.time })
        });
        // Who writes without having read sets a value; who has read changes it by the difference.
        let expected = match (seen, self.points.last()) {
            (Some(seen), Some(last)) => last.expected.wrapping_add(value.wrapping_sub(seen.value)),
            _ => value,
        };
        self.versions.grow(task, seen.map_or(0, |seen| seen.version));
        self.point(Point { time, value, expected });
        lost
    }

    /// The task added to it in one step: this is what it became.
    pub(crate) fn add(&mut self, task: TaskId, time: u64, value: i64) {
        let expected =
            self.points.last().map_or(value, |last| last.expected.wrapping_add(value.wrapping_sub(last.value)));
        self.versions.grow(task, self.versions.now());
        self.point(Point { time, value, expected });
    }

    /// How many values are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// What it was between two moments, with what it was at the first; `None` before it is known.
    #[must_use]
    pub fn between(&self, from: u64, to: u64) -> Option<Extent> {
        let first = self.points.partition_point(|point| point.time <= from).saturating_sub(1);
        let last = self.points.partition_point(|point| point.time <= to);
        let points = |from: usize, to: usize| self.points[from..to].iter().map(Extent::of);
        if last <= first {
            return None;
        }
        let (block, end) = (first.div_ceil(BLOCK), last / BLOCK);
        if block >= end {
            return points(first, last).reduce(Extent::then);
        }
        let blocks = self.blocks[block..end].iter().copied();
        points(first, block * BLOCK).chain(blocks).chain(points(end * BLOCK, last)).reduce(Extent::then)
    }

    /// What it ever was.
    #[must_use]
    pub fn all(&self) -> Option<Extent> {
        self.between(0, u64::MAX)
    }

    fn point(&mut self, mut point: Point) {
        point.time = self.points.last().map_or(point.time, |last| last.time.max(point.time));
        self.points.push(point);
        if self.points.len().is_multiple_of(BLOCK) {
            let block = self.points[self.points.len() - BLOCK..].iter().map(Extent::of).reduce(Extent::then);
            self.blocks.extend(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: TaskId = TaskId(1);
    const B: TaskId = TaskId(2);

    #[test]
    fn an_update_written_over_unseen_is_lost() {
        let mut cell = CellHistory::default();
        cell.load(A, 1, 7);
        cell.load(B, 2, 7);
        assert_eq!(cell.store(A, 3, 8), None);
        assert_eq!(cell.store(B, 4, 8), Some(Overwritten { updates: 1, of: A, since: 2 }));
        assert_eq!(cell.all(), Some(Extent { least: 7, most: 8, value: 8, expected: 9 }));
    }

    #[test]
    fn one_write_may_lose_several_updates_and_none_is_lost_twice() {
        const C: TaskId = TaskId(3);
        let mut cell = CellHistory::default();
        cell.load(B, 1, 0);
        cell.load(A, 2, 0);
        assert_eq!(cell.store(A, 3, 1), None);
        cell.load(C, 4, 1);
        assert_eq!(cell.store(C, 5, 2), None);
        assert_eq!(cell.store(B, 6, 1), Some(Overwritten { updates: 2, of: C, since: 1 }));
        // What is gone already is not lost once more.
        cell.load(A, 7, 1);
        cell.load(C, 8, 1);
        assert_eq!(cell.store(A, 9, 2), None);
        assert_eq!(cell.store(C, 10, 2), Some(Overwritten { updates: 1, of: A, since: 8 }));
        assert_eq!(cell.all().map(|extent| (extent.value, extent.expected)), Some((2, 5)));
    }

    #[test]
    fn one_after_another_loses_nothing() {
        let mut cell = CellHistory::default();
        for (time, task) in [(1, A), (3, B), (5, A), (7, A)] {
            let value = time as i64 / 2;
            cell.load(task, time, value);
            assert_eq!(cell.store(task, time + 1, value + 1), None);
        }
        assert_eq!(cell.all(), Some(Extent { least: 0, most: 4, value: 4, expected: 4 }));
    }

    #[test]
    fn who_sets_without_reading_loses_nobody_s_update() {
        let mut cell = CellHistory::default();
        cell.load(A, 1, 0);
        cell.store(A, 2, 1);
        assert_eq!(cell.store(B, 3, 100), None);
        cell.add(A, 4, 101);
        assert_eq!(cell.between(4, 9).map(|extent| (extent.value, extent.expected)), Some((101, 101)));
    }

    proptest! {
        /// A value is the set of the updates in it: what a write loses is what was in it and is no more.
        #[test]
        fn as_many_updates_are_lost_as_go_out_of_the_value(steps in proptest::collection::vec((0u32..4, 0u8..5), 0..60)) {
            let mut cell = CellHistory::default();
            let (mut now, mut seen) = (Vec::<(u32, usize)>::new(), vec![None; 4]);
            for (time, (task, what)) in steps.into_iter().enumerate() {
                let (at, value) = (time as u64, now.len() as i64);
                let mine = &mut seen[task as usize];
                match what {
                    0 => {
                        cell.add(TaskId(task), at, value + 1);
                        now.push((task, time));
                    }
                    1 | 2 => {
                        cell.load(TaskId(task), at, value);
                        *mine = Some(now.clone());
                    }
                    _ => {
                        let Some(mut next) = mine.take() else { continue };
                        next.push((task, time));
                        let gone = now.iter().filter(|update| !next.contains(update) && update.0 != task).count();
                        let told = cell.store(TaskId(task), at, next.len() as i64);
                        prop_assert_eq!(told.map_or(0, |told| told.updates as usize), gone);
                        now = next;
                    }
                }
            }
        }

        #[test]
        fn blocks_give_what_points_give(values in proptest::collection::vec(-50i64..50, 0..400), from in 0u64..450, span in 0u64..450) {
            let mut cell = CellHistory::default();
            for (time, value) in values.iter().enumerate() {
                cell.store(A, time as u64, *value);
            }
            let last = values.len().min((from + span + 1) as usize);
            let first = (from as usize).min(values.len().saturating_sub(1));
            let slice = values.get(first..last).unwrap_or(&[]);
            let extent = cell.between(from, from + span);
            prop_assert_eq!(extent.map(|extent| extent.least), slice.iter().min().copied());
            prop_assert_eq!(extent.map(|extent| extent.most), slice.iter().max().copied());
            prop_assert_eq!(extent.map(|extent| extent.value), slice.last().copied());
        }
    }
}
