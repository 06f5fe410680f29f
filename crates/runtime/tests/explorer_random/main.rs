//! The explorer against the plainest possible search, over thousands of random small programs:
//! the same outcomes, and exactly one execution of every class of equivalent ones.

mod explained;
mod naive;
mod plan;
mod replayed;
mod subset;

use model::{Coverage, Found, Outcome};
use naive::{Effort, How, form};
use plan::{Dice, Plan};
use runtime::explorer::{Answered, Explorer, Limits, Seen};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

fn how(answered: Answered) -> How {
    match answered {
        Answered::Done => How::Acted,
        Answered::TimedOut => How::TimedOut,
        Answered::Cancelled => How::Cancelled,
    }
}

/// Schedules the plain search may try for one program; what has more is left to other programs.
const MOST: u64 = 2_000;

fn agrees(seed: u64) -> bool {
    let plan = Rc::new(Plan::random(&mut Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)));
    let program = plan.clone();
    let Some(all) = naive::all(move |cx| program.clone().run(cx), MOST) else { return false };

    let program = plan.clone();
    let mut explorer = Explorer::new(move |cx| Box::pin(program.clone().run(cx)), Limits::default());
    let forms = Rc::new(RefCell::new(BTreeSet::new()));
    let witness = forms.clone();
    explorer.witness(move |steps: &[Seen]| {
        let steps: Vec<naive::Step> = steps.iter().map(|seen| (seen.task, how(seen.how), seen.touched())).collect();
        let new = witness.borrow_mut().insert(form(&steps));
        assert!(new, "an execution is equivalent to an earlier one: {steps:?}");
    });
    while explorer.run_slice(10_000) {}
    let report = explorer.report();
    let effort = |found: &Found| (!found.exact, found.schedule.switches(), found.schedule.len());
    let outcomes: BTreeMap<Outcome, Effort> =
        report.outcomes.iter().map(|found| (found.outcome.clone(), effort(found))).collect();
    assert!(report.outcomes.iter().all(|found| found.shortest), "seed {seed}: {plan:?}");
    assert_eq!(report.coverage, Coverage::Complete, "seed {seed}: {plan:?}");
    assert_eq!(outcomes, all.outcomes, "seed {seed}: {plan:?}");
    assert_eq!(forms.borrow().len(), all.forms.len(), "classes of seed {seed}: {plan:?}");
    assert_eq!(explorer.redundant(), 0, "seed {seed}: {plan:?}");
    for (at, found) in report.outcomes.iter().enumerate() {
        replayed::check(&plan, found, seed);
        if let Some(explanation) = explorer.explain(at, 1_000_000) {
            explained::check(&plan, &explanation, seed);
        }
    }
    true
}

#[test]
fn random_programs_agree() {
    let seeds = std::env::var("SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    // Seeds that once found something.
    assert!([3_066, 3_674, 20_595].into_iter().all(agrees));
    let first = std::env::var("FIRST").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let checked = (first..=seeds).filter(|seed| agrees(*seed)).count();
    println!("{checked} of {seeds} programs were small enough");
    assert!(checked as u64 > (seeds - first) / 2);
}
