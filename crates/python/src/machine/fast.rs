//! The loop: one instruction after the other. What is common is done here, what is rare in `rare.rs`.

use super::run::Left;
use super::shared::{Then, Wish};
use super::support::{
    begins, cell, fill, function_of, goes_on, is_property, method_of_class, missing_global, plain_getter, plain_init,
    plain_method, plain_operator, quick_item, quick_set_item, unbound,
};
use super::{After, Done, Expect, Frame, Raise, State, Stop, WINDOW};
use crate::builtins::Args;
use crate::code::{Code, I, Program, R, Sym};
use crate::error::Kind;
use crate::heap::iter::Iter;
use crate::heap::{Fields, Obj, Stage};
use crate::library::words;
use crate::tree::{BinOp, CmpOp};
use crate::value::Value;

#[inline]
fn modulo(a: i64, b: i64) -> i64 {
    if let (Ok(a), Ok(b)) = (u32::try_from(a), u32::try_from(b)) {
        return i64::from(a % b);
    }
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest ^ b) < 0 { rest + b } else { rest }
}

impl State {
    #[allow(clippy::too_many_lines, reason = "it is one loop, and each instruction is a few lines")]
    pub(super) fn go(&mut self, p: &Program) -> Left {
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
        let mut here;

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

        // What met objects of the engine is done again once they are shown, and hidden again once it is done.
        macro_rules! looked {
            () => {
                if core.heap.sharing.is_flagged() {
                    if core.heap.sharing.has_met() {
                        frame.pc = u32::try_from(here).unwrap_or(u32::MAX);
                        *fuel = left;
                        return Left::Met;
                    }
                    core.heap.hide();
                }
            };
        }
        macro_rules! leave {
            ($left:expr) => {{
                looked!();
                frame.pc = u32::try_from(pc).unwrap_or(u32::MAX);
                *fuel = left;
                return $left;
            }};
        }
        // A value goes to its register; everything else leaves.
        macro_rules! put {
            ($d:expr, $result:expr) => {
                match $result {
                    Ok(Done::Value(value)) => {
                        looked!();
                        r[$d as usize] = value;
                    }
                    Ok(done) => leave!(Left::Done(done, $d)),
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            };
        }
        macro_rules! done {
            ($result:expr) => {
                match $result {
                    Ok(Done::Value(_)) => looked!(),
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
                        Ok(Done::Value(Value::Bool(holds))) => {
                            looked!();
                            if !holds {
                                pc = $to as usize;
                            }
                        }
                        Ok(done) => leave!(Left::Branch(done, false, $to)),
                        Err(raise) => leave!(Left::Raise(raise)),
                    }
                }
            }};
        }
        // Begins a plain function whose arguments lie where its window begins.
        macro_rules! begin {
            ($at:expr, $first:expr, $n:expr, $d:expr, $after:expr) => {{
                let Obj::Function(function) = core.heap.peek($at) else { unreachable!("it was looked at") };
                let callee = &p.codes[function.code as usize];
                let number = function.code;
                if depth >= core.depth {
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

        // Begins a plain function of ours or the program's, with arguments that lie in no row.
        macro_rules! begin_with {
            ($at:expr, [$($arg:expr),*], $d:expr, $after:expr) => {{
                let first = usize::from(code.registers);
                let args = [$($arg),*];
                if all.len() < base + first + WINDOW {
                    all.resize(2 * (base + first + WINDOW), Value::Undef);
                }
                all[base + first..base + first + args.len()].copy_from_slice(&args);
                begin!($at, first, args.len(), $d, $after);
            }};
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
                    match plain_operator(core, p, $op, a, b, $in_place) {
                        Some((method, operator)) => {
                            begin_with!(method, [a, b], $d, After::Operator(operator));
                        }
                        None => put!($d, core.binary(p, $op, a, b, $in_place)),
                    }
                }
            };
        }
        // Goes back to who called, with a value, or to where its loop ends.
        macro_rules! back {
            ($value:expr, $to:expr) => {{
                let value: Value = $value;
                let to: Option<usize> = $to;
                let Some(over) = frames.pop() else { unreachable!("a frame returns") };
                core.handled.truncate(over.handled as usize);
                depth -= 1;
                frame = match frames.last_mut() {
                    Some(frame) => frame,
                    None => unreachable!("there was more than one"),
                };
                code = &p.codes[frame.code as usize];
                instructions = &code.code;
                base = frame.base as usize;
                r = window!();
                match to {
                    Some(to) => pc = to,
                    None => {
                        pc = frame.pc as usize;
                        r[over.d as usize] = value;
                    }
                }
            }};
        }

        loop {
            let instruction = instructions[pc];
            here = pc;
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
                I::Not { d, a } => match core.truth_or_call(p, r[a as usize]) {
                    Ok(truth) => {
                        looked!();
                        r[d as usize] = Value::Bool(!truth);
                    }
                    Err((method, this)) => {
                        let after =
                            After::Both(Box::new((After::Expect(Expect::Truth), After::Truth { negate: true })));
                        leave!(Left::Done(Done::call(method, vec![this], after), d));
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
                                let call = Done::call(method, vec![this], After::Expect(Expect::Truth));
                                leave!(Left::Branch(call, false, to));
                            }
                        },
                    };
                    looked!();
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
                                let call = Done::call(method, vec![this], After::Expect(Expect::Truth));
                                leave!(Left::Branch(call, true, to));
                            }
                        },
                    };
                    looked!();
                    if truth {
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
                        Value::Obj(at) => match core.heap.peek(at) {
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
                            let item = match core.heap.peek(at) {
                                Obj::List(items) => items.get(index).copied(),
                                Obj::Tuple(items) => items.get(index).copied(),
                                Obj::Shared(_) => {
                                    // It became the engine's on the way: now every item is a step.
                                    let iter = Iter::Sequence(Value::Obj(at), index);
                                    r[a0] = core.heap.obj(Obj::Iter(Box::new(iter)));
                                    r[a1] = Value::Undef;
                                    pc = here;
                                    continue;
                                }
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
                        (Value::Obj(at), _) if core.iterates_shared(at).is_some() => leave!(Left::Next(a, d, to)),
                        (Value::Obj(at), _) if matches!(core.heap.peek(at), Obj::Iter(_)) => match core.step(at) {
                            Ok(item) => {
                                looked!();
                                match item {
                                    Some(item) => r[d as usize] = item,
                                    None => pc = to as usize,
                                }
                            }
                            Err(raise) => leave!(Left::Raise(raise)),
                        },
                        // A generator goes on here, on a frame of its own.
                        (Value::Obj(at), _) if depth < core.depth && goes_on(core, at) => {
                            frame.pc = u32::try_from(pc).unwrap_or(u32::MAX);
                            base += usize::from(code.registers);
                            if all.len() < base + WINDOW {
                                all.resize(2 * (base + WINDOW), Value::Undef);
                            }
                            r = window!();
                            let handled = u32::try_from(core.handled.len()).unwrap_or(u32::MAX);
                            let generator = core.heap.generator(at);
                            r[..generator.registers.len()].copy_from_slice(&generator.registers);
                            if generator.state == Stage::Waiting {
                                r[generator.answer as usize] = Value::None;
                            }
                            generator.state = Stage::Running;
                            pc = generator.pc as usize;
                            depth += 1;
                            frames.push(Frame {
                                code: generator.code,
                                pc: generator.pc,
                                base: u32::try_from(base).unwrap_or(u32::MAX),
                                d,
                                after: After::Next { to },
                                handled,
                                generator: Some(at),
                            });
                            frame = match frames.last_mut() {
                                Some(frame) => frame,
                                None => unreachable!("it was just pushed"),
                            };
                            code = &p.codes[frame.code as usize];
                            instructions = &code.code;
                        }
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
                I::SetGlobal { a, g } => {
                    if core.heap.sharing.on && p.inside[g as usize] {
                        leave!(Left::Stop(Stop::Refused(super::shared::BINDS), a));
                    }
                    core.globals[g as usize] = r[a as usize];
                }
                I::LoadCell { d, c } => {
                    if let Some(at) = State::cell_at(core, r[c as usize]) {
                        leave!(Left::Done(Done::shared(at, Wish::LoadCell, Then::Cell(c), After::Store), d));
                    }
                    let value = cell(core, r[c as usize]);
                    if matches!(value, Value::Undef) {
                        leave!(Left::Raise(unbound(core, p, code, c)));
                    }
                    r[d as usize] = value;
                }
                I::StoreCell { c, a } => {
                    if let Some(at) = State::cell_at(core, r[c as usize]) {
                        let wish = Wish::StoreCell(r[a as usize]);
                        leave!(Left::Discard(Done::shared(at, wish, Then::Value, After::Discard)));
                    }
                    if let Value::Obj(at) = r[c as usize] {
                        *core.heap.get_mut(at) = Obj::Cell(r[a as usize]);
                    }
                }
                I::Check { a } => {
                    if matches!(r[a as usize], Value::Undef) {
                        leave!(Left::Raise(unbound(core, p, code, a)));
                    }
                }
                I::Clear { a } => r[a as usize] = Value::Undef,
                I::List { d, first, n } => {
                    let items = r[first as usize..first as usize + n as usize].to_vec();
                    r[d as usize] = core.heap.list(items);
                }
                I::Tuple { d, first, n } => {
                    let items = &r[first as usize..first as usize + n as usize];
                    r[d as usize] = core.heap.tuple(items);
                }
                I::Append { a, b } => {
                    if let Value::Obj(at) = r[a as usize]
                        && let Obj::List(items) = core.heap.get_mut(at)
                    {
                        items.push(r[b as usize]);
                    }
                }
                I::Index { d, a, b } => {
                    let (object, index) = (r[a as usize], r[b as usize]);
                    match quick_item(core, object, index) {
                        Some(item) => r[d as usize] = item,
                        None => put!(d, core.get_item(p, object, index)),
                    }
                }
                I::SetIndex { a, b, c } => {
                    let (object, index, value) = (r[a as usize], r[b as usize], r[c as usize]);
                    if !quick_set_item(core, object, index, value) {
                        done!(core.set_item(p, object, index, value));
                    }
                }
                I::Attr { d, a, name } => {
                    let object = r[a as usize];
                    let name = Sym(u32::from(name));
                    if let Value::Obj(at) = object
                        && let Obj::Instance(class, fields) = core.heap.peek(at)
                        && let Some(value) = fields.get(name)
                        && core.heap.class(*class).is_some_and(|class| !class.has_properties && !class.has_getattr)
                    {
                        r[d as usize] = value;
                    } else if let Some(get) = plain_getter(core, p, object, name, depth) {
                        begin_with!(get, [object], d, After::Store);
                    } else {
                        put!(d, core.get_attr(p, object, name));
                    }
                }
                I::SetAttr { a, b, name } => {
                    let (object, value) = (r[a as usize], r[b as usize]);
                    let name = Sym(u32::from(name));
                    if let Value::Obj(at) = object
                        && let Obj::Instance(class, _) = core.heap.peek(at)
                        && core.heap.class(*class).is_some_and(|class| !class.has_setattr && class.slots.is_none())
                        && !is_property(core, p, *class, name)
                        && let Obj::Instance(_, fields) = core.heap.get_mut(at)
                        && fields.dict().is_none()
                    {
                        fields.set(name, value);
                    } else {
                        done!(core.set_attr(p, object, name, value));
                    }
                }
                I::Call { d, first, n, cost } => {
                    left -= i64::from(cost);
                    let first = first as usize;
                    let n = n as usize;
                    match r[first] {
                        Value::Obj(at) if matches!(core.heap.peek(at), Obj::Function(of) if begins(&p.codes[of.code as usize], of, core, n)) =>
                        {
                            begin!(at, first + 1, n, d, After::Store);
                        }
                        Value::Native(number) => {
                            let native = &p.natives[usize::from(number)];
                            let args = Args { all: &r[first + 1..first + 1 + n], names: &[] };
                            if core.heap.sharing.on && n > 0 && core.shared_container(r[first + 1]).is_some() {
                                let args = r[first + 1..first + 1 + n].to_vec();
                                leave!(Left::Call(Box::new((Value::Native(number), args, Vec::new())), d));
                            }
                            let said = (core.out.len(), core.err.len());
                            let result = (native.function)(core, p, args);
                            if core.heap.sharing.is_flagged() {
                                core.heap.hide();
                                core.unsay(said);
                                let args = r[first + 1..first + 1 + n].to_vec();
                                leave!(Left::Call(Box::new((Value::Native(number), args, Vec::new())), d));
                            }
                            match result {
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
                    if let Some((method, this)) = method_of_class(core, p, object, name, n) {
                        match this {
                            Some(this) => {
                                r[first] = this;
                                begin!(method, first, n + 1, d, After::Store);
                            }
                            None => begin!(method, first + 1, n, d, After::Store),
                        }
                        continue;
                    }
                    let found = plain_method(core, p, object, name);
                    match found {
                        Some(Value::Native(number)) => {
                            let native = &p.natives[usize::from(number)];
                            let args = Args { all: &r[first..=first + n], names: &[] };
                            if core.heap.sharing.on && core.shared_container(r[first]).is_some() {
                                let args = r[first..=first + n].to_vec();
                                leave!(Left::Call(Box::new((Value::Native(number), args, Vec::new())), d));
                            }
                            let said = (core.out.len(), core.err.len());
                            let result = (native.function)(core, p, args);
                            if core.heap.sharing.is_flagged() {
                                core.heap.hide();
                                core.unsay(said);
                                let args = r[first..=first + n].to_vec();
                                leave!(Left::Call(Box::new((Value::Native(number), args, Vec::new())), d));
                            }
                            match result {
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
                        Some(Value::Obj(at)) if matches!(core.heap.peek(at), Obj::Function(of) if begins(&p.codes[of.code as usize], of, core, n + 1)) =>
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
                I::Yield { d, a, cost } => {
                    left -= i64::from(cost);
                    let value = r[a as usize];
                    let is_quick = depth > 1
                        && core.handled.len() == frame.handled as usize
                        && matches!(frame.after, After::Next { .. } | After::Store | After::Default(_) | After::Item);
                    let Some(at) = frame.generator.filter(|_| is_quick) else {
                        leave!(Left::Yield(value, d, false));
                    };
                    let generator = core.heap.generator(at);
                    generator.registers.clear();
                    generator.registers.extend_from_slice(&r[..usize::from(code.registers)]);
                    generator.state = Stage::Waiting;
                    generator.pc = u32::try_from(pc).unwrap_or(u32::MAX);
                    generator.answer = d;
                    back!(value, None);
                }
                I::Return { a, cost } => {
                    left -= i64::from(cost);
                    let value = r[a as usize];
                    // A generator that a loop goes over is through.
                    if let (After::Next { to }, Some(at), true) = (&frame.after, frame.generator, depth > 1) {
                        let to = *to as usize;
                        let generator = core.heap.generator(at);
                        generator.state = Stage::Over;
                        generator.registers = Vec::new();
                        back!(Value::Undef, Some(to));
                        continue;
                    }
                    let value = match frame.after {
                        _ if depth <= 1 || frame.generator.is_some() => leave!(Left::Return(value)),
                        After::Store => value,
                        After::Made(object) if matches!(value, Value::None) => object,
                        _ => leave!(Left::Return(value)),
                    };
                    back!(value, None);
                }
                other => {
                    if let Some(left_by) = super::rare::rare(core, p, code, r, (&mut pc, &mut left), other) {
                        leave!(left_by);
                    }
                    looked!();
                }
            }
        }
    }
}
