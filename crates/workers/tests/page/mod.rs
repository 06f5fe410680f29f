//! The page's end of a conversation with a conductor: collects what it hears and reads it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use model::{Command, Ending, EngineError, Event, Names, Report, RunId, Summary};
use std::cell::RefCell;
use std::rc::Rc;
use workers::wire;

/// What was heard so far.
#[derive(Clone, Default)]
pub(crate) struct Page(Rc<RefCell<Heard>>);

#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) reports: Vec<Report>,
    pub(crate) events: Vec<Event>,
    pub(crate) names: Names,
    pub(crate) batches: usize,
}

/// A run that is over, as the page knows it.
#[derive(Debug)]
pub(crate) struct Over {
    pub(crate) ending: Ending,
    pub(crate) summary: Summary,
    pub(crate) events: Vec<Event>,
    pub(crate) names: Names,
}

impl Page {
    /// What a conductor is given to send with.
    pub(crate) fn ear(&self) -> Box<dyn Fn(Vec<u8>)> {
        let heard = self.0.clone();
        Box::new(move |message| {
            let mut heard = heard.borrow_mut();
            if let Some((_, records)) = wire::read_events(&message) {
                heard.events.extend(Event::all_from_bytes(records));
                heard.batches += 1;
                return;
            }
            match wire::read_report(&message).expect("a conductor sends what a page can read") {
                Report::Names { names, .. } => names.into_iter().for_each(|name| heard.names.add(name)),
                report => heard.reports.push(report),
            }
        })
    }

    pub(crate) fn heard(&self) -> std::cell::Ref<'_, Heard> {
        self.0.borrow()
    }

    pub(crate) fn is_ready(&self) -> bool {
        matches!(self.0.borrow().reports.first(), Some(Report::Ready { .. }))
    }

    /// The end of this run or its refusal, once heard; what was heard of it is taken.
    pub(crate) fn over(&self, of: RunId) -> Option<Result<Over, EngineError>> {
        let mut heard = self.0.borrow_mut();
        let over = heard.reports.iter().find_map(|report| match report {
            Report::Ended { run, ending, summary } if *run == of => Some(Ok((ending.clone(), *summary))),
            Report::Refused { run, error } if *run == of => Some(Err(error.clone())),
            _ => None,
        })?;
        let (mut events, names) = (std::mem::take(&mut heard.events), std::mem::take(&mut heard.names));
        heard.reports.retain(|report| matches!(report, Report::Ready { .. }));
        events.sort_by_key(|event| event.seq);
        Some(over.map(|(ending, summary)| Over { ending, summary, events, names }))
    }
}

/// A message that asks for a run.
pub(crate) fn run(run: u32, scenario: &str, query: &str) -> Vec<u8> {
    wire::command(&Command::Run { run: RunId(run), scenario: scenario.into(), query: query.into() })
}

/// A message that asks for the end of a run.
pub(crate) fn stop(run: u32) -> Vec<u8> {
    wire::command(&Command::Stop { run: RunId(run) })
}

/// Fails unless the run came to one of the endings its scenario declares, and its trace is whole.
pub(crate) fn assert_declared(scenario: &str, query: &str, over: &Over) {
    let meta = scenarios::meta(scenario).expect("a scenario of the catalogue");
    let link = model::Link::parse(meta, query).expect("a link of this test");
    let outcome = over.ending.outcome().unwrap_or_else(|| panic!("{scenario} {query}: {:?} is no outcome", over.ending));
    assert!((meta.outcomes)(&link.params).contains(&outcome), "{scenario} {query}: {outcome:?} is not declared");
    assert_eq!(over.summary.dropped, 0);
    assert_eq!(over.summary.events, over.events.len() as u64);
    for (seq, event) in (0..).zip(&over.events) {
        assert_eq!(event.seq, seq, "every event arrives once");
        assert!(over.names.task_count() > event.task.index(), "task {} has a name", event.task.0);
    }
}
