//! A pool whose workers crash or go away: every piece of work is answered, whatever becomes of who does it.

use crate::hosts;
use crate::programs::{NOWHERE, finished};
use model::{Mode, Verdict};
use runtime::baton::Policy;
use runtime::machine::MachineConfig;
use runtime::{Cx, Failure, Value};

/// Longer than anything here takes.
const LONG: u64 = 1_000_000_000;

/// Six pieces of work for two workers, one of which crashes at the third piece; after so long one or all
/// of them are asked to end.
async fn answered(cx: Cx, delay: u64, cut: usize) -> Verdict {
    let heard = cx.queue("heard");
    let work = async move |cx: Cx, value: Value| {
        cx.sleep(&cx, 20_000).await;
        if value == Value::Int(2) {
            cx.crash(NOWHERE, "no such number").await;
        }
        value
    };
    let pool = cx.pool(cx.at(NOWHERE), "pool", 2, work).await;
    let (mut futures, workers) = (Vec::new(), pool.workers().to_vec());
    for value in 0..4 {
        let future = pool.submit(&cx, value).await;
        future.listen(&cx, heard, value).await;
        futures.push(future);
    }
    cx.sleep(&cx, delay).await;
    for worker in &workers[..cut] {
        worker.cancel(&cx).await;
    }
    for value in 4..6 {
        futures.push(pool.submit(&cx, value).await);
    }
    let mut results = Vec::new();
    for future in futures {
        match cx.within(LONG, async |cx: Cx| future.result(&cx).await).await {
            Ok(result) => results.push(result),
            Err(_) => return Verdict::bad("not answered"),
        }
    }
    if cx.within(LONG, async |cx: Cx| pool.shutdown(&cx).await).await.is_err() {
        return Verdict::bad("not shut down");
    }
    let lost = |result: &Value| result.failure().is_some_and(|words| words.contains("went away"));
    let right = results.iter().zip(0..).all(|(result, value)| match result.failure().map(Failure::words) {
        Some("no such number") => value == 2,
        Some(_) => cut > 0 && lost(result),
        None => *result == Value::Int(value),
    });
    let told = heard.len(&cx).await;
    if right && told == 4 { Verdict::good("answered") } else { Verdict::bad("answered wrongly") }
}

#[test]
fn every_piece_of_work_is_answered_whoever_crashes_or_is_cancelled() {
    for cut in 0..=2 {
        for step in 0..25u64 {
            let delay = step * 7_000;
            for mode in [Mode::Gil, Mode::Free, Mode::Processes, Mode::EventLoop] {
                for by in 0..hosts::WAYS {
                    let scheduler = hosts::scheduler(by, step, 150);
                    let config = MachineConfig { seed: step, ..MachineConfig::new(mode) };
                    let ran = hosts::machine(config, scheduler, move |cx| answered(cx, delay, cut));
                    assert_eq!(ran.ending, finished("answered"), "{mode:?}, scheduler {by}, {cut} cut after {delay}");
                }
            }
            for policy in [Policy::Gil { interval: 3_000, every_operation: true }, Policy::EventLoop] {
                let ending = hosts::baton(policy, move |cx| answered(cx, delay, cut)).0;
                assert_eq!(ending, finished("answered"), "baton, {policy:?}, {cut} cut after {delay}");
            }
            let ending = hosts::threads(move |cx| answered(cx, delay, cut)).0;
            assert_eq!(ending, finished("answered"), "threads, {cut} cut after {delay}");
        }
    }
}
