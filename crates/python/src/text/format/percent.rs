//! `"%d of %s" % (…)`: how its text is read, and what each conversion writes.
//!
//! Who calls brings the arguments, in this order for each conversion: the width if it is a star, the
//! precision if it is one, the value. A value that does not suit gets one of the errors here.

use super::number::body;
use crate::error::{Error, Kind};
use crate::numbers::Int;
use crate::text::repr;

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PercentPiece<'a> {
    /// As it is.
    Literal(&'a str),
    /// To be replaced.
    Conversion(Conversion<'a>),
}

/// A number that is written in the text, or is taken from the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Nothing is said.
    No,
    /// Said in the text.
    Here(usize),
    /// `*`
    Argument,
}

/// `%(key)-+ #0width.precisionkind`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion<'a> {
    /// Which value of a mapping; without it, the next argument.
    pub key: Option<&'a str>,
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    /// The least width.
    pub width: Taken,
    /// How many decimals, digits or characters.
    pub precision: Taken,
    /// `s r a d i u o x X e E f F g G c`, or what is not known: see [`Conversion::unknown`].
    pub kind: char,
    /// Where the kind stands, in characters.
    pub at: usize,
}

impl Conversion<'_> {
    /// Whether it says nothing but its kind.
    pub fn is_bare(&self) -> bool {
        let flags = self.left || self.plus || self.space || self.alternate || self.zero;
        !flags && self.width == Taken::No && self.precision == Taken::No
    }
}

/// The error of a text that has fewer arguments than conversions.
pub fn too_few() -> Error {
    Error::type_error("not enough arguments for format string")
}

/// The error of a text that has more, where they are a tuple or one value that is no mapping.
pub fn too_many() -> Error {
    Error::type_error("not all arguments converted during string formatting")
}

/// The error of a star whose argument is not an int.
pub fn no_int_for_star() -> Error {
    Error::type_error("* wants int")
}

/// The pieces of a text. Keys are allowed where the only argument is a mapping.
pub fn percent(text: &str, mapping: bool) -> Percent<'_> {
    Percent { text, at: 0, characters: 0, mapping }
}

/// See [`percent`].
#[derive(Clone, Debug)]
pub struct Percent<'a> {
    text: &'a str,
    at: usize,
    /// How many characters are before `at`.
    characters: usize,
    mapping: bool,
}

impl<'a> Iterator for Percent<'a> {
    type Item = Result<PercentPiece<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let literal = rest.find('%').unwrap_or(rest.len());
        if literal > 0 {
            self.at += literal;
            self.characters += rest[..literal].chars().count();
            return Some(Ok(PercentPiece::Literal(&rest[..literal])));
        }
        if rest.starts_with("%%") {
            self.at += 2;
            self.characters += 2;
            return Some(Ok(PercentPiece::Literal("%")));
        }
        let read = self.conversion();
        if read.is_err() {
            self.at = self.text.len();
        }
        Some(read.map(PercentPiece::Conversion))
    }
}

impl<'a> Percent<'a> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn advance(&mut self) {
        if let Some(c) = self.peek() {
            self.at += c.len_utf8();
            self.characters += 1;
        }
    }

    fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.advance();
        }
        found
    }

    fn number(&mut self, too_big: &'static str) -> Result<Option<usize>, Error> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let next = value.unwrap_or(0usize).saturating_mul(10).saturating_add(digit as usize);
            if next > i32::MAX as usize {
                return Kind::ValueError.fail(too_big);
            }
            value = Some(next);
            self.advance();
        }
        Ok(value)
    }

    fn conversion(&mut self) -> Result<Conversion<'a>, Error> {
        self.advance();
        let key = if self.take('(') {
            if !self.mapping {
                return Kind::TypeError.fail("format requires a mapping");
            }
            let begin = self.at;
            let mut open = 1;
            while open > 0 {
                match self.peek() {
                    None => return Kind::ValueError.fail("incomplete format key"),
                    Some('(') => open += 1,
                    Some(')') => open -= 1,
                    Some(_) => {}
                }
                self.advance();
            }
            Some(&self.text[begin..self.at - 1])
        } else {
            None
        };
        let mut conversion = Conversion {
            key,
            left: false,
            plus: false,
            space: false,
            alternate: false,
            zero: false,
            width: Taken::No,
            precision: Taken::No,
            kind: '%',
            at: 0,
        };
        while let Some(c) = self.peek() {
            match c {
                '-' => conversion.left = true,
                '+' => conversion.plus = true,
                ' ' => conversion.space = true,
                '#' => conversion.alternate = true,
                '0' => conversion.zero = true,
                _ => break,
            }
            self.advance();
        }
        if self.take('*') {
            conversion.width = Taken::Argument;
        } else if let Some(width) = self.number("width too big")? {
            conversion.width = Taken::Here(width);
        }
        if self.take('.') {
            conversion.precision = if self.take('*') {
                Taken::Argument
            } else {
                Taken::Here(self.number("precision too big")?.unwrap_or(0))
            };
        }
        if let Some('h' | 'l' | 'L') = self.peek() {
            self.advance();
        }
        let Some(kind) = self.peek() else { return Kind::ValueError.fail("incomplete format") };
        conversion.kind = kind;
        conversion.at = self.characters;
        self.advance();
        Ok(conversion)
    }
}

