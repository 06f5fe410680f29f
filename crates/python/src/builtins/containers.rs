//! `dict`, its views and their methods.

use super::{Args, Native};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::dict::Dict;
use crate::heap::{Obj, View};
use crate::machine::{Core, Done, Raise, Res, types};
use crate::value::{Ref, Value};

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.dict", function: new },
    Native { name: "dict.__init__", function: update },
    Native { name: "dict.get", function: get },
    Native { name: "dict.setdefault", function: setdefault },
    Native { name: "dict.pop", function: pop },
    Native { name: "dict.popitem", function: popitem },
    Native { name: "dict.clear", function: clear },
    Native { name: "dict.copy", function: copy },
    Native { name: "dict.keys", function: keys },
    Native { name: "dict.values", function: values },
    Native { name: "dict.items", function: items },
    Native { name: "dict.update", function: update },
    Native { name: "dict.fromkeys", function: fromkeys },
    Native { name: "dict.__len__", function: len },
    Native { name: "dict.__getitem__", function: get_item },
    Native { name: "dict.__setitem__", function: set_item },
    Native { name: "dict.__delitem__", function: del_item },
    Native { name: "dict.__contains__", function: contains },
    Native { name: "dict.__iter__", function: iter },
    Native { name: "dict_keys.isdisjoint", function: isdisjoint },
];

fn place(core: &Core, value: Value) -> Res<Ref> {
    match core.plain(value) {
        Value::Obj(at) if matches!(core.heap.get(at), Obj::Dict(_)) => Ok(at),
        _ => Err(Raise::type_error("a dict is expected")),
    }
}

fn new(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count_positional("dict", 0, 1)?;
    let dict = core.heap.make(Obj::Dict(Box::default()));
    if let Some(from) = a.at(0) {
        fill(core, dict, from, 0)?;
    }
    named(core, p, dict, a)?;
    Ok(Value::Obj(dict).into())
}

fn named(core: &mut Core, p: &Program, dict: Ref, a: Args<'_>) -> Res<()> {
    for (at, name) in a.names.iter().enumerate() {
        let key = core.sym_text(p, *name);
        core.heap.dict_set(dict, key, a.all[a.positional().len() + at])?;
    }
    Ok(())
}

/// Adds what a dict maps, or pairs.
fn fill(core: &mut Core, dict: Ref, from: Value, which: usize) -> Res<()> {
    let plain = core.plain(from);
    if let Value::Obj(at) = plain
        && let Obj::Dict(other) = core.heap.get(at)
    {
        let other: Dict = (**other).clone();
        for entry in other.iter() {
            core.heap.dict_set(dict, entry.key, entry.value)?;
        }
        return Ok(());
    }
    if core.is_of_program(from) {
        return Err(Raise::in_python());
    }
    for (at, pair) in core.items(from, which)?.into_iter().enumerate() {
        let parts = match core.items(pair, which) {
            Ok(parts) => parts,
            Err(raise) if matches!(*raise, Raise::Iterate(_)) => return Err(Raise::in_python()),
            Err(_) => {
                let words = format!("cannot convert dictionary update sequence element #{at} to a sequence");
                return Err(Raise::type_error(words));
            }
        };
        let [key, value] = parts[..] else {
            let len = parts.len();
            let words = format!("dictionary update sequence element #{at} has length {len}; 2 is required");
            return Err(Raise::value_error(words));
        };
        core.heap.dict_set(dict, key, value)?;
    }
    Ok(())
}

fn get(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let ([Value::Obj(at), key, rest @ ..], []) = (a.all, a.names)
        && rest.len() < 2
        && matches!(core.heap.get(*at), Obj::Dict(_))
    {
        let found = core.heap.dict_get(*at, *key)?;
        return Ok(found.or(rest.first().copied()).unwrap_or(Value::None).into());
    }
    a.count("dict.get", 2, 3)?;
    let dict = place(core, a.all[0])?;
    let found = core.heap.dict_get(dict, a.all[1])?;
    Ok(found.or(a.at(2)).unwrap_or(Value::None).into())
}

fn setdefault(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.setdefault", 2, 3)?;
    let dict = place(core, a.all[0])?;
    if let Some(value) = core.heap.dict_get(dict, a.all[1])? {
        return Ok(value.into());
    }
    let value = a.at(2).unwrap_or(Value::None);
    core.heap.dict_set(dict, a.all[1], value)?;
    Ok(value.into())
}

