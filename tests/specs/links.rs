//! Links: everything that decides a run is in the address, and a bad address says what is wrong.

use std::rc::Rc;

use e2e::{Browser, Lab, Outcome, USUAL, id};
use model::{Clock, Link, Meta, Mode, ParamKind, ParamSpec, Params, Schedule, machine_params};
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::Random;
use scenarios::content::{SCENARIOS, Scenario, meta, metas};

use crate::isolation::isolated;

/// A value in range that is not the default.
fn another(spec: &ParamSpec) -> i64 {
    let (min, max) = spec.range();
    if spec.default() < max { spec.default() + 1 } else { min }
}

fn query(address: &str) -> &str {
    address.split_once('?').map_or("", |(_, query)| query)
}

pub(crate) fn every_parameter_is_in_the_link(browser: &mut Browser) {
    let server = isolated();
    for meta in metas() {
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}", meta.id)));
        let mut expected = Link { clock: Clock::Modelled, seed: 4711, ..Link::defaults(meta) };
        lab.choose(expected.mode.id(), "modelled");
        lab.browser().click("details.machine > summary");
        lab.type_param("seed", "4711");
        for spec in meta.params.iter().chain(machine_params().iter()) {
            let value = another(spec);
            let field = id(&format!("param-{}", spec.id));
            match spec.kind {
                ParamKind::Int { .. } | ParamKind::Micros { .. } => lab.type_param(&spec.id, &value.to_string()),
                ParamKind::Flag { .. } => lab.browser().click(&field),
                ParamKind::Choice { .. } => lab.browser().click(&format!("{field} option:nth-child({})", value + 1)),
            }
            let set =
                if expected.params.get(&spec.id).is_some() { &mut expected.params } else { &mut expected.machine };
            set.set(&spec.id, value).expect("another value in range");
        }
        let address = lab.browser().address();
        assert_eq!(Link::parse(meta, query(&address)), Ok(expected.clone()), "{address}");

        lab.browser().click(&id("copy-link"));
        let shown = "document.querySelector('[data-testid=link-text]')?.value === location.href";
        lab.browser().wait_until(shown, USUAL);

        let names = meta.params.iter().chain(machine_params().iter()).map(|spec| spec.id.as_str()).chain(["seed"]);
        let before: Vec<String> = names.clone().map(|name| lab.param(name)).collect();
        lab.browser().open_tab();
        let mut lab = Lab::open(browser, &address);
        let after: Vec<String> = names.map(|name| lab.param(name)).collect();
        assert_eq!(after, before, "{address}");
        lab.browser().wait_for_attribute(&id("clock-modelled"), "aria-pressed", USUAL, |pressed| pressed == "true");
    }
}

pub(crate) fn a_modelled_run_is_repeated_from_its_link(browser: &mut Browser) {
    let server = isolated();
    let mut apart = 0;
    for meta in metas() {
        let mut seen: Vec<Outcome> = Vec::new();
        browser.open(&server.url(&format!("lab/{}?v=1&clock=modelled&seed=7", meta.id)));
        for mode in &meta.modes {
            let mode = mode.id();
            let mut lab = Lab::here(browser);
            lab.choose(mode, "modelled");
            let first = lab.run();
            let link = lab.browser().address();
            let again = Lab::open(browser, &link).run();
            assert_eq!(again, first, "{} {mode}", meta.id);
            seen.push(first);
        }
        seen.dedup();
        apart += usize::from(seen.len() > 1);
    }
    // What is compared can tell runs apart. (Where a program does nothing but wait, two modes may come to the same.)
    assert!(apart > 3, "only of {apart} scenarios do two modes differ");
}

/// A run on this machine, by chance and small: its schedule, and what it came to.
fn native_run(scenario: &Scenario, mode: Mode, params: &Params, seed: u64) -> (Schedule, model::Ending) {
    struct Silent;
    impl runtime::Recorder for Silent {
        fn event(&self, _: model::Event) {}
        fn name(&self, _: model::Name) {}
    }
    let (program, params) = (scenario.program, params.clone());
    let config = MachineConfig { seed: 1, ..MachineConfig::new(mode) };
    let scheduler = Box::new(Random::new(seed));
    let machine = Machine::scheduled(config, scheduler, Rc::new(Silent), move |cx| program(cx, params));
    let ending = machine.run();
    (machine.schedule().expect("a small run keeps its steps"), ending)
}

pub(crate) fn a_schedule_decides_every_step(browser: &mut Browser) {
    let server = isolated();
    for scenario in SCENARIOS.iter() {
        let meta = &scenario.meta;
        let mut link = Link { clock: Clock::Modelled, ..Link::defaults(meta) };
        link.params = Params::preset(&meta.params, &meta.explore);
        // A schedule for each outcome that chance finds soon.
        let mut found: Vec<model::Outcome> = Vec::new();
        for seed in 0..50 {
            let (schedule, ending) = native_run(scenario, link.mode, &link.params, seed);
            let Some(outcome) = ending.outcome().filter(|outcome| !found.contains(outcome)) else { continue };
            found.push(outcome);
            link.schedule = Some(schedule);
            // As chats and mailers pass it on.
            let query = link.to_query().replace('*', "%2A");
            let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?{query}", meta.id)));
            let shown = lab.run();
            if let model::Ending::Finished(verdict) = &ending {
                assert_eq!((shown.ending.as_str(), &shown.key), ("finished", &verdict.key), "{}", meta.id);
            }
            crate::runs::assert_declared(meta, &link.params, &shown);
            assert!(!lab.browser().is_visible(&id("strayed")), "{}: {}", meta.id, link.to_query());
        }
    }
}

