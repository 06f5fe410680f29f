//! Which events are steps: the same in every engine, and as many as a schedule has.

use crate::hosts;
use crate::programs::NOWHERE;
use model::{Event, EventKind, Mode, TaskId, Verdict};
use runtime::baton::Policy;
use runtime::machine::MachineConfig;
use runtime::{Cx, Kernel, join_all};

/// Something of everything, with one order for each task whoever runs when.
async fn program(cx: Cx) -> Verdict {
    let (counter, lock, queue) = (cx.cell("counter", 0), cx.lock("lock"), cx.queue("queue"));
    let mut tasks = Vec::new();
    for item in 0..2 {
        let body = async move |cx: Cx| {
            let guard = lock.acquire(&cx).await;
            let seen = counter.load(&cx).await;
            cx.compute(&cx, Kernel::Primes, 2).await;
            cx.sleep(&cx, 2_000).await;
            counter.store(&cx, seen + 1).await;
            guard.release(NOWHERE).await;
            cx.back_edge(NOWHERE).await;
            queue.put(&cx, item).await;
        };
        tasks.push(cx.spawn(&cx, "worker", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    queue.get(&cx).await;
    queue.get(&cx).await;
    // Nobody puts a third one in.
    let late = cx.within(50_000, async |cx| queue.get(&cx).await).await;
    if late.is_err() { Verdict::good("late") } else { Verdict::bad("there") }
}

/// The steps of each task.
fn steps(events: &[Event]) -> Vec<Vec<EventKind>> {
    let of = |task| events.iter().filter(move |event| event.step && event.task == TaskId(task)).map(|event| event.kind);
    (0..3).map(|task| of(task).collect()).collect()
}

#[test]
fn every_engine_tells_the_same_steps_and_a_schedule_has_as_many() {
    use EventKind::{Acquire, Compute, Get, Join, Load, Put, Release, Sleep, Spawn, Store, TimedOut};
    let worker = vec![Acquire, Load, Compute, Sleep, Store, Release, Put];
    let expected = vec![vec![Spawn, Spawn, Join, Join, Get, Get, TimedOut], worker.clone(), worker];
    for mode in [Mode::Gil, Mode::Free, Mode::EventLoop] {
        let ran = hosts::machine(MachineConfig::new(mode), None, program);
        assert_eq!(steps(&ran.events), expected, "{mode:?}");
        let taken = ran.schedule.len();
        assert_eq!(ran.events.iter().filter(|event| event.step).count(), taken, "{mode:?}");
    }
    for policy in [Policy::Gil { interval: 20_000, every_operation: true }, Policy::EventLoop] {
        assert_eq!(steps(&hosts::baton(policy, program).1), expected, "{policy:?}");
    }
    assert_eq!(steps(&hosts::threads(program).1), expected, "threads");
}
