//! A program on an engine: what the machine stops for is one awaited operation of `Cx`, and its answer goes back
//! into a register. The only place that knows both sides.
//!
//! Each task has a heap of its own, a copy made when it was started. What can change and another task may find is
//! no longer there: it was published, and is the engine's (`crate::share`).

mod act;
mod object;
mod process;
mod scenario;

use crate::code::Program;
use crate::machine::{Act, Said, State, Stop};
use crate::value::Value;
use model::{Mark, Mode, ObjectId, Printed, Verdict};
use runtime::handles::Queue;
use runtime::objects::{Action, EventAction, EventState, Object, TaskAction, VariableAction};
use runtime::{Cx, Reply};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

/// About how many nanoseconds one unit of fuel takes CPython 3.11: an instruction of ours does the work of about two
/// of its bytecodes.
const UNIT: u64 = 25;

/// So many units are done at a time of what an exception says of itself.
const WORDS: i64 = 100_000;

/// So many bytes at most are printed in a run.
const MOST_PRINTED: usize = 1 << 20;

pub use scenario::scenario;

/// The exit status, among the numbers of a verdict.
pub const STATUS: &str = "status";

/// What a task knows of what it shares; handed on to those it starts.
#[derive(Clone)]
struct Shared {
    program: Arc<Program>,
    /// The module's variables that tasks share, by slot, once there is a second task.
    variables: Arc<[Option<ObjectId>]>,
    /// How many threads have been numbered, once there is a second.
    numbers: Option<ObjectId>,
    /// What is printed, in order.
    printed: Queue,
    /// The tasks it started that the interpreter waits for, and those they did that it knows of.
    tasks: Vec<ObjectId>,
    /// Whether it started some that nobody waits for.
    daemons: bool,
    /// The processes that its process started and has not heard the end of.
    children: Vec<process::Started>,
    /// The line of the program that is under way.
    mark: Mark,
    teller: Option<Teller>,
}

