//! The modelled machine inside the explorer: whatever it finds for a random program, in any mode,
//! under any scheduler and seed, is among what the explorer finds for the same program.

use crate::plan::{Dice, Plan};
use model::{Coverage, Event, Mode, Name, Outcome};
use runtime::Recorder;
use runtime::explorer::{Explorer, Limits};
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::{Pct, Random, RoundRobin, Scheduler};
use std::collections::BTreeSet;
use std::rc::Rc;

struct Nothing;

impl Recorder for Nothing {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

/// All outcomes of the program; none where there is too much to explore.
fn all(plan: &Rc<Plan>) -> Option<BTreeSet<Outcome>> {
    let program = plan.clone();
    let limits = Limits { executions: 20_000, ..Limits::default() };
    let mut explorer = Explorer::new(move |cx| Box::pin(program.clone().run(cx)), limits);
    while explorer.run_slice(10_000) {}
    let report = explorer.report();
    let complete = report.coverage == Coverage::Complete;
    complete.then(|| report.outcomes.into_iter().map(|found| found.outcome).collect())
}

fn schedulers(seed: u64) -> [Option<Box<dyn Scheduler>>; 4] {
    [
        None,
        Some(Box::new(Random::new(seed))),
        Some(Box::new(Pct::new(seed, 3, 30))),
        Some(Box::new(RoundRobin::new(seed % 3_000))),
    ]
}

/// How many different outcomes the machine found of how many there are.
fn inside(number: u64, random: fn(&mut Dice) -> Plan) -> Option<(usize, usize)> {
    let plan = Rc::new(random(&mut Dice::new(number)));
    let all = all(&plan)?;
    let mut found = BTreeSet::new();
    for mode in Mode::ALL {
        for seed in 0..6 {
            for (by, scheduler) in schedulers(seed).into_iter().enumerate() {
                let program = plan.clone();
                let config = MachineConfig { seed, every_operation: seed % 2 == 1, ..MachineConfig::new(mode) };
                let recorder = Rc::new(Nothing);
                let machine = match scheduler {
                    None => Machine::new(config, recorder, |cx| Box::pin(program.run(cx))),
                    Some(scheduler) => Machine::scheduled(config, scheduler, recorder, |cx| Box::pin(program.run(cx))),
                };
                let ending = machine.run();
                let outcome = ending.outcome().expect("nobody cuts the run short");
                assert!(
                    all.contains(&outcome),
                    "program {number}, {mode:?}, seed {seed}, scheduler {by}: {ending:?} is none of {all:?}: {plan:?}"
                );
                found.insert(outcome);
            }
        }
    }
    Some((found.len(), all.len()))
}

#[test]
fn whatever_the_machine_finds_the_explorer_finds() {
    let (mut programs, mut found, mut of) = (0, 0, 0);
    let single = (1..=400).filter_map(|number| inside(number, Plan::random));
    for (some, all) in single.chain((1..=100).filter_map(|number| inside(number, Plan::composed))) {
        programs += 1;
        found += some;
        of += all;
    }
    println!("{programs} programs, {found} of {of} outcomes");
    assert!(programs > 400, "most programs are small enough: {programs}");
    // Were the machine always to take the same way, the first assertion would say little.
    assert!(found * 2 > of, "{found} of {of} outcomes are found by chance");
}
