//! Threads and locks: each of these leaves the machine, because others see it.

use super::{Args, Native};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::machine::{Act, Core, Done, Raise, Res, Stop};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_lock", function: lock },
    Native { name: "__native_start", function: start },
    Native { name: "__native_join", function: join },
    Native { name: "__native_alive", function: alive },
    Native { name: "__native_started", function: started },
    Native { name: "__native_current", function: current },
    Native { name: "lock.acquire", function: acquire },
    Native { name: "lock.release", function: release },
    Native { name: "lock.locked", function: locked },
    Native { name: "lock.__enter__", function: enter },
    Native { name: "lock.__exit__", function: release },
];

fn act(act: Act) -> Res<Done> {
    Ok(Done::stop(Stop::Act(act)))
}

fn lock(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("lock", 0, 0)?;
    act(Act::Lock)
}

fn number(core: &Core, value: Value) -> u32 {
    match value {
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Handle(handle) => handle.number,
            _ => 0,
        },
        _ => 0,
    }
}

/// Seconds as nanoseconds; a negative number is no limit.
fn nanos(core: &Core, value: Value) -> Res<Option<u64>> {
    match core.float(value)? {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is positive, and cut at the end"
        )]
        Some(seconds) if seconds >= 0.0 => Ok(Some((seconds * 1e9).round() as u64)),
        _ => Ok(None),
    }
}

fn acquire(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "acquire", &["blocking", "timeout"])?;
    let blocking = values[0].is_none_or(|blocking| core.truth(blocking) == Some(true));
    let timeout = values[1].map_or(Ok(None), |timeout| nanos(core, timeout))?;
    if !blocking && timeout.is_some() {
        return Err(Raise::value_error("can't specify a timeout for a non-blocking call"));
    }
    act(Act::Acquire(number(core, a.all[0]), blocking, timeout))
}

fn enter(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    act(Act::Acquire(number(core, a.all[0]), true, None))
}

fn release(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    act(Act::Release(number(core, a.all[0])))
}

fn locked(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    act(Act::Locked(number(core, a.all[0])))
}

/// A thread's object, what it calls and with what, and what it is called.
fn start(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = core.heap.str(a.all[2]).unwrap_or_default().to_string();
    let args = core.items(a.all[1], 1)?;
    act(Act::Spawn(a.all[0], args, name))
}

fn task_of(core: &Core, thread: Value) -> Option<u32> {
    core.threads.iter().find(|(known, _)| known.is(thread)).map(|(_, number)| *number)
}

fn join(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Some(task) = task_of(core, a.all[0]) else {
        return Err(Raise::error(Kind::RuntimeError, "cannot join thread before it is started"));
    };
    let timeout = if a.all[1] == Value::None { None } else { nanos(core, a.all[1])? };
    act(Act::Join(task, timeout))
}

fn alive(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    match task_of(core, a.all[0]) {
        Some(task) => act(Act::Alive(task)),
        None => Ok(Value::Bool(false).into()),
    }
}

fn started(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(Value::Bool(task_of(core, a.all[0]).is_some()).into())
}

/// The object of the thread that runs, or None in the main one; with an argument it becomes this.
fn current(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let Some(thread) = a.at(0) {
        core.current = thread;
    }
    Ok(core.current.into())
}
