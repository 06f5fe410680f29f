//! Going down the tree of a module: which scopes there are, and what each binds and reads.

use super::{Kind, Scope, Scopes, scope};
use crate::refusal::Refusal;
use crate::tree::*;
use rustc_hash::FxHashSet;

/// All scopes of a module, nothing decided yet.
pub(super) fn scopes(body: &[Stmt]) -> Result<Scopes, Refusal> {
    let mut walk =
        Walk { scopes: Scopes::default(), current: 0, loops: 0, statement: 0, acts: None, own: FxHashSet::default() };
    walk.scopes.all.push(scope(Kind::Module, None));
    walk.body(body)?;
    let acts = walk.acts.unwrap_or(u32::MAX);
    walk.scopes.starts = walk.scopes.starts.map(|first| first.max(acts));
    Ok(walk.scopes)
}

pub(super) struct Walk {
    scopes: Scopes,
    current: usize,
    loops: u32,
    /// How many statements of the module have begun.
    statement: u32,
    /// The first of them that may run a function of the program itself.
    acts: Option<u32>,
    /// What the module binds otherwise than by importing it.
    pub(super) own: FxHashSet<Name>,
}

type Res = Result<(), Refusal>;

impl Walk {
    fn here(&mut self) -> &mut Scope {
        &mut self.scopes.all[self.current]
    }

    fn mention(&mut self, name: &Name) {
        let here = self.here();
        if !here.bound.contains(name) && !here.used.contains(name) {
            here.order.push(name.clone());
        }
    }

    fn bind(&mut self, name: &Name) {
        self.mention(name);
        if self.current == 0 {
            *self.scopes.bindings.entry(name.clone()).or_default() += 1 + u32::from(self.loops > 0);
            self.scopes.last_bound.insert(name.clone(), self.statement);
            self.own.insert(name.clone());
        }
        self.here().bound.insert(name.clone());
    }

    fn import(&mut self, name: &Name) {
        let is_own = self.own.contains(name);
        self.bind(name);
        if !is_own {
            self.own.remove(name);
        }
    }

    fn read(&mut self, name: &Name) {
        self.mention(name);
        self.here().used.insert(name.clone());
    }

    fn inside(&mut self, kind: Kind, place: Span, inner: impl FnOnce(&mut Walk) -> Res) -> Res {
        let index = self.scopes.all.len();
        self.scopes.all.push(scope(kind, Some(self.current)));
        self.scopes.by_place.insert((place, kind == Kind::Comprehension), index);
        let around = std::mem::replace(&mut self.current, index);
        let loops = std::mem::take(&mut self.loops);
        let result = inner(self);
        self.current = around;
        self.loops = loops;
        result
    }

