//! How values become text: the language of format specifications (`format(x, ">10.2f")`), the fields
//! of `str.format`, and the older `%`.

mod fields;
mod layout;
mod number;
mod percent;
mod spec;

pub use fields::{Access, Accesses, Field, Fields, First, Numbering, Piece, fields, too_deep, unknown_conversion};
pub use number::{bool, float, int};
pub use percent::{Conversion, Percent, PercentPiece, Taken, no_int_for_star, percent, too_few, too_many};
pub use spec::{Align, Grouping, Sign, Spec};

use crate::error::{Error, Kind};

/// `format(text, spec)`
pub fn text(text: &str, spec: &str) -> Result<String, Error> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    let spec = Spec::parse(spec, "str")?;
    if !matches!(spec.kind, None | Some('s')) {
        return spec.unknown("str");
    }
    if spec.sign.is_some() {
        let words = if spec.sign == Some(Sign::Space) {
            "Space not allowed in string format specifier"
        } else {
            "Sign not allowed in string format specifier"
        };
        return Kind::ValueError.fail(words);
    }
    if spec.no_negative_zero {
        return Kind::ValueError.fail("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return Kind::ValueError.fail("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == Some(Align::AfterSign) {
        return Kind::ValueError.fail("'=' alignment not allowed in string format specifier");
    }
    let cut = match spec.precision {
        Some(precision) => crate::text::repr::shortened(text, precision),
        None => text,
    };
    Ok(layout::padded(cut, &spec, Align::Left))
}

/// `format(x, spec)` of a value whose class has no specifications of its own: only an empty one is allowed.
pub fn other(text: String, class: &str, spec: &str) -> Result<String, Error> {
    if spec.is_empty() {
        return Ok(text);
    }
    Kind::TypeError.fail(format!("unsupported format string passed to {class}.__format__"))
}
