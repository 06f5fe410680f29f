//! `match`: each pattern is a row of tests that jump away where they fail; names are bound as they are met.

use super::unit::{Bound, Unit};
use super::{Compiler, Res};
use crate::code::{I, Intrinsic, R};
use crate::refusal::Refusal;
use crate::tree::*;

impl Compiler<'_, '_> {
    pub(super) fn match_statement(&mut self, u: &mut Unit, subject: &Expr, cases: &[Case]) -> Res<()> {
        let s = u.temp(subject.span)?;
        self.into(u, subject, s)?;
        let mut ends = Vec::new();
        let mut after = Bound::ALL;
        let mut last_is_sure = false;
        for case in cases {
            let (top, before) = (u.top, u.bound);
            let mut fails = Vec::new();
            let mut captured = Vec::new();
            self.pattern(u, &case.pattern, s, &mut fails, &mut captured)?;
            // Names are bound once all of the pattern matches, as in CPython.
            for (name, r) in captured {
                self.store_name(u, &name, r, case.pattern.span)?;
            }
            if let Some(guard) = &case.guard {
                fails.extend(self.jump_unless(u, guard)?);
            }
            self.block(u, &case.body)?;
            after = after.and(u.bound);
            u.bound = before;
            let cost = u.take_cost();
            ends.push(u.emit(I::Jump { cost, to: 0 }, case.pattern.span));
            last_is_sure = fails.is_empty();
            u.patch_all(&fails);
            u.top = top;
        }
        u.bound = if last_is_sure { after } else { after.and(u.bound) };
        u.patch_all(&ends);
        Ok(())
    }

    /// Tests what is in `s`; jumps that are taken where it does not match, and what is to be bound.
    fn pattern(
        &mut self,
        u: &mut Unit,
        pattern: &Pattern,
        s: R,
        fails: &mut Vec<usize>,
        captured: &mut Vec<(Name, R)>,
    ) -> Res<()> {
        let place = pattern.span;
        match &pattern.kind {
            PatternKind::Value(value) => {
                let b = self.expr(u, value, None)?;
                let cost = u.take_cost();
                fails.push(u.emit(I::EqRR { a: s, b, cost, to: 0 }, place));
            }
            PatternKind::Singleton(value) => {
                let b = self.expr(u, value, None)?;
                let d = u.temp(place)?;
                u.emit(I::Cmp { op: CmpOp::Is, d, a: s, b }, place);
                self.fail_unless(u, d, place, fails);
            }
            PatternKind::As(inner, name) => {
                if let Some(inner) = inner {
                    self.pattern(u, inner, s, fails, captured)?;
                }
                if let Some(name) = name {
                    self.capture(name, s, place, captured)?;
                }
            }
            PatternKind::Star(_) => return Err(Refusal::syntax(place, "invalid syntax")),
            PatternKind::Sequence(patterns) => self.sequence(u, patterns, s, place, fails, captured)?,
            PatternKind::Mapping { keys, patterns, rest } => {
                let d = u.temp(place)?;
                u.emit(I::Intrinsic { what: Intrinsic::IsMapping, d, first: s, n: 1 }, place);
                self.fail_unless(u, d, place, fails);
                let args = u.temps(2, place)?;
                u.emit(I::Move { d: args, a: s }, place);
                let items = u.temps(keys.len().max(1), place)?;
                for (at, key) in keys.iter().enumerate() {
                    self.into(u, key, items + R::try_from(at).expect("few"))?;
                }
                let n = u8::try_from(keys.len()).expect("few");
                u.emit(I::Tuple { d: args + 1, first: items, n }, place);
                let values = u.temps(keys.len().max(1), place)?;
                u.emit(I::Intrinsic { what: Intrinsic::MatchKeys, d: values, first: args, n: 2 }, place);
                let cost = u.take_cost();
                fails.push(u.emit(I::IfNone { a: values, cost, to: 0 }, place));
                u.emit(I::Unpack { a: values, first: values, n }, place);
                if let Some(rest) = rest {
                    let d = u.temp(place)?;
                    u.emit(I::Intrinsic { what: Intrinsic::WithoutKeys, d, first: args, n: 2 }, place);
                    self.capture(rest, d, place, captured)?;
                }
                for (at, pattern) in patterns.iter().enumerate() {
                    self.pattern(u, pattern, values + R::try_from(at).expect("few"), fails, captured)?;
                }
            }
            PatternKind::Class { class, positional, keywords } => {
                let args = u.temps(4, place)?;
                u.emit(I::Move { d: args, a: s }, place);
                self.into(u, class, args + 1)?;
                u.emit(I::Small { d: args + 2, n: i16::try_from(positional.len()).expect("few") }, place);
                let names = keywords.iter().map(|(name, _)| self.text(name)).collect();
                let names = self.tuple(names);
                u.load_constant(args + 3, names, place)?;
                let count = positional.len() + keywords.len();
                let values = u.temps(count.max(1), place)?;
                u.emit(I::Intrinsic { what: Intrinsic::MatchClass, d: values, first: args, n: 4 }, place);
                let cost = u.take_cost();
                fails.push(u.emit(I::IfNone { a: values, cost, to: 0 }, place));
                u.emit(I::Unpack { a: values, first: values, n: u8::try_from(count).expect("few") }, place);
                let patterns = positional.iter().chain(keywords.iter().map(|(_, pattern)| pattern));
                for (at, pattern) in patterns.enumerate() {
                    self.pattern(u, pattern, values + R::try_from(at).expect("few"), fails, captured)?;
                }
            }
            PatternKind::Or(patterns) => {
                // Every alternative binds the same names, into the same registers.
                let mut ends = Vec::new();
                let mut places: Vec<(Name, R)> = Vec::new();
                for (at, pattern) in patterns.iter().enumerate() {
                    let (mut misses, mut bound) = (Vec::new(), Vec::new());
                    self.pattern(u, pattern, s, &mut misses, &mut bound)?;
                    for (name, r) in bound {
                        let known = places.iter().find(|(known, _)| *known == name).map(|(_, d)| *d);
                        let d = match known {
                            Some(d) => d,
                            None if at == 0 => {
                                let d = u.temp(place)?;
                                places.push((name, d));
                                d
                            }
                            None => {
                                let words = "alternative patterns bind different names";
                                return Err(Refusal::syntax(place, words));
                            }
                        };
                        u.emit(I::Move { d, a: r }, place);
                    }
                    if at + 1 < patterns.len() {
                        let cost = u.take_cost();
                        ends.push(u.emit(I::Jump { cost, to: 0 }, place));
                        u.patch_all(&misses);
                    } else {
                        fails.extend(misses);
                    }
                }
                u.patch_all(&ends);
                for (name, d) in places {
                    self.capture(&name, d, place, captured)?;
                }
            }
        }
        Ok(())
    }

