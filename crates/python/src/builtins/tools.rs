//! What Python of our own needs of the machine: names no program can know.

use super::{Args, Native, int_arg};
use crate::code::Program;
use crate::heap::Obj;
use crate::machine::{Core, Done, Raise, Res, Stop, types};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_write", function: write },
    Native { name: "__native_sleep", function: sleep },
    Native { name: "__native_now", function: now },
    Native { name: "__native_sort", function: sort },
    Native { name: "__native_derived", function: derived },
    Native { name: "__native_plain", function: plain },
    Native { name: "__native_same_hash", function: same_hash },
    Native { name: "__native_put", function: put },
    Native { name: "__native_drop", function: drop_key },
    Native { name: "__native_copy_state", function: copy_state },
    Native { name: "__native_has_trace", function: has_trace },
    Native { name: "__native_exit_words", function: exit_words },
    Native { name: "__native_default_repr", function: default_repr },
    Native { name: "__native_method", function: method },
    Native { name: "__native_special", function: special },
    Native { name: "__native_mark_abstract", function: mark_abstract },
    Native { name: "__native_module", function: module },
    Native { name: "__native_format_exception", function: format_exception },
    Native { name: "__native_field", function: field },
    Native { name: "__native_handled", function: handled },
    Native { name: "__native_recursion_limit", function: recursion_limit },
    Native { name: "__native_cores", function: cores },
    Native { name: "__native_order", function: order },
    Native { name: "__native_verdict", function: verdict },
];

fn write(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let text = core.heap.str(a.all[0]).unwrap_or_default().to_string();
    if a.all[1] == Value::Bool(true) {
        core.err.push_str(&text);
    } else {
        core.out.push_str(&text);
    }
    Ok(Value::Int(i64::try_from(text.chars().count()).unwrap_or(0)).into())
}

fn sleep(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let seconds = match core.float(a.all[0])? {
        Some(seconds) => seconds,
        None => {
            let name = core.heap.type_name(a.all[0]);
            return Err(Raise::type_error(format!("'{name}' object cannot be interpreted as an integer")));
        }
    };
    if seconds < 0.0 {
        return Err(Raise::value_error("sleep length must be non-negative"));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is positive, and cut at the end")]
    let nanos = (seconds * 1e9).round() as u64;
    Ok(Done::stop(if core.loops > 0 { Stop::Block(nanos) } else { Stop::Sleep(nanos) }))
}

/// The program of a scenario says what it came to: a key, and numbers by their names.
fn verdict(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let key = match a.positional() {
        [key] => core.heap.str(*key).map(str::to_string),
        _ => None,
    };
    let Some(key) = key else {
        return Err(Raise::type_error("verdict() takes one text, and numbers by name"));
    };
    if core.current != Value::None {
        return Err(Raise::type_error("verdict() is for the main thread"));
    }
    let mut numbers = Vec::new();
    for (name, value) in a.names.iter().zip(&a.all[1..]) {
        let name = core.name(p, *name).to_string();
        let Some(number) = core.float(*value)? else {
            return Err(Raise::type_error(format!("verdict() takes numbers by name, and {name} is none")));
        };
        numbers.push((name, number));
    }
    core.verdict = Some((key, numbers));
    Ok(Value::None.into())
}

fn now(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Done::stop(Stop::Now))
}

/// Values in the order of their keys.
fn sort(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let (keys, values) = (core.items(a.all[0], 0)?, core.items(a.all[1], 1)?);
    let reverse = core.truth(a.all[2]) == Some(true);
    let mut pairs: Vec<(Value, Value)> = keys.into_iter().zip(values).collect();
    let mut trouble: Option<Box<Raise>> = None;
    if reverse {
        pairs.reverse();
    }
    let _ = p;
    pairs.sort_by(|(a, _), (b, _)| {
        if trouble.is_some() {
            return std::cmp::Ordering::Equal;
        }
        match core.order(*a, *b) {
            Ok(Some(ordering)) => ordering.unwrap_or(std::cmp::Ordering::Equal),
            Ok(None) => {
                let (left, right) = (core.heap.type_name(*a), core.heap.type_name(*b));
                let words = format!("'<' not supported between instances of '{left}' and '{right}'");
                trouble = Some(Raise::type_error(words));
                std::cmp::Ordering::Equal
            }
            Err(raise) => {
                trouble = Some(raise);
                std::cmp::Ordering::Equal
            }
        }
    });
    if reverse {
        pairs.reverse();
    }
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    let sorted = pairs.into_iter().map(|(_, value)| value).collect();
    Ok(core.heap.list(sorted).into())
}

/// An instance of a class that carries this value.
fn derived(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Value::Class(class) = a.all[0] else { return Ok(Value::None.into()) };
    Ok(core.instance(class, a.all[1]).into())
}

/// What an instance carries.
fn plain(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(core.plain(a.all[0]).into())
}

/// The keys of a dict or set that hash to this.
fn same_hash(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let hash = folded(core, a.all[1])?;
    let Value::Obj(at) = core.plain(a.all[0]) else { return Ok(Value::None.into()) };
    let keys: Vec<Value> = match core.heap.get(at) {
        Obj::Dict(dict) => dict.iter().filter(|entry| entry.hash == hash).map(|entry| entry.key).collect(),
        Obj::Set(set) | Obj::Frozen(set) => set.iter().filter(|slot| slot.hash == hash).map(|slot| slot.key).collect(),
        _ => Vec::new(),
    };
    Ok(core.heap.list(keys).into())
}

/// The hash a method returned, as it is kept.
fn folded(core: &Core, value: Value) -> Res<i64> {
    match value {
        Value::Int(n) if (-(1 << 60)..1 << 60).contains(&n) && n != -1 => Ok(n),
        other => core.heap.hash(other),
    }
}

