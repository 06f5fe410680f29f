//! `dist`: writes the folder that any static host can serve, at any path, with no headers.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::content::ACCENTED;
use crate::{ahead, project, run, tools};

/// Builds `dist/` and has this print what a visitor loads.
pub(crate) fn dist(print_sizes: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let folder = build()?;
    print_sizes(&folder)?;
    println!("\nPut the folder {} on any static host.", folder.display());
    Ok(())
}

/// Builds `dist/`; gives its place.
pub(crate) fn build() -> Result<PathBuf> {
    build_with(&[])
}

/// The same, and for tests the site once more, with a language that nobody speaks; gives its place too.
pub(crate) fn build_with_accents() -> Result<(PathBuf, PathBuf)> {
    let accented = project::root().join("target/accented");
    Ok((build_with(&[(ACCENTED, &accented)])?, accented))
}

fn build_with(told: &[(&str, &Path)]) -> Result<PathBuf> {
    tools::install_beside(tools::FOR_BUILDING, ahead::for_hosting)?;
    println!("Building dist/ for a static host (about 4 minutes the first time, then about one).");
    let folder = project::root().join("dist");
    run::run(
        Command::new(tools::TRUNK.path()?)
            .current_dir(project::root())
            // Paths from the page's own place, so that the folder works wherever it is put.
            .env("RUST_BACKTRACE", "0")
            .envs(told.iter().copied())
            .args(["build", "--log", "warn", "--release", "--public-url", "./", "--dist", "dist"])
            .env("PATH", tools::path(tools::FOR_BUILDING)?),
    )?;
    // Trunk's own, and nothing a host should have; where Trunk left none there is none to delete.
    std::fs::remove_file(folder.join(".trunk-lock")).ok();
    Ok(folder)
}
