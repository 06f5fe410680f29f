//! Tokens as CPython 3.11 cuts them, with what it says where it cannot.
//!
//! Tokens are cut when they are asked for, because what is wrong further on is not told before what is
//! wrong here.

use super::{Key, Place, Wrong};
use crate::text::unicode;

/// What kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Name,
    Number,
    Text,
    Newline,
    Indent,
    Dedent,
    End,
    /// An operator, or a character that is none: what it is, its text says.
    Operator,
    /// The text ends inside of brackets or behind a `\`.
    Cut,
}

/// A token and where it is: byte offsets, and how many brackets are open behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) token: Token,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) level: usize,
    /// Whether CPython gives it no column: an indent and a dedent have none.
    pub(super) bare: bool,
}

/// Cuts one text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    line_begin: usize,
    at_line_begin: bool,
    /// How far lines are indented, counted with tabs of eight and of one.
    indents: Vec<(usize, usize)>,
    /// Dedents (negative) or an indent that are still to be given.
    pending: i32,
    /// The open brackets.
    brackets: Vec<(u8, usize)>,
    ended: bool,
    /// Whether anything stands on the last line, so that a newline is missing there.
    last_newline: bool,
}

const MOST_BRACKETS: usize = 200;
const MOST_INDENTS: usize = 100;

