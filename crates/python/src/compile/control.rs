//! Branches and loops.

use super::unit::{Around, Bound, Unit};
use super::{Compiler, Res};
use crate::code::I;
use crate::refusal::Refusal;
use crate::tree::*;

impl Compiler<'_, '_> {
    pub(super) fn branches(&mut self, u: &mut Unit, arms: &[(Expr, Vec<Stmt>)], otherwise: &[Stmt]) -> Res<()> {
        let mut ends = Vec::new();
        let mut after = Bound::ALL;
        for (at, (test, body)) in arms.iter().enumerate() {
            let next = self.jump_unless(u, test)?;
            let bound = u.bound;
            self.block(u, body)?;
            after = after.and(u.bound);
            u.bound = bound;
            if at + 1 < arms.len() || !otherwise.is_empty() {
                let cost = u.take_cost();
                ends.push(u.emit(I::Jump { cost, to: 0 }, test.span));
            }
            u.patch_all(&next);
        }
        self.block(u, otherwise)?;
        u.bound = after.and(u.bound);
        u.patch_all(&ends);
        Ok(())
    }

    pub(super) fn while_loop(
        &mut self,
        u: &mut Unit,
        test: &Expr,
        body: &[Stmt],
        otherwise: &[Stmt],
        place: Span,
    ) -> Res<()> {
        // The test stands at the bottom, too: one jump a turn.
        let mut exits = self.jump_unless(u, test)?;
        let bound = u.bound;
        let head = u.here();
        u.around.push(Around::Loop { breaks: Vec::new(), continues: Vec::new() });
        self.block(u, body)?;
        let Some(Around::Loop { breaks, continues }) = u.around.pop() else {
            unreachable!("the loop lies on top");
        };
        u.patch_all(&continues);
        u.bound = bound;
        exits.extend(self.jump_unless(u, test)?);
        // A turn costs something even where nothing is done in it: nobody could stop it otherwise.
        let cost = u.take_cost().max(1);
        let back = u.emit(I::Loop { cost, to: 0 }, test.span);
        u.patch_to(back, head);
        u.patch_all(&exits);
        let _ = place;
        self.block(u, otherwise)?;
        u.bound = bound;
        u.patch_all(&breaks);
        Ok(())
    }

    pub(super) fn for_loop(
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
        u.emit(I::Iter { a }, place);
        let bound = u.bound;
        let d = match self.register_of(u, target) {
            Some(d) => d,
            None => u.temp(place)?,
        };
        let cost = u.take_cost();
        let head = u.emit(I::Next { a, d, cost, to: 0 }, place);
        self.store(u, target, d)?;
        u.around.push(Around::Loop { breaks: Vec::new(), continues: Vec::new() });
        self.block(u, body)?;
        let Some(Around::Loop { breaks, continues }) = u.around.pop() else {
            unreachable!("the loop lies on top");
        };
        u.patch_all(&continues);
        let cost = u.take_cost().max(1);
        let back = u.emit(I::Loop { cost, to: 0 }, iterable.span);
        u.patch_to(back, head);
        u.patch(head);
        u.bound = bound;
        self.block(u, otherwise)?;
        u.bound = bound;
        u.patch_all(&breaks);
        Ok(())
    }

    pub(super) fn leave_loop(&mut self, u: &mut Unit, breaks_out: bool, place: Span) -> Res<()> {
        let Some(at) = u.around.iter().rposition(|around| matches!(around, Around::Loop { .. })) else {
            let words = if breaks_out { "'break' outside loop" } else { "'continue' not properly in loop" };
            return Err(Refusal::syntax(place, words));
        };
        self.leave(u, at + 1, place)?;
        let cost = u.take_cost();
        let jump = u.emit(I::Jump { cost, to: 0 }, place);
        if let Some(Around::Loop { breaks, continues }) = u.around.get_mut(at) {
            if breaks_out { breaks.push(jump) } else { continues.push(jump) }
        }
        u.bound = Bound::ALL;
        Ok(())
    }
}
