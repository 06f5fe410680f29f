//! The engine of real threads, on threads of this machine: what must hold however they interleave.

#![expect(clippy::disallowed_methods, reason = "the test is the host: it owns the clock and the threads")]

use model::{Ending, Event, EventKind, Mark, Name, TaskId, Verdict};
use runtime::threads::{Host, Run};
use runtime::{Cx, Kernel, Recorder, join_all};
use std::cell::Cell;
use std::future::Future;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

struct Threads {
    began: Instant,
    lanes: AtomicU8,
}

thread_local! { static LANE: Cell<u8> = const { Cell::new(0) } }

impl Host for Threads {
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).expect("a short test")
    }

    fn start(&self, work: Box<dyn FnOnce() + Send>) {
        let lane = self.lanes.fetch_add(1, Ordering::Relaxed);
        std::thread::spawn(move || {
            LANE.set(lane);
            work();
        });
    }

    fn lane(&self) -> u8 {
        LANE.get()
    }
}

#[derive(Default)]
struct Log(Mutex<Vec<Event>>);

impl Recorder for Log {
    fn event(&self, event: Event) {
        self.0.lock().expect("nobody panics while recording").push(event);
    }

    fn name(&self, _: Name) {}
}

fn start<F: Future<Output = Verdict> + 'static>(program: impl FnOnce(Cx) -> F + Send + 'static) -> (Run, Arc<Log>) {
    let host = Arc::new(Threads { began: Instant::now(), lanes: AtomicU8::new(1) });
    let log = Arc::new(Log::default());
    (Run::start(host, log.clone(), Box::new(|cx| Box::pin(program(cx)))), log)
}

fn end(run: &Run, log: &Log) -> (Ending, Vec<Event>) {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some((ending, _)) = run.ending() {
            let mut events = std::mem::take(&mut *log.0.lock().expect("nobody panics while recording"));
            events.sort_by_key(|event| event.seq);
            return (ending, events);
        }
        assert!(Instant::now() < patience, "the run hangs");
        std::thread::yield_now();
    }
}

fn run<F: Future<Output = Verdict> + 'static>(program: impl FnOnce(Cx) -> F + Send + 'static) -> (Ending, Vec<Event>) {
    let (run, log) = start(program);
    end(&run, &log)
}

async fn adders(cx: Cx, locked: bool) -> Verdict {
    let (counter, lock) = (cx.cell("counter", 0), cx.lock("lock"));
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let body = async move |cx: Cx| {
            for _ in 0..2_000 {
                let guard = if locked { Some(lock.acquire(&cx).await) } else { None };
                let seen = counter.load(&cx).await;
                counter.store(&cx, seen + 1).await;
                if let Some(guard) = guard {
                    guard.release(Mark::NONE).await;
                }
            }
        };
        tasks.push(cx.spawn(&cx, "adder", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good("done").with("arrived", counter.load(&cx).await as f64)
}

#[test]
fn with_a_lock_no_update_is_lost() {
    let (ending, events) = run(|cx| adders(cx, true));
    assert_eq!(ending, Ending::Finished(Verdict::good("done").with("arrived", 8_000.0)));
    // Numbers are given under the lock's mutex: acquire and release take turns in their order.
    let mut held = false;
    for event in events.iter().filter(|event| matches!(event.kind, EventKind::Acquire | EventKind::Release)) {
        assert_eq!(held, event.kind == EventKind::Release);
        held = !held;
    }
    assert!(events.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1), "no number is missing or given twice");
}

#[test]
fn without_a_lock_at_least_one_run_of_updates_arrives_and_none_is_invented() {
    let (ending, _) = run(|cx| adders(cx, false));
    let Ending::Finished(verdict) = ending else { panic!("{ending:?}") };
    let arrived = verdict.value("arrived").expect("the verdict says how many arrived");
    assert!((2.0..=8_000.0).contains(&arrived), "{arrived} of 8000");
}

#[test]
fn every_task_has_its_own_thread() {
    let (_, events) = run(|cx| adders(cx, true));
    let mut lanes: Vec<u8> =
        events.iter().filter(|event| event.kind == EventKind::Begin).map(|event| event.lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    assert_eq!(lanes.len(), 5);
}

#[test]
fn a_deadlock_is_named_and_leaves_every_thread_free() {
    for _ in 0..50 {
        let (ending, _) = run(async |cx: Cx| {
            let (a, b, both) = (cx.lock("a"), cx.lock("b"), cx.cell("both", 0));
            let mut tasks = Vec::new();
            for (first, second) in [(a, b), (b, a)] {
                let body = async move |cx: Cx| {
                    let outer = first.acquire(&cx).await;
                    both.add(&cx, 1).await;
                    // Each goes on only once both hold their first lock, so the deadlock is certain.
                    while both.load(&cx).await < 2 {
                        cx.sleep(&cx, 10_000).await;
                    }
                    let inner = second.acquire(&cx).await;
                    inner.release(Mark::NONE).await;
                    outer.release(Mark::NONE).await;
                };
                tasks.push(cx.spawn(&cx, "taker", body).await);
            }
            join_all((&cx).into(), &tasks).await;
            Verdict::good("done")
        });
        let Ending::Deadlock(ring) = ending else { panic!("{ending:?} is no deadlock") };
        let who: Vec<(u32, u32)> = ring.iter().map(|wait| (wait.task.0, wait.holders[0].0)).collect();
        assert_eq!(who, [(1, 2), (2, 1)]);
    }
}

#[test]
fn stop_ends_computing_sleeping_and_waiting() {
    let (run, log) = start(async |cx: Cx| {
        let lock = cx.lock("lock");
        let _held = lock.acquire(&cx).await;
        cx.spawn(&cx, "computes", async |cx: Cx| cx.compute(&cx, Kernel::Primes, 100_000_000).await).await;
        cx.spawn(&cx, "waits", async move |cx: Cx| drop(lock.acquire(&cx).await)).await;
        cx.sleep(&cx, 1_000_000_000_000).await;
        Verdict::good("unreachable")
    });
    while !log.0.lock().expect("nobody panics while recording").iter().any(|event| event.kind == EventKind::Wait) {
        std::thread::yield_now();
    }
    run.stop();
    assert_eq!(end(&run, &log).0, Ending::Stopped);
}

#[test]
fn a_failed_check_ends_everyone() {
    let (ending, _) = run(async |cx: Cx| {
        let task = cx.spawn(&cx, "fails", async |cx: Cx| cx.check(Mark(3), false, "never").await).await;
        task.join(&cx).await;
        Verdict::good("unreachable")
    });
    assert_eq!(ending, Ending::CheckFailed { task: TaskId(1), mark: Mark(3), check: "never".into() });
}
