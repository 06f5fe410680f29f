//! What one lab knows: the link being edited, the run and its trace, and the results so far.
//!
//! The conductor's words change it (`hear`); components read it. It refuses to know how anything looks.

use crate::canvas::View;
use crate::conductor::{Conductor, Said};
use crate::machine::Machine;
use crate::route;
use crate::search::Search;
use crate::site::Site;
use crate::soon::{PIECE, soon};
use crate::web;
use catalogue::Content;
use catalogue::listing::{self, Source};
use leptos::prelude::*;
use model::{Clock, Ending, EngineError, Fault, Job, Link, LinkError, Meta, Report, Summary, Work};
use std::sync::Arc;
use std::time::Duration;
use timeline::{Cut, Trace, Why};
use wasm_bindgen::JsValue;
use words::{Lang, Lesson};

/// So many results are kept for the table.
const RESULTS: usize = 8;

/// So many steps at most are shown one beside the other.
const STEPS: usize = 200_000;

/// So many events are folded between two looks at the clock.
const EVENTS: usize = 2_000;

/// So many milliseconds after Stop what has happened by then may still be drawn: of most runs that is all of it.
const GRACE: u64 = 40;

/// Where the lab is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Phase {
    /// No worker has been ready yet.
    Booting,
    /// Nothing has run yet.
    Idle,
    /// A run is under way.
    Running,
    /// The last run is over.
    Ended,
    /// The last run could not be done.
    Refused(EngineError),
    /// There is no worker, and this is why.
    NotUp(Fault),
}

/// One run that is over.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Outcome {
    /// What was run.
    pub(crate) link: Link,
    /// How it ended.
    pub(crate) ending: Ending,
    /// Figures that are no events.
    pub(crate) summary: Summary,
    /// The longest time two tasks ran at once.
    pub(crate) overlap: u64,
    /// Over how many threads one call was spread at most.
    pub(crate) spread: usize,
    /// Where it was run.
    pub(crate) machine: Machine,
    /// How many of its events are not in its trace.
    pub(crate) missing: u64,
    /// Why its trace ends before it did, if it does.
    pub(crate) cut: Option<Cut>,
}

/// What one lab knows.
#[derive(Clone, Copy)]
pub(crate) struct Lab {
    meta: StoredValue<Arc<Meta>>,
    site: Site,
    /// What the next run will be.
    pub(crate) link: RwSignal<Link>,
    /// What was wrong with the link this page was opened with.
    pub(crate) refused: RwSignal<Option<LinkError>>,
    /// Where the lab is.
    pub(crate) phase: RwSignal<Phase>,
    /// What is being run, or was last.
    pub(crate) running: RwSignal<Link>,
    /// The events of the run that is under way or was last. Changes are told by `frame`.
    pub(crate) trace: StoredValue<Trace>,
    /// Counts the pictures there could have been of the trace: at most one a frame.
    pub(crate) frame: RwSignal<u32>,
    /// The event the learner looks at; `None` follows the latest.
    pub(crate) cursor: RwSignal<Option<usize>>,
    /// Whether the picture shows steps rather than time.
    pub(crate) by_steps: RwSignal<bool>,
    /// The part of the run that is in the picture.
    pub(crate) view: RwSignal<View>,
    /// The newest last.
    pub(crate) results: RwSignal<Vec<Outcome>>,
    /// How many runs have ended.
    pub(crate) finished: RwSignal<u32>,
    /// How many conductors have been started.
    pub(crate) conductors: RwSignal<u32>,
    /// The search through every interleaving.
    pub(crate) search: RwSignal<Search>,
    /// How many searches have ended.
    pub(crate) searched: RwSignal<u32>,
    /// Which of the endings found is in the picture.
    pub(crate) shown_found: RwSignal<Option<usize>>,
    /// What decided the run in the picture, where that is known.
    pub(crate) why: RwSignal<Option<Why>>,
    /// What is being searched, or was to be.
    pub(crate) sought: StoredValue<Option<Link>>,
    /// The program beside the run; `None` where it could not be read.
    pub(crate) listing: StoredValue<Option<Arc<Source>>>,
    /// The lesson, and in which language it was found, if it was.
    pub(crate) lesson: RwSignal<(Arc<Lesson>, Option<Lang>)>,
    /// The trace with its steps as its time, where that is shown.
    steps: StoredValue<Option<Trace>>,
    /// How the run ended, while events of it are still to be folded.
    ended: StoredValue<Option<(Ending, Summary)>>,
    /// How many runs have been begun.
    begun: StoredValue<u32>,
    /// Whether folding goes on in a moment.
    folding: StoredValue<bool>,
    /// From when on nothing more is folded, once somebody pressed Stop.
    enough: StoredValue<Option<f64>>,
    conductor: StoredValue<Option<Conductor>, LocalStorage>,
    framed: StoredValue<bool>,
}

