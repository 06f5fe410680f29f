//! A value: sixteen bytes, copied freely. What does not fit lies in the heap of its task.

/// Where something lies in the heap of a task.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Ref(pub(crate) u32);

/// A class: a built-in one, or one that lies in the heap.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ClassId(pub(crate) u32);

/// A value of Python.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value {
    /// No value: a variable that was never bound. Programs do not meet it.
    Undef,
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// `NotImplemented`
    NotImplemented,
    /// `True`, `False`
    Bool(bool),
    /// A whole number that fits; one that does not lies in the heap.
    Int(i64),
    /// A float.
    Float(f64),
    /// A text in the heap.
    Str(Ref),
    /// Anything else in the heap.
    Obj(Ref),
    /// A function of ours, by its number in the table of all.
    Native(u16),
    /// A class.
    Class(ClassId),
}

impl ClassId {
    /// Numbers below are built-in classes.
    pub(crate) const BUILT_IN: u32 = 256;

    /// Where it lies, if it is not built in.
    pub(crate) fn heap(self) -> Option<Ref> {
        self.0.checked_sub(Self::BUILT_IN).map(Ref)
    }

    pub(crate) fn of(heap: Ref) -> ClassId {
        ClassId(heap.0 + Self::BUILT_IN)
    }
}

impl Value {
    /// Whether two values are the same object.
    pub(crate) fn is(self, other: Value) -> bool {
        match (self, other) {
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        }
    }
}
