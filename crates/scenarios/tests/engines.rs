//! Every scenario, in every mode it offers, with every preset and its cure, on every engine there is for
//! the mode: it ends, and as it declares. No scenario is named here.

#![expect(clippy::disallowed_methods, reason = "the test is the host of the threads: it owns the clock")]

mod forms;

use forms::{SCENARIOS, Scenario};
use model::{Ending, Event, Mode, Name, Params, Schedule};
use runtime::Recorder;
use runtime::baton::{Baton, Policy, Slice};
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::{Pct, Random, Replay, Scheduler};
use runtime::threads::{Host, Run};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}

    fn name(&self, _: Name) {}
}

/// The presets, and what mends what is broken in them. What they do not ask for is small.
fn variants(scenario: &Scenario) -> Vec<Params> {
    let meta = &scenario.meta;
    let mut variants = Vec::new();
    for preset in &meta.presets {
        let small = meta.explore.iter().filter(|(id, _)| preset.values.iter().all(|(known, _)| known != id));
        let params = Params::preset(&meta.params, &preset.values.iter().chain(small).cloned().collect::<Vec<_>>());
        let cured = meta.cure.as_ref().map(|(id, value)| {
            let mut cured = params.clone();
            cured.set(id, *value).expect("the cure is a parameter of the scenario");
            cured
        });
        variants.extend([params].into_iter().chain(cured));
    }
    variants
}

fn assert_declared(scenario: &Scenario, params: &Params, how: &str, ending: &Ending) {
    let meta = &scenario.meta;
    let values: Vec<_> = params.iter().map(|(spec, value)| (spec.id.as_str(), value)).collect();
    let outcome = ending.outcome().unwrap_or_else(|| panic!("{} {how} {values:?}: {ending:?}", scenario.name()));
    let declared = meta.outcomes(params);
    assert!(declared.contains(&outcome), "{} {how} {values:?}: {ending:?} is none of {declared:?}", scenario.name());
}

fn for_each(of: impl Fn(Mode) -> bool, check: impl Fn(&Scenario, Mode, &Params)) {
    for scenario in SCENARIOS.iter() {
        for mode in scenario.modes.iter().copied().filter(|mode| of(*mode)) {
            for params in variants(scenario) {
                check(scenario, mode, &params);
            }
        }
    }
}

#[test]
fn the_modelled_machine_ends_every_run_as_declared() {
    for_each(
        |_| true,
        |scenario, mode, params| {
            // The usual machine, and others.
            for (seed, cores, interval, every_operation) in
                [(1, 2, 5_000_000, false), (2, 2, 500_000, false), (3, 1, 50_000, true), (4, 4, 5_000_000, false)]
            {
                let config =
                    MachineConfig { seed, cores, interval, every_operation, ..MachineConfig::new(scenario.rule(mode)) };
                let main = scenario.main(params);
                let machine = Machine::new(config, Rc::new(Silent), main);
                let how = format!("{mode:?} on {cores} cores, seed {seed}");
                assert_declared(scenario, params, &how, &machine.run());
            }
        },
    );
}

/// Where time decides, nothing bad can happen without a clock, cured or not (`oracle.rs` would never notice): so these
/// are held on the machine, whose time is its own and the same wherever this runs.
#[test]
fn what_is_too_late_is_in_time_once_it_is_cured() {
    for scenario in SCENARIOS.iter().filter(|scenario| scenario.meta.timed) {
        let meta = &scenario.meta;
        let Some((id, value)) = &meta.cure else { continue };
        let is_good = |mode: Mode, params: &Params, seed: u64| {
            let main = scenario.main(params);
            let config = MachineConfig { seed, ..MachineConfig::new(scenario.rule(mode)) };
            let ending = Machine::new(config, Rc::new(Silent), main).run();
            matches!(ending, Ending::Finished(verdict) if verdict.good)
        };
        let mut mends = false;
        for mode in scenario.modes.iter().copied() {
            let (mut was_bad, mut is_all_good) = (false, true);
            for preset in &meta.presets {
                let params = Params::preset(&meta.params, &preset.values);
                let mut cured = params.clone();
                cured.set(id, *value).expect("the cure is a parameter of the scenario");
                for seed in 0..3 {
                    let (before, after) = (is_good(mode, &params, seed), is_good(mode, &cured, seed));
                    assert!(
                        after || !before,
                        "{}, {}, {mode:?}, seed {seed}: the cure harms",
                        scenario.name(),
                        preset.id
                    );
                    was_bad |= !before;
                    is_all_good &= after;
                }
            }
            // A cure is for some mode: that there is but one thread is cured by nothing in a plain loop.
            mends |= was_bad && is_all_good;
        }
        assert!(mends, "{}: in no mode does the cure mend all that is bad", scenario.name());
    }
}

