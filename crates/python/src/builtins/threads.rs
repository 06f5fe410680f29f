//! Threads, locks and their like: each of these leaves the machine, because others see it. What takes several steps
//! is in `library/threading.py` and `library/queue.py`, above what begins with `__native_` here.

use super::{Args, Native, int_arg};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::{Handle, Obj};
use crate::machine::{Act, Core, Done, Raise, Reaction, Res, Stop, types};
use crate::value::{ClassId, Value};
use model::ObjectKind;
use runtime::objects::{
    Action, ConditionAction, ConditionState, EventAction, EventState, LockAction, LockState, Object, QueueAction,
    QueueState, ReentrantAction, ReentrantState, SemaphoreAction, SemaphoreState, TaskAction, VariableState,
};

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_handles", function: class },
    Native { name: "__native_lock", function: lock },
    Native { name: "__native_rlock", function: rlock },
    Native { name: "__native_condition", function: condition },
    Native { name: "__native_local", function: local },
    Native { name: "__native_queue", function: queue },
    Native { name: "__native_queue_put", function: put },
    Native { name: "__native_queue_get", function: get },
    Native { name: "__native_queue_join", function: queue_join },
    Native { name: "__native_queue_done", function: queue_done },
    Native { name: "__native_enlist", function: enlist },
    Native { name: "__native_pass", function: pass },
    Native { name: "__native_call", function: call_names },
    Native { name: "__native_held", function: held },
    Native { name: "__native_extra", function: extra },
    Native { name: "__native_start", function: start },
    Native { name: "__native_join", function: join },
    Native { name: "__native_alive", function: alive },
    Native { name: "__native_knows", function: knows },
    Native { name: "__native_task", function: task },
    Native { name: "__native_threads", function: threads },
    Native { name: "__native_current", function: current },
    Native { name: "__native_thread_number", function: thread_number },
    Native { name: "__native_ident", function: ident },
    Native { name: "new.Semaphore", function: semaphore },
    Native { name: "new.BoundedSemaphore", function: bounded },
    Native { name: "new.Event", function: event },
    Native { name: "lock.acquire", function: acquire },
    Native { name: "lock.release", function: release },
    Native { name: "lock.locked", function: locked },
    Native { name: "lock.__enter__", function: enter },
    Native { name: "lock.__exit__", function: exit },
    Native { name: "RLock.acquire", function: acquire },
    Native { name: "RLock.release", function: release },
    Native { name: "RLock.__enter__", function: enter },
    Native { name: "RLock.__exit__", function: exit },
    Native { name: "Condition.acquire", function: acquire },
    Native { name: "Condition.release", function: release },
    Native { name: "Condition.__enter__", function: enter },
    Native { name: "Condition.__exit__", function: exit },
    Native { name: "Condition.wait", function: in_python },
    Native { name: "Condition.wait_for", function: in_python },
    Native { name: "Condition.notify", function: in_python },
    Native { name: "Condition.notify_all", function: in_python },
    Native { name: "Semaphore.acquire", function: take_permit },
    Native { name: "Semaphore.release", function: give_permit },
    Native { name: "Semaphore.__enter__", function: enter },
    Native { name: "Semaphore.__exit__", function: exit_permit },
    Native { name: "BoundedSemaphore.acquire", function: take_permit },
    Native { name: "BoundedSemaphore.release", function: give_permit },
    Native { name: "BoundedSemaphore.__enter__", function: enter },
    Native { name: "BoundedSemaphore.__exit__", function: exit_permit },
    Native { name: "Event.set", function: set },
    Native { name: "Event.clear", function: clear },
    Native { name: "Event.is_set", function: is_set },
    Native { name: "Event.isSet", function: is_set },
    Native { name: "Event.wait", function: wait },
    Native { name: "new.Queue", function: in_python },
    Native { name: "new.SimpleQueue", function: in_python },
    Native { name: "__native_refuse", function: refuse },
    Native { name: "Queue.put", function: in_python },
    Native { name: "Queue.get", function: in_python },
    Native { name: "Queue.put_nowait", function: in_python },
    Native { name: "Queue.get_nowait", function: in_python },
    Native { name: "Queue.qsize", function: qsize },
    Native { name: "Queue.empty", function: in_python },
    Native { name: "Queue.full", function: in_python },
    Native { name: "Queue.task_done", function: in_python },
    Native { name: "Queue.join", function: queue_join },
    Native { name: "SimpleQueue.put", function: in_python },
    Native { name: "SimpleQueue.get", function: in_python },
    Native { name: "SimpleQueue.put_nowait", function: in_python },
    Native { name: "SimpleQueue.get_nowait", function: in_python },
    Native { name: "SimpleQueue.qsize", function: qsize },
    Native { name: "SimpleQueue.empty", function: in_python },
];

