//! The methods of `str`, and its operators. Places and lengths are counted in characters.
//!
//! A text whose number of characters is its number of bytes is ASCII, and then a place is an offset.

mod case;
mod edges;
mod find;
mod kinds;
mod lines;
mod places;
mod split;
mod translate;

pub use case::{capitalize, casefold, lower, swapcase, title, upper};
pub use edges::{
    Strip, center, expandtabs, ljust, lstrip, remove_prefix, remove_suffix, rjust, rstrip, strip, strip_of, zfill,
};
pub use find::{contains, count, ends_with, find, index, replace, rfind, rindex, starts_with};
pub use kinds::{
    is_alnum, is_alpha, is_ascii, is_decimal, is_digit, is_identifier, is_lower, is_numeric, is_printable, is_space,
    is_title, is_upper,
};
pub use lines::split_lines;
pub use places::{bounds, char_at, length, repeat, slice, slice_indices};
pub use split::{join, partition, rpartition, rsplit, rsplit_spaces, split, split_spaces};
pub use translate::{Translated, translate};
