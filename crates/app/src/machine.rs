//! What this machine is, and what it costs a run: told by the browser, or measured by the workers.
//!
//! Measuring has a conductor of its own, which ends with it, so that no run finds its threads busy.
//! It refuses to guess: what could not be measured stays unknown.

use crate::conductor::{Conductor, Said};
use leptos::prelude::*;
use model::{MachineFacts, Report, Work};

/// What is measured, in the words of the workers. Starting a worker comes first: it is measured on a
/// conductor that has none.
pub(crate) const COSTS: [&str; 5] = ["pool", "switch:2000", "message:1000", "clock", "skew"];

/// What is known of this machine. A result keeps it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Machine {
    /// Cores the browser offers.
    pub(crate) cores: u32,
    /// Whether real threads can be had.
    pub(crate) isolated: bool,
    /// The smallest step of the workers' clock in nanoseconds; 0 before a worker told it.
    pub(crate) resolution: u64,
    /// Nanoseconds, in the order of [`COSTS`].
    pub(crate) costs: [Cost; COSTS.len()],
}

impl Machine {
    /// The same, as a recording keeps it.
    pub(crate) fn facts(&self) -> MachineFacts {
        let known = |(what, cost): (&str, &Cost)| match cost {
            Cost::Known(nanos) => Some((what.to_string(), *nanos)),
            Cost::Unknown | Cost::NotHere => None,
        };
        let costs = COSTS.into_iter().zip(&self.costs).filter_map(known).collect();
        MachineFacts { cores: self.cores, isolated: self.isolated, resolution: self.resolution, costs }
    }
}

/// What is known of one cost.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Cost {
    /// Nobody has asked yet, or the answer is on its way.
    Unknown,
    /// So many nanoseconds.
    Known(f64),
    /// It cannot be measured here.
    NotHere,
}

/// Measures everything once, unless that goes on already. Ends when it is over, or by what it gives.
pub(crate) fn measure(machine: RwSignal<Machine>) -> impl Fn() + Clone {
    let conductor = StoredValue::new_local(None::<Conductor>);
    let end = move || {
        if let Some(conductor) = conductor.try_update_value(Option::take).flatten() {
            conductor.close();
        }
    };
    let next = StoredValue::new(0_usize);
    let ask = move || match COSTS.get(next.get_value()) {
        // The conductor speaks while it is spoken to: it must not be borrowed then.
        Some(what) => {
            if let Some(conductor) = conductor.get_value() {
                conductor.ask(Work::Measure((*what).into()));
            }
        }
        None => end(),
    };
    let know = move |cost: Cost| {
        let index = next.get_value();
        machine.update(|machine| {
            if let Some(place) = machine.costs.get_mut(index) {
                *place = cost;
            }
        });
        next.set_value(index + 1);
        ask();
    };
    machine.update(|machine| machine.costs = [Cost::Unknown; COSTS.len()]);
    let begun = StoredValue::new(false);
    let hear = move |said| match said {
        // A later worker, for more threads, is asked again by the conductor itself.
        Said::Report(Report::Ready { resolution, .. }) if !begun.get_value() => {
            begun.set_value(true);
            machine.update(|machine| machine.resolution = resolution);
            ask();
        }
        Said::Report(Report::Measured { value, .. }) => know(Cost::Known(value)),
        Said::Report(Report::Refused { .. }) => know(Cost::NotHere),
        Said::NotUp(_) => {
            machine.update(|machine| machine.costs = [Cost::NotHere; COSTS.len()]);
            end();
        }
        _ => {}
    };
    conductor.set_value(Some(Conductor::start(hear)));
    end
}
