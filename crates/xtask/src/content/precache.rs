//! Tells the service worker which build is its own, and every file of it with its digest, which the browser checks as
//! it fetches: a mix cannot be kept.
//!
//! Of the pages only one is in the list, by name: the worker makes the others of it, and knows that it is of this
//! build by the name of the build in it (see `web/sw.js`).

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::build::{Build, WORKER};
use crate::project;

/// The places in `web/sw.js` that are filled in here.
const BUILD: &str = "const BUILD = '';";
const FILES: &str = "const FILES = {};";

pub(super) fn write(folder: &Path, build: &Build) -> Result<()> {
    let worker = std::fs::read_to_string(folder.join(WORKER))?;
    ensure!(
        worker.contains(BUILD) && worker.contains(FILES),
        "web/sw.js must have the lines `{BUILD}` and `{FILES}`, which are filled in here."
    );
    let mut digests = BTreeMap::new();
    for name in project::files(folder)? {
        // Names with a dot in front are Trunk's own.
        if name == WORKER || name.ends_with(".html") || name.starts_with('.') {
            continue;
        }
        let digest = format!("sha256-{}", STANDARD.encode(Sha256::digest(std::fs::read(folder.join(&name))?)));
        digests.insert(name, digest);
    }
    let worker = worker.replacen(BUILD, &format!("const BUILD = '{}';", build.id), 1).replacen(
        FILES,
        &format!("const FILES = {};", serde_json::to_string_pretty(&digests)?),
        1,
    );
    Ok(std::fs::write(folder.join(WORKER), worker)?)
}
