//! Tells the service worker what belongs to this build, by name and hash.
//!
//! Trunk gives the workers' files no hash in their names, so a name alone could stand for an old
//! file beside a new one. The hash of the whole build is the version of the cache, and the hash of
//! each file is checked by the browser as it is fetched: a mix cannot be installed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Purpose;
use crate::project;

const WORKER: &str = "sw.js";
/// The places in `web/sw.js` that are filled in here.
const VERSION: &str = "const VERSION = '';";
const FILES: &str = "const FILES = {};";

pub(super) fn write(folder: &Path, purpose: Purpose) -> Result<()> {
    // As it stands in the source, the worker removes itself and its caches: right for development.
    if purpose == Purpose::Development {
        return Ok(());
    }
    let worker = std::fs::read_to_string(folder.join(WORKER))?;
    ensure!(
        worker.contains(VERSION) && worker.contains(FILES),
        "web/sw.js must have the lines `{VERSION}` and `{FILES}`, which are filled in here."
    );
    let mut whole = Sha256::new();
    whole.update(&worker);
    let mut hashes = BTreeMap::new();
    for name in project::files(folder)? {
        // Names with a dot in front are Trunk's own.
        if name == WORKER || name.starts_with('.') {
            continue;
        }
        let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(std::fs::read(folder.join(&name))?)));
        whole.update(&name);
        whole.update(&hash);
        hashes.insert(name, hash);
    }
    let version: String = whole.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let worker = worker.replacen(VERSION, &format!("const VERSION = '{version}';"), 1).replacen(
        FILES,
        &format!("const FILES = {};", serde_json::to_string_pretty(&hashes)?),
        1,
    );
    Ok(std::fs::write(folder.join(WORKER), worker)?)
}
