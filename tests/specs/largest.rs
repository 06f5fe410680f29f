//! Runs at their largest parameters: Stop is obeyed at once, and what is left out is said.
//!
//! A script in the page does what a person does and keeps the time, since a question of the driver takes longer than
//! what is measured. It refuses to wait for runs to end: most are stopped, at random moments.

use e2e::{Browser, Lab, USUAL, id, until};
use model::{Clock, Link, MOST_EVENTS, Meta, ParamKind, Params};
use scenarios::content::metas;
use serde_json::{Value, json};

use crate::isolation::isolated;
use crate::series::Dice;

/// Runs that are stopped.
const RUNS: usize = 12;

/// Presses Run, and Stop after so many milliseconds or when so many events have been drawn: gives how long Stop took, and
/// how long lay between two ticks of the page at most, in milliseconds.
const STOPPED: &str = "return (async ({ after, events }) => {
    const part = (name) => document.querySelector(`[data-testid=\"${name}\"]`);
    const isOver = () => !['running', 'booting'].includes(part('run-state').dataset.state);
    const ticks = new MessageChannel();
    let [last, asleep, going] = [performance.now(), 0, true];
    ticks.port2.onmessage = () => {
        const now = performance.now();
        [asleep, last] = [Math.max(asleep, now - last), now];
        if (going) ticks.port1.postMessage(0);
    };
    const pause = () => new Promise((done) => setTimeout(done, 1));
    const runs = part('run-state').dataset.run;
    part('run').click();
    ticks.port1.postMessage(0);
    const began = performance.now();
    while (part('run-state').dataset.state !== 'running' && part('run-state').dataset.run === runs) await pause();
    while (!isOver() && performance.now() - began < after && +part('timeline').dataset.events < events) await pause();
    const pressed = performance.now();
    const late = isOver();
    part('stop').click();
    while (!isOver()) await pause();
    const stop = performance.now() - pressed;
    going = false;
    // What the end itself costs is of the run, too.
    await new Promise(requestAnimationFrame);
    await pause();
    asleep = Math.max(asleep, performance.now() - last);
    return { stop: late ? 0 : stop, asleep, state: part('run-state').dataset.state, ...part('timeline').dataset,
        ...part('verdict').dataset, said: part('left-out')?.innerText ?? '', late: part('stopped-late')?.innerText ?? '' };
    })(arguments[0]);";

/// Whether Stop took no longer than it may, where the page had its core: on a machine that gives it none for seconds,
/// that is as long as the page got no tick.
fn is_prompt(told: &Value) -> bool {
    let millis = |name: &str| told[name].as_f64().expect("the script measures it");
    millis("stop") < 1_000.0 + 2.0 * millis("asleep")
}

fn stopped(browser: &mut Browser, after: u64, events: u64) -> Value {
    browser.eval(STOPPED, &[json!({ "after": after, "events": events })])
}

/// The scenario as large as it can be; a choice is by chance.
fn largest(meta: &Meta, dice: &mut Dice) -> Params {
    let mut params = Params::defaults(&meta.params);
    for spec in &*meta.params {
        let (least, most) = spec.range();
        let value = match spec.kind {
            ParamKind::Int { .. } | ParamKind::Micros { .. } => most,
            ParamKind::Flag { .. } | ParamKind::Choice { .. } => least + dice.below((most - least + 1) as u64) as i64,
        };
        params.set(&spec.id, value).expect("it is within its range");
    }
    params
}

