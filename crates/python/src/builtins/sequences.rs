//! `list`, `tuple`, `range`, `slice` and their methods.

use super::{Args, Native, int_arg};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::{Obj, Range};
use crate::library::words;
use crate::machine::{Core, Done, Raise, Res};
use crate::value::{Ref, Value};

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.list", function: new_list },
    Native { name: "new.tuple", function: new_tuple },
    Native { name: "new.range", function: new_range },
    Native { name: "new.slice", function: new_slice },
    Native { name: "list.append", function: append },
    Native { name: "list.extend", function: extend },
    Native { name: "list.insert", function: insert },
    Native { name: "list.pop", function: pop },
    Native { name: "list.remove", function: remove },
    Native { name: "list.clear", function: clear },
    Native { name: "list.copy", function: copy },
    Native { name: "list.index", function: index },
    Native { name: "list.count", function: count },
    Native { name: "list.reverse", function: reverse },
    Native { name: "list.sort", function: sort },
    Native { name: "list.__len__", function: len },
    Native { name: "list.__getitem__", function: get_item },
    Native { name: "list.__setitem__", function: set_item },
    Native { name: "list.__iter__", function: iter },
    Native { name: "list.__contains__", function: contains },
    Native { name: "list.__init__", function: init },
    Native { name: "tuple.index", function: index },
    Native { name: "tuple.count", function: count },
    Native { name: "tuple.__len__", function: len },
    Native { name: "tuple.__getitem__", function: get_item },
    Native { name: "tuple.__iter__", function: iter },
    Native { name: "tuple.__contains__", function: contains },
    Native { name: "range.index", function: index },
    Native { name: "range.count", function: count },
    Native { name: "range.__iter__", function: iter },
    Native { name: "slice.indices", function: indices },
];

fn new_list(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list", 0, 1)?;
    let items = a.at(0).map_or(Ok(Vec::new()), |items| core.items(items, 0))?;
    Ok(core.heap.list(items).into())
}

fn new_tuple(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("tuple", 0, 1)?;
    if let Some(Value::Obj(at)) = a.at(0)
        && matches!(core.heap.get(at), Obj::Tuple(_))
    {
        return Ok(Value::Obj(at).into());
    }
    let items = a.at(0).map_or(Ok(Vec::new()), |items| core.items(items, 0))?;
    Ok(core.heap.tuple(items).into())
}

fn new_range(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("range", 1, 3)?;
    let number = |core: &Core, value: Value| -> Res<i64> {
        match core.int(value).map(|int| int.to_i64()) {
            Some(Some(n)) => Ok(n),
            Some(None) => Err(Raise::error(Kind::OverflowError, "Python int too large to convert to C ssize_t")),
            None => int_arg(core, value),
        }
    };
    let (start, stop, step) = match a.all {
        [stop] => (0, number(core, *stop)?, 1),
        [start, stop] => (number(core, *start)?, number(core, *stop)?, 1),
        [start, stop, step, ..] => (number(core, *start)?, number(core, *stop)?, number(core, *step)?),
        [] => unreachable!("it was counted"),
    };
    if step == 0 {
        return Err(Raise::value_error("range() arg 3 must not be zero"));
    }
    Ok(core.heap.obj(Obj::Range(Box::new(Range { start, stop, step }))).into())
}

fn new_slice(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("slice", 1, 3)?;
    let parts = match a.all {
        [stop] => [Value::None, *stop, Value::None],
        [start, stop] => [*start, *stop, Value::None],
        _ => [a.all[0], a.all[1], a.all[2]],
    };
    Ok(core.heap.obj(Obj::Slice(Box::new(parts))).into())
}

/// The list a method is called on.
fn place(core: &Core, a: Args<'_>) -> Res<Ref> {
    match a.all.first().map(|value| core.plain(*value)) {
        Some(Value::Obj(at)) if matches!(core.heap.get(at), Obj::List(_)) => Ok(at),
        _ => Err(Raise::type_error("a list is expected")),
    }
}

fn list(core: &mut Core, at: Ref) -> &mut Vec<Value> {
    match core.heap.get_mut(at) {
        Obj::List(items) => items,
        other => unreachable!("a list is expected here, not {other:?}"),
    }
}

fn init(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a)?;
    let items = a.at(1).map_or(Ok(Vec::new()), |items| core.items(items, 1))?;
    *list(core, at) = items;
    Ok(Value::None.into())
}

fn append(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let [Value::Obj(at), item] = a.all
        && let Obj::List(items) = core.heap.get_mut(*at)
    {
        items.push(*item);
        return Ok(Value::None.into());
    }
    a.count("list.append", 2, 2)?;
    let at = place(core, a)?;
    list(core, at).push(a.all[1]);
    Ok(Value::None.into())
}

fn extend(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.extend", 2, 2)?;
    let at = place(core, a)?;
    let more = core.items(a.all[1], 1)?;
    list(core, at).extend(more);
    Ok(Value::None.into())
}

fn insert(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.insert", 3, 3)?;
    let at = place(core, a)?;
    let index = int_arg(core, a.all[1])?;
    let items = list(core, at);
    let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { (index + len).max(0) } else { index.min(len) };
    items.insert(usize::try_from(index).expect("it was clamped"), a.all[2]);
    Ok(Value::None.into())
}

