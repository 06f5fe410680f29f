//! An explanation against the plainest possible search: what comes before what, after which step nothing
//! good can happen any more, and that the other order of the two accesses would have left some hope.

use crate::naive::{self, Step};
use crate::plan::Plan;
use model::{Access, Explanation, TaskId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Schedules that may be tried to check one step of an explanation.
const MOST: u64 = 2_000;

pub(crate) fn check(plan: &Rc<Plan>, explanation: &Explanation) {
    let tasks: Vec<TaskId> = explanation.steps.iter().map(|told| told.step.task).collect();
    check_edges(plan, explanation, &tasks);
    let decision = explanation.decision.map(|decision| decision as usize);
    // The random programs' own verdicts are good: only a failure is explained, and it can be avoided
    // unless everything fails.
    for (at, hoped) in (0..=tasks.len()).map(|at| (at, decision.is_some_and(|decision| at <= decision))) {
        if let Some(hope) = hope(plan, &tasks[..at], |_| true) {
            assert_eq!(hope, hoped, "hope after {at} steps: {plan:?} {explanation:?}");
        }
    }
    let Some(conflict) = explanation.conflict else { return };
    let first = conflict.first as usize;
    let (steps, keys) = replay(plan, &tasks);
    let nth = |position: usize| steps[..position].iter().filter(|step| step.0 == steps[position].0).count();
    let one = (steps[first].0, nth(first));
    let other = match conflict.second {
        Access::Step(second) => {
            let second = second as usize;
            assert!(first < second, "{explanation:?}");
            (steps[second].0, nth(second))
        }
        Access::Waiting(task, _) => {
            let key = keys[task.index()];
            (key, steps.iter().filter(|other| other.0 == key).count())
        }
    };
    let turned = |steps: &[Step]| {
        let position = |(key, nth): (u32, usize)| {
            steps.iter().enumerate().filter(|(_, step)| step.0 == key).nth(nth).map_or(usize::MAX, |(at, _)| at)
        };
        position(other) < position(one)
    };
    let saved = hope(plan, &tasks[..first], turned);
    assert_ne!(saved, Some(false), "the other order saves nothing: {plan:?} {explanation:?}");
}

/// Whether something good can follow on these first steps; none where that is too much to try.
fn hope(plan: &Rc<Plan>, first: &[TaskId], counts: impl Fn(&[Step]) -> bool) -> Option<bool> {
    let mut good = false;
    let tried = naive::each(
        |cx| plan.clone().run(cx),
        first,
        MOST,
        |execution| good |= execution.ending.is_good() && counts(execution.steps),
    );
    if good { Some(true) } else { tried.map(|()| false) }
}

/// The steps of these tasks, and what each task is called in them.
fn replay(plan: &Rc<Plan>, tasks: &[TaskId]) -> (Vec<Step>, Vec<u32>) {
    let mut replayed = Default::default();
    let _ = naive::each(
        |cx| plan.clone().run(cx),
        tasks,
        1,
        |execution| {
            replayed = (execution.steps[..tasks.len()].to_vec(), execution.keys.to_vec());
        },
    );
    replayed
}

fn check_edges(plan: &Rc<Plan>, explanation: &Explanation, tasks: &[TaskId]) {
    let n = tasks.len();
    let mut expected = vec![vec![false; n]; n];
    let _ = naive::each(
        |cx| plan.clone().run(cx),
        tasks,
        1,
        |execution| {
            let starts: BTreeMap<u32, usize> = execution.spawned.iter().map(|(at, key)| (*key, *at)).collect();
            for late in 0..n {
                for early in 0..late {
                    let (one, other) = (&execution.steps[early], &execution.steps[late]);
                    let meet = |(object, looks): &(u32, bool)| {
                        other.2.iter().any(|(same, also)| same == object && !(*looks && *also))
                    };
                    expected[early][late] =
                        one.0 == other.0 || starts.get(&other.0) == Some(&early) || one.2.iter().any(meet);
                }
            }
        },
    );
    let mut told = vec![vec![false; n]; n];
    for edge in &explanation.edges {
        told[edge.from as usize][edge.to as usize] = true;
    }
    let direct = told.clone();
    for relation in [&mut expected, &mut told] {
        for through in 0..n {
            for early in 0..through {
                for late in through + 1..n {
                    relation[early][late] |= relation[early][through] && relation[through][late];
                }
            }
        }
    }
    assert_eq!(told, expected, "what happens before what: {plan:?} {explanation:?}");
    for through in 0..n {
        for early in 0..through {
            for late in through + 1..n {
                assert!(
                    !(direct[early][late] && told[early][through] && told[through][late]),
                    "an edge follows from others: {explanation:?}"
                );
            }
        }
    }
}
