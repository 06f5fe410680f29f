//! What a program becomes: instructions of eight bytes over registers, and what stands beside them.
//!
//! Plain data, made once and shared by every task. An instruction names registers of a window of 256, so an
//! index of one byte needs no check. Every jump carries what the block it ends costs CPython, in bytecodes.

use crate::machine::Core;
use crate::numbers::Big;
use crate::tree::{BinOp, CmpOp, Span};
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A register of the window.
pub(crate) type R = u8;

/// A name by number: of attributes, keywords, globals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Sym(pub(crate) u32);

/// One instruction. `d` is where the result goes; a call's function lies in `first`, its arguments behind it.
#[derive(Clone, Copy, Debug)]
#[rustfmt::skip]
#[allow(clippy::enum_variant_names, reason = "RR and RI say what the operands are: registers, or a number")]
pub(crate) enum I {
    Move { d: R, a: R },
    Const { d: R, k: u16 },
    Small { d: R, n: i16 },
    Bool { d: R, b: bool },
    None { d: R },

    AddRR { d: R, a: R, b: R },
    SubRR { d: R, a: R, b: R },
    MulRR { d: R, a: R, b: R },
    ModRR { d: R, a: R, b: R },
    AddRI { d: R, a: R, n: i16 },
    SubRI { d: R, a: R, n: i16 },
    ModRI { d: R, a: R, n: i16 },
    /// The same for `+=` and its like: an object may change in place.
    IAddRR { d: R, a: R, b: R },
    ISubRR { d: R, a: R, b: R },
    IAddRI { d: R, a: R, n: i16 },
    ISubRI { d: R, a: R, n: i16 },
    Bin { op: BinOp, d: R, a: R, b: R },
    InPlace { op: BinOp, d: R, a: R, b: R },
    Neg { d: R, a: R },
    Pos { d: R, a: R },
    Invert { d: R, a: R },
    Not { d: R, a: R },
    Cmp { op: CmpOp, d: R, a: R, b: R },

    /// Jump unless a op b.
    LtRR { a: R, b: R, cost: u8, to: u16 },
    LeRR { a: R, b: R, cost: u8, to: u16 },
    GtRR { a: R, b: R, cost: u8, to: u16 },
    GeRR { a: R, b: R, cost: u8, to: u16 },
    EqRR { a: R, b: R, cost: u8, to: u16 },
    NeRR { a: R, b: R, cost: u8, to: u16 },
    LtRI { a: R, cost: u8, n: i16, to: u16 },
    LeRI { a: R, cost: u8, n: i16, to: u16 },
    GtRI { a: R, cost: u8, n: i16, to: u16 },
    GeRI { a: R, cost: u8, n: i16, to: u16 },
    EqRI { a: R, cost: u8, n: i16, to: u16 },
    NeRI { a: R, cost: u8, n: i16, to: u16 },
    Unless { a: R, cost: u8, to: u16 },
    If { a: R, cost: u8, to: u16 },
    IfNone { a: R, cost: u8, to: u16 },
    UnlessNone { a: R, cost: u8, to: u16 },
    Jump { cost: u8, to: u16 },
    /// Jump backwards: a checkpoint.
    Loop { cost: u8, to: u16 },

    /// Begins to iterate over `a`, in `a`, `a + 1` and `a + 2`.
    Iter { a: R },
    /// What `iter(a)` is, unless that can be iterated over as it is.
    IterArg { d: R, a: R },
    /// The next item of `a`, or jump.
    Next { a: R, d: R, cost: u8, to: u16 },

    Global { d: R, g: u16 },
    SetGlobal { a: R, g: u16 },
    DelGlobal { g: u16 },
    /// A global that tasks share: a step everybody can see.
    Load { d: R, g: u16 },
    Store { a: R, g: u16 },
    /// A cell for what inner functions see, with what the register holds.
    MakeCell { a: R },
    LoadCell { d: R, c: R },
    StoreCell { c: R, a: R },
    DelCell { c: R },
    /// An error unless the local variable has a value.
    Check { a: R },
    /// Takes the value away from a local variable.
    Clear { a: R },
    /// In a class: the global or built-in of this name unless the register has a value.
    ClassName { d: R, a: R, g: u16 },

    List { d: R, first: R, n: u8 },
    Tuple { d: R, first: R, n: u8 },
    Set { d: R, first: R, n: u8 },
    /// `n` pairs of key and value.
    Dict { d: R, first: R, n: u8 },
    Append { a: R, b: R },
    Add { a: R, b: R },
    Put { a: R, k: R, v: R },
    Extend { a: R, b: R },
    /// Puts what `b` maps into `a`; as keyword arguments, each name once.
    Merge { a: R, b: R, keywords: bool },
    Update { a: R, b: R },
    ToTuple { d: R, a: R },
    Slice { d: R, first: R },
    /// `format(a, b)`, after `str`, `repr` or `ascii`.
    Format { d: R, a: R, b: R, conversion: u8 },
    Join { d: R, first: R, n: u8 },
    Unpack { a: R, first: R, n: u8 },
    UnpackStar { a: R, first: R, before: u8, after: u8 },

