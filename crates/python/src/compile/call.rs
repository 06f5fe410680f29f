//! Calls: arguments in registers behind the function, or in a list and a dict where there are stars.

use super::unit::{Place, Unit};
use super::{Compiler, Res};
use crate::code::{I, R};
use crate::names::Whose;
use crate::refusal::Refusal;
use crate::tree::*;

/// With more arguments than this they travel in a list.
const ARGUMENTS: usize = 60;

impl Compiler<'_, '_> {
    pub(super) fn call(&mut self, u: &mut Unit, call: &Call, place: Span, want: Option<R>) -> Res<R> {
        self.warn_of_call(&call.callee);
        let d = self.wanted(u, want, place)?;
        let starred = call.args.iter().any(|arg| matches!(arg.kind, ExprKind::Starred(_)))
            || call.keywords.iter().any(|(name, _)| name.is_none())
            || call.args.len() + call.keywords.len() > ARGUMENTS;
        for (at, (name, value)) in call.keywords.iter().enumerate() {
            if let Some(name) = name
                && call.keywords[..at].iter().any(|(earlier, _)| earlier.as_ref() == Some(name))
            {
                let start = value.span.start.saturating_sub(u32::try_from(name.len()).unwrap_or(0) + 1);
                let place = Span { start, end: value.span.end };
                return Err(Refusal::syntax(place, format!("keyword argument repeated: {name}")));
            }
        }
        if starred {
            self.call_star(u, call, place, d)?;
            return Ok(d);
        }
        let count = call.args.len() + call.keywords.len();
        if let ExprKind::Name(name) = &call.callee.kind
            && &**name == "super"
            && count == 0
            && !self.binds(name)
            && self.super_call(u, place, d, call.callee.span)?
        {
            return Ok(d);
        }
        let first = u.temps(count + 1, place)?;
        let method = match &call.callee.kind {
            ExprKind::Attribute(object, name) => {
                self.into(u, object, first)?;
                Some(self.attribute(u, name, call.callee.span)?)
            }
            _ => {
                self.into(u, &call.callee, first)?;
                None
            }
        };
        let values = call.args.iter().chain(call.keywords.iter().map(|(_, value)| value));
        for (at, value) in values.enumerate() {
            self.into(u, value, first + 1 + R::try_from(at).expect("few"))?;
        }
        let n = u8::try_from(count).expect("few");
        let place = match &call.callee.kind {
            // A method on a line of its own is where the call is.
            ExprKind::Attribute(object, name) if self.line(object.span) != self.line_of_end(call.callee.span) => {
                let length = u32::try_from(name.len()).unwrap_or(0);
                Span { start: call.callee.span.end - length, end: place.end }
            }
            _ => place,
        };
        let instruction = u32::try_from(u.here() + usize::from(!call.keywords.is_empty())).expect("code is short");
        if method.is_some() {
            u.code.methods.insert(instruction, call.callee.span);
        }
        if call.keywords.is_empty() {
            let cost = u.take_cost();
            match method {
                Some(name) => u.emit(I::CallMethod { d, first, n, cost, name }, place),
                None => u.emit(I::Call { d, first, n, cost }, place),
            };
        } else {
            let names = call.keywords.iter().map(|(name, _)| name.clone().expect("all have one"));
            let names: Vec<Name> = names.collect();
            let names = names.iter().map(|name| self.text(name)).collect();
            let names = self.tuple(names);
            let names = u.constant(names, place)?;
            match method {
                Some(name) => {
                    u.emit(I::CallMethodNames { d, first, n, name }, place);
                    u.emit(I::Names { names }, place);
                }
                None => {
                    u.emit(I::CallNames { d, first, n, names }, place);
                }
            }
        }
        u.top = usize::from(first);
        Ok(d)
    }

    fn line_of_end(&self, place: Span) -> u32 {
        self.line(Span { start: place.end.saturating_sub(1), end: place.end })
    }

    /// `super()` knows the class it stands in and the first argument.
    fn super_call(&mut self, u: &mut Unit, place: Span, d: R, callee: Span) -> Res<bool> {
        let class = Name::from("__class__");
        if self.whose(u, &class) != Some(Whose::Free) {
            return Ok(false);
        }
        let (Some(Place::Cell(class)), Some(own)) =
            (u.places.get(&class).copied(), self.scopes.all[u.scope].parameters.first().cloned())
        else {
            return Ok(false);
        };
        let first = u.temps(3, place)?;
        let function = self.built_in("super").expect("there is a `super`");
        u.load_constant(first, function, callee)?;
        u.emit(I::LoadCell { d: first + 1, c: class }, place);
        match self.place_of(u, &own) {
            Place::Register(a) => u.emit(I::Move { d: first + 2, a }, place),
            Place::Cell(c) => u.emit(I::LoadCell { d: first + 2, c }, place),
            Place::Global => return Ok(false),
        };
        let cost = u.take_cost();
        u.emit(I::Call { d, first, n: 2, cost }, place);
        u.top = usize::from(first);
        Ok(true)
    }

    fn call_star(&mut self, u: &mut Unit, call: &Call, place: Span, d: R) -> Res<()> {
        let first = u.temps(3, place)?;
        self.into(u, &call.callee, first)?;
        u.emit(I::List { d: first + 1, first, n: 0 }, place);
        for arg in &call.args {
            let top = u.top;
            match &arg.kind {
                ExprKind::Starred(inner) => {
                    let b = self.expr(u, inner, None)?;
                    // In 3.11 what cannot be iterated over is told of at the call.
                    u.emit(I::Extend { a: first + 1, b }, place);
                }
                _ => {
                    let b = self.expr(u, arg, None)?;
                    u.emit(I::Append { a: first + 1, b }, arg.span);
                }
            }
            u.top = top;
        }
        if call.keywords.is_empty() {
            u.emit(I::None { d: first + 2 }, place);
        } else {
            u.emit(I::Dict { d: first + 2, first, n: 0 }, place);
            for (name, value) in &call.keywords {
                let top = u.top;
                match name {
                    Some(name) => {
                        // Through a dict of its own, so that what is given twice is found.
                        let pair = u.temps(2, place)?;
                        let text = self.text(name);
                        u.load_constant(pair, text, place)?;
                        self.into(u, value, pair + 1)?;
                        let b = u.temp(place)?;
                        u.emit(I::Dict { d: b, first: pair, n: 1 }, place);
                        u.emit(I::Merge { a: first + 2, b, keywords: true }, place);
                    }
                    None => {
                        let b = self.expr(u, value, None)?;
                        u.emit(I::Merge { a: first + 2, b, keywords: true }, place);
                    }
                }
                u.top = top;
            }
        }
        let cost = u.take_cost();
        u.emit(I::CallStar { d, first, cost }, place);
        u.top = usize::from(first);
        Ok(())
    }
}
