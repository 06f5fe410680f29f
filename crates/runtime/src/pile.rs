//! A table that only grows and whose entries never move, so that threads can read it without a lock.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Entries of the first chunk; each further chunk holds twice as many.
const FIRST: usize = 64;
/// Enough chunks for 2^32 entries.
const CHUNKS: usize = 27;

/// The table.
pub(crate) struct Pile<T> {
    chunks: [OnceLock<Box<[OnceLock<T>]>>; CHUNKS],
    next: AtomicU32,
}

impl<T> Pile<T> {
    pub(crate) fn new() -> Pile<T> {
        Pile { chunks: [const { OnceLock::new() }; CHUNKS], next: AtomicU32::new(0) }
    }

    /// Adds an entry that may depend on its number, and gives the number.
    pub(crate) fn push(&self, make: impl FnOnce(u32) -> T) -> u32 {
        // Relaxed is enough: the number is all that is taken here, and `OnceLock` publishes the entry.
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let (chunk, at) = place(index);
        let entries = self.chunks[chunk].get_or_init(|| (0..FIRST << chunk).map(|_| OnceLock::new()).collect());
        if entries[at].set(make(index)).is_err() {
            unreachable!("a number is handed out once");
        }
        index
    }

    /// The entry of this number, once it is there.
    pub(crate) fn get(&self, index: u32) -> Option<&T> {
        let (chunk, at) = place(index);
        self.chunks[chunk].get()?[at].get()
    }

    /// Every entry that is there.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.next.load(Ordering::Relaxed)).filter_map(|index| self.get(index))
    }
}

/// Chunk c holds the numbers from FIRST * (2^c - 1) on.
fn place(index: u32) -> (usize, usize) {
    let shifted = index as usize / FIRST + 1;
    let chunk = shifted.ilog2() as usize;
    (chunk, index as usize - FIRST * ((1 << chunk) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_numbers_across_chunks() {
        let pile = Pile::new();
        for number in 0..1_000 {
            assert_eq!(pile.push(|index| index * 2), number);
        }
        assert!((0..1_000).all(|number| pile.get(number) == Some(&(number * 2))));
        assert_eq!(pile.get(1_000), None);
        assert_eq!(pile.iter().count(), 1_000);
    }

    #[test]
    fn places_do_not_overlap() {
        assert_eq!([0, 63, 64, 191, 192].map(place), [(0, 0), (0, 63), (1, 0), (1, 127), (2, 0)]);
    }
}