impl Lab {
    /// A lab of this scenario, whose words are of this language, at the address of this window.
    pub(crate) fn open(content: Content, lang: Lang, site: Site) -> Lab {
        let lesson = Lesson::parse(&content.lesson).unwrap_or_default();
        let meta = Arc::new(content.meta);
        let (query, asked) = route::query();
        let unknown = asked.filter(|id| Lang::from_id(id).is_none());
        let parsed = Link::parse(&meta, &query).and_then(|link| match unknown {
            Some(id) => Err(LinkError::UnknownLanguage(id.chars().take(40).collect())),
            None => Ok(link),
        });
        let mut link = parsed.clone().unwrap_or_else(|_| Link::defaults(&meta));
        if !offered(&link, untrack(|| site.isolated())) {
            link.clock = Clock::Modelled;
        }
        let listing = listing::parse(&content.listing, &meta.params).ok();
        let lab = Lab {
            meta: StoredValue::new(meta),
            site,
            link: RwSignal::new(link.clone()),
            refused: RwSignal::new(parsed.err()),
            phase: RwSignal::new(Phase::Booting),
            running: RwSignal::new(link),
            trace: StoredValue::new(Trace::default()),
            frame: RwSignal::new(0),
            cursor: RwSignal::new(None),
            by_steps: RwSignal::new(false),
            view: RwSignal::new(View::FIT),
            results: RwSignal::new(Vec::new()),
            finished: RwSignal::new(0),
            conductors: RwSignal::new(0),
            search: RwSignal::new(Search::None),
            searched: RwSignal::new(0),
            shown_found: RwSignal::new(None),
            why: RwSignal::new(None),
            sought: StoredValue::new(None),
            listing: StoredValue::new(listing.map(Arc::new)),
            lesson: RwSignal::new((Arc::new(lesson), Some(lang))),
            steps: StoredValue::new(None),
            ended: StoredValue::new(None),
            begun: StoredValue::new(0),
            folding: StoredValue::new(false),
            enough: StoredValue::new(None),
            conductor: StoredValue::new_local(None),
            framed: StoredValue::new(false),
        };
        let conductor = Conductor::start(move |said| lab.hear(said));
        lab.conductor.set_value(Some(conductor));
        lab
    }

    /// The scenario.
    pub(crate) fn meta(self) -> Arc<Meta> {
        self.meta.get_value()
    }

    /// Whether a worker is at work for this lab.
    pub(crate) fn busy(self) -> bool {
        self.phase.get() == Phase::Running || self.searching()
    }

    /// Runs the link as it is now.
    pub(crate) fn run(self) {
        if untrack(|| self.busy()) {
            return;
        }
        self.shown_found.set(None);
        self.why.set(None);
        let link = self.link.get_untracked();
        self.trace.set_value(Trace::default());
        self.steps.set_value(None);
        self.begun.update_value(|begun| *begun += 1);
        self.ended.set_value(None);
        self.enough.set_value(None);
        self.cursor.set(None);
        self.view.set(View::FIT);
        self.phase.set(Phase::Running);
        self.changed();
        let job = self.job(&link);
        self.running.set(link);
        self.with_conductor(|conductor| conductor.ask(Work::Run(job)));
    }

    /// This scenario under this link.
    pub(crate) fn job(self, link: &Link) -> Job {
        Job { meta: self.meta(), query: link.to_query() }
    }

    /// Ends the run or the search under way, and the showing of the run, however much of it is still to be shown.
    pub(crate) fn stop(self) {
        if self.phase.get_untracked() == Phase::Running && self.enough.get_value().is_none() {
            self.enough.set_value(Some(js_sys::Date::now() + GRACE as f64));
            set_timeout(move || self.fold(), Duration::from_millis(GRACE));
        }
        if untrack(|| self.busy()) {
            self.with_conductor(Conductor::stop);
        }
    }

