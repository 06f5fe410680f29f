//! What the explorer says where it may not go on: wherever a bound is reached, nothing is claimed that
//! was not seen, and nothing takes for ever or holds up its caller.

#[path = "programs/adding.rs"]
mod adding;

use adding::{Main, adders};
use model::{Bound, Coverage, Explanation, Exploration, Mark, Outcome, Verdict};
use runtime::explorer::{Explorer, Limits};
use runtime::{Cx, join_all};

/// More slices than any program here takes.
const MOST: u32 = 100_000;

fn finish(explorer: &mut Explorer) -> Exploration {
    assert!((0..MOST).any(|_| !explorer.run_slice(1_000)), "it ends: {:?}", explorer.progress());
    explorer.report()
}

fn bad(report: &Exploration) -> usize {
    report.outcomes.iter().position(|found| !found.good).expect("something bad was found")
}

fn explain(explorer: &Explorer, outcome: usize, budget: u64) -> Explanation {
    explorer.explain(outcome, budget).expect("it is bad")
}

/// A task that spins for ever, and beside it one whose store the main task may see or not.
fn beside_a_spinner(cx: Cx) -> Main {
    Box::pin(async move {
        let (never, cell, lock) = (cx.cell("never", 0), cx.cell("x", 0), cx.lock("lock"));
        cx.spawn(&cx, "spinner", async move |cx: Cx| while never.load(&cx).await == 0 {}).await;
        let body = async move |cx: Cx| {
            cell.store(&cx, 1).await;
            drop(lock.acquire(&cx).await);
        };
        cx.spawn(&cx, "other", body).await;
        let seen = cell.load(&cx).await;
        match lock.try_acquire(&cx).await {
            // What is dropped is given back at once, but on real threads: no schedule is exact.
            None => Verdict::bad("held"),
            Some(_) if seen == 1 => Verdict::bad("seen"),
            Some(_) => Verdict::good("unseen"),
        }
    })
}

#[test]
fn a_bound_that_is_reached_is_said_with_how_far_it_came() {
    let limits = [
        (Limits { executions: 10, ..Limits::default() }, Bound::Executions),
        (Limits { steps: 100, ..Limits::default() }, Bound::Steps),
        (Limits { length: 9, ..Limits::default() }, Bound::Length),
        (Limits { memory: 1_000, ..Limits::default() }, Bound::Memory),
    ];
    let check = |explorer: &mut Explorer, bound| {
        let report = finish(explorer);
        assert_eq!(report.coverage, Coverage::Incomplete(bound));
        let progress = report.progress;
        assert!(progress.executions > 0 && progress.executions < 328 && progress.steps > 0, "{bound:?}: {progress:?}");
        let counted: u64 = report.outcomes.iter().map(|found| found.executions).sum();
        // What was cut off shows no outcome.
        assert!(counted == if bound == Bound::Length { 0 } else { progress.executions }, "{bound:?}: {counted}");
        assert_eq!(report.tree.nodes[0].executions, progress.executions);
    };
    for (limits, bound) in limits {
        check(&mut Explorer::new(adders(2, 3), limits), bound);
    }
    let mut explorer = Explorer::new(adders(2, 3), Limits::default());
    assert!(explorer.run_slice(50));
    explorer.give_up();
    check(&mut explorer, Bound::Time);
}

/// Two who give way to each other, and may do so for ever.
fn givers(cx: Cx) -> Main {
    Box::pin(async move {
        let locks = [cx.lock("a"), cx.lock("b")];
        let mut tasks = Vec::new();
        for at in 0..2 {
            let body = async move |cx: Cx| loop {
                let _outer = locks[at].acquire(&cx).await;
                if cx.within(1, async |cx: Cx| drop(locks[1 - at].acquire(&cx).await)).await.is_ok() {
                    break;
                }
            };
            tasks.push(cx.spawn(&cx, "giver", body).await);
        }
        join_all((&cx).into(), &tasks).await;
        Verdict::good("through")
    })
}

#[test]
fn who_tries_again_for_ever_is_let_do_so_for_a_while_and_that_is_said() {
    for late in 1..=4 {
        let mut explorer = Explorer::new(givers, Limits { late, ..Limits::default() });
        let report = finish(&mut explorer);
        assert_eq!(report.coverage, Coverage::Incomplete(Bound::Late(late)));
        // Waiting for as long as it takes, where it would not, is no deadlock of the program's.
        let outcomes: Vec<&Outcome> = report.outcomes.iter().map(|found| &found.outcome).collect();
        assert_eq!(outcomes, [&Outcome::Verdict("through".into())]);
        assert!(report.outcomes[0].executions < report.progress.executions && !report.outcomes[0].shortest);
    }
}

#[test]
fn a_bound_that_is_just_not_reached_proves_all() {
    let limits = Limits { executions: 328, length: 24, ..Limits::default() };
    assert_eq!(finish(&mut Explorer::new(adders(2, 3), limits)).coverage, Coverage::Complete);
    let limits = Limits { executions: 327, ..Limits::default() };
    assert_eq!(finish(&mut Explorer::new(adders(2, 3), limits)).coverage, Coverage::Incomplete(Bound::Executions));
}

