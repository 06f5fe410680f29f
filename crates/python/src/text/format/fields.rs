//! What stands in braces: how `str.format` reads its text.
//!
//! Pieces are read one at a time, because what is wrong further on must not be told before what an
//! earlier field raises.

use crate::error::{Error, Kind};
use crate::text::unicode;

/// A part of a text with fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it is.
    Literal(&'a str),
    /// To be replaced.
    Field(Field<'a>),
}

/// `{name.attribute[item]!r:spec}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Which argument.
    pub first: First<'a>,
    /// What is reached from it: read this with [`Accesses`].
    pub path: Accesses<'a>,
    /// `r`, `s` or `a`; another character is an [`unknown_conversion`], after the argument was found.
    pub conversion: Option<char>,
    /// What `format` is told: fields in it are replaced first, one level deep ([`too_deep`] else).
    pub spec: &'a str,
    /// Whether the specification has fields.
    pub nested: bool,
}

/// Which argument a field begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First<'a> {
    /// The next.
    Next,
    /// The one at this place.
    At(i64),
    /// The one of this name.
    Named(&'a str),
}

/// A step from a value to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[7]`
    Index(i64),
    /// `[key]`
    Key(&'a str),
}

/// The error of a conversion that is not `r`, `s` or `a`.
pub fn unknown_conversion(c: char) -> Error {
    let shown = if c > ' ' && c < '\u{7f}' { c.to_string() } else { format!("\\x{:x}", c as u32) };
    Error::value_error(format!("Unknown conversion specifier {shown}"))
}

/// The error of fields in a specification in a specification.
pub fn too_deep() -> Error {
    Error::value_error("Max string recursion exceeded")
}

/// Which positional argument each field takes: by itself or by its number, but not both in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    next: i64,
    by_number: Option<bool>,
}

impl Numbering {
    /// The index that a field without a name means.
    pub fn index(&mut self, given: Option<i64>) -> Result<i64, Error> {
        let by_number = *self.by_number.get_or_insert(given.is_some());
        match (by_number, given) {
            (true, None) => {
                Kind::ValueError.fail("cannot switch from manual field specification to automatic field numbering")
            }
            (false, Some(_)) => {
                Kind::ValueError.fail("cannot switch from automatic field numbering to manual field specification")
            }
            (true, Some(index)) => Ok(index),
            (false, None) => {
                self.next += 1;
                Ok(self.next - 1)
            }
        }
    }
}

/// The pieces of a text. An escaped brace ends a literal.
pub fn fields(text: &str) -> Fields<'_> {
    Fields { rest: text }
}

/// See [`fields`].
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Piece<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let text = self.rest;
        let Some(at) = text.find(['{', '}']) else {
            self.rest = "";
            return Some(Ok(Piece::Literal(text)));
        };
        let bytes = text.as_bytes();
        let following = bytes.get(at + 1);
        if following == Some(&bytes[at]) {
            self.rest = &text[at + 2..];
            return Some(Ok(Piece::Literal(&text[..=at])));
        }
        if bytes[at] == b'}' {
            return Some(self.wrong("Single '}' encountered in format string"));
        }
        if following.is_none() {
            return Some(self.wrong("Single '{' encountered in format string"));
        }
        if at > 0 {
            self.rest = &text[at..];
            return Some(Ok(Piece::Literal(&text[..at])));
        }
        Some(self.field(&text[1..]))
    }
}

impl<'a> Fields<'a> {
    fn wrong<T>(&mut self, words: &'static str) -> Result<T, Error> {
        self.rest = "";
        Kind::ValueError.fail(words)
    }

    fn field(&mut self, text: &'a str) -> Result<Piece<'a>, Error> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let end = loop {
            match bytes.get(at) {
                None => return self.wrong("expected '}' before end of string"),
                Some(b'{') => return self.wrong("unexpected '{' in field name"),
                Some(b'[') => {
                    // A bracket without its end swallows the rest.
                    at = text[at..].find(']').map_or(text.len(), |length| at + length);
                }
                Some(b'}' | b':' | b'!') => break at,
                Some(_) => {}
            }
            at += 1;
        };
        let name = &text[..end];
        let mut rest = &text[end + 1..];
        let mut conversion = None;
        let mut specified = bytes[end] == b':';
        if bytes[end] == b'!' {
            let mut characters = rest.chars();
            conversion = characters.next();
            if conversion.is_none() {
                return self.wrong("end of string while looking for conversion specifier");
            }
            rest = characters.as_str();
            match rest.as_bytes().first() {
                Some(b'}') => rest = &rest[1..],
                Some(b':') => {
                    rest = &rest[1..];
                    specified = true;
                }
                Some(_) => return self.wrong("expected ':' after conversion specifier"),
                None => return self.wrong("unmatched '{' in format spec"),
            }
        }
        let (mut spec, mut nested) = ("", false);
        if specified {
            let mut open = 1;
            let Some(close) = rest.bytes().position(|byte| {
                open += i32::from(byte == b'{') - i32::from(byte == b'}');
                nested |= byte == b'{';
                open == 0
            }) else {
                return self.wrong("unmatched '{' in format spec");
            };
            spec = &rest[..close];
            rest = &rest[close + 1..];
        }
        self.rest = rest;
        let split = name.find(['.', '[']).unwrap_or(name.len());
        let first = match &name[..split] {
            "" => First::Next,
            name => match integer(name)? {
                Some(index) => First::At(index),
                None => First::Named(name),
            },
        };
        Ok(Piece::Field(Field { first, path: Accesses { rest: &name[split..] }, conversion, spec, nested }))
    }
}

/// A text of digits only, as a number.
fn integer(text: &str) -> Result<Option<i64>, Error> {
    let mut value: i64 = 0;
    for c in text.chars() {
        let Some(digit) = unicode::decimal(c) else { return Ok(None) };
        let Some(next) = value.checked_mul(10).and_then(|value| value.checked_add(i64::from(digit))) else {
            return Kind::ValueError.fail("Too many decimal digits in format string");
        };
        value = next;
    }
    Ok((!text.is_empty()).then_some(value))
}

/// The steps behind a field's first name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accesses<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Accesses<'a> {
    type Item = Result<Access<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.rest.chars().next()?;
        let rest = std::mem::take(&mut self.rest);
        let inside = &rest[first.len_utf8()..];
        let wrong = |words: &'static str| Some(Kind::ValueError.fail(words));
        let access = match first {
            '.' => {
                let end = inside.find(['.', '[']).unwrap_or(inside.len());
                self.rest = &inside[end..];
                Access::Attribute(&inside[..end])
            }
            '[' => {
                let Some(end) = inside.find(']') else { return wrong("Missing ']' in format string") };
                self.rest = &inside[end + 1..];
                match integer(&inside[..end]) {
                    Ok(Some(index)) => Access::Index(index),
                    Ok(None) => Access::Key(&inside[..end]),
                    Err(error) => return Some(Err(error)),
                }
            }
            _ => return wrong("Only '.' or '[' may follow ']' in format field specifier"),
        };
        if matches!(access, Access::Attribute("") | Access::Key("")) {
            self.rest = "";
            return wrong("Empty attribute in format string");
        }
        Some(Ok(access))
    }
}
