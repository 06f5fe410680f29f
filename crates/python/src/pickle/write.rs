//! From values to bytes. It refuses what CPython refuses, in its words.

mod objects;

use super::{find, place_of_class};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::machine::{Core, Raise, types};
use crate::value::{ClassId, Ref, Value};
use num_bigint::BigInt;
use rustc_hash::FxHashMap;

/// As deep as values may nest.
const DEPTH: u32 = 400;

/// How many bytes make a frame full.
const FRAME: usize = 64 * 1024;

/// So many items of a list or dict are written at a time.
const BATCH: usize = 1000;

/// What writing came to.
pub(crate) enum Written {
    Bytes(Vec<u8>),
    /// These are to be asked first how they are made again.
    Asks(Vec<Value>),
    /// This cannot be pickled, for this reason: a `PicklingError`.
    Cannot(Value, String),
}

/// What an object said of how it is made again: a function, its arguments, what is set then, what is appended, what
/// is put in by keys.
pub(crate) struct Reduced {
    pub(crate) of: Value,
    pub(crate) parts: Vec<Value>,
}

enum Fail {
    Cannot(Value, String),
    Raise(Box<Raise>),
}

impl From<Box<Raise>> for Fail {
    fn from(raise: Box<Raise>) -> Fail {
        Fail::Raise(raise)
    }
}

type Res = Result<(), Fail>;

/// What has been written already, and is only named when it comes again.
#[derive(PartialEq, Eq, Hash)]
enum Known {
    At(Ref),
    Class(ClassId),
    Native(u16),
    Text(Box<str>),
}

struct Writer<'c> {
    core: &'c Core,
    p: &'c Program,
    reduced: &'c [Reduced],
    out: Vec<u8>,
    /// Where the frame begins that is not full.
    frame: usize,
    memo: FxHashMap<Known, u32>,
    asks: Vec<Value>,
    depth: u32,
}

/// The bytes of a value.
pub(crate) fn write(core: &Core, p: &Program, value: Value, reduced: &[Reduced]) -> Result<Written, Box<Raise>> {
    let memo = FxHashMap::default();
    let mut writer = Writer { core, p, reduced, out: vec![0x80, 4], frame: 0, memo, asks: Vec::new(), depth: 0 };
    writer.begin_frame();
    match writer.value(value) {
        Ok(()) if writer.asks.is_empty() => {
            writer.out.push(b'.');
            writer.end_frame();
            Ok(Written::Bytes(writer.out))
        }
        Ok(()) => Ok(Written::Asks(writer.asks)),
        Err(Fail::Cannot(value, words)) => Ok(Written::Cannot(value, words)),
        Err(Fail::Raise(raise)) => Err(raise),
    }
}

