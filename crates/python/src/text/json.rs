//! The text of JSON: a writer that is told values one by one, and a reader that makes a plain tree.
//!
//! Which of Python's values may be written, and what else they are asked, is the caller's business.

use std::fmt::Write;

use crate::error::{Error, Kind};
use crate::numbers::{Int, float};

/// What `json.dumps` is told about the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What one level of nesting is indented by; without it, everything stands on one line.
    pub indent: Option<String>,
    /// Between items: `", "`, or `","` where lines are indented.
    pub item_separator: String,
    /// Between a key and its value: `": "`.
    pub key_separator: String,
    /// Whether everything beyond ASCII is escaped.
    pub ensure_ascii: bool,
    /// Whether `nan` and infinities are written.
    pub allow_nan: bool,
}

impl Form {
    /// What `json.dumps(value, indent=…)` uses; a number of spaces is given as that many.
    pub fn new(indent: Option<String>) -> Self {
        let item_separator = if indent.is_some() { "," } else { ", " };
        Self {
            indent,
            item_separator: item_separator.to_owned(),
            key_separator: ": ".to_owned(),
            ensure_ascii: true,
            allow_nan: true,
        }
    }
}

/// Writes one value, which may hold others.
#[derive(Clone, Debug)]
pub struct Writer {
    form: Form,
    text: String,
    /// For each container that is open, whether it has something yet.
    open: Vec<bool>,
    /// Whether a key was written and its value comes.
    after_key: bool,
}

impl Writer {
    /// An empty one.
    pub fn new(form: Form) -> Self {
        Self { form, text: String::new(), open: Vec::new(), after_key: false }
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.text
    }

    fn line(&mut self) {
        if let Some(indent) = &self.form.indent {
            self.text.push('\n');
            for _ in 0..self.open.len() {
                self.text.push_str(indent);
            }
        }
    }

    fn before(&mut self) {
        if std::mem::take(&mut self.after_key) {
            return;
        }
        let Some(filled) = self.open.last_mut() else { return };
        if std::mem::replace(filled, true) {
            self.text.push_str(&self.form.item_separator);
        }
        self.line();
    }

    fn plain(&mut self, word: &str) {
        self.before();
        self.text.push_str(word);
    }

    /// `None`
    pub fn null(&mut self) {
        self.plain("null");
    }

    /// `True` and `False`
    pub fn bool(&mut self, value: bool) {
        self.plain(if value { "true" } else { "false" });
    }

    /// An int.
    pub fn int(&mut self, value: &Int) -> Result<(), Error> {
        let text = value.to_text()?;
        self.plain(&text);
        Ok(())
    }

    /// A float.
    pub fn float(&mut self, value: f64) -> Result<(), Error> {
        if !value.is_finite() && !self.form.allow_nan {
            return Kind::ValueError.fail("Out of range float values are not JSON compliant");
        }
        self.plain(&float_text(value));
        Ok(())
    }

    /// A text.
    pub fn text(&mut self, value: &str) {
        self.before();
        quote(&mut self.text, value, self.form.ensure_ascii);
    }

    /// The key of the next value of an object.
    pub fn key(&mut self, key: &str) {
        self.text(key);
        self.text.push_str(&self.form.key_separator);
        self.after_key = true;
    }

    /// Begins a list or a tuple.
    pub fn begin_list(&mut self) {
        self.plain("[");
        self.open.push(false);
    }

    /// Ends it.
    pub fn end_list(&mut self) {
        self.end(']');
    }

    /// Begins a dict.
    pub fn begin_object(&mut self) {
        self.plain("{");
        self.open.push(false);
    }

    /// Ends it.
    pub fn end_object(&mut self) {
        self.end('}');
    }

    fn end(&mut self, bracket: char) {
        // An empty one stays on its line.
        if self.open.pop() == Some(true) {
            self.line();
        }
        self.text.push(bracket);
    }
}

/// A float as JSON's readers of Python know it, as a value and as a key.
pub fn float_text(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        float::repr(value)
    }
}

fn quote(result: &mut String, text: &str, ascii: bool) {
    result.push('"');
    for c in text.chars() {
        match c {
            '"' => result.push_str("\\\""),
            '\\' => result.push_str("\\\\"),
            '\n' => result.push_str("\\n"),
            '\r' => result.push_str("\\r"),
            '\t' => result.push_str("\\t"),
            '\x08' => result.push_str("\\b"),
            '\x0c' => result.push_str("\\f"),
            _ if c < ' ' || ascii && c > '~' => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(result, "\\u{unit:04x}").expect("a string takes everything");
                }
            }
            _ => result.push(c),
        }
    }
    result.push('"');
}

/// A value that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number without a point or an exponent.
    Int(Int),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, its keys in the order of the text; the last of equal keys counts.
    Object(Vec<(String, Json)>),
}

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// A `JSONDecodeError`.
    Decode(DecodeError),
    /// Another exception: an int of too many digits, or too many levels.
    Other(Error),
}

/// The attributes of a `JSONDecodeError`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// `msg`
    pub message: &'static str,
    /// `pos`, in characters.
    pub position: usize,
    /// `lineno`
    pub line: usize,
    /// `colno`
    pub column: usize,
}

impl DecodeError {
    /// `str(error)`
    pub fn words(&self) -> String {
        format!("{}: line {} column {} (char {})", self.message, self.line, self.column, self.position)
    }
}

/// How deep a text may nest: the depth of recursion that Python has.
const DEEPEST: usize = 900;

