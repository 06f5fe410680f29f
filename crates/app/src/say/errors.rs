//! What is wrong, with what to do about it.

use crate::text::{Text, with};
use model::{EngineError, Expected, Fault, LinkError};
use words::number::number;

/// Why a link is refused; to stand after [`Text::link_refused`].
pub(crate) fn link_error(error: &LinkError, text: &Text) -> String {
    let name = |template, name: &str| with(template, &[("name", name)]);
    match error {
        LinkError::TooLong(most) => with(text.link_too_long(), &[("n", &number(*most as f64, text.lang))]),
        LinkError::Garbage(piece) => with(text.link_garbage(), &[("piece", piece)]),
        LinkError::Version(version) => with(text.link_version(), &[("version", version)]),
        LinkError::UnknownScenario(id) => name(text.link_scenario(), id),
        LinkError::UnknownMode(id) => name(text.link_mode(), id),
        LinkError::ModeNotOffered(mode) => name(text.link_mode_offered(), mode.id()),
        LinkError::UnknownClock(id) => name(text.link_clock(), id),
        LinkError::UnknownLanguage { id, known } => {
            with(text.link_language(), &[("name", id), ("names", &known.join(", "))])
        }
        LinkError::UnknownKey { key } => name(text.link_key(), key),
        LinkError::Twice { key } => name(text.link_twice(), key),
        LinkError::WrongType { key, value, expected } => {
            let expected = match expected {
                Expected::WholeNumber => text.whole_number().into(),
                Expected::OneOf(words) => with(text.one_of(), &[("words", &words.join(", "))]),
            };
            with(text.link_type(), &[("name", key), ("value", value), ("expected", &expected)])
        }
        LinkError::OutOfRange { key, value, min, max } => {
            let (min, max) = (number(*min as f64, text.lang), number(*max as f64, text.lang));
            with(text.link_range(), &[("name", key), ("value", value), ("min", &min), ("max", &max)])
        }
        LinkError::Schedule(_) => text.link_schedule().into(),
        LinkError::ScheduleNeedsModel => text.link_schedule_model().into(),
    }
}

/// The word for a fault of a link in tests.
pub(crate) fn link_error_code(error: &LinkError) -> &'static str {
    match error {
        LinkError::TooLong(_) => "too-long",
        LinkError::Garbage(_) => "garbage",
        LinkError::Version(_) => "version",
        LinkError::UnknownScenario(_) => "unknown-scenario",
        LinkError::UnknownMode(_) => "unknown-mode",
        LinkError::ModeNotOffered(_) => "mode-not-offered",
        LinkError::UnknownClock(_) => "unknown-clock",
        LinkError::UnknownLanguage { .. } => "unknown-language",
        LinkError::UnknownKey { .. } => "unknown-key",
        LinkError::Twice { .. } => "twice",
        LinkError::WrongType { .. } => "wrong-type",
        LinkError::OutOfRange { .. } => "out-of-range",
        LinkError::Schedule(_) => "schedule",
        LinkError::ScheduleNeedsModel => "schedule-needs-model",
    }
}

/// What is wrong with the environment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Told {
    /// In the learner's language, with a remedy.
    pub(crate) sentence: String,
    /// The word for it in tests.
    pub(crate) code: &'static str,
    /// The word in tests for what became of a worker, where it is about one.
    pub(crate) fault: Option<&'static str>,
}

