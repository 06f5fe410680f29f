//! The page's end of a conversation with a conductor: collects what it hears and reads it. And the
//! programs that only tests need.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use model::wire::{self, Heard as Message};
use model::{
    Command, Ending, EngineError, Event, EventKind, Job, Mark, Meta, Names, Params, Report, RunId, Summary, Verdict,
    Work,
};
use runtime::handles::Restart;
use runtime::{Cx, Kernel, Strand, Value, join_all};
use scenarios::{Program, TWINS, Twin};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

/// What was heard so far.
#[derive(Clone, Default)]
pub(crate) struct Page(Rc<RefCell<Heard>>);

#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) reports: Vec<Report>,
    pub(crate) events: Vec<Event>,
    pub(crate) names: Names,
    pub(crate) batches: usize,
}

/// A run that is over, as the page knows it.
#[derive(Debug)]
pub(crate) struct Over {
    pub(crate) ending: Ending,
    pub(crate) summary: Summary,
    pub(crate) events: Vec<Event>,
    pub(crate) names: Names,
}

impl Page {
    /// What a conductor is given to send with.
    pub(crate) fn ear(&self) -> Box<dyn Fn(Vec<u8>)> {
        let heard = self.0.clone();
        Box::new(move |message| {
            let mut heard = heard.borrow_mut();
            match wire::read(&message).expect("a conductor sends what a page can read") {
                Message::Events(_, records) => {
                    heard.events.extend(Event::all_from_bytes(records));
                    heard.batches += 1;
                }
                Message::Report(Report::Names { names, .. }) => {
                    names.into_iter().for_each(|name| heard.names.add(name));
                }
                Message::Report(report) => heard.reports.push(report),
            }
        })
    }

