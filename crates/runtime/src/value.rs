//! What tasks hand each other: the few shapes of Python values that scenarios need.

use std::sync::Arc;

/// A value that can go through a queue, a channel or a join, and be serialised.
#[derive(Clone, PartialEq, PartialOrd, Debug, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    None,
    /// A number.
    Int(i64),
    /// A text.
    Text(Arc<str>),
    /// A lump of bytes.
    Bytes(Arc<[u8]>),
    /// Several values.
    List(Arc<[Value]>),
}

impl Value {
    /// The number, where it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(value) => Some(*value),
            _ => None,
        }
    }
}

impl From<()> for Value {
    fn from((): ()) -> Value {
        Value::None
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.into())
    }
}
