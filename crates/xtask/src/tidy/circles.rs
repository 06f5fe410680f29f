//! Circles of imports between the files of a crate, and what the engines may not name.
//!
//! A file above another may import it, and not the other way round, by however many steps. A folder's
//! `mod.rs` is one with the files beside it: they may name what stands in it. It reads text, not types, and
//! leaves out tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::project;

/// The crates in which no files import each other in a circle.
const WITHOUT_CIRCLES: &[&str] =
    &["app", "catalogue", "formula", "model", "runtime", "scenarios", "timeline", "words", "workers", "xtask"];

/// Folders of `runtime` that know no primitive: what they need to know of one, it declares (`Guarded`).
const ENGINES: &[&str] = &["baton", "cpython", "explorer", "machine", "processes", "threads"];

pub(super) fn check() -> Result<()> {
    let mut complaints = Vec::new();
    for name in WITHOUT_CIRCLES {
        let files = sources(&project::root().join("crates").join(name).join("src"))?;
        complaints.extend(circles(&files).into_iter().map(|circle| format!("crates/{name}/src: {circle}")));
        if *name == "runtime" {
            complaints.extend(primitives_named(&files));
        }
    }
    if !complaints.is_empty() {
        bail!("Files that know what they should not (see ARCHITECTURE.md):\n  {}", complaints.join("\n  "));
    }
    Ok(())
}

/// The code of every module, by its path from the crate's root: `[]`, `["machine"]`, `["machine", "gil"]`.
type Files = BTreeMap<Vec<String>, String>;

fn sources(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut open = vec![(folder.to_owned(), Vec::new())];
    while let Some((folder, module)) = open.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let path = entry?.path();
            let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned) else { continue };
            let mut below: Vec<String> = module.clone();
            if path.is_dir() {
                below.push(stem);
                open.push((path, below));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                if !["lib", "main", "mod"].contains(&&*stem) {
                    below.push(stem);
                }
                files.insert(below, code(&std::fs::read_to_string(&path)?));
            }
        }
    }
    Ok(files)
}

/// A text without comments and without its tests.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The shortest circle through each file that is in one and in none told before, as files with arrows.
fn circles(files: &Files) -> Vec<String> {
    let imports: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = files
        .iter()
        .map(|(module, text)| {
            let mut named = imported(module, text, files);
            // What stands in the folder's own `mod.rs` is a file's own.
            let face = (!module.is_empty()).then(|| &module[..module.len() - 1]);
            named.retain(|other| *other != module && Some(&other[..]) != face);
            (module, named)
        })
        .collect();
    let mut found = Vec::new();
    let mut told: BTreeSet<&Vec<String>> = BTreeSet::new();
    for start in files.keys() {
        if !told.contains(start)
            && let Some(circle) = way_back(start, &imports)
        {
            told.extend(&circle);
            let names = circle.iter().chain([&start]).map(|module| file_name(module));
            found.push(names.collect::<Vec<_>>().join(" -> "));
        }
    }
    found
}

/// The shortest way from this module back to itself.
fn way_back<'a>(
    start: &'a Vec<String>,
    imports: &BTreeMap<&'a Vec<String>, BTreeSet<&'a Vec<String>>>,
) -> Option<Vec<&'a Vec<String>>> {
    let mut open = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !open.is_empty() {
        let mut further = Vec::new();
        for way in open {
            for next in imports.get(way[way.len() - 1]).into_iter().flatten() {
                if *next == start {
                    return Some(way);
                }
                if seen.insert(*next) {
                    further.push([&*way, &[*next]].concat());
                }
            }
        }
        open = further;
    }
    None
}

/// The modules that this code names, each as deep as there is a file for it.
fn imported<'a>(module: &[String], text: &str, files: &'a Files) -> BTreeSet<&'a Vec<String>> {
    let mut named = BTreeSet::new();
    for path in paths(text) {
        let mut segments = path.iter().map(String::as_str).peekable();
        let mut here: Vec<String> = match segments.peek() {
            Some(&"crate") => Vec::new(),
            Some(&"super" | &"self") => module.to_vec(),
            // A module's own child.
            Some(first) if files.contains_key(&[module, &[(*first).to_owned()]].concat()) => module.to_vec(),
            _ => continue,
        };
        for segment in segments {
            match segment {
                "crate" | "self" => {}
                "super" => drop(here.pop()),
                name => {
                    here.push(name.to_owned());
                    if !files.contains_key(&here) {
                        here.pop();
                        break;
                    }
                }
            }
        }
        named.extend(files.get_key_value(&here).map(|(module, _)| module));
    }
    named
}

