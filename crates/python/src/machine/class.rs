//! Making classes: the order of their bases, what they carry, and what instances are made of.

use super::{After, Core, Done, Raise, Res, types};
use crate::code::{Program, Sym};
use crate::heap::exception::Exception;
use crate::heap::{Class, Derived, Fields, Obj};
use crate::library::words;
use crate::value::{ClassId, Value};
use std::sync::Arc;

/// A class whose body is being run.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) name: Value,
    pub(crate) bases: Vec<Value>,
    pub(crate) keywords: Value,
    pub(crate) module: u16,
    pub(crate) qualname: Box<str>,
    /// What its `__module__` is, where that is not the module.
    pub(crate) said_module: Option<Arc<str>>,
    /// The cell in which methods find their class.
    pub(crate) cell: Option<Value>,
}

impl Core {
    /// Bases as classes: aliases count as what they are of.
    fn base_classes(&mut self, bases: &[Value]) -> Res<Vec<ClassId>> {
        let mut classes = Vec::new();
        for base in bases {
            match base {
                Value::Class(class) => classes.push(*class),
                Value::Obj(at) => match self.heap.peek(*at) {
                    Obj::Alias(alias) => {
                        if let Value::Class(class) = alias.0 {
                            classes.push(class);
                        }
                    }
                    // A word of `typing` stands for the class behind it.
                    Obj::Instance(_, fields) if fields.get(words::ORIGIN).is_some() => {
                        if let Some(Value::Class(class)) = fields.get(words::ORIGIN) {
                            classes.push(class);
                        }
                    }
                    _ => {
                        let name = self.heap.type_name(*base);
                        return Err(Raise::type_error(format!("{name}() takes no keyword arguments")));
                    }
                },
                _ => return Err(Raise::type_error("bases must be types")),
            }
        }
        if classes.is_empty() {
            classes.push(types::OBJECT);
        }
        Ok(classes)
    }

    /// The class that a body made: its variables are the class's attributes.
    pub(crate) fn make_class(&mut self, p: &Program, made: &Made, fields: Fields) -> Res<Done> {
        let bases = self.base_classes(&made.bases)?;
        if let Some((base, instead)) = self.replacement(p, &bases) {
            let names = self.dict_of(p, &fields)?;
            let (base, bases) = (Value::Class(base), bases.into_iter().map(Value::Class).collect::<Vec<_>>());
            let bases = self.heap.tuple(bases);
            return Ok(Done::call(instead, vec![base, made.name, bases, names], After::Store));
        }
        let (meta, keywords) = self.meta(p, made.keywords, &bases)?;
        for (at, base) in bases.iter().enumerate() {
            if bases[..at].contains(base) {
                let name = self.heap.class_name(*base);
                return Err(Raise::type_error(format!("duplicate base class {name}")));
            }
            if matches!(
                *base,
                types::BOOL | types::FUNCTION | types::GENERATOR | types::NONE | types::RANGE | types::SLICE
            ) {
                let name = types::name(*base);
                return Err(Raise::type_error(format!("type '{name}' is not an acceptable base type")));
            }
        }
        let native = self.native_of(&bases)?;
        let name = self.heap.str(made.name).unwrap_or_default().to_string();
        let module = &p.modules[usize::from(made.module)];
        let module = if usize::from(made.module) == usize::from(p.main) { "__main__" } else { &*module.name };
        let module: Arc<str> = made.said_module.clone().unwrap_or_else(|| module.into());
        let (slots, fields) = self.slots(p, fields, &bases)?;
        let stays = fields.get(words::STAYS).is_some()
            || bases.iter().any(|base| self.heap.class(*base).is_some_and(|base| base.stays));
        let at = self.heap.make(Obj::Class(Box::new(Class {
            name: name.into(),
            qualname: (&*made.qualname).into(),
            module,
            bases: bases.clone(),
            mro: Vec::new(),
            fields,
            meta,
            native,
            has_properties: false,
            has_getattr: false,
            has_setattr: false,
            stays,
            slots,
        })));
        let class = ClassId::of(at);
        let mro = self.linearise(class, &bases)?;
        if let Some(of) = self.heap.class_mut(class) {
            of.mro = mro;
        }
        // A class that says what is equal, and not how it hashes, cannot be hashed.
        if let Some(of) = self.heap.class_mut(class)
            && of.fields.get(words::EQ).is_some()
            && of.fields.get(words::HASH).is_none()
        {
            of.fields.set(words::HASH, Value::None);
        }
        self.refresh(p, class);
        if let Some(Value::Obj(cell)) = made.cell {
            *self.heap.get_mut(cell) = Obj::Cell(Value::Class(class));
        }
        // Who has `__set_name__` is told its name; then the class above hears of the new one.
        let own = self.heap.class(class).map(|of| of.fields.clone()).unwrap_or_default();
        let mut named = Vec::new();
        for (name, value) in &own.0 {
            let of = self.heap.type_of(*value);
            if let Some(method) = self.method_of_program(p, of, words::SET_NAME) {
                named.push((method, *value, *name));
            }
        }
        let hears = bases.first().and_then(|_| {
            let mro = self.mro(class);
            mro.into_iter().skip(1).find_map(|base| {
                base.heap()?;
                self.own(p, base, words::INIT_SUBCLASS)
            })
        });
        if hears.is_none() && named.is_empty() {
            if keywords != Value::None {
                let name = self.heap.class_name(class);
                return Err(Raise::type_error(format!("{name}.__init_subclass__() takes no keyword arguments")));
            }
            return Ok(Value::Class(class).into());
        }
        let hears = match hears {
            Some(Value::Obj(at)) => match self.heap.peek(at) {
                Obj::ClassMethod(inner) => *inner,
                _ => Value::Obj(at),
            },
            other => other.unwrap_or(Value::None),
        };
        let named: Vec<Value> = named
            .into_iter()
            .map(|(method, value, name)| {
                let text = self.sym_text(p, name);
                self.heap.tuple([method, value, text])
            })
            .collect();
        let named = self.heap.list(named);
        self.in_python(p, "finish_class", vec![Value::Class(class), named, hears, keywords])
    }

