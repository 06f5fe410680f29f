//! For tests of what a lesson claims: one run of a program on the modelled machine, or every one.
//!
//! The claims of a scenario stand in its own file. It refuses to know any of them.

use crate::content::scenario;
use model::{Coverage, Ending, Event, Mode, Name, Outcome, Params, Verdict};
use runtime::Recorder;
use runtime::explorer::{Explorer, LATE, Limits};
use runtime::machine::{Machine, MachineConfig};
use std::rc::Rc;

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}

    fn name(&self, _: Name) {}
}

/// How the scenario ends on this machine, with these values instead of the defaults.
pub(crate) fn ending(id: &str, config: MachineConfig, values: &[(&str, i64)]) -> Ending {
    let scenario = scenario(id).expect("a test names its own scenario");
    let (program, params) = (scenario.program, Params::preset(&scenario.meta.params, values));
    Machine::new(config, Rc::new(Silent), move |cx| program(cx, params)).run()
}

/// What it concludes on the usual machine in this mode.
pub(crate) fn verdict(id: &str, mode: Mode, values: &[(&str, i64)]) -> Verdict {
    verdict_on(id, MachineConfig::new(mode), values)
}

/// What it concludes on this machine.
pub(crate) fn verdict_on(id: &str, config: MachineConfig, values: &[(&str, i64)]) -> Verdict {
    match ending(id, config, values) {
        Ending::Finished(verdict) => verdict,
        other => panic!("{id} with {values:?} ends as {other:?}"),
    }
}

/// A number of a verdict.
pub(crate) fn number(verdict: &Verdict, name: &str) -> f64 {
    verdict.value(name).unwrap_or_else(|| panic!("{verdict:?} has no {name}"))
}

/// Everything the scenario can come to with these values, and whether the search got through.
/// A program that may try again for ever is searched up to a bound.
pub(crate) fn explored(id: &str, values: &[(&str, i64)]) -> (Vec<Outcome>, bool) {
    let scenario = scenario(id).expect("a test names its own scenario");
    let (program, params) = (scenario.program, Params::preset(&scenario.meta.params, values));
    let limits = Limits { executions: 100_000, length: 200, late: LATE, ..Limits::default() };
    let mut explorer = Explorer::new(move |cx| program(cx, params.clone()), limits);
    while explorer.coverage() == Coverage::Running {
        explorer.run_slice(1_000_000);
    }
    let report = explorer.report();
    let outcomes = report.outcomes.into_iter().map(|found| found.outcome).collect();
    (outcomes, report.coverage == Coverage::Complete)
}
