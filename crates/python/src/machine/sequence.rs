//! Operators of sequences: putting together and repeating; sets and dicts are handed on.

use super::{Core, Raise, Res};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::numbers::Int;
use crate::tree::BinOp;
use crate::value::{Ref, Value};

impl Core {
    /// Concatenating, repeating, formatting; sets and dicts.
    pub(super) fn sequences(
        &mut self,
        p: &Program,
        op: BinOp,
        a: Value,
        b: Value,
        in_place: bool,
    ) -> Res<Option<Value>> {
        if op == BinOp::Mul {
            for (sequence, count) in [(a, b), (b, a)] {
                if self.is_sequence(sequence) {
                    let Some(count) = self.int(count) else {
                        if self.is_of_program(count)
                            || self.is_sequence(a) && !self.is_sequence(b)
                            || self.is_sequence(a)
                        {
                            let name = self.heap.type_name(count);
                            return Err(Raise::type_error(format!(
                                "can't multiply sequence by non-int of type '{name}'"
                            )));
                        }
                        continue;
                    };
                    return self.repeat(sequence, &count, in_place).map(Some);
                }
            }
            return Ok(None);
        }
        match a {
            Value::Str(at) => match op {
                BinOp::Add => {
                    let Some(other) = self.heap.str(b) else {
                        let name = self.heap.type_name(b);
                        return Err(Raise::type_error(format!("can only concatenate str (not \"{name}\") to str")));
                    };
                    let text = &self.heap.text_of(at).text;
                    let mut joined = String::with_capacity(text.len() + other.len());
                    joined.push_str(text);
                    joined.push_str(other);
                    Ok(Some(self.heap.text(joined)))
                }
                BinOp::Mod => self.percent(p, at, b).map(Some),
                _ => Ok(None),
            },
            Value::Obj(at) => self.objects(op, at, b, in_place),
            _ => Ok(None),
        }
    }

    fn is_sequence(&self, value: Value) -> bool {
        match value {
            Value::Str(_) => true,
            Value::Obj(at) => {
                matches!(
                    self.heap.get(at),
                    Obj::List(_) | Obj::Deque(_) | Obj::Tuple(_) | Obj::Bytes(_) | Obj::ByteArray(_)
                )
            }
            _ => false,
        }
    }

    fn repeat(&mut self, sequence: Value, count: &Int, in_place: bool) -> Res<Value> {
        let count = usize::try_from(count.clamp().max(0)).unwrap_or(0);
        let too_long = |len: usize| {
            if len.checked_mul(count).is_none_or(|len| len > 1 << 28) {
                return Err(Raise::error(Kind::MemoryError, ""));
            }
            Ok(())
        };
        match sequence {
            Value::Str(at) => {
                let text = self.heap.text_of(at).text.clone();
                too_long(text.len())?;
                Ok(self.heap.text(text.repeat(count)))
            }
            Value::Obj(at) => match self.heap.get(at) {
                Obj::List(items) => {
                    too_long(items.len())?;
                    let items = items.repeat(count);
                    if in_place {
                        *self.heap.get_mut(at) = Obj::List(items);
                        return Ok(sequence);
                    }
                    Ok(self.heap.list(items))
                }
                Obj::Deque(deque) => {
                    let most = deque.most.unwrap_or(usize::MAX);
                    let wanted = deque.len().saturating_mul(count);
                    if wanted.min(most) > 1 << 28 {
                        return Err(Raise::error(Kind::MemoryError, ""));
                    }
                    // What would fall out again at the front is not put in.
                    let skipped = wanted.saturating_sub(most);
                    let items = deque.list();
                    let items = (skipped..wanted).map(|at| items[at % items.len()]).collect();
                    let changes = deque.changes + 1;
                    let new = Obj::Deque(Box::new(crate::heap::deque::Deque { items, most: deque.most, changes }));
                    if in_place {
                        *self.heap.get_mut(at) = new;
                        return Ok(sequence);
                    }
                    Ok(self.heap.obj(new))
                }
                Obj::Tuple(items) => {
                    too_long(items.len())?;
                    let items = items.repeat(count);
                    Ok(self.heap.tuple(items))
                }
                Obj::Bytes(bytes) => {
                    too_long(bytes.len())?;
                    let bytes = bytes.repeat(count);
                    Ok(self.heap.obj(Obj::Bytes(bytes.into())))
                }
                Obj::ByteArray(bytes) => {
                    too_long(bytes.len())?;
                    let bytes = bytes.repeat(count);
                    Ok(self.heap.obj(Obj::ByteArray(bytes)))
                }
                other => unreachable!("{other:?} is no sequence"),
            },
            other => unreachable!("{other:?} is no sequence"),
        }
    }

