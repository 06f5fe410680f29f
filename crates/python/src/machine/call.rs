//! Calling anything, and doing what is to be done with the value: the ways that are not in `fast.rs`.

use super::operate::What;
use super::shared::{Redo, Then, Wanted, Wish};
use super::{After, Done, Expect, Pending, Raise, Res, Retry, State, Stop};
use crate::builtins::Args;
use crate::code::{Program, R, Sort, Sym};
use crate::error::Kind;
use crate::heap::{Generator, Obj};
use crate::library::words;
use crate::value::Value;

/// What a step came to: nothing that concerns others, mostly.
pub(crate) type Step = Res<Option<Stop>>;

/// What comes first, then what comes after that.
fn both(first: After, second: After) -> After {
    match (first, second) {
        (After::Store, second) => second,
        (first, After::Store) => first,
        (first, second) => After::Both(Box::new((first, second))),
    }
}

impl State {
    /// Does what an operation came to; a value goes to `d`.
    pub(crate) fn settle(&mut self, p: &Program, done: Done, d: R) -> Step {
        self.settle_after(p, done, After::Store, d)
    }

    pub(crate) fn settle_after(&mut self, p: &Program, done: Done, after: After, d: R) -> Step {
        match done {
            Done::Value(value) => self.deliver(p, value, after, d),
            Done::Call(pending) => {
                let Pending { callee, args, names, after: first } = *pending;
                self.call(p, callee, args, names, both(first, after), d)
            }
            Done::Resume(resume) => {
                let super::Resume { generator, with, after: first } = *resume;
                self.resume(p, generator, with, both(first, after), d)
            }
            Done::Where(up) => {
                let place = self.place(p, up);
                self.deliver(p, place, after, d)
            }
            Done::Shared(wanted, first) => {
                self.waits = (both(first, after), d);
                Ok(Some(Stop::Shared(wanted)))
            }
            Done::Stop(stop) => {
                let base = self.frames.last().map_or(0, |frame| frame.base as usize);
                self.wants = base + usize::from(d);
                self.waits = (after, d);
                Ok(Some(*stop))
            }
        }
    }

    /// The line, the function and the text of the line of a call that is under way.
    fn place(&mut self, p: &Program, up: usize) -> Value {
        let shown = self.frames.iter().rev().filter(|frame| !p.codes[frame.code as usize].hidden);
        let (mut line, mut name, mut text) = (0, "<module>", String::new());
        if let Some(frame) = shown.take(up).last() {
            let code = &p.codes[frame.code as usize];
            name = &code.name;
            if let Some(span) = code.spans.get((frame.pc as usize).saturating_sub(1)) {
                let source = &p.modules[usize::from(code.module)].source;
                let before = &source.as_bytes()[..(span.start as usize).min(source.len())];
                let lines = before.iter().filter(|byte| **byte == b'\n').count();
                line = i64::try_from(lines).unwrap_or(0) + 1;
                text = source.lines().nth(lines).unwrap_or_default().trim().to_string();
            }
        }
        let (name, text) = (self.core.heap.text(name), self.core.heap.text(text));
        self.core.heap.tuple([Value::Int(line), name, text])
    }

