//! How much a visitor loads before the page can be used, as a good host sends it (brotli).

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::Row;
use crate::{dist, project};

/// The goal for the first load, in kilobytes of a thousand bytes.
const FIRST_LOAD: f64 = 250.0;

/// Builds `dist/` and weighs it.
pub(crate) fn rows() -> Result<Vec<Row>> {
    weigh(&dist::build()?)
}

/// Prints the sizes of a folder that is built already.
pub(crate) fn print(folder: &Path) -> Result<()> {
    print!("\n{}", super::table(&weigh(folder)?));
    Ok(())
}

fn weigh(folder: &Path) -> Result<Vec<Row>> {
    let mut first = Weight::default();
    let mut list = Weight::default();
    let mut lab = Weight::default();
    let mut workers = Weight::default();
    for name in project::files(folder)? {
        let part = match part(&name) {
            Part::FirstLoad => &mut first,
            Part::List => &mut list,
            Part::Lab => {
                let mut weight = Weight::default();
                weight.add(&std::fs::read(folder.join(&name))?)?;
                lab = if weight.brotli > lab.brotli { weight } else { lab };
                continue;
            }
            Part::Workers => &mut workers,
            Part::Later => continue,
        };
        part.add(&std::fs::read(folder.join(&name))?)?;
    }
    let row = |name: &str, bytes: usize| Row {
        bench: "size".to_owned(),
        row: name.to_owned(),
        ours: kilobytes(bytes),
        unit: "kB".to_owned(),
        spread: 0.0,
        peer: None,
        peer_value: None,
        ratio: None,
        goal: None,
        holds: None,
    };
    let goal = |name: &str, bytes: usize| Row {
        goal: Some(format!("at most {FIRST_LOAD} kB")),
        holds: Some(kilobytes(bytes) <= FIRST_LOAD),
        ..row(name, bytes)
    };
    Ok(vec![
        goal("home, brotli", first.brotli + list.brotli),
        row("home, raw", first.raw + list.raw),
        goal("largest lab, brotli", first.brotli + lab.brotli),
        row("largest lab, raw", first.raw + lab.raw),
        row("workers, brotli", workers.brotli),
        row("workers, raw", workers.raw),
    ])
}

enum Part {
    /// HTML, styles, script, binary and words of any page.
    FirstLoad,
    /// What the home page shows beside that.
    List,
    /// What a lab shows beside that.
    Lab,
    /// Loaded once the page is usable.
    Workers,
    /// Other pages and languages, the service worker.
    Later,
}

fn part(name: &str) -> Part {
    // The folder of the build (see `content::build`) is the same for all.
    let name = name.strip_prefix("heddle-").and_then(|rest| rest.split_once('/')).map_or(name, |(_, name)| name);
    let is_pages_script = name.starts_with("app-") || name.starts_with("snippets/");
    if name.contains("wasm-bindgen-rayon")
        || name.starts_with("snippets/workers-")
        || name.starts_with("workers")
        || name == "conductor.js"
    {
        Part::Workers
    } else if is_pages_script
        || name == "index.html"
        || name == "boot.js"
        || name == "words.en.txt"
        || name.ends_with(".css")
    {
        Part::FirstLoad
    } else if name == "catalogue.en.txt" {
        Part::List
    } else if name.starts_with("scenarios/") && name.ends_with(".en.txt") {
        Part::Lab
    } else {
        Part::Later
    }
}

#[derive(Default)]
struct Weight {
    raw: usize,
    brotli: usize,
}

impl Weight {
    fn add(&mut self, bytes: &[u8]) -> Result<()> {
        let mut packed = Vec::new();
        // The best quality and the usual window, as hosts pack files that do not change.
        let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22);
        writer.write_all(bytes)?;
        drop(writer);
        self.raw += bytes.len();
        self.brotli += packed.len();
        Ok(())
    }
}

fn kilobytes(bytes: usize) -> f64 {
    let bytes = u32::try_from(bytes).expect("a page of gigabytes would not have been built");
    f64::from(bytes) / 1000.0
}