const THREE: &[&str] = &["**=", "//=", "...", "<<=", ">>="];
const TWO: &[&str] = &[
    "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//", "/=", ":=", "<<", "<=", "<>", "==", ">=", ">>", "@=", "^=",
    "|=",
];

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            // A mark of the byte order is not part of the program.
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            line_begin: 0,
            at_line_begin: true,
            indents: vec![(0, 0)],
            pending: 0,
            brackets: Vec::new(),
            ended: false,
            last_newline: true,
        }
    }

    /// Where cutting is.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The innermost bracket that is open, if one is.
    pub(super) fn open_bracket(&self) -> Option<(u8, usize)> {
        self.brackets.last().copied()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn piece(&self, token: Token, begin: usize) -> Piece {
        Piece { token, begin, end: self.at, level: self.brackets.len(), bare: false }
    }

    fn bare(&self, token: Token) -> Piece {
        Piece { bare: true, ..self.piece(token, self.at) }
    }

    fn line_of(&self, at: usize) -> usize {
        super::line_of(self.text, at)
    }

    /// An error of the tokenizer itself at its place.
    fn wrong<T>(&self, key: Key, arguments: &[&str], at: usize) -> Result<T, Wrong> {
        Err(Wrong::new(key, arguments, Place::At(at)))
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Piece, Wrong> {
        loop {
            let mut blank = false;
            if self.at_line_begin {
                self.at_line_begin = false;
                blank = self.indentation()?;
            }
            if self.pending != 0 {
                return Ok(if self.pending < 0 {
                    self.pending += 1;
                    self.bare(Token::Dedent)
                } else {
                    self.pending -= 1;
                    self.bare(Token::Indent)
                });
            }
            if let Some(piece) = self.on_line(blank)? {
                return Ok(piece);
            }
        }
    }

    /// Reads the spaces a line begins with; true if nothing counts on this line.
    fn indentation(&mut self) -> Result<bool, Wrong> {
        let (mut column, mut tabless) = (0, 0);
        let mut continued = None;
        loop {
            match self.peek() {
                Some(b' ') => {
                    column += 1;
                    tabless += 1;
                }
                Some(b'\t') => {
                    column = (column / 8 + 1) * 8;
                    tabless += 1;
                }
                Some(b'\x0c') => (column, tabless) = (0, 0),
                Some(b'\\') => {
                    // A line that only continues keeps the indentation it began with.
                    if column > 0 {
                        continued.get_or_insert((column, tabless));
                    }
                    self.continuation()?;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        if let Some(first) = continued {
            (column, tabless) = first;
        }
        if matches!(self.peek(), Some(b'#' | b'\n' | b'\r')) || self.peek().is_none() && self.line_is_empty() {
            return Ok(true);
        }
        if !self.brackets.is_empty() {
            return Ok(false);
        }
        let &(top, top_tabless) = self.indents.last().expect("the first is never taken away");
        let tabs = |this: &Self| this.wrong(Key::Tabs, &[], this.line_begin);
        if column == top {
            if tabless != top_tabless {
                return tabs(self);
            }
        } else if column > top {
            if self.indents.len() >= MOST_INDENTS {
                return self.wrong(Key::TooManyIndents, &[], self.at);
            }
            if tabless <= top_tabless {
                return tabs(self);
            }
            self.indents.push((column, tabless));
            self.pending = 1;
        } else {
            while self.indents.len() > 1 && column < self.indents.last().expect("there are two").0 {
                self.indents.pop();
                self.pending -= 1;
            }
            let &(top, top_tabless) = self.indents.last().expect("the first is never taken away");
            if column != top {
                let mut end = self.text[self.at..].find('\n').map_or(self.text.len(), |length| self.at + length + 1);
                if end == self.text.len() && !self.text.ends_with('\n') {
                    end += 1;
                }
                return Err(Wrong::new(Key::Unindent, &[], Place::LineEnd(self.at, end)));
            }
            if tabless != top_tabless {
                return tabs(self);
            }
        }
        Ok(false)
    }

    fn line_is_empty(&self) -> bool {
        self.text[self.line_begin..].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\x0c'))
    }

    /// `\` and the end of the line behind it.
    fn continuation(&mut self) -> Result<(), Wrong> {
        self.at += 1;
        let after = self.at;
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        if self.peek() != Some(b'\n') {
            if self.peek().is_none() && self.at == after {
                // The newline that CPython adds is there, and nothing behind it.
                return Err(Wrong::new(Key::UnexpectedEnd, &[], Place::Bare(after)));
            }
            return self.wrong(Key::AfterContinuation, &[], after);
        }
        self.at += 1;
        self.line_begin = self.at;
        if self.at >= self.text.len() {
            return Err(Wrong::new(Key::UnexpectedEnd, &[], Place::Bare(self.at)));
        }
        Ok(())
    }

    /// A token of this line, or nothing where the line had nothing to tell.
    fn on_line(&mut self, blank: bool) -> Result<Option<Piece>, Wrong> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\x0c')) {
            self.at += 1;
        }
        // A comment is part of the newline behind it.
        let begin = self.at;
        if self.peek() == Some(b'#') {
            while !matches!(self.peek(), None | Some(b'\n' | b'\r')) {
                self.at += 1;
            }
        }
        let Some(first) = self.peek() else { return Ok(Some(self.end(begin))) };
        if first == b'\n' || first == b'\r' {
            self.at += 1;
            if first == b'\r' && self.peek() == Some(b'\n') {
                self.at += 1;
            }
            let piece = Piece { end: self.at, ..self.piece(Token::Newline, begin) };
            self.line_begin = self.at;
            self.at_line_begin = true;
            if blank || !self.brackets.is_empty() {
                return Ok(None);
            }
            self.last_newline = true;
            return Ok(Some(piece));
        }
        self.last_newline = false;
        if first == b'_' || first.is_ascii_alphabetic() || first >= 0x80 {
            return self.name(begin).map(Some);
        }
        if first.is_ascii_digit() || first == b'.' && self.byte(1).is_some_and(|byte| byte.is_ascii_digit()) {
            self.number()?;
            return Ok(Some(self.piece(Token::Number, begin)));
        }
        if first == b'\'' || first == b'"' {
            return self.string(begin).map(Some);
        }
        if first == b'\\' {
            self.continuation()?;
            return Ok(None);
        }
        self.operator(begin, first).map(Some)
    }

    /// What comes when the text is over: a newline if one is missing, dedents, the end.
    fn end(&mut self, begin: usize) -> Piece {
        if !self.brackets.is_empty() {
            return self.bare(Token::Cut);
        }
        if !self.last_newline {
            self.last_newline = true;
            let mut piece = self.piece(Token::Newline, begin);
            piece.end = self.at + 1;
            return piece;
        }
        if self.indents.len() > 1 {
            self.indents.pop();
            return self.bare(Token::Dedent);
        }
        self.ended = true;
        self.bare(Token::End)
    }

    fn name(&mut self, begin: usize) -> Result<Piece, Wrong> {
        let bytes = self.text.as_bytes();
        // Only letters that may be a prefix, each once, and quotes behind them.
        let quote = self.text[begin..].find(|c: char| !c.is_ascii_alphabetic()).map(|length| begin + length);
        if let Some(quote) = quote
            && matches!(bytes[quote], b'\'' | b'"')
            && is_prefix(&self.text[begin..quote])
        {
            self.at = quote;
            return self.string(begin);
        }
        let rest = &self.text[begin..];
        self.at += rest.find(|c: char| c.is_ascii() && c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        self.verify_name(begin)?;
        Ok(self.piece(Token::Name, begin))
    }

    fn verify_name(&self, begin: usize) -> Result<(), Wrong> {
        let name = &self.text[begin..self.at];
        if name.is_ascii() {
            return Ok(());
        }
        let wrong = name.char_indices().find(|&(at, c)| {
            !(c == '_' || unicode::is_alpha(c) || at > 0 && (unicode::is_decimal(c) || c == '\u{b7}' || is_mark(c)))
        });
        let Some((at, c)) = wrong else { return Ok(()) };
        let code = format!("{:04X}", c as u32);
        if unicode::is_printable(c) {
            self.wrong(Key::InvalidCharacter, &[&c.to_string(), &code], begin + at)
        } else {
            self.wrong(Key::NonPrintable, &[&code], begin + at)
        }
    }

    fn operator(&mut self, begin: usize, first: u8) -> Result<Piece, Wrong> {
        let rest = &self.text.as_bytes()[begin..];
        let of = |list: &[&str], length: usize| {
            rest.get(..length).is_some_and(|part| list.iter().any(|op| op.as_bytes() == part))
        };
        self.at += if of(THREE, 3) {
            3
        } else if of(TWO, 2) {
            2
        } else {
            1
        };
        if self.at > begin + 1 {
            return Ok(self.piece(Token::Operator, begin));
        }
        match first {
            b'(' | b'[' | b'{' => {
                if self.brackets.len() >= MOST_BRACKETS {
                    return self.wrong(Key::TooManyBrackets, &[], begin);
                }
                self.brackets.push((first, begin));
            }
            b')' | b']' | b'}' => {
                let closing = char::from(first).to_string();
                let Some((opening, opened)) = self.brackets.pop() else {
                    return self.wrong(Key::Unmatched, &[&closing], begin);
                };
                if !matches!((opening, first), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                    let opening = char::from(opening).to_string();
                    let (line, here) = (self.line_of(opened), self.line_of(begin));
                    return if line == here {
                        self.wrong(Key::Mismatch, &[&closing, &opening], begin)
                    } else {
                        self.wrong(Key::MismatchOnLine, &[&closing, &opening, &line.to_string()], begin)
                    };
                }
            }
            _ if !(b' '..=b'~').contains(&first) => {
                return self.wrong(Key::NonPrintable, &[&format!("{first:04X}")], begin);
            }
            _ => {}
        }
        Ok(self.piece(Token::Operator, begin))
    }

    fn string(&mut self, begin: usize) -> Result<Piece, Wrong> {
        let quote = self.peek().expect("a quote is here");
        let first_line = self.line_of(begin);
        let triple = self.byte(1) == Some(quote) && self.byte(2) == Some(quote);
        self.at += if triple { 3 } else { 1 };
        loop {
            match self.peek() {
                None => {
                    let mut last = self.line_of(self.text.len());
                    // The line that ended with the text is the last, though another could begin behind it.
                    if self.text.ends_with('\n') {
                        last -= 1;
                    }
                    let key = if triple { Key::UnterminatedTriple } else { Key::Unterminated };
                    return self.wrong(key, &[&last.max(first_line).to_string()], begin);
                }
                Some(b'\n' | b'\r') if !triple => {
                    let line = self.line_of(self.at).to_string();
                    return self.wrong(Key::Unterminated, &[&line], begin);
                }
                Some(b'\\') => {
                    self.at += 1;
                    if self.peek() == Some(b'\r') && self.byte(1) == Some(b'\n') {
                        self.at += 1;
                    }
                    if self.peek().is_some() {
                        self.at += 1;
                    }
                }
                Some(byte) if byte == quote => {
                    if !triple {
                        self.at += 1;
                        break;
                    }
                    if self.byte(1) == Some(quote) && self.byte(2) == Some(quote) {
                        self.at += 3;
                        break;
                    }
                    self.at += 1;
                }
                Some(_) => self.at += 1,
            }
        }
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        if let Some(newline) = self.text[begin..self.at].rfind('\n') {
            self.line_begin = begin + newline + 1;
        }
        Ok(self.piece(Token::Text, begin))
    }

    /// Digits with single underscores between them.
    fn digits(&mut self, of: fn(u8) -> bool, key: Key, arguments: &[&str]) -> Result<(), Wrong> {
        loop {
            while self.peek().is_some_and(of) {
                self.at += 1;
            }
            if self.peek() != Some(b'_') {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_some_and(of) {
                return self.wrong(key, arguments, self.at - 1);
            }
        }
    }

    fn number(&mut self) -> Result<(), Wrong> {
        let begin = self.at;
        if self.peek() == Some(b'0') {
            match self.byte(1) {
                Some(b'x' | b'X') => return self.radix("hexadecimal", |byte| byte.is_ascii_hexdigit()),
                Some(b'o' | b'O') => return self.radix("octal", |byte| (b'0'..=b'7').contains(&byte)),
                Some(b'b' | b'B') => return self.radix("binary", |byte| matches!(byte, b'0' | b'1')),
                _ => {}
            }
        }
        let decimal = |byte: u8| byte.is_ascii_digit();
        self.digits(decimal, Key::InvalidLiteral, &["decimal"])?;
        let whole = self.at;
        let mut real = false;
        if self.peek() == Some(b'.') {
            real = true;
            self.at += 1;
            if self.peek().is_some_and(decimal) {
                self.digits(decimal, Key::InvalidLiteral, &["decimal"])?;
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            let signed = matches!(self.byte(1), Some(b'+' | b'-'));
            let ahead = if signed { 2 } else { 1 };
            if self.byte(ahead).is_some_and(decimal) {
                real = true;
                self.at += ahead;
                self.digits(decimal, Key::InvalidLiteral, &["decimal"])?;
            } else if signed {
                return self.wrong(Key::InvalidLiteral, &["decimal"], self.at + 1);
            }
        }
        let imaginary = matches!(self.peek(), Some(b'j' | b'J'));
        if imaginary {
            self.at += 1;
        } else if !real {
            let digits = &self.text[begin..whole];
            if digits.starts_with('0') && digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
                return Err(Wrong::new(Key::LeadingZeros, &[], Place::Range(begin, whole)));
            }
        }
        self.end_of_number(if imaginary { "imaginary" } else { "decimal" })
    }

    fn radix(&mut self, kind: &str, of: fn(u8) -> bool) -> Result<(), Wrong> {
        self.at += 2;
        if self.peek() == Some(b'_') {
            self.at += 1;
        }
        let digit = |this: &Self| this.peek().filter(u8::is_ascii_digit).map(|byte| char::from(byte).to_string());
        if !self.peek().is_some_and(of) {
            return match digit(self) {
                Some(digit) => self.wrong(Key::InvalidDigit, &[&digit, kind], self.at),
                None => self.wrong(Key::InvalidLiteral, &[kind], self.at - 1),
            };
        }
        loop {
            while self.peek().is_some_and(of) {
                self.at += 1;
            }
            if self.peek() != Some(b'_') {
                break;
            }
            self.at += 1;
            if !self.peek().is_some_and(of) {
                return match digit(self) {
                    Some(digit) => self.wrong(Key::InvalidDigit, &[&digit, kind], self.at),
                    None => self.wrong(Key::InvalidLiteral, &[kind], self.at - 1),
                };
            }
        }
        if let Some(digit) = digit(self) {
            return self.wrong(Key::InvalidDigit, &[&digit, kind], self.at);
        }
        self.end_of_number(kind)
    }

    /// What may follow a number: no letter, but the words that CPython still lets pass.
    fn end_of_number(&self, kind: &str) -> Result<(), Wrong> {
        const WORDS: &[&str] = &["and", "else", "for", "or", "not"];
        let rest = &self.text[self.at..];
        let ends = |rest: &str| !rest.starts_with(|c: char| c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii());
        // Of these two letters CPython looks no further.
        if ["if", "in", "is"].iter().any(|word| rest.starts_with(word)) {
            return Ok(());
        }
        if WORDS.iter().any(|word| rest.strip_prefix(word).is_some_and(ends)) {
            return Ok(());
        }
        match rest.chars().next() {
            Some(c) if c == '_' || c.is_ascii_alphanumeric() => {
                self.wrong(Key::InvalidLiteral, &[kind], self.at.saturating_sub(1))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a character continues a name though it is neither a letter nor a digit: a mark on a letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{669}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
        || c.is_alphanumeric()
}

/// The letters before a quote that make a string of it.
fn is_prefix(letters: &str) -> bool {
    matches!(letters.to_ascii_lowercase().as_str(), "r" | "u" | "b" | "f" | "br" | "rb" | "fr" | "rf")
}