/// Puts an entry whose key is not there, or the value of one that is, by its very key.
fn put(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let hash = folded(core, a.all[1])?;
    let Value::Obj(at) = core.plain(a.all[0]) else { return Ok(Value::None.into()) };
    match core.heap.get_mut(at) {
        Obj::Dict(dict) => match dict.find(hash, |key| key.is(a.all[2])) {
            Some(at) => dict.entries[at].value = a.all[3],
            None => dict.add(hash, a.all[2], a.all[3]),
        },
        Obj::Set(set) | Obj::Frozen(set) => {
            let is_there = set.find(hash, |key| key.is(a.all[2])).is_some();
            if !is_there {
                set.add(hash, a.all[2]);
            }
        }
        _ => {}
    }
    Ok(Value::None.into())
}

/// Removes an entry by its very key; its value.
fn drop_key(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let hash = folded(core, a.all[1])?;
    let Value::Obj(at) = core.plain(a.all[0]) else { return Ok(Value::None.into()) };
    let value = match core.heap.get_mut(at) {
        Obj::Dict(dict) => dict.find(hash, |key| key.is(a.all[2])).map(|at| dict.remove(at)),
        Obj::Set(set) | Obj::Frozen(set) => set.find(hash, |key| key.is(a.all[2])).map(|at| set.remove(at)),
        _ => None,
    };
    Ok(value.unwrap_or(Value::None).into())
}

/// Gives a part of an exception group what the whole has.
fn copy_state(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let (Value::Obj(from), Value::Obj(to)) = (a.all[0], a.all[1]) {
        let of = core.heap.exception(from).clone();
        let to = core.heap.exception(to);
        to.trace = of.trace;
        to.cause = of.cause;
        to.context = of.context;
        to.suppress = of.suppress;
        if let Some(notes) = of.fields.get(crate::library::words::NOTES) {
            to.fields.set(crate::library::words::NOTES, notes);
        }
    }
    Ok(Value::None.into())
}

fn has_trace(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let has = match a.all[0] {
        Value::Obj(at) => !core.heap.exception(at).trace.is_empty(),
        _ => false,
    };
    Ok(Value::Bool(has).into())
}

/// Keeps what `str()` of an exception said, for the last line of a traceback.
fn exit_words(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let name = core.sym(p, "__str_at_end__");
    if let Value::Obj(at) = a.all[0] {
        core.heap.exception(at).fields.set(name, a.all[1]);
    }
    Ok(Value::None.into())
}

fn default_repr(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let text = core.default_repr(a.all[0]);
    Ok(core.heap.text(text).into())
}

/// A function bound to an object.
fn method(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(core.bind(a.all[0], a.all[1]).into())
}

/// A special method of an object's class, or None.
fn special(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let class = core.heap.type_of(a.all[0]);
    let name = core.heap.str(a.all[1]).unwrap_or_default().to_string();
    let name = core.sym(p, &name);
    Ok(core.lookup(p, class, name).unwrap_or(Value::None).into())
}

fn mark_abstract(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let name = core.sym(p, "__isabstractmethod__");
    if let Value::Obj(at) = a.all[0]
        && let Obj::Function(function) = core.heap.get_mut(at)
    {
        function.fields.set(name, Value::Bool(true));
    }
    Ok(a.all[0].into())
}

/// What a module that was imported knows under a name.
fn module(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let name = core.heap.str(a.all[0]).unwrap_or_default();
    let number = p.modules.iter().position(|module| *module.name == *name);
    match number.and_then(|number| u16::try_from(number).ok()) {
        Some(number) => Ok(core.heap.obj(Obj::Module(number)).into()),
        None => Ok(Value::None.into()),
    }
}

/// The text of a traceback.
fn format_exception(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let mut text = String::new();
    if core.is_exception(core.heap.type_of(a.all[0])) {
        // So deep, nothing is told of what it came from.
        let depth = if a.at(1) == Some(Value::Bool(false)) { 100 } else { 0 };
        core.write_exception(p, a.all[0], &mut text, "", depth);
    }
    Ok(core.heap.text(text).into())
}

/// The name of a field of an instance at a place, or None: for what walks over them.
fn field(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let at = usize::try_from(int_arg(core, a.all[1])?).unwrap_or(usize::MAX);
    let name = match a.all[0] {
        Value::Obj(place) => match core.heap.get(place) {
            Obj::Instance(_, fields) => fields.0.get(at).map(|(name, _)| *name),
            _ => None,
        },
        _ => None,
    };
    match name {
        Some(name) => Ok(core.sym_text(p, name).into()),
        None => Ok(Value::None.into()),
    }
}

/// The order in which attributes of a class are looked for, as a tuple.
fn order(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let class = match a.all[0] {
        Value::Class(class) => class,
        _ => types::OBJECT,
    };
    let mro: Vec<Value> = core.mro(class).into_iter().map(Value::Class).collect();
    Ok(core.heap.tuple(mro).into())
}

/// The exception that is being handled, or None.
fn handled(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(core.handled.last().copied().unwrap_or(Value::None).into())
}

/// How deep calls may nest; with a number, from now on.
fn recursion_limit(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let Some(limit) = a.at(0) {
        core.depth = usize::try_from(int_arg(core, limit)?).unwrap_or(1).min(MOST_DEPTH);
    }
    Ok(Value::Int(i64::try_from(core.depth).unwrap_or(i64::MAX)).into())
}

/// As many calls take some hundred megabytes.
const MOST_DEPTH: usize = 1_000_000;

fn cores(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(core.cores.map_or(Value::None, |cores| Value::Int(cores.into())).into())
}
