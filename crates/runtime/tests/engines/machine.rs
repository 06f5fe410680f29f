//! The modelled machine: what passes the baton, what ends a run, and that a run can be had again.

use crate::hosts::{Log, Ran, machine};
use crate::programs::{finished, is_its_ring, opposite_order, two_adders};
use model::{Ending, Event, EventKind, Mark, Mode, TaskId, Verdict};
use proptest::prelude::*;
use runtime::machine::{Costs, Limits, Machine, MachineConfig, MachineSlice};
use runtime::scheduler::{ByHand, Pct, Random, Replay, RoundRobin, Scheduler, Turns};
use runtime::{Cx, Kernel, Strand, Value, join_all};
use std::future::Future;
use std::rc::Rc;

fn run<F: Future<Output = Verdict> + 'static>(config: MachineConfig, program: impl FnOnce(Cx) -> F + 'static) -> Ran {
    machine(config, None, program)
}

fn scheduled<F: Future<Output = Verdict> + 'static>(
    config: MachineConfig,
    scheduler: impl Scheduler + 'static,
    program: impl FnOnce(Cx) -> F + 'static,
) -> Ran {
    machine(config, Some(Box::new(scheduler)), program)
}

fn config(mode: Mode, seed: u64) -> MachineConfig {
    MachineConfig { seed, ..MachineConfig::new(mode) }
}

