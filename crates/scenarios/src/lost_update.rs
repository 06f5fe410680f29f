//! Lost update: `counter += 1` is read, add, write, and another worker can slip in between.

use model::{Params, Verdict, marks};
use runtime::{Cx, join_all};

marks! {
    LOOP = "loop", TAKE = "take", READ = "read", BETWEEN = "between", WRITE = "write", START = "start",
    JOIN = "join",
}

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let counter = cx.cell("counter", 0);
    let lock = cx.lock("lock");
    let (workers, increments) = (params.count("workers"), params.count("increments"));
    let (between, locked) = (params.int("between"), params.flag("locked"));

    let mut tasks = Vec::new();
    for worker in 0..workers {
        let body = async move |cx: Cx| {
            for _ in 0..increments {
                let guard = if locked { Some(lock.acquire(cx.at(TAKE)).await) } else { None };
                let seen = counter.load(cx.at(READ)).await;
                match between {
                    1 => cx.call(BETWEEN).await,
                    2 => cx.sleep(cx.at(BETWEEN), 0).await,
                    _ => {}
                }
                counter.store(cx.at(WRITE), seen + 1).await;
                if let Some(guard) = guard {
                    guard.release(TAKE).await;
                }
                cx.back_edge(LOOP).await;
            }
        };
        tasks.push(cx.spawn(cx.at(START), format!("worker-{worker}"), body).await);
    }
    join_all(cx.at(JOIN), &tasks).await;

    let arrived = counter.load(&cx).await;
    let expected = i64::from(workers) * i64::from(increments);
    let verdict = if arrived == expected { Verdict::good("all-there") } else { Verdict::bad("lost") };
    verdict
        .with("arrived", arrived as f64)
        .with("expected", expected as f64)
        .with("lost", (expected - arrived) as f64)
        .with("share", (expected - arrived) as f64 / expected as f64)
}

#[cfg(test)]
mod tests {
    use crate::trial::{number, verdict_on};
    use model::Mode;
    use runtime::machine::MachineConfig;

    /// How much is lost under the GIL at this interval, in several runs.
    fn lost(interval: u64, every_operation: bool, values: &[(&str, i64)]) -> Vec<f64> {
        let run = |seed| {
            let config = MachineConfig { interval, every_operation, seed, ..MachineConfig::new(Mode::Gil) };
            number(&verdict_on("lost-update", config, values), "share")
        };
        (0..5).map(run).collect()
    }

    #[test]
    fn the_plain_loop_loses_nothing_under_the_gil_however_short_the_interval() {
        for interval in [5_000_000, 500_000, 1_000] {
            assert_eq!(lost(interval, false, &[]), [0.0; 5]);
        }
    }

    #[test]
    fn a_sleep_in_between_loses_half() {
        assert_eq!(lost(5_000_000, false, &[("between", 2), ("increments", 100)]), [0.5; 5]);
    }

    #[test]
    fn at_half_a_millisecond_a_call_in_between_loses_and_so_does_a_switch_at_every_operation() {
        let call = lost(500_000, false, &[("between", 1), ("increments", 100_000)]);
        let everywhere = lost(500_000, true, &[("increments", 100_000)]);
        for lost in call.into_iter().chain(everywhere) {
            assert!((0.05..0.5).contains(&lost), "{lost}");
        }
    }
}
