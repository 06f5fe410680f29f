//! `object`, `type`, `property`, exceptions, generators: what objects of every class have.

use super::{Args, Native};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::{Fields, Obj, Property, Super};
use crate::library::words;
use crate::machine::{After, Core, Done, Raise, Res, Resume, With, types};
use crate::value::{ClassId, Value};

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.object", function: new_object },
    Native { name: "new.type", function: new_type },
    Native { name: "new.property", function: new_property },
    Native { name: "new.staticmethod", function: new_static },
    Native { name: "new.classmethod", function: new_class_method },
    Native { name: "new.super", function: new_super },
    Native { name: "object.__init__", function: object_init },
    Native { name: "object.__new__", function: object_new },
    Native { name: "object.__repr__", function: object_repr },
    Native { name: "object.__str__", function: object_str },
    Native { name: "object.__eq__", function: object_eq },
    Native { name: "object.__ne__", function: object_ne },
    Native { name: "object.__hash__", function: object_hash },
    Native { name: "object.__format__", function: object_format },
    Native { name: "object.__setattr__", function: object_setattr },
    Native { name: "object.__getattribute__", function: object_getattribute },
    Native { name: "object.__delattr__", function: object_delattr },
    Native { name: "object.__init_subclass__", function: nothing },
    Native { name: "type.mro", function: type_mro },
    Native { name: "type.__instancecheck__", function: instance_check },
    Native { name: "type.__subclasscheck__", function: subclass_check },
    Native { name: "type.__subclasses__", function: subclasses },
    Native { name: "property.getter", function: getter },
    Native { name: "property.setter", function: setter },
    Native { name: "property.deleter", function: deleter },
    Native { name: "BaseException.__init__", function: exception_init },
    Native { name: "BaseException.with_traceback", function: with_traceback },
    Native { name: "BaseException.add_note", function: add_note },
    Native { name: "BaseExceptionGroup.derive", function: in_python },
    Native { name: "BaseExceptionGroup.split", function: in_python },
    Native { name: "BaseExceptionGroup.subgroup", function: in_python },
    Native { name: "generator.send", function: send },
    Native { name: "generator.throw", function: throw },
    Native { name: "generator.close", function: close },
    Native { name: "generator.__next__", function: next },
    Native { name: "generator.__iter__", function: itself },
    Native { name: "coroutine.send", function: send },
    Native { name: "coroutine.throw", function: throw },
    Native { name: "coroutine.close", function: close },
    Native { name: "coroutine.__await__", function: in_python },
    Native { name: "async_generator.__aiter__", function: itself },
    Native { name: "async_generator.__anext__", function: in_python },
    Native { name: "async_generator.asend", function: in_python },
    Native { name: "async_generator.athrow", function: in_python },
    Native { name: "async_generator.aclose", function: in_python },
    Native { name: "async_generator_asend.send", function: send },
    Native { name: "async_generator_asend.throw", function: throw },
    Native { name: "async_generator_asend.close", function: close },
    Native { name: "async_generator_asend.__next__", function: next },
    Native { name: "async_generator_asend.__iter__", function: itself },
    Native { name: "async_generator_asend.__await__", function: itself },
    Native { name: "async_generator_athrow.send", function: send },
    Native { name: "async_generator_athrow.throw", function: throw },
    Native { name: "async_generator_athrow.close", function: close },
    Native { name: "async_generator_athrow.__next__", function: next },
    Native { name: "async_generator_athrow.__iter__", function: itself },
    Native { name: "async_generator_athrow.__await__", function: itself },
    Native { name: "map.__next__", function: next },
    Native { name: "filter.__next__", function: next },
    Native { name: "zip.__next__", function: next },
    Native { name: "enumerate.__next__", function: next },
    Native { name: "list_iterator.__next__", function: step },
    Native { name: "tuple_iterator.__next__", function: step },
    Native { name: "str_iterator.__next__", function: step },
    Native { name: "range_iterator.__next__", function: step },
    Native { name: "dict_keyiterator.__next__", function: step },
    Native { name: "set_iterator.__next__", function: step },
    Native { name: "list_iterator.__iter__", function: itself },
    Native { name: "function.__call__", function: call },
    Native { name: "method.__call__", function: call },
];

/// What the prelude does, always.
fn in_python(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Err(Raise::in_python())
}

fn new_object(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if !a.all.is_empty() {
        return Err(Raise::type_error("object() takes no arguments"));
    }
    Ok(core.heap.obj(Obj::Instance(types::OBJECT, Fields::default())).into())
}

