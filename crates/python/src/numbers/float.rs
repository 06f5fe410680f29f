//! Floats: their text, their exact value, and the operations that are not one instruction.

use std::borrow::Cow;

use num_traits::ToPrimitive;

use crate::error::{Error, Kind};
use crate::text::{repr, unicode};

use super::{Int, int::HASH_MODULUS};

/// `repr(x)` and `str(x)`: the shortest digits that mean this number.
pub fn repr(value: f64) -> String {
    if let Some(word) = not_finite(value) {
        return word.to_owned();
    }
    let (negative, digits, point) = shortest(value);
    let body = if (-3..=16).contains(&point) {
        plain_digits(&digits, point, true)
    } else {
        exponent_digits(&digits, point - 1)
    };
    if negative { format!("-{body}") } else { body }
}

/// `inf`, `-inf` or `nan`.
pub(crate) fn not_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("nan")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "inf" } else { "-inf" })
    } else {
        None
    }
}

/// Sign, the fewest digits that mean a finite number, and where the point stands: `0.DIGITS * 10**point`.
pub(crate) fn shortest(value: f64) -> (bool, String, i32) {
    let mut text = format!("{:e}", value.abs());
    // Where two texts of as many digits are equally near, CPython takes the even one. That happens only where
    // floats are as far apart as the last of many digits.
    if text.len() > 16 {
        let digits = text.find('e').expect("this form has an exponent") - 1;
        let nearest = format!("{:.*e}", digits - 1, value.abs());
        if nearest.parse() == Ok(value.abs()) {
            text = nearest;
        }
    }
    let (digits, exponent) = text.split_once('e').expect("this form has an exponent");
    let exponent: i32 = exponent.parse().expect("it is a number");
    (value.is_sign_negative(), digits.replace('.', ""), exponent + 1)
}

/// Digits without an exponent.
pub(crate) fn plain_digits(digits: &str, point: i32, zero_after: bool) -> String {
    let length = digits.len() as i32;
    if point <= 0 {
        format!("0.{}{digits}", "0".repeat(-point as usize))
    } else if point >= length {
        let zeros = "0".repeat((point - length) as usize);
        format!("{digits}{zeros}{}", if zero_after { ".0" } else { "" })
    } else {
        let (whole, rest) = digits.split_at(point as usize);
        format!("{whole}.{rest}")
    }
}

/// Digits with an exponent of at least two digits.
pub(crate) fn exponent_digits(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs())
}

/// `float(text)`
pub fn parse(text: &str) -> Result<f64, Error> {
    let plain = unicode::to_ascii_digits(text);
    read(plain.trim_matches(unicode::is_ascii_space))
        .map_or_else(|| Kind::ValueError.fail(format!("could not convert string to float: {}", repr::text(text))), Ok)
}

fn read(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity" | "nan") {
        return text.parse().ok();
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    // An underscore stands between two digits or nowhere.
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    for (at, _) in text.match_indices('_') {
        if !digit(at.checked_sub(1)) || !digit(Some(at + 1)) {
            return None;
        }
    }
    let clean: Cow<str> = if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    clean.parse().ok()
}

/// `hash(x)`; that of `nan` depends on the object in CPython, here it is 0.
pub fn hash(value: f64) -> i64 {
    if value.is_nan() {
        return 0;
    }
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    let (mantissa, exponent) = split(value);
    // Modulo 2**61 - 1 a factor of two turns the bits round.
    let turn = exponent.rem_euclid(61) as u32;
    let rest = mantissa.unsigned_abs() % HASH_MODULUS;
    let turned = ((rest << turn) & HASH_MODULUS) | (rest >> (61 - turn));
    let turned = (turned % HASH_MODULUS) as i64;
    match if mantissa < 0 { -turned } else { turned } {
        -1 => -2,
        signed => signed,
    }
}

/// A finite number as `mantissa * 2**exponent`.
pub fn split(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let field = (bits >> 52 & 0x7ff) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let (mantissa, exponent) = if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    (if value.is_sign_negative() { -mantissa } else { mantissa }, exponent)
}

/// The float nearest to `bits * 2**exponent`: rounded once, half to even, also where floats become sparse.
pub fn scale(bits: u64, exponent: i64) -> f64 {
    if bits == 0 {
        return 0.0;
    }
    let length = i64::from(64 - bits.leading_zeros());
    // How many of the bits a float of this size has.
    let kept = (length + exponent + 1074).clamp(0, 53);
    let dropped = (length - kept).max(0);
    let (mantissa, exponent) = if dropped == 0 {
        (bits, exponent)
    } else if dropped > 63 {
        (0, 0)
    } else {
        let below = bits & ((1 << dropped) - 1);
        let half = 1u64 << (dropped - 1);
        let mantissa = bits >> dropped;
        let up = below > half || below == half && mantissa & 1 == 1;
        (mantissa + u64::from(up), exponent + dropped)
    };
    let mut result = mantissa as f64;
    let mut left = exponent.clamp(-3000, 3000);
    // In steps, because a power of two may itself be outside of what a float holds.
    while left != 0 {
        let step = left.clamp(-1000, 1000);
        result *= f64::from_bits(((1023 + step) as u64) << 52);
        left -= step;
    }
    result
}

