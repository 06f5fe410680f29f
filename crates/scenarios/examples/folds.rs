//! How fast events are folded: of every scenario, in the mode and with the choices of which a fold takes longest. Prints
//! rows as lines of JSON.
//!
//! The events are those that the modelled machine tells at the largest parameters, as many as are told of a run. It
//! refuses to measure runs that tell few.

use model::{Event, MOST_EVENTS, Mode, Name, ParamKind, Params};
use runtime::Recorder;
use runtime::machine::{Limits, Machine, MachineConfig};
use scenarios::content::{SCENARIOS, Scenario};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;
use timeline::Trace;

/// So many events are worth measuring.
const MANY: usize = 100_000;
/// As a conductor sends them, about.
const BATCH: usize = 20_000;

#[derive(Default)]
struct Told {
    events: RefCell<Vec<Event>>,
    names: RefCell<Vec<Name>>,
}

impl Recorder for Told {
    fn event(&self, event: Event) {
        self.events.borrow_mut().push(event);
    }

    fn name(&self, name: Name) {
        self.names.borrow_mut().push(name);
    }
}

/// Every choice, with all numbers as large as they may be.
fn largest(scenario: &Scenario) -> Vec<Params> {
    let mut all = vec![Params::defaults(&scenario.meta.params)];
    for spec in scenario.meta.params.iter() {
        let (least, most) = spec.range();
        let values = match spec.kind {
            ParamKind::Int { .. } | ParamKind::Micros { .. } => most..=most,
            ParamKind::Flag { .. } | ParamKind::Choice { .. } => least..=most,
        };
        let with = |params: &Params, value| {
            let mut params = params.clone();
            params.set(&spec.id, value).expect("it is within its range");
            params
        };
        all = all.iter().flat_map(|params| values.clone().map(|value| with(params, value))).collect();
    }
    all
}

fn told(scenario: &Scenario, mode: Mode, params: Params) -> Rc<Told> {
    let (told, program) = (Rc::new(Told::default()), scenario.program);
    let limits = Limits { events: MOST_EVENTS, ..Limits::default() };
    let config = MachineConfig { limits, ..MachineConfig::new(mode) };
    Machine::new(config, told.clone(), move |cx| program(cx, params)).run();
    told
}

/// Millions of events that are folded in a second.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn rate(told: &Told) -> f64 {
    let mut trace = Trace::default();
    told.names.borrow().iter().cloned().for_each(|name| trace.name(name));
    let began = Instant::now();
    for batch in told.events.borrow().chunks(BATCH) {
        trace.push(batch.iter().copied());
        trace.fold(usize::MAX);
    }
    trace.len() as f64 / began.elapsed().as_secs_f64() / 1e6
}

fn main() {
    for scenario in SCENARIOS.iter() {
        let runs = scenario.meta.modes.iter().flat_map(|mode| largest(scenario).into_iter().map(|with| (*mode, with)));
        let many = runs.map(|(mode, params)| (mode, told(scenario, mode, params)));
        let rates = many.filter(|(_, told)| told.events.borrow().len() >= MANY).map(|(mode, told)| (rate(&told), mode));
        if let Some((rate, mode)) = rates.min_by(|one, other| one.0.total_cmp(&other.0)) {
            let row = format!("{}, {}", scenario.meta.id, mode.id());
            println!(
                "{}",
                json!({
                    "bench": "folds", "row": row, "ours": rate, "unit": "million/s", "spread": 0.0, "peer": Value::Null,
                    "peer_value": Value::Null, "ratio": Value::Null, "goal": "at least 1 million/s", "holds": rate >= 1.0,
                })
            );
        }
    }
}
