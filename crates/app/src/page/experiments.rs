//! The experiments there are, as cards.

use crate::site::words;
use crate::{content, web};
use catalogue::Card;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The experiments there are. Their words come from a small file beside the page.
#[component]
pub(super) fn Experiments() -> impl IntoView {
    let text = words();
    let cards = RwSignal::new(None::<Option<Vec<Card>>>);
    spawn_local(async move {
        cards.try_set(Some(content::cards(text.lang).await));
    });
    move || match cards.get() {
        None => view! { <p class="hint" role="status">{text.loading()}</p> }.into_any(),
        Some(None) => view! { <p class="alert" role="alert">{text.catalogue_failed()}</p> }.into_any(),
        Some(Some(cards)) => view! { <ul class="cards">{cards.into_iter().map(card).collect_view()}</ul> }.into_any(),
    }
}

fn card(card: Card) -> impl IntoView {
    let text = words();
    view! {
        <li class="card">
            <a data-testid=format!("home-card-{}", card.id) href=web::address(&format!("lab/{}", card.id))>
                <h3>{card.title}</h3>
                <p>{card.summary}</p>
                <span class="go" aria-hidden="true">{text.open()}" →"</span>
            </a>
        </li>
    }
}