    /// Some classes of the library stand for others: who derives from them derives from what this function makes.
    fn replacement(&mut self, p: &Program, bases: &[ClassId]) -> Option<(ClassId, Value)> {
        let name = p.symbols.find("__class_replaced__")?;
        bases.iter().find_map(|base| Some((*base, self.own(p, *base, name)?)))
    }

    /// Whose instance a class is: said by the library, or handed down. What is left of the keywords.
    fn meta(&mut self, p: &Program, keywords: Value, bases: &[ClassId]) -> Res<(Option<ClassId>, Value)> {
        let inherited = bases.iter().find_map(|base| self.heap.class(*base)?.meta);
        let Value::Obj(dict) = keywords else { return Ok((inherited, keywords)) };
        let key = self.heap.text("metaclass");
        let Some(Value::Class(meta)) = self.heap.dict_get(dict, key)? else { return Ok((inherited, keywords)) };
        let _ = p;
        Ok((Some(meta), Value::None))
    }

    /// `type(name, bases, namespace)`
    pub(crate) fn class_of(&mut self, p: &Program, name: Value, bases: Vec<Value>, namespace: Value) -> Res<Done> {
        let Value::Obj(dict) = namespace else { return Err(Raise::type_error("a class has a namespace")) };
        let mut fields = Fields::default();
        let entries: Vec<(Value, Value)> = self.heap.dict(dict).iter().map(|entry| (entry.key, entry.value)).collect();
        let mut said = [None, None];
        for (key, value) in entries {
            let Some(key) = self.heap.str(key).map(str::to_string) else {
                return Err(Raise::type_error("the names of a class are texts"));
            };
            match (&*key, self.heap.str(value)) {
                ("__qualname__", Some(text)) => said[0] = Some(Arc::<str>::from(text)),
                ("__module__", Some(text)) => said[1] = Some(Arc::<str>::from(text)),
                ("__new__", _) if self.heap.type_of(value) == types::FUNCTION => {
                    let inner = self.heap.obj(Obj::Static(value));
                    fields.set(words::NEW, inner);
                }
                _ => {
                    let name = self.sym(p, &key);
                    fields.set(name, value);
                }
            }
        }
        let text: Arc<str> = self.heap.str(name).unwrap_or_default().into();
        let [qualname, module] = said;
        let qualname = qualname.unwrap_or(text);
        let made = Made {
            name,
            bases,
            keywords: Value::None,
            module: p.main,
            qualname: (&*qualname).into(),
            said_module: module,
            cell: None,
        };
        self.make_class(p, &made, fields)
    }

    fn slots(&mut self, p: &Program, mut fields: Fields, bases: &[ClassId]) -> Res<(Option<Box<[Sym]>>, Fields)> {
        let inherited = bases.iter().map(|base| match self.heap.class(*base) {
            Some(of) => of.slots.as_ref().map(|slots| slots.to_vec()),
            None if *base == types::OBJECT => Some(Vec::new()),
            None => None,
        });
        let inherited: Option<Vec<Vec<Sym>>> = inherited.collect();
        let Some(declared) = fields.get(words::SLOTS) else { return Ok((None, fields)) };
        let names = match declared {
            Value::Str(_) => vec![declared],
            other => self.items(other, 0).unwrap_or_default(),
        };
        let mut slots: Vec<Sym> = Vec::new();
        for name in names {
            let text = self.heap.str(name).unwrap_or_default().to_string();
            if text == "__dict__" {
                return Ok((None, fields));
            }
            slots.push(self.sym(p, &text));
        }
        fields.0.retain(|(name, _)| !slots.contains(name));
        let Some(inherited) = inherited else { return Ok((None, fields)) };
        slots.extend(inherited.into_iter().flatten());
        Ok((Some(slots.into()), fields))
    }

