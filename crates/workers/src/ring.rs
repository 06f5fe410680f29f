//! One thread's trace: a ring that this thread alone writes and the conductor alone reads.
//!
//! A full ring drops the newest event and counts it; it never makes its thread wait.
//!
//! # The protocol, and why it is right
//!
//! ```text
//!            tail                     head
//!   ──────────┬────────────────────────┬──────────
//!    free     │  written, not yet read │  free       (positions count up for ever; a slot is
//!   ──────────┴────────────────────────┴──────────    its position modulo the capacity)
//!     reader: copies [tail, head), then moves tail
//!     writer: fills the slot at head, then moves head
//! ```
//!
//! * *One writer*: a ring belongs to the first thread that pushes, for ever. A thread is known by a
//!   number that is given out once, so another thread, or one that came after it, finds the ring
//!   taken; what it pushes is counted as dropped.
//! * *One reader*: who drains holds `reading`; a second one leaves with nothing.
//! * *Slots in `[tail, head)` are the reader's, all others the writer's.* `head` moves only in the
//!   writer, `tail` only in the reader, and never past the other: the writer sees the ring as
//!   fuller than it is, and the reader as emptier, since each knows the other's position late.
//! * *What is handed over is complete*: `head` is stored with release after the slot was written
//!   and loaded with acquire before it is read, and so is `tail` the other way round: a slot is
//!   written again only after it has been copied out.
//!
//! A worker that is ended in the middle of a push leaves a slot half written and `head` unmoved:
//! nobody ever reads that slot.
#![allow(
    unsafe_code,
    reason = "the only shared memory of the project that no type of std guards: the note above says why it is right"
)]

use model::{EVENT_BYTES, Event};
use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

type Record = [u8; EVENT_BYTES];

/// Keeps what the writer touches at every push apart from what the reader touches.
#[repr(align(64))]
struct Apart<T>(T);

/// A ring of event records.
pub struct Ring {
    slots: Box<[UnsafeCell<MaybeUninit<Record>>]>,
    mask: u32,
    writer: Apart<Writer>,
    reader: Apart<Reader>,
}

struct Writer {
    owner: AtomicU32,
    head: AtomicU32,
    /// Where the reader was when the writer last looked; the writer's own.
    known_tail: AtomicU32,
    dropped: AtomicU32,
}

struct Reader {
    tail: AtomicU32,
    reading: AtomicBool,
}

// SAFETY: the slots are the only part that is not an atomic, and the protocol above gives each slot
// to one thread at a time, with release and acquire between them.
unsafe impl Sync for Ring {}

impl Ring {
    /// An empty ring for this many events, or as many more as make a power of two.
    #[must_use]
    pub fn new(capacity: u32) -> Ring {
        let capacity = capacity.clamp(2, 1 << 24).next_power_of_two();
        Ring {
            slots: (0..capacity).map(|_| UnsafeCell::new(MaybeUninit::uninit())).collect(),
            mask: capacity - 1,
            writer: Apart(Writer {
                owner: AtomicU32::new(0),
                head: AtomicU32::new(0),
                known_tail: AtomicU32::new(0),
                dropped: AtomicU32::new(0),
            }),
            reader: Apart(Reader { tail: AtomicU32::new(0), reading: AtomicBool::new(false) }),
        }
    }

    /// Adds an event, or counts it as dropped where there is no room.
    #[inline]
    pub fn push(&self, event: Event) {
        let Writer { owner, head, known_tail, .. } = &self.writer.0;
        let me = thread_number();
        if owner.load(Ordering::Relaxed) != me
            && owner.compare_exchange(0, me, Ordering::Relaxed, Ordering::Relaxed).is_err()
        {
            return self.leave_out();
        }
        let at = head.load(Ordering::Relaxed);
        if at.wrapping_sub(known_tail.load(Ordering::Relaxed)) > self.mask {
            let tail = self.reader.0.tail.load(Ordering::Acquire);
            known_tail.store(tail, Ordering::Relaxed);
            if at.wrapping_sub(tail) > self.mask {
                return self.leave_out();
            }
        }
        let slot = self.slots[(at & self.mask) as usize].get();
        // SAFETY: this thread is the writer, and `at` is outside [tail, head): nobody reads it.
        unsafe { (*slot).write(event.to_bytes()) };
        // A swap does what a store would. WebAssembly knows no weaker order than the strongest, and of a
        // store Firefox makes a full fence, which costs several times a swap.
        head.swap(at.wrapping_add(1), Ordering::Release);
    }

