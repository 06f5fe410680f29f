//! Listings that run as they are: where the Python of a scenario and its compiled twin go step by step together, the
//! search of one tries as many executions as that of the other. (That they come to the same is held by `oracle.rs`, of
//! each.) And every listing runs at its usual size, in every mode, on the modelled machine.

mod forms;

use forms::{SCENARIOS, scenario};
use model::{Code, Coverage, Event, Name, Params};
use runtime::Recorder;
use runtime::explorer::{Explorer, LATE, Limits};
use runtime::machine::{Machine, MachineConfig};
use std::rc::Rc;

const LIMITS: Limits =
    Limits { executions: 500_000, steps: 20_000_000, length: 4_000, late: LATE, memory: 512 << 20, tree: 16 };

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

/// How many executions there are of a scenario with these parameters besides those of its search.
fn executions(id: &str, code: Code, values: &[(&str, i64)]) -> u64 {
    let scenario = scenario(id, code);
    let mut params = Params::preset(&scenario.meta.params, &scenario.meta.explore);
    for (name, value) in values {
        params.set(name, *value).expect("it is a parameter of the scenario");
    }
    let mut explorer = Explorer::new(scenario.main(&params), LIMITS);
    while explorer.run_slice(1_000_000) {}
    let report = explorer.report();
    assert_eq!(report.coverage, Coverage::Complete, "{} {values:?}", scenario.name());
    report.progress.executions
}

#[test]
fn what_goes_step_by_step_together_is_tried_in_as_many_executions() {
    for (id, values) in [
        ("lost-update", &[][..]),
        ("lost-update", &[("locked", 1)]),
        ("deadlock", &[]),
        ("worker-pool", &[]),
        ("worker-pool", &[("caught", 1)]),
    ] {
        let both = Code::ALL.map(|code| executions(id, code, values));
        assert_eq!(both[0], both[1], "{id} {values:?}: executions of the Python, and of its twin");
    }
}

#[test]
fn every_listing_runs_at_its_usual_size_in_every_mode() {
    for scenario in SCENARIOS.iter().filter(|scenario| scenario.code == Code::Python) {
        let (meta, params) = (&scenario.meta, Params::defaults(&scenario.meta.params));
        for mode in &scenario.modes {
            let ending =
                Machine::new(MachineConfig::new(scenario.rule(*mode)), Rc::new(Silent), scenario.main(&params)).run();
            let declared = ending.outcome().is_some_and(|outcome| meta.outcomes(&params).contains(&outcome));
            assert!(declared, "{} {mode:?}: {ending:?}", scenario.name());
        }
    }
}
