//! Which statements of a module begin nothing: they run no function of the program itself.

use super::walk::Walk;
use crate::tree::*;

impl Walk {
    /// Whether a statement of the module runs no function of the program itself.
    pub(super) fn is_quiet(&self, stmt: &Stmt) -> bool {
        match &stmt.kind {
            StmtKind::Import(_) | StmtKind::ImportFrom { .. } | StmtKind::Pass => true,
            StmtKind::Function(function) => {
                let parameters = function.parameters.positional.iter().chain(&function.parameters.keyword_only);
                let mut defaults = parameters.filter_map(|parameter| parameter.default.as_ref());
                function.decorators.is_empty() && defaults.all(|value| self.is_plain(value))
            }
            StmtKind::Class(class) => {
                class.decorators.is_empty()
                    && class.keywords.is_empty()
                    && class.bases.iter().all(|base| self.is_plain(base))
                    && class.body.iter().all(|stmt| self.is_quiet(stmt))
            }
            StmtKind::Assign(targets, value) => {
                targets.iter().all(|target| matches!(target.kind, ExprKind::Name(_))) && self.is_plain(value)
            }
            StmtKind::Expr(value) => self.is_plain(value),
            _ => false,
        }
    }

    /// The same of an expression: what it calls is built in or imported, and gets nothing to call back.
    fn is_plain(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::None
            | ExprKind::Ellipsis
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Big(_)
            | ExprKind::Float(_)
            | ExprKind::Str(_)
            | ExprKind::Bytes(_)
            | ExprKind::Name(_) => true,
            ExprKind::List(items) | ExprKind::Tuple(items) => items.iter().all(|item| self.is_plain(item)),
            ExprKind::Dict(items) => items
                .iter()
                .all(|(key, value)| key.as_ref().is_some_and(|key| self.is_plain(key)) && self.is_plain(value)),
            ExprKind::Attribute(of, _) => self.is_imported(of),
            ExprKind::Call(call) => {
                let callee = match &call.callee.kind {
                    ExprKind::Attribute(of, name) => &**name != "start" && self.is_imported(of),
                    _ => self.is_imported(&call.callee),
                };
                let mut given = call.args.iter().chain(call.keywords.iter().map(|(_, value)| value));
                callee && given.all(|value| self.is_plain(value) && !matches!(value.kind, ExprKind::Name(_)))
            }
            _ => false,
        }
    }

    fn is_imported(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Name(name) if !self.own.contains(name))
    }
}
