//! What people read: languages and the names of the page's words, numbers, templates, and the lessons with their
//! small Markdown.
//!
//! It refuses to know what the words are about: no scenario, no run, no browser.

#[cfg(feature = "source")]
pub mod accents;
mod lesson;
pub mod markdown;
pub mod number;
#[cfg(feature = "source")]
pub mod source;
mod text;

pub use lesson::{Fault, Lesson, LessonError};
pub use markdown::{Block, Inline};
pub use number::{fill, placeholders};
pub use text::{NAMES, Text};

/// A language of the page. Which there are is not said here: each is a table, `web/words/en.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lang {
    /// The word for it in addresses, in `lang` attributes and in names of files.
    pub id: &'static str,
    /// What stands between thousands.
    pub group: char,
    /// What stands before decimals.
    pub point: char,
}
