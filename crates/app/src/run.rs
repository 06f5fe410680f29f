//! One run on the page: what was asked for, what is known of it so far, and how it is looked at.
//!
//! It folds what it hears some milliseconds at a time, and ends as a recording. It refuses to know the conductor, the link
//! that is being edited, and any other run.

use crate::canvas::View;
use crate::machine::Machine;
use crate::soon::{PIECE, soon};
use leptos::prelude::*;
use model::{Ending, Event, Job, Link, Name, Printed, Recording, Summary};
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;
use timeline::{Cut, Trace, Why};

/// So many steps at most are shown one beside the other.
const STEPS: usize = 200_000;

/// So many events are folded between two looks at the clock.
const EVENTS: usize = 2_000;

/// So many milliseconds after Stop what has happened by then may still be drawn: of most runs that is all of it.
const GRACE: u64 = 40;

/// What is to be done once a run is over and folded: at the least, to conclude it.
pub(crate) type Over = Box<dyn Fn(&Run, Ending, Summary) + Send + Sync>;

/// One run on the page. A copy is the same run.
#[derive(Clone)]
pub(crate) struct Run(Arc<Inner>);

/// What there is of a run.
pub(crate) struct Inner {
    /// What is run.
    pub(crate) link: Link,
    job: Job,
    /// What has been folded of it. Changes are told by `frame`.
    trace: ArcStoredValue<Trace>,
    /// Counts the pictures there could have been of it: at most one a frame.
    frame: ArcRwSignal<u32>,
    /// The event the learner looks at; `None` follows the latest.
    pub(crate) cursor: ArcRwSignal<Option<usize>>,
    /// The part of the run that is in the picture.
    pub(crate) view: ArcRwSignal<View>,
    /// What decided it, where that is known.
    pub(crate) why: ArcRwSignal<Option<Why>>,
    /// Whether more of it is to come.
    going: ArcRwSignal<bool>,
    names: ArcStoredValue<Vec<Name>>,
    /// What its tasks printed.
    printed: ArcStoredValue<Vec<Printed>>,
    /// The trace with its steps as its time, where that is shown.
    steps: ArcStoredValue<Option<Trace>>,
    by_steps: ArcStoredValue<bool>,
    /// How it ended, while events of it are still to be folded.
    ended: ArcStoredValue<Option<(Ending, Summary)>>,
    /// From when on nothing more is folded, once somebody pressed Stop.
    enough: ArcStoredValue<Option<f64>>,
    /// Whether folding goes on in a moment.
    folding: ArcStoredValue<bool>,
    framed: ArcStoredValue<bool>,
    over: Over,
    outcome: ArcStoredValue<Option<Arc<Outcome>>>,
    recording: ArcStoredValue<Option<Recording>>,
}

/// What is known of a run that is over, whether its events are kept or not.
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

impl Deref for Run {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Run {
    /// A run of which nothing has been heard. What is to be done once it is over is handed in.
    pub(crate) fn new(link: Link, job: Job, by_steps: bool, over: Over) -> Run {
        Run(Arc::new(Inner {
            link,
            job,
            trace: ArcStoredValue::new(Trace::default()),
            frame: ArcRwSignal::new(0),
            cursor: ArcRwSignal::new(None),
            view: ArcRwSignal::new(View::FIT),
            why: ArcRwSignal::new(None),
            going: ArcRwSignal::new(false),
            names: ArcStoredValue::new(Vec::new()),
            printed: ArcStoredValue::new(Vec::new()),
            steps: ArcStoredValue::new(None),
            by_steps: ArcStoredValue::new(by_steps),
            ended: ArcStoredValue::new(None),
            enough: ArcStoredValue::new(None),
            folding: ArcStoredValue::new(false),
            framed: ArcStoredValue::new(false),
            over,
            outcome: ArcStoredValue::new(None),
            recording: ArcStoredValue::new(None),
        }))
    }

    /// It begins.
    pub(crate) fn begin(&self) {
        self.going.set(true);
        self.changed();
    }

    // What is heard of it

    pub(crate) fn hear_names(&self, names: Vec<Name>) {
        self.trace.update_value(|trace| names.iter().cloned().for_each(|name| trace.name(name)));
        self.names.update_value(|all| all.extend(names));
    }

    pub(crate) fn hear_printed(&self, printed: Vec<Printed>) {
        self.printed.update_value(|all| all.extend(printed));
        self.changed();
    }

    pub(crate) fn hear_events(&self, events: Vec<Event>) {
        self.trace.update_value(|trace| trace.push(events));
        // To take them in was a piece of work already.
        self.fold_soon();
    }

    /// It ended so; what it came to is said once its events are folded.
    pub(crate) fn hear_end(&self, ending: Ending, summary: Summary) {
        self.trace.update_value(Trace::finish);
        self.ended.set_value(Some((ending, summary)));
        self.fold();
    }

    /// Nothing more will be heard of it, and it came to nothing.
    pub(crate) fn give_up(&self) {
        self.trace.update_value(Trace::finish);
        self.going.set(false);
        self.fold();
    }

    /// Somebody pressed Stop: soon nothing more of it is to be shown.
    pub(crate) fn stop(&self) {
        if self.enough.get_value().is_none() {
            self.enough.set_value(Some(js_sys::Date::now() + GRACE as f64));
            let run = self.clone();
            set_timeout(move || run.fold(), Duration::from_millis(GRACE));
        }
    }

