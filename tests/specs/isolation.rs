//! A page with the isolation headers, as `./x serve` sends them, gets real threads.

use e2e::{Browser, Lab, Server, Site, dist, id};

pub(crate) fn isolated() -> Server {
    Site::plain(dist()).isolated().serve()
}

pub(crate) fn every_page_is_isolated(browser: &mut Browser) {
    let server = isolated();
    for path in ["", "lab/gil-cpu", "lab/lost-update/"] {
        browser.open(&server.url(path));
        browser.wait_for(&id("title"));
        assert_eq!(browser.attribute(&id("isolation"), "data-isolated").as_deref(), Some("true"), "{path}");
        assert_eq!(browser.eval("return crossOriginIsolated", &[]), true, "{path}");
        assert!(!browser.is_visible(&id("not-isolated")), "{path}");
    }
}

pub(crate) fn threads_really_run_at_once(browser: &mut Browser) {
    let server = isolated();
    let mut lab = Lab::open(browser, &server.url("lab/gil-cpu?v=1&mode=free&clock=measured&tasks=2&work=400"));
    let outcome = lab.run();
    assert_eq!(outcome.ending, "finished");
    // Who ran tasks, as counted by the conductor and as seen in the trace: main and two more.
    assert!(outcome.threads >= 3 && outcome.lanes >= 3, "{outcome:?}");
    assert!(outcome.overlap > 0, "{outcome:?}");
    assert_eq!(outcome.dropped, 0);

    // The same under the GIL: one worker, and never two tasks at once. So the numbers can tell.
    lab.choose("gil", "measured");
    let outcome = lab.run();
    assert_eq!((outcome.threads, outcome.lanes, outcome.overlap), (1, 1, 0), "{outcome:?}");
}

pub(crate) fn helpers_of_native_code_are_seen(browser: &mut Browser) {
    let server = isolated();
    let query = "mode=gil&clock=measured&tasks=1&code=native&library=2&work=600";
    let mut lab = Lab::open(browser, &server.url(&format!("lab/gil-native?v=1&{query}")));
    let legend = format!("{} [data-state=Helper]", id("legend"));
    let outcome = lab.run();
    // The conductor, who does the call, and who helps.
    assert!(outcome.threads >= 3 && outcome.lanes >= 3, "{outcome:?}");
    assert_eq!(lab.browser().count(&legend), 1);
    // What changed since is said apart from the verdict, which a reader would else say once more.
    assert_eq!(lab.browser().text(&id("stale")), "");
    lab.choose("gil", "modelled");
    assert!(!lab.browser().text(&id("stale")).is_empty());
    assert_eq!(lab.browser().count(&format!("{} {}", id("verdict"), id("stale"))), 0);
    lab.choose("gil", "measured");
    lab.browser().click(&id("preset-two"));
    let outcome = lab.run();
    assert!(outcome.threads == 1 && lab.browser().count(&legend) == 0, "a loop in Python has no helpers: {outcome:?}");
}
