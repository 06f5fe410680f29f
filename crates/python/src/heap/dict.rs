//! A dict: entries in the order in which they came, and a table that finds them.

use crate::value::Value;
use hashbrown::HashTable;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) hash: i64,
    /// `Undef` where it was deleted.
    pub(crate) key: Value,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Dict {
    pub(crate) entries: Vec<Entry>,
    table: HashTable<u32>,
    live: usize,
}

/// The table looks at the upper bits, which small numbers do not have.
fn spread(hash: i64) -> u64 {
    hash.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Dict {
    pub(crate) fn len(&self) -> usize {
        self.live
    }

    /// The number of the entry whose key this is.
    #[inline]
    pub(crate) fn find(&self, hash: i64, mut same: impl FnMut(Value) -> bool) -> Option<usize> {
        let found = self.table.find(spread(hash), |at| {
            let entry = &self.entries[*at as usize];
            entry.hash == hash && same(entry.key)
        });
        found.map(|at| *at as usize)
    }

    /// One more, whose key is not there.
    pub(crate) fn add(&mut self, hash: i64, key: Value, value: Value) {
        let at = u32::try_from(self.entries.len()).expect("memory ends before");
        self.entries.push(Entry { hash, key, value });
        let entries = &self.entries;
        self.table.insert_unique(spread(hash), at, |at| spread(entries[*at as usize].hash));
        self.live += 1;
    }

    pub(crate) fn remove(&mut self, at: usize) -> Value {
        let entry = self.entries[at];
        if let Ok(found) = self.table.find_entry(spread(entry.hash), |other| *other as usize == at) {
            found.remove();
        }
        self.entries[at].key = Value::Undef;
        self.entries[at].value = Value::Undef;
        self.live -= 1;
        if at + 1 == self.entries.len() {
            self.entries.pop();
            while self.entries.last().is_some_and(|entry| entry.key == Value::Undef) {
                self.entries.pop();
            }
        } else if self.entries.len() > 32 && self.live * 4 < self.entries.len() {
            self.pack();
        }
        entry.value
    }

    /// Closes the gaps.
    fn pack(&mut self) {
        self.entries.retain(|entry| entry.key != Value::Undef);
        self.table.clear();
        let entries = &self.entries;
        for (at, entry) in entries.iter().enumerate() {
            let at = u32::try_from(at).expect("memory ends before");
            self.table.insert_unique(spread(entry.hash), at, |at| spread(entries[*at as usize].hash));
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Dict::default();
    }

    /// What is there, in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.key != Value::Undef)
    }
}
