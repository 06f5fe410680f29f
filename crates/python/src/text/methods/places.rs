//! Places in a text: length, index, slice.

use std::borrow::Cow;

use crate::error::{Error, Kind};

/// `len(text)`
pub fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// `text[index]`, of a text with so many characters.
pub fn char_at(text: &str, length: usize, index: i64) -> Result<&str, Error> {
    let Some(at) = normal(index, length) else { return Kind::IndexError.fail("string index out of range") };
    if length == text.len() {
        return Ok(&text[at..=at]);
    }
    let begin = offset(text, at);
    let c = text[begin..].chars().next().expect("the index is inside");
    Ok(&text[begin..begin + c.len_utf8()])
}

fn normal(index: i64, length: usize) -> Option<usize> {
    let length = length as i64;
    let at = if index < 0 { index + length } else { index };
    (0..length).contains(&at).then_some(at as usize)
}

/// The byte at which a character begins; the end for what is behind it.
pub(super) fn offset(text: &str, at: usize) -> usize {
    text.char_indices().nth(at).map_or(text.len(), |(offset, _)| offset)
}

/// `slice(start, stop, step).indices(length)`, and how many there are: begin, step and count are what a copy needs.
pub fn slice_indices(
    length: usize,
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
) -> Result<(i64, i64, i64, usize), Error> {
    let length = length as i64;
    // The smallest step has no opposite.
    let step = step.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Kind::ValueError.fail("slice step cannot be zero");
    }
    let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let place = |given: Option<i64>, default| match given {
        None => default,
        Some(at) if at < 0 => at.saturating_add(length).max(lowest),
        Some(at) => at.min(highest),
    };
    let start = place(start, if step < 0 { highest } else { lowest });
    let stop = place(stop, if step < 0 { lowest } else { highest });
    let distance = if step < 0 { start - stop } else { stop - start };
    let count = if distance <= 0 { 0 } else { (distance - 1) / step.abs() + 1 };
    Ok((start, stop, step, count as usize))
}

/// `text[start:stop:step]`, of a text with so many characters.
pub fn slice(
    text: &str,
    length: usize,
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
) -> Result<Cow<'_, str>, Error> {
    let (start, _, step, count) = slice_indices(length, start, stop, step)?;
    if count == 0 {
        return Ok(Cow::Borrowed(""));
    }
    let ascii = length == text.len();
    if step == 1 {
        let begin = start as usize;
        if ascii {
            return Ok(Cow::Borrowed(&text[begin..begin + count]));
        }
        let from = offset(text, begin);
        let to = from + offset(&text[from..], count);
        return Ok(Cow::Borrowed(&text[from..to]));
    }
    let places = (0..count as i64).map(|at| (start + at * step) as usize);
    if ascii {
        let bytes = text.as_bytes();
        return Ok(Cow::Owned(places.map(|at| char::from(bytes[at])).collect()));
    }
    let characters: Vec<char> = text.chars().collect();
    Ok(Cow::Owned(places.map(|at| characters[at]).collect()))
}

/// The part that methods with a start and an end look at, and the place it begins; `None` where the start is
/// behind the end of the text, so that not even an empty text is found there.
pub fn bounds(text: &str, start: Option<i64>, end: Option<i64>) -> Option<(&str, usize)> {
    if start.is_none() && end.is_none() {
        return Some((text, 0));
    }
    let length = length(text) as i64;
    let place = |at: i64| if at < 0 { at.saturating_add(length).max(0) } else { at };
    let begin = place(start.unwrap_or(0));
    let end = place(end.unwrap_or(length)).min(length);
    if begin > end {
        return None;
    }
    let (begin, end) = (begin as usize, end as usize);
    if length as usize == text.len() {
        return Some((&text[begin..end], begin));
    }
    let from = offset(text, begin);
    let to = from + offset(&text[from..], end - begin);
    Some((&text[from..to], begin))
}

/// The longest text that a repetition or a width may make: beyond it, CPython would fill the memory.
const LONGEST: usize = 1 << 28;

/// `text * count`
pub fn repeat(text: &str, count: i64) -> Result<String, Error> {
    let count = usize::try_from(count).unwrap_or(0);
    if text.len().checked_mul(count).is_none_or(|size| size > LONGEST) {
        return Kind::MemoryError.fail("");
    }
    Ok(text.repeat(count))
}
