//! The words of the page: those of the language it speaks, and no others. Tables of them stand in `web/words`.
//!
//! `web/boot.js` has fetched the first file beside the page's binary; another is fetched when somebody asks for its
//! language. What was here once is kept.

use crate::web;
use std::cell::RefCell;
use words::number::{either, replace};

pub(crate) use words::Text;

thread_local! {
    static KEPT: RefCell<Vec<&'static Text>> = const { RefCell::new(Vec::new()) };
}

/// The words that the page begins with; `None` where they are not what this page's build wrote.
pub(crate) fn first() -> Option<&'static Text> {
    keep(web::window_text("words")?)
}

/// The words of this language, if they are here.
pub(crate) fn kept(id: &str) -> Option<&'static Text> {
    KEPT.with_borrow(|kept| kept.iter().copied().find(|text| text.lang.id == id))
}

/// The words of this language; `None` where they cannot be had.
pub(crate) async fn load(id: &str) -> Option<&'static Text> {
    keep(String::from_utf8(web::fetch(&Text::file(id)).await?).ok()?)
}

/// The page shows parts of them for as long as it lives.
fn keep(file: String) -> Option<&'static Text> {
    let text: &'static Text = Box::leak(Box::new(Text::read(file.leak())?));
    KEPT.with_borrow_mut(|kept| kept.push(text));
    Some(text)
}

/// The template with these words in its places.
pub(crate) fn with(template: &str, words: &[(&str, &str)]) -> String {
    replace(template, &|name, form| {
        let word = words.iter().find(|(known, _)| *known == name).map_or("", |(_, word)| *word);
        Some(either(form, word == "1").unwrap_or(word).into())
    })
}

/// Every language there is a table for.
#[cfg(test)]
pub(crate) fn all() -> Vec<&'static Text> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/words");
    words::source::read_all(&folder)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .iter()
        .map(|table| table.text())
        .collect()
}

/// The words of this language.
#[cfg(test)]
pub(crate) fn of(id: &str) -> &'static Text {
    all().into_iter().find(|text| text.lang.id == id).unwrap_or_else(|| panic!("there is no table {id}.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_their_places() {
        assert_eq!(with("step {n} / {all}", &[("n", "3"), ("all", "50")]), "step 3 / 50");
        let units = |n| with("{n} {n:unit/units} left", &[("n", n)]);
        assert_eq!(["1", "0", "21"].map(units), ["1 unit left", "0 units left", "21 units left"]);
    }
}
