//! `set`, `frozenset` and their methods.

use super::{Args, Native};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::heap::set::Set;
use crate::machine::{Core, Done, Raise, Res, types};
use crate::value::{Ref, Value};

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.set", function: new_set },
    Native { name: "new.frozenset", function: new_frozen },
    Native { name: "set.add", function: add },
    Native { name: "set.discard", function: discard },
    Native { name: "set.remove", function: remove },
    Native { name: "set.pop", function: pop },
    Native { name: "set.clear", function: clear },
    Native { name: "set.copy", function: copy },
    Native { name: "set.union", function: union },
    Native { name: "set.intersection", function: intersection },
    Native { name: "set.difference", function: difference },
    Native { name: "set.symmetric_difference", function: symmetric_difference },
    Native { name: "set.update", function: update },
    Native { name: "set.intersection_update", function: intersection_update },
    Native { name: "set.difference_update", function: difference_update },
    Native { name: "set.symmetric_difference_update", function: symmetric_difference_update },
    Native { name: "set.issubset", function: issubset },
    Native { name: "set.issuperset", function: issuperset },
    Native { name: "set.isdisjoint", function: isdisjoint },
    Native { name: "set.__len__", function: len },
    Native { name: "set.__contains__", function: contains },
    Native { name: "set.__iter__", function: iter },
    Native { name: "frozenset.copy", function: copy },
    Native { name: "frozenset.union", function: union },
    Native { name: "frozenset.intersection", function: intersection },
    Native { name: "frozenset.difference", function: difference },
    Native { name: "frozenset.symmetric_difference", function: symmetric_difference },
    Native { name: "frozenset.issubset", function: issubset },
    Native { name: "frozenset.issuperset", function: issuperset },
    Native { name: "frozenset.isdisjoint", function: isdisjoint },
    Native { name: "frozenset.__len__", function: len },
    Native { name: "frozenset.__contains__", function: contains },
    Native { name: "frozenset.__iter__", function: iter },
];

impl Core {
    /// A set of what a value yields.
    pub(crate) fn set_from(&mut self, value: Value, which: usize, frozen: bool) -> Res<Value> {
        let plain = self.plain(value);
        if let Value::Obj(at) = plain
            && let Obj::Set(other) | Obj::Frozen(other) = self.heap.get(at)
        {
            let copy = Box::new(Set::copied(other));
            return Ok(self.heap.obj(if frozen { Obj::Frozen(copy) } else { Obj::Set(copy) }));
        }
        let items = self.items(value, which)?;
        let set = self.heap.make(if frozen { Obj::Frozen(Box::default()) } else { Obj::Set(Box::default()) });
        for item in items {
            self.heap.set_add(set, item)?;
        }
        Ok(Value::Obj(set))
    }

    /// `a op b`, a new set.
    pub(crate) fn set_operation(&mut self, name: &str, a: Value, b: Value, frozen: bool) -> Res<Value> {
        let Value::Obj(result) = self.set_from(a, 0, frozen)? else { unreachable!("a set is an object") };
        match name {
            "union" => {
                for item in self.items(b, 1)? {
                    self.heap.set_add(result, item)?;
                }
            }
            "intersection" => {
                // As CPython does it: over the smaller one.
                let own = self.items(a, 0)?;
                let is_set = matches!(self.heap.type_of(b), types::SET | types::FROZENSET);
                let kept = self.heap.make(if frozen { Obj::Frozen(Box::default()) } else { Obj::Set(Box::default()) });
                let other_items = self.items(b, 1)?;
                if is_set && other_items.len() > own.len() {
                    let Value::Obj(other) = b else { unreachable!("a set is an object") };
                    for item in own {
                        if self.heap.set_find(other, item)?.is_some() {
                            self.heap.set_add(kept, item)?;
                        }
                    }
                } else {
                    for item in other_items {
                        if self.heap.set_find(result, item)?.is_some() {
                            self.heap.set_add(kept, item)?;
                        }
                    }
                }
                return Ok(Value::Obj(kept));
            }
            "difference" => {
                let Value::Obj(other) = self.set_from(b, 1, false)? else { unreachable!("a set is an object") };
                let kept = self.heap.make(if frozen { Obj::Frozen(Box::default()) } else { Obj::Set(Box::default()) });
                for item in self.items(a, 0)? {
                    if self.heap.set_find(other, item)?.is_none() {
                        self.heap.set_add(kept, item)?;
                    }
                }
                return Ok(Value::Obj(kept));
            }
            _ => {
                let Value::Obj(other) = self.set_from(b, 1, false)? else { unreachable!("a set is an object") };
                for item in self.items(Value::Obj(other), 1)? {
                    match self.heap.set_find(result, item)? {
                        Some(at) => {
                            self.heap.set_mut(result).remove(at);
                        }
                        None => {
                            self.heap.set_add(result, item)?;
                        }
                    }
                }
            }
        }
        Ok(Value::Obj(result))
    }
}

fn place(core: &Core, value: Value) -> Res<Ref> {
    match core.plain(value) {
        Value::Obj(at) if matches!(core.heap.get(at), Obj::Set(_) | Obj::Frozen(_)) => Ok(at),
        _ => Err(Raise::type_error("a set is expected")),
    }
}

