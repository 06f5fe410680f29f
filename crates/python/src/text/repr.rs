//! `repr` and `ascii` of texts and bytes.

use std::fmt::Write;

use super::unicode;

/// `repr(text)`
pub fn text(text: &str) -> String {
    quoted(text, unicode::is_printable)
}

/// `ascii(text)`
pub fn ascii(text: &str) -> String {
    quoted(text, |c| (' '..='~').contains(&c))
}

/// What `ascii(value)` does with a representation made elsewhere: everything beyond ASCII is escaped.
pub fn ascii_of(representation: &str) -> String {
    let mut result = String::with_capacity(representation.len());
    for c in representation.chars() {
        if c.is_ascii() { result.push(c) } else { escape(&mut result, c) }
    }
    result
}

fn quoted(text: &str, printable: fn(char) -> bool) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut result = String::with_capacity(text.len() + 2);
    result.push(quote);
    for c in text.chars() {
        match c {
            '\n' => result.push_str("\\n"),
            '\r' => result.push_str("\\r"),
            '\t' => result.push_str("\\t"),
            '\\' => result.push_str("\\\\"),
            _ if c == quote => {
                result.push('\\');
                result.push(c);
            }
            _ if printable(c) => result.push(c),
            _ => escape(&mut result, c),
        }
    }
    result.push(quote);
    result
}

fn escape(result: &mut String, c: char) {
    let code = c as u32;
    match code {
        0..=0xff => write!(result, "\\x{code:02x}"),
        0x100..=0xffff => write!(result, "\\u{code:04x}"),
        _ => write!(result, "\\U{code:08x}"),
    }
    .expect("a string takes everything");
}

/// `repr(bytes)`, without the `b`; a bytearray escapes a `'` in any quotes.
fn quoted_bytes(bytes: &[u8], array: bool) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut result = String::with_capacity(bytes.len() + 2);
    result.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\n' => result.push_str("\\n"),
            b'\r' => result.push_str("\\r"),
            b'\t' => result.push_str("\\t"),
            b'\\' => result.push_str("\\\\"),
            _ if byte == quote || array && byte == b'\'' => {
                result.push('\\');
                result.push(char::from(byte));
            }
            b' '..=b'~' => result.push(char::from(byte)),
            _ => escape(&mut result, char::from(byte)),
        }
    }
    result.push(char::from(quote));
    result
}

/// `repr(b"…")`
pub fn bytes(bytes: &[u8]) -> String {
    format!("b{}", quoted_bytes(bytes, false))
}

/// `repr(bytearray(b"…"))`
pub fn bytearray(bytes: &[u8]) -> String {
    format!("bytearray(b{})", quoted_bytes(bytes, true))
}

/// The first so many characters: what CPython's own messages show of a long value.
pub fn shortened(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(at, _)| &text[..at])
}