    pub(crate) fn heard(&self) -> std::cell::Ref<'_, Heard> {
        self.0.borrow()
    }

    pub(crate) fn is_ready(&self) -> bool {
        matches!(self.0.borrow().reports.first(), Some(Report::Ready { .. }))
    }

    /// What came out of this measurement, once heard.
    pub(crate) fn measured(&self, of: RunId) -> Option<f64> {
        let mut heard = self.0.borrow_mut();
        let at =
            heard.reports.iter().position(|report| matches!(report, Report::Measured { run, .. } if *run == of))?;
        match heard.reports.remove(at) {
            Report::Measured { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The end of this run or its refusal, once heard; what was heard of it is taken.
    pub(crate) fn over(&self, of: RunId) -> Option<Result<Over, EngineError>> {
        let mut heard = self.0.borrow_mut();
        let over = heard.reports.iter().find_map(|report| match report {
            Report::Ended { run, ending, summary } if *run == of => Some(Ok((ending.clone(), *summary))),
            Report::Refused { run, error } if *run == of => Some(Err(error.clone())),
            _ => None,
        })?;
        let (mut events, names) = (std::mem::take(&mut heard.events), std::mem::take(&mut heard.names));
        heard.reports.retain(|report| matches!(report, Report::Ready { .. }));
        events.sort_by_key(|event| event.seq);
        Some(over.map(|(ending, summary)| Over { ending, summary, events, names }))
    }
}

/// What a process of these tests calls: it knows their programs too.
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "JavaScript reaches it, and the macro wants it so")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn live_in_test(birth: &[u8]) -> Result<(), wasm_bindgen::JsValue> {
    workers::process::live_among(twins(), birth)
}

/// Who lives, asked of the browser (see `src/keep.js`), and the end of a process from outside.
#[cfg(target_arch = "wasm32")]
pub(crate) mod life {
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::JsFuture;

    #[wasm_bindgen(inline_js = "
        const started = [];
        let doomed = 0;
        let kept = false;
        export function keep_processes() {
            if (kept) return;
            kept = true;
            self.Worker = class extends self.Worker {
                constructor(script, how) {
                    super(script, how);
                    if (!how?.name?.startsWith('heddle-process')) return;
                    started.push(this);
                    if (doomed-- > 0) this.terminate();
                }
            };
        }
        export const doom_processes = (count) => { doomed = count; };
        export const end_last_process = () => started.at(-1).terminate();
        export const count_workers = async () =>
            (await navigator.locks.query()).held.filter(({ name }) => name.startsWith('heddle-')).length;
    ")]
    extern "C" {
        pub(crate) fn keep_processes();
        pub(crate) fn end_last_process();
        /// The next so many end before they begin to live.
        pub(crate) fn doom_processes(count: u32);
        fn count_workers() -> js_sys::Promise;
    }

    /// How many threads and processes live, of whatever page of this origin.
    pub(crate) async fn living() -> u32 {
        let count = JsFuture::from(count_workers()).await.expect("a page of this machine may ask for locks");
        count.as_f64().expect("a length is a number") as u32
    }
}

/// What a page asks for with this link.
pub(crate) fn job(scenario: &str, query: &str) -> Job {
    Job::twin(meta(scenario).clone(), query)
}

/// A message that asks for a run.
pub(crate) fn run(run: u32, scenario: &str, query: &str) -> Vec<u8> {
    begin(run, Work::Run(job(scenario, query)))
}

/// A message that asks for an exploration.
pub(crate) fn explore(run: u32, scenario: &str, query: &str) -> Vec<u8> {
    begin(run, Work::Explore(job(scenario, query)))
}

/// A message that asks for a measurement.
pub(crate) fn measure(run: u32, what: &str) -> Vec<u8> {
    begin(run, Work::Measure(what.into()))
}

fn begin(run: u32, work: Work) -> Vec<u8> {
    wire::command(&Command::Begin(RunId(run), work))
}

/// A message that asks for the end of a run.
pub(crate) fn stop(run: u32) -> Vec<u8> {
    wire::command(&Command::Stop(RunId(run)))
}

/// Fails unless the run came to one of the endings its scenario declares, and its trace is whole.
pub(crate) fn assert_declared(scenario: &str, query: &str, over: &Over) {
    let meta = meta(scenario);
    let link = model::Link::parse(meta, query).expect("a link of this test");
    let outcome =
        over.ending.outcome().unwrap_or_else(|| panic!("{scenario} {query}: {:?} is no outcome", over.ending));
    assert!(meta.outcomes(&link.params).contains(&outcome), "{scenario} {query}: {outcome:?} is not declared");
    assert_eq!(over.summary.dropped, 0);
    assert_eq!(over.summary.events, over.events.len() as u64);
    for (seq, event) in (0..).zip(&over.events) {
        assert_eq!(event.seq, seq, "every event arrives once");
        assert!(over.names.task_count() > event.task.index(), "task {} has a name", event.task.0);
    }
}

/// The intervals in which tasks computed, with the worker each was on.
pub(crate) fn computing(over: &Over) -> Vec<(u8, u64, u64)> {
    spans(over, EventKind::Compute, EventKind::Computed)
}

/// The intervals between an event and the one that ends what it begins, with the worker that was on.
pub(crate) fn spans(over: &Over, begins: EventKind, ends: EventKind) -> Vec<(u8, u64, u64)> {
    let begun = over.events.iter().filter(|event| event.kind == begins);
    let spans = begun.filter_map(|begin| {
        let done = |event: &&Event| event.task == begin.task && event.kind == ends && event.seq > begin.seq;
        let end = over.events.iter().find(done)?;
        Some((end.lane, begin.time, end.time))
    });
    spans.collect()
}

/// The programs of the twins, and those that only tests run.
pub(crate) fn twins() -> &'static [Twin] {
    static ALL: LazyLock<Vec<Twin>> = LazyLock::new(|| {
        let own: [(&Own, Program); 10] = [
            (&KNOT, |cx, _| Box::pin(knot(cx))),
            (&PANIC, |cx, _| Box::pin(panic(cx))),
            (&SLEEPS, |cx, params| Box::pin(sleeps(cx, params))),
            (&NATIVES, |cx, params| Box::pin(natives(cx, params))),
            (&CALLS, |cx, params| Box::pin(calls(cx, params))),
            (&ERRANDS, |cx, params| Box::pin(errands(cx, params))),
            (&DEATH, |cx, _| Box::pin(death(cx))),
            (&GLUT, |cx, _| Box::pin(glut(cx))),
            (&LOSS, |cx, _| Box::pin(loss(cx))),
            (&CROWD, |cx, params| Box::pin(crowd(cx, params))),
        ];
        let own = own.into_iter().map(|(own, program)| Twin { id: own.id, program, marks: &[] });
        TWINS.iter().copied().chain(own).collect()
    });
    &ALL
}

