//! Attributes: of objects, classes, modules, and of what is built in.

use super::{After, CACHE, Core, Done, Raise, Res, types};
use crate::code::{Program, Sym};
use crate::error::{Error, Kind};
use crate::heap::{Bound, Fields, Obj, Stage};
use crate::library::words;
use crate::value::{ClassId, Value};

impl Core {
    /// An attribute of a class, its own or inherited, as it stands there.
    #[inline]
    pub(crate) fn lookup(&mut self, p: &Program, class: ClassId, name: Sym) -> Option<Value> {
        let slot = (class.0.wrapping_mul(31) ^ name.0.wrapping_mul(7)) as usize % CACHE;
        let (known_class, known_name, value) = self.cache[slot];
        if known_class == class.0 && known_name == name.0 {
            return if value == Value::Undef { None } else { Some(value) };
        }
        let found = self.search(p, class, name);
        self.cache[slot] = (class.0, name.0, found.unwrap_or(Value::Undef));
        found
    }

    fn search(&self, p: &Program, class: ClassId, name: Sym) -> Option<Value> {
        match self.heap.class(class) {
            Some(of) => of.mro.iter().find_map(|class| self.own(p, *class, name)),
            None => types::mro(class).into_iter().find_map(|class| self.own(p, class, name)),
        }
    }

    /// What a class itself has.
    pub(crate) fn own(&self, p: &Program, class: ClassId, name: Sym) -> Option<Value> {
        match self.heap.class(class) {
            Some(of) => of.fields.get(name),
            None => p.methods.get(&(class.0, name)).map(|native| Value::Native(*native)),
        }
    }

    /// A method with the object it is called on.
    pub(crate) fn bind(&mut self, function: Value, this: Value) -> Value {
        self.heap.obj(Obj::Bound(Box::new(Bound { function, this })))
    }

    pub(super) fn fields(&self, object: Value) -> Option<&Fields> {
        match object {
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Shared(shared) if shared.of.sort == crate::share::Sort::Instance => {
                    self.heap.get(at);
                    None
                }
                Obj::Instance(_, fields) => Some(fields),
                Obj::Derived(derived) => Some(&derived.fields),
                Obj::Exception(exception) => Some(&exception.fields),
                Obj::Function(function) => Some(&function.fields),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn fields_mut(&mut self, object: Value) -> Option<&mut Fields> {
        match object {
            Value::Obj(at) => match self.heap.get_mut(at) {
                Obj::Instance(_, fields) => Some(fields),
                Obj::Derived(derived) => Some(&mut derived.fields),
                Obj::Exception(exception) => Some(&mut exception.fields),
                Obj::Function(function) => Some(&mut function.fields),
                _ => None,
            },
            _ => None,
        }
    }

    /// What this task has for itself of what every thread has for itself.
    fn local_of(&mut self, number: u32) -> Value {
        if let Some((_, own)) = self.locals.iter().find(|(known, _)| *known == number) {
            return *own;
        }
        let own = self.heap.obj(Obj::Instance(types::LOCAL, Fields::default()));
        self.locals.push((number, own));
        own
    }

    /// The same of any value: itself, mostly.
    pub(super) fn own_of(&mut self, object: Value) -> Value {
        match object {
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Handle(handle) if handle.class == types::LOCAL => {
                    let number = handle.number;
                    self.local_of(number)
                }
                _ => object,
            },
            _ => object,
        }
    }

    pub(crate) fn get_attr(&mut self, p: &Program, object: Value, name: Sym) -> Res<Done> {
        match object {
            Value::Class(class) => return self.class_attr(p, class, name),
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Module(module) => return self.module_attr(p, *module, name),
                Obj::Handle(handle) if handle.class == types::LOCAL => {
                    let own = self.local_of(handle.number);
                    return self.get_attr_plainly(p, own, name);
                }
                Obj::Super(of) => {
                    let of = **of;
                    return self.super_attr(p, of, name);
                }
                Obj::Resident(_, class) => return Ok(self.resident_attr(p, object, *class, name)),
                _ => {}
            },
            _ => {}
        }
        let class = self.heap.type_of(object);
        if class.heap().is_some()
            && self.heap.class(class).is_some_and(|of| of.has_getattr)
            && let Some(method) = self.method_of_program(p, class, words::GETATTRIBUTE)
        {
            let text = self.sym_text(p, name);
            let after = After::Attribute(Box::new((object, name)));
            return Ok(Done::call(method, vec![object, text], after));
        }
        self.get_attr_plainly(p, object, name)
    }

