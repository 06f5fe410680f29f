//! What makes a new object of many values: displays of lists, tuples, sets and dicts, and f-strings.

use super::unit::Unit;
use super::{Compiler, Res};
use crate::code::{I, R};
use crate::tree::*;

/// So many items of a display are put into registers; more are appended one by one.
const DISPLAY: usize = 30;

#[derive(Clone, Copy)]
pub(super) enum Shape {
    List,
    Tuple,
    Set,
}

impl Compiler<'_, '_> {
    pub(super) fn display(
        &mut self,
        u: &mut Unit,
        items: &[Expr],
        place: Span,
        want: Option<R>,
        shape: Shape,
    ) -> Res<R> {
        let starred = items.iter().any(|item| matches!(item.kind, ExprKind::Starred(_)));
        if !starred && items.len() <= DISPLAY {
            let d = self.wanted(u, want, place)?;
            let first = u.temps(items.len().max(1), place)?;
            for (at, item) in items.iter().enumerate() {
                self.into(u, item, first + R::try_from(at).expect("few"))?;
            }
            let n = u8::try_from(items.len()).expect("few");
            u.emit(
                match shape {
                    Shape::List => I::List { d, first, n },
                    Shape::Tuple => I::Tuple { d, first, n },
                    Shape::Set => I::Set { d, first, n },
                },
                place,
            );
            u.top = usize::from(first);
            return Ok(d);
        }
        let d = u.temp(place)?;
        u.emit(
            match shape {
                Shape::Set => I::Set { d, first: d, n: 0 },
                _ => I::List { d, first: d, n: 0 },
            },
            place,
        );
        for item in items {
            let top = u.top;
            match &item.kind {
                ExprKind::Starred(inner) => {
                    let b = self.expr(u, inner, None)?;
                    u.emit(
                        match shape {
                            Shape::Set => I::Update { a: d, b },
                            _ => I::Extend { a: d, b },
                        },
                        inner.span,
                    );
                }
                _ => {
                    let b = self.expr(u, item, None)?;
                    u.emit(
                        match shape {
                            Shape::Set => I::Add { a: d, b },
                            _ => I::Append { a: d, b },
                        },
                        item.span,
                    );
                }
            }
            u.top = top;
        }
        if matches!(shape, Shape::Tuple) {
            u.emit(I::ToTuple { d, a: d }, place);
        }
        self.moved(u, d, want, place)
    }

    pub(super) fn dict(
        &mut self,
        u: &mut Unit,
        items: &[(Option<Expr>, Expr)],
        place: Span,
        want: Option<R>,
    ) -> Res<R> {
        let simple = items.iter().all(|(key, _)| key.is_some());
        if simple && items.len() <= DISPLAY / 2 {
            let d = self.wanted(u, want, place)?;
            let first = u.temps((2 * items.len()).max(1), place)?;
            for (at, (key, value)) in items.iter().enumerate() {
                let at = first + R::try_from(2 * at).expect("few");
                self.into(u, key.as_ref().expect("all have one"), at)?;
                self.into(u, value, at + 1)?;
            }
            u.emit(I::Dict { d, first, n: u8::try_from(items.len()).expect("few") }, place);
            u.top = usize::from(first);
            return Ok(d);
        }
        let d = u.temp(place)?;
        u.emit(I::Dict { d, first: d, n: 0 }, place);
        for (key, value) in items {
            let top = u.top;
            match key {
                Some(key) => {
                    let k = self.operand_of(u, key)?;
                    let v = self.expr(u, value, None)?;
                    u.emit(I::Put { a: d, k, v }, place);
                }
                None => {
                    let b = self.expr(u, value, None)?;
                    u.emit(I::Merge { a: d, b, keywords: false }, place);
                }
            }
            u.top = top;
        }
        self.moved(u, d, want, place)
    }

    /// An f-string.
    pub(super) fn format(&mut self, u: &mut Unit, pieces: &[Piece], place: Span, want: Option<R>) -> Res<R> {
        let d = self.wanted(u, want, place)?;
        let first = u.temps(pieces.len().max(1), place)?;
        for (at, piece) in pieces.iter().enumerate() {
            let d = first + R::try_from(at).expect("there are so many registers");
            let top = u.top;
            match piece {
                Piece::Text(text) => {
                    let value = self.text(text);
                    u.load_constant(d, value, place)?;
                }
                Piece::Value { value, conversion, format } => {
                    let a = self.operand_of(u, value)?;
                    let conversion = match conversion {
                        None => 0,
                        Some('s') => 1,
                        Some('r') => 2,
                        Some(_) => 3,
                    };
                    let (b, plain) = match &format[..] {
                        [] => (a, 8),
                        pieces => (self.format(u, pieces, place, None)?, 0),
                    };
                    u.emit(I::Format { d, a, b, conversion: conversion | plain }, place);
                }
            }
            u.top = top;
        }
        u.emit(I::Join { d, first, n: u8::try_from(pieces.len()).expect("there are so many registers") }, place);
        u.top = usize::from(first);
        Ok(d)
    }
}