/// Why a run could not be done here.
pub(crate) fn engine_error(error: &EngineError, text: &Text) -> Told {
    let figure = |n: u32| number(f64::from(n), text.lang);
    let (sentence, code) = match error {
        EngineError::WorkerFailed(what) => return of_fault(text.worker_died(), "worker-failed", what, text),
        EngineError::ProcessNotUp(what) => return of_fault(text.process_not_up(), "process-not-up", what, text),
        EngineError::Program(wrong) => {
            let (n, why) = (number(f64::from(wrong.line), text.lang), wrong.sentence(text.lang.id));
            (with(text.line_wrong(), &[("n", &n), ("why", why)]), "program")
        }
        EngineError::NotIsolated => (text.engine_not_isolated().into(), "not-isolated"),
        EngineError::TooManyTasks { asked, most } => {
            (with(text.engine_too_many(), &[("asked", &figure(*asked)), ("most", &figure(*most))]), "too-many-tasks")
        }
        EngineError::PoolTooSmall { needed } => {
            (with(text.engine_pool(), &[("needed", &figure(*needed))]), "pool-too-small")
        }
        EngineError::Mismatch(_) => (text.engine_mismatch().into(), "mismatch"),
    };
    Told { sentence, code, fault: None }
}

/// Why there is no worker.
pub(crate) fn not_up(what: &Fault, text: &Text) -> Told {
    match what {
        Fault::Silent => Told { sentence: text.boot_slow().into(), code: "boot-slow", fault: Some("silent") },
        _ => of_fault(text.boot_failed(), "boot-failed", what, text),
    }
}

fn of_fault(template: &str, code: &'static str, what: &Fault, text: &Text) -> Told {
    let (why, fault) = fault(what, text);
    Told { sentence: with(template, &[("why", &why)]), code, fault: Some(fault) }
}

/// What became of a worker, to stand in a sentence, and the word for it in tests. What a browser said is said
/// as it said it.
pub(super) fn fault(fault: &Fault, text: &Text) -> (String, &'static str) {
    match fault {
        Fault::Ended => (text.fault_ended().into(), "ended"),
        Fault::Silent => (text.fault_silent().into(), "silent"),
        Fault::NotLoaded => (text.fault_not_loaded().into(), "not-loaded"),
        Fault::NoThreads(None) => (text.fault_no_threads().into(), "no-threads"),
        Fault::NoThreads(Some(said)) => (format!("{}: {said}", text.fault_no_threads()), "no-threads"),
        Fault::OutOfMemory(wanted) => {
            (with(text.fault_memory(), &[("n", &number(*wanted as f64, text.lang))]), "out-of-memory")
        }
        Fault::Said(said) => (said.clone(), "said"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;
    use model::ScheduleError;

    #[test]
    fn faults_of_links_are_sentences() {
        let range = LinkError::OutOfRange { key: "workers".into(), value: "9".into(), min: 1, max: 100_000 };
        assert_eq!(link_error(&range, text::of("en")), "“workers” cannot be 9; it goes from 1 to 100,000.");
        assert_eq!(
            link_error(&range, text::of("id")),
            "“workers” tidak bisa bernilai 9; jangkauannya 1 sampai 100.000."
        );
        let kind = |expected| LinkError::WrongType { key: "n".into(), value: "x".into(), expected };
        assert_eq!(
            link_error(&kind(Expected::WholeNumber), text::of("id")),
            "“n” tidak bisa bernilai “x”; seharusnya bilangan bulat."
        );
        assert_eq!(
            link_error(&kind(Expected::OneOf(vec!["true".into(), "false".into()])), text::of("en")),
            "“n” cannot be “x”; it must be one of true, false."
        );
        assert_eq!(
            link_error(&LinkError::Schedule(ScheduleError::Version), text::of("en")),
            "its schedule cannot be read."
        );
    }

    #[test]
    fn no_fault_is_told_in_another_language() {
        let told = |error: &EngineError| engine_error(error, text::of("id")).sentence;
        let gone = told(&EngineError::WorkerFailed(Fault::Ended));
        assert!(gone.contains("(worker itu diakhiri)"), "{gone}");
        let memory = told(&EngineError::ProcessNotUp(Fault::OutOfMemory(65_536)));
        assert!(memory.contains("65.536 bita"), "{memory}");
        let said = EngineError::WorkerFailed(Fault::NoThreads(Some("TypeError: x".into())));
        assert_eq!(engine_error(&said, text::of("en")).fault, Some("no-threads"));
        assert!(told(&said).contains(": TypeError: x)"), "what a browser said stays");
    }
}
