//! `collections.deque` and its methods: each is one step for those who share it, as one call into C is in CPython.
//!
//! Where methods of the program say what is equal, the prelude looks through the items. Adding and repeating what is
//! of a class of the program that derives from it is refused.

use super::{Args, Native, int_arg};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::heap::deque::Deque;
use crate::heap::iter::Iter;
use crate::machine::{After, Core, Done, Raise, Res, types};
use crate::value::{Ref, Value};

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.deque", function: new },
    Native { name: "deque.__init__", function: init },
    Native { name: "deque.append", function: append },
    Native { name: "deque.appendleft", function: append_left },
    Native { name: "deque.pop", function: pop },
    Native { name: "deque.popleft", function: pop_left },
    Native { name: "deque.extend", function: extend },
    Native { name: "deque.extendleft", function: extend_left },
    Native { name: "deque.clear", function: clear },
    Native { name: "deque.copy", function: copy },
    Native { name: "deque.__copy__", function: copy },
    Native { name: "deque.count", function: count },
    Native { name: "deque.index", function: index },
    Native { name: "deque.insert", function: insert },
    Native { name: "deque.remove", function: remove },
    Native { name: "deque.reverse", function: reverse },
    Native { name: "deque.rotate", function: rotate },
    Native { name: "deque.__len__", function: len },
    Native { name: "deque.__iter__", function: iter },
    Native { name: "deque.__reversed__", function: reversed },
    Native { name: "deque.__contains__", function: contains },
    Native { name: "deque.__getitem__", function: get_item },
    Native { name: "deque.__setitem__", function: set_item },
    Native { name: "deque.__delitem__", function: del_item },
];

fn place(core: &Core, a: Args<'_>) -> Res<Ref> {
    match a.all.first().map(|value| core.plain(*value)) {
        Some(Value::Obj(at)) if matches!(core.heap.get(at), Obj::Deque(_)) => Ok(at),
        _ => Err(Raise::type_error("a deque is expected")),
    }
}

fn deque(core: &mut Core, at: Ref) -> &mut Deque {
    match core.heap.get_mut(at) {
        Obj::Deque(deque) => deque,
        other => unreachable!("a deque is expected here, not {other:?}"),
    }
}

fn most(core: &Core, value: Option<Value>) -> Res<Option<usize>> {
    let Some(value) = value.filter(|value| *value != Value::None) else { return Ok(None) };
    let Some(most) = core.int(value) else { return Err(Raise::type_error("an integer is required")) };
    match usize::try_from(crate::numbers::Int::clamp(&most)) {
        Ok(most) => Ok(Some(most)),
        Err(_) => Err(Raise::value_error("maxlen must be non-negative")),
    }
}

/// What it is made of: `deque(iterable, maxlen)`, of which the first is this argument.
fn made(core: &mut Core, p: &Program, a: Args<'_>, first: usize) -> Res<Deque> {
    let rest = Args { all: &a.all[first..], names: a.names };
    let values = rest.parse(core, p, "deque", &["iterable", "maxlen"])?;
    let mut made = Deque { most: most(core, values[1])?, ..Deque::default() };
    if let Some(iterable) = values[0] {
        if a.positional().len() <= first && core.is_of_program(iterable) {
            return Err(Raise::in_python());
        }
        core.items(iterable, first)?.into_iter().for_each(|item| made.push(item));
    }
    Ok(made)
}

fn new(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let made = made(core, p, a, 0)?;
    Ok(core.heap.obj(Obj::Deque(Box::new(made))).into())
}

fn init(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a)?;
    let made = made(core, p, a, 1)?;
    let changes = deque(core, at).changes + 1;
    *deque(core, at) = Deque { changes, ..made };
    Ok(Value::None.into())
}

fn append(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let [Value::Obj(at), item] = a.all
        && let Obj::Deque(deque) = core.heap.get_mut(*at)
    {
        deque.push(*item);
        return Ok(Value::None.into());
    }
    a.count("deque.append", 2, 2)?;
    let at = place(core, a)?;
    deque(core, at).push(a.all[1]);
    Ok(Value::None.into())
}

fn append_left(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.appendleft", 2, 2)?;
    let at = place(core, a)?;
    deque(core, at).push_first(a.all[1]);
    Ok(Value::None.into())
}

fn popped(item: Option<Value>) -> Res<Done> {
    match item {
        Some(item) => Ok(item.into()),
        None => Err(Raise::error(Kind::IndexError, "pop from an empty deque")),
    }
}

fn pop(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.pop", 1, 1)?;
    let at = place(core, a)?;
    popped(deque(core, at).pop())
}

fn pop_left(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let [Value::Obj(at)] = a.all
        && let Obj::Deque(deque) = core.heap.get_mut(*at)
    {
        return popped(deque.pop_first());
    }
    a.count("deque.popleft", 1, 1)?;
    let at = place(core, a)?;
    popped(deque(core, at).pop_first())
}

fn extend(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.extend", 2, 2)?;
    let at = place(core, a)?;
    for item in core.items(a.all[1], 1)? {
        deque(core, at).push(item);
    }
    Ok(Value::None.into())
}