/// What a module of ours does, always.
fn in_python(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Err(Raise::in_python())
}

/// Ends the run with these words.
fn refuse(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let words = core.heap.str(a.all[0]).unwrap_or_default().to_string();
    Err(Raise::error(Kind::NotImplementedError, words))
}

pub(super) fn act(act: Act) -> Res<Done> {
    Ok(Done::stop(Stop::Act(act)))
}

pub(super) fn make(class: ClassId, object: Object, name: &'static str, extra: Value) -> Res<Done> {
    act(Act::Make(class, Box::new(object), name, extra))
}

pub(super) fn does(handle: Handle, action: Action, timeout: Option<u64>, reaction: Reaction) -> Res<Done> {
    act(Act::Do(handle.number, Box::new(action), timeout, reaction))
}

/// A class by its name.
fn class(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = core.heap.str(a.all[0]).unwrap_or_default();
    let found = types::all().find(|(_, known)| *known == name);
    let (class, _) = found.unwrap_or_else(|| unreachable!("there is no class {name}"));
    Ok(Value::Class(class).into())
}

fn lock(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("lock", 0, 0)?;
    make(types::LOCK, Object::Lock(LockState::default()), "lock", Value::None)
}

fn rlock(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("RLock", 0, 0)?;
    make(types::RLOCK, Object::Reentrant(ReentrantState::default()), "lock", Value::None)
}

fn condition(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    make(types::CONDITION, Object::Condition(ConditionState::default()), "condition", a.all[0])
}

/// What each thread has for itself.
fn local(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    make(types::LOCAL, Object::Variable(VariableState::default()), "local", Value::None)
}

/// A queue of a class, with room for so many.
fn queue(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let Value::Class(class) = a.all[0] else { return Err(Raise::in_python()) };
    let room = u32::try_from(int_arg(core, a.all[1])?).ok().filter(|room| *room > 0);
    make(class, Object::Queue(QueueState::new(ObjectKind::Queue, room)), "queue", a.all[1])
}

fn permits(core: &Core, p: &Program, a: Args<'_>, name: &str) -> Res<u32> {
    let values = a.parse(core, p, name, &["value"])?;
    let value = values[0].map_or(Ok(1), |value| int_arg(core, value))?;
    u32::try_from(value).map_err(|_| Raise::value_error("semaphore initial value must be >= 0"))
}

fn semaphore(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let permits = permits(core, p, a, "Semaphore")?;
    make(types::SEMAPHORE, Object::Semaphore(SemaphoreState::new(permits)), "semaphore", Value::None)
}

fn bounded(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let permits = permits(core, p, a, "BoundedSemaphore")?;
    let most = Value::Int(i64::from(permits));
    make(types::BOUNDED_SEMAPHORE, Object::Semaphore(SemaphoreState::new(permits)), "semaphore", most)
}

fn event(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("Event", 0, 0)?;
    make(types::EVENT, Object::Event(EventState::default()), "event", Value::None)
}

pub(super) fn handle(core: &Core, value: Value) -> Res<Handle> {
    match value {
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Handle(handle) => Ok(*handle),
            _ => Err(Raise::type_error("a handle is expected")),
        },
        _ => Err(Raise::type_error("a handle is expected")),
    }
}

/// The lock itself, or that of a condition.
fn lock_of(core: &Core, value: Value) -> Res<Handle> {
    let found = handle(core, value)?;
    if found.class == types::CONDITION { handle(core, found.extra) } else { Ok(found) }
}

/// Seconds as nanoseconds; a negative number is no limit.
fn nanos(core: &Core, value: Value) -> Res<Option<u64>> {
    if value == Value::None {
        return Ok(None);
    }
    match core.float(value)? {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is positive, and cut at the end"
        )]
        Some(seconds) if seconds >= 0.0 => Ok(Some((seconds * 1e9).round() as u64)),
        Some(_) => Ok(None),
        None => {
            let name = core.heap.type_name(value);
            Err(Raise::type_error(format!("'{name}' object cannot be interpreted as an integer or float")))
        }
    }
}

