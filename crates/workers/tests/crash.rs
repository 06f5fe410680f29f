//! A panic on a thread of the pool, in a real browser. In a memory of its own: it is lost by it.
#![cfg(target_arch = "wasm32")]

mod page;

use model::{EngineError, RunId};
use page::{Page, catalogue, run};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use workers::shell::{Shell, listen_to_panics};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn a_panic_in_a_task_is_told_in_its_own_words() {
    listen_to_panics();
    let page = Page::default();
    let shell = Shell::start(page.ear(), catalogue(), "live_in_test").expect("a browser with workers");
    for (number, query) in [(1, "mode=free"), (2, "mode=gil")] {
        shell.hear(&run(number, "panic", query));
        let error = loop {
            if let Some(over) = page.over(RunId(number)) {
                break over.expect_err("a run with a fault has no ending");
            }
            pause().await;
        };
        let EngineError::WorkerFailed(message) = error else { panic!("{error:?}") };
        assert!(message.contains("a fault in a task"), "{message}");
        // The second is refused for the first's sake: nothing here can be trusted any more.
    }
}

async fn pause() {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 1).expect("a timer");
    });
    JsFuture::from(wait).await.expect("a timer never fails");
}