pub(crate) fn a_schedule_that_does_not_fit_says_so(browser: &mut Browser) {
    let server = isolated();
    let scenario = &SCENARIOS[0];
    let meta = &scenario.meta;
    let mode = *meta.modes.iter().find(|mode| **mode != Mode::Sequential).expect("a plain loop has one order");
    let params = Params::preset(&meta.params, &meta.explore);
    let (schedule, _) = native_run(scenario, mode, &params, 0);
    // A step that no program has, where this one had its fourth; and one more than it had.
    let strange = schedule.steps().take(3).chain([model::TaskId(99).into()]).collect();
    let longer = schedule.steps().chain([model::TaskId(0).into()]).collect();
    let all = schedule.len();
    let strange: (Schedule, _) = (strange, ["step 4 of 4".into(), "Find the bug".into(), "langkah 4 dari 4".into()]);
    let longer =
        (longer, [format!("over after {all} steps"), format!("has {}", all + 1), format!("setelah {all} langkah")]);
    for (schedule, [says, says_too, in_indonesian]) in [strange, longer] {
        let schedule = Some(schedule);
        let link = Link { clock: Clock::Modelled, mode, params: params.clone(), schedule, ..Link::defaults(meta) };
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?{}&lang=en", meta.id, link.to_query())));
        crate::runs::assert_declared(meta, &params, &lab.run());
        let english = lab.browser().text(&id("strayed"));
        assert!(english.contains(&says) && english.contains(&says_too), "{english}");
        lab.browser().click(&id("lang-id"));
        lab.browser().wait_until("document.documentElement.lang === 'id'", USUAL);
        let indonesian = lab.browser().text(&id("strayed"));
        assert!(indonesian.contains(&in_indonesian), "{indonesian}");
    }
}

pub(crate) fn a_bad_link_says_what_is_wrong_and_leaves_a_page_that_runs(browser: &mut Browser) {
    let server = isolated();
    let long = format!("increments={}", "1".repeat(9_000));
    for (query, code) in [
        ("mode=warp", "unknown-mode"),
        ("mode=event-loop", "mode-not-offered"),
        ("clock=sundial", "unknown-clock"),
        ("workers=two", "wrong-type"),
        ("locked=perhaps", "wrong-type"),
        ("workers=99", "out-of-range"),
        ("workers=-1", "out-of-range"),
        ("seed=99999999999", "out-of-range"),
        ("workers=+3", "wrong-type"),
        ("workers=_3_", "wrong-type"),
        ("lang=zz", "unknown-language"),
        (&long, "too-long"),
        ("nonsense", "garbage"),
        ("%00%ff%F0%9F=<script>alert(1)</script>", "unknown-key"),
        ("colour=red", "unknown-key"),
        ("workers=2&workers=3", "twice"),
        ("v=99", "version"),
        ("clock=modelled&schedule=1-x", "schedule"),
        ("schedule=1-0", "schedule-needs-model"),
    ] {
        let mut lab = Lab::open(browser, &server.url(&format!("lab/lost-update?{query}")));
        let (shown, sentence) = lab.error();
        let short: String = query.chars().take(60).collect();
        assert_eq!(shown, code, "{short}: {sentence}");
        assert!(sentence.split_whitespace().count() > 5 && sentence.len() < 500, "{short}: {sentence}");
        // As it opens without a query.
        let defaults = Params::defaults(&meta("lost-update").params);
        for (spec, value) in defaults.iter().filter(|(spec, _)| spec.id != "between" && spec.id != "locked") {
            assert_eq!(lab.param(&spec.id).replace(',', ""), spec.format(value), "{short}");
        }
        assert_eq!(lab.run().ending, "finished", "{short}");
    }
}

pub(crate) fn an_unknown_scenario_says_so_and_shows_what_there_is(browser: &mut Browser) {
    let server = isolated();
    // The host's own answer for an address without a file is `404.html`, with this status.
    browser.expect_fault("404");
    for (path, code) in [("lab/nowhere?v=1", "unknown-scenario"), ("elsewhere", "unknown-page")] {
        browser.open(&server.url(path));
        let sentence = browser.text(&id("error"));
        assert_eq!(browser.attribute(&id("error"), "data-code").as_deref(), Some(code), "{sentence}");
        let first: &Meta = &SCENARIOS[0].meta;
        browser.click(&id(&format!("home-card-{}", first.id)));
        assert!(Lab::here(browser).run().events > 0);
    }
}
