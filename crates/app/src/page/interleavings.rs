//! Every interleaving: how far the search is, what can happen, and what decided the ending that is shown.

use super::tag::Tag;
use super::tree::tree;
use crate::say;
use crate::search::{Search, Searched};
use crate::site::words;
use crate::state::Lab;
use crate::text::{Text, with};
use crate::web;
use leptos::prelude::*;
use model::{Bound, Coverage, Ending, Found, Link, Names, Progress};
use std::sync::Arc;
use words::{
    Lesson,
    number::{number, time},
};

/// Every interleaving.
#[component]
pub(super) fn Interleavings(lab: Lab) -> impl IntoView {
    let text = words();
    let lesson = expect_context::<Arc<Lesson>>();
    let state = move || match &*lab.search.state.read() {
        Search::None => "none",
        Search::Going { held: true, .. } => "held",
        Search::Going { .. } => "going",
        Search::Over(searched) if searched.exploration.coverage == Coverage::Complete => "complete",
        Search::Over(_) => "incomplete",
    };
    // The card stays the same while only its figures change, or a pressed button would lose the focus.
    let going = Memo::new(move |_| lab.search.is_going());
    let body = move || {
        if going.get() {
            return view! { <Going lab/> }.into_any();
        }
        match lab.search.state.get_untracked() {
            Search::Over(searched) => found(lab, &searched, &lesson, text).into_any(),
            _ => view! { <p class="hint">{text.search_hint()}</p> }.into_any(),
        }
    };
    view! {
        <section class="card inter" aria-labelledby="h-inter" data-testid="interleavings" data-state=state
            data-searched=move || lab.search.ended.get()>
            <h2 id="h-inter">{text.search()}</h2>
            {body}
        </section>
    }
}

/// How far it is, and what can be done about it.
#[component]
fn Going(lab: Lab) -> impl IntoView {
    let text = words();
    let told = move || match &*lab.search.state.read() {
        Search::Going { progress, worked, .. } => so_far(progress, *worked, text),
        _ => String::new(),
    };
    let held = move || matches!(&*lab.search.state.read(), Search::Going { held: true, .. });
    view! {
        <p class="hint" data-testid="search-progress">{told}{move || held().then(|| format!(" {}", text.search_held()))}</p>
        <div class="chips">
            <button type="button" class="btn q" data-testid="hold" on:click=move |_| lab.hold(!untrack(held))>
                {move || if held() { text.go_on() } else { text.hold() }}
            </button>
            <button type="button" class="btn q" on:click=move |_| lab.stop()>{text.stop()}</button>
        </div>
    }
}

fn so_far(progress: &Progress, worked: u64, text: &Text) -> String {
    let figure = |value: f64| number(value, text.lang);
    let rate = progress.executions as f64 * 1e9 / (worked.max(1) as f64);
    let words = [
        ("n", figure(progress.executions as f64)),
        ("rate", figure(rate.round())),
        ("outcomes", figure(progress.outcomes as f64)),
        ("longest", figure(progress.longest as f64)),
    ];
    with(text.search_going(), &words.each_ref().map(|(name, word)| (*name, word.as_str())))
}

