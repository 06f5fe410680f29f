//! The scenarios as pages fetch them: for each language the list of all, and for each scenario one file with what
//! a lab needs of it.
//!
//! Their names end with a digest of what is in them, so that a page never meets the files of another build; the
//! names stand in the heads of the pages (see [`super::pages`]). They end in `.txt` because hosts compress that.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use catalogue::source::{Folder, read_all};
use catalogue::{Card, Content, to_bytes};
use sha2::{Digest, Sha256};
use words::{Lang, Lesson};

use crate::project;

/// What the pages need to know of the files.
pub(super) struct Scenarios {
    /// The elements for the head of every page: where the lists are.
    pub(super) lists: String,
    /// Every scenario, in the order of the lists.
    pub(super) entries: Vec<Entry>,
}

/// What its page needs to know of a scenario.
pub(super) struct Entry {
    pub(super) id: String,
    /// In English, the language of the pages' heads.
    pub(super) title: String,
    pub(super) summary: String,
    /// The elements for its head: where it is itself.
    pub(super) files: String,
}

/// Writes the files.
pub(super) fn write(folder: &Path) -> Result<Scenarios> {
    let folders = read_all(&project::root().join("web/scenarios"))?;
    let mut lists = String::new();
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for lang in Lang::ALL {
        let mut cards = Vec::new();
        for scenario in &folders {
            let (id, text) = (&scenario.meta.id, lesson_text(scenario, lang)?);
            let content =
                Content { meta: scenario.meta.clone(), listing: scenario.listing.clone(), lesson: text.into() };
            let file = put(folder, &format!("scenarios/{id}.{}", lang.id()), &to_bytes(&content))?;
            files.entry(id).or_default().push_str(&element("scenario", lang, &file));
            let lesson = lesson(scenario, lang)?;
            let (title, summary) = (lesson.title().to_owned(), lesson.summary().to_owned());
            cards.push(Card { id: id.clone(), family: scenario.meta.family.0, title, summary, file });
        }
        let file = put(folder, &format!("catalogue.{}", lang.id()), &to_bytes(&cards))?;
        lists.push_str(&element("catalogue", lang, &file));
    }
    let entry = |scenario: &Folder| {
        let lesson = lesson(scenario, Lang::En)?;
        let (title, summary) = (lesson.title().to_owned(), lesson.summary().to_owned());
        let id = &scenario.meta.id;
        Ok(Entry { id: id.clone(), title, summary, files: files.remove(id.as_str()).unwrap_or_default() })
    };
    let entries = folders.iter().map(entry).collect::<Result<_>>()?;
    Ok(Scenarios { lists, entries })
}

fn lesson_text(scenario: &Folder, lang: Lang) -> Result<&str> {
    let missing = || format!("web/scenarios/{} has no lesson {}.md", scenario.meta.id, lang.id());
    scenario.lessons.get(lang.id()).map(String::as_str).with_context(missing)
}

fn lesson(scenario: &Folder, lang: Lang) -> Result<Lesson> {
    let name = format!("web/scenarios/{}/{}.md", scenario.meta.id, lang.id());
    Lesson::parse(lesson_text(scenario, lang)?)
        .map_err(|error| anyhow!("{name}, line {}: {:?}", error.line, error.fault))
}

/// Writes a file under a name that tells what is in it; gives the name.
fn put(folder: &Path, stem: &str, bytes: &[u8]) -> Result<String> {
    let mut name = format!("{stem}.");
    for byte in Sha256::digest(bytes).iter().take(6) {
        write!(name, "{byte:02x}")?;
    }
    name.push_str(".txt");
    let file = folder.join(&name);
    std::fs::create_dir_all(file.parent().context("a file lies in a folder")?)?;
    std::fs::write(file, bytes)?;
    Ok(name)
}

/// Tells a page where a file is: an element that the browser does nothing with.
fn element(kind: &str, lang: Lang, file: &str) -> String {
    format!("  <link data-file=\"{kind}\" lang=\"{}\" href=\"{file}\">\n", lang.id())
}