    /// Does with a value what is to be done with it; the current frame is who called.
    pub(crate) fn deliver(&mut self, p: &Program, value: Value, after: After, d: R) -> Step {
        match after {
            After::Store
            | After::Delegate
            | After::Default(_)
            | After::Item
            | After::Attribute(_)
            | After::Next { .. } => {
                self.set(d, value);
            }
            After::Discard => {}
            After::Closed | After::Rethrow(_) => {
                return Err(Raise::error(Kind::RuntimeError, "generator ignored GeneratorExit"));
            }
            After::Branch { jump_if, to } => match self.core.truth_or_call(p, value) {
                Ok(truth) => {
                    if truth == jump_if {
                        self.top().pc = u32::from(to);
                    }
                }
                Err((method, this)) => {
                    return self.call(p, method, vec![this], Vec::new(), After::Branch { jump_if, to }, d);
                }
            },
            After::Truth { negate } => match self.core.truth_or_call(p, value) {
                Ok(truth) => self.set(d, Value::Bool(truth != negate)),
                Err((method, this)) => {
                    return self.call(p, method, vec![this], Vec::new(), After::Truth { negate }, d);
                }
            },
            After::Made(object) => {
                if value != Value::None {
                    let name = self.core.heap.type_name(value);
                    return Err(Raise::type_error(format!("__init__() should return None, not '{name}'")));
                }
                self.set(d, object);
            }
            After::New(of) => {
                let (class, args, names) = *of;
                let made = self.core.heap.type_of(value);
                if self.core.derives(made, class)
                    && let Some(init) = self.core.method_of_program(p, made, words::INIT)
                {
                    let mut all = vec![value];
                    all.extend(args);
                    return self.call(p, init, all, names, After::Made(value), d);
                }
                self.set(d, value);
            }
            After::Operator(mut operator) => {
                if value == Value::NotImplemented {
                    if operator.next.is_empty() {
                        let (a, b) = (operator.a, operator.b);
                        let done = match operator.what {
                            What::Binary(op, in_place) => {
                                self.core.built_in_binary(p, op, a, b, in_place).map(Done::Value)
                            }
                            What::Compare(op) => self.core.built_in_compare(p, op, a, b),
                        }?;
                        return self.settle_after(p, done, operator.then, d);
                    }
                    let (method, this, other) = operator.next.remove(0);
                    return self.call(p, method, vec![this, other], Vec::new(), After::Operator(operator), d);
                }
                // `!=` by way of `==`.
                if operator.what == What::Compare(crate::tree::CmpOp::Ne)
                    && self.core.method_of_program(p, self.core.heap.type_of(operator.a), words::NE).is_none()
                    && self.core.method_of_program(p, self.core.heap.type_of(operator.b), words::NE).is_none()
                {
                    return self.deliver(p, value, both(After::Truth { negate: true }, operator.then), d);
                }
                return self.deliver(p, value, operator.then, d);
            }
            After::Expect(expect) => {
                self.expected(p, value, expect)?;
                self.set(d, value);
            }
            After::Retry(retry) => {
                let Retry { native, mut args, names, which } = *retry;
                args[which] = value;
                return self.call(p, Value::Native(native), args, names, After::Store, d);
            }
            After::Class(made) => {
                let fields = match value {
                    Value::Obj(at) => match self.core.heap.get_mut(at) {
                        Obj::Namespace(fields) => std::mem::take(fields),
                        _ => crate::heap::Fields::default(),
                    },
                    _ => crate::heap::Fields::default(),
                };
                let done = self.core.make_class(p, &made, fields)?;
                return self.settle(p, done, d);
            }
            After::Imported(module) => {
                let module = self.core.heap.obj(Obj::Module(module));
                self.set(d, module);
            }
            After::Both(pair) => {
                let (first, second) = *pair;
                return self.deliver_both(p, value, first, second, d);
            }
        }
        Ok(None)
    }

    /// The first may come to a value at once, or to a call that does.
    fn deliver_both(&mut self, p: &Program, value: Value, first: After, second: After, d: R) -> Step {
        let depth = self.frames.len();
        let pc = self.top().pc;
        match first {
            After::Truth { negate } => match self.core.truth_or_call(p, value) {
                Ok(truth) => self.deliver(p, Value::Bool(truth != negate), second, d),
                Err((method, this)) => {
                    self.call(p, method, vec![this], Vec::new(), both(After::Truth { negate }, second), d)
                }
            },
            After::Operator(mut operator) => {
                operator.then = both(operator.then, second);
                self.deliver(p, value, After::Operator(operator), d)
            }
            After::Retry(retry) => {
                let Retry { native, mut args, names, which } = *retry;
                args[which] = value;
                self.call(p, Value::Native(native), args, names, second, d)
            }
            After::Expect(expect) => {
                self.expected(p, value, expect)?;
                self.deliver(p, value, second, d)
            }
            After::Made(object) => {
                self.deliver(p, value, After::Made(object), d)?;
                self.deliver(p, object, second, d)
            }
            After::New(of) => {
                let (class, args, names) = *of;
                let made = self.core.heap.type_of(value);
                if self.core.derives(made, class)
                    && let Some(init) = self.core.method_of_program(p, made, words::INIT)
                {
                    let mut all = vec![value];
                    all.extend(args);
                    return self.call(p, init, all, names, both(After::Made(value), second), d);
                }
                self.deliver(p, value, second, d)
            }
            first => {
                // These come to a value without a call; it is in `d` then.
                let stop = self.deliver(p, value, first, d)?;
                if stop.is_some() || self.frames.len() != depth || self.top().pc != pc {
                    return Ok(stop);
                }
                let value = self.get(d);
                self.deliver(p, value, second, d)
            }
        }
    }

