//! `test`: everything, cheapest first, so that what is wrong shows early.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{browsers, dist, project, run, tidy, tools};

struct Level {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<()>,
}

const LEVELS: &[Level] = &[
    Level { name: "tidy", about: "formatting, lints, rules", run: tidy::tidy },
    Level { name: "native", about: "the pure crates, natively", run: native },
    Level { name: "workers", about: "the workers, in Chromium and Firefox", run: workers },
    Level { name: "e2e", about: "the page, in Chromium and Firefox", run: e2e },
];

/// Runs the named level, or all.
pub(crate) fn test(words: &[&str]) -> Result<()> {
    let chosen: Vec<&Level> = match words {
        [] => LEVELS.iter().collect(),
        [name] => LEVELS.iter().filter(|level| level.name == *name).collect(),
        _ => Vec::new(),
    };
    if chosen.is_empty() {
        let names: Vec<&str> = LEVELS.iter().map(|level| level.name).collect();
        bail!("test takes one level or none: {}.", names.join(", "));
    }
    for level in &chosen {
        println!("\n== {}: {}", level.name, level.about);
        (level.run)()
            .with_context(|| format!("The level `{0}` failed; run it again alone by: ./x test {0}", level.name))?;
    }
    println!("\nAll passed: {}.", chosen.iter().map(|level| level.name).collect::<Vec<_>>().join(", "));
    Ok(())
}

fn native() -> Result<()> {
    run::run(cargo().args(["test", "--workspace", "--exclude", "e2e"]))
}

fn workers() -> Result<()> {
    tools::install(tools::FOR_TESTING)?;
    browsers::install()?;
    for browser in ["--chrome", "--firefox"] {
        run::run(
            Command::new(tools::WASM_PACK.path()?)
                .current_dir(project::root())
                // The drivers are on PATH; wasm-pack would download others.
                .args(["test", "--headless", browser, "--mode", "no-install", "crates/workers"])
                .env("PATH", tools::path(tools::FOR_TESTING)?),
        )?;
    }
    Ok(())
}

fn e2e() -> Result<()> {
    tools::install(tools::FOR_TESTING)?;
    let browsers = browsers::install()?;
    let dist = dist::build()?;
    run::run(
        cargo()
            .args(["test", "--package", "e2e"])
            .env("HEDDLE_DIST", dist)
            .env("HEDDLE_CHROMIUM", browsers.chromium)
            .env("HEDDLE_CHROMEDRIVER", browsers.chromedriver)
            .env("HEDDLE_FIREFOX", browsers.firefox)
            .env("HEDDLE_GECKODRIVER", browsers.geckodriver),
    )
}

fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(project::root());
    command
}
