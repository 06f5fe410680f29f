//! What tasks hand each other: the few shapes of Python values that scenarios need.

use crate::failure::Failure;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::any::Any;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

/// A value that can go through a queue, a channel or a join, and mostly be serialised.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Value {
    /// Nothing.
    #[default]
    None,
    /// A number.
    Int(i64),
    /// A text.
    Text(Arc<str>),
    /// A lump of bytes.
    #[serde(with = "lump")]
    Bytes(Arc<[u8]>),
    /// Several values.
    List(Arc<[Value]>),
    /// An exception: what a task that crashed, or work that failed, leaves instead of a result.
    Failure(Failure),
    /// What a task or a future that was cancelled leaves instead of a result.
    Cancelled,
    /// What has no meaning outside of its process, by what it is called: a lambda, a lock, an open
    /// file. It cannot be pickled.
    Local(Arc<str>),
    /// Bytes that lie where other processes can find them: only their name travels. Boxed: every
    /// operation is as large as the largest value.
    Shared(Box<Shared>),
    /// A value of the language a program is written in, which nobody here looks into.
    Data(Data),
    /// Bytes that go to another process, whatever the mode: who hands them over says so. They are paid for as a
    /// message even where all tasks have one memory.
    #[serde(with = "lump")]
    Parcel(Arc<[u8]>),
    /// A value on its way between two processes, as bytes. Programs never meet one.
    #[serde(with = "lump")]
    Pickled(Arc<[u8]>),
}

/// Plain data of the language a program is written in.
pub trait Plain: Any + fmt::Debug + Send + Sync {
    /// Whether it is the same as another.
    fn same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + fmt::Debug + Send + Sync + 'static> Plain for T {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>() == Some(self)
    }
}

/// Some of it, handed on as it is: engines compare it, and do not look into it.
#[derive(Clone, Debug)]
pub struct Data(Arc<dyn Plain>);

impl Data {
    /// This.
    #[must_use]
    pub fn new(plain: impl Plain) -> Data {
        Data(Arc::new(plain))
    }

    /// What is known to be of a type.
    #[must_use]
    pub fn get<T: 'static>(&self) -> Option<&T> {
        (&*self.0 as &dyn Any).downcast_ref()
    }

    /// The same to be changed: a copy of its own, where others have it as well.
    pub fn to_mut<T: Plain + Clone>(&mut self) -> Option<&mut T> {
        if Arc::get_mut(&mut self.0).is_none() {
            let copy = self.get::<T>()?.clone();
            self.0 = Arc::new(copy);
        }
        let plain: &mut dyn Any = Arc::get_mut(&mut self.0)?;
        plain.downcast_mut()
    }
}

impl PartialEq for Data {
    fn eq(&self, other: &Data) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.same(&*other.0)
    }
}

impl Eq for Data {}

impl PartialOrd for Data {
    fn partial_cmp(&self, other: &Data) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Only the maps of scenarios put values into an order, and no data is a key there.
impl Ord for Data {
    fn cmp(&self, other: &Data) -> Ordering {
        if self == other { Ordering::Equal } else { format!("{self:?}").cmp(&format!("{other:?}")) }
    }
}

impl Hash for Data {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("data of a language stays in its process"))
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Data, D::Error> {
        Err(serde::de::Error::custom("data of a language stays in its process"))
    }
}

/// The name of bytes in shared memory.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Shared {
    /// Which.
    pub(crate) number: u64,
    /// How many.
    pub(crate) length: u64,
    /// They, where all tasks have one memory.
    #[serde(skip)]
    pub(crate) bytes: Option<Arc<[u8]>>,
}

/// What data of a language is called where it cannot go.
static DATA: LazyLock<Arc<str>> = LazyLock::new(|| "an object of the program".into());

/// Bytes in a message, as one piece and not one by one.
mod lump {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::sync::Arc;

    pub(super) fn serialize<S: Serializer>(bytes: &Arc<[u8]>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<[u8]>, D::Error> {
        <&[u8]>::deserialize(from).map(Arc::from)
    }
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

    /// Whether bytes are made of it where it is sent to another process. A number travels as it is.
    pub(crate) fn is_packed(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Bytes(_) | Value::List(_) | Value::Parcel(_))
    }

    /// Whether it goes to another process whatever the mode.
    pub(crate) fn is_parcel(&self) -> bool {
        matches!(self, Value::Parcel(_))
    }

    /// About how many bytes it takes to send.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Value::None | Value::Cancelled | Value::Data(_) => 1,
            Value::Shared(_) => 17,
            Value::Int(_) => 9,
            Value::Text(text) | Value::Local(text) => 9 + text.len() as u64,
            Value::Failure(failure) => {
                9 + failure.len() as u64 + failure.process_bytes().map_or(0, |fault| 8 + fault.len() as u64)
            }
            Value::Bytes(bytes) | Value::Parcel(bytes) | Value::Pickled(bytes) => 9 + bytes.len() as u64,
            Value::List(values) => values.iter().map(Value::size).sum::<u64>() + 9,
        }
    }

    /// What in it cannot be pickled, by what it is called.
    #[must_use]
    pub fn unpicklable(&self) -> Option<&Arc<str>> {
        match self {
            Value::Local(what) => Some(what),
            Value::Data(_) => Some(&DATA),
            Value::List(values) => values.iter().find_map(Value::unpicklable),
            _ => None,
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
    pub fn failure(&self) -> Option<&Failure> {
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
