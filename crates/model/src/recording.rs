//! Recordings: one run as a document, whole and by itself.
//!
//! What a worker tells of a run comes to one, a page keeps some, tests compare them, and a file can hold one: so its
//! bytes begin with a version, and what a later build cannot read it refuses in a word. It refuses to know how a run is
//! drawn, and keeps nothing that can be folded from its events.

use crate::{EVENT_BYTES, Ending, Event, Job, Name, Summary};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How the bytes of a recording begin.
const MARK: &[u8; 6] = b"HEDDLE";
/// Which form they have.
const VERSION: u16 = 1;
/// Events of one piece of memory: growing never copies what is there.
const PIECE: usize = 1 << 14;

/// One run that is over, with everything that was told of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Recording {
    /// What was run: all that a scenario says of itself is in it, so nothing else is needed to read it.
    pub job: Job,
    /// What was known of the machine, where it decides anything.
    pub machine: MachineFacts,
    /// Tasks and objects, as they were named.
    pub names: Vec<Name>,
    /// What happened, in the order of the run.
    pub records: Records,
    /// How it ended.
    pub ending: Ending,
    /// Figures that are no events.
    pub summary: Summary,
}

/// What was known of the machine of a run.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MachineFacts {
    /// Cores the browser offers.
    pub cores: u32,
    /// Whether real threads can be had.
    pub isolated: bool,
    /// The smallest step of the workers' clock in nanoseconds; 0 where no worker told it.
    pub resolution: u64,
    /// What was measured, in the words of the workers, in nanoseconds.
    pub costs: Vec<(String, f64)>,
}

/// Why bytes are no recording.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecordingError {
    /// They do not begin as one.
    NotOne,
    /// A build made it that knows a later form, this one.
    Version(u16),
    /// They are cut short, or changed.
    Damaged,
}

impl Recording {
    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let words = (&self.job, &self.machine, &self.names, &self.ending, &self.summary);
        let words = postcard::to_allocvec(&words).expect("a vector takes every byte");
        let mut bytes = Vec::with_capacity(MARK.len() + 10 + words.len() + self.records.len() * EVENT_BYTES);
        bytes.extend(MARK);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((words.len() as u64).to_le_bytes());
        bytes.extend(words);
        self.records.pieces.iter().for_each(|piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// The recording in these bytes.
    ///
    /// # Errors
    /// Where they are none that this build can read.
    pub fn from_bytes(bytes: &[u8]) -> Result<Recording, RecordingError> {
        let rest = bytes.strip_prefix(MARK).ok_or(RecordingError::NotOne)?;
        let (version, rest) = rest.split_first_chunk().ok_or(RecordingError::Damaged)?;
        match u16::from_le_bytes(*version) {
            VERSION => {}
            other => return Err(RecordingError::Version(other)),
        }
        let (length, rest) = rest.split_first_chunk().ok_or(RecordingError::Damaged)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| RecordingError::Damaged)?;
        let (words, records) = rest.split_at_checked(length).ok_or(RecordingError::Damaged)?;
        let (job, machine, names, ending, summary) =
            postcard::from_bytes(words).map_err(|_| RecordingError::Damaged)?;
        let (records, []) = records.as_chunks::<EVENT_BYTES>() else { return Err(RecordingError::Damaged) };
        let records = records.iter().map(Event::from_bytes).collect::<Option<Records>>();
        Ok(Recording { job, machine, names, records: records.ok_or(RecordingError::Damaged)?, ending, summary })
    }
}

/// The events of a run in its order. A copy shares what is there, and costs next to nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Records {
    pieces: Vec<Arc<Vec<u8>>>,
    count: usize,
}

