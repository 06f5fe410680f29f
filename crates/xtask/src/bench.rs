//! `bench`: runs benches and prints their rows. One file a bench, which gives rows; this one knows
//! nothing of what they measure.

mod programs;
mod python;
pub(crate) mod size;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// One figure, with what it is compared to. The same shape as a row of the JSON file, and as a line
/// that a measuring program prints (see [`programs`]).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) bench: String,
    pub(crate) row: String,
    /// The median of several runs, in `unit`.
    pub(crate) ours: f64,
    pub(crate) unit: String,
    /// How far the runs lay apart, in `unit`: the third quartile less the first. Zero for what does
    /// not vary.
    #[serde(default)]
    pub(crate) spread: f64,
    /// Whom we are compared to.
    #[serde(default)]
    pub(crate) peer: Option<String>,
    #[serde(default)]
    pub(crate) peer_value: Option<f64>,
    /// Ours through the peer's.
    #[serde(default)]
    pub(crate) ratio: Option<f64>,
    /// The goal as the issue states it.
    #[serde(default)]
    pub(crate) goal: Option<String>,
    /// Whether the goal is met; none where there is no goal.
    #[serde(default)]
    pub(crate) holds: Option<bool>,
}

struct Bench {
    name: &'static str,
    run: fn() -> Result<Vec<Row>>,
}

const BENCHES: &[Bench] = &[
    Bench { name: "size", run: size::rows },
    Bench { name: "engines", run: programs::engines },
    Bench { name: "machine", run: programs::machine },
    Bench { name: "folds", run: programs::folds },
    Bench { name: "fidelity", run: programs::fidelity },
    Bench { name: "python", run: python::rows },
    Bench { name: "explorer", run: programs::explorer },
];

/// Runs the named bench, or all.
pub(crate) fn bench(words: &[&str]) -> Result<()> {
    let (name, file) = arguments(words)?;
    let mut rows = Vec::new();
    for bench in BENCHES.iter().filter(|bench| name.is_none_or(|name| name == bench.name)) {
        println!("Measuring {} …", bench.name);
        rows.extend((bench.run)().with_context(|| format!("The bench {} failed", bench.name))?);
    }
    print!("\n{}", table(&rows));
    if let Some(file) = file {
        std::fs::write(&file, serde_json::to_string_pretty(&rows)? + "\n")?;
        println!("\nWritten to {}.", file.display());
    }
    Ok(())
}

fn arguments<'a>(words: &[&'a str]) -> Result<(Option<&'a str>, Option<PathBuf>)> {
    let (mut name, mut file) = (None, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--json" => {
                file = Some(PathBuf::from(words.next().context("--json wants a file's name.")?));
            }
            word if BENCHES.iter().any(|bench| bench.name == word) => name = Some(word),
            word => {
                let names: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
                bail!("There is no bench `{word}`. There are: {}.", names.join(", "));
            }
        }
    }
    Ok((name, file))
}

fn table(rows: &[Row]) -> String {
    let figure = |value: f64| {
        if value.abs() >= 1000.0 { format!("{value:.0}") } else { format!("{value:.2}") }
    };
    let some = |value: Option<f64>| value.map(figure).unwrap_or_default();
    let heads = ["bench", "row", "ours", "±", "unit", "peer", "theirs", "ratio", "goal", "holds"];
    let mut lines = vec![heads.map(str::to_owned)];
    for row in rows {
        lines.push([
            row.bench.clone(),
            row.row.clone(),
            figure(row.ours),
            if row.spread == 0.0 { String::new() } else { figure(row.spread) },
            row.unit.clone(),
            row.peer.clone().unwrap_or_default(),
            some(row.peer_value),
            some(row.ratio),
            row.goal.clone().unwrap_or_default(),
            row.holds.map(|holds| if holds { "yes" } else { "NO" }.to_owned()).unwrap_or_default(),
        ]);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}")).collect();
        text += cells.join("  ").trim_end();
        text.push('\n');
    }
    text
}
