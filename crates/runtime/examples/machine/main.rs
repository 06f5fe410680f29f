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

/// Several figures of one sort.
struct Figures(Vec<f64>);

impl Figures {
    fn of(times: u32, mut once: impl FnMut() -> f64) -> Figures {
        let mut figures: Vec<f64> = (0..times).map(|_| once()).collect();
        figures.sort_by(f64::total_cmp);
        Figures(figures)
    }

    fn quartile(&self, quarters: usize) -> f64 {
        self.0[(self.0.len() - 1) * quarters / 4]
    }

    fn median(&self) -> f64 {
        self.quartile(2)
    }

    fn spread(&self) -> f64 {
        self.quartile(3) - self.quartile(1)
    }
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
import simpy, time
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
print(simpy.__version__)
for _ in range(5): print(once())
";

/// Its version and the seconds of each run.
fn simpy() -> Option<(String, Figures)> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--simpy");
    let python = arguments.nth(1)?;
    let output = std::process::Command::new(python).args(["-c", SIMPY]).output().ok()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let (version, seconds) = told.split_once('\n')?;
    let mut seconds: Vec<f64> = seconds.lines().map(str::parse).collect::<Result<_, _>>().ok()?;
    seconds.sort_by(f64::total_cmp);
    (!seconds.is_empty()).then(|| (version.to_owned(), Figures(seconds)))
}

/// What a row is to reach.
enum Goal {
    Under(f64),
    AtLeast(f64),
}

fn row(name: &str, ours: &Figures, unit: &str, goal: &Goal) {
    let (goal, holds) = match goal {
        Goal::Under(most) => (format!("under {most} {unit}"), ours.median() < *most),
        Goal::AtLeast(least) => (format!("at least {least} {unit}"), ours.median() >= *least),
    };
    let line = json!({
        "bench": "machine", "row": name, "ours": ours.median(), "unit": unit, "spread": ours.spread(),
        "peer": Value::Null, "peer_value": Value::Null, "ratio": Value::Null, "goal": goal, "holds": holds,
    });
    println!("{line}");
}

fn main() {
    // Memory first: the peak is that of the whole process, and of the first run.
    let mut memory = None;
    let many = Figures::of(3, || {
        let ran = run(Mode::EventLoop, |cx| sleepers(cx, 1_000_000));
        memory = memory.or_else(peak_memory);
        ran.seconds
    });
    if let Some(memory) = memory {
        row("memory of 1,000,000 sleeping tasks", &Figures(vec![memory]), "MB", &Goal::Under(1000.0));
    }
    row("1,000,000 sleeping tasks", &many, "s", &Goal::Under(2.0));
    // Linear: a task among a million costs no more than twice what it costs among ten thousand, whose
    // memory the caches hold.
    let few = Figures::of(15, || run(Mode::EventLoop, |cx| sleepers(cx, 10_000)).seconds);
    let growth = Figures(many.0.iter().map(|seconds| seconds / (few.median() * 100.0)).collect());
    row("a task among 1,000,000 through one among 10,000", &growth, "×", &Goal::Under(2.0));
    let threads = Figures::of(3, || run(Mode::Gil, |cx| sleepers(cx, 1_000_000)).seconds);
    row("1,000,000 sleeping threads", &threads, "s", &Goal::Under(2.0));

    for (mode, name) in [(Mode::Gil, "gil"), (Mode::Free, "free"), (Mode::EventLoop, "event-loop")] {
        let rates = Figures::of(7, || {
            let ran = run(mode, counters);
            ran.events as f64 / ran.seconds / 1e6
        });
        row(&format!("events, {name}"), &rates, "million/s", &Goal::AtLeast(5.0));
    }

    let ours = Figures::of(15, || run(Mode::EventLoop, resource).seconds * 1e3);
    let peer = simpy();
    let ratio = peer.as_ref().map(|(_, peer)| peer.median() * 1e3 / ours.median());
    let line = json!({
        "bench": "machine", "row": "10,000 tasks, 10 sleeps each, 4 permits", "ours": ours.median(), "unit": "ms",
        "spread": ours.spread(), "peer": peer.as_ref().map(|(version, _)| format!("SimPy {version}")),
        "peer_value": peer.as_ref().map(|(_, peer)| peer.median() * 1e3), "ratio": ratio.map(f64::recip),
        "goal": "at least 50 times as fast as SimPy", "holds": ratio.map(|ratio| ratio >= 50.0),
    });
    println!("{line}");
    if let Some(ratio) = ratio {
        eprintln!("{ratio:.1} times as fast as SimPy");
    }
}
