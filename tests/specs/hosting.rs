//! A plain static host, which sends no headers of ours: the service worker isolates the page, and
//! keeps it working when the host is gone.

use e2e::{Browser, Lab, Site, USUAL, dist, http, id, until};
use scenarios::content::metas;

use crate::languages::lesson;

/// Counts how often a document was loaded. (Firefox may lose what a page kept for its tab only, where the next one is
/// isolated and so runs in another process.)
pub(crate) const COUNT_LOADS: &str = "localStorage.setItem('loads', Number(localStorage.getItem('loads') ?? 0) + 1)";

fn hosted() -> Site {
    Site::plain(dist()).under("/some/repo/")
}

/// Waits until the service worker is in charge.
#[track_caller]
pub(crate) fn wait_for_isolation(browser: &mut Browser) {
    browser.wait_until("crossOriginIsolated && navigator.serviceWorker.controller", e2e::RUN);
    browser.wait_for_attribute(&id("isolation"), "data-isolated", USUAL, |isolated| isolated == "true");
}

/// The same as a visitor does it: where the machine had so much to do that the page did not wait for its worker, it
/// offers to be loaded again.
#[track_caller]
pub(crate) fn reach_isolation(browser: &mut Browser) {
    until("isolation", e2e::RUN, || {
        let answer = browser.try_eval("return !!(crossOriginIsolated && navigator.serviceWorker.controller)", &[]);
        if answer.ok()? == true {
            return Some(());
        }
        if browser.attribute(&id("isolation"), "data-isolated").as_deref() == Some("false") {
            browser.reload();
        }
        None
    });
    wait_for_isolation(browser);
}

/// Waits until the service worker has kept the whole build: from then on no host is needed.
#[track_caller]
pub(crate) fn wait_until_kept(browser: &mut Browser) {
    let look = "return caches.match(new URL('whole', document.baseURI)).then((whole) => !!whole)";
    until("the whole build in the cache", e2e::RUN, || {
        browser.try_eval(look, &[]).is_ok_and(|whole| whole == true).then_some(())
    });
}

pub(crate) fn a_plain_host_becomes_isolated_and_can_go(browser: &mut Browser) {
    let server = hosted().with_script(COUNT_LOADS).serve();
    browser.open(&server.url(""));
    wait_for_isolation(browser);
    assert_eq!(browser.eval("return localStorage.getItem('loads')", &[]), "2", "one reload and no more");

    let mut lab = Lab::open(browser, &server.url("lab/gil-cpu?v=1&mode=free&work=400"));
    let outcome = lab.run();
    assert!(outcome.ending == "finished" && outcome.threads >= 3 && outcome.overlap > 0, "{outcome:?}");

    wait_until_kept(lab.browser());
    let urls = ["", "lab/gil-cpu", "lab/lost-update?v=1&mode=free", "lab/lost-update/"].map(|path| server.url(path));
    drop(server);
    for url in &urls {
        browser.open(url);
        browser.wait_for(&id("title"));
        wait_for_isolation(browser);
    }
    // This one was never open before.
    let mut lab = Lab::open(browser, &urls[2]);
    assert_eq!(lab.run().ending, "finished");
    assert!(lab.browser().count(&format!("{} p", id("lesson"))) > 0);
    lab.browser().click(&id("lang-id"));
    lab.browser().wait_until("document.documentElement.lang === 'id'", USUAL);
}

pub(crate) fn a_worker_reaches_no_other_host(browser: &mut Browser) {
    let reach =
        "await fetch('http://elsewhere.example/').catch(() => new BroadcastChannel('spec').postMessage('refused'));";
    let hear = "new BroadcastChannel('spec').onmessage = ({ data }) => sessionStorage.setItem('told', data)";
    let server = hosted().with_text_before("conductor.js", reach).with_script(hear).serve();
    browser.expect_fault("Security Policy");
    browser.expect_fault("connect-src");
    let mut lab = Lab::open(browser, &server.url("lab/gil-cpu?v=1&mode=free&clock=measured&work=100"));
    wait_for_isolation(lab.browser());
    // What it is for it does all the same, threads and all. A request that left would be a fault of this spec.
    assert_eq!(lab.run().ending, "finished");
    assert_eq!(browser.eval("return sessionStorage.getItem('told')", &[]), "refused");
}

pub(crate) fn a_deep_link_to_a_plain_host_becomes_isolated_too(browser: &mut Browser) {
    for site in [hosted(), hosted().with_pretty_addresses()] {
        let server = site.serve();
        let url = server.url("lab/lost-update?v=1&mode=free&clock=measured&workers=3");
        browser.open(&url);
        wait_for_isolation(browser);
        let mut lab = Lab::here(browser);
        assert_eq!(lab.param("workers"), "3");
        assert_eq!(lab.run().ending, "finished");
    }
}

pub(crate) fn every_deep_link_answers_with_its_own_words(browser: &mut Browser) {
    let answer = |url: &str| {
        let answer = http::get(url).expect("the server listens");
        let to = answer.header("location").map(str::to_owned);
        (answer.status, to, answer.body)
    };
    for server in [hosted().with_pretty_addresses().serve(), hosted().serve()] {
        // A browser's own start page forbids what is done below to read what was answered.
        browser.open(&server.url(""));
        wait_for_isolation(browser);
        for meta in metas() {
            let lesson = lesson("en", &meta.id);
            let path = format!("lab/{}?v=1&mode=gil", meta.id);
            let (mut status, to, mut html) = answer(&server.url(&path));
            if let Some(to) = to {
                assert_eq!(status, 301);
                assert!(to.ends_with("/?v=1&mode=gil"), "{to}");
                (status, _, html) = answer(&format!("{}{to}", server.origin()));
            }
            assert_eq!(status, 200, "{path}");
            // Read by the browser, which knows how titles are escaped.
            let head = browser.eval(
                "const page = new DOMParser().parseFromString(arguments[0], 'text/html');
                 return [page.title, page.querySelector('meta[name=description]').content,
                         page.querySelector('meta[property=\"og:title\"]').content]",
                &[html.into()],
            );
            let title = format!("{} · Heddle", lesson.title());
            assert_eq!(head, serde_json::json!([title, lesson.summary(), title]), "{path}");
        }
    }
}
