//! From tree to instructions. One unit a function; what is rare is asked of the machine by name.
//!
//! Nothing is optimised that could be seen from outside: order of evaluation, frames of comprehensions and
//! places of errors are CPython's.

mod assign;
mod call;
mod control;
mod display;
mod expr;
mod functions;
mod pattern;
mod protect;
mod stmt;
mod unit;
mod wait;
mod warn;

use crate::builtins;
use crate::code::{Code, Const, ConstKey, I, Module, Program, Sym};
use crate::library;
use crate::names::{Scopes, resolve};
use crate::parser;
use crate::refusal::{Reason, Refusal, Room};
use crate::tree::{Name, Span, Stmt};
use crate::value::{Ref, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use unit::Unit;

type Res<T> = Result<T, Refusal>;

/// What the program of a scenario calls to say what it came to.
const VERDICT: &str = "verdict";

/// Compiles a program with what it imports.
///
/// # Errors
/// Where the text is no Python, or a part of it is not here.
pub fn compile(source: &str) -> Res<Program> {
    compiled(source, false)
}

/// Compiles the program of a scenario, which can say what it came to: `verdict("lost", arrived=counter)`.
///
/// # Errors
/// As [`compile`].
pub fn compile_scenario(source: &str) -> Res<Program> {
    compiled(source, true)
}

fn compiled(source: &str, concludes: bool) -> Res<Program> {
    let body = parser::module(source)?;
    let mut program = library::base();
    let processes = source.contains("ProcessPool") || source.contains("futures.process");
    let mut imports = Imports { program: &mut program, open: Vec::new(), processes, concludes };
    imports.open.push("__main__".to_string());
    let main = imports.module("__main__", source, &body, false)?;
    program.main = main;
    for code in &program.codes {
        for instruction in &code.code {
            if let I::SetAttr { name, .. } = instruction {
                program.assigned.insert(Sym(u32::from(*name)));
            }
        }
    }
    Ok(program)
}

/// The prelude alone: what every program begins from.
pub(crate) fn prelude(program: &mut Program, name: &str, source: &str) -> u16 {
    let body = parser::module(source).expect("our own Python is Python");
    let mut imports = Imports { program, open: Vec::new(), processes: false, concludes: false };
    imports.module(name, source, &body, true).expect("our own Python is supported")
}

/// Modules on their way into a program.
struct Imports<'p> {
    program: &'p mut Program,
    open: Vec<String>,
    /// Whether the program has pools of processes.
    processes: bool,
    /// Whether it says what it came to.
    concludes: bool,
}

impl Imports<'_> {
    /// Compiles a module, after those it imports.
    fn module(&mut self, name: &str, source: &str, body: &[Stmt], hidden: bool) -> Res<u16> {
        let scopes = resolve(body)?;
        let number = u16::try_from(self.program.modules.len()).expect("there are few modules");
        self.program.modules.push(Module {
            name: name.into(),
            code: 0,
            source: source.into(),
            names: FxHashMap::default(),
        });
        let threads = self.program.modules.iter().any(|module| matches!(&*module.name, "threading" | "_thread"))
            || !hidden && ["thread", "concurrent", "multiprocessing"].iter().any(|word| source.contains(word));
        let mut compiler = Compiler { imports: self, module: number, scopes, source: source.into(), hidden, threads };
        for dunder in ["__name__", "__doc__", "__file__", "__annotations__"] {
            compiler.global(&Name::from(dunder), Span::default())?;
        }
        let code = compiler.main(body)?;
        self.program.modules[usize::from(number)].code = code;
        if hidden {
            // What our functions hand on to Python of our own, by its name.
            let names: Vec<(Sym, u16)> =
                self.program.modules[usize::from(number)].names.iter().map(|(name, slot)| (*name, *slot)).collect();
            for (name, slot) in names {
                if self.program.symbols.text(name).starts_with("p_") {
                    self.program.prelude.insert(name, slot);
                }
            }
        }
        Ok(number)
    }

    /// The number of a module of the library, compiled now unless it is there.
    fn find(&mut self, name: &str, place: Span) -> Res<u16> {
        if let Some(number) = self.program.modules.iter().position(|module| &*module.name == name) {
            return Ok(u16::try_from(number).expect("there are few modules"));
        }
        let Some(source) = library::source(name) else {
            return Err(Refusal::new(place, Reason::Module(name.to_string())));
        };
        let mut source = source.to_string();
        if name == "concurrent.futures" && self.processes {
            // Who asks for no processes need not read them.
            source.push_str("\nfrom concurrent.futures.process import ProcessPoolExecutor, BrokenProcessPool\n");
        }
        let body = parser::module(&source).expect("our own Python is Python");
        self.module(name, &source, &body, true)
    }
}

/// What compiles one module.
struct Compiler<'i, 'p> {
    imports: &'i mut Imports<'p>,
    module: u16,
    scopes: Scopes,
    source: Arc<str>,
    hidden: bool,
    /// Whether there may be a second task, so that globals can be shared.
    threads: bool,
}

impl Compiler<'_, '_> {
    fn program(&mut self) -> &mut Program {
        self.imports.program
    }

    fn sym(&mut self, name: &str) -> Sym {
        self.program().symbols.intern(name)
    }

    /// A name as an operand of an instruction.
    fn operand(&mut self, name: &str, place: Span) -> Res<u16> {
        let sym = self.sym(name);
        u16::try_from(sym.0).map_err(|_| Refusal::new(place, Reason::TooMany(Room::Names)))
    }

