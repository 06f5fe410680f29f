//! A site that is updated, file by file, while people visit it: nobody ever gets a mix of two builds, whatever order
//! the files come in, and when all is there everybody gets the new one.

use std::path::Path;

use e2e::{Browser, Build, Kind, Lab, Server, Site, USUAL, dist, id, until};
use serde_json::{Value, json};

use crate::hosting::{reach_isolation, wait_until_kept};

/// What is uploaded in one go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Worker,
    Page,
    Labs,
    /// Half of the files of the new build, and the other half.
    Some,
    Rest,
    /// The files of the old build go.
    Old,
}

use Part::{Labs, Old, Page, Rest, Some as Half, Worker};

/// What has to be there for the new build to be whole.
const WHOLE: [Part; 4] = [Worker, Page, Half, Rest];

const ORDERS: [[Part; 6]; 14] = [
    // Whoever takes care.
    [Half, Rest, Labs, Page, Worker, Old],
    // Each first, then as an alphabet, a clock or a program that copies may have it.
    [Worker, Page, Labs, Half, Rest, Old],
    [Page, Labs, Half, Rest, Old, Worker],
    [Labs, Half, Rest, Old, Worker, Page],
    [Half, Rest, Old, Worker, Page, Labs],
    [Rest, Old, Worker, Page, Labs, Half],
    [Old, Worker, Page, Labs, Half, Rest],
    [Worker, Rest, Half, Labs, Page, Old],
    [Page, Worker, Old, Rest, Half, Labs],
    [Labs, Page, Worker, Old, Rest, Half],
    [Half, Labs, Page, Worker, Old, Rest],
    [Rest, Half, Labs, Page, Worker, Old],
    [Old, Rest, Half, Labs, Page, Worker],
    [Worker, Half, Page, Old, Rest, Labs],
];

impl Part {
    fn upload(self, host: &Build, old: &Build, new: &Build) {
        let names = if self == Old { old.names() } else { new.names() };
        let is_of = |name: &String| match self {
            Worker => name == "sw.js",
            Page => name == "index.html",
            Labs => name.starts_with("lab/") || name == "404.html",
            // The page's own binary is in one half, and the workers' in the other.
            Half => name.starts_with("heddle-") && !name.contains("/workers"),
            Rest => name.starts_with("heddle-") && name.contains("/workers"),
            Old => name.starts_with("heddle-"),
        };
        host.upload(new, &names.into_iter().filter(is_of).collect::<Vec<_>>());
    }
}

/// The build that the page says it is of; every file it has loaded was of that build.
#[track_caller]
fn build_shown(browser: &mut Browser) -> String {
    browser.wait_for(&id("title"));
    let seen = browser.eval(
        "return [document.documentElement.dataset.build,
                 performance.getEntriesByType('resource').map(({ name }) => /heddle-(\\w+)\\//.exec(name)?.[1])]",
        &[],
    );
    let build = seen[0].as_str().unwrap_or_default().to_owned();
    let others: Vec<&Value> = seen[1].as_array().into_iter().flatten().filter(|of| **of != build).collect();
    assert!(others.iter().all(|of| of.is_null()), "files of {others:?} on a page of {build}");
    build
}

/// Has the browser look for a newer worker, as it does by itself some time after a visit, and waits until that is
/// installed or given up.
#[track_caller]
fn look_for_newer(browser: &mut Browser) {
    // Where there is no worker file just now the look fails, and that is all right.
    let look = "return navigator.serviceWorker.getRegistration().then(async (registration) => {
                    await registration?.update().catch(() => {});
                    const installing = registration?.installing;
                    await new Promise((done) => {
                        if (!installing) return done();
                        installing.onstatechange = () => installing.state !== 'installing' && done();
                    });
                    return true;
                })";
    assert_eq!(browser.eval(look, &[]), true);
}

