//! What CPython warns of when it compiles: likely slips that are no errors.

use super::Compiler;
use crate::tree::{CmpOp, Expr, ExprKind, Makes, Span};
use crate::value::Value;

impl Compiler<'_, '_> {
    fn warn(&mut self, place: Span, words: &str) {
        if self.hidden {
            return;
        }
        let line = self.line(place);
        let text = self.source.lines().nth(line as usize - 1).unwrap_or_default().trim().to_string();
        let said = format!("program.py:{line}: SyntaxWarning: {words}\n  {text}\n");
        self.program().warnings.push_str(&said);
    }

    /// A constant that is no name for the one object of its class.
    fn is_literal(&mut self, e: &Expr) -> bool {
        if matches!(&e.kind, ExprKind::Str(_) | ExprKind::Bytes(_) | ExprKind::Big(_)) {
            return true;
        }
        if let ExprKind::Tuple(items) = &e.kind {
            return items.iter().all(|item| self.folded(item).is_some() || self.is_literal(item));
        }
        match self.folded(e) {
            None | Some(Value::None | Value::Bool(_) | Value::Ellipsis) => false,
            Some(_) => true,
        }
    }

    pub(super) fn warn_of_comparison(&mut self, first: &Expr, op: CmpOp, second: &Expr, place: Span) {
        let words = match op {
            CmpOp::Is => "\"is\" with a literal. Did you mean \"==\"?",
            CmpOp::IsNot => "\"is not\" with a literal. Did you mean \"!=\"?",
            _ => return,
        };
        if self.is_literal(first) || self.is_literal(second) {
            self.warn(place, words);
        }
    }

    pub(super) fn warn_of_call(&mut self, callee: &Expr) {
        let name = match &callee.kind {
            ExprKind::Lambda(_) | ExprKind::Name(_) => return,
            _ => class_of(callee),
        };
        if let Some(name) = name {
            self.warn(callee.span, &format!("'{name}' object is not callable; perhaps you missed a comma?"));
        }
    }

    pub(super) fn warn_of_subscript(&mut self, object: &Expr, index: &Expr, place: Span) {
        let Some(name) = class_of(object) else { return };
        match name {
            "NoneType" | "ellipsis" | "int" | "float" | "bool" | "set" | "generator" | "function" => {
                self.warn(place, &format!("'{name}' object is not subscriptable; perhaps you missed a comma?"));
            }
            "str" | "bytes" | "tuple" | "list" => {
                let Some(by) = class_of(index) else { return };
                if !matches!(by, "int" | "bool") {
                    let words =
                        format!("{name} indices must be integers or slices, not {by}; perhaps you missed a comma?");
                    self.warn(place, &words);
                }
            }
            _ => {}
        }
    }

    pub(super) fn warn_of_assertion(&mut self, test: &Expr, place: Span) {
        if matches!(&test.kind, ExprKind::Tuple(items) if !items.is_empty()) {
            self.warn(place, "assertion is always true, perhaps remove parentheses?");
        }
    }
}

/// The class of what an expression comes to, where its form says so.
fn class_of(e: &Expr) -> Option<&'static str> {
    Some(match &e.kind {
        ExprKind::None => "NoneType",
        ExprKind::Ellipsis => "ellipsis",
        ExprKind::Bool(_) => "bool",
        ExprKind::Int(_) | ExprKind::Big(_) => "int",
        ExprKind::Float(_) => "float",
        ExprKind::Str(_) | ExprKind::Format(_) => "str",
        ExprKind::Bytes(_) => "bytes",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Set(_) => "set",
        ExprKind::Dict(_) => "dict",
        ExprKind::Lambda(_) => "function",
        ExprKind::Comprehension(of) => match of.makes {
            Makes::List => "list",
            Makes::Set => "set",
            Makes::Dict => "dict",
            Makes::Generator => "generator",
        },
        _ => return None,
    })
}
