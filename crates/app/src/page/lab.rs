//! The lab: one experiment with everything around it.

use super::controls::Controls;
use super::interleavings::Interleavings;
use super::keys::{Keys, listen};
use super::lesson::LessonCard;
use super::notices::Notices;
use super::params::ParamsCard;
use super::program::ProgramCard;
use super::result::ResultCard;
use super::timeline::TimelineCard;
use super::told::ToldCard;
use crate::site::words;
use crate::state::{Lab, Phase};
use crate::web;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use words::{Lang, Lesson};

/// The lab.
#[component]
pub(super) fn LabPage(lab: Lab) -> impl IntoView {
    let text = words();
    provide_context(lab);
    load_lesson(lab, text.lang);
    listen(lab);
    let body = move || match lab.lesson.get() {
        None => view! { <p class="hint loading" role="status">{text.loading}</p> }.into_any(),
        Some(lesson) => view! { <LabBody lab lesson/> }.into_any(),
    };
    let phase = move || match lab.phase.get() {
        Phase::Booting => "booting",
        Phase::Idle => "idle",
        Phase::Running => "running",
        Phase::Ended => "ended",
        Phase::Refused(_) | Phase::NotUp(_) => "failed",
    };
    view! {
        <main id="content" class="lab" tabindex="-1" data-testid="run-state" data-state=phase
            data-run=move || lab.finished.get() data-conductors=move || lab.conductors.get()>
            {body}
        </main>
        <Keys lab/>
    }
}

#[component]
fn LabBody(lab: Lab, lesson: Arc<Lesson>) -> impl IntoView {
    web::document().set_title(&format!("{} · Heddle", lesson.title()));
    let (title, summary) = (lesson.title().to_string(), lesson.summary().to_string());
    provide_context(lesson);
    view! {
        <div class="title">
            <h1 data-testid="title">{title}</h1>
            <p>{summary}</p>
            <Notices lab/>
        </div>
        <Controls lab/>
        <ProgramCard lab/>
        <div class="middle">
            <TimelineCard lab/>
            <ToldCard lab/>
        </div>
        <aside class="side">
            <ResultCard lab/>
            {lab.searchable().then(|| view! { <Interleavings lab/> })}
            <ParamsCard lab/>
        </aside>
        <LessonCard/>
    }
}

/// Fetches the lesson in this language. Where it cannot be had, the experiment works without.
fn load_lesson(lab: Lab, lang: Lang) {
    let text = words();
    spawn_local(async move {
        let file = web::fetch_text(&format!("lessons/{}/{}.md", lang.id(), lab.meta.id)).await;
        let lesson = file.and_then(|file| Lesson::parse(&file).ok()).unwrap_or_else(|| {
            let stand_in = format!("---\ntitle: {}\nsummary: {}\n---\n", lab.meta.id, text.lesson_failed);
            Lesson::parse(&stand_in).expect("a head with a title and a summary is a lesson")
        });
        lab.lesson.set(Some(Arc::new(lesson)));
    });
}
