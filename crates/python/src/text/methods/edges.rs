//! What is done at the edges of a text: strip, fill, remove.

use super::places::length;
use crate::error::{Error, Kind};
use crate::text::unicode::is_space;

/// Which ends are stripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strip {
    /// `strip`
    Both,
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
}

fn trimmed(text: &str, ends: Strip, gone: impl Fn(char) -> bool) -> &str {
    let text = if ends == Strip::Right { text } else { text.trim_start_matches(&gone) };
    if ends == Strip::Left { text } else { text.trim_end_matches(&gone) }
}

/// `text.strip()`
pub fn strip(text: &str) -> &str {
    trimmed(text, Strip::Both, is_space)
}

/// `text.lstrip()`
pub fn lstrip(text: &str) -> &str {
    trimmed(text, Strip::Left, is_space)
}

/// `text.rstrip()`
pub fn rstrip(text: &str) -> &str {
    trimmed(text, Strip::Right, is_space)
}

/// `text.strip(characters)`, and its like for one end.
pub fn strip_of<'a>(text: &'a str, characters: &str, ends: Strip) -> &'a str {
    trimmed(text, ends, |c| characters.contains(c))
}

/// `text.removeprefix(prefix)`
pub fn remove_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    text.strip_prefix(prefix).unwrap_or(text)
}

/// `text.removesuffix(suffix)`
pub fn remove_suffix<'a>(text: &'a str, suffix: &str) -> &'a str {
    text.strip_suffix(suffix).unwrap_or(text)
}

/// The widest text that is made: beyond it, CPython would fill the memory.
const WIDEST: i64 = 1 << 28;

fn missing(text: &str, width: i64) -> Result<usize, Error> {
    if width > WIDEST {
        return Kind::MemoryError.fail("");
    }
    Ok(usize::try_from(width).unwrap_or(0).saturating_sub(length(text)))
}

fn filled(text: &str, before: usize, after: usize, fill: char) -> String {
    let fill = |count| std::iter::repeat_n(fill, count);
    fill(before).chain(text.chars()).chain(fill(after)).collect()
}

/// `text.ljust(width, fill)`
pub fn ljust(text: &str, width: i64, fill: char) -> Result<String, Error> {
    Ok(filled(text, 0, missing(text, width)?, fill))
}

/// `text.rjust(width, fill)`
pub fn rjust(text: &str, width: i64, fill: char) -> Result<String, Error> {
    Ok(filled(text, missing(text, width)?, 0, fill))
}

/// `text.center(width, fill)`: of an odd fill, the half that is larger stands left where the width is odd.
pub fn center(text: &str, width: i64, fill: char) -> Result<String, Error> {
    let missing = missing(text, width)?;
    let left = missing / 2 + (missing & usize::try_from(width).unwrap_or(0) & 1);
    Ok(filled(text, left, missing - left, fill))
}

/// `text.zfill(width)`: behind a sign.
pub fn zfill(text: &str, width: i64) -> Result<String, Error> {
    let missing = missing(text, width)?;
    let (sign, digits) = if text.starts_with(['+', '-']) { text.split_at(1) } else { ("", text) };
    Ok(format!("{sign}{}{digits}", "0".repeat(missing)))
}

/// `text.expandtabs(size)`
pub fn expandtabs(text: &str, size: i64) -> Result<String, Error> {
    if size > WIDEST {
        return Kind::MemoryError.fail("");
    }
    let size = usize::try_from(size).unwrap_or(0);
    let mut result = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let count = if size == 0 { 0 } else { size - column % size };
                result.extend(std::iter::repeat_n(' ', count));
                column += count;
            }
            '\n' | '\r' => {
                result.push(c);
                column = 0;
            }
            _ => {
                result.push(c);
                column += 1;
            }
        }
    }
    Ok(result)
}
