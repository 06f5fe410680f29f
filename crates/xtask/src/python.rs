//! `python`: runs a Python program on Heddle's own interpreter. The binary of `crates/python` does it all, so that
//! `./x` itself knows nothing of the language and stays quick to build.

use std::process::Command;

use anyhow::{Context, Result};

use crate::project;

/// Hands everything over; its exit status is ours.
pub(crate) fn python(words: &[&str]) -> Result<()> {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--manifest-path"])
        .arg(project::root().join("Cargo.toml"))
        .args(["--package", "python", "--bin", "python", "--"])
        .args(words)
        .status()
        .context("cargo cannot be run.")?;
    std::process::exit(status.code().unwrap_or(1));
}
