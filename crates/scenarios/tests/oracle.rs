//! The oracle: for every scenario, at the size it names for this, every interleaving is tried, and what
//! it declares is exactly what can happen. Where the verdict is about time, exploring shows some of
//! it only, and that must be among what is declared.

use model::{Coverage, Outcome, Params};
use runtime::explorer::{Explorer, Limits};
use scenarios::{SCENARIOS, Scenario};
use std::collections::BTreeSet;

/// A scenario whose exploration needs more than this is to name a smaller size.
const LIMITS: Limits = Limits { executions: 500_000, steps: 10_000_000, length: 2_000, memory: 256 << 20, tree: 16 };

/// What the scenario can come to with these parameters, and whether all of it is good.
fn explored(scenario: &Scenario, params: &Params) -> (BTreeSet<Outcome>, bool) {
    let (program, given) = (scenario.program, params.clone());
    let mut explorer = Explorer::new(move |cx| program(cx, given.clone()), LIMITS);
    while explorer.coverage() == Coverage::Running {
        explorer.run_slice(1_000_000);
    }
    // One more, in which the schedules found are followed once more.
    explorer.run_slice(1);
    let report = explorer.report();
    let id = scenario.meta.id;
    assert_eq!(report.coverage, Coverage::Complete, "{id}: {:?}", report.progress);
    assert_eq!(explorer.redundant(), 0, "{id}");
    let good = report.outcomes.iter().all(|found| found.good);
    (report.outcomes.into_iter().map(|found| found.outcome).collect(), good)
}

fn check(scenario: &Scenario, params: &Params) -> bool {
    let meta = scenario.meta;
    let (explored, good) = explored(scenario, params);
    let declared: BTreeSet<Outcome> = (meta.outcomes)(params).into_iter().collect();
    if meta.timed {
        assert!(explored.is_subset(&declared), "{}: {explored:?} can happen, {declared:?} is declared", meta.id);
    } else {
        assert_eq!(explored, declared, "{}: what can happen, and what is declared, with {params:?}", meta.id);
    }
    good
}

#[test]
fn what_is_declared_is_what_can_happen() {
    for scenario in SCENARIOS {
        let params = Params::preset(scenario.meta.params, scenario.meta.explore);
        check(scenario, &params);
    }
}

#[test]
fn the_cure_cures() {
    for scenario in SCENARIOS {
        let Some((id, value)) = scenario.meta.cure else { continue };
        let mut params = Params::preset(scenario.meta.params, scenario.meta.explore);
        params.set(id, value).expect("the cure is a parameter of the scenario");
        assert!(check(scenario, &params), "{}: something bad happens in spite of the cure", scenario.meta.id);
    }
}
