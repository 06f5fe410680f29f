//! Puts what was written into its width.

use super::{Align, Grouping, Spec};

/// A text with its fill.
pub(super) fn padded(text: &str, spec: &Spec, default: Align) -> String {
    let missing = spec.width.unwrap_or(0).saturating_sub(text.chars().count());
    if missing == 0 {
        return text.to_owned();
    }
    let before = match spec.align.unwrap_or(default) {
        Align::Left => 0,
        Align::Right | Align::AfterSign => missing,
        Align::Centre => missing / 2,
    };
    let fill = |count| std::iter::repeat_n(spec.fill, count);
    fill(before).chain(text.chars()).chain(fill(missing - before)).collect()
}

/// A number in its parts: what is grouped is `digits`, and `rest` follows.
pub(super) struct Parts<'a> {
    /// `-`, `+`, a space or nothing.
    pub(super) sign: &'a str,
    /// `0x` and its like.
    pub(super) prefix: &'a str,
    /// Before the point.
    pub(super) digits: &'a str,
    /// Point, decimals, exponent, per cent.
    pub(super) rest: &'a str,
    /// How many digits stand between two marks.
    pub(super) group: usize,
}

/// The number in its width.
pub(super) fn number(parts: &Parts, spec: &Spec) -> String {
    let fixed = parts.sign.len() + parts.prefix.len() + parts.rest.chars().count();
    // Zeros that fill behind the sign are grouped like digits.
    let zeros_to = if spec.fill == '0' && spec.align == Some(Align::AfterSign) {
        spec.width.unwrap_or(0).saturating_sub(fixed)
    } else {
        0
    };
    let digits = grouped(parts.digits, spec.grouping, parts.group, zeros_to);
    let head = format!("{}{}", parts.sign, parts.prefix);
    if spec.align == Some(Align::AfterSign) {
        let missing = spec.width.unwrap_or(0).saturating_sub(fixed + digits.len());
        let fill: String = std::iter::repeat_n(spec.fill, missing).collect();
        return format!("{head}{fill}{digits}{}", parts.rest);
    }
    padded(&format!("{head}{digits}{}", parts.rest), spec, Align::Right)
}

/// Digits with marks between their groups and zeros before them, at least so wide.
fn grouped(digits: &str, grouping: Option<Grouping>, group: usize, width: usize) -> String {
    let Some(grouping) = grouping else {
        return format!("{}{digits}", "0".repeat(width.saturating_sub(digits.len())));
    };
    // From the right; a mark never comes first, so a width may be exceeded by one.
    let mut reversed = String::new();
    let mut source = digits.chars().rev();
    let mut count = 0;
    loop {
        let next = source.next();
        if next.is_none() && reversed.len() >= width {
            break;
        }
        if count > 0 && count % group == 0 {
            reversed.push(grouping.mark());
        }
        reversed.push(next.unwrap_or('0'));
        count += 1;
    }
    reversed.chars().rev().collect()
}
