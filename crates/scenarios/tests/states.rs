//! What the lanes of the catalogue's runs show: every state is seen somewhere, so none is without a scenario
//! to see it in, and a call that blocks the loop is not drawn as a sleep.

mod folds;
mod forms;

use folds::Folds;
use forms::{SCENARIOS, Scenario};
use model::{Mode, Params};
use runtime::machine::{Machine, MachineConfig};
use std::rc::Rc;
use timeline::{STATES, State};

/// Nanoseconds of all tasks in each state.
fn times(scenario: &Scenario, mode: Mode, params: &Params) -> [u64; STATES] {
    let main = scenario.main(params);
    let folds = Rc::new(Folds::default());
    Machine::new(MachineConfig::new(scenario.rule(mode)), folds.clone(), main).run();
    let trace = folds.whole();
    let mut all = [0; STATES];
    for lane in trace.lanes() {
        all.iter_mut().zip(lane.time_between(0, trace.now())).for_each(|(all, time)| *all += time);
    }
    all
}

#[test]
fn every_state_is_seen_somewhere_and_no_other_where_it_has_no_place() {
    let mut all = [0; STATES];
    for scenario in SCENARIOS.iter() {
        let meta = &scenario.meta;
        for mode in &scenario.modes {
            let defaults = times(scenario, *mode, &Params::defaults(&meta.params));
            let presets = meta.presets.iter().map(|preset| Params::preset(&meta.params, &preset.values));
            for time in presets.map(|params| times(scenario, *mode, &params)).chain([defaults]) {
                all.iter_mut().zip(time).for_each(|(all, time)| *all += time);
                let seen = |state: State| time[state as usize] > 0;
                let how = format!("{} {mode:?}", scenario.name());
                let bytes = [State::Pickling, State::Copying, State::Unpickling, State::Starting];
                assert!(*mode == Mode::Processes || !bytes.into_iter().any(seen), "{how}");
                assert!(*mode == Mode::EventLoop || !seen(State::Blocking), "{how}");
                assert!(!matches!(mode, Mode::Free | Mode::Processes) || !seen(State::WantsBaton), "{how}");
            }
        }
    }
    // In the modelled machine bytes take no time on their way: who sends and who receives them pays.
    let never: Vec<State> = State::ALL.into_iter().filter(|state| all[*state as usize] == 0).collect();
    assert_eq!(never, [State::Copying]);
}
