//! Statements that neither jump nor protect: the rest are in `control.rs` and `protect.rs`.

use super::unit::{Around, Bound, Unit};
use super::{Compiler, Res};
use crate::code::{I, Intrinsic, R};
use crate::refusal::{Reason, Refusal};
use crate::tree::*;
use crate::value::Value;

/// Whether a body has annotated names of its own.
pub(super) fn has_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match &stmt.kind {
        StmtKind::Annotated { .. } => true,
        StmtKind::If(arms, otherwise) => {
            arms.iter().any(|(_, body)| has_annotations(body)) || has_annotations(otherwise)
        }
        _ => false,
    })
}

/// Where CPython says an assertion failed: at the last comparison it looked at, or else all of it.
fn asserted(test: &Expr) -> Option<Span> {
    match &test.kind {
        ExprKind::Compare(..) => Some(test.span),
        ExprKind::Unary(UnaryOp::Not, inner) => asserted(inner),
        ExprKind::Logic(_, items) => items.iter().rev().find_map(asserted),
        _ => None,
    }
}

impl Compiler<'_, '_> {
    pub(super) fn block(&mut self, u: &mut Unit, body: &[Stmt]) -> Res<()> {
        for stmt in body {
            let top = u.top;
            self.stmt(u, stmt)?;
            u.top = top;
        }
        Ok(())
    }

    fn stmt(&mut self, u: &mut Unit, stmt: &Stmt) -> Res<()> {
        let place = stmt.span;
        match &stmt.kind {
            StmtKind::Expr(e) => {
                if self.folded(e).is_none() {
                    let value = self.expr(u, e, None)?;
                    if matches!(e.kind, ExprKind::Call(_)) && self.scopes.has_coroutines && !self.hidden {
                        let d = u.temp(place)?;
                        u.emit(I::Intrinsic { what: Intrinsic::Dropped, d, first: value, n: 1 }, place);
                    }
                }
            }
            StmtKind::Assign(targets, value) => self.assign(u, targets, value)?,
            StmtKind::AugAssign(target, op, value) => self.augmented(u, target, *op, value, place)?,
            StmtKind::Annotated { target, value, annotation, simple } => {
                if let Some(value) = value {
                    self.assign(u, std::slice::from_ref(target), value)?;
                }
                if let ExprKind::Name(name) = &target.kind
                    && *simple
                    && (u.is_module || u.is_class)
                {
                    let name = super::expr::mangle(u.class.as_ref(), name);
                    let a = self.name(u, &Name::from("__annotations__"), place, None)?;
                    let k = u.temp(place)?;
                    let key = self.text(&name);
                    u.load_constant(k, key, place)?;
                    let v = self.expr(u, annotation, None)?;
                    u.emit(I::Put { a, k, v }, place);
                }
            }
            StmtKind::Return(value) => {
                let a = match value {
                    Some(value) => {
                        let a = self.expr(u, value, None)?;
                        // What is left on the way may change a variable.
                        if usize::from(a) < u.variables && !u.around.is_empty() {
                            let kept = u.temp(value.span)?;
                            u.emit(I::Move { d: kept, a }, place);
                            kept
                        } else {
                            a
                        }
                    }
                    None => {
                        let a = u.temp(place)?;
                        u.load_constant(a, Value::None, place)?;
                        a
                    }
                };
                self.leave(u, 0, place)?;
                let cost = u.take_cost();
                u.emit(I::Return { a, cost }, place);
                u.bound = Bound::ALL;
            }
            StmtKind::Delete(targets) => targets.iter().try_for_each(|target| self.delete(u, target))?,
            StmtKind::If(arms, otherwise) => self.branches(u, arms, otherwise)?,
            StmtKind::While(test, body, otherwise) => self.while_loop(u, test, body, otherwise, place)?,
            StmtKind::For { target, iterable, body, otherwise, is_async } => {
                if *is_async {
                    self.async_for(u, target, iterable, body, otherwise, place)?;
                } else {
                    self.for_loop(u, target, iterable, body, otherwise, place)?;
                }
            }
            StmtKind::With { items, body, is_async } => {
                self.with(u, items, body, *is_async, place)?;
            }
            StmtKind::Try { body, handlers, otherwise, finally, groups } => {
                self.try_statement(u, body, handlers, otherwise, finally, *groups, place)?;
            }
            StmtKind::Match(subject, cases) => self.match_statement(u, subject, cases)?,
            StmtKind::Raise(None, _) => {
                u.emit(I::RaiseCurrent, place);
                u.bound = Bound::ALL;
            }
            StmtKind::Raise(Some(what), cause) => {
                let a = self.operand_of(u, what)?;
                match cause {
                    Some(cause) => {
                        let b = self.expr(u, cause, None)?;
                        u.emit(I::RaiseFrom { a, b }, place);
                    }
                    None => {
                        u.emit(I::Raise { a }, place);
                    }
                }
                u.bound = Bound::ALL;
            }
            StmtKind::Assert(test, message) => {
                self.warn_of_assertion(test, place);
                let holds = self.jump_if(u, test)?;
                let a = u.temp(place)?;
                if let Some(message) = message {
                    self.into(u, message, a)?;
                }
                u.emit(I::Assert { a, has_message: message.is_some() }, asserted(test).unwrap_or(place));
                u.patch_all(&holds);
            }
            StmtKind::Import(names) => {
                for alias in names {
                    let d = u.temp(place)?;
                    self.import(u, &alias.name, d, place)?;
                    match &alias.known_as {
                        Some(name) => self.store_name(u, name, d, place)?,
                        None => {
                            let first = alias.name.split('.').next().unwrap_or(&alias.name);
                            if first != &*alias.name {
                                self.import(u, first, d, place)?;
                            }
                            self.store_name(u, &Name::from(first), d, place)?;
                        }
                    }
                }
            }
            StmtKind::ImportFrom { module, names } => {
                if &**module == "__future__" {
                    return Ok(());
                }
                let a = u.temp(place)?;
                let number = self.import(u, module, a, place)?;
                for alias in names {
                    let sym = self.sym(&alias.name);
                    let module_of_it = format!("{module}.{}", alias.name);
                    let d = u.temp(place)?;
                    let known = self.program().modules[usize::from(number)].names.contains_key(&sym);
                    if !known && crate::library::source(&module_of_it).is_some() {
                        self.import(u, &module_of_it, d, place)?;
                    } else if !known {
                        let reason = Reason::ModuleName(module.to_string(), alias.name.to_string());
                        return Err(Refusal::new(place, reason));
                    } else {
                        let name = self.operand(&alias.name, place)?;
                        u.emit(I::ImportName { d, a, name }, place);
                    }
                    self.store_name(u, alias.known_as.as_ref().unwrap_or(&alias.name), d, place)?;
                }
            }
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass => {}
            StmtKind::Function(function) => self.def(u, function, place)?,
            StmtKind::Class(class) => self.class(u, class, place)?,
            StmtKind::Break => self.leave_loop(u, true, place)?,
            StmtKind::Continue => self.leave_loop(u, false, place)?,
        }
        Ok(())
    }

