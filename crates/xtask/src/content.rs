//! `content`: what Trunk cannot do with the folder it has built, run by its hook (see Trunk.toml)
//! so that plain `trunk build` and `trunk serve` do it too.
//!
//! In order, because each step reads what the one before it wrote: the binaries made smaller, the
//! words of each language, the scenarios' files, the licences, a folder for all that is of this build alone, a page for every
//! scenario, a content security policy in every page, and last the list of the service worker, which
//! holds a digest of everything.

mod build;
mod languages;
mod licences;
mod pages;
mod policy;
mod precache;
mod scenarios;
mod shrink;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use build::Build;
use words::accents;
use words::source::Table;

use crate::project;

/// Where the site is to be written once more, with a language that only tests speak.
pub(crate) const ACCENTED: &str = "HEDDLE_ACCENTED";

/// What the folder is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// `trunk serve`: this server sends the headers, and nothing may ever be stale.
    Development,
    /// `trunk build --release`: any static host, so the service worker adds headers.
    Hosting,
}

/// Completes the folder that Trunk names in its environment.
pub(crate) fn content() -> Result<()> {
    let told = |name: &str| {
        std::env::var(name).with_context(|| format!("{name} is not set: this command is Trunk's hook, not yours."))
    };
    let folder = PathBuf::from(told("TRUNK_STAGING_DIR")?);
    let base = told("TRUNK_PUBLIC_URL")?;
    let purpose = match told("TRUNK_PROFILE")?.as_str() {
        "release" => Purpose::Hosting,
        _ => Purpose::Development,
    };
    let languages = languages::read()?;
    if let Some(apart) = std::env::var_os(ACCENTED).map(PathBuf::from) {
        project::copy(&folder, &apart)?;
        let accented = accents::table(languages::first(&languages)?);
        complete(&apart, &base, purpose, &[languages.clone(), vec![accented]].concat())?;
    }
    complete(&folder, &base, purpose, &languages)
}

fn complete(folder: &Path, base: &str, purpose: Purpose, languages: &[Table]) -> Result<()> {
    if purpose == Purpose::Hosting {
        shrink::shrink(folder)?;
    }
    languages::write(folder, languages)?;
    let scenarios = scenarios::write(folder, languages)?;
    let build = match purpose {
        Purpose::Development => Build::development(),
        Purpose::Hosting => {
            licences::write(folder)?;
            Build::gather(folder)?
        }
    };
    pages::write(folder, base, &build, &scenarios)?;
    match purpose {
        // As it stands in the source, the worker removes itself and its caches: right for development.
        Purpose::Development => Ok(()),
        Purpose::Hosting => precache::write(folder, &build),
    }
}
