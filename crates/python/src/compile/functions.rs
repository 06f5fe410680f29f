//! Functions, lambdas, comprehensions and classes: what has a scope of its own.

use super::expr::mangle;
use super::unit::{Place, Unit};
use super::{Compiler, Res};
use crate::code::{I, Intrinsic, R, Sort};
use crate::machine::Waiting;
use crate::names::Whose;
use crate::refusal::{Feature, Refusal};
use crate::tree::*;
use crate::value::Value;

impl Compiler<'_, '_> {
    /// A unit for a scope, with places for its names: parameters come first.
    fn unit(&mut self, scope: usize, name: &str, around: &Unit) -> Res<Unit> {
        let qualname = if around.is_module {
            name.to_string()
        } else if around.is_class {
            format!("{}.{name}", around.code.qualname)
        } else {
            format!("{}.<locals>.{name}", around.code.qualname)
        };
        let mut u = Unit::new(scope, name, &qualname);
        u.class = around.class.clone();
        let scope = &self.scopes.all[scope];
        u.has_walrus = scope.has_walrus;
        let parameters = scope.parameters.clone();
        let mut names = parameters.clone();
        for name in &scope.order {
            let whose = scope.whose.get(name);
            if matches!(whose, Some(Whose::Local | Whose::Cell)) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        let free = scope.free.clone();
        let is_cell = |name: &Name| scope.whose.get(name) == Some(&Whose::Cell);
        let cells: Vec<bool> = names.iter().map(is_cell).collect();
        for (at, name) in names.iter().enumerate() {
            let register = u.temp(Span::default())?;
            u.places.insert(name.clone(), if cells[at] { Place::Cell(register) } else { Place::Register(register) });
            let sym = self.sym(&mangle(u.class.as_ref(), name));
            u.code.locals.push(sym);
            if at < parameters.len() && !cells[at] && !self.scopes.all[u.scope].deleted.contains(name) {
                u.bound.set(register);
            }
        }
        u.code.first_free = R::try_from(u.top).expect("a window is small");
        for name in &free {
            let register = u.temp(Span::default())?;
            u.places.entry(name.clone()).or_insert(Place::Cell(register));
            let sym = self.sym(name);
            u.code.locals.push(sym);
        }
        u.code.free = u8::try_from(free.len()).expect("a window is small");
        u.variables = u.top;
        for (at, is_cell) in cells.into_iter().enumerate() {
            if is_cell {
                u.emit(I::MakeCell { a: R::try_from(at).expect("a window is small") }, Span::default());
            }
        }
        Ok(u)
    }

    /// In which registers of the function around the cells lie that an inner one sees.
    fn captures(&self, u: &Unit, scope: usize) -> Vec<R> {
        let captured = |name: &Name| match u.places.get(name) {
            Some(Place::Cell(register)) => *register,
            // A class that has the name itself and hands on another: both have a register.
            _ => {
                let at = self.scopes.all[u.scope].free.iter().position(|free| free == name);
                u.code.first_free + R::try_from(at.expect("what is free inside is known around")).expect("few")
            }
        };
        self.scopes.all[scope].free.iter().map(captured).collect()
    }

    /// Makes a function, into `d`.
    pub(super) fn function(&mut self, u: &mut Unit, function: &Function, place: Span, d: R) -> Res<()> {
        let scope = self.scopes.at(place, false);
        let parameters = &function.parameters;
        let top = u.top;
        let first = u.temps(2, place)?;
        let defaults: Vec<&Expr> = parameters.positional.iter().filter_map(|it| it.default.as_ref()).collect();
        if defaults.is_empty() {
            u.emit(I::None { d: first }, place);
        } else {
            let items = u.temps(defaults.len(), place)?;
            for (at, default) in defaults.iter().enumerate() {
                self.into(u, default, items + R::try_from(at).expect("few"))?;
            }
            u.emit(I::Tuple { d: first, first: items, n: u8::try_from(defaults.len()).expect("few") }, place);
            u.top = usize::from(items);
        }
        let named: Vec<(&Name, &Expr)> =
            parameters.keyword_only.iter().filter_map(|it| Some((&it.name, it.default.as_ref()?))).collect();
        if named.is_empty() {
            u.emit(I::None { d: first + 1 }, place);
        } else {
            let items = u.temps(2 * named.len(), place)?;
            for (at, (name, default)) in named.iter().enumerate() {
                let at = items + R::try_from(2 * at).expect("few");
                let text = self.text(name);
                u.load_constant(at, text, place)?;
                self.into(u, default, at + 1)?;
            }
            u.emit(I::Dict { d: first + 1, first: items, n: u8::try_from(named.len()).expect("few") }, place);
        }
        let annotations = self.annotations(u, function, place)?;
        let code = self.function_code(u, function, place, scope)?;
        let code = u16::try_from(code).expect("there are so many codes at most");
        u.emit(I::Function { d, first, code }, place);
        if let Some(b) = annotations {
            let name = self.operand("__annotations__", place)?;
            u.emit(I::SetAttr { a: d, b, name }, place);
        }
        u.top = top;
        Ok(())
    }

    /// A dict of what is annotated, if anything is.
    fn annotations(&mut self, u: &mut Unit, function: &Function, place: Span) -> Res<Option<R>> {
        if function.annotations.is_empty() || self.hidden {
            return Ok(None);
        }
        let dict = u.temp(place)?;
        u.emit(I::Dict { d: dict, first: dict, n: 0 }, place);
        let top = u.top;
        for (name, annotation) in &function.annotations {
            let k = u.temp(place)?;
            let name = mangle(u.class.as_ref(), name);
            let key = self.text(&name);
            u.load_constant(k, key, place)?;
            let v = self.expr(u, annotation, None)?;
            u.emit(I::Put { a: dict, k, v }, place);
            u.top = top;
        }
        Ok(Some(dict))
    }

    fn function_code(&mut self, around: &Unit, function: &Function, place: Span, scope: usize) -> Res<u32> {
        let captures = self.captures(around, scope);
        let mut u = self.unit(scope, &function.name, around)?;
        if matches!(&*function.name, "__del__" | "__get__" | "__set__" | "__prepare__") && around.is_class {
            return Err(Refusal::feature(function.def, Feature::SpecialMethod));
        }
        let parameters = &function.parameters;
        u.code.position_only = u8::try_from(parameters.position_only).expect("a window is small");
        u.code.positional = u8::try_from(parameters.positional.len()).expect("a window is small");
        u.code.keyword_only = u8::try_from(parameters.keyword_only.len()).expect("a window is small");
        u.code.rest = parameters.rest.is_some();
        u.code.keywords = parameters.keywords.is_some();
        u.code.captures = captures;
        u.code.sort = match (function.is_async, self.scopes.all[scope].yields) {
            (false, false) => Sort::Plain,
            (false, true) => Sort::Generator,
            (true, false) => Sort::Coroutine,
            (true, true) => Sort::AsyncGenerator,
        };
        u.code.simple = u.code.keyword_only == 0
            && !u.code.rest
            && !u.code.keywords
            && u.code.sort == Sort::Plain
            && u.code.free == 0;
        u.code.line = self.line(function.def);
        u.code.doc = function.doc.as_ref().map(|doc| self.text(doc));
        self.block(&mut u, &function.body)?;
        let end = function.body.last().map_or(place, |last| last.span);
        self.return_none(&mut u, end)?;
        self.finish(u, place)
    }

    pub(super) fn comprehension(
        &mut self,
        u: &mut Unit,
        inner: &Comprehension,
        place: Span,
        want: Option<R>,
    ) -> Res<R> {
        let scope = self.scopes.at(place, true);
        let awaits = self.scopes.all[scope].awaits;
        let d = self.wanted(u, want, place)?;
        let name = match inner.makes {
            Makes::List => "<listcomp>",
            Makes::Set => "<setcomp>",
            Makes::Dict => "<dictcomp>",
            Makes::Generator => "<genexpr>",
        };
        let first = u.temps(2, place)?;
        let captures = self.captures(u, scope);
        let mut c = self.unit(scope, name, u)?;
        c.code.captures = captures;
        c.code.positional = 1;
        c.code.sort = match (inner.makes, awaits) {
            (Makes::Generator, false) => Sort::Generator,
            (Makes::Generator, true) => Sort::AsyncGenerator,
            (_, false) => Sort::Plain,
            (_, true) => Sort::Coroutine,
        };
        c.code.simple = c.code.sort == Sort::Plain && c.code.free == 0;
        c.code.line = self.line(place);
        let into = match inner.makes {
            Makes::Generator => None,
            makes => {
                let d = c.temp(place)?;
                c.emit(
                    match makes {
                        Makes::List => I::List { d, first: d, n: 0 },
                        Makes::Set => I::Set { d, first: d, n: 0 },
                        _ => I::Dict { d, first: d, n: 0 },
                    },
                    place,
                );
                Some(d)
            }
        };
        self.clauses(&mut c, inner, 0, into, place)?;
        match into {
            Some(a) => {
                let cost = c.take_cost();
                c.emit(I::Return { a, cost }, place);
            }
            None => self.return_none(&mut c, place)?,
        }
        let code = self.finish(c, place)?;
        let code = u16::try_from(code).expect("there are so many codes at most");
        let none = u.temps(2, place)?;
        u.emit(I::None { d: none }, place);
        u.emit(I::None { d: none + 1 }, place);
        u.emit(I::Function { d: first, first: none, code }, place);
        u.top = usize::from(none);
        let iterable = &inner.clauses[0].iterable;
        let a = self.expr(u, iterable, None)?;
        if inner.clauses[0].is_async {
            u.emit(I::Intrinsic { what: Intrinsic::AsyncIter, d: first + 1, first: a, n: 1 }, iterable.span);
        } else {
            u.emit(I::IterArg { d: first + 1, a }, iterable.span);
        }
        let cost = u.take_cost();
        u.emit(I::Call { d, first, n: 1, cost }, place);
        u.top = usize::from(first);
        if awaits && inner.makes != Makes::Generator {
            let top = u.top;
            let r = u.temps(2, place)?;
            u.emit(I::Move { d: r, a: d }, place);
            self.wait(u, r, Waiting::Await, place)?;
            u.emit(I::Move { d, a: r }, place);
            u.top = top;
        }
        Ok(d)
    }

    fn clauses(&mut self, c: &mut Unit, inner: &Comprehension, at: usize, into: Option<R>, place: Span) -> Res<()> {
        let Some(clause) = inner.clauses.get(at) else {
            let top = c.top;
            match (into, inner.makes) {
                (Some(a), Makes::Dict) => {
                    let k = self.operand_of(c, &inner.element)?;
                    let v = self.expr(c, inner.value.as_ref().expect("a dict has values"), None)?;
                    c.emit(I::Put { a, k, v }, place);
                }
                (Some(a), makes) => {
                    let b = self.expr(c, &inner.element, None)?;
                    c.emit(if makes == Makes::Set { I::Add { a, b } } else { I::Append { a, b } }, place);
                }
                (None, _) => {
                    let a = self.expr(c, &inner.element, None)?;
                    let d = c.temp(place)?;
                    self.yielded(c, d, a, inner.element.span);
                }
            }
            c.top = top;
            return Ok(());
        };
        let top = c.top;
        let a = c.temps(3, place)?;
        if at == 0 {
            c.emit(I::Move { d: a, a: 0 }, clause.iterable.span);
        } else {
            self.into(c, &clause.iterable, a)?;
            if clause.is_async {
                let what = Intrinsic::AsyncIter;
                c.emit(I::Intrinsic { what, d: a, first: a, n: 1 }, clause.iterable.span);
            }
        }
        if clause.is_async {
            let head = self.next_waited(c, a, clause.iterable.span)?;
            self.store(c, &clause.target, a + 1)?;
            let skips = self.conditions(c, clause)?;
            self.clauses(c, inner, at + 1, into, place)?;
            c.patch_all(&skips);
            self.again_waited(c, head, clause.iterable.span)?;
            c.top = top;
            return Ok(());
        }
        c.emit(I::Iter { a }, clause.iterable.span);
        let d = match self.register_of(c, &clause.target) {
            Some(d) => d,
            None => c.temp(place)?,
        };
        let cost = c.take_cost();
        let head = c.emit(I::Next { a, d, cost, to: 0 }, clause.iterable.span);
        self.store(c, &clause.target, d)?;
        let skips = self.conditions(c, clause)?;
        self.clauses(c, inner, at + 1, into, place)?;
        c.patch_all(&skips);
        let cost = c.take_cost();
        let back = c.emit(I::Loop { cost, to: 0 }, clause.iterable.span);
        c.patch_to(back, head);
        c.patch(head);
        c.top = top;
        Ok(())
    }

    fn conditions(&mut self, c: &mut Unit, clause: &Clause) -> Res<Vec<usize>> {
        let mut skips = Vec::new();
        for condition in &clause.conditions {
            skips.extend(self.jump_unless(c, condition)?);
        }
        Ok(skips)
    }

    /// `class name(bases): body`
    pub(super) fn class(&mut self, u: &mut Unit, class: &Class, place: Span) -> Res<()> {
        let mut keywords = Vec::new();
        for (name, value) in &class.keywords {
            match name.as_deref() {
                Some("metaclass") if self.hidden => keywords.push(("metaclass".to_string(), value)),
                Some("metaclass") => match &value.kind {
                    ExprKind::Name(name) if matches!(&**name, "ABCMeta" | "type") => {}
                    ExprKind::Attribute(_, name) if &**name == "ABCMeta" => {}
                    _ => return Err(Refusal::feature(value.span, Feature::Metaclass)),
                },
                Some(name) => keywords.push((name.to_string(), value)),
                None => return Err(Refusal::feature(value.span, Feature::ClassKeyword)),
            }
        }
        let top = u.top;
        let r = u.temp(place)?;
        let decorators: Vec<R> = class
            .decorators
            .iter()
            .map(|decorator| {
                let d = u.temps(2, decorator.span)?;
                self.into(u, decorator, d)?;
                Ok(d)
            })
            .collect::<Res<_>>()?;
        let starred = class.bases.iter().any(|base| matches!(base.kind, ExprKind::Starred(_)));
        if starred {
            return Err(Refusal::feature(place, Feature::ClassKeyword));
        }
        let first = u.temps(3 + class.bases.len(), place)?;
        let code = self.class_code(u, class, place)?;
        let none = u.temps(2, place)?;
        u.emit(I::None { d: none }, place);
        u.emit(I::None { d: none + 1 }, place);
        u.emit(I::Function { d: first, first: none, code }, place);
        u.top = usize::from(none);
        let name = self.text(&class.name);
        u.load_constant(first + 1, name, place)?;
        for (at, base) in class.bases.iter().enumerate() {
            self.into(u, base, first + 3 + R::try_from(at).expect("few"))?;
        }
        if keywords.is_empty() {
            u.emit(I::None { d: first + 2 }, place);
        } else {
            let items = u.temps(2 * keywords.len(), place)?;
            for (at, (name, value)) in keywords.iter().enumerate() {
                let at = items + R::try_from(2 * at).expect("few");
                let text = self.text(name);
                u.load_constant(at, text, place)?;
                self.into(u, value, at + 1)?;
            }
            u.emit(I::Dict { d: first + 2, first: items, n: u8::try_from(keywords.len()).expect("few") }, place);
            u.top = usize::from(items);
        }
        u.emit(I::Class { d: r, first, n: u8::try_from(3 + class.bases.len()).expect("few") }, place);
        self.decorate(u, &decorators, &class.decorators, r)?;
        self.store_name(u, &class.name, r, place)?;
        u.top = top;
        Ok(())
    }

    /// Hands a function or class to its decorators, from the inside out.
    pub(super) fn decorate(&mut self, u: &mut Unit, registers: &[R], decorators: &[Expr], r: R) -> Res<()> {
        for (first, decorator) in registers.iter().zip(decorators).rev() {
            u.emit(I::Move { d: first + 1, a: r }, decorator.span);
            let cost = u.take_cost();
            u.emit(I::Call { d: r, first: *first, n: 1, cost }, decorator.span);
        }
        Ok(())
    }

    fn class_code(&mut self, around: &mut Unit, class: &Class, place: Span) -> Res<u16> {
        let scope = self.scopes.at(place, false);
        let captures = self.captures(around, scope);
        // What the class's variables are is found in its registers, once its body is through.
        for dunder in ["__annotations__", "__doc__", "__slots__"] {
            let name = Name::from(dunder);
            let has = match dunder {
                "__annotations__" => super::stmt::has_annotations(&class.body),
                "__doc__" => class.doc.is_some(),
                _ => false,
            };
            if has && !self.scopes.all[scope].order.contains(&name) {
                self.scopes.all[scope].order.push(name.clone());
                self.scopes.all[scope].whose.insert(name, Whose::Local);
            }
        }
        let mut u = self.unit(scope, &class.name, around)?;
        u.is_class = true;
        u.class = Some(class.name.clone());
        // Names that are private to this class, not to one around.
        for at in 0..u.code.locals.len() {
            let name = self.program().symbols.text(u.code.locals[at]).to_string();
            let mangled = mangle(Some(&class.name), &Name::from(name.as_str()));
            u.code.locals[at] = self.sym(&mangled);
        }
        u.code.captures = captures;
        u.code.line = self.line(place);
        if super::stmt::has_annotations(&class.body) {
            let d = u.temp(place)?;
            u.emit(I::Dict { d, first: d, n: 0 }, place);
            self.store_name(&mut u, &Name::from("__annotations__"), d, place)?;
        }
        if let Some(doc) = &class.doc {
            let d = u.temp(place)?;
            let text = self.text(doc);
            u.load_constant(d, text, place)?;
            self.store_name(&mut u, &Name::from("__doc__"), d, place)?;
        }
        self.block(&mut u, &class.body)?;
        let d = u.temp(place)?;
        u.emit(I::Namespace { d }, place);
        let cost = u.take_cost();
        u.emit(I::Return { a: d, cost }, place);
        let code = self.finish(u, place)?;
        Ok(u16::try_from(code).expect("there are so many codes at most"))
    }

    pub(super) fn return_none(&mut self, u: &mut Unit, place: Span) -> Res<()> {
        let top = u.top;
        let a = u.temp(place)?;
        u.load_constant(a, Value::None, place)?;
        let cost = u.take_cost();
        u.emit(I::Return { a, cost }, place);
        u.top = top;
        Ok(())
    }
}