fn new_type(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    match *a.all {
        [one] => Ok(Value::Class(core.heap.type_of(one)).into()),
        [name, bases, namespace] => {
            let Some(_) = core.heap.str(name) else {
                let class = core.heap.type_name(name);
                return Err(Raise::type_error(format!("type.__new__() argument 1 must be str, not {class}")));
            };
            if core.heap.type_of(bases) != types::TUPLE {
                let class = core.heap.type_name(bases);
                return Err(Raise::type_error(format!("type.__new__() argument 2 must be tuple, not {class}")));
            }
            if core.heap.type_of(namespace) != types::DICT {
                let class = core.heap.type_name(namespace);
                return Err(Raise::type_error(format!("type.__new__() argument 3 must be dict, not {class}")));
            }
            let bases = core.items(bases, 1)?;
            core.class_of(p, name, bases, namespace)
        }
        _ => Err(Raise::type_error("type() takes 1 or 3 arguments")),
    }
}

fn new_property(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let values = a.parse(core, p, "property", &["fget", "fset", "fdel", "doc"])?;
    let [get, set, delete, doc] = [0, 1, 2, 3].map(|at| values[at].unwrap_or(Value::None));
    Ok(core.heap.obj(Obj::Property(Box::new(Property { get, set, delete, doc }))).into())
}

fn new_static(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("staticmethod", 1, 1)?;
    Ok(core.heap.obj(Obj::Static(a.all[0])).into())
}

fn new_class_method(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("classmethod", 1, 1)?;
    Ok(core.heap.obj(Obj::ClassMethod(a.all[0])).into())
}

fn new_super(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let [Value::Class(class), this] = *a.all else {
        return Err(Raise::error(Kind::RuntimeError, "super(): no arguments"));
    };
    let of = match this {
        Value::Class(of) if core.derives(of, class) => of,
        _ => core.heap.type_of(this),
    };
    if !core.derives(of, class) {
        return Err(Raise::type_error("super(type, obj): obj must be an instance or subtype of type"));
    }
    Ok(core.heap.obj(Obj::Super(Box::new(Super { class, this, of }))).into())
}

fn object_init(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    // Arguments are for `__new__`, where a class has one.
    if a.all.len() > 1 {
        let class = core.heap.type_of(a.all[0]);
        if core.method_of_program(p, class, words::NEW).is_none()
            || core.method_of_program(p, class, words::INIT).is_some()
        {
            let words = "object.__init__() takes exactly one argument (the instance to initialize)";
            return Err(Raise::type_error(words));
        }
    }
    Ok(Value::None.into())
}

fn nothing(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if !a.names.is_empty() {
        return Err(Raise::type_error("object.__init_subclass__() takes no keyword arguments"));
    }
    Ok(Value::None.into())
}

fn object_new(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let Some(Value::Class(class)) = a.all.first().copied() else {
        return Err(Raise::type_error("object.__new__(X): X is not a type object"));
    };
    let native = core.native_base(class);
    if native == types::OBJECT || core.is_exception(native) {
        let object = core.instance(class, Value::None);
        if core.is_exception(native)
            && let Value::Obj(at) = object
        {
            let args = core.heap.tuple(&a.positional()[1..]);
            core.heap.exception(at).args = args;
        }
        return Ok(object.into());
    }
    let mut all = vec![Value::Class(class), Value::Class(native)];
    all.extend_from_slice(&a.all[1..]);
    core.in_python(p, "make_derived", all)
}

fn object_repr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__repr__", 1, 1)?;
    // The one that is built in, whatever the class says.
    let value = a.all[0];
    let text = match core.plain(value) {
        plain if !plain.is(value) => core.repr_text(p, plain)?,
        _ => {
            if let Value::Obj(at) = value
                && let Obj::Exception(exception) = core.heap.get(at)
            {
                let args = exception.args;
                let items = core.items(args, 0)?;
                let mut texts = Vec::new();
                for item in items {
                    texts.push(core.repr_text(p, item)?);
                }
                let name = core.heap.type_name(value);
                format!("{name}({})", texts.join(", "))
            } else if matches!(value, Value::Obj(at) if matches!(core.heap.get(at), Obj::Instance(..))) {
                core.default_repr(value)
            } else {
                core.repr_text(p, value)?
            }
        }
    };
    Ok(core.heap.text(text).into())
}

