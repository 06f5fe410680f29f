//! Comparing: values by ourselves, objects by their methods.

use super::operate::{Operator, What};
use super::shared::{Then, Wish};
use super::{After, Core, Done, Raise, Res};
use crate::code::{Program, Sym};
use crate::heap::Obj;
use crate::library::words;
use crate::share::Sort;
use crate::tree::CmpOp;
use crate::value::Value;
use std::cmp::Ordering;

pub(crate) fn method(op: CmpOp) -> (Sym, Sym) {
    match op {
        CmpOp::Lt => (words::LT, words::GT),
        CmpOp::Le => (words::LE, words::GE),
        CmpOp::Gt => (words::GT, words::LT),
        CmpOp::Ge => (words::GE, words::LE),
        CmpOp::Ne => (words::NE, words::NE),
        _ => (words::EQ, words::EQ),
    }
}

fn sign(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Lt => "<",
        CmpOp::Le => "<=",
        CmpOp::Gt => ">",
        CmpOp::Ge => ">=",
        CmpOp::Eq => "==",
        _ => "!=",
    }
}

pub(crate) fn holds(op: CmpOp, ordering: Ordering) -> bool {
    match op {
        CmpOp::Lt => ordering.is_lt(),
        CmpOp::Le => ordering.is_le(),
        CmpOp::Gt => ordering.is_gt(),
        CmpOp::Ge => ordering.is_ge(),
        CmpOp::Eq => ordering.is_eq(),
        _ => ordering.is_ne(),
    }
}

impl Core {
    pub(crate) fn compare(&mut self, p: &Program, op: CmpOp, a: Value, b: Value) -> Res<Done> {
        match op {
            CmpOp::Is => return Ok(Value::Bool(a.is(b)).into()),
            CmpOp::IsNot => return Ok(Value::Bool(!a.is(b)).into()),
            CmpOp::In => return self.contains(p, b, a),
            CmpOp::NotIn => {
                return Ok(match self.contains(p, b, a)? {
                    Done::Value(value) => Value::Bool(!self.truth(value).unwrap_or(true)).into(),
                    Done::Call(mut call) => {
                        call.after = After::Truth { negate: true };
                        Done::Call(call)
                    }
                    Done::Shared(wanted, _) => Done::Shared(wanted, After::Truth { negate: true }),
                    other => other,
                });
            }
            _ => {}
        }
        if self.is_of_program(a) || self.is_of_program(b) {
            let next = self.comparers(p, op, a, b);
            if let Some(((method, this, other), rest)) = next.split_first() {
                let operator = Operator { next: rest.to_vec(), what: What::Compare(op), a, b, then: After::Store };
                return Ok(Done::call(*method, vec![*this, *other], After::Operator(Box::new(operator))));
            }
        }
        self.built_in_compare(p, op, a, b)
    }

    fn comparers(&mut self, p: &Program, op: CmpOp, a: Value, b: Value) -> Vec<(Value, Value, Value)> {
        let (usual, reflected) = method(op);
        let (class_a, class_b) = (self.heap.type_of(a), self.heap.type_of(b));
        let first = self.method_of_program(p, class_a, usual).map(|method| (method, a, b));
        let second = self.method_of_program(p, class_b, reflected).map(|method| (method, b, a));
        let mut next: Vec<_> = if class_a != class_b && self.derives(class_b, class_a) {
            second.into_iter().chain(first).collect()
        } else {
            first.into_iter().chain(second).collect()
        };
        // `!=` is the opposite of `==` where only that is said.
        if next.is_empty() && op == CmpOp::Ne {
            let first = self.method_of_program(p, class_a, words::EQ).map(|method| (method, a, b));
            let second = self.method_of_program(p, class_b, words::EQ).map(|method| (method, b, a));
            next.extend(first.into_iter().chain(second));
        }
        next
    }

    /// What no method said anything to.
    pub(crate) fn built_in_compare(&mut self, p: &Program, op: CmpOp, a: Value, b: Value) -> Res<Done> {
        let (x, y) = (self.plain(a), self.plain(b));
        if matches!(op, CmpOp::Eq | CmpOp::Ne) {
            if self.is_instance_of_program(x) || self.is_instance_of_program(y) {
                return Ok(Value::Bool(a.is(b) == (op == CmpOp::Eq)).into());
            }
            return match self.heap.equal(x, y) {
                Ok(same) => Ok(Value::Bool(same == (op == CmpOp::Eq)).into()),
                Err(raise) if matches!(*raise, Raise::InPython) => {
                    let name = if op == CmpOp::Eq { "op_eq" } else { "op_ne" };
                    self.in_python(p, name, vec![x, y])
                }
                Err(raise) => Err(raise),
            };
        }
        if let Some(ordering) = self.order_sets(op, x, y)? {
            return Ok(Value::Bool(ordering).into());
        }
        match self.order(x, y) {
            Ok(Some(ordering)) => Ok(Value::Bool(ordering.is_some_and(|ordering| holds(op, ordering))).into()),
            Ok(None) => {
                let (left, right) = (self.heap.type_name(a), self.heap.type_name(b));
                let sign = sign(op);
                Err(Raise::type_error(format!("'{sign}' not supported between instances of '{left}' and '{right}'")))
            }
            Err(raise) if matches!(*raise, Raise::InPython) => {
                let name = match op {
                    CmpOp::Lt => "op_lt",
                    CmpOp::Le => "op_le",
                    CmpOp::Gt => "op_gt",
                    _ => "op_ge",
                };
                self.in_python(p, name, vec![x, y])
            }
            Err(raise) => Err(raise),
        }
    }

