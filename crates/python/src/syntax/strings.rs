//! What is inside of string literals: escapes, and the braces of f-strings, as CPython 3.11 reads them.

use super::{Key, Place, Wrong, parse};

/// A literal, taken apart.
struct Literal<'a> {
    /// What is between the quotes.
    body: &'a str,
    /// Where that begins in the program.
    begin: usize,
    raw: bool,
    bytes: bool,
    formatted: bool,
}

fn literal(text: &str, begin: usize, end: usize) -> Literal<'_> {
    let token = &text[begin..end];
    let quote = token.find(['\'', '"']).unwrap_or(0);
    let prefix = token[..quote].to_ascii_lowercase();
    let rest = &token[quote..];
    let triple = rest.len() >= 6 && (rest.starts_with("'''") || rest.starts_with("\"\"\""));
    let length = if triple { 3 } else { 1 };
    Literal {
        body: &rest[length..rest.len() - length],
        begin: begin + quote + length,
        raw: prefix.contains('r'),
        bytes: prefix.contains('b'),
        formatted: prefix.contains('f'),
    }
}

/// Whether one of the literals that stand side by side is an f-string, or what is wrong with them.
pub(super) fn check(text: &str, parts: &[(usize, usize)], last: Place) -> Result<bool, Wrong> {
    let mut bytes = None;
    let mut formatted = false;
    for &(begin, end) in parts {
        let literal = literal(text, begin, end);
        if literal.bytes && !literal.body.is_ascii() {
            return Err(Wrong::new(Key::BytesBeyondAscii, &[], Place::Range(begin, end)));
        }
        if *bytes.get_or_insert(literal.bytes) != literal.bytes {
            return Err(Wrong::new(Key::MixedBytes, &[], last));
        }
        if literal.formatted {
            formatted = true;
            Formatted { literal: &literal, at: 0, last }.parts(0)?;
        } else if !literal.raw {
            escapes(literal.body, literal.bytes, last)?;
        }
    }
    Ok(formatted)
}

/// Looks at every escape of a part without braces.
fn escapes(body: &str, bytes: bool, last: Place) -> Result<(), Wrong> {
    let mut at = 0;
    while let Some(found) = body[at..].find('\\') {
        let begin = at + found;
        let Some(c) = body[begin + 1..].chars().next() else { return Ok(()) };
        at = begin + 1 + c.len_utf8();
        let digits = match c {
            'x' => 2,
            'u' if !bytes => 4,
            'U' if !bytes => 8,
            'N' if !bytes => {
                let name = body[at..].strip_prefix('{').and_then(|rest| rest.find('}').filter(|&end| end > 0));
                if name.is_none() {
                    let end = body[at..].strip_prefix('{').map_or(at, |rest| at + 1 + rest.len().min(1)) - 1;
                    return unicode_error(body, begin, end, "malformed \\N character escape", last);
                }
                continue;
            }
            _ => continue,
        };
        let found = body[at..].bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
        if found < digits {
            if bytes {
                // What came before counts as it is written, escapes undone.
                return Err(Wrong::new(Key::InvalidXEscape, &[&begin.to_string()], last));
            }
            let words = format!("truncated \\{c}{} escape", "X".repeat(digits));
            return unicode_error(body, begin, at + found - 1, &words, last);
        }
        if digits == 8 && u32::from_str_radix(&body[at..at + 8], 16).is_ok_and(|code| code > 0x10_ffff) {
            return unicode_error(body, begin, at + 7, "illegal Unicode character", last);
        }
    }
    Ok(())
}

fn unicode_error(body: &str, begin: usize, end: usize, words: &str, last: Place) -> Result<(), Wrong> {
    // Characters beyond ASCII are ten bytes each in what CPython decodes.
    let widened = |at: usize| body[..at].chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum::<usize>();
    let (begin, end) = (widened(begin), widened(end));
    let place = if begin == end {
        format!("byte 0x5c in position {begin}")
    } else {
        format!("bytes in position {begin}-{end}")
    };
    Err(Wrong::new(Key::UnicodeError, &[&format!("'unicodeescape' codec can't decode {place}: {words}")], last))
}

struct Formatted<'a> {
    literal: &'a Literal<'a>,
    at: usize,
    last: Place,
}

