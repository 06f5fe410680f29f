//! Channels: tasks that share nothing but bounded channels; no data race, and still everybody can wait.

use model::{Params, Verdict, marks};
use runtime::handles::Channel;
use runtime::{Cx, Value, join_all};

marks! {
    TAKE = "take", GIVE = "give", COLLECT = "collect", START = "start", SEND = "send", STOP = "stop",
    JOIN = "join",
}

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let (workers, items, capacity) = (params.count("workers"), params.count("items"), params.count("capacity"));
    let (jobs, results) = (cx.channel("jobs", capacity), cx.channel("results", capacity));

    let began = cx.now();
    let mut threads = Vec::new();
    for worker in 0..workers {
        let body = async move |cx: Cx| {
            // None is STOP.
            while let Some(job) = jobs.receive(cx.at(TAKE)).await.and_then(|job| job.as_int()) {
                results.send(cx.at(GIVE), job * job).await;
            }
        };
        threads.push(cx.spawn(cx.at(START), format!("worker-{worker}"), body).await);
    }
    if params.flag("reader") {
        let body = async move |cx: Cx| collect(&cx, results, items).await;
        threads.push(cx.spawn(cx.at(START), "reader", body).await);
    }

    for job in 0..items {
        jobs.send(cx.at(SEND), i64::from(job)).await;
    }
    for _ in 0..workers {
        jobs.send(cx.at(STOP), Value::None).await;
    }
    let own = if params.flag("reader") { 0 } else { collect(&cx, results, items).await };
    let theirs = join_all(cx.at(JOIN), &threads).await;

    let sum = own + theirs.iter().filter_map(Value::as_int).sum::<i64>();
    Verdict::good("all-there")
        .with("items", f64::from(items))
        .with("capacity", f64::from(capacity))
        .with("sum", sum as f64)
        .with("took", (cx.now() - began) as f64)
}

/// Takes every result; their sum.
async fn collect(cx: &Cx, results: Channel, items: u32) -> i64 {
    let mut sum = 0;
    for _ in 0..items {
        sum += results.receive(cx.at(COLLECT)).await.and_then(|square| square.as_int()).unwrap_or(0);
    }
    sum
}

#[cfg(test)]
mod tests {
    use crate::trial::{ending, explored, number, verdict};
    use model::{Ending, Mode, Outcome};
    use runtime::machine::MachineConfig;

    /// Exactly when there are more jobs than both channels hold, whoever goes first.
    #[test]
    fn it_is_stuck_when_the_jobs_are_more_than_both_channels_hold() {
        for (workers, most) in [(1, 3), (2, 2)] {
            for capacity in 1..=most {
                for items in 1..=2 * capacity + 2 {
                    let values = [("workers", workers), ("capacity", capacity), ("items", items)];
                    let (outcomes, complete) = explored("channels", &values);
                    let fits = items <= 2 * capacity;
                    let expected = if fits { Outcome::Verdict("all-there".into()) } else { Outcome::Asleep };
                    assert_eq!((outcomes, complete), (vec![expected], true), "{values:?}");
                }
            }
        }
    }

    #[test]
    fn nobody_holds_what_the_others_want_and_the_sender_is_the_one_who_would_read() {
        for mode in [Mode::Gil, Mode::Free, Mode::EventLoop] {
            let Ending::Asleep(waits) = ending("channels", MachineConfig::new(mode), &[]) else {
                panic!("{mode:?} ends otherwise");
            };
            let marks: Vec<_> = waits.iter().map(|wait| wait.mark).collect();
            assert_eq!(marks, [super::SEND, super::GIVE, super::GIVE]);
        }
    }

    #[test]
    fn every_result_arrives_once() {
        for mode in [Mode::Gil, Mode::Free, Mode::EventLoop] {
            let squares: i32 = (0..20).map(|job| job * job).sum();
            assert_eq!(number(&verdict("channels", mode, &[("reader", 1)]), "sum"), f64::from(squares));
        }
    }
}
