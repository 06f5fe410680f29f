//! Random programs over every primitive that is waited for, cut short by time limits and cancelling
//! wherever they stand: afterwards whoever comes fresh gets everything at once, a call wakes the one who
//! waits, as many as a barrier wants pass and no fewer, and what went in came out or is still there.

use crate::hosts;
use crate::programs::{NOWHERE, finished};
use model::{Mode, Verdict};
use proptest::prelude::*;
use runtime::baton::Policy;
use runtime::handles::{Barrier, Channel, Condition, Future, Lock, Mailbox, Map, Pool, Queue, ReentrantLock, Select};
use runtime::machine::MachineConfig;
use runtime::{Cx, Failure, TimedOut, Value, join_all};

/// Longer than anything here takes.
const LONG: u64 = 5_000_000_000;

/// What one of the random tasks does next.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Again,
    Listen,
    Call(bool),
    Arrive,
    Meet,
    Lay,
    Receive(bool),
    Choose,
    Settle(usize),
    Submit,
    Post,
    Read,
    Enter,
    Leave,
    Rest,
}

#[derive(Clone, Debug)]
struct Plan {
    tasks: Vec<Vec<(Deed, bool)>>,
    /// Whom to cancel, and how long to wait before.
    cuts: Vec<(usize, u64)>,
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let deed = prop_oneof![
        Just(Deed::Again),
        Just(Deed::Listen),
        any::<bool>().prop_map(Deed::Call),
        Just(Deed::Arrive),
        Just(Deed::Meet),
        Just(Deed::Lay),
        any::<bool>().prop_map(Deed::Receive),
        Just(Deed::Choose),
        (0usize..2).prop_map(Deed::Settle),
        Just(Deed::Submit),
        Just(Deed::Post),
        Just(Deed::Read),
        Just(Deed::Enter),
        Just(Deed::Leave),
        Just(Deed::Rest),
    ];
    let tasks = proptest::collection::vec(proptest::collection::vec((deed, any::<bool>()), 1..6), 2..6);
    let cuts = proptest::collection::vec((0usize..5, 0u64..120_000), 0..4);
    (tasks, cuts).prop_map(|(tasks, cuts)| Plan { tasks, cuts })
}

/// Everything the tasks share.
#[derive(Clone)]
struct Things {
    lock: Lock,
    again: ReentrantLock,
    condition: Condition,
    barrier: Barrier,
    meet: Channel,
    store: Channel,
    select: Select,
    futures: [Future; 2],
    heard: Queue,
    pool: Pool,
    mailbox: Mailbox,
    map: Map,
    /// What went in less what came out, by thing.
    balance: [runtime::handles::Cell; 3],
}

impl Things {
    async fn new(cx: &Cx) -> Things {
        let (meet, store) = (cx.channel("meet", 0), cx.channel("store", 2));
        let select = Select::new(cx.at(NOWHERE), "select", &[meet, store]).await;
        let (futures, heard) = ([cx.future("one"), cx.future("two")], cx.queue("heard"));
        for (future, item) in futures.iter().zip(0..) {
            future.listen(cx, heard, item).await;
            future.listen(cx, heard, item).await;
        }
        let work = async |cx: Cx, value: Value| {
            cx.sleep(&cx, 15_000).await;
            if value == Value::Int(1) {
                cx.crash(NOWHERE, "one").await;
            }
            value
        };
        Things {
            lock: cx.lock("lock"),
            again: cx.reentrant_lock("again"),
            condition: cx.condition("condition"),
            barrier: cx.barrier("barrier", 2),
            meet,
            store,
            select,
            futures,
            heard,
            pool: cx.pool(cx.at(NOWHERE), "pool", 2, work).await,
            mailbox: cx.mailbox("mailbox"),
            map: cx.map("map"),
            balance: [cx.cell("items", 0), cx.cell("messages", 0), cx.cell("entries", 0)],
        }
    }

    /// Does this, and gives by how much which balance changes.
    async fn deed(&self, cx: &Cx, deed: Deed, own: i64) -> Option<(usize, i64)> {
        match deed {
            Deed::Again => {
                let outer = self.again.acquire(cx).await;
                let inner = self.again.acquire(cx).await;
                cx.sleep(cx, 10_000).await;
                inner.release(NOWHERE).await;
                outer.release(NOWHERE).await;
            }
            Deed::Listen => {
                let guard = self.lock.acquire(cx).await;
                self.condition.wait(cx, guard).await.release(NOWHERE).await;
            }
            Deed::Call(all) => {
                let guard = self.lock.acquire(cx).await;
                let _ = if all { self.condition.notify_all(cx).await } else { self.condition.notify(cx).await };
                guard.release(NOWHERE).await;
            }
            Deed::Arrive => self.barrier.wait(cx).await,
            Deed::Meet => return self.meet.send(cx, own).await.then_some((0, 1)),
            Deed::Lay => return self.store.send(cx, own).await.then_some((0, 1)),
            Deed::Receive(store) => {
                let from = if store { self.store } else { self.meet };
                return from.receive(cx).await.map(|_| (0, -1));
            }
            Deed::Choose => return self.select.receive(cx).await.map(|_| (0, -1)),
            Deed::Settle(which) => self.futures[which].set(cx, own).await,
            Deed::Submit => {
                let future = self.pool.submit(cx, own).await;
                future.result(cx).await;
            }
            Deed::Post => return self.mailbox.send(cx, own).await.then_some((1, 1)),
            Deed::Read => return self.mailbox.receive(cx).await.map(|_| (1, -1)),
            Deed::Enter => return self.map.insert_new(cx, own, 1).await.then_some((2, 1)),
            Deed::Leave => return self.map.remove(cx, own - 1).await.map(|_| (2, -1)),
            Deed::Rest => cx.sleep(cx, 50_000).await,
        }
        None
    }
}

