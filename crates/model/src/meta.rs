//! What is known of a scenario without its program: enough for a page, a link and a test.

use crate::{Mode, Outcome, ParamSpec, Params, Preset};

/// A scenario without its program. Its words for people stand in its lessons.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// The word for it in links, file names and tests.
    pub id: &'static str,
    /// The modes it makes sense in, the most telling first.
    pub modes: &'static [Mode],
    /// What a learner may change.
    pub params: &'static [ParamSpec],
    /// Sets of values worth looking at; the first is the defaults under a name.
    pub presets: &'static [Preset],
    /// The parameter and value that mend what is broken, where something is.
    pub cure: Option<(&'static str, i64)>,
    /// The marks of its listing, in the order of their numbers.
    pub marks: &'static [&'static str],
    /// How many tasks are alive at once, with the main task.
    pub tasks: fn(&Params) -> u32,
    /// How many threads help native code at once that spreads a call over several.
    pub helpers: fn(&Params) -> u32,
    /// Values that make it small enough to search every interleaving.
    pub explore: &'static [(&'static str, i64)],
    /// The numbers of its verdict that make one outcome of a search differ from another of the same name:
    /// those that follow from the order of the steps.
    pub telling: &'static [&'static str],
    /// Whether its verdict is about how long things take: trying every interleaving, without a clock,
    /// then shows some of its outcomes only.
    pub timed: bool,
    /// Every outcome it can have with these parameters, in any order.
    pub outcomes: fn(&Params) -> Vec<Outcome>,
}

impl Meta {
    /// A scenario that says nothing of itself: what one need not say, it takes from here.
    pub const PLAIN: Meta = Meta {
        id: "",
        modes: &[],
        params: &[],
        presets: &[],
        cure: None,
        marks: &[],
        tasks: |_| 1,
        helpers: |_| 0,
        explore: &[],
        telling: &[],
        timed: false,
        outcomes: |_| Vec::new(),
    };

    /// What a pool of threads must hold.
    #[must_use]
    pub fn threads(&self, params: &Params) -> u32 {
        (self.tasks)(params) + (self.helpers)(params)
    }
}