    fn expected(&mut self, p: &Program, value: Value, expect: Expect) -> Res<()> {
        let name = self.core.heap.type_name(value).to_string();
        match expect {
            Expect::Text(method) => {
                if self.core.heap.str(value).is_none() {
                    return Err(Raise::type_error(format!("{method} returned non-string (type {name})")));
                }
            }
            Expect::Length => match self.core.int(value) {
                Some(length) if length.is_negative() => {
                    return Err(Raise::value_error("__len__() should return >= 0"));
                }
                Some(_) => {}
                None => {
                    return Err(Raise::type_error(format!("'{name}' object cannot be interpreted as an integer")));
                }
            },
            Expect::Int(method) => {
                if self.core.int(value).is_none() {
                    let words = if method == "__hash__" {
                        "__hash__ method should return an integer".to_string()
                    } else {
                        format!("{method} returned non-int (type {name})")
                    };
                    return Err(Raise::type_error(words));
                }
            }
            Expect::Truth => {
                if self.core.int(value).is_none() {
                    return Err(Raise::type_error(format!("__bool__ should return bool, returned {name}")));
                }
            }
            Expect::Float => {
                if !matches!(value, Value::Float(_)) {
                    return Err(Raise::type_error(format!("__float__ returned non-float (type {name})")));
                }
            }
            Expect::Awaited => self.core.awaited(p, value)?,
            Expect::AsyncIterator => self.core.async_iterator(p, value)?,
            Expect::Iterator => {
                let class = self.core.heap.type_of(value);
                let ours = self.core.built_in_iter(value).is_some_and(|iter| iter.is(value));
                if !ours && self.core.lookup(p, class, words::NEXT).is_none() {
                    return Err(Raise::type_error(format!("iter() returned non-iterator of type '{name}'")));
                }
            }
        }
        Ok(())
    }

