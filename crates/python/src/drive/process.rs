//! Processes: a task with a heap of its own, which nobody else sees. What it begins with is a copy of its parent's, or
//! nothing but the module, run once more.
//!
//! What threads share in the parent is no longer shared in the copy: each object is looked at once and is the copy's
//! own from then on. Locks and their like are copied too, but for those that `multiprocessing` made, which are
//! between processes.

use super::{Over, Role, Shared, object, task};
use crate::heap::{Handle, Obj};
use crate::machine::types;
use crate::machine::{Birth, FIRST_PID, State};
use crate::share::{Contents, Packed, Sort, packed};
use crate::value::{Ref, Value};
use model::{Mark, ObjectId, ObjectKind};
use runtime::objects::{
    Action, ConditionState, EventAction, EventState, LockAction, LockState, Object, QueueAction, QueueState,
    ReentrantAction, ReentrantState, SemaphoreAction, SemaphoreState, TaskAction, VariableAction,
};
use runtime::{Cx, Reply, Strand};
use std::sync::Arc;

const QUEUE: &str = "A queue of threads with something in it cannot be copied into a process yet.";

/// A process that was started, as its parent knows it.
#[derive(Clone, Copy)]
pub(super) struct Started {
    task: ObjectId,
    daemon: bool,
}

/// What a process that begins from nothing comes to, one after the other.
pub(super) enum Next {
    /// The module, and then the call these bytes are of.
    Call(Arc<[u8]>),
    /// Nothing more.
    Nothing,
}

/// Starts a process; its handle and number are the answer.
pub(super) async fn start(cx: &Cx, state: &mut State, birth: Birth, shared: &mut Shared) -> Result<(), &'static str> {
    let Birth { call, name, daemon, bytes } = birth;
    let (mut child, next, strand) = match bytes {
        None => (copy(cx, state, &call, shared).await?, Next::Nothing, Strand::Fork),
        Some(bytes) => {
            let mut child = State::anew(&shared.program);
            child.core.seed = state.core.seed.wrapping_add(1);
            child.core.cores = state.core.cores;
            child.core.is_isolated = state.core.is_isolated;
            (child, Next::Call(bytes), Strand::Spawn)
        }
    };
    child.core.ppid = state.core.pid;
    let mut inner = shared.clone();
    (inner.variables, inner.numbers, inner.daemons) = (Arc::new([]), None, false);
    inner.tasks.clear();
    inner.children.clear();
    let called = name.clone();
    let held = child.core.held.clone();
    let body = async move |cx: Cx| {
        child.core.pid = number(cx.task());
        // What was held when the copy was made is held in it.
        for (lock, times) in held {
            for _ in 0..times {
                let action = match child.core.heap.handle_class(lock) {
                    Some(types::RLOCK) => Action::Reentrant(ReentrantAction::Acquire),
                    _ => Action::Lock(LockAction::Acquire),
                };
                cx.at(Mark::NONE).acts(ObjectId(lock), action).await;
            }
        }
        match task(cx, child, inner, Role::Process(called, next)).await.0 {
            Over::Done(_) => runtime::Value::Int(0),
            Over::Raised(_, status) | Over::Left(status) => runtime::Value::Int(status.into()),
            Over::Refused(words) => runtime::Value::Failure(words.into()),
        }
    };
    let started = cx.spawn_on(cx.at(shared.mark), strand, name, body).await;
    shared.children.push(Started { task: started.object(), daemon });
    let handle = Handle { class: types::TASK, number: started.object().0, extra: Value::None };
    let handle = state.core.heap.handle(handle);
    let answer = state.core.heap.tuple([handle, Value::Int(number(started.id()))]);
    state.answer(answer);
    Ok(())
}

/// The number of the process that a task is the first of.
fn number(task: model::TaskId) -> i64 {
    FIRST_PID + i64::from(task.0)
}

/// Waits for the end of a process: its exit code is the answer, or None where the time was over.
pub(super) async fn ended(cx: &Cx, state: &mut State, number: u32, timeout: Option<u64>, shared: &mut Shared) {
    let join = Action::Task(TaskAction::Join);
    let reply = super::act::ask(cx, shared.mark, ObjectId(number), join, timeout).await;
    let code = match &reply {
        None => Value::None,
        Some(reply) => {
            shared.children.retain(|child| child.task != ObjectId(number));
            match code(reply) {
                Ok(code) => Value::Int(code),
                Err(words) => cx.crash(shared.mark, &*words).await,
            }
        }
    };
    state.answer(code);
}

/// The exit code in the end of a process. `Err` is what was not there, which ends the whole run.
fn code(end: &Reply) -> Result<i64, String> {
    match end {
        Reply::Value(runtime::Value::Int(code)) => Ok(*code),
        Reply::Value(runtime::Value::Failure(failure)) if failure.process().is_some() => Ok(-9),
        Reply::Value(runtime::Value::Failure(words)) => Err(words.to_string()),
        // It was ended from outside.
        _ => Ok(-15),
    }
}

