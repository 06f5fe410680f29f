//! A program on an engine: what the machine stops for is one awaited operation of `Cx`, and its answer goes back
//! into a register. The only place that knows both sides.
//!
//! Tasks share variables of the module, locks, and each other's ends. Each has a heap of its own, a copy made when
//! it was started; what both could reach then may be read and never changed: who changes it ends the run with a
//! sentence, because the other would not see it. (Shared containers come next.)

use crate::code::Program;
use crate::heap::{Handle, Obj};
use crate::machine::{Act, State, Stop, types};
use crate::value::Value;
use model::{Mark, Verdict};
use runtime::handles::{Guard, Lock, Map, Queue};
use runtime::{Cx, Task};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

/// So many bytecodes between two looks at the engine.
const BUDGET: i64 = 100_000;

/// What a task knows of what it shares; handed on to those it starts.
#[derive(Clone)]
struct Shared {
    program: Arc<Program>,
    /// The module's variables that tasks share, by slot. Nothing is in one that is not bound.
    variables: Arc<BTreeMap<u16, Map>>,
    /// What is printed, in order.
    printed: Queue,
    locks: Vec<Lock>,
    tasks: Vec<Task>,
    teller: Option<Teller>,
}

impl Shared {
    fn tell(&self, tell: impl FnOnce(&mut Told)) {
        if let Some(teller) = &self.teller {
            tell(&mut teller.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

/// What a run said, for who wants it as a program on a terminal says it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// On stdout.
    pub out: String,
    /// On stderr: tracebacks too, those of threads included.
    pub err: String,
    /// The exit status, once the main task is through.
    pub status: Option<i32>,
}

/// Where that is put.
pub type Teller = Arc<Mutex<Told>>;

/// How a task ended.
enum Over {
    Done,
    /// An exception nobody caught: the text and the exit status.
    Raised(String, i32),
    /// What is not here: the run cannot go on.
    Refused(&'static str),
}

const CHANGED: &str =
    "An object that two threads can reach was changed: shared lists, dicts and objects are not here yet.";
const NO_VALUE: &str = "Only numbers, texts, tuples of them and None can be put into a shared variable yet.";

/// The main task of a program on an engine. The verdict's key is what it printed, and an exception that nobody
/// caught is a crash; with a teller it is told there instead, as Python would.
pub async fn program(cx: Cx, program: Arc<Program>, teller: Option<Teller>) -> Verdict {
    let shared_slots = program.shared.iter().enumerate().filter(|(_, shared)| **shared);
    let variables = shared_slots.map(|(slot, _)| {
        let name = program.symbols.text(program.globals[slot]);
        (u16::try_from(slot).expect("slots are few"), cx.map(name))
    });
    let shared = Shared {
        variables: Arc::new(variables.collect()),
        printed: cx.queue("stdout"),
        locks: Vec::new(),
        tasks: Vec::new(),
        program: program.clone(),
        teller: teller.clone(),
    };
    let printed = shared.printed;
    let told = shared.clone();
    let over = task(cx.clone(), State::new(&program), shared, None).await;
    let mut text = String::new();
    while let Some(piece) = printed.try_get(&cx).await {
        text.push_str(piece.as_text().unwrap_or_default());
    }
    told.tell(|told| told.out.clone_from(&text));
    match over {
        Over::Done | Over::Raised(_, 0) => {
            told.tell(|told| told.status = Some(0));
            Verdict::good(&text)
        }
        Over::Raised(words, status) if teller.is_some() => {
            told.tell(|told| {
                told.err.push_str(&words);
                told.status = Some(status);
            });
            Verdict::bad(&text)
        }
        Over::Raised(words, _) => cx.crash(Mark::NONE, words.trim_end()).await,
        Over::Refused(words) => cx.crash(Mark::NONE, words).await,
    }
}

/// One task, from where its state stands to its end.
///
/// The main one has no name.
fn task(cx: Cx, mut state: State, mut shared: Shared, name: Option<String>) -> Pin<Box<dyn Future<Output = Over>>> {
    Box::pin(async move {
        let mut held: BTreeMap<u32, Guard> = BTreeMap::new();
        let over = loop {
            state.fuel = BUDGET;
            let stop = state.run(&shared.program);
            if state.core.heap.touched {
                break Over::Refused(CHANGED);
            }
            let (out, err) = state.take_output();
            if !out.is_empty() {
                shared.printed.put(&cx, out.as_str()).await;
            }
            shared.tell(|told| told.err.push_str(&err));
            match step(&cx, &mut state, stop, &mut shared, &mut held).await {
                Ok(None) => {}
                Ok(Some(over)) => break over,
                Err(words) => break Over::Refused(words),
            }
        };
        // As CPython's threads do: a lock that is held stays held.
        for (_, guard) in held {
            std::mem::forget(guard);
        }
        match (&over, &name) {
            // As `threading.excepthook` says it; `sys.exit` in a thread ends it without a word.
            (Over::Raised(words, _), Some(name)) if !words.is_empty() => {
                shared.tell(|told| told.err.push_str(&format!("Exception in thread {name}:\n{words}")));
            }
            _ => {}
        }
        if name.is_none() {
            // The interpreter waits for its threads before it ends.
            for task in &shared.tasks {
                task.join(&cx).await;
            }
        }
        over
    })
}

/// One operation. `Err` is what is not here.
async fn step(
    cx: &Cx,
    state: &mut State,
    stop: Stop,
    shared: &mut Shared,
    held: &mut BTreeMap<u32, Guard>,
) -> Result<Option<Over>, &'static str> {
    match stop {
        Stop::Done => return Ok(Some(Over::Done)),
        Stop::Raise(exception) => {
            if state.ask_words(&shared.program, exception) {
                // Its own `__str__` is asked; what that would share with others stays undone.
                state.fuel = BUDGET;
                while matches!(state.run(&shared.program), Stop::Checkpoint) && !cx.isolates() {
                    state.fuel = BUDGET;
                    cx.back_edge(Mark::NONE).await;
                }
            }
            let (status, text) = state.exit(&shared.program, exception);
            return Ok(Some(Over::Raised(text, status)));
        }
        Stop::Checkpoint => cx.back_edge(Mark::NONE).await,
        Stop::Load(slot) => match shared.variables[&slot].get(cx, runtime::Value::None).await {
            Some(value) => {
                let value = unpacked(state, &value);
                state.answer(value);
            }
            None => state.no_such_name(&shared.program, slot),
        },
        Stop::Store(slot, value) => {
            let packed = packed(state, value).ok_or(NO_VALUE)?;
            shared.variables[&slot].insert(cx, runtime::Value::None, packed).await;
        }
        Stop::Sleep(nanos) => {
            cx.sleep(cx, nanos).await;
            state.answer_none();
        }
        Stop::Now => state.answer_int(i64::try_from(cx.now()).unwrap_or(i64::MAX)),
        Stop::Input => state.answer_end_of_input(&shared.program),
        Stop::Act(act) => return acted(cx, state, act, shared, held).await,
    }
    Ok(None)
}

async fn acted(
    cx: &Cx,
    state: &mut State,
    act: Act,
    shared: &mut Shared,
    held: &mut BTreeMap<u32, Guard>,
) -> Result<Option<Over>, &'static str> {
    match act {
        Act::Lock => {
            let number = u32::try_from(shared.locks.len()).expect("memory ends before");
            shared.locks.push(cx.lock("lock"));
            let handle = state.core.heap.obj(Obj::Handle(Handle { class: types::LOCK, number }));
            state.answer(handle);
        }
        Act::Acquire(number, blocking, timeout) => {
            let lock = shared.locks[number as usize];
            let guard = match (blocking, timeout) {
                (false, _) => lock.try_acquire(cx).await,
                (true, None) => Some(lock.acquire(cx).await),
                (true, Some(nanos)) => cx.within(nanos, async |cx: Cx| lock.acquire(&cx).await).await.ok(),
            };
            let took = guard.is_some();
            if let Some(guard) = guard {
                held.insert(number, guard);
            }
            state.answer(Value::Bool(took));
        }
        Act::Release(number) => {
            let Some(guard) = held.remove(&number) else {
                return Err("A lock was given back by a thread that does not hold it: that is not here yet.");
            };
            guard.release(Mark::NONE).await;
            state.answer_none();
        }
        Act::Locked(number) => {
            let free = if held.contains_key(&number) {
                false
            } else {
                match shared.locks[number as usize].try_acquire(cx).await {
                    Some(guard) => {
                        guard.release(Mark::NONE).await;
                        true
                    }
                    None => false,
                }
            };
            state.answer(Value::Bool(!free));
        }
        Act::Spawn(thread, args, name) => {
            let child = state.child(&shared.program, &args);
            let (inner, called) = (shared.clone(), name.clone());
            let body = async move |cx: Cx| match task(cx, child, inner, Some(name)).await {
                // What it raised was told there, and nobody else hears of it.
                Over::Done | Over::Raised(..) => runtime::Value::None,
                Over::Refused(words) => runtime::Value::Failure(words.into()),
            };
            let started = cx.spawn_on(cx, runtime::Strand::Usual, called, body).await;
            let number = u32::try_from(shared.tasks.len()).expect("memory ends before");
            shared.tasks.push(started);
            state.core.threads.push((thread, number));
            state.answer_none();
        }
        Act::Join(number, timeout) => {
            let task = shared.tasks[number as usize];
            let result = match timeout {
                None => Some(task.join(cx).await),
                Some(nanos) => cx.within(nanos, async |cx: Cx| task.join(&cx).await).await.ok(),
            };
            if let Some(runtime::Value::Failure(words)) = result {
                // What is not here ends the whole run, whichever task met it.
                cx.crash(Mark::NONE, &words).await;
            }
            state.answer_none();
        }
        Act::Alive(number) => {
            let done = shared.tasks[number as usize].done(cx).await;
            state.answer(Value::Bool(!done));
        }
    }
    Ok(None)
}

/// What can travel by value, as the engines know it.
fn packed(state: &State, value: Value) -> Option<runtime::Value> {
    let tagged = |tag: i64, inner: runtime::Value| Some(vec![runtime::Value::Int(tag), inner].into());
    match value {
        Value::None => Some(runtime::Value::None),
        Value::Int(n) => Some(runtime::Value::Int(n)),
        Value::Str(at) => Some(runtime::Value::Text(state.core.heap.text_of(at).text.clone())),
        Value::Bool(b) => tagged(0, runtime::Value::Int(i64::from(b))),
        Value::Float(x) => tagged(1, runtime::Value::Int(x.to_bits().cast_signed())),
        Value::Obj(at) => match state.core.heap.get(at) {
            Obj::Tuple(items) => {
                let items = items.iter().map(|item| packed(state, *item)).collect::<Option<Vec<_>>>()?;
                tagged(2, items.into())
            }
            Obj::Bytes(bytes) => tagged(3, runtime::Value::Bytes(bytes.clone())),
            _ => None,
        },
        _ => None,
    }
}

fn unpacked(state: &mut State, value: &runtime::Value) -> Value {
    match value {
        runtime::Value::Int(n) => Value::Int(*n),
        runtime::Value::Text(text) => state.core.heap.text(text.clone()),
        runtime::Value::List(parts) => match &parts[..] {
            [runtime::Value::Int(0), runtime::Value::Int(b)] => Value::Bool(*b != 0),
            [runtime::Value::Int(1), runtime::Value::Int(bits)] => Value::Float(f64::from_bits(bits.cast_unsigned())),
            [runtime::Value::Int(2), runtime::Value::List(items)] => {
                let items: Vec<Value> = items.iter().map(|item| unpacked(state, item)).collect();
                state.core.heap.tuple(items)
            }
            [runtime::Value::Int(3), runtime::Value::Bytes(bytes)] => state.core.heap.obj(Obj::Bytes(bytes.clone())),
            _ => Value::None,
        },
        _ => Value::None,
    }
}
