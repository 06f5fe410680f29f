//! The machine: everything it knows lies in [`State`], plain data that can be copied between two instructions.
//!
//! `run` is synchronous and goes on until something concerns others; then it says what ([`Stop`]). It never
//! calls itself for a function of a program: what calls one from inside (a sort with a key, the `==` of an
//! object in a list) is handed to Python of our own (`library/prelude.py`), which runs on the same frames.

mod attribute;
mod attribute_set;
mod begin;
mod bind;
mod call;
mod class;
mod compare;
mod fast;
mod fields;
mod generator;
mod imports;
mod intrinsic;
mod item;
mod iterate;
mod naming;
mod operate;
mod raise;
mod rare;
pub(crate) mod repr;
mod run;
mod sequence;
pub(crate) mod shared;
mod suggest;
mod support;
pub(crate) mod traceback;
pub(crate) mod types;
mod union;
mod wait;

use crate::code::{Program, R, Sym};
use crate::error::{Error, Kind};
use crate::heap::Heap;
use crate::numbers::Random;
use crate::text::regex::Regex;
use crate::value::{ClassId, Ref, Value};
pub(crate) use compare::holds;
pub(crate) use raise::Raise;
use std::sync::Arc;
pub(crate) use wait::Waiting;

/// What may go wrong on the way, boxed because it seldom does.
pub(crate) type Res<T> = Result<T, Box<Raise>>;

/// How deep calls may nest, as in CPython.
pub(crate) const DEPTH: usize = 1000;

/// As many registers as an instruction can name.
pub(crate) const WINDOW: usize = 256;

/// What an operation came to.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    /// A value.
    Value(Value),
    /// A function of the program is to be called, and this be done with what it returns.
    Call(Box<Pending>),
    /// A generator is to go on.
    Resume(Box<Resume>),
    /// It concerns others.
    Stop(Box<Stop>),
    /// Where the program is, so many calls up: line, function and the text of the line.
    Where(usize),
    /// It is up to an object of the engine.
    Shared(Box<shared::Wanted>, After),
}

/// A call that is to be made.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) callee: Value,
    pub(crate) args: Vec<Value>,
    /// The names of the last arguments.
    pub(crate) names: Vec<Sym>,
    pub(crate) after: After,
}

/// A generator that is to go on.
#[derive(Clone, Debug)]
pub(crate) struct Resume {
    pub(crate) generator: Ref,
    pub(crate) with: With,
    pub(crate) after: After,
}

/// What a generator goes on with.
#[derive(Clone, Debug)]
pub(crate) enum With {
    Sent(Value),
    Thrown(Value),
}

/// What is to be done with the value of a call.
#[derive(Clone, Debug)]
pub(crate) enum After {
    /// Put it where the instruction says.
    Store,
    Discard,
    /// Jump if it is true, or false.
    Branch {
        jump_if: bool,
        to: u16,
    },
    /// Whether it is true, or false.
    Truth {
        negate: bool,
    },
    /// It is the next item of a loop, which ends here if there is none.
    Next {
        to: u16,
    },
    /// It is the next item; this if there is none.
    Default(Value),
    /// `next(x)`: it is an error if there is none.
    Item,
    /// It comes from `yield from`.
    Delegate,
    /// A generator was to end.
    Closed,
    /// A generator that another handed on from was to end; then this is raised in the other.
    Rethrow(Value),
    /// `__init__` is through; this is what was made.
    Made(Value),
    /// `__new__` is through: if it made one of this class, `__init__` gets the same arguments.
    New(Box<(ClassId, Vec<Value>, Vec<Sym>)>),
    /// An operator; others may know better.
    Operator(Box<operate::Operator>),
    /// It must be of a certain sort.
    Expect(Expect),
    /// A function of ours is called again, with this instead of one of its arguments.
    Retry(Box<Retry>),
    /// The body of a class is through.
    Class(Box<class::Made>),
    /// A module is through.
    Imported(u16),
    /// An attribute that is missing may be given by `__getattr__`.
    Attribute(Box<(Value, Sym)>),
    /// The first, then the second with what that came to.
    Both(Box<(After, After)>),
}

