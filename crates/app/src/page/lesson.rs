//! The lesson below the experiment.

use crate::site::words;
use leptos::prelude::*;
use std::sync::Arc;
use words::{Block, Inline, Lesson};

/// The lesson: one section under each of its headings.
#[component]
pub(super) fn LessonCard() -> impl IntoView {
    let text = words();
    let lesson = expect_context::<Arc<Lesson>>();
    if lesson.body.is_empty() {
        return None;
    }
    let mut sections: Vec<Vec<&Block>> = Vec::new();
    for part in &lesson.body {
        match (part, sections.last_mut()) {
            (Block::Heading { level: ..=2, .. }, _) | (_, None) => sections.push(vec![part]),
            (_, Some(section)) => section.push(part),
        }
    }
    let sections = sections.into_iter().map(|section| {
        let parts = section.into_iter().map(block).collect_view();
        view! { <section>{parts}</section> }
    });
    Some(view! {
        <article class="card lesson" data-testid="lesson" aria-labelledby="h-lesson">
            <h2 id="h-lesson">{text.lesson()}</h2>
            <div class="read">{sections.collect_view()}</div>
        </article>
    })
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Heading { level: ..=2, text } => view! { <h3>{inlines(text)}</h3> }.into_any(),
        Block::Heading { text, .. } => view! { <h4>{inlines(text)}</h4> }.into_any(),
        Block::Paragraph(text) => view! { <p>{inlines(text)}</p> }.into_any(),
        Block::Quote(text) => view! { <blockquote><p>{inlines(text)}</p></blockquote> }.into_any(),
        Block::Code { text, .. } => view! { <pre tabindex="0"><code>{text.clone()}</code></pre> }.into_any(),
        Block::List { ordered, items } => {
            let items = items.iter().map(|item| view! { <li>{inlines(item)}</li> }).collect_view();
            if *ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
    }
}

fn inlines(parts: &[Inline]) -> Vec<AnyView> {
    let inline = |part: &Inline| match part {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Strong(parts) => view! { <strong>{inlines(parts)}</strong> }.into_any(),
        Inline::Em(parts) => view! { <em>{inlines(parts)}</em> }.into_any(),
        Inline::Code(code) => view! { <code>{code.clone()}</code> }.into_any(),
        Inline::Link { href, text } => view! { <a href=href.clone() rel="noopener">{inlines(text)}</a> }.into_any(),
    };
    parts.iter().map(inline).collect()
}
