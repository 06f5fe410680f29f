//! The experiments there are, as cards.

use crate::site::words;
use crate::web;
use js_sys::{Array, JSON, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

/// What a card says.
#[derive(Clone)]
struct Card {
    id: String,
    title: String,
    summary: String,
}

/// The experiments there are. Their words come from a small file beside the page.
#[component]
pub(super) fn Experiments() -> impl IntoView {
    let text = words();
    let cards = RwSignal::new(None::<Vec<Card>>);
    spawn_local(async move {
        let file = web::fetch_text(&format!("catalogue.{}.json", text.lang.id())).await;
        cards.try_set(Some(file.and_then(|file| read(&file)).unwrap_or_default()));
    });
    let list = |cards: Vec<Card>| view! { <ul class="cards">{cards.into_iter().map(card).collect_view()}</ul> };
    move || match cards.get() {
        None => list(nameless()).into_any(),
        Some(cards) if cards.is_empty() => {
            view! { <p class="hint" role="status">{text.catalogue_failed}</p> {list(nameless())} }.into_any()
        }
        Some(cards) => list(cards).into_any(),
    }
}

fn card(card: Card) -> impl IntoView {
    let text = words();
    view! {
        <li class="card">
            <a data-testid=format!("home-card-{}", card.id) href=web::address(&format!("lab/{}", card.id))>
                <h3>{card.title}</h3>
                <p>{card.summary}</p>
                <span class="go" aria-hidden="true">{text.open}" →"</span>
            </a>
        </li>
    }
}

/// The experiments under their short names, until there are words for them.
fn nameless() -> Vec<Card> {
    let card = |meta: &&model::Meta| Card { id: meta.id.into(), title: meta.id.into(), summary: String::new() };
    scenarios::METAS.iter().map(card).collect()
}

/// Reads `[{id, title, summary}]`.
fn read(file: &str) -> Option<Vec<Card>> {
    let list = Array::from(&JSON::parse(file).ok()?);
    let field = |entry: &JsValue, name: &str| Reflect::get(entry, &name.into()).ok()?.as_string();
    let cards = list.iter().map(|entry| {
        Some(Card { id: field(&entry, "id")?, title: field(&entry, "title")?, summary: field(&entry, "summary")? })
    });
    cards.collect()
}