    /// Tries once more what could not be done.
    pub(crate) fn again(self) {
        match self.sought.try_update_value(Option::take).flatten() {
            Some(link) => self.search(link),
            None => self.run(),
        }
    }

    /// Tries again to have a worker.
    pub(crate) fn restart(self) {
        self.phase.set(Phase::Booting);
        self.with_conductor(Conductor::restart);
    }

    /// Changes what the next run will be, and the address with it. A schedule is one way of running one
    /// program: with another mode, seed or parameter it goes, unless it comes with the change.
    pub(crate) fn edit(self, change: impl FnOnce(&mut Link)) {
        self.link.update(|link| {
            let before = link.clone();
            change(link);
            if *link != before && link.schedule == before.schedule {
                link.schedule = None;
            }
        });
        self.refused.set(None);
        let address = JsValue::from_str(&self.address());
        if let Ok(history) = web::window().history() {
            // A browser that thinks we change the address too often only leaves it behind.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", address.as_string().as_deref());
        }
    }

    /// The address that opens exactly this.
    pub(crate) fn address(self) -> String {
        web::address(&format!("lab/{}?{}", self.meta().id, self.link.read_untracked().to_query()))
    }

    /// Whether the run in the picture has lost an update so far.
    pub(crate) fn has_lost(self) -> bool {
        self.frame.track();
        self.trace.with_value(|trace| !trace.losses().is_empty())
    }

    /// Whether the run in the picture is one under the GIL.
    pub(crate) fn under_gil(self) -> bool {
        self.running.read().mode.takes_turns()
    }

    /// Whether the picture could show steps rather than time.
    pub(crate) fn has_steps(self) -> bool {
        self.phase.get() != Phase::Running && self.trace.with_value(|trace| (1..=STEPS).contains(&trace.len()))
    }

    /// Shows steps rather than time, or time again.
    pub(crate) fn show_steps(self, by_steps: bool) {
        self.by_steps.set(by_steps);
        self.view.set(View::FIT);
        self.make_steps();
    }

    /// What the picture shows: the trace, by time or by steps; and which of the two.
    pub(crate) fn shown<R>(self, look: impl FnOnce(&Trace, bool) -> R) -> R {
        self.steps.with_value(|steps| match steps {
            Some(steps) => look(steps, true),
            None => self.trace.with_value(|trace| look(trace, false)),
        })
    }

    fn make_steps(self) {
        let wanted = self.by_steps.get_untracked() && untrack(|| self.has_steps());
        self.steps.set_value(None);
        if wanted {
            self.fold_steps(self.begun.get_value(), self.trace.with_value(Trace::by_steps));
        }
    }

    /// Folds the steps of this run for a few milliseconds, and shows them once that is done; until then time is shown.
    fn fold_steps(self, of: u32, mut steps: Trace) {
        let until = js_sys::Date::now() + PIECE;
        while steps.fold(EVENTS) {
            if js_sys::Date::now() >= until {
                return soon(move || {
                    if self.begun.try_get_value() == Some(of) && self.by_steps.get_untracked() {
                        self.fold_steps(of, steps);
                    }
                });
            }
        }
        self.trace.with_value(|trace| steps.conclude_like(trace));
        self.steps.set_value(Some(steps));
        self.view.set(View::FIT);
        self.changed();
    }

    /// The place of the event the learner looks at.
    pub(crate) fn at(self) -> usize {
        let last = self.trace.with_value(|trace| trace.len().saturating_sub(1));
        self.cursor.get().unwrap_or(last).min(last)
    }

    /// Looks at this event.
    pub(crate) fn look_at(self, index: usize) {
        let last = self.trace.with_value(|trace| trace.len().saturating_sub(1));
        self.cursor.set(Some(index.min(last)));
    }

    /// Looks so many events further on, or back.
    pub(crate) fn step(self, by: isize) {
        self.look_at(untrack(|| self.at()).saturating_add_signed(by));
    }

    pub(crate) fn with_conductor(self, act: impl FnOnce(&Conductor)) {
        // The conductor speaks while it is spoken to: it must not be borrowed then.
        if let Some(conductor) = self.conductor.try_get_value().flatten() {
            act(&conductor);
        }
    }