/// Keeps every event.
#[derive(Default)]
struct Log(RefCell<Vec<Event>>);

impl Recorder for Log {
    fn event(&self, event: Event) {
        self.0.borrow_mut().push(event);
    }

    fn name(&self, _: Name) {}
}

#[test]
fn a_modelled_run_can_be_had_again_by_its_seed_and_by_its_steps() {
    for_each(
        |_| true,
        |scenario, mode, params| {
            for seed in [0, 7] {
                let config = MachineConfig { seed, ..MachineConfig::new(scenario.rule(mode)) };
                let run = |steps: Option<&Schedule>| {
                    let (main, log) = (scenario.main(params), Rc::new(Log::default()));
                    let machine = match steps {
                        None => Machine::new(config, log.clone(), main),
                        Some(steps) => Machine::scheduled(config, Box::new(Replay::new(steps)), log.clone(), main),
                    };
                    (machine.run(), log.0.take(), machine.schedule())
                };
                let (first, again) = (run(None), run(None));
                let how = format!("{}, {mode:?}, seed {seed}, {params:?}", scenario.name());
                assert!((&first.0, &first.1) == (&again.0, &again.1), "{how}: the seed gives another run");
                if let Some(steps) = &first.2 {
                    assert!(run(Some(steps)) == first, "{how}: the steps give another run");
                }
            }
        },
    );
}

#[test]
fn whoever_chooses_the_steps_the_ending_is_declared() {
    for scenario in SCENARIOS.iter() {
        let meta = &scenario.meta;
        let params = Params::preset(&meta.params, &meta.explore);
        for mode in &scenario.modes {
            for seed in 0..20 {
                let schedulers: [Box<dyn Scheduler>; 2] =
                    [Box::new(Random::new(seed)), Box::new(Pct::new(seed, 3, 100))];
                for scheduler in schedulers {
                    let main = scenario.main(&params);
                    let config = MachineConfig { seed, ..MachineConfig::new(scenario.rule(*mode)) };
                    let machine = Machine::scheduled(config, scheduler, Rc::new(Silent), main);
                    assert_declared(scenario, &params, &format!("{mode:?} scheduled, seed {seed}"), &machine.run());
                }
            }
        }
    }
}

/// What one look at the clock takes: as much as a unit of a kernel on a slow machine.
const LOOK: u64 = 100_000;

#[test]
fn one_thread_ends_every_run_as_declared() {
    for_each(
        |mode| matches!(mode, Mode::Sequential | Mode::Gil | Mode::EventLoop),
        |scenario, mode, params| {
            for every_operation in [false, true] {
                let policy = match scenario.rule(mode) {
                    Mode::Gil => Policy::Gil { interval: 5_000_000, every_operation },
                    Mode::EventLoop => Policy::EventLoop,
                    _ => Policy::Sequential,
                };
                let main = scenario.main(params);
                let clock = Rc::new(Cell::new(0));
                let ticking = clock.clone();
                let tick = move || {
                    ticking.set(ticking.get() + LOOK);
                    ticking.get()
                };
                let baton = Baton::new(policy, tick, Rc::new(Silent), main);
                let ending = loop {
                    match baton.run_slice(clock.get() + 1_000_000_000) {
                        Slice::More => {}
                        // Idle time passes at once.
                        Slice::Idle(until) => clock.set(until),
                        Slice::Away(_) => unreachable!("nobody works beside this engine here"),
                        Slice::Over(ending) => break ending,
                    }
                };
                assert_declared(scenario, params, &format!("{mode:?} on one thread"), &ending);
            }
        },
    );
}

struct Threads(Instant);

impl Host for Threads {
    fn now(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_nanos()).expect("a short test")
    }

    fn start(&self, work: Box<dyn FnOnce() + Send>) {
        std::thread::spawn(work);
    }

    fn lane(&self) -> u8 {
        0
    }
}

#[test]
fn real_threads_end_every_run_as_declared() {
    for_each(
        |mode| mode == Mode::Free,
        |scenario, mode, params| {
            let main = scenario.main(params);
            let host = Arc::new(Threads(Instant::now()));
            let run = Run::start(host, Arc::new(Silent), Box::new(main));
            let patience = Instant::now() + Duration::from_secs(30);
            let ending = loop {
                if let Some((ending, _)) = run.ending() {
                    break ending;
                }
                assert!(Instant::now() < patience, "{} hangs", scenario.name());
                std::thread::yield_now();
            };
            assert_declared(scenario, params, &format!("{mode:?} on threads"), &ending);
        },
    );
}