impl Shared {
    fn tell(&self, tell: impl FnOnce(&mut Told)) {
        if let Some(teller) = &self.teller {
            tell(&mut teller.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn variable(&self, slot: u16) -> ObjectId {
        self.variables.get(usize::from(slot)).copied().flatten().expect("there is one for each that is shared")
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
    /// Both, piece by piece: who looks on takes them away.
    pub printed: Vec<Printed>,
    /// How many bytes that was in all.
    bytes: usize,
}

impl Told {
    fn print(&mut self, cx: &Cx, text: &str, is_error: bool) {
        if !text.is_empty() {
            self.bytes += text.len();
            self.printed.push(Printed { time: cx.now(), task: cx.task(), text: text.to_string(), is_error });
        }
    }
}

/// Where that is put.
pub type Teller = Arc<Mutex<Told>>;

/// How a task ended.
enum Over {
    /// It came to its end, and perhaps said to what.
    Done(Option<Said>),
    /// An exception nobody caught: the text and the exit status.
    Raised(String, i32),
    /// `os._exit`: with this status, waiting for nobody.
    Left(i32),
    /// What is not here: the run cannot go on.
    Refused(&'static str),
}

/// What a task is the first of.
enum Role {
    /// The run.
    Main,
    /// A thread of this name.
    Thread(String),
    /// A process of this name, and what it does after what it begins with.
    Process(String, process::Next),
}

const TOO_MUCH: &str = "It printed more than 1 MB. Print less, or less often.";

/// Under which rule an engine runs a program in Python: it says itself what is a process and what a coroutine, and
/// its threads have the GIL.
#[must_use]
pub fn rule(mode: Mode) -> Mode {
    match mode {
        Mode::Processes | Mode::EventLoop => Mode::Gil,
        Mode::Sequential | Mode::Gil | Mode::Free => mode,
    }
}

/// The main task of a program on an engine. The verdict's key is what it printed, and an exception that nobody
/// caught is a crash; with a teller it is told there instead, as Python would.
pub async fn program(cx: Cx, program: Arc<Program>, teller: Option<Teller>) -> Verdict {
    let (over, told) = main(&cx, program, teller.clone()).await;
    let printed = told.printed;
    let mut text = String::new();
    while let Some(piece) = printed.try_get(&cx).await {
        text.push_str(piece.as_text().unwrap_or_default());
    }
    told.tell(|told| told.out.clone_from(&text));
    match over {
        Over::Done(_) | Over::Raised(_, 0) => {
            told.tell(|told| told.status = Some(0));
            Verdict::good(&text).with(STATUS, 0.0)
        }
        Over::Left(status) => {
            told.tell(|told| told.status = Some(status));
            let verdict = if status == 0 { Verdict::good(&text) } else { Verdict::bad(&text) };
            verdict.with(STATUS, status.into())
        }
        Over::Raised(words, status) if teller.is_some() => {
            told.tell(|told| {
                told.err.push_str(&words);
                told.print(&cx, &words, true);
                told.status = Some(status);
            });
            Verdict::bad(&text).with(STATUS, status.into())
        }
        Over::Raised(words, _) => cx.crash(Mark::NONE, words.trim_end()).await,
        Over::Refused(words) => cx.crash(Mark::NONE, words).await,
    }
}

/// The main task, and what there is to know of it at its end.
async fn main(cx: &Cx, program: Arc<Program>, teller: Option<Teller>) -> (Over, Shared) {
    let shared = Shared {
        variables: Arc::new([]),
        numbers: None,
        printed: cx.queue("stdout"),
        tasks: Vec::new(),
        daemons: false,
        children: Vec::new(),
        mark: Mark::NONE,
        program: program.clone(),
        teller,
    };
    let told = shared.clone();
    let mut state = State::new(&program);
    let around = cx.surroundings();
    // Where time is measured, no two runs begin at the same nanosecond.
    state.core.seed = around.seed.wrapping_add(cx.now());
    state.core.cores = around.cores;
    state.core.is_isolated = cx.isolates();
    let (over, _) = task(cx.clone(), state, shared, Role::Main).await;
    (over, told)
}

/// How a task ended, and those it started that the interpreter waits for.
type Ended = (Over, Vec<ObjectId>);

/// One task, from where its state stands to its end.
fn task(cx: Cx, mut state: State, mut shared: Shared, mut role: Role) -> Pin<Box<dyn Future<Output = Ended>>> {
    Box::pin(async move {
        let mut signals = Signals::new(&cx, &role);
        state.core.owner = cx.task().0;
        let over = loop {
            let granted = (cx.grant() / UNIT).cast_signed().max(1);
            state.fuel = granted;
            let stop = state.run(&shared.program);
            cx.spend((granted - state.fuel).max(0).cast_unsigned() * UNIT);
            shared.mark = Mark(state.line(&shared.program));
            let (out, err) = state.take_output();
            if !out.is_empty() {
                shared.printed.put(cx.at(shared.mark), out.as_str()).await;
            }
            if !(out.is_empty() && err.is_empty()) {
                let mut too_much = false;
                shared.tell(|told| {
                    told.err.push_str(&err);
                    told.print(&cx, &out, false);
                    told.print(&cx, &err, true);
                    too_much = told.bytes > MOST_PRINTED;
                });
                if too_much {
                    break Over::Refused(TOO_MUCH);
                }
            }
            if let (Stop::Checkpoint, Some(signals)) = (&stop, &mut signals) {
                signals.look(&cx, shared.mark).await;
            }
            match step(&cx, &mut state, stop, &mut shared).await {
                Ok(None) => {}
                Ok(Some(Over::Done(_))) if role.goes_on(&mut state, &shared) => {}
                Ok(Some(over)) => break over,
                Err(words) => break Over::Refused(words),
            }
        };
        if let Over::Raised(words, _) = &over
            && let Some(words) = role.words(words)
        {
            shared.tell(|told| {
                told.err.push_str(&words);
                told.print(&cx, &words, true);
            });
        }
        if !matches!(role, Role::Thread(_)) && !matches!(over, Over::Refused(_) | Over::Left(_)) {
            // The interpreter waits for its threads before it ends, and for theirs.
            while let Some(task) = shared.tasks.pop() {
                let end = cx.at(shared.mark).acts(task, Action::Task(TaskAction::Join)).await;
                if let Err(words) = heard(&mut shared, &end) {
                    cx.crash(shared.mark, &*words).await;
                }
            }
            process::wait_for_children(&cx, &mut shared).await;
        }
        (over, shared.tasks)
    })
}

impl Role {
    /// Whether the task has something more to do, which is under way then.
    fn goes_on(&mut self, state: &mut State, shared: &Shared) -> bool {
        match self {
            Role::Process(_, next) => process::goes_on(state, next, shared),
            Role::Main | Role::Thread(_) => false,
        }
    }

    /// How an exception that nobody caught is told of on stderr, where that is done here.
    fn words(&self, words: &str) -> Option<String> {
        match self {
            // As `threading.excepthook` says it; `sys.exit` in a thread ends it without a word.
            Role::Thread(name) if !words.is_empty() => Some(format!("Exception in thread {name}:\n{words}")),
            // Before its own call a process is nobody yet, and what `sys.exit` says stands by itself.
            Role::Process(name, process::Next::Nothing) if words.contains("Traceback (most recent call last):\n") => {
                Some(format!("Process {name}:\n{words}"))
            }
            Role::Process(..) if !words.is_empty() => Some(words.to_string()),
            _ => None,
        }
    }
}

/// A process can be ended from outside, whatever it does: while it computes it looks now and then.
struct Signals {
    last: u64,
    event: Option<ObjectId>,
}

impl Signals {
    /// How many nanoseconds pass between two looks.
    const APART: u64 = 10_000_000;

    fn new(cx: &Cx, role: &Role) -> Option<Signals> {
        matches!(role, Role::Process(..)).then(|| Signals { last: cx.now(), event: None })
    }

    async fn look(&mut self, cx: &Cx, mark: Mark) {
        let now = cx.now();
        if now < self.last + Self::APART {
            return;
        }
        self.last = now;
        let new = || cx.create(Object::Event(EventState::default()), "signals");
        let event = *self.event.get_or_insert_with(new);
        cx.at(mark).acts(event, Action::Event(EventAction::Look)).await;
    }
}

/// What the end of another task tells: whom else to wait for. `Err` is what was not there, which ends the whole run,
/// whichever task met it.
fn heard(shared: &mut Shared, end: &Reply) -> Result<(), String> {
    match end {
        Reply::Value(runtime::Value::Failure(words)) => Err(words.to_string()),
        Reply::Value(runtime::Value::List(tasks)) => {
            let numbers = tasks.iter().filter_map(runtime::Value::as_int);
            shared.tasks.extend(numbers.filter_map(|number| u32::try_from(number).ok()).map(ObjectId));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// One operation. `Err` is what is not here.
async fn step(cx: &Cx, state: &mut State, stop: Stop, shared: &mut Shared) -> Result<Option<Over>, &'static str> {
    match stop {
        Stop::Done => return Ok(Some(Over::Done(state.take_verdict()))),
        Stop::Raise(exception) => {
            if state.ask_words(&shared.program, exception) {
                // Its own `__str__` is asked.
                loop {
                    state.fuel = WORDS;
                    match state.run(&shared.program) {
                        Stop::Checkpoint => cx.back_edge(shared.mark).await,
                        Stop::Shared(wanted) => object::wanted(cx, state, shared, &wanted).await?,
                        Stop::Load(slot) => load(cx, state, shared, slot).await,
                        Stop::Refused(words) => return Err(words),
                        _ => break,
                    }
                }
            }
            let (status, text) = state.exit(&shared.program, exception);
            return Ok(Some(Over::Raised(text, status)));
        }
        Stop::Checkpoint => cx.back_edge(shared.mark).await,
        Stop::Load(slot) => load(cx, state, shared, slot).await,
        Stop::Store(slot, value) => {
            let packed = crate::share::send(cx, &mut state.core, &shared.program, value)?;
            let store = Action::Variable(VariableAction::Store(packed.into()));
            cx.at(shared.mark).acts(shared.variable(slot), store).await;
        }
        Stop::Unbind(slot) => {
            let clear = Action::Variable(VariableAction::Clear);
            if cx.at(shared.mark).acts(shared.variable(slot), clear).await == Reply::Flag(false) {
                state.no_such_name(&shared.program, slot);
            }
        }
        Stop::Sleep(nanos) => {
            cx.sleep(cx.at(shared.mark), nanos).await;
            state.answer_none();
        }
        Stop::Block(nanos) => {
            cx.block(cx.at(shared.mark), nanos).await;
            state.answer_none();
        }
        Stop::Now => {
            // What was computed so far is paid for first.
            cx.back_edge(shared.mark).await;
            state.answer_int(i64::try_from(cx.now()).unwrap_or(i64::MAX));
        }
        Stop::Input => state.answer_end_of_input(&shared.program),
        Stop::Shared(wanted) => object::wanted(cx, state, shared, &wanted).await?,
        Stop::Refused(words) => return Err(words),
        Stop::Act(Act::Exit(status)) => return Ok(Some(Over::Left(status))),
        Stop::Act(act) => act::act(cx, state, act, shared).await?,
    }
    Ok(None)
}

async fn load(cx: &Cx, state: &mut State, shared: &Shared, slot: u16) {
    let load = Action::Variable(VariableAction::Load);
    match cx.at(shared.mark).acts(shared.variable(slot), load).await {
        Reply::Value(runtime::Value::Int(number)) => state.answer(Value::Int(number)),
        Reply::Value(value) => {
            let value = state.core.unpacked_value(&shared.program, &crate::share::packed(&value));
            if value == Value::Undef {
                state.no_such_name(&shared.program, slot);
            } else {
                state.answer(value);
            }
        }
        _ => state.no_such_name(&shared.program, slot),
    }
}
