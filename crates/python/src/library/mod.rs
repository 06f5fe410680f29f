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
    ("_calls", include_str!("_calls.py")),
    ("collections", include_str!("collections.py")),
    ("collections.abc", include_str!("collections_abc.py")),
    ("copy", include_str!("copy.py")),
    ("dataclasses", include_str!("dataclasses.py")),
    ("datetime", include_str!("datetime.py")),
    ("enum", include_str!("enum.py")),
    ("fractions", include_str!("fractions.py")),
    ("hashlib", include_str!("hashlib.py")),
    ("inspect", include_str!("inspect.py")),
    ("io", include_str!("io.py")),
    ("json", include_str!("json.py")),
    ("logging", include_str!("logging.py")),
    ("multiprocessing", include_str!("multiprocessing.py")),
    ("multiprocessing.connection", include_str!("multiprocessing_connection.py")),
    ("multiprocessing.managers", include_str!("multiprocessing_managers.py")),
    ("multiprocessing.pool", include_str!("multiprocessing_pool.py")),
    ("multiprocessing.process", include_str!("multiprocessing_process.py")),
    ("multiprocessing.queues", include_str!("multiprocessing_queues.py")),
    ("multiprocessing.sharedctypes", include_str!("multiprocessing_sharedctypes.py")),
    ("multiprocessing.synchronize", include_str!("multiprocessing_synchronize.py")),
    ("os", include_str!("os.py")),
    ("os.path", include_str!("os_path.py")),
    ("pickle", include_str!("pickle.py")),
    ("pprint", include_str!("pprint.py")),
    ("random", include_str!("random.py")),
    ("re", include_str!("re.py")),
    ("textwrap", include_str!("textwrap.py")),
    ("threading", include_str!("threading.py")),
    ("traceback", include_str!("traceback.py")),
    ("types", include_str!("types.py")),
    ("typing", include_str!("typing.py")),
    ("warnings", include_str!("warnings.py")),
    ("zlib", include_str!("zlib.py")),
    ("asyncio", include_str!("asyncio.py")),
    ("_asyncio_core", include_str!("asyncio_core.py")),
    ("_asyncio_run", include_str!("asyncio_run.py")),
    ("_asyncio_sync", include_str!("asyncio_sync.py")),
    ("contextvars", include_str!("contextvars.py")),
    ("queue", include_str!("queue.py")),
    ("concurrent", include_str!("concurrent.py")),
    ("concurrent.futures", include_str!("concurrent_futures.py")),
    ("concurrent.futures.process", include_str!("concurrent_futures_process.py")),
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
