//! What a program printed: which task, when, and what.

use super::tag::Tag;
use crate::site::words;
use crate::state::{Lab, Phase};
use crate::text::with;
use leptos::prelude::*;
use model::{Clock, TaskId};
use words::number::{number, time};

/// So many lines at most are shown, the last ones.
const SHOWN: usize = 1_000;

/// What a program printed.
#[component]
pub(super) fn OutputCard(lab: Lab) -> impl IntoView {
    let text = words();
    let only = RwSignal::new(None::<TaskId>);
    let seen = Memo::new(move |_| {
        let run = lab.current.get();
        run.track();
        run.printed(|printed| {
            let mut tasks: Vec<TaskId> = Vec::new();
            for piece in printed {
                if !tasks.contains(&piece.task) {
                    tasks.push(piece.task);
                }
            }
            tasks.sort_unstable();
            tasks
        })
    });
    // Another run has other tasks.
    Effect::new(move |_| {
        lab.current.track();
        only.set(None);
    });
    let tabs = move || {
        let tasks = seen.get();
        (tasks.len() > 1).then(|| {
            let run = lab.current.get_untracked();
            let tab = |task: Option<TaskId>, name: String| {
                view! {
                    <button type="button" aria-pressed=move || (only.get() == task).to_string() on:click=move |_| only.set(task)>
                        {task.map(|task| view! { <Tag task/>" " })}{name}
                    </button>
                }
            };
            let all = tab(None, text.output_all().into());
            let each = tasks.into_iter().map(|task| tab(Some(task), run.trace(|trace| trace.names().task(task))));
            view! { <span class="seg of" role="group" aria-label=text.output()>{all}{each.collect_view()}</span> }
        })
    };
    let lines = move || {
        let run = lab.current.get();
        run.track();
        let only = only.get();
        let (rows, before) = run.printed(|printed| {
            let mut rows: Vec<(u64, TaskId, String, bool)> = Vec::new();
            // What ends in the middle of a line is gone on with, if by the same task.
            let mut open = false;
            for piece in printed.iter().filter(|piece| only.is_none_or(|only| only == piece.task)) {
                for line in piece.text.split_inclusive('\n') {
                    let ended = line.ends_with('\n');
                    let line = line.trim_end_matches('\n');
                    match rows.last_mut() {
                        Some(row) if open && row.1 == piece.task && row.3 == piece.is_error => row.2.push_str(line),
                        _ => rows.push((piece.time, piece.task, line.to_string(), piece.is_error)),
                    }
                    open = !ended;
                }
            }
            let before = rows.len().saturating_sub(SHOWN);
            (rows.split_off(before), before)
        });
        if rows.is_empty() {
            let words = if lab.phase.get() == Phase::Ended { text.output_none() } else { text.output_empty() };
            return view! { <li class="hint">{words}</li> }.into_any();
        }
        let more = (before > 0).then(|| {
            view! { <li class="hint">{with(text.output_more(), &[("n", &number(before as f64, text.lang))])}</li> }
        });
        let rows = rows.into_iter().map(|(at, task, line, is_error)| {
            view! {
                <li class:err=is_error><time>{time(at as f64, text.lang)}</time><Tag task/><code>{line}"\n"</code></li>
            }
        });
        view! { {more}{rows.collect_view()} }.into_any()
    };
    let badge = move || {
        let measured = lab.current.read().link.clock == Clock::Measured;
        view! { <span class="src" class:m=measured>{if measured { text.measured_badge() } else { text.modelled_badge() }}</span> }
    };
    view! {
        <section class="card output" aria-labelledby="h-output" data-testid="output">
            <h2 id="h-output">{text.output()}<span class="space"></span>{badge}</h2>
            {tabs}
            <ol tabindex="0" aria-label=text.output() data-testid="printed">{lines}</ol>
        </section>
    }
}
