//! The search through every interleaving: with which parameters, how far it is, what it found, and which
//! of the endings found is in the picture now.
//!
//! It is the conductor's work as a run is, and stands beside the runs. It refuses to know how anything looks.

use leptos::prelude::*;
use model::{Explanation, Exploration, Found, Link, Progress};
use std::sync::Arc;

/// Where the search is.
#[derive(Clone)]
pub(crate) enum Search {
    /// None has been asked for.
    None,
    /// It is under way.
    Going {
        /// So far.
        progress: Progress,
        /// Nanoseconds it has worked.
        worked: u64,
        /// Whether the learner holds it.
        held: bool,
    },
    /// It is over, and this was found.
    Over(Arc<Searched>),
}

/// What a search found.
pub(crate) struct Searched {
    /// With which parameters.
    pub(crate) link: Link,
    /// The text of the program, where it is one.
    pub(crate) source: Option<Arc<str>>,
    /// What can happen.
    pub(crate) exploration: Exploration,
    /// Why what is bad fails.
    pub(crate) explained: Vec<Option<Explanation>>,
    /// Nanoseconds it worked.
    pub(crate) worked: u64,
}

/// The search of one lab.
#[derive(Clone, Copy)]
pub(crate) struct Searching {
    /// Where it is.
    pub(crate) state: RwSignal<Search>,
    /// How many searches have ended.
    pub(crate) ended: RwSignal<u32>,
    /// Which of the endings found is in the picture.
    pub(crate) shown: RwSignal<Option<usize>>,
    /// What is being searched, or was to be.
    sought: StoredValue<Option<(Link, Option<Arc<str>>)>>,
}

impl Searching {
    pub(crate) fn new() -> Searching {
        Searching {
            state: RwSignal::new(Search::None),
            ended: RwSignal::new(0),
            shown: RwSignal::new(None),
            sought: StoredValue::new(None),
        }
    }

    /// It begins, with these parameters and this text, where the program is one.
    pub(crate) fn begin(self, link: Link, source: Option<Arc<str>>) {
        self.state.set(Search::Going { progress: Progress::default(), worked: 0, held: false });
        self.sought.set_value(Some((link, source)));
    }

    /// Whether it is under way.
    pub(crate) fn is_going(self) -> bool {
        matches!(&*self.state.read(), Search::Going { .. })
    }

    /// It is held, or goes on.
    pub(crate) fn hold(self, hold: bool) {
        self.state.update(|search| {
            if let Search::Going { held, .. } = search {
                *held = hold;
            }
        });
    }

    /// It came to nothing. What was sought may be sought once more.
    pub(crate) fn give_up(self) {
        if untrack(|| self.is_going()) {
            self.state.set(Search::None);
        }
    }

    /// What was sought and not found, to be sought once more; after that nothing is.
    pub(crate) fn take_sought(self) -> Option<Link> {
        self.take().map(|(link, _)| link)
    }

    fn take(self) -> Option<(Link, Option<Arc<str>>)> {
        self.sought.try_update_value(Option::take).flatten()
    }

    /// It has come so far.
    pub(crate) fn hear_progress(self, so_far: Progress, nanos: u64) {
        self.state.update(|search| {
            if let Search::Going { progress, worked, .. } = search {
                (*progress, *worked) = (so_far, nanos);
            }
        });
    }

    /// It is over; whether anybody waits for that.
    pub(crate) fn hear_found(self, found: Exploration, explained: Vec<Option<Explanation>>, worked: u64) -> bool {
        let Some((link, source)) = self.take() else { return false };
        self.state.set(Search::Over(Arc::new(Searched { link, source, exploration: found, explained, worked })));
        self.ended.update(|count| *count += 1);
        true
    }

    /// What was found, once it is over.
    pub(crate) fn found(self) -> Option<Arc<Searched>> {
        match self.state.get_untracked() {
            Search::Over(searched) => Some(searched),
            Search::None | Search::Going { .. } => None,
        }
    }
}

impl Searched {
    /// The place among what was found of the ending that a run of this link leads to, if it is one of them.
    pub(crate) fn place_of(&self, link: &Link, source: Option<&Arc<str>>) -> Option<usize> {
        if self.source.as_ref() != source {
            return None;
        }
        let followed = |found: &Found| Some(&found.schedule) == link.schedule.as_ref();
        self.exploration.outcomes.iter().position(followed).filter(|_| link.params == self.link.params)
    }
}