    Index { d: R, a: R, b: R },
    SetIndex { a: R, b: R, c: R },
    DelIndex { a: R, b: R },
    Attr { d: R, a: R, name: u16 },
    SetAttr { a: R, b: R, name: u16 },
    DelAttr { a: R, name: u16 },

    Call { d: R, first: R, n: u8, cost: u8 },
    /// The last arguments have names: a constant tuple of texts.
    CallNames { d: R, first: R, n: u8, names: u16 },
    /// With a list and a dict of arguments behind the function.
    CallStar { d: R, first: R, cost: u8 },
    /// The receiver lies in `first`.
    CallMethod { d: R, first: R, n: u8, cost: u8, name: u16 },
    /// The names stand in the next instruction.
    CallMethodNames { d: R, first: R, n: u8, name: u16 },
    Names { names: u16 },
    Return { a: R, cost: u8 },
    Yield { d: R, a: R, cost: u8 },
    /// Hands on what `a` yields, to it what is sent; its result.
    YieldFrom { d: R, a: R, cost: u8 },

    /// Its defaults lie in `first` (a tuple or None) and behind it (a dict or None).
    Function { d: R, first: R, code: u16 },
    /// Body, name, bases.
    Class { d: R, first: R, n: u8 },
    /// What a class is made of: its variables, by name.
    Namespace { d: R },

    Raise { a: R },
    RaiseFrom { a: R, b: R },
    /// Lets what is handled go on.
    Reraise { a: R },
    RaiseCurrent,
    PushHandled { a: R },
    PopHandled,
    /// Jump unless the exception is of this class, or of one of them.
    Catch { a: R, b: R, cost: u8, to: u16 },
    Assert { a: R, has_message: bool },
    Enter { d: R, a: R },
    /// With what is raised, or None.
    Exit { d: R, a: R, x: R },
    /// What no operator or call says: see [`Intrinsic`].
    Intrinsic { what: Intrinsic, d: R, first: R, n: u8 },
    Import { d: R, module: u16 },
    ImportName { d: R, a: R, name: u16 },
}

/// Rare things the compiler asks for, with arguments in registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Intrinsic {
    /// Whether a pattern of a sequence may match.
    IsSequence,
    /// Whether a pattern of a mapping may match.
    IsMapping,
    /// The values of keys in a mapping, or None.
    MatchKeys,
    /// A copy of a mapping without keys.
    WithoutKeys,
    /// The attributes of an object a pattern of a class asks for, or None.
    MatchClass,
    /// `len()`
    Length,
    /// Of an exception and classes: what an `except*` catches, and the rest.
    SplitGroup,
    /// What is to be raised after all `except*`.
    GatherGroup,
    /// What `yield from` goes on with.
    Delegate,
    /// What `await` waits for; of what else waits, which (a [`Waiting`](crate::machine::Waiting) by number).
    Awaitable,
    /// `__aiter__`
    AsyncIter,
    /// `__anext__`
    AsyncNext,
    /// `__aenter__`
    AsyncEnter,
    /// `__aexit__`, with what is raised or None.
    AsyncExit,
    /// The value of a statement, which nobody keeps.
    Dropped,
    /// What an asynchronous generator yields: not to be taken for what it waits for.
    Yielded,
}

/// Where an exception is caught: instructions, where it goes on, and how many are handled there already.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Catch {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) target: u32,
    pub(crate) register: R,
    pub(crate) handled: u8,
}

/// What kind of function a piece of code is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Sort {
    #[default]
    Plain,
    Generator,
    Coroutine,
    AsyncGenerator,
}

/// The code of one function, class body or module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Code {
    pub(crate) name: Box<str>,
    pub(crate) qualname: Box<str>,
    pub(crate) module: u16,
    pub(crate) code: Vec<I>,
    pub(crate) spans: Vec<Span>,
    /// The line of each instruction, where events are to name it.
    pub(crate) lines: Vec<u16>,
    /// Of calls of methods: where the method is named, for errors of finding it.
    pub(crate) methods: FxHashMap<u32, Span>,
    pub(crate) ks: Vec<Value>,
    pub(crate) catches: Vec<Catch>,
    /// How many registers it uses.
    pub(crate) registers: u16,
    /// Names of local variables, by register.
    pub(crate) locals: Vec<Sym>,
    pub(crate) sort: Sort,

    pub(crate) position_only: u8,
    /// Parameters by position, then by keyword only; `*` and `**` come behind.
    pub(crate) positional: u8,
    pub(crate) keyword_only: u8,
    pub(crate) rest: bool,
    pub(crate) keywords: bool,
    /// Whether so many arguments as parameters by position are all there is to it.
    pub(crate) simple: bool,

    /// Where the cells of outer functions are put, and from which registers of the function around.
    pub(crate) free: u8,
    pub(crate) first_free: R,
    pub(crate) captures: Vec<R>,
    pub(crate) doc: Option<Value>,
    /// The line of `def`.
    pub(crate) line: u32,
    /// Of Python of our own: no frame of it is told of.
    pub(crate) hidden: bool,
}

