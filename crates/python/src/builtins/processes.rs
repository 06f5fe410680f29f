//! Processes, and what they hand each other: what `library/multiprocessing.py` stands on. Each has a heap of its own;
//! what is between them is the engine's, or bytes.

use super::threads::{act, does, handle, limit, make};
use super::{Args, Native, int_arg};
use crate::code::Program;
use crate::heap::Obj;
use crate::machine::{Act, Core, Done, Raise, Reaction, Res, types};
use crate::value::Value;
use model::ObjectKind;
use runtime::objects::{
    Action, CellAction, CellState, MapAction, MapState, Object, QueueAction, QueueState, SemaphoreAction, TaskAction,
    VariableAction, VariableState,
};

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_between", function: between },
    Native { name: "__native_process", function: process },
    Native { name: "__native_ended", function: ended },
    Native { name: "__native_signal", function: signal },
    Native { name: "__native_is_over", function: is_over },
    Native { name: "__native_channel", function: channel },
    Native { name: "__native_send", function: send },
    Native { name: "__native_close_channel", function: close },
    Native { name: "__native_variable", function: variable },
    Native { name: "__native_variable_load", function: load },
    Native { name: "__native_variable_store", function: store },
    Native { name: "__native_array", function: array },
    Native { name: "__native_array_get", function: array_get },
    Native { name: "__native_array_set", function: array_set },
    Native { name: "__native_counter", function: counter },
    Native { name: "__native_counter_add", function: counter_add },
    Native { name: "__native_permits", function: permits },
    Native { name: "__native_pid", function: pid },
    Native { name: "__native_ppid", function: ppid },
    Native { name: "__native_exit", function: exit },
    Native { name: "__native_is_inheriting", function: is_inheriting },
    Native { name: "__native_is_isolated", function: is_isolated },
];

/// From now on other processes have this object of the engine as well: a copy of this one's memory does not copy it.
fn between(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let number = handle(core, a.all[0])?.number;
    core.between_processes.insert(number);
    Ok(a.all[0].into())
}

/// What is called and with what; what the process is called; whether nobody waits for its end; and bytes instead of
/// the call, where it begins from nothing: its task, and its number.
fn process(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let call = core.items(a.all[0], 0)?;
    let name = core.heap.str(a.all[1]).unwrap_or_default().to_string();
    let daemon = core.truth(a.all[2]) == Some(true);
    let bytes = match a.all[3] {
        Value::None => None,
        value => Some(bytes(core, value)?),
    };
    act(Act::Process(Box::new(crate::machine::Birth { call, name, daemon, bytes })))
}

fn bytes(core: &Core, value: Value) -> Res<std::sync::Arc<[u8]>> {
    if let Value::Obj(at) = value
        && let Obj::Bytes(bytes) = core.heap.get(at)
    {
        return Ok(bytes.clone());
    }
    Err(Raise::type_error("bytes are expected"))
}

/// Waits for the end of a process: its exit code, or None where the time is over.
fn ended(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    act(Act::Ended(handle(core, a.all[0])?.number, limit(core, a.all[1])?))
}

/// Ends a process from outside.
fn signal(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Task(TaskAction::Cancel), None, Reaction::Nothing)
}

fn is_over(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Task(TaskAction::Look), None, Reaction::Flag)
}

/// What carries bytes from one process to others, with room for so many; what it is called.
fn channel(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let room = u32::try_from(int_arg(core, a.all[0])?).ok().filter(|room| *room > 0);
    let name = if core.truth(a.all[1]) == Some(true) { "pipe" } else { "queue" };
    make(types::QUEUE, Object::Queue(QueueState::new(ObjectKind::Queue, room)), name, a.all[0])
}

/// A channel, bytes, whether to wait for room, and for how long at most.
fn send(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let number = handle(core, a.all[0])?.number;
    let waits = core.truth(a.all[2]) == Some(true);
    act(Act::Send(number, bytes(core, a.all[1])?, !waits, limit(core, a.all[3])?))
}

fn close(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Queue(QueueAction::Close), None, Reaction::Nothing)
}

/// What lies in memory that processes share: a number as it is, anything else as bytes.
fn plain(core: &Core, value: Value) -> Res<runtime::Value> {
    match value {
        Value::Int(number) => Ok(runtime::Value::Int(number)),
        value => Ok(runtime::Value::Bytes(bytes(core, value)?)),
    }
}

fn variable(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let state = VariableState::new(Some(plain(core, a.all[0])?));
    make(types::CELL, Object::Variable(state), "shared value", Value::None)
}

fn load(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Variable(VariableAction::Load), None, Reaction::Flag)
}

fn store(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let store = VariableAction::Store(plain(core, a.all[1])?);
    does(handle(core, a.all[0])?, Action::Variable(store), None, Reaction::Nothing)
}

fn array(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    make(types::CELL, Object::Map(MapState::default()), "shared array", Value::None)
}

/// What is at a place, or `NotImplemented` where nothing has been put there yet.
fn array_get(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let get = MapAction::Get(plain(core, a.all[1])?);
    does(handle(core, a.all[0])?, Action::Map(get), None, Reaction::Item)
}

fn array_set(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let insert = MapAction::Insert(Box::new((plain(core, a.all[1])?, plain(core, a.all[2])?)));
    does(handle(core, a.all[0])?, Action::Map(insert), None, Reaction::Nothing)
}

fn counter(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let state = CellState::new(int_arg(core, a.all[0])?);
    make(types::CELL, Object::Cell(state), "ends", Value::None)
}

/// Adds to it: what was there before.
fn counter_add(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let add = CellAction::Add(int_arg(core, a.all[1])?);
    does(handle(core, a.all[0])?, Action::Cell(add), None, Reaction::Flag)
}

/// How many permits a semaphore has to give.
fn permits(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Semaphore(SemaphoreAction::Look), None, Reaction::Flag)
}

fn pid(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Value::Int(core.pid).into())
}

fn ppid(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Value::Int(core.ppid).into())
}

/// Ends the process here and now.
fn exit(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let code = int_arg(core, a.all[0])?;
    act(Act::Exit(i32::try_from(code & 0xff).unwrap_or(0)))
}

/// Whether the process began from nothing, and has not come to its own call yet.
fn is_inheriting(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Value::Bool(core.is_inheriting).into())
}

/// Whether each process has one thread only here.
fn is_isolated(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Value::Bool(core.is_isolated).into())
}
