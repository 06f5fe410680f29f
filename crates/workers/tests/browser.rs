//! The conductor in a real browser, in a worker of its own, with real workers as threads.
#![cfg(target_arch = "wasm32")]

mod page;

use model::RunId;
use page::{Over, Page, assert_declared, run};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use workers::shell::Shell;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// One conductor for all tests of this worker: there is one pool a memory.
#[derive(Clone)]
struct Stage {
    page: Page,
    shell: Rc<Shell>,
}

thread_local! { static STAGE: RefCell<Option<Stage>> = const { RefCell::new(None) } }

fn stage() -> Stage {
    STAGE.with_borrow_mut(|stage| {
        stage
            .get_or_insert_with(|| {
                let page = Page::default();
                let shell = Shell::start(page.ear()).expect("a browser with workers");
                assert!(page.is_ready());
                Stage { page, shell }
            })
            .clone()
    })
}

async fn pause(millis: i32) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).expect("a timer");
    });
    JsFuture::from(wait).await.expect("a timer never fails");
}

impl Stage {
    async fn run(&self, scenario: &str, query: &str) -> Over {
        thread_local! { static NEXT: std::cell::Cell<u32> = const { std::cell::Cell::new(1) } }
        let number = NEXT.replace(NEXT.get() + 1);
        self.shell.hear(&run(number, scenario, query));
        loop {
            if let Some(over) = self.page.over(RunId(number)) {
                let over = over.unwrap_or_else(|error| panic!("{scenario} {query}: {error:?}"));
                console_log!("{scenario} {query}: {:?} {:?}", over.ending, over.summary);
                return over;
            }
            pause(1).await;
        }
    }
}

#[wasm_bindgen_test]
async fn every_mode_ends_as_declared() {
    let stage = stage();
    for (scenario, params) in [("gil-cpu", "work=20"), ("lost-update", "increments=5000"), ("lost-update", "increments=200&locked=true&workers=4")] {
        for mode in ["sequential", "gil", "free"] {
            let query = format!("mode={mode}&{params}");
            let over = stage.run(scenario, &query).await;
            assert_declared(scenario, &query, &over);
        }
    }
}
