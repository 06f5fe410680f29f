//! The one entrance to everything a developer does with Heddle. One file a command; this one only
//! reads the first word and hands over.

mod ahead;
mod bench;
mod browsers;
mod content;
mod debian;
mod dist;
mod metadata;
mod project;
mod python;
mod run;
mod serve;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
./x serve [--port N]            build the page and serve it on this machine, rebuilding on every change
./x test [LEVEL [WORD]]         everything, cheapest first, or one level: tidy, native, workers, e2e;
                                or of it only the tests whose names contain the word
./x bench [NAME] [--json FILE]  measure ours and the peers in one go, and print a table
./x python FILE [OPTIONS]       run a Python program on our own interpreter; --help says how
./x dist                        write dist/, a folder that any static host can serve at any path
./x tidy                        formatting, lints, and the rules of ARCHITECTURE.md
./x tools                       install the pinned tools and print the line that puts them on PATH
./x help                        this text

The first run of a command installs what it needs, says so, and takes minutes; later runs do not.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    run::end_children_with_us();
    let outcome = command(&words);
    run::settle();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // From what went wrong to what one was about: the last line says what to do.
            eprintln!();
            for sentence in error.chain().rev() {
                eprintln!("{sentence}");
            }
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Result<()> {
    let (name, rest) = words.split_first().unwrap_or((&"help", &[]));
    match *name {
        "serve" => serve::serve(rest),
        "test" => test::test(rest),
        "bench" => bench::bench(rest),
        "python" => python::python(rest),
        "dist" => none(rest).and_then(|()| dist::dist(bench::size::print)),
        "tidy" => none(rest).and_then(|()| tidy::tidy()),
        "tools" => none(rest).and_then(|()| tools::install_all()),
        // Called by Trunk's hook, not by people.
        "content" => none(rest).and_then(|()| content::content()),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("There is no command `{other}`.\n\n{HELP}"),
    }
}

fn none(rest: &[&str]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(word) => bail!("This command takes nothing more, but was given `{word}`."),
    }
}
