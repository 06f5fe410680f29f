//! The oracle: for every scenario, at the size it names for this, every interleaving is tried, and what
//! it declares is exactly what can happen. Where the verdict is about time, exploring shows some of
//! it only, and that must be among what is declared. And what was found can be shown: the schedule of each
//! outcome, in a link, is a run of the modelled machine that ends so.

mod forms;

use forms::{SCENARIOS, Scenario};
use model::{Bound, Clock, Code, Coverage, Event, Exploration, Found, Link, Mode, Name, Outcome, Params};
use runtime::Recorder;
use runtime::explorer::{Explorer, LATE, Limits};
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::Replay;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A scenario whose exploration needs more than this is to name a smaller size.
const LIMITS: Limits =
    Limits { executions: 500_000, steps: 10_000_000, length: 2_000, late: LATE, memory: 256 << 20, tree: 16 };

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}

    fn name(&self, _: Name) {}
}

/// Everything the scenario can come to with these parameters.
fn search(scenario: &Scenario, params: &Params) -> Exploration {
    let main = scenario.main(params);
    let mut explorer = Explorer::new(main, LIMITS);
    while explorer.run_slice(1_000_000) {}
    assert_eq!(explorer.redundant(), 0, "{}", scenario.name());
    explorer.report()
}

/// The same, all of it.
fn explored(scenario: &Scenario, params: &Params) -> Exploration {
    let report = search(scenario, params);
    assert_eq!(report.coverage, Coverage::Complete, "{}: {:?}", scenario.name(), report.progress);
    report
}

fn check(scenario: &Scenario, params: &Params) -> Exploration {
    let meta = &scenario.meta;
    let report = explored(scenario, params);
    let explored: BTreeSet<Outcome> = report.outcomes.iter().map(|found| found.outcome.clone()).collect();
    let declared: BTreeSet<Outcome> = meta.outcomes(params).into_iter().collect();
    if meta.timed {
        assert!(
            explored.is_subset(&declared),
            "{}: {explored:?} can happen, {declared:?} is declared",
            scenario.name()
        );
    } else {
        assert_eq!(explored, declared, "{}: what can happen, and what is declared, with {params:?}", scenario.name());
    }
    report
}

/// The run that a link to this schedule means follows all of it, and ends as was found.
fn replay(scenario: &Scenario, params: &Params, mode: Mode, found: &Found) {
    let meta = &scenario.meta;
    let schedule = Some(found.schedule.clone());
    let link = Link { mode, clock: Clock::Modelled, params: params.clone(), schedule, ..Link::defaults(meta) };
    let link = Link::parse(meta, &link.to_query()).unwrap_or_else(|error| panic!("{}: {error:?}", scenario.name()));
    let main = scenario.main(&link.params);
    let schedule = link.schedule.expect("the schedule is in the link");
    let config = MachineConfig::new(scenario.rule(link.mode));
    let replay = Box::new(Replay::new(&schedule));
    let machine = Machine::scheduled(config, replay, Rc::new(Silent), main);
    let outcome = machine.run().outcome().expect("nobody cuts the run short");
    let told = format!("{} under {mode:?}: {}", scenario.name(), found.schedule);
    assert!(!machine.strayed(), "the schedule cannot be followed: {told}");
    if meta.timed {
        // The steps are the same; what they come to is a matter of the clock, which the explorer has none of.
        assert!(meta.outcomes(params).contains(&outcome), "{told}: {outcome:?}");
    } else {
        assert_eq!(outcome, found.outcome, "{told}");
        assert_eq!(machine.schedule().as_ref(), Some(&found.schedule), "{told}");
    }
}

#[test]
fn what_is_declared_is_what_can_happen_and_can_be_shown() {
    // No page searches what is about time, and a listing that divides by a time has none to divide by.
    let has_no_clock = |scenario: &&Scenario| !(scenario.meta.timed && scenario.code == Code::Python);
    for scenario in SCENARIOS.iter().filter(has_no_clock) {
        let params = Params::preset(&scenario.meta.params, &scenario.meta.explore);
        for found in check(scenario, &params).outcomes {
            assert!(found.exact && found.shortest, "{}: only real threads can show {found:?}", scenario.name());
            // Where one task follows on the other there is nothing to decide.
            for mode in scenario.modes.iter().filter(|mode| **mode != Mode::Sequential) {
                replay(scenario, &params, *mode, &found);
            }
        }
    }
}

/// The parameters of every preset, and of each with what mends it.
fn presets(scenario: &Scenario) -> impl Iterator<Item = (&str, Params)> {
    let meta = &scenario.meta;
    meta.presets.iter().flat_map(|preset| {
        let params = Params::preset(&meta.params, &preset.values);
        let cured = meta.cure.as_ref().map(|(id, value)| {
            let mut cured = params.clone();
            cured.set(id, *value).expect("the cure is a parameter of the scenario");
            (preset.id.as_str(), cured)
        });
        [(preset.id.as_str(), params)].into_iter().chain(cured)
    })
}

/// Of a search for a preset a learner wants to know what the preset is about.
#[test]
fn a_search_for_a_preset_asks_what_the_preset_asks() {
    for scenario in SCENARIOS.iter().filter(|scenario| !scenario.meta.timed) {
        let meta = &scenario.meta;
        for (preset, params) in presets(scenario) {
            let small = meta.small(&params);
            let outcomes = |params| meta.outcomes(params).into_iter().collect::<BTreeSet<_>>();
            assert_eq!(outcomes(&small), outcomes(&params), "{}, {preset}: {small:?}", scenario.name());
            let report = search(scenario, &small);
            let found: BTreeSet<Outcome> = report.outcomes.iter().map(|found| found.outcome.clone()).collect();
            assert_eq!(found, outcomes(&params), "{}, {preset}", scenario.name());
            // Who tries again for ever is let do so for a while, and that is said.
            let ends = matches!(report.coverage, Coverage::Complete | Coverage::Incomplete(Bound::Late(_)));
            assert!(ends, "{}, {preset}: {:?}", scenario.name(), report.progress);
        }
    }
}

/// Where time decides, `engines.rs` holds this: without a clock nothing is ever too late.
#[test]
fn the_cure_cures() {
    for scenario in SCENARIOS.iter().filter(|scenario| !scenario.meta.timed) {
        let Some((id, value)) = &scenario.meta.cure else { continue };
        let mut params = Params::preset(&scenario.meta.params, &scenario.meta.explore);
        let is_good = |params: &Params| check(scenario, params).outcomes.iter().all(|found| found.good);
        assert!(!is_good(&params), "{}: there is nothing to be cured", scenario.name());
        params.set(id, *value).expect("the cure is a parameter of the scenario");
        assert!(is_good(&params), "{}: something bad happens in spite of the cure", scenario.name());
    }
}