    fn fold_soon(&self) {
        if !self.folding.get_value() {
            self.folding.set_value(true);
            let run = self.clone();
            soon(move || {
                run.folding.set_value(false);
                run.fold();
            });
        }
    }

    /// Folds events for a few milliseconds, and goes on in a moment where there are more.
    fn fold(&self) {
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
            return self.fold_soon();
        }
        if let Some((ending, summary)) = self.ended.try_update_value(Option::take).flatten() {
            (self.over)(self, ending, summary);
        }
    }

    /// Tells of changes of the trace, once in a frame.
    fn changed(&self) {
        if !self.framed.get_value() {
            self.framed.set_value(true);
            let run = self.clone();
            request_animation_frame(move || {
                run.framed.set_value(false);
                run.frame.update(|frame| *frame = frame.wrapping_add(1));
            });
        }
    }

    /// The text that is run, where it is one.
    pub(crate) fn source(&self) -> Option<Arc<str>> {
        self.job.source.clone()
    }

    /// What its tasks printed so far.
    pub(crate) fn printed<R>(&self, look: impl FnOnce(&[Printed]) -> R) -> R {
        self.printed.with_value(|printed| look(printed))
    }

    // What it came to

    /// It is over and folded, and came to this on this machine.
    pub(crate) fn conclude(&self, ending: Ending, summary: Summary, machine: Machine) {
        self.trace.update_value(|trace| trace.conclude(&ending, &summary));
        self.going.set(false);
        let outcome = self.trace(|trace| Outcome {
            link: self.link.clone(),
            ending: ending.clone(),
            summary,
            overlap: trace.overlap(),
            spread: trace.spread(),
            machine,
            missing: trace.missing(),
            cut: trace.cut(),
        });
        self.outcome.set_value(Some(Arc::new(outcome)));
        let (job, names) = (self.job.clone(), self.names.get_value());
        let records = self.trace(|trace| trace.records().clone());
        self.recording.set_value(Some(Recording { job, machine: machine.facts(), names, records, ending, summary }));
    }

    /// What it came to, once it is over.
    pub(crate) fn outcome(&self) -> Option<Arc<Outcome>> {
        self.outcome.get_value()
    }

    /// The recording, once it is over and for as long as there is room for it.
    pub(crate) fn recording<R>(&self, look: impl FnOnce(&Recording) -> R) -> Option<R> {
        self.recording.with_value(|recording| recording.as_ref().map(look))
    }

    /// It is not in the picture any more: of what was folded nothing is kept, the recording has it all.
    pub(crate) fn rest(&self) {
        self.trace.set_value(Trace::default());
        self.steps.set_value(None);
    }

    /// There is no room for its recording any more.
    pub(crate) fn forget(&self) {
        self.recording.set_value(None);
    }

    // How it is looked at

    /// Looks at what has been folded.
    pub(crate) fn trace<R>(&self, look: impl FnOnce(&Trace) -> R) -> R {
        self.trace.with_value(look)
    }

    /// Whoever looks looks again, once in a frame, when more has been folded.
    pub(crate) fn track(&self) {
        self.frame.track();
    }

    /// Whether an update has been lost so far.
    pub(crate) fn has_lost(&self) -> bool {
        self.track();
        self.trace(|trace| !trace.losses().is_empty())
    }

    /// Whether it is one under the GIL.
    pub(crate) fn under_gil(&self) -> bool {
        self.link.mode.takes_turns()
    }

    /// Whether the picture could show steps rather than time.
    pub(crate) fn has_steps(&self) -> bool {
        !self.going.get() && self.trace(|trace| (1..=STEPS).contains(&trace.len()))
    }

    /// Shows steps rather than time, or time again.
    pub(crate) fn show_steps(&self, by_steps: bool) {
        self.by_steps.set_value(by_steps);
        self.view.set(View::FIT);
        self.steps.set_value(None);
        if by_steps && untrack(|| self.has_steps()) {
            self.fold_steps(self.trace(Trace::by_steps));
        }
    }

    /// Folds the steps for a few milliseconds, and shows them once that is done; until then time is shown.
    fn fold_steps(&self, mut steps: Trace) {
        let until = js_sys::Date::now() + PIECE;
        while steps.fold(EVENTS) {
            if js_sys::Date::now() >= until {
                let run = self.clone();
                return soon(move || {
                    if run.by_steps.get_value() && run.steps.with_value(Option::is_none) {
                        run.fold_steps(steps);
                    }
                });
            }
        }
        self.trace(|trace| steps.conclude_like(trace));
        self.steps.set_value(Some(steps));
        self.view.set(View::FIT);
        self.changed();
    }

    /// What the picture shows: the trace, by time or by steps; and which of the two.
    pub(crate) fn shown<R>(&self, look: impl FnOnce(&Trace, bool) -> R) -> R {
        self.steps.with_value(|steps| match steps {
            Some(steps) => look(steps, true),
            None => self.trace(|trace| look(trace, false)),
        })
    }

    /// The place of the event the learner looks at.
    pub(crate) fn at(&self) -> usize {
        let last = self.trace(|trace| trace.len().saturating_sub(1));
        self.cursor.get().unwrap_or(last).min(last)
    }

    /// Looks at this event.
    pub(crate) fn look_at(&self, index: usize) {
        let last = self.trace(|trace| trace.len().saturating_sub(1));
        self.cursor.set(Some(index.min(last)));
    }

    /// Looks so many events further on, or back.
    pub(crate) fn step(&self, by: isize) {
        self.look_at(untrack(|| self.at()).saturating_add_signed(by));
    }
}
