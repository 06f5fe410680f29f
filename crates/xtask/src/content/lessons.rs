//! The catalogue as the page lists it: title and summary of every scenario, one JSON file a
//! language, in the order of `scenarios::METAS`. The lessons themselves are loaded one by one.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde::Serialize;
use words::{Lang, Lesson};

use crate::project;

/// What a list of scenarios shows of one.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) summary: String,
}

/// Writes `catalogue.<language>.json`; gives the English one, the language of the pages' heads.
pub(super) fn write_catalogues(folder: &Path) -> Result<Vec<Entry>> {
    for lang in Lang::ALL {
        let json = serde_json::to_string(&entries(lang)?)?;
        std::fs::write(folder.join(format!("catalogue.{}.json", lang.id())), json)?;
    }
    entries(Lang::En)
}

fn entries(lang: Lang) -> Result<Vec<Entry>> {
    scenarios::METAS
        .iter()
        .map(|meta| {
            let name = format!("web/lessons/{}/{}.md", lang.id(), meta.id);
            let text = std::fs::read_to_string(project::root().join(&name))
                .with_context(|| format!("The scenario `{}` has no lesson {name}", meta.id))?;
            let lesson =
                Lesson::parse(&text).map_err(|error| anyhow!("{name}, line {}: {:?}", error.line, error.fault))?;
            let (title, summary) = (lesson.title().to_owned(), lesson.summary().to_owned());
            Ok(Entry { id: meta.id, title, summary })
        })
        .collect()
}
