//! `format` of integers and floats.

use super::layout::{Parts, number, padded};
use super::{Align, Sign, Spec};
use crate::error::{Error, Kind};
use crate::numbers::{Int, float as floats};

/// `format(i, spec)`
pub fn int(value: &Int, spec: &str) -> Result<String, Error> {
    if spec.is_empty() {
        return value.to_text();
    }
    let spec = Spec::parse(spec, "int")?;
    int_of(value, &spec, "int")
}

/// `format(True, spec)`: a text without a specification, a number with one.
pub fn bool(value: bool, spec: &str) -> Result<String, Error> {
    if spec.is_empty() {
        return Ok(if value { "True" } else { "False" }.to_owned());
    }
    let spec = Spec::parse(spec, "bool")?;
    int_of(&Int::Small(i64::from(value)), &spec, "bool")
}

fn int_of(value: &Int, spec: &Spec, class: &str) -> Result<String, Error> {
    match spec.kind {
        None | Some('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') => {}
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => return float_of(value.to_f64()?, spec),
        Some(_) => return spec.unknown(class),
    }
    if spec.precision.is_some() {
        return Kind::ValueError.fail("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return Kind::ValueError.fail("Negative zero coercion (z) not allowed in integer format specifier");
    }
    if spec.kind == Some('c') {
        if spec.sign.is_some() {
            return Kind::ValueError.fail("Sign not allowed with integer format specifier 'c'");
        }
        if spec.alternate {
            return Kind::ValueError.fail("Alternate form (#) not allowed with integer format specifier 'c'");
        }
        let Some(code) = value.to_i64() else {
            return Kind::OverflowError.fail("Python int too large to convert to C long");
        };
        if !(0..=0x10_ffff).contains(&code) {
            return Kind::OverflowError.fail("%c arg not in range(0x110000)");
        }
        let Some(c) = char::from_u32(code as u32) else {
            return Kind::NotImplementedError.fail("half of a surrogate pair is not a character here");
        };
        // One character is laid out as a number is.
        let parts = Parts { sign: "", prefix: "", digits: "", rest: &c.to_string(), group: 3 };
        return Ok(number(&parts, spec));
    }
    let (base, prefix, group) = match spec.kind {
        Some('b') => (2, "0b", 4),
        Some('o') => (8, "0o", 4),
        Some('x') => (16, "0x", 4),
        Some('X') => (16, "0X", 4),
        _ => (10, "", 3),
    };
    let positive = value.abs();
    let mut digits = if base == 10 { positive.to_text()? } else { positive.to_radix(base) };
    if spec.kind == Some('X') {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    let parts = Parts { sign: sign(value.is_negative(), spec.sign), prefix, digits: &digits, rest: "", group };
    Ok(number(&parts, spec))
}

fn sign(negative: bool, asked: Option<Sign>) -> &'static str {
    match (negative, asked) {
        (true, _) => "-",
        (false, Some(Sign::Plus)) => "+",
        (false, Some(Sign::Space)) => " ",
        (false, _) => "",
    }
}

/// `format(x, spec)`
pub fn float(value: f64, spec: &str) -> Result<String, Error> {
    if spec.is_empty() {
        return Ok(floats::repr(value));
    }
    float_of(value, &Spec::parse(spec, "float")?)
}

fn float_of(value: f64, spec: &Spec) -> Result<String, Error> {
    if !matches!(spec.kind, None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) {
        return spec.unknown("float");
    }
    let body = body(value, spec.kind, spec.precision, spec.alternate)?;
    let zero = body.bytes().take_while(|&byte| byte != b'e' && byte != b'E').all(|byte| !(b'1'..=b'9').contains(&byte));
    let negative = value.is_sign_negative() && !value.is_nan() && !(spec.no_negative_zero && zero && value.is_finite());
    let sign = sign(negative, spec.sign);
    if !value.is_finite() {
        // Zeros before a word are zeros all the same.
        let parts = Parts { sign, prefix: "", digits: "", rest: &body, group: 3 };
        let ungrouped = Spec { grouping: None, ..spec.clone() };
        return Ok(if spec.align == Some(Align::AfterSign) {
            number(&parts, &ungrouped)
        } else {
            padded(&format!("{sign}{body}"), &ungrouped, Align::Right)
        });
    }
    let end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
    let (digits, rest) = body.split_at(end);
    Ok(number(&Parts { sign, prefix: "", digits, rest, group: 3 }, spec))
}

/// The number without its sign.
pub(super) fn body(value: f64, kind: Option<char>, precision: Option<usize>, alternate: bool) -> Result<String, Error> {
    let upper = matches!(kind, Some('E'..='G'));
    let per_cent = kind == Some('%');
    let value = if per_cent { value.abs() * 100.0 } else { value.abs() };
    let mut text = if let Some(word) = floats::not_finite(value) {
        word.to_owned()
    } else {
        let precision_or = |default| precision.unwrap_or(default);
        if precision.unwrap_or(0) > i32::MAX as usize {
            return Kind::ValueError.fail("precision too big");
        }
        match kind {
            Some('e' | 'E') => scientific(value, precision_or(6), alternate),
            Some('f' | 'F' | '%') => {
                let text = format!("{value:.*}", precision_or(6));
                if alternate && !text.contains('.') { text + "." } else { text }
            }
            Some('g' | 'G' | 'n') => general(value, precision_or(6), alternate, false),
            // Without a type: as `repr`, and with a precision as `g`, but with a digit behind the point.
            _ => match precision {
                None => {
                    let text = floats::repr(value);
                    // The alternate form keeps a point even before an exponent.
                    match text.find('e') {
                        Some(at) if alternate && !text.contains('.') => format!("{}.{}", &text[..at], &text[at..]),
                        _ => text,
                    }
                }
                Some(precision) => general(value, precision, alternate, true),
            },
        }
    };
    if upper {
        text.make_ascii_uppercase();
    }
    if per_cent {
        text.push('%');
    }
    Ok(text)
}

fn scientific(value: f64, precision: usize, alternate: bool) -> String {
    let (digits, exponent) = rounded(value, precision + 1);
    let text = floats::exponent_digits(&digits, exponent);
    if alternate && precision == 0 { text.replacen('e', ".e", 1) } else { text }
}

/// So many significant digits, and the exponent of the first.
fn rounded(value: f64, digits: usize) -> (String, i32) {
    let text = format!("{value:.*e}", digits - 1);
    let (digits, exponent) = text.split_once('e').expect("this form has an exponent");
    (digits.replace('.', ""), exponent.parse().expect("it is a number"))
}

fn general(value: f64, precision: usize, alternate: bool, plain_type: bool) -> String {
    let precision = precision.max(1);
    let (mut digits, exponent) = rounded(value, precision);
    if !alternate {
        digits.truncate(digits.trim_end_matches('0').len().max(1));
    }
    // Without a type one more digit is kept for what stands behind the point.
    let highest = precision as i32 - i32::from(plain_type);
    if exponent < -4 || exponent >= highest {
        let text = floats::exponent_digits(&digits, exponent);
        return if alternate && digits.len() == 1 { text.replacen('e', ".e", 1) } else { text };
    }
    let text = floats::plain_digits(&digits, exponent + 1, plain_type);
    if alternate && !text.contains('.') { text + "." } else { text }
}
