//! Assigning to names, attributes, items and several at once; deleting them.

use super::unit::{Place, Unit};
use super::{Compiler, Res};
use crate::code::{I, R};
use crate::refusal::Refusal;
use crate::tree::*;

impl Compiler<'_, '_> {
    /// The register of a variable the value can be computed into at once.
    pub(super) fn register_of(&self, u: &Unit, target: &Expr) -> Option<R> {
        match &target.kind {
            ExprKind::Name(name) => match self.place_of(u, name) {
                Place::Register(r) => Some(r),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn store_name(&mut self, u: &mut Unit, name: &Name, r: R, place: Span) -> Res<()> {
        match self.place_of(u, name) {
            Place::Register(d) => {
                if d != r {
                    u.emit(I::Move { d, a: r }, place);
                }
                if !self.scopes.all[u.scope].deleted.contains(name) {
                    u.bound.set(d);
                }
            }
            Place::Cell(c) => {
                u.emit(I::StoreCell { c, a: r }, place);
            }
            Place::Global => {
                let g = self.global(name, place)?;
                if self.program().shared[usize::from(g)] {
                    u.emit(I::Store { a: r, g }, place);
                } else {
                    u.emit(I::SetGlobal { a: r, g }, place);
                }
            }
        }
        Ok(())
    }

    /// Puts what is in a register where the target says.
    pub(super) fn store(&mut self, u: &mut Unit, target: &Expr, r: R) -> Res<()> {
        let top = u.top;
        match &target.kind {
            ExprKind::Name(name) => self.store_name(u, name, r, target.span)?,
            ExprKind::Attribute(object, name) => {
                let a = self.expr(u, object, None)?;
                let name = self.attribute(u, name, target.span)?;
                u.emit(I::SetAttr { a, b: r, name }, target.span);
            }
            ExprKind::Subscript(object, index) => {
                let a = self.operand_of(u, object)?;
                let b = self.expr(u, index, None)?;
                u.emit(I::SetIndex { a, b, c: r }, target.span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => self.unpack(u, items, r, target.span)?,
            ExprKind::Starred(_) => {
                return Err(Refusal::syntax(target.span, "starred assignment target must be in a list or tuple"));
            }
            _ => return Err(Refusal::syntax(target.span, "cannot assign to expression")),
        }
        u.top = top;
        Ok(())
    }

    fn unpack(&mut self, u: &mut Unit, items: &[Expr], r: R, place: Span) -> Res<()> {
        // What must be iterated over is put in its place as a list: not into a variable.
        let r = if usize::from(r) < u.variables {
            let kept = u.temp(place)?;
            u.emit(I::Move { d: kept, a: r }, place);
            kept
        } else {
            r
        };
        let first = u.temps(items.len().max(1), place)?;
        let stars: Vec<usize> = items
            .iter()
            .enumerate()
            .filter(|(_, item)| matches!(item.kind, ExprKind::Starred(_)))
            .map(|(at, _)| at)
            .collect();
        match stars[..] {
            [] => {
                u.emit(I::Unpack { a: r, first, n: u8::try_from(items.len()).expect("few") }, place);
            }
            [star] => {
                let before = u8::try_from(star).expect("few");
                let after = u8::try_from(items.len() - star - 1).expect("few");
                u.emit(I::UnpackStar { a: r, first, before, after }, place);
            }
            _ => return Err(Refusal::syntax(place, "multiple starred expressions in assignment")),
        }
        for (at, item) in items.iter().enumerate() {
            let r = first + R::try_from(at).expect("few");
            match &item.kind {
                ExprKind::Starred(inner) => self.store(u, inner, r)?,
                _ => self.store(u, item, r)?,
            }
        }
        Ok(())
    }

    /// `targets = value`
    pub(super) fn assign(&mut self, u: &mut Unit, targets: &[Expr], value: &Expr) -> Res<()> {
        if let [target] = targets {
            if let (ExprKind::Tuple(to), ExprKind::Tuple(from)) = (&target.kind, &value.kind)
                && to.len() == from.len()
                && to.iter().chain(from).all(|item| !matches!(item.kind, ExprKind::Starred(_)))
            {
                let first = u.temps(from.len().max(1), value.span)?;
                for (at, item) in from.iter().enumerate() {
                    self.into(u, item, first + R::try_from(at).expect("few"))?;
                }
                for (at, item) in to.iter().enumerate() {
                    self.store(u, item, first + R::try_from(at).expect("few"))?;
                }
                return Ok(());
            }
            if let Some(d) = self.register_of(u, target) {
                let r = self.expr(u, value, Some(d))?;
                return self.store(u, target, r);
            }
        }
        let r = self.expr(u, value, None)?;
        targets.iter().try_for_each(|target| self.store(u, target, r))
    }

    /// `target op= value`
    pub(super) fn augmented(&mut self, u: &mut Unit, target: &Expr, op: BinOp, value: &Expr, place: Span) -> Res<()> {
        match &target.kind {
            ExprKind::Name(name) => {
                let a = self.name(u, name, target.span, None)?;
                let d = match self.register_of(u, target) {
                    Some(d) => d,
                    None => u.temp(place)?,
                };
                let a = if u.has_walrus && usize::from(a) < u.variables {
                    let kept = u.temp(place)?;
                    u.emit(I::Move { d: kept, a }, target.span);
                    kept
                } else {
                    a
                };
                self.in_place(u, op, d, a, value, place)?;
                self.store_name(u, name, d, target.span)
            }
            ExprKind::Attribute(object, name) => {
                let a = self.operand_of(u, object)?;
                let name = self.attribute(u, name, target.span)?;
                let d = u.temp(place)?;
                u.emit(I::Attr { d, a, name }, target.span);
                self.in_place(u, op, d, d, value, place)?;
                u.emit(I::SetAttr { a, b: d, name }, target.span);
                Ok(())
            }
            ExprKind::Subscript(object, index) => {
                let a = self.operand_of(u, object)?;
                let b = self.operand_of(u, index)?;
                let d = u.temp(place)?;
                u.emit(I::Index { d, a, b }, target.span);
                self.in_place(u, op, d, d, value, place)?;
                u.emit(I::SetIndex { a, b, c: d }, target.span);
                Ok(())
            }
            _ => Err(Refusal::syntax(target.span, "illegal expression for augmented assignment")),
        }
    }

    pub(super) fn delete(&mut self, u: &mut Unit, target: &Expr) -> Res<()> {
        let top = u.top;
        match &target.kind {
            ExprKind::Name(name) => self.delete_name(u, name, target.span, true)?,
            ExprKind::Attribute(object, name) => {
                let a = self.expr(u, object, None)?;
                let name = self.attribute(u, name, target.span)?;
                u.emit(I::DelAttr { a, name }, target.span);
            }
            ExprKind::Subscript(object, index) => {
                let a = self.operand_of(u, object)?;
                let b = self.expr(u, index, None)?;
                u.emit(I::DelIndex { a, b }, target.span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| self.delete(u, item))?;
            }
            _ => return Err(Refusal::syntax(target.span, "cannot delete expression")),
        }
        u.top = top;
        Ok(())
    }

    /// Unbinds a name, which must be bound if this was asked for.
    pub(super) fn delete_name(&mut self, u: &mut Unit, name: &Name, place: Span, checked: bool) -> Res<()> {
        match self.place_of(u, name) {
            Place::Register(a) => {
                if checked {
                    if u.is_module {
                        let d = u.temp(place)?;
                        let g = self.global(name, place)?;
                        u.emit(I::ClassName { d, a, g }, place);
                    } else {
                        u.emit(I::Check { a }, place);
                    }
                }
                u.emit(I::Clear { a }, place);
                u.bound.clear(a);
            }
            Place::Cell(c) => {
                if checked {
                    let d = u.temp(place)?;
                    u.emit(I::LoadCell { d, c }, place);
                }
                u.emit(I::DelCell { c }, place);
            }
            Place::Global => {
                let g = self.global(name, place)?;
                if !checked {
                    let d = u.temp(place)?;
                    u.emit(I::None { d }, place);
                    u.emit(I::SetGlobal { a: d, g }, place);
                }
                u.emit(I::DelGlobal { g }, place);
            }
        }
        Ok(())
    }
}
