//! The explorer against counts worked out by hand, and what it says of programs that fail.

#[path = "programs/adding.rs"]
mod adding;
#[path = "programs/dining.rs"]
mod dining;

use adding::{Main, adders};
use dining::philosophers;
use model::{Access, Bound, Coverage, Ending, Exploration, Mark, NameOf, Order, Outcome, TaskId, Verdict};
use runtime::explorer::{Explorer, Limits};
use runtime::handles::{Group, Restart, Select};
use runtime::{Cx, Value, join_all};
use std::sync::atomic::{AtomicI64, Ordering};

fn finish(mut explorer: Explorer) -> (Explorer, Exploration) {
    while explorer.run_slice(1_000) {}
    assert_eq!(explorer.redundant(), 0);
    let report = explorer.report();
    (explorer, report)
}

fn search(program: impl Fn(Cx) -> Main + 'static) -> (Explorer, Exploration) {
    finish(Explorer::new(program, Limits::default()))
}

fn outcome(report: &Exploration, outcome: &Outcome) -> usize {
    let at = report.outcomes.iter().position(|found| found.outcome == *outcome);
    at.unwrap_or_else(|| panic!("{outcome:?} is not among {:?}", report.outcomes))
}

#[test]
fn adders_take_the_optimal_count() {
    for (n, k, expected) in [(2, 1, 4), (2, 2, 34), (2, 3, 328), (3, 1, 36), (2, 4, 3_334), (3, 2, 7_134)] {
        let report = search(adders(n, k)).1;
        assert_eq!(
            (report.coverage, report.progress.executions),
            (Coverage::Complete, expected),
            "{n} tasks, {k} times"
        );
        assert!(report.outcomes.iter().all(|found| found.shortest && found.exact));
    }
}

// Each of the n forks is taken first by one of two neighbours: 2^n ways. All of them taken first by their
// left neighbour is the deadlock; all by their right one cannot be, since nobody takes that one first.
#[test]
fn philosophers_take_the_optimal_count_and_one_execution_deadlocks() {
    for (n, expected) in [(2, 3), (3, 7), (4, 15), (5, 31)] {
        let report = search(philosophers(n)).1;
        assert_eq!(report.progress.executions, expected, "{n} philosophers");
        let deadlock = &report.outcomes[outcome(&report, &Outcome::Deadlock)];
        assert_eq!(deadlock.executions, 1);
        let Ending::Deadlock(ring) = &deadlock.ending else { panic!("{:?} is no deadlock", deadlock.ending) };
        assert_eq!(ring.len(), n);
    }
}

/// Every interleaving of this ends well.
fn always(program: impl Fn(Cx) -> Main + 'static) {
    let report = search(program).1;
    assert_eq!(report.coverage, Coverage::Complete);
    let all: Vec<&Outcome> = report.outcomes.iter().map(|found| &found.outcome).collect();
    assert_eq!(all, [&Outcome::Verdict("holds".into())]);
}

fn verdict(holds: bool) -> Verdict {
    if holds { Verdict::good("holds") } else { Verdict::bad("does not hold") }
}

// What is handed over, met and called takes two; that it came too late is told to both or to none.
#[test]
fn a_hand_over_and_a_time_limit_exclude_each_other() {
    always(|cx| {
        Box::pin(async move {
            let channel = cx.channel("channel", 0);
            let receiver =
                async move |cx: Cx| i64::from(cx.within(5, async |cx: Cx| channel.receive(&cx).await).await.is_ok());
            let receiver = cx.spawn(&cx, "receiver", receiver).await;
            let sent = cx.within(5, async |cx: Cx| channel.send(&cx, 7).await).await;
            verdict(receiver.join(&cx).await == Value::Int(i64::from(sent == Ok(true))))
        })
    });
}

#[test]
fn a_meeting_and_a_time_limit_exclude_each_other() {
    always(|cx| {
        Box::pin(async move {
            let barrier = cx.barrier("barrier", 2);
            let meets =
                async move |cx: Cx| i64::from(cx.within(5, async |cx: Cx| barrier.wait(&cx).await).await.is_ok());
            let other = cx.spawn(&cx, "other", meets).await;
            let met = meets(cx.clone()).await;
            verdict(other.join(&cx).await == Value::Int(met))
        })
    });
}

#[test]
fn a_call_and_a_time_limit_exclude_each_other() {
    always(|cx| {
        Box::pin(async move {
            let (lock, condition) = (cx.lock("lock"), cx.condition("condition"));
            let waits = async move |cx: Cx| {
                let guard = lock.acquire(&cx).await;
                // Whoever is called has the lock again in time: nobody else wants it.
                i64::from(cx.within(5, async |cx: Cx| condition.wait(&cx, guard).await).await.is_ok())
            };
            let waits = cx.spawn(&cx, "waits", waits).await;
            let called = condition.notify(&cx).await;
            verdict(waits.join(&cx).await == Value::Int(called))
        })
    });
}