impl Records {
    /// One more.
    pub fn push(&mut self, event: Event) {
        if self.count.is_multiple_of(PIECE) {
            self.pieces.push(Arc::new(Vec::with_capacity(PIECE * EVENT_BYTES)));
        }
        if let Some(last) = self.pieces.last_mut() {
            // Shared with a copy, the last piece is copied for once; those before it never change.
            Arc::make_mut(last).extend_from_slice(&event.to_bytes());
        }
        self.count += 1;
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The event at this place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Event> {
        let (records, _) = self.pieces.get(index / PIECE)?.as_chunks::<EVENT_BYTES>();
        Event::from_bytes(records.get(index % PIECE)?)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Event> + '_ {
        self.pieces.iter().flat_map(|piece| Event::all_from_bytes(piece))
    }

    /// How many come before the first of which this does not hold, where it holds of none after that.
    pub fn partition_point(&self, holds: impl Fn(&Event) -> bool) -> usize {
        let (mut from, mut to) = (0, self.count);
        while from < to {
            let middle = usize::midpoint(from, to);
            if self.get(middle).is_some_and(|event| holds(&event)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }
}

impl FromIterator<Event> for Records {
    fn from_iter<I: IntoIterator<Item = Event>>(events: I) -> Records {
        let mut records = Records::default();
        events.into_iter().for_each(|event| records.push(event));
        records
    }
}

impl std::fmt::Debug for Records {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EventKind, Mark, Meta, Mode, NameOf, ObjectId, TaskId, Verdict};

    fn event(seq: u32) -> Event {
        let (task, object, mark) = (TaskId(seq % 3), ObjectId(7), Mark(2));
        let time = u64::from(seq / 2);
        Event { time, value: -5, seq, task, object, mark, kind: EventKind::Store, lane: 1, step: seq.is_multiple_of(2) }
    }

    fn recording(events: u32) -> Recording {
        Recording {
            job: Job::twin(Meta::plain("lost-update", Mode::Gil), "v=1&mode=gil"),
            machine: MachineFacts { cores: 8, costs: vec![("switch".into(), 1.5)], ..MachineFacts::default() },
            names: vec![Name { of: NameOf::Task(TaskId(1), TaskId::MAIN), text: "worker".into() }],
            records: (0..events).map(event).collect(),
            ending: Ending::Finished(Verdict::bad("lost").with("lost", 3.0)),
            summary: Summary { events: 9, ..Summary::default() },
        }
    }

    #[test]
    fn bytes_give_the_recording_back() {
        for events in [0, 1, 1 + 2 * PIECE as u32] {
            let recording = recording(events);
            assert!(Recording::from_bytes(&recording.to_bytes()) == Ok(recording), "{events} events");
        }
    }

    #[test]
    fn what_is_no_recording_is_refused_in_a_word() {
        let bytes = recording(3).to_bytes();
        assert_eq!(Recording::from_bytes(b"<!doctype html>"), Err(RecordingError::NotOne));
        let mut later = bytes.clone();
        later[MARK.len()] = 2;
        assert_eq!(Recording::from_bytes(&later), Err(RecordingError::Version(2)));
        for length in MARK.len()..bytes.len() {
            // Cut between two records it is one that holds fewer; anywhere else it is none.
            let cut = !(bytes.len() - length).is_multiple_of(EVENT_BYTES) || length < bytes.len() - 3 * EVENT_BYTES;
            assert!(!cut || Recording::from_bytes(&bytes[..length]) == Err(RecordingError::Damaged), "{length}");
        }
        let mut unknown = bytes;
        let kind = unknown.len() - 2;
        unknown[kind] = 0x7f;
        assert_eq!(Recording::from_bytes(&unknown), Err(RecordingError::Damaged));
    }

    #[test]
    fn a_copy_does_not_see_what_comes_later() {
        let mut records: Records = (0..20).map(event).collect();
        let copy = records.clone();
        records.push(event(20));
        assert_eq!((copy.len(), records.len()), (20, 21));
        assert!(copy.iter().eq((0..20).map(event)) && records.iter().eq((0..21).map(event)));
        assert_eq!(records.partition_point(|event| event.time < 4), 8);
        assert_eq!((records.get(20), records.get(21)), (Some(event(20)), None));
    }
}
