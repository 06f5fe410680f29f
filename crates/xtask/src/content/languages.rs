//! The languages of the page: for each a file with its words, which a page fetches when it speaks it, and in every page
//! which there are, and what is said before any of them is there.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use words::Text;
use words::source::{FIRST, Table, read_all};

use crate::project;

/// The place in `web/boot.js` that is filled in here.
const WORDS: &str = "const WORDS = {};";
/// What of the words for the start `web/boot.js` says; the others stand in the pages.
const SAID: [&str; 3] = ["no_wasm", "too_old", "incomplete"];

/// Every language there is a table for.
pub(super) fn read() -> Result<Vec<Table>> {
    read_all(&project::root().join("web/words")).map_err(|faults| anyhow!("web/words:\n{faults}"))
}

/// The one that the others are compared with.
pub(super) fn first(languages: &[Table]) -> Result<&Table> {
    languages.iter().find(|table| table.lang.id == FIRST).with_context(|| format!("There is no {FIRST}.toml."))
}

/// Writes the files, and fills in `boot.js` and `index.html`.
pub(super) fn write(folder: &Path, languages: &[Table]) -> Result<()> {
    for table in languages {
        std::fs::write(folder.join(Text::file(table.lang.id)), table.to_file())?;
    }
    for (name, fill) in [("boot.js", boot as fn(&str, &[Table]) -> Result<String>), ("index.html", page)] {
        let file = folder.join(name);
        let filled = fill(&std::fs::read_to_string(&file)?, languages)?;
        std::fs::write(file, filled)?;
    }
    Ok(())
}

fn boot(script: &str, languages: &[Table]) -> Result<String> {
    ensure!(script.contains(WORDS), "web/boot.js must have the line `{WORDS}`, which is filled in here.");
    let said = |table: &Table| SAID.map(|name| (name.to_owned(), table.boot[name].clone()));
    // A page begins with the first where the visitor speaks none of them.
    let (first, others): (Vec<_>, Vec<_>) = languages.iter().partition(|table| table.lang.id == FIRST);
    let words: serde_json::Map<String, serde_json::Value> = first
        .into_iter()
        .chain(others)
        .map(|table| Ok((table.lang.id.to_owned(), serde_json::to_value(BTreeMap::from(said(table)))?)))
        .collect::<Result<_>>()?;
    Ok(script.replacen(WORDS, &format!("const WORDS = {};", serde_json::to_string_pretty(&words)?), 1))
}

fn page(html: &str, languages: &[Table]) -> Result<String> {
    let names = languages.iter().map(|table| format!("{}={}", table.lang.id, table.name));
    let sentences = |name: &str| {
        let sentence = |table: &Table| format!("<p lang=\"{}\">{}</p>", table.lang.id, escape(&table.boot[name]));
        languages.iter().map(sentence).collect::<Vec<_>>().join("\n    ")
    };
    let loading: Vec<String> = languages.iter().map(|table| escape(&table.boot["loading"])).collect();
    let mut html = html.to_owned();
    for (place, filled) in [
        ("data-languages=\"\"", format!("data-languages=\"{}\"", names.collect::<Vec<_>>().join(";"))),
        ("{loading}", loading.join(" · ")),
        ("{late}", sentences("late")),
        ("{no_script}", sentences("no_script")),
    ] {
        ensure!(html.contains(place), "index.html must have `{place}`, which is filled in here.");
        html = html.replacen(place, &filled, 1);
    }
    Ok(html)
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::accents;

    #[test]
    fn a_third_language_needs_nothing_but_its_table() {
        let mut languages = read().expect("the tables have every word");
        languages.push(accents::table(first(&languages).expect("it is among them")));
        let html = "<html data-languages=\"\"><p>{loading}</p>{late}<noscript>{no_script}</noscript>";
        let html = page(html, &languages).expect("every place is there");
        assert!(html.contains(";qps=Éñğľííšĥ\"") && !html.contains('{'), "{html}");
        assert_eq!(html.matches("<p lang=\"qps\">").count(), 2, "{html}");
        let script = boot("const WORDS = {};", &languages).expect("the place is there");
        let words =
            script.strip_prefix("const WORDS = ").and_then(|rest| rest.strip_suffix(';')).expect("it is filled in");
        let words: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(words).expect("it is JSON");
        assert_eq!(words.len(), languages.len());
        assert!(words.values().all(|said| said.len() == SAID.len()));
        assert!(page("<html>", &languages).is_err() && boot("", &languages).is_err());
    }
}