    /// The same without `__getattribute__`.
    pub(crate) fn get_attr_plainly(&mut self, p: &Program, object: Value, name: Sym) -> Res<Done> {
        let class = self.heap.type_of(object);
        let of_class = self.lookup(p, class, name);
        // A property of the class comes before what the object has.
        if let Some(found) = of_class
            && let Value::Obj(at) = found
            && let Obj::Property(property) = self.heap.peek(at)
        {
            let get = property.get;
            if get == Value::None {
                let (class, name) = (self.heap.class_name(class).to_string(), self.name(p, name).to_string());
                let words = format!("property '{name}' of '{class}' object has no getter");
                return Err(Raise::error(Kind::AttributeError, words));
            }
            let has_hook = self.heap.class(class).is_some_and(|class| class.has_getattr);
            let after = if has_hook { After::Attribute(Box::new((object, name))) } else { After::Store };
            return Ok(Done::call(get, vec![object], after));
        }
        if let Some(this) = self.shared_instance(object)
            && let Some(done) = self.shared_attr(p, this, object, (of_class, name))
        {
            return Ok(done);
        }
        if self.shared_instance(object).is_none()
            && let Some(value) = self.field(p, object, name)
        {
            return Ok(value.into());
        }
        self.attr_of_class(p, object, name)
    }

    /// The same of what an object has by its class.
    pub(crate) fn attr_of_class(&mut self, p: &Program, object: Value, name: Sym) -> Res<Done> {
        let class = self.heap.type_of(object);
        let of_class = self.lookup(p, class, name);
        if let Some(value) = self.special(p, object, class, name)? {
            return Ok(value.into());
        }
        if let Some(found) = of_class {
            return Ok(self.bound_to(found, object, class).into());
        }
        if let Some(done) = self.getattr_hook(p, object, name)? {
            return Ok(done);
        }
        Err(self.no_attribute(p, object, name))
    }

