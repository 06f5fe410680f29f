//! What the lessons say of the modelled machine is true of it: each claim of a folder is run.

mod forms;

use catalogue::source::Claim;
use forms::{SCENARIOS, Scenario};
use model::{Code, Ending, Event, Granularity, MachineParams, Mode, Name};
use runtime::Recorder;
use runtime::machine::{Machine, MachineConfig};
use std::rc::Rc;

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

fn hold(scenario: &Scenario, at: usize, claim: &Claim) {
    let MachineParams { interval, granularity, cores } = (&claim.machine).into();
    for seed in 1..=claim.seeds {
        let config = MachineConfig {
            seed: seed.into(),
            interval,
            cores,
            every_operation: granularity == Granularity::EveryOperation,
            ..MachineConfig::new(scenario.rule(claim.mode))
        };
        let machine = Machine::new(config, Rc::new(Silent), scenario.main(&claim.params));
        let ending = machine.run();
        let told = format!("{}, claim {at}, {:?}, seed {seed}: {ending:?}", scenario.name(), claim.mode);
        let outcome = ending.outcome().unwrap_or_else(|| panic!("{told}"));
        let declared = scenario.meta.outcomes(&claim.params);
        let ends = if claim.ends.is_empty() { &declared } else { &claim.ends };
        assert!(ends.contains(&outcome), "{told}");
        let verdict = if let Ending::Finished(verdict) = &ending { Some(verdict) } else { None };
        let elapsed = machine.summary().elapsed;
        assert!(claim.holds.holds(&claim.values(verdict, elapsed)), "{told}, after {elapsed} ns");
    }
}

#[test]
fn every_claim_of_a_lesson_holds() {
    for scenario in SCENARIOS.iter() {
        // What a lesson says it says of what the page runs: of the twin where nothing else runs.
        let is_usual = |mode: Mode| scenario.meta.code(mode, None) == scenario.code;
        for (at, claim) in scenario.claims.iter().enumerate().filter(|(_, claim)| is_usual(claim.mode)) {
            hold(scenario, at, claim);
        }
        assert!(
            scenario.meta.twin.is_some() || scenario.code != Code::Python || !scenario.claims.is_empty(),
            "{}: a lesson without a claim that is held, and without a twin whose tests hold some",
            scenario.name()
        );
    }
}
