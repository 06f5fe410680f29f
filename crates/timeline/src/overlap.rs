//! Whether tasks really ran at the same time: on different lanes, for how long at most.

use model::TaskId;

/// Who works where, and the longest time two tasks worked at once on different lanes.
#[derive(Debug, Default)]
pub struct Overlap {
    working: Vec<(TaskId, u8, u64)>,
    longest: u64,
}

impl Overlap {
    /// From here on the task works on this lane.
    pub(crate) fn begin(&mut self, task: TaskId, lane: u8, time: u64) {
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
        let others = self.working.iter().filter(|(_, other, _)| *other != lane);
        let longest = others.map(|(_, _, other)| time.saturating_sub(since.max(*other))).max();
        self.longest = self.longest.max(longest.unwrap_or(0));
    }

    /// Nanoseconds, up to this moment.
    #[must_use]
    pub fn longest(&self, now: u64) -> u64 {
        let pairs = self.working.iter().enumerate().flat_map(|(at, one)| {
            let others = self.working[at + 1..].iter().filter(|other| other.1 != one.1);
            others.map(|other| now.saturating_sub(one.2.max(other.2)))
        });
        pairs.max().unwrap_or(0).max(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_different_lanes_count() {
        let mut overlap = Overlap::default();
        overlap.begin(TaskId(1), 0, 10);
        overlap.begin(TaskId(2), 0, 20);
        overlap.end(TaskId(1), 90);
        assert_eq!(overlap.longest(90), 0);
        overlap.begin(TaskId(3), 1, 100);
        assert_eq!(overlap.longest(130), 30);
        overlap.end(TaskId(3), 150);
        assert_eq!(overlap.longest(999), 50);
    }
}
