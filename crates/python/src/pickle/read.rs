//! From bytes to values: a machine with a stack. What it cannot do without the program it asks for, and goes on once
//! that is done.
//!
//! It refuses bytes that are no pickle; it loads what is found by name in the program and its library, and nothing
//! else is there to be found.

use super::find;
use crate::code::Program;
use crate::heap::{Fields, Obj};
use crate::machine::{Core, Done, Raise, Res, types};
use crate::value::{ClassId, Ref, Value};
use num_bigint::BigInt;

/// Where reading has come to: plain lists, so that it can wait for what the program does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) at: usize,
    pub(crate) stack: Vec<Value>,
    pub(crate) marks: Vec<usize>,
    pub(crate) memo: Vec<Value>,
}

/// What reading came to.
pub(crate) enum Read {
    Done(Value),
    /// Call this with these; what comes of it goes on the stack.
    Call(Value, Vec<Value>),
    /// Set this on the object.
    State(Value, Value),
    /// Put these into the object, keys and values in turn.
    Pairs(Value, Vec<Value>),
    /// Append these to the object, or add them to a set.
    Items(Value, Vec<Value>),
    /// There is no such name in this module.
    Missing(String, String),
}

struct Reader<'c> {
    core: &'c mut Core,
    p: &'c Program,
    bytes: &'c [u8],
    of: &'c mut Reading,
}

fn truncated() -> Box<Raise> {
    Raise::error(crate::error::Kind::EOFError, "Ran out of input")
}

/// Goes on until the value is there, or the program is needed.
pub(crate) fn read(core: &mut Core, p: &Program, bytes: &[u8], of: &mut Reading) -> Res<Read> {
    let mut reader = Reader { core, p, bytes, of };
    loop {
        if let Some(read) = reader.step()? {
            return Ok(read);
        }
    }
}

