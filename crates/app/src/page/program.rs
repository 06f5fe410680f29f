//! The Python program beside the run: parameters written into it, who is where, and whether it or its compiled twin is
//! what runs.

use super::tag::Tag;
use crate::say;
use crate::site::words;
use crate::state::Lab;
use catalogue::listing::{Line, Piece, python};
use leptos::prelude::*;
use model::{Code, Mark, TaskId};
use std::sync::Arc;

/// So many tasks at most are shown at one line.
const TAGS: usize = 3;

/// The Python program beside the run.
#[component]
pub(super) fn ProgramCard(lab: Lab) -> impl IntoView {
    let text = words();
    let positions = positions(lab);
    // The lines of the run in the picture, where it is of Python: its marks are their numbers.
    let run_lines = Memo::new(move |_| {
        let run = lab.current.get();
        run.source().and_then(|_| lab.listing(&run.link)).map(|listing| Arc::new(listing.lines))
    });
    let lines = move || match lab.listing(&lab.link.read()) {
        None => view! { <p class="hint" role="alert">{text.listing_failed()}</p> }.into_any(),
        Some(listing) => {
            let lines = listing.lines.into_iter().enumerate();
            let lines = lines.map(|(at, line)| view! { <CodeLine number=at + 1 line positions run_lines/> });
            view! { <pre tabindex="0" aria-label=text.program()>{lines.collect_view()}</pre> }.into_any()
        }
    };
    view! {
        <section class="card code" data-testid="listing" aria-labelledby="h-code">
            <h2 id="h-code">{text.program()}<span class="space"></span><CodeSwitch lab/></h2>
            {lines}
        </section>
    }
}

/// Whether the listing runs or its compiled twin, where there is a choice.
#[component]
fn CodeSwitch(lab: Lab) -> impl IntoView {
    let text = words();
    let meta = lab.meta();
    let codes = Memo::new(move |_| meta.codes(lab.link.read().mode));
    let button = move |code: Code| {
        let choose = move |_| {
            lab.edit(|link| {
                let usual = lab.meta().code(link.mode, None) == code;
                link.program = (!usual).then_some(code);
            });
        };
        view! {
            <button type="button" data-testid=format!("code-{}", code.id()) title=say::code_help(code, text)
                aria-pressed=move || (lab.code(&lab.link.read()) == code).to_string() on:click=choose>
                {say::code(code, text)}
            </button>
        }
    };
    move || match codes.get() {
        [Code::Compiled] => {
            view! { <span class="aside" title=text.code_alone()>{text.code_compiled()}</span> }.into_any()
        }
        [_] => view! { <span class="aside">{text.code_python()}</span> }.into_any(),
        codes => {
            let first = (codes[0] == Code::Compiled).then(|| text.code_first());
            let buttons = Code::ALL.map(button);
            view! { <span class="seg of" role="group" aria-label=text.code() title=first>{buttons}</span> }.into_any()
        }
    }
}

/// Who is where in the step that is looked at: the first one of all is whose step it is.
pub(super) fn positions(lab: Lab) -> Memo<Vec<(TaskId, Mark)>> {
    Memo::new(move |_| {
        let run = lab.current.get();
        run.track();
        let at = run.at();
        run.trace(|trace| trace.positions(at).into_iter().map(|here| (here.task, here.mark)).collect::<Vec<_>>())
    })
}

#[component]
fn CodeLine(
    number: usize,
    line: Line,
    positions: Memo<Vec<(TaskId, Mark)>>,
    run_lines: Memo<Option<Arc<Vec<Line>>>>,
) -> impl IntoView {
    let pieces = line.pieces.clone();
    // Who is at this line; the first one of all is whose step is looked at.
    let here = Memo::new(move |_| {
        let (positions, run_lines) = (positions.read(), run_lines.read());
        let run_lines = run_lines.as_ref().map(|lines| &lines[..]);
        let tasks = positions.iter().enumerate().filter(|(_, (_, mark))| line.is_at(*mark, run_lines));
        tasks.map(|(at, (task, _))| (*task, at == 0)).collect::<Vec<_>>()
    });
    let tags = move || {
        let mut tasks: Vec<TaskId> = here.read().iter().map(|(task, _)| *task).collect();
        let over = tasks.len() > TAGS;
        tasks.truncate(if over { TAGS - 1 } else { TAGS });
        let tags = tasks.into_iter().map(|task| view! { <Tag task/> }).collect_view();
        view! { {tags}{over.then_some("…")} }
    };
    let pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => python::spans(&text)
            .into_iter()
            .map(|(tone, span)| view! { <span class=class(tone)>{span.to_string()}</span> })
            .collect_view()
            .into_any(),
        Piece::Param { id, text } => view! { <label class="num" for=format!("field-{id}")>{text}</label> }.into_any(),
    });
    view! {
        <div class="l" class:on=move || !here.read().is_empty() class:now=move || here.read().iter().any(|(_, now)| *now)>
            <span class="n" aria-hidden="true">{number}</span>
            <span class="t">{tags}</span>
            <code>{pieces.collect_view()}"\n"</code>
        </div>
    }
}

/// What a tone is called in the style sheet.
pub(super) fn class(tone: python::Tone) -> &'static str {
    match tone {
        python::Tone::Plain => "",
        python::Tone::Keyword => "k",
        python::Tone::Str => "s",
        python::Tone::Number => "d",
        python::Tone::Comment => "c",
    }
}
