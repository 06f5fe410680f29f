//! A format specification, read: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use crate::error::{Error, Kind};

/// Where the value stands in a width it does not fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Centre,
    /// `=`: the fill stands between the sign and the digits.
    AfterSign,
}

/// What stands before a number that is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`: nothing.
    Minus,
    /// A space.
    Space,
}

/// What stands between groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    pub(super) fn mark(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Underscore => '_',
        }
    }
}

/// What a specification says. What it does not say depends on the value's class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// What fills the width; a space if nothing is said.
    pub fill: char,
    /// Where the value stands.
    pub align: Option<Align>,
    /// How a positive number begins.
    pub sign: Option<Sign>,
    /// `z`: what rounds to -0 is written as 0.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least width in characters.
    pub width: Option<usize>,
    /// `,` or `_`
    pub grouping: Option<Grouping>,
    /// What follows the point.
    pub precision: Option<usize>,
    /// The type at the end.
    pub kind: Option<char>,
}

/// No text of this width is ever wanted, and it would fill the memory.
const WIDEST: usize = 100_000_000;

impl Spec {
    /// Reads one, for a value of this class.
    pub fn parse(text: &str, class: &str) -> Result<Self, Error> {
        let characters: Vec<char> = text.chars().collect();
        let mut at = 0;
        let mut spec = Self {
            fill: ' ',
            align: None,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: None,
            precision: None,
            kind: None,
        };
        let mut filled = false;
        if let Some(align) = characters.get(1).copied().and_then(align) {
            spec.fill = characters[0];
            spec.align = Some(align);
            filled = true;
            at = 2;
        } else if let Some(align) = characters.first().copied().and_then(align) {
            spec.align = Some(align);
            at = 1;
        }
        let mut taken = |of: &[char]| {
            let found = characters.get(at).copied().filter(|c| of.contains(c));
            at += usize::from(found.is_some());
            found
        };
        spec.sign = taken(&['+', '-', ' ']).map(|c| match c {
            '+' => Sign::Plus,
            '-' => Sign::Minus,
            _ => Sign::Space,
        });
        spec.no_negative_zero = taken(&['z']).is_some();
        spec.alternate = taken(&['#']).is_some();
        // A zero before the width fills with zeros, unless something else was asked for.
        if !filled && taken(&['0']).is_some() {
            spec.fill = '0';
            // Texts are filled behind, numbers behind their sign.
            if spec.align.is_none() && class != "str" {
                spec.align = Some(Align::AfterSign);
            }
        }
        spec.width = number(&characters, &mut at)?;
        let mut taken = |of: char| {
            let found = characters.get(at) == Some(&of);
            at += usize::from(found);
            found
        };
        if taken(',') {
            spec.grouping = Some(Grouping::Comma);
        }
        if taken('_') {
            if spec.grouping.is_some() {
                return Kind::ValueError.fail("Cannot specify both ',' and '_'.");
            }
            spec.grouping = Some(Grouping::Underscore);
        }
        if spec.grouping == Some(Grouping::Underscore) && taken(',') {
            return Kind::ValueError.fail("Cannot specify both ',' and '_'.");
        }
        if taken('.') {
            spec.precision = number(&characters, &mut at)?;
            if spec.precision.is_none() {
                return Kind::ValueError.fail("Format specifier missing precision");
            }
        }
        match characters.len() - at {
            0 => {}
            1 => spec.kind = Some(characters[at]),
            _ => {
                return Kind::ValueError
                    .fail(format!("Invalid format specifier '{text}' for object of type '{class}'"));
            }
        }
        if spec.grouping.is_some() {
            match spec.kind {
                None if class == "str" => spec.refuse_grouping('s')?,
                None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => {}
                Some('b' | 'o' | 'x' | 'X') if spec.grouping == Some(Grouping::Underscore) => {}
                Some(kind) => spec.refuse_grouping(kind)?,
            }
        }
        Ok(spec)
    }

    /// Digits of this type are not grouped.
    pub(super) fn refuse_grouping(&self, kind: char) -> Result<(), Error> {
        let mark = self.grouping.map_or(',', Grouping::mark);
        if kind > ' ' && kind < '\u{80}' {
            Kind::ValueError.fail(format!("Cannot specify '{mark}' with '{kind}'."))
        } else {
            Kind::ValueError.fail(format!("Cannot specify '{mark}' with '\\x{:x}'.", kind as u32))
        }
    }

    /// The class knows no such type.
    pub(super) fn unknown<T>(&self, class: &str) -> Result<T, Error> {
        let kind = self.kind.expect("it has a type that is not known");
        if kind > ' ' && kind < '\u{80}' {
            Kind::ValueError.fail(format!("Unknown format code '{kind}' for object of type '{class}'"))
        } else {
            Kind::ValueError.fail(format!("Unknown format code '\\x{:x}' for object of type '{class}'", kind as u32))
        }
    }
}

fn align(c: char) -> Option<Align> {
    Some(match c {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Centre,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

fn number(characters: &[char], at: &mut usize) -> Result<Option<usize>, Error> {
    let begin = *at;
    let mut value: usize = 0;
    while let Some(digit) = characters.get(*at).and_then(|&c| crate::text::unicode::decimal(c)) {
        value = value.saturating_mul(10).saturating_add(digit as usize);
        *at += 1;
    }
    if *at == begin {
        return Ok(None);
    }
    if value > isize::MAX as usize {
        return Kind::ValueError.fail("Too many decimal digits in format string");
    }
    if value > WIDEST {
        return Kind::MemoryError.fail("");
    }
    Ok(Some(value))
}
