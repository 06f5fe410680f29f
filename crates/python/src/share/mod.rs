//! What tasks hand each other, and what the engine keeps of a program: values without a heap.
//!
//! What cannot change travels by value. What can is *published* before another task may find it: it becomes an
//! object of the engine, and its slot in the heap says which. So all references to it stay as they are, and so
//! does what it is.

mod act;
mod apply;
mod fast;
mod pack;
mod publish;
mod unpack;

use crate::code::Sym;
use crate::heap::Range;
use crate::heap::deque::Deque;
use crate::heap::dict::{Dict, Held};
use crate::heap::set::Set;
use crate::numbers::Big;
use crate::value::{ClassId, Ref};
pub(crate) use act::{Answer, Code, Deed, Raised, Work};
pub(crate) use pack::Packer;
pub(crate) use publish::{lend, publish, send};
use std::sync::{Arc, OnceLock};

/// Why something cannot travel, or cannot be done to what is shared.
pub(crate) type Words = &'static str;

/// A value on its way.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Packed {
    Undef,
    None,
    Ellipsis,
    NotImplemented,
    Bool(bool),
    Int(i64),
    /// A float, by its bits.
    Float(u64),
    Native(u16),
    /// A class that every task has.
    Class(ClassId),
    /// A function, or its like, that every task has.
    Same(Ref),
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
    Big(Arc<Big>),
    Tuple(Arc<[Packed]>),
    Frozen(Arc<Set<Packed>>),
    Range(Range),
    Slice(Arc<[Packed; 3]>),
    Module(u16),
    /// A handle of the engine: its class and number, and what it says besides.
    Handle(ClassId, u32, Arc<Packed>),
    Bound(Arc<(Packed, Packed)>),
    Alias(Arc<(Packed, Packed)>),
    View(Arc<Packed>, crate::heap::View),
    Function(Arc<Function>),
    Exception(Arc<Exception>),
    /// An object of the engine.
    Shared(Arc<Reference>),
    /// What stays with the task that made it: others can hold it, and hand it back.
    Stays(Arc<Resident>),
    /// What only who gets it has: it is made anew there.
    Fresh(Arc<Contents>),
}

impl Held for Packed {
    const NOTHING: Packed = Packed::Undef;

    fn is_nothing(&self) -> bool {
        *self == Packed::Undef
    }
}

impl Packed {
    /// The hash of what is the same in every task because of where it lies.
    pub(crate) fn hash(&self) -> i64 {
        match self {
            Packed::Same(at) => i64::from(at.0) * 16,
            Packed::Stays(of) => i64::from(of.at.0) * 16,
            _ => 0,
        }
    }
}

/// What sort of object it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sort {
    List,
    Deque,
    Dict,
    Set,
    Bytes,
    Instance,
    Iter,
    Cell,
}

/// Which object of the engine it is, and what never changes of it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Reference {
    pub(crate) object: u32,
    pub(crate) sort: Sort,
    pub(crate) class: Packed,
    /// The built-in value it carries, if its class derives from a built-in one; otherwise `Undef`.
    pub(crate) plain: Packed,
    /// What it hashes as, if that is by what it is.
    pub(crate) hash: i64,
    /// Whether its class says itself what is equal.
    pub(crate) compares: bool,
}

/// What stays with its task, and where it is there.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Resident {
    pub(crate) owner: u32,
    pub(crate) at: Ref,
    pub(crate) class: Packed,
}

/// The name of an attribute.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Name {
    /// One of the program's.
    Known(Sym),
    New(Arc<str>),
}

/// A function that not every task has.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Function {
    pub(crate) code: u32,
    pub(crate) defaults: Packed,
    pub(crate) keyword_defaults: Packed,
    pub(crate) closure: Box<[Packed]>,
    pub(crate) fields: Vec<(Name, Packed)>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Exception {
    pub(crate) class: Packed,
    pub(crate) args: Packed,
    pub(crate) fields: Vec<(Name, Packed)>,
    pub(crate) cause: Packed,
    pub(crate) context: Packed,
    pub(crate) suppress: bool,
    pub(crate) trace: Vec<(u32, u32)>,
}

/// What is in an object.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Contents {
    List(Vec<Packed>),
    Deque(Deque<Packed>),
    Dict(Dict<Packed>),
    Set(Set<Packed>),
    Bytes(Vec<u8>),
    Fields(Vec<(Name, Packed)>),
    Iter(Iter),
    Cell(Packed),
}

/// An iterator.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Iter {
    Sequence(Packed, usize),
    Reversed(Packed, usize),
    Range { at: i64, left: i64, step: i64 },
    Dict(Packed, usize, usize, crate::heap::View),
    DictReversed(Packed, usize, crate::heap::View),
    Set(Packed, usize, usize),
    Deque { of: Packed, left: usize, changes: u64, back: bool },
    Enumerate(Packed, i64),
    Zip(Box<[Packed]>, bool),
    Empty,
}

/// What the engine has of an object: it is filled in once all that are published with it have their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body(pub(crate) OnceLock<Contents>);

impl PartialEq for Body {
    fn eq(&self, other: &Body) -> bool {
        self.0.get() == other.0.get()
    }
}

impl From<Packed> for runtime::Value {
    fn from(packed: Packed) -> runtime::Value {
        match packed {
            Packed::None => runtime::Value::None,
            Packed::Int(n) => runtime::Value::Int(n),
            Packed::Text(text) => runtime::Value::Text(text),
            other => runtime::Value::Data(runtime::Data::new(other)),
        }
    }
}

/// What a value of the engine is.
pub(crate) fn packed(value: &runtime::Value) -> Packed {
    match value {
        runtime::Value::None => Packed::None,
        runtime::Value::Int(n) => Packed::Int(*n),
        runtime::Value::Text(text) => Packed::Text(text.clone()),
        runtime::Value::Bytes(bytes) | runtime::Value::Parcel(bytes) => Packed::Bytes(bytes.clone()),
        runtime::Value::Data(data) => match (data.get::<Packed>(), data.get::<Body>().and_then(|body| body.0.get())) {
            (Some(packed), _) => packed.clone(),
            (_, Some(Contents::Cell(packed))) => packed.clone(),
            _ => Packed::Undef,
        },
        _ => Packed::Undef,
    }
}
