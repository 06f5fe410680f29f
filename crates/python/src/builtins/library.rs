//! What the modules of the library ask of the machine: classes made while a program runs, the fields of objects,
//! where a program is.

use super::{Args, Native, int_arg};
use crate::code::{Program, Sort};
use crate::heap::{Derived, Fields, Obj};
use crate::library::words;
use crate::machine::{Core, Done, Raise, Res, types};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_class", function: class },
    Native { name: "__native_alias", function: alias },
    Native { name: "__native_type", function: class_named },
    Native { name: "__native_is_derived", function: is_derived },
    Native { name: "__native_blank", function: blank },
    Native { name: "__native_fields", function: fields },
    Native { name: "__native_set_fields", function: set_fields },
    Native { name: "__native_own", function: own },
    Native { name: "__native_put_own", function: put_own },
    Native { name: "__native_drop_own", function: drop_own },
    Native { name: "__native_cannot_be_copied", function: cannot_be_copied },
    Native { name: "__native_has_method", function: has_method },
    Native { name: "__native_is_hashable", function: is_hashable },
    Native { name: "__native_caller", function: caller },
    Native { name: "__native_function_sort", function: function_sort },
];

/// A class with this name, these bases and these attributes.
fn class(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let bases = core.items(a.all[1], 1)?;
    core.class_of(p, a.all[0], bases, a.all[2])
}

/// `class[parameters]`
fn alias(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(core.heap.obj(Obj::Alias(Box::new((a.all[0], a.all[1])))).into())
}

/// A built-in class that has no name in programs.
fn class_named(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = core.heap.str(a.all[0]).unwrap_or_default();
    let found = types::all().find(|(_, known)| *known == name).map_or(types::OBJECT, |(class, _)| class);
    Ok(Value::Class(found).into())
}

/// Whether a value is of a class of the program, and carries one of a built-in class.
fn is_derived(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(Value::Bool(core.is_of_program(a.all[0]) && !matches!(a.all[0], Value::Class(_))).into())
}

/// An object of the same class without fields; a container that is carried is empty, another value is kept.
fn blank(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Value::Obj(at) = a.all[0] else { return Ok(a.all[0].into()) };
    let made = match core.heap.get(at) {
        Obj::Instance(class, _) => Obj::Instance(*class, Fields::default()),
        Obj::Derived(derived) => {
            let (class, value) = (derived.class, derived.value);
            let value = match core.heap.type_of(value) {
                types::LIST => core.heap.list(Vec::new()),
                types::DEQUE => core.heap.obj(Obj::Deque(Box::default())),
                types::DICT => core.heap.obj(Obj::Dict(Box::default())),
                types::SET => core.heap.obj(Obj::Set(Box::default())),
                _ => value,
            };
            Obj::Derived(Box::new(Derived { class, value, fields: Fields::default() }))
        }
        Obj::Exception(exception) => {
            let mut made = exception.clone();
            made.fields = Fields::default();
            made.trace.clear();
            (made.cause, made.context) = (Value::None, Value::None);
            Obj::Exception(made)
        }
        other => other.clone(),
    };
    Ok(core.heap.obj(made).into())
}

/// The fields of an object, as pairs.
fn fields(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let own = core.fields_by_name(p, a.all[0]);
    let pairs: Vec<Value> = own.into_iter().map(|(name, value)| core.heap.tuple([name, value])).collect();
    Ok(core.heap.list(pairs).into())
}

/// Sets attributes of an object to values, one after the other.
fn set_fields(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let (names, values) = (core.items(a.all[1], 1)?, core.items(a.all[2], 2)?);
    for (name, value) in names.into_iter().zip(values) {
        let name = core.heap.str(name).unwrap_or_default().to_string();
        let name = core.sym(p, &name);
        if !matches!(core.set_attr(p, a.all[0], name, value)?, Done::Value(_)) {
            return Err(Raise::in_python());
        }
    }
    Ok(Value::None.into())
}

fn cannot_be_copied(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let cannot = match a.all[0] {
        Value::Obj(at) => {
            matches!(core.heap.get(at), Obj::Generator(_) | Obj::Handle(_) | Obj::Module(_) | Obj::Cell(_))
        }
        _ => false,
    };
    Ok(Value::Bool(cannot).into())
}

