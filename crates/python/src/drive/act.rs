//! Tasks, locks and all that stands above them: one operation of the engine each.

use super::{Over, Role, Shared, heard, process, task};
use crate::heap::{Handle, Obj};
use crate::machine::{Act, Reaction, State};
use crate::value::Value;
use model::{Mark, ObjectId, TaskId};
use runtime::objects::{
    Action, CellAction, LockAction, Object, QueueAction, ReentrantAction, TaskAction, VariableState,
};
use runtime::{Cx, Reply};
use std::sync::Arc;

const ONE_THREAD: &str = "Where each process is measured it has one thread: run a program with threads under another \
    mode, or modelled.";

/// Does it, and tells the machine what came of it. `Err` is what is not here.
pub(super) async fn act(cx: &Cx, state: &mut State, act: Act, shared: &mut Shared) -> Result<(), &'static str> {
    match act {
        Act::Make(class, object, name, extra) => {
            let number = cx.create(*object, name).0;
            let handle = state.core.heap.handle(Handle { class, number, extra });
            state.answer(handle);
        }
        Act::Number => {
            let add = Action::Cell(CellAction::Add(1));
            let reply = cx.at(shared.mark).acts(shared.numbers.expect("it is there once tasks share"), add).await;
            if let Reply::Value(runtime::Value::Int(number)) = reply {
                state.answer_int(number + 1);
            }
        }
        Act::Do(object, action, timeout, reaction) => {
            let holds = holds(&action);
            let reply = ask(cx, shared.mark, ObjectId(object), *action, timeout).await;
            if let (Some(takes), Some(Reply::Flag(true))) = (holds, &reply) {
                let held = state.core.held.entry(object).or_default();
                *held = if takes { *held + 1 } else { held.saturating_sub(1) };
            }
            react(state, shared, reply, reaction);
        }
        Act::Put(object, value, offers, timeout) => {
            if let Value::Obj(_) | Value::Class(_) = value {
                begin_sharing(cx, state, shared)?;
            }
            let packed = crate::share::send(cx, &mut state.core, &shared.program, value)?.into();
            let put = if offers { QueueAction::Offer(packed) } else { QueueAction::Put(packed) };
            let reply = ask(cx, shared.mark, ObjectId(object), Action::Queue(put), timeout).await;
            react(state, shared, reply, Reaction::Flag);
        }
        Act::Spawn(..) if state.core.is_isolated => return Err(ONE_THREAD),
        Act::Spawn(call, name, daemon) => {
            begin_sharing(cx, state, shared)?;
            let roots: Vec<(Value, &str)> = call.iter().map(|value| (*value, "")).collect();
            crate::share::publish(cx, &mut state.core, &shared.program, &roots)?;
            state.core.heap.sharing.alone = false;
            let child = state.thread(&shared.program, &call);
            let mut inner = shared.clone();
            inner.tasks.clear();
            inner.children.clear();
            shared.daemons |= daemon;
            let called = name.clone();
            let body = async move |cx: Cx| match task(cx, child, inner, Role::Thread(name)).await {
                // What it raised was told there, and nobody else hears of it.
                (Over::Done(_) | Over::Raised(..) | Over::Left(_), tasks) => {
                    let numbers = tasks.into_iter().map(|task| runtime::Value::Int(i64::from(task.0)));
                    runtime::Value::List(numbers.collect())
                }
                (Over::Refused(words), _) => runtime::Value::Failure(words.into()),
            };
            let started = cx.spawn_on(cx.at(shared.mark), runtime::Strand::Usual, called, body).await;
            if !daemon {
                shared.tasks.push(started.object());
            }
            let handle = Handle { class: crate::machine::types::TASK, number: started.object().0, extra: Value::None };
            let handle = state.core.heap.handle(handle);
            state.answer(handle);
        }
        Act::Join(number, timeout) => {
            let reply = ask(cx, shared.mark, ObjectId(number), Action::Task(TaskAction::Join), timeout).await;
            if let Some(reply) = &reply {
                // What is waited for here need not be waited for at the end.
                let end = if shared.tasks.contains(&ObjectId(number)) { reply } else { &Reply::Done };
                shared.tasks.retain(|task| *task != ObjectId(number));
                if let Err(words) = heard(shared, end) {
                    cx.crash(shared.mark, &*words).await;
                }
                state.core.heap.sharing.alone = cx.task() == TaskId::MAIN && shared.tasks.is_empty() && !shared.daemons;
            }
            state.answer(Value::Bool(reply.is_some()));
        }
        Act::Process(birth) => process::start(cx, state, *birth, shared).await?,
        Act::Ended(number, timeout) => process::ended(cx, state, number, timeout, shared).await,
        Act::Send(number, bytes, offers, timeout) => {
            let parcel = runtime::Value::Parcel(bytes);
            let put = if offers { QueueAction::Offer(parcel) } else { QueueAction::Put(parcel) };
            let reply = ask(cx, shared.mark, ObjectId(number), Action::Queue(put), timeout).await;
            react(state, shared, reply, Reaction::Flag);
        }
        Act::Exit(_) => unreachable!("that is no operation"),
    }
    Ok(())
}