/// A constant that lies in the heap of every task from its beginning.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Const {
    Str(Arc<str>),
    Bytes(Arc<[u8]>),
    Big(Arc<Big>),
    Tuple(Vec<Value>),
}

/// A module: of the program, or of our own.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub(crate) name: Box<str>,
    /// What is run when it is imported first.
    pub(crate) code: u32,
    pub(crate) source: Arc<str>,
    /// Its names, and where they are among the globals.
    pub(crate) names: FxHashMap<Sym, u16>,
}

/// A whole program, with the parts of the library it uses.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub(crate) codes: Vec<Code>,
    pub(crate) consts: Vec<Const>,
    pub(crate) const_numbers: FxHashMap<ConstKey, u32>,
    pub(crate) symbols: Symbols,
    /// The names of globals.
    pub(crate) globals: Vec<Sym>,
    /// Which of them several tasks can change.
    pub(crate) shared: Vec<bool>,
    pub(crate) modules: Vec<Module>,
    /// The module that is run.
    pub(crate) main: u16,
    /// What CPython would say of it before it runs, on stderr.
    pub(crate) warnings: String,
    /// Python of our own, by the name of what it stands in for.
    pub(crate) prelude: FxHashMap<Sym, u16>,
    /// Names of attributes that are set anywhere by name.
    pub(crate) assigned: rustc_hash::FxHashSet<Sym>,
    /// Which globals inner scopes read or bind.
    pub(crate) inside: Vec<bool>,
    /// Heaps in which actions on objects of the engine are done.
    pub(crate) spare: Spare,
    /// Functions of ours.
    pub(crate) natives: &'static [crate::builtins::Native],
    /// Methods of built-in classes, by class and name.
    pub(crate) methods: FxHashMap<(u32, Sym), u16>,
    /// What makes an object of a built-in class.
    pub(crate) constructors: FxHashMap<u32, u16>,
}

impl Program {
    /// Whether it may start processes, which nobody does who runs it alone.
    #[must_use]
    pub fn has_processes(&self) -> bool {
        self.modules.iter().any(|module| &*module.name == "multiprocessing.process")
    }

    /// Whether it starts processes, and its text does not speak of threads beside them.
    #[must_use]
    pub fn runs_apart(&self) -> bool {
        self.has_processes() && !self.says(&["threading", "ThreadPool", "to_thread"])
    }

    /// Whether its text speaks of what threads are begun with: then who runs it alone would not get far.
    #[must_use]
    pub fn speaks_of_threads(&self) -> bool {
        self.says(&["threading", "concurrent", "to_thread", "run_in_executor"])
    }

    fn says(&self, words: &[&str]) -> bool {
        let text = &self.modules[usize::from(self.main)].source;
        words.iter().any(|word| text.contains(word))
    }
}

/// Heaps that nobody uses at the moment.
#[derive(Default)]
pub(crate) struct Spare(Mutex<Vec<Core>>);

impl Spare {
    pub(crate) fn take(&self, p: &Program) -> Core {
        let spare = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        spare.unwrap_or_else(|| Core::new(p))
    }

    pub(crate) fn put(&self, mut core: Core) {
        core.heap.reset();
        core.opaques.clear();
        core.forget_methods();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(core);
    }
}

impl Clone for Spare {
    fn clone(&self) -> Spare {
        Spare::default()
    }
}

impl std::fmt::Debug for Spare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("spare heaps")
    }
}

/// What makes a constant the same as another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ConstKey {
    Str(Arc<str>),
    Bytes(Arc<[u8]>),
    Big(Arc<Big>),
}

/// Names by number and back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Symbols {
    names: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u32>,
}

impl Symbols {
    pub(crate) fn find(&self, name: &str) -> Option<Sym> {
        self.numbers.get(name).map(|number| Sym(*number))
    }

    pub(crate) fn intern(&mut self, name: &str) -> Sym {
        if let Some(sym) = self.find(name) {
            return sym;
        }
        let (number, name) = (u32::try_from(self.names.len()).expect("memory ends before"), Arc::<str>::from(name));
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        Sym(number)
    }

    pub(crate) fn text(&self, sym: Sym) -> &Arc<str> {
        &self.names[sym.0 as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_is_eight_bytes_and_a_value_sixteen() {
        assert_eq!(size_of::<I>(), 8);
        assert_eq!(size_of::<Value>(), 16);
    }
}
