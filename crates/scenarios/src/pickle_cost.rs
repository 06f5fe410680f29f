//! The cost of pickling: sending data to a process can cost more than the work done there.

use model::{Params, Verdict, marks};
use runtime::{Cx, Kernel, Value};

marks! { WORK = "work", RECEIVE = "receive", ALONE = "alone", START = "start", SEND = "send" }

/// Units of the checksum in a mebibyte.
const UNITS: u32 = 8;

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let (mebibytes, passes) = (params.count("size"), params.count("passes"));
    let (bytes, units) = (mebibytes << 20, mebibytes * UNITS * passes);
    let data = Value::Bytes(std::iter::repeat_n(0, bytes as usize).collect());
    let call = match params.int("send") {
        0 => data,
        // Once, for every call, and before the clock starts.
        1 => cx.share(data),
        _ => Value::Local("<lambda>".into()),
    };

    let began = cx.now();
    cx.native(cx.at(ALONE), Kernel::Checksum, units).await;
    let alone = cx.now() - began;

    // Gives how long the work took, where it was done.
    let work = async move |cx: Cx, call: Value| {
        let _data = match call {
            // The call that only sees whether the process is there.
            Value::Int(_) => return 0,
            // Finding memory by its name is a system call.
            name @ Value::Shared(_) => {
                cx.io(cx.at(RECEIVE), 0).await;
                cx.attach(name)
            }
            data => data,
        };
        let began = cx.now();
        cx.native(cx.at(WORK), Kernel::Checksum, units).await;
        (cx.now() - began).cast_signed()
    };
    let pool = cx.pool(cx.at(START), "pool", 1, work).await;
    pool.submit(cx.at(START), 0).await.result(cx.at(START)).await;

    let began = cx.now();
    let result = pool.submit(cx.at(SEND), call).await.result(cx.at(SEND)).await;
    let there = result.as_int().unwrap_or(0).cast_unsigned();
    let moving = (cx.now() - began).saturating_sub(there);
    pool.shutdown(&cx).await;

    let verdict = match result.failure() {
        Some(_) if params.int("send") == 2 => Verdict::bad("cannot"),
        // Its process is no more: `result()` raises, and nobody catches it.
        Some(words) => cx.crash(SEND, words).await,
        None if moving > alone => Verdict::bad("dear"),
        None => Verdict::good("cheap"),
    };
    verdict
        .with("size", f64::from(bytes))
        .with("alone", alone as f64)
        .with("moving", moving as f64)
        .with("share", moving as f64 / (alone + moving).max(1) as f64)
}

#[cfg(test)]
mod tests {
    use crate::trial::{number, verdict};
    use model::Mode;

    /// What the journey costs, in milliseconds.
    fn moving(mode: Mode, values: &[(&str, i64)]) -> f64 {
        number(&verdict("pickle-cost", mode, values), "moving") / 1e6
    }

    #[test]
    fn the_journey_to_a_process_takes_as_long_as_in_python_and_to_a_thread_nearly_no_time() {
        for (size, measured) in [(1, 0.48), (8, 14.5), (32, 118.0)] {
            let process = moving(Mode::Processes, &[("size", size)]);
            assert!((process / measured - 1.0).abs() < 0.25, "{size} MiB: {process} ms");
            for mode in [Mode::Gil, Mode::Free] {
                let thread = moving(mode, &[("size", size)]);
                assert!(thread < 0.3, "{mode:?}, {size} MiB: {thread} ms");
            }
        }
    }

    #[test]
    fn much_data_with_little_work_is_dear_and_the_other_way_round_it_is_cheap() {
        let key = |values: &[(&str, i64)]| verdict("pickle-cost", Mode::Processes, values).key;
        assert_eq!(key(&[]), "dear");
        assert_eq!(key(&[("size", 32)]), "dear");
        assert_eq!(key(&[("size", 1), ("passes", 100)]), "cheap");
    }

    #[test]
    fn in_shared_memory_only_the_name_travels() {
        for size in [1, 32] {
            let moving = moving(Mode::Processes, &[("size", size), ("send", 1)]);
            assert!(moving < 0.3, "{size} MiB: {moving} ms");
        }
    }

    #[test]
    fn a_lambda_reaches_a_thread_but_no_process() {
        let key = |mode| verdict("pickle-cost", mode, &[("send", 2)]).key;
        assert_eq!((key(Mode::Processes), key(Mode::Gil)), ("cannot".to_owned(), "cheap".to_owned()));
    }
}
