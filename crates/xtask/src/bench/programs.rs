//! Benches that are programs of their own: builds and runs them, and reads the rows they print, a
//! line of JSON each. What they say beside that goes to the terminal.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Row;
use crate::{browsers, dist, project, run, tools};

/// The measured engines, in real browsers, beside bare loops in the same page.
pub(crate) fn engines() -> Result<Vec<Row>> {
    in_browsers(&mut example("e2e", "engines"))
}

fn in_browsers(command: &mut Command) -> Result<Vec<Row>> {
    tools::install(tools::FOR_TESTING)?;
    let browsers = browsers::install()?;
    let site = site()?;
    rows(browsers.tell(command, &site))
}

/// The site, with workers that can measure what no visitor's can (`crates/workers/src/measure/bench.rs`).
fn site() -> Result<PathBuf> {
    let site = project::root().join("target/bench-site");
    project::copy(&dist::build()?, &site)?;
    let files = project::files(&site)?;
    let binary = files.iter().find(|name| name.ends_with("/workers_bg.wasm")).context("the site has no workers")?;
    let target = ["--target=wasm32-unknown-unknown", "--release", "--quiet"];
    run::run(project::cargo().args(["build", "--package=workers", "--bin=workers", "--features=bench"]).args(target))?;
    let built = project::root().join("target/wasm32-unknown-unknown/release/workers.wasm");
    let folder = site.join(binary);
    let folder = folder.parent().context("a file lies in a folder")?;
    let bind = ["--target=web", "--no-typescript", "--out-name=workers", "--out-dir"];
    run::run(Command::new(tools::WASM_BINDGEN.path()?).args(bind).arg(folder).arg(built))?;
    Ok(site)
}

/// The modelled machine beside SimPy.
pub(crate) fn machine() -> Result<Vec<Row>> {
    let mut command = example("runtime", "machine");
    match simpy() {
        Ok(python) => _ = command.arg("--").arg("--simpy").arg(python),
        // Ours can be measured without.
        Err(error) => println!("SimPy could not be fetched, so its row has no peer: {error:#}"),
    }
    rows(&mut command)
}

/// The page's folds of a run's events.
pub(crate) fn folds() -> Result<Vec<Row>> {
    rows(&mut example("scenarios", "folds"))
}

/// The modelled machine, and the convoy as browsers measure it, beside real CPython as measured once.
pub(crate) fn fidelity() -> Result<Vec<Row>> {
    let mut all = rows(&mut example("runtime", "fidelity"))?;
    all.extend(in_browsers(example("e2e", "engines").args(["--", "convoy"]))?);
    Ok(all)
}

/// The explorer beside its peers, which only this bench builds.
pub(crate) fn explorer() -> Result<Vec<Row>> {
    let folder = project::root().join("benches").join("explorer");
    rows(project::cargo().args(["run", "--release", "--quiet"]).current_dir(folder))
}

/// How long a program of Python takes to begin.
pub(crate) fn beginning() -> Result<Vec<Row>> {
    rows(&mut example("python", "beginning"))
}

fn example(package: &str, name: &str) -> Command {
    let mut command = project::cargo();
    command.args(["run", "--release", "--quiet", "--package", package, "--example", name]);
    command
}

/// Runs `command` and reads its rows.
fn rows(command: &mut Command) -> Result<Vec<Row>> {
    let read = |line: &str| serde_json::from_str(line).with_context(|| format!("This is not a row: {line}"));
    run::told(command)?.lines().filter(|line| line.starts_with('{')).map(read).collect()
}

/// A Python that has SimPy, in a folder of its own; made when it is not there.
fn simpy() -> Result<PathBuf> {
    const VERSION: &str = "4.1.1";
    let folder = project::cache()?.join(format!("simpy-{VERSION}"));
    let python = folder.join("bin").join("python");
    if !has_simpy(&python) {
        println!("Installing SimPy {VERSION} for its row (some seconds).");
        run::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        run::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", &format!("simpy=={VERSION}")]))?;
    }
    Ok(python)
}

fn has_simpy(python: &Path) -> bool {
    run::output(Command::new(python).args(["-c", "import simpy"])).is_ok()
}
