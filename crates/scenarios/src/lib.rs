//! The catalogue: one file a scenario.
//!
//! `METAS` is what a page needs of the scenarios, `SCENARIOS` adds the programs. They are two
//! lists so that a binary that only shows scenarios does not carry their programs.
//! It refuses to know how anything is run or shown.

#[cfg(test)]
mod trial;

use model::{Meta, Params, Verdict};
use runtime::Cx;
use std::future::Future;
use std::pin::Pin;

/// The program of a scenario: what its main task does.
pub type Program = fn(Cx, Params) -> Pin<Box<dyn Future<Output = Verdict>>>;

/// A scenario with its program.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// What is known of it without its program.
    pub meta: &'static Meta,
    /// What its main task does.
    pub program: Program,
}

/// Registers the files of the catalogue, in the order a page shows them. A test keeps it complete.
macro_rules! catalogue {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*

        /// Every scenario without its program.
        pub const METAS: &[&Meta] = &[$(&$file::META),*];

        /// Every scenario with its program.
        pub const SCENARIOS: &[Scenario] = &[$(Scenario {
            meta: &$file::META,
            program: |cx, params| Box::pin($file::program(cx, params)),
        }),*];
    };
}

catalogue! {
    lost_update,
    gil_cpu,
    gil_native,
    deadlock,
    worker_pool,
    channels,
    blocked_loop,
    gil_convoy,
    pickle_cost,
}

/// What is known of the scenario of this name.
#[must_use]
pub fn meta(id: &str) -> Option<&'static Meta> {
    METAS.iter().copied().find(|meta| meta.id == id)
}

/// The scenario of this name.
#[must_use]
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.meta.id == id)
}