impl Reader<'_> {
    fn take(&mut self, count: usize) -> Res<&[u8]> {
        let end = self.of.at.checked_add(count).filter(|end| *end <= self.bytes.len()).ok_or_else(truncated)?;
        let bytes = &self.bytes[self.of.at..end];
        self.of.at = end;
        Ok(bytes)
    }

    fn number(&mut self, width: usize) -> Res<usize> {
        let mut number = 0_u64;
        for (at, byte) in self.take(width)?.iter().enumerate() {
            number |= u64::from(*byte) << (8 * at);
        }
        usize::try_from(number).map_err(|_| truncated())
    }

    fn push(&mut self, value: Value) {
        self.of.stack.push(value);
    }

    fn pop(&mut self) -> Res<Value> {
        self.of.stack.pop().ok_or_else(truncated)
    }

    fn top(&self) -> Res<Value> {
        self.of.stack.last().copied().ok_or_else(truncated)
    }

    /// What lies above the last mark.
    fn marked(&mut self) -> Res<Vec<Value>> {
        let mark = self.of.marks.pop().filter(|mark| *mark <= self.of.stack.len()).ok_or_else(truncated)?;
        Ok(self.of.stack.split_off(mark))
    }

    fn text(&mut self, length: usize) -> Res<()> {
        let text = String::from_utf8(self.take(length)?.to_vec()).map_err(|_| truncated())?;
        let value = self.core.heap.text(text);
        self.push(value);
        Ok(())
    }

    fn lump(&mut self, length: usize) -> Res<()> {
        let bytes: std::sync::Arc<[u8]> = self.take(length)?.into();
        let value = self.core.heap.obj(Obj::Bytes(bytes));
        self.push(value);
        Ok(())
    }

    fn tuple(&mut self, count: usize) -> Res<()> {
        let from = self.of.stack.len().checked_sub(count).ok_or_else(truncated)?;
        let items = self.of.stack.split_off(from);
        let value = self.core.heap.tuple(items);
        self.push(value);
        Ok(())
    }

    fn big(&mut self, length: usize) -> Res<()> {
        let big = BigInt::from_signed_bytes_le(self.take(length)?);
        let value = self.core.heap.big(big);
        self.push(value);
        Ok(())
    }

    fn step(&mut self) -> Res<Option<Read>> {
        let op = self.take(1)?[0];
        match op {
            0x80 => {
                self.take(1)?;
            }
            0x95 => {
                self.take(8)?;
            }
            b'.' => return Ok(Some(Read::Done(self.pop()?))),
            b'N' => self.push(Value::None),
            0x88 => self.push(Value::Bool(true)),
            0x89 => self.push(Value::Bool(false)),
            b'K' => {
                let number = self.take(1)?[0];
                self.push(Value::Int(number.into()));
            }
            b'M' => {
                let number = self.number(2)?;
                self.push(Value::Int(i64::try_from(number).unwrap_or(0)));
            }
            b'J' => {
                let bytes = <[u8; 4]>::try_from(self.take(4)?).map_err(|_| truncated())?;
                self.push(Value::Int(i32::from_le_bytes(bytes).into()));
            }
            0x8a => {
                let length = self.number(1)?;
                self.big(length)?;
            }
            0x8b => {
                let length = self.number(4)?;
                self.big(length)?;
            }
            b'G' => {
                let bytes = <[u8; 8]>::try_from(self.take(8)?).map_err(|_| truncated())?;
                self.push(Value::Float(f64::from_be_bytes(bytes)));
            }
            0x8c | b'X' | 0x8d => {
                let length = self.number([1, 4, 8][usize::from(op == b'X') + 2 * usize::from(op == 0x8d)])?;
                self.text(length)?;
            }
            b'C' | b'B' | 0x8e => {
                let length = self.number([1, 4, 8][usize::from(op == b'B') + 2 * usize::from(op == 0x8e)])?;
                self.lump(length)?;
            }
            b'(' => self.of.marks.push(self.of.stack.len()),
            b')' => self.tuple(0)?,
            0x85 => self.tuple(1)?,
            0x86 => self.tuple(2)?,
            0x87 => self.tuple(3)?,
            b't' => {
                let items = self.marked()?;
                let value = self.core.heap.tuple(items);
                self.push(value);
            }
            b'0' => {
                self.pop()?;
            }
            b'1' => {
                self.marked()?;
            }
            b']' => {
                let value = self.core.heap.list(Vec::new());
                self.push(value);
            }
            b'}' => {
                let value = self.core.heap.obj(Obj::Dict(Box::default()));
                self.push(value);
            }
            0x8f => {
                let value = self.core.heap.obj(Obj::Set(Box::default()));
                self.push(value);
            }
            0x94 => {
                let top = self.top()?;
                self.of.memo.push(top);
            }
            b'h' | b'j' => {
                let number = self.number(if op == b'h' { 1 } else { 4 })?;
                let known = self.of.memo.get(number).copied().ok_or_else(truncated)?;
                self.push(known);
            }
            0x93 => return self.global(),
            b'a' => {
                let item = self.pop()?;
                return self.append(vec![item]);
            }
            b'e' | 0x90 => {
                let items = self.marked()?;
                return self.append(items);
            }
            b's' => {
                let value = self.pop()?;
                let key = self.pop()?;
                return self.put(vec![key, value]);
            }
            b'u' => {
                let items = self.marked()?;
                return self.put(items);
            }
            0x91 => {
                let items = self.marked()?;
                // Items whose hash the program computes come by way of a call.
                let list = self.core.heap.list(items);
                return Ok(Some(Read::Call(Value::Class(types::FROZENSET), vec![list])));
            }
            b'R' => {
                let args = self.pop()?;
                let function = self.pop()?;
                return self.call(function, args);
            }
            0x81 => {
                let args = self.pop()?;
                let class = self.pop()?;
                return self.blank(class, args);
            }
            b'b' => {
                let state = self.pop()?;
                let object = self.top()?;
                return self.state(object, state);
            }
            other => {
                let words = format!("invalid load key, '\\x{other:02x}'.");
                return Err(Raise::value_error(words));
            }
        }
        Ok(None)
    }

    fn global(&mut self) -> Res<Option<Read>> {
        let (name, module) = (self.pop()?, self.pop()?);
        let name = self.core.heap.str(name).unwrap_or_default().to_string();
        let module = self.core.heap.str(module).unwrap_or_default().to_string();
        let found = match (&*module, &*name) {
            ("builtins", "Ellipsis") => Some(Value::Ellipsis),
            ("builtins", "NotImplemented") => Some(Value::NotImplemented),
            ("collections", "deque") => Some(Value::Class(types::DEQUE)),
            _ => find(self.core, self.p, &module, &name),
        };
        match found {
            Some(value) => {
                self.push(value);
                Ok(None)
            }
            None => Ok(Some(Read::Missing(module, name))),
        }
    }

    fn place(value: Value) -> Res<Ref> {
        match value {
            Value::Obj(at) => Ok(at),
            _ => Err(truncated()),
        }
    }

    fn append(&mut self, items: Vec<Value>) -> Res<Option<Read>> {
        let object = self.top()?;
        let at = Self::place(object)?;
        if let Obj::List(list) = self.core.heap.get_mut(at) {
            list.extend(items);
            return Ok(None);
        }
        if matches!(self.core.heap.peek(at), Obj::Set(_)) {
            for (done, item) in items.iter().enumerate() {
                if self.core.heap.set_add(at, *item).is_err() {
                    return Ok(Some(Read::Items(object, items[done..].to_vec())));
                }
            }
            return Ok(None);
        }
        Ok(Some(Read::Items(object, items)))
    }

    fn put(&mut self, items: Vec<Value>) -> Res<Option<Read>> {
        let object = self.top()?;
        let at = Self::place(object)?;
        if !matches!(self.core.heap.peek(at), Obj::Dict(_)) {
            return Ok(Some(Read::Pairs(object, items)));
        }
        for (done, pair) in items.as_chunks::<2>().0.iter().enumerate() {
            if self.core.heap.dict_set(at, pair[0], pair[1]).is_err() {
                return Ok(Some(Read::Pairs(object, items[2 * done..].to_vec())));
            }
        }
        Ok(None)
    }

    fn call(&mut self, function: Value, args: Value) -> Res<Option<Read>> {
        let args = self.core.items(args, 0)?;
        if let Value::Native(number) = function {
            let native = self.p.natives[usize::from(number)].function;
            let called = native(self.core, self.p, crate::builtins::Args { all: &args, names: &[] });
            if let Ok(Done::Value(value)) = called {
                self.push(value);
                return Ok(None);
            }
        }
        Ok(Some(Read::Call(function, args)))
    }

    fn blank(&mut self, class: Value, args: Value) -> Res<Option<Read>> {
        let Value::Class(id) = class else { return Err(truncated()) };
        let args = self.core.items(args, 0)?;
        let makes_itself = self.has(id, "__new__");
        let native = self.core.heap.class(id).map_or(id, |class| class.native);
        if makes_itself || self.core.heap.class(id).is_none() {
            let mut all = vec![class];
            all.extend(args);
            let number = crate::builtins::natives().iter().position(|native| native.name == "__native_newobj");
            let number = number.and_then(|at| u16::try_from(at).ok()).ok_or_else(truncated)?;
            return Ok(Some(Read::Call(Value::Native(number), all)));
        }
        let value = match native {
            types::LIST => self.core.heap.list(Vec::new()),
            types::DEQUE => self.core.heap.obj(Obj::Deque(Box::default())),
            types::DICT => self.core.heap.obj(Obj::Dict(Box::default())),
            types::SET => self.core.heap.obj(Obj::Set(Box::default())),
            _ => args.first().copied().unwrap_or(Value::Undef),
        };
        let made = self.core.instance(id, value);
        self.push(made);
        Ok(None)
    }

    fn has(&self, class: ClassId, name: &str) -> bool {
        let (Some(of), Some(name)) = (self.core.heap.class(class), self.p.symbols.find(name)) else { return false };
        of.mro.iter().any(|class| self.core.own(self.p, *class, name).is_some())
    }

    fn state(&mut self, object: Value, state: Value) -> Res<Option<Read>> {
        let class = self.core.heap.type_of(object);
        if self.has(class, "__setstate__") {
            return Ok(Some(Read::State(object, state)));
        }
        let at = Self::place(state)?;
        match self.core.heap.get(at) {
            Obj::Dict(_) => self.set_all(object, at)?,
            Obj::Tuple(two) => {
                let parts: Vec<Value> = two.to_vec();
                for part in parts {
                    if let Value::Obj(dict) = part {
                        self.set_all(object, dict)?;
                    }
                }
            }
            _ => return Ok(Some(Read::State(object, state))),
        }
        Ok(None)
    }

    fn set_all(&mut self, object: Value, dict: Ref) -> Res<()> {
        let pairs: Vec<(Value, Value)> = match self.core.heap.get(dict) {
            Obj::Dict(dict) => dict.iter().map(|entry| (entry.key, entry.value)).collect(),
            _ => return Err(truncated()),
        };
        let empty = match object {
            Value::Obj(at) => matches!(self.core.heap.peek(at), Obj::Instance(_, Fields(fields)) if fields.is_empty()),
            _ => false,
        };
        let mut fields = Vec::with_capacity(pairs.len());
        for (name, value) in pairs {
            let name = self.core.heap.str(name).ok_or_else(truncated)?.to_string();
            fields.push((self.core.sym(self.p, &name), value));
        }
        if empty && let Value::Obj(at) = object {
            if let Obj::Instance(_, of) = self.core.heap.get_mut(at) {
                of.0 = fields;
            }
            return Ok(());
        }
        for (name, value) in fields {
            self.core.set_field(self.p, object, name, value)?;
        }
        Ok(())
    }
}