    /// The built-in class whose values instances carry.
    fn native_of(&self, bases: &[ClassId]) -> Res<ClassId> {
        let mut native = types::OBJECT;
        for base in bases {
            let of = self.native_base(*base);
            if of == types::OBJECT || of == native {
                continue;
            }
            if native == types::OBJECT || self.derives(of, native) {
                native = of;
            } else if self.is_exception(of) && self.is_exception(native) {
                // What exceptions carry beside their arguments is looked for by their class.
            } else if !self.derives(native, of) {
                return Err(Raise::type_error("multiple bases have instance lay-out conflict"));
            }
        }
        Ok(native)
    }

    /// The order in which attributes are looked for (C3).
    fn linearise(&self, class: ClassId, bases: &[ClassId]) -> Res<Vec<ClassId>> {
        let mut rows: Vec<Vec<ClassId>> = bases.iter().map(|base| self.mro(*base)).collect();
        rows.push(bases.to_vec());
        let mut mro = vec![class];
        loop {
            rows.retain(|row| !row.is_empty());
            if rows.is_empty() {
                return Ok(mro);
            }
            let good =
                rows.iter().map(|row| row[0]).find(|candidate| rows.iter().all(|row| !row[1..].contains(candidate)));
            let Some(good) = good else {
                let names: Vec<String> = bases.iter().map(|base| self.heap.class_name(*base).to_string()).collect();
                let words =
                    format!("Cannot create a consistent method resolution\norder (MRO) for bases {}", names.join(", "));
                return Err(Raise::type_error(words));
            };
            mro.push(good);
            for row in &mut rows {
                if row[0] == good {
                    row.remove(0);
                }
            }
        }
    }

    /// Looks once more what a class's attributes have a say in, and those of classes that derive from it.
    pub(crate) fn refresh(&mut self, p: &Program, class: ClassId) {
        let _ = p;
        self.forget_methods();
        let derived: Vec<ClassId> = (0..self.heap.len())
            .map(|at| ClassId::of(crate::value::Ref(u32::try_from(at).expect("memory ends before"))))
            .filter(|other| self.heap.class(*other).is_some_and(|of| of.mro.contains(&class)))
            .collect();
        for class in derived {
            let (mut properties, mut getattr, mut setattr) = (false, false, false);
            for base in self.mro(class) {
                let Some(of) = self.heap.class(base) else { continue };
                for (name, value) in &of.fields.0 {
                    getattr |= matches!(*name, words::GETATTR | words::GETATTRIBUTE);
                    setattr |= *name == words::SETATTR;
                    if let Value::Obj(at) = value {
                        properties |= matches!(self.heap.peek(*at), Obj::Property(_));
                    }
                }
            }
            if let Some(of) = self.heap.class_mut(class) {
                of.has_properties = properties;
                of.has_getattr = getattr;
                of.has_setattr = setattr;
            }
        }
    }

    /// A bare instance of a class.
    pub(crate) fn instance(&mut self, class: ClassId, value: Value) -> Value {
        let native = self.native_base(class);
        let object = if native == types::OBJECT {
            Obj::Instance(class, Fields::default())
        } else if self.derives(native, types::of_kind(crate::error::Kind::BaseException)) {
            let args = self.heap.tuple([]);
            Obj::Exception(Box::new(Exception {
                class,
                args,
                fields: Fields::default(),
                cause: Value::None,
                context: Value::None,
                suppress: false,
                trace: Vec::new(),
            }))
        } else {
            Obj::Derived(Box::new(Derived { class, value, fields: Fields::default() }))
        };
        self.heap.obj(object)
    }

