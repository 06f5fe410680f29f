//! One folder for a build: everything but the pages lies in `heddle-<id>`, and `<id>` is the digest of it all.
//!
//! So every name of a script, a binary, a style sheet or a lesson is of one build, without a word changed inside any
//! of them: a page that was loaded before an update never gets what came with it, and no cache can mix two builds.
//! What has to keep its address stays where it is: the pages, the service worker, the icons and what lists them.

use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::project;

/// The service worker. It stands beside the pages, which are all it is for.
pub(super) const WORKER: &str = "sw.js";

/// What a build is called, and where its files are.
pub(super) struct Build {
    /// The digest, or a word where nothing is hosted.
    pub(super) id: String,
    /// Where its files are, seen from the site's folder: empty or with a slash at its end.
    pub(super) files: String,
    /// The names, from the site's folder, of what lay there before it was moved.
    moved: Vec<String>,
}

/// What keeps its address from build to build.
fn stays(name: &str) -> bool {
    // Names with a dot in front are Trunk's own.
    name.starts_with('.')
        || name.starts_with("icons/")
        || ["index.html", "manifest.webmanifest", WORKER, super::licences::FILE].contains(&name)
}

impl Build {
    /// Files where Trunk has put them, as `trunk serve` shows them.
    pub(super) fn development() -> Build {
        Build { id: "development".into(), files: String::new(), moved: Vec::new() }
    }

    /// Moves the files into the folder of their build.
    pub(super) fn gather(folder: &Path) -> Result<Build> {
        let names = project::files(folder)?;
        let mut whole = Sha256::new();
        for name in names.iter().filter(|name| !name.starts_with('.')) {
            whole.update(name);
            whole.update(Sha256::digest(std::fs::read(folder.join(name))?));
        }
        let id: String = whole.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let files = format!("heddle-{id}/");
        let moved: Vec<String> = names.into_iter().filter(|name| !stays(name)).collect();
        for name in &moved {
            let to = folder.join(&files).join(name);
            std::fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
            std::fs::rename(folder.join(name), to)?;
        }
        // The folders that are empty now.
        for top in moved.iter().filter_map(|name| name.split_once('/')).map(|(top, _)| folder.join(top)) {
            if top.exists() {
                std::fs::remove_dir_all(top)?;
            }
        }
        Ok(Build { id, files, moved })
    }

    /// The page with the build's name in it, and every address of what was moved as it is now.
    pub(super) fn named_in(&self, html: &str, base: &str) -> String {
        let mut html = html.replacen(
            "data-build=\"development\" data-files=\"\"",
            &format!("data-build=\"{}\" data-files=\"{}\"", self.id, self.files),
            1,
        );
        for name in &self.moved {
            for before in [base, ""] {
                html = html.replace(&format!("=\"{before}{name}\""), &format!("=\"{}{name}\"", self.files));
            }
        }
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_build_and_finds_its_files() {
        let build =
            Build { id: "12ab".into(), files: "heddle-12ab/".into(), moved: vec!["a.js".into(), "x/b.css".into()] };
        let html = "<html data-build=\"development\" data-files=\"\"><link href=\"./x/b.css\"><script src=\"./a.js\" \
                    data-js=\"./a.js\"></script><link href=\"icons/a.svg\"><link href=\"a.js\">";
        assert_eq!(
            build.named_in(html, "./"),
            "<html data-build=\"12ab\" data-files=\"heddle-12ab/\"><link href=\"heddle-12ab/x/b.css\"><script \
             src=\"heddle-12ab/a.js\" data-js=\"heddle-12ab/a.js\"></script><link href=\"icons/a.svg\"><link \
             href=\"heddle-12ab/a.js\">"
        );
        assert!(stays("icons/a.svg") && stays(".trunk") && !stays("lessons/index.html"));
    }
}