    /// The slot of a global of this module.
    fn global(&mut self, name: &Name, place: Span) -> Res<u16> {
        let sym = self.sym(name);
        let module = usize::from(self.module);
        if let Some(slot) = self.program().modules[module].names.get(&sym) {
            return Ok(*slot);
        }
        let slot = u16::try_from(self.program().globals.len())
            .map_err(|_| Refusal::new(place, Reason::TooMany(Room::Names)))?;
        let shared = self.is_shared(name);
        let inside = !self.hidden && self.scopes.seen_inside.contains(name);
        let program = self.program();
        program.globals.push(sym);
        program.shared.push(shared);
        program.inside.push(inside);
        program.modules[module].names.insert(sym, slot);
        Ok(slot)
    }

    /// Whether several tasks can change a global, or one change what another reads.
    fn is_shared(&self, name: &Name) -> bool {
        if self.hidden || !self.threads {
            return false;
        }
        self.scopes.declared.contains(name) || self.scopes.seen_inside.contains(name) && !self.scopes.is_settled(name)
    }

    /// Whether the module binds this name anywhere.
    fn binds(&self, name: &Name) -> bool {
        self.scopes.bindings.contains_key(name) || self.scopes.declared.contains(name)
    }

    /// A constant that lies in the heap.
    fn constant(&mut self, key: ConstKey) -> Value {
        let program = self.program();
        let is_text = matches!(key, ConstKey::Str(_));
        let number = match program.const_numbers.get(&key) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(program.consts.len()).expect("memory ends before");
                program.consts.push(match &key {
                    ConstKey::Str(text) => Const::Str(text.clone()),
                    ConstKey::Bytes(bytes) => Const::Bytes(bytes.clone()),
                    ConstKey::Big(big) => Const::Big(big.clone()),
                });
                program.const_numbers.insert(key, number);
                number
            }
        };
        let place = Ref(number + crate::heap::FIRST_CONSTANT);
        if is_text { Value::Str(place) } else { Value::Obj(place) }
    }

    fn text(&mut self, text: &str) -> Value {
        self.constant(ConstKey::Str(text.into()))
    }

    /// A constant tuple.
    fn tuple(&mut self, values: Vec<Value>) -> Value {
        let program = self.program();
        let number = u32::try_from(program.consts.len()).expect("memory ends before");
        program.consts.push(Const::Tuple(values));
        Value::Obj(Ref(number + crate::heap::FIRST_CONSTANT))
    }

    /// The line of a place.
    fn line(&self, place: Span) -> u32 {
        let before = &self.source.as_bytes()[..place.start as usize];
        u32::try_from(before.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX) + 1
    }

    /// The lines of these places. Lines beyond those that an event can name are none.
    fn lines_of(&self, spans: &[Span]) -> Vec<u16> {
        let ends: Vec<u32> = self.source.match_indices('\n').filter_map(|(at, _)| u32::try_from(at).ok()).collect();
        let line = |span: &Span| u16::try_from(ends.partition_point(|end| *end < span.start) + 1).unwrap_or(0);
        spans.iter().map(line).collect()
    }

    /// The code of the module itself.
    fn main(&mut self, body: &[Stmt]) -> Res<u32> {
        let mut unit = Unit::new(0, "<module>", "<module>");
        unit.is_module = true;
        // What is pickled by its name is looked for among the globals.
        let by_name = ["multiprocessing", "pickle", "ProcessPool"].iter().any(|word| self.source.contains(word));
        unit.own_names(&self.scopes, self.hidden || by_name);
        for index in 0..unit.own.len() {
            let name = unit.own[index].clone();
            let sym = self.sym(&name);
            unit.code.locals.push(sym);
        }
        let annotations = crate::compile::stmt::has_annotations(body);
        if annotations {
            let at = Span::default();
            let d = unit.temp(at)?;
            unit.emit(I::Dict { d, first: d, n: 0 }, at);
            let g = self.global(&Name::from("__annotations__"), at)?;
            unit.emit(I::SetGlobal { a: d, g }, at);
        }
        if let Some(Stmt { kind: crate::tree::StmtKind::Expr(first), span }) = body.first()
            && let crate::tree::ExprKind::Str(doc) = &first.kind
        {
            let d = unit.temp(*span)?;
            let value = self.text(doc);
            unit.load_constant(d, value, *span)?;
            let g = self.global(&Name::from("__doc__"), *span)?;
            unit.emit(I::SetGlobal { a: d, g }, *span);
        }
        self.block(&mut unit, body)?;
        let end = body.last().map_or(Span::default(), |last| last.span);
        self.return_none(&mut unit, end)?;
        self.finish(unit, end)
    }

    /// Adds finished code to the program.
    fn finish(&mut self, mut unit: Unit, place: Span) -> Res<u32> {
        let (module, hidden) = (self.module, self.hidden);
        unit.code.module = module;
        unit.code.hidden = hidden;
        let mut code: Code = unit.finish(place)?;
        if !hidden {
            code.lines = self.lines_of(&code.spans);
        }
        let program = self.program();
        let number = u32::try_from(program.codes.len()).expect("memory ends before");
        if number > u32::from(u16::MAX) {
            return Err(Refusal::new(place, Reason::TooMany(Room::Names)));
        }
        program.codes.push(code);
        Ok(number)
    }

    /// What a name is where the module does not bind it.
    fn built_in(&self, name: &str) -> Option<Value> {
        if name.starts_with("__native_") && !self.hidden {
            return None;
        }
        if name == VERDICT && !self.hidden && self.imports.concludes {
            return builtins::find("__native_verdict");
        }
        builtins::find(name)
    }
}
