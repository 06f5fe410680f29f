//! What people read: languages, numbers, templates, and the lessons with their small Markdown.
//!
//! It refuses to know what the words are about: no scenario, no run, no page.

mod lesson;
pub mod markdown;
pub mod number;

pub use lesson::{Fault, Lesson, LessonError};
pub use markdown::{Block, Inline};
pub use number::{fill, placeholders};

/// A language of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang {
    /// English.
    En,
    /// Indonesian.
    Id,
}

impl Lang {
    /// Every language, in the order a page offers them.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Id];

    /// The word for it in addresses, in `lang` attributes and in folder names.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Id => "id",
        }
    }

    /// The language of this word, if there is one.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.id() == id)
    }
}
