//! How long a program of 40 lines takes to be parsed, compiled and begun: a row for `./x bench python`.

#![allow(clippy::disallowed_methods, reason = "a bench has a clock")]

use python::alone::{self, World};
use std::time::Instant;

const PROGRAM: &str = include_str!("../benches/forty_lines.py");
const RUNS: usize = 41;

#[derive(Default)]
struct Still;

impl World for Still {
    fn print(&mut self, _: &str, _: bool) {}

    fn sleep(&mut self, _: u64) {}

    fn now(&mut self) -> u64 {
        0
    }

    fn line(&mut self) -> Option<String> {
        None
    }
}

fn main() {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            let program = python::compile(PROGRAM).expect("the program of the bench is right");
            alone::run(&program, &mut Still);
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    // The first also reads what every program begins from.
    let first = times.remove(0);
    times.sort_by(f64::total_cmp);
    let (middle, spread) = (times[times.len() / 2], times[times.len() * 3 / 4] - times[times.len() / 4]);
    for (row, value, spread) in
        [("40 lines, parsed, compiled and run", middle, spread), ("the same, the first time", first, 0.0)]
    {
        println!(
            "{{\"bench\": \"python\", \"row\": \"{row}\", \"ours\": {value}, \"unit\": \"ms\", \"spread\": {spread}, \"goal\": \"under 5 in the page\"}}"
        );
    }
}
