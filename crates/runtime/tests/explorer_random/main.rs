//! The explorer against the plainest possible search, over thousands of random small programs:
//! the same outcomes, and exactly one execution of every class of equivalent ones.

mod covered;
mod explained;
mod follow;
mod naive;
mod plan;
mod replayed;
mod subset;

use model::{Coverage, Found, Outcome};
use naive::{Effort, How, form};
use plan::{COMPOSED, Dice, LONG, Plan, SORTS};
use runtime::explorer::{Answered, Explorer, Limits, Seen};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
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

fn agrees(plan: &Rc<Plan>, most: u64) -> bool {
    let program = plan.clone();
    let Some(all) = naive::all(move |cx| program.clone().run(cx), most) else { return false };

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
    assert!(report.outcomes.iter().all(|found| found.shortest), "{plan:?}");
    assert_eq!(report.coverage, Coverage::Complete, "{plan:?}");
    assert_eq!(outcomes, all.outcomes, "{plan:?}");
    assert_eq!(forms.borrow().len(), all.forms.len(), "classes of {plan:?}");
    assert_eq!(explorer.redundant(), 0, "{plan:?}");
    for (at, found) in report.outcomes.iter().enumerate() {
        replayed::check(plan, found);
        if let Some(explanation) = explorer.explain(at, 1_000_000) {
            explained::check(plan, &explanation);
        }
    }
    true
}

/// What was compared.
struct Compared {
    /// Different programs that were small enough, and agreed.
    agreed: usize,
    /// How many of them there are with each line.
    lines: BTreeMap<String, u64>,
}

fn compare(random: fn(&mut Dice) -> Plan, seeds: RangeInclusive<u64>, most: u64) -> Compared {
    let all: BTreeSet<Plan> = seeds.map(|seed| random(&mut Dice::new(seed))).collect();
    let of = all.len();
    let (mut agreed, mut lines) = (0, BTreeMap::new());
    for plan in all.into_iter().map(Rc::new) {
        if agrees(&plan, most) {
            agreed += 1;
            for word in plan.words() {
                *lines.entry(word).or_default() += 1;
            }
        }
    }
    println!("{agreed} of {of} different programs were small enough: {lines:?}");
    assert!(agreed > of / 2);
    Compared { agreed, lines }
}

/// A number from the environment, to look further than a test does.
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// From the first to this.
fn seeds(name: &str, usual: u64) -> RangeInclusive<u64> {
    number("FIRST", 1)..=number(name, usual)
}

#[test]
fn programs_that_once_found_something_agree() {
    assert!(Plan::remembered().into_iter().all(|plan| agrees(&Rc::new(plan), MOST)));
}

#[test]
fn random_programs_agree() {
    let compared = compare(Plan::random, seeds("SEEDS", 2_000), MOST);
    assert!(compared.agreed > 1_300);
    covered::each_often(SORTS, &compared.lines, 20);
}

#[test]
fn random_programs_of_what_is_composed_agree() {
    let compared = compare(Plan::composed, seeds("COMPOSED", 1_500), MOST);
    assert!(compared.agreed > 700);
    covered::each_often(COMPOSED, &compared.lines, 20);
}

#[test]
fn random_programs_of_what_is_long_agree() {
    let compared = compare(Plan::long, seeds("LONG", 500), 20_000);
    covered::each_often(LONG, &compared.lines, 5);
}
