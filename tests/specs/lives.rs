//! Who lives is known whatever a browser refuses, workers come up where one of them does not, and none of them may
//! do what the page may not.

use std::time::Duration;

use e2e::{Browser, Lab, Site, USUAL, dist, id};
use model::Mode;
use scenarios::content::metas;

use crate::kills::fault;
use crate::obeying::{obeying, tell};

/// A browser that knows locks and gives none, as it does where it keeps no data of a site.
const NO_LOCKS: &str = "
    for (const kind of [self.Navigator, self.WorkerNavigator])
        if (kind) Object.defineProperty(kind.prototype, 'locks', { value: {
            request: async () => { throw new DOMException('no locks', 'SecurityError'); } } });
";

const LONG: &str = "lab/gil-cpu?v=1&program=compiled&tasks=8&work=2000&clock=measured&mode=";

/// Every mode works.
#[track_caller]
fn works(browser: &mut Browser, url: impl Fn(&str) -> String) {
    let mut lab = Lab::open(browser, &url(&format!("{LONG}free")));
    lab.type_param("work", "10");
    for mode in ["free", "gil", "sequential"] {
        lab.choose(mode, "measured");
        assert_eq!(lab.run().ending, "finished", "{mode}");
    }
    for meta in with_processes() {
        let mut lab = Lab::open(browser, &url(&format!("lab/{}?v=1&mode=processes&clock=measured", meta.id)));
        crate::runs::assert_declared(meta, &model::Params::defaults(&meta.params), &lab.run());
        assert_eq!(lab.conductors(), 1, "{}", meta.id);
    }
}

fn with_processes() -> impl Iterator<Item = &'static model::Meta> {
    metas().filter(|meta| meta.modes.contains(&Mode::Processes))
}

pub(crate) fn who_ends_is_missed_where_locks_are_refused(browser: &mut Browser) {
    // What is asked for a proof of a life that is over.
    browser.expect_fault("blob:");
    let server = obeying().with_text_before("keep.js", NO_LOCKS).with_script(NO_LOCKS).serve();
    works(browser, |path| server.url(path));
    let mut lab = Lab::open(browser, &server.url(&format!("{LONG}free")));
    for kind in ["a thread", "the conductor"] {
        lab.type_param("work", "2000");
        lab.start_and_see();
        tell(lab.browser(), &format!("end {kind}"));
        let (fault, sentence) = fault(&mut lab);
        // The page asks its conductor; what the conductor has started it misses as ended.
        assert_eq!(fault, if kind == "a thread" { "ended" } else { "silent" }, "{sentence}");
        lab.type_param("work", "10");
        assert_eq!(lab.run().ending, "finished", "{kind}");
    }
    for meta in with_processes() {
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?v=1&mode=processes&clock=measured", meta.id)));
        lab.run();
        tell(lab.browser(), "end the next process");
        assert_eq!(lab.run().ending, "crashed", "{}", meta.id);
        crate::runs::assert_declared(meta, &model::Params::defaults(&meta.params), &lab.run());
    }
}