    /// Calls anything.
    pub(crate) fn call(
        &mut self,
        p: &Program,
        mut callee: Value,
        mut args: Vec<Value>,
        mut names: Vec<Sym>,
        mut after: After,
        d: R,
    ) -> Step {
        loop {
            match callee {
                Value::Native(number) => {
                    let native = &p.natives[usize::from(number)];
                    if self.core.heap.sharing.on {
                        match self.core.wish_for(p, number, &args, &names) {
                            Ok(None) => {}
                            Ok(Some(wanted)) => {
                                return self.settle_after(p, Done::Shared(Box::new(wanted), After::Store), after, d);
                            }
                            Err(raise) => match *raise {
                                Raise::Iterate(which) => {
                                    let retry = Retry { native: number, args: args.clone(), names, which };
                                    after = both(After::Retry(Box::new(retry)), after);
                                    callee = self.core.prelude(p, "collect");
                                    args = vec![args[which]];
                                    names = Vec::new();
                                    continue;
                                }
                                other => return Err(Box::new(other)),
                            },
                        }
                    }
                    let said = (self.core.out.len(), self.core.err.len());
                    let result = (native.function)(&mut self.core, p, Args { all: &args, names: &names });
                    if self.core.heap.sharing.is_flagged() {
                        if let Some(met) = self.core.heap.sharing.take_met() {
                            self.core.unsay(said);
                            return Ok(Some(self.met_in_call(met, Redo { callee, args, names, after, d })));
                        }
                        self.core.heap.hide();
                    }
                    match result {
                        Ok(done) => return self.settle_after(p, done, after, d),
                        Err(raise) => match *raise {
                            Raise::Iterate(which) => {
                                let retry = Retry { native: number, args: args.clone(), names, which };
                                after = both(After::Retry(Box::new(retry)), after);
                                callee = self.core.prelude(p, "collect");
                                args = vec![args[which]];
                                names = Vec::new();
                            }
                            Raise::InPython => match self.core.in_prelude(p, &native.name.replace('.', "_")) {
                                Some(function) => callee = function,
                                None => {
                                    let words = format!("`{}` of such an object is not here", native.name);
                                    return Err(Raise::error(Kind::NotImplementedError, words));
                                }
                            },
                            other => return Err(Box::new(other)),
                        },
                    }
                }
                Value::Class(class) => {
                    if let Some(number) = p.constructors.get(&class.0) {
                        callee = Value::Native(*number);
                        continue;
                    }
                    let meta = self.core.heap.class(class).and_then(|of| of.meta);
                    if let Some(meta) = meta
                        && let Some(method) = self.core.method_of_program(p, meta, words::CALL)
                    {
                        args.insert(0, callee);
                        callee = method;
                        continue;
                    }
                    let done = self.core.construct(p, class, &args, &names)?;
                    return self.settle_after(p, done, after, d);
                }
                Value::Obj(at) => match self.core.heap.peek(at) {
                    Obj::Function(of) => {
                        let code = of.code;
                        let base = self.next_base(p);
                        self.bind(p, at, &args, &names, base)?;
                        return self.enter(p, code, base, after, d);
                    }
                    Obj::Bound(bound) => {
                        let bound = **bound;
                        args.insert(0, bound.this);
                        callee = bound.function;
                    }
                    Obj::Static(inner) => callee = *inner,
                    Obj::Alias(alias) => callee = alias.0,
                    _ => {
                        let class = self.core.heap.type_of(callee);
                        match self.core.method_of_program(p, class, words::CALL) {
                            Some(method) => {
                                args.insert(0, callee);
                                callee = method;
                            }
                            None => return Err(self.not_callable(callee)),
                        }
                    }
                },
                other => return Err(self.not_callable(other)),
            }
        }
    }

    /// A function of ours met what is shared: it is called again once that is shown, or what it changes is
    /// changed where it is.
    fn met_in_call(&mut self, met: crate::heap::Met, redo: Redo) -> Stop {
        let this = redo.args.first().map(|first| self.core.plain(*first));
        if let (true, Some(Value::Obj(this)), Value::Native(number)) = (met.writes, this, redo.callee)
            && this == met.at
        {
            self.core.heap.hide();
            self.waits = (redo.after, redo.d);
            let mut args = redo.args;
            args[0] = Value::Obj(this);
            let wish = Wish::Native(number, args, redo.names);
            return Stop::Shared(Box::new(Wanted { this, wish, then: Then::Value }));
        }
        self.redo = Some(Box::new(redo));
        self.core.met(met)
    }

    #[cold]
    fn not_callable(&self, value: Value) -> Box<Raise> {
        let name = self.core.heap.type_name(value);
        Raise::type_error(format!("'{name}' object is not callable"))
    }

    /// Begins a function whose registers are laid out; a generator only comes into being.
    pub(crate) fn enter(&mut self, p: &Program, number: u32, base: usize, after: After, d: R) -> Step {
        let code = &p.codes[number as usize];
        if code.sort != Sort::Plain {
            let registers = self.registers[base..base + usize::from(code.registers)].to_vec();
            let generator = Generator::new(code, number, registers);
            let generator = self.core.heap.obj(Obj::Generator(Box::new(generator)));
            return self.deliver(p, generator, after, d);
        }
        if self.frames.len() >= self.core.depth {
            return Err(Raise::error(Kind::RecursionError, "maximum recursion depth exceeded"));
        }
        self.push(p, number, base, d, after, None);
        Ok(None)
    }
}
