//! Operators of one and two values: numbers, sequences and sets by ourselves, objects by their methods.

use super::shared::{Then, Wish};
use super::{After, Core, Done, Raise, Res, types};
use crate::code::{Program, Sym};
use crate::error::Kind;
use crate::heap::Obj;
use crate::library::words;
use crate::numbers::{Int, float};
use crate::share::Sort;
use crate::tree::{BinOp, CmpOp};
use crate::value::{ClassId, Ref, Value};

const DERIVED_DEQUE: &str = "Adding or repeating a deque of a class of its own is not here yet.";

/// A call that may say `NotImplemented`, and who is asked next.
#[derive(Clone, Debug)]
pub(crate) struct Operator {
    /// Methods still to be asked: with what as `self`, and as the other.
    pub(crate) next: Vec<(Value, Value, Value)>,
    pub(crate) what: What,
    pub(crate) a: Value,
    pub(crate) b: Value,
    /// What is done with the value in the end.
    pub(crate) then: After,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    Binary(BinOp, bool),
    Compare(CmpOp),
}

/// The methods of an operator: usual, reflected, in place.
pub(crate) fn methods(op: BinOp) -> (Sym, Sym, Sym) {
    match op {
        BinOp::Add => (words::ADD, words::RADD, words::IADD),
        BinOp::Sub => (words::SUB, words::RSUB, words::ISUB),
        BinOp::Mul => (words::MUL, words::RMUL, words::IMUL),
        BinOp::MatMul => (words::MATMUL, words::RMATMUL, words::IMATMUL),
        BinOp::Div => (words::TRUEDIV, words::RTRUEDIV, words::ITRUEDIV),
        BinOp::FloorDiv => (words::FLOORDIV, words::RFLOORDIV, words::IFLOORDIV),
        BinOp::Mod => (words::MOD, words::RMOD, words::IMOD),
        BinOp::Pow => (words::POW, words::RPOW, words::IPOW),
        BinOp::LShift => (words::LSHIFT, words::RLSHIFT, words::ILSHIFT),
        BinOp::RShift => (words::RSHIFT, words::RRSHIFT, words::IRSHIFT),
        BinOp::Or => (words::OR, words::ROR, words::IOR),
        BinOp::Xor => (words::XOR, words::RXOR, words::IXOR),
        BinOp::And => (words::AND, words::RAND, words::IAND),
    }
}

pub(crate) fn sign(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "+",
        BinOp::Sub => "-",
        BinOp::Mul => "*",
        BinOp::MatMul => "@",
        BinOp::Div => "/",
        BinOp::FloorDiv => "//",
        BinOp::Mod => "%",
        BinOp::Pow => "** or pow()",
        BinOp::LShift => "<<",
        BinOp::RShift => ">>",
        BinOp::Or => "|",
        BinOp::Xor => "^",
        BinOp::And => "&",
    }
}

