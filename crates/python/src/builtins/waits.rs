//! What goes on in steps: parts of coroutines and asynchronous generators that Python of our own drives
//! (`library/prelude.py`), and `aiter` and `anext`.

use super::{Args, Native};
use crate::code::Program;
use crate::heap::{Generator, Obj, Stage};
use crate::library::words;
use crate::machine::{After, Core, Done, Raise, Res, Resume, With};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "aiter", function: aiter },
    Native { name: "anext", function: anext },
    Native { name: "__native_claim", function: claim },
    Native { name: "__native_go_on", function: go_on },
    Native { name: "__native_throw_into", function: throw_into },
    Native { name: "__native_is_cell", function: is_cell },
    Native { name: "__native_in_cell", function: in_cell },
    Native { name: "__native_stage", function: stage },
    Native { name: "__native_end", function: end },
    Native { name: "__native_let_await", function: let_await },
    Native { name: "__native_complain", function: complain },
];

fn generator(core: &mut Core, value: Value) -> Option<&mut Generator> {
    match value {
        Value::Obj(at) => match core.heap.get_mut(at) {
            Obj::Generator(generator) => Some(generator),
            _ => None,
        },
        _ => None,
    }
}

fn aiter(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("aiter", 1, 1)?;
    let class = core.heap.type_of(a.all[0]);
    match core.lookup(p, class, words::AITER) {
        Some(method) => Ok(Done::call(method, vec![a.all[0]], After::Store)),
        None => {
            let name = core.heap.type_name(a.all[0]);
            Err(Raise::type_error(format!("'{name}' object is not an async iterable")))
        }
    }
}

fn anext(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("anext", 1, 2)?;
    let class = core.heap.type_of(a.all[0]);
    let Some(method) = core.lookup(p, class, words::ANEXT) else {
        let name = core.heap.type_name(a.all[0]);
        return Err(Raise::type_error(format!("'{name}' object is not an async iterator")));
    };
    if a.all.len() == 2 {
        return core.in_python(p, "anext", a.all.to_vec());
    }
    Ok(Done::call(method, vec![a.all[0]], After::Store))
}

/// Says whether somebody waits for the next item of an asynchronous generator; whether somebody did.
fn claim(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let claims = a.all[1] == Value::Bool(true);
    if claims && generator(core, a.all[0]).is_some_and(|generator| generator.state == Stage::New) {
        core.begins(a.all[0]);
    }
    let before = generator(core, a.all[0]).map(|generator| std::mem::replace(&mut generator.claimed, claims));
    Ok(Value::Bool(before.unwrap_or(false)).into())
}

/// Lets any kind of generator go on, with what is sent.
fn go_on(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    // Who has not begun hears of nothing that is sent.
    let is_new = generator(core, a.all[0]).is_some_and(|generator| generator.state == Stage::New);
    if is_new && a.all[1] != Value::None {
        return Err(Raise::type_error("can't send non-None value to a just-started async generator"));
    }
    resume(a, With::Sent(a.all[1]))
}

fn throw_into(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    resume(a, With::Thrown(a.all[1]))
}

fn resume(a: Args<'_>, with: With) -> Res<Done> {
    let Value::Obj(generator) = a.all[0] else { return Ok(Value::None.into()) };
    Ok(Done::Resume(Box::new(Resume { generator, with, after: After::Item })))
}

fn is_cell(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let is = matches!(a.all[0], Value::Obj(at) if matches!(core.heap.peek(at), Obj::Cell(_)));
    Ok(Value::Bool(is).into())
}

fn in_cell(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    match a.all[0] {
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Cell(inner) => Ok((*inner).into()),
            _ => Ok(a.all[0].into()),
        },
        other => Ok(other.into()),
    }
}

/// How far a generator of any kind is.
fn stage(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let word = match generator(core, a.all[0]).map(|generator| generator.state) {
        Some(Stage::New) => "new",
        Some(Stage::Waiting) => "waiting",
        Some(Stage::Running) => "running",
        Some(Stage::Over) | None => "over",
    };
    Ok(core.heap.text(word).into())
}

/// One that has not begun never will.
fn end(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let Some(generator) = generator(core, a.all[0]) {
        generator.state = Stage::Over;
    }
    Ok(Value::None.into())
}

/// `await` takes this generator: `types.coroutine` made it.
fn let_await(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let Some(generator) = generator(core, a.all[0]) {
        generator.awaitable = true;
    }
    Ok(a.all[0].into())
}

/// Says something on stderr.
fn complain(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let text = core.heap.str(a.all[0]).unwrap_or_default().to_string();
    core.err.push_str(&text);
    Ok(Value::None.into())
}
