//! Text that was changed at random never panics and never hangs, whether it is refused, fails or runs.

#![allow(clippy::disallowed_methods, reason = "a test that is bounded in time has a clock")]

use python::alone::{self, World};
use python::compile;
use std::path::Path;
use std::time::{Duration, Instant};

/// So long at most: a test that everybody runs must be short.
const PATIENCE: Duration = Duration::from_secs(8);

struct Nothing {
    slices: u32,
    now: u64,
}

impl World for Nothing {
    fn print(&mut self, _: &str, _: bool) {}
    fn sleep(&mut self, nanos: u64) {
        self.now += nanos;
    }
    fn now(&mut self) -> u64 {
        self.now += 1_000;
        self.now
    }
    fn line(&mut self) -> Option<String> {
        None
    }
    fn goes_on(&mut self) -> bool {
        self.slices += 1;
        self.slices < 3
    }
}

/// Numbers that are the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("thirty-one bits") % end.max(1)
    }
}

fn changed(sources: &[String], chance: &mut Chance) -> String {
    let mut lines: Vec<String> = sources[chance.below(sources.len())].lines().map(str::to_string).collect();
    for _ in 0..=chance.below(3) {
        let at = chance.below(lines.len());
        match chance.below(5) {
            0 if !lines.is_empty() => {
                lines.remove(at);
            }
            1 => {
                let other = &sources[chance.below(sources.len())];
                let line = other.lines().nth(chance.below(40)).unwrap_or("pass").to_string();
                lines.insert(at, line);
            }
            2 => lines.swap(at, 0),
            _ if !lines.is_empty() => {
                let mut line: Vec<char> = lines[at].chars().collect();
                let place = chance.below(line.len() + 1);
                let new = ['(', ')', '[', ':', '=', '*', ' ', '0', 'x', '\'', '{', '}', '.', ',', '-', '@', 'é'];
                if chance.below(2) == 0 && place < line.len() {
                    line.remove(place);
                } else {
                    line.insert(place, new[chance.below(new.len())]);
                }
                lines[at] = line.into_iter().collect();
            }
            _ => {}
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n")
}

#[test]
fn changed_text_is_refused_or_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is part of the crate")
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    files.sort();
    let sources: Vec<String> =
        files.iter().map(|file| std::fs::read_to_string(file).expect("a program can be read")).collect();
    let (began, mut chance, mut done) = (Instant::now(), Chance(7), 0_u32);
    while began.elapsed() < PATIENCE {
        let text = changed(&sources, &mut chance);
        // What panics is to be seen with its text.
        let ran = std::panic::catch_unwind(|| {
            if let Ok(program) = compile(&text) {
                alone::run(&program, &mut Nothing { slices: 0, now: 0 });
            }
        });
        assert!(ran.is_ok(), "this panics:\n{text}");
        done += 1;
    }
    assert!(done > 20, "only {done} in {PATIENCE:?}");
}
