//! The loop: one instruction after the other. What is common is done here, what is rare is handed on.

use super::call::Step;
use super::{After, Core, DEPTH, Done, Frame, Pending, Raise, Res, State, Stop, WINDOW};
use crate::builtins::Args;
use crate::code::{Code, I, Program, R, Sort, Sym};
use crate::error::Kind;
use crate::heap::dict::Dict;
use crate::heap::{Fields, Function, Obj};
use crate::library::words;
use crate::tree::{BinOp, CmpOp};
use crate::value::{Ref, Value};

/// Why the loop was left.
enum Left {
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
}

#[inline]
fn modulo(a: i64, b: i64) -> i64 {
    if let (Ok(a), Ok(b)) = (u32::try_from(a), u32::try_from(b)) {
        return i64::from(a % b);
    }
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest ^ b) < 0 { rest + b } else { rest }
}

impl State {
    /// Goes on until something concerns others.
    pub fn run(&mut self, p: &Program) -> Stop {
        if let Some(exception) = self.ended_by.take() {
            return Stop::Raise(exception);
        }
        loop {
            let left = self.go(p);
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
                Left::Stop(stop, d) => {
                    let base = self.top().base as usize;
                    self.wants = base + usize::from(d);
                    return stop;
                }
                Left::Fuel => {
                    if self.core.heap.made >= self.core.heap.limit {
                        self.collect(p);
                    }
                    return Stop::Checkpoint;
                }
            };
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
        match self.core.heap.get(at) {
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
        match self.core.heap.get(at) {
            Obj::Generator(_) => self.resume(p, at, super::With::Sent(sent), After::Delegate, d),
            Obj::Iter(_) => match self.core.step(at)? {
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
                let Obj::Function(of) = self.core.heap.get(function) else { unreachable!("it is one") };
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
        let Obj::Function(of) = self.core.heap.get(at) else { unreachable!("a class has a body") };
        let number = of.code;
        let code = &p.codes[number as usize];
        // Bases that are no classes say what they stand for.
        for base in &bases {
            if !matches!(base, Value::Class(_)) && !matches!(self.core.heap.type_of(*base), super::types::ALIAS) {
                let entries = self.core.sym(p, "__mro_entries__");
                let class = self.core.heap.type_of(*base);
                if self.core.method_of_program(p, class, entries).is_some() {
                    let all = self.core.heap.list(bases.clone());
                    let function = self.core.prelude(p, "resolve_bases");
                    let kept = self.core.heap.list(vec![body, name, keywords]);
                    let build = self.core.prelude(p, "build_class");
                    let _ = function;
                    return self.call(p, build, vec![kept, all], Vec::new(), After::Store, d);
                }
                let name = self.core.heap.type_name(*base);
                let words = format!("{name}() takes at most 2 arguments ({} given)", 3);
                let _ = words;
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

    #[allow(clippy::too_many_lines, reason = "it is one loop, and each instruction is a few lines")]
    fn go(&mut self, p: &Program) -> Left {
        let State { registers: all, frames, core, fuel, .. } = self;
        let mut left = *fuel;
        let mut depth = frames.len();
        let mut frame: &mut Frame = match frames.last_mut() {
            Some(frame) => frame,
            None => return Left::Fuel,
        };
        let mut code: &Code = &p.codes[frame.code as usize];
        let mut instructions: &[I] = &code.code;
        let mut pc = frame.pc as usize;
        let mut base = frame.base as usize;

        // 256 registers in sight: an index of one byte needs no check.
        macro_rules! window {
            () => {
                match <&mut [Value; WINDOW]>::try_from(&mut all[base..base + WINDOW]) {
                    Ok(window) => window,
                    Err(_) => unreachable!("a window is so large"),
                }
            };
        }
        let mut r: &mut [Value; WINDOW] = window!();

        macro_rules! leave {
            ($left:expr) => {{
                frame.pc = u32::try_from(pc).unwrap_or(u32::MAX);
                *fuel = left;
                return $left;
            }};
        }
        // A value goes to its register; everything else leaves.
        macro_rules! put {
            ($d:expr, $result:expr) => {
                match $result {
                    Ok(Done::Value(value)) => r[$d as usize] = value,
                    Ok(done) => leave!(Left::Done(done, $d)),
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            };
        }
        macro_rules! done {
            ($result:expr) => {
                match $result {
                    Ok(Done::Value(_)) => {}
                    Ok(done) => leave!(Left::Discard(done)),
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            };
        }
        macro_rules! check {
            ($result:expr) => {
                match $result {
                    Ok(value) => value,
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            };
        }
        macro_rules! arithmetic {
            ($d:expr, $a:expr, $b:expr, $checked:ident, $sign:tt, $op:expr, $in_place:expr) => {
                if let &Value::Int(x) = &$a
                    && let &Value::Int(y) = &$b
                    && let Some(z) = x.$checked(y)
                {
                    r[$d as usize] = Value::Int(z);
                } else if let &Value::Float(x) = &$a
                    && let &Value::Float(y) = &$b
                {
                    r[$d as usize] = Value::Float(x $sign y);
                } else {
                    let (a, b) = ($a, $b);
                    put!($d, core.binary(p, $op, a, b, $in_place));
                }
            };
        }
        macro_rules! test {
            ($a:expr, $b:expr, $sign:tt, $op:expr, $cost:expr, $to:expr) => {{
                left -= i64::from($cost);
                if let &Value::Int(x) = &$a
                    && let &Value::Int(y) = &$b
                {
                    if !(x $sign y) {
                        pc = $to as usize;
                    }
                } else if let &Value::Float(x) = &$a
                    && let &Value::Float(y) = &$b
                {
                    #[allow(clippy::float_cmp, clippy::neg_cmp_op_on_partial_ord, reason = "it is Python's own")]
                    if !(x $sign y) {
                        pc = $to as usize;
                    }
                } else {
                    let (a, b) = ($a, $b);
                    match core.compare(p, $op, a, b) {
                        Ok(Done::Value(Value::Bool(true))) => {}
                        Ok(Done::Value(Value::Bool(false))) => pc = $to as usize,
                        Ok(done) => leave!(Left::Branch(done, false, $to)),
                        Err(raise) => leave!(Left::Raise(raise)),
                    }
                }
            }};
        }
        // Begins a plain function whose arguments lie where its window begins.
        macro_rules! begin {
            ($at:expr, $first:expr, $n:expr, $d:expr, $after:expr) => {{
                let Obj::Function(function) = core.heap.get($at) else { unreachable!("it was looked at") };
                let callee = &p.codes[function.code as usize];
                let number = function.code;
                if depth >= DEPTH {
                    leave!(Left::Raise(Raise::error(Kind::RecursionError, "maximum recursion depth exceeded")));
                }
                frame.pc = u32::try_from(pc).unwrap_or(u32::MAX);
                base += $first;
                if all.len() < base + WINDOW {
                    all.resize(2 * (base + WINDOW), Value::Undef);
                }
                r = window!();
                let size = usize::from(callee.registers);
                for slot in &mut r[$n..size.max($n)] {
                    *slot = Value::Undef;
                }
                if !callee.simple || $n < usize::from(callee.positional) {
                    fill(core, function_of(core, $at), callee, r, $n);
                }
                let handled = u32::try_from(core.handled.len()).unwrap_or(u32::MAX);
                depth += 1;
                frames.push(Frame {
                    code: number,
                    pc: 0,
                    base: u32::try_from(base).unwrap_or(u32::MAX),
                    d: $d,
                    after: $after,
                    handled,
                    generator: None,
                });
                frame = match frames.last_mut() {
                    Some(frame) => frame,
                    None => unreachable!("it was just pushed"),
                };
                code = callee;
                instructions = &code.code;
                pc = 0;
                if left <= 0 {
                    leave!(Left::Fuel);
                }
            }};
        }

        loop {
            let instruction = instructions[pc];
            pc += 1;
            match instruction {
                I::Move { d, a } => r[d as usize] = r[a as usize],
                I::Const { d, k } => r[d as usize] = code.ks[k as usize],
                I::Small { d, n } => r[d as usize] = Value::Int(i64::from(n)),
                I::Bool { d, b } => r[d as usize] = Value::Bool(b),
                I::None { d } => r[d as usize] = Value::None,

                I::AddRR { d, a, b } => arithmetic!(d, r[a as usize], r[b as usize], checked_add, +, BinOp::Add, false),
                I::SubRR { d, a, b } => arithmetic!(d, r[a as usize], r[b as usize], checked_sub, -, BinOp::Sub, false),
                I::MulRR { d, a, b } => arithmetic!(d, r[a as usize], r[b as usize], checked_mul, *, BinOp::Mul, false),
                I::IAddRR { d, a, b } => arithmetic!(d, r[a as usize], r[b as usize], checked_add, +, BinOp::Add, true),
                I::ISubRR { d, a, b } => arithmetic!(d, r[a as usize], r[b as usize], checked_sub, -, BinOp::Sub, true),
                I::AddRI { d, a, n } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && let Some(z) = x.checked_add(i64::from(n))
                    {
                        r[d as usize] = Value::Int(z);
                    } else {
                        put!(d, core.binary(p, BinOp::Add, r[a as usize], Value::Int(i64::from(n)), false));
                    }
                }
                I::SubRI { d, a, n } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && let Some(z) = x.checked_sub(i64::from(n))
                    {
                        r[d as usize] = Value::Int(z);
                    } else {
                        put!(d, core.binary(p, BinOp::Sub, r[a as usize], Value::Int(i64::from(n)), false));
                    }
                }
                I::IAddRI { d, a, n } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && let Some(z) = x.checked_add(i64::from(n))
                    {
                        r[d as usize] = Value::Int(z);
                    } else {
                        put!(d, core.binary(p, BinOp::Add, r[a as usize], Value::Int(i64::from(n)), true));
                    }
                }
                I::ISubRI { d, a, n } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && let Some(z) = x.checked_sub(i64::from(n))
                    {
                        r[d as usize] = Value::Int(z);
                    } else {
                        put!(d, core.binary(p, BinOp::Sub, r[a as usize], Value::Int(i64::from(n)), true));
                    }
                }
                I::ModRR { d, a, b } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && let &Value::Int(y) = &r[b as usize]
                        && y != 0
                    {
                        r[d as usize] = Value::Int(modulo(x, y));
                    } else {
                        put!(d, core.binary(p, BinOp::Mod, r[a as usize], r[b as usize], false));
                    }
                }
                I::ModRI { d, a, n } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && n != 0
                    {
                        r[d as usize] = Value::Int(modulo(x, i64::from(n)));
                    } else {
                        put!(d, core.binary(p, BinOp::Mod, r[a as usize], Value::Int(i64::from(n)), false));
                    }
                }
                I::Bin { op, d, a, b } => put!(d, core.binary(p, op, r[a as usize], r[b as usize], false)),
                I::InPlace { op, d, a, b } => put!(d, core.binary(p, op, r[a as usize], r[b as usize], true)),
                I::Neg { d, a } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && let Some(z) = x.checked_neg()
                    {
                        r[d as usize] = Value::Int(z);
                    } else {
                        put!(d, core.unary(p, words::NEG, "-", r[a as usize]));
                    }
                }
                I::Pos { d, a } => put!(d, core.unary(p, words::POS, "+", r[a as usize])),
                I::Invert { d, a } => put!(d, core.unary(p, words::INVERT, "~", r[a as usize])),
                I::Not { d, a } => match core.truth_or_call(p, r[a as usize]) {
                    Ok(truth) => r[d as usize] = Value::Bool(!truth),
                    Err((method, this)) => {
                        leave!(Left::Done(Done::call(method, vec![this], After::Truth { negate: true }), d));
                    }
                },
                I::Cmp { op, d, a, b } => {
                    if let &Value::Int(x) = &r[a as usize]
                        && let &Value::Int(y) = &r[b as usize]
                        && !matches!(op, CmpOp::In | CmpOp::NotIn | CmpOp::Is | CmpOp::IsNot)
                    {
                        r[d as usize] = Value::Bool(super::compare::holds(op, x.cmp(&y)));
                    } else {
                        put!(d, core.compare(p, op, r[a as usize], r[b as usize]));
                    }
                }

                I::LtRR { a, b, cost, to } => test!(r[a as usize], r[b as usize], <, CmpOp::Lt, cost, to),
                I::LeRR { a, b, cost, to } => test!(r[a as usize], r[b as usize], <=, CmpOp::Le, cost, to),
                I::GtRR { a, b, cost, to } => test!(r[a as usize], r[b as usize], >, CmpOp::Gt, cost, to),
                I::GeRR { a, b, cost, to } => test!(r[a as usize], r[b as usize], >=, CmpOp::Ge, cost, to),
                I::EqRR { a, b, cost, to } => test!(r[a as usize], r[b as usize], ==, CmpOp::Eq, cost, to),
                I::NeRR { a, b, cost, to } => test!(r[a as usize], r[b as usize], !=, CmpOp::Ne, cost, to),
                I::LtRI { a, n, cost, to } => test!(r[a as usize], Value::Int(i64::from(n)), <, CmpOp::Lt, cost, to),
                I::LeRI { a, n, cost, to } => test!(r[a as usize], Value::Int(i64::from(n)), <=, CmpOp::Le, cost, to),
                I::GtRI { a, n, cost, to } => test!(r[a as usize], Value::Int(i64::from(n)), >, CmpOp::Gt, cost, to),
                I::GeRI { a, n, cost, to } => test!(r[a as usize], Value::Int(i64::from(n)), >=, CmpOp::Ge, cost, to),
                I::EqRI { a, n, cost, to } => test!(r[a as usize], Value::Int(i64::from(n)), ==, CmpOp::Eq, cost, to),
                I::NeRI { a, n, cost, to } => test!(r[a as usize], Value::Int(i64::from(n)), !=, CmpOp::Ne, cost, to),
                I::Unless { a, cost, to } => {
                    left -= i64::from(cost);
                    let truth = match &r[a as usize] {
                        Value::Bool(b) => *b,
                        other => match core.truth_or_call(p, *other) {
                            Ok(truth) => truth,
                            Err((method, this)) => {
                                let call = Done::call(method, vec![this], After::Store);
                                leave!(Left::Branch(call, false, to));
                            }
                        },
                    };
                    if !truth {
                        pc = to as usize;
                    }
                }
                I::If { a, cost, to } => {
                    left -= i64::from(cost);
                    let truth = match &r[a as usize] {
                        Value::Bool(b) => *b,
                        other => match core.truth_or_call(p, *other) {
                            Ok(truth) => truth,
                            Err((method, this)) => {
                                let call = Done::call(method, vec![this], After::Store);
                                leave!(Left::Branch(call, true, to));
                            }
                        },
                    };
                    if truth {
                        pc = to as usize;
                    }
                }
                I::IfNone { a, cost, to } => {
                    left -= i64::from(cost);
                    if matches!(r[a as usize], Value::None) {
                        pc = to as usize;
                    }
                }
                I::UnlessNone { a, cost, to } => {
                    left -= i64::from(cost);
                    if !matches!(r[a as usize], Value::None) {
                        pc = to as usize;
                    }
                }
                I::Jump { cost, to } => {
                    left -= i64::from(cost);
                    pc = to as usize;
                }
                I::Loop { cost, to } => {
                    left -= i64::from(cost);
                    pc = to as usize;
                    if left <= 0 {
                        leave!(Left::Fuel);
                    }
                }

                I::Iter { a } => {
                    let a = a as usize & (WINDOW - 1);
                    match r[a] {
                        Value::Obj(at) => match core.heap.get(at) {
                            Obj::Range(range) => {
                                let range = **range;
                                r[a] = Value::Int(range.start);
                                r[(a + 1) & (WINDOW - 1)] = Value::Int(range.stop);
                                r[(a + 2) & (WINDOW - 1)] = Value::Int(range.step);
                            }
                            Obj::List(_) | Obj::Tuple(_) => {
                                r[(a + 1) & (WINDOW - 1)] = Value::Int(0);
                                r[(a + 2) & (WINDOW - 1)] = Value::None;
                            }
                            Obj::Iter(_) | Obj::Generator(_) => r[(a + 1) & (WINDOW - 1)] = Value::Undef,
                            _ => {
                                r[(a + 1) & (WINDOW - 1)] = Value::Undef;
                                let d = R::try_from(a).unwrap_or(0);
                                put!(d, core.iter(p, Value::Obj(at)));
                            }
                        },
                        other => {
                            r[(a + 1) & (WINDOW - 1)] = Value::Undef;
                            let d = R::try_from(a).unwrap_or(0);
                            put!(d, core.iter(p, other));
                        }
                    }
                }
                I::IterArg { d, a } => match r[a as usize] {
                    Value::Obj(at)
                        if matches!(
                            core.heap.get(at),
                            Obj::Range(_) | Obj::List(_) | Obj::Tuple(_) | Obj::Iter(_) | Obj::Generator(_)
                        ) =>
                    {
                        r[d as usize] = Value::Obj(at);
                    }
                    other => put!(d, core.iter(p, other)),
                },
                I::Next { a, d, cost, to } => {
                    left -= i64::from(cost);
                    let a0 = a as usize & (WINDOW - 1);
                    let a1 = (a0 + 1) & (WINDOW - 1);
                    let a2 = (a0 + 2) & (WINDOW - 1);
                    match (r[a0], r[a1]) {
                        (Value::Int(x), Value::Int(y)) => {
                            let &Value::Int(z) = &r[a2] else { unreachable!("a range has a step") };
                            if if z > 0 { x < y } else { x > y } {
                                r[a0] = Value::Int(x.saturating_add(z));
                                r[d as usize] = Value::Int(x);
                            } else {
                                pc = to as usize;
                            }
                        }
                        (Value::Obj(at), Value::Int(index)) => {
                            let index = usize::try_from(index).unwrap_or(usize::MAX);
                            let item = match core.heap.get(at) {
                                Obj::List(items) => items.get(index).copied(),
                                Obj::Tuple(items) => items.get(index).copied(),
                                _ => None,
                            };
                            match item {
                                Some(item) => {
                                    r[a1] = Value::Int(i64::try_from(index).unwrap_or(i64::MAX) + 1);
                                    r[d as usize] = item;
                                }
                                None => pc = to as usize,
                            }
                        }
                        (Value::Obj(at), _) if matches!(core.heap.get(at), Obj::Iter(_)) => match core.step(at) {
                            Ok(Some(item)) => r[d as usize] = item,
                            Ok(None) => pc = to as usize,
                            Err(raise) => leave!(Left::Raise(raise)),
                        },
                        _ => leave!(Left::Next(a, d, to)),
                    }
                }

                I::Global { d, g } => {
                    let value = core.globals[g as usize];
                    if matches!(value, Value::Undef) {
                        r[d as usize] = check!(missing_global(core, p, g));
                    } else {
                        r[d as usize] = value;
                    }
                }
                I::SetGlobal { a, g } => core.globals[g as usize] = r[a as usize],
                I::DelGlobal { g } => {
                    if matches!(core.globals[g as usize], Value::Undef) {
                        leave!(Left::Raise(no_name(core, p, p.globals[g as usize])));
                    }
                    core.globals[g as usize] = Value::Undef;
                }
                I::Load { d, g } => leave!(Left::Stop(Stop::Load(g), d)),
                I::Store { a, g } => {
                    let value = r[a as usize];
                    leave!(Left::Stop(Stop::Store(g, value), a));
                }
                I::MakeCell { a } => {
                    // A class body's `__class__` is made before it begins.
                    let value = r[a as usize];
                    let is_made = matches!(value, Value::Obj(at) if matches!(core.heap.get(at), Obj::Cell(_)));
                    if !is_made {
                        r[a as usize] = core.heap.obj(Obj::Cell(value));
                    }
                }
                I::LoadCell { d, c } => {
                    let value = cell(core, r[c as usize]);
                    if matches!(value, Value::Undef) {
                        leave!(Left::Raise(unbound(core, p, code, c)));
                    }
                    r[d as usize] = value;
                }
                I::StoreCell { c, a } => {
                    if let Value::Obj(at) = r[c as usize] {
                        *core.heap.get_mut(at) = Obj::Cell(r[a as usize]);
                    }
                }
                I::DelCell { c } => {
                    if let Value::Obj(at) = r[c as usize] {
                        *core.heap.get_mut(at) = Obj::Cell(Value::Undef);
                    }
                }
                I::Check { a } => {
                    if matches!(r[a as usize], Value::Undef) {
                        leave!(Left::Raise(unbound(core, p, code, a)));
                    }
                }
                I::Clear { a } => r[a as usize] = Value::Undef,
                I::ClassName { d, a, g } => {
                    let value = r[a as usize];
                    if !matches!(value, Value::Undef) {
                        r[d as usize] = value;
                    } else if !matches!(core.globals[g as usize], Value::Undef) {
                        r[d as usize] = core.globals[g as usize];
                    } else {
                        r[d as usize] = check!(missing_global(core, p, g));
                    }
                }

                I::List { d, first, n } => {
                    let items = r[first as usize..first as usize + n as usize].to_vec();
                    r[d as usize] = core.heap.list(items);
                }
                I::Tuple { d, first, n } => {
                    let items = &r[first as usize..first as usize + n as usize];
                    r[d as usize] = core.heap.tuple(items);
                }
                I::Set { d, first, n } => {
                    let set = core.heap.make(Obj::Set(Box::default()));
                    for at in 0..n as usize {
                        match core.heap.set_add(set, r[first as usize + at]) {
                            Ok(_) => {}
                            Err(raise) if matches!(*raise, Raise::InPython) => {
                                let items = core.heap.list(r[first as usize..first as usize + n as usize].to_vec());
                                leave!(Left::Done(core.in_python_then(p, "make_set", vec![items], After::Store), d));
                            }
                            Err(raise) => leave!(Left::Raise(raise)),
                        }
                    }
                    r[d as usize] = Value::Obj(set);
                }
                I::Dict { d, first, n } => {
                    let dict = core.heap.make(Obj::Dict(Box::default()));
                    for at in 0..n as usize {
                        let at = first as usize + 2 * at;
                        match core.heap.dict_set(dict, r[at], r[at + 1]) {
                            Ok(()) => {}
                            Err(raise) if matches!(*raise, Raise::InPython) => {
                                let end = first as usize + 2 * n as usize;
                                let items = core.heap.list(r[first as usize..end].to_vec());
                                leave!(Left::Done(core.in_python_then(p, "make_dict", vec![items], After::Store), d));
                            }
                            Err(raise) => leave!(Left::Raise(raise)),
                        }
                    }
                    r[d as usize] = Value::Obj(dict);
                }
                I::Append { a, b } => {
                    if let Value::Obj(at) = r[a as usize]
                        && let Obj::List(items) = core.heap.get_mut(at)
                    {
                        items.push(r[b as usize]);
                    }
                }
                I::Add { a, b } => {
                    let (set, item) = (r[a as usize], r[b as usize]);
                    if let Value::Obj(at) = set {
                        match core.heap.set_add(at, item) {
                            Ok(_) => {}
                            Err(raise) if matches!(*raise, Raise::InPython) => {
                                let done = core.in_python_then(p, "set_add", vec![set, item], After::Discard);
                                leave!(Left::Discard(done));
                            }
                            Err(raise) => leave!(Left::Raise(raise)),
                        }
                    }
                }
                I::Put { a, k, v } => {
                    let (dict, key, value) = (r[a as usize], r[k as usize], r[v as usize]);
                    if let Value::Obj(at) = dict {
                        match core.heap.dict_set(at, key, value) {
                            Ok(()) => {}
                            Err(raise) if matches!(*raise, Raise::InPython) => {
                                let done = core.in_python_then(p, "op_setitem", vec![dict, key, value], After::Discard);
                                leave!(Left::Discard(done));
                            }
                            Err(raise) => leave!(Left::Raise(raise)),
                        }
                    }
                }
                I::Extend { a, b } => {
                    let (list, more) = (r[a as usize], r[b as usize]);
                    match core.items(more, 0) {
                        Ok(items) => {
                            if let Value::Obj(at) = list
                                && let Obj::List(into) = core.heap.get_mut(at)
                            {
                                into.extend(items);
                            }
                        }
                        Err(raise) if matches!(*raise, Raise::Iterate(_)) => {
                            leave!(Left::Discard(core.in_python_then(p, "extend", vec![list, more], After::Discard)));
                        }
                        Err(raise) => {
                            if core.built_in_iter(more).is_none() {
                                let name = core.heap.type_name(more);
                                let words = format!("Value after * must be an iterable, not {name}");
                                leave!(Left::Raise(Raise::type_error(words)));
                            }
                            leave!(Left::Raise(raise));
                        }
                    }
                }
                I::Update { a, b } => {
                    let done = core.in_python_then(p, "update_set", vec![r[a as usize], r[b as usize]], After::Discard);
                    leave!(Left::Discard(done));
                }
                I::Merge { a, b, keywords } => {
                    let (into, from) = (r[a as usize], r[b as usize]);
                    match check!(core.merge(into, from, keywords)) {
                        true => {}
                        false => {
                            let args = vec![into, from, Value::Bool(keywords)];
                            leave!(Left::Discard(core.in_python_then(p, "merge", args, After::Discard)));
                        }
                    }
                }
                I::ToTuple { d, a } => {
                    let items = check!(core.items(r[a as usize], 0));
                    r[d as usize] = core.heap.tuple(items);
                }
                I::Slice { d, first } => {
                    let first = first as usize & (WINDOW - 1);
                    let parts = [r[first], r[(first + 1) & (WINDOW - 1)], r[(first + 2) & (WINDOW - 1)]];
                    r[d as usize] = core.heap.obj(Obj::Slice(Box::new(parts)));
                }
                I::Format { d, a, b, conversion } => {
                    let spec = if conversion & 8 != 0 { None } else { Some(r[b as usize]) };
                    put!(d, core.formatted(p, r[a as usize], spec, conversion & 7));
                }
                I::Join { d, first, n } => {
                    let pieces = &r[first as usize..first as usize + n as usize];
                    let mut text = String::new();
                    for piece in pieces {
                        text.push_str(core.heap.str(*piece).unwrap_or_default());
                    }
                    r[d as usize] = core.heap.text(text);
                }
                I::Unpack { a, first, n } => {
                    let value = r[a as usize];
                    let (first, n) = (first as usize, n as usize);
                    let quick = match value {
                        Value::Obj(at) => match core.heap.get(at) {
                            Obj::Tuple(items) if items.len() == n => {
                                r[first..first + n].copy_from_slice(items);
                                true
                            }
                            Obj::List(items) if items.len() == n => {
                                r[first..first + n].copy_from_slice(items);
                                true
                            }
                            _ => false,
                        },
                        _ => false,
                    };
                    if !quick {
                        match core.unpacked(value, n, None) {
                            Ok(items) => r[first..first + n].copy_from_slice(&items),
                            Err(raise) if matches!(*raise, Raise::Iterate(_)) => {
                                // It is made a tuple, and unpacked once more.
                                pc -= 1;
                                let count = Value::Int(i64::try_from(n).unwrap_or(0));
                                let done = core.in_python_then(p, "unpack", vec![value, count], After::Store);
                                leave!(Left::Done(done, a));
                            }
                            Err(raise) => leave!(Left::Raise(raise)),
                        }
                    }
                }
                I::UnpackStar { a, first, before, after } => {
                    let (first, n) = (first as usize, before as usize + after as usize);
                    match core.unpacked(r[a as usize], n, Some(before as usize)) {
                        Ok(items) => r[first..first + items.len()].copy_from_slice(&items),
                        Err(raise) if matches!(*raise, Raise::Iterate(_)) => {
                            pc -= 1;
                            let done = core.in_python_then(p, "collect", vec![r[a as usize]], After::Store);
                            leave!(Left::Done(done, a));
                        }
                        Err(raise) => leave!(Left::Raise(raise)),
                    }
                }

                I::Index { d, a, b } => {
                    let (object, index) = (r[a as usize], r[b as usize]);
                    if let Value::Obj(at) = object {
                        match (core.heap.get(at), index) {
                            (Obj::List(items), Value::Int(n)) => {
                                let n = if n < 0 { n + i64::try_from(items.len()).unwrap_or(0) } else { n };
                                if let Some(item) = usize::try_from(n).ok().and_then(|n| items.get(n)) {
                                    r[d as usize] = *item;
                                    continue;
                                }
                            }
                            (Obj::Tuple(items), Value::Int(n)) => {
                                let n = if n < 0 { n + i64::try_from(items.len()).unwrap_or(0) } else { n };
                                if let Some(item) = usize::try_from(n).ok().and_then(|n| items.get(n)) {
                                    r[d as usize] = *item;
                                    continue;
                                }
                            }
                            (Obj::Dict(_), Value::Int(_) | Value::Str(_)) => {
                                if let Ok(Some(value)) = core.heap.dict_get(at, index) {
                                    r[d as usize] = value;
                                    continue;
                                }
                            }
                            _ => {}
                        }
                    }
                    put!(d, core.get_item(p, object, index));
                }
                I::SetIndex { a, b, c } => {
                    let (object, index, value) = (r[a as usize], r[b as usize], r[c as usize]);
                    if let Value::Obj(at) = object {
                        match (core.heap.get_mut(at), index) {
                            (Obj::List(items), Value::Int(n)) => {
                                let n = if n < 0 { n + i64::try_from(items.len()).unwrap_or(0) } else { n };
                                if let Some(item) = usize::try_from(n).ok().and_then(|n| items.get_mut(n)) {
                                    *item = value;
                                    continue;
                                }
                            }
                            (Obj::Dict(_), Value::Int(_) | Value::Str(_)) => {
                                if core.heap.dict_set(at, index, value).is_ok() {
                                    continue;
                                }
                            }
                            _ => {}
                        }
                    }
                    done!(core.set_item(p, object, index, value));
                }
                I::DelIndex { a, b } => done!(core.del_item(p, r[a as usize], r[b as usize])),
                I::Attr { d, a, name } => {
                    let object = r[a as usize];
                    let name = Sym(u32::from(name));
                    if let Value::Obj(at) = object
                        && let Obj::Instance(class, fields) = core.heap.get(at)
                        && let Some(value) = fields.get(name)
                        && core.heap.class(*class).is_some_and(|class| !class.has_properties && !class.has_getattr)
                    {
                        r[d as usize] = value;
                    } else {
                        put!(d, core.get_attr(p, object, name));
                    }
                }
                I::SetAttr { a, b, name } => {
                    let (object, value) = (r[a as usize], r[b as usize]);
                    let name = Sym(u32::from(name));
                    if let Value::Obj(at) = object
                        && let Obj::Instance(class, _) = core.heap.get(at)
                        && core
                            .heap
                            .class(*class)
                            .is_some_and(|class| !class.has_properties && !class.has_setattr && class.slots.is_none())
                        && let Obj::Instance(_, fields) = core.heap.get_mut(at)
                    {
                        fields.set(name, value);
                    } else {
                        done!(core.set_attr(p, object, name, value));
                    }
                }
                I::DelAttr { a, name } => done!(core.del_attr(p, r[a as usize], Sym(u32::from(name)))),

                I::Call { d, first, n, cost } => {
                    left -= i64::from(cost);
                    let first = first as usize;
                    let n = n as usize;
                    match r[first] {
                        Value::Obj(at) if matches!(core.heap.get(at), Obj::Function(of) if begins(&p.codes[of.code as usize], of, core, n)) =>
                        {
                            begin!(at, first + 1, n, d, After::Store);
                        }
                        Value::Native(number) => {
                            let native = &p.natives[usize::from(number)];
                            let args = Args { all: &r[first + 1..first + 1 + n], names: &[] };
                            match (native.function)(core, p, args) {
                                Ok(Done::Value(value)) => r[d as usize] = value,
                                Ok(done) => leave!(Left::Done(done, d)),
                                Err(raise) => match *raise {
                                    Raise::Iterate(_) | Raise::InPython => {
                                        let args = r[first + 1..first + 1 + n].to_vec();
                                        leave!(Left::Call(Box::new((Value::Native(number), args, Vec::new())), d));
                                    }
                                    other => leave!(Left::Raise(Box::new(other))),
                                },
                            }
                        }
                        // An object of a plain class: made here, and its `__init__` begun.
                        Value::Class(class) if let Some(init) = plain_init(core, p, class, n) => {
                            let object = core.heap.obj(Obj::Instance(class, Fields::default()));
                            r[first] = object;
                            begin!(init, first, n + 1, d, After::Made(object));
                        }
                        callee => {
                            let args = r[first + 1..first + 1 + n].to_vec();
                            leave!(Left::Call(Box::new((callee, args, Vec::new())), d));
                        }
                    }
                }
                I::CallMethod { d, first, n, cost, name } => {
                    left -= i64::from(cost);
                    let first = first as usize;
                    let n = n as usize;
                    let object = r[first];
                    let name = Sym(u32::from(name));
                    let found = plain_method(core, p, object, name);
                    match found {
                        Some(Value::Native(number)) => {
                            let native = &p.natives[usize::from(number)];
                            let args = Args { all: &r[first..=first + n], names: &[] };
                            match (native.function)(core, p, args) {
                                Ok(Done::Value(value)) => r[d as usize] = value,
                                Ok(done) => leave!(Left::Done(done, d)),
                                Err(raise) => match *raise {
                                    Raise::Iterate(_) | Raise::InPython => {
                                        let args = r[first..=first + n].to_vec();
                                        leave!(Left::Call(Box::new((Value::Native(number), args, Vec::new())), d));
                                    }
                                    other => leave!(Left::Raise(Box::new(other))),
                                },
                            }
                        }
                        Some(Value::Obj(at)) if matches!(core.heap.get(at), Obj::Function(of) if begins(&p.codes[of.code as usize], of, core, n + 1)) =>
                        {
                            begin!(at, first, n + 1, d, After::Store);
                        }
                        Some(callee) => {
                            let args = r[first..=first + n].to_vec();
                            leave!(Left::Call(Box::new((callee, args, Vec::new())), d));
                        }
                        None => {
                            let args = r[first + 1..=first + n].to_vec();
                            leave!(Left::Method(Box::new((object, name, args, Vec::new())), d));
                        }
                    }
                }
                I::CallNames { d, first, n, names } => {
                    let first = first as usize;
                    let names = check!(core.names_of(p, code.ks[names as usize]));
                    let args = r[first + 1..first + 1 + n as usize].to_vec();
                    let callee = r[first];
                    leave!(Left::Call(Box::new((callee, args, names)), d));
                }
                I::CallMethodNames { d, first, n, name } => {
                    let I::Names { names } = instructions[pc] else { unreachable!("the names come next") };
                    pc += 1;
                    let first = first as usize;
                    let names = check!(core.names_of(p, code.ks[names as usize]));
                    let args = r[first + 1..first + 1 + n as usize].to_vec();
                    let object = r[first];
                    leave!(Left::Method(Box::new((object, Sym(u32::from(name)), args, names)), d));
                }
                I::Names { .. } => {}
                I::CallStar { d, first, cost } => {
                    left -= i64::from(cost);
                    let first = first as usize & (WINDOW - 1);
                    let callee = r[first];
                    let mut args = check!(core.items(r[(first + 1) & (WINDOW - 1)], 0));
                    let mut names = Vec::new();
                    if let Value::Obj(dict) = r[(first + 2) & (WINDOW - 1)] {
                        for entry in core.heap.dict(dict).clone().iter() {
                            let name = core.heap.str(entry.key).unwrap_or_default().to_string();
                            names.push(core.sym(p, &name));
                            args.push(entry.value);
                        }
                    }
                    leave!(Left::Call(Box::new((callee, args, names)), d));
                }
                I::Return { a, cost } => {
                    left -= i64::from(cost);
                    let value = r[a as usize];
                    let simple = matches!(frame.after, After::Store | After::Made(_)) && depth > 1;
                    if !simple {
                        frame = match frames.last_mut() {
                            Some(frame) => frame,
                            None => unreachable!("a frame returns"),
                        };
                        leave!(Left::Return(value));
                    }
                    let Some(over) = frames.pop() else { unreachable!("a frame returns") };
                    let value = match over.after {
                        After::Made(object) if matches!(value, Value::None) => object,
                        After::Made(_) => {
                            frames.push(over);
                            frame = match frames.last_mut() {
                                Some(frame) => frame,
                                None => unreachable!("it was just pushed"),
                            };
                            leave!(Left::Return(value));
                        }
                        _ if over.generator.is_some() => {
                            frames.push(over);
                            frame = match frames.last_mut() {
                                Some(frame) => frame,
                                None => unreachable!("it was just pushed"),
                            };
                            leave!(Left::Return(value));
                        }
                        _ => value,
                    };
                    core.handled.truncate(over.handled as usize);
                    depth -= 1;
                    frame = match frames.last_mut() {
                        Some(frame) => frame,
                        None => unreachable!("there was more than one"),
                    };
                    code = &p.codes[frame.code as usize];
                    instructions = &code.code;
                    pc = frame.pc as usize;
                    base = frame.base as usize;
                    r = window!();
                    r[over.d as usize] = value;
                }
                I::Yield { d, a, cost } => {
                    left -= i64::from(cost);
                    let value = r[a as usize];
                    leave!(Left::Yield(value, d, false));
                }
                I::YieldFrom { d, a, cost } => {
                    left -= i64::from(cost);
                    leave!(Left::Delegate(d, a));
                }

                I::Function { d, first, code: number } => {
                    let inner = &p.codes[number as usize];
                    let closure = inner.captures.iter().map(|register| r[*register as usize]).collect();
                    let first = first as usize & (WINDOW - 1);
                    let function = Function {
                        code: u32::from(number),
                        defaults: r[first],
                        keyword_defaults: r[(first + 1) & (WINDOW - 1)],
                        closure,
                        fields: Fields::default(),
                    };
                    r[d as usize] = core.heap.obj(Obj::Function(Box::new(function)));
                }
                I::Class { d, first, n } => leave!(Left::Class(d, first, n)),
                I::Namespace { d } => {
                    let mut fields = Fields::default();
                    let class_cell = p.symbols.find("__class__");
                    for (at, name) in code.locals[..usize::from(code.first_free)].iter().enumerate() {
                        let value = match r[at & (WINDOW - 1)] {
                            Value::Obj(place) => match core.heap.get(place) {
                                Obj::Cell(_) if Some(*name) == class_cell => Value::Undef,
                                Obj::Cell(inner) => *inner,
                                _ => r[at & (WINDOW - 1)],
                            },
                            other => other,
                        };
                        if !matches!(value, Value::Undef) {
                            fields.set(*name, value);
                        }
                    }
                    r[d as usize] = core.heap.obj(Obj::Namespace(fields));
                }

                I::Raise { a } => match core.raised(p, r[a as usize]) {
                    Ok(done) => {
                        // The class is called first; what that makes is raised by the same instruction.
                        pc -= 1;
                        leave!(Left::Done(done, a));
                    }
                    Err(raise) => leave!(Left::Raise(raise)),
                },
                I::RaiseFrom { a, b } => {
                    let (what, cause) = (r[a as usize], r[b as usize]);
                    if let Value::Class(_) = what {
                        pc -= 1;
                        match core.raised(p, what) {
                            Ok(done) => leave!(Left::Done(done, a)),
                            Err(raise) => {
                                pc += 1;
                                leave!(Left::Raise(raise));
                            }
                        }
                    }
                    if let Value::Class(_) = cause {
                        pc -= 1;
                        match core.raised(p, cause) {
                            Ok(done) => leave!(Left::Done(done, b)),
                            Err(_) => {
                                pc += 1;
                                leave!(Left::Raise(Raise::type_error(
                                    "exception causes must derive from BaseException"
                                )));
                            }
                        }
                    }
                    let is_cause = match cause {
                        Value::None => true,
                        Value::Obj(at) => matches!(core.heap.get(at), Obj::Exception(_)),
                        _ => false,
                    };
                    if !is_cause {
                        leave!(Left::Raise(Raise::type_error("exception causes must derive from BaseException")));
                    }
                    if let Value::Obj(at) = what
                        && let Obj::Exception(exception) = core.heap.get_mut(at)
                    {
                        exception.cause = cause;
                        exception.suppress = true;
                    }
                    match core.raised(p, what) {
                        Ok(done) => leave!(Left::Done(done, a)),
                        Err(raise) => leave!(Left::Raise(raise)),
                    }
                }
                I::Reraise { a } => {
                    let exception = r[a as usize];
                    leave!(Left::Again(exception));
                }
                I::RaiseCurrent => match core.handled.last() {
                    Some(exception) => {
                        let exception = *exception;
                        leave!(Left::Again(exception));
                    }
                    None => leave!(Left::Raise(Raise::error(Kind::RuntimeError, "No active exception to reraise"))),
                },
                I::PushHandled { a } => core.handled.push(r[a as usize]),
                I::PopHandled => {
                    core.handled.pop();
                }
                I::Catch { a, b, cost, to } => {
                    left -= i64::from(cost);
                    match core.catches(r[a as usize], r[b as usize]) {
                        Ok(true) => {}
                        Ok(false) => pc = to as usize,
                        Err(raise) => leave!(Left::Raise(raise)),
                    }
                }
                I::Assert { a, has_message } => {
                    let args = if has_message { vec![r[a as usize]] } else { Vec::new() };
                    let exception = core.exception(Kind::AssertionError, args);
                    leave!(Left::Raise(Raise::exception(exception)));
                }
                I::Enter { d, a } => put!(d, core.enter_context(p, r[a as usize])),
                I::Exit { d, a, x } => put!(d, core.exit_context(p, r[a as usize], r[x as usize])),
                I::Intrinsic { what, d, first, n } => {
                    let args = r[first as usize..first as usize + n as usize].to_vec();
                    put!(d, core.intrinsic(p, what, &args));
                }
                I::Import { d, module } => leave!(Left::Import(module, d)),
                I::ImportName { d, a, name } => {
                    let (from, name) = (r[a as usize], Sym(u32::from(name)));
                    r[d as usize] = check!(import_name(core, p, from, name));
                }
            }
        }
    }
}

/// Whether a function can begin where its arguments lie.
#[inline]
fn begins(code: &Code, function: &Function, core: &Core, given: usize) -> bool {
    if given == usize::from(code.positional) && code.simple {
        return true;
    }
    if code.sort != Sort::Plain || code.rest || code.keywords || code.keyword_only > 0 {
        return false;
    }
    let positional = usize::from(code.positional);
    given <= positional && given + defaults(core, function).len() >= positional
}

fn defaults<'c>(core: &'c Core, function: &Function) -> &'c [Value] {
    match function.defaults {
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Tuple(items) => items,
            _ => &[],
        },
        _ => &[],
    }
}

