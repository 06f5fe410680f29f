//! Scenarios as content: how their folders are read and checked, what a page fetches of them, and how a
//! listing is rendered.
//!
//! A scenario is a folder, `web/scenarios/<id>`; [`source`] reads it where the site is built and in tests. A
//! page knows none: it fetches the list of [`Card`]s, and of the scenario it shows the [`Content`].
//! It refuses to know any scenario, and how one is run or shown.

pub mod listing;
#[cfg(feature = "source")]
pub mod source;

use model::Meta;
use serde::{Deserialize, Serialize};

/// What a list shows of a scenario, in one language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Card {
    /// The word for it in addresses.
    pub id: String,
    /// The section of the curriculum it belongs to.
    pub family: char,
    /// What it is called.
    pub title: String,
    /// What it is about, in one or two sentences.
    pub summary: String,
}

impl Card {
    /// The file that holds all of them in this language.
    #[must_use]
    pub fn list(lang: &str) -> String {
        format!("catalogue.{lang}.txt")
    }
}

/// What a lab needs of its scenario, in one language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Content {
    /// The scenario.
    pub meta: Meta,
    /// Its program, as the file says it.
    pub listing: String,
    /// Its lesson, as the file says it.
    pub lesson: String,
}

impl Content {
    /// The file that holds it for this scenario.
    #[must_use]
    pub fn file(id: &str, lang: &str) -> String {
        format!("scenarios/{id}.{lang}.txt")
    }
}

/// The file with the programs that one's own may begin from, by name.
pub const BEGINNINGS: &str = "beginnings.txt";

/// The bytes that a page fetches: they belong to one build, and carry no version.
#[must_use]
pub fn to_bytes<T: Serialize>(content: &T) -> Vec<u8> {
    postcard::to_allocvec(content).expect("content is plain data, and a vector takes every byte")
}

/// What these bytes hold; `None` where they are of something else, or not whole.
#[must_use]
pub fn from_bytes<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
