//! Raising: from the place of an error to the handler that catches it, frame by frame.

use super::{After, Core, Res, State, Stop, types};
use crate::code::Program;
use crate::error::{Error, Kind};
use crate::heap::{Obj, Stage};
use crate::value::{ClassId, Value};

/// What goes wrong in an operation.
#[derive(Clone, Debug)]
pub(crate) enum Raise {
    /// An exception of a built-in class.
    Error(Error),
    /// A `KeyError` of this key.
    Key(Value),
    /// An exception that exists.
    Exception(Value),
    /// Nothing yet: this argument of a function of ours must be made a list first.
    Iterate(usize),
    /// Nothing yet: methods of the program have a say, so Python of our own must do it.
    InPython,
}

impl Raise {
    #[cold]
    pub(crate) fn error(kind: Kind, message: impl Into<std::borrow::Cow<'static, str>>) -> Box<Raise> {
        Box::new(Raise::Error(Error::new(kind, message)))
    }

    #[cold]
    pub(crate) fn type_error(message: impl Into<std::borrow::Cow<'static, str>>) -> Box<Raise> {
        Raise::error(Kind::TypeError, message)
    }

    #[cold]
    pub(crate) fn value_error(message: impl Into<std::borrow::Cow<'static, str>>) -> Box<Raise> {
        Raise::error(Kind::ValueError, message)
    }

    #[cold]
    pub(crate) fn in_python() -> Box<Raise> {
        Box::new(Raise::InPython)
    }

    #[cold]
    pub(crate) fn key(key: Value) -> Box<Raise> {
        Box::new(Raise::Key(key))
    }

    #[cold]
    pub(crate) fn exception(value: Value) -> Box<Raise> {
        Box::new(Raise::Exception(value))
    }
}

impl From<Error> for Box<Raise> {
    fn from(error: Error) -> Box<Raise> {
        Box::new(Raise::Error(error))
    }
}

impl Core {
    /// The exception that is to be raised.
    pub(crate) fn materialise(&mut self, raise: Raise) -> Value {
        match raise {
            Raise::Error(error) => self.error(&error),
            Raise::Key(key) => self.exception(Kind::KeyError, vec![key]),
            Raise::Exception(value) => value,
            Raise::Iterate(_) => self.error(&Error::type_error("object is not iterable")),
            Raise::InPython => self.error(&Error::new(Kind::SystemError, "a method of the program has no say here")),
        }
    }

    /// What `raise x` raises.
    pub(crate) fn raised(&mut self, program: &Program, what: Value) -> Res<super::Done> {
        match what {
            Value::Obj(at) if matches!(self.heap.peek(at), Obj::Exception(_)) => Err(Raise::exception(what)),
            Value::Class(class) if self.is_exception(class) => {
                // It is made by calling the class; then it is raised.
                let _ = program;
                Ok(super::Done::call(what, Vec::new(), After::Store))
            }
            _ => Err(Raise::type_error("exceptions must derive from BaseException")),
        }
    }

    pub(crate) fn is_exception(&self, class: ClassId) -> bool {
        self.derives(class, types::of_kind(Kind::BaseException))
    }

    pub(crate) fn class_of_exception(&self, exception: Value) -> ClassId {
        self.heap.type_of(exception)
    }

    pub(crate) fn is_kind(&self, exception: Value, kind: Kind) -> bool {
        self.derives(self.class_of_exception(exception), types::of_kind(kind))
    }

    /// Whether an exception is caught by a class, or one of several.
    pub(crate) fn catches(&mut self, exception: Value, by: Value) -> Res<bool> {
        match by {
            Value::Class(class) if self.is_exception(class) => {
                Ok(self.derives(self.class_of_exception(exception), class))
            }
            Value::Obj(at) => {
                if let Obj::Tuple(items) = self.heap.peek(at) {
                    let items = items.to_vec();
                    for item in items {
                        if self.catches(exception, item)? {
                            return Ok(true);
                        }
                    }
                    return Ok(false);
                }
                Err(Raise::type_error("catching classes that do not inherit from BaseException is not allowed"))
            }
            _ => Err(Raise::type_error("catching classes that do not inherit from BaseException is not allowed")),
        }
    }

    /// Remembers what was being handled when this was raised.
    fn set_context(&mut self, exception: Value) {
        let Some(context) = self.handled.last().copied() else { return };
        if context == exception {
            return;
        }
        // No exception may come round to itself.
        let mut at = context;
        let mut steps = 0;
        while let Value::Obj(place) = at {
            let next = self.heap.exception(place).context;
            if next == exception {
                self.heap.exception(place).context = Value::None;
                break;
            }
            at = next;
            steps += 1;
            if steps > 10_000 {
                break;
            }
        }
        if let Value::Obj(place) = exception {
            self.heap.exception(place).context = context;
        }
    }
}

