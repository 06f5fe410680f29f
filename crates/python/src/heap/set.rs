//! A set, laid out as CPython's: so what it prints, and how it is iterated over, is CPython's too.

use crate::value::Value;

/// How many neighbours are looked at before jumping on.
const PROBES: usize = 9;
const SMALLEST: usize = 8;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) hash: i64,
    /// `Undef` where nothing is, or was (then `gone`).
    pub(crate) key: Value,
    gone: bool,
}

const FREE: Slot = Slot { hash: 0, key: Value::Undef, gone: false };

#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) table: Vec<Slot>,
    /// Slots that are or were in use.
    fill: usize,
    used: usize,
}

impl Default for Set {
    fn default() -> Set {
        Set { table: vec![FREE; SMALLEST], fill: 0, used: 0 }
    }
}

impl Set {
    pub(crate) fn len(&self) -> usize {
        self.used
    }

    /// Where a key with this hash is, or else the free slot where it would be put.
    fn look(&self, hash: i64, mut same: impl FnMut(Value) -> bool) -> Result<usize, usize> {
        let mask = self.table.len() - 1;
        let bits = usize::try_from(hash.cast_unsigned() & u64::from(u32::MAX)).unwrap_or(0);
        let mut perturb = hash.cast_unsigned();
        let mut at = bits & mask;
        loop {
            let probes = if at + PROBES <= mask { PROBES } else { 0 };
            for (place, slot) in self.table.iter().enumerate().skip(at).take(probes + 1) {
                if slot.key == Value::Undef {
                    if !slot.gone {
                        return Err(place);
                    }
                } else if slot.hash == hash && same(slot.key) {
                    return Ok(place);
                }
            }
            perturb >>= 5;
            let step = usize::try_from(perturb & u64::from(u32::MAX)).unwrap_or(0);
            at = at.wrapping_mul(5).wrapping_add(1).wrapping_add(step) & mask;
        }
    }

    pub(crate) fn find(&self, hash: i64, same: impl FnMut(Value) -> bool) -> Option<usize> {
        self.look(hash, same).ok()
    }

    /// One more, which is not there.
    pub(crate) fn add(&mut self, hash: i64, key: Value) {
        let Err(at) = self.look(hash, |_| false) else { unreachable!("nothing is the same as this") };
        self.table[at] = Slot { hash, key, gone: false };
        self.fill += 1;
        self.used += 1;
        if self.fill * 5 >= (self.table.len() - 1) * 3 {
            let wanted = if self.used > 50_000 { self.used * 2 } else { self.used * 4 };
            self.resize(wanted);
        }
    }

    pub(crate) fn remove(&mut self, at: usize) -> Value {
        let key = self.table[at].key;
        self.table[at] = Slot { hash: -1, key: Value::Undef, gone: true };
        self.used -= 1;
        key
    }

    fn resize(&mut self, wanted: usize) {
        let mut size = SMALLEST;
        while size <= wanted {
            size *= 2;
        }
        let old = std::mem::replace(&mut self.table, vec![FREE; size]);
        self.fill = self.used;
        for slot in old {
            if slot.key != Value::Undef {
                self.put_clean(slot);
            }
        }
    }

    /// Into a table without what was removed, where nothing is the same.
    fn put_clean(&mut self, slot: Slot) {
        let Err(at) = self.look(slot.hash, |_| false) else { unreachable!("nothing is the same as this") };
        self.table[at] = slot;
    }

    /// As CPython copies one set into an empty one.
    pub(crate) fn copied(other: &Set) -> Set {
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
            if slot.key != Value::Undef {
                copy.put_clean(*slot);
            }
        }
        copy
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.table.iter().filter(|slot| slot.key != Value::Undef)
    }
}
