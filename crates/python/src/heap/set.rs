//! A set, laid out as CPython's: so what it prints, and how it is iterated over, is CPython's too.

use super::dict::Held;
use crate::value::Value;

/// How many neighbours are looked at before jumping on.
const PROBES: usize = 9;
const SMALLEST: usize = 8;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Slot<V = Value> {
    pub(crate) hash: i64,
    /// Nothing where nothing is, or was (then `gone`).
    pub(crate) key: V,
    gone: bool,
}

fn free<V: Held>() -> Slot<V> {
    Slot { hash: 0, key: V::NOTHING, gone: false }
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Set<V = Value> {
    pub(crate) table: Vec<Slot<V>>,
    /// Slots that are or were in use.
    fill: usize,
    used: usize,
}

impl<V: Held> Default for Set<V> {
    fn default() -> Set<V> {
        Set { table: vec![free(); SMALLEST], fill: 0, used: 0 }
    }
}

impl<V: Held> Set<V> {
    /// The same with everything in it turned into something else.
    pub(crate) fn map<W: Held, E>(&self, mut turn: impl FnMut(&V) -> Result<W, E>) -> Result<Set<W>, E> {
        let mut table = Vec::with_capacity(self.table.len());
        for slot in &self.table {
            let key = if slot.key.is_nothing() { W::NOTHING } else { turn(&slot.key)? };
            table.push(Slot { hash: slot.hash, key, gone: slot.gone });
        }
        Ok(Set { table, fill: self.fill, used: self.used })
    }

    pub(crate) fn len(&self) -> usize {
        self.used
    }

    /// Where a key with this hash is, or else the free slot where it would be put.
    fn look(&self, hash: i64, mut same: impl FnMut(&V) -> bool) -> Result<usize, usize> {
        let mask = self.table.len() - 1;
        let bits = usize::try_from(hash.cast_unsigned() & u64::from(u32::MAX)).unwrap_or(0);
        let mut perturb = hash.cast_unsigned();
        let mut at = bits & mask;
        loop {
            let probes = if at + PROBES <= mask { PROBES } else { 0 };
            for (place, slot) in self.table.iter().enumerate().skip(at).take(probes + 1) {
                if slot.key.is_nothing() {
                    if !slot.gone {
                        return Err(place);
                    }
                } else if slot.hash == hash && same(&slot.key) {
                    return Ok(place);
                }
            }
            perturb >>= 5;
            let step = usize::try_from(perturb & u64::from(u32::MAX)).unwrap_or(0);
            at = at.wrapping_mul(5).wrapping_add(1).wrapping_add(step) & mask;
        }
    }

    pub(crate) fn find(&self, hash: i64, same: impl FnMut(&V) -> bool) -> Option<usize> {
        self.look(hash, same).ok()
    }

    /// One more, which is not there.
    pub(crate) fn add(&mut self, hash: i64, key: V) {
        let Err(at) = self.look(hash, |_| false) else { unreachable!("nothing is the same as this") };
        self.table[at] = Slot { hash, key, gone: false };
        self.fill += 1;
        self.used += 1;
        if self.fill * 5 >= (self.table.len() - 1) * 3 {
            let wanted = if self.used > 50_000 { self.used * 2 } else { self.used * 4 };
            self.resize(wanted);
        }
    }

    pub(crate) fn remove(&mut self, at: usize) -> V {
        let gone = Slot { hash: -1, key: V::NOTHING, gone: true };
        let key = std::mem::replace(&mut self.table[at], gone).key;
        self.used -= 1;
        key
    }

    fn resize(&mut self, wanted: usize) {
        let mut size = SMALLEST;
        while size <= wanted {
            size *= 2;
        }
        let old = std::mem::replace(&mut self.table, vec![free(); size]);
        self.fill = self.used;
        for slot in old {
            if !slot.key.is_nothing() {
                self.put_clean(slot);
            }
        }
    }

    /// Into a table without what was removed, where nothing is the same.
    fn put_clean(&mut self, slot: Slot<V>) {
        let Err(at) = self.look(slot.hash, |_| false) else { unreachable!("nothing is the same as this") };
        self.table[at] = slot;
    }

    /// As CPython copies one set into an empty one.
    pub(crate) fn copied(other: &Set<V>) -> Set<V> {
        let mut copy = Set::default();
        if other.used == 0 {
            return copy;
        }
        if (copy.fill + other.used) * 5 >= (copy.table.len() - 1) * 3 {
            copy.resize((copy.used + other.used) * 2);
        }
        if other.fill == other.used && other.table.len() == copy.table.len() {
            return other.clone();
        }
        copy.fill = other.used;
        copy.used = other.used;
        for slot in &other.table {
            if !slot.key.is_nothing() {
                copy.put_clean(slot.clone());
            }
        }
        copy
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Slot<V>> {
        self.table.iter().filter(|slot| !slot.key.is_nothing())
    }
}
