//! What a pattern consists of.

use super::{ASCII, IGNORE_CASE};

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Char(char, Case),
    /// Any character; `true` for newlines too.
    Any(bool),
    Set(Set),
    At(At),
    Back(usize, Case),
    Group(Option<usize>, Box<Node>),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat(Box<Node>, u32, u32, Greed),
    Look {
        ahead: bool,
        wanted: bool,
        node: Box<Node>,
    },
    Atomic(Box<Node>),
    If(usize, Box<Node>, Box<Node>),
}

/// Whether large and small letters are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    /// Those of ASCII are.
    Ascii,
    Folded,
}

impl Case {
    pub(super) fn of(flags: u32) -> Self {
        match (flags & IGNORE_CASE, flags & ASCII) {
            (0, _) => Self::Exact,
            (_, 0) => Self::Folded,
            _ => Self::Ascii,
        }
    }
}

/// How a repetition goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Begin,
    LineBegin,
    End,
    LineEnd,
    TextEnd,
    Boundary(bool, bool),
}

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Digit,
    Space,
    Word,
}

/// A member of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Range(char, char),
    /// A class, whether it is the opposite, and whether only ASCII counts.
    Class(Class, bool, bool),
}

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    pub(super) members: Vec<Member>,
    pub(super) negated: bool,
    pub(super) case: Case,
}

/// As often as one likes.
pub(super) const UNBOUNDED: u32 = u32::MAX;