fn host(of: &Build) -> (Build, Server) {
    let host = Build::copy(of.path());
    let server = Site::plain(host.path()).under("/heddle/").serve();
    (host, server)
}

/// What a half-finished update makes the browser say of requests by itself.
fn expect_gaps(browser: &mut Browser) {
    for fault in
        ["404", "failed request", "integrity", "digest", "ServiceWorker", "Failed to load", "MIME type", "respondWith"]
    {
        browser.expect_fault(fault);
    }
}

pub(crate) fn no_order_of_an_upload_breaks_a_visit(browser: &mut Browser) {
    expect_gaps(browser);
    let mut old = Build::copy(&dist()).renamed(0);
    let (host, server) = host(&old);
    browser.open(&server.url(""));
    reach_isolation(browser);
    wait_until_kept(browser);
    for (number, order) in (1..).zip(ORDERS) {
        let new = Build::copy(&dist()).renamed(number);
        let mut done = Vec::new();
        for part in order {
            part.upload(&host, &old, &new);
            done.push(part);
            look_for_newer(browser);
            // A visit to an address that has a file of its own, and one to the page.
            browser.open(&server.url(if done.len() % 2 == 0 { "" } else { "lab/" }));
            let is_whole = WHOLE.iter().all(|part| done.contains(part));
            let expected = if is_whole { new.id() } else { old.id() };
            assert_eq!(build_shown(browser), expected, "{order:?}, after {done:?}");
            reach_isolation(browser);
        }
        let kept = json!([format!("heddle /heddle/ {}", new.id())]);
        until("the old build to go", USUAL, || (browser.eval("return caches.keys()", &[]) == kept).then_some(()));
        old = new;
    }
    // What came of fourteen updates can be used, and needs no host.
    let home = server.url("");
    drop(server);
    browser.open(&home);
    assert_eq!(build_shown(browser), old.id());
    browser.click(&id("home-card-lost-update"));
    let mut lab = Lab::here(browser);
    assert_eq!(lab.run().ending, "finished");
    assert_eq!(build_shown(browser), old.id());
}

/// A known failure: in Firefox a tab whose first visit fell into an update now and then stays without isolation for half
/// a minute. The page says so and works without real threads; why it is so is not known. So only Chromium is held to it.
#[track_caller]
fn isolated_in_time(browser: &mut Browser) {
    match browser.kind() {
        Kind::Chromium => reach_isolation(browser),
        Kind::Firefox => until("a true word about isolation", USUAL, || {
            let says = format!(
                "return document.querySelector('{}')?.dataset.isolated === String(crossOriginIsolated)",
                id("isolation")
            );
            browser.try_eval(&says, &[]).is_ok_and(|is_so| is_so == true).then_some(())
        }),
    }
}

pub(crate) fn a_first_visit_in_the_middle_of_an_upload_works_or_says_what_to_do(browser: &mut Browser) {
    expect_gaps(browser);
    browser.expect_fault("Importing a module script failed");
    browser.expect_fault("Failed to fetch dynamically imported module");
    browser.expect_fault("error loading dynamically imported module");
    let old = Build::copy(&dist()).renamed(1);
    let new = Build::copy(&dist()).renamed(2);
    for there in [
        &[Worker][..],
        &[Page],
        &[Worker, Page],
        &[Page, Half],
        &[Half, Rest],
        &[Half, Rest, Page],
        &[Half, Rest, Worker],
        &[Half, Rest, Page, Old],
        &[Worker, Page, Old],
        &[Old],
    ] {
        let (host, server) = host(&old);
        for part in there {
            part.upload(&host, &old, &new);
        }
        browser.open(&server.url(""));
        let page = if there.contains(&Page) { &new } else { &old };
        let has_page = if there.contains(&Page) { there.contains(&Half) } else { !there.contains(&Old) };
        if has_page {
            assert_eq!(build_shown(browser), page.id(), "{there:?}");
            isolated_in_time(browser);
        } else {
            // Without the style sheet it is seen at once.
            browser.wait_for("#late, #boot[role=alert]");
            let words = browser.text("body");
            assert!(words.contains("load the page again"), "{there:?}: {words}");
        }
        for part in [Half, Rest, Labs, Page, Worker, Old] {
            part.upload(&host, &old, &new);
        }
        // As it says. A worker of the old build may have come first: then the next load is the new one's.
        look_for_newer(browser);
        until("the new build", USUAL, || {
            browser.reload();
            let shown = browser.attribute("html", "data-build");
            (shown.as_deref() == Some(new.id())).then_some(())
        });
        isolated_in_time(browser);
        assert_eq!(build_shown(browser), new.id(), "{there:?}");
    }
}

