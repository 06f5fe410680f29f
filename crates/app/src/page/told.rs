//! What happened, in words: the steps round the one the learner looks at.

use super::tag::Tag;
use crate::run::Run;
use crate::say;
use crate::site::words;
use crate::state::{Lab, Phase};
use crate::text::{Text, with};
use leptos::prelude::*;
use timeline::{Narrated, Trace};
use words::{
    Lang,
    number::{decimal, number},
};

/// So many steps before and after the one looked at.
const AROUND: usize = 30;
/// So many while a run is under way.
const LIVE: usize = 9;

/// What happened, in words.
#[component]
pub(super) fn ToldCard(lab: Lab) -> impl IntoView {
    let text = words();
    let list = NodeRef::<leptos::html::Ol>::new();
    let rows = move || {
        let run = lab.current.get();
        run.track();
        let at = run.at();
        let (before, after) = if lab.phase.get() == Phase::Running { (LIVE, 0) } else { (AROUND, AROUND) };
        let (rows, missing) = run.trace(|trace| {
            let shown = at.saturating_sub(before)..(at + after + 1).min(trace.len());
            let ends_here = shown.end == trace.len() && trace.cut().is_some();
            let rows =
                shown.filter_map(|index| trace.narrate(index).map(|told| row(&run, trace, &told, index == at, text)));
            (rows.collect::<Vec<_>>(), ends_here.then(|| trace.missing()))
        });
        if rows.is_empty() {
            return view! { <li class="hint">{text.told_empty()}</li> }.into_any();
        }
        let end = missing.map(|missing| {
            let sentence = with(text.told_end(), &[("n", &number(missing as f64, text.lang))]);
            view! { <li class="hint" data-testid="told-end">{sentence}</li> }
        });
        view! { {rows}{end} }.into_any()
    };
    // The step looked at stays in sight within the list; the page itself does not move.
    Effect::new(move |_| {
        let run = lab.current.get();
        run.track();
        run.cursor.track();
        lab.phase.track();
        request_animation_frame(move || {
            // Gone, where the page was made anew in another language meanwhile.
            let Some(list) = list.try_get_untracked().flatten() else { return };
            let now = list.query_selector("[aria-current]").ok().flatten();
            let now = now.and_then(|now| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(now).ok());
            if let Some(now) = now {
                let middle = now.offset_top() - list.offset_top() - list.client_height() / 2 + now.offset_height() / 2;
                list.set_scroll_top(middle.max(0));
            }
        });
    });
    view! {
        <section class="card told" aria-labelledby="h-told" data-testid="narration">
            <h2 id="h-told">{text.told()}</h2>
            <ol node_ref=list tabindex="0" aria-labelledby="h-told">{rows}</ol>
        </section>
    }
}

fn row(run: &Run, trace: &Trace, told: &Narrated, now: bool, text: &'static Text) -> impl IntoView + use<> {
    let (said, name) = (say::sentence(told, trace.names(), text), trace.names().task(told.event.task));
    let (run, index, task) = (run.clone(), told.index, told.event.task);
    view! {
        <li aria-current=now.then_some("step") on:click=move |_| run.look_at(index)>
            <time>{moment(told.event.time, trace.now(), text.lang)}</time>
            <Tag task/>
            <span><span class="who" translate="no">{name}" "</span>{said.before}<b translate="no">{said.object}</b>{said.after}
                {said.alarm.map(|alarm| view! { " "<b class="bad">{alarm}</b> })}</span>
        </li>
    }
}

/// A moment of a run of this length, finely enough to tell one step from the next.
fn moment(time: u64, all: u64, lang: Lang) -> String {
    let (scale, unit) = if all < 100_000_000 { (1e3, "µs") } else { (1e6, "ms") };
    format!("{}\u{a0}{unit}", decimal(time as f64 / scale, 3, lang))
}
