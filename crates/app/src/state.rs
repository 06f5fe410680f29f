//! What one lab knows: the link being edited, the conductor, the runs so far with the one in the picture, and the search.
//!
//! The conductor's words change it (`hear`); components read it. It refuses to know how anything looks.

use crate::conductor::{Conductor, Said};
use crate::machine::Machine;
use crate::own::Own;
use crate::packed;
use crate::route;
use crate::run::Run;
use crate::search::Searching;
use crate::site::Site;
use crate::web;
use catalogue::Content;
use catalogue::listing::{self, Listing, Source};
use leptos::prelude::*;
use model::{Clock, Code, Ending, EngineError, Fault, Job, Link, LinkError, Meta, Mode, Report, Summary, Work};
use std::sync::Arc;
use wasm_bindgen::JsValue;
use words::{Lang, Lesson};

/// So many runs are known of.
const RUNS: usize = 8;

/// Of the newest, so many events at most are kept in recordings: 64 MB. Of a run before those only what it came to is.
const EVENTS: usize = 2_000_000;

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
    /// The run in the picture: the one that is under way, or was last.
    pub(crate) current: RwSignal<Run>,
    /// Those that are over, the newest last.
    pub(crate) runs: RwSignal<Vec<Run>>,
    /// Whether pictures show steps rather than time.
    pub(crate) by_steps: RwSignal<bool>,
    /// How many runs have ended.
    pub(crate) finished: RwSignal<u32>,
    /// How many conductors have been started.
    pub(crate) conductors: RwSignal<u32>,
    /// The search through every interleaving.
    pub(crate) search: Searching,
    /// The program, where it is the learner's own.
    pub(crate) own: Option<Own>,
    /// The program beside the run; `None` where it could not be read.
    source: StoredValue<Option<Arc<Source>>>,
    /// The lesson, and in which language it was found, if it was.
    pub(crate) lesson: RwSignal<(Arc<Lesson>, Option<Lang>)>,
    conductor: StoredValue<Option<Conductor>, LocalStorage>,
}

impl Lab {
    /// A lab of this scenario, whose words are of this language, at the address of this window.
    pub(crate) fn open(content: Content, lang: Lang, site: Site) -> Lab {
        let lesson = Lesson::parse(&content.lesson).unwrap_or_default();
        let listing = listing::parse(&content.listing, &content.meta.params).ok();
        Lab::with(content.meta, listing, None, (lesson, Some(lang)), site)
    }

    /// A lab of the learner's own program.
    pub(crate) fn own(site: Site) -> Lab {
        Lab::with(Own::meta(), None, Some(Own::kept()), (Lesson::default(), None), site)
    }

