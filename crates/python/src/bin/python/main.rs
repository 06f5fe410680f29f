//! `./x python FILE`: runs a Python program here and now, with its output, traceback and exit status.
//!
//! For teachers, tests and curious people: alone, on the modelled machine, or in a search. What cannot be asked for yet is refused in words.

#![allow(clippy::disallowed_methods, reason = "this is a program of the developer's machine, which has a clock")]

mod engine;

use model::Mode;
use python::alone::{self, Ended, World};
use python::{Refusal, Tongue, compile, drive};
use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match options(&words) {
        Ok(options) => run(&options),
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

const USAGE: &str = "\
./x python FILE [--mode sequential|gil|free|processes|event-loop] [--clock modelled] [--seed N] [--cores N] [--search]
Runs a Python program: its output on stdout, its traceback on stderr, its exit status; 2 where it is refused.
A mode with threads runs on the modelled machine, in virtual time. --search tries every interleaving, and prints
what can come out as JSON.";

/// What was asked for.
struct Options {
    file: String,
    /// Whether a mode was named; none stands for the plain one, but for a program that needs more.
    names_mode: bool,
    mode: Option<Mode>,
    seed: u64,
    cores: u8,
    search: bool,
}

/// What is asked for, or what is wrong with the question.
fn options(words: &[String]) -> Result<Options, String> {
    let mut options = Options { file: String::new(), names_mode: false, mode: None, seed: 0, cores: 2, search: false };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut behind = || words.next().ok_or(format!("`{word}` needs something behind it.\n{USAGE}"));
        match word.as_str() {
            "--mode" => {
                options.names_mode = true;
                options.mode = match behind()?.as_str() {
                    "sequential" => None,
                    "gil" => Some(Mode::Gil),
                    "free" => Some(Mode::Free),
                    "processes" => Some(drive::rule(Mode::Processes)),
                    "event-loop" => Some(drive::rule(Mode::EventLoop)),
                    other => return Err(format!("There is no mode `{other}`.\n{USAGE}")),
                };
            }
            "--clock" => match behind()?.as_str() {
                "modelled" => {}
                "measured" => return Err("The measured clock cannot be asked for here yet.".to_string()),
                other => return Err(format!("There is no clock `{other}`.\n{USAGE}")),
            },
            "--seed" => options.seed = number(word, behind()?)?,
            "--cores" => {
                let cores: u8 = number(word, behind()?)?;
                options.cores = cores.max(1);
            }
            "--search" => options.search = true,
            "--json" if options.search => {}
            "--json" => return Err("`--json` cannot be asked for without `--search` yet.".to_string()),
            "--help" => return Err(USAGE.to_string()),
            other if other.starts_with("--") => return Err(format!("There is no option `{other}`.\n{USAGE}")),
            other if options.file.is_empty() => options.file = other.to_string(),
            other => return Err(format!("One program a call, but `{other}` was given as well.\n{USAGE}")),
        }
    }
    if options.file.is_empty() { Err(USAGE.to_string()) } else { Ok(options) }
}

fn number<N: std::str::FromStr>(option: &str, word: &str) -> Result<N, String> {
    word.parse().map_err(|_| format!("`{option}` needs a number, and `{word}` is none that fits.\n{USAGE}"))
}

fn run(options: &Options) -> ExitCode {
    let file = &options.file;
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
    if options.search {
        engine::search(program);
        return ExitCode::SUCCESS;
    }
    let needs = match (options.names_mode, program.has_processes() || program.speaks_of_threads()) {
        (_, false) => None,
        (false, true) => Some(Mode::Gil),
        (true, true) => Some(Mode::Sequential),
    };
    if let Some(mode) = options.mode.or(needs) {
        return engine::modelled(program, mode, options.seed, options.cores);
    }
    match alone::run(&program, &mut Here { begun: Instant::now() }) {
        Ended::Status(status) => u8::try_from(status).map_or(ExitCode::FAILURE, ExitCode::from),
        Ended::NeedsEngine => {
            eprintln!("This program waits for others, and it was run alone. Ask for `--mode gil`.");
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
