//! What is done to an object of the engine, as plain data, and what it comes to.

use super::{Contents, Name, Packed, Reference, Words};
use crate::code::Program;
use crate::error::Kind;
use crate::tree::BinOp;
use std::fmt;
use std::sync::Arc;

/// Something done to an object in one step.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Work {
    /// All that is in it.
    Look,
    Length,
    Field(Name),
    SetField(Name, Packed),
    DelField(Name),
    Item(Packed),
    SetItem(Packed, Packed),
    DelItem(Packed),
    Contains(Packed),
    InPlace(BinOp, Packed),
    /// A function of ours, with its arguments: the object is the first of them.
    Native(u16, Vec<Packed>, Vec<Name>),
    /// The next item for an iterator over the object; where the iterator is then.
    Step(super::Iter),
    /// The next item of an iterator that tasks share.
    Next,
}

/// The same with all that it takes to do it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Deed {
    pub(crate) this: Arc<Reference>,
    pub(crate) work: Work,
    /// What is in other objects of the engine, looked at before.
    pub(crate) with: Vec<(Arc<Reference>, Arc<Contents>)>,
    pub(crate) code: Code,
}

/// The program, which is the same for all that is compared.
#[derive(Clone)]
pub(crate) struct Code(pub(crate) Arc<Program>);

impl PartialEq for Code {
    fn eq(&self, _: &Code) -> bool {
        true
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the program")
    }
}

/// What it came to.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Answer {
    Value(Packed),
    /// There is no such attribute, or no more item.
    Nothing,
    /// An item, and where the iterator is then.
    Step(Packed, super::Iter),
    Raised(Raised),
    /// Methods of the program have a say, so Python of our own must do it, in smaller steps.
    InPython,
    /// What is in this object must be known first.
    Needs(Arc<Reference>),
    Refused(Words),
}

/// An exception that comes out of it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Raised {
    Error(Kind, String),
    Key(Packed),
    Exception(Packed),
}

impl Answer {
    pub(crate) fn of(value: &runtime::Value) -> Answer {
        if let runtime::Value::Data(data) = value
            && let Some(answer) = data.get::<Answer>()
        {
            return answer.clone();
        }
        Answer::Value(super::packed(value))
    }

    pub(super) fn into_value(self) -> runtime::Value {
        match self {
            Answer::Value(packed) => packed.into(),
            other => runtime::Value::Data(runtime::Data::new(other)),
        }
    }
}

/// Methods in C that leave their object as it is.
const LOOKS: &[&str] = &[
    "copy",
    "count",
    "decode",
    "difference",
    "endswith",
    "find",
    "get",
    "hex",
    "index",
    "intersection",
    "isdisjoint",
    "issubset",
    "issuperset",
    "rfind",
    "rindex",
    "startswith",
    "symmetric_difference",
    "union",
    "__contains__",
    "__eq__",
    "__getitem__",
    "__len__",
    "__reversed__",
];

impl Work {
    /// Whether it leaves the object as it is, whatever is in it.
    pub(crate) fn looks(&self, p: &Program) -> bool {
        match self {
            Work::Look | Work::Length | Work::Field(_) | Work::Item(_) | Work::Contains(_) | Work::Step(_) => true,
            Work::Native(number, ..) => {
                let name = p.natives[usize::from(*number)].name;
                LOOKS.contains(&name.rsplit('.').next().unwrap_or(name))
            }
            Work::SetField(..) | Work::DelField(_) | Work::SetItem(..) | Work::DelItem(_) => false,
            Work::InPlace(..) | Work::Next => false,
        }
    }
}
