//! Workers that die or never come: a sentence, and the next run works.

use std::time::Duration;

use e2e::{Browser, Lab, Site, USUAL, dist, id};

/// Stands before `conductor.js`: does what it is told on a channel.
const OBEY: &str = "
    new BroadcastChannel('spec').onmessage = ({ data }) => {
        if (data === 'end the conductor') self.close();
        if (data === 'fall silent') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        if (data === 'fail') setTimeout(() => { throw new Error('told to fail'); });
    };
";

fn tell(browser: &mut Browser, what: &str) {
    browser.eval("new BroadcastChannel('spec').postMessage(arguments[0])", &[what.into()]);
}

/// The lab has said what went wrong, in a sentence with a remedy; after it the next run works.
#[track_caller]
fn recovers(lab: &mut Lab) {
    lab.browser()
        .wait_for_attribute(&id("run-state"), "data-state", Duration::from_secs(20), |state| state == "failed");
    let (code, sentence) = lab.error();
    assert!(code == "worker-failed" && sentence.split_whitespace().count() > 5, "{code}: {sentence}");
    lab.type_param("work", "10");
    assert_eq!(lab.run().ending, "finished");
    assert!(!lab.browser().is_visible(&id("error")), "the sentence about an old fault stays");
}

const LONG: &str = "lab/gil-cpu?v=1&program=compiled&tasks=8&work=2000&clock=measured&mode=";

pub(crate) fn a_conductor_that_fails_is_replaced(browser: &mut Browser) {
    let server = Site::plain(dist()).isolated().with_text_before("conductor.js", OBEY).serve();
    browser.expect_fault("told to fail");
    for mode in ["free", "gil"] {
        let mut lab = Lab::open(browser, &server.url(&format!("{LONG}{mode}")));
        lab.start_and_see();
        tell(lab.browser(), "fail");
        recovers(&mut lab);
    }
}

pub(crate) fn a_conductor_that_ends_itself_is_missed(browser: &mut Browser) {
    let server = Site::plain(dist()).isolated().with_text_before("conductor.js", OBEY).serve();
    for mode in ["free", "gil"] {
        let mut lab = Lab::open(browser, &server.url(&format!("{LONG}{mode}")));
        lab.start_and_see();
        tell(lab.browser(), "end the conductor");
        recovers(&mut lab);
    }
}

pub(crate) fn stop_ends_even_a_conductor_that_fell_silent(browser: &mut Browser) {
    let server = Site::plain(dist()).isolated().with_text_before("conductor.js", OBEY).serve();
    for mode in ["free", "gil"] {
        let mut lab = Lab::open(browser, &server.url(&format!("{LONG}{mode}")));
        lab.start_and_see();
        tell(lab.browser(), "fall silent");
        let before = lab.runs();
        lab.stop();
        assert_eq!(lab.ended_after(before).ending, "stopped");
        lab.type_param("work", "10");
        assert_eq!(lab.run().ending, "finished");
    }
}

pub(crate) fn workers_that_do_not_load_are_told(browser: &mut Browser) {
    let site = |file: &str, text: &str| Site::plain(dist()).isolated().with_text_before(file, text).serve();
    for (server, code) in [
        (site("conductor.js", "throw new Error('broken on purpose');"), "boot-failed"),
        (site("workers.js", "throw new Error('broken on purpose');"), "boot-failed"),
        (site("workers_bg.wasm", "this is no wasm"), "boot-failed"),
        (site("conductor.js", "await new Promise(() => {});"), "boot-slow"),
    ] {
        browser.expect_fault("broken on purpose");
        browser.open(&server.url("lab/gil-cpu"));
        browser.wait_for_attribute(&id("error"), "data-code", Duration::from_secs(20), |_| true);
        let sentence = browser.text(&id("error"));
        assert_eq!(browser.attribute(&id("error"), "data-code").as_deref(), Some(code), "{sentence}");
        // Nothing can run; everything else is there.
        assert!(browser.is_visible(&id("listing")) && browser.is_visible(&id("try-again")));
    }
    browser.wait_for_attribute(&id("run-state"), "data-state", USUAL, |state| state == "failed");
}
