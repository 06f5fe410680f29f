//! Listings that run as they are: the search of the Python text finds what the search of its compiled twin finds, and
//! where the two go step by step together, in as many executions; and the modelled machine runs it to one of these.

use model::{Coverage, Ending, Event, Mode, Name, Outcome, Params, Verdict};
use python::drive;
use runtime::explorer::{Explorer, LATE, Limits};
use runtime::machine::{Machine, MachineConfig};
use runtime::{Cx, Recorder};
use scenarios::content::scenario;
use std::collections::BTreeSet;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

type Program = Pin<Box<dyn Future<Output = Verdict>>>;

const LIMITS: Limits =
    Limits { executions: 500_000, steps: 20_000_000, length: 4_000, late: LATE, memory: 512 << 20, tree: 16 };

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

/// Everything a program can come to, whether that is certain, and in how many executions.
fn search(program: impl Fn(Cx) -> Program + 'static) -> (BTreeSet<Outcome>, Coverage, u64) {
    let mut explorer = Explorer::new(program, LIMITS);
    while explorer.run_slice(1_000_000) {}
    let report = explorer.report();
    let outcomes = report.outcomes.iter().map(|found| said(found.outcome.clone())).collect();
    (outcomes, report.coverage, report.progress.executions)
}

/// What a listing comes to is its last line.
fn said(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Verdict(text) => Outcome::from_word(text.lines().last().unwrap_or_default()),
        other => other,
    }
}

fn listing(id: &str, params: &Params) -> impl Fn(Cx) -> Program + 'static + use<> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios");
    let text = std::fs::read_to_string(folder.join(id).join("program.py")).expect("the folder has a listing");
    let text = catalogue::listing::render(&text, params).expect("the listing is right").to_checked_source();
    let program = Arc::new(python::compile(&text).unwrap_or_else(|refusal| panic!("{id}: {refusal:?}\n{text}")));
    move |cx| Box::pin(drive::program(cx, program.clone(), None))
}

/// A scenario with these parameters besides those of its search.
fn check(id: &str, values: &[(&str, i64)], together: bool) {
    let scenario = scenario(id).expect("it has a twin");
    let mut params = Params::preset(&scenario.meta.params, &scenario.meta.explore);
    for (name, value) in values {
        params.set(name, *value).expect("it is a parameter of the scenario");
    }
    let (program, given) = (scenario.program, params.clone());
    let (outcomes, coverage, executions) = search(move |cx| program(cx, given.clone()));
    let (ours, ours_covers, our_executions) = search(listing(id, &params));
    let told = format!("{id} {values:?}: {our_executions} executions, its twin {executions}");
    println!("{told}");
    assert_eq!(ours, outcomes, "{told}");
    assert_eq!(ours_covers, coverage, "{told}");
    if together {
        assert_eq!(our_executions, executions, "{told}");
    }
    for mode in [Mode::Gil, Mode::Free] {
        let ending: Ending = Machine::new(MachineConfig::new(mode), Rc::new(Silent), listing(id, &params)).run();
        let outcome = ending.outcome().map(said);
        assert!(outcome.as_ref().is_some_and(|outcome| outcomes.contains(outcome)), "{told}, {mode:?}: {ending:?}");
    }
}

#[test]
fn lost_update_is_its_twin() {
    check("lost-update", &[], true);
    check("lost-update", &[("locked", 1)], true);
}

#[test]
fn deadlock_is_its_twin() {
    check("deadlock", &[], true);
}

#[test]
fn worker_pool_is_its_twin() {
    check("worker-pool", &[], true);
    check("worker-pool", &[("caught", 1)], true);
}
