//! The worker that owns a run: it starts the pool and answers the page. It never blocks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Starts the conductor in the worker that calls it. The last thread of the pool to be reached
/// ends the wait, which the conductor spends in the event loop and not in a lock.
#[wasm_bindgen]
pub async fn conduct() -> Result<(), JsValue> {
    let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    JsFuture::from(wasm_bindgen_rayon::init_thread_pool(2)).await?;
    let reached = Arc::new(AtomicUsize::new(0));
    rayon::spawn_broadcast({
        let reached = Arc::clone(&reached);
        move |_| {
            reached.fetch_add(1, Ordering::SeqCst);
        }
    });
    while reached.load(Ordering::SeqCst) < rayon::current_num_threads() {
        JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await?;
    }
    scope.post_message(&format!("{} threads ran", reached.load(Ordering::SeqCst)).into())
}
