//! Explorations in a real browser: they end, with what is declared, and the worker hears every message
//! meanwhile. How fast they are is told, and not asserted: nobody knows what else the machine does.
#![cfg(target_arch = "wasm32")]

mod page;

use model::{Bound, Command, Coverage, Report, RunId, wire};
use page::{Page, explore, measure, stop, twins};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use workers::shell::Shell;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

async fn pause(millis: i32) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).expect("a timer");
    });
    JsFuture::from(wait).await.expect("a timer never fails");
}

async fn explored(page: &Page) -> Report {
    loop {
        let over = |report: &&Report| matches!(report, Report::Explored { .. });
        let found = page.heard().reports.iter().find(over).cloned();
        if let Some(found) = found {
            return found;
        }
        pause(1).await;
    }
}

#[wasm_bindgen_test]
async fn a_small_program_is_explored_to_its_end_and_a_large_one_is_held_and_stopped() {
    let page = Page::default();
    let shell = Shell::start(page.ear(), twins(), "none").expect("a browser with workers");
    shell.hear(&explore(1, "lost-update", "workers=2&increments=1"));
    let Report::Explored { found, explained, .. } = explored(&page).await else { panic!("it is over") };
    assert_eq!(found.coverage, Coverage::Complete);
    assert!(found.outcomes.iter().zip(&explained).all(|(found, why)| found.good == why.is_none()));

    let progress = |page: &Page| {
        let heard = page.heard();
        let mut told = heard.reports.iter().filter_map(|report| match report {
            Report::Exploring { progress, worked, .. } => Some((*progress, *worked)),
            _ => None,
        });
        told.next_back()
    };
    let page = Page::default();
    let shell = Shell::start(page.ear(), twins(), "none").expect("a second conductor in the same memory");
    shell.hear(&explore(2, "lost-update", "workers=4&increments=5"));
    while progress(&page).is_none_or(|(progress, _)| progress.executions == 0) {
        pause(1).await;
    }
    shell.hear(&wire::command(&Command::Pause(RunId(2))));
    pause(50).await;
    let held = progress(&page);
    pause(250).await;
    assert_eq!(progress(&page), held, "what is held does nothing");
    shell.hear(&wire::command(&Command::Resume(RunId(2))));
    while progress(&page) == held {
        pause(1).await;
    }
    let asked = workers::clock::now();
    shell.hear(&stop(2));
    let Report::Explored { found, worked, .. } = explored(&page).await else { panic!("it is over") };
    let waited = workers::clock::now() - asked;
    assert_eq!(found.coverage, Coverage::Incomplete(Bound::Time));
    let rate = found.progress.executions as f64 / worked as f64 * 1e9;
    console_log!("{rate:.0} executions a second; a stop was heard in {:.1} ms", waited as f64 / 1e6);

    shell.hear(&measure(3, "explore:2:4"));
    let nanos = loop {
        if let Some(nanos) = page.measured(RunId(3)) {
            break nanos;
        }
        pause(1).await;
    };
    console_log!("explore:2:4 costs {nanos:.0} ns an execution: {:.0} a second", 1e9 / nanos);
}