impl Core {
    /// `<module.Class object at 0x…>`
    pub(crate) fn default_repr(&self, value: Value) -> String {
        let class = self.heap.type_of(value);
        let at = match value {
            Value::Obj(at) => at.0,
            _ => 0,
        };
        let name = match self.heap.class(class) {
            Some(of) => format!("{}.{}", of.module, of.qualname),
            None => types::name(class).to_string(),
        };
        format!("<{name} object at 0x7f{:010x}>", 0x1000_0000_u64 + u64::from(at) * 48)
    }
}

fn object_str(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__str__", 1, 1)?;
    let class = core.heap.type_of(a.all[0]);
    if core.is_exception(class) {
        let args = match a.all[0] {
            Value::Obj(at) => core.heap.exception(at).args,
            _ => Value::None,
        };
        let items = core.items(args, 0)?;
        return match items[..] {
            [] => Ok(core.heap.text("").into()),
            [one] if core.derives(class, types::of_kind(Kind::KeyError)) => core.repr(p, one),
            [one] => core.str_of(p, one),
            _ => core.repr(p, args),
        };
    }
    match core.plain(a.all[0]) {
        plain if !plain.is(a.all[0]) => core.str_of(p, plain),
        _ => core.repr(p, a.all[0]),
    }
}

fn object_eq(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__eq__", 2, 2)?;
    let (x, y) = (core.plain(a.all[0]), core.plain(a.all[1]));
    if !x.is(a.all[0]) || core.heap.type_of(x).heap().is_none() {
        return core.built_in_compare(p, crate::tree::CmpOp::Eq, x, y);
    }
    Ok(if a.all[0].is(a.all[1]) { Value::Bool(true) } else { Value::NotImplemented }.into())
}

fn object_ne(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__ne__", 2, 2)?;
    core.compare(p, crate::tree::CmpOp::Ne, a.all[0], a.all[1])
}

fn object_hash(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__hash__", 1, 1)?;
    let plain = core.plain(a.all[0]);
    let hash = match a.all[0] {
        Value::Obj(at) if plain.is(a.all[0]) && matches!(core.heap.get(at), Obj::Instance(..)) => i64::from(at.0) * 16,
        _ => core.heap.hash(plain)?,
    };
    Ok(Value::Int(hash).into())
}

fn object_format(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__format__", 2, 2)?;
    let plain = core.plain(a.all[0]);
    if !plain.is(a.all[0]) || core.heap.type_of(plain).heap().is_none() {
        return core.format(p, plain, a.all[1]);
    }
    if core.heap.str(a.all[1]) == Some("") {
        return core.str_of(p, a.all[0]);
    }
    let name = core.heap.type_name(a.all[0]);
    Err(Raise::type_error(format!("unsupported format string passed to {name}.__format__")))
}

fn attribute(core: &mut Core, p: &Program, value: Value) -> Res<crate::code::Sym> {
    let Some(text) = core.heap.str(value).map(str::to_string) else {
        let name = core.heap.type_name(value);
        return Err(Raise::type_error(format!("attribute name must be string, not '{name}'")));
    };
    Ok(core.sym(p, &text))
}

fn object_setattr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__setattr__", 3, 4)?;
    let name = attribute(core, p, a.all[1])?;
    // A property still has its say.
    let class = core.heap.type_of(a.all[0]);
    if class.heap().is_some()
        && let Some(Value::Obj(at)) = core.lookup(p, class, name)
        && let Obj::Property(property) = core.heap.get(at)
        && property.set != Value::None
    {
        return Ok(Done::call(property.set, vec![a.all[0], a.all[2]], After::Discard));
    }
    core.put_attr(p, a.all[0], name, a.all[2])
}

fn object_getattribute(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__getattribute__", 2, 2)?;
    let name = attribute(core, p, a.all[1])?;
    core.get_attr_plainly(p, a.all[0], name)
}

fn object_delattr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("object.__delattr__", 2, 2)?;
    let name = attribute(core, p, a.all[1])?;
    core.remove_attr(p, a.all[0], name)
}

fn type_mro(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Some(Value::Class(class)) = a.all.first().copied() else { return Ok(Value::None.into()) };
    let mro = core.mro(class).into_iter().map(Value::Class).collect();
    Ok(core.heap.list(mro).into())
}

/// Whether something is an instance of a class, as if no class knew better.
fn instance_check(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("type.__instancecheck__", 2, 2)?;
    let Value::Class(class) = a.all[0] else { return Ok(Value::Bool(false).into()) };
    let of = core.heap.type_of(a.all[1]);
    Ok(Value::Bool(core.derives(of, class)).into())
}

fn subclass_check(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("type.__subclasscheck__", 2, 2)?;
    let (Value::Class(class), Value::Class(of)) = (a.all[0], a.all[1]) else {
        return Err(Raise::type_error("issubclass() arg 1 must be a class"));
    };
    Ok(Value::Bool(core.derives(of, class)).into())
}