#[test]
fn nobody_outlives_who_looks_after_it() {
    always(|cx| {
        Box::pin(async move {
            let (lock, never) = (cx.lock("lock"), cx.event("never"));
            let holds = async move |cx: Cx| {
                let _guard = lock.acquire(&cx).await;
                never.wait(&cx).await;
            };
            let supervised = cx.supervise((&cx).into(), "actor", Restart::Never, holds).await;
            supervised.supervisor().cancel(&cx).await;
            supervised.join(&cx).await;
            verdict(lock.try_acquire(&cx).await.is_some())
        })
    });
}

#[test]
fn nobody_outlives_its_group() {
    always(|cx| {
        Box::pin(async move {
            let (lock, never) = (cx.lock("lock"), cx.event("never"));
            let holds = async move |cx: Cx| {
                let _guard = lock.acquire(&cx).await;
                never.wait(&cx).await;
            };
            let groups = async move |cx: Cx| {
                let grouped = cx.group((&cx).into(), async |cx: Cx, group: &mut Group| {
                    group.spawn((&cx).into(), "holds", holds).await;
                });
                i64::from(grouped.await.is_ok())
            };
            let groups = cx.spawn(&cx, "groups", groups).await;
            groups.cancel(&cx).await;
            groups.join(&cx).await;
            verdict(lock.try_acquire(&cx).await.is_some())
        })
    });
}

// A ring of a ticket is a signal. Did who heard it hold it, it would now wait for itself.
#[test]
fn whoever_was_rung_holds_nothing() {
    let report = search(|cx| {
        Box::pin(async move {
            let channel = cx.channel("channel", 1);
            let chooses = async move |cx: Cx| {
                let select = Select::new((&cx).into(), "select", &[channel]).await;
                while select.receive(&cx).await.is_some() {}
            };
            let chooses = cx.spawn(&cx, "chooses", chooses).await;
            channel.send(&cx, 1).await;
            chooses.join(&cx).await;
            Verdict::good("closed")
        })
    })
    .1;
    for found in &report.outcomes {
        let Ending::Asleep(waits) = &found.ending else { panic!("{:?} in {}", found.ending, found.schedule) };
        assert!(waits.iter().all(|wait| wait.task == TaskId::MAIN || wait.holders.is_empty()), "{waits:?}");
    }
}

#[test]
fn values_that_tell_make_outcomes() {
    let report = finish(Explorer::new(adders(2, 2), Limits::default()).telling(&["total"])).1;
    let mut totals: Vec<f64> = report.outcomes.iter().map(|found| found.values[0].1).collect();
    totals.sort_by(f64::total_cmp);
    assert_eq!(totals, [2.0, 3.0, 4.0]);
    let executions: u64 = report.outcomes.iter().map(|found| found.executions).sum();
    assert_eq!(executions, 34);
}

// main spawns two, 1 loads, 2 loads and stores, 1 stores, main joins both and loads.
#[test]
fn a_lost_update_is_explained() {
    let (explorer, report) = search(adders(2, 1));
    let lost = outcome(&report, &Outcome::Verdict("lost".into()));
    assert_eq!(report.outcomes[lost].schedule.switches(), 4, "{}", report.outcomes[lost].schedule);
    let explanation = explorer.explain(lost, 100_000).expect("it is bad");
    let decision = explanation.decision.expect("there was hope at first") as usize;
    let decided = &explanation.steps[decision];
    assert_eq!(decided.mark, Mark(1), "the second load is what makes it certain");
    let conflict = explanation.conflict.expect("two accesses decided it");
    assert_eq!((conflict.object, conflict.first as usize), (decided.object, decision));
    let Access::Step(second) = conflict.second else { panic!("both accesses happened") };
    let second = &explanation.steps[second as usize];
    assert_eq!((second.mark, second.step.task == decided.step.task), (Mark(2), false));
    assert!(explanation.edges.iter().any(|edge| edge.why == Order::Object(conflict.object)));
    assert!(explanation.edges.iter().all(|edge| edge.from < edge.to));
}

#[test]
fn a_deadlock_is_explained_by_a_lock_that_is_waited_for() {
    let (explorer, report) = search(philosophers(2));
    let deadlock = outcome(&report, &Outcome::Deadlock);
    let explanation = explorer.explain(deadlock, 100_000).expect("it is bad");
    let conflict = explanation.conflict.expect("two accesses decided it");
    assert!(matches!(conflict.second, Access::Waiting(task, _) if task != TaskId::MAIN), "{conflict:?}");
    assert_eq!(explorer.explain(outcome(&report, &Outcome::Verdict("fed".into())), 100_000), None);
}