impl Writer<'_> {
    fn begin_frame(&mut self) {
        self.frame = self.out.len();
        self.out.push(0x95);
        self.out.extend([0; 8]);
    }

    /// A frame of less than four bytes is none.
    fn end_frame(&mut self) {
        let length = self.out.len() - self.frame - 9;
        if length < 4 {
            self.out.drain(self.frame..self.frame + 9);
        } else {
            let at = self.frame + 1;
            self.out[at..at + 8].copy_from_slice(&(length as u64).to_le_bytes());
        }
    }

    /// Something long that stands behind these bytes, in no frame.
    fn long(&mut self, head: &[u8], contents: &[u8]) {
        if contents.len() < FRAME {
            self.out.extend(head);
            self.out.extend(contents);
            return;
        }
        self.end_frame();
        self.out.extend(head);
        self.out.extend(contents);
        self.begin_frame();
    }

    fn value(&mut self, value: Value) -> Res {
        self.depth += 1;
        if self.depth > DEPTH {
            let words = "maximum recursion depth exceeded while pickling an object";
            return Err(Raise::error(Kind::RecursionError, words).into());
        }
        match value {
            Value::Undef | Value::None => self.out.push(b'N'),
            Value::Bool(flag) => self.out.push(if flag { 0x88 } else { 0x89 }),
            Value::Int(number) => self.int(number),
            Value::Float(number) => {
                self.out.push(b'G');
                self.out.extend(number.to_be_bytes());
            }
            Value::Str(at) => self.str(at),
            Value::Ellipsis => self.global(Known::Text("...".into()), "builtins", "Ellipsis"),
            Value::NotImplemented => self.global(Known::Text("N...".into()), "builtins", "NotImplemented"),
            Value::Native(number) => {
                let name = self.p.natives[usize::from(number)].name;
                self.global(Known::Native(number), "builtins", name);
            }
            Value::Class(class) => self.class(class)?,
            Value::Obj(at) => self.object(value, at)?,
        }
        self.depth -= 1;
        if self.out.len() - self.frame - 9 >= FRAME {
            self.end_frame();
            self.begin_frame();
        }
        Ok(())
    }

    fn int(&mut self, number: i64) {
        if let Ok(small) = u8::try_from(number) {
            self.out.extend([b'K', small]);
        } else if let Ok(small) = u16::try_from(number) {
            self.out.push(b'M');
            self.out.extend(small.to_le_bytes());
        } else if let Ok(small) = i32::try_from(number) {
            self.out.push(b'J');
            self.out.extend(small.to_le_bytes());
        } else {
            self.big(&number.into());
        }
    }

    fn big(&mut self, number: &BigInt) {
        let bytes = number.to_signed_bytes_le();
        match u8::try_from(bytes.len()) {
            Ok(length) => self.out.extend([0x8a, length]),
            Err(_) => {
                self.out.push(0x8b);
                self.out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
            }
        }
        self.out.extend(bytes);
    }

    fn str(&mut self, at: Ref) {
        let text = self.core.heap.str(Value::Str(at)).unwrap_or_default();
        // Constants of the program are one object each, as names are; others are the same only where they are.
        let known = if self.core.heap.is_constant(at) { Known::Text(text.into()) } else { Known::At(at) };
        self.text(known, text);
    }

    fn text(&mut self, known: Known, text: &str) {
        if self.again(&known) {
            return;
        }
        self.lump([0x8c, b'X', 0x8d], text.as_bytes());
        self.remember(known);
    }

    /// A text or bytes, behind one of these for its length.
    fn lump(&mut self, [short, usual, long]: [u8; 3], contents: &[u8]) {
        let mut head = Vec::with_capacity(9);
        if let Ok(length) = u8::try_from(contents.len()) {
            head.extend([short, length]);
        } else if let Ok(length) = u32::try_from(contents.len()) {
            head.push(usual);
            head.extend(length.to_le_bytes());
        } else {
            head.push(long);
            head.extend((contents.len() as u64).to_le_bytes());
        }
        self.long(&head, contents);
    }

    /// Names what was written before; whether it was.
    fn again(&mut self, known: &Known) -> bool {
        let Some(number) = self.memo.get(known) else { return false };
        match u8::try_from(*number) {
            Ok(number) => self.out.extend([b'h', number]),
            Err(_) => {
                self.out.push(b'j');
                self.out.extend(number.to_le_bytes());
            }
        }
        true
    }

    fn remember(&mut self, known: Known) {
        let number = u32::try_from(self.memo.len()).expect("memory ends before");
        self.memo.insert(known, number);
        self.out.push(0x94);
    }

    fn global(&mut self, known: Known, module: &str, name: &str) {
        if self.again(&known) {
            return;
        }
        self.text(Known::Text(module.into()), module);
        self.text(Known::Text(name.into()), name);
        self.out.push(0x93);
        self.remember(known);
    }

    fn class(&mut self, class: ClassId) -> Res {
        if matches!(class, types::NONE | types::ELLIPSIS | types::NOT_IMPLEMENTED) {
            let of = match class {
                types::NONE => Value::None,
                types::ELLIPSIS => Value::Ellipsis,
                _ => Value::NotImplemented,
            };
            self.global(Known::Class(types::TYPE), "builtins", "type");
            self.value(of)?;
            self.out.extend([0x85, b'R']);
            return Ok(());
        }
        let (module, name) = place_of_class(self.core, class);
        self.named(Value::Class(class), Known::Class(class), &module, &name)
    }

    /// What the other process finds by its name: it must be what is found by it here.
    fn named(&mut self, value: Value, known: Known, module: &str, name: &str) -> Res {
        if self.memo.contains_key(&known) {
            self.again(&known);
            return Ok(());
        }
        if name.split('.').any(|part| part == "<locals>") {
            return Err(Raise::error(Kind::AttributeError, format!("Can't pickle local object '{name}'")).into());
        }
        match find(self.core, self.p, module, name) {
            None => Err(Fail::Cannot(value, format!("attribute lookup {name} on {module} failed"))),
            Some(found) if !found.is(value) => {
                Err(Fail::Cannot(value, format!("it's not the same object as {module}.{name}")))
            }
            Some(_) => {
                self.global(known, module, name);
                Ok(())
            }
        }
    }

    fn object(&mut self, value: Value, at: Ref) -> Res {
        if self.again(&Known::At(at)) {
            return Ok(());
        }
        if let Some(reduced) = self.reduced.iter().find(|reduced| reduced.of.is(value)) {
            return self.reduced(at, &reduced.parts);
        }
        let core = self.core;
        match core.heap.get(at) {
            Obj::Str(_) | Obj::Grown(_) => self.str(at),
            Obj::Bytes(bytes) => {
                self.lump([b'C', b'B', 0x8e], bytes);
                self.remember(Known::At(at));
            }
            Obj::Big(big) => self.big_object(big),
            Obj::Tuple(items) => self.tuple(at, items)?,
            Obj::List(items) => {
                self.out.push(b']');
                self.remember(Known::At(at));
                self.items(items)?;
            }
            Obj::Dict(dict) => {
                self.out.push(b'}');
                self.remember(Known::At(at));
                let pairs: Vec<(Value, Value)> = dict.iter().map(|entry| (entry.key, entry.value)).collect();
                self.pairs(&pairs)?;
            }
            Obj::Set(set) => {
                self.out.push(0x8f);
                self.remember(Known::At(at));
                let items: Vec<Value> = set.iter().map(|slot| slot.key).collect();
                for batch in items.chunks(BATCH) {
                    self.out.push(b'(');
                    batch.iter().try_for_each(|item| self.value(*item))?;
                    self.out.push(0x90);
                }
            }
            Obj::Frozen(set) => {
                self.out.push(b'(');
                for slot in set.iter() {
                    self.value(slot.key)?;
                }
                self.out.push(0x91);
                self.remember(Known::At(at));
            }
            Obj::ByteArray(bytes) => {
                self.global(Known::Class(types::BYTEARRAY), "builtins", "bytearray");
                if bytes.is_empty() {
                    self.out.extend(b")R");
                } else {
                    self.lump([b'C', b'B', 0x8e], bytes);
                    let number = self.memo.len();
                    self.remember(Known::Text(format!("\0{number}").into()));
                    self.out.extend([0x85]);
                    let number = self.memo.len();
                    self.remember(Known::Text(format!("\0{number}").into()));
                    self.out.push(b'R');
                }
                self.remember(Known::At(at));
            }
            Obj::Range(range) => {
                let parts = [range.start, range.stop, range.step].map(Value::Int);
                self.made_by(at, types::RANGE, "range", &parts)?;
            }
            Obj::Slice(parts) => self.made_by(at, types::SLICE, "slice", &parts[..])?,
            Obj::Deque(deque) => {
                self.global(Known::Class(types::DEQUE), "collections", "deque");
                match deque.most {
                    None => self.out.push(b')'),
                    Some(most) => {
                        self.out.push(b')');
                        self.int(i64::try_from(most).unwrap_or(i64::MAX));
                        self.out.push(0x86);
                    }
                }
                self.out.push(b'R');
                self.remember(Known::At(at));
                let items: Vec<Value> = deque.items.iter().copied().collect();
                self.items(&items)?;
            }
            Obj::Function(function) => {
                let code = &self.p.codes[function.code as usize];
                let said = |name: &str| {
                    let name = self.p.symbols.find(name)?;
                    self.core.heap.str(function.fields.get(name)?).map(str::to_string)
                };
                let name = said("__qualname__").unwrap_or_else(|| code.qualname.to_string());
                let module = self.p.modules[usize::from(code.module)].name.to_string();
                let module = said("__module__").unwrap_or(module);
                self.named(value, Known::At(at), &module, &name)?;
            }
            Obj::Bound(bound) => {
                let name = match bound.function {
                    Value::Obj(function) => match core.heap.peek(function) {
                        Obj::Function(function) => self.p.codes[function.code as usize].name.to_string(),
                        _ => return self.cannot(value),
                    },
                    Value::Native(number) => {
                        let name = self.p.natives[usize::from(number)].name;
                        name.rsplit('.').next().unwrap_or(name).to_string()
                    }
                    _ => return self.cannot(value),
                };
                self.global(Known::Text("\0getattr".into()), "builtins", "getattr");
                self.value(bound.this)?;
                self.text(Known::Text(name.as_str().into()), &name);
                self.out.extend([0x86, b'R']);
                self.remember(Known::At(at));
            }
            Obj::Instance(class, fields) => self.instance(value, at, *class, None, fields)?,
            Obj::Derived(derived) => {
                self.instance(value, at, derived.class, Some(derived.value), &derived.fields)?;
            }
            Obj::Exception(exception) => {
                if self.asks(value, exception.class) {
                    return Ok(());
                }
                self.class(exception.class)?;
                self.value(exception.args)?;
                self.out.push(b'R');
                self.remember(Known::At(at));
                self.state(exception.class, &exception.fields)?;
            }
            Obj::Handle(handle) if core.between_processes.contains(&handle.number) => {
                self.global(Known::Text("\0handle".into()), "builtins", "__native_known");
                self.out.push(b'(');
                self.int(i64::from(handle.class.0));
                self.int(i64::from(handle.number));
                self.value(handle.extra)?;
                self.out.extend(b"tR");
                self.remember(Known::At(at));
            }
            _ => return self.cannot(value),
        }
        Ok(())
    }

    fn cannot(&self, value: Value) -> Res {
        let name = match self.core.heap.type_of(value) {
            types::LOCK => "_thread.lock",
            types::RLOCK => "_thread.RLock",
            types::LOCAL => "_thread._local",
            types::SIMPLE_QUEUE => "_queue.SimpleQueue",
            // In CPython they are made of locks.
            types::CONDITION | types::EVENT | types::SEMAPHORE | types::BOUNDED_SEMAPHORE | types::QUEUE => {
                "_thread.lock"
            }
            _ => self.core.heap.type_name(value),
        };
        Err(Raise::type_error(format!("cannot pickle '{name}' object")).into())
    }

    fn big_object(&mut self, big: &crate::numbers::Big) {
        self.big(big);
    }

    fn tuple(&mut self, at: Ref, items: &[Value]) -> Res {
        if items.is_empty() {
            self.out.push(b')');
            return Ok(());
        }
        let small = items.len() <= 3;
        if !small {
            self.out.push(b'(');
        }
        items.iter().try_for_each(|item| self.value(*item))?;
        if self.memo.contains_key(&Known::At(at)) {
            // It is in itself: what was begun is dropped, and what is there is named.
            if small {
                self.out.extend(items.iter().map(|_| b'0'));
            } else {
                self.out.push(b'1');
            }
            self.again(&Known::At(at));
            return Ok(());
        }
        self.out.push(if small { [0x85, 0x86, 0x87][items.len() - 1] } else { b't' });
        self.remember(Known::At(at));
        Ok(())
    }

    fn items(&mut self, items: &[Value]) -> Res {
        for batch in items.chunks(BATCH) {
            if let [one] = batch {
                self.value(*one)?;
                self.out.push(b'a');
            } else {
                self.out.push(b'(');
                batch.iter().try_for_each(|item| self.value(*item))?;
                self.out.push(b'e');
            }
        }
        Ok(())
    }

    fn pairs(&mut self, pairs: &[(Value, Value)]) -> Res {
        for batch in pairs.chunks(BATCH) {
            if batch.len() > 1 {
                self.out.push(b'(');
            }
            for (key, value) in batch {
                self.value(*key)?;
                self.value(*value)?;
            }
            self.out.push(if batch.len() > 1 { b'u' } else { b's' });
        }
        Ok(())
    }

    /// A call of a built-in class makes it again.
    fn made_by(&mut self, at: Ref, class: ClassId, name: &str, args: &[Value]) -> Res {
        self.global(Known::Class(class), "builtins", name);
        args.iter().try_for_each(|arg| self.value(*arg))?;
        self.out.push(0x87);
        let number = self.memo.len();
        self.remember(Known::Text(format!("\0{number}").into()));
        self.out.push(b'R');
        self.remember(Known::At(at));
        Ok(())
    }
}
