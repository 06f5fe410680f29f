//! Worker pool: a queue, workers, a STOP for each; and a worker that dies leaves everybody waiting.

use model::{Params, Verdict, marks};
use runtime::{Cx, Value, join_all};

marks! {
    WORK = "work", GET = "get", KEEP = "keep", LOG = "log", DONE = "done", START = "start", PUT = "put",
    WAIT = "wait", STOP = "stop", JOIN = "join",
}

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let (workers, items) = (params.count("workers"), params.count("items"));
    let (bad, pause, caught) = (params.int("bad"), params.nanos("pause"), params.flag("caught"));
    let queue = cx.queue("items");
    let results = cx.cell("results", 0);

    let began = cx.now();
    let mut threads = Vec::new();
    for worker in 0..workers {
        let body = async move |cx: Cx| {
            // None is STOP.
            while let Some(item) = queue.get(cx.at(GET)).await.and_then(|item| item.as_int()) {
                cx.sleep(cx.at(WORK), pause).await;
                if item != bad {
                    results.add(cx.at(KEEP), 1).await;
                } else if caught {
                    // Printing is a system call.
                    cx.io(cx.at(LOG), 0).await;
                } else {
                    cx.crash(WORK, format!("ValueError: item {item} is bad")).await;
                }
                queue.task_done(cx.at(DONE)).await;
            }
        };
        threads.push(cx.spawn(cx.at(START), format!("worker-{worker}"), body).await);
    }
    for item in 1..=items {
        queue.put(cx.at(PUT), i64::from(item)).await;
    }
    queue.join(cx.at(WAIT)).await;
    for _ in 0..workers {
        queue.put(cx.at(STOP), Value::None).await;
    }
    join_all(cx.at(JOIN), &threads).await;

    let done = results.load(&cx).await;
    let failed = i64::from(items) - done;
    Verdict::good(if failed == 0 { "all-done" } else { "logged" })
        .with("items", f64::from(items))
        .with("done", done as f64)
        .with("failed", failed as f64)
        .with("workers", f64::from(workers))
        .with("took", (cx.now() - began) as f64)
}

#[cfg(test)]
mod tests {
    use crate::trial::{ending, number, verdict};
    use model::{Ending, Mode, TaskId};
    use runtime::machine::MachineConfig;

    const MODES: [Mode; 2] = [Mode::Gil, Mode::Free];

    #[test]
    fn three_workers_are_three_times_as_fast_as_one() {
        for mode in MODES {
            let took = |workers: i64| {
                let verdict = verdict("worker-pool", mode, &[("bad", 0), ("workers", workers)]);
                number(&verdict, "took")
            };
            let speedup = took(1) / took(3);
            assert!((2.6..=3.1).contains(&speedup), "{mode:?}: {speedup}");
        }
    }

    #[test]
    fn one_bad_item_leaves_everybody_asleep_but_the_worker_it_killed() {
        for mode in MODES {
            let Ending::Asleep(waits) = ending("worker-pool", MachineConfig::new(mode), &[]) else {
                panic!("{mode:?} ends otherwise");
            };
            let marks: Vec<_> = waits.iter().map(|wait| wait.mark).collect();
            assert_eq!(marks, [super::WAIT, super::GET, super::GET]);
            assert_eq!(waits[0].task, TaskId::MAIN);
            assert!(waits.iter().all(|wait| wait.holders.is_empty()));
        }
    }

    #[test]
    fn once_it_is_caught_eleven_results_arrive_and_one_line_is_logged() {
        for mode in MODES {
            let verdict = verdict("worker-pool", mode, &[("caught", 1)]);
            assert_eq!((number(&verdict, "done"), number(&verdict, "failed")), (11.0, 1.0));
        }
    }
}
