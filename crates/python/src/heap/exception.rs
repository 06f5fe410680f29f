//! An exception, where it came by, and what it came from.

use super::Fields;
use crate::value::{ClassId, Value};

#[derive(Clone, Debug)]
pub(crate) struct Exception {
    pub(crate) class: ClassId,
    /// A tuple.
    pub(crate) args: Value,
    pub(crate) fields: Fields,
    pub(crate) cause: Value,
    pub(crate) context: Value,
    pub(crate) suppress: bool,
    /// The frames it went through, the innermost first: code and instruction.
    pub(crate) trace: Vec<(u32, u32)>,
}
