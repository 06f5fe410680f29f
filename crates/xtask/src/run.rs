//! Runs other programs, and sees to it that none of them outlives us.
//!
//! Every child gets a process group of its own. A signal that would end us (Ctrl-C, SIGTERM, a
//! closed terminal) ends each group first: Trunk's cargo and its compilers are then gone too, not
//! only Trunk. Nothing here can help when we are killed outright.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// The process groups of the children that run now.
static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Set once a signal has come.
static ENDING: AtomicBool = AtomicBool::new(false);

/// To be called once, at the start.
pub(crate) fn end_children_with_us() {
    ctrlc::set_handler(|| {
        ENDING.store(true, Ordering::SeqCst);
        let groups = GROUPS.lock().map(|groups| groups.clone()).unwrap_or_default();
        for &group in &groups {
            signal_group(group, Signal::Ask);
        }
        // Enough for a browser to close its files; whoever is still there after that hangs.
        std::thread::sleep(Duration::from_millis(500));
        for &group in &groups {
            signal_group(group, Signal::Kill);
        }
        std::process::exit(130);
    })
    .expect("the handler is set once, at the start");
}

/// Where a signal is ending us, waits for that: a child that fails now fails because of it, which is
/// nothing to complain about.
pub(crate) fn settle() {
    while ENDING.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A child that runs beside us; its whole group ends when this is dropped.
pub(crate) struct Running {
    child: Child,
}

impl Running {
    /// Starts `command`.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn().with_context(|| format!("cannot run {}", words(command)))?;
        if let Ok(mut groups) = GROUPS.lock() {
            groups.push(child.id());
        }
        Ok(Self { child })
    }

    /// Waits for its end; true when it went well.
    pub(crate) fn wait(&mut self) -> Result<bool> {
        Ok(self.child.wait()?.success())
    }

    /// Whether it has ended already.
    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let id = self.child.id();
        if matches!(self.child.try_wait(), Ok(None)) {
            signal_group(id, Signal::Ask);
            std::thread::sleep(Duration::from_millis(200));
            signal_group(id, Signal::Kill);
            // It is gone or about to be; there is nobody left to tell of an error.
            drop(self.child.wait());
        }
        if let Ok(mut groups) = GROUPS.lock() {
            groups.retain(|group| *group != id);
        }
    }
}

/// Runs `command` to its end; an error when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    if !Running::start(command)?.wait()? {
        bail!("This failed: {}", words(command));
    }
    Ok(())
}

/// Runs `command` to its end, an error when it fails; or ends it and gives false, when after a line that begins
/// with `asks` none that begins with `answers` comes for so long.
pub(crate) fn run_unless_stuck(command: &mut Command, asks: &str, answers: &str, patience: Duration) -> Result<bool> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    let printed = running.child.stdout.take().expect("it was asked for a line above");
    let (tell, lines) = mpsc::channel();
    // Ends with the child: at the end of what it prints.
    std::thread::spawn(move || {
        BufReader::new(printed).lines().map_while(Result::ok).try_for_each(|line| tell.send(line))
    });
    let mut asked = false;
    loop {
        let line = match lines.recv_timeout(patience) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) if asked => return Ok(false),
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        println!("{line}");
        asked = (asked || line.starts_with(asks)) && !line.starts_with(answers);
    }
    if !running.wait()? {
        bail!("This failed: {}", words(command));
    }
    Ok(true)
}

/// Runs `command` to its end and gives what it printed, while its complaints go to the terminal; an
/// error when it fails.
pub(crate) fn told(command: &mut Command) -> Result<String> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    let mut told = String::new();
    let mut printed = running.child.stdout.take().expect("it was asked for a line above");
    printed.read_to_string(&mut told)?;
    if !running.wait()? {
        bail!("This failed: {}", words(command));
    }
    Ok(told)
}

/// Runs a short `command` to its end and gives what it printed; an error when it fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {}", words(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("This failed: {}\n{}", words(command), said.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A command's words as one would type them, for messages.
fn words(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    std::iter::once(program.file_name().unwrap_or(program.as_os_str()))
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

enum Signal {
    Ask,
    Kill,
}

#[cfg(unix)]
fn signal_group(group: u32, signal: Signal) {
    let signal = match signal {
        Signal::Ask => nix::sys::signal::SIGTERM,
        Signal::Kill => nix::sys::signal::SIGKILL,
    };
    let Ok(group) = i32::try_from(group) else {
        return;
    };
    // An error means that the group is gone, which is what we want.
    let _ = nix::sys::signal::killpg(nix::unistd::Pid::from_raw(group), signal);
}

/// Elsewhere a child gets the terminal's Ctrl-C itself.
#[cfg(not(unix))]
fn signal_group(_group: u32, _signal: Signal) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn is_answered(script: &str) -> Result<bool> {
        run_unless_stuck(Command::new("sh").args(["-c", script]), "asks", "answers", Duration::from_millis(300))
    }

    #[test]
    fn who_waits_in_vain_is_ended_and_nobody_else() {
        assert!(is_answered("echo other; sleep 1; echo asks; echo answers; sleep 1").unwrap_or_default());
        assert!(!is_answered("echo asks; sleep 60; echo answers").unwrap_or(true));
        assert!(is_answered("echo asks; echo answers; exit 1").is_err());
    }
}
