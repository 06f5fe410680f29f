//! `./x serve` as somebody at a terminal has it: started, read, and ended by Ctrl-C.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use e2e::{USUAL, until};
use nix::sys::signal::{SIGINT, SIGKILL, Signal, killpg};
use nix::unistd::Pid;

/// Longer than a first build on a busy machine.
const BUILD: Duration = Duration::from_secs(1200);

/// It runs until it is interrupted, or dropped.
pub(crate) struct Served {
    child: Child,
    said: Arc<Mutex<String>>,
    /// Each ends when everybody who could write there has ended: the child and all it started.
    readers: Vec<JoinHandle<()>>,
}

impl Served {
    /// Once it says that the page is there.
    pub(crate) fn at_the_page(port: u16) -> Served {
        Served::once(port, "(Ctrl-C ends it)")
    }

    /// As soon as it begins to build.
    pub(crate) fn building(port: u16) -> Served {
        Served::once(port, "Building the page")
    }

    fn once(port: u16, words: &str) -> Served {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in a folder of the root");
        let mut child = Command::new(root.join("x"))
            .args(["serve", "--port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("the repository has its ./x");
        let said = Arc::new(Mutex::new(String::new()));
        let readers = [child.stdout.take().map(boxed), child.stderr.take().map(boxed)]
            .into_iter()
            .flatten()
            .map(|output| read(output, said.clone()))
            .collect();
        let mut served = Served { child, said, readers };
        until(words, BUILD, || {
            let ended = served.child.try_wait().expect("it is our child");
            let said = served.said();
            assert!(ended.is_none() && !said.contains("did not build"), "{said}");
            said.contains(words).then_some(())
        });
        served
    }

    /// All it said so far.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where it says the page is.
    pub(crate) fn address(&self) -> String {
        let said = self.said();
        let address = said.split_once("Heddle is at ").and_then(|(_, rest)| rest.split_whitespace().next());
        address.unwrap_or_else(|| panic!("./x serve gave no address:\n{said}")).to_owned()
    }

    /// Presses Ctrl-C, and waits until nothing of it is left.
    #[track_caller]
    pub(crate) fn interrupt(&mut self) {
        self.signal(SIGINT);
        until("everything ./x serve started to end", USUAL, || {
            let has_ended = self.child.try_wait().expect("it is our child").is_some();
            (has_ended && self.readers.iter().all(JoinHandle::is_finished)).then_some(())
        });
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.child.id()).expect("a process id is small");
        // An error means that the group is gone, which is what we want.
        killpg(Pid::from_raw(group), signal).ok();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // Politely first: only so does it end what has groups of its own.
            self.signal(SIGINT);
            std::thread::sleep(Duration::from_secs(1));
            self.signal(SIGKILL);
            self.child.wait().ok();
        }
    }
}

fn boxed(output: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    Box::new(output)
}

fn read(mut output: Box<dyn Read + Send>, said: Arc<Mutex<String>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            let text = String::from_utf8_lossy(&bytes[..count]);
            said.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
        }
    })
}
