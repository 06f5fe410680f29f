//! The patterns of `match`.

use super::{Convert, Res, span};
use crate::tree::*;
use ruff_python_ast as ast;
use ruff_text_size::Ranged;

impl Convert<'_> {
    pub(super) fn pattern(&mut self, pattern: &ast::Pattern) -> Res<Pattern> {
        let kind = self.deeper(pattern.range(), |convert| convert.pattern_kind(pattern))?;
        Ok(Pattern { span: span(pattern.range()), kind })
    }

    fn patterns(&mut self, patterns: &[ast::Pattern]) -> Res<Vec<Pattern>> {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect()
    }

    fn maybe_name(&self, name: Option<&ast::Identifier>) -> Res<Option<Name>> {
        name.map(|name| self.name(name)).transpose()
    }

    fn pattern_kind(&mut self, pattern: &ast::Pattern) -> Res<PatternKind> {
        Ok(match pattern {
            ast::Pattern::MatchValue(p) => PatternKind::Value(self.expr(&p.value)?),
            ast::Pattern::MatchSingleton(p) => PatternKind::Singleton(Expr {
                span: span(p.range),
                kind: match p.value {
                    ast::Singleton::None => ExprKind::None,
                    ast::Singleton::True => ExprKind::Bool(true),
                    ast::Singleton::False => ExprKind::Bool(false),
                },
            }),
            ast::Pattern::MatchSequence(p) => PatternKind::Sequence(self.patterns(&p.patterns)?),
            ast::Pattern::MatchStar(p) => PatternKind::Star(self.maybe_name(p.name.as_ref())?),
            ast::Pattern::MatchMapping(p) => PatternKind::Mapping {
                keys: self.exprs(&p.keys)?,
                patterns: self.patterns(&p.patterns)?,
                rest: self.maybe_name(p.rest.as_ref())?,
            },
            ast::Pattern::MatchClass(p) => PatternKind::Class {
                class: self.expr(&p.cls)?,
                positional: self.patterns(&p.arguments.patterns)?,
                keywords: p
                    .arguments
                    .keywords
                    .iter()
                    .map(|it| Ok((self.name(&it.attr)?, self.pattern(&it.pattern)?)))
                    .collect::<Res<_>>()?,
            },
            ast::Pattern::MatchAs(p) => PatternKind::As(
                p.pattern.as_ref().map(|inner| self.pattern(inner).map(Box::new)).transpose()?,
                self.maybe_name(p.name.as_ref())?,
            ),
            ast::Pattern::MatchOr(p) => PatternKind::Or(self.patterns(&p.patterns)?),
        })
    }
}
