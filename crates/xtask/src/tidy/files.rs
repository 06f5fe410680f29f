//! Rules about files: each says what it is for, none is too long, and ARCHITECTURE.md is true.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{project, run};

/// At this length a module is two modules.
const MOST_LINES: usize = 600;

/// Modules that are one thing and cannot be two, each with its own length: a loop whose macros are about its variables.
const ONE_THING: &[(&str, usize)] = &[("crates/python/src/machine/fast.rs", 800)];

pub(super) fn check() -> Result<()> {
    let mut complaints = Vec::new();
    // Files that are new and not ignored count too: the check runs before the commit.
    let listed = run::output(Command::new("git").current_dir(project::root()).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    for name in listed.lines().filter(|name| name.ends_with(".rs")) {
        // A file deleted but not yet committed is still listed.
        let Ok(text) = std::fs::read_to_string(project::root().join(name)) else {
            continue;
        };
        complaints.extend(about_module(name, &text));
    }
    match std::fs::read_to_string(project::root().join("ARCHITECTURE.md")) {
        Ok(text) => complaints.extend(about_architecture(&text)?),
        Err(_) => complaints.push("ARCHITECTURE.md is missing".to_owned()),
    }
    if !complaints.is_empty() {
        bail!("Files that break a rule of the project:\n  {}", complaints.join("\n  "));
    }
    Ok(())
}

fn about_module(name: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if !text.starts_with("//!") {
        complaints.push(format!("{name} does not start with `//!` and what it is for"));
    }
    let lines = text.lines().count();
    let most = ONE_THING.iter().find(|(one, _)| *one == name).map_or(MOST_LINES, |(_, most)| *most);
    if lines > most {
        complaints.push(format!("{name} has {lines} lines, more than {most}"));
    }
    complaints
}

/// Every path it names exists, and every crate is named.
fn about_architecture(text: &str) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for quoted in quoted(text).into_iter().filter(|quoted| is_path(quoted)) {
        if !project::root().join(quoted).exists() {
            complaints.push(format!("ARCHITECTURE.md names `{quoted}`, which does not exist"));
        }
    }
    for entry in std::fs::read_dir(project::root().join("crates"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_named = quoted(text)
            .iter()
            .any(|quoted| quoted.trim_end_matches('/') == format!("crates/{name}") || *quoted == name);
        if !is_named {
            complaints.push(format!("ARCHITECTURE.md does not name the crate `{name}`"));
        }
    }
    Ok(complaints)
}

fn quoted(text: &str) -> Vec<&str> {
    // Between the first and second back-tick, the third and fourth, and so on; fences count as
    // three and leave the order as it was.
    text.split('`').skip(1).step_by(2).filter(|quoted| !quoted.is_empty() && !quoted.contains('\n')).collect()
}

fn is_path(quoted: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "./_-".contains(c);
    quoted.contains('/') && quoted.chars().all(is_plain) && !quoted.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_path() {
        assert!(is_path("crates/model") && is_path("web/sw.js"));
        assert!(!is_path("Cx") && !is_path("a / b") && !is_path("./x test") && !is_path("lab/<id>"));
    }

    #[test]
    fn finds_what_is_quoted() {
        assert_eq!(quoted("the `a/b` and\n```\ncode\n```\n`c`"), ["a/b", "c"]);
    }

    #[test]
    fn a_module_says_what_it_is_for() {
        assert_eq!(about_module("a.rs", "fn a() {}").len(), 1);
        assert!(about_module("a.rs", "//! A.\n").is_empty());
    }
}
