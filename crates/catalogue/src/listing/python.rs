//! Just enough of Python's words to colour a line and to find a literal in it.
//!
//! It works on one line at a time, so a string over several lines is not known as one in its
//! later lines; listings have none. It refuses to understand what the words mean.

/// What a piece of a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Names, operators, blanks.
    Plain,
    /// A word of the language.
    Keyword,
    /// A string with its prefix and quotes.
    Str,
    /// A number.
    Number,
    /// From `#` to the end of the line.
    Comment,
}

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// The line cut into pieces of one tone; put together again, they are the line.
#[must_use]
pub fn spans(line: &str) -> Vec<(Tone, &str)> {
    let mut spans: Vec<(Tone, &str)> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let (tone, length) = first(&line[at..]);
        match spans.last_mut() {
            // Plain characters come one by one; a piece holds as many as there are.
            Some((Tone::Plain, plain)) if tone == Tone::Plain => *plain = &line[at - plain.len()..at + length],
            _ => spans.push((tone, &line[at..at + length])),
        }
        at += length;
    }
    spans
}

/// The tone and the bytes of the first word of a text that is not empty.
fn first(text: &str) -> (Tone, usize) {
    let next = text.chars().next().unwrap_or(' ');
    match next {
        '#' => (Tone::Comment, text.find('\n').unwrap_or(text.len())),
        '"' | '\'' => (Tone::Str, string(text, next)),
        '.' if text[1..].starts_with(|c: char| c.is_ascii_digit()) => (Tone::Number, number(text)),
        _ if next.is_ascii_digit() => (Tone::Number, number(text)),
        _ if next.is_alphabetic() || next == '_' => {
            let length = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
            let (word, rest) = text.split_at(length);
            let prefix = length <= 2 && word.chars().all(|c| "rRbBuUfFtT".contains(c));
            match rest.chars().next() {
                Some(quote @ ('"' | '\'')) if prefix => (Tone::Str, length + string(rest, quote)),
                _ if KEYWORDS.contains(&word) => (Tone::Keyword, length),
                _ => (Tone::Plain, length),
            }
        }
        _ => (Tone::Plain, next.len_utf8()),
    }
}

/// The bytes of the string the text begins with; one that is not closed ends with its line.
fn string(text: &str, quote: char) -> usize {
    let mark = quote.to_string();
    let triple = mark.repeat(3);
    let mark = if text.starts_with(&triple) { triple } else { mark };
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(mark.len()) {
        if escaped {
            escaped = false;
        } else if text[at..].starts_with(&mark) {
            return at + mark.len();
        } else if c == '\n' && mark.len() == 1 {
            return at;
        } else {
            escaped = c == '\\';
        }
    }
    text.len()
}

/// The bytes of the number the text begins with, in whatever base, with its exponent.
fn number(text: &str) -> usize {
    let hex = text.starts_with("0x") || text.starts_with("0X");
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let exponent = !hex && matches!(before, 'e' | 'E') && matches!(c, '+' | '-');
        if !(c.is_ascii_alphanumeric() || c == '_' || c == '.' || exponent) {
            return at;
        }
        before = c;
    }
    text.len()
}