    fn with(meta: Meta, listing: Option<Source>, own: Option<Own>, lesson: (Lesson, Option<Lang>), site: Site) -> Lab {
        let meta = Arc::new(meta);
        let (query, asked) = route::query();
        let unknown = asked.filter(|id| !site.speaks(id));
        let parsed = Link::parse(&meta, &query).and_then(|link| match unknown {
            Some(id) => Err(LinkError::UnknownLanguage {
                id: id.chars().take(40).collect(),
                known: site.languages.with_value(|all| all.iter().map(|(id, _)| id.clone()).collect()),
            }),
            None => Ok(link),
        });
        let mut link = parsed.clone().unwrap_or_else(|_| Link::defaults(&meta));
        if !offered(&link, untrack(|| site.isolated())) {
            link.clock = Clock::Modelled;
        }
        let job = Job::twin(meta.clone(), link.to_query());
        let none = Run::new(link.clone(), job, false, Box::new(|_, _, _| ()));
        let lab = Lab {
            meta: StoredValue::new(meta),
            site,
            link: RwSignal::new(link),
            refused: RwSignal::new(parsed.err()),
            phase: RwSignal::new(Phase::Booting),
            current: RwSignal::new(none),
            runs: RwSignal::new(Vec::new()),
            by_steps: RwSignal::new(false),
            finished: RwSignal::new(0),
            conductors: RwSignal::new(0),
            search: Searching::new(),
            own,
            source: StoredValue::new(listing.map(Arc::new)),
            lesson: RwSignal::new((Arc::new(lesson.0), lesson.1)),
            conductor: StoredValue::new_local(None),
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
        self.phase.get() == Phase::Running || self.search.is_going()
    }

    /// Runs the link as it is now.
    pub(crate) fn run(self) {
        if untrack(|| self.busy()) {
            return;
        }
        self.search.shown.set(None);
        let link = self.link.get_untracked();
        let job = self.job(&link);
        let over = Box::new(move |run: &Run, ending, summary| self.over(run, ending, summary));
        let run = Run::new(link, job.clone(), self.by_steps.get_untracked(), over);
        let before = self.current.try_update(|current| std::mem::replace(current, run.clone()));
        before.iter().for_each(Run::rest);
        self.phase.set(Phase::Running);
        run.begin();
        self.with_conductor(|conductor| conductor.ask(Work::Run(job)));
    }

    /// This scenario under this link, or the learner's own program.
    pub(crate) fn job(self, link: &Link) -> Job {
        let source = match self.own {
            Some(own) => Some(own.text.get_untracked()),
            None => {
                self.listing(link).filter(|_| self.code(link) == Code::Python).map(|shown| shown.to_program().into())
            }
        };
        Job { source, ..Job::twin(self.meta(), link.to_query()) }
    }

    /// In which form the program runs under this link.
    pub(crate) fn code(self, link: &Link) -> Code {
        self.meta().code(link.mode, link.program)
    }

    /// What is shown beside a run of this link, where it could be read.
    pub(crate) fn listing(self, link: &Link) -> Option<Listing> {
        self.source.with_value(|source| source.as_ref().map(|source| source.render(&link.params)))
    }

    /// Asks what is wrong with the learner's own program.
    pub(crate) fn check(self) {
        if let Some(own) = self.own {
            let (number, text) = (own.ask(), own.text.get_untracked());
            self.with_conductor(|conductor| conductor.check(number, text));
        }
    }

    /// Ends the run or the search under way, and the showing of the run, however much of it is still to be shown.
    pub(crate) fn stop(self) {
        if self.phase.get_untracked() == Phase::Running {
            self.current.get_untracked().stop();
        }
        if untrack(|| self.busy()) {
            self.with_conductor(Conductor::stop);
        }
    }

    /// Tries once more what could not be done.
    pub(crate) fn again(self) {
        match self.search.take_sought() {
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
        let query = self.link.read_untracked().to_query();
        match self.own {
            Some(_) => web::address(&format!("write?{query}")),
            None => web::address(&format!("lab/{}?{query}", self.meta().id)),
        }
    }

    /// The same for somebody else, with the program where it is the learner's own; `None` where that is too long.
    pub(crate) async fn address_to_share(self) -> Option<String> {
        let address = self.address();
        let Some(own) = self.own else { return Some(address) };
        let text = own.text.get_untracked();
        Some(format!("{address}#{}", packed::pack(&text).await?))
    }

    /// Shows steps rather than time, or time again.
    pub(crate) fn show_steps(self, by_steps: bool) {
        self.by_steps.set(by_steps);
        self.current.get_untracked().show_steps(by_steps);
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
                self.search.give_up();
                self.phase.set(Phase::NotUp(fault));
            }
            Said::Events(events) => {
                self.current.get_untracked().hear_events(events);
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
                self.check();
            }
            Report::Printed { printed, .. } => self.current.get_untracked().hear_printed(printed),
            Report::Checked { number, wrong } => {
                if let Some(own) = self.own {
                    own.answered(number, wrong);
                }
            }
            Report::Names { names, .. } => self.current.get_untracked().hear_names(names),
            // It did not answer when it was asked to stop: a search leaves nothing then.
            Report::Ended { .. } if untrack(|| self.search.is_going()) => {
                self.search.take_sought();
                self.search.give_up();
            }
            Report::Ended { ending, summary, .. } => self.current.get_untracked().hear_end(ending, summary),
            Report::Refused { error, .. } => {
                self.search.give_up();
                self.current.get_untracked().give_up();
                self.phase.set(Phase::Refused(error));
            }
            Report::Exploring { progress, worked, .. } => self.search.hear_progress(progress, worked),
            Report::Explored { found, explained, worked, .. } => {
                if self.search.hear_found(*found, explained, worked) && self.phase.get_untracked() == Phase::Ended {
                    self.point_out();
                }
            }
            // A lab measures nothing but runs, and the conductor has heard the others.
            Report::Measured { .. } | Report::Alive | Report::Started { .. } => {}
        }
    }