/// `x.as_integer_ratio()`
pub fn as_integer_ratio(value: f64) -> Result<(Int, Int), Error> {
    if value.is_nan() {
        return Kind::ValueError.fail("cannot convert NaN to integer ratio");
    }
    if value.is_infinite() {
        return Kind::OverflowError.fail("cannot convert Infinity to integer ratio");
    }
    let (mut mantissa, mut exponent) = split(value);
    if mantissa == 0 {
        return Ok((Int::Small(0), Int::Small(1)));
    }
    let shift = (mantissa.trailing_zeros() as i32).min((-exponent).max(0));
    mantissa >>= shift;
    exponent += shift;
    let power = |count: i32| Int::Small(1).shl(&Int::Small(i64::from(count))).expect("it is a small count");
    Ok(if exponent >= 0 {
        (Int::Small(mantissa).mul(&power(exponent)), Int::Small(1))
    } else {
        (Int::Small(mantissa), power(-exponent))
    })
}

/// `x / y`
pub fn truediv(a: f64, b: f64) -> Result<f64, Error> {
    if b == 0.0 { Kind::ZeroDivisionError.fail("float division by zero") } else { Ok(a / b) }
}

/// `divmod(x, y)`
pub fn divmod(a: f64, b: f64) -> Result<(f64, f64), Error> {
    if b == 0.0 { Kind::ZeroDivisionError.fail("float divmod()") } else { Ok(divide(a, b)) }
}

/// `x // y`
pub fn floordiv(a: f64, b: f64) -> Result<f64, Error> {
    if b == 0.0 { Kind::ZeroDivisionError.fail("float floor division by zero") } else { Ok(divide(a, b).0) }
}

/// `x % y`
pub fn modulo(a: f64, b: f64) -> Result<f64, Error> {
    if b == 0.0 { Kind::ZeroDivisionError.fail("float modulo") } else { Ok(divide(a, b).1) }
}

fn divide(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    let floor = if quotient == 0.0 {
        0.0f64.copysign(a / b)
    } else {
        let floor = quotient.floor();
        // The subtraction above may have rounded down by a hair.
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (floor, rest)
}

/// `x ** y`
pub fn pow(a: f64, b: f64) -> Result<f64, Error> {
    if b == 0.0 || a == 1.0 {
        return Ok(1.0);
    }
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Kind::ZeroDivisionError.fail("0.0 cannot be raised to a negative power");
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return Kind::NotImplementedError.fail("a negative number to a fractional power is a complex number");
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Kind::OverflowError.fail("(34, 'Numerical result out of range')");
    }
    Ok(result)
}

/// `round(x)`: to an int, a half to the even side.
pub fn round(value: f64) -> Result<Int, Error> {
    Int::from_f64(if value.is_finite() { value.round_ties_even() } else { value })
}

/// `round(x, digits)`: of the number's exact decimal digits, a half to the even side.
pub fn round_to(value: f64, digits: i64) -> Result<f64, Error> {
    if !value.is_finite() || digits > 323 {
        return Ok(value);
    }
    if digits < -308 {
        return Ok(0.0 * value);
    }
    let rounded = if digits >= 0 {
        format!("{value:.*}", digits as usize).parse().expect("a float's digits are a float")
    } else {
        // The whole part decides, and of what is behind the point only whether there is anything.
        let whole = Int::from_f64(value)?;
        let inexact = value.fract() != 0.0;
        let doubled = whole.mul(&Int::Small(2)).add(&Int::Small(match (inexact, value > 0.0) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => -1,
        }));
        // Rounding 2x to a multiple of 20 asks the same as rounding x to one of 10.
        let unit = Int::Small(10).pow(&Int::Small(-digits))?.mul(&Int::Small(2));
        let (below, rest) = doubled.divmod(&unit)?;
        let half = rest.mul(&Int::Small(2)).cmp(&unit);
        let odd = !below.bit_and(&Int::Small(1)).is_zero();
        let up = half.is_gt() || half.is_eq() && odd;
        let result = if up { below.add(&Int::Small(1)) } else { below }.mul(&unit);
        let nearest = match &result {
            Int::Small(value) => *value as f64 / 2.0,
            Int::Big(value) => (value >> 1u32).to_f64().unwrap_or(f64::INFINITY),
        };
        nearest.abs().copysign(value)
    };
    if f64::is_infinite(rounded) {
        return Kind::OverflowError.fail("rounded value too large to represent");
    }
    Ok(rounded)
}

/// `x.hex()`
pub fn hex(value: f64) -> String {
    if let Some(word) = not_finite(value) {
        return word.to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let field = (bits >> 52 & 0x7ff) as i32;
    let (first, exponent) = if field == 0 { (0, -1022) } else { (1, field - 1023) };
    format!("{sign}0x{first}.{:013x}p{exponent:+}", bits & ((1 << 52) - 1))
}
