//! Iterators over what is built in.

use super::View;
use crate::value::{Ref, Value};

#[derive(Clone, Debug)]
pub(crate) enum Iter {
    /// Over a list, tuple, text, bytes: what, and where.
    Sequence(Value, usize),
    /// Backwards.
    Reversed(Value, usize),
    Range {
        at: i64,
        left: i64,
        step: i64,
    },
    /// A dict, the next entry, its length at the beginning, and what of it.
    Dict(Ref, usize, usize, View),
    DictReversed(Ref, usize, View),
    /// A set, the next place in its table, and its length at the beginning.
    Set(Ref, usize, usize),
    /// A deque, how many items are left, how often it had been changed at the beginning, and whether from its end.
    Deque {
        of: Ref,
        left: usize,
        changes: u64,
        back: bool,
    },
    Enumerate(Value, i64),
    Zip(Box<[Value]>, bool),
    /// Over something that ran out.
    Empty,
}

impl Iter {
    /// The class of an iterator.
    pub(crate) fn class(&self, heap: &super::Heap) -> crate::value::ClassId {
        use crate::machine::types;
        match self {
            Iter::Sequence(of, _) => match heap.type_of(*of) {
                types::TUPLE => types::TUPLE_ITERATOR,
                types::STR => types::STR_ITERATOR,
                types::BYTES => types::BYTES_ITERATOR,
                _ => types::LIST_ITERATOR,
            },
            Iter::Reversed(..) | Iter::DictReversed(..) => types::REVERSED,
            Iter::Range { .. } => types::RANGE_ITERATOR,
            Iter::Dict(_, _, _, View::Keys) => types::DICT_KEY_ITERATOR,
            Iter::Dict(_, _, _, View::Values) => types::DICT_VALUE_ITERATOR,
            Iter::Dict(_, _, _, View::Items) => types::DICT_ITEM_ITERATOR,
            Iter::Set(..) => types::SET_ITERATOR,
            Iter::Deque { back: false, .. } => types::DEQUE_ITERATOR,
            Iter::Deque { .. } => types::DEQUE_REVERSED,
            Iter::Enumerate(..) => types::ENUMERATE,
            Iter::Zip(..) => types::ZIP,
            Iter::Empty => types::LIST_ITERATOR,
        }
    }
}