    /// The run in the picture is over and folded.
    fn over(self, run: &Run, ending: Ending, summary: Summary) {
        run.conclude(ending, summary, self.site.machine.get_untracked());
        self.runs.update(|runs| {
            runs.push(run.clone());
            runs.drain(..runs.len().saturating_sub(RUNS));
            let mut room = EVENTS;
            for run in runs.iter().rev() {
                match room.checked_sub(run.recording(|recording| recording.records.len()).unwrap_or(0)) {
                    Some(left) => room = left,
                    None => run.forget(),
                }
            }
        });
        self.finished.update(|count| *count += 1);
        self.phase.set(Phase::Ended);
        run.show_steps(self.by_steps.get_untracked());
        self.point_out();
    }

    // The search

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
        let job = self.job(&Link { schedule: None, ..link.clone() });
        self.search.begin(link, job.source.clone());
        if matches!(self.phase.get_untracked(), Phase::Refused(_)) {
            self.phase.set(Phase::Idle);
        }
        self.with_conductor(|conductor| conductor.ask(Work::Explore(job)));
    }

    /// Holds the search, or lets it go on.
    pub(crate) fn hold(self, hold: bool) {
        self.search.hold(hold);
        self.with_conductor(|conductor| conductor.hold(hold));
    }

    /// Shows the run that leads to the ending at this place of those found.
    pub(crate) fn show(self, place: usize) {
        let Some(searched) = self.search.found() else { return };
        let Some(found) = searched.exploration.outcomes.get(place).filter(|_| !self.busy()) else { return };
        // A search lets tasks take turns between any two steps, as free threads do; the GIL lets them less often.
        let (meta, code) = (self.meta(), self.code(&searched.link));
        let runs = |mode: &Mode| meta.modes.contains(mode) && meta.codes(*mode).contains(&code);
        let mode = [Mode::Free, self.link.read_untracked().mode, Mode::Gil, Mode::EventLoop]
            .into_iter()
            .find(|mode| *mode != Mode::Sequential && runs(mode));
        self.edit(|link| {
            link.params = searched.link.params.clone();
            link.clock = Clock::Modelled;
            link.mode = mode.unwrap_or(link.mode);
            // The steps are those of this form of the program, and of no other.
            link.program = meta.twin.as_ref().map(|_| code);
            link.schedule = Some(found.schedule.clone());
        });
        self.by_steps.set(true);
        self.run();
    }

    /// Points at what decided the run in the picture, if it is one that a search found.
    fn point_out(self) {
        let (Some(searched), run) = (self.search.found(), self.current.get_untracked()) else { return };
        let place = searched.place_of(&run.link, run.source().as_ref());
        self.search.shown.set(place);
        let explained = place.and_then(|place| searched.explained.get(place)?.as_ref());
        let Some(explanation) = explained else { return };
        let why = run.trace(|trace| trace.why(explanation));
        run.why.set(Some(why));
        run.cursor.set(why.decision);
    }
}

/// Whether this can be run on this page.
pub(crate) fn offered(link: &Link, isolated: bool) -> bool {
    isolated || !link.mode.shares_memory() || link.clock != Clock::Measured
}
