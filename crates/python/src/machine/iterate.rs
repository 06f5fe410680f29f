//! Iterating: over what is built in by ourselves, over everything else by its methods.

use super::{After, Core, Done, Expect, Raise, Res};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::iter::Iter;
use crate::heap::{Obj, View};
use crate::library::words;
use crate::share::Sort;
use crate::value::{Ref, Value};

impl Core {
    /// `iter(value)`
    pub(crate) fn iter(&mut self, p: &Program, value: Value) -> Res<Done> {
        if self.heap.sharing.on {
            let (of, view) = match value {
                Value::Obj(at) => match self.heap.peek(at) {
                    Obj::View(of, view) => (Value::Obj(*of), *view),
                    _ => (value, View::Keys),
                },
                _ => (value, View::Keys),
            };
            if let Some((at, sort @ (Sort::Dict | Sort::Set))) = self.heap.hidden(of) {
                return Ok(super::shared::iterates(at, sort, view));
            }
        }
        if let Some(iter) = self.built_in_iter(value) {
            return Ok(iter.into());
        }
        if let Value::Obj(at) = value
            && let Obj::Resident(_, class) = self.heap.peek(at)
        {
            return Ok(Done::stop(super::Stop::Refused(super::shared::resident_words(*class))));
        }
        let class = self.heap.type_of(value);
        if class.heap().is_some() {
            match self.lookup(p, class, words::ITER) {
                Some(Value::None) => return Err(self.no_iterable(value)),
                Some(method) if !matches!(method, Value::Native(_)) => {
                    return Ok(Done::call(method, vec![value], After::Expect(Expect::Iterator)));
                }
                _ => {}
            }
            if self.method_of_program(p, class, words::GETITEM).is_some() {
                return self.in_python(p, "iterate_items", vec![value]);
            }
            let plain = self.plain(value);
            if !plain.is(value) {
                return self.iter(p, plain);
            }
        }
        Err(self.no_iterable(value))
    }

    #[cold]
    pub(crate) fn no_iterable(&self, value: Value) -> Box<Raise> {
        let name = self.heap.type_name(value);
        Raise::type_error(format!("'{name}' object is not iterable"))
    }

    /// Words for what an argument that must be iterable is not.
    pub(crate) fn not_iterable(&self, raise: Box<Raise>, value: Value) -> Box<Raise> {
        let _ = value;
        raise
    }