#[test]
fn without_room_to_look_for_shorter_schedules_none_is_called_the_shortest() {
    let mut explorer = Explorer::new(adders(3, 2), Limits::default());
    let mut memory = 0;
    while explorer.coverage() == Coverage::Running {
        explorer.run_slice(100);
        memory = memory.max(explorer.progress().bytes + 10_000);
    }
    let mut explorer = Explorer::new(adders(3, 2), Limits { memory, ..Limits::default() });
    let report = finish(&mut explorer);
    assert_eq!(report.coverage, Coverage::Complete, "the search itself had room");
    assert!(report.outcomes.iter().all(|found| !found.shortest));
    // Nor is there room to find out why, and then no reason is given; what happens is told.
    let explanation = explain(&explorer, bad(&report), 1_000_000);
    assert!(!explanation.steps.is_empty() && !explanation.edges.is_empty());
}

#[test]
fn looking_for_shorter_schedules_can_be_given_up() {
    let mut explorer = Explorer::new(adders(3, 2), Limits::default());
    while explorer.coverage() == Coverage::Running {
        explorer.run_slice(1_000);
    }
    assert!(explorer.run_slice(1_000));
    explorer.give_up();
    assert!(explorer.run_slice(1) && !explorer.run_slice(1_000), "what is left is to follow what was found");
    let report = explorer.report();
    assert_eq!(report.coverage, Coverage::Complete);
    assert!(report.outcomes.iter().any(|found| !found.shortest));
}

#[test]
fn a_task_that_spins_for_ever_is_no_proof() {
    let program = |cx: Cx| -> Main {
        Box::pin(async move {
            let flag = cx.cell("flag", 0);
            while flag.load(&cx).await == 0 {}
            Verdict::good("never")
        })
    };
    let report = finish(&mut Explorer::new(program, Limits { length: 100, ..Limits::default() }));
    assert_eq!((report.coverage, report.outcomes.len()), (Coverage::Incomplete(Bound::Length), 0));
}

// More switches make no execution longer than it may be: the search for shorter ones has an end, even where
// some outcome has no exact schedule at all.
#[test]
fn beside_a_task_that_spins_for_ever_the_others_are_seen_and_shorter_schedules_are_found() {
    let mut explorer = Explorer::new(beside_a_spinner, Limits { length: 250, ..Limits::default() });
    let report = finish(&mut explorer);
    assert_eq!(report.coverage, Coverage::Incomplete(Bound::Length));
    assert_eq!(report.outcomes.len(), 3);
    for found in &report.outcomes {
        assert_eq!(found.exact, found.outcome != Outcome::Verdict("held".into()));
        assert!(found.shortest || !found.exact, "{found:?}");
    }
}

/// Good if the main task sees the store; if it does not it waits for ever, and something fails or does not.
fn waits_for_ever(cx: Cx) -> Main {
    Box::pin(async move {
        let (never, cell, missed) = (cx.cell("never", 0), cx.cell("x", 0), cx.event("missed"));
        cx.spawn(&cx, "setter", async move |cx: Cx| cell.store(&cx, 1).await).await;
        let body = async move |cx: Cx| {
            missed.wait(&cx).await;
            let seen = cell.load(&cx).await;
            while seen == 1 && never.load(&cx).await == 0 {}
            cx.check(Mark(1), false, "seen").await;
        };
        cx.spawn(&cx, "checker", body).await;
        if cell.load(&cx).await == 1 {
            return Verdict::good("seen");
        }
        missed.set(&cx).await;
        while never.load(&cx).await == 0 {}
        Verdict::good("never")
    })
}

#[test]
fn where_some_execution_is_cut_off_no_decision_is_claimed() {
    let mut explorer = Explorer::new(waits_for_ever, Limits { length: 100, ..Limits::default() });
    let report = finish(&mut explorer);
    assert_eq!(report.coverage, Coverage::Incomplete(Bound::Length));
    // For all that was seen, something good could still come of the waiting.
    let explanation = explain(&explorer, bad(&report), 1_000_000);
    assert_eq!((explanation.decision, explanation.conflict), (None, None), "{explanation:?}");
}

#[test]
fn without_time_for_it_there_is_no_explanation_of_the_decision() {
    let mut explorer = Explorer::new(adders(2, 2), Limits::default());
    let lost = bad(&finish(&mut explorer));
    let explanation = explain(&explorer, lost, 3);
    assert_eq!((explanation.decision, explanation.conflict), (None, None));
}

#[test]
fn an_explanation_is_cut_up_and_comes_to_the_same() {
    let mut explorer = Explorer::new(adders(3, 2), Limits::default());
    let lost = bad(&finish(&mut explorer));
    let whole = explain(&explorer, lost, 1_000_000);
    assert!(whole.conflict.is_some());
    // The least budget that suffices is how many steps it takes.
    let (mut too_little, mut enough) = (0, 1_000_000);
    while enough - too_little > 1 {
        let middle = u64::midpoint(too_little, enough);
        if explain(&explorer, lost, middle) == whole { enough = middle } else { too_little = middle }
    }
    let mut explaining = explorer.explaining(lost, 1_000_000).expect("it is bad");
    for pieces in 1.. {
        if let Some(explanation) = explaining.run_slice(7) {
            assert_eq!(explanation, whole);
            assert!(pieces >= enough / 7, "{pieces} pieces of 7 steps, of {enough}");
            break;
        }
    }
}
