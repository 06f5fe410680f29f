//! The convoy: a thread that only wants to wake up for a moment waits for the GIL each time.

use model::{Params, Verdict, marks};
use runtime::{Cx, Kernel, join_all};

marks! { LOOK = "look", COMPUTE = "compute", START = "start", WAIT = "wait", STOP = "stop", JOIN = "join" }

/// Nanoseconds from which on a wake-up is called late.
const LATE: u64 = 1_000_000;

/// What a computing thread does between two looks at the signal: about a millisecond.
const UNITS: u32 = 20;

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let (wakes, wait, native) = (params.count("wakes"), params.nanos("wait"), params.flag("native"));
    let stop = cx.event("stop");

    let mut threads = Vec::new();
    for thread in 0..params.count("cpu") {
        let body = async move |cx: Cx| {
            while !stop.is_set(cx.at(LOOK)).await {
                if native {
                    cx.native(cx.at(COMPUTE), Kernel::Checksum, UNITS).await;
                } else {
                    cx.compute(cx.at(COMPUTE), Kernel::Primes, UNITS).await;
                }
            }
        };
        threads.push(cx.spawn(cx.at(START), format!("compute-{thread}"), body).await);
    }

    let mut late = Vec::new();
    for _ in 0..wakes {
        let began = cx.now();
        cx.sleep(cx.at(WAIT), wait).await;
        late.push((cx.now() - began).saturating_sub(wait));
    }
    stop.set(cx.at(STOP)).await;
    join_all(cx.at(JOIN), &threads).await;

    late.sort_unstable();
    let typical = u64::midpoint(late[(late.len() - 1) / 2], late[late.len() / 2]);
    let worst = late[late.len() - 1];
    let verdict = if typical >= LATE { Verdict::bad("late") } else { Verdict::good("prompt") };
    verdict.with("late", typical as f64).with("worst", worst as f64).with("wait", wait as f64)
}

#[cfg(test)]
mod tests {
    use crate::trial::{explored, number, verdict, verdict_on};
    use model::{Mode, Outcome};
    use runtime::machine::MachineConfig;

    /// How late a wake-up typically is, in milliseconds.
    fn late(mode: Mode, values: &[(&str, i64)]) -> f64 {
        number(&verdict("gil-convoy", mode, values), "late") / 1e6
    }

    /// Without a clock nobody is late; what the search can tell is that nobody is left waiting.
    #[test]
    fn whoever_computes_hears_the_word_to_stop() {
        let (outcomes, complete) = explored("gil-convoy", &[("cpu", 1), ("wakes", 5)]);
        assert_eq!(outcomes, [Outcome::Verdict("prompt".into())]);
        assert!(!complete, "it may compute for ever");
    }

    #[test]
    fn alone_it_wakes_up_at_once() {
        for mode in [Mode::Gil, Mode::Free] {
            assert!(late(mode, &[("cpu", 0)]) < 0.2, "{mode:?}");
        }
    }

    #[test]
    fn beside_one_that_computes_it_is_one_interval_late_and_beside_two_far_more() {
        let one = late(Mode::Gil, &[("cpu", 1)]);
        assert!((4.9..=6.0).contains(&one), "{one} ms");
        // CPython: 78, within a quarter.
        let two = late(Mode::Gil, &[("cpu", 2)]);
        assert!((58.5..=97.5).contains(&two), "{two} ms");
    }

    #[test]
    fn a_tenth_of_the_interval_makes_it_a_tenth_as_late() {
        let config = MachineConfig { interval: 500_000, ..MachineConfig::new(Mode::Gil) };
        let late = number(&verdict_on("gil-convoy", config, &[]), "late") / 1e6;
        assert!((0.5..=0.8).contains(&late), "{late} ms");
    }

    #[test]
    fn free_threads_and_native_code_let_it_wake_on_time_while_a_core_is_free() {
        assert!(late(Mode::Free, &[("cpu", 1)]) < 0.2);
        assert!(late(Mode::Gil, &[("cpu", 1), ("native", 1)]) < 0.3);
    }
}