/// Everything at once: locks, sleep, native and Python work, a join.
async fn medley(cx: Cx) -> Verdict {
    let (cell, lock) = (cx.cell("cell", 0), cx.lock("lock"));
    let mut tasks = Vec::new();
    for task in 0..4u32 {
        let body = async move |cx: Cx| {
            for turn in 0..3 {
                let guard = lock.acquire(&cx).await;
                let seen = cell.load(&cx).await;
                match (task + turn) % 4 {
                    0 => cx.sleep(&cx, 200_000).await,
                    1 => cx.compute(&cx, Kernel::Primes, 150).await,
                    2 if task % 2 == 0 => cx.native(&cx, Kernel::Primes, 30).await,
                    2 => cx.parallel(&cx, Kernel::Primes, 30, 3).await,
                    _ => cx.call(Mark(3)).await,
                }
                cell.store(&cx, seen + 1).await;
                guard.release(Mark::NONE).await;
                cx.compute(&cx, Kernel::Primes, 20).await;
            }
        };
        tasks.push(cx.spawn(&cx, "task", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good(if cell.load(&cx).await == 12 { "whole" } else { "lost" })
}

#[test]
fn every_mode_does_the_medley() {
    for mode in Mode::ALL {
        let ran = run(config(mode, 1), medley);
        assert_eq!(ran.ending, finished("whole"), "{mode:?}");
        assert!(ran.events.windows(2).all(|pair| pair[0].time <= pair[1].time), "{mode:?}: time goes forward");
        assert!(ran.events.iter().zip(0..).all(|(event, seq)| event.seq == seq), "{mode:?}: no number is missing");
    }
}

#[test]
fn calls_and_back_edges_alone_lose_nothing() {
    let ran = run(config(Mode::Gil, 1), |cx| two_adders(cx, 200_000));
    assert_eq!(ran.ending, finished("whole"));
    assert!(
        ran.events.iter().any(|event| event.kind == EventKind::Yield),
        "the baton did pass between loads and stores"
    );
}

#[test]
fn a_switch_at_every_operation_loses_updates() {
    let config = MachineConfig { every_operation: true, interval: 50_000, ..config(Mode::Gil, 1) };
    assert_eq!(run(config, |cx| two_adders(cx, 20_000)).ending, finished("lost"));
}

#[test]
fn free_threads_lose_updates() {
    assert_eq!(run(config(Mode::Free, 1), |cx| two_adders(cx, 10_000)).ending, finished("lost"));
}

#[test]
fn a_plain_loop_runs_one_task_after_another() {
    let ran = run(config(Mode::Sequential, 1), |cx| two_adders(cx, 3));
    assert_eq!(ran.ending, finished("whole"));
    let order: Vec<u32> =
        ran.events.iter().filter(|event| event.kind == EventKind::Begin).map(|event| event.task.0).collect();
    assert_eq!(order, [0, 1, 2]);
}

#[test]
fn computing_takes_turns_under_the_gil_and_runs_at_once_without() {
    let work = async |cx: Cx| {
        let work = async |cx: Cx| cx.compute(&cx, Kernel::Primes, 1_000).await;
        let tasks = [cx.spawn(&cx, "a", work).await, cx.spawn(&cx, "b", work).await];
        join_all((&cx).into(), &tasks).await;
        Verdict::good("done")
    };
    let (gil, free) = (run(config(Mode::Gil, 1), work), run(config(Mode::Free, 1), work));
    assert!(gil.elapsed > 99_000_000 && gil.elapsed < 112_000_000, "{}", gil.elapsed);
    assert!(free.elapsed > 49_000_000 && free.elapsed < 56_000_000, "{}", free.elapsed);
    assert!(gil.events.iter().filter(|event| event.kind == EventKind::Yield).count() >= 18);
}

#[test]
fn opposite_order_of_two_locks_is_a_deadlock_with_its_ring() {
    is_its_ring(&run(config(Mode::Gil, 1), opposite_order).ending);
}

#[test]
fn a_blocking_call_holds_up_an_event_loop_and_nobody_else() {
    let program = async |cx: Cx| {
        let blocker = cx.spawn(&cx, "blocker", async |cx: Cx| cx.block(&cx, 100_000_000).await).await;
        let ticker = cx.spawn(&cx, "ticker", async |cx: Cx| cx.sleep(&cx, 1_000_000).await).await;
        ticker.join(&cx).await;
        let ticked = cx.now();
        blocker.join(&cx).await;
        Verdict::good(if ticked > 50_000_000 { "late" } else { "in time" })
    };
    assert_eq!(run(config(Mode::Gil, 1), program).ending, finished("in time"));
    assert_eq!(run(config(Mode::EventLoop, 1), program).ending, finished("late"));
}

#[test]
fn limits_are_said() {
    let limits = Limits { steps: 100, events: 50 };
    let log = Rc::new(Log::default());
    let machine = Machine::new(MachineConfig { limits, ..config(Mode::Gil, 1) }, log.clone(), |cx| {
        Box::pin(two_adders(cx, 1_000))
    });
    assert_eq!(machine.run(), Ending::StepLimit(100));
    let summary = machine.summary();
    assert_eq!((log.take().len(), summary.events - summary.dropped), (50, 50));
    assert!(summary.dropped > 0);
}

#[test]
fn a_slice_is_as_short_as_asked() {
    let log = Rc::new(Log::default());
    let machine = Machine::new(config(Mode::Free, 1), log, |cx| Box::pin(two_adders(cx, 1_000)));
    let mut slices = 0;
    while machine.run_slice(100) == MachineSlice::More {
        slices += 1;
    }
    assert!(slices > 40);
}

#[test]
fn a_hand_takes_one_step_at_a_time() {
    let turns = Turns::default();
    let log = Rc::new(Log::default());
    let hand = Box::new(ByHand::new(turns.clone()));
    let machine = Machine::scheduled(config(Mode::Free, 1), hand, log.clone(), |cx| Box::pin(two_adders(cx, 1)));
    let mut chosen = Vec::new();
    loop {
        match machine.run_slice(1_000) {
            MachineSlice::More => {}
            MachineSlice::Asks => {
                // The last task that can, always: both load before either stores.
                let step = *turns.choices().last().expect("somebody can go on");
                chosen.push(step);
                turns.choose(step);
            }
            MachineSlice::Over(ending) => {
                assert_eq!(ending, finished("whole"));
                break;
            }
        }
    }
    // A chosen task that ends or waits instead takes no step; all others came in this order.
    let mut left = chosen.iter();
    assert!(machine.schedule().expect("short").steps().all(|step| left.any(|chosen| *chosen == step)));
}

/// Where two runs differ first, if they do.
fn difference(one: &[Event], other: &[Event]) -> Option<(usize, Option<Event>, Option<Event>)> {
    let at = (0..one.len().max(other.len())).find(|at| one.get(*at) != other.get(*at))?;
    Some((at, one.get(at).copied(), other.get(at).copied()))
}

fn any_mode() -> impl Strategy<Value = Mode> {
    proptest::sample::select(Mode::ALL.to_vec())
}

proptest! {
    #[test]
    fn the_same_seed_gives_the_same_events(mode in any_mode(), seed: u64) {
        let (one, other) = (run(config(mode, seed), medley), run(config(mode, seed), medley));
        prop_assert_eq!(difference(&one.events, &other.events), None);
    }

    #[test]
    fn a_run_replays_from_its_schedule(mode in any_mode(), seed: u64) {
        let first = run(config(mode, seed), medley);
        let again = scheduled(config(mode, seed), Replay::new(&first.schedule), medley);
        prop_assert_eq!(&again.ending, &first.ending);
        prop_assert_eq!(difference(&again.events, &first.events), None);
        prop_assert_eq!(again.schedule, first.schedule);
    }

    #[test]
    fn every_scheduler_comes_to_the_end_and_replays(mode in any_mode(), seed: u64, which in 0..3) {
        let scheduler: Box<dyn Scheduler> = match which {
            0 => Box::new(Random::new(seed)),
            1 => Box::new(Pct::new(seed, 3, 60)),
            _ => Box::new(RoundRobin::new(seed % 50_000)),
        };
        let first = machine(config(mode, seed), Some(scheduler), medley);
        prop_assert_eq!(&first.ending, &finished("whole"));
        let again = scheduled(config(mode, seed), Replay::new(&first.schedule), medley);
        // The same steps; who was held where in between may differ, since a scheduler also
        // chooses tasks that then take no step.
        prop_assert_eq!(&again.schedule, &first.schedule);
        prop_assert_eq!(again.ending, first.ending);
    }
}

#[test]
fn some_seed_loses_an_update_and_some_does_not() {
    let outcome = |seed| scheduled(config(Mode::Free, seed), Random::new(seed), |cx| two_adders(cx, 1)).ending;
    let lost = (0..50).filter(|seed| outcome(*seed) == finished("lost")).count();
    assert!((1..50).contains(&lost), "{lost} of 50");
    assert_eq!(TaskId::MAIN.0, 0);
}

/// What was started, how long the start and the end of it took, and the memory while it lived and after.
fn started(mode: Mode, strand: Strand) -> (u64, u64, u64) {
    let log = Rc::new(Log::default());
    let machine = Machine::new(config(mode, 1), log, move |cx| {
        Box::pin(async move {
            let child = cx.spawn_on(&cx, strand, "child", async |cx: Cx| cx.sleep(&cx, 1_000_000_000).await).await;
            child.join(&cx).await;
            cx.sleep(&cx, 1_000_000_000).await;
            Verdict::good("done")
        })
    });
    let before = machine.memory();
    let mut most = before;
    while machine.run_slice(1) == MachineSlice::More {
        most = most.max(machine.memory());
        if machine.now() > 1_500_000_000 {
            assert_eq!(machine.memory(), before, "{strand:?}: what ended takes no memory");
        }
    }
    (most - before, before, machine.now() - 2_000_000_000)
}

#[test]
fn threads_tasks_and_processes_take_time_to_start_and_memory_while_they_live() {
    let costs = Costs::CPYTHON;
    let (task, process, quick) = started(Mode::EventLoop, Strand::Usual);
    assert_eq!((task, process), (costs.task_memory, costs.process_memory));
    assert!(quick < 2_000_000, "{quick}");
    for (mode, strand, memory, start) in [
        (Mode::Gil, Strand::Usual, costs.thread_memory, costs.start_thread),
        (Mode::EventLoop, Strand::Thread, costs.thread_memory, costs.start_thread),
        (Mode::Gil, Strand::Fork, costs.process_memory, costs.start_fork),
        (Mode::Processes, Strand::Usual, costs.process_memory, costs.start_fork),
        (Mode::Processes, Strand::Spawn, costs.process_memory, costs.start_spawn),
    ] {
        let (took, _, time) = started(mode, strand);
        assert_eq!(took, memory, "{mode:?} {strand:?}");
        assert!(time > start * 7 / 8 && time < start * 9 / 8 + 2_000_000, "{mode:?} {strand:?}: {time} for {start}");
    }
}

#[test]
fn what_goes_to_another_process_costs_by_its_size() {
    let through = |mode: Mode, bytes: usize| {
        let program = async move |cx: Cx| {
            let queue = cx.queue("queue");
            let producer = async move |cx: Cx| queue.put(&cx, Value::Bytes(vec![0; bytes].into())).await;
            cx.spawn(&cx, "producer", async move |cx: Cx| i64::from(producer(cx).await)).await;
            queue.get(&cx).await;
            // What it costs to receive is paid with the next operation.
            cx.sleep(&cx, 0).await;
            Verdict::good("done")
        };
        run(config(mode, 1), program).elapsed
    };
    let costs = Costs::CPYTHON;
    let (small, large) = (through(Mode::Processes, 1), through(Mode::Processes, 4 << 20));
    // Made and read once each, to within the eighth that anything varies by.
    let expected = 2 * costs.conversion(4 << 20);
    assert!((large - small).abs_diff(expected) < expected / 4, "{} for {expected}", large - small);
    assert!(through(Mode::Gil, 4 << 20) < through(Mode::Gil, 1) + 100_000, "nothing is copied within a process");
}

#[test]
fn an_event_loop_with_nothing_to_do_waits_in_whole_milliseconds() {
    let program = async |cx: Cx| {
        // The loop wakes for the first after 2 ms, has then 3.3 ms to wait, and waits 4.
        let first = cx.spawn(&cx, "first", async |cx: Cx| cx.sleep(&cx, 1_300_000).await).await;
        let second = cx.spawn(&cx, "second", async |cx: Cx| cx.sleep(&cx, 5_300_000).await).await;
        join_all((&cx).into(), &[first, second]).await;
        Verdict::good("done")
    };
    let lateness = |mode: Mode| {
        let ran = run(config(mode, 1), program);
        let woke = ran.events.iter().rfind(|event| event.kind == EventKind::Woke).expect("it slept");
        let slept = ran.events.iter().rfind(|event| event.kind == EventKind::Sleep).expect("it slept");
        woke.time - slept.time - 5_300_000
    };
    assert!(lateness(Mode::EventLoop) > 600_000, "{}", lateness(Mode::EventLoop));
    assert!(lateness(Mode::Gil) < 100_000, "{}", lateness(Mode::Gil));
}