    fn body(&mut self, body: &[Stmt]) -> Res {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn looped(&mut self, inner: impl FnOnce(&mut Walk) -> Res) -> Res {
        self.loops += 1;
        let result = inner(self);
        self.loops -= 1;
        result
    }

    /// A task is started by a method `start`. Where a function calls it, that may happen in whatever statement of
    /// the module first does anything.
    fn may_start(&mut self) {
        let first = if self.current == 0 { self.statement } else { 0 };
        self.scopes.starts = Some(self.scopes.starts.map_or(first, |known| known.min(first)));
    }

    fn stmt(&mut self, stmt: &Stmt) -> Res {
        if self.current == 0 {
            self.statement += 1;
            if self.acts.is_none() && !self.is_quiet(stmt) {
                self.acts = Some(self.statement);
            }
        }
        match &stmt.kind {
            StmtKind::Expr(e) => self.expr(e),
            StmtKind::Assign(targets, value) => {
                self.expr(value)?;
                targets.iter().try_for_each(|target| self.target(target))
            }
            StmtKind::AugAssign(target, _, value) => {
                if let ExprKind::Name(name) = &target.kind {
                    self.read(name);
                }
                self.target(target)?;
                if self.current == 0
                    && let ExprKind::Name(name) = &target.kind
                {
                    *self.scopes.bindings.entry(name.clone()).or_default() += 1;
                }
                self.expr(value)
            }
            StmtKind::Annotated { target, value, annotation, .. } => {
                if matches!(self.here().kind, Kind::Module | Kind::Class) {
                    self.expr(annotation)?;
                }
                if let Some(value) = value {
                    self.expr(value)?;
                    self.target(target)
                } else {
                    match &target.kind {
                        ExprKind::Name(name) => {
                            self.bind(name);
                            Ok(())
                        }
                        _ => self.expr(target),
                    }
                }
            }
            StmtKind::Return(value) => {
                if matches!(self.here().kind, Kind::Module | Kind::Class) {
                    return Err(Refusal::syntax(stmt.span, "'return' outside function"));
                }
                if value.is_some() && self.here().is_async {
                    self.here().returns.get_or_insert(stmt.span);
                }
                self.maybe(value.as_ref())
            }
            StmtKind::Delete(targets) => targets.iter().try_for_each(|target| self.delete(target)),
            StmtKind::If(arms, otherwise) => {
                for (test, body) in arms {
                    self.expr(test)?;
                    self.body(body)?;
                }
                self.body(otherwise)
            }
            StmtKind::While(test, body, otherwise) => {
                self.expr(test)?;
                self.looped(|walk| walk.body(body))?;
                self.body(otherwise)
            }
            StmtKind::For { target, iterable, body, otherwise, is_async } => {
                if *is_async {
                    self.awaits(stmt.span, "async for")?;
                }
                self.expr(iterable)?;
                self.looped(|walk| {
                    walk.target(target)?;
                    walk.body(body)
                })?;
                self.body(otherwise)
            }
            StmtKind::With { items, body, is_async } => {
                if *is_async {
                    self.awaits(stmt.span, "async with")?;
                }
                for (manager, target) in items {
                    self.expr(manager)?;
                    if let Some(target) = target {
                        self.target(target)?;
                    }
                }
                self.body(body)
            }
            StmtKind::Try { body, handlers, otherwise, finally, .. } => {
                self.body(body)?;
                for handler in handlers {
                    self.maybe(handler.class.as_ref())?;
                    if let Some(name) = &handler.name {
                        self.bind(name);
                        self.here().deleted.insert(name.clone());
                    }
                    self.body(&handler.body)?;
                }
                self.body(otherwise)?;
                self.body(finally)
            }
            StmtKind::Match(subject, cases) => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    self.maybe(case.guard.as_ref())?;
                    self.body(&case.body)?;
                }
                Ok(())
            }
            StmtKind::Raise(what, cause) => {
                self.maybe(what.as_ref())?;
                self.maybe(cause.as_ref())
            }
            StmtKind::Assert(test, message) => {
                self.expr(test)?;
                self.maybe(message.as_ref())
            }
            StmtKind::Import(names) => {
                for alias in names {
                    match &alias.known_as {
                        Some(name) => self.import(name),
                        None => self.import(&Name::from(alias.name.split('.').next().unwrap_or(&alias.name))),
                    }
                }
                Ok(())
            }
            StmtKind::ImportFrom { names, .. } => {
                for alias in names {
                    self.import(alias.known_as.as_ref().unwrap_or(&alias.name));
                }
                Ok(())
            }
            StmtKind::Global(names) => {
                for name in names {
                    self.declare(name, stmt.span, "global")?;
                    self.here().globals.insert(name.clone(), stmt.span);
                    self.mention(name);
                }
                Ok(())
            }
            StmtKind::Nonlocal(names) => {
                if self.current == 0 {
                    return Err(Refusal::syntax(stmt.span, "nonlocal declaration not allowed at module level"));
                }
                for name in names {
                    self.declare(name, stmt.span, "nonlocal")?;
                    self.here().nonlocals.insert(name.clone(), stmt.span);
                    self.mention(name);
                }
                Ok(())
            }
            StmtKind::Function(function) => {
                function.decorators.iter().try_for_each(|decorator| self.expr(decorator))?;
                function.annotations.iter().try_for_each(|(_, annotation)| self.expr(annotation))?;
                self.bind(&function.name);
                self.function(function, stmt.span)
            }
            StmtKind::Class(class) => {
                class.decorators.iter().try_for_each(|decorator| self.expr(decorator))?;
                class.bases.iter().try_for_each(|base| self.expr(base))?;
                class.keywords.iter().try_for_each(|(_, value)| self.expr(value))?;
                self.bind(&class.name);
                self.inside(Kind::Class, stmt.span, |walk| walk.body(&class.body))
            }
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    /// A name must be declared before it is used.
    fn declare(&mut self, name: &Name, place: Span, word: &str) -> Res {
        let here = self.here();
        let words = if here.parameters.contains(name) {
            format!("name '{name}' is parameter and {word}")
        } else if word == "nonlocal" && here.globals.contains_key(name)
            || word == "global" && here.nonlocals.contains_key(name)
        {
            format!("name '{name}' is nonlocal and global")
        } else if here.bound.contains(name) {
            format!("name '{name}' is assigned to before {word} declaration")
        } else if here.used.contains(name) {
            format!("name '{name}' is used prior to {word} declaration")
        } else {
            return Ok(());
        };
        Err(Refusal::syntax(place, words))
    }

    fn function(&mut self, function: &Function, place: Span) -> Res {
        let parameters = &function.parameters;
        for parameter in parameters.positional.iter().chain(&parameters.keyword_only) {
            self.maybe(parameter.default.as_ref())?;
        }
        self.inside(Kind::Function, place, |walk| {
            let named = parameters.positional.iter().chain(&parameters.keyword_only).map(|it| &it.name);
            for name in named.chain(&parameters.rest).chain(&parameters.keywords) {
                if walk.here().parameters.contains(name) {
                    let words = format!("duplicate argument '{name}' in function definition");
                    return Err(Refusal::syntax(function.def, words));
                }
                walk.bind(name);
                walk.here().parameters.push(name.clone());
            }
            walk.here().is_async = function.is_async;
            walk.scopes.has_coroutines |= function.is_async;
            walk.body(&function.body)?;
            let here = walk.here();
            match here.returns.filter(|_| here.yields) {
                Some(place) => Err(Refusal::syntax(place, "'return' with value in async generator")),
                None => Ok(()),
            }
        })
    }

    fn maybe(&mut self, expr: Option<&Expr>) -> Res {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn boxed(&mut self, expr: Option<&Expr>) -> Res {
        self.maybe(expr)
    }

    fn target(&mut self, target: &Expr) -> Res {
        match &target.kind {
            ExprKind::Name(name) => {
                self.bind(name);
                Ok(())
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(|item| self.target(item)),
            ExprKind::Starred(inner) => self.target(inner),
            _ => self.expr(target),
        }
    }

    fn delete(&mut self, target: &Expr) -> Res {
        match &target.kind {
            ExprKind::Name(name) => {
                self.bind(name);
                self.here().deleted.insert(name.clone());
                Ok(())
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(|item| self.delete(item)),
            _ => self.expr(target),
        }
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Res {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    fn expr(&mut self, expr: &Expr) -> Res {
        match &expr.kind {
            ExprKind::None
            | ExprKind::Ellipsis
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Big(_)
            | ExprKind::Float(_)
            | ExprKind::Str(_)
            | ExprKind::Bytes(_) => Ok(()),
            ExprKind::Name(name) => {
                self.read(name);
                if &**name == "super" {
                    self.read(&Name::from("__class__"));
                }
                Ok(())
            }
            ExprKind::Format(pieces) => self.pieces(pieces),
            ExprKind::List(items) | ExprKind::Tuple(items) | ExprKind::Set(items) => self.exprs(items),
            ExprKind::Dict(items) => items.iter().try_for_each(|(key, value)| {
                self.maybe(key.as_ref())?;
                self.expr(value)
            }),
            ExprKind::Bin(_, a, b) | ExprKind::Subscript(a, b) => {
                self.expr(a)?;
                self.expr(b)
            }
            ExprKind::Attribute(a, name) => {
                // Threads begin, or may: and what is put into a queue is found by others.
                if matches!(
                    &**name,
                    "start" | "submit" | "map" | "put" | "put_nowait" | "to_thread" | "run_in_executor"
                ) {
                    self.may_start();
                }
                self.expr(a)
            }
            ExprKind::Unary(_, a) | ExprKind::Starred(a) => self.expr(a),
            ExprKind::Logic(_, items) => self.exprs(items),
            ExprKind::Compare(first, rest) => {
                self.expr(first)?;
                rest.iter().try_for_each(|(_, operand)| self.expr(operand))
            }
            ExprKind::Call(call) => {
                self.expr(&call.callee)?;
                self.exprs(&call.args)?;
                call.keywords.iter().try_for_each(|(_, value)| self.expr(value))
            }
            ExprKind::Slice(a, b, c) => {
                self.boxed(a.as_deref())?;
                self.boxed(b.as_deref())?;
                self.boxed(c.as_deref())
            }
            ExprKind::Lambda(function) => self.function(function, expr.span),
            ExprKind::Choice(test, yes, no) => {
                self.expr(test)?;
                self.expr(yes)?;
                self.expr(no)
            }
            ExprKind::Named(target, value) => {
                self.expr(value)?;
                let ExprKind::Name(name) = &target.kind else { return self.expr(target) };
                // It belongs to the function around all comprehensions.
                let (inner, mut at) = (self.current, self.current);
                while self.scopes.all[at].kind == Kind::Comprehension {
                    at = self.scopes.all[at].parent.expect("a comprehension stands in something");
                }
                self.current = at;
                self.bind(name);
                self.here().has_walrus = true;
                self.current = inner;
                if inner != at {
                    self.mention(name);
                    self.here().used.insert(name.clone());
                    let is_module = self.scopes.all[at].kind == Kind::Module;
                    let is_global = is_module || self.scopes.all[at].globals.contains_key(name);
                    // Bound from inside: by `nonlocal` or `global`, as if declared.
                    let mut between = inner;
                    while between != at {
                        let scope = &mut self.scopes.all[between];
                        if is_global {
                            scope.globals.insert(name.clone(), expr.span);
                            scope.bound.insert(name.clone());
                        } else {
                            scope.nonlocals.insert(name.clone(), expr.span);
                            scope.bound.insert(name.clone());
                        }
                        if !scope.order.contains(name) {
                            scope.order.push(name.clone());
                        }
                        between = scope.parent.expect("a comprehension stands in something");
                    }
                }
                Ok(())
            }
            ExprKind::Comprehension(inner) => {
                let first = inner.clauses.first().expect("a comprehension has a `for`");
                self.expr(&first.iterable)?;
                let is_generator = inner.makes == Makes::Generator;
                let awaits = self.comprehension(expr, |walk| {
                    let parameter = Name::from(".0");
                    walk.bind(&parameter);
                    walk.here().parameters.push(parameter);
                    walk.here().yields = inner.makes == Makes::Generator;
                    for (at, clause) in inner.clauses.iter().enumerate() {
                        walk.here().awaits |= clause.is_async;
                        walk.target(&clause.target)?;
                        if at > 0 {
                            walk.expr(&clause.iterable)?;
                        }
                        walk.exprs(&clause.conditions)?;
                    }
                    walk.expr(&inner.element)?;
                    walk.maybe(inner.value.as_ref())
                })?;
                // A list that waits for its items is waited for where it stands.
                if awaits && !is_generator {
                    let here = self.here();
                    if here.kind != Kind::Comprehension && !here.is_async {
                        let words = "asynchronous comprehension outside of an asynchronous function";
                        return Err(Refusal::syntax(expr.span, words));
                    }
                    here.awaits = true;
                }
                Ok(())
            }
            ExprKind::Yield(value) => {
                self.yields(expr.span)?;
                self.boxed(value.as_deref())
            }
            ExprKind::YieldFrom(value) => {
                if self.here().is_async {
                    return Err(Refusal::syntax(expr.span, "'yield from' inside async function"));
                }
                self.yields(expr.span)?;
                self.expr(value)
            }
            ExprKind::Await(value) => {
                self.awaits(expr.span, "await")?;
                self.expr(value)
            }
        }
    }

    /// What stands inside a comprehension; whether that waits.
    fn comprehension(&mut self, expr: &Expr, inner: impl FnOnce(&mut Walk) -> Res) -> Result<bool, Refusal> {
        let index = self.scopes.all.len();
        self.inside(Kind::Comprehension, expr.span, inner)?;
        Ok(self.scopes.all[index].awaits)
    }

    /// This word stands here, and only what is `async` may wait.
    fn awaits(&mut self, place: Span, word: &str) -> Res {
        let here = self.here();
        let words = match here.kind {
            Kind::Comprehension => None,
            Kind::Function if here.is_async => None,
            Kind::Module | Kind::Class if word == "await" => Some(format!("'{word}' outside function")),
            _ => Some(format!("'{word}' outside async function")),
        };
        here.awaits = true;
        words.map_or(Ok(()), |words| Err(Refusal::syntax(place, words)))
    }

    fn yields(&mut self, place: Span) -> Res {
        let here = self.here();
        match here.kind {
            Kind::Function => here.yields = true,
            Kind::Comprehension => {
                return Err(Refusal::syntax(place, "'yield' inside list comprehension"));
            }
            Kind::Module | Kind::Class => return Err(Refusal::syntax(place, "'yield' outside function")),
        }
        Ok(())
    }

    fn pieces(&mut self, pieces: &[Piece]) -> Res {
        pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(_) => Ok(()),
            Piece::Value { value, format, .. } => {
                self.expr(value)?;
                self.pieces(format)
            }
        })
    }

    fn pattern(&mut self, pattern: &Pattern) -> Res {
        match &pattern.kind {
            PatternKind::Value(value) | PatternKind::Singleton(value) => self.expr(value),
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => {
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))
            }
            PatternKind::Star(name) => {
                if let Some(name) = name {
                    self.bind(name);
                }
                Ok(())
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                if let Some(name) = rest {
                    self.bind(name);
                }
                Ok(())
            }
            PatternKind::Class { class, positional, keywords } => {
                self.expr(class)?;
                positional.iter().try_for_each(|pattern| self.pattern(pattern))?;
                keywords.iter().try_for_each(|(_, pattern)| self.pattern(pattern))
            }
            PatternKind::As(inner, name) => {
                if let Some(inner) = inner {
                    self.pattern(inner)?;
                }
                if let Some(name) = name {
                    self.bind(name);
                }
                Ok(())
            }
        }
    }
}
