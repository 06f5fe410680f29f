//! Small Python programs, one idea each (`tests/programs`): what they print, their traceback and exit status are
//! what CPython 3.11 printed when it was recorded, and, where `python3` is a 3.11, what it prints now.
//!
//! `RECORD=1 cargo test -p python --test programs` records anew: look at the difference before you commit it.

use python::alone::{self, Ended, World};
use python::{Tongue, compile};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

fn programs() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("the folder is part of the crate");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    files.sort();
    files
}

/// What a program came to, as it is kept beside it.
fn kept(out: &str, err: &str, status: i32) -> String {
    format!("status {status}\n--- stdout\n{out}--- stderr\n{err}")
}

#[derive(Default)]
struct Still {
    out: String,
    err: String,
    now: u64,
    slices: u32,
}

impl World for Still {
    fn print(&mut self, text: &str, is_err: bool) {
        if is_err { &mut self.err } else { &mut self.out }.push_str(text);
    }

    fn sleep(&mut self, nanos: u64) {
        self.now += nanos;
    }

    fn now(&mut self) -> u64 {
        self.now += 1000;
        self.now
    }

    fn line(&mut self) -> Option<String> {
        None
    }

    fn goes_on(&mut self) -> bool {
        self.slices += 1;
        self.slices < 2_000
    }
}

fn ours(source: &str) -> String {
    let program = match compile(source) {
        Ok(program) => program,
        Err(refusal) => return format!("refused: {}", refusal.sentence(Tongue::English)),
    };
    let mut world = Still::default();
    match alone::run(&program, &mut world) {
        Ended::Status(status) => kept(&world.out, &world.err, status),
        other => format!("{other:?}\n{}", kept(&world.out, &world.err, -1)),
    }
}

/// What CPython 3.11 says, where it is there.
fn theirs(file: &Path) -> Option<String> {
    let place = std::env::temp_dir().join(format!("heddle-python-{}", std::process::id()));
    std::fs::create_dir_all(&place).ok()?;
    let copy = place.join("program.py");
    std::fs::copy(file, &copy).ok()?;
    let output = Command::new("python3").arg(&copy).stdin(Stdio::null()).output().ok()?;
    let here = |text: &[u8]| String::from_utf8_lossy(text).replace(&copy.display().to_string(), "program.py");
    Some(kept(&here(&output.stdout), &here(&output.stderr), output.status.code()?))
}

fn is_311() -> bool {
    let asked = Command::new("python3").arg("--version").output();
    asked.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with("Python 3.11."))
}

#[test]
fn every_program_does_what_cpython_does() {
    let (there, record) = (is_311(), std::env::var_os("RECORD").is_some());
    let mut wrong = Vec::new();
    for file in programs() {
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&file).expect("a program can be read");
        let beside = file.with_extension("txt");
        if there {
            let now = theirs(&file).expect("CPython is there");
            if record {
                std::fs::write(&beside, &now).expect("the folder can be written");
            }
            let recorded = std::fs::read_to_string(&beside).unwrap_or_default();
            if now != recorded {
                wrong.push(format!("{name}: CPython says\n{now}\nand recorded is\n{recorded}"));
            }
        }
        let recorded = std::fs::read_to_string(&beside).unwrap_or_default();
        let got = ours(&source);
        if got != recorded {
            wrong.push(format!("{name}: we say\n{got}\nand recorded is\n{recorded}"));
        }
    }
    assert!(wrong.is_empty(), "{} programs differ:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn there_are_many() {
    assert!(programs().len() >= 100, "{}", programs().len());
}
