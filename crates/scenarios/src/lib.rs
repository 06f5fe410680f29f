//! Compiled twins: the program of a scenario once more, in Rust, one file each; and the tests that hold
//! content, engines and oracle together.
//!
//! What else there is to know of a scenario stands in its folder, `web/scenarios/<id>`.
//! It refuses to know how anything is run or shown.

#[cfg(feature = "content")]
pub mod content;
#[cfg(test)]
mod trial;

use model::{Params, Verdict};
use runtime::Cx;
use std::future::Future;
use std::pin::Pin;

/// A program: what its main task does.
pub type Program = fn(Cx, Params) -> Pin<Box<dyn Future<Output = Verdict>>>;

/// The program of a scenario, compiled.
#[derive(Clone, Copy)]
pub struct Twin {
    /// The scenario.
    pub id: &'static str,
    /// What its main task does.
    pub program: Program,
    /// The marks it knows, in the order of their numbers: as they first stand in the listing.
    pub marks: &'static [&'static str],
}

/// Registers the twins, each with the folder of its scenario. A test keeps it complete.
macro_rules! twins {
    ($($file:ident: $id:literal),* $(,)?) => {
        $(mod $file;)*

        /// Every compiled twin.
        pub const TWINS: &[Twin] = &[$(Twin {
            id: $id,
            program: |cx, params| Box::pin($file::program(cx, params)),
            marks: $file::MARKS,
        }),*];

        /// The folders' `scenario.toml`, in the same order.
        #[cfg(feature = "content")]
        const SOURCES: &[&str] = &[$(include_str!(concat!("../../../web/scenarios/", $id, "/scenario.toml"))),*];
    };
}

twins! {
    blocked_loop: "blocked-loop",
    channels: "channels",
    deadlock: "deadlock",
    gil_convoy: "gil-convoy",
    gil_cpu: "gil-cpu",
    gil_native: "gil-native",
    lost_update: "lost-update",
    pickle_cost: "pickle-cost",
    worker_pool: "worker-pool",
}

/// The twin of the scenario of this name, if it has one.
#[must_use]
pub fn twin(id: &str) -> Option<&'static Twin> {
    TWINS.iter().find(|twin| twin.id == id)
}