/// What can happen.
fn found(lab: Lab, searched: &Arc<Searched>, lesson: &Lesson, text: &'static Text) -> impl IntoView + use<> {
    let exploration = &searched.exploration;
    let all = exploration.progress.executions;
    let n = number(all as f64, text.lang);
    let good = exploration.outcomes.iter().all(|found| found.good);
    let complete = exploration.coverage == Coverage::Complete;
    let hopeless = exploration.outcomes.iter().all(|found| !found.good);
    let cut = all.saturating_sub(exploration.outcomes.iter().map(|found| found.executions).sum());
    let headline = with(if complete { text.search_complete() } else { text.search_incomplete() }, &[("n", &n)]);
    let sentence = match exploration.coverage {
        Coverage::Complete if good && lab.own.is_some() && exploration.outcomes.len() > 1 => {
            with(text.search_own_many(), &[("n", &number(exploration.outcomes.len() as f64, text.lang))])
        }
        Coverage::Complete if good && lab.own.is_some() => text.search_own_one().into(),
        Coverage::Complete if good => text.search_safe().into(),
        Coverage::Complete if hopeless => text.search_hopeless().into(),
        Coverage::Complete => text.search_unsafe().into(),
        Coverage::Incomplete(bound) => format!("{} {}", why_not(bound, text), text.search_open()),
        Coverage::Running => text.search_open().into(),
    };
    // Where it is open whether something bad can happen, nothing is good yet.
    let many = lab.own.is_some() && exploration.outcomes.len() > 1;
    let (safe, unsafe_) = (complete && good && !many, !good);
    let link = searched.link.clone();
    let as_set = move || {
        let now = lab.link.get();
        let differs = now.params != link.params || lab.code(&now) != lab.code(&link);
        differs.then(|| {
            view! {
                <button type="button" class="plain" data-testid="search-as-set" disabled=move || lab.busy()
                    on:click=move |_| lab.search(now.clone())>{text.search_as_set()}</button>
            }
        })
    };
    let (params, code) = (searched.link.params.clone(), lab.code(&searched.link));
    let source = searched.source.clone();
    let stale = move || {
        let now = lab.link.read();
        let other_text = lab.own.is_some_and(|own| Some(own.text.get()) != source);
        let sentence = if other_text || lab.code(&now) != code {
            text.program_changed()
        } else if now.params == params {
            return None;
        } else if lab.small().params == params {
            text.search_small()
        } else {
            text.params_changed()
        };
        Some(view! { <p class="stale">{sentence}</p> })
    };
    let most = exploration.outcomes.iter().map(|found| found.executions).max().unwrap_or(1).max(1);
    // One that was cut before its end shows no outcome.
    let seen = !exploration.outcomes.is_empty();
    // By the numbers that tell them apart, the largest first; they were found in no order.
    let mut outcomes: Vec<(usize, &Found)> = exploration.outcomes.iter().enumerate().collect();
    let first = |found: &Found| found.values.first().map_or(0.0, |(_, value)| *value);
    outcomes.sort_by(|(_, a), (_, b)| b.good.cmp(&a.good).then(first(b).total_cmp(&first(a))));
    let rows = outcomes.into_iter().map(|(at, found)| row(lab, at, found, most, lesson, text));
    let cut_off = (cut > 0).then(|| {
        view! { <tr><td>{text.search_cut()}</td><td class="r">{number(cut as f64, text.lang)}</td><td></td></tr> }
    });
    view! {
        <div class="told-of" role="status">
            <p class="big" class:good=safe class:bad=unsafe_ data-testid="search-headline">{headline}</p>
            <p data-testid="search-sentence">{sentence}</p>
            <p class="small">{sizes(lab, &searched.link, lesson, text)}" "{text.search_rule()}</p>
            {stale}
            {as_set}
        </div>
        {seen.then(|| view! {
            <table data-testid="outcomes">
                <thead><tr>
                    <th scope="col">{text.column_outcome()}</th>
                    <th scope="col" class="r">{text.column_interleavings()}</th>
                    <td></td>
                </tr></thead>
                <tbody>{rows.collect_view()}{cut_off}</tbody>
            </table>
            <Decided lab/>
            <details>
                <summary>{text.tree()}</summary>
                {tree(exploration, text)}
            </details>
        })}
        <p class="hint small">{with(text.search_took(), &[("time", &time(searched.worked as f64, text.lang))])}</p>
    }
}

/// With which sizes it was done.
fn sizes(lab: Lab, link: &Link, lesson: &Lesson, text: &Text) -> String {
    let meta = lab.meta();
    let size = |(id, _): &(String, i64)| {
        let spec = meta.params.iter().find(|spec| spec.id == *id)?;
        Some(format!("{} {}", lesson.param(id).unwrap_or(id), spec.format(link.params.get(id)?)))
    };
    let sizes: Vec<String> = meta.explore.iter().filter_map(size).collect();
    with(text.search_sizes(), &[("params", &sizes.join(", "))])
}

fn why_not(bound: Bound, text: &Text) -> String {
    match bound {
        Bound::Executions => text.bound_executions().into(),
        Bound::Steps => text.bound_steps().into(),
        Bound::Length => text.bound_length().into(),
        Bound::Late(most) => with(text.bound_late(), &[("n", &most.to_string())]),
        Bound::Memory => text.bound_memory().into(),
        Bound::Time => text.bound_time().into(),
        Bound::Unsteady => text.bound_unsteady().into(),
    }
}

