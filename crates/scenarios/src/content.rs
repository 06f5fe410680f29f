//! For tests that run every scenario: every twin with what its folder says, wherever they run, for in a
//! browser there are no folders; and where there are, what all of them say. Nothing that ships has this.

use crate::{Program, SOURCES, TWINS};
use model::Meta;
use std::sync::LazyLock;

/// A scenario that has a twin.
pub struct Scenario {
    /// What its folder says.
    pub meta: Meta,
    /// Its twin's program.
    pub program: Program,
}

/// Every scenario that has a twin, in the order of the curriculum.
pub static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let read = |(twin, text): (&crate::Twin, &&str)| Scenario {
        meta: catalogue::source::meta(twin.id, text).unwrap_or_else(|error| panic!("{error}")),
        program: twin.program,
    };
    let mut scenarios: Vec<Scenario> = TWINS.iter().zip(SOURCES).map(read).collect();
    scenarios.sort_by_key(|scenario| scenario.meta.family);
    scenarios
});

/// The scenario of this name.
#[must_use]
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.meta.id == id)
}

/// What every folder says, in the order of the curriculum, whether the scenario has a twin or not.
///
/// # Panics
/// Where a folder has a fault.
#[cfg(not(target_family = "wasm"))]
pub fn metas() -> impl Iterator<Item = &'static Meta> {
    static METAS: LazyLock<Vec<Meta>> = LazyLock::new(|| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios");
        let folders = catalogue::source::read_all(&folder).unwrap_or_else(|error| panic!("{error}"));
        folders.into_iter().map(|folder| folder.meta).collect()
    });
    METAS.iter()
}

/// What the folder of the scenario of this name says.
///
/// # Panics
/// Where it has no twin: a test names a scenario that it knows.
#[must_use]
pub fn meta(id: &str) -> &'static Meta {
    &scenario(id).unwrap_or_else(|| panic!("no scenario with a twin is called {id}")).meta
}
