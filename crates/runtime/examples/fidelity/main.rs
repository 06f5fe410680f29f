//! How true the modelled machine is: the experiments that were measured on CPython 3.11, as programs
//! of the runtime. Prints one row as a line of JSON for each figure of `cpython-3.11.json`, and a
//! last one for the order of the pairs.
//!
//! A row holds where it is within 15 % (a ratio) or 25 % (a time or a rate) of the measured median,
//! or within what three measurements gave. A pair is two rows of one unit whose measurements do not
//! overlap: where they do, CPython itself shows no order, and the pair does not count. What is known
//! of a row that misses stands in `WHY`. It refuses to have a constant of its own: all are `Costs`.

mod convoy;
mod executors;
mod loops;
mod races;
mod runs;

use runs::Figure;
use serde_json::{Value, json};

/// Rows that miss, and the part of CPython that the model does not have.
const WHY: &[(&str, &str)] = &[(
    "queue.items_per_s.maxsize_100",
    "a queue is one operation here. In CPython it is a mutex and two conditions: a switch forced in the midst of an \
     operation leaves the mutex held, and the two threads then take turns item by item. That slows the queue without a \
     bound, whose switches are forced, and the constant for both is that of their mean",
)];

/// A figure that the model gives.
struct Row {
    name: String,
    /// The median over the seeds, and how far they lay apart.
    figure: Figure,
    unit: &'static str,
}

fn row(name: impl Into<String>, figure: Figure, unit: &'static str) -> Row {
    Row { name: name.into(), figure, unit }
}

/// How far a row may be from the measured one.
fn tolerance(unit: &str) -> f64 {
    if unit == "×" || unit == "of 1" { 0.15 } else { 0.25 }
}

fn main() {
    let reference: Value = serde_json::from_str(include_str!("cpython-3.11.json")).expect("the reference is JSON");
    let only: Option<String> = std::env::args().nth(1);
    let parts: [fn() -> Vec<Row>; 4] = [executors::rows, loops::rows, races::rows, convoy::rows];
    let rows = parts.into_iter().flat_map(|part| part());
    let mut compared = Vec::new();
    for Row { name, figure: Figure { median: value, spread }, unit } in rows {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let measured = &reference["rows"][&name];
        let figure = |key: &str| measured[key].as_f64();
        let (Some(median), Some(low), Some(high)) = (figure("median"), figure("low"), figure("high")) else {
            eprintln!("{name} was not measured");
            continue;
        };
        let off = if median == 0.0 { value.abs() } else { value / median - 1.0 };
        let holds = off.abs() <= tolerance(unit) || (low..=high).contains(&value);
        let line = json!({
            "bench": "fidelity", "row": name, "ours": value, "unit": unit, "spread": spread,
            "peer": "CPython 3.11", "peer_value": median,
            "ratio": if median == 0.0 { Value::Null } else { json!(value / median) },
            "goal": format!("within {} %", tolerance(unit) * 100.0), "holds": holds,
        });
        println!("{line}");
        if !holds && let Some((_, why)) = WHY.iter().find(|(row, _)| *row == name) {
            eprintln!("{name} misses: {why}.");
        }
        compared.push((unit, value, low, high, name));
    }
    println!("{}", order(&compared));
}

/// Of all pairs of one unit whose measurements do not overlap, how many the model puts in that order.
fn order(rows: &[(&'static str, f64, f64, f64, String)]) -> Value {
    let (mut pairs, mut right) = (0u32, 0u32);
    for (at, (unit, value, low, high, name)) in rows.iter().enumerate() {
        for (other_unit, other, other_low, other_high, other_name) in &rows[at + 1..] {
            if unit != other_unit || !(high < other_low || other_high < low) {
                continue;
            }
            pairs += 1;
            if (high < other_low) == (value < other) && value != other {
                right += 1;
            } else {
                eprintln!("the model has {name} and {other_name} the wrong way round");
            }
        }
    }
    json!({
        "bench": "fidelity", "row": "pairs in the right order", "ours": f64::from(right), "unit": "pairs",
        "peer": "CPython 3.11", "peer_value": f64::from(pairs), "ratio": f64::from(right) / f64::from(pairs.max(1)),
        "goal": "every pair", "holds": right == pairs,
    })
}
