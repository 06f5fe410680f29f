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
        let asked = (self.outcomes)(params);
        let is_same = |small: &Params| {
            let come = (self.outcomes)(small);
            come.len() == asked.len() && asked.iter().all(|outcome| come.contains(outcome))
        };
        let mut small = params.clone();
        for (id, most) in self.explore {
            // What would be out of its range stays as it was.
            let _ = small.set(id, params.get(id).map_or(*most, |value| value.min(*most)));
        }
        let greatest = small.clone();
        let room = self.explore.iter().filter_map(|(id, _)| greatest.get(id)).sum::<i64>();
        let found = (0..=room).any(|less| shrink(&mut small, self.explore, less, &is_same));
        if found { small } else { greatest }
    }

    /// What a pool of threads must hold.
    #[must_use]
    pub fn threads(&self, params: &Params) -> u32 {
        (self.tasks)(params) + (self.helpers)(params)
    }
}

/// Makes these sizes less by so much in all, in the first way that will do, if there is one.
fn shrink(params: &mut Params, sizes: &[(&str, i64)], less: i64, will_do: &dyn Fn(&Params) -> bool) -> bool {
    let Some(((id, _), others)) = sizes.split_first() else { return less == 0 && will_do(params) };
    let Some(most) = params.get(id) else { return shrink(params, others, less, will_do) };
    for by in 0..=less {
        if params.set(id, most - by).is_err() {
            break;
        }
        if shrink(params, others, less - by, will_do) {
            return true;
        }
    }
    // As it was, for the next way.
    let _ = params.set(id, most);
    false
}
