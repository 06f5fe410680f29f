//! The wait-for graph is a fold of events: whatever knot random programs tie, it says of the end what the
//! engine says, without having been asked.

use model::{Ending, Event, Mark, Mode, Name, Verdict};
use proptest::prelude::*;
use runtime::baton::{Baton, Policy, Slice};
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::Random;
use runtime::{Cx, Recorder, join_all};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use timeline::Trace;

#[derive(Default)]
struct Log(RefCell<Trace>);

impl Recorder for Log {
    fn event(&self, event: Event) {
        self.0.borrow_mut().push([event]);
    }

    fn name(&self, name: Name) {
        self.0.borrow_mut().name(name);
    }
}

/// What a task does next; what it takes it keeps, until it gives the last of it back.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Lock(usize),
    Again,
    Permit,
    GiveBack,
    Signal,
    Wait,
    Hurry(usize),
    Cancel,
}

fn any_plan() -> impl Strategy<Value = Vec<Vec<Deed>>> {
    let deed = prop_oneof![
        (0usize..3).prop_map(Deed::Lock),
        Just(Deed::Again),
        Just(Deed::Permit),
        Just(Deed::GiveBack),
        Just(Deed::Signal),
        Just(Deed::Wait),
        (0usize..3).prop_map(Deed::Hurry),
        Just(Deed::Cancel),
    ];
    proptest::collection::vec(proptest::collection::vec(deed, 1..7), 2..6)
}

async fn knots(cx: Cx, plan: Vec<Vec<Deed>>) -> Verdict {
    let locks = [cx.lock("a"), cx.lock("b"), cx.lock("c")];
    let (again, permits, signal) = (cx.reentrant_lock("again"), cx.semaphore("two", 2), cx.event("signal"));
    let victim = async move |cx: Cx| locks[2].acquire(&cx).await.release(Mark::NONE).await;
    let victim = cx.spawn(&cx, "victim", victim).await;
    let mut tasks = vec![victim];
    for deeds in plan {
        let body = async move |cx: Cx| {
            let (mut guards, mut depth, mut held) = (Vec::new(), Vec::new(), Vec::new());
            for deed in deeds {
                match deed {
                    Deed::Lock(which) => guards.push(locks[which].acquire(&cx).await),
                    Deed::Again => depth.push(again.acquire(&cx).await),
                    Deed::Permit => held.push(permits.acquire(&cx).await),
                    Deed::GiveBack => drop((guards.pop(), depth.pop(), held.pop())),
                    Deed::Signal => signal.set(&cx).await,
                    Deed::Wait => signal.wait(&cx).await,
                    Deed::Hurry(which) => {
                        let had = cx.within(20_000, async |cx: Cx| locks[which].acquire(&cx).await).await;
                        guards.extend(had);
                    }
                    Deed::Cancel => drop(victim.cancel(&cx).await),
                }
            }
        };
        tasks.push(cx.spawn(&cx, "task", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good("untied")
}

/// Whether the fold says what the engine says, and whether there was something to say.
fn agrees(ending: &Ending, log: &Log) -> Result<bool, TestCaseError> {
    let mut trace = log.0.borrow_mut();
    trace.finish();
    while trace.fold(usize::MAX) {}
    let waits = trace.waits_after(trace.len());
    match ending {
        Ending::Asleep(told) => prop_assert_eq!(&waits.all().collect::<Vec<_>>(), told),
        Ending::Deadlock(ring) => {
            for told in ring {
                prop_assert_eq!(waits.wait_of(told.task), Some(told.clone()));
            }
        }
        _ => {
            prop_assert_eq!(waits.all().next(), None);
            return Ok(false);
        }
    }
    Ok(true)
}

fn on_one_thread(policy: Policy, plan: Vec<Vec<Deed>>) -> (Ending, Rc<Log>) {
    let (clock, log) = (Rc::new(Cell::new(0)), Rc::new(Log::default()));
    let ticking = clock.clone();
    let tick = move || {
        ticking.set(ticking.get() + 1_000);
        ticking.get()
    };
    let baton = Baton::new(policy, tick, log.clone(), |cx| Box::pin(knots(cx, plan)));
    loop {
        match baton.run_slice(clock.get() + 10_000_000) {
            Slice::More => {}
            Slice::Idle(until) => clock.set(until),
            Slice::Away(_) => unreachable!("this engine was given nobody who works beside it"),
            Slice::Over(ending) => return (ending, log),
        }
    }
}

proptest! {
    #[test]
    fn the_events_alone_tell_who_waits_for_whom(
        plan in any_plan(),
        mode in proptest::sample::select(vec![Mode::Gil, Mode::Free, Mode::Processes, Mode::EventLoop]),
        seed: u64,
        by_chance: bool,
    ) {
        let (log, given) = (Rc::new(Log::default()), plan.clone());
        let config = MachineConfig { seed, ..MachineConfig::new(mode) };
        let machine = if by_chance {
            Machine::scheduled(config, Box::new(Random::new(seed)), log.clone(), |cx| Box::pin(knots(cx, given)))
        } else {
            Machine::new(config, log.clone(), |cx| Box::pin(knots(cx, given)))
        };
        agrees(&machine.run(), &log)?;
        for policy in [Policy::Gil { interval: seed % 50_000, every_operation: true }, Policy::EventLoop] {
            let (ending, log) = on_one_thread(policy, plan.clone());
            agrees(&ending, &log)?;
        }
    }
}

#[test]
fn a_ring_and_a_sleep_are_read_off_the_events() {
    // So that the property above speaks of something: two who take two locks in opposite order.
    let plan = vec![vec![Deed::Lock(0), Deed::Wait, Deed::Lock(1)], vec![Deed::Lock(1), Deed::Signal, Deed::Lock(0)]];
    let log = Rc::new(Log::default());
    let machine = Machine::new(MachineConfig::new(Mode::Gil), log.clone(), |cx| Box::pin(knots(cx, plan)));
    let ending = machine.run();
    assert!(matches!(&ending, Ending::Deadlock(ring) if ring.len() == 2), "{ending:?}");
    assert!(agrees(&ending, &log).expect("what the engine says"));
    let asleep = vec![vec![Deed::Again, Deed::Permit, Deed::Wait], vec![Deed::Permit, Deed::Permit]];
    let log = Rc::new(Log::default());
    let machine = Machine::new(MachineConfig::new(Mode::Gil), log.clone(), |cx| Box::pin(knots(cx, asleep)));
    let ending = machine.run();
    assert!(matches!(&ending, Ending::Asleep(_)), "{ending:?}");
    assert!(agrees(&ending, &log).expect("what the engine says"));
}
