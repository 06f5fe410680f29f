//! The lab: one experiment with everything around it.

use super::controls::Controls;
use super::interleavings::Interleavings;
use super::keys::{Keys, listen};
use super::lesson::LessonCard;
use super::notices::Notices;
use super::output::OutputCard;
use super::params::ParamsCard;
use super::program::ProgramCard;
use super::result::ResultCard;
use super::timeline::TimelineCard;
use super::told::ToldCard;
use crate::content::{Found, content};
use crate::site::words;
use crate::state::{Lab, Phase};
use crate::web;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Code;
use std::sync::Arc;
use words::{Lang, Lesson};

/// The lab.
#[component]
pub(super) fn LabPage(lab: Lab) -> impl IntoView {
    let text = words();
    provide_context(lab);
    load_lesson(lab, text.lang);
    listen(lab);
    let body = move || view! { <LabBody lab lesson=lab.lesson.get().0/> };
    view! {
        <main id="content" class="lab" tabindex="-1" data-testid="run-state" data-state=move || phase(lab)
            data-run=move || lab.finished.get() data-conductors=move || lab.conductors.get()>
            {body}
        </main>
        <Keys lab/>
    }
}

/// The word for where a lab is, for tests.
pub(super) fn phase(lab: Lab) -> &'static str {
    match lab.phase.get() {
        Phase::Booting => "booting",
        Phase::Idle => "idle",
        Phase::Running => "running",
        Phase::Ended => "ended",
        Phase::Refused(_) | Phase::NotUp(_) => "failed",
    }
}

#[component]
fn LabBody(lab: Lab, lesson: Arc<Lesson>) -> impl IntoView {
    web::document().set_title(&format!("{} · Heddle", lesson.title()));
    let (title, summary) = (lesson.title().to_string(), lesson.summary().to_string());
    provide_context(lesson);
    let is_python = Memo::new(move |_| lab.code(&lab.link.read()) == Code::Python);
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
            // What a compiled twin would print nobody has written.
            {move || is_python.get().then(|| view! { <OutputCard lab/> })}
        </div>
        <aside class="side">
            <ResultCard lab/>
            {lab.searchable().then(|| view! { <Interleavings lab/> })}
            <ParamsCard lab/>
        </aside>
        <LessonCard/>
    }
}

/// Fetches the lesson in this language, if it is not there. Where it cannot be had, the experiment works without.
fn load_lesson(lab: Lab, lang: Lang) {
    let text = words();
    if lab.lesson.with_untracked(|(_, known)| *known == Some(lang)) {
        return;
    }
    spawn_local(async move {
        let id = lab.meta().id.clone();
        let lesson = match content(&id, lang).await {
            Found::Content(content) => Lesson::parse(&content.lesson).ok(),
            Found::Nothing | Found::Failed => None,
        };
        let known = lesson.is_some().then_some(lang);
        let lesson = lesson.unwrap_or_else(|| {
            let stand_in = format!("---\ntitle: {id}\nsummary: {}\n---\n", text.lesson_failed());
            Lesson::parse(&stand_in).expect("a head with a title and a summary is a lesson")
        });
        lab.lesson.set((Arc::new(lesson), known));
    });
}
