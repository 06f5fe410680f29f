//! Heddle is not alone on its host: another Heddle, another application, a course beside it. It touches none of them.

use e2e::{Browser, Build, Lab, Site, USUAL, dist, id};
use serde_json::json;

use crate::hosting::{reach_isolation, wait_until_kept};

pub(crate) fn two_heddles_on_one_host_keep_to_themselves(browser: &mut Browser) {
    let one = Build::copy(&dist()).renamed(1);
    let other = Build::copy(&dist()).renamed(2);
    let server = Site::plain(one.path()).under("/a/").with_folder("/b/", other.path()).serve();
    let at = |folder: &str| format!("{}{folder}", server.origin());
    let places =
        [at("/a/lab/lost-update?v=1&mode=free&clock=measured"), at("/b/lab/lost-update?v=1&mode=free&clock=measured")];
    for place in &places {
        // In one tab: what it remembers of the first is nothing to the second.
        browser.open(place);
        reach_isolation(browser);
        wait_until_kept(browser);
        browser.eval("return caches.open('heddle-notes').then(() => true)", &[]);
    }
    let names = browser.eval("return caches.keys().then((names) => names.sort())", &[]);
    assert_eq!(
        names,
        json!([format!("heddle /a/ {}", one.id()), format!("heddle /b/ {}", other.id()), "heddle-notes"])
    );
    drop(server);
    for place in &places {
        let mut lab = Lab::open(browser, place);
        assert_eq!(lab.run().ending, "finished");
        reach_isolation(browser);
    }
}

pub(crate) fn pages_beside_it_are_left_alone(browser: &mut Browser) {
    // As a host that has its own words for what it has not.
    let build = Build::copy(&dist());
    build.upload(&build, &[]);
    std::fs::remove_file(build.path().join("404.html")).expect("the build has one");
    let picture = Site::plain("nowhere")
        .with_page("/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
        .serve();
    let course = format!(
        "<!doctype html><meta charset=utf-8><title>Week 1</title><link rel=icon href=data:,><img src=\"{}/a.svg\">",
        picture.origin()
    );
    let server = Site::plain(build.path()).under("/~prof/").with_page("/~prof/course/week1.html", &course).serve();
    browser.open(&picture.url("a.svg"));
    browser.open(&server.url(""));
    reach_isolation(browser);
    wait_until_kept(browser);

    browser.open(&server.url("course/week1.html"));
    browser.wait_until("document.images[0].complete", USUAL);
    let seen = browser.eval("return [document.images[0].naturalWidth, crossOriginIsolated, document.title]", &[]);
    assert_eq!(seen, json!([9, false, "Week 1"]));
    let header = "return fetch('').then(({ headers }) => headers.get('cross-origin-embedder-policy'))";
    assert!(browser.eval(header, &[]).is_null());

    browser.expect_fault("404");
    browser.expect_fault("Not Found");
    browser.open(&server.url("course/week2.html"));
    assert_eq!(browser.text("body"), "Not found.");
}

pub(crate) fn an_address_that_is_none_ends_in_words(browser: &mut Browser) {
    let server = Site::plain(dist()).under("/heddle/").serve();
    browser.expect_fault("404");
    browser.open(&server.url(""));
    reach_isolation(browser);
    wait_until_kept(browser);
    // A browser writes some of them otherwise before it asks; what it then asks is what a host gets.
    for path in ["http://[", "//[", "https://u:p@x/", "%", "%00", "lab//", "lab/http://[", "lab/a/b", "nowhere"] {
        let url = server.url(path);
        browser.open(&url);
        browser.wait_for(&id("title"));
        // Two slashes are one, so the list of experiments is all there is to show.
        let code = browser.attribute(&id("error"), "data-code");
        let is_told = code.as_deref().is_some_and(|code| ["unknown-page", "unknown-scenario"].contains(&code));
        assert!(is_told || path == "lab//", "{path}: {code:?}");
        assert!(browser.address().starts_with(&server.url("")), "{path}: {}", browser.address());
        browser.wait_for(&id("home-card-lost-update"));
    }
}

pub(crate) fn an_address_leads_nowhere_else(browser: &mut Browser) {
    let server = Site::plain(dist()).serve();
    browser.expect_fault("404");
    for path in ["//evil.example/lab/x", "//evil.example/", "//evil.example/lab/x/y", "/%2F%2Fevil.example/lab/x"] {
        browser.open(&format!("{}{path}", server.origin()));
        browser.wait_for(&id("error"));
        let links = browser.eval(
            "return [location.href, document.baseURI, ...Array.from(document.links, (link) => link.href)]
                 .filter((address) => new URL(address).origin !== location.origin)",
            &[],
        );
        assert_eq!(links, json!([]), "{path}");
        assert_eq!(browser.eval("return new URL(document.baseURI).pathname", &[]), "/", "{path}");
    }
}