impl Core {
    /// A whole number, if it is one.
    pub(crate) fn int(&self, value: Value) -> Option<Int> {
        match value {
            Value::Int(n) => Some(Int::Small(n)),
            Value::Bool(b) => Some(Int::Small(i64::from(b))),
            Value::Obj(at) => match self.heap.get(at) {
                Obj::Big(big) => Some(Int::Big((**big).clone())),
                Obj::Derived(derived) => self.int(derived.value),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn number(&mut self, int: Int) -> Value {
        match int {
            Int::Small(n) => Value::Int(n),
            Int::Big(big) => self.heap.big(big),
        }
    }

    /// A number as a float, if it is a number.
    pub(crate) fn float(&self, value: Value) -> Res<Option<f64>> {
        Ok(match value {
            Value::Float(x) => Some(x),
            Value::Obj(at) => match self.heap.get(at) {
                Obj::Derived(derived) => return self.float(derived.value),
                Obj::Big(_) => match self.int(value) {
                    Some(int) => Some(int.to_f64()?),
                    None => None,
                },
                _ => None,
            },
            other => match self.int(other) {
                Some(int) => Some(int.to_f64()?),
                None => None,
            },
        })
    }

    /// What an instance of a class that derives from a built-in one carries; other values as they are.
    pub(crate) fn plain(&self, value: Value) -> Value {
        match value {
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Derived(derived) => derived.value,
                Obj::Shared(shared) if shared.plain != Value::Undef => shared.plain,
                _ => value,
            },
            _ => value,
        }
    }

    /// Whether a class of the program stands behind a value.
    pub(crate) fn is_of_program(&self, value: Value) -> bool {
        self.heap.type_of(value).heap().is_some()
    }

    pub(crate) fn binary(&mut self, p: &Program, op: BinOp, a: Value, b: Value, in_place: bool) -> Res<Done> {
        if op == BinOp::Add
            && let (Value::Str(a), Value::Str(b)) = (a, b)
        {
            return Ok(self.heap.concatenate(a, b).into());
        }
        // A dict takes in whatever `update` does.
        if in_place
            && op == BinOp::Or
            && self.heap.type_of(a) == types::DICT
            && !self.is_of_program(b)
            && self.heap.type_of(b) != types::DICT
        {
            return self.in_python(p, "take_in", vec![a, b]);
        }
        if let Some(value) = self.numbers(op, a, b)? {
            return Ok(Done::Value(value));
        }
        if self.is_of_program(a) || self.is_of_program(b) {
            let mut next = self.candidates(p, op, a, b, in_place);
            if !next.is_empty() {
                let (method, this, other) = next.remove(0);
                let operator = Operator { next, what: What::Binary(op, in_place), a, b, then: After::Store };
                return Ok(Done::call(method, vec![this, other], After::Operator(Box::new(operator))));
            }
        }
        if in_place && let Some((this, sort)) = self.shared_container(a) {
            if sort == Sort::List && op == BinOp::Add && self.must_be_collected(b) {
                return self.in_python(p, "extended", vec![a, b]);
            }
            return Ok(Done::shared(this, Wish::InPlace(op, b), Then::Instead(a), After::Store));
        }
        self.built_in_binary(p, op, a, b, in_place).map(Done::Value)
    }

    /// Methods that may do it, the first to be asked first.
    fn candidates(&mut self, p: &Program, op: BinOp, a: Value, b: Value, in_place: bool) -> Vec<(Value, Value, Value)> {
        let (usual, reflected, in_place_name) = methods(op);
        let (class_a, class_b) = (self.heap.type_of(a), self.heap.type_of(b));
        let mut next = Vec::new();
        if in_place && let Some(method) = self.method_of_program(p, class_a, in_place_name) {
            next.push((method, a, b));
        }
        let first = self.method_of_program(p, class_a, usual);
        let second = if class_a == class_b { None } else { self.method_of_program(p, class_b, reflected) };
        match (first, second) {
            (Some(first), Some(second)) if self.derives(class_b, class_a) => {
                next.push((second, b, a));
                next.push((first, a, b));
            }
            (first, second) => {
                next.extend(first.map(|method| (method, a, b)));
                next.extend(second.map(|method| (method, b, a)));
            }
        }
        next
    }

    /// A special method that a class of the program has, and not only a built-in one.
    pub(crate) fn method_of_program(&mut self, p: &Program, class: ClassId, name: Sym) -> Option<Value> {
        class.heap()?;
        match self.lookup(p, class, name) {
            None | Some(Value::Native(_) | Value::None) => None,
            found => found,
        }
    }

    /// What no method said anything to.
    pub(crate) fn built_in_binary(&mut self, p: &Program, op: BinOp, a: Value, b: Value, in_place: bool) -> Res<Value> {
        let (x, y) = (self.plain(a), self.plain(b));
        if !in_place && matches!(op, BinOp::Add | BinOp::Mul) {
            for (whole, plain) in [(a, x), (b, y)] {
                if !whole.is(plain) && self.heap.type_of(plain) == super::types::DEQUE {
                    return Err(Raise::error(Kind::NotImplementedError, DERIVED_DEQUE));
                }
            }
        }
        if let Some(value) = self.numbers(op, x, y)? {
            return Ok(value);
        }
        if let Some(value) = self.sequences(p, op, x, y, in_place)? {
            return Ok(if in_place && value == x { a } else { value });
        }
        if op == BinOp::Or
            && let Some(union) = self.union(x, y)?
        {
            return Ok(union);
        }
        let sign = sign(op);
        let sign = match (op, in_place) {
            (BinOp::Pow, true) => "**=".to_string(),
            (_, true) => format!("{sign}="),
            _ => sign.to_string(),
        };
        let (left, right) = (self.heap.type_name(a), self.heap.type_name(b));
        Err(Raise::type_error(format!("unsupported operand type(s) for {sign}: '{left}' and '{right}'")))
    }

    fn numbers(&mut self, op: BinOp, a: Value, b: Value) -> Res<Option<Value>> {
        match (a, b) {
            (Value::Float(_), Value::Float(_) | Value::Int(_) | Value::Bool(_))
            | (Value::Int(_) | Value::Bool(_), Value::Float(_)) => {
                let (Some(x), Some(y)) = (self.float(a)?, self.float(b)?) else { return Ok(None) };
                return floats(op, x, y);
            }
            (Value::Bool(x), Value::Bool(y)) => match op {
                BinOp::And => return Ok(Some(Value::Bool(x & y))),
                BinOp::Or => return Ok(Some(Value::Bool(x | y))),
                BinOp::Xor => return Ok(Some(Value::Bool(x ^ y))),
                _ => {}
            },
            (Value::Int(x), Value::Int(y)) => {
                if let Some(value) = small(op, x, y) {
                    return Ok(Some(value));
                }
            }
            (Value::Float(_), Value::Obj(at)) | (Value::Obj(at), Value::Float(_)) => {
                if !matches!(self.heap.peek(at), Obj::Big(_)) {
                    return Ok(None);
                }
                let (Some(x), Some(y)) = (self.float(a)?, self.float(b)?) else { return Ok(None) };
                return floats(op, x, y);
            }
            (Value::Obj(at), Value::Int(_) | Value::Bool(_) | Value::Obj(_))
            | (Value::Int(_) | Value::Bool(_), Value::Obj(at)) => {
                if !matches!(self.heap.peek(at), Obj::Big(_)) {
                    return Ok(None);
                }
                if let Value::Obj(other) = b
                    && !matches!(self.heap.peek(other), Obj::Big(_))
                {
                    return Ok(None);
                }
            }
            (Value::Int(_), Value::Bool(_)) | (Value::Bool(_), Value::Int(_)) => {}
            _ => return Ok(None),
        }
        let (Some(x), Some(y)) = (self.int(a), self.int(b)) else { return Ok(None) };
        let result = match op {
            BinOp::Add => x.add(&y),
            BinOp::Sub => x.sub(&y),
            BinOp::Mul => x.mul(&y),
            BinOp::FloorDiv => x.floordiv(&y)?,
            BinOp::Mod => x.modulo(&y)?,
            BinOp::Div => return Ok(Some(Value::Float(x.truediv(&y)?))),
            BinOp::Pow => {
                if y.is_negative() {
                    return Ok(Some(Value::Float(float::pow(x.to_f64()?, y.to_f64()?)?)));
                }
                x.pow(&y)?
            }
            BinOp::LShift => x.shl(&y)?,
            BinOp::RShift => x.shr(&y)?,
            BinOp::And => x.bit_and(&y),
            BinOp::Or => x.bit_or(&y),
            BinOp::Xor => x.bit_xor(&y),
            BinOp::MatMul => return Ok(None),
        };
        Ok(Some(self.number(result)))
    }

    pub(super) fn sets(&mut self, op: BinOp, at: Ref, b: Value, in_place: bool) -> Res<Option<Value>> {
        if !matches!(op, BinOp::Or | BinOp::And | BinOp::Sub | BinOp::Xor) {
            return Ok(None);
        }
        let is_set = |core: &Core, value: Value| {
            matches!(core.heap.type_of(value), types::SET | types::FROZENSET | types::DICT_KEYS | types::DICT_ITEMS)
        };
        let is_view = matches!(self.heap.get(at), Obj::View(..));
        if !is_set(self, b) && !is_view {
            return Ok(None);
        }
        let frozen = matches!(self.heap.get(at), Obj::Frozen(_));
        let name = match op {
            BinOp::Or => "union",
            BinOp::And => "intersection",
            BinOp::Sub => "difference",
            _ => "symmetric_difference",
        };
        let result = self.set_operation(name, Value::Obj(at), b, frozen)?;
        if in_place
            && !frozen
            && !is_view
            && let Value::Obj(result) = result
        {
            let set = self.heap.set(result).clone();
            *self.heap.get_mut(at) = Obj::Set(Box::new(set));
            return Ok(Some(Value::Obj(at)));
        }
        Ok(Some(result))
    }

    pub(crate) fn unary(&mut self, p: &Program, name: Sym, sign: &str, a: Value) -> Res<Done> {
        let of_program = self.method_of_program(p, self.heap.type_of(a), name);
        if let Some(method) = of_program {
            return Ok(Done::call(method, vec![a], After::Store));
        }
        let a = self.plain(a);
        let value = match (name, a) {
            (words::NEG, Value::Float(x)) => Value::Float(-x),
            (words::POS, Value::Float(x)) => Value::Float(x),
            (words::ABS, Value::Float(x)) => Value::Float(x.abs()),
            _ => match self.int(a) {
                Some(int) => match name {
                    words::NEG => self.number(int.neg()),
                    words::POS => self.number(int),
                    words::ABS => self.number(int.abs()),
                    _ => self.number(int.invert()),
                },
                None => {
                    let class = self.heap.type_name(a);
                    let words = if name == words::ABS {
                        format!("bad operand type for abs(): '{class}'")
                    } else {
                        format!("bad operand type for unary {sign}: '{class}'")
                    };
                    return Err(Raise::type_error(words));
                }
            },
        };
        Ok(Done::Value(value))
    }

    /// Whether a value is true; `None` where a method of the program is to be asked.
    #[inline]
    pub(crate) fn truth(&self, value: Value) -> Option<bool> {
        if self.shared_instance(value).is_some() {
            return None;
        }
        Some(match value {
            Value::Bool(b) => b,
            Value::None | Value::Undef => false,
            Value::Int(n) => n != 0,
            Value::Float(x) => x != 0.0,
            Value::Str(at) => self.heap.text_len(at) != 0,
            Value::Obj(at) => match self.heap.get(at) {
                Obj::List(items) => !items.is_empty(),
                Obj::Deque(deque) => deque.len() != 0,
                Obj::Tuple(items) => !items.is_empty(),
                Obj::Dict(dict) => dict.len() != 0,
                Obj::Set(set) | Obj::Frozen(set) => set.len() != 0,
                Obj::Bytes(bytes) => !bytes.is_empty(),
                Obj::ByteArray(bytes) => !bytes.is_empty(),
                Obj::Range(range) => range.len() != 0,
                Obj::View(of, _) => self.heap.dict(*of).len() != 0,
                Obj::Instance(..) | Obj::Derived(_) | Obj::Exception(_) => return None,
                _ => true,
            },
            _ => true,
        })
    }

    /// The same, with the method that is to be asked.
    pub(crate) fn truth_or_call(&mut self, p: &Program, value: Value) -> Result<bool, (Value, Value)> {
        if let Some(truth) = self.truth(value) {
            return Ok(truth);
        }
        let class = self.heap.type_of(value);
        for name in [words::BOOL, words::LEN] {
            if let Some(method) = self.method_of_program(p, class, name) {
                return Err((method, value));
            }
        }
        match self.plain(value) {
            plain if plain.is(value) => Ok(true),
            plain => Ok(self.truth(plain).unwrap_or(true)),
        }
    }
}

#[inline]
fn small(op: BinOp, a: i64, b: i64) -> Option<Value> {
    Some(Value::Int(match op {
        BinOp::Add => a.checked_add(b)?,
        BinOp::Sub => a.checked_sub(b)?,
        BinOp::Mul => a.checked_mul(b)?,
        BinOp::FloorDiv => crate::numbers::small_divmod(a, b)?.0,
        BinOp::Mod => crate::numbers::small_divmod(a, b)?.1,
        BinOp::And => a & b,
        BinOp::Or => a | b,
        BinOp::Xor => a ^ b,
        BinOp::RShift if (0..64).contains(&b) => a >> b,
        BinOp::LShift if (0..62).contains(&b) && a.unsigned_abs().leading_zeros() > u32::try_from(b).ok()? + 1 => {
            a << b
        }
        #[allow(clippy::cast_precision_loss, reason = "both are exact")]
        BinOp::Div if b != 0 && a.unsigned_abs() < 1 << 53 && b.unsigned_abs() < 1 << 53 => {
            return Some(Value::Float(a as f64 / b as f64));
        }
        BinOp::Pow if (0..64).contains(&b) => a.checked_pow(u32::try_from(b).ok()?)?,
        _ => return None,
    }))
}

fn floats(op: BinOp, a: f64, b: f64) -> Res<Option<Value>> {
    Ok(Some(Value::Float(match op {
        BinOp::Add => a + b,
        BinOp::Sub => a - b,
        BinOp::Mul => a * b,
        BinOp::Div => float::truediv(a, b)?,
        BinOp::FloorDiv => float::floordiv(a, b)?,
        BinOp::Mod => float::modulo(a, b)?,
        BinOp::Pow => float::pow(a, b)?,
        _ => return Ok(None),
    })))
}
