//! What takes a text apart, and puts parts together.

use crate::error::{Error, Kind};
use crate::text::unicode::is_space;

/// How often to split: a negative number means as often as possible.
fn most(count: i64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// `text.split(separator, count)`
pub fn split<'a>(text: &'a str, separator: &str, count: i64) -> Result<Vec<&'a str>, Error> {
    if separator.is_empty() {
        return Kind::ValueError.fail("empty separator");
    }
    Ok(text.splitn(most(count).saturating_add(1), separator).collect())
}

/// `text.rsplit(separator, count)`
pub fn rsplit<'a>(text: &'a str, separator: &str, count: i64) -> Result<Vec<&'a str>, Error> {
    if separator.is_empty() {
        return Kind::ValueError.fail("empty separator");
    }
    let mut parts: Vec<&str> = text.rsplitn(most(count).saturating_add(1), separator).collect();
    parts.reverse();
    Ok(parts)
}

/// `text.split(None, count)`: at runs of spaces, and no part is empty.
pub fn split_spaces(text: &str, count: i64) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        if parts.len() == most(count) {
            parts.push(rest);
            break;
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(is_space);
    }
    parts
}

/// `text.rsplit(None, count)`
pub fn rsplit_spaces(text: &str, count: i64) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        if parts.len() == most(count) {
            parts.push(rest);
            break;
        }
        let begin = rest.char_indices().rfind(|&(_, c)| is_space(c)).map_or(0, |(at, c)| at + c.len_utf8());
        parts.push(&rest[begin..]);
        rest = rest[..begin].trim_end_matches(is_space);
    }
    parts.reverse();
    parts
}

/// `text.partition(separator)`
pub fn partition<'a>(text: &'a str, separator: &'a str) -> Result<(&'a str, &'a str, &'a str), Error> {
    if separator.is_empty() {
        return Kind::ValueError.fail("empty separator");
    }
    Ok(text.split_once(separator).map_or((text, "", ""), |(before, after)| (before, separator, after)))
}

/// `text.rpartition(separator)`
pub fn rpartition<'a>(text: &'a str, separator: &'a str) -> Result<(&'a str, &'a str, &'a str), Error> {
    if separator.is_empty() {
        return Kind::ValueError.fail("empty separator");
    }
    Ok(text.rsplit_once(separator).map_or(("", "", text), |(before, after)| (before, separator, after)))
}

/// `separator.join(parts)`; each part is a text already.
pub fn join<'a>(separator: &str, parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut result = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            result.push_str(separator);
        }
        result.push_str(part);
    }
    result
}
