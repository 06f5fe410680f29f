//! What waits: `await`, and the loops, `with` statements and yields of what is `async`.
//!
//! Waiting is handing on, as `yield from` does: what the other yields goes to whoever drives the coroutine.

use super::unit::{Around, Unit};
use super::{Compiler, Res};
use crate::code::{I, Intrinsic, R, Sort};
use crate::error::Kind;
use crate::machine::{Waiting, types};
use crate::tree::*;
use crate::value::Value;

/// Where a loop that waits for its items begins, and the stretch in which it may hear that there are no more.
pub(super) struct Head {
    at: usize,
    stretches: Vec<(u32, u32)>,
}

impl Compiler<'_, '_> {
    /// Waits for what lies in `d`; what comes of it lies there then. The register behind it is used, too.
    pub(super) fn wait(&mut self, u: &mut Unit, d: R, why: Waiting, place: Span) -> Res<()> {
        let a = d + 1;
        let n = if why == Waiting::Await {
            1
        } else {
            u.emit(I::Small { d: a, n: why as i16 }, place);
            2
        };
        u.emit(I::Intrinsic { what: Intrinsic::Awaitable, d: a, first: d, n }, place);
        u.emit(I::None { d }, place);
        let cost = u.take_cost();
        u.emit(I::YieldFrom { d, a, cost }, place);
        Ok(())
    }

    /// Yields `a`; what is sent lies in `d` then.
    pub(super) fn yielded(&mut self, u: &mut Unit, d: R, mut a: R, place: Span) {
        if u.code.sort == Sort::AsyncGenerator {
            u.emit(I::Intrinsic { what: Intrinsic::Yielded, d, first: a, n: 1 }, place);
            a = d;
        }
        let cost = u.take_cost();
        u.emit(I::Yield { d, a, cost }, place);
    }

    /// Waits for the next item of the iterator in `a`; it lies in `a + 1` then. `a + 2` is used, too.
    pub(super) fn next_waited(&mut self, u: &mut Unit, a: R, place: Span) -> Res<Head> {
        let at = u.here();
        u.protect();
        u.emit(I::Intrinsic { what: Intrinsic::AsyncNext, d: a + 1, first: a, n: 1 }, place);
        self.wait(u, a + 1, Waiting::Next, place)?;
        Ok(Head { at, stretches: u.protected_until_here() })
    }

    /// Goes on with such a loop; behind this it is through.
    pub(super) fn again_waited(&mut self, u: &mut Unit, head: Head, place: Span) -> Res<()> {
        let cost = u.take_cost();
        let back = u.emit(I::Loop { cost, to: 0 }, place);
        u.patch_to(back, head.at);
        let top = u.top;
        let x = u.temps(2, place)?;
        u.catch(&head.stretches, x);
        u.emit(I::PushHandled { a: x }, place);
        u.handled += 1;
        u.load_constant(x + 1, Value::Class(types::of_kind(Kind::StopAsyncIteration)), place)?;
        let cost = u.take_cost();
        let other = u.emit(I::Catch { a: x, b: x + 1, cost, to: 0 }, place);
        u.emit(I::PopHandled, place);
        u.handled -= 1;
        let cost = u.take_cost();
        let end = u.emit(I::Jump { cost, to: 0 }, place);
        u.patch(other);
        u.emit(I::Reraise { a: x }, place);
        u.patch(end);
        u.top = top;
        Ok(())
    }

    /// `async for`
    pub(super) fn async_for(
        &mut self,
        u: &mut Unit,
        target: &Expr,
        iterable: &Expr,
        body: &[Stmt],
        otherwise: &[Stmt],
        place: Span,
    ) -> Res<()> {
        let a = u.temps(3, place)?;
        self.into(u, iterable, a)?;
        u.emit(I::Intrinsic { what: Intrinsic::AsyncIter, d: a, first: a, n: 1 }, iterable.span);
        let bound = u.bound;
        let head = self.next_waited(u, a, iterable.span)?;
        self.store(u, target, a + 1)?;
        u.around.push(Around::Loop { breaks: Vec::new(), continues: Vec::new() });
        self.block(u, body)?;
        let Some(Around::Loop { breaks, continues }) = u.around.pop() else {
            unreachable!("the loop lies on top");
        };
        u.patch_all(&continues);
        self.again_waited(u, head, iterable.span)?;
        u.bound = bound;
        self.block(u, otherwise)?;
        u.bound = bound;
        u.patch_all(&breaks);
        Ok(())
    }

    /// Enters the context manager in `a`; what it gives lies in `d` then.
    pub(super) fn enter(&mut self, u: &mut Unit, is_async: bool, (d, a): (R, R), place: Span) -> Res<()> {
        if !is_async {
            u.emit(I::Enter { d, a }, place);
            return Ok(());
        }
        let top = u.top;
        let w = u.temps(2, place)?;
        u.emit(I::Intrinsic { what: Intrinsic::AsyncEnter, d: w, first: a, n: 1 }, place);
        self.wait(u, w, Waiting::Enter, place)?;
        u.emit(I::Move { d, a: w }, place);
        u.top = top;
        Ok(())
    }

    /// Leaves the one in `a`, with what is raised or None in `x`; whether that is dealt with lies in `d` then.
    pub(super) fn exit(&mut self, u: &mut Unit, is_async: bool, (d, a, x): (R, R, R), place: Span) -> Res<()> {
        if !is_async {
            u.emit(I::Exit { d, a, x }, place);
            return Ok(());
        }
        let top = u.top;
        let w = u.temps(2, place)?;
        u.emit(I::Move { d: w, a }, place);
        u.emit(I::Move { d: w + 1, a: x }, place);
        u.emit(I::Intrinsic { what: Intrinsic::AsyncExit, d: w, first: w, n: 2 }, place);
        self.wait(u, w, Waiting::Exit, place)?;
        u.emit(I::Move { d, a: w }, place);
        u.top = top;
        Ok(())
    }
}
