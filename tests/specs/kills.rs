//! Each kind of worker is killed in the middle of a run, each kind of fault is had by a task, and each
//! script of a worker is not there: a sentence, the next run works, and nobody is left behind.

use std::time::Duration;

use e2e::{Browser, Lab, Missing, RUN, Site, dist, id};
use model::Mode;
use scenarios::content::metas;

use crate::obeying::{lives_on, living, memory, obeying, tell};

/// Waits for the sentence that says what went wrong with a worker; gives the word for that, and the sentence.
#[track_caller]
pub(crate) fn fault(lab: &mut Lab) -> (String, String) {
    lab.browser().wait_for_attribute(&id("run-state"), "data-state", RUN, |state| state == "failed");
    let (code, sentence) = lab.error();
    assert!(code == "worker-failed" && sentence.split_whitespace().count() > 5, "{code}: {sentence}");
    (lab.browser().attribute(&id("error"), "data-fault").unwrap_or_default(), sentence)
}

const LONG: &str = "lab/gil-cpu?v=1&program=compiled&tasks=8&work=2000&clock=measured&mode=";

pub(crate) fn every_kind_of_worker_is_killed_in_the_middle_of_a_run(browser: &mut Browser) {
    for mode in ["free", "gil"] {
        let server = obeying().serve();
        let mut lab = Lab::open(browser, &server.url(&format!("{LONG}{mode}")));
        lab.type_param("work", "10");
        assert_eq!(lab.run().ending, "finished");
        let (before, mut bytes) = (living(lab.browser()), None);
        assert!(before["conductor"] == 1 && before["thread"] >= 2, "{before:?}");
        for kind in ["a thread", "the conductor"] {
            // Chromium lets a worker that is busy go on for two seconds before it is ended.
            lab.type_param("work", "2000");
            lab.start_and_see();
            tell(lab.browser(), &format!("end {kind}"));
            let (fault, sentence) = fault(&mut lab);
            assert_eq!(fault, "ended", "{mode}, {kind}: {sentence}");
            lab.type_param("work", "10");
            assert_eq!(lab.run().ending, "finished", "{mode}, {kind}");
            assert!(!lab.browser().is_visible(&id("error")), "the sentence about an old fault stays");
            lives_on(lab.browser(), &before, kind);
            // From the first long run on, which the page keeps as it keeps others.
            let now = memory(lab.browser());
            let threads = if mode == "free" { before["thread"] } else { 0 };
            assert_not_grown(mode, threads, *bytes.get_or_insert(now), now);
        }
    }
    for meta in metas().filter(|meta| meta.modes.contains(&Mode::Processes)) {
        let server = obeying().serve();
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?v=1&mode=processes&clock=measured", meta.id)));
        lab.run();
        let (before, bytes) = (living(lab.browser()), memory(lab.browser()));
        assert!(!before.contains_key("process"), "the processes of a run end with it: {before:?}");
        // Nobody hears of one that ends before it lives: another is there soon, and the run is as any other.
        tell(lab.browser(), "end the next process early");
        let (outcome, took) = e2e::timed(|| lab.run());
        crate::runs::assert_declared(meta, &model::Params::defaults(&meta.params), &outcome);
        assert!(took < Duration::from_secs(5), "{took:?}");
        for _ in 0..2 {
            tell(lab.browser(), "end the next process");
            // A process that ended is part of what the run came to, as in any system.
            assert_eq!(lab.run().ending, "crashed", "{}", meta.id);
            let sound = lab.run();
            let params = model::Params::defaults(&meta.params);
            crate::runs::assert_declared(meta, &params, &sound);
            lives_on(lab.browser(), &before, "a process");
        }
        assert_not_grown("processes", 0, bytes, memory(lab.browser()));
    }
}

/// Fails where the memories of pages and conductors grew by more than a tenth.
#[track_caller]
pub(crate) fn assert_not_grown(what: &str, threads: usize, before: [u64; 2], now: [u64; 2]) {
    let most = before.iter().sum::<u64>() as f64 * 1.1 + (threads as u64 * PLACE) as f64;
    // A thread gets a place for its events when it is first used, and how many of the pool are is chance.
    // (What many runs of one conductor take is measured to the tenth in the tests of the workers.)
    const PLACE: u64 = 8 << 20;
    assert!(
        now.iter().sum::<u64>() as f64 <= most,
        "{what}: bytes of page and conductor were {before:?} and are {now:?}"
    );
}

