//! Whose each name is: a local variable, one that inner functions share, or a global. CPython's rules.

use crate::refusal::Refusal;
use crate::tree::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a name is in a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    /// A variable of this scope alone.
    Local,
    /// A variable of this scope that inner ones see.
    Cell,
    /// A variable of a scope around.
    Free,
    /// A variable of the module, or a built-in.
    Global,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Module,
    Class,
    Function,
    Comprehension,
}

/// One scope: its names in the order in which they appear.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<usize>,
    pub(crate) parameters: Vec<Name>,
    pub(crate) order: Vec<Name>,
    pub(crate) whose: FxHashMap<Name, Whose>,
    /// What it reads of scopes around, in order.
    pub(crate) free: Vec<Name>,
    pub(crate) deleted: FxHashSet<Name>,
    pub(crate) has_walrus: bool,
    pub(crate) yields: bool,
    pub(crate) awaits: bool,
    bound: FxHashSet<Name>,
    used: FxHashSet<Name>,
    globals: FxHashMap<Name, Span>,
    nonlocals: FxHashMap<Name, Span>,
}

/// All scopes of a module; the first is the module's own.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    pub(crate) all: Vec<Scope>,
    by_place: FxHashMap<(Span, bool), usize>,
    /// Names of the module that some function declares `global` and binds.
    pub(crate) declared: FxHashSet<Name>,
    /// Names of the module that some inner scope reads or binds.
    pub(crate) seen_inside: FxHashSet<Name>,
    /// How often the module itself binds a name; in a loop counts for several.
    pub(crate) bindings: FxHashMap<Name, u32>,
}

impl std::hash::Hash for Span {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.start) << 32 | u64::from(self.end));
    }
}

impl Scopes {
    /// The scope of a function, class or comprehension at this place.
    pub(crate) fn at(&self, place: Span, is_comprehension: bool) -> usize {
        self.by_place[&(place, is_comprehension)]
    }
}

/// Finds out.
pub(crate) fn resolve(body: &[Stmt]) -> Result<Scopes, Refusal> {
    let mut walk = Walk { scopes: Scopes::default(), current: 0, loops: 0 };
    walk.scopes.all.push(scope(Kind::Module, None));
    walk.body(body)?;
    let mut scopes = walk.scopes;
    for index in 0..scopes.all.len() {
        settle(&mut scopes, index)?;
    }
    for index in 1..scopes.all.len() {
        let globals: Vec<(Name, bool)> = scopes.all[index]
            .whose
            .iter()
            .filter(|(_, whose)| **whose == Whose::Global)
            .map(|(name, _)| (name.clone(), scopes.all[index].bound.contains(name)))
            .collect();
        for (name, bound) in globals {
            if bound {
                scopes.declared.insert(name.clone());
            }
            scopes.seen_inside.insert(name);
        }
    }
    Ok(scopes)
}

fn scope(kind: Kind, parent: Option<usize>) -> Scope {
    Scope {
        kind,
        parent,
        parameters: Vec::new(),
        order: Vec::new(),
        whose: FxHashMap::default(),
        free: Vec::new(),
        deleted: FxHashSet::default(),
        has_walrus: false,
        yields: false,
        awaits: false,
        bound: FxHashSet::default(),
        used: FxHashSet::default(),
        globals: FxHashMap::default(),
        nonlocals: FxHashMap::default(),
    }
}

/// Decides about every name of this scope; those around it are decided already, except for what is
/// shared with this one.
fn settle(scopes: &mut Scopes, index: usize) -> Result<(), Refusal> {
    let names = scopes.all[index].order.clone();
    for name in names {
        let here = &scopes.all[index];
        let whose = if here.globals.contains_key(&name) {
            Whose::Global
        } else if let Some(place) = here.nonlocals.get(&name).copied() {
            if !share(scopes, index, &name) {
                return Err(Refusal::syntax(place, format!("no binding for nonlocal '{name}' found")));
            }
            Whose::Free
        } else if here.bound.contains(&name) {
            match here.kind {
                Kind::Module => Whose::Global,
                _ => Whose::Local,
            }
        } else if share(scopes, index, &name) {
            Whose::Free
        } else {
            Whose::Global
        };
        let entry = scopes.all[index].whose.entry(name.clone()).or_insert(whose);
        if *entry == Whose::Local && whose == Whose::Free {
            *entry = Whose::Free;
        }
    }
    Ok(())
}

/// Lets this scope see a variable of a function around it, if there is one.
fn share(scopes: &mut Scopes, index: usize, name: &Name) -> bool {
    let mut way = vec![index];
    let mut next = scopes.all[index].parent;
    while let Some(at) = next {
        let scope = &scopes.all[at];
        next = scope.parent;
        let of_class = scope.kind == Kind::Class && &**name == "__class__";
        if scope.kind == Kind::Module || scope.kind == Kind::Class && !of_class {
            // What is declared global around is global inside, too; a class hides nothing.
            if scope.kind == Kind::Class {
                way.push(at);
            }
            continue;
        }
        if scope.globals.contains_key(name) {
            return false;
        }
        let owns = of_class || scope.bound.contains(name) && !scope.nonlocals.contains_key(name);
        if !owns {
            way.push(at);
            continue;
        }
        let owner = &mut scopes.all[at];
        if owner.whose.insert(name.clone(), Whose::Cell).is_none() && !owner.order.contains(name) {
            owner.order.push(name.clone());
        }
        for between in way {
            let between = &mut scopes.all[between];
            if !between.free.contains(name) {
                between.free.push(name.clone());
            }
            // A class that binds the name itself keeps its own, and hands the other on.
            if !between.bound.contains(name) || between.nonlocals.contains_key(name) {
                between.whose.insert(name.clone(), Whose::Free);
            }
        }
        return true;
    }
    false
}

struct Walk {
    scopes: Scopes,
    current: usize,
    loops: u32,
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
        }
        self.here().bound.insert(name.clone());
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

    fn stmt(&mut self, stmt: &Stmt) -> Res {
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
            StmtKind::Annotated { target, value, .. } => {
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
                self.here().awaits |= is_async;
                self.expr(iterable)?;
                self.looped(|walk| {
                    walk.target(target)?;
                    walk.body(body)
                })?;
                self.body(otherwise)
            }
            StmtKind::With { items, body, is_async } => {
                self.here().awaits |= is_async;
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
                        Some(name) => self.bind(name),
                        None => self.bind(&Name::from(alias.name.split('.').next().unwrap_or(&alias.name))),
                    }
                }
                Ok(())
            }
            StmtKind::ImportFrom { names, .. } => {
                for alias in names {
                    self.bind(alias.known_as.as_ref().unwrap_or(&alias.name));
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
            walk.body(&function.body)
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
            ExprKind::Unary(_, a) | ExprKind::Attribute(a, _) | ExprKind::Starred(a) => self.expr(a),
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
                self.inside(Kind::Comprehension, expr.span, |walk| {
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
                })
            }
            ExprKind::Yield(value) => {
                self.yields(expr.span)?;
                self.boxed(value.as_deref())
            }
            ExprKind::YieldFrom(value) => {
                self.yields(expr.span)?;
                self.expr(value)
            }
            ExprKind::Await(value) => {
                self.here().awaits = true;
                self.expr(value)
            }
        }
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
