//! `./x python FILE`: runs a Python program here and now, with its output, traceback and exit status.
//!
//! For teachers, tests and curious people. What cannot be asked for yet is refused in words.

#![allow(clippy::disallowed_methods, reason = "this is a program of the developer's machine, which has a clock")]

use python::alone::{self, Ended, World};
use python::{Refusal, Tongue, compile};
use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match arguments(&words) {
        Ok(file) => run(&file),
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

const USAGE: &str = "\
./x python FILE [--mode sequential]
Runs a Python program: its output on stdout, its traceback on stderr, its exit status; 2 where it is refused.";

/// The file that is asked for, or what is wrong with the question.
fn arguments(words: &[String]) -> Result<String, String> {
    let mut file = None;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        match word.as_str() {
            "--mode" => {
                let mode = words.get(at).ok_or(format!("`--mode` needs a mode behind it.\n{USAGE}"))?;
                at += 1;
                match mode.as_str() {
                    "sequential" => {}
                    "gil" | "free" | "processes" | "event-loop" => {
                        return Err(format!("The mode `{mode}` cannot be asked for here yet."));
                    }
                    other => return Err(format!("There is no mode `{other}`.\n{USAGE}")),
                }
            }
            "--clock" | "--seed" | "--cores" | "--search" | "--json" => {
                return Err(format!("`{word}` cannot be asked for here yet."));
            }
            "--help" => return Err(USAGE.to_string()),
            other if other.starts_with("--") => return Err(format!("There is no option `{other}`.\n{USAGE}")),
            other if file.is_none() => file = Some(other.to_string()),
            other => return Err(format!("One program a call, but `{other}` was given as well.\n{USAGE}")),
        }
    }
    file.ok_or(USAGE.to_string())
}

fn run(file: &str) -> ExitCode {
    let source = match std::fs::read_to_string(file) {
        Ok(source) => source,
        Err(error) => {
            eprintln!("{file} cannot be read: {error}.");
            return ExitCode::from(2);
        }
    };
    let program = match compile(&source) {
        Ok(program) => program,
        Err(refusal) => {
            eprintln!("{}", told(file, &source, &refusal));
            return ExitCode::from(2);
        }
    };
    match alone::run(&program, &mut Here { begun: Instant::now() }) {
        Ended::Status(status) => u8::try_from(status).map_or(ExitCode::FAILURE, ExitCode::from),
        Ended::NeedsEngine => {
            eprintln!("This program asks for what only an engine can do: threads cannot be asked for here yet.");
            ExitCode::from(2)
        }
        Ended::Stopped => unreachable!("nobody stops it here"),
    }
}

/// The machine of who called.
struct Here {
    begun: Instant,
}

impl World for Here {
    fn print(&mut self, text: &str, is_err: bool) {
        if is_err {
            eprint!("{text}");
        } else {
            // Who does not listen any more does not miss it.
            let _ = std::io::stdout().write_all(text.as_bytes());
            let _ = std::io::stdout().flush();
        }
    }

    fn sleep(&mut self, nanos: u64) {
        std::thread::sleep(Duration::from_nanos(nanos));
    }

    fn now(&mut self) -> u64 {
        u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).unwrap_or(0);
        (read > 0).then(|| line.trim_end_matches('\n').to_string())
    }
}

/// `FILE:LINE:COLUMN: sentence`
fn told(file: &str, source: &str, refusal: &Refusal) -> String {
    let (line, column) = refusal.place(source);
    format!("{file}:{line}:{column}: {}", refusal.sentence(Tongue::English))
}
