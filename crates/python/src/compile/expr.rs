//! Expressions: each leaves its value in a register.

use super::display::Shape;
use super::unit::{Place, Unit};
use super::{Compiler, Res};
use crate::builtins;
use crate::code::{I, R};
use crate::machine::Waiting;
use crate::names::Whose;
use crate::refusal::{Reason, Refusal};
use crate::tree::*;
use crate::value::Value;

impl Compiler<'_, '_> {
    /// Where the value is: in `want`, or, where none is asked for, wherever it is already.
    pub(super) fn expr(&mut self, u: &mut Unit, e: &Expr, want: Option<R>) -> Res<R> {
        if let Some(value) = self.folded(e) {
            let d = self.wanted(u, want, e.span)?;
            u.load_constant(d, value, e.span)?;
            return Ok(d);
        }
        match &e.kind {
            ExprKind::Name(name) => self.name(u, name, e.span, want),
            ExprKind::Bin(op, left, right) => {
                let d = self.wanted(u, want, e.span)?;
                let top = u.top;
                let a = self.operand_of(u, left)?;
                self.binary(u, *op, d, a, right, e.span)?;
                u.top = top;
                Ok(d)
            }
            ExprKind::Unary(op, operand) => {
                let d = self.wanted(u, want, e.span)?;
                let top = u.top;
                let a = self.expr(u, operand, None)?;
                let instruction = match op {
                    UnaryOp::Neg => I::Neg { d, a },
                    UnaryOp::Pos => I::Pos { d, a },
                    UnaryOp::Invert => I::Invert { d, a },
                    UnaryOp::Not => I::Not { d, a },
                };
                u.emit(instruction, e.span);
                u.top = top;
                Ok(d)
            }
            ExprKind::Compare(first, rest) => {
                let mut left: &Expr = first;
                for (op, right) in rest {
                    self.warn_of_comparison(left, *op, right, e.span);
                    left = right;
                }
                self.compare(u, first, rest, e.span, want)
            }
            ExprKind::Logic(all, items) => {
                // In a place of its own: a variable that is assigned to may be read on the way.
                let d = u.temp(e.span)?;
                let mut ends = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    self.into(u, item, d)?;
                    if at + 1 < items.len() {
                        let cost = u.take_cost();
                        ends.push(u.emit(
                            if *all { I::Unless { a: d, cost, to: 0 } } else { I::If { a: d, cost, to: 0 } },
                            item.span,
                        ));
                    }
                }
                u.patch_all(&ends);
                self.moved(u, d, want, e.span)
            }
            ExprKind::Choice(test, yes, no) => {
                let d = u.temp(e.span)?;
                let otherwise = self.jump_unless(u, test)?;
                self.into(u, yes, d)?;
                let cost = u.take_cost();
                let end = u.emit(I::Jump { cost, to: 0 }, e.span);
                u.patch_all(&otherwise);
                self.into(u, no, d)?;
                u.patch(end);
                self.moved(u, d, want, e.span)
            }
            ExprKind::Call(call) => self.call(u, call, e.span, want),
            ExprKind::Attribute(object, name) => {
                let d = self.wanted(u, want, e.span)?;
                let top = u.top;
                let a = self.expr(u, object, None)?;
                let name = self.attribute(u, name, e.span)?;
                u.emit(I::Attr { d, a, name }, e.span);
                u.top = top;
                Ok(d)
            }
            ExprKind::Subscript(object, index) => {
                self.warn_of_subscript(object, index, e.span);
                let d = self.wanted(u, want, e.span)?;
                let top = u.top;
                let a = self.operand_of(u, object)?;
                let b = self.expr(u, index, None)?;
                u.emit(I::Index { d, a, b }, e.span);
                u.top = top;
                Ok(d)
            }
            ExprKind::Slice(a, b, c) => {
                let d = self.wanted(u, want, e.span)?;
                let first = u.temps(3, e.span)?;
                for (at, part) in [a, b, c].into_iter().enumerate() {
                    let register = first + R::try_from(at).expect("three");
                    match part {
                        Some(part) => self.into(u, part, register)?,
                        None => {
                            u.emit(I::None { d: register }, e.span);
                        }
                    }
                }
                u.emit(I::Slice { d, first }, e.span);
                u.top = usize::from(first);
                Ok(d)
            }
            ExprKind::List(items) => self.display(u, items, e.span, want, Shape::List),
            ExprKind::Tuple(items) => self.display(u, items, e.span, want, Shape::Tuple),
            ExprKind::Set(items) => self.display(u, items, e.span, want, Shape::Set),
            ExprKind::Dict(items) => self.dict(u, items, e.span, want),
            ExprKind::Format(pieces) => self.format(u, pieces, e.span, want),
            ExprKind::Named(target, value) => {
                let r = self.expr(u, value, want)?;
                let bound = u.bound;
                self.store(u, target, r)?;
                u.bound = bound;
                Ok(r)
            }
            ExprKind::Lambda(function) => {
                let d = self.wanted(u, want, e.span)?;
                self.function(u, function, e.span, d)?;
                Ok(d)
            }
            ExprKind::Comprehension(inner) => self.comprehension(u, inner, e.span, want),
            ExprKind::Yield(value) => {
                let d = self.wanted(u, want, e.span)?;
                let top = u.top;
                let a = match value {
                    Some(value) => self.expr(u, value, None)?,
                    None => {
                        let a = u.temp(e.span)?;
                        u.emit(I::None { d: a }, e.span);
                        a
                    }
                };
                self.yielded(u, d, a, e.span);
                u.top = top;
                Ok(d)
            }
            ExprKind::YieldFrom(value) => {
                let d = u.temp(e.span)?;
                let a = u.temp(e.span)?;
                self.into(u, value, a)?;
                let what = crate::code::Intrinsic::Delegate;
                u.emit(I::Intrinsic { what, d: a, first: a, n: 1 }, e.span);
                u.emit(I::None { d }, e.span);
                let cost = u.take_cost();
                u.emit(I::YieldFrom { d, a, cost }, e.span);
                u.top = usize::from(a);
                self.moved(u, d, want, e.span)
            }
            ExprKind::Await(value) => {
                let d = u.temps(2, e.span)?;
                self.into(u, value, d)?;
                self.wait(u, d, Waiting::Await, e.span)?;
                u.top = usize::from(d) + 1;
                self.moved(u, d, want, e.span)
            }
            ExprKind::Starred(_) => Err(Refusal::syntax(e.span, "can't use starred expression here")),
            ExprKind::None
            | ExprKind::Ellipsis
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Big(_)
            | ExprKind::Float(_)
            | ExprKind::Str(_)
            | ExprKind::Bytes(_) => unreachable!("constants are folded"),
        }
    }

    /// The value, in this register.
    pub(super) fn into(&mut self, u: &mut Unit, e: &Expr, d: R) -> Res<()> {
        let top = u.top;
        let r = self.expr(u, e, Some(d))?;
        if r != d {
            u.emit(I::Move { d, a: r }, e.span);
        }
        u.top = top;
        Ok(())
    }

    pub(super) fn wanted(&mut self, u: &mut Unit, want: Option<R>, place: Span) -> Res<R> {
        match want {
            Some(d) => Ok(d),
            None => u.temp(place),
        }
    }

    pub(super) fn moved(&mut self, u: &mut Unit, from: R, want: Option<R>, place: Span) -> Res<R> {
        match want {
            Some(d) if d != from => {
                u.emit(I::Move { d, a: from }, place);
                Ok(d)
            }
            _ => Ok(from),
        }
    }

    /// An operand that must keep its value while others are computed.
    pub(super) fn operand_of(&mut self, u: &mut Unit, e: &Expr) -> Res<R> {
        let r = self.expr(u, e, None)?;
        if u.has_walrus && usize::from(r) < u.variables {
            let kept = u.temp(e.span)?;
            u.emit(I::Move { d: kept, a: r }, e.span);
            return Ok(kept);
        }
        Ok(r)
    }

    /// The value of what is constant.
    pub(super) fn folded(&mut self, e: &Expr) -> Option<Value> {
        Some(match &e.kind {
            ExprKind::None => Value::None,
            ExprKind::Ellipsis => Value::Ellipsis,
            ExprKind::Bool(b) => Value::Bool(*b),
            ExprKind::Int(n) => Value::Int(*n),
            ExprKind::Float(x) => Value::Float(*x),
            ExprKind::Big(big) => self.constant(crate::code::ConstKey::Big(big.clone().into())),
            ExprKind::Str(text) => self.text(text),
            ExprKind::Bytes(bytes) => self.constant(crate::code::ConstKey::Bytes(bytes.as_slice().into())),
            ExprKind::Unary(UnaryOp::Neg, inner) => match inner.kind {
                ExprKind::Int(n) => Value::Int(n.checked_neg()?),
                ExprKind::Float(x) => Value::Float(-x),
                _ => return None,
            },
            ExprKind::Bin(op, a, b) => {
                let (ExprKind::Int(a), ExprKind::Int(b)) = (&a.kind, &b.kind) else { return None };
                Value::Int(match op {
                    BinOp::Add => a.checked_add(*b)?,
                    BinOp::Sub => a.checked_sub(*b)?,
                    BinOp::Mul => a.checked_mul(*b)?,
                    BinOp::Pow => a.checked_pow(u32::try_from(*b).ok()?)?,
                    _ => return None,
                })
            }
            ExprKind::Tuple(items) => {
                if items.is_empty() {
                    return Some(self.tuple(Vec::new()));
                }
                let constant = |item: &Expr| {
                    matches!(
                        item.kind,
                        ExprKind::None
                            | ExprKind::Ellipsis
                            | ExprKind::Bool(_)
                            | ExprKind::Int(_)
                            | ExprKind::Float(_)
                            | ExprKind::Str(_)
                            | ExprKind::Unary(UnaryOp::Neg, _)
                            | ExprKind::Tuple(_)
                    )
                };
                if !items.iter().all(constant) {
                    return None;
                }
                let values = items.iter().map(|item| self.folded(item)).collect::<Option<Vec<_>>>()?;
                self.tuple(values)
            }
            _ => return None,
        })
    }

    pub(super) fn place_of(&self, u: &Unit, name: &Name) -> Place {
        if let Some(place) = u.places.get(name) {
            return *place;
        }
        Place::Global
    }

    pub(super) fn whose(&self, u: &Unit, name: &Name) -> Option<Whose> {
        self.scopes.all[u.scope].whose.get(name).copied()
    }

    pub(super) fn name(&mut self, u: &mut Unit, name: &Name, place: Span, want: Option<R>) -> Res<R> {
        match self.place_of(u, name) {
            Place::Register(a) => {
                if !u.bound.has(a) {
                    if u.is_module || u.is_class {
                        let d = self.wanted(u, want, place)?;
                        let g = self.global(name, place)?;
                        u.emit(I::ClassName { d, a, g }, place);
                        return Ok(d);
                    }
                    u.emit(I::Check { a }, place);
                }
                match want {
                    Some(d) if d != a => {
                        u.emit(I::Move { d, a }, place);
                        Ok(d)
                    }
                    _ => Ok(a),
                }
            }
            Place::Cell(c) => {
                let d = self.wanted(u, want, place)?;
                u.emit(I::LoadCell { d, c }, place);
                Ok(d)
            }
            Place::Global => {
                let d = self.wanted(u, want, place)?;
                if !self.binds(name) && !matches!(&**name, "__name__" | "__doc__" | "__file__" | "__annotations__") {
                    if let Some(value) = self.built_in(name) {
                        u.load_constant(d, value, place)?;
                        return Ok(d);
                    }
                    if builtins::is_missing(name) {
                        return Err(Refusal::new(place, Reason::Builtin(name.to_string())));
                    }
                }
                let g = self.global(name, place)?;
                if self.program().shared[usize::from(g)] {
                    u.emit(I::Load { d, g }, place);
                } else {
                    u.emit(I::Global { d, g }, place);
                }
                Ok(d)
            }
        }
    }

    /// The number of an attribute's name; private names carry their class.
    pub(super) fn attribute(&mut self, u: &Unit, name: &Name, place: Span) -> Res<u16> {
        let mangled = mangle(u.class.as_ref(), name);
        self.operand(&mangled, place)
    }

    fn small(e: &Expr) -> Option<i16> {
        match &e.kind {
            ExprKind::Int(n) => i16::try_from(*n).ok(),
            _ => None,
        }
    }

    fn binary(&mut self, u: &mut Unit, op: BinOp, d: R, a: R, right: &Expr, place: Span) -> Res<()> {
        if let Some(n) = Self::small(right) {
            let instruction = match op {
                BinOp::Add => Some(I::AddRI { d, a, n }),
                BinOp::Sub => Some(I::SubRI { d, a, n }),
                BinOp::Mod => Some(I::ModRI { d, a, n }),
                _ => None,
            };
            if let Some(instruction) = instruction {
                u.emit(instruction, place);
                return Ok(());
            }
        }
        let b = self.expr(u, right, None)?;
        u.emit(
            match op {
                BinOp::Add => I::AddRR { d, a, b },
                BinOp::Sub => I::SubRR { d, a, b },
                BinOp::Mul => I::MulRR { d, a, b },
                BinOp::Mod => I::ModRR { d, a, b },
                op => I::Bin { op, d, a, b },
            },
            place,
        );
        Ok(())
    }

    /// `a op= right`, into `d`.
    pub(super) fn in_place(&mut self, u: &mut Unit, op: BinOp, d: R, a: R, right: &Expr, place: Span) -> Res<()> {
        if let Some(n) = Self::small(right) {
            let instruction = match op {
                BinOp::Add => Some(I::IAddRI { d, a, n }),
                BinOp::Sub => Some(I::ISubRI { d, a, n }),
                _ => None,
            };
            if let Some(instruction) = instruction {
                u.emit(instruction, place);
                return Ok(());
            }
        }
        let b = self.expr(u, right, None)?;
        u.emit(
            match op {
                BinOp::Add => I::IAddRR { d, a, b },
                BinOp::Sub => I::ISubRR { d, a, b },
                op => I::InPlace { op, d, a, b },
            },
            place,
        );
        Ok(())
    }

    fn compare(&mut self, u: &mut Unit, first: &Expr, rest: &[(CmpOp, Expr)], place: Span, want: Option<R>) -> Res<R> {
        let d = if rest.len() == 1 { self.wanted(u, want, place)? } else { u.temp(place)? };
        let top = u.top;
        let mut a = self.operand_of(u, first)?;
        let mut ends = Vec::new();
        for (at, (op, operand)) in rest.iter().enumerate() {
            let b = self.operand_of(u, operand)?;
            u.emit(I::Cmp { op: *op, d, a, b }, place);
            if at + 1 < rest.len() {
                let cost = u.take_cost();
                ends.push(u.emit(I::Unless { a: d, cost, to: 0 }, place));
            }
            a = b;
        }
        u.patch_all(&ends);
        u.top = top;
        self.moved(u, d, want, place)
    }

    /// Jumps that are taken where it does not hold.
    pub(super) fn jump_unless(&mut self, u: &mut Unit, e: &Expr) -> Res<Vec<usize>> {
        let top = u.top;
        let jumps = match &e.kind {
            ExprKind::Bool(true) => Vec::new(),
            ExprKind::Unary(UnaryOp::Not, inner) => self.jump_if(u, inner)?,
            ExprKind::Logic(true, items) => {
                let mut jumps = Vec::new();
                for item in items {
                    jumps.extend(self.jump_unless(u, item)?);
                }
                jumps
            }
            ExprKind::Logic(false, items) => {
                let (last, firsts) = items.split_last().expect("there are two at least");
                let mut holds = Vec::new();
                for item in firsts {
                    holds.extend(self.jump_if(u, item)?);
                }
                let jumps = self.jump_unless(u, last)?;
                u.patch_all(&holds);
                jumps
            }
            ExprKind::Compare(first, rest) if rest.len() == 1 => self.fused(u, first, &rest[0], e.span)?,
            _ => {
                let a = self.expr(u, e, None)?;
                let cost = u.take_cost();
                vec![u.emit(I::Unless { a, cost, to: 0 }, e.span)]
            }
        };
        u.top = top;
        Ok(jumps)
    }

    /// Jumps that are taken where it holds.
    pub(super) fn jump_if(&mut self, u: &mut Unit, e: &Expr) -> Res<Vec<usize>> {
        let top = u.top;
        let jumps = match &e.kind {
            ExprKind::Unary(UnaryOp::Not, inner) => self.jump_unless(u, inner)?,
            ExprKind::Logic(false, items) => {
                let mut jumps = Vec::new();
                for item in items {
                    jumps.extend(self.jump_if(u, item)?);
                }
                jumps
            }
            ExprKind::Logic(true, _) | ExprKind::Compare(..) => {
                let fails = self.jump_unless(u, e)?;
                let cost = u.take_cost();
                let jump = u.emit(I::Jump { cost, to: 0 }, e.span);
                u.patch_all(&fails);
                vec![jump]
            }
            _ => {
                let a = self.expr(u, e, None)?;
                let cost = u.take_cost();
                vec![u.emit(I::If { a, cost, to: 0 }, e.span)]
            }
        };
        u.top = top;
        Ok(jumps)
    }

    /// One comparison and the jump that it decides.
    fn fused(&mut self, u: &mut Unit, first: &Expr, (op, second): &(CmpOp, Expr), place: Span) -> Res<Vec<usize>> {
        let to = 0;
        self.warn_of_comparison(first, *op, second, place);
        if matches!(second.kind, ExprKind::None) && matches!(op, CmpOp::Is | CmpOp::IsNot) {
            let a = self.expr(u, first, None)?;
            let cost = u.take_cost();
            let jump = if *op == CmpOp::Is { I::UnlessNone { a, cost, to } } else { I::IfNone { a, cost, to } };
            return Ok(vec![u.emit(jump, place)]);
        }
        let a = self.operand_of(u, first)?;
        if !matches!(op, CmpOp::Lt | CmpOp::Le | CmpOp::Gt | CmpOp::Ge | CmpOp::Eq | CmpOp::Ne) {
            let b = self.expr(u, second, None)?;
            let d = u.temp(place)?;
            u.emit(I::Cmp { op: *op, d, a, b }, place);
            let cost = u.take_cost();
            return Ok(vec![u.emit(I::Unless { a: d, cost, to }, place)]);
        }
        if let Some(n) = Self::small(second) {
            let cost = u.take_cost();
            let jump = match op {
                CmpOp::Lt => I::LtRI { a, cost, n, to },
                CmpOp::Le => I::LeRI { a, cost, n, to },
                CmpOp::Gt => I::GtRI { a, cost, n, to },
                CmpOp::Ge => I::GeRI { a, cost, n, to },
                CmpOp::Eq => I::EqRI { a, cost, n, to },
                _ => I::NeRI { a, cost, n, to },
            };
            return Ok(vec![u.emit(jump, place)]);
        }
        let b = self.expr(u, second, None)?;
        let cost = u.take_cost();
        let jump = match op {
            CmpOp::Lt => I::LtRR { a, b, cost, to },
            CmpOp::Le => I::LeRR { a, b, cost, to },
            CmpOp::Gt => I::GtRR { a, b, cost, to },
            CmpOp::Ge => I::GeRR { a, b, cost, to },
            CmpOp::Eq => I::EqRR { a, b, cost, to },
            _ => I::NeRR { a, b, cost, to },
        };
        Ok(vec![u.emit(jump, place)])
    }
}

/// The name of an attribute as a method of this class writes it.
pub(super) fn mangle(class: Option<&Name>, name: &Name) -> Name {
    match class {
        Some(class) if name.starts_with("__") && !name.ends_with("__") => {
            let class = class.trim_start_matches('_');
            if class.is_empty() { name.clone() } else { Name::from(format!("_{class}{name}").as_str()) }
        }
        _ => name.clone(),
    }
}
