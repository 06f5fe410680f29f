//! What `await`, `async for` and `async with` ask of an object. How waiting goes on is a generator's business.

use super::{After, Core, Done, Expect, Raise, Res, types};
use crate::code::{Program, Sym};
use crate::error::Kind;
use crate::heap::{Obj, Stage};
use crate::library::words;
use crate::value::{Ref, Value};

/// What is being waited for, where an error says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Waiting {
    /// `await`
    Await,
    /// The next item of an `async for`.
    Next,
    /// The beginning of an `async with`.
    Enter,
    /// Its end.
    Exit,
}

impl Waiting {
    fn of(number: Option<&Value>) -> Waiting {
        let all = [Waiting::Next, Waiting::Enter, Waiting::Exit];
        all.into_iter().find(|why| number == Some(&Value::Int(*why as i64))).unwrap_or(Waiting::Await)
    }
}

impl Core {
    /// The iterator by which something is waited for.
    pub(super) fn awaitable(&mut self, p: &Program, args: &[Value]) -> Res<Done> {
        let (value, why) = (args[0], Waiting::of(args.get(1)));
        if let Value::Obj(at) = value
            && let Obj::Generator(generator) = self.heap.peek(at)
        {
            match generator.class {
                types::COROUTINE if self.awaits(p, at) != Value::None => {
                    return Err(Raise::error(Kind::RuntimeError, "coroutine is being awaited already"));
                }
                types::COROUTINE | types::ASYNC_GENERATOR_ASEND | types::ASYNC_GENERATOR_ATHROW => {
                    return Ok(value.into());
                }
                types::GENERATOR if generator.awaitable => return Ok(value.into()),
                _ => {}
            }
        }
        let class = self.heap.type_of(value);
        match self.lookup(p, class, words::AWAIT) {
            Some(method) => Ok(Done::call(method, vec![value], After::Expect(Expect::Awaited))),
            None => {
                let name = self.heap.type_name(value);
                Err(match why {
                    Waiting::Await => Raise::type_error(format!("object {name} can't be used in 'await' expression")),
                    Waiting::Next => {
                        let words = "'async for' received an invalid object from __anext__";
                        Raise::type_error(format!("{words}: {name}"))
                    }
                    Waiting::Enter | Waiting::Exit => {
                        let method = if why == Waiting::Enter { "__aenter__" } else { "__aexit__" };
                        let words = "'async with' received an object from";
                        Raise::type_error(format!("{words} {method} that does not implement __await__: {name}"))
                    }
                })
            }
        }
    }

    /// What `__await__` returned must be an iterator.
    pub(super) fn awaited(&mut self, p: &Program, value: Value) -> Res<()> {
        let class = self.heap.type_of(value);
        if class == types::COROUTINE {
            return Err(Raise::type_error("__await__() returned a coroutine"));
        }
        let is_iterator = match value {
            Value::Obj(at) => matches!(self.heap.peek(at), Obj::Iter(_) | Obj::Generator(_)),
            _ => false,
        };
        if is_iterator || self.lookup(p, class, words::NEXT).is_some() {
            return Ok(());
        }
        let name = self.heap.type_name(value);
        Err(Raise::type_error(format!("__await__() returned non-iterator of type '{name}'")))
    }

    /// What a coroutine that has stopped waits for.
    pub(super) fn awaits(&self, p: &Program, at: Ref) -> Value {
        let Obj::Generator(generator) = self.heap.peek(at) else { return Value::None };
        let code = &p.codes[generator.code as usize].code;
        match code.get(generator.pc as usize) {
            Some(crate::code::I::YieldFrom { a, .. }) if generator.state == Stage::Waiting => {
                generator.registers.get(usize::from(*a)).copied().unwrap_or(Value::None)
            }
            _ => Value::None,
        }
    }

    fn async_method(&mut self, p: &Program, of: Value, name: Sym) -> Option<Value> {
        let class = self.heap.type_of(of);
        self.lookup(p, class, name)
    }

    /// What `async for` goes over.
    pub(super) fn async_iter(&mut self, p: &Program, value: Value) -> Res<Done> {
        match self.async_method(p, value, words::AITER) {
            Some(method) => Ok(Done::call(method, vec![value], After::Expect(Expect::AsyncIterator))),
            None => {
                let name = self.heap.type_name(value);
                let words = "'async for' requires an object with __aiter__ method, got";
                Err(Raise::type_error(format!("{words} {name}")))
            }
        }
    }

    /// What `__aiter__` returned must have `__anext__`.
    pub(super) fn async_iterator(&mut self, p: &Program, value: Value) -> Res<()> {
        if self.async_method(p, value, words::ANEXT).is_some() {
            return Ok(());
        }
        let name = self.heap.type_name(value);
        let words = "'async for' received an object from __aiter__ that does not implement __anext__";
        Err(Raise::type_error(format!("{words}: {name}")))
    }

    /// The next item of it, to be waited for.
    pub(super) fn async_next(&mut self, p: &Program, value: Value) -> Res<Done> {
        match self.async_method(p, value, words::ANEXT) {
            Some(method) => Ok(Done::call(method, vec![value], After::Store)),
            None => {
                let name = self.heap.type_name(value);
                let words = "'async for' requires an iterator with __anext__ method, got";
                Err(Raise::type_error(format!("{words} {name}")))
            }
        }
    }

    /// The beginning of an `async with`, to be waited for.
    pub(super) fn async_enter(&mut self, p: &Program, manager: Value) -> Res<Done> {
        let enter = self.async_method(p, manager, words::AENTER);
        let exit = self.async_method(p, manager, words::AEXIT);
        let (Some(enter), Some(_)) = (enter, exit) else {
            let name = self.heap.type_name(manager);
            let missing = if enter.is_none() { "" } else { " (missed __aexit__ method)" };
            let words = "object does not support the asynchronous context manager protocol";
            return Err(Raise::type_error(format!("'{name}' {words}{missing}")));
        };
        Ok(Done::call(enter, vec![manager], After::Store))
    }

    /// Its end.
    pub(super) fn async_exit(&mut self, p: &Program, manager: Value, exception: Value) -> Res<Done> {
        match self.async_method(p, manager, words::AEXIT) {
            Some(exit) => self.leave_context(p, exit, manager, exception),
            None => Err(Raise::error(Kind::AttributeError, "__aexit__")),
        }
    }

    /// A coroutine that a statement drops before anybody waits for it: CPython says so.
    pub(super) fn dropped(&mut self, p: &Program, value: Value) -> Res<Done> {
        if let Value::Obj(at) = value
            && let Obj::Generator(generator) = self.heap.peek(at)
            && generator.class == types::COROUTINE
            && generator.state == Stage::New
        {
            return Ok(self.in_python_then(p, "unawaited", vec![value], After::Discard));
        }
        Ok(Value::None.into())
    }
}
