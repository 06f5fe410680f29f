//! Runs: every scenario, mode and clock; stopping; several tabs.

use std::time::Duration;

use e2e::{Browser, Lab, Outcome, RUN, Site, dist, id, timed};
use model::{Clock, Mode, Params};
use scenarios::content::metas;

use crate::isolation::isolated;

/// Whether the scenario declares what came out.
#[track_caller]
pub(crate) fn assert_declared(meta: &model::Meta, params: &Params, outcome: &Outcome) {
    assert!(declares(meta, params, &outcome.ending, &outcome.key), "{} does not declare {outcome:?}", meta.id);
}

/// Whether the scenario declares an ending in these words of the page.
pub(crate) fn declares(meta: &model::Meta, params: &Params, ending: &str, key: &str) -> bool {
    meta.outcomes(params).into_iter().any(|declared| match declared {
        model::Outcome::Verdict(verdict) => ending == "finished" && key == verdict,
        model::Outcome::Deadlock => ending == "deadlock",
        model::Outcome::Asleep => ending == "asleep",
        model::Outcome::CheckFailed(_) => ending == "check-failed",
        model::Outcome::Crashed => ending == "crashed",
    })
}

pub(crate) fn every_scenario_runs_in_every_mode_and_clock(browser: &mut Browser) {
    let server = isolated();
    for meta in metas() {
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}", meta.id)));
        let offered: Vec<&str> =
            Mode::ALL.iter().filter(|mode| meta.modes.contains(mode)).map(|mode| mode.id()).collect();
        assert_eq!(lab.modes(), offered, "{}", meta.id);
        for mode in offered {
            for clock in Clock::ALL {
                lab.choose(mode, clock.id());
                let outcome = lab.run();
                assert_declared(meta, &Params::defaults(&meta.params), &outcome);
                assert!(outcome.events > 0 && !outcome.headline.is_empty(), "{} {mode}: {outcome:?}", meta.id);
                assert!(lab.browser().count(&format!("{} li", id("narration"))) > 0, "{} {mode}", meta.id);
                // The legend has what the picture has: somebody ran, and something was lost or was not.
                let entry = |what: &str| format!("{} {what}", id("legend"));
                assert_eq!(lab.browser().count(&entry("[data-state=Running]")), 1, "{} {mode}", meta.id);
                let found = lab.browser().attribute(&id("next-loss"), "disabled").is_none();
                assert_eq!(lab.browser().count(&entry(".bad")), u64::from(found), "{} {mode}", meta.id);
            }
        }
    }
}

pub(crate) fn every_preset_runs(browser: &mut Browser) {
    let server = isolated();
    for meta in metas() {
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}", meta.id)));
        for preset in &meta.presets {
            let button = id(&format!("preset-{}", preset.id));
            lab.browser().click(&button);
            lab.browser().wait_for_attribute(&button, "aria-pressed", e2e::USUAL, |pressed| pressed == "true");
            let outcome = lab.run();
            assert_declared(meta, &Params::preset(&meta.params, &preset.values), &outcome);
        }
    }
}

pub(crate) fn a_run_can_be_stopped_and_the_next_one_works(browser: &mut Browser) {
    let server = isolated();
    for (mode, clock) in [("free", "measured"), ("gil", "measured"), ("sequential", "measured")] {
        // Each of them takes much longer than it is let. (A modelled run is over too soon to be stopped.)
        let long = "lab/gil-cpu?v=1&tasks=8&work=2000";
        let mut lab = Lab::open(browser, &server.url(&format!("{long}&mode={mode}&clock={clock}")));
        lab.start_and_see();
        let before = lab.runs();
        let (outcome, took) = timed(|| {
            lab.stop();
            lab.ended_after(before)
        });
        assert_eq!(outcome.ending, "stopped", "{mode} {clock}: the run was over before it could be stopped");
        // A second is promised; on a machine that is busy otherwise, browser and driver take more of it.
        assert!(took < Duration::from_secs(3), "{mode} {clock}: stopping took {took:?}");

        lab.type_param("work", "10");
        assert_eq!(lab.run().ending, "finished", "{mode} {clock}");
    }
}

pub(crate) fn two_tabs_run_at_once(browser: &mut Browser) {
    let server = isolated();
    let first = browser.tab();
    let mut lab = Lab::open(browser, &server.url("lab/gil-cpu?v=1&mode=free&work=400"));
    lab.start_and_see();

    browser.open_tab();
    let mut lab = Lab::open(browser, &server.url("lab/lost-update?v=1&mode=free"));
    assert_eq!(lab.run().ending, "finished");

    browser.use_tab(&first);
    browser.wait_for_attribute(&id("run-state"), "data-run", RUN, |runs| runs == "1");
    let outcome = Lab::here(browser).outcome();
    assert_eq!(outcome.ending, "finished");
    assert!(outcome.overlap > 0, "{outcome:?}");
}

/// Tells other tabs of the same origin where the lab is and whether its tab can be seen.
const TELL_STATE: &str = "
    const told = new BroadcastChannel('told');
    const state = () => document.querySelector('[data-testid=run-state]')?.dataset.state;
    new MutationObserver(() => told.postMessage({ state: state(), hidden: document.hidden }))
        .observe(document, { subtree: true, childList: true, attributeFilter: ['data-state'] });";

pub(crate) fn a_run_goes_on_while_its_tab_is_hidden(browser: &mut Browser) {
    let listener = "<!doctype html><link rel=icon href=data:,>
        <script>new BroadcastChannel('told').onmessage = ({ data }) => { window.told = data }</script>";
    let site = Site::plain(dist()).isolated().with_script(TELL_STATE).with_page("/listener.html", listener);
    let server = site.serve();
    for mode in ["free", "gil"] {
        let tab = browser.tab();
        let mut lab = Lab::open(browser, &server.url(&format!("lab/gil-cpu?v=1&mode={mode}&work=600")));
        lab.start_and_see();
        let other = browser.open_tab();
        browser.open(&server.url("listener.html"));
        browser.wait_until("window.told?.hidden && window.told.state === 'ended'", RUN);
        browser.close_tab(&other, &tab);
        assert_eq!(Lab::here(browser).outcome().ending, "finished", "{mode}");
    }
}