/// What sort of value a special method must return.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Expect {
    /// `__str__`, `__repr__`, `__format__`: a text.
    Text(&'static str),
    /// `__bool__`, or `__len__` in its place: a truth or a number.
    Truth,
    /// `__len__`: a number that is not negative.
    Length,
    /// `__hash__`, `__index__`, `__int__`: a whole number.
    Int(&'static str),
    Float,
    /// `__iter__`: an iterator.
    Iterator,
    /// `__await__`: an iterator that is no coroutine.
    Awaited,
    /// `__aiter__`: what has `__anext__`.
    AsyncIterator,
}

/// A call of a function of ours that waits for a list of what an argument yields.
#[derive(Clone, Debug)]
pub(crate) struct Retry {
    pub(crate) native: u16,
    pub(crate) args: Vec<Value>,
    pub(crate) names: Vec<Sym>,
    pub(crate) which: usize,
}

/// Why the machine stopped.
#[derive(Clone, Debug)]
pub enum Stop {
    /// The program is through.
    Done,
    /// An exception nobody caught.
    Raise(Value),
    /// The budget is used up.
    Checkpoint,
    /// A global that tasks share is read: its value goes to [`State::answer`].
    Load(u16),
    /// It is written.
    Store(u16, Value),
    /// It is unbound.
    Unbind(u16),
    /// Something is wanted of an object of the engine: the answer goes to `State::answered`.
    Shared(Box<shared::Wanted>),
    /// It cannot be done, for this reason: the run is over.
    Refused(&'static str),
    /// So many nanoseconds are to pass.
    Sleep(u64),
    /// The same, and an event loop of this thread cannot go on meanwhile.
    Block(u64),
    /// A line of input is asked for.
    Input,
    /// Nanoseconds since the run began are asked for.
    Now,
    /// Something is to be done with objects of the engine.
    Act(Act),
}

/// What is to be done with objects of the engine.
#[derive(Clone, Debug)]
pub enum Act {
    /// Makes one: what it is a handle of, what it is called, and what the handle says besides.
    Make(ClassId, Box<runtime::objects::Object>, &'static str, Value),
    /// Does something to one, for so many nanoseconds at most, and what is made of the reply.
    Do(u32, Box<runtime::objects::Action>, Option<u64>, Reaction),
    /// Puts a value into a queue; whether only if there is room, and for how long at most.
    Put(u32, Value, bool, Option<u64>),
    /// Starts a task that calls this with these arguments, what it is called, and whether nobody waits for it.
    Spawn(Vec<Value>, String, bool),
    /// The next number of a thread.
    Number,
    /// Waits for its end.
    Join(u32, Option<u64>),
    /// Starts a process.
    Process(Box<Birth>),
    /// Waits for the end of a process: its exit code.
    Ended(u32, Option<u64>),
    /// Sends bytes to other processes; whether only if there is room, and for how long at most.
    Send(u32, Arc<[u8]>, bool, Option<u64>),
    /// Ends the process at once, with this exit code.
    Exit(i32),
}

/// A process that is to begin.
#[derive(Clone, Debug)]
pub struct Birth {
    /// What it calls first, and with what: where it begins as a copy of this one.
    pub(crate) call: Vec<Value>,
    /// What it is called.
    pub(crate) name: String,
    /// Whether it ends with this one.
    pub(crate) daemon: bool,
    /// Where it begins from nothing: what it is told.
    pub(crate) bytes: Option<Arc<[u8]>>,
}

/// What is made of the engine's reply. What ran out of time is False.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reaction {
    /// None.
    Nothing,
    /// Whether it was done; a value, if there is one.
    Flag,
    /// An error where it was refused.
    Unless(Kind, &'static str),
    /// What was taken out, or NotImplemented.
    Item,
}

/// One call on its way.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) code: u32,
    pub(crate) pc: u32,
    pub(crate) base: u32,
    /// Where its value goes, in the window of who called.
    pub(crate) d: R,
    pub(crate) after: After,
    /// How many exceptions are being handled around it.
    pub(crate) handled: u32,
    pub(crate) generator: Option<Ref>,
}

/// One task of a program.
#[derive(Clone, Debug)]
pub struct State {
    pub(crate) registers: Vec<Value>,
    pub(crate) frames: Vec<Frame>,
    pub(crate) core: Core,
    /// Where an answer goes.
    wants: usize,
    /// How many bytecodes it may go on before it looks up.
    pub fuel: i64,
    /// An exception that nobody caught, raised from outside.
    ended_by: Option<Value>,
    /// What is done with the value of an answer, and where it goes.
    waits: (After, R),
    /// That answer.
    ready: Option<Res<shared::Ready>>,
    /// A call that is made again once what it met is shown.
    redo: Option<Box<shared::Redo>>,
    /// Whether what is being raised comes from looking for a method, not from calling it.
    pub(crate) finding: bool,
}

/// All of a task but its frames: what functions of ours can reach.
#[derive(Clone, Debug)]
pub(crate) struct Core {
    pub(crate) heap: Heap,
    pub(crate) globals: Vec<Value>,
    /// Exceptions being handled, the innermost last.
    pub(crate) handled: Vec<Value>,
    pub(crate) out: String,
    pub(crate) err: String,
    /// Whether `print` goes where the program says.
    pub(crate) redirected: bool,
    /// Names that the program does not have.
    pub(crate) names: crate::code::Symbols,
    /// Methods found lately.
    pub(crate) cache: Vec<(u32, u32, Value)>,
    /// Modules that are through, or under way.
    pub(crate) imported: Vec<bool>,
    /// Where an action is done: what it cannot look into.
    pub(crate) opaques: Vec<Ref>,
    /// Threads this task knows of, by their objects, and their tasks' numbers.
    pub(crate) threads: Vec<(Value, Value)>,
    /// How often it holds which lock, as far as it knows.
    pub(crate) held: std::collections::BTreeMap<u32, u32>,
    /// What the program of a scenario said that it came to: the key and the numbers.
    pub(crate) verdict: Option<Said>,
    /// How many threads have been numbered while there was only one.
    pub(crate) numbered: i64,
    /// What is its own of what every thread has for itself.
    pub(crate) locals: Vec<(u32, Value)>,
    /// The number of the task, where there are others.
    pub(crate) owner: u32,
    /// How many event loops run in this thread.
    pub(crate) loops: i64,
    /// Asynchronous generators that have begun while one ran.
    pub(crate) begun: Vec<Value>,
    /// The object of the thread that runs; None in the main one.
    pub(crate) current: Value,
    /// Regular expressions that were compiled, by their numbers.
    pub(crate) patterns: Vec<Arc<Regex>>,
    /// What objects of `random.Random` have, by their numbers.
    pub(crate) chances: Vec<Random>,
    /// What chance begins with where a program gives no seed.
    pub seed: u64,
    /// How many cores the run has, where that is known.
    pub cores: Option<u8>,
    /// How deep calls may nest.
    pub(crate) depth: usize,
    /// The number of its process, and that of the process which started it.
    pub(crate) pid: i64,
    pub(crate) ppid: i64,
    /// Objects of the engine that other processes have as well.
    pub(crate) between_processes: std::collections::BTreeSet<u32>,
    /// Whether its process began from nothing, and has not come to its own call yet.
    pub(crate) is_inheriting: bool,
    /// Whether each process has one thread only.
    pub(crate) is_isolated: bool,
}

/// A verdict as a program says it: its key and its numbers.
pub(crate) type Said = (String, Vec<(String, f64)>);

const CACHE: usize = 1024;

/// The number of the process a program begins in.
pub(crate) const FIRST_PID: i64 = 4000;

impl State {
    /// A task with nothing under way.
    fn with(core: Core) -> State {
        State {
            registers: vec![Value::Undef; 2 * WINDOW],
            frames: Vec::new(),
            core,
            wants: 0,
            fuel: 0,
            ended_by: None,
            waits: (After::Discard, 0),
            ready: None,
            redo: None,
            finding: false,
        }
    }

    /// The main task of a program, before its first instruction.
    #[must_use]
    pub fn new(program: &Program) -> State {
        let mut core = Core::new(program);
        for (number, module) in program.modules.iter().enumerate() {
            let name = if number == usize::from(program.main) { "__main__" } else { &*module.name };
            let name = core.heap.text(name);
            core.set_module(program, number, "__name__", name);
            core.set_module(program, number, "__doc__", Value::None);
        }
        core.err.push_str(&program.warnings);
        let file = core.heap.text("program.py");
        core.set_module(program, usize::from(program.main), "__file__", file);
        core.imported[usize::from(program.main)] = true;
        let mut state = State::with(core);
        let code = program.modules[usize::from(program.main)].code;
        state.push(program, code, 0, 0, After::Discard, None);
        // The prelude is run before anything else.
        for number in 0..u16::try_from(program.modules.len()).expect("there are few modules") {
            if &*program.modules[usize::from(number)].name == crate::library::PRELUDE {
                state.core.imported[usize::from(number)] = true;
                state.push(
                    program,
                    program.modules[usize::from(number)].code,
                    state.next_base(program),
                    0,
                    After::Discard,
                    None,
                );
            }
        }
        state
    }

    /// A shared variable that was asked for is not bound.
    pub(crate) fn no_such_name(&mut self, program: &Program, slot: u16) {
        let name = program.symbols.text(program.globals[usize::from(slot)]);
        if let Some(value) = crate::builtins::find(name) {
            self.answer(value);
            return;
        }
        let error = Error::new(Kind::NameError, format!("name '{name}' is not defined"));
        if let Some(Stop::Raise(exception)) = self.unwind(program, Raise::Error(error), false) {
            self.ended_by = Some(exception);
        }
    }

    /// The line of the program that is under way; 0 where it is none.
    #[must_use]
    pub fn line(&self, program: &Program) -> u16 {
        let place = |frame: &Frame| {
            let lines = &program.codes[frame.code as usize].lines;
            lines.get((frame.pc as usize).saturating_sub(1)).copied()
        };
        self.frames.iter().rev().find_map(place).unwrap_or(0)
    }

    /// What the program of a scenario said that it came to.
    pub(crate) fn take_verdict(&mut self) -> Option<Said> {
        self.core.verdict.take()
    }

    /// What the program has printed since this was last asked: on stdout, and on stderr.
    pub fn take_output(&mut self) -> (String, String) {
        (std::mem::take(&mut self.core.out), std::mem::take(&mut self.core.err))
    }

    /// Puts an answer where the machine waits for one.
    pub(crate) fn answer(&mut self, value: Value) {
        if matches!(self.waits.0, After::Store) {
            let wants = self.wants;
            self.registers[wants] = value;
        } else {
            self.ready = Some(Ok(shared::Ready::Done(value.into())));
        }
    }

    /// Raises an error where the machine waits for an answer.
    pub(crate) fn fail(&mut self, program: &Program, kind: Kind, words: &'static str) {
        let _ = program;
        self.ready = Some(Err(Raise::error(kind, words)));
    }

    /// The answer of what has none to give.
    pub fn answer_none(&mut self) {
        self.answer(Value::None);
    }

    /// The same for a text.
    pub fn answer_text(&mut self, text: &str) {
        let value = self.core.heap.text(text);
        self.answer(value);
    }

    /// There is no more input: `EOFError` is raised where a line was asked for.
    pub fn answer_end_of_input(&mut self, program: &Program) {
        let error = Error::new(Kind::EOFError, "EOF when reading a line");
        // One frame at least catches nothing: then the program ends with it at the next step.
        if let Some(Stop::Raise(exception)) = self.unwind(program, Raise::Error(error), false) {
            self.ended_by = Some(exception);
        }
    }

    /// The same for a number.
    pub fn answer_int(&mut self, number: i64) {
        self.answer(Value::Int(number));
    }

    /// A new frame; its registers are cleared but for what lies in the first ones already.
    pub(crate) fn push(
        &mut self,
        program: &Program,
        code: u32,
        base: usize,
        d: R,
        after: After,
        generator: Option<Ref>,
    ) {
        let needed = base + WINDOW;
        if self.registers.len() < needed {
            self.registers.resize(needed * 2, Value::Undef);
        }
        let _ = program;
        self.frames.push(Frame {
            code,
            pc: 0,
            base: u32::try_from(base).expect("memory ends before"),
            d,
            after,
            handled: u32::try_from(self.core.handled.len()).expect("memory ends before"),
            generator,
        });
    }

    /// Where the window of a function that is called from here can begin.
    pub(crate) fn next_base(&self, program: &Program) -> usize {
        self.frames
            .last()
            .map_or(0, |frame| frame.base as usize + usize::from(program.codes[frame.code as usize].registers))
    }

    pub(crate) fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a program that runs has a frame")
    }

    /// Puts a value into a register of the current window.
    pub(crate) fn set(&mut self, d: R, value: Value) {
        let base = self.frames.last().map_or(0, |frame| frame.base as usize);
        self.registers[base + usize::from(d)] = value;
    }

    pub(crate) fn get(&self, a: R) -> Value {
        let base = self.frames.last().map_or(0, |frame| frame.base as usize);
        self.registers[base + usize::from(a)]
    }
}

impl Core {
    /// All of a task before its beginning.
    pub(crate) fn new(program: &Program) -> Core {
        Core {
            heap: Heap::new(program),
            globals: vec![Value::Undef; program.globals.len()],
            handled: Vec::new(),
            out: String::new(),
            err: String::new(),
            redirected: false,
            names: crate::code::Symbols::default(),
            cache: vec![(u32::MAX, u32::MAX, Value::Undef); CACHE],
            imported: vec![false; program.modules.len()],
            opaques: Vec::new(),
            threads: Vec::new(),
            held: std::collections::BTreeMap::new(),
            verdict: None,
            numbered: 0,
            locals: Vec::new(),
            owner: 0,
            loops: 0,
            begun: Vec::new(),
            current: Value::None,
            patterns: Vec::new(),
            chances: Vec::new(),
            seed: 0,
            cores: None,
            depth: DEPTH,
            pid: FIRST_PID,
            ppid: 1,
            between_processes: std::collections::BTreeSet::new(),
            is_inheriting: false,
            is_isolated: false,
        }
    }

    fn set_module(&mut self, program: &Program, module: usize, name: &str, value: Value) {
        if let Some(sym) = program.symbols.find(name)
            && let Some(slot) = program.modules[module].names.get(&sym)
        {
            self.globals[usize::from(*slot)] = value;
        }
    }
}

impl From<Value> for Done {
    fn from(value: Value) -> Done {
        Done::Value(value)
    }
}

impl Done {
    pub(crate) fn call(callee: Value, args: Vec<Value>, after: After) -> Done {
        Done::Call(Box::new(Pending { callee, args, names: Vec::new(), after }))
    }

    pub(crate) fn stop(stop: Stop) -> Done {
        Done::Stop(Box::new(stop))
    }
}
