//! Integers from and to text: `int("…", base)`, `str`, `bin`, `oct`, `hex`.

use num_bigint::BigInt;
use num_traits::Signed;

use crate::error::{Error, Kind};
use crate::text::{repr, unicode};

use super::Int;

/// `sys.get_int_max_str_digits()`: conversions that take quadratic time stop here.
const MOST_DIGITS: usize = 4300;

impl Int {
    /// `int(text, base)`; `int(text)` is base 10.
    pub fn parse(text: &str, base: i64) -> Result<Self, Error> {
        if base != 0 && !(2..=36).contains(&base) {
            return Kind::ValueError.fail("int() base must be >= 2 and <= 36, or 0");
        }
        let plain = unicode::to_ascii_digits(text);
        match digits(plain.trim_matches(unicode::is_ascii_space), base as u32) {
            Some(Number::Value(value)) => Ok(value),
            Some(Number::TooLong(digits)) => Kind::ValueError.fail(format!(
                "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion: value has {digits} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            )),
            None => Kind::ValueError.fail(format!(
                "invalid literal for int() with base {base}: {}",
                repr::shortened(&repr::text(text), 200)
            )),
        }
    }

    /// `str(a)`
    pub fn to_text(&self) -> Result<String, Error> {
        match self {
            Int::Small(value) => Ok(value.to_string()),
            Int::Big(value) => {
                let too_long = || {
                    Kind::ValueError.fail(format!(
                        "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion; \
                         use sys.set_int_max_str_digits() to increase the limit"
                    ))
                };
                // Longer than this it is too long for sure, and converting it would take a while.
                if value.bits() > 4 * MOST_DIGITS as u64 {
                    return too_long();
                }
                let text = value.to_string();
                if text.trim_start_matches('-').len() > MOST_DIGITS { too_long() } else { Ok(text) }
            }
        }
    }

    /// The digits in a base from 2 to 36, small letters, without a prefix, a minus before them.
    pub fn to_radix(&self, base: u32) -> String {
        match self {
            Int::Small(value) => {
                let mut rest = value.unsigned_abs();
                let mut digits = Vec::new();
                while rest > 0 || digits.is_empty() {
                    digits.push(std::char::from_digit((rest % u64::from(base)) as u32, base).expect("below the base"));
                    rest /= u64::from(base);
                }
                if *value < 0 {
                    digits.push('-');
                }
                digits.iter().rev().collect()
            }
            Int::Big(value) => value.to_str_radix(base),
        }
    }

    /// `bin(a)`, `oct(a)` and `hex(a)`, by their base.
    pub fn prefixed(&self, base: u32) -> String {
        let prefix = match base {
            2 => "0b",
            8 => "0o",
            _ => "0x",
        };
        let sign = if self.is_negative() { "-" } else { "" };
        format!("{sign}{prefix}{}", self.abs().to_radix(base))
    }
}

enum Number {
    Value(Int),
    TooLong(usize),
}

/// What is left when spaces around it are gone: sign, prefix, digits with single underscores between them.
fn digits(text: &str, base: u32) -> Option<Number> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let prefix = match rest.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => Some(16),
        Some("0o") => Some(8),
        Some("0b") => Some(2),
        _ => None,
    };
    let (base, rest) = match (base, prefix) {
        // An underscore may stand between the prefix and the first digit.
        (0, Some(of)) => (of, rest[2..].strip_prefix('_').unwrap_or(&rest[2..])),
        (_, Some(of)) if of == base => (base, rest[2..].strip_prefix('_').unwrap_or(&rest[2..])),
        (0, None) => {
            // Base 0 reads what source text may say, and there `010` is refused.
            if rest.starts_with('0') && rest.bytes().any(|byte| byte != b'0' && byte != b'_') {
                return None;
            }
            (10, rest)
        }
        _ => (base, rest),
    };
    if rest.is_empty() || rest.starts_with('_') || rest.ends_with('_') || rest.contains("__") {
        return None;
    }
    let digits: String = rest.chars().filter(|&c| c != '_').collect();
    if !digits.chars().all(|c| c.is_digit(base)) {
        return None;
    }
    if !base.is_power_of_two() && digits.len() > MOST_DIGITS {
        return Some(Number::TooLong(digits.len()));
    }
    let value = match i64::from_str_radix(&digits, base) {
        Ok(value) => Int::Small(value),
        Err(_) => BigInt::parse_bytes(digits.as_bytes(), base)?.abs().into(),
    };
    Some(Number::Value(if negative { value.neg() } else { value }))
}
