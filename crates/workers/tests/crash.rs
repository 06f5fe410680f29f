//! What goes wrong in a worker, in a real browser: a panic on a thread of the pool, and a process that
//! does not load. In a memory of its own: it is lost by the first.
#![cfg(target_arch = "wasm32")]

mod page;

use model::{EngineError, Fault, RunId};
use page::{Over, Page, run, twins};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use workers::shell::{Shell, listen_to_panics};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn a_panic_in_a_task_is_told_in_its_own_words() {
    listen_to_panics();
    let page = Page::default();
    let shell = Shell::start(page.ear(), twins(), "live_in_test").expect("a browser with workers");
    for (number, query) in [(1, "mode=free"), (2, "mode=gil")] {
        shell.hear(&run(number, "panic", query));
        let error = over(&page, number).await.expect_err("a run with a fault has no ending");
        let EngineError::WorkerFailed(Fault::Said(message)) = error else { panic!("{error:?}") };
        assert!(message.contains("a fault in a task"), "{message}");
        // The second is refused for the first's sake: nothing here can be trusted any more.
    }
}

#[wasm_bindgen_test]
async fn a_process_that_does_not_load_is_a_sentence_and_the_next_run_works() {
    let page = Page::default();
    // The binary has no such entry: what a page of one build and workers of another would meet.
    let shell = Shell::start(page.ear(), twins(), "not_there").expect("a browser with workers");
    shell.hear(&run(1, "errands", "mode=processes"));
    let error = over(&page, 1).await.expect_err("that is no fault of the program");
    assert!(
        matches!(&error, EngineError::ProcessNotUp(Fault::Said(words)) if words.contains("not_there")),
        "{error:?}"
    );
    shell.hear(&run(2, "lost-update", "mode=sequential&increments=10"));
    assert!(over(&page, 2).await.is_ok_and(|over| over.ending.outcome().is_some()));
}

async fn over(page: &Page, number: u32) -> Result<Over, EngineError> {
    loop {
        if let Some(over) = page.over(RunId(number)) {
            return over;
        }
        pause().await;
    }
}

async fn pause() {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 1).expect("a timer");
    });
    JsFuture::from(wait).await.expect("a timer never fails");
}