fn function_of(core: &Core, at: Ref) -> &Function {
    match core.heap.get(at) {
        Obj::Function(function) => function,
        other => unreachable!("a function is expected here, not {other:?}"),
    }
}

/// Defaults and the cells of functions around.
fn fill(core: &Core, function: &Function, code: &Code, r: &mut [Value; WINDOW], given: usize) {
    let positional = usize::from(code.positional);
    let defaults = defaults(core, function);
    for place in given..positional {
        r[place & (WINDOW - 1)] = defaults[place + defaults.len() - positional];
    }
    let first = usize::from(code.first_free);
    r[first..first + function.closure.len()].copy_from_slice(&function.closure);
}

/// The `__init__` of a class whose objects are plain, if it can begin with so many arguments.
fn plain_init(core: &mut Core, p: &Program, class: crate::value::ClassId, n: usize) -> Option<Ref> {
    let of = core.heap.class(class)?;
    if of.native != super::types::OBJECT {
        return None;
    }
    if core.lookup(p, class, words::NEW).is_some_and(|new| !matches!(new, Value::Native(_))) {
        return None;
    }
    let Some(Value::Obj(init)) = core.lookup(p, class, words::INIT) else { return None };
    if p.symbols.find("__abc__").is_some_and(|abc| core.lookup(p, class, abc).is_some()) {
        return None;
    }
    let Obj::Function(function) = core.heap.get(init) else { return None };
    begins(&p.codes[function.code as usize], function, core, n + 1).then_some(init)
}