/// Stands before `conductor.js`: gives every conductor so much memory that the threads of a small run find room for
/// their events in it, and those of a larger one do not.
const TIGHT: &str = "
    const { Memory: Roomy } = WebAssembly;
    WebAssembly.Memory = class extends Roomy {
        constructor(how) { super({ ...how, maximum: how.initial + 16 * 64 }); }
    };
";

pub(crate) fn a_thread_that_finds_no_memory_is_told(browser: &mut Browser) {
    // What the browser itself says of a worker that trapped.
    for word in ["unreachable", "memory allocation", "RuntimeError"] {
        browser.expect_fault(word);
    }
    let server = obeying().with_text_before("conductor.js", TIGHT).serve();
    // So much work that no task is done before the last has a thread: one that is free would serve two of them.
    let mut lab =
        Lab::open(browser, &server.url("lab/gil-cpu?v=1&program=compiled&mode=free&clock=measured&work=600&tasks=1"));
    assert_eq!(lab.run().ending, "finished");
    for _ in 0..2 {
        lab.type_param("tasks", "8");
        lab.start();
        let (fault, sentence) = fault(&mut lab);
        assert!(fault == "out-of-memory" && sentence.contains("memory"), "{fault}: {sentence}");
        lab.type_param("tasks", "1");
        assert_eq!(lab.run().ending, "finished");
    }
}

/// The page without its service worker, which keeps every file and would stand in for the server.
fn uncached() -> Site {
    Site::plain(dist()).isolated().with_script("delete Navigator.prototype.serviceWorker")
}

pub(crate) fn scripts_of_workers_that_do_not_load_are_told(browser: &mut Browser) {
    const THREADS: &str = "workerHelpers.no-bundler.js";
    browser.expect_fault(THREADS);
    browser.expect_fault("process.js");
    for cut in [false, true] {
        // What the conductor itself loads is there; what it asks for to start a thread is not.
        let how = Missing { destination: Some("empty"), after: 0, cut };
        let server = uncached().without(THREADS, how).serve();
        let mut lab = Lab::open(browser, &server.url("lab/gil-cpu?v=1&program=compiled&mode=free&work=10"));
        lab.start();
        let (fault, sentence) = fault(&mut lab);
        assert_eq!(fault, "no-threads", "{how:?}: {sentence}");
        lab.choose("gil", "measured");
        assert_eq!(lab.run().ending, "finished", "{how:?}: what needs no threads goes on");

        // The conductor imports it first.
        let how = Missing { destination: None, after: 1, cut };
        let server = uncached().without("process.js", how).serve();
        for meta in metas().filter(|meta| meta.modes.contains(&Mode::Processes)) {
            let url = server.url(&format!("lab/{}?v=1&mode=processes&clock=measured", meta.id));
            let mut lab = Lab::open(browser, &url);
            // That is no fault of the program, and no worker is the worse for it.
            lab.start();
            lab.browser().wait_for_attribute(&id("run-state"), "data-state", RUN, |state| state == "failed");
            assert_eq!((lab.error().0.as_str(), lab.conductors()), ("process-not-up", 1), "{how:?}");
            lab.choose("processes", "modelled");
            assert_eq!(lab.run().ending, "finished", "{how:?}");
        }
    }
}

pub(crate) fn threads_that_never_come_up_are_given_up(browser: &mut Browser) {
    let hang = "if (self.name.startsWith('heddle-thread')) await new Promise(() => {});";
    let server = Site::plain(dist()).isolated().with_text_before("workers.js", hang).serve();
    let mut lab = Lab::open(browser, &server.url(&format!("{LONG}free")));
    lab.start();
    let ((fault, sentence), took) = e2e::timed(|| fault(&mut lab));
    assert!(fault == "no-threads" && took < Duration::from_secs(25), "{took:?}: {fault}, {sentence}");
    lab.choose("sequential", "measured");
    assert_eq!(lab.run().ending, "finished");
}
