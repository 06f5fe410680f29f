//! The few things of the browser that several modules need, in short.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// The window of the page.
pub(crate) fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window, not in a worker")
}

/// The document of the page.
pub(crate) fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// The whole address of a place of this site, wherever the site is hosted.
pub(crate) fn address(path: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(path, &base).map_or_else(|_| path.into(), |url| url.href())
}

/// The whole address of a file of this very build, which no other build ever has (`crates/xtask/src/content/build.rs`).
pub(crate) fn file(path: &str) -> String {
    let files = document().document_element().and_then(|root| root.get_attribute("data-files")).unwrap_or_default();
    address(&format!("{files}{path}"))
}

/// An address from which a worker with this text starts, under the policy of this page.
pub(crate) fn script(text: &str) -> String {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    web_sys::Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob))
        .expect("every browser makes an address of a text")
}

/// The bytes of a file of this build; `None` where it cannot be had.
pub(crate) async fn fetch(path: &str) -> Option<Vec<u8>> {
    let response: web_sys::Response =
        JsFuture::from(window().fetch_with_str(&file(path))).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(js_sys::Uint8Array::new(&bytes).to_vec())
}

/// A setting kept from an earlier visit. Where the browser keeps nothing, there is none.
pub(crate) fn recall(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a setting for the next visit, where the browser lets us.
pub(crate) fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or forbidden storage only costs the memory of a setting.
        let _ = storage.set_item(key, value);
    }
}

/// Whether a question to the style sheet's media holds.
pub(crate) fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|media| media.matches())
}

/// A flag of the window that is not in every browser.
pub(crate) fn window_flag(name: &str) -> bool {
    js_sys::Reflect::get(&window(), &name.into()).is_ok_and(|flag| flag.is_truthy())
}

/// What the window holds under this name, where that is a text.
pub(crate) fn window_text(name: &str) -> Option<String> {
    js_sys::Reflect::get(&window(), &name.into()).ok()?.as_string()
}

/// Moves the page as far as it must for this to be seen, and no further.
pub(crate) fn bring(selector: &str) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Ok(Some(element)) = document().query_selector(selector) {
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
