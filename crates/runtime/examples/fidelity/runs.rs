//! Running a program on the modelled machine for one figure.

use model::{Ending, Event, Mode, Name, Verdict};
use runtime::machine::{Machine, MachineConfig};
use runtime::{Cx, Recorder};
use std::future::Future;
use std::rc::Rc;

pub(crate) const MILLI: u64 = 1_000_000;

struct Nothing;

impl Recorder for Nothing {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

/// The mode on two cores, as the measurements were.
pub(crate) fn config(mode: Mode, interval: u64, seed: u64) -> MachineConfig {
    MachineConfig { interval, seed, ..MachineConfig::new(mode) }
}

/// What the program gives.
pub(crate) fn figure<F: Future<Output = f64> + 'static>(
    config: MachineConfig,
    program: impl FnOnce(Cx) -> F + 'static,
) -> f64 {
    let machine = Machine::new(config, Rc::new(Nothing), |cx| {
        Box::pin(async move { Verdict::good("figure").with("value", program(cx).await) })
    });
    match machine.run() {
        Ending::Finished(verdict) => verdict.value("value").expect("the program gives its figure"),
        other => panic!("the experiment ended as {other:?}"),
    }
}

/// The median over a few seeds.
pub(crate) fn median<F: Future<Output = f64> + 'static>(
    mode: Mode,
    interval: u64,
    program: impl Fn(Cx) -> F + Clone + 'static,
) -> f64 {
    let runs = (0..5).map(|seed| {
        let program = program.clone();
        figure(config(mode, interval, seed), program)
    });
    middle(runs.collect())
}

/// The median of these.
pub(crate) fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let half = figures.len() / 2;
    if figures.len() % 2 == 1 { figures[half] } else { f64::midpoint(figures[half - 1], figures[half]) }
}

/// Nanoseconds since then.
pub(crate) fn since(cx: &Cx, then: u64) -> f64 {
    (cx.now() - then) as f64
}
