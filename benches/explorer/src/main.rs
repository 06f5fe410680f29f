//! How long an exhaustive search takes: the explorer beside interweave and Loom, one process, the same
//! programs, taking turns. Prints one line of JSON for each row; `./x bench explorer` reads them.
//!
//! It refuses to compare what a peer does not finish: Loom gets the small programs only.

mod families;
mod ours;
mod peers;

use serde_json::json;
use std::time::{Duration, Instant};

/// How many tasks, how often each loads and then stores one cell, and how many executions are optimal.
const PROGRAMS: &[(u32, u32, u64)] = &[(2, 1, 4), (2, 2, 34), (2, 3, 328), (3, 1, 36), (2, 4, 3_334), (3, 2, 7_134)];

/// What Loom finishes in seconds.
const FOR_LOOM: &[(u32, u32)] = &[(2, 1), (2, 2), (2, 3), (3, 1)];

/// For how long each side of a row is measured.
const SPAN: Duration = Duration::from_millis(800);

fn main() {
    for &(tasks, times, optimal) in PROGRAMS {
        let name = format!("n={tasks} k={times}");
        let seen = ours::executions(tasks, times);
        count(&name, seen, optimal, "optimal (interweave agrees)");
        let ours = || ours::exhaust(tasks, times);
        let theirs = || assert_eq!(peers::interweave(tasks, times), optimal);
        compare(&name, "interweave 0.1.1", 0.2, ours, theirs);
        if FOR_LOOM.contains(&(tasks, times)) {
            compare(&name, "Loom 0.7.2", 0.01, ours, || peers::loom(tasks, times));
        }
        rate(&name, seen, ours);
        span(&name, "time to exhaust and to shorten every schedule", || ours::finish(tasks, times));
    }
    for family in families::counts() {
        count(&family.name, family.executions, family.optimal, family.source);
    }
}

fn count(name: &str, seen: u64, optimal: u64, source: &str) {
    let row = json!({
        "bench": "explorer", "row": format!("{name}: executions"), "ours": seen, "unit": "executions",
        "peer": source, "peer_value": optimal, "ratio": seen as f64 / optimal as f64,
        "goal": "no more than optimal", "holds": seen <= optimal,
    });
    println!("{row}");
}

/// Prints the median of each side, in microseconds, and of how they compare in each round.
fn compare(name: &str, peer: &str, goal: f64, ours: impl Fn(), theirs: impl Fn()) {
    let mut rounds = Vec::new();
    let begun = Instant::now();
    while rounds.len() < 3 || begun.elapsed() < SPAN * 2 {
        rounds.push((micros(&ours), micros(&theirs)));
    }
    let mine = quartiles(rounds.iter().map(|round| round.0).collect());
    let peers = quartiles(rounds.iter().map(|round| round.1).collect());
    let ratio = mine[1] / peers[1];
    let row = json!({
        "bench": "explorer", "row": format!("{name}: time to exhaust"), "ours": mine[1], "unit": "µs",
        "spread": mine[2] - mine[0], "peer": peer, "peer_value": peers[1], "ratio": ratio,
        "goal": format!("at most {goal}"), "holds": ratio <= goal,
    });
    println!("{row}");
}

fn rate(name: &str, executions: u64, ours: impl Fn()) {
    let mut rates = Vec::new();
    let begun = Instant::now();
    while rates.len() < 3 || begun.elapsed() < SPAN {
        rates.push(executions as f64 / micros(&ours) * 1e6);
    }
    let rates = quartiles(rates);
    let row = json!({
        "bench": "explorer", "row": format!("{name}: executions a second"), "ours": rates[1], "unit": "1/s",
        "spread": rates[2] - rates[0],
    });
    println!("{row}");
}

/// Prints the median time of this, in microseconds, beside nobody's.
fn span(name: &str, what: &str, work: impl Fn()) {
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < 3 || begun.elapsed() < SPAN / 2 {
        times.push(micros(&work));
    }
    let times = quartiles(times);
    let row = json!({
        "bench": "explorer", "row": format!("{name}: {what}"), "ours": times[1], "unit": "µs",
        "spread": times[2] - times[0],
    });
    println!("{row}");
}

fn micros(work: &impl Fn()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e6
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}
