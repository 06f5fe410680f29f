//! The search through every interleaving: what it finds is what a run then shows, and it can be held and
//! stopped.

use std::time::Duration;

use e2e::{Browser, Key, Lab, RUN, Site, USUAL, dist, id, timed};
use model::Meta;
use scenarios::content::metas;

use crate::isolation::isolated;

/// The experiments that have an order of steps to search for.
fn searchable() -> impl Iterator<Item = &'static Meta> {
    metas().filter(|meta| !meta.timed)
}

#[track_caller]
fn wait_for_search(browser: &mut Browser, wanted: &str) {
    browser.wait_for_attribute(&id("interleavings"), "data-state", RUN, |state| state == wanted);
}

/// Shows every ending found, and sees that the run ends so.
fn show_all(lab: &mut Lab, meta: &Meta) -> (u64, u64) {
    let (mut bad, mut decided) = (0, 0);
    let rows = lab.browser().count(&format!("{} tbody tr", id("outcomes")));
    assert!(rows > 0, "{}: nothing was found", meta.id);
    for row in 1..=rows {
        let of_row = format!("{} tbody tr:nth-child({row})", id("outcomes"));
        let show = format!("{of_row} button");
        if lab.browser().count(&show) == 0 {
            continue;
        }
        let good = lab.browser().attribute(&of_row, "data-good");
        let headline = lab.browser().text(&format!("{of_row} td:first-child"));
        let before = lab.runs();
        lab.browser().click(&show);
        let outcome = lab.ended_after(before);
        assert_eq!(outcome.headline, headline, "{}", meta.id);
        assert_eq!(lab.browser().attribute(&id("verdict"), "data-good"), good, "{}: {headline}", meta.id);
        assert!(lab.browser().address().contains("&schedule=1-"), "{}: {headline}", meta.id);
        bad += u64::from(good.as_deref() == Some("false"));
        decided += lab.browser().count(&id("why"));
    }
    (bad, decided)
}

pub(crate) fn what_a_search_finds_is_what_a_run_shows(browser: &mut Browser) {
    let server = isolated();
    let (mut bad, mut decided) = (0, 0);
    for meta in searchable() {
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}", meta.id)));
        lab.browser().click(&id("find"));
        wait_for_search(lab.browser(), "complete");
        let (found, told) = show_all(&mut lab, meta);
        bad += found;
        decided += told;
        if let Some((cure, _)) = meta.cure.as_ref().filter(|_| found > 0) {
            // Mended, nothing bad is left: that is the proof.
            let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?{}", meta.id, cured(meta))));
            lab.browser().press(Key::Char('b'));
            wait_for_search(lab.browser(), "complete");
            let bad = lab.browser().count(&format!("{} tr[data-good=false]", id("outcomes")));
            assert_eq!(bad, 0, "{}: {cure} does not mend it", meta.id);
        }
    }
    assert!(bad > 1 && decided > 1, "{bad} bad endings, of which {decided} were explained");
}

/// The query of a link with the cure.
fn cured(meta: &Meta) -> String {
    let mut link = model::Link::defaults(meta);
    if let Some((id, value)) = &meta.cure {
        link.params.set(id, *value).expect("the cure is a value of the scenario's");
    }
    link.to_query()
}

pub(crate) fn a_search_is_held_and_stopped_and_a_run_works_after_it(browser: &mut Browser) {
    // Where threads cannot be had a search works all the same.
    for site in
        [Site::plain(dist()).isolated(), Site::plain(dist()).with_script("delete Navigator.prototype.serviceWorker")]
    {
        let server = site.serve();
        // Far more interleavings than anybody can wait for.
        let mut lab = Lab::open(browser, &server.url("lab/lost-update?v=1&mode=gil&workers=4&increments=8"));
        lab.browser().click(&id("find"));
        wait_for_search(lab.browser(), "complete");
        lab.browser().click(&id("search-as-set"));
        let told = format!("/[1-9]/.test(document.querySelector('{}')?.textContent)", id("search-progress"));
        lab.browser().wait_until(&told, USUAL);
        lab.browser().click(&id("hold"));
        wait_for_search(lab.browser(), "held");
        // What was on its way has arrived.
        std::thread::sleep(Duration::from_millis(500));
        let held = lab.browser().text(&id("search-progress"));
        std::thread::sleep(Duration::from_millis(700));
        assert_eq!(lab.browser().text(&id("search-progress")), held, "it goes on though it is held");
        lab.browser().click(&id("hold"));
        wait_for_search(lab.browser(), "going");
        let moved = format!(
            "document.querySelector('{}').textContent !== {}",
            id("search-progress"),
            serde_json::Value::from(held)
        );
        lab.browser().wait_until(&moved, USUAL);
        let ((), took) = timed(|| {
            lab.stop();
            wait_for_search(lab.browser(), "incomplete");
        });
        assert!(took < Duration::from_secs(3), "stopping took {took:?}");
        assert_eq!(lab.run().ending, "finished");
    }
}
