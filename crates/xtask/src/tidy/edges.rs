//! The forbidden edges between crates: what is pure stays pure, and the page holds no worker.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use crate::metadata::Metadata;

/// A crate, and what it must not reach by any way.
const FORBIDDEN: &[(&[&str], &[&str])] = &[
    (
        &["catalogue", "formula", "model", "python", "runtime", "scenarios", "timeline", "words"],
        &["web-sys", "js-sys", "wasm-bindgen", "leptos"],
    ),
    (&["app"], &["workers", "python", "runtime", "scenarios"]),
];

pub(super) fn check() -> Result<()> {
    let metadata = Metadata::ask(&[])?;
    let broken = broken(&metadata)?;
    if !broken.is_empty() {
        bail!("Forbidden edges between crates (see ARCHITECTURE.md):\n  {}", broken.join("\n  "));
    }
    Ok(())
}

/// The way of every forbidden edge, as a sentence of arrows.
fn broken(metadata: &Metadata) -> Result<Vec<String>> {
    let name: BTreeMap<&str, &str> = metadata.packages.iter().map(|package| (&*package.id, &*package.name)).collect();
    let edges = metadata.edges();
    let mut found = Vec::new();
    for (crates, forbidden) in FORBIDDEN {
        for package in *crates {
            let start = name
                .iter()
                .find(|(_, name)| *name == package)
                .map(|(id, _)| *id)
                .with_context(|| format!("The rules name a crate `{package}`, which is gone."))?;
            found.extend(ways(start, forbidden, &edges, &name));
        }
    }
    Ok(found)
}

fn ways(
    start: &str,
    forbidden: &[&str],
    edges: &BTreeMap<&str, Vec<&str>>,
    name: &BTreeMap<&str, &str>,
) -> Vec<String> {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![vec![start]];
    let mut found = Vec::new();
    while let Some(way) = open.pop() {
        let here = way[way.len() - 1];
        if forbidden.contains(&name[here]) {
            let names: Vec<&str> = way.iter().map(|id| name[id]).collect();
            found.push(names.join(" -> "));
            continue;
        }
        for &next in edges.get(here).into_iter().flatten() {
            if seen.insert(next) {
                open.push([&*way, &[next]].concat());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_whole_way() {
        let name = BTreeMap::from([("1", "model"), ("2", "helper"), ("3", "js-sys")]);
        let edges = BTreeMap::from([("1", vec!["2"]), ("2", vec!["3"])]);
        assert_eq!(ways("1", &["js-sys"], &edges, &name), ["model -> helper -> js-sys"]);
        assert!(ways("1", &["leptos"], &edges, &name).is_empty());
    }
}
