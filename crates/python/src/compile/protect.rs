//! What must be done whatever happens: `try`, `with`. A table says where an exception is caught, so an
//! unused `try` is free; each way out has a copy of its `finally`, as in CPython.

use super::unit::{Around, Bound, Unit};
use super::{Compiler, Res};
use crate::code::{I, Intrinsic, R};
use crate::tree::*;

impl Compiler<'_, '_> {
    #[allow(clippy::too_many_arguments, reason = "they are the parts of one statement")]
    pub(super) fn try_statement(
        &mut self,
        u: &mut Unit,
        body: &[Stmt],
        handlers: &[Handler],
        otherwise: &[Stmt],
        finally: &std::rc::Rc<Vec<Stmt>>,
        groups: bool,
        place: Span,
    ) -> Res<()> {
        if finally.is_empty() {
            return self.try_except(u, body, handlers, otherwise, groups, place);
        }
        let x = u.temp(place)?;
        let before = u.bound;
        u.around.push(Around::Finally { body: finally.clone() });
        u.protect();
        if handlers.is_empty() {
            self.block(u, body)?;
        } else {
            self.try_except(u, body, handlers, otherwise, groups, place)?;
        }
        let stretches = u.protected_until_here();
        u.around.pop();
        let after = u.bound;
        self.block(u, finally)?;
        let bound = u.bound;
        let cost = u.take_cost();
        let end = u.emit(I::Jump { cost, to: 0 }, place);
        u.catch(&stretches, x);
        u.bound = before;
        u.emit(I::PushHandled { a: x }, place);
        u.handled += 1;
        u.around.push(Around::Handling);
        self.block(u, finally)?;
        u.around.pop();
        u.handled -= 1;
        u.emit(I::Reraise { a: x }, place);
        u.patch(end);
        u.bound = if after == Bound::ALL { after } else { bound };
        Ok(())
    }

    fn try_except(
        &mut self,
        u: &mut Unit,
        body: &[Stmt],
        handlers: &[Handler],
        otherwise: &[Stmt],
        groups: bool,
        place: Span,
    ) -> Res<()> {
        let x = u.temp(place)?;
        let before = u.bound;
        u.protect();
        self.block(u, body)?;
        let stretches = u.protected_until_here();
        self.block(u, otherwise)?;
        let mut after = u.bound;
        let cost = u.take_cost();
        let mut ends = vec![u.emit(I::Jump { cost, to: 0 }, place)];
        u.catch(&stretches, x);
        u.bound = before;
        u.emit(I::PushHandled { a: x }, place);
        u.handled += 1;
        if groups {
            self.group_handlers(u, handlers, x, place, &mut ends)?;
            u.bound = before;
            u.patch_all(&ends);
            return Ok(());
        }
        u.around.push(Around::Handling);
        for handler in handlers {
            let top = u.top;
            let mut next = None;
            if let Some(class) = &handler.class {
                let b = self.expr(u, class, None)?;
                let cost = u.take_cost();
                next = Some(u.emit(I::Catch { a: x, b, cost, to: 0 }, class.span));
            }
            u.top = top;
            self.named_handler(u, handler, x)?;
            after = after.and(u.bound);
            u.bound = before;
            u.emit(I::PopHandled, handler.span);
            let cost = u.take_cost();
            ends.push(u.emit(I::Jump { cost, to: 0 }, handler.span));
            if let Some(next) = next {
                u.patch(next);
            }
            u.top = top;
        }
        u.around.pop();
        u.handled -= 1;
        u.emit(I::Reraise { a: x }, place);
        u.patch_all(&ends);
        u.bound = after;
        Ok(())
    }

    /// The body of a handler; the name of its exception is unbound behind it, however it is left.
    fn named_handler(&mut self, u: &mut Unit, handler: &Handler, x: R) -> Res<()> {
        let Some(name) = &handler.name else { return self.block(u, &handler.body) };
        let y = u.temp(handler.span)?;
        self.store_name(u, name, x, handler.span)?;
        u.around.push(Around::Named { name: name.clone(), place: handler.span });
        u.protect();
        self.block(u, &handler.body)?;
        let stretches = u.protected_until_here();
        u.around.pop();
        let bound = u.bound;
        self.delete_name(u, name, handler.span, false)?;
        let cost = u.take_cost();
        let end = u.emit(I::Jump { cost, to: 0 }, handler.span);
        u.catch(&stretches, y);
        self.delete_name(u, name, handler.span, false)?;
        u.emit(I::Reraise { a: y }, handler.span);
        u.patch(end);
        u.bound = bound;
        Ok(())
    }

