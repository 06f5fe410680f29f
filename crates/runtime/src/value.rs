//! What tasks hand each other: the few shapes of Python values that scenarios need.

use std::sync::Arc;

/// A value that can go through a queue, a channel or a join, and be serialised.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
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
    /// An exception: what a task that crashed, or work that failed, leaves instead of a result.
    Failure(Arc<str>),
    /// What a task or a future that was cancelled leaves instead of a result.
    Cancelled,
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

impl Value {
    /// The first of several.
    #[must_use]
    pub fn first(&self) -> Option<Value> {
        match self {
            Value::List(values) => values.first().cloned(),
            _ => None,
        }
    }

    /// About how many bytes it takes to send.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Value::None | Value::Cancelled => 1,
            Value::Int(_) => 9,
            Value::Text(text) | Value::Failure(text) => 9 + text.len() as u64,
            Value::Bytes(bytes) => 9 + bytes.len() as u64,
            Value::List(values) => values.iter().map(Value::size).sum::<u64>() + 9,
        }
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What went wrong, where something did.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match self {
            Value::Failure(message) => Some(message),
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

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Value {
        Value::List(values.into())
    }
}

impl<E: std::fmt::Display> From<Result<Value, E>> for Value {
    fn from(result: Result<Value, E>) -> Value {
        result.unwrap_or_else(|error| Value::Failure(error.to_string().into()))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.into())
    }
}
