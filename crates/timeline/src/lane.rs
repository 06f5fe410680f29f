//! The lane of one task: which state it was in when, at any zoom.
//!
//! A lane is a list of beginnings (each state lasts until the next one begins) with, every few
//! segments, the time spent in each state up to there. So the time in each state between *any*
//! two moments costs two look-ups, and a picture of n pixels costs n of them.

use crate::state::{STATES, State};
use model::ObjectId;

/// Segments between two sums.
const BLOCK: usize = 32;

/// The states of one task over the time of a run.
#[derive(Debug, Default)]
pub struct Lane {
    segments: Vec<Segment>,
    /// Time in each state before segment `k * BLOCK`.
    sums: Vec<[u64; STATES]>,
    /// Time in each state before the last segment.
    closed: [u64; STATES],
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    start: u64,
    object: ObjectId,
    state: State,
}

/// A piece of a lane, as it is to be drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Stretch {
    /// One state, for longer than a pixel.
    Whole {
        /// When it begins, or the picture does.
        from: u64,
        /// When it ends, or the picture does.
        to: u64,
        /// Which.
        state: State,
        /// What is waited for, where something is.
        object: ObjectId,
    },
    /// Several states within one pixel.
    Mixed {
        /// When the pixel begins.
        from: u64,
        /// When the pixel ends.
        to: u64,
        /// Nanoseconds in each state, by its number.
        time: [u64; STATES],
    },
}

impl Lane {
    /// From here on the task is in this state. Time never runs backwards on a lane.
    pub(crate) fn enter(&mut self, time: u64, state: State, object: ObjectId) {
        let time = match self.segments.last() {
            Some(last) if last.state == state && last.object == object => return,
            Some(last) => {
                let time = time.max(last.start);
                self.closed[last.state as usize] += time - last.start;
                time
            }
            None => time,
        };
        if self.segments.len().is_multiple_of(BLOCK) {
            self.sums.push(self.closed);
        }
        self.segments.push(Segment { start: time, object, state });
    }

    /// What it has been doing since its last beginning turns out to be this.
    pub(crate) fn turns_out(&mut self, state: State) {
        // Nothing has been summed up of it yet.
        if let Some(last) = self.segments.last_mut() {
            last.state = state;
        }
    }

    /// The state the task is in now.
    #[must_use]
    pub fn state(&self) -> State {
        self.segments.last().map_or(State::Gone, |last| last.state)
    }

    /// When the task was first heard of; `None` where it never was.
    #[must_use]
    pub fn born(&self) -> Option<u64> {
        self.segments.first().map(|first| first.start)
    }

    /// The state at this moment, and what was waited for.
    #[must_use]
    pub fn at(&self, time: u64) -> (State, ObjectId) {
        self.index_at(time)
            .map_or((State::Gone, ObjectId::NONE), |at| (self.segments[at].state, self.segments[at].object))
    }

    /// How often the state changed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether nothing is known of the task.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Nanoseconds in each state between two moments.
    #[must_use]
    pub fn time_between(&self, from: u64, to: u64) -> [u64; STATES] {
        let (mut time, before) = (self.time_before(to), self.time_before(from));
        for (time, before) in time.iter_mut().zip(before) {
            *time = time.saturating_sub(before);
        }
        time
    }

    /// The pieces to draw between two moments where one pixel is so many nanoseconds.
    pub fn stretches(&self, from: u64, to: u64, pixel: f64, mut draw: impl FnMut(Stretch)) {
        let Some(born) = self.born() else { return };
        let mut from = from.max(born);
        while from < to {
            let Some(at) = self.index_at(from) else { return };
            let segment = self.segments[at];
            let end = self.segments.get(at + 1).map_or(to, |next| next.start.min(to));
            let pixel_end = from.saturating_add((pixel.max(1.0)) as u64).min(to);
            if end >= pixel_end {
                draw(Stretch::Whole { from, to: end, state: segment.state, object: segment.object });
                from = end;
            } else {
                draw(Stretch::Mixed { from, to: pixel_end, time: self.time_between(from, pixel_end) });
                from = pixel_end;
            }
        }
    }

