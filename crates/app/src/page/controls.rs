//! Mode, clock, Run, Find the bug and Stop.

use super::params::refused;
use super::share::Share;
use crate::say;
use crate::site::{Site, words};
use crate::state::{Lab, Phase, offered};
use crate::web;
use leptos::prelude::*;
use model::{Clock, Mode};

/// Mode, clock, Run, Find the bug and Stop.
#[component]
pub(super) fn Controls(lab: Lab) -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    let meta = lab.meta();
    let modes = Mode::ALL.into_iter().filter(|mode| meta.modes.contains(mode));
    let denied = move || !site.isolated() && lab.link.read().mode.shares_memory();
    view! {
        <section class="tools">
            <span class="seg" role="group" aria-label=text.mode()>
                {modes.map(|mode| view! { <ModeButton lab mode/> }).collect_view()}
            </span>
            <span class="seg" role="group" aria-label=text.clock()>
                {Clock::ALL.map(|clock| view! { <ClockButton lab clock/> })}
            </span>
            <span class="space"></span>
            <RunButtons lab/>
            <Share lab/>
            {move || denied().then(|| view! { <p class="reason" id="no-free">{text.free_needs_isolation()}</p> })}
        </section>
    }
}

#[component]
fn ModeButton(lab: Lab, mode: Mode) -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    let choose = move |_| {
        let isolated = untrack(|| site.isolated());
        lab.edit(|link| {
            link.mode = mode;
            if !offered(link, isolated) {
                link.clock = Clock::Modelled;
            }
        });
    };
    view! {
        <button type="button" data-testid=format!("mode-{}", mode.id()) title=say::mode_help(mode, text)
            aria-pressed=move || (lab.link.read().mode == mode).to_string() on:click=choose>
            {say::mode(mode, text)}
        </button>
    }
}

#[component]
fn ClockButton(lab: Lab, clock: Clock) -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    let denied = move || {
        let mut link = lab.link.get();
        link.clock = clock;
        !offered(&link, site.isolated())
    };
    let choose = move |_| {
        lab.edit(|link| {
            link.clock = clock;
            // A schedule decides modelled runs only.
            link.schedule = link.schedule.take().filter(|_| clock == Clock::Modelled);
        });
    };
    view! {
        <button type="button" data-testid=format!("clock-{}", clock.id())
            title=move || if denied() { text.free_needs_isolation() } else { say::clock_help(clock, text) }
            disabled=denied aria-describedby=move || denied().then_some("no-free")
            aria-pressed=move || (lab.link.read().clock == clock).to_string() on:click=choose>
            {say::clock(clock, text)}
        </button>
    }
}

#[component]
fn RunButtons(lab: Lab) -> impl IntoView {
    let text = words();
    let no_worker = move || matches!(lab.phase.get(), Phase::NotUp(_));
    let name = move || if lab.finished.get() == 0 { text.run() } else { text.run_again() };
    view! {
        <button type="button" class="btn run" data-testid="run" aria-keyshortcuts="r"
            disabled=move || lab.busy() || no_worker() on:click=move |_| run(lab)>
            <span aria-hidden="true">"▶ "</span>{name}
        </button>
        {lab.searchable().then(|| view! {
            <button type="button" class="btn q" data-testid="find" aria-keyshortcuts="b" title=text.search_hint()
                aria-disabled=move || (lab.busy() || no_worker()).to_string() on:click=move |_| find(lab)>{text.find_bug()}</button>
        })}
        <button type="button" class="btn q" data-testid="stop" aria-keyshortcuts="Escape"
            disabled=move || !lab.busy() on:click=move |_| lab.stop()>
            <span aria-hidden="true">"■ "</span>{text.stop()}
        </button>
    }
}

/// Runs what is shown. A field that shows something else than the run would have gets the focus instead:
/// its sentence stands below it.
pub(super) fn run(lab: Lab) {
    match refused() {
        // An element that cannot take the focus leaves it where it is.
        Some(field) => drop(field.focus()),
        None => lab.run(),
    }
}

/// Tries every interleaving of what is shown, at a size that allows it.
pub(super) fn find(lab: Lab) {
    match refused() {
        Some(field) => drop(field.focus()),
        None => {
            lab.search(untrack(|| lab.small()));
            web::bring(".inter");
        }
    }
}
