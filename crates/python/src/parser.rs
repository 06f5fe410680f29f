//! From text to tree, by ruff's parser: only here and in the rooms below are its types seen.
//!
//! What no version of Python we speak has is refused here, and so is what is not here at all.

mod operators;
mod patterns;

use crate::numbers::Big;
use crate::refusal::{Feature, Reason, Refusal};
use crate::tree::*;
use operators::{bin_op, cmp_op, unary_op};
use ruff_python_ast::{self as ast, ConversionFlag, InterpolatedStringElement, PythonVersion};
use ruff_python_parser::{Mode, ParseError, ParseErrorType, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

type Res<T> = Result<T, Refusal>;

/// How deep a program may nest: what follows goes down the tree by recursion.
const DEPTH: u32 = 220;

/// The statements of a module.
pub(crate) fn module(source: &str) -> Res<Vec<Stmt>> {
    deep_brackets(source)?;
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY311);
    let parsed = parse_unchecked(source, options);
    if let Some(error) = parsed.errors().first() {
        return Err(refused(source, error));
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        return Err(Refusal::feature(span(error.range), Feature::Newer));
    }
    let ast::Mod::Module(module) = parsed.into_syntax() else {
        unreachable!("a module was asked for");
    };
    let texts = module.body.iter().any(|stmt| match stmt {
        ast::Stmt::ImportFrom(of) => {
            of.module.as_ref().is_some_and(|module| module.as_str() == "__future__")
                && of.names.iter().any(|alias| alias.name.as_str() == "annotations")
        }
        _ => false,
    });
    Convert { source, texts, depth: 0 }.body(&module.body)
}

/// Where in a text that is one operation its operator or its index begins and ends, for the marks of a
/// traceback: CPython reads the text once more for that, and so do we.
pub(crate) fn anchors(segment: &str) -> Option<(usize, usize)> {
    let text = format!("(\n{segment}\n)");
    let parsed = ruff_python_parser::parse_expression(&text).ok()?;
    let bytes = text.as_bytes();
    match parsed.expr() {
        ast::Expr::BinOp(op) => {
            let (mut at, end) = (usize::from(op.left.end()), usize::from(op.right.start()));
            while at < end && (bytes[at] as char).is_ascii_whitespace() || bytes[at] == b')' {
                at += 1;
            }
            let two = at + 1 < end && !(bytes[at + 1] as char).is_ascii_whitespace() && bytes[at + 1] != b'(';
            Some((at - 2, at - 1 + usize::from(two)))
        }
        ast::Expr::Subscript(item) => Some((usize::from(item.value.end()) - 2, usize::from(item.slice.end()) - 1)),
        _ => None,
    }
}

/// The parser goes down brackets by recursion; Python itself allows 200.
fn deep_brackets(source: &str) -> Res<()> {
    let mut depth = 0_u32;
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            return Err(Refusal::feature(Span { start: at, end: at + 1 }, Feature::TooDeep));
        }
    }
    Ok(())
}

fn span(range: TextRange) -> Span {
    Span { start: range.start().into(), end: range.end().into() }
}

fn refused(source: &str, error: &ParseError) -> Refusal {
    let place = span(error.location);
    if source.as_bytes().get(place.start as usize..).is_some_and(|rest| rest.starts_with(b"\\N{")) {
        return Refusal::feature(place, Feature::NamedCharacter);
    }
    if let Some(wrong) = crate::syntax::check(source) {
        let cut = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let place = Span { start: cut(wrong.begin), end: cut(wrong.end) };
        return Refusal::new(place, Reason::Wrong(Box::new(wrong)));
    }
    let class = match error.error {
        ParseErrorType::UnexpectedIndentation => "IndentationError",
        _ => "SyntaxError",
    };
    Refusal::new(place, Reason::Syntax(class, error.error.to_string()))
}

