//! Deadlock: two locks taken in opposite order, and everybody waits for ever. Four remedies beside it.

use model::{Params, Verdict, marks};
use runtime::handles::{Cell, Lock, Queue};
use runtime::{Cx, TimedOut, join_all};

marks! {
    MOVE = "move", LOOP = "loop", FIRST = "first", PAUSE = "pause", SECOND = "second",
    BACK_OFF = "back-off", PUT = "put", GET = "get", START = "start", JOIN = "join",
}

/// How long somebody who gives way waits for the second lock, and pauses at most before the next attempt.
const PATIENCE: u64 = 10_000_000;
const LONGEST_PAUSE: u64 = 20_000_000;

const ACCOUNTS: [&str; 2] = ["ann", "ben"];

/// What keeps two transfers apart.
#[derive(Clone, Copy)]
enum Remedy {
    /// Both locks, the payer's first.
    Opposite([Lock; 2]),
    /// Both locks, always in the order of the names.
    Ordered([Lock; 2]),
    /// Both locks, the payer's first; whoever waits too long for the second starts again.
    GiveWay([Lock; 2]),
    /// One for everybody.
    OneLock(Lock),
    /// A third task that alone touches the accounts.
    Teller(Queue),
}

#[derive(Clone, Copy)]
struct Bank {
    balance: [Cell; 2],
    remedy: Remedy,
    transfers: u32,
    pause: u64,
}

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let locks = || ACCOUNTS.map(|who| cx.lock(&format!("lock[\"{who}\"]")));
    let bank = Bank {
        balance: ACCOUNTS.map(|who| cx.cell(&format!("balance[\"{who}\"]"), 100)),
        remedy: match params.int("remedy") {
            0 => Remedy::Opposite(locks()),
            1 => Remedy::Ordered(locks()),
            2 => Remedy::GiveWay(locks()),
            3 => Remedy::OneLock(cx.lock("bank")),
            _ => Remedy::Teller(cx.queue("orders")),
        },
        transfers: params.count("transfers"),
        pause: params.nanos("pause"),
    };

    let began = cx.now();
    let mut threads = Vec::new();
    for (source, name) in ["ann-to-ben", "ben-to-ann"].into_iter().enumerate() {
        let body = async move |cx: Cx| bank.transfer(&cx, source).await;
        threads.push(cx.spawn(cx.at(START), name, body).await);
    }
    if let Remedy::Teller(orders) = bank.remedy {
        let body = async move |cx: Cx| bank.serve(&cx, orders).await;
        threads.push(cx.spawn(cx.at(START), "teller", body).await);
    }
    let retries = join_all(cx.at(JOIN), &threads).await;

    let retries: i64 = retries.iter().filter_map(runtime::Value::as_int).sum();
    let [ann, ben] = bank.balance;
    let (ann, ben) = (ann.load(&cx).await, ben.load(&cx).await);
    Verdict::good(if matches!(bank.remedy, Remedy::Opposite(_)) { "lucky" } else { "done" })
        .with("transfers", 2.0 * f64::from(bank.transfers))
        .with("ann", ann as f64)
        .with("ben", ben as f64)
        .with("retries", retries as f64)
        .with("took", (cx.now() - began) as f64)
}

impl Bank {
    /// One thread's transfers; how often it had to start again.
    async fn transfer(self, cx: &Cx, source: usize) -> i64 {
        let mut retries = 0;
        // A program has no source of chance but its own numbers: both threads draw others.
        let mut chance = source as u64;
        for _ in 0..self.transfers {
            match self.remedy {
                Remedy::Opposite(locks) => self.move_under_both(cx, source, locks[source], locks[1 - source]).await,
                Remedy::Ordered([one, two]) => self.move_under_both(cx, source, one, two).await,
                Remedy::GiveWay(locks) => {
                    while !self.attempt(cx, source, locks).await {
                        retries += 1;
                        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        cx.sleep(cx.at(BACK_OFF), (chance >> 33) % LONGEST_PAUSE).await;
                    }
                }
                Remedy::OneLock(lock) => {
                    let held = lock.acquire(cx.at(FIRST)).await;
                    cx.sleep(cx.at(PAUSE), self.pause).await;
                    self.move_from(cx, source).await;
                    held.release(FIRST).await;
                }
                Remedy::Teller(orders) => {
                    orders.put(cx.at(PUT), source as i64).await;
                }
            }
            cx.back_edge(LOOP).await;
        }
        retries
    }