/// `json.loads(text)`
pub fn parse(text: &str) -> Result<Json, JsonError> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    if text.starts_with('\u{feff}') {
        return reader.wrong("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    }
    reader.spaces();
    let value = reader.value(0)?;
    reader.spaces();
    if reader.at < text.len() { reader.wrong("Extra data", reader.at) } else { Ok(value) }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn wrong<T>(&self, message: &'static str, at: usize) -> Result<T, JsonError> {
        let before = &self.text[..at];
        let position = before.chars().count();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        Err(JsonError::Decode(DecodeError { message, position, line, column }))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, JsonError> {
        if depth > DEEPEST {
            return Err(JsonError::Other(Error::new(
                Kind::RecursionError,
                "maximum recursion depth exceeded while decoding a JSON array from a unicode string",
            )));
        }
        let begin = self.at;
        const WORDS: [(&str, Json); 6] = [
            ("null", Json::Null),
            ("true", Json::Bool(true)),
            ("false", Json::Bool(false)),
            ("NaN", Json::Float(f64::NAN)),
            ("Infinity", Json::Float(f64::INFINITY)),
            ("-Infinity", Json::Float(f64::NEG_INFINITY)),
        ];
        match self.peek() {
            Some(b'"') => self.string().map(Json::Text),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            _ => {
                for (word, value) in WORDS {
                    if self.text[begin..].starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                self.number()
            }
        }
    }

    fn digits(&mut self) -> usize {
        let begin = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - begin
    }

    fn number(&mut self) -> Result<Json, JsonError> {
        let begin = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        // A zero is a number by itself.
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else if self.digits() == 0 {
            self.at = begin;
            return self.wrong("Expecting value", begin);
        }
        let mut real = false;
        let whole = self.at;
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() > 0 { real = true } else { self.at = whole }
        }
        let before = self.at;
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() > 0 { real = true } else { self.at = before }
        }
        let text = &self.text[begin..self.at];
        if real {
            return Ok(Json::Float(text.parse().expect("these are the digits of a float")));
        }
        Int::parse(text, 10).map(Json::Int).map_err(JsonError::Other)
    }

    fn list(&mut self, depth: usize) -> Result<Json, JsonError> {
        self.at += 1;
        self.spaces();
        let mut list = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::List(list));
        }
        loop {
            list.push(self.value(depth + 1)?);
            self.spaces();
            match self.peek() {
                Some(b']') => break,
                Some(b',') => self.at += 1,
                _ => return self.wrong("Expecting ',' delimiter", self.at),
            }
            self.spaces();
        }
        self.at += 1;
        Ok(Json::List(list))
    }

    fn object(&mut self, depth: usize) -> Result<Json, JsonError> {
        self.at += 1;
        self.spaces();
        let mut pairs = Vec::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Json::Object(pairs));
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.wrong("Expecting property name enclosed in double quotes", self.at);
            }
            let key = self.string()?;
            self.spaces();
            if self.peek() != Some(b':') {
                return self.wrong("Expecting ':' delimiter", self.at);
            }
            self.at += 1;
            self.spaces();
            pairs.push((key, self.value(depth + 1)?));
            self.spaces();
            match self.peek() {
                Some(b'}') => break,
                Some(b',') => self.at += 1,
                _ => return self.wrong("Expecting ',' delimiter", self.at),
            }
            self.spaces();
        }
        self.at += 1;
        Ok(Json::Object(pairs))
    }

    fn string(&mut self) -> Result<String, JsonError> {
        let quote = self.at;
        self.at += 1;
        let mut result = String::new();
        loop {
            let begin = self.at;
            while self.peek().is_some_and(|byte| byte != b'"' && byte != b'\\' && byte >= b' ') {
                self.at += 1;
            }
            result.push_str(&self.text[begin..self.at]);
            match self.peek() {
                None => return self.wrong("Unterminated string starting at", quote),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(result);
                }
                Some(b'\\') => self.escape(quote, &mut result)?,
                Some(_) => return self.wrong("Invalid control character at", self.at),
            }
        }
    }

    fn escape(&mut self, quote: usize, result: &mut String) -> Result<(), JsonError> {
        let backslash = self.at;
        self.at += 1;
        let Some(c) = self.peek() else { return self.wrong("Unterminated string starting at", quote) };
        let plain = match c {
            b'"' | b'\\' | b'/' => char::from(c),
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                return self.character(first, result);
            }
            _ => return self.wrong("Invalid \\escape", backslash),
        };
        self.at += 1;
        result.push(plain);
        Ok(())
    }

    /// Four hexadecimal digits behind a `u`, which is here.
    fn unit(&mut self) -> Result<u32, JsonError> {
        let letter = self.at;
        self.at += 1;
        // CPython wants something behind the digits, the closing quote at least.
        let room = self.text[self.at..].chars().take(5).count() == 5;
        let digits = self.bytes.get(self.at..self.at + 4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        if digits.is_none() || !room {
            return self.wrong("Invalid \\uXXXX escape", letter);
        }
        let unit = u32::from_str_radix(&self.text[self.at..self.at + 4], 16).expect("these are digits");
        self.at += 4;
        Ok(unit)
    }

    fn character(&mut self, first: u32, result: &mut String) -> Result<(), JsonError> {
        if let Some(c) = char::from_u32(first) {
            result.push(c);
            return Ok(());
        }
        let behind = self.at;
        if (0xd800..0xdc00).contains(&first) && self.text[behind..].starts_with("\\u") {
            self.at += 1;
            if let Ok(second) = self.unit()
                && (0xdc00..0xe000).contains(&second)
            {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                result.push(char::from_u32(code).expect("a pair is a character"));
                return Ok(());
            }
            self.at = behind;
        }
        Err(JsonError::Other(Error::new(Kind::NotImplementedError, "half of a surrogate pair is not a character here")))
    }
}