/// A method that is called with its object in front; `None` where the attribute must be looked up in full.
#[inline]
fn plain_method(core: &mut Core, p: &Program, object: Value, name: Sym) -> Option<Value> {
    let class = match object {
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Instance(class, fields) => {
                if fields.get(name).is_some() {
                    return None;
                }
                *class
            }
            Obj::Module(_) | Obj::Super(_) | Obj::Exception(_) | Obj::Derived(_) | Obj::Function(_) => return None,
            _ => core.heap.type_of(object),
        },
        Value::Class(_) => return None,
        other => core.heap.type_of(other),
    };
    match core.lookup(p, class, name)? {
        found @ Value::Native(_) => Some(found),
        Value::Obj(at) => match core.heap.get(at) {
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

fn cell(core: &Core, value: Value) -> Value {
    match value {
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Cell(inner) => *inner,
            _ => Value::Undef,
        },
        _ => Value::Undef,
    }
}

#[cold]
fn no_name(core: &mut Core, p: &Program, name: Sym) -> Box<Raise> {
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
fn missing_global(core: &mut Core, p: &Program, g: u16) -> Res<Value> {
    let name = p.globals[g as usize];
    match crate::builtins::find(core.name(p, name)) {
        Some(value) => Ok(value),
        None => Err(no_name(core, p, name)),
    }
}

#[cold]
fn unbound(core: &Core, p: &Program, code: &Code, register: R) -> Box<Raise> {
    let name = core.name(p, code.locals[register as usize]);
    if register >= code.first_free && usize::from(register) < usize::from(code.first_free) + usize::from(code.free) {
        let words =
            format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope");
        return Raise::error(Kind::NameError, words);
    }
    let words = format!("cannot access local variable '{name}' where it is not associated with a value");
    Raise::error(Kind::UnboundLocalError, words)
}

fn import_name(core: &mut Core, p: &Program, from: Value, name: Sym) -> Res<Value> {
    let Value::Obj(at) = from else { unreachable!("a module is imported from") };
    let Obj::Module(module) = core.heap.get(at) else { unreachable!("a module is imported from") };
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

impl Core {
    /// The names of keyword arguments, of a constant tuple of texts.
    fn names_of(&mut self, p: &Program, names: Value) -> Res<Vec<Sym>> {
        let items = self.items(names, 0)?;
        let texts: Vec<String> =
            items.iter().map(|item| self.heap.str(*item).unwrap_or_default().to_string()).collect();
        Ok(texts.iter().map(|text| self.sym(p, text)).collect())
    }

    /// Puts what a dict maps into another; whether it could be done here.
    fn merge(&mut self, into: Value, from: Value, keywords: bool) -> Res<bool> {
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
    fn unpacked(&mut self, value: Value, n: usize, star: Option<usize>) -> Res<Vec<Value>> {
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

    fn built_in_iter_check(&self, value: Value) -> Option<()> {
        match value {
            Value::Str(_) => Some(()),
            Value::Obj(at) => matches!(
                self.heap.get(at),
                Obj::List(_)
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

    fn enter_context(&mut self, p: &Program, manager: Value) -> Res<Done> {
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

    fn exit_context(&mut self, p: &Program, manager: Value, exception: Value) -> Res<Done> {
        let class = self.heap.type_of(manager);
        let Some(exit) = self.lookup(p, class, words::EXIT) else {
            return Err(Raise::error(Kind::AttributeError, "__exit__"));
        };
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
