//! `bench python`: programs of Python on our interpreter and on this machine's CPython 3.11, one after the other in turn.
//!
//! A program of `crates/python/benches` has a function `main`, whose result both must agree on; the time is that of
//! one call, by the program's own clock.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Row, programs};
use crate::project;

/// So many runs of each.
const RUNS: usize = 7;

/// The goal of a program, as a part of CPython's time.
const PROGRAMS: &[(&str, f64)] = &[
    ("primes", 0.85),
    ("squares", 0.85),
    ("containers", 0.85),
    ("fib", 0.85),
    ("classes", 1.3),
    ("strings", 1.3),
    ("generators", 1.3),
    ("exceptions", 1.3),
];

/// How many of them are loops, whose mean has a goal of its own.
const LOOPS: usize = 4;
const MEAN: f64 = 0.6;

const TAIL: &str = "
import time
begun = time.perf_counter()
result = main()
print(result, (time.perf_counter() - begun) * 1000)
";

/// All of them, and how long a program takes to begin.
pub(crate) fn rows() -> Result<Vec<Row>> {
    let built =
        project::cargo().args(["build", "--release", "--quiet", "--package", "python", "--bin", "python"]).status();
    if !built.context("cargo cannot be run.")?.success() {
        bail!("Our interpreter could not be built.");
    }
    let ours = project::root().join("target").join("release").join("python");
    let version = Command::new("python3").arg("--version").output().context("There is no python3 to compare with.")?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    if !version.starts_with("Python 3.11.") {
        bail!("It is CPython 3.11 that is compared with, and python3 is {version}.");
    }
    let place = std::env::temp_dir().join(format!("heddle-bench-python-{}", std::process::id()));
    std::fs::create_dir_all(&place)?;
    let mut rows = Vec::new();
    for (name, goal) in PROGRAMS {
        rows.push(program(name, *goal, &ours, &version, &place)?);
    }
    let ratios = rows[..LOOPS].iter().filter_map(|row| row.ratio);
    let mean = (ratios.map(f64::ln).sum::<f64>() / LOOPS as f64).exp();
    rows.push(Row {
        bench: "python".to_owned(),
        row: "the four loops, geometric mean".to_owned(),
        ours: mean,
        unit: "of its time".to_owned(),
        spread: 0.0,
        peer: Some(version),
        peer_value: Some(1.0),
        ratio: Some(mean),
        goal: Some(format!("at most {MEAN}")),
        holds: Some(mean <= MEAN),
    });
    std::fs::remove_dir_all(&place)?;
    rows.extend(programs::beginning()?);
    Ok(rows)
}

fn program(name: &str, goal: f64, ours: &Path, version: &str, place: &Path) -> Result<Row> {
    let source = project::root().join("crates").join("python").join("benches").join(format!("{name}.py"));
    let text = std::fs::read_to_string(&source).with_context(|| format!("{} cannot be read", source.display()))?;
    let file = place.join("program.py");
    std::fs::write(&file, text + TAIL)?;
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (result, time) = run(ours, &file)?;
        let (expected, peer) = run(&PathBuf::from("python3"), &file)?;
        if result != expected {
            bail!("{name}: ours says {result}, and CPython {expected}.");
        }
        mine.push(time);
        theirs.push(peer);
    }
    let (value, spread) = middle(mine);
    let (peer, _) = middle(theirs);
    let ratio = value / peer;
    Ok(Row {
        bench: "python".to_owned(),
        row: name.to_owned(),
        ours: value,
        unit: "ms".to_owned(),
        spread,
        peer: Some(version.to_owned()),
        peer_value: Some(peer),
        ratio: Some(ratio),
        goal: Some(format!("at most {goal}")),
        holds: Some(ratio <= goal),
    })
}

/// What the program printed: its result, and milliseconds.
fn run(python: &Path, file: &Path) -> Result<(String, f64)> {
    let output =
        Command::new(python).arg(file).output().with_context(|| format!("{} cannot be run", python.display()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let (result, time) = said.trim().rsplit_once(' ').with_context(|| {
        format!("{} printed no time: {}", python.display(), String::from_utf8_lossy(&output.stderr))
    })?;
    Ok((result.to_owned(), time.parse().context("a time is a number")?))
}

/// The median, and the third quartile less the first.
fn middle(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 3 / 4] - times[times.len() / 4])
}