impl Formatted<'_> {
    fn wrong<T>(&self, key: Key, arguments: &[&str]) -> Result<T, Wrong> {
        Err(Wrong::new(key, arguments, self.last))
    }

    fn peek(&self) -> Option<u8> {
        self.literal.body.as_bytes().get(self.at).copied()
    }

    /// Literal parts and expressions; inside of a specification, up to its brace.
    fn parts(&mut self, depth: u32) -> Result<(), Wrong> {
        loop {
            let begin = self.at;
            let mut ended = false;
            while let Some(byte) = self.peek() {
                if byte == b'\\' && !self.literal.raw {
                    self.at += 1;
                    if self.peek() == Some(b'N') && self.literal.body[self.at..].starts_with("N{") {
                        self.at += self.literal.body[self.at..].find('}').map_or(2, |length| length + 1);
                    } else if !matches!(self.peek(), Some(b'{' | b'}')) {
                        self.at += self.literal.body[self.at..].chars().next().map_or(0, char::len_utf8);
                    }
                    continue;
                }
                if byte == b'{' || byte == b'}' {
                    let doubled = self.literal.body.as_bytes().get(self.at + 1) == Some(&byte);
                    if depth == 0 && doubled {
                        self.at += 2;
                        continue;
                    }
                    if depth == 0 && byte == b'}' {
                        return self.wrong(Key::SingleBrace, &[]);
                    }
                    ended = true;
                    break;
                }
                self.at += 1;
            }
            if !self.literal.raw {
                escapes(&self.literal.body[begin..self.at], false, self.last)?;
            }
            match self.peek() {
                Some(b'{') if ended => self.expression(depth)?,
                _ if depth == 0 => return Ok(()),
                Some(b'}') => return Ok(()),
                _ => return self.wrong(Key::ExpectingBrace, &[]),
            }
        }
    }

    fn expression(&mut self, depth: u32) -> Result<(), Wrong> {
        if depth >= 2 {
            return self.wrong(Key::NestedTooDeeply, &[]);
        }
        self.at += 1;
        let begin = self.at;
        self.skip_expression()?;
        if self.peek().is_none() {
            return self.wrong(Key::ExpectingBrace, &[]);
        }
        let expression = &self.literal.body[begin..self.at];
        if expression.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')) {
            return match self.peek() {
                Some(byte @ (b'!' | b':' | b'=')) => {
                    self.wrong(Key::ExpressionRequired, &[&char::from(byte).to_string()])
                }
                _ => self.wrong(Key::EmptyExpression, &[]),
            };
        }
        // With brackets around it may go over several lines. What we cannot tell, the parser of programs tells.
        if let Ok(Some(mut wrong)) = parse::check_inside(&format!("({expression})")) {
            wrong.inside = !wrong.key.is_tokenizers();
            let from = self.literal.begin + begin;
            wrong.place = wrong.place.moved(|at| from + at.saturating_sub(1).min(expression.len()));
            return Err(wrong);
        }
        if self.peek() == Some(b'=') {
            self.at += 1;
            while self.peek().is_some_and(|byte| byte.is_ascii_whitespace() || byte == b'\x0b') {
                self.at += 1;
            }
        }
        if self.peek() == Some(b'!') {
            self.at += 1;
            match self.peek() {
                None => return self.wrong(Key::ExpectingBrace, &[]),
                Some(b's' | b'r' | b'a') => self.at += 1,
                Some(_) => return self.wrong(Key::InvalidConversion, &[]),
            }
        }
        if self.peek() == Some(b':') {
            self.at += 1;
            if self.peek().is_none() {
                return self.wrong(Key::ExpectingBrace, &[]);
            }
            self.parts(depth + 1)?;
        }
        if self.peek() != Some(b'}') {
            return self.wrong(Key::ExpectingBrace, &[]);
        }
        self.at += 1;
        Ok(())
    }

    /// To where the expression ends: at a conversion, a specification or a brace.
    fn skip_expression(&mut self) -> Result<(), Wrong> {
        let bytes = self.literal.body.as_bytes();
        let mut quote: Option<(u8, bool)> = None;
        let mut open: Vec<u8> = Vec::new();
        while let Some(byte) = self.peek() {
            let triple = bytes.get(self.at + 1) == Some(&byte) && bytes.get(self.at + 2) == Some(&byte);
            if byte == b'\\' {
                return self.wrong(Key::BackslashInside, &[]);
            }
            if let Some((of, of_three)) = quote {
                if byte == of && (!of_three || triple) {
                    self.at += if of_three { 2 } else { 0 };
                    quote = None;
                }
                self.at += 1;
                continue;
            }
            match byte {
                b'\'' | b'"' => {
                    self.at += if triple { 2 } else { 0 };
                    quote = Some((byte, triple));
                }
                b'(' | b'[' | b'{' => open.push(byte),
                b'#' => return self.wrong(Key::HashInside, &[]),
                b'!' | b':' | b'}' | b'=' | b'<' | b'>' if open.is_empty() => {
                    if matches!(byte, b'!' | b'=' | b'<' | b'>') && bytes.get(self.at + 1) == Some(&b'=') {
                        self.at += 1;
                    } else if !matches!(byte, b'<' | b'>') {
                        break;
                    }
                }
                b')' | b']' | b'}' => {
                    let closing = char::from(byte).to_string();
                    let Some(opening) = open.pop() else { return self.wrong(Key::UnmatchedInside, &[&closing]) };
                    if !matches!((opening, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                        return self.wrong(Key::MismatchInside, &[&closing, &char::from(opening).to_string()]);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        if quote.is_some() {
            return self.wrong(Key::UnterminatedInside, &[]);
        }
        match open.last() {
            Some(&opening) => self.wrong(Key::UnmatchedInside, &[&char::from(opening).to_string()]),
            None => Ok(()),
        }
    }
}
