//! The explorer against the plainest possible search, over thousands of random small programs:
//! the same outcomes, and exactly one execution of every class of equivalent ones.

mod covered;
mod explained;
mod follow;
mod naive;
mod plan;
mod replayed;
mod subset;

use model::{Bound, Coverage, Found, Outcome};
use naive::{Effort, How, form};
use plan::{COMPOSED, Dice, LONG, Plan, SORTS, WAITING};
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

/// A search in which each task runs out of time but once finds exactly what can happen where that is so.
fn agrees_when_bounded(plan: &Rc<Plan>) -> bool {
    let (mut outcomes, mut most) = (BTreeSet::new(), 0);
    let program = plan.clone();
    let all = naive::each(
        move |cx| program.clone().run(cx),
        &[],
        MOST,
        |execution| {
            most = most.max(execution.late(execution.steps.len()));
            if execution.late(execution.length) <= 1 {
                outcomes.extend(execution.ending.outcome());
            }
        },
    );
    if all.is_none() || most < 2 {
        return false;
    }
    let program = plan.clone();
    let limits = Limits { late: 1, ..Limits::default() };
    let mut explorer = Explorer::new(move |cx| Box::pin(program.clone().run(cx)), limits);
    while explorer.run_slice(10_000) {}
    let report = explorer.report();
    let found: BTreeSet<Outcome> = report.outcomes.iter().map(|found| found.outcome.clone()).collect();
    assert_eq!(found, outcomes, "{plan:?}");
    assert_eq!(report.coverage, Coverage::Incomplete(Bound::Late(1)), "{plan:?}");
    assert_eq!(explorer.redundant(), 0, "{plan:?}");
    assert!(report.outcomes.iter().all(|found| !found.shortest), "{plan:?}");
    report.outcomes.iter().for_each(|found| replayed::check(plan, found));
    true
}

#[test]
fn what_happens_within_a_bound_on_running_out_of_time_is_all_found() {
    let plans: BTreeSet<Plan> = seeds("HURRIED", 1_500).map(|seed| Plan::hurried(&mut Dice::new(seed))).collect();
    let bounded = plans.into_iter().filter(|plan| agrees_when_bounded(&Rc::new(plan.clone()))).count();
    println!("in {bounded} programs somebody runs out of time twice");
    assert!(bounded > 60, "{bounded}");
}

/// What was compared.
struct Compared {
    /// Different programs that were small enough, and agreed.
    agreed: usize,
    /// How many of them there are with each line.
    lines: BTreeMap<String, u64>,
    /// How often each line was done, ran out of time, and was cut short.
    ends: BTreeMap<String, [u64; 3]>,
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
    let ends = follow::tally();
    println!("how lines ended: {ends:?}");
    Compared { agreed, lines, ends }
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
fn random_programs_in_which_somebody_is_cancelled_agree() {
    let compared = compare(Plan::hunted, seeds("HUNTED", 400), 4_000);
    let cut = compared.ends.iter().filter(|(_, ends)| ends[2] > 0).count();
    // All but what takes no step, and what is too long to be tried with somebody beside it.
    assert!(cut > 60, "{cut} lines are cut short by a cancelling: {:?}", compared.ends);
}

#[test]
fn random_programs_in_a_hurry_agree() {
    let compared = compare(Plan::hurried, seeds("HURRIED", 1_500), MOST);
    covered::each_often(WAITING, &compared.lines, 20);
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
