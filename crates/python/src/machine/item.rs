//! Items: `a[b]`, `a[b] = c`, `del a[b]`, and slices.

use super::shared::{Then, Wish};
use super::{After, Core, Done, Raise, Res, types};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::{Obj, Range};
use crate::library::words;
use crate::value::{Ref, Value};

impl Core {
    /// A whole number to be used as an index; what has `__index__` must be asked first.
    pub(crate) fn index_of(&self, value: Value) -> Option<i64> {
        match value {
            Value::Int(n) => Some(n),
            _ => self.int(value).map(|int| crate::numbers::Int::clamp(&int)),
        }
    }

    fn place(&self, index: Value, len: usize, what: &str) -> Res<usize> {
        let Some(n) = self.index_of(index) else {
            let name = self.heap.type_name(index);
            let words = match what {
                "string" => format!("string indices must be integers, not '{name}'"),
                "byte" => format!("byte indices must be integers or slices, not {name}"),
                _ => format!("{what} indices must be integers or slices, not {name}"),
            };
            return Err(Raise::type_error(words));
        };
        let n = if n < 0 { n + i64::try_from(len).unwrap_or(i64::MAX) } else { n };
        match usize::try_from(n) {
            Ok(n) if n < len => Ok(n),
            _ => {
                let words = if what == "byte" {
                    "index out of range".to_string()
                } else if what == "range" {
                    "range object index out of range".to_string()
                } else {
                    format!("{what} index out of range")
                };
                Err(Raise::error(Kind::IndexError, words))
            }
        }
    }

    fn deque_place(&self, index: Value, len: usize) -> Res<usize> {
        if self.index_of(index).is_none() {
            let name = self.heap.type_name(index);
            return Err(Raise::type_error(format!("sequence index must be integer, not '{name}'")));
        }
        self.place(index, len, "deque")
    }

    /// Where a slice begins, ends and how it goes, for something of this length.
    pub(crate) fn slice(&self, slice: [Value; 3], len: usize) -> Res<(i64, i64, i64)> {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        let number = |value: Value| -> Res<Option<i64>> {
            if value == Value::None {
                return Ok(None);
            }
            match self.index_of(value) {
                Some(n) => Ok(Some(n)),
                None => Err(Raise::type_error("slice indices must be integers or None or have an __index__ method")),
            }
        };
        let step = number(slice[2])?.unwrap_or(1).max(-i64::MAX);
        if step == 0 {
            return Err(Raise::value_error("slice step cannot be zero"));
        }
        let clamp = |n: i64| {
            let n = if n < 0 { n.saturating_add(len) } else { n };
            if step > 0 { n.clamp(0, len) } else { n.clamp(-1, len - 1) }
        };
        let start = number(slice[0])?.map_or(if step > 0 { 0 } else { len - 1 }, clamp);
        let stop = number(slice[1])?.map_or(if step > 0 { len } else { -1 }, clamp);
        Ok((start, stop, step))
    }

    /// The places a slice names.
    pub(crate) fn places(&self, slice: [Value; 3], len: usize) -> Res<Vec<usize>> {
        let (start, stop, step) = self.slice(slice, len)?;
        let range = Range { start, stop, step };
        Ok((0..range.len()).map(|at| usize::try_from(range.at(at)).expect("it was clamped")).collect())
    }

