//! The library: modules that programs import, in Python of our own over functions of ours; and the prelude,
//! which does what our functions cannot where a method of the program has a say.

pub(crate) mod words;

use crate::code::Program;
use std::sync::OnceLock;
pub(crate) use words::{EQ, HASH};

/// The module that is there before any other.
pub(crate) const PRELUDE: &str = "<prelude>";

/// Modules by name, and their text.
const MODULES: &[(&str, &str)] = &[
    ("sys", include_str!("sys.py")),
    ("time", include_str!("time.py")),
    ("abc", include_str!("abc.py")),
    ("threading", include_str!("threading.py")),
    ("bisect", include_str!("bisect.py")),
    ("contextlib", include_str!("contextlib.py")),
    ("functools", include_str!("functools.py")),
    ("heapq", include_str!("heapq.py")),
    ("itertools", include_str!("itertools.py")),
    ("math", include_str!("math.py")),
    ("statistics", include_str!("statistics.py")),
    ("operator", include_str!("operator.py")),
    ("string", include_str!("string.py")),
];

/// The text of a module.
pub(crate) fn source(name: &str) -> Option<&'static str> {
    MODULES.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// What every program begins from.
pub(crate) fn base() -> Program {
    static BASE: OnceLock<Program> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut program = Program::default();
        words::intern(&mut program.symbols);
        for name in ["__isabstractmethod__", "__abc__", "__str_at_end__"] {
            program.symbols.intern(name);
        }
        crate::builtins::install(&mut program);
        let number = crate::compile::prelude(&mut program, PRELUDE, include_str!("prelude.py"));
        program.prelude = program.modules[usize::from(number)].names.clone();
        program
    })
    .clone()
}
