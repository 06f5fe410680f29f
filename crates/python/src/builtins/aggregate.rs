//! Functions that look at all items there are: `all`, `any`, `max`, `min`, `sorted`, `sum`.

use super::{Args, Native};
use crate::code::Program;
use crate::heap::Obj;
use crate::library::words;
use crate::machine::{Core, Done, Raise, Res};
use crate::tree::CmpOp;
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "all", function: all },
    Native { name: "any", function: any },
    Native { name: "max", function: max },
    Native { name: "min", function: min },
    Native { name: "sorted", function: sorted },
    Native { name: "sum", function: sum },
];

fn max(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    extreme(core, p, a, "max", CmpOp::Gt)
}

fn min(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    extreme(core, p, a, "min", CmpOp::Lt)
}

fn extreme(core: &mut Core, _: &Program, a: Args<'_>, name: &str, op: CmpOp) -> Res<Done> {
    let positional = a.positional();
    if positional.is_empty() {
        return Err(Raise::type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    if a.named(words::KEY).is_some_and(|key| key != Value::None) {
        return Err(Raise::in_python());
    }
    let default = a.named(words::DEFAULT);
    let items = if positional.len() == 1 { core.items(positional[0], 0)? } else { positional.to_vec() };
    let Some((first, rest)) = items.split_first() else {
        return match default {
            Some(default) => Ok(default.into()),
            None => Err(Raise::value_error(format!("{name}() arg is an empty sequence"))),
        };
    };
    let mut best = *first;
    for item in rest {
        match core.order(*item, best)? {
            Some(Some(ordering)) if crate::machine::holds(op, ordering) => best = *item,
            Some(_) => {}
            None => {
                let sign = if op == CmpOp::Gt { ">" } else { "<" };
                let (left, right) = (core.heap.type_name(*item), core.heap.type_name(best));
                let words = format!("'{sign}' not supported between instances of '{left}' and '{right}'");
                return Err(Raise::type_error(words));
            }
        }
    }
    Ok(best.into())
}

fn sorted(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count_positional("sorted", 1, 1)?;
    let mut items = core.items(a.all[0], 0)?;
    if a.named(words::KEY).is_some_and(|key| key != Value::None) {
        return Err(Raise::in_python());
    }
    let reverse = a.named(words::REVERSE).is_some_and(|reverse| core.truth(reverse) == Some(true));
    core.sort(p, &mut items, reverse)?;
    Ok(core.heap.list(items).into())
}

fn sum(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let values = a.parse(core, p, "sum", &["iterable", "start"])?;
    let Some(iterable) = values[0] else {
        return Err(Raise::type_error("sum() takes at least 1 positional argument (0 given)"));
    };
    let mut total = values[1].unwrap_or(Value::Int(0));
    if core.heap.str(total).is_some() {
        return Err(Raise::type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    // Items are added one by one, so that an iterator is never kept whole.
    let items = core.items(iterable, 0)?;
    for item in items {
        if let (Value::Int(x), Value::Int(y)) = (total, item)
            && let Some(sum) = x.checked_add(y)
        {
            total = Value::Int(sum);
            continue;
        }
        match core.binary(p, crate::tree::BinOp::Add, total, item, false)? {
            Done::Value(value) => total = value,
            _ => return Err(Raise::in_python()),
        }
    }
    Ok(total.into())
}

fn all(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("all", 1, 1)?;
    every(core, a.all[0], false)
}

fn any(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("any", 1, 1)?;
    every(core, a.all[0], true)
}

/// Whether none is of this truth, the other way round.
fn every(core: &mut Core, items: Value, wanted: bool) -> Res<Done> {
    let plain = match items {
        Value::Obj(at) => {
            matches!(core.heap.get(at), Obj::List(_) | Obj::Deque(_) | Obj::Tuple(_) | Obj::Set(_) | Obj::Dict(_))
        }
        _ => false,
    };
    if !plain {
        if !core.is_of_program(items) && core.built_in_iter(items).is_none() {
            return Err(core.no_iterable(items));
        }
        return Err(Raise::in_python());
    }
    for item in core.items(items, 0)? {
        match core.truth(item) {
            Some(truth) if truth == wanted => return Ok(Value::Bool(wanted).into()),
            Some(_) => {}
            None => return Err(Raise::in_python()),
        }
    }
    Ok(Value::Bool(!wanted).into())
}
