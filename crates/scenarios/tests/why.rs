//! A learner is shown a found schedule as a run, with the steps that decided it: the run ends as the
//! explorer said, and every step its explanation points at is an event of that run.

mod folds;
mod forms;

use folds::Folds;
use forms::{SCENARIOS, Scenario};
use model::{Access, Coverage, Ending, Explanation, Found, Mode, Params};
use runtime::explorer::{Explorer, LATE, Limits};
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::Replay;
use std::rc::Rc;
use timeline::State;

const LIMITS: Limits =
    Limits { executions: 500_000, steps: 10_000_000, length: 2_000, late: LATE, memory: 256 << 20, tree: 16 };

/// What can go wrong with these parameters, and why.
fn explained(scenario: &Scenario, params: &Params) -> Vec<(Found, Explanation)> {
    let main = scenario.main(params);
    let mut explorer = Explorer::new(main, LIMITS);
    while explorer.run_slice(1_000_000) {}
    let report = explorer.report();
    assert_eq!(report.coverage, Coverage::Complete, "{}", scenario.name());
    let outcomes = report.outcomes.into_iter().enumerate();
    outcomes.filter_map(|(at, found)| Some((found, explorer.explain(at, 1_000_000)?))).collect()
}

#[test]
fn what_decided_a_bad_ending_is_seen_in_its_run() {
    let mut seen = 0;
    // What is about time no order decides.
    for scenario in SCENARIOS.iter().filter(|scenario| !scenario.meta.timed) {
        let meta = &scenario.meta;
        let params = Params::preset(&meta.params, &meta.explore);
        for (found, explanation) in explained(scenario, &params).into_iter().filter(|(found, _)| found.exact) {
            for mode in scenario.modes.iter().filter(|mode| **mode != Mode::Sequential) {
                let main = scenario.main(&params);
                let folds = Rc::new(Folds::default());
                let replay = Box::new(Replay::new(&found.schedule));
                let machine = Machine::scheduled(MachineConfig::new(scenario.rule(*mode)), replay, folds.clone(), main);
                let how = format!("{}, {mode:?}, {}", scenario.name(), found.schedule);
                let ending = machine.run();
                assert_eq!(ending.outcome().as_ref(), Some(&found.outcome), "{how}");
                let mut trace = folds.whole();

                // Who waits for ever is seen to, whether an event tells it or not.
                trace.conclude(&ending, &machine.summary());
                if let Ending::Deadlock(waits) | Ending::Asleep(waits) = &ending {
                    for wait in waits {
                        let (state, object) = trace.lanes()[wait.task.index()].at(trace.now() - 1);
                        assert!(matches!(state, State::Waiting | State::Joining), "{how}: {wait:?} is {state:?}");
                        assert_eq!(object, wait.object, "{how}");
                    }
                }

                let why = trace.why(&explanation);
                let tells = |step: u32, place: Option<usize>| {
                    let told = &explanation.steps[step as usize];
                    let event = place.and_then(|place| trace.event(place));
                    let event = event.unwrap_or_else(|| panic!("{how}: no event tells {told:?}"));
                    assert_eq!((event.task, event.object), (told.step.task, told.object), "{how}");
                };
                if let Some(decision) = explanation.decision {
                    tells(decision, why.decision);
                    seen += 1;
                }
                if let Some(conflict) = explanation.conflict {
                    tells(conflict.first, why.first);
                    match conflict.second {
                        Access::Step(step) => tells(step, why.second),
                        Access::Waiting(task, _) => assert_eq!(why.waiting, Some(task), "{how}"),
                    }
                }
            }
        }
    }
    assert!(seen > 3, "only {seen} bad endings were looked at");
}
