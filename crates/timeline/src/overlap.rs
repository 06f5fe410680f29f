//! Whether tasks really ran at the same time: on different lanes, for how long at most.

use model::TaskId;

/// Who works where, and the longest time two tasks worked at once on different lanes.
#[derive(Debug, Default)]
pub struct Overlap {
    /// Who, on which lane if not on one of its own, and since when.
    working: Vec<(TaskId, Option<u8>, u64)>,
    longest: u64,
}

impl Overlap {
    /// From here on the task works on this lane, or on one that is its own.
    pub(crate) fn begin(&mut self, task: TaskId, lane: Option<u8>, time: u64) {
        if self.working.iter().any(|(other, on, _)| *other == task && *on == lane) {
            return;
        }
        self.end(task, time);
        self.working.push((task, lane, time));
    }

    /// From here on the task does not work.
    pub(crate) fn end(&mut self, task: TaskId, time: u64) {
        let Some(at) = self.working.iter().position(|(other, ..)| *other == task) else { return };
        let (_, lane, since) = self.working.swap_remove(at);
        let others = self.working.iter().filter(|(_, other, _)| apart(*other, lane));
        let longest = others.map(|(_, _, other)| time.saturating_sub(since.max(*other))).max();
        self.longest = self.longest.max(longest.unwrap_or(0));
    }

    /// Nanoseconds, up to this moment.
    #[must_use]
    pub fn longest(&self, now: u64) -> u64 {
        let pairs = self.working.iter().enumerate().flat_map(|(at, one)| {
            let others = self.working[at + 1..].iter().filter(|other| apart(other.1, one.1));
            others.map(|other| now.saturating_sub(one.2.max(other.2)))
        });
        pairs.max().unwrap_or(0).max(self.longest)
    }
}

/// Whether two who work do so on different lanes.
fn apart(one: Option<u8>, other: Option<u8>) -> bool {
    one.is_none() || one != other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_different_lanes_count() {
        let mut overlap = Overlap::default();
        overlap.begin(TaskId(1), Some(0), 10);
        overlap.begin(TaskId(2), Some(0), 20);
        overlap.end(TaskId(1), 90);
        assert_eq!(overlap.longest(90), 0);
        overlap.begin(TaskId(3), Some(1), 100);
        assert_eq!(overlap.longest(130), 30);
        overlap.end(TaskId(3), 150);
        assert_eq!(overlap.longest(999), 50);
        // Two in native code are never on one worker.
        overlap.begin(TaskId(4), None, 1_000);
        overlap.begin(TaskId(5), None, 1_000);
        overlap.end(TaskId(4), 1_060);
        assert_eq!(overlap.longest(1_060), 60);
    }
}