pub(crate) fn an_open_page_keeps_its_workers(browser: &mut Browser) {
    let old = Build::copy(&dist()).renamed(1);
    let new = Build::copy(&dist()).renamed(2);
    let host = Build::copy(old.path());
    // A host that isolates: the first visit is not loaded again, so it began without a service worker.
    let server = Site::plain(host.path()).under("/heddle/").isolated().serve();
    let mut lab = Lab::open(browser, &server.url("lab/lost-update?v=1&mode=free&clock=measured&workers=2"));
    assert_eq!(lab.run().ending, "finished");
    wait_until_kept(lab.browser());
    for part in [Worker, Page, Labs, Half, Rest, Old] {
        part.upload(&host, &old, &new);
    }
    let before = lab.conductors();
    // More threads than it has: it starts a fresh worker.
    lab.type_param("workers", "8");
    assert_eq!(lab.run().ending, "finished");
    assert!(lab.conductors() > before);
    // The new build may have been kept by now; this page has nothing of it.
    assert_eq!(build_shown(browser), old.id());
}

/// The page's binary, as it is called in this build.
fn binary(folder: &Path) -> String {
    let build = Build::copy(folder);
    build.names().into_iter().find(|name| name.contains("/app") && name.ends_with(".wasm")).expect("the page has one")
}

pub(crate) fn a_page_that_cannot_start_is_repaired_once(browser: &mut Browser) {
    expect_gaps(browser);
    browser.expect_fault("WebAssembly");
    browser.expect_fault("CompileError");
    let old = Build::copy(&dist()).renamed(1);
    let new = Build::copy(&dist()).renamed(2);
    let (host, server) = host(&old);
    browser.open(&server.url(""));
    reach_isolation(browser);
    wait_until_kept(browser);
    // What the browser keeps is damaged, and the host has another build by now.
    let damage = "return caches.keys().then(async ([name]) => {
                      const cache = await caches.open(name);
                      const address = new URL(arguments[0], document.baseURI).href;
                      const { headers } = await cache.match(address);
                      await cache.put(address, new Response('no binary', { headers }));
                      return true;
                  })";
    assert_eq!(browser.eval(damage, &[binary(old.path()).into()]), true);
    for part in [Half, Rest, Labs, Page, Old] {
        part.upload(&host, &old, &new);
    }
    browser.reload();
    reach_isolation(browser);
    assert_eq!(build_shown(browser), new.id());

    // Where it does not help, that is said, and it is not tried for ever.
    let whole = std::fs::read(new.path().join(binary(new.path()))).expect("it is there");
    host.write(&binary(new.path()), &whole[..whole.len() / 2]);
    let count = server.asked().len();
    browser.open(&server.url(""));
    browser.wait_for("#boot[role=alert]");
    let words = browser.text("#boot");
    assert!(words.contains("did not load completely") && words.contains("load the page again"), "{words}");
    let loads = server.asked()[count..].iter().filter(|path| path.ends_with("/heddle/")).count();
    assert!(loads <= 4, "{loads} loads");
    host.write(&binary(new.path()), &whole);
    browser.reload();
    reach_isolation(browser);
    assert_eq!(build_shown(browser), new.id());
}