    async fn move_under_both(self, cx: &Cx, source: usize, first: Lock, second: Lock) {
        let outer = first.acquire(cx.at(FIRST)).await;
        cx.sleep(cx.at(PAUSE), self.pause).await;
        let inner = second.acquire(cx.at(SECOND)).await;
        self.move_from(cx, source).await;
        inner.release(SECOND).await;
        outer.release(FIRST).await;
    }

    async fn attempt(self, cx: &Cx, source: usize, locks: [Lock; 2]) -> bool {
        let outer = locks[source].acquire(cx.at(FIRST)).await;
        cx.sleep(cx.at(PAUSE), self.pause).await;
        let second = locks[1 - source];
        let taken = cx.within(PATIENCE, async |cx: Cx| second.acquire(cx.at(SECOND)).await).await;
        let arrived = match taken {
            Ok(inner) => {
                self.move_from(cx, source).await;
                inner.release(SECOND).await;
                true
            }
            Err(TimedOut) => false,
        };
        outer.release(FIRST).await;
        arrived
    }

    async fn serve(self, cx: &Cx, orders: Queue) {
        for _ in 0..2 * self.transfers {
            let order = orders.get(cx.at(GET)).await.and_then(|order| order.as_int());
            cx.sleep(cx.at(PAUSE), self.pause).await;
            self.move_from(cx, usize::from(order != Some(0))).await;
            cx.back_edge(LOOP).await;
        }
    }

    async fn move_from(self, cx: &Cx, source: usize) {
        for (account, amount) in [(source, -1), (1 - source, 1)] {
            let seen = self.balance[account].load(cx.at(MOVE)).await;
            self.balance[account].store(cx.at(MOVE), seen + amount).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::trial::{ending, explored, number, verdict};
    use model::{Ending, Mode, Outcome, TaskId};
    use runtime::machine::MachineConfig;

    const THREADS: [Mode; 2] = [Mode::Gil, Mode::Free];

    #[test]
    fn nothing_gets_through_and_the_ring_is_named() {
        for mode in THREADS {
            for pause in [0, 1_000, 5_000] {
                let Ending::Deadlock(ring) = ending("deadlock", MachineConfig::new(mode), &[("pause", pause)]) else {
                    panic!("{mode:?} with a pause of {pause} gets through");
                };
                let who: Vec<_> = ring.iter().map(|wait| (wait.task, wait.holders.clone(), wait.mark)).collect();
                let (ann, ben) = (TaskId(1), TaskId(2));
                assert_eq!(who, [(ann, vec![ben], super::SECOND), (ben, vec![ann], super::SECOND)]);
            }
        }
    }

    #[test]
    fn with_every_remedy_every_transfer_arrives() {
        for mode in THREADS {
            for remedy in 1..=4 {
                let done = verdict("deadlock", mode, &[("remedy", remedy)]);
                assert_eq!((number(&done, "ann"), number(&done, "ben")), (100.0, 100.0), "remedy {remedy}, {mode:?}");
                assert_eq!(number(&done, "retries") > 0.0, remedy == 2, "{done:?}");
                // One after the other, twenty pauses of a millisecond; giving way takes over twice that.
                let took = number(&done, "took") / 20e6;
                let expected = if remedy == 2 { 2.0..=10.0 } else { 1.0..=1.5 };
                assert!(expected.contains(&took), "remedy {remedy}, {mode:?}: {done:?}");
            }
        }
    }

    #[test]
    fn no_interleaving_defeats_a_remedy() {
        for remedy in 1..=4 {
            let (outcomes, complete) = explored("deadlock", &[("remedy", remedy), ("transfers", 1)]);
            assert_eq!(outcomes, [Outcome::Verdict("done".into())], "remedy {remedy}");
            // Whoever gives way may do so for ever: only so often is tried.
            assert_eq!(complete, remedy != 2, "remedy {remedy}");
        }
    }

    #[test]
    fn one_after_the_other_needs_no_remedy() {
        assert_eq!(verdict("deadlock", Mode::Sequential, &[]).key, "lucky");
    }
}
