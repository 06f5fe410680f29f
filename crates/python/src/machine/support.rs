//! What the loop asks: how functions begin, where names and methods are, what is wrong where one is missing.

use super::operate::{Operator, What};
use super::{After, Core, Done, Pending, Raise, Res, WINDOW};
use crate::code::{Code, Program, R, Sort, Sym};
use crate::error::Kind;
use crate::heap::dict::Dict;
use crate::heap::{Function, Obj, Stage};
use crate::library::words;
use crate::tree::BinOp;
use crate::value::{Ref, Value};

/// Whether a function can begin where its arguments lie.
#[inline]
pub(super) fn begins(code: &Code, function: &Function, core: &Core, given: usize) -> bool {
    if given == usize::from(code.positional) && code.simple {
        return true;
    }
    if code.sort != Sort::Plain || code.rest || code.keywords || code.keyword_only > 0 {
        return false;
    }
    let positional = usize::from(code.positional);
    given <= positional && given + defaults(core, function).len() >= positional
}

/// Whether a generator can go on, and handles nothing.
#[inline]
pub(super) fn goes_on(core: &Core, at: Ref) -> bool {
    match core.heap.peek(at) {
        Obj::Generator(generator) => {
            matches!(generator.state, Stage::New | Stage::Waiting) && generator.handled.is_empty()
        }
        _ => false,
    }
}

pub(super) fn defaults<'c>(core: &'c Core, function: &Function) -> &'c [Value] {
    match function.defaults {
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Tuple(items) => items,
            _ => &[],
        },
        _ => &[],
    }
}

pub(super) fn function_of(core: &Core, at: Ref) -> &Function {
    match core.heap.peek(at) {
        Obj::Function(function) => function,
        other => unreachable!("a function is expected here, not {other:?}"),
    }
}

/// Defaults and the cells of functions around.
pub(super) fn fill(core: &Core, function: &Function, code: &Code, r: &mut [Value; WINDOW], given: usize) {
    let positional = usize::from(code.positional);
    let defaults = defaults(core, function);
    for place in given..positional {
        r[place & (WINDOW - 1)] = defaults[place + defaults.len() - positional];
    }
    let first = usize::from(code.first_free);
    r[first..first + function.closure.len()].copy_from_slice(&function.closure);
}

/// The `__init__` of a class whose objects are plain, if it can begin with so many arguments.
pub(super) fn plain_init(core: &mut Core, p: &Program, class: crate::value::ClassId, n: usize) -> Option<Ref> {
    let of = core.heap.class(class)?;
    if of.native != super::types::OBJECT || of.meta.is_some() {
        return None;
    }
    if core.lookup(p, class, words::NEW).is_some_and(|new| !matches!(new, Value::Native(_))) {
        return None;
    }
    let Some(Value::Obj(init)) = core.lookup(p, class, words::INIT) else { return None };
    if p.symbols.find("__abc__").is_some_and(|abc| core.lookup(p, class, abc).is_some()) {
        return None;
    }
    let Obj::Function(function) = core.heap.peek(init) else { return None };
    begins(&p.codes[function.code as usize], function, core, n + 1).then_some(init)
}

