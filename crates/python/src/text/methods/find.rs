//! What looks for one text in another.

use super::places::{bounds, length};
use crate::error::{Error, Kind};

/// `part in text`
pub fn contains(text: &str, part: &str) -> bool {
    text.contains(part)
}

/// The place of a byte of what was looked at.
fn place(part: &str, from: usize, at: usize) -> i64 {
    (from + length(&part[..at])) as i64
}

/// `text.find(part, start, end)`
pub fn find(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> i64 {
    let Some((inside, from)) = bounds(text, start, end) else { return -1 };
    inside.find(part).map_or(-1, |at| place(inside, from, at))
}

/// `text.rfind(part, start, end)`
pub fn rfind(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> i64 {
    let Some((inside, from)) = bounds(text, start, end) else { return -1 };
    inside.rfind(part).map_or(-1, |at| place(inside, from, at))
}

/// `text.index(part, start, end)`
pub fn index(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> Result<i64, Error> {
    found(find(text, part, start, end))
}

/// `text.rindex(part, start, end)`
pub fn rindex(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> Result<i64, Error> {
    found(rfind(text, part, start, end))
}

fn found(at: i64) -> Result<i64, Error> {
    if at < 0 { Kind::ValueError.fail("substring not found") } else { Ok(at) }
}

/// `text.count(part, start, end)`
pub fn count(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> usize {
    let Some((inside, _)) = bounds(text, start, end) else { return 0 };
    if part.is_empty() { length(inside) + 1 } else { inside.matches(part).count() }
}

/// `text.startswith(part, start, end)`; a tuple is asked for one by one.
pub fn starts_with(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> bool {
    bounds(text, start, end).is_some_and(|(inside, _)| inside.starts_with(part))
}

/// `text.endswith(part, start, end)`
pub fn ends_with(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> bool {
    bounds(text, start, end).is_some_and(|(inside, _)| inside.ends_with(part))
}

/// `text.replace(old, new, count)`; a negative count means all.
pub fn replace(text: &str, old: &str, new: &str, count: i64) -> String {
    match usize::try_from(count) {
        Ok(count) => text.replacen(old, new, count),
        Err(_) => text.replace(old, new),
    }
}