fn action(handle: Handle, waits: bool) -> Action {
    match (handle.class, waits) {
        (types::RLOCK, true) => Action::Reentrant(ReentrantAction::Acquire),
        (types::RLOCK, false) => Action::Reentrant(ReentrantAction::TryAcquire),
        (types::SEMAPHORE | types::BOUNDED_SEMAPHORE, true) => Action::Semaphore(SemaphoreAction::Acquire),
        (types::SEMAPHORE | types::BOUNDED_SEMAPHORE, false) => Action::Semaphore(SemaphoreAction::TryAcquire),
        (_, true) => Action::Lock(LockAction::Acquire),
        (_, false) => Action::Lock(LockAction::TryAcquire),
    }
}

fn acquire(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "acquire", &["blocking", "timeout"])?;
    let blocking = values[0].is_none_or(|blocking| core.truth(blocking) == Some(true));
    let given = values[1].map_or(Ok(None), |timeout| core.float(timeout))?;
    if !blocking && given.is_some_and(|given| given != -1.0) {
        return Err(Raise::value_error("can't specify a timeout for a non-blocking call"));
    }
    if given.is_some_and(|given| given < 0.0 && given != -1.0) {
        return Err(Raise::value_error("timeout value must be positive"));
    }
    let timeout = values[1].map_or(Ok(None), |timeout| nanos(core, timeout))?;
    let lock = lock_of(core, a.all[0])?;
    does(lock, action(lock, blocking), timeout, Reaction::Flag)
}

fn enter(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let lock = lock_of(core, a.all[0])?;
    does(lock, action(lock, true), None, Reaction::Flag)
}

fn release(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let lock = lock_of(core, a.all[0])?;
    if lock.class == types::RLOCK {
        let refused = Reaction::Unless(Kind::RuntimeError, "cannot release un-acquired lock");
        return does(lock, Action::Reentrant(ReentrantAction::Release), None, refused);
    }
    let refused = Reaction::Unless(Kind::RuntimeError, "release unlocked lock");
    does(lock, Action::Lock(LockAction::Release), None, refused)
}

fn exit(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    release(core, p, a)
}

fn locked(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Lock(LockAction::Look), None, Reaction::Flag)
}

fn take_permit(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "acquire", &["blocking", "timeout"])?;
    let blocking = values[0].is_none_or(|blocking| core.truth(blocking) == Some(true));
    let given = values[1].filter(|timeout| *timeout != Value::None);
    if !blocking && given.is_some() {
        return Err(Raise::value_error("can't specify timeout for non-blocking acquire"));
    }
    let semaphore = handle(core, a.all[0])?;
    let timeout = given.map_or(Ok(None), |timeout| nanos(core, timeout))?;
    does(semaphore, action(semaphore, blocking), timeout, Reaction::Flag)
}

fn give_permit(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "release", &["n"])?;
    let n = values[0].map_or(Ok(1), |n| int_arg(core, n))?;
    let Some(n) = u32::try_from(n).ok().filter(|n| *n >= 1) else {
        return Err(Raise::value_error("n must be one or more"));
    };
    give(core, a.all[0], n)
}

fn exit_permit(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    give(core, a.all[0], 1)
}

fn give(core: &Core, semaphore: Value, n: u32) -> Res<Done> {
    let semaphore = handle(core, semaphore)?;
    match semaphore.extra {
        Value::Int(most) => {
            let most = u32::try_from(most).unwrap_or(u32::MAX);
            let refused = Reaction::Unless(Kind::ValueError, "Semaphore released too many times");
            does(semaphore, Action::Semaphore(SemaphoreAction::ReleaseWithin(n, most)), None, refused)
        }
        _ => does(semaphore, Action::Semaphore(SemaphoreAction::Release(n)), None, Reaction::Nothing),
    }
}

fn set(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("Event.set", 1, 1)?;
    does(handle(core, a.all[0])?, Action::Event(EventAction::Set), None, Reaction::Nothing)
}

fn clear(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("Event.clear", 1, 1)?;
    does(handle(core, a.all[0])?, Action::Event(EventAction::Clear), None, Reaction::Nothing)
}

