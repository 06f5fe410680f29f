//! How fast the measured engines are, in a real page of each browser, or, with the word `convoy`, how
//! near to CPython: prints rows as lines of JSON.
//!
//! Every ratio is of two figures of the same page, measured in turns, so that a busy neighbour or a
//! warm machine counts for both. It refuses to judge a browser by another's figures.

mod conductor;
mod convoy;
mod row;

use conductor::Conductor;
use e2e::Kind;
use model::Ending;
use row::Row;
use runtime::Kernel;
use std::hint::black_box;
use std::time::Instant;
use workers::clock;
use workers::measure::bench::{Searches, VALUE};
use workers::runs::{Running, Step};

/// How often everything is measured.
const TIMES: usize = 9;

/// Units of the kernel a task computes: about a fifth of a second of one core.
const UNITS: u32 = 1_000;

fn main() {
    let convoy = std::env::args().any(|word| word == "convoy");
    for kind in Kind::ALL {
        if convoy {
            convoy::print(kind);
            continue;
        }
        let mut page = Conductor::start(kind);
        cold(&mut page, kind);
        compute(&mut page, kind);
        costs(&mut page, kind);
        explorer(&mut page, kind);
    }
}

/// From Run to the first events, by a conductor that never started a thread.
fn cold(page: &mut Conductor, kind: Kind) {
    let first = samples(|| {
        page.boot();
        page.run("lost-update", "v=1&mode=free&clock=measured");
        page.first_event()
    });
    Row::of("engines", kind, "first event of a first run, workers cold", "ms", &first).at_most(400.0).print();
}

/// The same work in every way there is.
fn compute(page: &mut Conductor, kind: Kind) {
    let both = UNITS * 2;
    let ways = |page: &mut Conductor| {
        let mut together = |mode: &str| {
            let verdict = page.run("gil-cpu", &format!("v=1&mode={mode}&clock=measured&tasks=2&work={UNITS}"));
            verdict.value("together").expect("gil-cpu tells how long its tasks took together")
        };
        let (free, gil, sequential) = (together("free"), together("gil"), together("sequential"));
        let rayon = page.measure(&format!("bare-rayon:2:{UNITS}"));
        let (spread, bare) =
            (page.measure(&format!("parallel:2:{both}")), page.measure(&format!("bare-parallel:{both}")));
        let wasm = page.measure(&format!("bare-sequential:{both}"));
        [free, gil, sequential, rayon, spread, bare, wasm, native(both)].map(|nanos| nanos / 1e6)
    };
    // The first round warms compilers, caches and the pool.
    ways(page);
    let rounds: Vec<[f64; 8]> = (0..TIMES).map(|_| ways(page)).collect();
    let [free, gil, sequential, rayon, spread, bare, wasm, native] =
        std::array::from_fn(|way| rounds.iter().map(|round| round[way]).collect::<Vec<f64>>());
    let speed = |name: &str, ours: &[f64], peer: &str, theirs: &[f64]| {
        Row::of("engines", kind, name, "ms", ours).against(peer, theirs)
    };
    speed("free, 2 tasks", &free, "bare rayon", &rayon).of_speed(0.97).print();
    speed("free, 2 tasks of the same", &free, "sequential", &sequential).of_speed(1.85).print();
    speed("free, 1 task that spreads it over 2 threads", &spread, "bare par_iter", &bare).of_speed(0.97).print();
    speed("gil, 2 tasks", &gil, "sequential", &sequential).of_speed(1.0 / 1.03).print();
    speed("the kernel in WebAssembly", &wasm, "native", &native).of_speed(0.95).print();
}

/// What single operations cost.
fn costs(page: &mut Conductor, kind: Kind) {
    let mut cost = |name: &str, what: &str, unit: &str, nanos: f64, goal: Option<f64>| {
        // Once without counting, for compilers.
        page.measure(what);
        let values = samples(|| page.measure(what) / nanos);
        let row = Row::of("engines", kind, name, unit, &values);
        match goal {
            Some(goal) => row.at_most(goal).print(),
            None => row.print(),
        }
    };
    cost("recording an event, 1 thread", "record:1:1000000", "ns", 1.0, Some(50.0));
    cost("recording an event, 2 threads", "record:2:1000000", "ns", 1.0, Some(50.0));
    cost("lock: acquire and release, recorded", "lock:100000", "ns", 1.0, Some(250.0));
    cost("queue of 100: one item to another thread", "queue:100000", "ns", 1.0, Some(1000.0));
    cost("event loop: 10,000 tasks of 10 awaits", "loop:10000:10", "ms", 1e6, Some(150.0));
    cost("looking at the clock", "clock", "ns", 1.0, None);
    cost("hand-over between two threads", "switch:10000", "ns", 1.0, None);
    cost("message to oneself", "message:2000", "ns", 1.0, None);
}

/// What one execution of an exhaustive search costs in a worker, beside the same search here.
fn explorer(page: &mut Conductor, kind: Kind) {
    const TASKS: u32 = 2;
    const EACH: u32 = 4;
    let what = format!("explore:{TASKS}:{EACH}");
    page.measure(&what);
    let rounds: Vec<[f64; 2]> = (0..TIMES).map(|_| [page.measure(&what), native_search(TASKS, EACH)]).collect();
    let [ours, native] = std::array::from_fn(|way| rounds.iter().map(|round| round[way]).collect::<Vec<f64>>());
    let row = Row::of("engines", kind, "explorer in a worker, one execution", "ns", &ours);
    row.against("native", &native).of_speed(0.5).print();
}

fn native_search(tasks: u32, each: u32) -> f64 {
    let mut searches = Searches::begin(tasks, each);
    loop {
        if let Step::Over(Ending::Finished(verdict), _) = searches.go_on(clock::now() + 100_000_000) {
            return verdict.value(VALUE).expect("that is what it concludes");
        }
    }
}

fn samples(mut once: impl FnMut() -> f64) -> Vec<f64> {
    (0..TIMES).map(|_| once()).collect()
}

/// Nanoseconds the kernel takes here, outside of any browser.
fn native(units: u32) -> f64 {
    let began = Instant::now();
    for unit in 0..units {
        black_box(Kernel::Primes.unit(unit));
    }
    began.elapsed().as_secs_f64() * 1e9
}
