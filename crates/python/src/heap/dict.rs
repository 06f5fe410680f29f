//! A dict: entries in the order in which they came, and a table that finds them.

use crate::value::Value;
use hashbrown::HashTable;

/// What a dict or a set can hold: values of a task, or values on their way between tasks.
pub(crate) trait Held: Clone {
    /// What stands where nothing is.
    const NOTHING: Self;

    fn is_nothing(&self) -> bool;
}

impl Held for Value {
    const NOTHING: Value = Value::Undef;

    fn is_nothing(&self) -> bool {
        *self == Value::Undef
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<V = Value> {
    pub(crate) hash: i64,
    /// Nothing where it was deleted.
    pub(crate) key: V,
    pub(crate) value: V,
}

#[derive(Clone, Debug)]
pub(crate) struct Dict<V = Value> {
    pub(crate) entries: Vec<Entry<V>>,
    table: HashTable<u32>,
    live: usize,
}

/// The table looks at the upper bits, which small numbers do not have.
fn spread(hash: i64) -> u64 {
    hash.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl<V> Default for Dict<V> {
    fn default() -> Dict<V> {
        Dict { entries: Vec::new(), table: HashTable::new(), live: 0 }
    }
}

impl<V: Held> Dict<V> {
    /// The same with everything in it turned into something else.
    pub(crate) fn map<W: Held, E>(&self, mut turn: impl FnMut(&V) -> Result<W, E>) -> Result<Dict<W>, E> {
        let mut entries = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let (key, value) = if entry.key.is_nothing() {
                (W::NOTHING, W::NOTHING)
            } else {
                (turn(&entry.key)?, turn(&entry.value)?)
            };
            entries.push(Entry { hash: entry.hash, key, value });
        }
        Ok(Dict { entries, table: self.table.clone(), live: self.live })
    }

    pub(crate) fn len(&self) -> usize {
        self.live
    }

    /// The number of the entry whose key this is.
    #[inline]
    pub(crate) fn find(&self, hash: i64, mut same: impl FnMut(&V) -> bool) -> Option<usize> {
        let found = self.table.find(spread(hash), |at| {
            let entry = &self.entries[*at as usize];
            entry.hash == hash && same(&entry.key)
        });
        found.map(|at| *at as usize)
    }

    /// One more, whose key is not there.
    pub(crate) fn add(&mut self, hash: i64, key: V, value: V) {
        let at = u32::try_from(self.entries.len()).expect("memory ends before");
        self.entries.push(Entry { hash, key, value });
        let entries = &self.entries;
        self.table.insert_unique(spread(hash), at, |at| spread(entries[*at as usize].hash));
        self.live += 1;
    }

    pub(crate) fn remove(&mut self, at: usize) -> V {
        let hash = self.entries[at].hash;
        if let Ok(found) = self.table.find_entry(spread(hash), |other| *other as usize == at) {
            found.remove();
        }
        self.entries[at].key = V::NOTHING;
        let value = std::mem::replace(&mut self.entries[at].value, V::NOTHING);
        self.live -= 1;
        if at + 1 == self.entries.len() {
            self.entries.pop();
            while self.entries.last().is_some_and(|entry| entry.key.is_nothing()) {
                self.entries.pop();
            }
        } else if self.entries.len() > 32 && self.live * 4 < self.entries.len() {
            self.pack();
        }
        value
    }

    /// Closes the gaps.
    fn pack(&mut self) {
        self.entries.retain(|entry| !entry.key.is_nothing());
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
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry<V>> {
        self.entries.iter().filter(|entry| !entry.key.is_nothing())
    }
}

impl<V: Held + PartialEq> PartialEq for Dict<V> {
    fn eq(&self, other: &Dict<V>) -> bool {
        let same = |(a, b): (&Entry<V>, &Entry<V>)| a.key == b.key && a.value == b.value;
        self.entries.len() == other.entries.len() && self.entries.iter().zip(&other.entries).all(same)
    }
}
