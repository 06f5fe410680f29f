//! The page of the learner's own program: it is written, run, searched and shared here.

use super::controls::Controls;
use super::editor::Editor;
use super::interleavings::Interleavings;
use super::keys::{Keys, listen};
use super::lab::phase;
use super::notices::Notices;
use super::output::OutputCard;
use super::params::ParamsCard;
use super::result::ResultCard;
use super::timeline::TimelineCard;
use super::told::ToldCard;
use crate::content;
use crate::own::Own;
use crate::packed::{self, Carried};
use crate::site::words;
use crate::state::Lab;
use crate::web;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use words::Lesson;

/// The page of the learner's own program.
#[component]
pub(super) fn WritePage(lab: Lab) -> impl IntoView {
    let own = lab.own.expect("this page is shown for a program of the learner's own");
    let text = words();
    web::document().set_title(&format!("{} · Heddle", text.write()));
    provide_context(lab);
    provide_context(Arc::new(Lesson::default()));
    listen(lab);
    take_from_link(lab, own);
    let heard = window_event_listener(leptos::ev::hashchange, move |_| take_from_link(lab, own));
    on_cleanup(move || heard.remove());
    let rename = move |event| own.rename(&event_target_value(&event));
    view! {
        <main id="content" class="lab write" tabindex="-1" data-testid="run-state" data-state=move || phase(lab)
            data-run=move || lab.finished.get() data-conductors=move || lab.conductors.get()>
            <div class="title">
                <h1 data-testid="title">{text.write()}</h1>
                <p>{text.write_lead()}</p>
                <Came own/>
                <Notices lab/>
            </div>
            <Controls lab/>
            <section class="card code" aria-labelledby="h-code">
                <h2 id="h-code">{text.program()}<span class="space"></span>
                    <input type="text" class="name" data-testid="file-name" aria-label=text.file_name() spellcheck="false"
                        prop:value=move || own.name.get() on:change=rename/>
                </h2>
                <Beginnings own/>
                <Editor lab own/>
            </section>
            <div class="middle">
                <OutputCard lab/>
                <TimelineCard lab/>
                <ToldCard lab/>
            </div>
            <aside class="side">
                <ResultCard lab/>
                <Interleavings lab/>
                <ParamsCard lab/>
            </aside>
        </main>
        <Keys lab/>
    }
}

/// Takes the text that the link carries, if it carries one.
fn take_from_link(lab: Lab, own: Own) {
    spawn_local(async move {
        match packed::unpack(&packed::fragment()).await {
            Carried::Nothing => return,
            Carried::Broken => own.broken.set(true),
            Carried::Text(text) => {
                own.broken.set(false);
                if **own.text.read_untracked() != *text {
                    own.load(&text);
                    own.foreign.set(true);
                }
            }
        }
        // It is taken once: what is written from here on is another text.
        lab.edit(|_| ());
    });
}

/// What there is to know of a program that came with the link.
#[component]
fn Came(own: Own) -> impl IntoView {
    let text = words();
    view! {
        <div class="notices" role="status">
            {move || own.foreign.get().then(|| view! {
                <p class="banner" data-testid="came">
                    <span><b>{text.came()}</b>" "{text.came_safe()}</span>
                    <button type="button" class="btn q" data-testid="keep-copy" on:click=move |_| own.keep()>{text.keep_copy()}</button>
                    <button type="button" class="btn q" on:click=move |_| own.foreign.set(false)>{text.got_it()}</button>
                </p>
            })}
            {move || own.broken.get().then(|| view! {
                <p class="alert" data-testid="error" data-code="link-program">
                    <span>{text.link_program()}</span>
                    <button type="button" class="btn q" on:click=move |_| own.broken.set(false)>{text.dismiss()}</button>
                </p>
            })}
        </div>
    }
}

/// Programs to begin from.
#[component]
fn Beginnings(own: Own) -> impl IntoView {
    let text = words();
    let found = RwSignal::new(Vec::<(String, String)>::new());
    spawn_local(async move {
        found.try_set(content::beginnings().await.unwrap_or_default());
    });
    move || {
        let all = found.get();
        (!all.is_empty()).then(|| {
            let chips = all.into_iter().map(|(name, program)| {
                let testid = format!("begin-{name}");
                let begin = move |_| {
                    own.load(&program);
                    own.keep();
                };
                view! { <button type="button" class="chip" data-testid=testid on:click=begin>{name.clone()}</button> }
            });
            view! {
                <div class="chips" role="group" aria-label=text.begin_from()>
                    <span class="hint">{text.begin_from()}</span>{chips.collect_view()}
                </div>
            }
        })
    }
}