    /// Counts an event as dropped.
    pub fn leave_out(&self) {
        self.writer.0.dropped.fetch_add(1, Ordering::Relaxed);
    }

    /// Moves every event that is there to the end of `records`; says how many.
    pub fn drain(&self, records: &mut Vec<u8>) -> u32 {
        let Reader { tail, reading } = &self.reader.0;
        if reading.swap(true, Ordering::Acquire) {
            return 0;
        }
        let from = tail.load(Ordering::Relaxed);
        let to = self.writer.0.head.load(Ordering::Acquire);
        let count = to.wrapping_sub(from);
        records.reserve(count as usize * EVENT_BYTES);
        for at in 0..count {
            let slot = self.slots[(from.wrapping_add(at) & self.mask) as usize].get();
            // SAFETY: this thread is the reader, and the slot is inside [tail, head): it has been
            // written, and nobody writes it again before `tail` moves below.
            let record = unsafe { (*slot).assume_init_ref() };
            records.extend_from_slice(record);
        }
        tail.store(to, Ordering::Release);
        reading.store(false, Ordering::Release);
        count
    }

    /// How many events found no room, ever. Wraps round.
    #[must_use]
    pub fn dropped(&self) -> u32 {
        self.writer.0.dropped.load(Ordering::Relaxed)
    }
}

/// A number that no other thread of this memory has, had or will have; never 0.
fn thread_number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    thread_local! { static MINE: Cell<u32> = const { Cell::new(0) } }
    MINE.with(|mine| {
        if mine.get() == 0 {
            mine.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        mine.get()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{EventKind, Mark, ObjectId, TaskId};
    use std::collections::VecDeque;

    fn event(seq: u32) -> Event {
        let (task, object) = (TaskId(1), ObjectId::NONE);
        Event {
            time: u64::from(seq) << 20,
            value: -i64::from(seq),
            seq,
            task,
            object,
            mark: Mark(3),
            kind: EventKind::Add,
            lane: 9,
            step: true,
        }
    }

    fn drained(ring: &Ring) -> Vec<Event> {
        let mut records = Vec::new();
        ring.drain(&mut records);
        Event::all_from_bytes(&records).collect()
    }

    #[test]
    fn it_is_a_bounded_queue_that_drops_the_newest() {
        let ring = Ring::new(8);
        let mut queue = VecDeque::new();
        let mut dropped = 0;
        // Bursts of every length around the capacity, so that positions wrap in every place.
        for burst in 0..200u32 {
            for seq in 0..burst % 12 {
                ring.push(event(seq));
                if queue.len() < 8 { queue.push_back(event(seq)) } else { dropped += 1 }
            }
            if burst % 3 != 1 {
                assert_eq!(drained(&ring), queue.drain(..).collect::<Vec<_>>());
            }
        }
        assert_eq!(ring.dropped(), dropped);
    }

    #[test]
    fn two_threads_hand_over_every_event_in_order() {
        const EVENTS: u32 = 300_000;
        let ring = Ring::new(1 << 10);
        std::thread::scope(|scope| {
            scope.spawn(|| (0..EVENTS).for_each(|seq| ring.push(event(seq))));
            let mut seen = 0;
            let mut last = None;
            while seen + ring.dropped() < EVENTS {
                for got in drained(&ring) {
                    assert_eq!(got, event(got.seq), "a record is whole");
                    assert!(last < Some(got.seq));
                    last = Some(got.seq);
                    seen += 1;
                }
            }
        });
    }

    #[test]
    fn a_ring_belongs_to_one_thread() {
        let ring = Ring::new(8);
        ring.push(event(1));
        std::thread::scope(|scope| scope.spawn(|| ring.push(event(2))).join().expect("a push never panics"));
        assert_eq!(drained(&ring), [event(1)]);
        assert_eq!(ring.dropped(), 1);
    }
}
