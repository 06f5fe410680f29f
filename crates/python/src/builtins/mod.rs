//! What is built in: functions of ours that programs call. One file a class or a few; each file has a table.
//!
//! A function that meets a method of the program, or an iterable that is the program's, says so
//! (`Raise::InPython`, `Raise::Iterate`); then the prelude's function of the same name does it.

mod aggregate;
mod bytes;
mod bytes_as_text;
mod chances;
mod containers;
mod deques;
mod digests;
mod dunders;
mod functions;
mod library;
mod loops;
mod mathematics;
mod numbers;
mod objects;
mod pickles;
mod processes;
mod sequences;
mod sets;
mod text;
mod text_codes;
mod texts;
mod threads;
mod tools;
mod waits;

use crate::code::{Program, Sym};
use crate::machine::{Core, Done, Raise, Res, types};
use crate::numbers::Int;
use crate::value::{ClassId, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// A function of ours.
pub(crate) type Function = fn(&mut Core, &Program, Args<'_>) -> Res<Done>;

/// A function of ours and its name: `len`, or `str.upper` of a class; `new.int` makes one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Native {
    pub(crate) name: &'static str,
    pub(crate) function: Function,
}

/// What a function of ours is called with; of a method, itself comes first.
#[derive(Clone, Copy)]
pub(crate) struct Args<'a> {
    pub(crate) all: &'a [Value],
    /// The names of the last ones.
    pub(crate) names: &'a [Sym],
}

impl Args<'_> {
    pub(crate) fn positional(&self) -> &[Value] {
        &self.all[..self.all.len() - self.names.len()]
    }

    /// The argument of a method at a place, itself not counted.
    pub(crate) fn at(&self, place: usize) -> Option<Value> {
        self.positional().get(place).copied()
    }

    pub(crate) fn named(&self, name: Sym) -> Option<Value> {
        let at = self.names.iter().position(|known| *known == name)?;
        Some(self.all[self.all.len() - self.names.len() + at])
    }

    /// That there are so many, and none by name.
    pub(crate) fn count(&self, name: &str, least: usize, most: usize) -> Res<()> {
        if !self.names.is_empty() {
            return Err(Raise::type_error(format!("{name}() takes no keyword arguments")));
        }
        self.count_positional(name, least, most)
    }

    /// That there are so many by position.
    pub(crate) fn count_positional(&self, name: &str, least: usize, most: usize) -> Res<()> {
        let given = self.positional().len();
        // A method counts itself, and its words do not.
        let own = usize::from(name.contains('.'));
        let (given, least, most) = (given - own.min(given), least - own, most.saturating_sub(own));
        if given >= least && given <= most {
            return Ok(());
        }
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let bare = name.rsplit('.').next().unwrap_or(name);
        let words = if least == most {
            match most {
                0 => format!("{name}() takes no arguments ({given} given)"),
                1 => format!("{name}() takes exactly one argument ({given} given)"),
                _ => format!("{bare} expected {most} arguments, got {given}"),
            }
        } else if given < least {
            format!("{bare} expected at least {least} argument{}, got {given}", plural(least))
        } else {
            format!("{bare} expected at most {most} argument{}, got {given}", plural(most))
        };
        Err(Raise::type_error(words))
    }

    /// Arguments by position or name.
    pub(crate) fn parse(&self, core: &Core, p: &Program, name: &str, parameters: &[&str]) -> Res<Vec<Option<Value>>> {
        let positional = self.positional();
        if positional.len() > parameters.len() {
            let (most, given) = (parameters.len(), positional.len());
            let plural = if most == 1 { "" } else { "s" };
            return Err(Raise::type_error(format!("{name}() takes at most {most} argument{plural} ({given} given)")));
        }
        let mut values: Vec<Option<Value>> = positional.iter().copied().map(Some).collect();
        values.resize(parameters.len(), None);
        for (at, sym) in self.names.iter().enumerate() {
            let text = core.name(p, *sym);
            let value = self.all[positional.len() + at];
            match parameters.iter().position(|known| *known == text) {
                Some(place) if values[place].is_none() => values[place] = Some(value),
                Some(place) => {
                    let place = place + 1;
                    return Err(Raise::type_error(format!(
                        "argument for {name}() given by name ('{text}') and position ({place})"
                    )));
                }
                None => {
                    let words = format!("'{text}' is an invalid keyword argument for {name}()");
                    return Err(Raise::type_error(words));
                }
            }
        }
        Ok(values)
    }
}

