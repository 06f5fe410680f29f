//! What `library/pickle.py` stands on: bytes of values, and values of bytes.

use super::{Args, Native};
use crate::code::Program;
use crate::heap::{Handle, Obj};
use crate::machine::{Core, Done, Raise, Res};
use crate::pickle::read::{Read, Reading, read};
use crate::pickle::write::{Reduced, Written, write};
use crate::value::{ClassId, Value};

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_pickle", function: pickle },
    Native { name: "__native_unpickle", function: unpickle },
    Native { name: "__native_newobj", function: newobj },
    Native { name: "__native_known", function: known },
];

/// A value, and what others said of how they are made again: bytes; or a list of those to be asked; or who cannot
/// be pickled, and why.
fn pickle(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let mut reduced = Vec::new();
    for pair in core.items(a.all[1], 0)? {
        let pair = core.items(pair, 0)?;
        reduced.push(Reduced { of: pair[0], parts: core.items(pair[1], 0)? });
    }
    Ok(match write(core, p, a.all[0], &reduced)? {
        Written::Bytes(bytes) => core.heap.obj(Obj::Bytes(bytes.into())),
        Written::Asks(asks) => core.heap.list(asks),
        Written::Cannot(value, words) => {
            let words = core.heap.text(words);
            core.heap.tuple([value, words])
        }
    }
    .into())
}

fn numbers(core: &mut Core, value: Value) -> Res<Vec<usize>> {
    let small = |value: Value| match value {
        Value::Int(number) => usize::try_from(number).unwrap_or(0),
        _ => 0,
    };
    Ok(core.items(value, 0)?.into_iter().map(small).collect())
}

/// Bytes, and a list of where reading has come to, which is brought up to date: what is to be done next.
fn unpickle(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let Some(bytes) = (match a.all[0] {
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Bytes(bytes) => Some(bytes.clone()),
            Obj::ByteArray(bytes) => Some(bytes.as_slice().into()),
            _ => None,
        },
        _ => None,
    }) else {
        let name = core.heap.type_name(a.all[0]);
        return Err(Raise::type_error(format!("a bytes-like object is required, not '{name}'")));
    };
    let state = core.items(a.all[1], 0)?;
    let mut of = Reading {
        at: numbers(core, state[0])?.first().copied().unwrap_or(0),
        stack: core.items(state[1], 0)?,
        marks: numbers(core, state[2])?,
        memo: core.items(state[3], 0)?,
    };
    let next = read(core, p, &bytes, &mut of)?;
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let parts = match next {
        Read::Done(value) => vec![Value::Int(0), value],
        Read::Call(function, args) => {
            let args = core.heap.tuple(args);
            vec![Value::Int(1), function, args]
        }
        Read::State(object, state) => vec![Value::Int(2), object, state],
        Read::Pairs(object, items) => {
            let items = core.heap.list(items);
            vec![Value::Int(3), object, items]
        }
        Read::Items(object, items) => {
            let items = core.heap.list(items);
            vec![Value::Int(4), object, items]
        }
        Read::Missing(module, name) => {
            let (module, name) = (core.heap.text(module), core.heap.text(name));
            vec![Value::Int(5), module, name]
        }
    };
    if parts[0] != Value::Int(0) {
        let at = core.heap.list(vec![number(of.at)]);
        let stack = core.heap.list(of.stack);
        let marks = core.heap.list(of.marks.into_iter().map(number).collect());
        let memo = core.heap.list(of.memo);
        if let Value::Obj(state) = a.all[1]
            && let Obj::List(state) = core.heap.get_mut(state)
        {
            *state = vec![at, stack, marks, memo];
        }
    }
    Ok(core.heap.tuple(parts).into())
}

/// `copyreg.__newobj__`: what a class's `__new__` makes of these.
fn newobj(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Err(Raise::in_python())
}

/// What stands for an object of the engine in another process.
fn known(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let [Value::Int(class), Value::Int(number), extra] = a.all[..] else {
        return Err(Raise::type_error("a handle is expected"));
    };
    let narrow = |number: i64| u32::try_from(number).map_err(|_| Raise::type_error("a handle is expected"));
    let (class, number) = (ClassId(narrow(class)?), narrow(number)?);
    core.between_processes.insert(number);
    Ok(core.heap.handle(Handle { class, number, extra }).into())
}