fn extend_left(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.extendleft", 2, 2)?;
    let at = place(core, a)?;
    for item in core.items(a.all[1], 1)? {
        deque(core, at).push_first(item);
    }
    Ok(Value::None.into())
}

fn clear(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.clear", 1, 1)?;
    let at = place(core, a)?;
    let deque = deque(core, at);
    if deque.len() > 0 {
        deque.items.clear();
        deque.changes += 1;
    }
    Ok(Value::None.into())
}

fn copy(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.copy", 1, 1)?;
    let at = place(core, a)?;
    let class = core.heap.type_of(a.all[0]);
    let copy = Deque { changes: 0, ..deque_of(core, at).clone() };
    if class == types::DEQUE {
        return Ok(core.heap.obj(Obj::Deque(Box::new(copy))).into());
    }
    let mut args = vec![a.all[0]];
    if let Some(most) = copy.most {
        args.push(Value::Int(i64::try_from(most).unwrap_or(i64::MAX)));
    }
    Ok(Done::call(Value::Class(class), args, After::Store))
}

fn deque_of(core: &Core, at: Ref) -> &Deque {
    match core.heap.get(at) {
        Obj::Deque(deque) => deque,
        other => unreachable!("a deque is expected here, not {other:?}"),
    }
}

/// Where the first item lies that is equal to this, between two places.
fn find(core: &Core, at: Ref, value: Value, places: std::ops::Range<usize>) -> Res<Option<usize>> {
    let items = &deque_of(core, at).items;
    for place in places {
        if items[place].is(value) || core.heap.equal(items[place], value)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

fn count(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.count", 2, 2)?;
    let at = place(core, a)?;
    let mut count = 0;
    for item in &deque_of(core, at).items {
        count += i64::from(item.is(a.all[1]) || core.heap.equal(*item, a.all[1])?);
    }
    Ok(Value::Int(count).into())
}

fn index(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.index", 2, 4)?;
    let at = place(core, a)?;
    let len = i64::try_from(deque_of(core, at).len()).unwrap_or(i64::MAX);
    let clamp = |n: i64| usize::try_from(if n < 0 { (n + len).max(0) } else { n.min(len) }).unwrap_or(0);
    let start = a.at(2).map_or(Ok(0), |n| int_arg(core, n).map(clamp))?;
    let stop = a.at(3).map_or(Ok(clamp(len)), |n| int_arg(core, n).map(clamp))?;
    match find(core, at, a.all[1], start..stop)? {
        Some(place) => Ok(Value::Int(i64::try_from(place).unwrap_or(i64::MAX)).into()),
        None => Err(Raise::value_error(format!("{} is not in deque", core.repr_text(p, a.all[1])?))),
    }
}

fn insert(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.insert", 3, 3)?;
    let at = place(core, a)?;
    let index = int_arg(core, a.all[1])?;
    let deque = deque(core, at);
    if deque.most.is_some_and(|most| deque.items.len() >= most) {
        return Err(Raise::error(Kind::IndexError, "deque already at its maximum size"));
    }
    let len = i64::try_from(deque.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { (index + len).max(0) } else { index.min(len) };
    deque.items.insert(usize::try_from(index).unwrap_or(0), a.all[2]);
    deque.changes += 1;
    Ok(Value::None.into())
}

fn remove(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.remove", 2, 2)?;
    let at = place(core, a)?;
    let len = deque_of(core, at).len();
    let Some(place) = find(core, at, a.all[1], 0..len)? else {
        return Err(Raise::value_error(format!("{} is not in deque", core.repr_text(p, a.all[1])?)));
    };
    let deque = deque(core, at);
    deque.items.remove(place);
    deque.changes += 1;
    Ok(Value::None.into())
}

fn reverse(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.reverse", 1, 1)?;
    let at = place(core, a)?;
    deque(core, at).items.make_contiguous().reverse();
    Ok(Value::None.into())
}

fn rotate(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.rotate", 1, 2)?;
    let at = place(core, a)?;
    let n = a.at(1).map_or(Ok(1), |n| int_arg(core, n))?;
    deque(core, at).rotate(n);
    Ok(Value::None.into())
}

fn len(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a)?;
    Ok(Value::Int(i64::try_from(deque_of(core, at).len()).unwrap_or(i64::MAX)).into())
}

fn iter(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let own = core.plain(a.all[0]);
    core.iter(p, own)
}

fn reversed(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a)?;
    let of = deque_of(core, at);
    let iter = Iter::Deque { of: at, left: of.len(), changes: of.changes, back: true };
    Ok(core.heap.obj(Obj::Iter(Box::new(iter))).into())
}

fn contains(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.__contains__", 2, 2)?;
    let own = core.plain(a.all[0]);
    core.contains(p, own, a.all[1])
}

fn get_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.__getitem__", 2, 2)?;
    let own = core.plain(a.all[0]);
    core.get_item(p, own, a.all[1])
}

fn set_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.__setitem__", 3, 3)?;
    let own = core.plain(a.all[0]);
    core.set_item(p, own, a.all[1], a.all[2])
}

fn del_item(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("deque.__delitem__", 2, 2)?;
    let own = core.plain(a.all[0]);
    core.del_item(p, own, a.all[1])
}
