//! What is equal, and what hashes how, as far as no method of a program has a say.

use super::{Heap, Obj};
use crate::machine::{Raise, Res};
use crate::numbers::Big;
use crate::share::Sort;
use crate::value::{ClassId, Ref, Value};

const MODULUS: u64 = (1 << 61) - 1;

pub(crate) fn hash_int(n: i64) -> i64 {
    let reduced = n.unsigned_abs() % MODULUS;
    let hash = reduced.cast_signed() * n.signum();
    if hash == -1 { -2 } else { hash }
}

pub(crate) fn hash_big(big: &Big) -> i64 {
    let reduced = big.magnitude() % MODULUS;
    let reduced = u64::try_from(&reduced).expect("it is below the modulus").cast_signed();
    let hash = if big.sign() == num_bigint::Sign::Minus { -reduced } else { reduced };
    if hash == -1 { -2 } else { hash }
}

pub(crate) fn hash_float(x: f64) -> i64 {
    if x.is_nan() {
        return 0;
    }
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159 };
    }
    if x == x.trunc() && x.abs() < 9e18 {
        #[allow(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
        return hash_int(x as i64);
    }
    // The mantissa in pieces of 28 bits, as CPython does.
    let (mut m, mut e) = frexp(x.abs());
    let mut hash: u64 = 0;
    while m != 0.0 {
        hash = ((hash << 28) & MODULUS) | hash >> (61 - 28);
        m *= 268_435_456.0;
        e -= 28;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 2^28")]
        let y = m as u64;
        #[allow(clippy::cast_precision_loss, reason = "it is below 2^28")]
        {
            m -= y as f64;
        }
        hash += y;
        if hash >= MODULUS {
            hash -= MODULUS;
        }
    }
    let e = e.rem_euclid(61).unsigned_abs();
    hash = ((hash << e) & MODULUS) | hash >> (61 - e);
    let hash = if x < 0.0 { -hash.cast_signed() } else { hash.cast_signed() };
    if hash == -1 { -2 } else { hash }
}

/// A number between a half and one, and the power of two it is to be multiplied by.
pub(crate) fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let bits = x.to_bits();
    let exponent = i32::try_from(bits >> 52 & 0x7ff).expect("eleven bits");
    if exponent == 0 {
        let (m, e) = frexp(x * 18_446_744_073_709_551_616.0);
        return (m, e - 64);
    }
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent - 1022)
}

pub(crate) fn hash_text(text: &str) -> i64 {
    hash_bytes(text.as_bytes())
}