    fn capture(&mut self, name: &Name, r: R, place: Span, captured: &mut Vec<(Name, R)>) -> Res<()> {
        if captured.iter().any(|(known, _)| known == name) {
            return Err(Refusal::syntax(place, format!("multiple assignments to name '{name}' in pattern")));
        }
        captured.push((name.clone(), r));
        Ok(())
    }

    fn fail_unless(&mut self, u: &mut Unit, a: R, place: Span, fails: &mut Vec<usize>) {
        let cost = u.take_cost();
        fails.push(u.emit(I::Unless { a, cost, to: 0 }, place));
    }

    fn sequence(
        &mut self,
        u: &mut Unit,
        patterns: &[Pattern],
        s: R,
        place: Span,
        fails: &mut Vec<usize>,
        captured: &mut Vec<(Name, R)>,
    ) -> Res<()> {
        let d = u.temp(place)?;
        u.emit(I::Intrinsic { what: Intrinsic::IsSequence, d, first: s, n: 1 }, place);
        self.fail_unless(u, d, place, fails);
        let star = patterns.iter().position(|pattern| matches!(pattern.kind, PatternKind::Star(_)));
        u.emit(I::Intrinsic { what: Intrinsic::Length, d, first: s, n: 1 }, place);
        let wanted = i16::try_from(patterns.len() - usize::from(star.is_some())).expect("few");
        let cost = u.take_cost();
        fails.push(u.emit(
            match star {
                Some(_) => I::GeRI { a: d, cost, n: wanted, to: 0 },
                None => I::EqRI { a: d, cost, n: wanted, to: 0 },
            },
            place,
        ));
        let items = u.temps(patterns.len().max(1), place)?;
        match star {
            None => {
                u.emit(I::Unpack { a: s, first: items, n: u8::try_from(patterns.len()).expect("few") }, place);
            }
            Some(star) => {
                let before = u8::try_from(star).expect("few");
                let after = u8::try_from(patterns.len() - star - 1).expect("few");
                u.emit(I::UnpackStar { a: s, first: items, before, after }, place);
            }
        }
        for (at, pattern) in patterns.iter().enumerate() {
            let r = items + R::try_from(at).expect("few");
            match &pattern.kind {
                PatternKind::Star(Some(name)) => self.capture(name, r, place, captured)?,
                PatternKind::Star(None) => {}
                _ => self.pattern(u, pattern, r, fails, captured)?,
            }
        }
        Ok(())
    }
}
