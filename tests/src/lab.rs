//! The lab as a person uses it: choose, run, stop, read what came out.

use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::{Browser, Key, id};
use crate::wait::{USUAL, until_ok};

/// Longer than any run with the parameters a spec uses, on a busy machine.
pub const RUN: Duration = Duration::from_secs(30);

/// What a run came to, as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// `finished`, `deadlock`, `stopped` and so on.
    pub ending: String,
    /// The verdict's key; empty where the run did not finish.
    pub key: String,
    /// The headline.
    pub headline: String,
    /// Events in the trace.
    pub events: u64,
    /// Distinct workers that ran tasks, as the conductor counted them.
    pub threads: u64,
    /// Distinct workers in the trace.
    pub lanes: u64,
    /// The longest time in which two tasks really ran at once, in nanoseconds.
    pub overlap: u64,
    /// Events there was no room for.
    pub dropped: u64,
}

/// The lab the browser shows.
pub struct Lab<'a> {
    browser: &'a mut Browser,
}

impl<'a> Lab<'a> {
    /// Opens the lab at this address and waits until it can run something.
    #[track_caller]
    pub fn open(browser: &'a mut Browser, url: &str) -> Lab<'a> {
        browser.open(url);
        Lab::here(browser)
    }

    /// The lab that is open already, once it can run something.
    #[track_caller]
    pub fn here(browser: &'a mut Browser) -> Lab<'a> {
        let lab = Lab { browser };
        lab.browser.wait_for(&id("run"));
        lab.browser.wait_for_attribute(&id("run-state"), "data-state", USUAL, |state| state != "booting");
        lab
    }

    /// The browser it is in.
    pub fn browser(&mut self) -> &mut Browser {
        self.browser
    }

    /// Where it is: `idle`, `running`, `ended`, `failed`.
    #[track_caller]
    pub fn state(&mut self) -> String {
        self.browser.attribute(&id("run-state"), "data-state").expect("the lab tells its state")
    }

    /// How many runs have ended.
    #[track_caller]
    pub fn runs(&mut self) -> u64 {
        self.number("run-state", "data-run")
    }

    /// How many conductors have been started.
    #[track_caller]
    pub fn conductors(&mut self) -> u64 {
        self.number("run-state", "data-conductors")
    }

    /// The modes on offer.
    #[track_caller]
    pub fn modes(&mut self) -> Vec<String> {
        let found = self.browser.eval(
            "return Array.from(document.querySelectorAll('[data-testid^=\"mode-\"]'), mode => mode.dataset.testid.slice(5))",
            &[],
        );
        found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Chooses mode and clock.
    #[track_caller]
    pub fn choose(&mut self, mode: &str, clock: &str) {
        for button in [format!("mode-{mode}"), format!("clock-{clock}")] {
            self.browser.click(&id(&button));
            self.browser.wait_for_attribute(&id(&button), "aria-pressed", USUAL, |pressed| pressed == "true");
        }
    }

    /// Types a number into a parameter's field.
    #[track_caller]
    pub fn type_param(&mut self, param: &str, value: &str) {
        self.browser.fill(&id(&format!("param-{param}")), value);
        // A field is read when it is left.
        self.browser.press(Key::Tab);
    }

    /// What a parameter's field holds: text, number of the option, or whether it is on.
    #[track_caller]
    pub fn param(&mut self, param: &str) -> String {
        let selector = id(&format!("param-{param}"));
        let look = "const field = document.querySelector(arguments[0]);
                    return String(field.type === 'checkbox' ? field.checked : field.value)";
        self.browser.wait_until(&format!("document.querySelector('{selector}')"), USUAL);
        self.browser.eval(look, &[json!(selector)]).as_str().unwrap_or_default().to_owned()
    }

    /// Presses Run.
    #[track_caller]
    pub fn start(&mut self) {
        self.browser.click(&id("run"));
    }

    /// Presses Run and waits until something happens in the run.
    #[track_caller]
    pub fn start_and_see(&mut self) {
        self.start();
        self.browser.wait_for_attribute(&id("run-state"), "data-state", USUAL, |state| state == "running");
        self.browser.wait_for_attribute(&id("timeline"), "data-events", USUAL, |events| events != "0");
    }

    /// Presses Run and waits for the end.
    #[track_caller]
    pub fn run(&mut self) -> Outcome {
        let before = self.runs();
        self.start();
        self.ended_after(before)
    }

    /// Waits until one more run than these has ended; gives what came of it.
    #[track_caller]
    pub fn ended_after(&mut self, runs: u64) -> Outcome {
        // One question for all there is to know: each is a way to the browser and back.
        let look = "const state = document.querySelector(arguments[0])?.dataset;
                    return [state?.state, state?.run, document.querySelector(arguments[1])?.dataset.code]";
        let look_at = [json!(id("run-state")), json!(id("error"))];
        until_ok("the end of the run", RUN, || {
            let seen = self.browser.try_eval(look, &look_at).unwrap_or_default();
            assert!(seen[0] != "failed", "the run failed: {}", seen[2]);
            match seen[1].as_str().and_then(|ended| ended.parse::<u64>().ok()) {
                Some(ended) if ended > runs => Ok(()),
                other => Err(format!("{other:?} runs have ended.")),
            }
        });
        self.outcome()
    }

    /// What the last run came to.
    #[track_caller]
    pub fn outcome(&mut self) -> Outcome {
        self.browser.wait_for(&id("verdict-headline"));
        // The timeline is drawn once a frame; after two it shows the end.
        let look = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
                        const [verdict, headline, timeline] = Array.from(arguments, (part) => document.querySelector(part));
                        done({ ...timeline.dataset, ...verdict.dataset, headline: headline.innerText.trim() });
                    })))";
        let parts = ["verdict", "verdict-headline", "timeline"].map(|part| json!(id(part)));
        let seen = self.browser.eval(look, &parts);
        let text = |name: &str| seen[name].as_str().unwrap_or_default().to_owned();
        let number = |name: &str| text(name).parse().unwrap_or_else(|_| panic!("{name} is no number: {seen}"));
        Outcome {
            ending: text("ending"),
            key: text("key"),
            headline: text("headline"),
            events: number("events"),
            threads: number("threads"),
            lanes: number("lanes"),
            overlap: number("overlapNs"),
            dropped: number("dropped"),
        }
    }

    /// Presses Stop.
    #[track_caller]
    pub fn stop(&mut self) {
        self.browser.click(&id("stop"));
    }

    /// Waits for a sentence about what is wrong; gives its code and its text.
    #[track_caller]
    pub fn error(&mut self) -> (String, String) {
        let text = self.browser.text(&id("error"));
        (self.browser.attribute(&id("error"), "data-code").unwrap_or_default(), text)
    }

    #[track_caller]
    fn number(&mut self, part: &str, name: &str) -> u64 {
        let text = self.browser.attribute(&id(part), name);
        text.as_deref().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} of {part} is {text:?}"))
    }
}
