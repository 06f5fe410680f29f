//! The trace of a run on its way from an engine to the page: recorders, and what the conductor
//! takes from them.
//!
//! It refuses to order or interpret events: that is the page's, by their numbers.

use crate::ring::Ring;
use model::{EVENT_BYTES, Event, Name};
use runtime::Recorder;
use std::cell::RefCell;
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
            self.lanes[usize::from(lane / 64)] |= 1 << (lane % 64);
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

/// The recorder of an engine that runs on the conductor's own thread, which empties it in time.
#[derive(Default)]
pub struct Local {
    events: RefCell<Vec<u8>>,
    names: RefCell<Vec<Name>>,
}

impl Recorder for Local {
    fn event(&self, event: Event) {
        self.events.borrow_mut().extend_from_slice(&event.to_bytes());
    }

    fn name(&self, name: Name) {
        self.names.borrow_mut().push(name);
    }
}

impl Source for Local {
    fn take(&self, batch: &mut Batch) {
        let from = batch.events.len();
        batch.events.append(&mut self.events.borrow_mut());
        batch.names.append(&mut self.names.borrow_mut());
        batch.tally(from);
    }
}

/// The recorder of real threads: a ring each, made when a thread first tells something.
pub struct Rings {
    /// One for every lane that can be told.
    lanes: [OnceLock<Ring>; 256],
    capacity: u32,
    names: Mutex<Vec<Name>>,
    /// What the rings had lost before this run.
    before: Mutex<u64>,
}

impl Rings {
    /// Rings of so many events each.
    #[must_use]
    pub fn new(capacity: u32) -> Rings {
        Rings { lanes: [const { OnceLock::new() }; 256], capacity, names: Mutex::default(), before: Mutex::default() }
    }

    /// What is left of an earlier run is forgotten.
    pub fn clear(&self) {
        self.take(&mut Batch::default());
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = self.lost();
    }

    fn lost(&self) -> u64 {
        self.lanes.iter().filter_map(OnceLock::get).map(|ring| u64::from(ring.dropped())).sum()
    }
}

impl Recorder for Rings {
    #[inline]
    fn event(&self, event: Event) {
        let lane = &self.lanes[usize::from(event.lane)];
        match lane.get() {
            Some(ring) => ring.push(event),
            None => lane.get_or_init(|| Ring::new(self.capacity)).push(event),
        }
    }

    fn name(&self, name: Name) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).push(name);
    }
}

impl Source for Rings {
    fn take(&self, batch: &mut Batch) {
        for ring in self.lanes.iter().filter_map(OnceLock::get) {
            let from = batch.events.len();
            ring.drain(&mut batch.events);
            batch.tally(from);
        }
        // After the events: a name is told before the first event that mentions it.
        batch.names.append(&mut self.names.lock().unwrap_or_else(PoisonError::into_inner));
        batch.dropped = self.lost().saturating_sub(*self.before.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
