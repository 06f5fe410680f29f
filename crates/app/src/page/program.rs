//! The Python program beside the run: parameters written into it, and who is where.

use super::tag::Tag;
use crate::site::words;
use crate::state::Lab;
use catalogue::listing::{Line, Piece, python};
use leptos::prelude::*;
use model::{Mark, TaskId};

/// So many tasks at most are shown at one line.
const TAGS: usize = 3;

/// The Python program beside the run.
#[component]
pub(super) fn ProgramCard(lab: Lab) -> impl IntoView {
    let text = words();
    let positions = positions(lab);
    let lines = move || match lab.listing.get_value() {
        None => view! { <p class="hint" role="alert">{text.listing_failed()}</p> }.into_any(),
        Some(source) => {
            let lines = source.render(&lab.link.read().params).lines;
            let lines =
                lines.into_iter().enumerate().map(|(at, line)| view! { <CodeLine number=at + 1 line positions/> });
            view! { <pre tabindex="0" aria-label=text.program()>{lines.collect_view()}</pre> }.into_any()
        }
    };
    view! {
        <section class="card code" data-testid="listing" aria-labelledby="h-code">
            <h2 id="h-code">{text.program()}<span class="space"></span><span class="aside">"Python"</span></h2>
            {lines}
        </section>
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
fn CodeLine(number: usize, line: Line, positions: Memo<Vec<(TaskId, Mark)>>) -> impl IntoView {
    let marks = line.marks;
    // Who is at this line; the first one of all is whose step is looked at.
    let here = Memo::new(move |_| {
        let positions = positions.read();
        let tasks = positions.iter().enumerate().filter(|(_, (_, mark))| marks.contains(mark));
        tasks.map(|(at, (task, _))| (*task, at == 0)).collect::<Vec<_>>()
    });
    let tags = move || {
        let mut tasks: Vec<TaskId> = here.read().iter().map(|(task, _)| *task).collect();
        let over = tasks.len() > TAGS;
        tasks.truncate(if over { TAGS - 1 } else { TAGS });
        let tags = tasks.into_iter().map(|task| view! { <Tag task/> }).collect_view();
        view! { {tags}{over.then_some("…")} }
    };
    let pieces = line.pieces.into_iter().map(|piece| match piece {
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