/// What a star stands for: the names that a module of the library binds for others.
fn public_names(module: &str) -> Option<Vec<Alias>> {
    let body = self::module(crate::library::source(module)?).ok()?;
    let mut names: Vec<Name> = Vec::new();
    let mut bind = |name: &Name| {
        if !name.starts_with('_') && !names.contains(name) {
            names.push(name.clone());
        }
    };
    for stmt in &body {
        match &stmt.kind {
            StmtKind::Function(function) => bind(&function.name),
            StmtKind::Class(class) => bind(&class.name),
            StmtKind::Assign(targets, _) => {
                for target in targets {
                    match &target.kind {
                        ExprKind::Name(name) => bind(name),
                        ExprKind::Tuple(items) => items.iter().for_each(|item| {
                            if let ExprKind::Name(name) = &item.kind {
                                bind(name);
                            }
                        }),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Some(names.into_iter().map(|name| Alias { name, known_as: None }).collect())
}

struct Convert<'s> {
    source: &'s str,
    /// Whether annotations are texts (`from __future__ import annotations`).
    texts: bool,
    depth: u32,
}

impl Convert<'_> {
    fn text(&self, range: TextRange) -> &str {
        &self.source[usize::from(range.start())..usize::from(range.end())]
    }

    fn name(&self, identifier: &ast::Identifier) -> Res<Name> {
        self.id(&identifier.id, identifier.range)
    }

    fn id(&self, id: &str, range: TextRange) -> Res<Name> {
        if id.is_ascii() { Ok(Name::from(id)) } else { Err(Refusal::feature(span(range), Feature::Identifier)) }
    }

    fn deeper<T>(&mut self, place: TextRange, inner: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        if self.depth >= DEPTH {
            return Err(Refusal::feature(span(place), Feature::TooDeep));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn body(&mut self, body: &[ast::Stmt]) -> Res<Vec<Stmt>> {
        body.iter().map(|stmt| self.deeper(stmt.range(), |convert| convert.stmt(stmt))).collect()
    }

    fn doc(body: &[ast::Stmt]) -> Option<String> {
        match body.first() {
            Some(ast::Stmt::Expr(first)) => match &*first.value {
                ast::Expr::StringLiteral(text) => Some(text.value.to_str().to_string()),
                _ => None,
            },
            _ => None,
        }
    }

    fn stmt(&mut self, stmt: &ast::Stmt) -> Res<Stmt> {
        let place = span(stmt.range());
        let kind = match stmt {
            ast::Stmt::Expr(s) => StmtKind::Expr(self.expr(&s.value)?),
            ast::Stmt::Assign(s) => StmtKind::Assign(self.exprs(&s.targets)?, self.expr(&s.value)?),
            ast::Stmt::AugAssign(s) => StmtKind::AugAssign(self.expr(&s.target)?, bin_op(s.op), self.expr(&s.value)?),
            ast::Stmt::AnnAssign(s) => StmtKind::Annotated {
                target: self.expr(&s.target)?,
                value: s.value.as_ref().map(|value| self.expr(value)).transpose()?,
                annotation: self.annotation(&s.annotation)?,
                simple: s.simple,
            },
            ast::Stmt::Return(s) => StmtKind::Return(self.maybe(s.value.as_deref())?),
            ast::Stmt::Delete(s) => StmtKind::Delete(self.exprs(&s.targets)?),
            ast::Stmt::If(s) => {
                let mut arms = vec![(self.expr(&s.test)?, self.body(&s.body)?)];
                let mut otherwise = Vec::new();
                for clause in &s.elif_else_clauses {
                    match &clause.test {
                        Some(test) => arms.push((self.expr(test)?, self.body(&clause.body)?)),
                        None => otherwise = self.body(&clause.body)?,
                    }
                }
                StmtKind::If(arms, otherwise)
            }
            ast::Stmt::While(s) => StmtKind::While(self.expr(&s.test)?, self.body(&s.body)?, self.body(&s.orelse)?),
            ast::Stmt::For(s) => StmtKind::For {
                target: self.expr(&s.target)?,
                iterable: self.expr(&s.iter)?,
                body: self.body(&s.body)?,
                otherwise: self.body(&s.orelse)?,
                is_async: s.is_async,
            },
            ast::Stmt::With(s) => StmtKind::With {
                items: s
                    .items
                    .iter()
                    .map(|item| Ok((self.expr(&item.context_expr)?, self.maybe(item.optional_vars.as_deref())?)))
                    .collect::<Res<_>>()?,
                body: self.body(&s.body)?,
                is_async: s.is_async,
            },
            ast::Stmt::Try(s) => StmtKind::Try {
                body: self.body(&s.body)?,
                handlers: s.handlers.iter().map(|handler| self.handler(handler)).collect::<Res<_>>()?,
                otherwise: self.body(&s.orelse)?,
                finally: self.body(&s.finalbody)?.into(),
                groups: s.is_star,
            },
            ast::Stmt::Match(s) => {
                let cases = s.cases.iter().map(|case| {
                    Ok(Case {
                        pattern: self.pattern(&case.pattern)?,
                        guard: self.maybe(case.guard.as_deref())?,
                        body: self.body(&case.body)?,
                    })
                });
                let cases = cases.collect::<Res<_>>()?;
                StmtKind::Match(self.expr(&s.subject)?, cases)
            }
            ast::Stmt::Raise(s) => StmtKind::Raise(self.maybe(s.exc.as_deref())?, self.maybe(s.cause.as_deref())?),
            ast::Stmt::Assert(s) => StmtKind::Assert(self.expr(&s.test)?, self.maybe(s.msg.as_deref())?),
            ast::Stmt::Import(s) => StmtKind::Import(self.aliases(&s.names)?),
            ast::Stmt::ImportFrom(s) => {
                if s.level > 0 {
                    return Err(Refusal::feature(place, Feature::RelativeImport));
                }
                let module = s.module.as_ref().map_or(Ok(Name::from("")), |module| self.name(module))?;
                let names = if s.names.iter().any(|alias| &*alias.name.id == "*") {
                    public_names(&module).ok_or(Refusal::feature(place, Feature::ImportStar))?
                } else {
                    self.aliases(&s.names)?
                };
                StmtKind::ImportFrom { module, names }
            }
            ast::Stmt::Global(s) => StmtKind::Global(self.names(&s.names)?),
            ast::Stmt::Nonlocal(s) => StmtKind::Nonlocal(self.names(&s.names)?),
            ast::Stmt::FunctionDef(s) => {
                if s.type_params.is_some() {
                    return Err(Refusal::feature(place, Feature::Newer));
                }
                StmtKind::Function(Box::new(Function {
                    name: self.name(&s.name)?,
                    parameters: self.parameters(&s.parameters)?,
                    body: self.body(&s.body)?,
                    decorators: s.decorator_list.iter().map(|it| self.expr(&it.expression)).collect::<Res<_>>()?,
                    doc: Self::doc(&s.body),
                    annotations: self.annotations(&s.parameters, s.returns.as_deref())?,
                    is_async: s.is_async,
                    def: span(s.name.range),
                }))
            }
            ast::Stmt::ClassDef(s) => {
                if s.type_params.is_some() {
                    return Err(Refusal::feature(place, Feature::Newer));
                }
                let (args, keywords) = match &s.arguments {
                    Some(arguments) => (self.exprs(&arguments.args)?, self.keywords(&arguments.keywords)?),
                    None => (Vec::new(), Vec::new()),
                };
                StmtKind::Class(Box::new(Class {
                    name: self.name(&s.name)?,
                    bases: args,
                    keywords,
                    body: self.body(&s.body)?,
                    decorators: s.decorator_list.iter().map(|it| self.expr(&it.expression)).collect::<Res<_>>()?,
                    doc: Self::doc(&s.body),
                }))
            }
            ast::Stmt::Pass(_) => StmtKind::Pass,
            ast::Stmt::Break(_) => StmtKind::Break,
            ast::Stmt::Continue(_) => StmtKind::Continue,
            ast::Stmt::TypeAlias(_) | ast::Stmt::IpyEscapeCommand(_) => {
                return Err(Refusal::feature(place, Feature::Newer));
            }
        };
        Ok(Stmt { span: place, kind })
    }

    fn names(&self, names: &[ast::Identifier]) -> Res<Vec<Name>> {
        names.iter().map(|name| self.name(name)).collect()
    }

    fn aliases(&self, names: &[ast::Alias]) -> Res<Vec<Alias>> {
        let alias = |alias: &ast::Alias| {
            Ok(Alias {
                name: self.name(&alias.name)?,
                known_as: alias.asname.as_ref().map(|name| self.name(name)).transpose()?,
            })
        };
        names.iter().map(alias).collect()
    }

    fn handler(&mut self, handler: &ast::ExceptHandler) -> Res<Handler> {
        let ast::ExceptHandler::ExceptHandler(handler) = handler;
        Ok(Handler {
            span: span(handler.range),
            class: self.maybe(handler.type_.as_deref())?,
            name: handler.name.as_ref().map(|name| self.name(name)).transpose()?,
            body: self.body(&handler.body)?,
        })
    }

    fn parameters(&mut self, parameters: &ast::Parameters) -> Res<Parameters> {
        let mut one = |it: &ast::ParameterWithDefault| {
            Ok(Parameter { name: self.name(&it.parameter.name)?, default: self.maybe(it.default.as_deref())? })
        };
        let positional = parameters.posonlyargs.iter().chain(&parameters.args).map(&mut one).collect::<Res<_>>()?;
        let keyword_only = parameters.kwonlyargs.iter().map(&mut one).collect::<Res<_>>()?;
        Ok(Parameters {
            position_only: parameters.posonlyargs.len(),
            positional,
            rest: parameters.vararg.as_ref().map(|it| self.name(&it.name)).transpose()?,
            keyword_only,
            keywords: parameters.kwarg.as_ref().map(|it| self.name(&it.name)).transpose()?,
        })
    }

    /// Annotations are worked out when a function is made, unless the program asks for their text.
    fn annotation(&mut self, expr: &ast::Expr) -> Res<Expr> {
        if self.texts {
            let text = self.text(expr.range()).to_string();
            return Ok(Expr { span: span(expr.range()), kind: ExprKind::Str(text.as_str().into()) });
        }
        self.expr(expr)
    }

    fn annotations(&mut self, of: &ast::Parameters, returns: Option<&ast::Expr>) -> Res<Vec<(Name, Expr)>> {
        let plain = of.posonlyargs.iter().chain(&of.args).map(|it| &it.parameter);
        let named = of.kwonlyargs.iter().map(|it| &it.parameter);
        let all = plain.chain(of.vararg.as_deref()).chain(named).chain(of.kwarg.as_deref());
        let mut made = Vec::new();
        for parameter in all {
            if let Some(annotation) = &parameter.annotation {
                made.push((self.name(&parameter.name)?, self.annotation(annotation)?));
            }
        }
        if let Some(returns) = returns {
            made.push((Name::from("return"), self.annotation(returns)?));
        }
        Ok(made)
    }

    fn maybe(&mut self, expr: Option<&ast::Expr>) -> Res<Option<Expr>> {
        expr.map(|expr| self.expr(expr)).transpose()
    }

    fn boxed(&mut self, expr: &ast::Expr) -> Res<Box<Expr>> {
        Ok(Box::new(self.expr(expr)?))
    }

    fn maybe_boxed(&mut self, expr: Option<&ast::Expr>) -> Res<Option<Box<Expr>>> {
        Ok(self.maybe(expr)?.map(Box::new))
    }

    fn exprs(&mut self, exprs: &[ast::Expr]) -> Res<Vec<Expr>> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn keywords(&mut self, keywords: &[ast::Keyword]) -> Res<Vec<(Option<Name>, Expr)>> {
        let mut one =
            |it: &ast::Keyword| Ok((it.arg.as_ref().map(|name| self.name(name)).transpose()?, self.expr(&it.value)?));
        keywords.iter().map(&mut one).collect()
    }

    fn expr(&mut self, expr: &ast::Expr) -> Res<Expr> {
        let kind = self.deeper(expr.range(), |convert| convert.expr_kind(expr))?;
        Ok(Expr { span: span(expr.range()), kind })
    }

    fn expr_kind(&mut self, expr: &ast::Expr) -> Res<ExprKind> {
        let place = expr.range();
        Ok(match expr {
            ast::Expr::NoneLiteral(_) => ExprKind::None,
            ast::Expr::EllipsisLiteral(_) => ExprKind::Ellipsis,
            ast::Expr::BooleanLiteral(e) => ExprKind::Bool(e.value),
            ast::Expr::NumberLiteral(e) => self.number(&e.value, place)?,
            ast::Expr::StringLiteral(e) => ExprKind::Str(e.value.to_str().to_string()),
            ast::Expr::BytesLiteral(e) => ExprKind::Bytes(e.value.bytes().collect()),
            ast::Expr::FString(e) => {
                let mut pieces = Vec::new();
                for part in e.value.iter() {
                    match part {
                        ast::FStringPartRef::Literal(text) => pieces.push(Piece::Text(text.as_str().to_string())),
                        ast::FStringPartRef::FString(inner) => self.pieces(&inner.elements, &mut pieces)?,
                    }
                }
                ExprKind::Format(pieces)
            }
            ast::Expr::Name(e) => ExprKind::Name(self.id(&e.id, place)?),
            ast::Expr::List(e) => ExprKind::List(self.exprs(&e.elts)?),
            ast::Expr::Tuple(e) => ExprKind::Tuple(self.exprs(&e.elts)?),
            ast::Expr::Set(e) => ExprKind::Set(self.exprs(&e.elts)?),
            ast::Expr::Dict(e) => {
                let mut one = |item: &ast::DictItem| Ok((self.maybe(item.key.as_ref())?, self.expr(&item.value)?));
                ExprKind::Dict(e.items.iter().map(&mut one).collect::<Res<_>>()?)
            }
            ast::Expr::BinOp(e) => ExprKind::Bin(bin_op(e.op), self.boxed(&e.left)?, self.boxed(&e.right)?),
            ast::Expr::UnaryOp(e) => ExprKind::Unary(unary_op(e.op), self.boxed(&e.operand)?),
            ast::Expr::BoolOp(e) => ExprKind::Logic(e.op == ast::BoolOp::And, self.exprs(&e.values)?),
            ast::Expr::Compare(e) => {
                let first = self.boxed(&e.operands[0])?;
                let rest = self.exprs(&e.operands[1..])?;
                ExprKind::Compare(first, e.ops.iter().map(|op| cmp_op(*op)).zip(rest).collect())
            }
            ast::Expr::Call(e) => ExprKind::Call(Box::new(Call {
                callee: self.expr(&e.func)?,
                args: self.exprs(&e.arguments.args)?,
                keywords: self.keywords(&e.arguments.keywords)?,
            })),
            ast::Expr::Attribute(e) => ExprKind::Attribute(self.boxed(&e.value)?, self.name(&e.attr)?),
            ast::Expr::Subscript(e) => ExprKind::Subscript(self.boxed(&e.value)?, self.boxed(&e.slice)?),
            ast::Expr::Slice(e) => ExprKind::Slice(
                self.maybe_boxed(e.lower.as_deref())?,
                self.maybe_boxed(e.upper.as_deref())?,
                self.maybe_boxed(e.step.as_deref())?,
            ),
            ast::Expr::Starred(e) => ExprKind::Starred(self.boxed(&e.value)?),
            ast::Expr::Lambda(e) => {
                let parameters = match &e.parameters {
                    Some(parameters) => self.parameters(parameters)?,
                    None => Parameters::default(),
                };
                let body = self.expr(&e.body)?;
                ExprKind::Lambda(Box::new(Function {
                    name: Name::from("<lambda>"),
                    parameters,
                    body: vec![Stmt { span: body.span, kind: StmtKind::Return(Some(body)) }],
                    decorators: Vec::new(),
                    doc: None,
                    annotations: Vec::new(),
                    is_async: false,
                    def: span(place),
                }))
            }
            ast::Expr::If(e) => ExprKind::Choice(self.boxed(&e.test)?, self.boxed(&e.body)?, self.boxed(&e.orelse)?),
            ast::Expr::Named(e) => ExprKind::Named(self.boxed(&e.target)?, self.boxed(&e.value)?),
            ast::Expr::ListComp(e) => self.comprehension(Makes::List, &e.elt, None, &e.generators)?,
            ast::Expr::SetComp(e) => self.comprehension(Makes::Set, &e.elt, None, &e.generators)?,
            ast::Expr::Generator(e) => self.comprehension(Makes::Generator, &e.elt, None, &e.generators)?,
            ast::Expr::DictComp(e) => {
                let Some(key) = &e.key else { return Err(Refusal::feature(span(place), Feature::Newer)) };
                self.comprehension(Makes::Dict, key, Some(&e.value), &e.generators)?
            }
            ast::Expr::Yield(e) => ExprKind::Yield(self.maybe_boxed(e.value.as_deref())?),
            ast::Expr::YieldFrom(e) => ExprKind::YieldFrom(self.boxed(&e.value)?),
            ast::Expr::Await(e) => ExprKind::Await(self.boxed(&e.value)?),
            ast::Expr::TString(_) | ast::Expr::IpyEscapeCommand(_) => {
                return Err(Refusal::feature(span(place), Feature::Newer));
            }
        })
    }

    fn comprehension(
        &mut self,
        makes: Makes,
        element: &ast::Expr,
        value: Option<&ast::Expr>,
        clauses: &[ast::Comprehension],
    ) -> Res<ExprKind> {
        let mut one = |it: &ast::Comprehension| {
            Ok(Clause {
                target: self.expr(&it.target)?,
                iterable: self.expr(&it.iter)?,
                conditions: self.exprs(&it.ifs)?,
                is_async: it.is_async,
            })
        };
        let clauses = clauses.iter().map(&mut one).collect::<Res<_>>()?;
        let (element, value) = (self.expr(element)?, self.maybe(value)?);
        Ok(ExprKind::Comprehension(Box::new(Comprehension { makes, element, value, clauses })))
    }

    fn number(&self, number: &ast::Number, place: TextRange) -> Res<ExprKind> {
        Ok(match number {
            ast::Number::Float(value) => ExprKind::Float(*value),
            ast::Number::Complex { .. } => return Err(Refusal::feature(span(place), Feature::Complex)),
            ast::Number::Int(_) => {
                let text: String = self.text(place).chars().filter(|digit| *digit != '_').collect();
                let lower = text.to_ascii_lowercase();
                let (digits, radix) = match lower.as_bytes() {
                    [b'0', b'x', ..] => (&lower[2..], 16),
                    [b'0', b'o', ..] => (&lower[2..], 8),
                    [b'0', b'b', ..] => (&lower[2..], 2),
                    _ => (&lower[..], 10),
                };
                match i64::from_str_radix(digits, radix) {
                    Ok(value) => ExprKind::Int(value),
                    Err(_) => match Big::parse_bytes(digits.as_bytes(), radix) {
                        Some(big) => ExprKind::Big(big),
                        None => return Err(Refusal::syntax(span(place), "invalid syntax")),
                    },
                }
            }
        })
    }

    fn pieces(&mut self, elements: &[InterpolatedStringElement], pieces: &mut Vec<Piece>) -> Res<()> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(text) => pieces.push(Piece::Text(text.value.to_string())),
                InterpolatedStringElement::Interpolation(inner) => {
                    let value = self.expr(&inner.expression)?;
                    let mut conversion = match inner.conversion {
                        ConversionFlag::None => None,
                        ConversionFlag::Str => Some('s'),
                        ConversionFlag::Ascii => Some('a'),
                        ConversionFlag::Repr => Some('r'),
                    };
                    if let Some(debug) = &inner.debug_text {
                        let text = [debug.leading(), debug.expression(), debug.trailing()].concat();
                        pieces.push(Piece::Text(text));
                        if conversion.is_none() && inner.format_spec.is_none() {
                            conversion = Some('r');
                        }
                    }
                    let mut format = Vec::new();
                    if let Some(spec) = &inner.format_spec {
                        let mut convert = |this: &mut Self| this.pieces(&spec.elements, &mut format);
                        self.deeper(inner.range, |this| convert(this))?;
                    }
                    pieces.push(Piece::Value { value, conversion, format });
                }
            }
        }
        Ok(())
    }
}
