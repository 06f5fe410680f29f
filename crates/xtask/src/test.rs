//! `test`: everything, cheapest first, so that what is wrong shows early.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{browsers, debian, dist, project, run, tidy, tools};

struct Level {
    name: &'static str,
    about: &'static str,
    /// Runs it, or of it only what contains one of these words.
    run: fn(&[&str]) -> Result<()>,
}

const LEVELS: &[Level] = &[
    Level { name: "tidy", about: "formatting, lints, rules", run: |_| tidy::tidy() },
    Level { name: "native", about: "the pure crates, natively", run: native },
    Level { name: "workers", about: "the workers, in Chromium and Firefox", run: workers },
    Level { name: "e2e", about: "the page, in Chromium and Firefox", run: e2e },
];

/// Runs all levels, or the named one, or of that only the tests whose names contain one of the words
/// that follow.
pub(crate) fn test(words: &[&str]) -> Result<()> {
    let (level, words) = words.split_first().map_or((None, words), |(level, words)| (Some(*level), words));
    let chosen: Vec<&Level> = LEVELS.iter().filter(|known| level.is_none_or(|level| level == known.name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = LEVELS.iter().map(|level| level.name).collect();
        bail!("test takes no level or one of these, and then words of tests' names: {}.", names.join(", "));
    }
    for level in &chosen {
        println!("\n== {}: {}", level.name, level.about);
        (level.run)(words)
            .with_context(|| format!("The level `{0}` failed; run it again alone by: ./x test {0}", level.name))?;
    }
    println!("\nAll passed: {}.", chosen.iter().map(|level| level.name).collect::<Vec<_>>().join(", "));
    Ok(())
}

fn native(words: &[&str]) -> Result<()> {
    // The listings are run by it. A version that is too old is told by their tests.
    if project::find_program(&["python3"]).is_none() && debian::can_install() {
        println!("Installing Python for the tests of the listings.");
        debian::install(&["python3"])?;
    }
    run::run(project::cargo().args(["test", "--workspace", "--exclude", "e2e", "--"]).args(words))
}

fn workers(words: &[&str]) -> Result<()> {
    tools::install(tools::FOR_TESTING)?;
    browsers::install()?;
    for browser in ["--chrome", "--firefox"] {
        let mut command = Command::new(tools::WASM_PACK.path()?);
        command
            .current_dir(project::root())
            // The drivers are on PATH; wasm-pack would download others.
            .args(["test", "--headless", browser, "--mode", "no-install", "crates/workers", "--", "--"])
            .args(words)
            .env("PATH", tools::path(tools::FOR_TESTING)?)
            // Hundreds of runs take longer than the 20 seconds it gives the tests of a file.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
        begin_and_run(&mut command)?;
    }
    Ok(())
}

/// Runs tests in a browser, once more where they do not begin or fall silent: that is no failure of theirs.
///
/// The server that wasm-pack's runner brings may leave a connection without a thread, for ever: where two come at
/// once and one thread is idle, both are given to it, and the rest wait for what a browser keeps open (`TaskPool`
/// of `tiny_http` 0.12). Then the page waits for a script: one start in three, when a worker fetched five modules at
/// once. With four, and with fewer connections from Firefox (`webdriver.json`), none of sixteen did.
fn begin_and_run(command: &mut Command) -> Result<()> {
    const SILENT: Duration = Duration::from_secs(60);
    for _ in 0..4 {
        if run::run_unless_stuck(command, "Running headless tests", "test result", SILENT)? {
            return Ok(());
        }
        println!(
            "Nothing was heard of the tests for {SILENT:?}: the runner's server left the browser waiting. Once more."
        );
    }
    bail!("The tests fell silent, four times. Try again when the machine has less to do.")
}

fn e2e(words: &[&str]) -> Result<()> {
    tools::install(tools::FOR_TESTING)?;
    let browsers = browsers::install()?;
    let (dist, accented) = dist::build_with_accents()?;
    let mut command = project::cargo();
    command.args(["test", "--package", "e2e", "--"]).args(words).env("HEDDLE_ACCENTED_DIST", accented);
    run::run(browsers.tell(&mut command, &dist))
}