fn pop(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.pop", 2, 3)?;
    let dict = place(core, a.all[0])?;
    match core.heap.dict_remove(dict, a.all[1])?.or(a.at(2)) {
        Some(value) => Ok(value.into()),
        None => Err(Raise::key(a.all[1])),
    }
}

fn popitem(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.popitem", 1, 1)?;
    let dict = place(core, a.all[0])?;
    let last = core.heap.dict(dict).iter().next_back().copied();
    let Some(entry) = last else {
        let words = core.heap.text("popitem(): dictionary is empty");
        return Err(Raise::exception(core.exception(Kind::KeyError, vec![words])));
    };
    let at = core.heap.dict(dict).entries.iter().rposition(|known| known.key.is(entry.key));
    if let Some(at) = at {
        core.heap.dict_mut(dict).remove(at);
    }
    Ok(core.heap.tuple([entry.key, entry.value]).into())
}

fn clear(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.clear", 1, 1)?;
    let dict = place(core, a.all[0])?;
    core.heap.dict_mut(dict).clear();
    Ok(Value::None.into())
}

fn copy(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.copy", 1, 1)?;
    let dict = place(core, a.all[0])?;
    let copy = core.heap.dict(dict).clone();
    Ok(core.heap.obj(Obj::Dict(Box::new(copy))).into())
}

fn view(core: &mut Core, a: Args<'_>, name: &str, view: View) -> Res<Done> {
    a.count(name, 1, 1)?;
    let dict = place(core, a.all[0])?;
    Ok(core.heap.obj(Obj::View(dict, view)).into())
}

fn keys(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    view(core, a, "dict.keys", View::Keys)
}

fn values(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    view(core, a, "dict.values", View::Values)
}

fn items(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    view(core, a, "dict.items", View::Items)
}

fn update(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count_positional("dict.update", 1, 2)?;
    let dict = place(core, a.all[0])?;
    if let Some(from) = a.at(1) {
        fill(core, dict, from, 1)?;
    }
    named(core, p, dict, a)?;
    Ok(Value::None.into())
}

fn fromkeys(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.fromkeys", 2, 3)?;
    let keys = core.items(a.all[1], 1)?;
    let value = a.at(2).unwrap_or(Value::None);
    let dict = core.heap.make(Obj::Dict(Box::default()));
    for key in keys {
        core.heap.dict_set(dict, key, value)?;
    }
    if a.all[0] == Value::Class(types::DICT) {
        return Ok(Value::Obj(dict).into());
    }
    Ok(Done::call(a.all[0], vec![Value::Obj(dict)], crate::machine::After::Store))
}

fn len(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let dict = place(core, a.all[0])?;
    Ok(Value::Int(i64::try_from(core.heap.dict(dict).len()).unwrap_or(i64::MAX)).into())
}

fn get_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.__getitem__", 2, 2)?;
    let dict = place(core, a.all[0])?;
    match core.get_item(p, Value::Obj(dict), a.all[1]) {
        Err(raise) if matches!(*raise, Raise::Key(_)) => {
            let class = core.heap.type_of(a.all[0]);
            match core.method_of_program(p, class, crate::library::words::MISSING) {
                Some(method) => Ok(Done::call(method, vec![a.all[0], a.all[1]], crate::machine::After::Store)),
                None => Err(raise),
            }
        }
        other => other,
    }
}

fn set_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.__setitem__", 3, 3)?;
    let dict = place(core, a.all[0])?;
    core.set_item(p, Value::Obj(dict), a.all[1], a.all[2])
}

fn del_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.__delitem__", 2, 2)?;
    let dict = place(core, a.all[0])?;
    core.del_item(p, Value::Obj(dict), a.all[1])
}

fn contains(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict.__contains__", 2, 2)?;
    let dict = place(core, a.all[0])?;
    core.contains(p, Value::Obj(dict), a.all[1])
}

fn iter(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let dict = place(core, a.all[0])?;
    core.iter(p, Value::Obj(dict))
}

fn isdisjoint(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("dict_keys.isdisjoint", 2, 2)?;
    for item in core.items(a.all[1], 1)? {
        if let Done::Value(Value::Bool(true)) = core.contains(p, a.all[0], item)? {
            return Ok(Value::Bool(false).into());
        }
    }
    Ok(Value::Bool(true).into())
}