    /// The last segment that has begun at this moment.
    fn index_at(&self, time: u64) -> Option<usize> {
        self.segments.partition_point(|segment| segment.start <= time).checked_sub(1)
    }

    fn time_before(&self, time: u64) -> [u64; STATES] {
        let Some(at) = self.index_at(time) else { return [0; STATES] };
        let block = at / BLOCK;
        let mut sum = self.sums[block];
        for pair in self.segments[block * BLOCK..=at].windows(2) {
            sum[pair[0].state as usize] += pair[1].start - pair[0].start;
        }
        sum[self.segments[at].state as usize] += time - self.segments[at].start;
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lane(segments: &[(u64, State)]) -> Lane {
        let mut lane = Lane::default();
        for (time, state) in segments {
            lane.enter(*time, *state, ObjectId::NONE);
        }
        lane
    }

    #[test]
    fn wide_pieces_are_drawn_whole_and_narrow_ones_together() {
        let lane = lane(&[
            (10, State::Ready),
            (12, State::Running),
            (13, State::Ready),
            (15, State::Running),
            (40, State::Gone),
        ]);
        let mut drawn = Vec::new();
        lane.stretches(0, 50, 5.0, |stretch| drawn.push(stretch));
        let time = |ready, running| {
            let mut time = [0; STATES];
            time[State::Ready as usize] = ready;
            time[State::Running as usize] = running;
            time
        };
        let whole = |from, to, state| Stretch::Whole { from, to, state, object: ObjectId::NONE };
        assert_eq!(
            drawn,
            [
                Stretch::Mixed { from: 10, to: 15, time: time(4, 1) },
                whole(15, 40, State::Running),
                whole(40, 50, State::Gone),
            ]
        );
    }

    #[test]
    fn time_does_not_run_backwards_on_a_lane() {
        let lane = lane(&[(10, State::Running), (8, State::Ready), (20, State::Gone)]);
        assert_eq!(lane.time_between(0, 100)[State::Ready as usize], 10);
    }

    proptest! {
        /// Sums of blocks give what adding up every segment gives.
        #[test]
        fn time_between_is_exact(steps in proptest::collection::vec((0u64..9, 0usize..STATES), 0..400), from in 0u64..1000, span in 0u64..1000) {
            let (mut lane, mut now, mut states) = (Lane::default(), 0, Vec::new());
            for (step, state) in steps {
                now += step;
                lane.enter(now, State::ALL[state], ObjectId::NONE);
                states.push((now, state));
            }
            let mut by_hand = [0; STATES];
            for moment in from..from + span {
                if let Some((_, state)) = states.iter().rev().find(|(start, _)| *start <= moment) {
                    by_hand[*state] += 1;
                }
            }
            prop_assert_eq!(lane.time_between(from, from + span), by_hand);
        }

        /// Pieces cover the picture without a hole, whatever the zoom.
        #[test]
        fn stretches_cover_everything(steps in proptest::collection::vec((1u64..50, 0usize..STATES), 1..200), pixel in 1u64..500) {
            let (mut lane, mut now) = (Lane::default(), 0);
            for (step, state) in steps {
                lane.enter(now, State::ALL[state], ObjectId::NONE);
                now += step;
            }
            let (mut reached, mut pieces) = (0, 0);
            let mut whole = true;
            lane.stretches(0, now, pixel as f64, |stretch| {
                let (Stretch::Whole { from, to, .. } | Stretch::Mixed { from, to, .. }) = stretch;
                whole &= from == reached && to > from;
                if let Stretch::Mixed { from, to, time } = stretch {
                    whole &= time.iter().sum::<u64>() == to - from;
                }
                reached = to;
                pieces += 1;
            });
            prop_assert!(whole && reached == now);
            prop_assert!(pieces <= 2 * (now / pixel + 2));
        }
    }
}
