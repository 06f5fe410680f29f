//! What a page fetches of the scenarios: the list of them, and what there is to the one it shows.
//!
//! No scenario is known here: an address that has no file is one that the list does not know either, or one that
//! cannot be had now.

use crate::web;
use catalogue::{Card, Content, from_bytes};
use words::Lang;

/// What became of looking for a scenario.
pub(crate) enum Found {
    /// Here it is.
    Content(Box<Content>),
    /// There is none of this name.
    Nothing,
    /// It could not be had, or the list could not.
    Failed,
}

/// Every scenario, as a list shows it; `None` where the list cannot be had.
pub(crate) async fn cards(lang: Lang) -> Option<Vec<Card>> {
    from_bytes(&web::fetch(&Card::list(lang.id)).await?)
}

/// Programs to begin one's own from, with their names; `None` where they cannot be had.
pub(crate) async fn beginnings() -> Option<Vec<(String, String)>> {
    from_bytes(&web::fetch(catalogue::BEGINNINGS).await?)
}

/// The scenario of this name.
pub(crate) async fn content(id: &str, lang: Lang) -> Found {
    // A host may answer an address that it does not know with a page of its own.
    let bytes = web::fetch(&Content::file(id, lang.id)).await;
    if let Some(content) = bytes.and_then(|bytes| from_bytes(&bytes)).filter(|content: &Content| content.meta.id == id)
    {
        return Found::Content(Box::new(content));
    }
    match cards(lang).await {
        Some(cards) if cards.iter().all(|card| card.id != id) => Found::Nothing,
        _ => Found::Failed,
    }
}