/// Whether values of a built-in class have a method that is an operation of the machine: `len`, `in`, iterating.
fn has_method(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let Value::Class(class) = a.all[0] else { return Ok(Value::Bool(false).into()) };
    let name = core.heap.str(a.all[1]).unwrap_or_default().to_string();
    let sym = core.sym(p, &name);
    let native = core.native_base(class);
    let is = |set: &[crate::value::ClassId]| set.contains(&native);
    let views = [types::DICT_KEYS, types::DICT_VALUES, types::DICT_ITEMS];
    let containers = [
        types::STR,
        types::BYTES,
        types::BYTEARRAY,
        types::LIST,
        types::DEQUE,
        types::TUPLE,
        types::DICT,
        types::SET,
        types::FROZENSET,
        types::RANGE,
    ];
    let iterators = [
        types::GENERATOR,
        types::LIST_ITERATOR,
        types::TUPLE_ITERATOR,
        types::STR_ITERATOR,
        types::RANGE_ITERATOR,
        types::DICT_KEY_ITERATOR,
        types::DICT_VALUE_ITERATOR,
        types::DICT_ITEM_ITERATOR,
        types::SET_ITERATOR,
        types::DEQUE_ITERATOR,
        types::DEQUE_REVERSED,
        types::BYTES_ITERATOR,
        types::ENUMERATE,
        types::ZIP,
        types::REVERSED,
        types::MAP,
        types::FILTER,
    ];
    let callable = [types::FUNCTION, types::BUILTIN, types::METHOD, types::TYPE, types::METHOD_DESCRIPTOR];
    let has = match &*name {
        "__iter__" => is(&containers) || is(&views) || is(&iterators),
        "__len__" | "__contains__" => is(&containers) || is(&views),
        "__next__" => is(&iterators),
        "__reversed__" => is(&views) || is(&[types::LIST, types::DEQUE, types::TUPLE, types::DICT, types::RANGE]),
        "__call__" => is(&callable),
        _ => core.lookup(p, class, sym).is_some(),
    };
    Ok(Value::Bool(has).into())
}

fn is_hashable(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let Value::Class(class) = a.all[0] else { return Ok(Value::Bool(false).into()) };
    let native = core.native_base(class);
    let not = [types::LIST, types::DEQUE, types::DICT, types::SET, types::BYTEARRAY, types::SLICE];
    let said = class.heap().and_then(|_| core.lookup(p, class, words::HASH));
    let is = match said {
        Some(Value::None) => false,
        Some(Value::Obj(_)) => true,
        _ => !not.contains(&native),
    };
    Ok(Value::Bool(is).into())
}

/// Line, function and text of the line that a program is in.
fn caller(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let up = int_arg(core, a.all[0])?;
    Ok(Done::Where(usize::try_from(up).unwrap_or(1).max(1)))
}

/// What calling a function makes: a generator, or nothing of the kind.
fn function_sort(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let function = match a.all[0] {
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Bound(bound) => bound.function,
            _ => a.all[0],
        },
        other => other,
    };
    let sort = match function {
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Function(function) => match p.codes[function.code as usize].sort {
                Sort::Generator => "generator",
                Sort::Coroutine => "coroutine",
                Sort::AsyncGenerator => "async generator",
                Sort::Plain => "",
            },
            _ => "",
        },
        _ => "",
    };
    Ok(core.heap.text(sort).into())
}

fn named(core: &mut Core, p: &Program, value: Value) -> crate::code::Sym {
    let name = core.heap.str(value).unwrap_or_default().to_string();
    core.sym(p, &name)
}

/// What an object itself has under a name, whatever its class has.
fn own(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let name = named(core, p, a.all[1]);
    Ok(core.field(p, a.all[0], name).unwrap_or(a.all[2]).into())
}

fn put_own(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let name = named(core, p, a.all[1]);
    core.set_field(p, a.all[0], name, a.all[2])?;
    Ok(Value::None.into())
}

fn drop_own(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let name = named(core, p, a.all[1]);
    core.remove_field(p, a.all[0], name);
    Ok(Value::None.into())
}
