//! Where things are: the repository, the user's cache folder, programs on PATH.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // Asked when it runs, not when it was built: two clones may share one target folder.
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&xtask).ancestors().nth(2).expect("this crate lives in crates/xtask").to_path_buf()
    })
}

/// Cargo, at the root of the repository.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root());
    command
}

/// The pinned compiler.
pub(crate) fn rustc() -> Command {
    let mut command = Command::new("rustc");
    command.current_dir(root());
    command
}

/// Heddle's folder in the user's cache, shared by every clone.
pub(crate) fn cache() -> Result<PathBuf> {
    let home = || {
        std::env::var_os("HOME")
            .map(PathBuf::from)
            .context("HOME is not set, so there is no place for the tools: set it and try again.")
    };
    let base = match std::env::var_os("XDG_CACHE_HOME") {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        _ if cfg!(target_os = "macos") => home()?.join("Library/Caches"),
        _ => home()?.join(".cache"),
    };
    Ok(base.join("heddle"))
}

/// The first of `names` that is a program: a bare name is looked up on PATH, a path is taken as is.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    names.iter().find_map(|name| {
        if name.contains('/') {
            return Some(PathBuf::from(name)).filter(|path| path.is_file());
        }
        folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file())
    })
}

/// Makes `to` a copy of `from`.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        std::fs::remove_dir_all(to).with_context(|| format!("cannot empty {}", to.display()))?;
    }
    for name in files(from)? {
        let file = to.join(&name);
        std::fs::create_dir_all(file.parent().context("a file lies in a folder")?)?;
        std::fs::copy(from.join(&name), &file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Every file below `folder`, as paths from it with `/` between the parts, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<()> {
        let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found)?;
            } else {
                found.push(name);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}