fn is_set(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("Event.is_set", 1, 1)?;
    does(handle(core, a.all[0])?, Action::Event(EventAction::Look), None, Reaction::Flag)
}

fn wait(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "wait", &["timeout"])?;
    let timeout = limit(core, values[0].unwrap_or(Value::None))?;
    does(handle(core, a.all[0])?, Action::Event(EventAction::Wait), timeout, Reaction::Flag)
}

/// A limit that may be nothing, and is at once where it is negative.
pub(super) fn limit(core: &Core, value: Value) -> Res<Option<u64>> {
    Ok(match value {
        Value::None => None,
        value => Some(nanos(core, value)?.unwrap_or(0)),
    })
}

/// A queue, what goes in, whether only if there is room, and for how long at most.
fn put(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let offers = core.truth(a.all[2]) != Some(true);
    act(Act::Put(handle(core, a.all[0])?.number, a.all[1], offers, limit(core, a.all[3])?))
}

fn get(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let action = if core.truth(a.all[1]) == Some(true) { QueueAction::Get } else { QueueAction::TryGet };
    does(handle(core, a.all[0])?, Action::Queue(action), limit(core, a.all[2])?, Reaction::Item)
}

fn qsize(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Queue(QueueAction::Len), None, Reaction::Flag)
}

fn queue_done(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let refused = Reaction::Unless(Kind::ValueError, "task_done() called too many times");
    does(handle(core, a.all[0])?, Action::Queue(QueueAction::Done), None, refused)
}

fn queue_join(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Queue(QueueAction::Join), None, Reaction::Nothing)
}

fn enlist(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Condition(ConditionAction::Enlist), None, Reaction::Nothing)
}

fn pass(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let timeout = limit(core, a.all[1])?;
    does(handle(core, a.all[0])?, Action::Condition(ConditionAction::Pass), timeout, Reaction::Flag)
}

fn call_names(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let names = u32::try_from(int_arg(core, a.all[1])?).unwrap_or(u32::MAX);
    does(handle(core, a.all[0])?, Action::Condition(ConditionAction::Notify(names)), None, Reaction::Nothing)
}

/// How often this task holds a lock, as far as it knows.
fn held(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let lock = lock_of(core, a.all[0])?;
    let times = core.held.get(&lock.number).copied().unwrap_or(0);
    Ok(Value::Int(i64::from(times)).into())
}

fn extra(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(handle(core, a.all[0])?.extra.into())
}

/// What is called and with what, what it is called, and whether nobody waits for its end.
fn start(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let call = core.items(a.all[0], 0)?;
    let name = core.heap.str(a.all[1]).unwrap_or_default().to_string();
    act(Act::Spawn(call, name, core.truth(a.all[2]) == Some(true)))
}

fn join(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    act(Act::Join(handle(core, a.all[0])?.number, limit(core, a.all[1])?))
}

fn alive(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    does(handle(core, a.all[0])?, Action::Task(TaskAction::Look), None, Reaction::Flag)
}

/// From now on this task knows the other task of a thread it started.
fn knows(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    core.threads.push((a.all[0], a.all[1]));
    Ok(Value::None.into())
}

/// The task of a thread this one started, or None.
fn task(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let found = core.threads.iter().find(|(known, _)| known.is(a.all[0]));
    Ok(found.map_or(Value::None, |(_, task)| *task).into())
}

/// The threads this one started.
fn threads(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    let threads: Vec<Value> = core.threads.iter().map(|(thread, _)| *thread).collect();
    Ok(core.heap.list(threads).into())
}

/// The object of the thread that runs, or None in the main one; with an argument it becomes this.
fn current(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if let Some(thread) = a.at(0) {
        core.current = thread;
        core.threads.clear();
        core.held.clear();
        core.locals.clear();
    }
    Ok(core.current.into())
}

/// A number no other thread has had; all take theirs from the same.
fn thread_number(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    if core.heap.sharing.on {
        return act(Act::Number);
    }
    core.numbered += 1;
    Ok(Value::Int(core.numbered).into())
}

fn ident(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let number = match a.at(0) {
        Some(task) => handle(core, task)?.number,
        None => 0,
    };
    Ok(Value::Int(0x7f00_0000_0000 + i64::from(number) * 4096).into())
}
