//! How a run ended, as a headline and a sentence.

use super::errors::fault;
use crate::text::{Text, with};
use model::{Ending, Names, NotStarted, ObjectKind, WaitFor};
use words::{Lesson, fill, number::number};

/// Among the numbers of a verdict, the exit status of a program in Python.
const STATUS: &str = "status";

/// So many waits are told one by one.
const TOLD: usize = 4;

/// A headline and what there is to say below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Verdicts {
    /// A few words.
    pub(crate) headline: String,
    /// A sentence or two.
    pub(crate) sentence: String,
}

/// What to say of an ending. A verdict's words come from the lesson.
pub(crate) fn ending(ending: &Ending, lesson: &Lesson, names: &Names, text: &Text) -> Verdicts {
    let say = |headline: &str, sentence: String| Verdicts { headline: headline.into(), sentence };
    match ending {
        // A program of the learner's own has no verdict but its exit status.
        Ending::Finished(verdict) if verdict.value(STATUS) == Some(0.0) => {
            say(text.own_finished(), text.own_finished_sentence().into())
        }
        Ending::Finished(verdict) if verdict.value(STATUS).is_some() => {
            say(text.own_raised(), fill(text.own_raised_sentence(), &verdict.values, text.lang))
        }
        Ending::Finished(verdict) => {
            let (headline, sentence) = lesson.verdict(&verdict.key).unwrap_or((verdict.key.as_str(), ""));
            say(&fill(headline, &verdict.values, text.lang), fill(sentence, &verdict.values, text.lang))
        }
        Ending::Deadlock(ring) => {
            let links = ring.iter().map(|wait| {
                let holder = wait.holders.first().map_or(String::new(), |holder| names.task(*holder));
                let joins = names.kind(wait.object) == Some(ObjectKind::Task);
                let template = if joins { text.deadlock_task() } else { text.deadlock_link() };
                let (task, object) = (names.task(wait.task), names.object(wait.object));
                with(template, &[("task", &task), ("object", &object), ("holder", &holder)])
            });
            say(text.deadlock(), tell(links, ring.len(), text.deadlock_end(), text))
        }
        Ending::Asleep(waits) => {
            let one = |wait: &WaitFor| {
                with(text.asleep_link(), &[("task", &names.task(wait.task)), ("object", &names.object(wait.object))])
            };
            say(text.asleep(), tell(waits.iter().map(one), waits.len(), text.asleep_end(), text))
        }
        Ending::CheckFailed { task, check, .. } => say(
            text.check_failed(),
            with(text.check_failed_sentence(), &[("task", &names.task(*task)), ("check", check)]),
        ),
        Ending::Crashed(failure) => {
            let task = names.task(failure.task);
            if let Some(process) = &failure.process {
                let (why, _) = fault(process, text);
                return say(text.crashed(), with(text.process_died(), &[("task", &task), ("why", &why)]));
            }
            say(text.crashed(), with(text.crashed_sentence(), &[("task", &task), ("message", &failure.message)]))
        }
        Ending::NotStarted { task, what } => {
            let sentence = match what {
                NotStarted::Task { most } => with(text.not_started_task(), &[("most", &most.to_string())]),
                NotStarted::Thread => text.not_started_thread().into(),
                NotStarted::Process { most } => with(text.not_started_process(), &[("most", &most.to_string())]),
            };
            say(&with(text.not_started(), &[("task", &names.task(*task))]), sentence)
        }
        Ending::StepLimit(steps) => {
            let headline = with(text.step_limit(), &[("n", &number(*steps as f64, text.lang))]);
            say(&headline, text.step_limit_sentence().into())
        }
        Ending::Stopped => say(text.stopped(), text.stopped_sentence().into()),
    }
}

/// The word for a kind of ending in tests.
pub(crate) fn ending_id(ending: &Ending) -> &'static str {
    match ending {
        Ending::Finished(_) => "finished",
        Ending::Deadlock(_) => "deadlock",
        Ending::Asleep(_) => "asleep",
        Ending::CheckFailed { .. } => "check-failed",
        Ending::Crashed(_) => "crashed",
        Ending::NotStarted { .. } => "not-started",
        Ending::StepLimit(_) => "step-limit",
        Ending::Stopped => "stopped",
    }
}

/// The first few links, how many there are besides, and how it closes.
fn tell(links: impl Iterator<Item = String>, all: usize, end: &str, text: &Text) -> String {
    let mut sentences: Vec<String> = links.take(TOLD).collect();
    if all > TOLD {
        sentences.push(with(text.more_waits(), &[("n", &number((all - TOLD) as f64, text.lang))]));
    }
    sentences.push(end.into());
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;
    use model::{Fault, Mark, Name, NameOf, ObjectId, TaskFailure, TaskId, Verdict};

    const LESSON: &str =
        "---\ntitle: T\nsummary: S\nverdict.lost: {lost} updates lost | {share:percent} vanished.\n---\n";

    fn say(ended: &Ending, lang: &str) -> (String, String) {
        let mut names = Names::default();
        let mut name = |of, text: &str| names.add(Name { of, text: text.into() });
        name(NameOf::Task(TaskId(1), TaskId::MAIN), "worker-0");
        name(NameOf::Task(TaskId(2), TaskId::MAIN), "worker-1");
        name(NameOf::Object(ObjectId(0), ObjectKind::Lock), "a");
        name(NameOf::Object(ObjectId(1), ObjectKind::Lock), "b");
        let lesson = Lesson::parse(LESSON).expect("a lesson");
        let Verdicts { headline, sentence } = ending(ended, &lesson, &names, text::of(lang));
        (headline, sentence)
    }

    #[test]
    fn a_verdict_speaks_with_the_words_of_its_lesson() {
        let ended = Ending::Finished(Verdict::bad("lost").with("lost", 3120.0).with("share", 0.156));
        assert_eq!(say(&ended, "en"), ("3,120 updates lost".into(), "15.6\u{a0}% vanished.".into()));
    }

    #[test]
    fn the_end_of_a_process_is_told_in_the_words_of_the_reader() {
        let message = "its process died: it was ended".to_owned();
        let died = TaskFailure { task: TaskId(1), message, process: Some(Fault::Ended) };
        let (_, sentence) = say(&Ending::Crashed(died.clone()), "id");
        assert!(sentence.contains("worker-0") && sentence.contains("(worker itu diakhiri)"), "{sentence}");
        assert!(!sentence.contains("died"), "{sentence}");
        let (_, sentence) = say(&Ending::Crashed(TaskFailure { process: None, ..died }), "id");
        assert!(sentence.contains("its process died"), "what a program says stays: {sentence}");
    }

    #[test]
    fn a_deadlock_names_its_ring() {
        let wait = |task, object, holder| WaitFor {
            task: TaskId(task),
            object: ObjectId(object),
            holders: vec![TaskId(holder)],
            mark: Mark::NONE,
        };
        let (_, sentence) = say(&Ending::Deadlock(vec![wait(1, 1, 2), wait(2, 0, 1)]), "en");
        assert_eq!(
            sentence,
            "worker-0 waits for b, which worker-1 holds. worker-1 waits for a, which worker-0 holds. Nobody can ever go on."
        );
        let many = Ending::Asleep((0..9).map(|task| wait(task, 0, 0)).collect());
        assert!(
            say(&many, "id")
                .1
                .ends_with("Dan 5 lagi ikut menunggu. Tidak ada lagi tugas yang dapat membangunkan mereka.")
        );
    }
}
