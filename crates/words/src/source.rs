//! Reading the tables of languages, `web/words/en.toml`, where the site is built and in tests; never in a page.
//!
//! A table has every word and no other, and each word has the same places as in English. Whether it says the same is
//! for people to see.

use crate::{Lang, NAMES, Text, placeholders};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The language that the others are compared with, and of a visitor who speaks none that there is.
pub const FIRST: &str = "en";

/// What is said where the page is not there, by `web/boot.js` and in every page.
pub const BOOT: [&str; 6] = ["loading", "late", "no_script", "no_wasm", "too_old", "incomplete"];

/// The sections of a lesson: a prediction first, so that a page can ask before it shows the rest.
const SECTIONS: usize = 6;

/// A language, as its table says it.
#[derive(Clone, Debug)]
pub struct Table {
    /// The language.
    pub lang: Lang,
    /// What its speakers call it.
    pub name: String,
    /// The headings of a lesson, in their order.
    pub sections: Vec<String>,
    /// What is said where the page is not there, by the names in [`BOOT`].
    pub boot: BTreeMap<String, String>,
    /// The words of the page, by the names in [`NAMES`].
    pub words: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    group: char,
    point: char,
    sections: Vec<String>,
    boot: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
}

/// Every language in this folder, in the order of their words in addresses, with [`FIRST`] among them.
///
/// # Errors
/// All that is wrong with them, a line each.
pub fn read_all(folder: &Path) -> Result<Vec<Table>, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = std::fs::read_dir(folder).map_err(told)?.collect::<Result<Vec<_>, _>>().map_err(told)?;
    let mut names: Vec<String> = entries.iter().map(|entry| entry.file_name().to_string_lossy().into()).collect();
    names.sort();
    let (mut tables, mut faults) = (Vec::new(), Vec::new());
    for name in names {
        let table = match name.strip_suffix(".toml") {
            Some(id) => std::fs::read_to_string(folder.join(&name)).map_err(told).and_then(|text| read(id, &text)),
            None => Err("it is not a table, and nothing else belongs here".into()),
        };
        match table {
            Ok(table) => tables.push(table),
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    let first = tables.iter().find(|table| table.lang.id == FIRST);
    match first {
        Some(first) => faults.extend(tables.iter().flat_map(|table| differences(table, first))),
        None => faults.push(format!("{FIRST}.toml: it must be there")),
    }
    if faults.is_empty() { Ok(tables) } else { Err(faults.join("\n")) }
}

/// The language of this name, as its table says it.
///
/// # Errors
/// Where it is no table.
pub fn read(id: &str, text: &str) -> Result<Table, String> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Err("the word for a language is of small letters".into());
    }
    let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
    // There are a few in a build, and each is read once.
    let lang = Lang { id: id.to_owned().leak(), group: written.group, point: written.point };
    let Written { name, sections, boot, words, .. } = written;
    Ok(Table { lang, name, sections, boot, words })
}

/// What is wrong with a table, beside the first.
fn differences(table: &Table, first: &Table) -> Vec<String> {
    let mut faults = named(&table.boot, &first.boot, &BOOT);
    faults.extend(named(&table.words, &first.words, NAMES));
    if table.sections.len() != SECTIONS {
        faults.push(format!("sections: a lesson has {SECTIONS}"));
    }
    if table.name.contains(['=', ';', '"', '<']) {
        faults.push("name: it stands in an attribute of every page".into());
    }
    faults.iter().map(|fault| format!("{}.toml: {fault}", table.lang.id)).collect()
}

/// What is wrong with these words, which are to have these names.
fn named(words: &BTreeMap<String, String>, first: &BTreeMap<String, String>, names: &[&str]) -> Vec<String> {
    let known: BTreeSet<&str> = names.iter().copied().collect();
    let mut faults: Vec<String> = words
        .keys()
        .filter(|name| !known.contains(&***name))
        .map(|name| format!("{name}: nothing asks for it"))
        .collect();
    for name in names {
        let Some(word) = words.get(*name) else {
            faults.push(format!("{name}: it is missing"));
            continue;
        };
        if word.is_empty() || word.contains('\n') {
            faults.push(format!("{name}: it must be one line"));
        }
        let Some(first) = first.get(*name) else { continue };
        if places(word) != places(first) {
            faults.push(format!("{name}: its places are {:?}, and in {FIRST} {:?}", places(word), places(first)));
        }
        if word.ends_with('.') != first.ends_with('.') {
            faults.push(format!("{name}: it is a sentence in one language, and not in the other"));
        }
    }
    faults
}

/// What is filled in, once or several times: a language may have words that go with a number, or none.
fn places(word: &str) -> BTreeSet<&str> {
    placeholders(word).into_iter().map(|(name, _)| name).collect()
}

impl Table {
    /// The file that a page fetches; [`Text::read`] reads it.
    ///
    /// # Panics
    /// Where a word is missing: [`read_all`] has told that.
    #[must_use]
    pub fn to_file(&self) -> String {
        let Lang { id, group, point } = self.lang;
        let words = NAMES.iter().map(|name| format!("\n{}", self.words[*name]));
        format!("{id}\n{group}\n{point}{}", words.collect::<String>())
    }

    /// The words, as a page has them.
    ///
    /// # Panics
    /// Where a word is missing: [`read_all`] has told that.
    #[must_use]
    pub fn text(&self) -> &'static Text {
        // For tests, which need a few.
        let text = Text::read(self.to_file().leak()).expect("a table has every word");
        Box::leak(Box::new(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Table> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/words");
        read_all(&folder).unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn every_table_has_every_word_and_no_other() {
        let tables = all();
        let ids: Vec<&str> = tables.iter().map(|table| table.lang.id).collect();
        assert!(ids.contains(&FIRST) && ids.is_sorted(), "{ids:?}");
        for table in &tables {
            assert_eq!(table.text().lang, table.lang);
            assert_eq!(table.text().close(), table.words["close"], "the file has the order of the names");
        }
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told() {
        let tables = all();
        let english = tables.iter().find(|table| table.lang.id == FIRST).expect("it is among them");
        let mut other = english.clone();
        other.words.remove("close");
        other.words.insert("shut".into(), "Shut".into());
        other.words.insert("cores".into(), "{m} cores".into());
        other.words.insert("home_real".into(), "One\nTwo".into());
        other.boot.insert("late".into(), "Late".into());
        other.sections.pop();
        other.name = "<b>".into();
        let faults = differences(&other, english).join(" ");
        for word in ["close", "shut", "cores", "home_real", "late", "sections", "name"] {
            assert!(faults.contains(&format!("{word}:")), "{word}: {faults}");
        }
        assert!(differences(english, english).is_empty());
        assert!(read("EN", "").is_err() && read("en", "name = 1").is_err());
    }
}
