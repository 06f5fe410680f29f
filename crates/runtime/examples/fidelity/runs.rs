//! Running a program on the modelled machine for one figure.

use model::{Ending, Event, Mode, Name, Verdict};
use runtime::machine::{Machine, MachineConfig};
use runtime::{Cx, Recorder};
use std::future::Future;
use std::ops::Div;
use std::rc::Rc;

pub(crate) const MILLI: u64 = 1_000_000;

struct Nothing;

impl Recorder for Nothing {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

/// What the program gives, on two cores as the measurements were.
fn figure<F: Future<Output = f64> + 'static>(config: MachineConfig, program: impl FnOnce(Cx) -> F + 'static) -> f64 {
    let machine = Machine::new(config, Rc::new(Nothing), |cx| {
        Box::pin(async move { Verdict::good("figure").with("value", program(cx).await) })
    });
    match machine.run() {
        Ending::Finished(verdict) => verdict.value("value").expect("the program gives its figure"),
        other => panic!("the experiment ended as {other:?}"),
    }
}

/// What several seeds gave.
#[derive(Clone, Copy)]
pub(crate) struct Figure {
    pub(crate) median: f64,
    /// The third quartile less the first.
    pub(crate) spread: f64,
}

impl Div<f64> for Figure {
    type Output = Figure;

    fn div(self, by: f64) -> Figure {
        Figure { median: self.median / by, spread: self.spread / by }
    }
}

impl Div<Figure> for f64 {
    type Output = Figure;

    /// The spread is as large a part of the quotient as of what it is divided by.
    fn div(self, by: Figure) -> Figure {
        let median = self / by.median;
        Figure { median, spread: median * by.spread / by.median }
    }
}

/// What a few seeds give.
pub(crate) fn seeds<F: Future<Output = f64> + 'static>(
    mode: Mode,
    interval: u64,
    program: impl Fn(Cx) -> F + Clone + 'static,
) -> Figure {
    let mut figures: Vec<f64> = (0..9)
        .map(|seed| figure(MachineConfig { interval, seed, ..MachineConfig::new(mode) }, program.clone()))
        .collect();
    figures.sort_by(f64::total_cmp);
    Figure { median: middle(figures.clone()), spread: figures[6] - figures[2] }
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
