//! The harness itself: whatever a page does wrong makes a spec fail. Without this, every other spec
//! could be green for want of eyes.

use e2e::{Browser, Kind, Server, Site};

const QUIET: &str = "<!doctype html><link rel=icon href=data:,><title>Quiet</title>";

fn page(body: &str) -> Server {
    Site::plain("nowhere").with_page("/", &format!("{QUIET}{body}")).serve()
}

/// Opens a page with this in it; gives every fault it had within a moment of done work.
fn faults_of(browser: &mut Browser, body: &str) -> Vec<String> {
    let server = page(body);
    browser.open(&server.url(""));
    browser.wait_until("document.title === 'done'", e2e::USUAL);
    browser.faults()
}

#[track_caller]
fn assert_has(faults: &[String], text: &str) {
    assert!(faults.iter().any(|fault| fault.contains(text)), "no fault says `{text}`: {faults:#?}");
}

pub(crate) fn a_sound_page_has_no_fault(browser: &mut Browser) {
    let faults = faults_of(
        browser,
        "<script>console.info('all is well'); fetch('/').then(() => document.title = 'done')</script>",
    );
    assert!(faults.is_empty(), "{faults:#?}");
}

pub(crate) fn errors_are_faults(browser: &mut Browser) {
    let faults = faults_of(
        browser,
        "<script>
          console.error('said on the console');
          console.warn('take care');
          setTimeout(() => { throw new Error('thrown in the page'); });
          Promise.reject(new Error('broken promise'));
          const code = `console.error('said in a worker'); setTimeout(() => { throw new Error('thrown in a worker') })`;
          const worker = new Worker(URL.createObjectURL(new Blob([code])));
          worker.onerror = () => document.title = 'done';
        </script>",
    );
    for text in ["thrown in the page", "broken promise", "thrown in a worker"] {
        assert_has(&faults, text);
    }
    // Firefox keeps what is said on the console out of its driver's reach.
    for text in
        ["said on the console", "take care", "said in a worker"].iter().filter(|_| browser.kind() == Kind::Chromium)
    {
        assert_has(&faults, text);
    }
}

pub(crate) fn violations_of_the_policy_are_faults(browser: &mut Browser) {
    let faults = faults_of(
        browser,
        "<meta http-equiv=Content-Security-Policy content=\"connect-src 'none'\">
         <script>fetch('/').catch(() => document.title = 'done')</script>",
    );
    assert_has(&faults, "connect-src");
}

pub(crate) fn foreign_requests_are_faults(browser: &mut Browser) {
    let faults = faults_of(
        browser,
        "<link rel=stylesheet href=http://fonts.example/style.css>
         <img src=https://pictures.example/a.png>
         <script>
           const inner = `fetch('http://inner.example/').catch(() => postMessage(0))`;
           const outer = `onmessage = ({ data }) =>
             new Worker(URL.createObjectURL(new Blob([data]))).onmessage = () => postMessage(0);`;
           const worker = new Worker(URL.createObjectURL(new Blob([outer])));
           worker.onmessage = () => fetch('http://page.example/').catch(() => document.title = 'done');
           worker.postMessage(inner);
         </script>",
    );
    for text in ["fonts.example", "pictures.example", "page.example", "inner.example"] {
        assert_has(&faults, text);
    }
}

pub(crate) fn missing_files_are_faults(browser: &mut Browser) {
    let faults = faults_of(browser, "<script>fetch('/missing').then(() => document.title = 'done')</script>");
    assert_has(&faults, "/missing");
}
