//! What is known of a scenario without its program: enough for a page, a link and a test.

use crate::{Mode, Outcome, ParamSpec, Params, Preset};
use std::collections::BTreeSet;

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
    /// The most these may be where every interleaving is searched, see [`Meta::small`].
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

    /// These parameters, small enough to search every interleaving: none greater than it was, or than
    /// `explore` says, and of those the greatest that are declared to come to the same. A search of less
    /// would answer another question: whether eight items fit into a room for four is not whether three fit
    /// into a room for one.
    #[must_use]
    pub fn small(&self, params: &Params) -> Params {
        let outcomes = |params: &Params| (self.outcomes)(params).into_iter().collect::<BTreeSet<_>>();
        let asked = outcomes(params);
        let sizes = |(id, most): &(&'static str, i64)| {
            let spec = self.params.iter().find(|spec| spec.id == *id)?;
            let most = params.get(id)?.min(*most);
            Some((*id, spec.range().0.min(most), most))
        };
        let sizes: Vec<_> = self.explore.iter().filter_map(sizes).collect();
        // How much each is less than it might be, by how much that is in all.
        let mut less = vec![Vec::new()];
        for (_, least, most) in &sizes {
            let and =
                |less: &Vec<i64>| (0..=most - least).map(|by| [less.as_slice(), &[by]].concat()).collect::<Vec<_>>();
            less = less.iter().flat_map(and).collect();
        }
        less.sort_by_key(|less| less.iter().sum::<i64>());
        let candidate = |less: &Vec<i64>| {
            let mut small = params.clone();
            for ((id, _, most), by) in sizes.iter().zip(less) {
                small.set(id, most - by).expect("not less than the least, and not more than it was");
            }
            small
        };
        let same = less.iter().map(candidate).find(|small| outcomes(small) == asked);
        same.unwrap_or_else(|| candidate(&less[0]))
    }

    /// What a pool of threads must hold.
    #[must_use]
    pub fn threads(&self, params: &Params) -> u32 {
        (self.tasks)(params) + (self.helpers)(params)
    }
}
