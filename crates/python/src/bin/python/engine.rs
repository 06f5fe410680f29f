//! A program on the modelled machine, and every interleaving of it.

use model::{Coverage, Ending, Event, Mode, Name, Outcome};
use python::Program;
use python::drive::{self, Teller};
use runtime::Recorder;
use runtime::explorer::{Explorer, LATE, Limits};
use runtime::machine::{Machine, MachineConfig};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::{Arc, PoisonError};

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

/// Runs it in virtual time.
pub(crate) fn modelled(program: Program, mode: Mode, seed: u64, cores: u8) -> ExitCode {
    let (program, teller) = (Arc::new(program), Teller::default());
    let config = MachineConfig { seed, cores, ..MachineConfig::new(mode) };
    let said = teller.clone();
    let machine = Machine::new(config, Rc::new(Silent), move |cx| {
        Box::pin(drive::program(cx, program.clone(), Some(said.clone())))
    });
    let ending = machine.run();
    let told = teller.lock().unwrap_or_else(PoisonError::into_inner).clone();
    print!("{}", told.out);
    eprint!("{}", told.err);
    match ending {
        Ending::Finished(_) => u8::try_from(told.status.unwrap_or(0)).map_or(ExitCode::FAILURE, ExitCode::from),
        Ending::Crashed(failure) => {
            eprintln!("{}", failure.message);
            ExitCode::from(2)
        }
        other => {
            eprintln!("The run ended without the program: {other:?}.");
            ExitCode::FAILURE
        }
    }
}

/// Tries every interleaving, and prints what can come out.
pub(crate) fn search(program: Program) {
    let program = Arc::new(program);
    let limits =
        Limits { executions: 500_000, steps: 20_000_000, length: 20_000, late: LATE, memory: 1 << 30, tree: 16 };
    let mut explorer = Explorer::new(move |cx| Box::pin(drive::program(cx, program.clone(), None)), limits);
    while explorer.run_slice(1_000_000) {}
    let report = explorer.report();
    let outcomes: Vec<String> = report
        .outcomes
        .iter()
        .map(|found| {
            let (out, ending) = match &found.outcome {
                Outcome::Verdict(key) => (key.as_str(), "finished"),
                Outcome::Deadlock => ("", "deadlock"),
                Outcome::Asleep => ("", "asleep"),
                Outcome::CheckFailed(_) | Outcome::Crashed => ("", "crashed"),
            };
            format!(
                "{{\"stdout\": {}, \"ending\": \"{ending}\", \"executions\": {}, \"schedule\": {}}}",
                quoted(out),
                found.executions,
                quoted(&found.schedule.to_string())
            )
        })
        .collect();
    println!(
        "{{\"complete\": {}, \"executions\": {}, \"outcomes\": [{}]}}",
        report.coverage == Coverage::Complete,
        report.progress.executions,
        outcomes.join(", ")
    );
}

/// A text as JSON writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            other if other < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(other))),
            other => quoted.push(other),
        }
    }
    quoted + "\""
}
