//! The catalogue of lessons, one JSON file a language, from the front matter of the lessons.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::project;

/// The languages of the lessons. English comes first: it is what the pages themselves are in.
const LANGUAGES: [&str; 2] = ["en", "id"];

/// What a list of scenarios shows of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) summary: String,
}

/// Writes `catalogue.<language>.json`; gives the English one.
pub(super) fn write_catalogues(folder: &Path) -> Result<Vec<Entry>> {
    let mut english = Vec::new();
    for language in LANGUAGES {
        let entries = read(&project::root().join("web/lessons").join(language))?;
        let json = serde_json::to_string(&entries)?;
        std::fs::write(folder.join(format!("catalogue.{language}.json")), json)?;
        if language == LANGUAGES[0] {
            english = entries;
        }
    }
    Ok(english)
}

fn read(folder: &Path) -> Result<Vec<Entry>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for name in project::files(folder)? {
        let Some(id) = name.strip_suffix(".md") else { continue };
        let file = folder.join(&name);
        let text = std::fs::read_to_string(&file)?;
        let entry = entry(id, &text).with_context(|| format!("in {}", file.display()))?;
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(id: &str, text: &str) -> Result<Entry> {
    let Some((head, _)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"))
    else {
        bail!("A lesson starts with a line `---`, its keys, and a line `---`.");
    };
    let keys: BTreeMap<&str, &str> = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let key = |name: &str| {
        let value = keys.get(name).with_context(|| format!("The lesson has no key `{name}`."))?;
        Ok::<_, anyhow::Error>((*value).to_owned())
    };
    Ok(Entry { id: id.to_owned(), title: key("title")?, summary: key("summary")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_title_and_summary() {
        let text = "---\ntitle: Lost update\nsummary: Two add: one is lost.\nparam.x: X\n---\n# Hi\n";
        let expected = Entry {
            id: "lost-update".to_owned(),
            title: "Lost update".to_owned(),
            summary: "Two add: one is lost.".to_owned(),
        };
        assert_eq!(entry("lost-update", text).unwrap(), expected);
    }

    #[test]
    fn says_what_a_lesson_lacks() {
        let said = |text| entry("x", text).unwrap_err().to_string();
        assert_eq!(said("---\ntitle: A\n---\n"), "The lesson has no key `summary`.");
        assert!(said("# A\n").starts_with("A lesson starts with"));
    }
}
