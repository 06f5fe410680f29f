//! The tree of a program, as the compiler wants it: no comments, every node with its place.
//!
//! Our own, so that one room alone (`parser`) depends on the parser's types.

use crate::numbers::Big;

/// A stretch of the source, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    /// Where it begins.
    pub start: u32,
    /// Where it ends, exclusively.
    pub end: u32,
}

/// An expression and its place.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub(crate) span: Span,
    pub(crate) kind: ExprKind,
}

/// A statement and its place.
#[derive(Clone, Debug)]
pub(crate) struct Stmt {
    pub(crate) span: Span,
    pub(crate) kind: StmtKind,
}

pub(crate) type Name = std::rc::Rc<str>;

/// What is computed of two values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum BinOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    Or,
    Xor,
    And,
}

/// What is computed of one value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnaryOp {
    Neg,
    Pos,
    Invert,
    Not,
}

/// How two values are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CmpOp {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
    Is,
    IsNot,
    In,
    NotIn,
}

#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    Big(Big),
    Float(f64),
    Str(String),
    Bytes(Vec<u8>),
    Name(Name),
    Format(Vec<Piece>),
    List(Vec<Expr>),
    Tuple(Vec<Expr>),
    Set(Vec<Expr>),
    /// Without a key: `**` of a mapping.
    Dict(Vec<(Option<Expr>, Expr)>),
    Bin(BinOp, Box<Expr>, Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    /// Whether all of them are asked for, or any.
    Logic(bool, Vec<Expr>),
    Compare(Box<Expr>, Vec<(CmpOp, Expr)>),
    Call(Box<Call>),
    Attribute(Box<Expr>, Name),
    Subscript(Box<Expr>, Box<Expr>),
    Slice(Option<Box<Expr>>, Option<Box<Expr>>, Option<Box<Expr>>),
    Starred(Box<Expr>),
    Lambda(Box<Function>),
    Choice(Box<Expr>, Box<Expr>, Box<Expr>),
    Named(Box<Expr>, Box<Expr>),
    Comprehension(Box<Comprehension>),
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    Await(Box<Expr>),
}

/// A piece of an f-string.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    /// `!r`, `!s` or `!a`, and the format, itself made of pieces.
    Value {
        value: Expr,
        conversion: Option<char>,
        format: Vec<Piece>,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) callee: Expr,
    pub(crate) args: Vec<Expr>,
    pub(crate) keywords: Vec<(Option<Name>, Expr)>,
}

/// What a comprehension makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Makes {
    List,
    Set,
    Dict,
    Generator,
}

#[derive(Clone, Debug)]
pub(crate) struct Comprehension {
    pub(crate) makes: Makes,
    pub(crate) element: Expr,
    /// Of a dict: the value.
    pub(crate) value: Option<Expr>,
    pub(crate) clauses: Vec<Clause>,
}

#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) target: Expr,
    pub(crate) iterable: Expr,
    pub(crate) conditions: Vec<Expr>,
    pub(crate) is_async: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: Name,
    pub(crate) default: Option<Expr>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    /// By position only: so many of `positional`.
    pub(crate) position_only: usize,
    pub(crate) positional: Vec<Parameter>,
    pub(crate) rest: Option<Name>,
    pub(crate) keyword_only: Vec<Parameter>,
    pub(crate) keywords: Option<Name>,
}

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: Name,
    pub(crate) parameters: Parameters,
    pub(crate) body: Vec<Stmt>,
    pub(crate) decorators: Vec<Expr>,
    pub(crate) doc: Option<String>,
    /// Of parameters, by name, and of what is returned, by `return`.
    pub(crate) annotations: Vec<(Name, Expr)>,
    pub(crate) is_async: bool,
    /// Where `def` begins: the line of a function.
    pub(crate) def: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct Class {
    pub(crate) name: Name,
    pub(crate) bases: Vec<Expr>,
    pub(crate) keywords: Vec<(Option<Name>, Expr)>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) decorators: Vec<Expr>,
    pub(crate) doc: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Handler {
    pub(crate) span: Span,
    pub(crate) class: Option<Expr>,
    pub(crate) name: Option<Name>,
    pub(crate) body: Vec<Stmt>,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Vec<Stmt>,
}

#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) span: Span,
    pub(crate) kind: PatternKind,
}

#[derive(Clone, Debug)]
pub(crate) enum PatternKind {
    Value(Expr),
    /// `None`, `True`, `False`: compared by identity.
    Singleton(Expr),
    Sequence(Vec<Pattern>),
    Star(Option<Name>),
    Mapping {
        keys: Vec<Expr>,
        patterns: Vec<Pattern>,
        rest: Option<Name>,
    },
    Class {
        class: Expr,
        positional: Vec<Pattern>,
        keywords: Vec<(Name, Pattern)>,
    },
    /// Without a name and a pattern: `_`.
    As(Option<Box<Pattern>>, Option<Name>),
    Or(Vec<Pattern>),
}

/// One name of an import, and what it is called here.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub(crate) name: Name,
    pub(crate) known_as: Option<Name>,
}

#[derive(Clone, Debug)]
pub(crate) enum StmtKind {
    Expr(Expr),
    Assign(Vec<Expr>, Expr),
    AugAssign(Expr, BinOp, Expr),
    /// An annotated name: a value or none, and the annotation.
    Annotated {
        target: Expr,
        value: Option<Expr>,
        annotation: Expr,
        simple: bool,
    },
    Return(Option<Expr>),
    Delete(Vec<Expr>),
    If(Vec<(Expr, Vec<Stmt>)>, Vec<Stmt>),
    While(Expr, Vec<Stmt>, Vec<Stmt>),
    For {
        target: Expr,
        iterable: Expr,
        body: Vec<Stmt>,
        otherwise: Vec<Stmt>,
        is_async: bool,
    },
    With {
        items: Vec<(Expr, Option<Expr>)>,
        body: Vec<Stmt>,
        is_async: bool,
    },
    Try {
        body: Vec<Stmt>,
        handlers: Vec<Handler>,
        otherwise: Vec<Stmt>,
        finally: std::rc::Rc<Vec<Stmt>>,
        groups: bool,
    },
    Match(Expr, Vec<Case>),
    Raise(Option<Expr>, Option<Expr>),
    Assert(Expr, Option<Expr>),
    Import(Vec<Alias>),
    ImportFrom {
        module: Name,
        names: Vec<Alias>,
    },
    Global(Vec<Name>),
    Nonlocal(Vec<Name>),
    Function(Box<Function>),
    Class(Box<Class>),
    Pass,
    Break,
    Continue,
}
