//! From values on their way to the heap of a task.

use super::{Contents, Iter, Name, Packed, Sort};
use crate::code::{Program, Sym};
use crate::heap::exception::Exception;
use crate::heap::{Bound, Fields, Function, Handle, Obj, Shared, iter};
use crate::machine::Core;
use crate::value::{ClassId, Ref, Value};
use std::sync::Arc;

impl Core {
    /// A value that came from another task, or from what is shared.
    pub(crate) fn unpacked_value(&mut self, p: &Program, packed: &Packed) -> Value {
        let object = match packed {
            Packed::Undef => return Value::Undef,
            Packed::None => return Value::None,
            Packed::Ellipsis => return Value::Ellipsis,
            Packed::NotImplemented => return Value::NotImplemented,
            Packed::Bool(b) => return Value::Bool(*b),
            Packed::Int(n) => return Value::Int(*n),
            Packed::Float(bits) => return Value::Float(f64::from_bits(*bits)),
            Packed::Native(number) => return Value::Native(*number),
            Packed::Class(class) => return Value::Class(self.class_here(*class)),
            Packed::Text(text) => return self.heap.text(text.clone()),
            Packed::Same(at) if at.0 < self.heap.sharing.common => return Value::Obj(*at),
            // Where an action is done nobody knows the program's functions.
            Packed::Same(_) => return self.opaque(packed),
            Packed::Stays(_) if self.heap.sharing.common == 0 => return self.opaque(packed),
            Packed::Stays(of) if of.owner == self.owner => return Value::Obj(of.at),
            Packed::Stays(of) => return self.guest(p, of),
            Packed::Shared(of) => return Value::Obj(self.shared_here(p, of)),
            Packed::Fresh(contents) => self.contents_here(p, contents),
            Packed::Bytes(bytes) => Obj::Bytes(bytes.clone()),
            Packed::Big(big) => Obj::Big(big.clone()),
            Packed::Tuple(items) => Obj::Tuple(self.values_here(p, items).into()),
            Packed::Frozen(set) => {
                let set: Result<_, std::convert::Infallible> = set.map(|value| Ok(self.unpacked_value(p, value)));
                let Ok(set) = set;
                Obj::Frozen(Box::new(set))
            }
            Packed::Range(range) => Obj::Range(Box::new(*range)),
            Packed::Slice(parts) => {
                Obj::Slice(Box::new([0, 1, 2].map(|part: usize| self.unpacked_value(p, &parts[part]))))
            }
            Packed::Module(number) => Obj::Module(*number),
            Packed::Handle(class, number, extra) => {
                let extra = self.unpacked_value(p, extra);
                return self.heap.handle(Handle { class: *class, number: *number, extra });
            }
            Packed::Bound(pair) => {
                let (function, this) = (self.unpacked_value(p, &pair.0), self.unpacked_value(p, &pair.1));
                Obj::Bound(Box::new(Bound { function, this }))
            }
            Packed::Alias(pair) => {
                Obj::Alias(Box::new((self.unpacked_value(p, &pair.0), self.unpacked_value(p, &pair.1))))
            }
            Packed::View(of, view) => match self.unpacked_value(p, of) {
                Value::Obj(at) => Obj::View(at, *view),
                other => return other,
            },
            Packed::Function(_) if self.heap.sharing.common == 0 => return self.opaque(packed),
            Packed::Function(of) => Obj::Function(Box::new(Function {
                code: of.code,
                defaults: self.unpacked_value(p, &of.defaults),
                keyword_defaults: self.unpacked_value(p, &of.keyword_defaults),
                closure: self.values_here(p, &of.closure).into(),
                fields: self.fields_here(p, &of.fields),
            })),
            Packed::Exception(_) if self.heap.sharing.common == 0 => return self.opaque(packed),
            Packed::Exception(of) => {
                let Value::Class(class) = self.unpacked_value(p, &of.class) else { return Value::None };
                Obj::Exception(Box::new(Exception {
                    class,
                    args: self.unpacked_value(p, &of.args),
                    fields: self.fields_here(p, &of.fields),
                    cause: self.unpacked_value(p, &of.cause),
                    context: self.unpacked_value(p, &of.context),
                    suppress: of.suppress,
                    trace: of.trace.clone(),
                }))
            }
        };
        self.heap.obj(object)
    }

    /// What stays with another task.
    fn guest(&mut self, p: &Program, of: &Arc<super::Resident>) -> Value {
        let key = (of.owner, of.at);
        if let Some(at) = self.heap.sharing.guests.get(&key) {
            return Value::Obj(*at);
        }
        let class = match self.unpacked_value(p, &of.class) {
            Value::Class(class) => class,
            _ => crate::machine::types::OBJECT,
        };
        let at = self.heap.make(Obj::Resident(of.clone(), class));
        self.heap.sharing.guests.insert(key, at);
        Value::Obj(at)
    }

    /// What nobody can look into here: the same for the same.
    fn opaque(&mut self, packed: &Packed) -> Value {
        let known = self.opaques.iter().find(|at| match self.heap.peek(**at) {
            Obj::Opaque(known) => **known == *packed,
            _ => false,
        });
        if let Some(at) = known {
            return Value::Obj(*at);
        }
        let at = self.heap.make(Obj::Opaque(Box::new(packed.clone())));
        self.opaques.push(at);
        Value::Obj(at)
    }