    fn slice_parts(&self, value: Value) -> Option<[Value; 3]> {
        match value {
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Slice(parts) => Some(**parts),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether an index is an object that must be asked what it is.
    fn index_method(&mut self, p: &Program, index: Value) -> Option<Value> {
        if let Some(parts) = self.slice_parts(index) {
            return parts.into_iter().find_map(|part| {
                let class = self.heap.type_of(part);
                self.method_of_program(p, class, words::INDEX)
            });
        }
        let class = self.heap.type_of(index);
        self.method_of_program(p, class, words::INDEX)
    }

    pub(crate) fn get_item(&mut self, p: &Program, a: Value, b: Value) -> Res<Done> {
        let class = self.heap.type_of(a);
        if class.heap().is_some()
            && let Some(method) = self.method_of_program(p, class, words::GETITEM)
        {
            return Ok(Done::call(method, vec![a, b], After::Store));
        }
        let plain = self.plain(a);
        if let Some((this, _)) = self.shared_container(plain) {
            if self.index_method(p, b).is_some() && !self.is_mapping(plain) {
                return self.in_python(p, "op_getitem_index", vec![plain, b]);
            }
            return Ok(Done::shared(this, Wish::Item(b), Then::Missing(a, b), After::Store));
        }
        if !matches!(plain, Value::Class(_)) && self.index_method(p, b).is_some() && !self.is_mapping(plain) {
            return self.in_python(p, "op_getitem_index", vec![plain, b]);
        }
        match self.built_in_item(p, plain, b) {
            Err(raise) if matches!(*raise, Raise::InPython) => self.in_python(p, "op_getitem", vec![a, b]),
            Err(raise) if matches!(*raise, Raise::Key(_)) && !plain.is(a) => {
                match self.method_of_program(p, class, words::MISSING) {
                    Some(method) => Ok(Done::call(method, vec![a, b], After::Store)),
                    None => Err(raise),
                }
            }
            other => other,
        }
    }

    fn is_mapping(&self, value: Value) -> bool {
        self.heap.type_of(value) == types::DICT
    }

    fn built_in_item(&mut self, p: &Program, a: Value, b: Value) -> Res<Done> {
        let slice = self.slice_parts(b);
        Ok(Done::Value(match a {
            Value::Str(at) => {
                let text = self.heap.text_of(at).clone();
                if let Some(parts) = slice {
                    let (start, stop, step) = self.slice(parts, text.len as usize)?;
                    if step == 1 {
                        let (start, stop) = (usize::try_from(start).unwrap_or(0), usize::try_from(stop).unwrap_or(0));
                        return Ok(self.heap.text(text.slice(start, stop)).into());
                    }
                    let characters: Vec<char> = text.text.chars().collect();
                    let places = self.places(parts, characters.len())?;
                    let sliced: String = places.into_iter().map(|place| characters[place]).collect();
                    self.heap.text(sliced)
                } else {
                    let place = self.place(b, text.len as usize, "string")?;
                    let character = text.at(place).expect("it is in the text");
                    self.heap.character(character)
                }
            }
            Value::Obj(at) => return self.object_item(p, at, b, slice),
            Value::Class(class) => return self.class_item(p, class, b),
            _ => return Err(self.not_subscriptable(a)),
        }))
    }

    fn not_subscriptable(&self, a: Value) -> Box<Raise> {
        let name = self.heap.type_name(a);
        Raise::type_error(format!("'{name}' object is not subscriptable"))
    }

    fn class_item(&mut self, p: &Program, class: crate::value::ClassId, b: Value) -> Res<Done> {
        if let Some(method) = self.lookup(p, class, words::CLASS_GETITEM)
            && class.heap().is_some()
        {
            let method = match method {
                Value::Obj(at) => match self.heap.get(at) {
                    Obj::ClassMethod(inner) => *inner,
                    _ => method,
                },
                other => other,
            };
            return Ok(Done::call(method, vec![Value::Class(class), b], After::Store));
        }
        let native = self.native_base(class);
        let generic = matches!(
            native,
            types::LIST | types::DEQUE | types::DICT | types::TUPLE | types::SET | types::FROZENSET | types::TYPE
        );
        if !generic && class.heap().is_none() {
            let name = types::name(class);
            return Err(Raise::type_error(format!("type '{name}' is not subscriptable")));
        }
        if !generic {
            let name = self.heap.class_name(class);
            return Err(Raise::type_error(format!("type '{name}' is not subscriptable")));
        }
        Ok(self.heap.obj(Obj::Alias(Box::new((Value::Class(class), b)))).into())
    }

    fn object_item(&mut self, p: &Program, at: Ref, b: Value, slice: Option<[Value; 3]>) -> Res<Done> {
        let _ = p;
        Ok(Done::Value(match self.heap.get(at) {
            Obj::List(items) => {
                if let Some(parts) = slice {
                    let picked: Vec<Value> =
                        self.places(parts, items.len())?.into_iter().map(|place| items[place]).collect();
                    self.heap.list(picked)
                } else {
                    items[self.place(b, items.len(), "list")?]
                }
            }
            Obj::Deque(deque) => {
                let place = self.deque_place(b, deque.len())?;
                deque.items[place]
            }
            Obj::Tuple(items) => {
                if let Some(parts) = slice {
                    let picked: Vec<Value> =
                        self.places(parts, items.len())?.into_iter().map(|place| items[place]).collect();
                    self.heap.tuple(picked)
                } else {
                    items[self.place(b, items.len(), "tuple")?]
                }
            }
            Obj::Dict(_) => match self.heap.dict_get(at, b)? {
                Some(value) => value,
                None => return Err(Raise::key(b)),
            },
            Obj::Bytes(bytes) => {
                if let Some(parts) = slice {
                    let picked: Vec<u8> =
                        self.places(parts, bytes.len())?.into_iter().map(|place| bytes[place]).collect();
                    self.heap.obj(Obj::Bytes(picked.into()))
                } else {
                    Value::Int(i64::from(bytes[self.place(b, bytes.len(), "byte")?]))
                }
            }
            Obj::ByteArray(bytes) => {
                if let Some(parts) = slice {
                    let picked: Vec<u8> =
                        self.places(parts, bytes.len())?.into_iter().map(|place| bytes[place]).collect();
                    self.heap.obj(Obj::ByteArray(picked))
                } else {
                    let place = self.place(b, bytes.len(), "bytearray")?;
                    Value::Int(i64::from(bytes[place]))
                }
            }
            Obj::Range(range) => {
                let range = **range;
                let len = usize::try_from(range.len()).unwrap_or(usize::MAX);
                if let Some(parts) = slice {
                    let (start, stop, step) = self.slice(parts, len)?;
                    let new = Range {
                        start: range.start + start * range.step,
                        stop: range.start + stop * range.step,
                        step: range.step * step,
                    };
                    self.heap.obj(Obj::Range(Box::new(new)))
                } else {
                    let place = self.place(b, len, "range")?;
                    Value::Int(range.at(i64::try_from(place).expect("it is below the length")))
                }
            }
            Obj::Alias(_) => Value::Obj(at),
            _ => return Err(self.not_subscriptable(Value::Obj(at))),
        }))
    }

    pub(crate) fn set_item(&mut self, p: &Program, a: Value, b: Value, c: Value) -> Res<Done> {
        let class = self.heap.type_of(a);
        if class.heap().is_some()
            && let Some(method) = self.method_of_program(p, class, words::SETITEM)
        {
            return Ok(Done::call(method, vec![a, b, c], After::Discard));
        }
        let plain = self.plain(a);
        if self.index_method(p, b).is_some() && !self.is_mapping(plain) {
            return self.in_python(p, "op_setitem_index", vec![plain, b, c]);
        }
        if let Some((this, _)) = self.shared_container(plain) {
            if self.must_be_collected(c) && self.slice_parts(b).is_some() {
                return self.in_python(p, "op_setitem", vec![plain, b, c]);
            }
            return Ok(Done::shared(this, Wish::SetItem(b, c), Then::Value, After::Discard));
        }
        match self.built_in_set_item(plain, b, c) {
            Ok(()) => Ok(Value::None.into()),
            Err(raise) if matches!(*raise, Raise::InPython) => self.in_python(p, "op_setitem", vec![plain, b, c]),
            Err(raise) => Err(raise),
        }
    }

    fn built_in_set_item(&mut self, a: Value, b: Value, c: Value) -> Res<()> {
        let slice = self.slice_parts(b);
        let Value::Obj(at) = a else { return Err(self.no_assignment(a, "assignment")) };
        match self.heap.get(at) {
            Obj::Dict(_) => self.heap.dict_set(at, b, c)?,
            Obj::Deque(deque) => {
                let place = self.deque_place(b, deque.len())?;
                if let Obj::Deque(deque) = self.heap.get_mut(at) {
                    deque.items[place] = c;
                }
            }
            Obj::List(items) => {
                let len = items.len();
                if let Some(parts) = slice {
                    let new = self.items(c, 0).map_err(|raise| match *raise {
                        Raise::Iterate(_) => Raise::in_python(),
                        Raise::Error(_) => Raise::type_error("can only assign an iterable"),
                        _ => raise,
                    })?;
                    let (start, stop, step) = self.slice(parts, len)?;
                    if step == 1 {
                        let start = usize::try_from(start).expect("it was clamped");
                        let stop = usize::try_from(stop).expect("it was clamped").max(start);
                        if let Obj::List(items) = self.heap.get_mut(at) {
                            items.splice(start..stop, new);
                        }
                        return Ok(());
                    }
                    let places = self.places(parts, len)?;
                    if places.len() != new.len() {
                        let (new, places) = (new.len(), places.len());
                        return Err(Raise::value_error(format!(
                            "attempt to assign sequence of size {new} to extended slice of size {places}"
                        )));
                    }
                    if let Obj::List(items) = self.heap.get_mut(at) {
                        for (place, value) in places.into_iter().zip(new) {
                            items[place] = value;
                        }
                    }
                    return Ok(());
                }
                let place = self.place(b, len, "list").map_err(assignment)?;
                if let Obj::List(items) = self.heap.get_mut(at) {
                    items[place] = c;
                }
            }
            Obj::ByteArray(bytes) if slice.is_some() => {
                let len = bytes.len();
                let Some(new) = self.bytes(c).map(<[u8]>::to_vec) else {
                    return Err(Raise::type_error(
                        "can assign only bytes, buffers, or iterables of ints in range(0, 256)",
                    ));
                };
                let (start, stop, step) = self.slice(slice.unwrap_or([Value::None; 3]), len)?;
                let places = self.places(slice.unwrap_or([Value::None; 3]), len)?;
                if step != 1 && places.len() != new.len() {
                    let (new, places) = (new.len(), places.len());
                    return Err(Raise::value_error(format!(
                        "attempt to assign bytes of size {new} to extended slice of size {places}"
                    )));
                }
                if let Obj::ByteArray(bytes) = self.heap.get_mut(at) {
                    if step == 1 {
                        let start = usize::try_from(start).expect("it was clamped");
                        let stop = usize::try_from(stop).expect("it was clamped").max(start);
                        bytes.splice(start..stop, new);
                    } else {
                        for (place, byte) in places.into_iter().zip(new) {
                            bytes[place] = byte;
                        }
                    }
                }
            }
            Obj::ByteArray(bytes) => {
                let place = self.place(b, bytes.len(), "bytearray")?;
                let byte = self.index_of(c).and_then(|byte| u8::try_from(byte).ok());
                let byte = byte.ok_or_else(|| Raise::value_error("byte must be in range(0, 256)"))?;
                if let Obj::ByteArray(bytes) = self.heap.get_mut(at) {
                    bytes[place] = byte;
                }
            }
            _ => return Err(self.no_assignment(a, "assignment")),
        }
        Ok(())
    }

    fn no_assignment(&self, a: Value, what: &str) -> Box<Raise> {
        let name = self.heap.type_name(a);
        if what == "deletion" {
            return Raise::type_error(format!("'{name}' object doesn't support item deletion"));
        }
        Raise::type_error(format!("'{name}' object does not support item {what}"))
    }

    pub(crate) fn del_item(&mut self, p: &Program, a: Value, b: Value) -> Res<Done> {
        let class = self.heap.type_of(a);
        if class.heap().is_some()
            && let Some(method) = self.method_of_program(p, class, words::DELITEM)
        {
            return Ok(Done::call(method, vec![a, b], After::Discard));
        }
        let a = self.plain(a);
        if let Some((this, _)) = self.shared_container(a) {
            return Ok(Done::shared(this, Wish::DelItem(b), Then::Value, After::Discard));
        }
        let slice = self.slice_parts(b);
        let Value::Obj(at) = a else { return Err(self.no_assignment(a, "deletion")) };
        match self.heap.get(at) {
            Obj::Dict(_) => match self.heap.dict_remove(at, b) {
                Ok(Some(_)) => {}
                Ok(None) => return Err(Raise::key(b)),
                Err(raise) if matches!(*raise, Raise::InPython) => {
                    return self.in_python(p, "op_delitem", vec![a, b]);
                }
                Err(raise) => return Err(raise),
            },
            Obj::Deque(deque) => {
                let place = self.deque_place(b, deque.len())?;
                if let Obj::Deque(deque) = self.heap.get_mut(at) {
                    deque.items.remove(place);
                    deque.changes += 1;
                }
            }
            Obj::List(items) => {
                let len = items.len();
                let mut places = match slice {
                    Some(parts) => self.places(parts, len)?,
                    None => vec![self.place(b, len, "list").map_err(assignment)?],
                };
                places.sort_unstable();
                if let Obj::List(items) = self.heap.get_mut(at) {
                    if let [one] = places[..] {
                        items.remove(one);
                    } else {
                        let mut at = 0;
                        items.retain(|_| {
                            at += 1;
                            places.binary_search(&(at - 1)).is_err()
                        });
                    }
                }
            }
            Obj::ByteArray(bytes) => {
                let places = match slice {
                    Some(parts) => self.places(parts, bytes.len())?,
                    None => vec![self.place(b, bytes.len(), "bytearray")?],
                };
                if let Obj::ByteArray(bytes) = self.heap.get_mut(at) {
                    for place in places.into_iter().rev() {
                        bytes.remove(place);
                    }
                }
            }
            _ => return Err(self.no_assignment(a, "deletion")),
        }
        Ok(Value::None.into())
    }
}

/// The words differ where something is assigned to.
fn assignment(raise: Box<Raise>) -> Box<Raise> {
    match &*raise {
        Raise::Error(error) if error.kind == Kind::IndexError => {
            Raise::error(Kind::IndexError, "list assignment index out of range")
        }
        _ => raise,
    }
}