/// What is known of a scenario of the twins, or of one that only tests run.
fn meta(id: &str) -> &'static Meta {
    static OWN: LazyLock<Vec<Meta>> = LazyLock::new(|| {
        let all = [KNOT, PANIC, SLEEPS, NATIVES, CALLS, ERRANDS, DEATH, GLUT, LOSS, CROWD];
        all.iter().map(Own::meta).collect()
    });
    OWN.iter().find(|own| own.id == id).unwrap_or_else(|| scenarios::content::meta(id))
}

/// A scenario that only tests run.
struct Own {
    id: &'static str,
    modes: &'static str,
    tasks: &'static str,
    helpers: &'static str,
    params: &'static str,
    ends: &'static str,
}

const NOTHING: Own = Own {
    id: "",
    modes: "'free', 'gil', 'event-loop', 'sequential', 'processes'",
    tasks: "3",
    helpers: "0",
    params: "",
    ends: "done",
};

impl Own {
    fn meta(&self) -> Meta {
        let Own { id, modes, tasks, helpers, params, ends } = self;
        let text = format!(
            "family = 'T'\nplace = 1\nmodes = [{modes}]\ntasks = '{tasks}'\nhelpers = '{helpers}'\n\
             [outcomes]\n{ends} = 'true'\n[numbers]\n[params]\n{params}"
        );
        catalogue::source::meta(id, &text).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Two tasks take two locks in opposite order, and each waits for the other to have its first.
const KNOT: Own = Own { id: "knot", ends: "deadlock", ..NOTHING };

async fn knot(cx: Cx) -> Verdict {
    let (a, b) = (cx.lock("a"), cx.lock("b"));
    let mut tasks = Vec::new();
    for (first, second) in [(a, b), (b, a)] {
        let body = async move |cx: Cx| {
            let outer = first.acquire(&cx).await;
            cx.sleep(&cx, 20_000_000).await;
            second.acquire(&cx).await.release(Mark::NONE).await;
            outer.release(Mark::NONE).await;
        };
        tasks.push(cx.spawn(&cx, "knotter", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good("untied")
}

/// A task that has a fault of its own.
const PANIC: Own = Own { id: "panic", ..NOTHING };

async fn panic(cx: Cx) -> Verdict {
    cx.spawn(&cx, "faulty", async |cx: Cx| -> () {
        cx.compute(&cx, Kernel::Primes, 1).await;
        panic!("a fault in a task");
    })
    .await
    .join(&cx)
    .await;
    Verdict::good("unreachable")
}

/// Sleeps one after another; the verdict tells the longest and the shortest.
const SLEEPS: Own = Own {
    id: "sleeps",
    params: "each = { min = 1, max = 1_000_000, default = 1_000, micros = true }\n\
             times = { min = 1, max = 1_000, default = 50 }",
    ends: "slept",
    ..NOTHING
};

async fn sleeps(cx: Cx, params: Params) -> Verdict {
    let (mut least, mut most) = (u64::MAX, 0);
    for _ in 0..params.int("times") {
        let began = cx.now();
        cx.sleep(&cx, params.nanos("each")).await;
        let slept = cx.now() - began;
        (least, most) = (least.min(slept), most.max(slept));
    }
    Verdict::good("slept").with("least", least as f64).with("most", most as f64)
}

/// Threads that work in native code, beside one that looks at the clock.
const NATIVES: Own = Own {
    id: "natives",
    helpers: "2 * (threads - 1)",
    params: "work = { min = 1, max = 1_000_000, default = 200 }\n\
             native = true\n\
             threads = { min = 1, max = 8, default = 1 }",
    ..NOTHING
};

async fn natives(cx: Cx, params: Params) -> Verdict {
    let (units, native, threads) = (params.count("work"), params.flag("native"), params.int("threads") as u8);
    let mut tasks = Vec::new();
    for _ in 0..2 {
        let body = async move |cx: Cx| {
            if native {
                cx.parallel(&cx, Kernel::Primes, units, threads).await;
            } else {
                cx.compute(&cx, Kernel::Primes, units).await;
            }
        };
        tasks.push(cx.spawn(&cx, "worker", body).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good("done")
}

/// An event loop that beats while a call is made in one of several ways; the verdict tells the
/// longest time between two beats.
const CALLS: Own = Own {
    id: "calls",
    modes: "'event-loop'",
    params: "call = ['block', 'thread-block', 'thread-native', 'thread-python', 'process', 'parallel']\n\
             work = { min = 1, max = 20_000, default = 2_000 }\n\
             block = { min = 1_000, max = 1_000_000, default = 200_000, micros = true }",
    ends: "called",
    ..NOTHING
};

async fn calls(cx: Cx, params: Params) -> Verdict {
    let (call, units, nanos) = (params.int("call"), params.count("work"), params.nanos("block"));
    let strand = match call {
        0 | 5 => Strand::Usual,
        4 => Strand::Fork,
        _ => Strand::Thread,
    };
    let body = async move |cx: Cx| match call {
        0 | 1 => cx.block(&cx, nanos).await,
        2 => cx.native(&cx, Kernel::Primes, units).await,
        5 => cx.parallel(&cx, Kernel::Primes, units, 2).await,
        _ => cx.compute(&cx, Kernel::Primes, units).await,
    };
    let began = cx.now();
    let called = cx.spawn_on(&cx, strand, "call", body).await;
    let (mut last, mut worst, mut beats) = (cx.now(), 0, 0);
    while !called.done(&cx).await {
        cx.sleep(&cx, 1_000_000).await;
        let now = cx.now();
        (worst, last, beats) = (worst.max(now - last), now, beats + 1);
    }
    let took = cx.now() - began;
    let verdict = Verdict::good("called").with("worst", worst as f64).with("beats", f64::from(beats));
    verdict.with("took", took as f64)
}

/// Processes that are handed work, do it and hand back what came out; and one that is asked to send
/// what it cannot.
const ERRANDS: Own = Own {
    id: "errands",
    tasks: "4",
    params: "work = { min = 1, max = 2_000, default = 5 }\n\
             bytes = { min = 1, max = 64_000_000, default = 10_000 }\n\
             shared = false",
    ..NOTHING
};

async fn errands(cx: Cx, params: Params) -> Verdict {
    let (units, bytes) = (params.count("work"), params.count("bytes") as usize);
    let shared = params.flag("shared");
    let work = async move |cx: Cx, value: Value| {
        cx.compute(&cx, Kernel::Primes, units).await;
        match cx.attach(value) {
            Value::Bytes(bytes) => Value::Int(bytes.iter().map(|byte| i64::from(*byte)).sum()),
            _ => Value::Failure("these are no bytes".into()),
        }
    };
    let pool = cx.pool((&cx).into(), "pool", 2, work).await;
    let began = cx.now();
    let values = (1..=4).map(|n| Value::Bytes(vec![n; bytes].into()));
    let values: Vec<Value> = values.map(|value| if shared { cx.share(value) } else { value }).collect();
    let sums = pool.map(&cx, values).await;
    let took = cx.now() - began;
    pool.shutdown(&cx).await;
    let lambda = async |_: Cx| Value::Local("<lambda>".into());
    let refused = cx.spawn(&cx, "lambda", lambda).await.join(&cx).await;
    let right = sums == (1..=4).map(|n| Value::Int(n * bytes as i64)).collect::<Vec<_>>();
    let told = refused.failure().is_some() == cx.isolates();
    let verdict = if right && told { Verdict::good("done") } else { Verdict::bad("wrong") };
    verdict.with("took", took as f64)
}

/// A task whose process dies, another that takes its place, and a supervisor that gives up at last.
const DEATH: Own = Own { id: "death", modes: "'processes'", ends: "replaced", ..NOTHING };

async fn death(cx: Cx) -> Verdict {
    let dies = async |cx: Cx| -> () {
        cx.compute(&cx, Kernel::Primes, 1).await;
        panic!("a fault in a process");
    };
    let dead = cx.spawn(&cx, "dies", dies).await.join(&cx).await;
    let lives = cx.spawn(&cx, "lives", async |_: Cx| 7i64).await.join(&cx).await;
    let given_up = cx.supervise((&cx).into(), "dies", Restart::UpTo(2), dies).await.join(&cx).await;
    let died = |end: &Value| end.failure().is_some_and(|words| words.contains("a fault in a process"));
    let right = died(&dead) && lives == Value::Int(7) && died(&given_up);
    if right { Verdict::good("replaced") } else { Verdict::bad("wrong") }
}

/// A task that takes memory until its process has none, and one that comes after it.
const GLUT: Own = Own { id: "glut", modes: "'processes'", ends: "replaced", ..NOTHING };

async fn glut(cx: Cx) -> Verdict {
    let takes = async |cx: Cx| -> () {
        cx.compute(&cx, Kernel::Primes, 1).await;
        let mut taken = Vec::new();
        loop {
            taken.push(std::hint::black_box(vec![1u8; 1 << 20]));
        }
    };
    let full = cx.spawn(&cx, "takes", takes).await.join(&cx).await;
    let lives = cx.spawn(&cx, "lives", async |_: Cx| 7i64).await.join(&cx).await;
    let told = full.failure().is_some_and(|words| words.contains("out of memory"));
    if told && lives == Value::Int(7) { Verdict::good("replaced") } else { Verdict::bad("wrong") }
}

/// A task that is at work until its process is ended from outside, and one that comes after it.
const LOSS: Own = Own { id: "loss", modes: "'processes'", ends: "replaced", ..NOTHING };

async fn loss(cx: Cx) -> Verdict {
    let works = async |cx: Cx| cx.compute(&cx, Kernel::Primes, 1_000_000).await;
    let lost = cx.spawn(&cx, "works", works).await.join(&cx).await;
    let lives = cx.spawn(&cx, "lives", async |_: Cx| 7i64).await.join(&cx).await;
    let told = lost.failure().is_some_and(|words| words.contains("it was ended"));
    if told && lives == Value::Int(7) { Verdict::good("replaced") } else { Verdict::bad("wrong") }
}

/// As many tasks as one likes, that all sleep at once.
const CROWD: Own = Own {
    id: "crowd",
    tasks: "tasks + 1",
    params: "tasks = { min = 1, max = 1_000, default = 4 }",
    ends: "gone",
    ..NOTHING
};

async fn crowd(cx: Cx, params: Params) -> Verdict {
    let mut tasks = Vec::new();
    for _ in 0..params.int("tasks") {
        tasks.push(cx.spawn(&cx, "sleeper", async |cx: Cx| cx.sleep(&cx, 1_000_000).await).await);
    }
    join_all((&cx).into(), &tasks).await;
    Verdict::good("gone")
}