pub(crate) fn a_browser_that_keeps_nothing_runs_everything_in_frames_too(browser: &mut Browser) {
    let mut forgetful = Browser::start_forgetful(browser.kind());
    // Without one it works as well; the page says so to whoever looks into its console.
    forgetful.expect_fault("No service worker");
    // So does Firefox, by itself.
    forgetful.expect_fault("Failed to register/update a ServiceWorker");
    let server = Site::plain(dist()).isolated().serve();
    works(&mut forgetful, |path| server.url(path));
    // On another site, where most browsers keep nothing either.
    let plain = Site::plain(dist()).serve();
    let course = format!(
        "<!doctype html><title>A course</title><link rel=icon href=data:,>
         <iframe src=\"http://127.0.0.1:{}/lab/lost-update?v=1&amp;mode=gil\" width=900 height=700></iframe>",
        plain.port()
    );
    let elsewhere = Site::plain("nowhere").with_page("/course.html", &course).serve();
    forgetful.expect_fault("127.0.0.1");
    forgetful.open(&format!("{}/course.html", elsewhere.origin()));
    forgetful.use_frame("iframe");
    let mut lab = Lab::here(&mut forgetful);
    assert_eq!(lab.run().ending, "finished");
    let faults = forgetful.faults();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Asks another site for something, and says who did. (A thread blocks before it could hear an answer.)
const REACH: &str = "
    fetch('http://elsewhere.example/').catch(() => {});
    new BroadcastChannel('reach').postMessage(self.name.split('-')[1]);
";

/// Keeps who did.
const KEEP: &str = "
    delete Navigator.prototype.serviceWorker;
    window.reached = [];
    new BroadcastChannel('reach').onmessage = ({ data }) => window.reached.push(data);
";

pub(crate) fn no_worker_reaches_another_site_whatever_its_host_says(browser: &mut Browser) {
    // What the browser says of those whom the page's policy stops. A request that was made would be another fault.
    for words in ["connect-src", "Content Security Policy", "Content-Security-Policy"] {
        browser.expect_fault(words);
    }
    // On a host that sends no headers, and with no service worker to add any.
    for (isolated, mode) in [(false, "gil"), (true, "free")] {
        let site = Site::plain(dist()).with_script(KEEP);
        let site = site.with_text_before("workers.js", REACH).with_text_before("process.js", REACH);
        let server = if isolated { site.isolated() } else { site }.serve();
        let mut lab = Lab::open(browser, &server.url(&format!("lab/gil-cpu?v=1&program=compiled&mode={mode}&work=10")));
        assert_eq!(lab.run().ending, "finished");
        for kind in ["conductor"].into_iter().chain(isolated.then_some("thread")) {
            browser.wait_until(&format!("window.reached.includes('{kind}')"), USUAL);
        }
        for meta in with_processes() {
            let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?v=1&mode=processes", meta.id)));
            crate::runs::assert_declared(meta, &model::Params::defaults(&meta.params), &lab.run());
            browser.wait_until("window.reached.includes('process')", USUAL);
        }
        let faults = browser.faults();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

pub(crate) fn a_conductor_that_never_comes_to_anything_is_given_up(browser: &mut Browser) {
    let end = "
        const post = self.postMessage.bind(self);
        self.postMessage = (data, ...how) => { post(data, ...how); if (data?.lives) self.close(); };";
    let server = Site::plain(dist()).isolated().with_text_before("conductor.js", end).serve();
    browser.open(&server.url("lab/gil-cpu"));
    browser.wait_for_attribute(&id("error"), "data-code", USUAL, |code| code == "boot-failed");
    assert_eq!(browser.attribute(&id("error"), "data-fault").as_deref(), Some("ended"));
    let conductors = Lab::here(browser).conductors();
    assert!((2..=5).contains(&conductors), "{conductors}");
}

pub(crate) fn a_conductor_that_fails_to_come_up_once_is_started_again(browser: &mut Browser) {
    let once = "
        window.Worker = class extends window.Worker {
            constructor(script, how) {
                super(script, how);
                if (window.failed) return;
                window.failed = true;
                super.terminate();
                setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { message: 'once' })));
            }
        };";
    let server = Site::plain(dist()).isolated().with_script(once).serve();
    let mut lab = Lab::open(browser, &server.url("lab/gil-cpu?v=1&program=compiled&mode=gil&work=10"));
    assert_eq!(lab.run().ending, "finished");
    assert_eq!(lab.conductors(), 2);
}

/// Stands before `conductor.js`: loops for ever when it is told to.
const LOOP: &str = "new BroadcastChannel('spec').onmessage = () => { for (;;); };";

pub(crate) fn a_conductor_that_loops_is_noticed_soon(browser: &mut Browser) {
    let server = Site::plain(dist()).isolated().with_text_before("conductor.js", LOOP).serve();
    for mode in ["free", "gil"] {
        let mut lab = Lab::open(browser, &server.url(&format!("{LONG}{mode}")));
        lab.start_and_see();
        lab.browser().eval("new BroadcastChannel('spec').postMessage('loop')", &[]);
        let (kind, took) = e2e::timed(|| fault(&mut lab).0);
        println!("{:?}, {mode}: a conductor that loops is noticed after {took:?}", lab.browser().kind());
        // Five seconds on a machine that has a core to spare; by the clock it took eight at least.
        assert!(kind == "silent" && took < Duration::from_secs(15), "{mode}: {kind} after {took:?}");
        lab.type_param("work", "10");
        assert_eq!(lab.run().ending, "finished");
    }
}

pub(crate) fn a_conductor_that_a_busy_machine_keeps_is_let_be(browser: &mut Browser) {
    // More work than any machine of ours has cores for, for as long as the run takes.
    let busy = "
        const spin = URL.createObjectURL(new Blob(['for (const since = Date.now(); Date.now() - since < 12000;);']));
        for (let at = 0; at < 16; at++) new Worker(spin);";
    let server = Site::plain(dist()).isolated().serve();
    let mut lab =
        Lab::open(browser, &server.url("lab/gil-cpu?v=1&program=compiled&mode=gil&clock=measured&tasks=4&work=600"));
    lab.browser().eval(busy, &[]);
    for mode in ["gil", "free", "sequential"] {
        lab.choose(mode, "measured");
        assert_eq!(lab.run().ending, "finished", "{mode}");
    }
    assert_eq!(lab.conductors(), 1);
}
