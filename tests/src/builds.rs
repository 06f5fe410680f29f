//! Builds that a spec may change: copies of the built folder, as the builds that follow each other on a host, and
//! what is half of one and half of the next.
//!
//! Another build is the same files under another name: that is all by which the page, the service worker and the host
//! tell one from the other. Files are linked, not copied: a copy costs no time.

use std::path::{Path, PathBuf};

use crate::folder::Folder;

/// The word under which a page names its build.
const NAMED: &str = "data-build=\"";

/// Where the files of the build in this folder are, seen from the folder.
#[must_use]
pub fn files(folder: &Path) -> String {
    folder_of(&build_of(folder))
}

fn folder_of(id: &str) -> String {
    format!("heddle-{id}/")
}

fn build_of(folder: &Path) -> String {
    let page = read(&folder.join("index.html"));
    let (_, rest) = page.split_once(NAMED).expect("the page names its build");
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// A folder with a build, gone when this is dropped.
#[derive(Debug)]
pub struct Build {
    folder: Folder,
    id: String,
}

impl Build {
    /// A copy of what is in this folder.
    #[must_use]
    pub fn copy(of: &Path) -> Build {
        let build = Build { folder: Folder::new("build"), id: build_of(of) };
        link_all(of, build.path());
        build
    }

    /// The same as another build: its name, made from this number, stands wherever the old one stood.
    #[must_use]
    pub fn renamed(mut self, number: u32) -> Build {
        let id = format!("{number:016x}");
        std::fs::rename(self.path().join(folder_of(&self.id)), self.path().join(folder_of(&id)))
            .expect("a build has its folder");
        for name in walk(self.path()).into_iter().filter(|name| name.ends_with(".html") || name.ends_with("sw.js")) {
            let text = read(&self.path().join(&name)).replace(&self.id, &id);
            self.write(&name, &text);
        }
        self.id = id;
        self
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What it is called.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The names of its files, with `/` between the parts.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        walk(self.path())
    }

    /// Replaces a file.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let file = self.path().join(name);
        // It is a link to somebody else's.
        std::fs::remove_file(&file).ok();
        std::fs::write(&file, text).unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
    }

    /// Puts the files of these names here as they are in `from`: those it has not are deleted.
    pub fn upload(&self, from: &Build, names: &[String]) {
        for name in names {
            let (old, new) = (self.path().join(name), from.path().join(name));
            std::fs::remove_file(&old).ok();
            if new.exists() {
                link(&new, &old);
            }
        }
    }
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display()))
}

fn link_all(from: &Path, to: &Path) {
    for name in walk(from) {
        link(&from.join(&name), &to.join(&name));
    }
}

fn link(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.parent().expect("a file lies in a folder")).expect("a folder of our own");
    // Two file systems have no links between them.
    std::fs::hard_link(from, to)
        .or_else(|_| std::fs::copy(from, to).map(drop))
        .unwrap_or_else(|error| panic!("cannot copy {}: {error}", from.display()));
}

fn walk(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(here) = open.pop() {
        let entries =
            std::fs::read_dir(folder.join(&here)).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries.map_while(Result::ok) {
            let name = here.join(entry.file_name());
            if entry.path().is_dir() {
                open.push(name);
            } else {
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}
