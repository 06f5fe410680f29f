//! The scenarios as pages fetch them: for each language the list of all, and for each scenario one file with what
//! a lab needs of it. They end in `.txt` because hosts compress that.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use catalogue::source::{Folder, read_all};
use catalogue::{BEGINNINGS, Card, Content, to_bytes};
use words::source::{FIRST, Table};
use words::{Lesson, accents};

use crate::project;

/// What its page needs to know of a scenario, in English, the language of the pages' heads.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) summary: String,
}

/// Writes the files; gives every scenario, in the order of the lists.
pub(super) fn write(folder: &Path, languages: &[Table]) -> Result<Vec<Entry>> {
    let folders = read_all(&project::root().join("web/scenarios"))?;
    std::fs::create_dir_all(folder.join("scenarios"))?;
    for Table { lang, .. } in languages {
        let mut cards = Vec::new();
        for scenario in &folders {
            let (text, lesson) = lesson(scenario, lang.id)?;
            let (id, listing) = (&scenario.meta.id, scenario.listing.clone());
            let content = Content { meta: scenario.meta.clone(), listing, lesson: text };
            std::fs::write(folder.join(Content::file(id, lang.id)), to_bytes(&content))?;
            let (title, summary) = (lesson.title().into(), lesson.summary().into());
            cards.push(Card { id: id.clone(), family: scenario.meta.family.0, title, summary });
        }
        std::fs::write(folder.join(Card::list(lang.id)), to_bytes(&cards))?;
    }
    std::fs::write(folder.join(BEGINNINGS), to_bytes(&beginnings()?))?;
    let entry = |scenario: &Folder| {
        let (_, lesson) = lesson(scenario, FIRST)?;
        Ok(Entry { id: scenario.meta.id.clone(), title: lesson.title().into(), summary: lesson.summary().into() })
    };
    folders.iter().map(entry).collect()
}

/// The programs that one's own may begin from: `web/beginnings/<place>-<name>.py`.
fn beginnings() -> Result<Vec<(String, String)>> {
    let mut files: Vec<_> = std::fs::read_dir(project::root().join("web/beginnings"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    files
        .iter()
        .map(|file| {
            let name = file.file_name().into_string().ok().context("a beginning has a readable name")?;
            let name = name.strip_suffix(".py").context("a beginning is a Python file")?;
            let name = name.split_once('-').context("a beginning is called 1-Name.py")?.1;
            Ok((name.to_string(), std::fs::read_to_string(file.path())?))
        })
        .collect()
}

/// The lesson, as its file says it and as it is read.
fn lesson(scenario: &Folder, lang: &str) -> Result<(String, Lesson)> {
    let is_accented = lang == accents::ID;
    let of = if is_accented { FIRST } else { lang };
    let name = format!("web/scenarios/{}/{of}.md", scenario.meta.id);
    let text = scenario.lessons.get(of).with_context(|| format!("{name} is missing"))?;
    let text = if is_accented { accents::lesson(text) } else { text.clone() };
    let lesson = Lesson::parse(&text).map_err(|error| anyhow!("{name}, line {}: {:?}", error.line, error.fault))?;
    Ok((text, lesson))
}
