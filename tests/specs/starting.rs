//! How the page starts: nothing can be used and lost again, and where it cannot start it says what to do.

use std::time::Duration;

use e2e::{Browser, Build, Lab, Site, USUAL, dist, files, id, until};

use crate::hosting::{COUNT_LOADS, wait_for_isolation};

/// Counts what could be used in a page that is not isolated.
const COUNT_USABLE: &str = "new MutationObserver(() => {
        if (!crossOriginIsolated && document.querySelector('[data-testid=run]')) localStorage.setItem('usable', 'yes');
    }).observe(document, { childList: true, subtree: true })";

/// Longer than the ten seconds after which the style sheet shows what to do.
const LATE: Duration = Duration::from_secs(20);

fn hosted() -> Site {
    Site::plain(dist()).with_script(COUNT_LOADS).with_script(COUNT_USABLE)
}

pub(crate) fn nothing_can_be_used_before_the_page_is_isolated(browser: &mut Browser) {
    let server = hosted().with_slow("/sw.js", Duration::from_millis(700)).serve();
    browser.open(&server.url("lab/lost-update"));
    wait_for_isolation(browser);
    // The worker has come, too: nothing is on its way any more when the host goes.
    Lab::here(browser);
    let seen = browser.eval("return [localStorage.getItem('loads'), localStorage.getItem('usable')]", &[]);
    assert_eq!(seen, serde_json::json!(["2", null]));
}

pub(crate) fn a_worker_that_does_not_come_is_not_waited_for(browser: &mut Browser) {
    // What Firefox says of files that were on their way when the page was loaded again.
    browser.expect_fault("respondWith");
    let server = hosted().with_held("/sw.js").serve();
    browser.open(&server.url("lab/lost-update"));
    browser.wait_for_attribute(&id("run-state"), "data-state", LATE, |_| true);
    browser.wait_for(&id("not-isolated"));
    // And when it comes at last, what is on the page stays.
    server.release();
    until("the worker", USUAL, || {
        let there = "return navigator.serviceWorker.getRegistration().then((found) => !!found?.active)";
        browser.try_eval(there, &[]).is_ok_and(|there| there == true).then_some(())
    });
    browser.wait_until("navigator.serviceWorker.controller", USUAL);
    assert_eq!(browser.eval("return localStorage.getItem('loads')", &[]), "1");
    browser.reload();
    wait_for_isolation(browser);
}

pub(crate) fn what_does_not_come_is_told(browser: &mut Browser) {
    for fault in [
        "404",
        "failed request",
        "MIME type",
        "disallowed",
        "CORS",
        "Cross-Origin",
        "sandbox",
        "blocked",
        "Loading failed",
    ] {
        browser.expect_fault(fault);
    }
    let headless = Build::copy(&dist());
    std::fs::remove_file(headless.path().join(files(&dist())).join("boot.js")).expect("the build has one");
    let frame = "<!doctype html><meta charset=utf-8><title>A course</title><link rel=icon href=data:,>
                 <iframe sandbox=\"allow-scripts\" src=\"/lab/lost-update/\" width=900 height=700></iframe>";
    let servers = [
        Site::plain(headless.path()).isolated().serve(),
        Site::plain(dist()).isolated().with_slow("_bg.wasm", Duration::from_secs(60)).serve(),
        Site::plain(dist()).with_page("/course.html", frame).serve(),
        Site::plain(dist()).serve(),
    ];
    let tabs: Vec<_> = servers
        .iter()
        .zip(["lab/lost-update/", "lab/lost-update/", "course.html", "lab//"])
        .map(|(server, path)| {
            let tab = browser.open_tab();
            browser.open(&server.url(path));
            tab
        })
        .collect();
    for (tab, is_framed) in tabs.iter().zip([false, false, true, false]) {
        browser.use_tab(tab);
        if is_framed {
            browser.use_frame("iframe");
        }
        until("words about what to do", LATE, || browser.is_visible("#late").then_some(()));
        assert!(browser.text("#late").contains("load the page again"));
    }
}
