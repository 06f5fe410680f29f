//! Upper, lower and what is between.

use crate::text::unicode::{is_lower, is_title, is_upper, push_lower, push_title, push_upper};

/// `text.upper()`
pub fn upper(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    let mut result = String::with_capacity(text.len());
    text.chars().for_each(|c| push_upper(&mut result, c));
    result
}

/// `text.lower()`
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut result = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        push_lower_at(&mut result, text, at, c);
    }
    result
}

/// A sigma that ends a word has a form of its own.
fn push_lower_at(result: &mut String, text: &str, at: usize, c: char) {
    if c != 'Σ' {
        return push_lower(result, c);
    }
    // The standard library knows which characters do not count: it is asked for either side by itself.
    let after = at + c.len_utf8();
    let behind_a_letter = text[..after].to_lowercase().ends_with('ς');
    let before_none = format!("AΣ{}", &text[after..]).to_lowercase().starts_with("aς");
    result.push(if behind_a_letter && before_none { 'ς' } else { 'σ' });
}

/// `text.title()`
pub fn title(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if inside {
            push_lower_at(&mut result, text, at, c)
        } else {
            push_title(&mut result, c)
        }
        inside = is_cased(c);
    }
    result
}

fn is_cased(c: char) -> bool {
    is_lower(c) || is_upper(c) || is_title(c)
}

/// `text.capitalize()`
pub fn capitalize(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if at == 0 { push_title(&mut result, c) } else { push_lower_at(&mut result, text, at, c) }
    }
    result
}

/// `text.swapcase()`
pub fn swapcase(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if is_upper(c) {
            push_lower_at(&mut result, text, at, c);
        } else if is_lower(c) {
            push_upper(&mut result, c);
        } else {
            result.push(c);
        }
    }
    result
}

/// `text.casefold()`
pub fn casefold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ẞ' => result.push_str("ss"),
            // Cherokee was given its small letters late, so it is folded to its capitals.
            '\u{13a0}'..='\u{13f5}' => result.push(c),
            '\u{13f8}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => push_upper(&mut result, c),
            _ if folds_by_upper(c) => {
                let mut upper = String::new();
                push_upper(&mut upper, c);
                upper.chars().for_each(|c| push_lower(&mut result, c));
            }
            _ => push_lower(&mut result, c),
        }
    }
    result
}

/// Whether upper case makes several letters of it, as of `ß` and of ligatures, or it is a second form of a small letter.
fn folds_by_upper(c: char) -> bool {
    const SECOND_FORMS: &str = "µſ\u{345}ςϐϑϕϖϰϱϵ\u{1e9b}\u{1fbe}";
    !c.is_ascii() && (c.to_uppercase().len() > 1 || SECOND_FORMS.contains(c) || ('\u{1c80}'..='\u{1c88}').contains(&c))
}