fn pop(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.pop", 1, 2)?;
    let at = place(core, a)?;
    let index = a.at(1).map_or(Ok(-1), |index| int_arg(core, index))?;
    let items = list(core, at);
    if items.is_empty() {
        return Err(Raise::error(Kind::IndexError, "pop from empty list"));
    }
    if index == -1 {
        return Ok(items.pop().expect("it is not empty").into());
    }
    let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { index + len } else { index };
    match usize::try_from(index) {
        Ok(index) if index < items.len() => Ok(items.remove(index).into()),
        _ => Err(Raise::error(Kind::IndexError, "pop index out of range")),
    }
}

fn remove(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.remove", 2, 2)?;
    let at = place(core, a)?;
    let items = list(core, at).clone();
    for (index, item) in items.iter().enumerate() {
        if item.is(a.all[1]) || core.heap.equal(*item, a.all[1])? {
            list(core, at).remove(index);
            return Ok(Value::None.into());
        }
    }
    Err(Raise::value_error("list.remove(x): x not in list"))
}

fn clear(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.clear", 1, 1)?;
    let at = place(core, a)?;
    list(core, at).clear();
    Ok(Value::None.into())
}

fn copy(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.copy", 1, 1)?;
    let at = place(core, a)?;
    let items = list(core, at).clone();
    Ok(core.heap.list(items).into())
}

fn index(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.index", 2, 4)?;
    let own = core.plain(a.all[0]);
    let items = core.items(own, 0)?;
    let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let clamp = |n: i64| if n < 0 { (n + len).max(0) } else { n.min(len) };
    let start = a.at(2).map_or(Ok(0), |n| int_arg(core, n).map(clamp))?;
    let stop = a.at(3).map_or(Ok(len), |n| int_arg(core, n).map(clamp))?;
    for index in start..stop {
        let item = items[usize::try_from(index).expect("it was clamped")];
        if item.is(a.all[1]) || core.heap.equal(item, a.all[1])? {
            return Ok(Value::Int(index).into());
        }
    }
    let words = match core.heap.type_of(own) {
        crate::machine::types::TUPLE => "tuple.index(x): x not in tuple".to_string(),
        crate::machine::types::RANGE => format!("{} is not in range", core.repr_text(p, a.all[1])?),
        _ => format!("{} is not in list", core.repr_text(p, a.all[1])?),
    };
    Err(Raise::value_error(words))
}

fn count(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.count", 2, 2)?;
    let own = core.plain(a.all[0]);
    let mut count = 0;
    for item in core.items(own, 0)? {
        count += i64::from(item.is(a.all[1]) || core.heap.equal(item, a.all[1])?);
    }
    Ok(Value::Int(count).into())
}

fn reverse(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.reverse", 1, 1)?;
    let at = place(core, a)?;
    list(core, at).reverse();
    Ok(Value::None.into())
}

fn sort(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count_positional("list.sort", 1, 1)?;
    if a.named(words::KEY).is_some_and(|key| key != Value::None) {
        return Err(Raise::in_python());
    }
    let at = place(core, a)?;
    let reverse = a.named(words::REVERSE).is_some_and(|reverse| core.truth(reverse) == Some(true));
    let mut items = list(core, at).clone();
    core.sort(p, &mut items, reverse)?;
    *list(core, at) = items;
    Ok(Value::None.into())
}

fn len(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let own = core.plain(a.all[0]);
    Ok(Value::Int(core.built_in_len(own).unwrap_or(0)).into())
}

fn get_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.__getitem__", 2, 2)?;
    let own = core.plain(a.all[0]);
    core.get_item(p, own, a.all[1])
}

fn set_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.__setitem__", 3, 3)?;
    let own = core.plain(a.all[0]);
    core.set_item(p, own, a.all[1], a.all[2])
}

fn iter(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let own = core.plain(a.all[0]);
    core.iter(p, own)
}

fn contains(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("list.__contains__", 2, 2)?;
    let own = core.plain(a.all[0]);
    core.contains(p, own, a.all[1])
}

fn indices(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("slice.indices", 2, 2)?;
    let len = usize::try_from(int_arg(core, a.all[1])?).unwrap_or(0);
    let Value::Obj(at) = a.all[0] else { return Ok(Value::None.into()) };
    let Obj::Slice(parts) = core.heap.get(at) else { return Ok(Value::None.into()) };
    let (start, stop, step) = core.slice(**parts, len)?;
    Ok(core.heap.tuple([Value::Int(start), Value::Int(stop), Value::Int(step)]).into())
}

impl Core {
    /// Sorts, where we can compare by ourselves; the order of what is equal stays.
    pub(crate) fn sort(&mut self, _: &Program, items: &mut [Value], reverse: bool) -> Res<()> {
        let mut trouble: Option<Box<Raise>> = None;
        if reverse {
            items.reverse();
        }
        items.sort_by(|a, b| {
            if trouble.is_some() {
                return std::cmp::Ordering::Equal;
            }
            match self.order(*a, *b) {
                Ok(Some(ordering)) => ordering.unwrap_or(std::cmp::Ordering::Equal),
                Ok(None) => {
                    let (left, right) = (self.heap.type_name(*a), self.heap.type_name(*b));
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
            items.reverse();
        }
        trouble.map_or(Ok(()), Err)
    }
}
