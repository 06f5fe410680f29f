//! `licences.txt`: the licence of everything that is in the two binaries, ours first, and of each text who is under it.
//!
//! What is in them is what cargo says: our crates and all they are built with, from the lock file, and the standard
//! library, which is built with them. A package that names a licence and brings no text of it is under the text that
//! our own licences have, if it is one of these; otherwise the build fails, because then nobody has looked.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::metadata::{Metadata, Package};
use crate::{project, run};

/// The file, beside the pages.
pub(super) const FILE: &str = "licences.txt";

/// The two binaries.
const BINARIES: &[&str] = &["app", "workers"];
/// How files with a licence begin.
const WORDS: &[&str] = &["license", "licence", "copying", "notice", "copyright", "unlicense"];
/// What a package without a text may be under, and where that text stands here.
const USUAL: &[(&str, &str)] = &[("MIT", "LICENSE-MIT"), ("Apache-2.0", "LICENSE-APACHE")];

pub(super) fn write(folder: &Path) -> Result<()> {
    let ours = Metadata::ask(&[])?;
    let std = standard_library()?;
    let mut shipped = ours.shipped_in(BINARIES);
    shipped.extend(std.shipped_in(&["std"]));
    Ok(std::fs::write(folder.join(FILE), told(&shipped)?)?)
}

/// The workspace of the standard library, whose packages lie beside it.
fn standard_library() -> Result<Metadata> {
    let sysroot = run::output(project::rustc().args(["--print", "sysroot"]))?;
    let library = Path::new(sysroot.trim_end()).join("lib/rustlib/src/rust/library");
    let vendor = format!("source.vendored.directory={:?}", library.join("vendor"));
    let manifest = library.join("sysroot/Cargo.toml");
    let manifest = manifest.to_str().context("the toolchain lies in a folder that is not UTF-8")?;
    let apart =
        ["--locked", "--offline", "--config", "source.crates-io.replace-with=\"vendored\"", "--config", &vendor];
    Metadata::ask(&[&["--manifest-path", manifest], &apart[..]].concat())
}

fn told(shipped: &[&Package]) -> Result<String> {
    let mut texts: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let mut without = String::new();
    for package in shipped {
        let name = format!("{} {}", package.name, package.version);
        let found = texts_of(package)?;
        if found.is_empty() {
            let licence = package.license.as_deref().unwrap_or_default();
            let usual = USUAL.iter().find(|(usual, _)| licence.contains(usual));
            let (_, text) = usual.with_context(|| {
                format!("{name} brings no text of its licence, {licence:?}: read it, and say here where it stands.")
            })?;
            let by =
                if package.authors.is_empty() { String::new() } else { format!(", by {}", package.authors.join(", ")) };
            writeln!(without, "{name}{by}: {licence}, as in {text}")?;
        }
        for text in found {
            // The same words, however the lines are broken.
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.entry(words).or_insert_with(|| (text, Vec::new())).1.push(name.clone());
        }
    }
    let mut told = String::from("What Heddle is made of, and the licences of it.\n\n");
    let line = "=".repeat(80);
    let mut section = |title: &str, text: &str| write!(told, "{line}\n{title}\n{line}\n\n{}\n\n\n", text.trim());
    for (_, file) in USUAL {
        section(&format!("Heddle: {file}"), &std::fs::read_to_string(project::root().join(file))?)?;
    }
    section("These name their licence and bring no text of it", &without)?;
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort_by(|one, other| one.1.cmp(&other.1));
    for (text, packages) in texts {
        section(&packages.join(", "), &text)?;
    }
    Ok(told)
}

/// Every text about a licence that a package brings, or the workspace it is of.
fn texts_of(package: &Package) -> Result<Vec<String>> {
    let own = package.manifest_path.parent().context("a manifest lies in a folder")?;
    ensure!(own.is_dir(), "{} is not there: `cargo fetch` gets it.", own.display());
    // A workspace may have them once for all its packages; ours does, and they come first anyway.
    for folder in own.ancestors().take(2).filter(|folder| !folder.starts_with(project::root())) {
        let files = files_of(folder)?;
        if !files.is_empty() {
            return files
                .into_iter()
                .map(|file| Ok(String::from_utf8_lossy(&std::fs::read(file)?).into_owned()))
                .collect();
        }
    }
    Ok(Vec::new())
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        // A link, as some packages have it, is followed.
        if WORDS.iter().any(|word| name.starts_with(word)) && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is in the binaries is in the file: the page's framework, which brings no text, the standard library and
    /// what it is built with; and nothing that only the compiler runs, or a test.
    #[test]
    fn everything_that_is_shipped_is_told() {
        let folder = std::env::temp_dir().join(format!("heddle-licences-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder of its own");
        let written = write(&folder);
        let told = std::fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        std::fs::remove_dir_all(&folder).expect("it is ours");
        written.expect("every package has a licence that somebody has looked at");
        for shipped in
            ["leptos 0.8", "tachys 0.", "rayon 1.", "std 0.0.0", "dlmalloc 0.", "wasm-bindgen 0.2", "runtime 0.1"]
        {
            assert!(told.contains(shipped), "{shipped} is missing");
        }
        // A licence that is neither of the two that ours has.
        assert!(told.contains("UNICODE LICENSE V3") || told.contains("Unicode, Inc."));
        for other in ["proptest 1", "serde_derive 1", "xtask 0"] {
            assert!(!told.contains(other), "{other} is not shipped");
        }
    }
}