fn new_set(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set", 0, 1)?;
    match a.at(0) {
        Some(items) => core.set_from(items, 0, false).map(Done::Value),
        None => Ok(core.heap.obj(Obj::Set(Box::default())).into()),
    }
}

fn new_frozen(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("frozenset", 0, 1)?;
    match a.at(0) {
        Some(items) => core.set_from(items, 0, true).map(Done::Value),
        None => Ok(core.heap.obj(Obj::Frozen(Box::default())).into()),
    }
}

fn add(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.add", 2, 2)?;
    let set = place(core, a.all[0])?;
    core.heap.set_add(set, a.all[1])?;
    Ok(Value::None.into())
}

fn take(core: &mut Core, set: Ref, item: Value) -> Res<bool> {
    match core.heap.set_find(set, item)? {
        Some(at) => {
            core.heap.set_mut(set).remove(at);
            Ok(true)
        }
        None => Ok(false),
    }
}

fn discard(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.discard", 2, 2)?;
    let set = place(core, a.all[0])?;
    take(core, set, a.all[1])?;
    Ok(Value::None.into())
}

fn remove(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.remove", 2, 2)?;
    let set = place(core, a.all[0])?;
    if take(core, set, a.all[1])? { Ok(Value::None.into()) } else { Err(Raise::key(a.all[1])) }
}

fn pop(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.pop", 1, 1)?;
    let set = place(core, a.all[0])?;
    let first = core.heap.set(set).table.iter().position(|slot| slot.key != Value::Undef);
    match first {
        Some(at) => Ok(core.heap.set_mut(set).remove(at).into()),
        None => {
            let words = core.heap.text("pop from an empty set");
            Err(Raise::exception(core.exception(Kind::KeyError, vec![words])))
        }
    }
}

fn clear(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.clear", 1, 1)?;
    let set = place(core, a.all[0])?;
    *core.heap.set_mut(set) = Set::default();
    Ok(Value::None.into())
}

fn copy(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.copy", 1, 1)?;
    let frozen = core.native_base(core.heap.type_of(a.all[0])) == types::FROZENSET;
    core.set_from(a.all[0], 0, frozen).map(Done::Value)
}

fn folded(core: &mut Core, a: Args<'_>, name: &str) -> Res<Value> {
    let frozen = core.native_base(core.heap.type_of(a.all[0])) == types::FROZENSET;
    let own = core.plain(a.all[0]);
    let mut result = core.set_from(own, 0, frozen)?;
    for (at, other) in a.all[1..].iter().enumerate() {
        result = core.set_operation(name, result, *other, frozen).map_err(|raise| match *raise {
            Raise::Iterate(_) => Box::new(Raise::Iterate(at + 1)),
            other => Box::new(other),
        })?;
    }
    Ok(result)
}

fn union(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    folded(core, a, "union").map(Done::Value)
}

fn intersection(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    folded(core, a, "intersection").map(Done::Value)
}

fn difference(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    folded(core, a, "difference").map(Done::Value)
}

fn symmetric_difference(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    folded(core, a, "symmetric_difference").map(Done::Value)
}

fn updated(core: &mut Core, a: Args<'_>, name: &str) -> Res<Done> {
    let set = place(core, a.all[0])?;
    if name == "union" {
        for (at, other) in a.all[1..].iter().enumerate() {
            for item in core.items(*other, at + 1)? {
                core.heap.set_add(set, item)?;
            }
        }
        return Ok(Value::None.into());
    }
    let Value::Obj(result) = folded(core, a, name)? else { unreachable!("a set is an object") };
    let result = core.heap.set(result).clone();
    *core.heap.set_mut(set) = result;
    Ok(Value::None.into())
}

fn update(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    updated(core, a, "union")
}

fn intersection_update(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    updated(core, a, "intersection")
}

fn difference_update(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    updated(core, a, "difference")
}

fn symmetric_difference_update(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    updated(core, a, "symmetric_difference")
}

fn within(core: &mut Core, inner: Value, which: usize, outer: Value) -> Res<bool> {
    let Value::Obj(outer) = outer else { return Ok(false) };
    for item in core.items(inner, which)? {
        if core.heap.set_find(outer, item)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn issubset(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.issubset", 2, 2)?;
    let own = core.plain(a.all[0]);
    let other = core.set_from(a.all[1], 1, false)?;
    Ok(Value::Bool(within(core, own, 0, other)?).into())
}

fn issuperset(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.issuperset", 2, 2)?;
    let own = core.plain(a.all[0]);
    Ok(Value::Bool(within(core, a.all[1], 1, own)?).into())
}

fn isdisjoint(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.isdisjoint", 2, 2)?;
    let set = place(core, a.all[0])?;
    for item in core.items(a.all[1], 1)? {
        if core.heap.set_find(set, item)?.is_some() {
            return Ok(Value::Bool(false).into());
        }
    }
    Ok(Value::Bool(true).into())
}

fn len(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let set = place(core, a.all[0])?;
    Ok(Value::Int(i64::try_from(core.heap.set(set).len()).unwrap_or(i64::MAX)).into())
}

fn contains(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("set.__contains__", 2, 2)?;
    let own = core.plain(a.all[0]);
    core.contains(p, own, a.all[1])
}

fn iter(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let own = core.plain(a.all[0]);
    core.iter(p, own)
}
