//! The trace of a run on its way from an engine to the page: recorders, and what the conductor
//! takes from them.
//!
//! No more than [`MOST_EVENTS`] of a run are told; a recorder counts those beyond, and the program goes on.
//! It refuses to order or interpret events: that is the page's, by their numbers.

use crate::ring::Ring;
use model::{EVENT_BYTES, Event, MOST_EVENTS, Name};
use runtime::Recorder;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Where the conductor gets a run's events and names from.
pub trait Source {
    /// Moves what is there into the batch. Names come with or before the events that mention them.
    fn take(&self, batch: &mut Batch);
}

/// Events and names that were taken and not yet sent, and figures over all that ever were.
#[derive(Default)]
pub struct Batch {
    /// Records, after whatever stood there before.
    pub events: Vec<u8>,
    /// Names.
    pub names: Vec<Name>,
    /// How many events were taken, ever.
    pub taken: u64,
    /// How many events were lost, ever.
    pub dropped: u64,
    /// Which lanes were told of, ever.
    lanes: [u64; 4],
    first: Option<u64>,
}

impl Batch {
    fn tally(&mut self, from: usize) {
        let (records, _) = self.events[from..].as_chunks::<EVENT_BYTES>();
        let Some(first) = records.first().and_then(Event::from_bytes) else { return };
        self.first = Some(self.first.map_or(first.time, |before| before.min(first.time)));
        self.taken += records.len() as u64;
        for lane in records.iter().map(Event::lane_in) {
            see(&mut self.lanes, lane);
        }
    }

    /// How many lanes events were told of.
    #[must_use]
    pub fn lanes(&self) -> u32 {
        self.lanes.iter().map(|lanes| lanes.count_ones()).sum()
    }

    /// When the first event happened.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first.unwrap_or(0)
    }
}

/// Something happened on this lane, whether it was told or not.
fn see(lanes: &mut [u64; 4], lane: u8) {
    lanes[usize::from(lane / 64)] |= 1 << (lane % 64);
}

/// The recorder of an engine that runs on the conductor's own thread, which empties it in time.
#[derive(Default)]
pub struct Local {
    events: RefCell<Vec<u8>>,
    names: RefCell<Vec<Name>>,
    told: Cell<u64>,
    /// By lane: what came after that.
    beyond: RefCell<Vec<u64>>,
}

impl Recorder for Local {
    fn event(&self, event: Event) {
        let told = self.told.get();
        if told >= MOST_EVENTS {
            return self.leave_out(event.lane);
        }
        self.told.set(told + 1);
        self.events.borrow_mut().extend_from_slice(&event.to_bytes());
    }

    fn name(&self, name: Name) {
        self.names.borrow_mut().push(name);
    }
}

impl Local {
    #[cold]
    fn leave_out(&self, lane: u8) {
        let mut beyond = self.beyond.borrow_mut();
        beyond.resize(256, 0);
        beyond[usize::from(lane)] += 1;
    }
}

impl Source for Local {
    fn take(&self, batch: &mut Batch) {
        let from = batch.events.len();
        batch.events.append(&mut self.events.borrow_mut());
        batch.names.append(&mut self.names.borrow_mut());
        batch.tally(from);
        let beyond = self.beyond.borrow();
        batch.dropped = beyond.iter().sum();
        for (lane, _) in (0..=u8::MAX).zip(&*beyond).filter(|(_, events)| **events > 0) {
            see(&mut batch.lanes, lane);
        }
    }
}

/// The recorder of real threads: a ring each, made when a thread first tells something.
pub struct Rings {
    /// One for every lane that can be told.
    lanes: [OnceLock<Ring>; 256],
    capacity: u32,
    names: Mutex<Vec<Name>>,
    /// By lane: what its ring had lost before this run.
    before: Mutex<[u32; 256]>,
    /// Enough has been told of this run. Threads see that a moment later, each in its own time.
    full: AtomicBool,
}

impl Rings {
    /// Rings of so many events each.
    #[must_use]
    pub fn new(capacity: u32) -> Rings {
        Rings {
            lanes: [const { OnceLock::new() }; 256],
            capacity,
            names: Mutex::default(),
            before: Mutex::new([0; 256]),
            full: AtomicBool::new(false),
        }
    }

    /// What is left of an earlier run is forgotten.
    pub fn clear(&self) {
        self.take(&mut Batch::default());
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        for (lane, ring) in self.there() {
            before[usize::from(lane)] = ring.dropped();
        }
        self.full.store(false, Ordering::Relaxed);
    }

    fn there(&self) -> impl Iterator<Item = (u8, &Ring)> {
        (0..=u8::MAX).zip(&self.lanes).filter_map(|(lane, ring)| Some((lane, ring.get()?)))
    }
}

impl Recorder for Rings {
    #[inline]
    fn event(&self, event: Event) {
        let lane = &self.lanes[usize::from(event.lane)];
        let ring = lane.get().unwrap_or_else(|| lane.get_or_init(|| Ring::new(self.capacity)));
        if self.full.load(Ordering::Relaxed) { ring.leave_out() } else { ring.push(event) }
    }

    fn name(&self, name: Name) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).push(name);
    }
}

impl Source for Rings {
    fn take(&self, batch: &mut Batch) {
        let before = *self.before.lock().unwrap_or_else(PoisonError::into_inner);
        batch.dropped = 0;
        for (lane, ring) in self.there() {
            let from = batch.events.len();
            ring.drain(&mut batch.events);
            batch.tally(from);
            let dropped = ring.dropped().wrapping_sub(before[usize::from(lane)]);
            if dropped > 0 {
                see(&mut batch.lanes, lane);
                batch.dropped += u64::from(dropped);
            }
        }
        if batch.taken >= MOST_EVENTS {
            self.full.store(true, Ordering::Relaxed);
        }
        // After the events: a name is told before the first event that mentions it.
        batch.names.append(&mut self.names.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{EventKind, Mark, ObjectId, TaskId};

    fn event(seq: u64, lane: u8) -> Event {
        let (task, object, mark) = (TaskId(1), ObjectId::NONE, Mark::NONE);
        Event { time: 5 + seq, value: 0, seq: seq as u32, task, object, mark, kind: EventKind::Load, lane, step: true }
    }

    /// Takes now and then, as a conductor does; gives what was taken and left out, and how many lanes were seen.
    fn told<S: Source + Recorder>(source: &S, events: u64) -> (u64, u64, u32) {
        let mut batch = Batch::default();
        for seq in 0..events {
            // A lane of which something is heard only at the end has been used all the same.
            source.event(event(seq, u8::from(seq > MOST_EVENTS + 20_000)));
            if seq % 10_000 == 0 {
                source.take(&mut batch);
                batch.events.clear();
            }
        }
        source.take(&mut batch);
        assert_eq!(batch.first(), 5);
        (batch.taken, batch.dropped, batch.lanes())
    }

    #[test]
    fn no_more_is_told_than_is_kept_and_all_of_it_is_counted() {
        let all = MOST_EVENTS + 50_000;
        assert_eq!(told(&Local::default(), all), (MOST_EVENTS, 50_000, 2));
        let rings = Rings::new(1 << 14);
        for _ in 0..2 {
            // Rings are looked at once in a while: a little more than is kept is told.
            let (taken, dropped, lanes) = told(&rings, all);
            assert_eq!((taken + dropped, lanes), (all, 2));
            assert!((MOST_EVENTS..MOST_EVENTS + 10_001).contains(&taken), "{taken}");
            rings.clear();
        }
        assert_eq!(told(&rings, 100), (100, 0, 1), "the next run is told from its beginning");
    }
}
