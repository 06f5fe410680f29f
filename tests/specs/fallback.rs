//! Where the page cannot be isolated, everything but real threads works, and the page says so.

use e2e::{Browser, Kind, Lab, Site, USUAL, dist, id};
use model::{Link, Mode};
use scenarios::content::metas;

/// What holds in every page that is not isolated: it says why and what to do, offers no measured
/// free threads, and everything else works.
#[track_caller]
fn works_without_threads(browser: &mut Browser, remedy: &str) {
    browser.wait_for(&id("run"));
    assert_eq!(browser.attribute(&id("isolation"), "data-isolated").as_deref(), Some("false"));
    let sentence = browser.text(&id("not-isolated"));
    assert!(sentence.contains("not isolated") && sentence.contains(remedy), "{sentence}");

    let mut lab = Lab::here(browser);
    lab.browser().click(&id("mode-free"));
    lab.browser().wait_for_attribute(&id("clock-modelled"), "aria-pressed", USUAL, |pressed| pressed == "true");
    assert!(lab.browser().attribute(&id("clock-measured"), "disabled").is_some());
    let outcome = lab.run();
    assert_eq!(outcome.ending, "finished");
    lab.choose("gil", "measured");
    let outcome = lab.run();
    assert_eq!((outcome.ending.as_str(), outcome.threads), ("finished", 1), "{outcome:?}");
    assert!(outcome.events > 0);
}

pub(crate) fn without_https_it_says_so(browser: &mut Browser) {
    let server = Site::plain(dist()).under("/some/repo/").serve();
    browser.host("heddle.test", server.port());
    browser.open("http://heddle.test/some/repo/lab/lost-update?v=1&mode=free&clock=measured&workers=3");
    assert_eq!(browser.eval("return isSecureContext", &[]), false);
    works_without_threads(browser, "HTTPS");
    // What the link asked for cannot be had here; the rest of it holds.
    assert_eq!(Lab::here(browser).param("workers"), "3");
}

/// A page with the lab in a frame.
fn course(of: &str) -> String {
    format!(
        "<!doctype html><title>A course</title><link rel=icon href=data:,>
         <iframe src=\"{of}\" width=900 height=700 allow=cross-origin-isolated></iframe>"
    )
}

/// The frame is isolated, and what it runs really runs on threads.
#[track_caller]
fn has_threads(browser: &mut Browser) {
    browser.wait_for_attribute(&id("isolation"), "data-isolated", USUAL, |isolated| isolated == "true");
    let outcome = Lab::here(browser).run();
    assert!(outcome.ending == "finished" && outcome.threads >= 3, "{outcome:?}");
}

pub(crate) fn in_a_frame_it_has_threads_or_offers_a_tab_of_its_own(browser: &mut Browser) {
    let course = course("/some/repo/lab/lost-update?v=1&mode=free&clock=measured");
    let server = Site::plain(dist()).under("/some/repo/").with_page("/course.html", &course).serve();
    browser.open(&format!("{}/course.html", server.origin()));
    browser.use_frame("iframe");
    if browser.kind() == Kind::Chromium {
        // By `Document-Isolation-Policy`, though the page around it is not isolated.
        return has_threads(browser);
    }
    works_without_threads(browser, "on its own");
    let look = "const link = document.querySelector('[data-testid=not-isolated] a'); return [link.href, link.target]";
    let link = browser.eval(look, &[]);
    let target = link[0].as_str().expect("the link leads somewhere").to_owned();
    assert!(target.starts_with(&server.url("lab/lost-update")) && link[1] == "_blank", "{link}");
    // There, the service worker that the frame has brought isolates it.
    browser.open_tab();
    browser.open(&target);
    browser.wait_for_attribute(&id("isolation"), "data-isolated", USUAL, |isolated| isolated == "true");
}

pub(crate) fn an_isolated_page_of_another_site_can_frame_it(browser: &mut Browser) {
    let server = Site::plain(dist()).isolated().serve();
    let course = course(&server.url("lab/lost-update?v=1&mode=free&clock=measured"));
    let other = Site::plain("nowhere").isolated().with_page("/course.html", &course).serve();
    browser.open(&server.url(""));
    browser.open(&other.url("course.html"));
    assert_eq!(browser.eval("return crossOriginIsolated", &[]), true);
    browser.use_frame("iframe");
    has_threads(browser);
}

pub(crate) fn where_nothing_can_isolate_it_it_does_not_reload_for_ever(browser: &mut Browser) {
    // As in a browser, or a private window, that has no service workers.
    let site = Site::plain(dist()).with_script("delete Navigator.prototype.serviceWorker");
    let server = site.with_script(crate::hosting::COUNT_LOADS).serve();
    browser.open(&server.url("lab/lost-update"));
    works_without_threads(browser, "not isolated");
    assert_eq!(browser.eval("return localStorage.getItem('loads')", &[]), "1");
}

pub(crate) fn processes_need_no_isolation(browser: &mut Browser) {
    let server = Site::plain(dist()).with_script("delete Navigator.prototype.serviceWorker").serve();
    for meta in metas().filter(|meta| meta.modes.contains(&Mode::Processes)) {
        let link = Link::parse(meta, "v=1&mode=processes&clock=measured").expect("the scenario has this mode");
        let mut cured = link.clone();
        if let Some((param, value)) = &meta.cure {
            cured.params.set(param, *value).expect("a cure is a value of its parameter");
        }
        // As it is, and with what would be shared memory elsewhere.
        for link in [link, cured] {
            let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?{}", meta.id, link.to_query())));
            let outcome = lab.run();
            crate::runs::assert_declared(meta, &link.params, &outcome);
            assert!(outcome.threads > 1 && outcome.lanes > 1, "each has a worker of its own: {outcome:?}");
            let sentence = lab.browser().text(&id("not-isolated"));
            assert!(sentence.contains("is copied instead"), "{sentence}");
        }
    }
}
