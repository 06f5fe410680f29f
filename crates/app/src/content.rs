//! What a page fetches of the scenarios: the list of them, and what there is to the one it shows.
//!
//! No scenario is known here. The build writes into a page where its files are, under names that change with
//! what is in them, so that a page never meets the files of another build. A page that is shown for any address
//! (hosts do that) has no name of a scenario's file in it; then the list knows.

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
    from_bytes(&web::fetch(&web::file("catalogue", lang)?).await?)
}

/// The scenario of this name.
pub(crate) async fn content(id: &str, lang: Lang) -> Found {
    if let Some(file) = web::file("scenario", lang)
        && let Some(bytes) = web::fetch(&file).await
        && let Some(content) = from_bytes::<Content>(&bytes).filter(|content| content.meta.id == id)
    {
        return Found::Content(Box::new(content));
    }
    let Some(cards) = cards(lang).await else { return Found::Failed };
    let Some(card) = cards.into_iter().find(|card| card.id == id) else { return Found::Nothing };
    match web::fetch(&card.file).await.and_then(|bytes| from_bytes(&bytes)) {
        Some(content) => Found::Content(Box::new(content)),
        None => Found::Failed,
    }
}
