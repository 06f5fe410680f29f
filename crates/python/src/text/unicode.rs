//! What kind a character is, and its cases, by the Unicode that CPython 3.11 has.
//!
//! The standard library's Unicode is newer; its mappings are used where both characters exist in ours.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::unicode_tables::{KINDS, RUNS, TITLES, TITLES_SAME};

const PRINTABLE: u8 = 1;
const ALPHA: u8 = 2;
const DECIMAL: u8 = 4;
const DIGIT: u8 = 8;
const NUMERIC: u8 = 16;
const SPACE: u8 = 32;
const TITLE: u8 = 64;

/// Where each run begins, and what kind it is.
static TABLE: LazyLock<Vec<(u32, u8)>> = LazyLock::new(|| {
    let mut table = Vec::new();
    let mut begin = 0x80;
    let bytes = RUNS.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let kind = KINDS[usize::from(bytes[at] - b'A')];
        let end = (at + 1..bytes.len()).find(|&end| bytes[end].is_ascii_uppercase()).unwrap_or(bytes.len());
        table.push((begin, kind));
        begin += if end == at + 1 { 1 } else { u32::from_str_radix(&RUNS[at + 1..end], 36).expect("it is base 36") };
        at = end;
    }
    table
});

/// The run that a character beyond ASCII is in.
fn run(c: char) -> (u32, u8) {
    let after = TABLE.partition_point(|&(begin, _)| begin <= c as u32);
    TABLE[after - 1]
}

fn has(c: char, property: u8) -> bool {
    run(c).1 & property != 0
}

/// `c.isprintable()`
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() { (' '..='~').contains(&c) } else { has(c, PRINTABLE) }
}

/// `c.isalpha()`
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { has(c, ALPHA) }
}

/// `c.isdecimal()`
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { has(c, DECIMAL) }
}

/// `c.isdigit()`
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { has(c, DIGIT) }
}

/// `c.isnumeric()`
pub fn is_numeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { has(c, NUMERIC) }
}

/// `c.isalnum()`
pub fn is_alnum(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { has(c, ALPHA | DECIMAL | DIGIT | NUMERIC) }
}

/// `c.isspace()`
pub fn is_space(c: char) -> bool {
    if c.is_ascii() { is_ascii_space(c) || ('\x1c'..='\x1f').contains(&c) } else { has(c, SPACE) }
}

/// What the C library calls a space.
pub(crate) fn is_ascii_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// Upper case by Unicode's property.
pub fn is_upper(c: char) -> bool {
    c.is_uppercase() && (c.is_ascii() || exists(c))
}

/// Lower case by Unicode's property.
pub fn is_lower(c: char) -> bool {
    // Six characters changed their property since.
    match c {
        '\u{295}' => true,
        '\u{10fc}' | '\u{a7f2}'..='\u{a7f4}' | '\u{ab69}' => false,
        _ => c.is_lowercase() && (c.is_ascii() || exists(c)),
    }
}

/// Title case: `Dž` is one character.
pub fn is_title(c: char) -> bool {
    !c.is_ascii() && has(c, TITLE)
}

/// Whether our Unicode knows the character; meant for letters, which are printable.
fn exists(c: char) -> bool {
    has(c, PRINTABLE)
}

fn push(result: &mut String, c: char, mapped: impl Iterator<Item = char> + Clone) {
    if exists(c) && mapped.clone().all(|c| c.is_ascii() || exists(c) || c == '\u{307}') {
        result.extend(mapped);
    } else {
        result.push(c);
    }
}

/// Appends `c.upper()`.
pub fn push_upper(result: &mut String, c: char) {
    if c.is_ascii() { result.push(c.to_ascii_uppercase()) } else { push(result, c, c.to_uppercase()) }
}

/// Appends `c.lower()`; a sigma at the end of a word is the caller's.
pub fn push_lower(result: &mut String, c: char) {
    if c.is_ascii() { result.push(c.to_ascii_lowercase()) } else { push(result, c, c.to_lowercase()) }
}

/// Appends `c.title()`.
pub fn push_title(result: &mut String, c: char) {
    if c.is_ascii() {
        result.push(c.to_ascii_uppercase());
    } else if let Some((_, title)) = TITLES.iter().find(|&&(of, _)| of == c) {
        result.push_str(title);
    } else if TITLES_SAME.contains(&c) {
        result.push(c);
    } else {
        push_upper(result, c);
    }
}

/// The value of a decimal digit of any script.
pub fn decimal(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let (begin, kind) = run(c);
    // Digits come in tens that begin with a zero.
    (kind & DECIMAL != 0).then(|| (c as u32 - begin) % 10)
}

/// Digits of every script as ASCII digits and spaces as spaces: what numbers are read from.
pub(crate) fn to_ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let ascii = |c: char| match c {
        _ if c.is_ascii() => c,
        _ if is_space(c) => ' ',
        _ => decimal(c).and_then(|value| char::from_digit(value, 10)).unwrap_or('?'),
    };
    Cow::Owned(text.chars().map(ascii).collect())
}
