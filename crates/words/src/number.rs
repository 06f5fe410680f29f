//! Numbers as people of a language write them, and the sentences they stand in.
//!
//! Everything here is whole-number arithmetic: formatting of floating point is large in a page.

use crate::Lang;

/// Between a number and its unit: a line must not break there.
const GAP: char = '\u{a0}';

/// The template with its placeholders filled in:
///
/// * `{lost}`: a number, with at most two decimals;
/// * `{share:percent}`: a fraction of one, in hundredths;
/// * `{together:time}`: nanoseconds, in the unit that suits them;
/// * `{speedup:times}`: a ratio, with two decimals;
/// * `{size:bytes}`: bytes, in the unit that suits them;
/// * `{lost:update/updates}`: no number, but the first word where it is one, else the second.
///
/// A placeholder that names no value stays as it stands.
#[must_use]
pub fn fill(template: &str, values: &[(String, f64)], lang: Lang) -> String {
    replace(template, &|name, form| {
        let (_, value) = values.iter().find(|(known, _)| known == name)?;
        format(*value, form, lang)
    })
}

/// The template with what this gives for the name and the form of each placeholder; one for which it gives
/// nothing stays as it stands.
#[must_use]
pub fn replace(template: &str, word: &dyn Fn(&str, &str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, name, form, after)) = next(rest) {
        text.push_str(before);
        match word(name, form) {
            Some(word) => text.push_str(&word),
            None => text.push_str(&rest[before.len()..rest.len() - after.len()]),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The names and forms of the placeholders of a template.
#[must_use]
pub fn placeholders(template: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((_, name, form, after)) = next(rest) {
        found.push((name, form));
        rest = after;
    }
    found
}

/// What stands before the first placeholder, its name and form, and what stands after it.
#[must_use]
pub fn next(template: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (inside, after) = rest.split_once('}')?;
    let (name, form) = inside.split_once(':').unwrap_or((inside, ""));
    Some((before, name, form, after))
}

/// The value in this form; `None` where there is no such form.
#[must_use]
pub fn format(value: f64, form: &str, lang: Lang) -> Option<String> {
    Some(match form {
        "" => number(value, lang),
        "percent" => percent(value, lang),
        "time" => time(value, lang),
        "times" => decimal(value, 2, lang),
        "bytes" => bytes(value, lang),
        _ => either(form, value == 1.0)?.into(),
    })
}

/// The word of the two in this form that goes with one, or with any other number; `None` where there are not two.
#[must_use]
pub fn either(form: &str, is_one: bool) -> Option<&str> {
    form.split_once('/').map(|(one, many)| if is_one { one } else { many })
}

/// A number with at most two decimals: `10,000` or `10.000`.
#[must_use]
pub fn number(value: f64, lang: Lang) -> String {
    trimmed(value, 2, lang)
}

/// A fraction of one in hundredths: `15.6 %` or `15,6 %`. What is not quite nothing or not quite
/// everything is not shown as such.
#[must_use]
pub fn percent(share: f64, lang: Lang) -> String {
    let hundredths = share * 100.0;
    let (sign, shown) = match hundredths {
        little if little > 0.0 && little < 0.05 => ("<\u{a0}", 0.1),
        much if (99.95..100.0).contains(&much) => (">\u{a0}", 99.9),
        _ => ("", hundredths),
    };
    format!("{sign}{}{GAP}%", trimmed(shown, 1, lang))
}

/// A time, given in nanoseconds, with three digits: `4.1 ms` or `4,1 ms`.
#[must_use]
pub fn time(nanos: f64, lang: Lang) -> String {
    scaled(nanos, 1000.0, &["ns", "µs", "ms", "s"], lang)
}

/// A number of bytes with three digits: `1.5 MiB` or `1,5 MiB`.
#[must_use]
pub fn bytes(count: f64, lang: Lang) -> String {
    scaled(count, 1024.0, &["B", "KiB", "MiB", "GiB"], lang)
}

fn scaled(value: f64, step: f64, units: &[&str], lang: Lang) -> String {
    let mut value = value;
    let mut unit = 0;
    while value.abs() >= step - 0.5 && unit + 1 < units.len() {
        value /= step;
        unit += 1;
    }
    let places = match value.abs() {
        _ if unit == 0 => 0,
        small if small < 9.995 => 2,
        middle if middle < 99.95 => 1,
        _ => 0,
    };
    format!("{}{GAP}{}", trimmed(value, places, lang), units[unit])
}

/// As `decimal`, without zeros at the end of the decimals.
fn trimmed(value: f64, places: usize, lang: Lang) -> String {
    let mut text = decimal(value, places, lang);
    if places > 0 {
        text.truncate(text.trim_end_matches('0').trim_end_matches(lang.point).len());
    }
    text
}

/// A number with so many decimals.
#[must_use]
pub fn decimal(value: f64, places: usize, lang: Lang) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let scale = [1.0, 10.0, 100.0, 1000.0][places.min(3)];
    // The cast stops at the largest number there is, far beyond anything a run can count.
    let digits = ((value.abs() * scale).round() as u64).to_string();
    let digits = format!("{digits:0>width$}", width = places.min(3) + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places.min(3));
    let negative = value < 0.0 && digits.bytes().any(|digit| digit != b'0');
    let mut text = String::from(if negative { "−" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(lang.group);
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push(lang.point);
        text.push_str(decimals);
    }
    text
}
