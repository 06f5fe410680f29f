//! A driver's process, the browser it starts, and the classic WebDriver commands to it. Whatever
//! happens to a spec, driver and browser end with it.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use nix::sys::signal::{SIGKILL, SIGTERM, Signal, killpg};
use nix::unistd::Pid;
use serde_json::{Value, json};

use crate::folder::Folder;
use crate::http::ask;

/// Which browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Chromium or Chrome, driven by ChromeDriver.
    Chromium,
    /// Firefox, driven by geckodriver.
    Firefox,
}

impl Kind {
    /// Every browser.
    pub const ALL: [Kind; 2] = [Kind::Chromium, Kind::Firefox];

    /// The word for it in reports and variables.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Kind::Chromium => "chromium",
            Kind::Firefox => "firefox",
        }
    }
}

/// The process groups of the drivers that run now; their browsers belong to them.
static GROUPS: Mutex<Vec<i32>> = Mutex::new(Vec::new());

/// Ends every driver and browser at once, for a signal that ends us.
pub(crate) fn end_all() {
    let groups = GROUPS.lock().map(|groups| groups.clone()).unwrap_or_default();
    for group in groups {
        signal(group, SIGKILL);
    }
}

fn signal(group: i32, signal: Signal) {
    // An error means that the group is gone, which is what we want.
    killpg(Pid::from_raw(group), signal).ok();
}

/// A command the browser could not do: the error's code as the standard has it, and its text.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) text: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.text)
    }
}

/// What the browser's user lets sites keep.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SiteData {
    /// What they like, as is usual.
    Kept,
    /// Nothing.
    Blocked,
}

/// A driver with one session.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    session: String,
    // Profiles and what else they write; declared last, so that it goes last.
    _folder: Folder,
}

impl Driver {
    /// Starts the driver and its browser. A browser of this kind asks `proxy` for all that is not on
    /// this machine.
    pub(crate) fn start(kind: Kind, proxy: u16, data: SiteData) -> Driver {
        let folder = Folder::new(kind.id());
        let mut command = match kind {
            Kind::Chromium => {
                let mut command = Command::new(program("HEDDLE_CHROMEDRIVER"));
                command.arg("--port=0");
                command
            }
            Kind::Firefox => {
                let mut command = Command::new(program("HEDDLE_GECKODRIVER"));
                // To read its console; see `watch`.
                command.args(["--port", "0", "--allow-system-access"]);
                command
            }
        };
        command.env("TMPDIR", folder.path()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
        if let Ok(mut groups) = GROUPS.lock() {
            groups.push(group(&child));
        }
        let port = port_told_by(&mut child);
        let mut driver = Driver { child, port, session: String::new(), _folder: folder };
        let wanted =
            json!({ "capabilities": { "alwaysMatch": capabilities(kind, proxy, data, driver._folder.path()) } });
        let session = driver.ask("POST", "/session", &wanted).unwrap_or_else(|error| panic!("no browser: {error}"));
        driver.session = session["sessionId"].as_str().expect("a session has an id").to_owned();
        driver
    }

    /// Does a command of the session, such as `POST` to `/url`.
    pub(crate) fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, Refusal> {
        self.ask(method, &format!("/session/{}{path}", self.session), body)
    }

    /// The process group of driver and browser, and which of them is the driver.
    pub(crate) fn group(&self) -> i32 {
        group(&self.child)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, Refusal> {
        let refusal = |code: &str, text: &str| Refusal { code: code.into(), text: text.into() };
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let answer = ask(method, self.port, path, &body).map_err(|error| refusal("no answer", &error.to_string()))?;
        let mut answer: Value =
            serde_json::from_str(&answer.body).map_err(|_| refusal("no JSON", &format!("{method} {path}")))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(code) => {
                let text = value["message"].as_str().unwrap_or_default();
                Err(refusal(code, text.lines().next().unwrap_or_default()))
            }
            None => Ok(value),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Politely first, so that the browser closes its files; it may be past hearing.
        if !self.session.is_empty() {
            self.send("DELETE", "", &Value::Null).ok();
        }
        let group = group(&self.child);
        signal(group, SIGTERM);
        let deadline = Instant::now() + Duration::from_secs(2);
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
        signal(group, SIGKILL);
        // It is dead by now; this takes its entry out of the system's table.
        self.child.wait().ok();
        if let Ok(mut groups) = GROUPS.lock() {
            groups.retain(|other| *other != group);
        }
    }
}

fn group(child: &Child) -> i32 {
    i32::try_from(child.id()).expect("a process has a small number")
}

/// The program this variable names. `./x test e2e` sets it.
fn program(variable: &str) -> PathBuf {
    std::env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| panic!("{variable} is not set: use ./x test e2e"))
}

/// Both drivers say `… on port 1234.` or `… on 127.0.0.1:1234` once they listen.
fn port_told_by(child: &mut Child) -> u16 {
    let stdout = child.stdout.take().expect("its output was asked for");
    let mut lines = BufReader::new(stdout).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let told = line.contains("Listening on") || line.contains("started successfully on port");
        let digits = line.trim_end_matches('.').rsplit([' ', ':']).next()?;
        digits.parse().ok().filter(|_| told)
    });
    // Whatever else it says must have somewhere to go.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    port.expect("a driver that starts says on which port")
}

fn capabilities(kind: Kind, proxy: u16, data: SiteData, folder: &Path) -> Value {
    let proxy = format!("127.0.0.1:{proxy}");
    let mut wanted = json!({
        "unhandledPromptBehavior": "ignore",
        "timeouts": { "script": 30_000, "pageLoad": 30_000 },
        "proxy": { "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy },
    });
    match kind {
        Kind::Chromium => {
            let mut arguments = vec![
                "--headless=new".to_owned(),
                format!("--user-data-dir={}", folder.join("profile").display()),
                // No hardware is needed, and none is the same everywhere.
                "--disable-gpu".to_owned(),
                "--disable-quic".to_owned(),
                // Shared memory of containers is small.
                "--disable-dev-shm-usage".to_owned(),
                "--no-first-run".to_owned(),
                "--disable-background-networking".to_owned(),
                "--disable-component-update".to_owned(),
                "--disable-sync".to_owned(),
                "--disable-breakpad".to_owned(),
                "--lang=en-US".to_owned(),
            ];
            // Chromium's sandbox refuses to run as root, and cannot run in most containers.
            if nix::unistd::geteuid().is_root() || std::env::var_os("CI").is_some() {
                arguments.push("--no-sandbox".to_owned());
            }
            wanted["goog:loggingPrefs"] = json!({ "browser": "ALL", "performance": "ALL" });
            wanted["goog:chromeOptions"] = json!({
                "binary": program("HEDDLE_CHROMIUM"),
                "args": arguments,
                "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
            });
        }
        Kind::Firefox => {
            wanted["moz:firefoxOptions"] = json!({
                "binary": program("HEDDLE_FIREFOX"),
                "args": ["-headless"],
                "prefs": {
                    "intl.accept_languages": "en-US, en",
                    // What it would ask its maker for; every such request would end in the trap.
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                },
            });
        }
    }
    if data == SiteData::Blocked {
        match kind {
            Kind::Chromium => {
                wanted["goog:chromeOptions"]["prefs"] = json!({ "profile.default_content_setting_values.cookies": 2 });
            }
            Kind::Firefox => wanted["moz:firefoxOptions"]["prefs"]["network.cookie.cookieBehavior"] = json!(2),
        }
    }
    wanted
}