impl State {
    /// Lets an exception go up the frames until one catches it; the stop if none does.
    pub(crate) fn unwind(&mut self, program: &Program, raise: Raise, again: bool) -> Option<Stop> {
        let mut exception = self.core.materialise(raise);
        if !again {
            self.core.set_context(exception);
        }
        let mut tell = !again;
        loop {
            let frame = self.frames.last().expect("a program that runs has a frame");
            let code = &program.codes[frame.code as usize];
            let pc = frame.pc.saturating_sub(1);
            let (base, handled, number) = (frame.base as usize, frame.handled as usize, frame.code);
            if tell
                && !code.hidden
                && let Value::Obj(at) = exception
            {
                let place = if self.finding { pc | crate::machine::traceback::FINDING } else { pc };
                self.core.heap.exception(at).trace.push((number, place));
            }
            self.finding = false;
            tell = true;
            if let Some(catch) = code.catches.iter().find(|catch| (catch.start..catch.end).contains(&pc)) {
                self.registers[base + usize::from(catch.register)] = exception;
                self.core.handled.truncate(handled + usize::from(catch.handled));
                self.top().pc = catch.target;
                return None;
            }
            let frame = self.frames.pop().expect("it was there");
            self.core.handled.truncate(handled);
            let stops = self.core.is_kind(exception, Kind::StopIteration);
            if let Some(generator) = frame.generator {
                self.core.heap.generator(generator).state = Stage::Over;
                let stops_async = code.sort == crate::code::Sort::AsyncGenerator
                    && self.core.is_kind(exception, Kind::StopAsyncIteration);
                if (stops || stops_async) && !code.hidden {
                    let what = self.core.kind_of_generator(generator);
                    let word = if stops { "StopIteration" } else { "StopAsyncIteration" };
                    let words = format!("{what} raised {word}");
                    let error = self.core.error(&Error::new(Kind::RuntimeError, words));
                    if let Value::Obj(at) = error {
                        let made = self.core.heap.exception(at);
                        made.cause = exception;
                        made.context = exception;
                        made.suppress = true;
                        made.trace.push((number, pc));
                    }
                    exception = error;
                } else if stops && code.hidden {
                    // A generator of our own ends like an iterator of C.
                }
            }
            let stops = self.core.is_kind(exception, Kind::StopIteration);
            let Some(below) = self.frames.last_mut() else { return Some(Stop::Raise(exception)) };
            match frame.after {
                After::Next { to } if stops => {
                    below.pc = u32::from(to);
                    return None;
                }
                After::Default(value) if stops => {
                    self.set(frame.d, value);
                    return None;
                }
                After::Delegate if stops => {
                    let value = self.core.stop_value(exception);
                    self.set(frame.d, value);
                    return None;
                }
                After::Closed if stops || self.core.is_kind(exception, Kind::GeneratorExit) => {
                    self.set(frame.d, Value::None);
                    return None;
                }
                After::Rethrow(other) if stops || self.core.is_kind(exception, Kind::GeneratorExit) => {
                    exception = other;
                }
                After::Attribute(wanted) if self.core.is_kind(exception, Kind::AttributeError) => {
                    let (object, name) = *wanted;
                    match self.core.getattr_hook(program, object, name) {
                        Ok(Some(done)) => {
                            if let Err(raise) = self.settle(program, done, frame.d) {
                                exception = self.core.materialise(*raise);
                                continue;
                            }
                            return None;
                        }
                        _ => continue,
                    }
                }
                _ => {}
            }
        }
    }
}

impl Core {
    /// What a generator returned, as its `StopIteration` says.
    pub(crate) fn stop_value(&mut self, exception: Value) -> Value {
        let Value::Obj(at) = exception else { return Value::None };
        match self.heap.exception(at).args {
            Value::Obj(args) => match self.heap.peek(args) {
                Obj::Tuple(items) => items.first().copied().unwrap_or(Value::None),
                _ => Value::None,
            },
            _ => Value::None,
        }
    }
}

impl Core {
    /// An exception of a built-in class.
    pub(crate) fn exception(&mut self, kind: Kind, args: Vec<Value>) -> Value {
        let args = self.heap.tuple(args);
        self.heap.obj(Obj::Exception(Box::new(crate::heap::exception::Exception {
            class: types::of_kind(kind),
            args,
            fields: crate::heap::Fields::default(),
            cause: Value::None,
            context: Value::None,
            suppress: false,
            trace: Vec::new(),
        })))
    }

    pub(crate) fn error(&mut self, error: &Error) -> Value {
        if error.message.is_empty() {
            return self.exception(error.kind, Vec::new());
        }
        let text = self.heap.text(&*error.message);
        self.exception(error.kind, vec![text])
    }
}