    /// `except*`: each handler takes its part of a group; what is left, or raised on the way, is raised together.
    fn group_handlers(
        &mut self,
        u: &mut Unit,
        handlers: &[Handler],
        x: R,
        place: Span,
        ends: &mut Vec<usize>,
    ) -> Res<()> {
        u.around.push(Around::Handling);
        let raised = u.temp(place)?;
        u.emit(I::List { d: raised, first: raised, n: 0 }, place);
        // What is not yet caught.
        let rest = u.temp(place)?;
        u.emit(I::Move { d: rest, a: x }, place);
        for handler in handlers {
            let top = u.top;
            let y = u.temp(handler.span)?;
            let pair = u.temps(2, handler.span)?;
            u.emit(I::Move { d: pair, a: rest }, handler.span);
            let class = handler.class.as_ref().expect("`except*` names a class");
            self.into(u, class, pair + 1)?;
            u.emit(I::Intrinsic { what: Intrinsic::SplitGroup, d: pair, first: pair, n: 2 }, class.span);
            u.emit(I::Unpack { a: pair, first: pair, n: 2 }, class.span);
            u.emit(I::Move { d: rest, a: pair + 1 }, class.span);
            let cost = u.take_cost();
            let skip = u.emit(I::IfNone { a: pair, cost, to: 0 }, class.span);
            u.emit(I::PushHandled { a: pair }, handler.span);
            u.handled += 1;
            u.around.push(Around::Handling);
            u.protect();
            self.named_handler(u, handler, pair)?;
            let stretches = u.protected_until_here();
            u.around.pop();
            u.handled -= 1;
            u.emit(I::PopHandled, handler.span);
            let cost = u.take_cost();
            let next = u.emit(I::Jump { cost, to: 0 }, handler.span);
            u.catch(&stretches, y);
            u.emit(I::Append { a: raised, b: y }, handler.span);
            u.patch(skip);
            u.patch(next);
            u.top = top;
        }
        let args = u.temps(3, place)?;
        u.emit(I::Move { d: args, a: x }, place);
        u.emit(I::Move { d: args + 1, a: raised }, place);
        u.emit(I::Move { d: args + 2, a: rest }, place);
        u.emit(I::Intrinsic { what: Intrinsic::GatherGroup, d: args, first: args, n: 3 }, place);
        u.around.pop();
        u.handled -= 1;
        let cost = u.take_cost();
        let none = u.emit(I::IfNone { a: args, cost, to: 0 }, place);
        u.emit(I::Reraise { a: args }, place);
        u.patch(none);
        u.emit(I::PopHandled, place);
        let cost = u.take_cost();
        ends.push(u.emit(I::Jump { cost, to: 0 }, place));
        Ok(())
    }

    pub(super) fn with(
        &mut self,
        u: &mut Unit,
        items: &[(Expr, Option<Expr>)],
        body: &[Stmt],
        is_async: bool,
        place: Span,
    ) -> Res<()> {
        let Some(((manager, target), rest)) = items.split_first() else { return self.block(u, body) };
        let a = u.temp(place)?;
        let x = u.temp(place)?;
        self.into(u, manager, a)?;
        let d = u.temp(place)?;
        self.enter(u, is_async, (d, a), place)?;
        let before = u.bound;
        u.around.push(Around::With { manager: a, is_async, place: manager.span });
        u.protect();
        if let Some(target) = target {
            self.store(u, target, d)?;
        }
        self.with(u, rest, body, is_async, place)?;
        let stretches = u.protected_until_here();
        u.around.pop();
        let bound = u.bound;
        u.emit(I::None { d: x }, manager.span);
        self.exit(u, is_async, (d, a, x), manager.span)?;
        let cost = u.take_cost();
        let end = u.emit(I::Jump { cost, to: 0 }, place);
        u.catch(&stretches, x);
        u.emit(I::PushHandled { a: x }, manager.span);
        u.handled += 1;
        self.exit(u, is_async, (d, a, x), place)?;
        u.handled -= 1;
        let cost = u.take_cost();
        let swallowed = u.emit(I::If { a: d, cost, to: 0 }, manager.span);
        u.emit(I::Reraise { a: x }, manager.span);
        u.patch(swallowed);
        u.emit(I::PopHandled, manager.span);
        u.patch(end);
        // Where an exception is swallowed, nothing of the body is certain.
        u.bound = before.and(bound);
        Ok(())
    }
}