// Who is met first, and so numbered first, is another child in the one schedule than in the other.
#[test]
fn children_of_two_tasks_are_told_apart_whoever_comes_first() {
    let program = |cx: Cx| -> Main {
        Box::pin(async move {
            let cell = cx.cell("last", 0);
            let parent = async move |cx: Cx, own: i64| {
                let child = async move |cx: Cx| cell.store(cx.at(Mark(7)), own).await;
                cx.spawn(&cx, format!("child-{own}"), child).await.join(&cx).await;
            };
            let one = cx.spawn(&cx, "one", async move |cx: Cx| parent(cx, 1).await).await;
            let two = cx.spawn(&cx, "two", async move |cx: Cx| parent(cx, 2).await).await;
            join_all((&cx).into(), &[one, two]).await;
            let last = cell.load(&cx).await;
            if last == 1 { Verdict::bad("one") } else { Verdict::good("two") }
        })
    };
    let (explorer, report) = search(program);
    assert_eq!((report.coverage, report.progress.executions), (Coverage::Complete, 2));
    let one = outcome(&report, &Outcome::Verdict("one".into()));
    let explanation = explorer.explain(one, 1_000).expect("it is bad");
    let stores: Vec<&str> = explanation
        .steps
        .iter()
        .filter(|told| told.mark == Mark(7))
        .filter_map(|told| {
            report.outcomes[one]
                .names
                .iter()
                .find(|name| matches!(name.of, NameOf::Task(task, _) if task == told.step.task))
        })
        .map(|name| name.text.as_str())
        .collect();
    assert_eq!(stores, ["child-2", "child-1"]);
}

/// Says something else each time.
struct Coin(AtomicI64);

impl Coin {
    fn toss(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) % 2 == 0
    }
}

#[test]
fn a_task_that_does_something_else_when_told_the_same_is_found_out() {
    static COIN: Coin = Coin(AtomicI64::new(0));
    let program = |cx: Cx| -> Main {
        Box::pin(async move {
            let cells = [cx.cell("x", 0), cx.cell("y", 0)];
            let body = async move |cx: Cx| {
                cells[usize::from(COIN.toss())].store(&cx, 1).await;
                cells[0].load(&cx).await
            };
            let tasks = [cx.spawn(&cx, "a", body).await, cx.spawn(&cx, "b", body).await];
            cells[0].store(&cx, 2).await;
            join_all((&cx).into(), &tasks).await;
            Verdict::good("done")
        })
    };
    assert_eq!(search(program).1.coverage, Coverage::Incomplete(Bound::Unsteady));
}

#[test]
fn a_verdict_that_cannot_be_reproduced_is_found_out() {
    static COIN: Coin = Coin(AtomicI64::new(0));
    let program =
        |_: Cx| -> Main { Box::pin(async move { Verdict::good(if COIN.toss() { "heads" } else { "tails" }) }) };
    assert_eq!(search(program).1.coverage, Coverage::Incomplete(Bound::Unsteady));
}

#[test]
fn the_tree_counts_every_execution_and_keeps_to_its_room() {
    for room in [10, 50, 1_000_000] {
        let report = finish(Explorer::new(adders(2, 2), Limits { tree: room, ..Limits::default() })).1;
        let tree = report.tree;
        assert!(tree.nodes.len() <= room as usize && tree.cut == (room < 1_000));
        assert_eq!(tree.nodes[0].executions, 34);
        assert_eq!(tree.nodes[0].outcomes.len(), report.outcomes.len());
        for node in tree.nodes.iter().filter(|node| !node.children.is_empty()) {
            let below: u64 = node.children.iter().map(|child| tree.nodes[*child as usize].executions).sum();
            assert_eq!(below, node.executions);
        }
        if !tree.cut {
            let leaves = tree.nodes.iter().filter(|node| node.children.is_empty());
            assert_eq!(leaves.count(), 34);
            assert!(tree.nodes.iter().any(|node| !node.pruned.is_empty()), "two loads commute");
        }
    }
}

#[test]
fn slices_of_any_size_come_to_the_same() {
    let whole = search(adders(2, 3)).1;
    let mut explorer = Explorer::new(adders(2, 3), Limits::default());
    let mut last = 0;
    while explorer.run_slice(7) {
        let progress = explorer.progress();
        assert!(progress.executions >= last);
        last = progress.executions;
    }
    assert_eq!(explorer.report(), whole);
}