/// Whether an action takes a lock, or gives one back.
fn holds(action: &Action) -> Option<bool> {
    match action {
        Action::Lock(LockAction::Acquire | LockAction::TryAcquire)
        | Action::Reentrant(ReentrantAction::Acquire | ReentrantAction::TryAcquire) => Some(true),
        Action::Lock(LockAction::Release) | Action::Reentrant(ReentrantAction::Release) => Some(false),
        _ => None,
    }
}

/// One operation; nothing where it ran out of time.
pub(super) async fn ask(cx: &Cx, mark: Mark, object: ObjectId, action: Action, timeout: Option<u64>) -> Option<Reply> {
    match timeout {
        None => Some(cx.at(mark).acts(object, action).await),
        Some(nanos) => cx.within(nanos, async |cx: Cx| cx.at(mark).acts(object, action).await).await.ok(),
    }
}

fn react(state: &mut State, shared: &Shared, reply: Option<Reply>, reaction: Reaction) {
    let p = &*shared.program;
    let value = match (reply, reaction) {
        (None, Reaction::Item) => Value::Undef,
        (None, _) => Value::Bool(false),
        (Some(_), Reaction::Nothing) => Value::None,
        (Some(Reply::Flag(false)), Reaction::Unless(kind, words)) => return state.fail(p, kind, words),
        (Some(_), Reaction::Unless(..)) => Value::None,
        (Some(Reply::Flag(flag)), _) => Value::Bool(flag),
        (Some(Reply::Value(value)), Reaction::Item) => match value.first() {
            Some(item) => state.core.unpacked_value(p, &crate::share::packed(&item)),
            None => Value::Undef,
        },
        (Some(Reply::Value(value)), _) => state.core.unpacked_value(p, &crate::share::packed(&value)),
        (Some(_), _) => Value::Bool(true),
    };
    // Nothing to be had is told by something no program has.
    state.answer(if value == Value::Undef { Value::NotImplemented } else { value });
}

/// The first other task is about to begin, or something is put where one may find it: what all tasks see becomes
/// the engine's.
fn begin_sharing(cx: &Cx, state: &mut State, shared: &mut Shared) -> Result<(), &'static str> {
    if state.core.heap.sharing.on {
        if state.core.heap.sharing.alone {
            state.core.heap.begin_sharing();
        }
        return Ok(());
    }
    let p = shared.program.clone();
    state.core.heap.begin_sharing();
    state.core.heap.sharing.alone = true;
    let main = &p.modules[usize::from(p.main)];
    let mut slots: Vec<u16> = main.names.values().copied().collect();
    slots.sort_unstable();
    let mut roots = Vec::new();
    for slot in &slots {
        let slot = usize::from(*slot);
        let value = state.core.globals[slot];
        if p.inside[slot] && value != Value::Undef {
            roots.push((value, &**p.symbols.text(p.globals[slot])));
        }
    }
    crate::share::publish(cx, &mut state.core, &p, &roots)?;
    let mut variables = vec![None; p.globals.len()];
    for slot in slots.iter().map(|slot| usize::from(*slot)).filter(|slot| p.shared[*slot]) {
        let value = match state.core.globals[slot] {
            Value::Undef => None,
            value => Some(crate::share::send(cx, &mut state.core, &p, value)?.into()),
        };
        let name = p.symbols.text(p.globals[slot]);
        variables[slot] = Some(cx.create(Object::Variable(VariableState::new(value)), name));
    }
    shared.variables = Arc::from(variables);
    shared.numbers = Some(cx.cell("threads", state.core.numbered).object());
    Ok(())
}

/// What a handle of the engine is, as the heap has it.
impl crate::heap::Heap {
    pub(crate) fn handle(&mut self, handle: Handle) -> Value {
        if let Some(at) = self.sharing.found.get(&handle.number) {
            return Value::Obj(*at);
        }
        let at = self.make(Obj::Handle(handle));
        self.sharing.found.insert(handle.number, at);
        Value::Obj(at)
    }
}