    /// `class(args)` of a class of the program, or of an exception.
    pub(crate) fn construct(&mut self, p: &Program, class: ClassId, args: &[Value], names: &[Sym]) -> Res<Done> {
        if let Some(of) = self.heap.class(class)
            && let Some(words) = self.abstract_methods(p, class, of.mro.clone())
        {
            return Err(Raise::type_error(words));
        }
        if let Some(new) = self.method_of_program(p, class, words::NEW) {
            let new = match new {
                Value::Obj(at) => match self.heap.peek(at) {
                    Obj::Static(inner) => *inner,
                    _ => new,
                },
                other => other,
            };
            let mut all = vec![Value::Class(class)];
            all.extend_from_slice(args);
            let after = After::New(Box::new((class, args.to_vec(), names.to_vec())));
            return Ok(Done::Call(Box::new(super::Pending { callee: new, args: all, names: names.to_vec(), after })));
        }
        let native = self.native_base(class);
        let init = self.method_of_program(p, class, words::INIT);
        let object = if self.is_exception(native) {
            let object = self.instance(class, Value::None);
            let positional = &args[..args.len() - names.len()];
            let tuple = self.heap.tuple(positional);
            if let Value::Obj(at) = object {
                self.heap.exception(at).args = tuple;
            }
            if init.is_none() && !names.is_empty() {
                let known = matches!(
                    types::kind_of(native),
                    Some(
                        crate::error::Kind::ImportError
                            | crate::error::Kind::ModuleNotFoundError
                            | crate::error::Kind::NameError
                            | crate::error::Kind::AttributeError
                    )
                );
                if !known {
                    let name = self.heap.class_name(class);
                    return Err(Raise::type_error(format!("{name}() takes no keyword arguments")));
                }
                for (name, value) in names.iter().zip(&args[positional.len()..]) {
                    if let Value::Obj(at) = object {
                        self.heap.exception(at).fields.set(*name, *value);
                    }
                }
            }
            if self.derives(class, types::of_kind(crate::error::Kind::BaseExceptionGroup)) && init.is_none() {
                return self.in_python(p, "check_group", vec![object]);
            }
            object
        } else if native == types::OBJECT {
            self.heap.obj(Obj::Instance(class, Fields::default()))
        } else {
            // What it carries is made of the same arguments, where `__init__` does not take others.
            if init.is_some() && matches!(native, types::LIST | types::DEQUE | types::DICT | types::SET) {
                let empty = match native {
                    types::LIST => self.heap.list(Vec::new()),
                    types::DEQUE => self.heap.obj(Obj::Deque(Box::default())),
                    types::DICT => self.heap.obj(Obj::Dict(Box::default())),
                    _ => self.heap.obj(Obj::Set(Box::default())),
                };
                self.instance(class, empty)
            } else {
                let mut all = vec![Value::Class(class), Value::Class(native)];
                all.extend_from_slice(args);
                let function = self.prelude(p, "make_derived");
                let after = match init {
                    Some(_) => After::New(Box::new((class, args.to_vec(), names.to_vec()))),
                    None => After::Store,
                };
                return Ok(Done::Call(Box::new(super::Pending {
                    callee: function,
                    args: all,
                    names: names.to_vec(),
                    after,
                })));
            }
        };
        match init {
            Some(init) => {
                let mut all = vec![object];
                all.extend_from_slice(args);
                Ok(Done::Call(Box::new(super::Pending {
                    callee: init,
                    args: all,
                    names: names.to_vec(),
                    after: After::Made(object),
                })))
            }
            None => {
                if native == types::OBJECT && !args.is_empty() {
                    let name = self.heap.class_name(class);
                    return Err(Raise::type_error(format!("{name}() takes no arguments")));
                }
                Ok(object.into())
            }
        }
    }

    /// Why an abstract class cannot have instances.
    fn abstract_methods(&mut self, p: &Program, class: ClassId, mro: Vec<ClassId>) -> Option<String> {
        let marker = p.symbols.find("__isabstractmethod__")?;
        // Only what derives from ABC is looked at, as with its metaclass.
        let is_abc = mro.iter().any(|base| {
            self.heap.class(*base).is_some_and(|of| &*of.name == "ABC" && &*of.module == "abc")
                || self
                    .heap
                    .class(*base)
                    .is_some_and(|of| p.symbols.find("__abc__").is_some_and(|abc| of.fields.get(abc).is_some()))
        });
        if !is_abc {
            return None;
        }
        let mut missing: Vec<String> = Vec::new();
        for base in &mro {
            let Some(of) = self.heap.class(*base) else { continue };
            for (name, _) in of.fields.clone().0 {
                let found = self.lookup(p, class, name);
                let function = match found {
                    Some(Value::Obj(at)) => match self.heap.peek(at) {
                        Obj::Property(property) => property.get,
                        Obj::Static(inner) | Obj::ClassMethod(inner) => *inner,
                        _ => Value::Obj(at),
                    },
                    _ => continue,
                };
                let is_abstract = self.fields_of(function).is_some_and(|fields| fields.get(marker).is_some());
                let name = self.name(p, name).to_string();
                if is_abstract && !missing.contains(&name) {
                    missing.push(name);
                }
            }
        }
        if missing.is_empty() {
            return None;
        }
        missing.sort();
        let plural = if missing.len() > 1 { "s" } else { "" };
        let class = self.heap.class_name(class);
        Some(format!("Can't instantiate abstract class {class} with abstract method{plural} {}", missing.join(", ")))
    }

    pub(crate) fn fields_of(&self, value: Value) -> Option<&Fields> {
        match value {
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Function(function) => Some(&function.fields),
                Obj::Instance(_, fields) => Some(fields),
                _ => None,
            },
            _ => None,
        }
    }
}
