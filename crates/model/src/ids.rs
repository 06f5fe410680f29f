//! Names of things inside one run, as numbers. They mean nothing in another run.

use serde::{Deserialize, Serialize};

/// A task of one run. The main task is number 0; the others follow in the order they were spawned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct TaskId(pub u32);

impl TaskId {
    /// The task that runs the program itself.
    pub const MAIN: TaskId = TaskId(0);

    /// The position of this task in a table of tasks.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A shared object of one run, in the order they were made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ObjectId(pub u32);

impl ObjectId {
    /// Stands where an event concerns no object.
    pub const NONE: ObjectId = ObjectId(u32::MAX);

    /// The position of this object in a table of objects.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in the scenario's listing: 1 is the first of its marks, 0 is no place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Mark(pub u16);

impl Mark {
    /// No place in the listing.
    pub const NONE: Mark = Mark(0);
}

/// Declares the marks of a listing as constants, and `MARKS`, their names in order.
///
/// ```
/// model::marks! { READ = "read", WRITE = "write" }
/// assert_eq!(WRITE, model::Mark(2));
/// assert_eq!(MARKS, &["read", "write"]);
/// ```
#[macro_export]
macro_rules! marks {
    ($($name:ident = $text:literal),* $(,)?) => {
        pub(crate) const MARKS: &[&str] = &[$($text),*];
        $crate::marks!(@each 1u16; $($name)*);
    };
    (@each $n:expr; $name:ident $($rest:ident)*) => {
        const $name: $crate::Mark = $crate::Mark($n);
        $crate::marks!(@each $n + 1u16; $($rest)*);
    };
    (@each $n:expr;) => {};
}
