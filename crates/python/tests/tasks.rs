//! Programs with threads (`tests/tasks`) and with processes (`tests/processes`) whose output is determined: on the
//! modelled machine, under each rule, they print what CPython 3.11 printed when it was recorded.
//!
//! `RECORD=1 cargo test -p python --test tasks` records anew. Frames of `threading.py` and its like are CPython's
//! own: ours are not told of, so they are left out of what is recorded.

use model::{Event, Mode, Name, Verdict};
use python::drive::{self, Told};
use python::{Tongue, compile};
use runtime::Recorder;
use runtime::machine::{Machine, MachineConfig};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder is part of the crate");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    files.sort();
    files
}

fn kept(out: &str, err: &str, status: i32) -> String {
    format!("status {status}\n--- stdout\n{out}--- stderr\n{err}")
}

#[derive(Default)]
struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

fn ours(source: &str, mode: Mode) -> String {
    let program = match compile(source) {
        Ok(program) => Arc::new(program),
        Err(refusal) => return format!("refused: {}", refusal.sentence(Tongue::English)),
    };
    let told: Arc<Mutex<Told>> = Arc::default();
    let teller = told.clone();
    let main = move |cx| -> Pin<Box<dyn Future<Output = Verdict>>> {
        Box::pin(drive::program(cx, program.clone(), Some(teller.clone())))
    };
    let ending = Machine::new(MachineConfig::new(mode), Rc::new(Silent), main).run();
    let told = told.lock().expect("nobody has it any more");
    match told.status {
        Some(status) => kept(&told.out, &told.err, status),
        None => format!("{ending:?}\n{}", kept(&told.out, &told.err, -1)),
    }
}

/// What CPython says, without the frames of its own library.
fn theirs(folder: &str, file: &Path) -> Option<String> {
    let place = std::env::temp_dir().join(format!("heddle-{folder}-{}", std::process::id()));
    std::fs::create_dir_all(&place).ok()?;
    let copy = place.join("program.py");
    std::fs::copy(file, &copy).ok()?;
    let output = Command::new("python3").arg(&copy).stdin(Stdio::null()).output().ok()?;
    let err = String::from_utf8_lossy(&output.stderr).replace(&copy.display().to_string(), "program.py");
    let mut lines: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in err.lines() {
        if line.starts_with("  File \"") {
            inside = ["/lib/python3.11/", "<frozen runpy>", "<string>"].iter().any(|part| line.contains(part));
        } else if !line.starts_with("    ") {
            inside = false;
        }
        if !inside {
            lines.push(line);
        }
    }
    let err: String = lines.iter().map(|line| format!("{line}\n")).collect();
    Some(kept(&String::from_utf8_lossy(&output.stdout), &err, output.status.code()?))
}

fn is_311() -> bool {
    let asked = Command::new("python3").arg("--version").output();
    asked.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with("Python 3.11."))
}

#[test]
fn every_program_with_threads_does_what_cpython_does_under_every_rule() {
    hold("tasks");
}

#[test]
fn every_program_with_processes_does_what_cpython_does_under_every_rule() {
    hold("processes");
}

fn hold(folder: &str) {
    let (there, record) = (is_311(), std::env::var_os("RECORD").is_some());
    let mut wrong = Vec::new();
    for file in programs(folder) {
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&file).expect("a program can be read");
        let beside = file.with_extension("txt");
        if there {
            let now = theirs(folder, &file).expect("CPython is there");
            if record {
                std::fs::write(&beside, &now).expect("the folder can be written");
            }
            let recorded = std::fs::read_to_string(&beside).unwrap_or_default();
            if now != recorded {
                wrong.push(format!("{name}: CPython says\n{now}\nand recorded is\n{recorded}"));
            }
        }
        let recorded = std::fs::read_to_string(&beside).unwrap_or_default();
        // One after the other is no way to do what threads wait for each other in.
        let alternates = source.starts_with("# Threads wait for each other here.");
        for mode in [Mode::Sequential, Mode::Gil, Mode::Free] {
            if alternates && mode == Mode::Sequential {
                continue;
            }
            let got = ours(&source, mode);
            if got != recorded {
                wrong.push(format!("{name} under {mode:?}: we say\n{got}\nand recorded is\n{recorded}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} programs differ:\n\n{}", wrong.len(), wrong.join("\n\n"));
}
