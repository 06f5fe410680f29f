//! Browsers and their drivers, from the system's packages where we may install them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{debian, project, tools};

/// Where the browsers and their drivers are.
pub(crate) struct Browsers {
    /// Chromium or Chrome.
    pub(crate) chromium: PathBuf,
    /// ChromeDriver, of the same version as the browser.
    pub(crate) chromedriver: PathBuf,
    /// Firefox.
    pub(crate) firefox: PathBuf,
    /// geckodriver, from our own tools.
    pub(crate) geckodriver: PathBuf,
}

const CHROMIUM: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const CHROMEDRIVER: &[&str] = &["chromedriver"];
const FIREFOX: &[&str] = &["firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"];

impl Browsers {
    /// Tells `command` where they are, and which built page to open in them.
    pub(crate) fn tell<'a>(&self, command: &'a mut Command, dist: &Path) -> &'a mut Command {
        command
            .env("HEDDLE_DIST", dist)
            .env("HEDDLE_CHROMIUM", &self.chromium)
            .env("HEDDLE_CHROMEDRIVER", &self.chromedriver)
            .env("HEDDLE_FIREFOX", &self.firefox)
            .env("HEDDLE_GECKODRIVER", &self.geckodriver)
    }
}

/// Finds the browsers, installing them first where that is possible.
pub(crate) fn install() -> Result<Browsers> {
    let wanted = [
        (CHROMIUM, "chromium", "Chromium or Chrome"),
        (CHROMEDRIVER, "chromium-driver", "ChromeDriver of the same version"),
        (FIREFOX, "firefox-esr", "Firefox"),
    ];
    let missing: Vec<_> = wanted.iter().filter(|(names, ..)| project::find_program(names).is_none()).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|(_, package, _)| *package).collect();
        let names: Vec<&str> = missing.iter().map(|(.., name)| *name).collect();
        if !debian::can_install() {
            bail!(
                "The tests run in real browsers: install {} so that they are on PATH, then run \
                 this again.",
                names.join(", ")
            );
        }
        println!("Installing {} for the tests (about a minute).", packages.join(", "));
        debian::install(&packages)?;
    }
    let place = |names: &[&str]| {
        project::find_program(names)
            .ok_or_else(|| anyhow::anyhow!("{} is still not on PATH after its install.", names[0]))
    };
    Ok(Browsers {
        chromium: place(CHROMIUM)?,
        chromedriver: place(CHROMEDRIVER)?,
        firefox: place(FIREFOX)?,
        geckodriver: tools::GECKODRIVER.path()?,
    })
}