    fn import(&mut self, u: &mut Unit, name: &str, d: R, place: Span) -> Res<u16> {
        let module = self.imports.find(name, place)?;
        u.emit(I::Import { d, module }, place);
        Ok(module)
    }

    fn def(&mut self, u: &mut Unit, function: &Function, place: Span) -> Res<()> {
        let r = u.temp(place)?;
        let decorators: Vec<R> = function
            .decorators
            .iter()
            .map(|decorator| {
                let d = u.temps(2, decorator.span)?;
                self.into(u, decorator, d)?;
                Ok(d)
            })
            .collect::<Res<_>>()?;
        self.function(u, function, place, r)?;
        self.decorate(u, &decorators, &function.decorators, r)?;
        self.store_name(u, &function.name, r, place)
    }

    /// What must be done to leave everything around, down to a depth: a copy of each `finally`, the ends of
    /// `with`, and the handled exceptions are dropped. Nothing of it is protected by what is left.
    pub(super) fn leave(&mut self, u: &mut Unit, depth: usize, place: Span) -> Res<()> {
        let mut left: Vec<Around> = Vec::new();
        let bound = u.bound;
        let handled = u.handled;
        while u.around.len() > depth {
            let mut around = u.around.pop().expect("there are more");
            let here = u32::try_from(u.here()).expect("code is short");
            let name = match &mut around {
                Around::Protected { stretches, since } => {
                    stretches.push((*since, here));
                    None
                }
                Around::Handling => {
                    u.emit(I::PopHandled, place);
                    u.handled -= 1;
                    None
                }
                Around::Finally { body } => Some((Some(body.clone()), None)),
                Around::Named { name, place } => Some((None, Some((name.clone(), *place)))),
                Around::With { manager, is_async, place } => {
                    let (manager, is_async, place) = (*manager, *is_async, *place);
                    let top = u.top;
                    let d = u.temps(2, place)?;
                    u.emit(I::None { d: d + 1 }, place);
                    self.exit(u, is_async, (d, manager, d + 1), place)?;
                    u.top = top;
                    None
                }
                Around::Loop { .. } => None,
            };
            match name {
                Some((Some(body), _)) => self.block(u, &body)?,
                Some((_, Some((name, place)))) => self.delete_name(u, &name, place, false)?,
                _ => {}
            }
            left.push(around);
        }
        let here = u32::try_from(u.here()).expect("code is short");
        for mut around in left.into_iter().rev() {
            if let Around::Protected { since, .. } = &mut around {
                // The jump that leaves comes next; it raises nothing.
                *since = here + 1;
            }
            u.around.push(around);
        }
        u.handled = handled;
        u.bound = bound;
        Ok(())
    }
}
