//! The tools a build needs, at pinned versions, built once for a user and kept in the cache folder.
//!
//! They are built for a short first run, not for speed: without optimisation, but for the packages
//! that rewrite WebAssembly, which would be slow at every build afterwards.

use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project;
use crate::run;

/// A tool that cargo installs.
#[derive(Clone, Copy)]
pub(crate) struct Tool {
    package: &'static str,
    version: &'static str,
    /// The program to ask for its version, which shows that the tool is whole.
    program: &'static str,
    arguments: &'static [&'static str],
    /// About how long the build takes on two cores.
    minutes: &'static str,
}

/// Builds the page: turns index.html into a folder, and serves it.
pub(crate) const TRUNK: Tool = Tool {
    package: "trunk",
    version: "0.22.1",
    program: "trunk",
    // It would otherwise ask the network about newer versions at every start.
    arguments: &["--no-default-features", "--features", "rustls"],
    minutes: "4 minutes",
};

/// Equal to the library's version in Cargo.toml, which a build checks.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    version: "0.2.129",
    program: "wasm-bindgen",
    arguments: &[],
    minutes: "1 to 2 minutes",
};

/// Runs the tests of `crates/workers` in browsers.
pub(crate) const WASM_PACK: Tool =
    Tool { package: "wasm-pack", version: "0.15.1", program: "wasm-pack", arguments: &[], minutes: "1 minute" };

/// Drives Firefox; no package of Debian has it.
pub(crate) const GECKODRIVER: Tool =
    Tool { package: "geckodriver", version: "0.37.1", program: "geckodriver", arguments: &[], minutes: "1 minute" };

/// What building the page takes.
pub(crate) const FOR_BUILDING: &[Tool] = &[TRUNK, WASM_BINDGEN];
/// What testing takes.
pub(crate) const FOR_TESTING: &[Tool] = &[TRUNK, WASM_BINDGEN, WASM_PACK, GECKODRIVER];

/// Packages that rewrite WebAssembly: slow without optimisation, at every build of the page.
const OPTIMISED: &[&str] = &["walrus", "wasmparser", "wasm-encoder", "wasm-bindgen-cli-support"];

impl Tool {
    fn folder(self) -> Result<PathBuf> {
        Ok(project::cache()?.join("tools").join(format!("{}-{}", self.package, self.version)))
    }

    /// Where the program is once it is installed.
    pub(crate) fn path(self) -> Result<PathBuf> {
        Ok(self.folder()?.join("bin").join(self.program))
    }

    fn is_installed(self) -> Result<bool> {
        // Asking it, and not only for its file, shows a copy that was cut short or cannot run here.
        let answer = Command::new(self.path()?).arg("--version").output();
        Ok(answer.is_ok_and(|answer| {
            answer.status.success() && String::from_utf8_lossy(&answer.stdout).contains(self.version)
        }))
    }

    fn install(self) -> Result<()> {
        let cache = project::cache()?;
        println!(
            "Building {} {} (about {} on two cores, once for all clones).",
            self.package, self.version, self.minutes
        );
        let mut command = Command::new("cargo");
        command
            // Away from the repository, whose .cargo/config.toml would build std anew for the tool.
            .current_dir(&cache)
            .args(["install", "--locked", "--force", "--version", self.version])
            .arg("--root")
            .arg(self.folder()?)
            .args(self.arguments)
            .arg(self.package)
            .env("RUSTUP_TOOLCHAIN", toolchain()?)
            .env("CARGO_TARGET_DIR", cache.join("build"))
            .env_remove("RUSTFLAGS");
        for (setting, value) in [
            ("OPT_LEVEL", "0"),
            ("DEBUG", "0"),
            ("LTO", "off"),
            ("CODEGEN_UNITS", "16"),
            ("PANIC", "unwind"),
            ("STRIP", "symbols"),
        ] {
            command.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
        }
        if self.package == WASM_BINDGEN.package {
            for package in OPTIMISED {
                command.arg("--config");
                command.arg(format!("profile.release.package.{package}.opt-level=2"));
            }
        }
        run::run(&mut command)
    }
}

/// Installs those of `tools` that are missing.
pub(crate) fn install(tools: &[Tool]) -> Result<()> {
    install_beside(tools, || Ok(()))
}

/// The same, and where some are missing the other thing is done at the same time.
pub(crate) fn install_beside(tools: &[Tool], other: impl FnOnce() -> Result<()> + Send) -> Result<()> {
    let mut missing = Vec::new();
    for tool in tools {
        if !tool.is_installed()? {
            missing.push(*tool);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let built = build(&missing);
        // What went wrong there goes wrong again, and is told, when it is asked for in earnest.
        drop(other.join());
        built
    })
}

/// Installs every tool and says how to use them by hand.
pub(crate) fn install_all() -> Result<()> {
    install(FOR_TESTING)?;
    println!("export PATH=\"{}\"", path(FOR_TESTING)?.to_string_lossy());
    Ok(())
}

/// A PATH on which `tools` come first.
pub(crate) fn path(tools: &[Tool]) -> Result<std::ffi::OsString> {
    let mut folders = Vec::new();
    for tool in tools {
        folders.push(tool.folder()?.join("bin"));
    }
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    std::env::join_paths(folders).context("a folder on PATH has a character that PATH cannot hold")
}

fn build(missing: &[Tool]) -> Result<()> {
    let cache = project::cache()?;
    std::fs::create_dir_all(&cache).with_context(|| format!("cannot make the cache folder {}", cache.display()))?;
    // Two clones that start at once must not build the same tool in the same folder. The lock goes
    // with the process, however it ends.
    let lock = File::create(cache.join("lock"))?;
    if lock.try_lock().is_err() {
        println!("Another clone is installing the tools; waiting for it.");
        lock.lock()?;
    }
    for tool in missing {
        // The one we waited for may have built it.
        if !tool.is_installed()? {
            tool.install()?;
        }
    }
    // Hundreds of megabytes that only another version of a tool would use again.
    match std::fs::remove_dir_all(cache.join("build")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            println!("The folder {} could be deleted: {error}", cache.join("build").display());
        }
        _ => {}
    }
    Ok(())
}

/// The pinned toolchain's name: the tools need a newer compiler than some machines' default.
fn toolchain() -> Result<String> {
    let text = std::fs::read_to_string(project::root().join("rust-toolchain.toml"))?;
    text.lines()
        .find_map(|line| line.strip_prefix("channel = "))
        .map(|name| name.trim_matches('"').to_owned())
        .context("rust-toolchain.toml names no channel")
}