async fn whatever(cx: Cx, plan: Plan) -> Verdict {
    let things = Things::new(&cx).await;
    let mut jobs = Vec::new();
    for value in 0..3 {
        jobs.push(things.pool.submit(&cx, value).await);
    }
    let mut tasks = Vec::new();
    for (own, deeds) in (0i64..).zip(plan.tasks) {
        let things = things.clone();
        let body = async move |cx: Cx| {
            for (deed, hurried) in deeds {
                let limit = if hurried { 20_000 } else { 1_000_000 };
                let done = cx.within(limit, async |cx: Cx| things.deed(&cx, deed, own).await).await;
                // Counted without a step in between: a time limit or a cancelling comes at steps only.
                if let Ok(Some((which, change))) = done {
                    things.balance[which].add(&cx, change).await;
                }
            }
        };
        tasks.push(cx.spawn(&cx, "task", body).await);
    }
    let mut cut = 0;
    for (which, after) in plan.cuts {
        cx.sleep(&cx, after).await;
        if let Some(task) = tasks.get(which) {
            cut += i64::from(task.cancel(&cx).await);
        }
    }
    join_all(cx.at(NOWHERE), &tasks).await;
    match cx.within(LONG, async |cx: Cx| all_is_there(&cx, things, &jobs, cut).await).await {
        Ok(None) => Verdict::good("holds"),
        Ok(Some(what)) => Verdict::bad(what),
        Err(TimedOut) => Verdict::bad("somebody waits"),
    }
}

/// What is amiss once nobody is left who could still do something.
async fn all_is_there(cx: &Cx, things: Things, jobs: &[Future], cut: i64) -> Option<&'static str> {
    let Things { lock, again, condition, barrier, .. } = things;
    // Whoever comes fresh has it at once, and leaves nothing behind.
    let fresh = async move |cx: Cx| {
        let had = (lock.try_acquire(&cx).await, again.try_acquire(&cx).await);
        i64::from(matches!(had, (Some(_), Some(_))))
    };
    for _ in 0..2 {
        if cx.spawn(cx, "fresh", fresh).await.join(cx).await != Value::Int(1) {
            return Some("a lock is held by nobody");
        }
    }
    // Nobody is on the list; whoever puts himself there is woken by one call.
    if condition.notify_all(cx).await != 0 {
        return Some("the name of somebody who went is on the list");
    }
    let waits = async move |cx: Cx| {
        let guard = lock.acquire(&cx).await;
        condition.wait(&cx, guard).await.release(NOWHERE).await;
    };
    let waiter = cx.spawn(cx, "waiter", waits).await;
    while condition.notify(cx).await == 0 {
        cx.sleep(cx, 5_000).await;
    }
    waiter.join(cx).await;
    // One is not enough at a barrier for two, and two are.
    if cx.within(50_000, async |cx: Cx| barrier.wait(&cx).await).await.is_ok() {
        return Some("somebody who went is counted at the barrier");
    }
    let other = cx.spawn(cx, "other", async move |cx: Cx| barrier.wait(&cx).await).await;
    barrier.wait(cx).await;
    other.join(cx).await;
    // Who listens is told once, whoever told it.
    for future in things.futures {
        future.set(cx, 9).await;
    }
    if things.heard.len(cx).await != 4 {
        return Some("who listens was not told once");
    }
    // What was handed in is answered.
    things.pool.shutdown(cx).await;
    for (job, value) in jobs.iter().zip(0..) {
        let result = job.result(cx).await;
        let right =
            if value == 1 { result.failure().map(Failure::words) == Some("one") } else { result == Value::Int(value) };
        if !right {
            return Some("work is answered wrongly");
        }
    }
    // What went in came out, or is there. A task cancelled between its step and its counting leaves the
    // two apart by one.
    let mut left = [0; 3];
    things.meet.close(cx).await;
    things.store.close(cx).await;
    while things.select.receive(cx).await.is_some() {
        left[0] += 1;
    }
    things.mailbox.close(cx).await;
    while things.mailbox.receive(cx).await.is_some() {
        left[1] += 1;
    }
    left[2] = things.map.len(cx).await;
    for (balance, left) in things.balance.into_iter().zip(left) {
        let missing = balance.load(cx).await - left;
        if missing.abs() > cut {
            return Some("something is lost, or twice there");
        }
    }
    None
}

proptest! {
    #[test]
    fn whoever_is_cut_leaves_everything_as_it_should_be(
        plan in any_plan(),
        mode in proptest::sample::select(vec![Mode::Gil, Mode::Free, Mode::Processes, Mode::EventLoop]),
        seed: u64,
        by in 0..hosts::WAYS,
    ) {
        let scheduler = hosts::scheduler(by, seed, 150);
        let given = plan.clone();
        let config = MachineConfig { seed, every_operation: seed.is_multiple_of(2), ..MachineConfig::new(mode) };
        prop_assert_eq!(hosts::machine(config, scheduler, move |cx| whatever(cx, given)).ending, finished("holds"));
        for policy in [Policy::Gil { interval: seed % 100_000, every_operation: true }, Policy::EventLoop] {
            let given = plan.clone();
            prop_assert_eq!(hosts::baton(policy, move |cx| whatever(cx, given)).0, finished("holds"));
        }
        prop_assert_eq!(hosts::threads(move |cx| whatever(cx, plan)).0, finished("holds"));
    }
}
