//! How near the measured engines are to CPython: the convoy under the GIL, and what it brings to do
//! tasks together. What was measured there is read from its file; it refuses to know a figure itself.

use crate::conductor::Conductor;
use crate::row::Row;
use e2e::Kind;
use serde_json::{Value, json};

/// How far a latency may be from CPython's.
const WITHIN: f64 = 0.25;

/// How often each is measured.
const TIMES: usize = 5;

/// What CPython took: the middle, the least and the most of three measurements.
struct Reference {
    median: f64,
    low: f64,
    high: f64,
}

fn cpython(row: &str) -> Reference {
    let file = include_str!("../../../crates/runtime/examples/fidelity/cpython-3.11.json");
    let all: Value = serde_json::from_str(file).expect("the reference is JSON");
    let figure = |name: &str| all["rows"][row][name].as_f64().expect("the row was measured");
    Reference { median: figure("median"), low: figure("low"), high: figure("high") }
}

/// Measures and prints all of them in this browser.
pub(crate) fn print(kind: Kind) {
    let mut page = Conductor::start(kind);
    for threads in [0, 1, 2, 4] {
        let row = format!("convoy.sleep1ms_actual_ms.cpu_threads_{threads}");
        let slept = samples(|| page.measure(&format!("sleep:{threads}:5000:100")) / 1e6);
        latency(kind, &row, &slept).near(WITHIN).print();
    }
    // As many trips as there; more where they are short, for the middle of few is anywhere.
    for (interval, switch, trips) in [(5_000, "0.005", 100), (500, "0.0005", 400)] {
        for threads in [0, 1, 2] {
            let row = format!("convoy.echo_roundtrip_ms.cpu_threads_{threads}.switch_{switch}");
            let trips = samples(|| page.measure(&format!("echo:{threads}:{interval}:{trips}")) / 1e6);
            let latency = latency(kind, &row, &trips);
            // Beside none it is the calls into the operating system that take time: there are none.
            if threads == 0 { latency.print() } else { latency.near(WITHIN).print() }
        }
    }
    speedups(&mut page, kind);
}

fn samples(once: impl FnMut() -> f64) -> Vec<f64> {
    std::iter::repeat_with(once).take(TIMES).collect()
}

fn latency(kind: Kind, row: &str, values: &[f64]) -> Row {
    Row::of("fidelity", kind, &format!("measured: {row}"), "ms", values).against("CPython 3.11", &[cpython(row).median])
}

/// How many times as fast tasks are together, and whether the ways are in CPython's order.
fn speedups(page: &mut Conductor, kind: Kind) {
    let mut all: Vec<(&str, String, f64, Reference)> = Vec::new();
    for sort in ["cpu", "native", "io"] {
        let mut measure = |way: &str, words: &str, row: String| {
            if sort == "native" {
                // A pool keeps the size it was first asked for.
                page.boot();
            }
            let values = samples(|| page.measure(&format!("together:{sort}:{words}")));
            let theirs = cpython(&row);
            let name = format!("measured: {row}");
            Row::of("fidelity", kind, &name, "×", &values).against("CPython 3.11", &[theirs.median]).print();
            all.push((sort, way.to_owned(), middle(&values), theirs));
        };
        for tasks in [2, 4, 8] {
            let row = format!("{sort}.threads.{tasks}.speedup");
            measure(&format!("threads {tasks}"), &format!("threads:{tasks}"), row);
        }
        for tasks in [2, 4] {
            let row = format!("{sort}.processes.{tasks}.speedup_warm");
            measure(&format!("processes {tasks}"), &format!("processes:{tasks}"), row);
        }
        if sort == "io" {
            measure("loop 8", "loop:8", "io.asyncio.8.speedup".to_owned());
        }
    }
    order(kind, &all);
}

/// Of the pairs that share the sort of work or the way, and that CPython puts in an order beyond its
/// own spread, how many are in that order here.
fn order(kind: Kind, all: &[(&str, String, f64, Reference)]) {
    let (mut pairs, mut right) = (0u32, 0u32);
    for (at, (sort, way, ours, theirs)) in all.iter().enumerate() {
        for (other_sort, other_way, other, reference) in &all[at + 1..] {
            let apart = theirs.high < reference.low || reference.high < theirs.low;
            if !apart || (sort != other_sort && way != other_way) {
                continue;
            }
            pairs += 1;
            if (theirs.high < reference.low) == (ours < other) {
                right += 1;
            } else {
                eprintln!(
                    "{}: {sort} {way} ({ours:.2}) and {other_sort} {other_way} ({other:.2}) are the wrong way round",
                    kind.id()
                );
            }
        }
    }
    let row = json!({
        "bench": "fidelity", "row": format!("{}: measured: pairs of speed-ups in the right order", kind.id()),
        "ours": right, "unit": "pairs", "peer": "CPython 3.11", "peer_value": pairs,
        "ratio": f64::from(right) / f64::from(pairs.max(1)), "goal": "every pair", "holds": right == pairs,
    });
    println!("{row}");
}

fn middle(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