fn hash_bytes(bytes: &[u8]) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        let word = u64::from_le_bytes(*chunk);
        hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    for byte in rest {
        hash = (hash.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    hash ^= hash >> 29;
    let hash = hash.cast_signed();
    if hash == -1 { -2 } else { hash }
}

fn hash_tuple(hashes: impl ExactSizeIterator<Item = i64>) -> i64 {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let len = hashes.len() as u64;
    let mut acc = P5;
    for hash in hashes {
        acc = acc.wrapping_add(hash.cast_unsigned().wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1);
    }
    acc = acc.wrapping_add(len ^ (P5 ^ 3_527_539));
    if acc == u64::MAX { 1_546_275_796 } else { acc.cast_signed() }
}

impl Heap {
    /// The hash of a value.
    #[inline]
    pub(crate) fn hash(&self, value: Value) -> Res<i64> {
        match value {
            Value::Int(n) if (0..1 << 60).contains(&n) => Ok(n),
            Value::Str(at) => Ok(hash_bytes(self.text_of(at).text.as_bytes())),
            other => self.hash_rare(other),
        }
    }

    fn hash_rare(&self, value: Value) -> Res<i64> {
        Ok(match value {
            Value::Int(n) => hash_int(n),
            Value::Bool(b) => i64::from(b),
            Value::Float(x) => hash_float(x),
            Value::None => 0xfca8_6420,
            Value::Undef | Value::Ellipsis => 0xe11,
            Value::NotImplemented => 0x107,
            Value::Str(at) => hash_bytes(self.text_of(at).text.as_bytes()),
            Value::Native(n) => 0x1000 + i64::from(n),
            Value::Class(class) => 0x20000 + i64::from(class.0) * 16,
            Value::Obj(at) => return self.hash_object(at),
        })
    }

    fn hash_object(&self, at: Ref) -> Res<i64> {
        if let Some(shared) = self.shared(at) {
            return match shared.of.sort {
                Sort::Instance if shared.of.compares => Err(Raise::in_python()),
                Sort::Instance if shared.plain != Value::Undef => self.hash(shared.plain),
                Sort::Instance | Sort::Iter | Sort::Cell => Ok(shared.of.hash),
                Sort::List | Sort::Deque | Sort::Dict | Sort::Set | Sort::Bytes => {
                    let name = self.type_name(Value::Obj(at));
                    Err(Raise::type_error(format!("unhashable type: '{name}'")))
                }
            };
        }
        match self.peek(at) {
            Obj::Opaque(packed) => return Ok(packed.hash()),
            Obj::Resident(of, _) => return Ok(i64::from(of.at.0) * 16),
            _ => {}
        }
        Ok(match self.get(at) {
            Obj::Big(big) => hash_big(big),
            Obj::Bytes(bytes) => hash_bytes(bytes),
            Obj::Tuple(items) => {
                let hashes = items.iter().map(|item| self.hash(*item)).collect::<Res<Vec<_>>>()?;
                hash_tuple(hashes.into_iter())
            }
            Obj::Frozen(set) => {
                let mut hash = 0_u64;
                for slot in set.iter() {
                    let h = slot.hash.cast_unsigned();
                    hash ^= (h ^ 89_869_747 ^ h << 16).wrapping_mul(3_644_798_167);
                }
                hash ^= (set.len() as u64 + 1).wrapping_mul(1_927_868_237);
                hash ^= hash >> 11 ^ hash >> 25;
                hash.wrapping_mul(69_069).wrapping_add(907_133_923).cast_signed()
            }
            Obj::Range(range) => {
                let len = range.len();
                let (start, step) = match len {
                    0 => (Value::None, Value::None),
                    1 => (Value::Int(range.start), Value::None),
                    _ => (Value::Int(range.start), Value::Int(range.step)),
                };
                let hashes = [self.hash(Value::Int(len))?, self.hash(start)?, self.hash(step)?];
                hash_tuple(hashes.into_iter())
            }
            Obj::Instance(class, _) => {
                if self.compares(*class) {
                    return Err(Raise::in_python());
                }
                i64::from(at.0) * 16
            }
            Obj::Derived(derived) => {
                if self.compares(derived.class) {
                    return Err(Raise::in_python());
                }
                return self.hash(derived.value);
            }
            Obj::Exception(exception) if self.compares(exception.class) => return Err(Raise::in_python()),
            Obj::List(_) | Obj::Deque(_) | Obj::Dict(_) | Obj::Set(_) | Obj::ByteArray(_) | Obj::Slice(_) => {
                let name = self.type_name(Value::Obj(at));
                return Err(Raise::type_error(format!("unhashable type: '{name}'")));
            }
            Obj::Handle(handle) if handle.class != crate::machine::types::TRACEBACK => {
                i64::from(handle.number) * 16 + 8
            }
            Obj::Bound(bound) => {
                let function = self.hash(bound.function)?;
                let this = match bound.this {
                    Value::Obj(at) => i64::from(at.0),
                    _ => 0,
                };
                function ^ this.wrapping_mul(31)
            }
            Obj::Alias(alias) if alias.0 == Value::Class(crate::machine::types::UNION) => {
                let mut hash = 0x5ee;
                for one in self.tuple_of(alias.1) {
                    hash ^= self.hash(*one)?;
                }
                hash
            }
            Obj::Alias(alias) => self.hash(alias.0)? ^ self.hash(alias.1)?,
            _ => i64::from(at.0) * 16,
        })
    }

    fn tuple_of(&self, value: Value) -> &[Value] {
        match value {
            Value::Obj(at) => match self.get(at) {
                Obj::Tuple(items) => items,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// Whether a class of a program says itself what is equal.
    pub(crate) fn compares(&self, class: ClassId) -> bool {
        let Some(of) = self.class(class) else { return false };
        of.mro.iter().any(|base| {
            self.class(*base).is_some_and(|base| {
                base.fields.get(crate::library::EQ).is_some() || base.fields.get(crate::library::HASH).is_some()
            })
        })
    }

    /// Whether two values are equal.
    #[inline]
    pub(crate) fn equal(&self, a: Value, b: Value) -> Res<bool> {
        match (a, b) {
            (Value::Int(a), Value::Int(b)) => Ok(a == b),
            (Value::Str(x), Value::Str(y)) => Ok(x == y || self.str(a) == self.str(b)),
            _ => self.equal_rare(a, b),
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "it is looked at whether it was exact")]
    fn equal_rare(&self, a: Value, b: Value) -> Res<bool> {
        Ok(match (a, b) {
            (Value::Bool(a), b) if !matches!(b, Value::Obj(_)) => return self.equal(Value::Int(i64::from(a)), b),
            (a, Value::Bool(b)) if !matches!(a, Value::Obj(_)) => return self.equal(a, Value::Int(i64::from(b))),
            (Value::Float(a), Value::Float(b)) => a == b,
            (Value::Int(n), Value::Float(x)) | (Value::Float(x), Value::Int(n)) => {
                n as f64 == x && i128::from(n) == x as i128
            }
            (Value::Obj(a), Value::Obj(b)) => {
                let of_class = match self.peek(a) {
                    Obj::Instance(..) | Obj::Derived(_) => true,
                    Obj::Shared(shared) => shared.of.sort == Sort::Instance,
                    _ => false,
                };
                if a == b && !of_class {
                    return Ok(true);
                }
                if let Some(equal) = self.equal_shared(a, b)? {
                    return Ok(equal);
                }
                return self.equal_objects(a, b);
            }
            (Value::Obj(at), other) | (other, Value::Obj(at)) => return self.equal_mixed(at, other),
            (a, b) => a == b,
        })
    }

    /// One object and what is none.
    fn equal_mixed(&self, at: Ref, other: Value) -> Res<bool> {
        Ok(match self.peek(at) {
            Obj::Instance(class, _) => {
                if self.compares(*class) {
                    return Err(Raise::in_python());
                }
                false
            }
            Obj::Shared(shared) => {
                if shared.of.compares {
                    return Err(Raise::in_python());
                }
                if shared.plain != Value::Undef {
                    return self.equal(shared.plain, other);
                }
                false
            }
            Obj::Derived(derived) => {
                if self.compares(derived.class) {
                    return Err(Raise::in_python());
                }
                return self.equal(derived.value, other);
            }
            Obj::Exception(exception) if self.compares(exception.class) => return Err(Raise::in_python()),
            Obj::Big(big) => match other {
                Value::Float(x) => {
                    num_traits::FromPrimitive::from_f64(x).is_some_and(|x: Big| **big == x && x.bits() > 0)
                }
                _ => false,
            },
            _ => false,
        })
    }

    /// The same where one of them is the engine's, as far as nobody must look into it.
    fn equal_shared(&self, a: Ref, b: Ref) -> Res<Option<bool>> {
        let compares = |at: Ref| match self.peek(at) {
            Obj::Shared(shared) => shared.of.compares,
            Obj::Instance(class, _) => self.compares(*class),
            Obj::Derived(derived) => self.compares(derived.class),
            Obj::Exception(exception) => self.compares(exception.class),
            _ => false,
        };
        let ((Obj::Shared(_), _) | (_, Obj::Shared(_))) = (self.peek(a), self.peek(b)) else { return Ok(None) };
        if compares(a) || compares(b) {
            return Err(Raise::in_python());
        }
        if a == b {
            return Ok(Some(true));
        }
        for (at, other) in [(a, b), (b, a)] {
            if let Obj::Shared(shared) = self.peek(at) {
                match shared.of.sort {
                    Sort::Instance if shared.plain != Value::Undef => {
                        return self.equal(shared.plain, Value::Obj(other)).map(Some);
                    }
                    Sort::Instance | Sort::Iter | Sort::Cell => return Ok(Some(false)),
                    sort => {
                        // Two of different sorts are never equal, so nobody need look into them.
                        let kind = match self.peek(other) {
                            Obj::Shared(other) => Some(other.of.sort),
                            Obj::List(_) => Some(Sort::List),
                            Obj::Deque(_) => Some(Sort::Deque),
                            Obj::Dict(_) => Some(Sort::Dict),
                            Obj::Set(_) | Obj::Frozen(_) | Obj::View(..) => Some(Sort::Set),
                            Obj::Bytes(_) | Obj::ByteArray(_) => Some(Sort::Bytes),
                            Obj::Derived(_) => Some(sort),
                            _ => None,
                        };
                        if kind != Some(sort) && kind != Some(Sort::Instance) {
                            return Ok(Some(false));
                        }
                    }
                }
            }
        }
        Ok(None)
    }

    fn equal_all(&self, a: &[Value], b: &[Value]) -> Res<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (a, b) in a.iter().zip(b) {
            // The same object is equal to itself in a container, whatever it says.
            if !a.is(*b) && !self.equal(*a, *b)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn equal_objects(&self, a: Ref, b: Ref) -> Res<bool> {
        Ok(match (self.get(a), self.get(b)) {
            (Obj::Instance(class, _), _) if self.compares(*class) => return Err(Raise::in_python()),
            (_, Obj::Instance(class, _)) if self.compares(*class) => return Err(Raise::in_python()),
            (Obj::Derived(of), _) if self.compares(of.class) => return Err(Raise::in_python()),
            (_, Obj::Derived(of)) if self.compares(of.class) => return Err(Raise::in_python()),
            (Obj::Exception(of), _) | (_, Obj::Exception(of)) if self.compares(of.class) => {
                return Err(Raise::in_python());
            }
            (Obj::Derived(of), _) => a == b || self.equal(of.value, Value::Obj(b))?,
            (_, Obj::Derived(of)) => self.equal(Value::Obj(a), of.value)?,
            (Obj::Big(a), Obj::Big(b)) => a == b,
            (Obj::Bytes(a), Obj::Bytes(b)) => a == b,
            (Obj::ByteArray(a), Obj::ByteArray(b)) => a == b,
            (Obj::Bytes(a), Obj::ByteArray(b)) | (Obj::ByteArray(b), Obj::Bytes(a)) => **a == **b,
            (Obj::Tuple(a), Obj::Tuple(b)) => self.equal_all(a, b)?,
            (Obj::List(a), Obj::List(b)) => self.equal_all(a, b)?,
            (Obj::Deque(a), Obj::Deque(b)) => self.equal_all(&a.list(), &b.list())?,
            (Obj::Range(a), Obj::Range(b)) => {
                a.len() == b.len() && (a.len() == 0 || a.start == b.start && (a.len() == 1 || a.step == b.step))
            }
            (Obj::Slice(a), Obj::Slice(b)) => self.equal_all(&a[..], &b[..])?,
            (Obj::Dict(x), Obj::Dict(y)) => {
                if x.len() != y.len() {
                    return Ok(false);
                }
                for entry in x.iter() {
                    match self.dict_find(b, entry.key)? {
                        Some(at) => {
                            let other = y.entries[at].value;
                            if !entry.value.is(other) && !self.equal(entry.value, other)? {
                                return Ok(false);
                            }
                        }
                        None => return Ok(false),
                    }
                }
                true
            }
            (Obj::Set(x) | Obj::Frozen(x), Obj::Set(y) | Obj::Frozen(y)) => {
                if x.len() != y.len() {
                    return Ok(false);
                }
                for slot in x.iter() {
                    if self.set_find(b, slot.key)?.is_none() {
                        return Ok(false);
                    }
                }
                true
            }
            (Obj::Bound(x), Obj::Bound(y)) => x.function.is(y.function) && x.this.is(y.this),
            (Obj::Alias(x), Obj::Alias(y)) if x.0 == y.0 && x.0 == Value::Class(crate::machine::types::UNION) => {
                let (x, y) = (self.tuple_of(x.1), self.tuple_of(y.1));
                x.len() == y.len() && x.iter().all(|one| y.contains(one))
            }
            (Obj::Alias(x), Obj::Alias(y)) => self.equal(x.0, y.0)? && self.equal(x.1, y.1)?,
            (Obj::View(x, super::View::Keys), Obj::Set(y) | Obj::Frozen(y))
            | (Obj::Set(y) | Obj::Frozen(y), Obj::View(x, super::View::Keys)) => {
                if self.dict(*x).len() != y.len() {
                    return Ok(false);
                }
                for slot in y.iter() {
                    if self.dict_find(*x, slot.key)?.is_none() {
                        return Ok(false);
                    }
                }
                true
            }
            (Obj::View(x, u), Obj::View(y, v)) if u == v && *u != super::View::Values => {
                return self.equal_objects(*x, *y);
            }
            _ => a == b,
        })
    }

    /// The number of the entry of a dict.
    #[inline]
    pub(crate) fn dict_find(&self, dict: Ref, key: Value) -> Res<Option<usize>> {
        let hash = self.hash(key)?;
        self.dict_find_hashed(dict, hash, key)
    }

    #[inline]
    pub(crate) fn dict_find_hashed(&self, dict: Ref, hash: i64, key: Value) -> Res<Option<usize>> {
        let dict = self.dict(dict);
        // Most keys are numbers, and most of what is found for one is that number.
        if let Value::Int(wanted) = key
            && let Some(found) = dict.find(hash, |known| matches!(known, Value::Int(n) if *n == wanted))
        {
            return Ok(Some(found));
        }
        let mut trouble = None;
        let found = dict.find(hash, |known| {
            known.is(key)
                || self.equal(*known, key).unwrap_or_else(|raise| {
                    trouble = Some(raise);
                    false
                })
        });
        trouble.map_or(Ok(found), Err)
    }

    pub(crate) fn dict_get(&self, dict: Ref, key: Value) -> Res<Option<Value>> {
        let found = self.dict_find(dict, key)?;
        let dict = self.dict(dict);
        Ok(found.map(|at| dict.entries[at].value))
    }

    pub(crate) fn dict_mut(&mut self, dict: Ref) -> &mut super::Dict {
        if !matches!(self.peek(dict), Obj::Dict(_)) {
            // It is the engine's: that is noted, and what is done to this one is for nobody.
            self.get(dict);
            return &mut self.sharing.spare.0;
        }
        match self.get_mut(dict) {
            Obj::Dict(dict) => dict,
            other => unreachable!("a dict is expected here, not {other:?}"),
        }
    }

    pub(crate) fn dict(&self, dict: Ref) -> &super::Dict {
        match self.get(dict) {
            Obj::Dict(dict) => dict,
            _ => &self.sharing.spare.0,
        }
    }

    pub(crate) fn dict_set(&mut self, dict: Ref, key: Value, value: Value) -> Res<()> {
        let hash = self.hash(key)?;
        let found = self.dict_find_hashed(dict, hash, key)?;
        let dict = self.dict_mut(dict);
        match found {
            Some(at) => dict.entries[at].value = value,
            None => dict.add(hash, key, value),
        }
        Ok(())
    }

    pub(crate) fn dict_remove(&mut self, dict: Ref, key: Value) -> Res<Option<Value>> {
        let found = self.dict_find(dict, key)?;
        Ok(found.map(|at| self.dict_mut(dict).remove(at)))
    }

    pub(crate) fn set(&self, set: Ref) -> &super::Set {
        match self.get(set) {
            Obj::Set(set) | Obj::Frozen(set) => set,
            _ => &self.sharing.spare.1,
        }
    }

    pub(crate) fn set_mut(&mut self, set: Ref) -> &mut super::Set {
        if !matches!(self.peek(set), Obj::Set(_) | Obj::Frozen(_)) {
            self.get(set);
            return &mut self.sharing.spare.1;
        }
        match self.get_mut(set) {
            Obj::Set(set) | Obj::Frozen(set) => set,
            other => unreachable!("a set is expected here, not {other:?}"),
        }
    }

    pub(crate) fn set_find(&self, set: Ref, key: Value) -> Res<Option<usize>> {
        let hash = self.hash(key)?;
        let mut trouble = None;
        let found = self.set(set).find(hash, |known| {
            known.is(key)
                || self.equal(*known, key).unwrap_or_else(|raise| {
                    trouble = Some(raise);
                    false
                })
        });
        trouble.map_or(Ok(found), Err)
    }

    /// Whether it is new.
    pub(crate) fn set_add(&mut self, set: Ref, key: Value) -> Res<bool> {
        if self.set_find(set, key)?.is_some() {
            return Ok(false);
        }
        let hash = self.hash(key)?;
        self.set_mut(set).add(hash, key);
        Ok(true)
    }
}
