//! Values as bytes: what travels between processes.
//!
//! A tag, then the contents; lengths are eight bytes. It refuses what has no meaning elsewhere, and
//! bytes that are no value.

use crate::failure::Failure;
use crate::value::{Shared, Value};
use std::fmt;
use std::sync::Arc;

/// Something that cannot be pickled, by what it is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unpicklable(pub Arc<str>);

impl fmt::Display for Unpicklable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot pickle {}: it has no meaning in another process", self.0)
    }
}

impl std::error::Error for Unpicklable {}

impl Value {
    /// The bytes of this value.
    ///
    /// # Errors
    /// Where something in it cannot be pickled.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Unpicklable> {
        if let Some(what) = self.unpicklable() {
            return Err(Unpicklable(what.clone()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.size()).unwrap_or(0));
        write(self, &mut bytes);
        Ok(bytes)
    }

    /// The value in these bytes, if there is exactly one.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Value> {
        let mut rest = bytes;
        let value = read(&mut rest)?;
        rest.is_empty().then_some(value)
    }
}

fn write(value: &Value, bytes: &mut Vec<u8>) {
    let mut lump = |tag: u8, contents: &[u8]| {
        bytes.push(tag);
        bytes.extend((contents.len() as u64).to_le_bytes());
        bytes.extend(contents);
    };
    match value {
        Value::None => bytes.push(0),
        Value::Int(number) => {
            bytes.push(1);
            bytes.extend(number.to_le_bytes());
        }
        Value::Text(text) => lump(2, text.as_bytes()),
        Value::Bytes(contents) => lump(3, contents),
        Value::Parcel(contents) => lump(9, contents),
        Value::List(values) => {
            bytes.push(4);
            bytes.extend((values.len() as u64).to_le_bytes());
            values.iter().for_each(|value| write(value, bytes));
        }
        Value::Failure(failure) => match failure.process_bytes() {
            None => lump(5, failure.as_bytes()),
            Some(fault) => {
                lump(8, failure.as_bytes());
                bytes.extend((fault.len() as u64).to_le_bytes());
                bytes.extend(fault);
            }
        },
        Value::Cancelled => bytes.push(6),
        Value::Shared(shared) => {
            bytes.push(7);
            bytes.extend(shared.number.to_le_bytes());
            bytes.extend(shared.length.to_le_bytes());
        }
        // Refused above, and never handed to a program: nothing.
        Value::Local(_) | Value::Data(_) | Value::Pickled(_) => bytes.push(0),
    }
}

fn read(rest: &mut &[u8]) -> Option<Value> {
    let (tag, after) = rest.split_first()?;
    *rest = after;
    Some(match tag {
        0 => Value::None,
        1 => Value::Int(i64::from_le_bytes(number(rest)?)),
        2 => Value::Text(std::str::from_utf8(lump(rest)?).ok()?.into()),
        3 => Value::Bytes(lump(rest)?.into()),
        9 => Value::Parcel(lump(rest)?.into()),
        4 => {
            let values = u64::from_le_bytes(number(rest)?);
            (0..values).map(|_| read(rest)).collect::<Option<Vec<Value>>>()?.into()
        }
        5 => Value::Failure(std::str::from_utf8(lump(rest)?).ok()?.into()),
        8 => {
            let words = std::str::from_utf8(lump(rest)?).ok()?;
            Value::Failure(Failure::new(words.into(), Some(postcard::from_bytes(lump(rest)?).ok()?)))
        }
        6 => Value::Cancelled,
        7 => {
            let number = u64::from_le_bytes(number(rest)?);
            Value::Shared(Box::new(Shared { number, length: u64::from_le_bytes(self::number(rest)?), bytes: None }))
        }
        _ => return None,
    })
}

fn number(rest: &mut &[u8]) -> Option<[u8; 8]> {
    let (number, after) = rest.split_first_chunk::<8>()?;
    *rest = after;
    Some(*number)
}

fn lump<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u64::from_le_bytes(number(rest)?)).ok()?;
    let (contents, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(contents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::None),
            any::<i64>().prop_map(Value::Int),
            ".{0,8}".prop_map(|text| Value::Text(text.into())),
            proptest::collection::vec(any::<u8>(), 0..8).prop_map(|bytes| Value::Bytes(bytes.into())),
            proptest::collection::vec(any::<u8>(), 0..8).prop_map(|bytes| Value::Parcel(bytes.into())),
            ".{0,8}".prop_map(|text| Value::Failure(text.into())),
            ".{0,8}".prop_map(|text| Value::Failure(Failure::of_process(model::Fault::Said(text)))),
            Just(Value::Cancelled),
            any::<(u64, u64)>().prop_map(|(number, length)| Value::Shared(Box::new(Shared {
                number,
                length,
                bytes: None
            }))),
        ];
        leaf.prop_recursive(3, 20, 5, |inner| proptest::collection::vec(inner, 0..5).prop_map(Value::from))
    }

    #[test]
    fn what_has_no_meaning_elsewhere_is_refused_by_name() {
        let inside = Value::from(vec![Value::Int(1), Value::Local("<lambda>".into())]);
        let refused = inside.to_bytes().expect_err("a lambda");
        assert_eq!(refused.to_string(), "cannot pickle <lambda>: it has no meaning in another process");
    }

    proptest! {
        #[test]
        fn values_round_trip(value in any_value()) {
            let bytes = value.to_bytes().expect("nothing in it is local");
            prop_assert_eq!(bytes.len() as u64, value.size(), "what it is said to take");
            prop_assert_eq!(Value::from_bytes(&bytes), Some(value));
        }

        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = Value::from_bytes(&bytes);
        }
    }
}
