//! How fast the modelled machine is: events a second, the program that SimPy is measured with, and
//! tasks in great numbers. Prints rows as lines of JSON.
//!
//! The program for SimPy: 10,000 tasks, ten times each a permit of a semaphore with four and a
//! sleep while it is held. Its path is handed in (`--simpy <python>`), because fetching it is not
//! this program's business; without it the row has no peer. Times are of the CPU where the system
//! tells them, for us and for SimPy, so that a busy neighbour counts for neither.

use model::{Ending, Event, Mark, Mode, Name, Verdict};
use runtime::machine::{Machine, MachineConfig};
use runtime::{Cx, Recorder, join_all};
use serde_json::{Value, json};
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::Instant;

/// Counts what it is told, as the cheapest of recorders.
#[derive(Default)]
struct Count(Cell<u64>);

impl Recorder for Count {
    fn event(&self, _: Event) {
        self.0.set(self.0.get() + 1);
    }

    fn name(&self, _: Name) {}
}

struct Run {
    seconds: f64,
    events: u64,
}

/// Seconds this thread has run on a CPU; of the wall clock where the system does not say.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanos = told.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    nanos.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

static BEGAN: OnceLock<Instant> = OnceLock::new();

fn run<F: Future<Output = ()> + 'static>(mode: Mode, program: impl FnOnce(Cx) -> F + 'static) -> Run {
    let count = Rc::new(Count::default());
    let began = seconds();
    let machine = Machine::new(MachineConfig::new(mode), count.clone(), |cx| {
        Box::pin(async move {
            program(cx).await;
            Verdict::good("done")
        })
    });
    let ending = machine.run();
    assert!(matches!(ending, Ending::Finished(_)), "{ending:?}");
    drop(machine);
    Run { seconds: seconds() - began, events: count.0.get() }
}

/// The median of several runs by time.
fn median(times: usize, mut run: impl FnMut() -> Run) -> Run {
    let mut runs: Vec<Run> = (0..times).map(|_| run()).collect();
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    runs.swap_remove(times / 2)
}

async fn counters(cx: Cx) {
    let (counter, lock) = (cx.cell("counter", 0), cx.lock("lock"));
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let body = async move |cx: Cx| {
            for _ in 0..100_000 {
                let guard = lock.acquire(&cx).await;
                let seen = counter.load(&cx).await;
                counter.store(&cx, seen + 1).await;
                guard.release(Mark::NONE).await;
                cx.back_edge(Mark::NONE).await;
            }
        };
        tasks.push(cx.spawn(&cx, "worker", body).await);
    }
    join_all(cx.at(Mark::NONE), &tasks).await;
}

async fn resource(cx: Cx) {
    let resource = cx.semaphore("resource", 4);
    let mut tasks = Vec::with_capacity(10_000);
    for _ in 0..10_000 {
        let body = async move |cx: Cx| {
            for _ in 0..10 {
                let permit = resource.acquire(&cx).await;
                cx.sleep(&cx, 1_000_000).await;
                permit.release(Mark::NONE).await;
            }
        };
        tasks.push(cx.spawn(&cx, "", body).await);
    }
    join_all(cx.at(Mark::NONE), &tasks).await;
}

async fn sleepers(cx: Cx, count: u32) {
    let mut tasks = Vec::with_capacity(count as usize);
    for _ in 0..count {
        tasks.push(cx.spawn(&cx, "", async |cx: Cx| cx.sleep(&cx, 1_000_000_000).await).await);
    }
    join_all(cx.at(Mark::NONE), &tasks).await;
}

/// The most memory this process ever took, in megabytes; nothing where the system does not say.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}

const SIMPY: &str = "
import simpy, time, statistics
def once():
    env = simpy.Environment(); res = simpy.Resource(env, 4)
    def work(env):
        for _ in range(10):
            with res.request() as req:
                yield req
                yield env.timeout(0.001)
    t = time.process_time()
    for _ in range(10000): env.process(work(env))
    env.run()
    return time.process_time() - t
print(statistics.median(once() for _ in range(3)))
";

fn simpy() -> Option<f64> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--simpy");
    let python = arguments.nth(1)?;
    let output = std::process::Command::new(python).args(["-c", SIMPY]).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

fn row(name: &str, ours: f64, unit: &str, goal: &str, holds: bool) -> Value {
    json!({ "bench": "machine", "row": name, "ours": ours, "unit": unit, "goal": goal, "holds": holds })
}

fn main() {
    // Memory first: the peak is that of the whole process.
    let many = run(Mode::EventLoop, |cx| sleepers(cx, 1_000_000));
    if let Some(memory) = peak_memory() {
        println!("{}", row("memory of 1,000,000 sleeping tasks", memory, "MB", "under 1000 MB", memory < 1000.0));
    }
    println!("{}", row("1,000,000 sleeping tasks", many.seconds, "s", "under 2 s", many.seconds < 2.0));
    let few = median(9, || run(Mode::EventLoop, |cx| sleepers(cx, 10_000)));
    let growth = many.seconds / (few.seconds * 100.0);
    println!("{}", row("1,000,000 tasks through 100 times 10,000", growth, "×", "linear: under 2", growth < 2.0));
    let threads = run(Mode::Gil, |cx| sleepers(cx, 1_000_000));
    println!("{}", row("1,000,000 sleeping threads", threads.seconds, "s", "under 2 s", threads.seconds < 2.0));

    for (mode, name) in [(Mode::Gil, "gil"), (Mode::Free, "free"), (Mode::EventLoop, "event-loop")] {
        let ran = median(5, || run(mode, counters));
        let rate = ran.events as f64 / ran.seconds / 1e6;
        println!("{}", row(&format!("events, {name}"), rate, "million/s", "at least 5 million/s", rate >= 5.0));
    }

    let ours = median(9, || run(Mode::EventLoop, resource));
    let peer = simpy();
    let ratio = peer.map(|peer| peer / ours.seconds);
    println!(
        "{}",
        json!({
            "bench": "machine", "row": "10,000 tasks, 10 sleeps each, 4 permits", "ours": ours.seconds * 1e3, "unit": "ms",
            "peer": "SimPy 4.1.2", "peer_value": peer.map(|peer| peer * 1e3), "ratio": ratio,
            "goal": "at least 50 times as fast", "holds": ratio.map(|ratio| ratio >= 50.0),
        })
    );
    eprintln!("{} events in {:.1} ms", ours.events, ours.seconds * 1e3);
}
