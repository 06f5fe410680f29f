//! Experiments that were made with CPython, as programs of the cooperative engine: an echo and a
//! sleep beside threads that compute, and how much faster several tasks together are than one after another.

use super::programs::VALUE;
use model::{Mark, ParamSpec, Params, Verdict};
use runtime::handles::Channel;
use runtime::{Cx, Kernel, Strand, join_all};
use scenarios::Program;

/// How long the sorts of work take alone, about.
const UNITS: u32 = 400;
const NATIVE_UNITS: u32 = 600;
const WAIT: u64 = 20_000_000;

/// A sort of work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Python code.
    Cpu,
    /// Native code that gives up the GIL.
    Native,
    /// Waiting.
    Io,
}

/// How tasks are together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Threads under the GIL.
    Threads,
    /// Processes that have been started.
    Processes,
    /// Tasks of an event loop.
    Loop,
}

impl Sort {
    pub(super) fn parse(word: &str) -> Option<Sort> {
        [("cpu", Sort::Cpu), ("native", Sort::Native), ("io", Sort::Io)]
            .iter()
            .find(|sort| sort.0 == word)
            .map(|sort| sort.1)
    }

    /// Does it once, or a thousandth of it.
    async fn once(self, cx: &Cx, strand: Strand, whole: bool) {
        let part = |much: u32| if whole { much } else { 1 };
        match self {
            Sort::Cpu => cx.compute(cx, Kernel::Primes, part(UNITS)).await,
            Sort::Native => cx.native(cx, Kernel::Checksum, part(NATIVE_UNITS)).await,
            // Another process waits itself; a thread's wait is the engine's.
            Sort::Io if strand == Strand::Fork => cx.block(cx, if whole { WAIT } else { 1 }).await,
            Sort::Io => cx.io(cx, if whole { WAIT } else { 1 }).await,
        }
    }
}

impl Way {
    pub(super) fn parse(word: &str) -> Option<Way> {
        let ways = [("threads", Way::Threads), ("processes", Way::Processes), ("loop", Way::Loop)];
        ways.iter().find(|way| way.0 == word).map(|way| way.1)
    }
}

fn params(values: &[(&str, i64)]) -> Params {
    let specs = [
        ParamSpec::int("tasks", 0, u32::MAX.into(), 1),
        ParamSpec::int("times", 1, u32::MAX.into(), 1),
        ParamSpec::int("sort", 0, 2, 0),
        ParamSpec::flag("processes", false),
    ];
    Params::preset(&specs.into(), values)
}

pub(super) fn convoy_params(threads: u32, times: u32) -> Params {
    params(&[("tasks", threads.into()), ("times", times.max(1).into())])
}

pub(super) fn together_params(sort: Sort, way: Way, tasks: u32) -> Params {
    params(&[("tasks", tasks.into()), ("sort", sort as i64), ("processes", (way == Way::Processes).into())])
}

/// A socket: the bytes are there at once, and the system call gives up the baton.
async fn send(cx: &Cx, socket: Channel) {
    socket.send(cx, 1).await;
    cx.io(cx, 0).await;
}

/// Nanoseconds of a round trip between two threads, in the middle of so many.
pub(super) const ECHO: Program = |cx, params| {
    Box::pin(async move {
        let (there, back) = (cx.channel("there", 16), cx.channel("back", 16));
        let echo = async move |cx: Cx| {
            while there.receive(&cx).await.is_some() {
                send(&cx, back).await;
            }
        };
        cx.spawn(&cx, "echo", echo).await;
        spinners(&cx, params.count("tasks")).await;
        let mut trips = Vec::new();
        for _ in 0..params.count("times") {
            let began = cx.now();
            send(&cx, there).await;
            back.receive(&cx).await;
            trips.push(cx.now() - began);
        }
        trips.sort_unstable();
        Verdict::good("measured").with(VALUE, trips[trips.len() / 2] as f64)
    })
};

/// Nanoseconds that a sleep of a millisecond takes, on the average of so many.
pub(super) const SLEEP: Program = |cx, params| {
    Box::pin(async move {
        spinners(&cx, params.count("tasks")).await;
        let times = params.count("times");
        let began = cx.now();
        for _ in 0..times {
            cx.sleep(&cx, 1_000_000).await;
        }
        let slept = cx.now() - began;
        Verdict::good("measured").with(VALUE, slept as f64 / f64::from(times))
    })
};

/// Tasks that compute without end.
async fn spinners(cx: &Cx, count: u32) {
    for _ in 0..count {
        let spin = async |cx: Cx| cx.compute(&cx, Kernel::Primes, u32::MAX).await;
        cx.spawn(cx, "spinner", spin).await;
    }
}

/// How many times as fast so many tasks are together as one after another.
pub(super) const TOGETHER: Program = |cx, params| {
    Box::pin(async move {
        let tasks = params.count("tasks");
        let sort = [Sort::Cpu, Sort::Native, Sort::Io][params.count("sort") as usize];
        let strand = if params.flag("processes") { Strand::Fork } else { Strand::Usual };
        // Warm: every process has done something.
        all(&cx, tasks, sort, strand, false).await;
        let began = cx.now();
        sort.once(&cx, Strand::Usual, true).await;
        let alone = cx.now() - began;
        let began = cx.now();
        all(&cx, tasks, sort, strand, true).await;
        let together = cx.now() - began;
        let faster = alone as f64 * f64::from(tasks) / together.max(1) as f64;
        Verdict::good("measured").with(VALUE, faster)
    })
};

async fn all(cx: &Cx, tasks: u32, sort: Sort, strand: Strand, whole: bool) {
    let mut all = Vec::new();
    for _ in 0..tasks {
        let body = async move |cx: Cx| sort.once(&cx, strand, whole).await;
        all.push(cx.spawn_on(cx, strand, "task", body).await);
    }
    join_all(cx.at(Mark::NONE), &all).await;
}