/// What stands before a number's digits and is not filled over.
struct Number<'a> {
    negative: bool,
    prefix: &'a str,
    digits: String,
}

impl Conversion<'_> {
    /// Sets a width that was taken from the arguments: a negative one means the left.
    pub fn set_width(&mut self, width: i64) {
        self.left |= width < 0;
        self.width = Taken::Here(usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX));
    }

    /// Sets a precision that was taken from the arguments.
    pub fn set_precision(&mut self, precision: i64) {
        self.precision = Taken::Here(usize::try_from(precision).unwrap_or(0));
    }

    /// The error of a kind that nobody knows.
    pub fn unknown(&self) -> Error {
        let shown = if (' '..='~').contains(&self.kind) { self.kind } else { '?' };
        Error::value_error(format!(
            "unsupported format character '{shown}' (0x{:x}) at index {}",
            self.kind as u32, self.at
        ))
    }

    /// The error of a value of this class where a number is wanted: for `d i u o x X`.
    pub fn no_number(&self, class: &str) -> Error {
        let wanted = if matches!(self.kind, 'o' | 'x' | 'X') { "an integer" } else { "a real number" };
        Error::type_error(format!("%{} format: {wanted} is required, not {class}", self.kind))
    }

    /// The error of a value where `c` wants one character or its number.
    pub fn no_character(&self) -> Error {
        Error::type_error("%c requires int or char")
    }

    fn width(&self) -> usize {
        match self.width {
            Taken::Here(width) => width,
            _ => 0,
        }
    }

    fn precision(&self) -> Option<usize> {
        match self.precision {
            Taken::Here(precision) => Some(precision),
            _ => None,
        }
    }

    /// `%s`, `%r`, `%a`: what the value's text is cut to, in its width.
    pub fn text(&self, text: &str) -> String {
        let cut = self.precision().map_or(text, |precision| repr::shortened(text, precision));
        self.padded(cut)
    }

    /// `%c` of a character.
    pub fn character(&self, c: char) -> String {
        self.padded(&c.to_string())
    }

    /// `%c` of a character's number.
    pub fn code(&self, code: &Int) -> Result<String, Error> {
        match code.to_i64().filter(|code| (0..=0x10_ffff).contains(code)) {
            None => Kind::OverflowError.fail("%c arg not in range(0x110000)"),
            Some(code) => match char::from_u32(code as u32) {
                Some(c) => Ok(self.character(c)),
                None => Kind::NotImplementedError.fail("half of a surrogate pair is not a character here"),
            },
        }
    }

    /// `%d`, `%i`, `%u`, `%o`, `%x`, `%X`; who calls makes an int of a float for the first three.
    pub fn int(&self, value: &Int) -> Result<String, Error> {
        let positive = value.abs();
        let (mut digits, prefix) = match self.kind {
            'o' => (positive.to_radix(8), "0o"),
            'x' => (positive.to_radix(16), "0x"),
            'X' => (positive.to_radix(16).to_ascii_uppercase(), "0X"),
            _ => (positive.to_text()?, ""),
        };
        if let Some(precision) = self.precision() {
            digits = format!("{digits:0>precision$}");
        }
        let prefix = if self.alternate { prefix } else { "" };
        Ok(self.number(&Number { negative: value.is_negative(), prefix, digits }))
    }

    /// `%e`, `%f`, `%g` and their capitals.
    pub fn float(&self, value: f64) -> Result<String, Error> {
        let digits = body(value, Some(self.kind), Some(self.precision().unwrap_or(6)), self.alternate)?;
        Ok(self.number(&Number { negative: value.is_sign_negative() && !value.is_nan(), prefix: "", digits }))
    }

    fn number(&self, number: &Number) -> String {
        let sign = if number.negative {
            "-"
        } else if self.plus {
            "+"
        } else if self.space {
            " "
        } else {
            ""
        };
        let head = format!("{sign}{}", number.prefix);
        let length = head.len() + number.digits.len();
        if self.zero && !self.left {
            return format!("{head}{}{}", "0".repeat(self.width().saturating_sub(length)), number.digits);
        }
        self.padded(&format!("{head}{}", number.digits))
    }

    fn padded(&self, text: &str) -> String {
        let fill = " ".repeat(self.width().saturating_sub(text.chars().count()));
        if self.left { format!("{text}{fill}") } else { format!("{fill}{text}") }
    }
}