    pub(crate) fn built_in_iter(&mut self, value: Value) -> Option<Value> {
        let iter = match value {
            Value::Str(_) => Iter::Sequence(value, 0),
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Shared(shared) => match shared.of.sort {
                    Sort::List | Sort::Bytes => Iter::Sequence(value, 0),
                    Sort::Iter => return Some(value),
                    Sort::Instance | Sort::Cell => return None,
                    Sort::Dict | Sort::Set | Sort::Deque => {
                        self.heap.get(at);
                        Iter::Empty
                    }
                },
                Obj::List(_) | Obj::Tuple(_) | Obj::Bytes(_) | Obj::ByteArray(_) => Iter::Sequence(value, 0),
                Obj::Deque(deque) => Iter::Deque { of: at, left: deque.len(), changes: deque.changes, back: false },
                Obj::Range(range) => Iter::Range { at: range.start, left: range.len(), step: range.step },
                Obj::Dict(dict) => Iter::Dict(at, 0, dict.len(), View::Keys),
                Obj::View(of, view) => Iter::Dict(*of, 0, self.heap.dict(*of).len(), *view),
                Obj::Set(set) | Obj::Frozen(set) => Iter::Set(at, 0, set.len()),
                Obj::Iter(_) | Obj::Generator(_) => return Some(value),
                _ => return None,
            },
            _ => return None,
        };
        Some(self.heap.obj(Obj::Iter(Box::new(iter))))
    }

    /// The next item of an iterator of our own; `Err(Iterate)` where one inside of it is not.
    pub(crate) fn step(&mut self, at: Ref) -> Res<Option<Value>> {
        if let Some(of) = self.iterates_shared(at) {
            // It is shown first.
            self.heap.get(of);
            return Err(Raise::in_python());
        }
        let Obj::Iter(iter) = self.heap.peek(at) else { unreachable!("an iterator is expected here") };
        let (item, next) = match &**iter {
            Iter::Empty => return Ok(None),
            Iter::Sequence(of, index) => {
                let (of, index) = (*of, *index);
                match self.item_at(of, index) {
                    Some(item) => (item, Iter::Sequence(of, index + 1)),
                    None => return Ok(self.exhaust(at)),
                }
            }
            Iter::Reversed(of, left) => {
                let (of, left) = (*of, *left);
                match left.checked_sub(1).and_then(|place| self.item_at(of, place)) {
                    Some(item) => (item, Iter::Reversed(of, left - 1)),
                    None => return Ok(self.exhaust(at)),
                }
            }
            Iter::Range { at: value, left, step } => {
                let (value, left, step) = (*value, *left, *step);
                if left <= 0 {
                    return Ok(self.exhaust(at));
                }
                (Value::Int(value), Iter::Range { at: value.wrapping_add(step), left: left - 1, step })
            }
            Iter::Dict(dict, index, len, view) => {
                let (dict, mut index, len, view) = (*dict, *index, *len, *view);
                let of = self.heap.dict(dict);
                if of.len() != len {
                    self.exhaust(at);
                    return Err(Raise::error(Kind::RuntimeError, "dictionary changed size during iteration"));
                }
                while of.entries.get(index).is_some_and(|entry| entry.key == Value::Undef) {
                    index += 1;
                }
                match of.entries.get(index).copied() {
                    Some(entry) => (self.viewed(entry.key, entry.value, view), Iter::Dict(dict, index + 1, len, view)),
                    None => return Ok(self.exhaust(at)),
                }
            }
            Iter::DictReversed(dict, left, view) => {
                let (dict, mut left, view) = (*dict, *left, *view);
                let of = self.heap.dict(dict);
                while left > 0 && of.entries.get(left - 1).is_none_or(|entry| entry.key == Value::Undef) {
                    left -= 1;
                }
                if left == 0 {
                    return Ok(self.exhaust(at));
                }
                let entry = of.entries[left - 1];
                (self.viewed(entry.key, entry.value, view), Iter::DictReversed(dict, left - 1, view))
            }
            Iter::Set(set, index, len) => {
                let (set, mut index, len) = (*set, *index, *len);
                let of = self.heap.set(set);
                if of.len() != len {
                    self.exhaust(at);
                    return Err(Raise::error(Kind::RuntimeError, "Set changed size during iteration"));
                }
                while of.table.get(index).is_some_and(|slot| slot.key == Value::Undef) {
                    index += 1;
                }
                match of.table.get(index) {
                    Some(slot) => (slot.key, Iter::Set(set, index + 1, len)),
                    None => return Ok(self.exhaust(at)),
                }
            }
            Iter::Deque { of, left, changes, back } => {
                let (of, left, changes, back) = (*of, *left, *changes, *back);
                let Obj::Deque(deque) = self.heap.get(of) else { return Ok(None) };
                if deque.changes != changes {
                    return Err(Raise::error(Kind::RuntimeError, "deque mutated during iteration"));
                }
                let Some(next) = left.checked_sub(1) else { return Ok(None) };
                let item = deque.items[if back { next } else { deque.len() - left }];
                (item, Iter::Deque { of, left: next, changes, back })
            }
            Iter::Enumerate(inner, count) => {
                let (inner, count) = (*inner, *count);
                let Some(item) = self.step_inner(inner)? else { return Ok(self.exhaust(at)) };
                let pair = self.heap.tuple([Value::Int(count), item]);
                (pair, Iter::Enumerate(inner, count + 1))
            }
            Iter::Zip(inner, strict) => {
                let (inner, strict) = (inner.clone(), *strict);
                let mut items = Vec::with_capacity(inner.len());
                let shared = inner.iter().find_map(|one| match one {
                    Value::Obj(at) => self.iterates_shared(*at),
                    _ => None,
                });
                if let Some(of) = shared {
                    self.heap.get(of);
                    return Err(Raise::in_python());
                }
                for (index, one) in inner.iter().enumerate() {
                    match self.step_inner(*one)? {
                        Some(item) => items.push(item),
                        None if strict => {
                            self.exhaust(at);
                            return self.uneven(&inner, index);
                        }
                        None => return Ok(self.exhaust(at)),
                    }
                }
                if items.is_empty() {
                    return Ok(self.exhaust(at));
                }
                return Ok(Some(self.heap.tuple(items)));
            }
        };
        if let Obj::Iter(iter) = self.heap.get_mut(at) {
            **iter = next;
        }
        Ok(Some(item))
    }

    /// One of several that are zipped strictly ran out: did all?
    fn uneven(&mut self, inner: &[Value], ended: usize) -> Res<Option<Value>> {
        let plural = |n: usize| if n == 1 { " ".to_string() } else { format!("s 1-{n}").replacen("s 1-", "s 1-", 1) };
        if ended > 0 {
            let before = plural(ended);
            let words = format!(
                "zip() argument {} is shorter than argument{before}{}",
                ended + 1,
                if ended == 1 { "1" } else { "" }
            );
            return Err(Raise::value_error(words));
        }
        for (index, one) in inner.iter().enumerate().skip(1) {
            if self.step_inner(*one)?.is_some() {
                let before = plural(index);
                let words = format!(
                    "zip() argument {} is longer than argument{before}{}",
                    index + 1,
                    if index == 1 { "1" } else { "" }
                );
                return Err(Raise::value_error(words));
            }
        }
        Ok(None)
    }

    fn step_inner(&mut self, inner: Value) -> Res<Option<Value>> {
        match inner {
            Value::Obj(at) if matches!(self.heap.peek(at), Obj::Iter(_)) => self.step(at),
            _ => Err(Box::new(Raise::Iterate(0))),
        }
    }

    fn viewed(&mut self, key: Value, value: Value, view: View) -> Value {
        match view {
            View::Keys => key,
            View::Values => value,
            View::Items => self.heap.tuple([key, value]),
        }
    }

    fn exhaust(&mut self, at: Ref) -> Option<Value> {
        if let Obj::Iter(iter) = self.heap.get_mut(at) {
            **iter = Iter::Empty;
        }
        None
    }

    pub(crate) fn item_at(&mut self, of: Value, index: usize) -> Option<Value> {
        match of {
            Value::Str(at) => {
                let character = self.heap.text_of(at).at(index)?;
                Some(self.heap.character(character))
            }
            Value::Obj(at) => match self.heap.get(at) {
                Obj::List(items) => items.get(index).copied(),
                Obj::Tuple(items) => items.get(index).copied(),
                Obj::Bytes(bytes) => bytes.get(index).map(|byte| Value::Int(i64::from(*byte))),
                Obj::ByteArray(bytes) => bytes.get(index).map(|byte| Value::Int(i64::from(*byte))),
                Obj::Range(range) => {
                    let index = i64::try_from(index).ok()?;
                    (index < range.len()).then(|| Value::Int(range.at(index)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// All items of what we can iterate over by ourselves; otherwise the argument must be made a list first.
    pub(crate) fn items(&mut self, value: Value, which: usize) -> Res<Vec<Value>> {
        match value {
            Value::Str(at) => {
                let text = self.heap.text_of(at).text.clone();
                return Ok(text.chars().map(|character| self.heap.character(character)).collect());
            }
            Value::Obj(at) => match self.heap.get(at) {
                Obj::List(items) => return Ok(items.clone()),
                Obj::Tuple(items) => return Ok(items.to_vec()),
                Obj::Deque(deque) => return Ok(deque.list()),
                Obj::Set(set) | Obj::Frozen(set) => return Ok(set.iter().map(|slot| slot.key).collect()),
                Obj::Dict(dict) => return Ok(dict.iter().map(|entry| entry.key).collect()),
                Obj::Range(range) => {
                    let range = **range;
                    if range.len() > 1 << 27 {
                        return Err(Raise::error(Kind::MemoryError, ""));
                    }
                    return Ok((0..range.len()).map(|index| Value::Int(range.at(index))).collect());
                }
                Obj::Iter(_) => {
                    if !self.is_all_ours(Value::Obj(at), 0) {
                        return Err(Box::new(Raise::Iterate(which)));
                    }
                    let mut items = Vec::new();
                    while let Some(item) = self.step(at)? {
                        items.push(item);
                    }
                    return Ok(items);
                }
                Obj::Derived(_) | Obj::Instance(..) | Obj::Generator(_) => {
                    return Err(Box::new(Raise::Iterate(which)));
                }
                _ => {}
            },
            _ => {}
        }
        if let Value::Class(_) = value
            && self.is_of_program(value)
        {
            return Err(Box::new(Raise::Iterate(which)));
        }
        let Some(Value::Obj(iter)) = self.built_in_iter(value) else { return Err(self.no_iterable(value)) };
        let mut items = Vec::new();
        while let Some(item) = self.step(iter)? {
            items.push(item);
        }
        Ok(items)
    }

    /// Whether an iterator consists of our own all the way down.
    fn is_all_ours(&self, value: Value, depth: u32) -> bool {
        let Value::Obj(at) = value else { return false };
        if depth > 50 {
            return false;
        }
        match self.heap.get(at) {
            Obj::Iter(iter) => match &**iter {
                Iter::Enumerate(inner, _) => self.is_all_ours(*inner, depth + 1),
                Iter::Zip(inner, _) => inner.iter().all(|inner| self.is_all_ours(*inner, depth + 1)),
                _ => true,
            },
            _ => false,
        }
    }
}