    fn objects(&mut self, op: BinOp, at: Ref, b: Value, in_place: bool) -> Res<Option<Value>> {
        let other = if let Value::Obj(other) = b { Some(other) } else { None };
        match self.heap.get(at) {
            Obj::List(items) if op == BinOp::Add => {
                if in_place {
                    let more = self.items(b, 0).map_err(|raise| self.not_iterable(raise, b))?;
                    if let Obj::List(items) = self.heap.get_mut(at) {
                        items.extend(more);
                    }
                    return Ok(Some(Value::Obj(at)));
                }
                let Some(Obj::List(more)) = other.map(|other| self.heap.get(other)) else {
                    let name = self.heap.type_name(b);
                    return Err(Raise::type_error(format!("can only concatenate list (not \"{name}\") to list")));
                };
                let joined = [items.as_slice(), more.as_slice()].concat();
                Ok(Some(self.heap.list(joined)))
            }
            Obj::Deque(deque) if op == BinOp::Add => {
                if in_place {
                    for item in self.items(b, 0)? {
                        if let Obj::Deque(deque) = self.heap.get_mut(at) {
                            deque.push(item);
                        }
                    }
                    return Ok(Some(Value::Obj(at)));
                }
                let Some(Obj::Deque(more)) = other.map(|other| self.heap.get(other)) else {
                    let name = self.heap.type_name(b);
                    return Err(Raise::type_error(format!("can only concatenate deque (not \"{name}\") to deque")));
                };
                let mut joined = deque.clone();
                more.items.iter().for_each(|item| joined.push(*item));
                Ok(Some(self.heap.obj(Obj::Deque(joined))))
            }
            Obj::Tuple(items) if op == BinOp::Add => {
                let Some(Obj::Tuple(more)) = other.map(|other| self.heap.get(other)) else {
                    let name = self.heap.type_name(b);
                    return Err(Raise::type_error(format!("can only concatenate tuple (not \"{name}\") to tuple")));
                };
                let joined = [&**items, &**more].concat();
                Ok(Some(self.heap.tuple(joined)))
            }
            Obj::Bytes(bytes) if op == BinOp::Add => {
                let joined = match other.map(|other| self.heap.get(other)) {
                    Some(Obj::Bytes(more)) => [&**bytes, &**more].concat(),
                    Some(Obj::ByteArray(more)) => [&**bytes, more.as_slice()].concat(),
                    _ => {
                        let name = self.heap.type_name(b);
                        return Err(Raise::type_error(format!("can't concat {name} to bytes")));
                    }
                };
                Ok(Some(self.heap.obj(Obj::Bytes(joined.into()))))
            }
            Obj::ByteArray(bytes) if op == BinOp::Add => {
                let more = match other.map(|other| self.heap.get(other)) {
                    Some(Obj::Bytes(more)) => more.to_vec(),
                    Some(Obj::ByteArray(more)) => more.clone(),
                    _ => {
                        let name = self.heap.type_name(b);
                        return Err(Raise::type_error(format!("can't concat {name} to bytearray")));
                    }
                };
                let mut joined = bytes.clone();
                joined.extend(more);
                if in_place {
                    *self.heap.get_mut(at) = Obj::ByteArray(joined);
                    return Ok(Some(Value::Obj(at)));
                }
                Ok(Some(self.heap.obj(Obj::ByteArray(joined))))
            }
            Obj::Set(_) | Obj::Frozen(_) | Obj::View(_, crate::heap::View::Keys | crate::heap::View::Items) => {
                self.sets(op, at, b, in_place)
            }
            Obj::Dict(_) if op == BinOp::Or => {
                let Some(other) = other.filter(|other| matches!(self.heap.get(*other), Obj::Dict(_))) else {
                    return Ok(None);
                };
                let into = if in_place {
                    at
                } else {
                    let copy = self.heap.dict(at).clone();
                    self.heap.make(Obj::Dict(Box::new(copy)))
                };
                for entry in self.heap.dict(other).clone().iter() {
                    self.heap.dict_set(into, entry.key, entry.value)?;
                }
                Ok(Some(Value::Obj(into)))
            }
            _ => Ok(None),
        }
    }
}