/// Before a process ends it ends those that only serve it, and waits for the others.
pub(super) async fn wait_for_children(cx: &Cx, shared: &mut Shared) {
    for child in &shared.children {
        if child.daemon {
            cx.at(shared.mark).acts(child.task, Action::Task(TaskAction::Cancel)).await;
        }
    }
    while !shared.children.is_empty() {
        let child = shared.children.remove(0);
        let end = cx.at(shared.mark).acts(child.task, Action::Task(TaskAction::Join)).await;
        if let Err(words) = code(&end) {
            cx.crash(shared.mark, &*words).await;
        }
    }
}

/// The next thing a process that begins from nothing does, once it has nothing to do.
pub(super) fn goes_on(state: &mut State, next: &mut Next, shared: &Shared) -> bool {
    let Next::Call(bytes) = next else { return false };
    state.core.is_inheriting = false;
    let bytes = state.core.heap.obj(Obj::Bytes(bytes.clone()));
    if !state.begin_named(&shared.program, "multiprocessing", "_spawned", &[bytes]) {
        *next = Next::Nothing;
    }
    true
}

/// What a process begins with that is a copy of this one.
async fn copy(cx: &Cx, state: &mut State, call: &[Value], shared: &Shared) -> Result<State, &'static str> {
    let mut child = state.child(&shared.program, call);
    let core = &mut child.core;
    core.threads.clear();
    core.current = Value::None;
    core.held.clear();
    if core.heap.sharing.on {
        unshare(cx, &mut child, shared).await?;
    }
    let handles: Vec<(Ref, Handle)> = child.core.heap.handles().collect();
    for (at, handle) in handles {
        if child.core.between_processes.contains(&handle.number) {
            continue;
        }
        let times = state.core.held.get(&handle.number).copied().unwrap_or(0);
        let Some((object, held)) = twin(cx, shared, handle, times).await? else { continue };
        let new = cx.create(object, "copy").0;
        if held > 0 {
            child.core.held.insert(new, held);
        }
        child.core.heap.renumber(at, new);
    }
    Ok(child)
}

/// An object of threads like this one, and how often it is to be taken before anything else; `None` for what stays.
async fn twin(cx: &Cx, shared: &Shared, handle: Handle, times: u32) -> Result<Option<(Object, u32)>, &'static str> {
    let look = async |action| cx.at(shared.mark).acts(ObjectId(handle.number), action).await;
    Ok(Some(match handle.class {
        types::LOCK => {
            let taken = times > 0 || look(Action::Lock(LockAction::Look)).await == Reply::Flag(true);
            (Object::Lock(LockState::default()), u32::from(taken))
        }
        types::RLOCK => (Object::Reentrant(ReentrantState::default()), times),
        types::CONDITION => (Object::Condition(ConditionState::default()), 0),
        types::EVENT => {
            let mut event = Object::Event(EventState::default());
            if look(Action::Event(EventAction::Look)).await == Reply::Flag(true) {
                event.apply(cx.task(), &Action::Event(EventAction::Set));
            }
            (event, 0)
        }
        types::SEMAPHORE | types::BOUNDED_SEMAPHORE => {
            let permits = match look(Action::Semaphore(SemaphoreAction::Look)).await {
                Reply::Value(runtime::Value::Int(permits)) => u32::try_from(permits).unwrap_or(0),
                _ => 0,
            };
            (Object::Semaphore(SemaphoreState::new(permits)), 0)
        }
        types::QUEUE | types::SIMPLE_QUEUE => {
            let len = look(Action::Queue(QueueAction::Len)).await;
            if len != Reply::Value(runtime::Value::Int(0)) {
                return Err(QUEUE);
            }
            let room = match handle.extra {
                Value::Int(room) => u32::try_from(room).ok().filter(|room| *room > 0),
                _ => None,
            };
            (Object::Queue(QueueState::new(ObjectKind::Queue, room)), 0)
        }
        _ => return Ok(None),
    }))
}

/// Makes the copy's own what threads of this process share.
async fn unshare(cx: &Cx, child: &mut State, shared: &Shared) -> Result<(), &'static str> {
    let p = &*shared.program;
    child.collect(p);
    let load = || Action::Variable(VariableAction::Load);
    for (slot, variable) in shared.variables.iter().enumerate() {
        let Some(variable) = variable else { continue };
        child.core.globals[slot] = match cx.at(shared.mark).acts(*variable, load()).await {
            Reply::Value(value) => child.core.unpacked_value(p, &packed(&value)),
            _ => Value::Undef,
        };
    }
    let mut at = 0;
    // What is looked at may name more.
    while at < child.core.heap.len() {
        let place = Ref(u32::try_from(at).map_err(|_| "Memory ends before.")?);
        at += 1;
        let Some(here) = child.core.heap.shared(place) else { continue };
        let of = here.of.clone();
        let contents = match of.sort {
            Sort::Cell => match cx.at(shared.mark).acts(ObjectId(of.object), load()).await {
                Reply::Value(value) => Arc::new(Contents::Cell(packed(&value))),
                _ => Arc::new(Contents::Cell(Packed::Undef)),
            },
            _ => object::look(cx, shared, of).await?,
        };
        child.core.keep(p, place, &contents);
    }
    child.core.heap.end_sharing();
    Ok(())
}