    /// What an attribute of a class is when it is read from an object.
    pub(crate) fn bound_to(&mut self, found: Value, object: Value, class: ClassId) -> Value {
        match found {
            Value::Native(_) => self.bind(found, object),
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Function(_) => self.bind(found, object),
                Obj::Static(inner) => *inner,
                Obj::ClassMethod(inner) => {
                    let inner = *inner;
                    self.bind(inner, Value::Class(class))
                }
                _ => found,
            },
            other => other,
        }
    }

    /// What `__getattr__` says, if the class has one.
    pub(crate) fn getattr_hook(&mut self, p: &Program, object: Value, name: Sym) -> Res<Option<Done>> {
        let class = self.heap.type_of(object);
        let Some(method) = self.method_of_program(p, class, words::GETATTR) else { return Ok(None) };
        let text = self.sym_text(p, name);
        Ok(Some(Done::call(method, vec![object, text], After::Store)))
    }

    pub(crate) fn sym_text(&mut self, p: &Program, name: Sym) -> Value {
        let text = self.name(p, name).to_string();
        self.heap.text(text)
    }

    pub(crate) fn no_attribute(&mut self, p: &Program, object: Value, name: Sym) -> Box<Raise> {
        let (attribute, class) = (self.name(p, name), self.heap.type_name(object));
        let class = if self.heap.type_of(object) == types::LOCAL { "_thread._local" } else { class };
        let words = match object {
            Value::Class(class) => {
                format!("type object '{}' has no attribute '{attribute}'", self.heap.class_name(class))
            }
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Module(module) => {
                    format!("module '{}' has no attribute '{attribute}'", p.modules[usize::from(*module)].name)
                }
                Obj::Super(_) => format!("'super' object has no attribute '{attribute}'"),
                _ => format!("'{class}' object has no attribute '{attribute}'"),
            },
            _ => format!("'{class}' object has no attribute '{attribute}'"),
        };
        let value = self.error(&Error::new(Kind::AttributeError, words));
        let text = self.sym_text(p, name);
        if let Value::Obj(at) = value {
            let exception = self.heap.exception(at);
            exception.fields.set(words::NAME_ATTR, text);
            exception.fields.set(words::OBJ_ATTR, object);
        }
        Raise::exception(value)
    }

    fn module_attr(&mut self, p: &Program, module: u16, name: Sym) -> Res<Done> {
        let names = &p.modules[usize::from(module)].names;
        if let Some(slot) = names.get(&name) {
            let value = self.globals[usize::from(*slot)];
            if value != Value::Undef {
                return Ok(value.into());
            }
        }
        if name == words::NAME {
            let text = p.modules[usize::from(module)].name.to_string();
            return Ok(self.heap.text(text).into());
        }
        // A module of a package that was imported.
        let inner = format!("{}.{}", p.modules[usize::from(module)].name, self.name(p, name));
        if let Some(number) = p.modules.iter().position(|module| *module.name == *inner) {
            let number = u16::try_from(number).expect("there are few modules");
            return Ok(self.heap.obj(Obj::Module(number)).into());
        }
        let object = self.heap.obj(Obj::Module(module));
        Err(self.no_attribute(p, object, name))
    }

    fn super_attr(&mut self, p: &Program, of: crate::heap::Super, name: Sym) -> Res<Done> {
        let mro = self.mro(of.of);
        let behind = mro.iter().skip_while(|class| **class != of.class).skip(1).copied();
        for class in behind {
            let Some(found) = self.own(p, class, name) else { continue };
            if let Value::Obj(at) = found {
                match self.heap.peek(at) {
                    Obj::Property(property) => {
                        return Ok(Done::call(property.get, vec![of.this], After::Store));
                    }
                    Obj::ClassMethod(inner) => {
                        let inner = *inner;
                        return Ok(self.bind(inner, Value::Class(of.of)).into());
                    }
                    _ => {}
                }
            }
            // On a class, as in `__new__` or a class method, a function stays as it is.
            if let Value::Class(_) = of.this {
                if matches!(found, Value::Native(_)) && matches!(name, words::INIT_SUBCLASS) {
                    return Ok(self.bind(found, of.this).into());
                }
                return Ok(match found {
                    Value::Obj(at) => match self.heap.peek(at) {
                        Obj::Static(inner) => (*inner).into(),
                        _ => found.into(),
                    },
                    _ => found.into(),
                });
            }
            return Ok(self.bound_to(found, of.this, of.of).into());
        }
        let object = self.heap.obj(Obj::Super(Box::new(of)));
        Err(self.no_attribute(p, object, name))
    }

    fn class_attr(&mut self, p: &Program, class: ClassId, name: Sym) -> Res<Done> {
        if name == words::HASH
            && matches!(
                self.native_base(class),
                types::LIST | types::DEQUE | types::DICT | types::SET | types::BYTEARRAY
            )
            && matches!(self.lookup(p, class, name), Some(Value::Native(_)))
        {
            return Ok(Value::None.into());
        }
        if let Some(found) = self.lookup(p, class, name)
            && !matches!(name, words::DOC | words::MODULE | words::ANNOTATIONS)
        {
            return Ok(match found {
                Value::Obj(at) => match self.heap.peek(at) {
                    Obj::Static(inner) => (*inner).into(),
                    Obj::ClassMethod(inner) => {
                        let inner = *inner;
                        self.bind(inner, Value::Class(class)).into()
                    }
                    _ => found.into(),
                },
                Value::Native(number) if crate::builtins::is_class_method(number) => {
                    self.bind(found, Value::Class(class)).into()
                }
                _ => found.into(),
            });
        }
        let value = match name {
            words::NAME => {
                let text = self.heap.class_name(class).to_string();
                self.heap.text(text)
            }
            words::QUALNAME => {
                let text =
                    self.heap.class(class).map_or_else(|| self.heap.class_name(class).into(), |of| of.qualname.clone());
                self.heap.text(text)
            }
            words::MODULE => {
                let text = self.heap.class(class).map_or_else(|| types::module(class).into(), |of| of.module.clone());
                self.heap.text(text)
            }
            words::DOC => self.heap.class(class).and_then(|of| of.fields.get(words::DOC)).unwrap_or(Value::None),
            words::CLASS => Value::Class(self.heap.type_of(Value::Class(class))),
            words::MRO => {
                let mro: Vec<Value> = self.mro(class).into_iter().map(Value::Class).collect();
                self.heap.tuple(mro)
            }
            words::BASES => {
                let bases = match self.heap.class(class) {
                    Some(of) => of.bases.iter().map(|base| Value::Class(*base)).collect(),
                    None if class == types::OBJECT => Vec::new(),
                    None => vec![Value::Class(types::base(class))],
                };
                self.heap.tuple(bases)
            }
            words::DICT => {
                let fields = self.heap.class(class).map(|of| of.fields.clone()).unwrap_or_default();
                self.dict_of(p, &fields)?
            }
            words::ANNOTATIONS => match self.heap.class(class).and_then(|of| of.fields.get(words::ANNOTATIONS)) {
                Some(own) => own,
                None if class.heap().is_some() => {
                    let own = self.heap.obj(Obj::Dict(Box::default()));
                    if let Some(of) = self.heap.class_mut(class) {
                        of.fields.set(words::ANNOTATIONS, own);
                    }
                    own
                }
                None => return Err(self.no_attribute(p, Value::Class(class), name)),
            },
            _ => {
                if let Some(done) = self.meta_attr(p, class, name)? {
                    return Ok(done);
                }
                // What every object has, classes have as well.
                if let Some(native) = p.methods.get(&(types::TYPE.0, name)) {
                    return Ok(self.bind(Value::Native(*native), Value::Class(class)).into());
                }
                return Err(self.no_attribute(p, Value::Class(class), name));
            }
        };
        Ok(value.into())
    }

    /// What the class of a class has.
    fn meta_attr(&mut self, p: &Program, class: ClassId, name: Sym) -> Res<Option<Done>> {
        let (object, meta) = (Value::Class(class), self.heap.type_of(Value::Class(class)));
        if meta.heap().is_none() {
            return Ok(None);
        }
        match self.lookup(p, meta, name) {
            Some(Value::Obj(at)) => {
                if let Obj::Property(property) = self.heap.peek(at) {
                    return Ok(Some(Done::call(property.get, vec![object], After::Store)));
                }
                Ok(Some(self.bound_to(Value::Obj(at), object, meta).into()))
            }
            Some(found) => Ok(Some(self.bound_to(found, object, meta).into())),
            None => self.getattr_hook(p, object, name),
        }
    }

    pub(crate) fn dict_of(&mut self, p: &Program, fields: &Fields) -> Res<Value> {
        let dict = self.heap.make(Obj::Dict(Box::default()));
        for (name, value) in &fields.0 {
            let key = self.sym_text(p, *name);
            self.heap.dict_set(dict, key, *value)?;
        }
        Ok(Value::Obj(dict))
    }

    /// Attributes that are no field and no method.
    fn special(&mut self, p: &Program, object: Value, class: ClassId, name: Sym) -> Res<Option<Value>> {
        match name {
            words::CLASS => return Ok(Some(Value::Class(class))),
            words::DICT => {
                let has_none = self.heap.class(class).is_some_and(|of| of.slots.is_some());
                return if has_none { Ok(None) } else { self.dict_of_object(p, object) };
            }
            _ => {}
        }
        let Value::Obj(at) = object else {
            return Ok(match (object, name) {
                (Value::Int(_) | Value::Bool(_), words::REAL | words::NUMERATOR) => {
                    self.int(object).map(|int| self.number(int))
                }
                (Value::Int(_) | Value::Bool(_), words::IMAG) => Some(Value::Int(0)),
                (Value::Int(_) | Value::Bool(_), words::DENOMINATOR) => Some(Value::Int(1)),
                (Value::Float(_), words::REAL) => Some(object),
                (Value::Float(_), words::IMAG) => Some(Value::Float(0.0)),
                (Value::Native(number), words::NAME | words::QUALNAME) => {
                    let full = p.natives[usize::from(number)].name;
                    let text = if name == words::NAME { full.rsplit('.').next().unwrap_or(full) } else { full };
                    Some(self.heap.text(text))
                }
                (Value::Native(_), words::DOC) => Some(Value::None),
                (Value::Native(_), words::MODULE) => Some(self.heap.text("builtins")),
                (_, words::DOC) => Some(Value::None),
                _ => None,
            });
        };
        Ok(match self.heap.peek(at) {
            Obj::Exception(exception) => match name {
                words::ARGS => Some(exception.args),
                words::CAUSE => Some(exception.cause),
                words::CONTEXT => Some(exception.context),
                words::SUPPRESS => Some(Value::Bool(exception.suppress)),
                words::TRACEBACK => {
                    if exception.trace.is_empty() {
                        Some(Value::None)
                    } else {
                        // A traceback is the exception's own, by its place.
                        let handle = crate::heap::Handle { class: types::TRACEBACK, number: at.0, extra: Value::None };
                        Some(self.heap.obj(Obj::Handle(handle)))
                    }
                }
                words::VALUE if self.derives(class, types::of_kind(Kind::StopIteration)) => {
                    Some(self.stop_value(object))
                }
                words::STATUS if self.derives(class, types::of_kind(Kind::SystemExit)) => {
                    let args = exception.args;
                    let items = self.items(args, 0)?;
                    Some(match items[..] {
                        [] => Value::None,
                        [one] => one,
                        _ => args,
                    })
                }
                words::EXCEPTIONS | words::MESSAGE if self.derives(class, types::of_kind(Kind::BaseExceptionGroup)) => {
                    let args = exception.args;
                    let items = self.items(args, 0)?;
                    if name == words::MESSAGE {
                        items.first().copied()
                    } else {
                        let inner = self.items(items.get(1).copied().unwrap_or(Value::None), 0)?;
                        Some(self.heap.tuple(inner))
                    }
                }
                words::ERRNO | words::STRERROR if self.derives(class, types::of_kind(Kind::OSError)) => {
                    let items = self.items(exception.args, 0)?;
                    let at = usize::from(name == words::STRERROR);
                    Some(if items.len() >= 2 { items[at] } else { Value::None })
                }
                words::FILENAME if self.derives(class, types::of_kind(Kind::OSError)) => {
                    Some(self.items(exception.args, 0)?.get(2).copied().unwrap_or(Value::None))
                }
                _ => None,
            },
            Obj::Function(function) => {
                let code = &p.codes[function.code as usize];
                match name {
                    words::NAME => Some(self.heap.text(&*code.name)),
                    words::QUALNAME => Some(self.heap.text(&*code.qualname)),
                    words::DOC => Some(code.doc.unwrap_or(Value::None)),
                    words::MODULE => {
                        let module = &p.modules[usize::from(code.module)];
                        let main = usize::from(code.module) == usize::from(p.main);
                        let text = if main { "__main__" } else { &*module.name };
                        Some(self.heap.text(text))
                    }
                    words::DEFAULTS => Some(function.defaults),
                    words::KWDEFAULTS => Some(function.keyword_defaults),
                    words::ANNOTATIONS => Some(self.heap.obj(Obj::Dict(Box::default()))),
                    _ => None,
                }
            }
            Obj::Bound(bound) => {
                let bound = **bound;
                match name {
                    words::SELF => Some(bound.this),
                    words::FUNC => Some(bound.function),
                    words::NAME | words::QUALNAME | words::DOC | words::MODULE | words::WRAPPED => {
                        match self.get_attr(p, bound.function, name)? {
                            Done::Value(value) => Some(value),
                            _ => None,
                        }
                    }
                    _ => None,
                }
            }
            Obj::Range(range) => match name {
                words::START => Some(Value::Int(range.start)),
                words::STOP => Some(Value::Int(range.stop)),
                words::STEP => Some(Value::Int(range.step)),
                _ => None,
            },
            Obj::Slice(parts) => match name {
                words::START => Some(parts[0]),
                words::STOP => Some(parts[1]),
                words::STEP => Some(parts[2]),
                _ => None,
            },
            Obj::Property(property) => match name {
                words::FGET => Some(property.get),
                words::FSET => Some(property.set),
                words::FDEL => Some(property.delete),
                words::DOC => Some(property.doc),
                _ => None,
            },
            Obj::Alias(alias) => match name {
                words::ORIGIN => Some(alias.0),
                words::TYPE_ARGS => {
                    let inner = alias.1;
                    if self.heap.type_of(inner) == types::TUPLE { Some(inner) } else { Some(self.heap.tuple([inner])) }
                }
                words::NAME => return Ok(None),
                _ => None,
            },
            Obj::Generator(generator) => match name {
                words::NAME => {
                    let text = generator.name.clone();
                    Some(self.heap.text(text))
                }
                words::QUALNAME => {
                    let text = p.codes[generator.code as usize].qualname.clone();
                    Some(self.heap.text(text))
                }
                words::CR_RUNNING | words::GI_RUNNING => Some(Value::Bool(generator.state == Stage::Running)),
                words::AG_RUNNING => Some(Value::Bool(generator.claimed)),
                words::CR_AWAIT if class == types::COROUTINE => Some(self.awaits(p, at)),
                _ => None,
            },
            Obj::Big(_) => match name {
                words::REAL | words::NUMERATOR => Some(object),
                words::IMAG => Some(Value::Int(0)),
                words::DENOMINATOR => Some(Value::Int(1)),
                _ => None,
            },
            Obj::Static(inner) | Obj::ClassMethod(inner) => match name {
                words::FUNC | words::WRAPPED => Some(*inner),
                _ => None,
            },
            _ => match name {
                words::DOC => {
                    let found = self.lookup(p, class, words::DOC);
                    Some(found.unwrap_or(Value::None))
                }
                words::MAXLEN if self.native_base(class) == types::DEQUE => match self.plain(object) {
                    Value::Obj(at) => match self.heap.get(at) {
                        Obj::Deque(deque) => {
                            let most = deque.most.map(|most| i64::try_from(most).unwrap_or(i64::MAX));
                            Some(most.map_or(Value::None, Value::Int))
                        }
                        _ => Some(Value::None),
                    },
                    _ => None,
                },
                words::MODULE if class.heap().is_some() => {
                    let module = self.heap.class(class).map(|of| of.module.clone()).unwrap_or_default();
                    Some(self.heap.text(module))
                }
                _ => None,
            },
        })
    }
}
