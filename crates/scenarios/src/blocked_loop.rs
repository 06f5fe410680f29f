//! A blocked event loop: one call that does not await stops every coroutine.

use model::{Params, Verdict, marks};
use runtime::{Cx, Strand, Value, join_all};

marks! { BEAT = "beat", ARRIVE = "arrive", BLOCK = "block", START = "start", JOIN = "join" }

/// How often a client wants to run, and when the visitor comes.
const BEAT_EVERY: u64 = 5_000_000;
const VISIT: u64 = 30_000_000;

pub(crate) async fn program(cx: Cx, params: Params) -> Verdict {
    let (clients, beats) = (params.count("clients"), params.count("beats"));
    let (call, block) = (params.int("call"), params.nanos("block"));

    let mut tasks = Vec::new();
    for client in 0..clients {
        let body = async move |cx: Cx| {
            let mut worst = 0;
            for _ in 0..beats {
                let began = cx.now();
                cx.sleep(cx.at(BEAT), BEAT_EVERY).await;
                worst = worst.max((cx.now() - began).saturating_sub(BEAT_EVERY));
            }
            worst.cast_signed()
        };
        tasks.push(cx.spawn(cx.at(START), format!("client-{client}"), body).await);
    }
    let visitor = async move |cx: Cx| {
        cx.sleep(cx.at(ARRIVE), VISIT).await;
        match call {
            0 => cx.block(cx.at(BLOCK), block).await,
            1 => {
                let body = async move |cx: Cx| cx.block(cx.at(BLOCK), block).await;
                let thread = cx.spawn_on(cx.at(BLOCK), Strand::Thread, "to_thread", body).await;
                thread.join(cx.at(BLOCK)).await;
            }
            _ => cx.sleep(cx.at(BLOCK), block).await,
        }
    };
    tasks.push(cx.spawn(cx.at(JOIN), "visitor", visitor).await);
    let worst = join_all(cx.at(JOIN), &tasks).await;

    let worst = worst.iter().filter_map(Value::as_int).max().unwrap_or(0);
    let stalled = worst >= block.cast_signed() / 2;
    let verdict = if stalled { Verdict::bad("stalled") } else { Verdict::good("smooth") };
    verdict.with("worst", worst as f64).with("block", block as f64).with("clients", f64::from(clients))
}

#[cfg(test)]
mod tests {
    use crate::trial::{number, verdict};
    use model::Mode;

    fn worst(values: &[(&str, i64)]) -> f64 {
        number(&verdict("blocked-loop", Mode::EventLoop, values), "worst") / 1e6
    }

    #[test]
    fn everybody_stands_still_as_long_as_the_call_takes() {
        for clients in [1, 3, 20] {
            for block in [20, 100, 500, 1_000] {
                let worst = worst(&[("block", block * 1_000), ("clients", clients)]);
                // Less what was left of the beat that the call came into.
                assert!((block as f64 - 5.0..block as f64 + 2.0).contains(&worst), "{clients}, {block}: {worst}");
            }
        }
    }

    #[test]
    fn in_a_thread_or_awaited_it_holds_up_nobody() {
        for call in [1, 2] {
            let worst = worst(&[("call", call)]);
            assert!(worst < 2.0, "{call}: {worst} ms");
        }
    }
}
