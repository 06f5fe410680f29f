//! What cargo can do of the first build of the page before Trunk is there: all of it but what Trunk then makes of it.
//!
//! Building the tools takes minutes, and on two cores neither of the two builds keeps both busy to its end. So they
//! are done at the same time. Trunk's own build then finds everything done, because it is asked for in the same words.

use anyhow::Result;

use crate::{project, run};

/// The two binaries, and the profile of each when they are built for hosting (see `index.html`).
const BINARIES: [(&str, &str); 2] = [("app", "page"), ("workers", "release")];

/// Builds for `trunk serve`.
pub(crate) fn for_serving() -> Result<()> {
    build(|_| None)
}

/// Builds for `trunk build --release`.
pub(crate) fn for_hosting() -> Result<()> {
    build(Some)
}

fn build(profile: impl Fn(&'static str) -> Option<&'static str>) -> Result<()> {
    for (name, hosting) in BINARIES {
        let mut cargo = project::cargo();
        cargo.args(["build", "--quiet", "--target=wasm32-unknown-unknown", "--manifest-path"]);
        cargo.arg(project::root().join("crates").join(name).join("Cargo.toml"));
        if let Some(profile) = profile(hosting) {
            cargo.args(["--profile", profile]);
        }
        run::run(cargo.args(["--bin", name]))?;
    }
    Ok(())
}