    /// A class that every task has; where an action is done, something that stands in for it.
    fn class_here(&mut self, class: ClassId) -> ClassId {
        match class.heap() {
            Some(at) if at.0 >= self.heap.sharing.common => match self.opaque(&Packed::Class(class)) {
                Value::Obj(at) => ClassId::of(at),
                _ => class,
            },
            _ => class,
        }
    }

    /// The slot of an object of the engine.
    pub(crate) fn shared_here(&mut self, p: &Program, of: &Arc<super::Reference>) -> Ref {
        if let Some(at) = self.heap.sharing.found.get(&of.object) {
            return *at;
        }
        let class = match self.unpacked_value(p, &of.class) {
            Value::Class(class) => class,
            _ => crate::machine::types::OBJECT,
        };
        let plain = self.unpacked_value(p, &of.plain);
        let at = self.heap.make(Obj::Shared(Box::new(Shared { of: of.clone(), class, plain })));
        self.heap.sharing.found.insert(of.object, at);
        at
    }

    fn values_here(&mut self, p: &Program, values: &[Packed]) -> Vec<Value> {
        values.iter().map(|value| self.unpacked_value(p, value)).collect()
    }

    pub(crate) fn name_here(&mut self, p: &Program, name: &Name) -> Sym {
        match name {
            Name::Known(sym) => *sym,
            Name::New(text) => self.sym(p, text),
        }
    }

    fn fields_here(&mut self, p: &Program, fields: &[(Name, Packed)]) -> Fields {
        let fields = fields.iter().map(|(name, value)| (self.name_here(p, name), self.unpacked_value(p, value)));
        Fields(fields.collect())
    }

    fn contents_here(&mut self, p: &Program, contents: &Contents) -> Obj {
        match contents {
            Contents::List(items) => Obj::List(self.values_here(p, items)),
            Contents::Deque(deque) => {
                let deque: Result<_, std::convert::Infallible> = deque.map(|value| Ok(self.unpacked_value(p, value)));
                let Ok(deque) = deque;
                Obj::Deque(Box::new(deque))
            }
            Contents::Dict(dict) => {
                let dict: Result<_, std::convert::Infallible> = dict.map(|value| Ok(self.unpacked_value(p, value)));
                let Ok(dict) = dict;
                Obj::Dict(Box::new(dict))
            }
            Contents::Set(set) => {
                let set: Result<_, std::convert::Infallible> = set.map(|value| Ok(self.unpacked_value(p, value)));
                let Ok(set) = set;
                Obj::Set(Box::new(set))
            }
            Contents::Bytes(bytes) => Obj::ByteArray(bytes.clone()),
            Contents::Fields(fields) => Obj::Instance(crate::machine::types::OBJECT, self.fields_here(p, fields)),
            Contents::Iter(iter) => Obj::Iter(Box::new(self.iter_here(p, iter))),
            Contents::Cell(value) => Obj::Cell(self.unpacked_value(p, value)),
        }
    }

    pub(crate) fn iter_here(&mut self, p: &Program, iter: &Iter) -> iter::Iter {
        let mut place = |of: &Packed| match self.unpacked_value(p, of) {
            Value::Obj(at) | Value::Str(at) => at,
            _ => Ref(0),
        };
        match iter {
            Iter::Dict(of, at, len, view) => iter::Iter::Dict(place(of), *at, *len, *view),
            Iter::DictReversed(of, at, view) => iter::Iter::DictReversed(place(of), *at, *view),
            Iter::Set(of, at, len) => iter::Iter::Set(place(of), *at, *len),
            Iter::Deque { of, left, changes, back } => {
                iter::Iter::Deque { of: place(of), left: *left, changes: *changes, back: *back }
            }
            Iter::Sequence(of, at) => iter::Iter::Sequence(self.unpacked_value(p, of), *at),
            Iter::Reversed(of, at) => iter::Iter::Reversed(self.unpacked_value(p, of), *at),
            Iter::Range { at, left, step } => iter::Iter::Range { at: *at, left: *left, step: *step },
            Iter::Enumerate(of, count) => iter::Iter::Enumerate(self.unpacked_value(p, of), *count),
            Iter::Zip(inner, strict) => iter::Iter::Zip(self.values_here(p, inner).into(), *strict),
            Iter::Empty => iter::Iter::Empty,
        }
    }

    /// Keeps as this task's own what was an object of the engine.
    pub(crate) fn keep(&mut self, p: &Program, at: Ref, contents: &Contents) {
        if let Some(object) = self.object_here(p, at, contents) {
            self.heap.take_over(at, object);
        }
    }

    /// Shows what is in an object of the engine, for the operation under way.
    pub(crate) fn show(&mut self, p: &Program, at: Ref, contents: &Contents) {
        if let Some(object) = self.object_here(p, at, contents) {
            self.heap.show(at, object);
        }
    }

    /// What stands in a slot of the engine's where these are its contents.
    fn object_here(&mut self, p: &Program, at: Ref, contents: &Contents) -> Option<Obj> {
        let shared = self.heap.shared(at)?;
        let (class, plain, sort) = (shared.class, shared.plain, shared.of.sort);
        Some(match (self.contents_here(p, contents), sort) {
            (Obj::Instance(_, fields), Sort::Instance) if plain == Value::Undef => Obj::Instance(class, fields),
            (Obj::Instance(_, fields), Sort::Instance) => {
                Obj::Derived(Box::new(crate::heap::Derived { class, value: plain, fields }))
            }
            (object, _) => object,
        })
    }
}
