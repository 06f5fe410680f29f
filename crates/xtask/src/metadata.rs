//! What cargo knows of a workspace: its packages, and which is built with which. Read by the rules about edges and
//! by the licences; it refuses to know what either asks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{project, run};

/// The packages of a workspace, as built for a browser.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) authors: Vec<String>,
    pub(crate) license: Option<String>,
    pub(crate) manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    /// None for what the crate itself is built with; tests may reach further.
    kind: Option<String>,
}

impl Package {
    /// Whether it runs in the compiler, so that nothing of it is in what is built.
    fn is_of_the_compiler(&self) -> bool {
        self.targets.iter().any(|target| target.kind.iter().any(|kind| kind == "proc-macro"))
    }
}

impl Metadata {
    /// Asks cargo, with these arguments besides.
    pub(crate) fn ask(arguments: &[&str]) -> Result<Metadata> {
        let mut command = Command::new("cargo");
        command.current_dir(project::root());
        command.args(["metadata", "--format-version=1", "--filter-platform=wasm32-unknown-unknown"]).args(arguments);
        let text = run::output(&mut command)?;
        serde_json::from_str(&text).context("what `cargo metadata` says is not understood")
    }

    /// Of every package, by its id, those it is built with.
    pub(crate) fn edges(&self) -> BTreeMap<&str, Vec<&str>> {
        let built_with = |dependency: &&Dependency| dependency.dep_kinds.iter().any(|kind| kind.kind.is_none());
        self.resolve
            .nodes
            .iter()
            .map(|node| (&*node.id, node.deps.iter().filter(built_with).map(|dep| &*dep.pkg).collect()))
            .collect()
    }

    /// The packages that are in what is built of those of these names, in the order of their names.
    pub(crate) fn shipped_in(&self, names: &[&str]) -> Vec<&Package> {
        let edges = self.edges();
        let by_id: BTreeMap<&str, &Package> = self.packages.iter().map(|package| (&*package.id, package)).collect();
        let is_start = |package: &&Package| names.contains(&&*package.name);
        let mut open: Vec<&str> = self.packages.iter().filter(is_start).map(|package| &*package.id).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !by_id[id].is_of_the_compiler() && seen.insert(id) {
                open.extend(edges.get(id).into_iter().flatten());
            }
        }
        let mut shipped: Vec<&Package> = seen.into_iter().map(|id| by_id[id]).collect();
        shipped.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
        shipped
    }
}