    fn hear(self, said: Said) {
        match said {
            Said::Booting(started) => self.conductors.set(started),
            Said::NotUp(fault) => {
                self.no_search();
                self.phase.set(Phase::NotUp(fault));
            }
            Said::Events(events) => {
                self.trace.update_value(|trace| trace.push(events));
                self.fold();
            }
            Said::Report(report) => self.hear_report(report),
        }
    }

    fn hear_report(self, report: Report) {
        match report {
            Report::Ready { isolated, cores, resolution } => {
                self.site.machine.update(|machine| {
                    *machine = Machine { isolated: machine.isolated && isolated, cores, resolution, ..*machine };
                });
                if self.phase.get_untracked() == Phase::Booting {
                    self.phase.set(Phase::Idle);
                }
            }
            Report::Names { names, .. } => {
                self.trace.update_value(|trace| names.into_iter().for_each(|name| trace.name(name)));
            }
            // It did not answer when it was asked to stop: a search leaves nothing then.
            Report::Ended { .. } if untrack(|| self.searching()) => {
                self.sought.set_value(None);
                self.no_search();
            }
            Report::Ended { ending, summary, .. } => {
                self.trace.update_value(Trace::finish);
                self.ended.set_value(Some((ending, summary)));
                self.fold();
            }
            Report::Refused { error, .. } => {
                self.no_search();
                self.trace.update_value(Trace::finish);
                self.phase.set(Phase::Refused(error));
                self.fold();
            }
            Report::Exploring { progress, worked, .. } => self.hear_progress(progress, worked),
            Report::Explored { found, explained, worked, .. } => self.hear_found(*found, explained, worked),
            // A lab measures nothing but runs, and the conductor has heard the others.
            Report::Measured { .. } | Report::Alive | Report::Started { .. } => {}
        }
    }

    /// What was searched for is not found by this worker any more.
    fn no_search(self) {
        if untrack(|| self.searching()) {
            self.search.set(Search::None);
        }
    }

    /// Folds events for a few milliseconds, and goes on in a moment where there are more.
    fn fold(self) {
        if self.folding.get_value() {
            return;
        }
        let enough = self.enough.get_value().unwrap_or(f64::INFINITY);
        let until = js_sys::Date::now() + PIECE;
        let fold = |trace: &mut Trace| {
            while trace.fold(EVENTS) {
                let now = js_sys::Date::now();
                if now >= enough {
                    trace.stop();
                } else if now >= until {
                    return true;
                }
            }
            // What comes from now on is not wanted any more.
            if js_sys::Date::now() >= enough {
                trace.stop();
            }
            false
        };
        let more = self.trace.try_update_value(fold).unwrap_or(false);
        self.changed();
        if more {
            self.folding.set_value(true);
            soon(move || {
                // A lab that is no more folds nothing.
                if self.folding.try_set_value(false).is_none() {
                    self.fold();
                }
            });
            return;
        }
        if let Some((ending, summary)) = self.ended.try_update_value(Option::take).flatten() {
            self.end(ending, summary);
        }
    }

    fn end(self, ending: Ending, summary: Summary) {
        self.trace.update_value(|trace| trace.conclude(&ending, &summary));
        let (overlap, spread) = self.trace.with_value(|trace| (trace.overlap(), trace.spread()));
        let (missing, cut) = self.trace.with_value(|trace| (trace.missing(), trace.cut()));
        let link = self.running.get_untracked();
        let machine = self.site.machine.get_untracked();
        self.results.update(|results| {
            results.push(Outcome { link, ending, summary, overlap, spread, machine, missing, cut });
            let over = results.len().saturating_sub(RESULTS);
            results.drain(..over);
        });
        self.finished.update(|count| *count += 1);
        self.phase.set(Phase::Ended);
        self.make_steps();
        self.point_out();
    }

    /// Tells of changes of the trace, once in a frame.
    fn changed(self) {
        if !self.framed.get_value() {
            self.framed.set_value(true);
            request_animation_frame(move || {
                self.framed.set_value(false);
                self.frame.update(|frame| *frame = frame.wrapping_add(1));
            });
        }
    }
}

/// Whether this can be run on this page.
pub(crate) fn offered(link: &Link, isolated: bool) -> bool {
    isolated || !link.mode.shares_memory() || link.clock != Clock::Measured
}
