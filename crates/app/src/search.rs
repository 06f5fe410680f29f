//! The search through every interleaving: with which parameters, how far it is, what it found, and which
//! of the endings found is in the picture now.
//!
//! It is the conductor's work as a run is; it refuses to know how anything looks.

use crate::conductor::Conductor;
use crate::state::{Lab, Phase};
use leptos::prelude::*;
use model::{Clock, Explanation, Exploration, Link, Mode, Progress, Work};
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
    /// What can happen.
    pub(crate) exploration: Exploration,
    /// Why what is bad fails.
    pub(crate) explained: Vec<Option<Explanation>>,
    /// Nanoseconds it worked.
    pub(crate) worked: u64,
}

impl Lab {
    /// Whether there is an order of steps to search for: not where all is a matter of time.
    pub(crate) fn searchable(self) -> bool {
        !self.meta().timed
    }

    /// The link as it is now, with parameters small enough that everything can be tried.
    pub(crate) fn small(self) -> Link {
        let link = self.link.get();
        Link { params: self.meta().small(&link.params), ..link }
    }

    /// Tries every interleaving of this.
    pub(crate) fn search(self, link: Link) {
        if self.busy() || !self.searchable() {
            return;
        }
        self.search.set(Search::Going { progress: Progress::default(), worked: 0, held: false });
        if matches!(self.phase.get_untracked(), Phase::Refused(_)) {
            self.phase.set(Phase::Idle);
        }
        let job = self.job(&Link { schedule: None, ..link.clone() });
        self.sought.set_value(Some(link));
        self.with_conductor(|conductor| conductor.ask(Work::Explore(job)));
    }

    /// Whether a search is under way.
    pub(crate) fn searching(self) -> bool {
        matches!(&*self.search.read(), Search::Going { .. })
    }

    /// Holds the search, or lets it go on.
    pub(crate) fn hold(self, hold: bool) {
        self.search.update(|search| {
            if let Search::Going { held, .. } = search {
                *held = hold;
            }
        });
        self.with_conductor(|conductor: &Conductor| conductor.hold(hold));
    }

    /// Hears how far the search is, and how many nanoseconds it has worked.
    pub(crate) fn hear_progress(self, so_far: Progress, nanos: u64) {
        self.search.update(|search| {
            if let Search::Going { progress, worked, .. } = search {
                (*progress, *worked) = (so_far, nanos);
            }
        });
    }

    /// Hears what the search found, why what is bad fails, and how many nanoseconds it worked.
    pub(crate) fn hear_found(self, exploration: Exploration, explained: Vec<Option<Explanation>>, worked: u64) {
        let Some(link) = self.sought.try_update_value(Option::take).flatten() else { return };
        self.search.set(Search::Over(Arc::new(Searched { link, exploration, explained, worked })));
        self.searched.update(|count| *count += 1);
        if self.phase.get_untracked() == Phase::Ended {
            self.point_out();
        }
    }

    /// Shows the run that leads to the ending at this place of those found.
    pub(crate) fn show(self, found: usize) {
        let Search::Over(searched) = self.search.get_untracked() else { return };
        let Some(ending) = searched.exploration.outcomes.get(found).filter(|_| !self.busy()) else { return };
        // A search lets tasks take turns between any two steps, as free threads do; the GIL lets them less often.
        let meta = self.meta();
        let mode = [Mode::Free, self.link.read_untracked().mode, Mode::Gil, Mode::EventLoop]
            .into_iter()
            .find(|mode| *mode != Mode::Sequential && meta.modes.contains(mode));
        self.edit(|link| {
            link.params = searched.link.params.clone();
            link.clock = Clock::Modelled;
            link.mode = mode.unwrap_or(link.mode);
            link.schedule = Some(ending.schedule.clone());
        });
        self.by_steps.set(true);
        self.run();
    }

    /// Points at what decided the run that is over, if it is one that a search found.
    pub(crate) fn point_out(self) {
        let Search::Over(searched) = self.search.get_untracked() else { return };
        let link = self.running.get_untracked();
        let mut found = searched.exploration.outcomes.iter();
        let followed = |found: &model::Found| Some(&found.schedule) == link.schedule.as_ref();
        let shown = found.position(followed).filter(|_| link.params == searched.link.params);
        self.shown_found.set(shown);
        let explained = shown.and_then(|found| searched.explained.get(found)?.as_ref());
        let Some(explanation) = explained else { return };
        let why = self.trace.with_value(|trace| trace.why(explanation));
        self.why.set(Some(why));
        self.cursor.set(why.decision);
    }
}