fn row(lab: Lab, at: usize, found: &Found, most: u64, lesson: &Lesson, text: &'static Text) -> impl IntoView + use<> {
    let mut names = Names::default();
    found.names.iter().for_each(|name| names.add(name.clone()));
    let said = say::ending(&found.ending, lesson, &names, text);
    let count = number(found.executions as f64, text.lang);
    let width = format!("{}%", (found.executions.saturating_mul(100) / most.max(1)).clamp(2, 100));
    let bad = !found.good;
    // A program of the learner's own comes to what it printed.
    let headline = match &found.ending {
        Ending::Finished(verdict) if lab.own.is_some() => {
            view! { <code class="printed">{shortened(&verdict.key, text)}</code> }.into_any()
        }
        _ => said.headline.clone().into_any(),
    };
    let button = if found.exact {
        view! {
            <button type="button" class="chip" data-testid=format!("show-{at}") title=text.show_found_help()
                aria-label=format!("{}: {}", text.show_found(), said.headline)
                aria-pressed=move || (lab.search.shown.get() == Some(at)).to_string()
                on:click=move |_| {
                    lab.show(at);
                    web::bring(".time");
                }>{text.show_found()}</button>
        }
        .into_any()
    } else {
        view! { <span class="small">{text.found_by_threads()}</span> }.into_any()
    };
    view! {
        <tr data-good=found.good.to_string()>
            <td class:bad=bad title=said.sentence>{headline}</td>
            <td class="r">{count}<i class="bar" class:bad=bad aria-hidden="true"><b style:width=width></b></i></td>
            <td class="r">{button}</td>
        </tr>
    }
}

/// What was printed, as far as there is room for it.
fn shortened(printed: &str, text: &Text) -> String {
    const MOST: usize = 400;
    let printed = printed.trim_end();
    if printed.is_empty() {
        return text.output_none().into();
    }
    match printed.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &printed[..at]),
        None => printed.into(),
    }
}

/// What decided the run in the picture, and where that is.
#[component]
fn Decided(lab: Lab) -> impl IntoView {
    let text = words();
    move || {
        let run = lab.current.get();
        let why = run.why.get()?;
        let mut steps: Vec<(usize, &str)> =
            [(why.decision, text.why_decided())].into_iter().filter_map(|(at, word)| Some((at?, word))).collect();
        // The accesses in the order they came in; the decision is one of them.
        for at in [why.first, why.second].into_iter().flatten() {
            if Some(at) != why.decision {
                steps.push((at, if why.decision.is_some() { text.why_second() } else { text.why_first() }));
            }
        }
        let waiting = why.waiting.map(|task| {
            let name = run.trace(|trace| trace.names().task(task));
            view! { <li><Tag task/><span>{with(text.why_waiting(), &[("task", &name)])}</span></li> }
        });
        (!steps.is_empty()).then(|| {
            view! {
                <h3>{text.why()}</h3>
                <ul class="why" data-testid="why">
                    {steps.into_iter().map(|(at, word)| step(lab, at, word, text)).collect_view()}
                    {waiting}
                </ul>
            }
        })
    }
}

/// One step that decided it: what was done, and a way there.
fn step(lab: Lab, at: usize, word: &str, text: &'static Text) -> impl IntoView + use<> {
    let told = lab.current.get_untracked().trace(|trace| {
        let told = trace.narrate(at)?;
        let said = say::sentence(&told, trace.names(), text);
        let name = trace.names().task(told.event.task);
        Some((told.event.task, format!("{name} {}{}{}", said.before, said.object, said.after)))
    })?;
    let (task, said) = told;
    let name = with(word, &[("n", &number((at + 1) as f64, text.lang))]);
    Some(view! {
        <li>
            <button type="button" class="plain" on:click=move |_| {
                lab.current.get_untracked().look_at(at);
                web::bring(".time");
            }>{name}</button>
            <Tag task/><span translate="no">{said}</span>
        </li>
    })
}