/// The page was asleep for over 25 s when Stop was pressed here, since it showed first what had happened.
pub(crate) fn stop_ends_the_showing_whatever_is_still_to_be_shown(browser: &mut Browser) {
    let server = isolated();
    let query = "mode=gil&workers=8&increments=100000&between=sleep&clock=modelled";
    let mut lab = Lab::open(browser, &server.url(&format!("lab/lost-update?{query}")));
    let told = stopped(lab.browser(), 20_000, 200_000);
    println!("{:?}: {told}", lab.browser().kind());
    let number = |name: &str| told[name].as_str().and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
    // Where this page is slow and the machine was through already, that is said, and what it came to.
    let ended = if told["late"] == "" { "stopped" } else { "finished" };
    assert_eq!((&told["state"], &told["ending"]), (&json!("ended"), &json!(ended)), "{told}");
    assert!(is_prompt(&told), "{told}");
    // What was on its way is left out, and that is said.
    let said = told["said"].as_str().unwrap_or_default();
    assert_eq!(number("dropped") > 0, said.contains("before you pressed Stop"), "{told}");
    lab.start_and_see();
    lab.stop();
}

pub(crate) fn what_there_is_no_room_for_is_said_wherever_it_matters(browser: &mut Browser) {
    let server = isolated();
    let query = "mode=free&workers=8&increments=100000&locked=true&clock=modelled";
    let mut lab = Lab::open(browser, &server.url(&format!("lab/lost-update?{query}")));
    let outcome = lab.run();
    // The verdict is the program's own, and knows of every update.
    assert_eq!((outcome.key.as_str(), outcome.events), ("all-there", MOST_EVENTS), "{outcome:?}");
    assert!(outcome.dropped > 1_000_000, "{outcome:?}");
    let browser = lab.browser();
    let alt = browser.attribute(&format!("{} canvas", id("timeline")), "aria-label").unwrap_or_default();
    assert!(alt.contains("the first 1,000,000 events of 3,"), "{alt}: {outcome:?}");
    for (what, words) in [
        (id("left-out"), "end after 1,000,000 events"),
        (id("told-end"), "Here the story ends"),
        (format!("{} output", id("timeline")), "of the first 1,000,000"),
        (id("verdict"), "In the part that is shown"),
    ] {
        let said = browser.text(&what);
        assert!(said.contains(words), "{said}");
    }
    browser.click(&id("lang-id"));
    until("the same in Indonesian", USUAL, || {
        browser.text(&id("left-out")).contains("berhenti setelah 1.000.000 peristiwa").then_some(())
    });
}

pub(crate) fn the_largest_runs_stop_at_once(browser: &mut Browser) {
    let server = isolated();
    // A page is left while the threads of a run that was stopped still load: that is how Firefox tells of it.
    browser.expect_fault("error loading dynamically imported module");
    let all: Vec<&Meta> = metas().collect();
    let (mut dice, mut stops, mut asleep) = (Dice(20_261_129), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let meta = all[dice.below(all.len() as u64) as usize];
        let params = largest(meta, &mut dice);
        let mode = meta.modes[dice.below(meta.modes.len() as u64) as usize];
        let clock = Clock::ALL[dice.below(2) as usize];
        let link = Link { params, mode, clock, ..Link::defaults(meta) }.to_query();
        let mut lab = Lab::open(browser, &server.url(&format!("lab/{}?{link}", meta.id)));
        let told = stopped(lab.browser(), dice.below(1_500), u64::MAX);
        assert!(told["state"] == "ended" && is_prompt(&told), "{} {link}: {told}", meta.id);
        println!("{} {link}: stop {}, asleep {}, {}", meta.id, told["stop"], told["asleep"], told["events"]);
        stops.push(told["stop"].as_f64().unwrap_or(f64::MAX));
        asleep.push(told["asleep"].as_f64().unwrap_or(f64::MAX));
    }
    // A run that had to be killed leaves a worker on its way: its host stays until it has come.
    let mut last = Lab::open(browser, &server.url("lab/lost-update?v=1&mode=gil&clock=modelled&increments=1"));
    assert_eq!(last.run().ending, "finished");
    stops.sort_by(f64::total_cmp);
    asleep.sort_by(f64::total_cmp);
    println!(
        "{:?}: the longest stop took {:.0} ms; between two ticks of the page passed {:.0} ms at the 95th percentile of runs",
        browser.kind(),
        stops[RUNS - 1],
        asleep[RUNS * 95 / 100 - 1]
    );
}
