//! One event as a sentence, told after the name of its task.

use crate::text::{Text, with};
use model::{Event, EventKind, Names, TaskId};
use timeline::Narrated;
use words::number::{next, number, time};

/// A sentence whose object stands out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sentence {
    /// What stands before the object, or everything.
    pub(crate) before: String,
    /// The object's name.
    pub(crate) object: String,
    /// What stands after it.
    pub(crate) after: String,
    /// What went wrong by it.
    pub(crate) alarm: Option<String>,
}

/// What happened.
pub(crate) fn sentence(told: &Narrated, names: &Names, text: &Text) -> Sentence {
    let event = &told.event;
    let other = || names.task(TaskId(u32::try_from(event.value).unwrap_or(u32::MAX)));
    let words = [
        ("value", number(event.value as f64, text.lang)),
        ("time", time(event.value as f64, text.lang)),
        ("task", if speaks_of_a_task(event.kind) { other() } else { String::new() }),
    ];
    let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
    let template = template(event, text);
    let cut = template.find("{object}");
    let (before, after) = template.split_at(cut.unwrap_or(template.len()));
    let after = next(after).map_or("", |(.., after)| after);
    Sentence {
        before: with(before, &words),
        object: if cut.is_some() { names.object(event.object) } else { String::new() },
        after: with(after, &words),
        alarm: told.lost.map(|lost| {
            let template = if lost.updates == 1 { text.says_lost() } else { text.says_lost_many() };
            let updates = number(f64::from(lost.updates), text.lang);
            with(template, &[("task", &names.task(lost.of)), ("n", &updates)])
        }),
    }
}

/// A word or two for the operation that this event ends; empty where there is nothing to say.
pub(crate) fn word(event: &Event, text: &Text) -> String {
    let template = match event.kind {
        EventKind::Load => text.word_load(),
        EventKind::Store => text.word_store(),
        EventKind::Add => text.word_add(),
        EventKind::Spawn => text.word_spawn(),
        EventKind::Acquire => text.word_acquire(),
        EventKind::Release => text.word_release(),
        EventKind::Put => text.word_put(),
        EventKind::Get => text.word_get(),
        EventKind::Progress | EventKind::Computed => text.word_compute(),
        _ => return String::new(),
    };
    with(template, &[("value", &number(event.value as f64, text.lang))])
}

fn speaks_of_a_task(kind: EventKind) -> bool {
    matches!(kind, EventKind::Spawn | EventKind::Join | EventKind::Cancel)
}

fn template(event: &Event, text: &Text) -> &'static str {
    match event.kind {
        EventKind::Spawn => text.says_spawn(),
        EventKind::Begin => text.says_begin(),
        EventKind::End => match event.value {
            1 => text.says_end_cancelled(),
            2 => text.says_end_crashed(),
            _ => text.says_end(),
        },
        EventKind::Join => text.says_join(),
        EventKind::Cancel => text.says_cancel(),
        EventKind::Load => text.says_load(),
        EventKind::Store => text.says_store(),
        EventKind::Add => text.says_add(),
        EventKind::Swap if event.value == 0 => text.says_swap_not(),
        EventKind::Swap => text.says_swap(),
        EventKind::Look if event.value == 0 => text.says_look_not(),
        EventKind::Look => text.says_look(),
        EventKind::Insert => text.says_insert(),
        EventKind::Remove => text.says_remove(),
        EventKind::Wait => text.says_wait(),
        EventKind::TimedOut => text.says_timed_out(),
        EventKind::Acquire => text.says_acquire(),
        EventKind::Release => text.says_release(),
        EventKind::Refused => text.says_refused(),
        EventKind::Set => text.says_set(),
        EventKind::Clear => text.says_clear(),
        EventKind::Pass => text.says_pass(),
        EventKind::Notify => text.says_notify(),
        EventKind::Arrive => text.says_arrive(),
        EventKind::Put => text.says_put(),
        EventKind::Get => text.says_get(),
        EventKind::Done => text.says_done(),
        EventKind::Close => text.says_close(),
        EventKind::Drop => text.says_drop(),
        EventKind::Compute => text.says_compute(),
        EventKind::Progress => text.says_progress(),
        EventKind::Computed => text.says_computed(),
        EventKind::Native => text.says_native(),
        EventKind::NativeDone => text.says_native_done(),
        EventKind::Sleep => text.says_sleep(),
        EventKind::Io => text.says_io(),
        EventKind::Block => text.says_block(),
        EventKind::Woke => text.says_woke(),
        EventKind::Pickle => text.says_pickle(),
        EventKind::Unpickle => text.says_unpickle(),
        EventKind::Start => text.says_start(),
        EventKind::Copy => text.says_copy(),
        EventKind::Want => text.says_want(),
        EventKind::Take => text.says_take(),
        EventKind::Yield => text.says_yield(),
        EventKind::Help if event.value == 0 => text.says_help_own(),
        EventKind::HelpDone if event.value == 0 => text.says_help_own_done(),
        EventKind::Help => text.says_help(),
        EventKind::HelpDone => text.says_help_done(),
        EventKind::Failed => text.says_failed(),
        EventKind::Note => text.says_note(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;
    use model::{Mark, Name, NameOf, ObjectId, ObjectKind};
    use timeline::Loss;

    fn told(kind: EventKind, value: i64, lost: Option<(u32, u32)>, lang: &str) -> String {
        let mut names = Names::default();
        names.add(Name { of: NameOf::Task(TaskId(1), TaskId::MAIN), text: "worker-0".into() });
        names.add(Name { of: NameOf::Object(ObjectId(0), ObjectKind::Cell), text: "counter".into() });
        let (task, object, mark) = (TaskId(2), ObjectId(0), Mark::NONE);
        let event = Event { time: 0, value, seq: 0, task, object, mark, kind, lane: 0, step: true };
        let lost = lost.map(|(updates, of)| Loss { time: 0, since: 0, index: 0, by: task, updates, of: TaskId(of) });
        let said = sentence(&Narrated { index: 0, event, lost }, &names, text::of(lang));
        let alarm = said.alarm.map_or(String::new(), |alarm| format!(" {alarm}"));
        format!("{}[{}]{}{alarm}", said.before, said.object, said.after)
    }

    #[test]
    fn events_are_told_in_both_languages() {
        assert_eq!(told(EventKind::Load, 7, None, "en"), "reads 7 from [counter].");
        assert_eq!(
            told(EventKind::Store, 10_000, Some((1, 1)), "en"),
            "writes 10,000 to [counter]. The update of worker-0 is gone."
        );
        assert_eq!(
            told(EventKind::Store, 10_000, Some((1, 1)), "id"),
            "menulis 10.000 ke [counter]. Pembaruan dari worker-0 hilang."
        );
        assert_eq!(
            told(EventKind::Store, 3, Some((2, 1)), "en"),
            "writes 3 to [counter]. 2 updates are gone, the last one from worker-0."
        );
        assert_eq!(told(EventKind::Join, 1, None, "en"), "sees that worker-0 is done.[]");
        assert_eq!(told(EventKind::Sleep, 5_000_000, None, "id"), "tidur selama 5\u{a0}ms.[]");
    }

    #[test]
    fn no_kind_is_without_a_sentence() {
        for kind in (0..=u8::MAX).filter_map(EventKind::from_code) {
            for text in text::all() {
                let told = told(kind, 1, None, text.lang.id);
                assert!(!told.contains('{') && told.contains('.'), "{told}");
            }
        }
    }
}
