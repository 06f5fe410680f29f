//! The convoy as a page measures it under the GIL, beside CPython's: a sleep of a millisecond next to
//! threads that only compute. It refuses the rows of other intervals, which nobody measured in CPython
//! for a sleep.

use crate::conductor::Conductor;
use crate::row::Row;
use e2e::Kind;

/// Computing threads, and milliseconds a sleep of one takes in CPython 3.11 beside them, at the usual
/// interval of 5 ms on 2 cores.
const CPYTHON: [(u32, f64); 3] = [(0, 1.074), (1, 6.215), (2, 79.258)];

/// How far a latency may be from CPython's.
const WITHIN: f64 = 0.25;

/// How often each is measured: the median of twenty sleeps, so many times.
const TIMES: usize = 5;

/// Measures and prints all of them in this browser.
pub(crate) fn print(kind: Kind) {
    let mut page = Conductor::start(kind);
    for (threads, theirs) in CPYTHON {
        let query = format!("v=1&mode=gil&clock=measured&cpu={threads}&wait=1000&wakes=20");
        let slept: Vec<f64> = (0..TIMES)
            .map(|_| {
                let verdict = page.run("gil-convoy", &query);
                let value =
                    |name| verdict.value(name).expect("the convoy tells how long it waited and how late it was");
                (value("late") + value("wait")) / 1e6
            })
            .collect();
        let name = format!("measured: a sleep of 1 ms beside {threads} computing");
        Row::of("fidelity", kind, &name, "ms", &slept).against("CPython 3.11", &[theirs]).near(WITHIN).print();
    }
}