    fn is_instance_of_program(&self, value: Value) -> bool {
        match value {
            Value::Obj(at) => match self.heap.peek(at) {
                Obj::Instance(..) | Obj::Exception(_) => true,
                Obj::Shared(shared) => shared.of.sort == Sort::Instance,
                _ => false,
            },
            _ => false,
        }
    }

    /// Python of our own that does what our functions cannot.
    pub(crate) fn in_python(&mut self, p: &Program, name: &str, args: Vec<Value>) -> Res<Done> {
        let function = self.prelude(p, name);
        Ok(Done::call(function, args, After::Store))
    }

    pub(crate) fn prelude(&self, p: &Program, name: &str) -> Value {
        self.in_prelude(p, name).unwrap_or_else(|| unreachable!("the prelude has no `{name}`"))
    }

    pub(crate) fn in_prelude(&self, p: &Program, name: &str) -> Option<Value> {
        let slot = p.symbols.find(&format!("p_{name}")).and_then(|sym| p.prelude.get(&sym))?;
        Some(self.globals[usize::from(*slot)])
    }

    fn order_sets(&self, op: CmpOp, a: Value, b: Value) -> Res<Option<bool>> {
        let (Value::Obj(a), Value::Obj(b)) = (a, b) else { return Ok(None) };
        let (Obj::Set(x) | Obj::Frozen(x), Obj::Set(y) | Obj::Frozen(y)) = (self.heap.get(a), self.heap.get(b)) else {
            return Ok(None);
        };
        let within = |inner: &crate::heap::set::Set, outer: crate::value::Ref| -> Res<bool> {
            for slot in inner.iter() {
                if self.heap.set_find(outer, slot.key)?.is_none() {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        Ok(Some(match op {
            CmpOp::Le => x.len() <= y.len() && within(x, b)?,
            CmpOp::Lt => x.len() < y.len() && within(x, b)?,
            CmpOp::Ge => y.len() <= x.len() && within(y, a)?,
            _ => y.len() < x.len() && within(y, a)?,
        }))
    }

    /// How two values stand to each other: `None` if they do not, and `Some(None)` beside a NaN.
    pub(crate) fn order(&self, a: Value, b: Value) -> Res<Option<Option<Ordering>>> {
        Ok(match (a, b) {
            (Value::Int(a), Value::Int(b)) => Some(Some(a.cmp(&b))),
            (Value::Float(a), Value::Float(b)) => Some(a.partial_cmp(&b)),
            (Value::Str(a), Value::Str(b)) => Some(Some(self.heap.text_of(a).text.cmp(&self.heap.text_of(b).text))),
            (Value::Float(x), other) => self.int(other).map(|int| int.compare_f64(x).map(Ordering::reverse)),
            (other, Value::Float(x)) => self.int(other).map(|int| int.compare_f64(x)),
            (Value::Obj(x), Value::Obj(y)) => match (self.heap.get(x), self.heap.get(y)) {
                (Obj::List(x), Obj::List(y)) => return self.order_all(x, y),
                (Obj::Deque(x), Obj::Deque(y)) => return self.order_all(&x.list(), &y.list()),
                (Obj::Tuple(x), Obj::Tuple(y)) => return self.order_all(x, y),
                (Obj::Bytes(x), Obj::Bytes(y)) => Some(Some(x.cmp(y))),
                (Obj::ByteArray(x), Obj::ByteArray(y)) => Some(Some(x.cmp(y))),
                (Obj::Instance(..) | Obj::Derived(_), _) | (_, Obj::Instance(..) | Obj::Derived(_)) => {
                    return Err(Raise::in_python());
                }
                _ => match (self.int(a), self.int(b)) {
                    (Some(a), Some(b)) => Some(Some(a.cmp(&b))),
                    _ => None,
                },
            },
            (Value::Obj(at), _) | (_, Value::Obj(at))
                if matches!(self.heap.get(at), Obj::Instance(..) | Obj::Derived(_)) =>
            {
                return Err(Raise::in_python());
            }
            _ => match (self.int(a), self.int(b)) {
                (Some(a), Some(b)) => Some(Some(a.cmp(&b))),
                _ => None,
            },
        })
    }

    fn order_all(&self, a: &[Value], b: &[Value]) -> Res<Option<Option<Ordering>>> {
        for (a, b) in a.iter().zip(b) {
            if a.is(*b) || self.heap.equal(*a, *b)? {
                continue;
            }
            return match self.order(*a, *b)? {
                Some(ordering) => Ok(Some(ordering)),
                // The error must name the items, so it is found once more.
                None => Err(Raise::in_python()),
            };
        }
        Ok(Some(Some(a.len().cmp(&b.len()))))
    }

    /// `item in container`
    pub(crate) fn contains(&mut self, p: &Program, container: Value, item: Value) -> Res<Done> {
        let class = self.heap.type_of(container);
        if class.heap().is_some() {
            if let Some(method) = self.method_of_program(p, class, words::CONTAINS) {
                return Ok(Done::call(method, vec![container, item], After::Truth { negate: false }));
            }
            let of_program = [words::ITER, words::GETITEM].map(|name| self.method_of_program(p, class, name));
            if of_program.iter().any(Option::is_some) {
                return self.in_python(p, "op_contains", vec![container, item]);
            }
        }
        let plain = self.plain(container);
        if let Some((this, _)) = self.shared_container(plain) {
            return Ok(Done::shared(this, Wish::Contains(item), Then::Value, After::Store));
        }
        match self.built_in_contains(plain, item) {
            Ok(Some(found)) => Ok(Value::Bool(found).into()),
            Ok(None) => {
                let name = self.heap.type_name(container);
                Err(Raise::type_error(format!("argument of type '{name}' is not iterable")))
            }
            Err(raise) if matches!(*raise, Raise::InPython) => self.in_python(p, "op_contains", vec![plain, item]),
            Err(raise) => Err(raise),
        }
    }

    fn built_in_contains(&mut self, container: Value, item: Value) -> Res<Option<bool>> {
        let within = |core: &Core, items: &[Value]| -> Res<Option<bool>> {
            for known in items {
                if known.is(item) || core.heap.equal(*known, item)? {
                    return Ok(Some(true));
                }
            }
            Ok(Some(false))
        };
        match container {
            Value::Str(at) => match self.heap.str(item) {
                Some(part) => Ok(Some(self.heap.text_of(at).text.contains(part))),
                None => {
                    let name = self.heap.type_name(item);
                    Err(Raise::type_error(format!("'in <string>' requires string as left operand, not {name}")))
                }
            },
            Value::Obj(at) => match self.heap.get(at) {
                Obj::List(items) => within(self, items),
                Obj::Deque(deque) => within(self, &deque.list()),
                Obj::Tuple(items) => within(self, items),
                Obj::Dict(_) => Ok(Some(self.heap.dict_find(at, item)?.is_some())),
                Obj::View(of, crate::heap::View::Keys) => Ok(Some(self.heap.dict_find(*of, item)?.is_some())),
                Obj::View(of, crate::heap::View::Values) => {
                    let values: Vec<Value> = self.heap.dict(*of).iter().map(|entry| entry.value).collect();
                    within(self, &values)
                }
                Obj::View(of, crate::heap::View::Items) => {
                    let Value::Obj(pair) = item else { return Ok(Some(false)) };
                    let Obj::Tuple(pair) = self.heap.get(pair) else { return Ok(Some(false)) };
                    let [key, value] = pair[..] else { return Ok(Some(false)) };
                    match self.heap.dict_get(*of, key)? {
                        Some(known) => Ok(Some(known.is(value) || self.heap.equal(known, value)?)),
                        None => Ok(Some(false)),
                    }
                }
                Obj::Set(_) | Obj::Frozen(_) => Ok(Some(self.heap.set_find(at, item)?.is_some())),
                Obj::Range(range) => Ok(Some(match item {
                    Value::Int(n) => range.position(n).is_some(),
                    Value::Bool(b) => range.position(i64::from(b)).is_some(),
                    #[allow(clippy::cast_possible_truncation, reason = "it is whole")]
                    Value::Float(x) if x == x.trunc() => range.position(x as i64).is_some(),
                    _ => false,
                })),
                Obj::Bytes(bytes) => self.bytes_contain(bytes, item),
                Obj::ByteArray(bytes) => self.bytes_contain(bytes, item),
                Obj::Iter(_) | Obj::Generator(_) => Err(Raise::in_python()),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn bytes_contain(&self, bytes: &[u8], item: Value) -> Res<Option<bool>> {
        if let Some(byte) = self.int(item) {
            let byte = byte.to_i64().and_then(|byte| u8::try_from(byte).ok());
            let byte = byte.ok_or_else(|| Raise::value_error("byte must be in range(0, 256)"))?;
            return Ok(Some(bytes.contains(&byte)));
        }
        match self.bytes(item) {
            Some(part) => Ok(Some(part.is_empty() || bytes.windows(part.len()).any(|window| window == part))),
            None => {
                let name = self.heap.type_name(item);
                Err(Raise::type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// The bytes of what has some.
    pub(crate) fn bytes(&self, value: Value) -> Option<&[u8]> {
        match value {
            Value::Obj(at) => match self.heap.get(at) {
                Obj::Bytes(bytes) => Some(bytes),
                Obj::ByteArray(bytes) => Some(bytes),
                Obj::Derived(derived) => self.bytes(derived.value),
                _ => None,
            },
            _ => None,
        }
    }
}