fn subclasses(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Some(Value::Class(class)) = a.all.first().copied() else { return Ok(Value::None.into()) };
    let all = (0..core.heap.len()).map(|at| ClassId::of(crate::value::Ref(u32::try_from(at).unwrap_or(u32::MAX))));
    let below = all.filter(|other| core.heap.class(*other).is_some_and(|of| of.bases.contains(&class)));
    let below: Vec<Value> = below.map(Value::Class).collect();
    Ok(core.heap.list(below).into())
}

fn changed(core: &mut Core, a: Args<'_>, change: impl FnOnce(&mut Property, Value)) -> Res<Done> {
    a.count("property.setter", 2, 2)?;
    let Value::Obj(at) = a.all[0] else { return Ok(Value::None.into()) };
    let Obj::Property(property) = core.heap.get(at) else { return Ok(Value::None.into()) };
    let mut property = **property;
    change(&mut property, a.all[1]);
    Ok(core.heap.obj(Obj::Property(Box::new(property))).into())
}

fn getter(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    changed(core, a, |property, function| property.get = function)
}

fn setter(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    changed(core, a, |property, function| property.set = function)
}

fn deleter(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    changed(core, a, |property, function| property.delete = function)
}

fn exception_init(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let args = core.heap.tuple(&a.positional()[1..]);
    if let Value::Obj(at) = a.all[0]
        && matches!(core.heap.get(at), Obj::Exception(_))
    {
        core.heap.exception(at).args = args;
    }
    Ok(Value::None.into())
}

fn with_traceback(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("BaseException.with_traceback", 2, 2)?;
    if let (Value::Obj(at), Value::None) = (a.all[0], a.all[1]) {
        core.heap.exception(at).trace.clear();
    }
    Ok(a.all[0].into())
}

fn add_note(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("BaseException.add_note", 2, 2)?;
    if core.heap.str(a.all[1]).is_none() {
        let name = core.heap.type_name(a.all[1]);
        return Err(Raise::type_error(format!("note must be a str, not '{name}'")));
    }
    let Value::Obj(at) = a.all[0] else { return Ok(Value::None.into()) };
    match core.heap.exception(at).fields.get(words::NOTES) {
        Some(Value::Obj(notes)) => {
            if let Obj::List(notes) = core.heap.get_mut(notes) {
                notes.push(a.all[1]);
            }
        }
        _ => {
            let notes = core.heap.list(vec![a.all[1]]);
            core.heap.exception(at).fields.set(words::NOTES, notes);
        }
    }
    Ok(Value::None.into())
}

fn resumed(a: Args<'_>, with: With, after: After) -> Res<Done> {
    let Value::Obj(generator) = a.all[0] else { return Ok(Value::None.into()) };
    Ok(Done::Resume(Box::new(Resume { generator, with, after })))
}

fn send(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("generator.send", 2, 2)?;
    resumed(a, With::Sent(a.all[1]), After::Item)
}

fn next(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    if let Value::Obj(at) = a.all[0]
        && matches!(core.heap.get(at), Obj::Iter(_))
    {
        return step(core, p, a);
    }
    resumed(a, With::Sent(Value::None), After::Item)
}

fn step(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Value::Obj(at) = a.all[0] else { return Ok(Value::None.into()) };
    match core.step(at)? {
        Some(item) => Ok(item.into()),
        None => Err(Core::stop_iteration()),
    }
}

fn itself(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(a.all[0].into())
}

fn throw(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("generator.throw", 2, 4)?;
    match a.all[1] {
        Value::Obj(at) if matches!(core.heap.get(at), Obj::Exception(_)) => {
            resumed(a, With::Thrown(a.all[1]), After::Item)
        }
        Value::Class(class) if core.is_exception(class) => core.in_python(p, "throw_class", a.all.to_vec()),
        _ => {
            let name = core.heap.type_name(a.all[1]);
            Err(Raise::type_error(format!(
                "exceptions must be classes or instances deriving from BaseException, not {name}"
            )))
        }
    }
}

fn close(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("generator.close", 1, 1)?;
    let exit = core.exception(Kind::GeneratorExit, Vec::new());
    resumed(a, With::Thrown(exit), After::Closed)
}

fn call(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(Done::Call(Box::new(crate::machine::Pending {
        callee: a.all[0],
        args: a.all[1..].to_vec(),
        names: a.names.to_vec(),
        after: After::Store,
    })))
}