/// All functions of ours, in one table.
pub(crate) fn natives() -> &'static [Native] {
    static TABLE: OnceLock<Vec<Native>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let tables = [
            functions::TABLE,
            aggregate::TABLE,
            text_codes::TABLE,
            numbers::TABLE,
            text::TABLE,
            bytes::TABLE,
            bytes_as_text::TABLE,
            sequences::TABLE,
            containers::TABLE,
            deques::TABLE,
            sets::TABLE,
            objects::TABLE,
            threads::TABLE,
            mathematics::TABLE,
            tools::TABLE,
            library::TABLE,
            loops::TABLE,
            waits::TABLE,
            dunders::TABLE,
            texts::TABLE,
            chances::TABLE,
            digests::TABLE,
            pickles::TABLE,
            processes::TABLE,
        ];
        tables.iter().flat_map(|table| table.iter().copied()).collect()
    })
}

fn by_name() -> &'static FxHashMap<&'static str, u16> {
    static TABLE: OnceLock<FxHashMap<&'static str, u16>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let number = |at: usize| u16::try_from(at).expect("there are few functions");
        natives().iter().enumerate().map(|(at, native)| (native.name, number(at))).collect()
    })
}

/// Classes that programs know by name.
fn classes() -> &'static FxHashMap<&'static str, ClassId> {
    static TABLE: OnceLock<FxHashMap<&'static str, ClassId>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let unknown = [
            types::NONE,
            types::FUNCTION,
            types::BUILTIN,
            types::METHOD,
            types::GENERATOR,
            types::MODULE,
            types::ELLIPSIS,
            types::NOT_IMPLEMENTED,
            types::CELL,
            types::LOCK,
            types::TASK,
            types::TRACEBACK,
            types::COROUTINE,
        ];
        let known = |class: &ClassId| !unknown.contains(class) && (class.0 >= 100 || class.0 <= types::SUPER.0);
        types::all().filter(|(class, _)| known(class)).map(|(class, name)| (name, class)).collect()
    })
}

/// What a built-in name stands for.
pub(crate) fn find(name: &str) -> Option<Value> {
    match name {
        "NotImplemented" => return Some(Value::NotImplemented),
        "Ellipsis" => return Some(Value::Ellipsis),
        "EnvironmentError" | "IOError" => return find("OSError"),
        "__debug__" => return Some(Value::Bool(true)),
        _ => {}
    }
    if let Some(class) = classes().get(name) {
        return Some(Value::Class(*class));
    }
    if name.contains('.') {
        return None;
    }
    by_name().get(name).map(|number| Value::Native(*number))
}

/// All built-in names.
pub(crate) fn names() -> Vec<String> {
    let functions = natives().iter().map(|native| native.name);
    let functions = functions.filter(|name| !name.contains('.') && !name.starts_with("__native"));
    let mut names: Vec<String> = functions.chain(classes().keys().copied()).map(String::from).collect();
    names.sort();
    names
}

/// What CPython has built in, and we have not.
pub(crate) fn is_missing(name: &str) -> bool {
    matches!(
        name,
        "__build_class__"
            | "__import__"
            | "aiter"
            | "anext"
            | "breakpoint"
            | "compile"
            | "complex"
            | "copyright"
            | "credits"
            | "dir"
            | "eval"
            | "exec"
            | "exit"
            | "globals"
            | "help"
            | "license"
            | "locals"
            | "memoryview"
            | "open"
            | "quit"
    )
}

/// Whether a method belongs to its class, and not to what is of it.
pub(crate) fn is_class_method(number: u16) -> bool {
    matches!(
        natives()[usize::from(number)].name,
        "dict.fromkeys" | "int.from_bytes" | "bytes.fromhex" | "float.fromhex"
    )
}

/// Fills in what a program must know of this table.
pub(crate) fn install(program: &mut Program) {
    program.natives = natives();
    for (at, native) in natives().iter().enumerate() {
        let number = u16::try_from(at).expect("there are few functions");
        let Some((class, method)) = native.name.split_once('.') else { continue };
        let found = |name: &str| {
            let mut all = types::all();
            all.find(|(_, known)| known.rsplit('.').next() == Some(name)).map(|(class, _)| class)
        };
        if class == "new" {
            let class = found(method).unwrap_or_else(|| unreachable!("there is no class {method}"));
            program.constructors.insert(class.0, number);
            continue;
        }
        let class = found(class).unwrap_or_else(|| unreachable!("there is no class {class}"));
        let sym = program.symbols.intern(method);
        program.methods.insert((class.0, sym), number);
    }
}

/// A text argument.
pub(crate) fn text_arg(core: &Core, value: Value, words: impl FnOnce(&str) -> String) -> Res<Arc<str>> {
    match core.plain(value) {
        Value::Str(at) => Ok(core.heap.text_of(at).text.clone()),
        _ => Err(Raise::type_error(words(core.heap.type_name(value)))),
    }
}

/// A whole number that fits, cut where it does not.
pub(crate) fn int_arg(core: &Core, value: Value) -> Res<i64> {
    match core.int(value) {
        Some(int) => Ok(Int::clamp(&int)),
        None => {
            if core.is_of_program(value) {
                return Err(Raise::in_python());
            }
            let name = core.heap.type_name(value);
            Err(Raise::type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}
