//! What an event loop asks of the machine; the loop itself is Python of our own (`library/asyncio_core.py`).

use super::{Args, Native, int_arg};
use crate::code::{Program, Sort};
use crate::error::Kind;
use crate::heap::{Generator, Obj, Stage};
use crate::machine::{Core, Done, Raise, Res, Stop, types};
use crate::value::{Ref, Value};

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_loops", function: loops },
    Native { name: "__native_rest", function: rest },
    Native { name: "__native_shared", function: shared },
    Native { name: "__native_owner", function: owner },
    Native { name: "__native_begun", function: begun },
    Native { name: "__native_born", function: born },
    Native { name: "__native_line_of", function: line_of },
    Native { name: "__native_is_coroutine", function: is_coroutine },
    Native { name: "__native_parts", function: parts },
    Native { name: "__native_whole", function: whole },
];

/// So many asynchronous generators may have begun before those that are over are forgotten.
const MANY: usize = 64;

/// A loop begins to run in this thread, or ends.
fn loops(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    core.loops += int_arg(core, a.all[0])?;
    Ok(Value::None.into())
}

/// Lets so many nanoseconds pass: nobody can wake the loop before.
fn rest(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let nanos = int_arg(core, a.all[0])?;
    Ok(Done::stop(Stop::Sleep(u64::try_from(nanos).unwrap_or(0))))
}

/// Whether there are, or were, other threads.
fn shared(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Value::Bool(core.heap.sharing.on).into())
}

/// The number of the task: a loop is its alone, not that of a copy.
fn owner(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Value::Int(core.owner.into()).into())
}

/// The asynchronous generators that have begun and are not over. With True they are the caller's business now.
fn begun(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    forget_ended(core);
    let begun = core.begun.clone();
    if a.all[0] == Value::Bool(true) {
        core.begun.clear();
    }
    Ok(core.heap.list(begun).into())
}

fn forget_ended(core: &mut Core) {
    let begun = std::mem::take(&mut core.begun);
    let goes_on = |value: &Value| match value {
        Value::Obj(at) => matches!(core.heap.peek(*at), Obj::Generator(of) if of.state != Stage::Over),
        _ => false,
    };
    core.begun = begun.into_iter().filter(goes_on).collect();
}

impl Core {
    /// An asynchronous generator begins: a loop closes it at its own end, if nobody does before.
    pub(super) fn begins(&mut self, generator: Value) {
        if self.loops > 0 {
            if self.begun.len() >= MANY && self.begun.len().is_power_of_two() {
                forget_ended(self);
            }
            self.begun.push(generator);
        }
    }
}

fn code_of(core: &Core, value: Value) -> Option<u32> {
    let Value::Obj(at) = value else { return None };
    match core.heap.peek(at) {
        Obj::Generator(generator) => Some(generator.code),
        Obj::Function(function) => Some(function.code),
        Obj::Bound(bound) => code_of(core, bound.function),
        _ => None,
    }
}

/// The line of the `def` of a function or of what it made; 0 where it is none of the program's.
fn born(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let code = code_of(core, a.all[0]).map(|code| &p.codes[code as usize]).filter(|code| !code.hidden);
    Ok(Value::Int(code.map_or(0, |code| code.line.into())).into())
}

/// The line where a coroutine goes on; 0 where it is over.
fn line_of(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let line = match a.all[0] {
        Value::Obj(at) => stands_at(core, p, at),
        _ => 0,
    };
    Ok(Value::Int(line).into())
}

fn stands_at(core: &Core, p: &Program, at: Ref) -> i64 {
    let Obj::Generator(generator) = core.heap.peek(at) else { return 0 };
    let code = &p.codes[generator.code as usize];
    match generator.state {
        Stage::Over => 0,
        Stage::New => code.line.into(),
        Stage::Waiting | Stage::Running => {
            // Who waits stands at the instruction that is done again.
            let line = code.lines.get(generator.pc as usize).copied().unwrap_or(0);
            if line == 0 { code.line.into() } else { line.into() }
        }
    }
}

/// Whether `await` takes it for a coroutine.
fn is_coroutine(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let is = match a.all[0] {
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Generator(generator) => {
                generator.class == types::COROUTINE
                    || generator.awaitable
                    || p.codes[generator.code as usize].sort == Sort::Coroutine
            }
            _ => false,
        },
        _ => false,
    };
    Ok(Value::Bool(is).into())
}

/// What a coroutine consists of that has not begun; it never will here.
fn parts(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Value::Obj(at) = a.all[0] else { return Ok(Value::None.into()) };
    let Obj::Generator(generator) = core.heap.get_mut(at) else { return Ok(Value::None.into()) };
    if generator.state != Stage::New {
        return Err(Raise::error(Kind::RuntimeError, "cannot reuse already awaited coroutine"));
    }
    generator.state = Stage::Over;
    let mut parts = vec![Value::Int(generator.code.into())];
    let registers = std::mem::take(&mut generator.registers);
    // Where it has nothing yet, nothing is sent.
    for (place, value) in registers.into_iter().enumerate().filter(|(_, value)| *value != Value::Undef) {
        parts.extend([Value::Int(i64::try_from(place).unwrap_or(0)), value]);
    }
    Ok(core.heap.tuple(parts).into())
}

/// The coroutine that consists of this.
fn whole(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let parts = core.items(a.all[0], 0)?;
    let Some((Value::Int(number), rest)) = parts.split_first() else { return Ok(Value::None.into()) };
    let number = u32::try_from(*number).unwrap_or(0);
    let code = &p.codes[number as usize];
    let mut registers = vec![Value::Undef; usize::from(code.registers)];
    for pair in rest.as_chunks::<2>().0 {
        if let Value::Int(place) = pair[0]
            && let Some(register) = usize::try_from(place).ok().and_then(|place| registers.get_mut(place))
        {
            *register = pair[1];
        }
    }
    Ok(core.heap.obj(Obj::Generator(Box::new(Generator::new(code, number, registers)))).into())
}