/// A method that is called with its object in front; `None` where the attribute must be looked up in full.
#[inline]
pub(super) fn plain_method(core: &mut Core, p: &Program, object: Value, name: Sym) -> Option<Value> {
    let class = match object {
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Instance(class, fields) => {
                if fields.get(name).is_some() || fields.dict().is_some() {
                    return None;
                }
                *class
            }
            Obj::Shared(shared) if shared.of.sort == crate::share::Sort::Instance => {
                if shared.plain != Value::Undef || p.assigned.contains(&name) {
                    return None;
                }
                shared.class
            }
            Obj::Module(_) | Obj::Super(_) | Obj::Exception(_) | Obj::Derived(_) | Obj::Function(_) => return None,
            _ => core.heap.type_of(object),
        },
        Value::Class(_) => return None,
        other => core.heap.type_of(other),
    };
    match core.lookup(p, class, name)? {
        found @ Value::Native(_) => Some(found),
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Function(_) => {
                if core.heap.class(class).is_some_and(|class| class.has_getattr)
                    && core.lookup(p, class, words::GETATTRIBUTE).is_some_and(|f| !matches!(f, Value::Native(_)))
                {
                    return None;
                }
                Some(Value::Obj(at))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A method that `super()` or a class finds, if it can begin with so many arguments, and what is its first one.
#[inline]
pub(super) fn method_of_class(
    core: &mut Core,
    p: &Program,
    object: Value,
    name: Sym,
    n: usize,
) -> Option<(Ref, Option<Value>)> {
    let (found, of, this) = match object {
        Value::Class(class) => {
            let of = core.heap.class(class)?;
            if of.meta.is_some() {
                return None;
            }
            (core.lookup(p, class, name)?, Value::Class(class), None)
        }
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Super(of) => {
                let of = **of;
                if matches!(of.this, Value::Class(_)) {
                    return None;
                }
                let mro = &core.heap.class(of.of)?.mro;
                let behind = mro.iter().skip_while(|class| **class != of.class).skip(1);
                let found = behind.filter_map(|class| core.own(p, *class, name)).next()?;
                (found, Value::Class(of.of), Some(of.this))
            }
            _ => return None,
        },
        _ => return None,
    };
    let Value::Obj(at) = found else { return None };
    let (function, first) = match core.heap.peek(at) {
        Obj::Function(_) => (at, this),
        Obj::ClassMethod(Value::Obj(inner)) => (*inner, Some(of)),
        Obj::Static(Value::Obj(inner)) => (*inner, None),
        _ => return None,
    };
    let Obj::Function(of) = core.heap.peek(function) else { return None };
    let given = n + usize::from(first.is_some());
    begins(&p.codes[of.code as usize], of, core, given).then_some((function, first))
}

/// Whether a class has a property of this name.
#[inline]
pub(super) fn is_property(core: &mut Core, p: &Program, class: crate::value::ClassId, name: Sym) -> bool {
    if core.heap.class(class).is_some_and(|of| !of.has_properties) {
        return false;
    }
    matches!(core.lookup(p, class, name), Some(Value::Obj(at)) if matches!(core.heap.peek(at), Obj::Property(_)))
}

/// The function of a property, if it can begin just so.
#[inline]
pub(super) fn plain_getter(core: &mut Core, p: &Program, object: Value, name: Sym, depth: usize) -> Option<Ref> {
    let Value::Obj(at) = object else { return None };
    let Obj::Instance(class, _) = core.heap.peek(at) else { return None };
    let class = *class;
    if depth >= core.depth || core.heap.class(class).is_none_or(|of| !of.has_properties || of.has_getattr) {
        return None;
    }
    let Some(Value::Obj(found)) = core.lookup(p, class, name) else { return None };
    let Obj::Property(property) = core.heap.peek(found) else { return None };
    let Value::Obj(get) = property.get else { return None };
    let Obj::Function(function) = core.heap.peek(get) else { return None };
    begins(&p.codes[function.code as usize], function, core, 1).then_some(get)
}

/// The method of an operator, where it is a plain function and nobody else has a say.
#[inline]
pub(super) fn plain_operator(
    core: &mut Core,
    p: &Program,
    op: BinOp,
    a: Value,
    b: Value,
    in_place: bool,
) -> Option<(Ref, Box<Operator>)> {
    let Value::Obj(at) = a else { return None };
    let Obj::Instance(class, _) = core.heap.peek(at) else { return None };
    let class = *class;
    let (usual, _, in_place_name) = super::operate::methods(op);
    if core.heap.type_of(b) != class || in_place && core.lookup(p, class, in_place_name).is_some() {
        return None;
    }
    let Some(Value::Obj(method)) = core.lookup(p, class, usual) else { return None };
    let Obj::Function(function) = core.heap.peek(method) else { return None };
    if !begins(&p.codes[function.code as usize], function, core, 2) {
        return None;
    }
    let what = What::Binary(op, in_place);
    Some((method, Box::new(Operator { next: Vec::new(), what, a, b, then: After::Store })))
}

pub(super) fn cell(core: &Core, value: Value) -> Value {
    match value {
        Value::Obj(at) => match core.heap.peek(at) {
            Obj::Cell(inner) => *inner,
            _ => Value::Undef,
        },
        _ => Value::Undef,
    }
}

#[cold]
pub(super) fn no_name(core: &mut Core, p: &Program, name: Sym) -> Box<Raise> {
    let text = core.name(p, name).to_string();
    let words = format!("name '{text}' is not defined");
    let exception = core.error(&crate::error::Error::new(Kind::NameError, words));
    let text = core.heap.text(text);
    if let Value::Obj(at) = exception {
        core.heap.exception(at).fields.set(words::NAME_ATTR, text);
    }
    Raise::exception(exception)
}

#[cold]
pub(super) fn missing_global(core: &mut Core, p: &Program, g: u16) -> Res<Value> {
    let name = p.globals[g as usize];
    match crate::builtins::find(core.name(p, name)) {
        Some(value) => Ok(value),
        None => Err(no_name(core, p, name)),
    }
}

#[cold]
pub(super) fn unbound(core: &Core, p: &Program, code: &Code, register: R) -> Box<Raise> {
    let name = core.name(p, code.locals[register as usize]);
    if register >= code.first_free && usize::from(register) < usize::from(code.first_free) + usize::from(code.free) {
        let words =
            format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope");
        return Raise::error(Kind::NameError, words);
    }
    let words = format!("cannot access local variable '{name}' where it is not associated with a value");
    Raise::error(Kind::UnboundLocalError, words)
}

pub(super) fn import_name(core: &mut Core, p: &Program, from: Value, name: Sym) -> Res<Value> {
    let Value::Obj(at) = from else { unreachable!("a module is imported from") };
    let Obj::Module(module) = core.heap.peek(at) else { unreachable!("a module is imported from") };
    let module = &p.modules[usize::from(*module)];
    match module.names.get(&name).map(|slot| core.globals[usize::from(*slot)]) {
        Some(value) if value != Value::Undef => Ok(value),
        _ => {
            let (name, module) = (core.name(p, name), &module.name);
            let words = format!("cannot import name '{name}' from '{module}' (unknown location)");
            Err(Raise::error(Kind::ImportError, words))
        }
    }
}

/// An item of a list, tuple or dict, where that needs nobody else.
#[inline]
pub(super) fn quick_item(core: &Core, object: Value, index: Value) -> Option<Value> {
    let at = match object {
        Value::Obj(at) => at,
        // A character of one byte is there from the beginning.
        Value::Str(at) => {
            let (Value::Int(n), Obj::Str(text)) = (index, core.heap.peek(at)) else { return None };
            let bytes = if text.is_ascii() { text.text.as_bytes() } else { return None };
            let n = if n < 0 { n + i64::try_from(bytes.len()).unwrap_or(0) } else { n };
            let byte = usize::try_from(n).ok().and_then(|n| bytes.get(n))?;
            return Some(Value::Str(Ref(u32::from(*byte))));
        }
        _ => return None,
    };
    match (core.heap.peek(at), index) {
        (Obj::List(items), Value::Int(n)) => {
            let n = if n < 0 { n + i64::try_from(items.len()).unwrap_or(0) } else { n };
            usize::try_from(n).ok().and_then(|n| items.get(n)).copied()
        }
        (Obj::Tuple(items), Value::Int(n)) => {
            let n = if n < 0 { n + i64::try_from(items.len()).unwrap_or(0) } else { n };
            usize::try_from(n).ok().and_then(|n| items.get(n)).copied()
        }
        (Obj::Dict(_), Value::Int(_) | Value::Str(_)) => core.heap.dict_get(at, index).ok().flatten(),
        _ => None,
    }
}

/// Sets one; whether that needed nobody else.
#[inline]
pub(super) fn quick_set_item(core: &mut Core, object: Value, index: Value, value: Value) -> bool {
    let Value::Obj(at) = object else { return false };
    match (core.heap.peek(at), index) {
        (Obj::List(_), Value::Int(n)) => {
            let Obj::List(items) = core.heap.get_mut(at) else { return false };
            let n = if n < 0 { n + i64::try_from(items.len()).unwrap_or(0) } else { n };
            match usize::try_from(n).ok().and_then(|n| items.get_mut(n)) {
                Some(item) => {
                    *item = value;
                    true
                }
                None => false,
            }
        }
        (Obj::Dict(_), Value::Int(_) | Value::Str(_)) => core.heap.dict_set(at, index, value).is_ok(),
        _ => false,
    }
}

impl Core {
    /// The names of keyword arguments, of a constant tuple of texts.
    pub(super) fn names_of(&mut self, p: &Program, names: Value) -> Res<Vec<Sym>> {
        let items = self.items(names, 0)?;
        let texts: Vec<String> =
            items.iter().map(|item| self.heap.str(*item).unwrap_or_default().to_string()).collect();
        Ok(texts.iter().map(|text| self.sym(p, text)).collect())
    }

    /// Puts what a dict maps into another; whether it could be done here.
    pub(super) fn merge(&mut self, into: Value, from: Value, keywords: bool) -> Res<bool> {
        let (Value::Obj(into), Value::Obj(from)) = (into, self.plain(from)) else { return Ok(false) };
        let Obj::Dict(dict) = self.heap.get(from) else { return Ok(false) };
        let entries: Dict = (**dict).clone();
        for entry in entries.iter() {
            if keywords {
                let Some(name) = self.heap.str(entry.key) else {
                    return Err(Raise::type_error("keywords must be strings"));
                };
                let name = name.to_string();
                if self.heap.dict_find(into, entry.key)?.is_some() {
                    return Err(Raise::type_error(format!("got multiple values for keyword argument '{name}'")));
                }
            }
            match self.heap.dict_set(into, entry.key, entry.value) {
                Ok(()) => {}
                Err(raise) if matches!(*raise, Raise::InPython) => return Ok(false),
                Err(raise) => return Err(raise),
            }
        }
        Ok(true)
    }

    /// So many items, or with a star so many at least: then the rest is a list.
    pub(super) fn unpacked(&mut self, value: Value, n: usize, star: Option<usize>) -> Res<Vec<Value>> {
        if self.built_in_iter_check(value).is_none() {
            let class = self.heap.type_of(value);
            let of_program = class.heap().is_some();
            if of_program {
                return Err(Box::new(Raise::Iterate(0)));
            }
            let name = self.heap.type_name(value);
            return Err(Raise::type_error(format!("cannot unpack non-iterable {name} object")));
        }
        let mut items = self.items(value, 0)?;
        let given = items.len();
        match star {
            None if given > n => Err(Raise::value_error(format!("too many values to unpack (expected {n})"))),
            None if given < n => {
                Err(Raise::value_error(format!("not enough values to unpack (expected {n}, got {given})")))
            }
            Some(_) if given < n => {
                Err(Raise::value_error(format!("not enough values to unpack (expected at least {n}, got {given})")))
            }
            Some(before) => {
                let rest: Vec<Value> = items.drain(before..before + given - n).collect();
                let rest = self.heap.list(rest);
                items.insert(before, rest);
                Ok(items)
            }
            None => Ok(items),
        }
    }

    pub(super) fn built_in_iter_check(&self, value: Value) -> Option<()> {
        match value {
            Value::Str(_) => Some(()),
            Value::Obj(at) => matches!(
                self.heap.get(at),
                Obj::List(_)
                    | Obj::Deque(_)
                    | Obj::Tuple(_)
                    | Obj::Dict(_)
                    | Obj::Set(_)
                    | Obj::Frozen(_)
                    | Obj::Range(_)
                    | Obj::Bytes(_)
                    | Obj::ByteArray(_)
                    | Obj::View(..)
                    | Obj::Iter(_)
                    | Obj::Generator(_)
            )
            .then_some(()),
            _ => None,
        }
    }

    pub(super) fn enter_context(&mut self, p: &Program, manager: Value) -> Res<Done> {
        let class = self.heap.type_of(manager);
        let (enter, exit) = (self.lookup(p, class, words::ENTER), self.lookup(p, class, words::EXIT));
        let (Some(enter), Some(_)) = (enter, exit) else {
            let name = self.heap.type_name(manager);
            let missing = if enter.is_none() { "" } else { " (missed __exit__ method)" };
            return Err(Raise::type_error(format!(
                "'{name}' object does not support the context manager protocol{missing}"
            )));
        };
        Ok(Done::call(enter, vec![manager], After::Store))
    }

    pub(super) fn exit_context(&mut self, p: &Program, manager: Value, exception: Value) -> Res<Done> {
        let class = self.heap.type_of(manager);
        let Some(exit) = self.lookup(p, class, words::EXIT) else {
            return Err(Raise::error(Kind::AttributeError, "__exit__"));
        };
        self.leave_context(p, exit, manager, exception)
    }

    /// Calls `__exit__` or its like with what is raised.
    pub(super) fn leave_context(&mut self, p: &Program, exit: Value, manager: Value, exception: Value) -> Res<Done> {
        let args = match exception {
            Value::None => vec![manager, Value::None, Value::None, Value::None],
            exception => {
                let class = self.heap.type_of(exception);
                let trace = match self.get_attr(p, exception, words::TRACEBACK)? {
                    Done::Value(trace) => trace,
                    _ => Value::None,
                };
                vec![manager, Value::Class(class), exception, trace]
            }
        };
        Ok(Done::Call(Box::new(Pending { callee: exit, args, names: Vec::new(), after: After::Store })))
    }
}
