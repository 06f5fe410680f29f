//! From the heap of a task to values on their way.

use super::{Contents, Exception, Function, Iter, Name, Packed, Resident, Words};
use crate::code::{Program, Sym};
use crate::heap::{Fields, Obj, iter};
use crate::machine::Core;
use crate::value::{ClassId, Ref, Value};
use std::sync::Arc;

const CLASS: Words =
    "A class that was defined while other threads were there cannot be shared between threads yet: define it before.";
const OTHER: Words = "This sort of object cannot be shared between threads yet.";
const DEEP: Words = "This nests too deeply to be shared between threads.";

/// As deep as what does not change may nest.
const DEPTH: u32 = 200;

/// What packs for a while.
pub(crate) struct Packer<'c> {
    core: &'c Core,
    p: &'c Program,
    /// Whether what is not shared may travel as something that only who gets it has.
    fresh: bool,
    depth: u32,
}

impl Core {
    /// How others name what stays here.
    pub(crate) fn resident(&self, p: &Program, at: Ref) -> Result<Arc<Resident>, Words> {
        let class = Packer::new(self, p).class(self.heap.type_of(Value::Obj(at)))?;
        Ok(Arc::new(Resident { owner: self.owner, at, class }))
    }
}

impl<'c> Packer<'c> {
    pub(crate) fn new(core: &'c Core, p: &'c Program) -> Packer<'c> {
        Packer { core, p, fresh: false, depth: 0 }
    }

    /// For an answer: what was made for it is made anew where it goes.
    pub(crate) fn fresh(core: &'c Core, p: &'c Program) -> Packer<'c> {
        Packer { core, p, fresh: true, depth: 0 }
    }

    pub(crate) fn value(&mut self, value: Value) -> Result<Packed, Words> {
        Ok(match value {
            Value::Undef => Packed::Undef,
            Value::None => Packed::None,
            Value::Ellipsis => Packed::Ellipsis,
            Value::NotImplemented => Packed::NotImplemented,
            Value::Bool(b) => Packed::Bool(b),
            Value::Int(n) => Packed::Int(n),
            Value::Float(x) => Packed::Float(x.to_bits()),
            Value::Native(number) => Packed::Native(number),
            Value::Class(class) => self.class(class)?,
            Value::Str(at) => Packed::Text(self.core.heap.text_of(at).text.clone()),
            Value::Obj(at) => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return Err(DEEP);
                }
                let packed = self.object(at)?;
                self.depth -= 1;
                packed
            }
        })
    }

    pub(crate) fn class(&self, class: ClassId) -> Result<Packed, Words> {
        match class.heap() {
            Some(at) if at.0 >= self.core.heap.sharing.common => match self.core.heap.peek(at) {
                Obj::Opaque(packed) => Ok((**packed).clone()),
                _ => Err(CLASS),
            },
            _ => Ok(Packed::Class(class)),
        }
    }

    fn object(&mut self, at: Ref) -> Result<Packed, Words> {
        if let Some(shared) = self.core.heap.shared(at) {
            return Ok(Packed::Shared(shared.of.clone()));
        }
        let is_common = at.0 < self.core.heap.sharing.common;
        Ok(match self.core.heap.peek(at) {
            Obj::Opaque(packed) => (**packed).clone(),
            Obj::Function(_) | Obj::Property(_) | Obj::Static(_) | Obj::ClassMethod(_) if is_common => Packed::Same(at),
            Obj::Str(text) => Packed::Text(text.text.clone()),
            Obj::Bytes(bytes) => Packed::Bytes(bytes.clone()),
            Obj::Big(big) => Packed::Big(big.clone()),
            Obj::Tuple(items) => Packed::Tuple(self.values(items)?.into()),
            Obj::Frozen(set) => Packed::Frozen(Arc::new(set.map(|value| self.value(*value))?)),
            Obj::Range(range) => Packed::Range(**range),
            Obj::Slice(parts) => {
                Packed::Slice(Arc::new([self.value(parts[0])?, self.value(parts[1])?, self.value(parts[2])?]))
            }
            Obj::Module(number) => Packed::Module(*number),
            Obj::Handle(handle) => Packed::Handle(handle.class, handle.number, Arc::new(self.value(handle.extra)?)),
            Obj::Bound(bound) => Packed::Bound(Arc::new((self.value(bound.function)?, self.value(bound.this)?))),
            Obj::Alias(alias) => Packed::Alias(Arc::new((self.value(alias.0)?, self.value(alias.1)?))),
            Obj::View(of, view) => Packed::View(Arc::new(self.object(*of)?), *view),
            Obj::Function(function) => Packed::Function(Arc::new(Function {
                code: function.code,
                defaults: self.value(function.defaults)?,
                keyword_defaults: match function.keyword_defaults {
                    Value::Obj(at) => Packed::Fresh(Arc::new(self.contents(self.core.heap.peek(at))?)),
                    other => self.value(other)?,
                },
                closure: self.values(&function.closure)?.into(),
                fields: self.fields(&function.fields)?,
            })),
            Obj::Exception(exception) => Packed::Exception(Arc::new(Exception {
                class: self.class(exception.class)?,
                args: self.value(exception.args)?,
                fields: self.fields(&exception.fields)?,
                cause: self.value(exception.cause)?,
                context: self.value(exception.context)?,
                suppress: exception.suppress,
                trace: exception.trace.clone(),
            })),
            Obj::Resident(of, _) => Packed::Stays(of.clone()),
            _ if self.core.heap.stays(at) => Packed::Stays(self.core.resident(self.p, at)?),
            Obj::Class(_) => return self.class(ClassId::of(at)),
            Obj::List(_) | Obj::Deque(_) | Obj::Dict(_) | Obj::Set(_) | Obj::ByteArray(_) | Obj::Iter(_)
                if self.fresh =>
            {
                Packed::Fresh(Arc::new(self.contents(self.core.heap.peek(at))?))
            }
            _ => return Err(OTHER),
        })
    }

    fn values(&mut self, values: &[Value]) -> Result<Vec<Packed>, Words> {
        values.iter().map(|value| self.value(*value)).collect()
    }

    pub(crate) fn name(&self, name: Sym) -> Name {
        if (name.0 as usize) < self.p.symbols.len() {
            Name::Known(name)
        } else {
            Name::New(self.core.name(self.p, name).into())
        }
    }

    fn fields(&mut self, fields: &Fields) -> Result<Vec<(Name, Packed)>, Words> {
        let Some(dict) = fields.dict() else {
            return fields.0.iter().map(|(name, value)| Ok((self.name(*name), self.value(*value)?))).collect();
        };
        let mut packed = Vec::new();
        for entry in self.core.heap.dict(dict).iter() {
            let Some(text) = self.core.heap.str(entry.key) else { return Err(OTHER) };
            let name = self.p.symbols.find(text).map_or_else(|| Name::New(text.into()), Name::Known);
            packed.push((name, self.value(entry.value)?));
        }
        Ok(packed)
    }

    /// What is in an object that can change.
    pub(crate) fn contents(&mut self, object: &Obj) -> Result<Contents, Words> {
        Ok(match object {
            Obj::List(items) => Contents::List(self.values(items)?),
            Obj::Deque(deque) => Contents::Deque(deque.map(|value| self.value(*value))?),
            Obj::Dict(dict) => Contents::Dict(dict.map(|value| self.value(*value))?),
            Obj::Set(set) => Contents::Set(set.map(|value| self.value(*value))?),
            Obj::ByteArray(bytes) => Contents::Bytes(bytes.clone()),
            Obj::Instance(_, fields) => Contents::Fields(self.fields(fields)?),
            Obj::Derived(derived) => Contents::Fields(self.fields(&derived.fields)?),
            Obj::Cell(value) => Contents::Cell(self.value(*value)?),
            Obj::Iter(iter) => Contents::Iter(self.iter(iter)?),
            _ => return Err(OTHER),
        })
    }

    pub(crate) fn iter(&mut self, iter: &iter::Iter) -> Result<Iter, Words> {
        Ok(match iter {
            iter::Iter::Sequence(of, at) => Iter::Sequence(self.value(*of)?, *at),
            iter::Iter::Reversed(of, at) => Iter::Reversed(self.value(*of)?, *at),
            iter::Iter::Range { at, left, step } => Iter::Range { at: *at, left: *left, step: *step },
            iter::Iter::Dict(of, at, len, view) => Iter::Dict(self.value(Value::Obj(*of))?, *at, *len, *view),
            iter::Iter::DictReversed(of, at, view) => Iter::DictReversed(self.value(Value::Obj(*of))?, *at, *view),
            iter::Iter::Set(of, at, len) => Iter::Set(self.value(Value::Obj(*of))?, *at, *len),
            iter::Iter::Deque { of, left, changes, back } => {
                Iter::Deque { of: self.value(Value::Obj(*of))?, left: *left, changes: *changes, back: *back }
            }
            iter::Iter::Enumerate(of, count) => Iter::Enumerate(self.value(*of)?, *count),
            iter::Iter::Zip(inner, strict) => Iter::Zip(self.values(inner)?.into(), *strict),
            iter::Iter::Empty => Iter::Empty,
        })
    }
}
