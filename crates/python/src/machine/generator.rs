//! Generators: a frame that is put aside, and goes on where it was.

use super::call::Step;
use super::{After, Core, Raise, State, WINDOW, With, types};
use crate::code::{Code, Program, R};
use crate::error::Kind;
use crate::heap::{Generator, Obj, Stage};
use crate::value::{Ref, Value};

impl Generator {
    /// One that has not begun, with what its function was called with.
    pub(crate) fn new(code: &Code, number: u32, registers: Vec<Value>) -> Generator {
        Generator {
            code: number,
            pc: 0,
            registers,
            handled: Vec::new(),
            state: Stage::New,
            answer: 0,
            name: (&*code.name).into(),
            awaitable: false,
            claimed: false,
            class: types::of_generator(code.sort, &code.name, code.hidden),
        }
    }
}

impl State {
    /// Lets a generator go on; what it yields, or that it is over, is for `after`.
    pub(crate) fn resume(&mut self, p: &Program, at: Ref, with: With, after: After, d: R) -> Step {
        if let Obj::Resident(_, class) = self.core.heap.peek(at) {
            return Ok(Some(super::Stop::Refused(super::shared::resident_words(*class))));
        }
        let Obj::Generator(generator) = self.core.heap.get_mut(at) else {
            unreachable!("a generator is expected here");
        };
        match generator.state {
            Stage::Running => {
                let what = self.core.kind_of_generator(at);
                return Err(Raise::value_error(format!("{what} already executing")));
            }
            Stage::Over if generator.class == types::COROUTINE && !matches!(after, After::Closed) => {
                return Err(Raise::error(Kind::RuntimeError, "cannot reuse already awaited coroutine"));
            }
            Stage::Over => {
                return match with {
                    With::Thrown(_) if matches!(after, After::Closed) => {
                        self.set(d, Value::None);
                        Ok(None)
                    }
                    With::Thrown(exception) => match after {
                        After::Rethrow(exception) => Err(Raise::exception(exception)),
                        _ => Err(Raise::exception(exception)),
                    },
                    With::Sent(_) => self.ended(p, Value::None, after, d),
                };
            }
            Stage::New => match with {
                With::Sent(value) if value != Value::None => {
                    let what = self.core.kind_of_generator(at);
                    return Err(Raise::type_error(format!("can't send non-None value to a just-started {what}")));
                }
                With::Thrown(_) if matches!(after, After::Closed) => {
                    generator.state = Stage::Over;
                    self.set(d, Value::None);
                    return Ok(None);
                }
                With::Thrown(exception) => {
                    // It never began, but its first line is where this happens.
                    generator.state = Stage::Over;
                    let code = generator.code;
                    if let (Value::Obj(raised), false) = (exception, p.codes[code as usize].hidden) {
                        self.core.heap.exception(raised).trace.push((code, 0));
                    }
                    return match after {
                        After::Rethrow(other) => Err(Raise::exception(other)),
                        _ => Err(Raise::exception(exception)),
                    };
                }
                _ => {}
            },
            Stage::Waiting => {}
        }
        if self.frames.len() >= self.core.depth {
            return Err(Raise::error(Kind::RecursionError, "maximum recursion depth exceeded"));
        }
        let base = self.next_base(p);
        if self.registers.len() < base + WINDOW {
            self.registers.resize((base + WINDOW) * 2, Value::Undef);
        }
        let Obj::Generator(generator) = self.core.heap.get_mut(at) else {
            unreachable!("a generator is expected here");
        };
        let (code, pc, answer) = (generator.code, generator.pc, generator.answer);
        let was_new = generator.state == Stage::New;
        generator.state = Stage::Running;
        let registers = std::mem::take(&mut generator.registers);
        let handled = std::mem::take(&mut generator.handled);
        self.registers[base..base + registers.len()].copy_from_slice(&registers);
        // The room is kept for the next time.
        generator.registers = registers;
        self.push(p, code, base, d, after, Some(at));
        self.core.handled.extend(handled);
        self.top().pc = pc;
        match with {
            With::Sent(value) => {
                if !was_new {
                    self.set(answer, value);
                }
                Ok(None)
            }
            With::Thrown(exception) => {
                // Who waits in `yield from` stands at that instruction; what it waits for hears of it first.
                if let Some((inner, d)) = self.delegate(p) {
                    self.top().pc += 1;
                    if let Value::Obj(inner) = inner
                        && matches!(self.core.heap.peek(inner), Obj::Generator(_))
                    {
                        let after = if self.core.is_kind(exception, Kind::GeneratorExit) {
                            After::Rethrow(exception)
                        } else {
                            After::Delegate
                        };
                        return self.resume(p, inner, With::Thrown(exception), after, d);
                    }
                }
                Err(Raise::exception(exception))
            }
        }
    }

    /// What the current frame hands on from, if it stands at a `yield from`, and where the result goes.
    fn delegate(&self, p: &Program) -> Option<(Value, R)> {
        let frame = self.frames.last().expect("a generator has a frame");
        let code = &p.codes[frame.code as usize];
        match code.code.get(frame.pc as usize) {
            Some(crate::code::I::YieldFrom { d, a, .. }) => Some((self.get(*a), *d)),
            _ => None,
        }
    }

    /// The current frame, a generator's, yields: it is put aside.
    pub(crate) fn suspend(&mut self, p: &Program, value: Value, answer: R, again: bool) -> Step {
        let frame = self.frames.pop().expect("a generator has a frame");
        let at = frame.generator.expect("only a generator yields");
        let size = usize::from(p.codes[frame.code as usize].registers);
        let base = frame.base as usize;
        let handled = self.core.handled.split_off(frame.handled as usize);
        let registers = &self.registers[base..base + size];
        let Obj::Generator(generator) = self.core.heap.get_mut(at) else {
            unreachable!("a generator is expected here");
        };
        generator.registers.clear();
        generator.registers.extend_from_slice(registers);
        generator.handled = handled;
        generator.state = Stage::Waiting;
        // A `yield from` is done once more when it goes on.
        generator.pc = if again { frame.pc - 1 } else { frame.pc };
        generator.answer = answer;
        if matches!(frame.after, After::Delegate) {
            // Who hands on yields the same.
            return self.suspend(p, value, frame.d, true);
        }
        self.deliver(p, value, frame.after, frame.d)
    }

    /// A generator returned.
    pub(crate) fn ended(&mut self, p: &Program, value: Value, after: After, d: R) -> Step {
        match after {
            After::Next { to } => {
                self.top().pc = u32::from(to);
                Ok(None)
            }
            After::Default(value) => {
                self.set(d, value);
                Ok(None)
            }
            After::Delegate => {
                self.set(d, value);
                Ok(None)
            }
            After::Rethrow(exception) => Err(Raise::exception(exception)),
            After::Closed => {
                self.set(d, Value::None);
                Ok(None)
            }
            After::Both(pair) => {
                let (first, second) = *pair;
                match first {
                    After::Default(value) => self.deliver(p, value, second, d),
                    first => self.ended(p, value, first, d),
                }
            }
            _ => {
                let args = if value == Value::None { Vec::new() } else { vec![value] };
                let exception = self.core.exception(Kind::StopIteration, args);
                Err(Raise::exception(exception))
            }
        }
    }
}

impl Core {
    /// What a message calls this generator.
    pub(crate) fn kind_of_generator(&self, at: Ref) -> &'static str {
        match self.heap.peek(at) {
            Obj::Generator(generator) if generator.class == types::COROUTINE => "coroutine",
            Obj::Generator(generator) if generator.class == types::ASYNC_GENERATOR => "async generator",
            _ => "generator",
        }
    }
}
