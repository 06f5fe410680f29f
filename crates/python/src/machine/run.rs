//! Going on until something concerns others: what the loop leaves is done here, and it is entered again.

use super::call::Step;
use super::shared::{Ready, Redo};
use super::{After, Done, Raise, Res, State, Stop};
use crate::code::{Program, R, Sym};
use crate::heap::Obj;
use crate::library::words;
use crate::value::Value;

/// Why the loop was left.
pub(super) enum Left {
    /// An operation came to more than a value.
    Done(Done, R),
    /// The value decides a jump.
    Branch(Done, bool, u16),
    /// Something went wrong.
    Raise(Box<Raise>),
    /// The same, again: nothing is added to what is known of it.
    Again(Value),
    Return(Value),
    Call(Box<(Value, Vec<Value>, Vec<Sym>)>, R),
    /// A method that is no plain function: look the attribute up, then call.
    Method(Box<(Value, Sym, Vec<Value>, Vec<Sym>)>, R),
    Next(R, R, u16),
    Yield(Value, R, bool),
    Delegate(R, R),
    Class(R, R, u8),
    Import(u16, R),
    Discard(Done),
    Stop(Stop, R),
    Fuel,
    /// The instruction met what is shared: it is done again once that is shown.
    Met,
    /// The answer to what was wanted of an object of the engine.
    Answered(Res<Ready>),
    /// A call of a function of ours once more, now that what it met is shown.
    Redo(Box<Redo>),
}

const UNSEEN: crate::share::Words = "A method returned a shared object where that is not here yet.";

impl State {
    /// Goes on until something concerns others.
    pub fn run(&mut self, p: &Program) -> Stop {
        if let Some(exception) = self.ended_by.take() {
            return Stop::Raise(exception);
        }
        let mut first = self.ready.take().map(Left::Answered);
        loop {
            let left = match first.take() {
                Some(left) => left,
                None => {
                    // Who stops often would never use its fuel up.
                    if self.core.heap.made >= self.core.heap.limit && !self.is_in_between() {
                        self.collect(p);
                    }
                    self.go(p)
                }
            };
            let step = match left {
                Left::Done(done, d) => self.settle(p, done, d),
                Left::Branch(done, jump_if, to) => self.settle_after(p, done, After::Branch { jump_if, to }, 0),
                Left::Discard(done) => self.settle_after(p, done, After::Discard, 0),
                Left::Raise(raise) => Err(raise),
                Left::Again(exception) => match self.unwind(p, Raise::Exception(exception), true) {
                    Some(stop) => return stop,
                    None => Ok(None),
                },
                Left::Return(value) => match self.returned(p, value) {
                    Ok(Some(stop)) => return stop,
                    other => other,
                },
                Left::Call(call, d) => {
                    let (callee, args, names) = *call;
                    self.call(p, callee, args, names, After::Store, d)
                }
                Left::Method(method, d) => self.call_method(p, *method, d),
                Left::Next(a, d, to) => self.next_item(p, a, d, to),
                Left::Yield(value, d, again) => self.suspend(p, value, d, again),
                Left::Delegate(d, a) => self.hand_on(p, d, a),
                Left::Class(d, first, n) => self.begin_class(p, d, first, n),
                Left::Import(module, d) => self.import(p, module, d),
                Left::Met => match self.core.heap.sharing.take_met() {
                    Some(met) => {
                        self.redo = None;
                        return self.core.met(met);
                    }
                    None => Ok(None),
                },
                Left::Answered(ready) => {
                    let (after, d) = std::mem::replace(&mut self.waits, (After::Discard, 0));
                    match ready {
                        Ok(Ready::Done(done)) => self.settle_after(p, done, after, d),
                        Ok(Ready::Ended) => self.ended(p, Value::None, after, d),
                        Ok(Ready::Again) => match self.redo.take() {
                            Some(redo) => {
                                first = Some(Left::Redo(redo));
                                continue;
                            }
                            None => Ok(None),
                        },
                        Err(raise) => Err(raise),
                    }
                }
                Left::Redo(redo) => {
                    let Redo { callee, args, names, after, d } = *redo;
                    self.call(p, callee, args, names, after, d)
                }
                Left::Stop(stop, d) => {
                    let base = self.top().base as usize;
                    self.wants = base + usize::from(d);
                    self.waits = (After::Store, d);
                    return stop;
                }
                Left::Fuel => {
                    if self.core.heap.made >= self.core.heap.limit {
                        self.collect(p);
                    }
                    return Stop::Checkpoint;
                }
            };
            if self.core.heap.sharing.has_met() {
                // It happened where nobody can go back to.
                self.core.heap.hide();
                return Stop::Refused(UNSEEN);
            }
            match step {
                Ok(None) => {}
                Ok(Some(stop)) => return stop,
                Err(raise) => {
                    if let Some(stop) = self.unwind(p, *raise, false) {
                        return stop;
                    }
                }
            }
        }
    }

    /// Whether something lies elsewhere than where collecting looks for it.
    fn is_in_between(&self) -> bool {
        self.ready.is_some() || self.redo.is_some() || self.core.heap.sharing.is_flagged()
    }

    /// A frame is through.
    fn returned(&mut self, p: &Program, value: Value) -> Step {
        let frame = self.frames.pop().expect("a frame returns");
        self.core.handled.truncate(frame.handled as usize);
        if self.frames.is_empty() {
            return Ok(Some(Stop::Done));
        }
        if let Some(generator) = frame.generator {
            self.core.heap.generator(generator).state = crate::heap::Stage::Over;
            return self.ended(p, value, frame.after, frame.d);
        }
        self.deliver(p, value, frame.after, frame.d)
    }

