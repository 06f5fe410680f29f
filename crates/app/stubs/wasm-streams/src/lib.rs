//! A stream of bytes to or from a server of one's own, which Leptos can have and no page here has.
//!
//! The real one exports classes to JavaScript, and what is exported stays in a page that never asks for it.

use futures_util::stream::{Empty, Stream, empty};
use wasm_bindgen::JsValue;

/// A stream, of which nothing is ever read or written.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Nothing streams here: whoever asks for that is told so.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> ReadableStream {
        wasm_bindgen::throw_str("crates/app/stubs/wasm-streams: this page streams nothing")
    }

    /// The browser's stream, as it is.
    #[must_use]
    pub fn from_raw(raw: web_sys::ReadableStream) -> ReadableStream {
        ReadableStream(raw)
    }

    /// The browser's stream.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Nothing streams here: it is empty.
    #[must_use]
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        empty()
    }
}