/// Every path that is used or stands in the code, as its names.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for statement in text.split(';') {
        let used = statement.rsplit_once("use ").filter(|(before, _)| {
            let before = before.trim_end();
            before.is_empty() || before.ends_with(['}', ']', ')']) || before.ends_with("pub")
        });
        found.extend(used.map(|(_, used)| expanded(used)).into_iter().flatten());
    }
    for root in ["crate::", "super::"] {
        for (at, _) in text.match_indices(root) {
            let end = text[at..].find(|letter: char| !(letter.is_alphanumeric() || "_:".contains(letter)));
            found.push(text[at..end.map_or(text.len(), |end| at + end)].to_owned());
        }
    }
    let names = |path: &String| path.split("::").map(|name| name.trim().to_owned()).collect();
    found.iter().map(names).collect()
}

/// The paths in a `use`, with what stands in braces taken one by one.
fn expanded(used: &str) -> Vec<String> {
    let Some((before, rest)) = used.split_once('{') else { return vec![used.trim().to_owned()] };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let (mut depth, mut parts) = (0_usize, vec![String::new()]);
    for letter in inner.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match parts.last_mut() {
            Some(part) if letter != ',' || depth > 0 => part.push(letter),
            _ => parts.push(String::new()),
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expanded(part)).map(|path| format!("{}{path}", before.trim())).collect()
}

fn file_name(module: &[String]) -> String {
    if module.is_empty() { "lib".to_owned() } else { module.join("/") }
}

/// Every primitive that an engine names, though it may know none.
fn primitives_named(files: &Files) -> Vec<String> {
    let is_engine = |module: &[String]| module.first().is_some_and(|folder| ENGINES.contains(&&**folder));
    let primitives: Vec<String> = files
        .keys()
        .filter(|module| module.len() == 2 && module[0] == "objects")
        .map(|module| module[1][..1].to_uppercase() + &module[1][1..])
        .collect();
    let mut found = Vec::new();
    for (module, text) in files.iter().filter(|(module, _)| is_engine(module)) {
        for name in &primitives {
            let forms =
                [format!("{name}Action"), format!("{name}State"), format!("Object::{name}"), format!("Action::{name}")];
            let named = forms.iter().filter(|form| text.contains(&***form));
            found.extend(named.map(|form| {
                format!("crates/runtime/src/{}.rs names `{form}`, and no engine knows a primitive", file_name(module))
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Files {
        let module = |path: &str| path.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        texts.iter().map(|(path, text)| (module(path), code(text))).collect()
    }

    #[test]
    fn a_circle_is_named_and_what_stands_in_order_is_not() {
        let mut house = files(&[
            ("", "mod a;\nmod b;"),
            ("a", "//! Not crate::b.\nuse crate::b::{self, deep::Thing, Other};"),
            ("b", "use std::rc::Rc;\npub use deep::Thing;\npub struct Other;"),
            ("b/deep", "use super::Other;\nfn f() {}"),
        ]);
        assert_eq!(circles(&house), Vec::<String>::new());
        house.insert(vec!["b".into(), "deep".into()], code("fn f() { crate::a::g() }"));
        assert_eq!(circles(&house), ["a -> b/deep -> a", "b -> b/deep -> a -> b"]);
    }

    #[test]
    fn the_house_keeps_its_rules() {
        check().expect("no circles, and no engine that names a primitive");
    }

    #[test]
    fn braces_are_taken_one_by_one() {
        assert_eq!(expanded("crate::{a, b::{C, D as E}}"), ["crate::a", "crate::b::C", "crate::b::D as E"]);
    }

    #[test]
    fn an_engine_that_names_a_primitive_is_told_on() {
        let house = files(&[
            ("objects/lock", "pub struct LockState;"),
            ("machine/acts", "fn f(action: &Action) { matches!(action, Action::Lock(_)) } // LockState"),
            ("cx", "use crate::objects::LockAction;"),
        ]);
        assert_eq!(primitives_named(&house).len(), 1);
    }
}
