//! The bench's end of a conductor in a bare page: asks, and waits for what comes of it.

use e2e::{Browser, Kind, Server, Site, dist};
use model::wire::{self, Heard};
use model::{Command, Ending, Job, Report, RunId, Verdict, Work};
use scenarios::content::meta;
use serde_json::{Value, json};

/// A browser that shows a page with a conductor.
pub(crate) struct Conductor {
    browser: Browser,
    last: u32,
    // Ends when it is dropped; the browser has to go first.
    _server: Server,
}

impl Conductor {
    /// Starts a browser and in it a conductor.
    pub(crate) fn start(kind: Kind) -> Conductor {
        let page = format!("<!doctype html><meta charset=\"utf-8\"><script>{}</script>", include_str!("page.js"));
        let server = Site::plain(dist()).isolated().with_page("/measure.html", &page).serve();
        let mut browser = Browser::start(kind);
        browser.open(&server.url("measure.html"));
        let mut conductor = Conductor { browser, last: 0, _server: server };
        conductor.boot();
        conductor
    }

    /// Replaces the conductor by a fresh one, whose threads are not started.
    pub(crate) fn boot(&mut self) {
        self.browser.eval("boot(arguments[0])", &[e2e::files(&dist()).into()]);
        let ready = self.next();
        assert!(matches!(ready, Report::Ready { isolated: true, .. }), "{ready:?}");
    }

    /// What the workers measure under these words, in nanoseconds.
    pub(crate) fn measure(&mut self, what: &str) -> f64 {
        match self.ask(Work::Measure(what.into())) {
            Report::Measured { value, .. } => value,
            other => panic!("{what}: {other:?}"),
        }
    }

    /// What a run of the scenario concludes.
    pub(crate) fn run(&mut self, scenario: &str, query: &str) -> Verdict {
        let job = Job::twin(meta(scenario).clone(), query);
        match self.ask(Work::Run(job)) {
            Report::Ended { ending: Ending::Finished(verdict), summary, .. } if summary.dropped == 0 => verdict,
            other => panic!("{scenario}?{query}: {other:?}"),
        }
    }

    /// Milliseconds from the last command to the first events the page got.
    pub(crate) fn first_event(&mut self) -> f64 {
        self.browser.eval("return firstEvent()", &[]).as_f64().expect("the run had events")
    }

    fn ask(&mut self, work: Work) -> Report {
        self.last += 1;
        let command = Command::Begin(RunId(self.last), work);
        self.browser.eval("ask(arguments[0])", &[json!(wire::command(&command))]);
        loop {
            let report = self.next();
            if !matches!(report, Report::Started { .. } | Report::Names { .. }) {
                return report;
            }
        }
    }

    fn next(&mut self) -> Report {
        let message = self.browser.eval("return next()", &[]);
        let bytes: Option<Vec<u8>> = message.as_array().and_then(|bytes| bytes.iter().map(byte).collect());
        let bytes = bytes.unwrap_or_else(|| panic!("the conductor failed: {message}"));
        match wire::read(&bytes) {
            Ok(Heard::Report(report)) => report,
            other => panic!("{other:?}"),
        }
    }
}

fn byte(value: &Value) -> Option<u8> {
    value.as_u64().and_then(|value| u8::try_from(value).ok())
}
