//! The convoy: threads that wait for the outside world, while others compute.

use crate::runs::{MILLI, middle, seeds, since};
use crate::{Row, row};
use model::{Mark, Mode};
use runtime::handles::Channel;
use runtime::{Cx, Kernel};

/// Long enough for any experiment.
const FOR_EVER: u32 = 1_000_000;

async fn spinners(cx: &Cx, count: u32) {
    for spinner in 0..count {
        let spin = async |cx: Cx| cx.compute(&cx, Kernel::Primes, FOR_EVER).await;
        cx.spawn(cx, format!("spinner-{spinner}"), spin).await;
    }
}

/// A socket: the bytes are there at once, and the system call gives up the baton.
async fn send(cx: &Cx, socket: Channel) {
    socket.send(cx, 1).await;
    cx.io(cx, 0).await;
}

async fn echo(cx: Cx, cpu_threads: u32) -> f64 {
    let (there, back) = (cx.channel("there", 16), cx.channel("back", 16));
    let echo = async move |cx: Cx| {
        while there.receive(&cx).await.is_some() {
            send(&cx, back).await;
        }
    };
    cx.spawn(&cx, "echo", echo).await;
    spinners(&cx, cpu_threads).await;
    let mut trips = Vec::new();
    for _ in 0..100 {
        let began = cx.now();
        send(&cx, there).await;
        back.receive(&cx).await;
        trips.push(since(&cx, began));
    }
    middle(trips)
}

async fn sleeper(cx: Cx, cpu_threads: u32) -> f64 {
    spinners(&cx, cpu_threads).await;
    let began = cx.now();
    for _ in 0..100 {
        cx.sleep(&cx, MILLI).await;
        cx.back_edge(Mark::NONE).await;
    }
    since(&cx, began) / 100.0
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for cpu_threads in [0, 1, 2] {
        for (interval, switch) in [(5 * MILLI, "0.005"), (MILLI / 2, "0.0005")] {
            let trip = seeds(Mode::Gil, interval, move |cx| echo(cx, cpu_threads));
            rows.push(row(
                format!("convoy.echo_roundtrip_ms.cpu_threads_{cpu_threads}.switch_{switch}"),
                trip / 1e6,
                "ms",
            ));
        }
    }
    for cpu_threads in [0, 1, 2, 4] {
        let slept = seeds(Mode::Gil, 5 * MILLI, move |cx| sleeper(cx, cpu_threads));
        rows.push(row(format!("convoy.sleep1ms_actual_ms.cpu_threads_{cpu_threads}"), slept / 1e6, "ms"));
    }
    rows
}
