//! `tidy`: formatting, lints, and the rules that the compiler does not know.

mod circles;
mod edges;
mod files;

use std::process::Command;

use anyhow::Result;

use crate::{project, run};

/// Cheapest first; stops at the first that fails.
pub(crate) fn tidy() -> Result<()> {
    files::check()?;
    circles::check()?;
    edges::check()?;
    run::run(cargo().args(["fmt", "--all", "--check"]))?;
    println!("Linting (about 2 minutes the first time, then seconds).");
    let strict = ["--", "--deny", "warnings"];
    // `app` exists in a browser only; building all of Leptos twice would tell nothing new.
    run::run(
        cargo()
            .args(["clippy", "--quiet", "--keep-going", "--workspace", "--exclude", "app", "--all-targets"])
            .args(strict),
    )?;
    run::run(
        cargo()
            .args(["clippy", "--quiet", "--keep-going", "--package", "app", "--package", "workers"])
            .args(["--all-targets", "--target", "wasm32-unknown-unknown"])
            .args(strict),
    )
}

fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(project::root());
    command
}