    fn call_method(&mut self, p: &Program, method: (Value, Sym, Vec<Value>, Vec<Sym>), d: R) -> Step {
        let (object, name, args, names) = method;
        let found = self.core.get_attr(p, object, name);
        self.finding = found.is_err();
        let callee = match found? {
            Done::Value(callee) => callee,
            done => {
                // A property or `__getattr__`: called by Python of our own, once it is known.
                let all = self.core.heap.tuple(args);
                let named = names.iter().map(|name| self.core.sym_text(p, *name)).collect::<Vec<_>>();
                let named = self.core.heap.tuple(named);
                let function = self.core.prelude(p, "call_attribute");
                let text = self.core.sym_text(p, name);
                drop(done);
                return self.call(p, function, vec![object, text, all, named], Vec::new(), After::Store, d);
            }
        };
        self.call(p, callee, args, names, After::Store, d)
    }

    /// The next item of an iterator that the loop does not know.
    fn next_item(&mut self, p: &Program, a: R, d: R, to: u16) -> Step {
        let iter = self.get(a);
        let Value::Obj(at) = iter else { return Err(self.core.no_iterable(iter)) };
        match self.core.heap.peek(at) {
            Obj::Iter(_) if let Some(of) = self.core.iterates_shared(at) => {
                self.settle(p, super::shared::steps(of, at, After::Next { to }), d)
            }
            Obj::Shared(shared) if shared.of.sort == crate::share::Sort::Iter => {
                self.settle(p, super::shared::takes(at, After::Next { to }), d)
            }
            Obj::Iter(_) => {
                match self.core.step(at)? {
                    Some(item) => self.set(d, item),
                    None => self.top().pc = u32::from(to),
                }
                Ok(None)
            }
            Obj::Generator(_) => self.resume(p, at, super::With::Sent(Value::None), After::Next { to }, d),
            _ => {
                let class = self.core.heap.type_of(iter);
                match self.core.lookup(p, class, words::NEXT) {
                    Some(method) => self.call(p, method, vec![iter], Vec::new(), After::Next { to }, d),
                    None => {
                        let name = self.core.heap.type_name(iter);
                        Err(Raise::type_error(format!("'{name}' object is not an iterator")))
                    }
                }
            }
        }
    }

    /// `yield from`: what is sent goes on to it, what it yields comes out here.
    fn hand_on(&mut self, p: &Program, d: R, a: R) -> Step {
        let (iter, sent) = (self.get(a), self.get(d));
        let Value::Obj(at) = iter else { return Err(self.core.no_iterable(iter)) };
        match self.core.heap.peek(at) {
            Obj::Generator(_) => self.resume(p, at, super::With::Sent(sent), After::Delegate, d),
            Obj::Iter(_) if self.core.iterates_shared(at).is_none() => match self.core.step(at)? {
                Some(item) => self.suspend(p, item, d, true),
                None => {
                    self.set(d, Value::None);
                    Ok(None)
                }
            },
            _ => {
                // An object of the program: by way of a generator of our own.
                let function = self.core.prelude(p, "hand_on");
                let base = self.next_base(p);
                let Value::Obj(function) = function else { unreachable!("the prelude has functions") };
                self.bind(p, function, &[iter], &[], base)?;
                let Obj::Function(of) = self.core.heap.peek(function) else { unreachable!("it is one") };
                let code = of.code;
                self.enter(p, code, base, After::Store, a)?;
                self.top().pc -= 1;
                Ok(None)
            }
        }
    }

    fn begin_class(&mut self, p: &Program, d: R, first: R, n: u8) -> Step {
        let body = self.get(first);
        let name = self.get(first + 1);
        let keywords = self.get(first + 2);
        let bases: Vec<Value> = (3..n).map(|at| self.get(first + at)).collect();
        let Value::Obj(at) = body else { unreachable!("a class has a body") };
        let Obj::Function(of) = self.core.heap.peek(at) else { unreachable!("a class has a body") };
        let number = of.code;
        let code = &p.codes[number as usize];
        // Bases that are no classes say what they stand for.
        for base in &bases {
            let is_word = self.core.fields_of(*base).is_some_and(|fields| fields.get(words::ORIGIN).is_some());
            if !matches!(base, Value::Class(_)) && self.core.heap.type_of(*base) != super::types::ALIAS && !is_word {
                return Err(Raise::type_error("metaclasses and bases that are no classes are not supported"));
            }
        }
        let base = self.next_base(p);
        self.bind(p, at, &[], &[], base)?;
        // The cell of `__class__` is the first thing a class body makes, where a method asks for it.
        let cell = code.locals.iter().position(|name| Some(*name) == p.symbols.find("__class__"));
        let mut made = super::class::Made {
            name,
            bases,
            keywords,
            module: code.module,
            qualname: code.qualname.clone(),
            said_module: None,
            cell: None,
        };
        if let Some(place) = cell
            && place < usize::from(code.first_free)
        {
            let cell = self.core.heap.obj(Obj::Cell(Value::Undef));
            self.registers[base + place] = cell;
            made.cell = Some(cell);
        }
        self.push(p, number, base, d, After::Class(Box::new(made)), None);
        Ok(None)
    }
}
