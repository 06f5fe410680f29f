//! Hundreds of runs in a row, of every scenario in every measured mode, with stops and with kills of every
//! kind at random moments: afterwards as many workers live as did, and memory is as large.
//!
//! All labs are open at once, each in a frame of one page, so the runs alternate without a page being left
//! in between; a script there does what a person does. What memory there was is measured once everything
//! has happened: from then on nothing is new. It is all that the browser's processes have, where the system tells
//! that, and that of the programs everywhere.

use std::collections::BTreeMap;
use std::time::Duration;

use e2e::{Browser, until};
use model::{Clock, Link, Meta, Mode, Params};
use scenarios::content::{meta, metas};
use serde_json::json;

use crate::kills::assert_not_grown;
use crate::obeying::{lives_on, living, obeying};

/// Runs of the series before memory is measured, and after that until it is measured again.
const BEFORE: usize = 60;
const RUNS: usize = 150;

const PAGE: &str = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>
<style>body { margin: 0; display: grid; grid-template-columns: repeat(3, 1fr) } iframe { height: 30vh; border: 0 }</style>
<script>
    const labs = {};
    const part = (lab, id) => labs[lab].contentDocument?.querySelector(`[data-testid=\"${id}\"]`);
    const state = (lab) => part(lab, 'run-state')?.dataset ?? {};
    const pause = (millis) => new Promise((done) => setTimeout(done, millis));
    const until = async (what, holds) => {
        for (const since = performance.now(); !holds(); await pause(2))
            if (performance.now() - since > 20000) throw new Error(`waited in vain for ${what}`);
    };
    window.openLab = async (lab, address) => {
        labs[lab] = document.createElement('iframe');
        labs[lab].src = address;
        document.body.append(labs[lab]);
        await until(`${lab} to come up`, () => state(lab).state === 'idle');
    };
    // Runs it as a person does; does this to it after so many milliseconds, unless it is over then.
    window.runLab = async ({ lab, mode, act, after, nth }) => {
        await until(`${mode} of ${lab}`, () => part(lab, `mode-${mode}`));
        part(lab, `mode-${mode}`).click();
        await until(`${mode} of ${lab}`, () => part(lab, `mode-${mode}`).ariaPressed === 'true');
        const before = { ...state(lab) };
        part(lab, 'run').click();
        await until(`${lab} to run`, () => state(lab).state === 'running' || state(lab).run !== before.run);
        const isOver = () => state(lab).state !== 'running';
        let hit = false;
        if (act && act !== 'stop') {
            // What the last run had is shown until the next picture; and who is ended before this one has begun is
            // replaced, and nobody the wiser.
            for (let frame = 0; frame < 2; frame++) await new Promise(labs[lab].contentWindow.requestAnimationFrame);
            await until(`anything of ${lab}`, () => isOver() || part(lab, 'timeline').dataset.events !== '0');
        }
        if (act) {
            for (const due = performance.now() + after; performance.now() < due && !isOver(); ) await pause(1);
            if (act.startsWith('stop')) part(lab, 'stop')?.click();
            else while (!hit && !isOver()) hit = !!(await labs[lab].contentWindow.tell(`end ${act}`, nth))?.done;
        }
        await until(`the end of ${lab}`, isOver);
        const verdict = part(lab, 'verdict').dataset;
        const { conductors, state: how } = state(lab);
        return { hit, how, ending: verdict.ending, key: verdict.key ?? '', code: part(lab, 'error')?.dataset.code,
            replaced: Number(conductors) > Number(before.conductors) };
    };
    window.memories = () => Promise.all(Object.values(labs).map(async ({ contentWindow: lab }) =>
        [lab.pageMemory.buffer.byteLength, (await lab.tell('tell memory')).memory]));
</script>";

/// A lab that is open, and what is run there.
struct Open {
    name: String,
    meta: &'static Meta,
    params: Params,
    modes: Vec<Mode>,
}

/// Every scenario, as small as its search wants it, and two that can be met at work: one has threads and goes on
/// for as long as it is let, one has a process that is at work for a while.
fn open_all(browser: &mut Browser, url: impl Fn(&str) -> String) -> Vec<Open> {
    let open = |meta: &'static Meta, name: &str, params: Params| {
        let modes = meta.modes.clone();
        Open { name: name.to_owned(), meta, params, modes }
    };
    let small = |meta: &'static Meta| open(meta, &meta.id, Params::preset(&meta.params, &meta.explore));
    let mut all: Vec<Open> = metas().map(small).collect();
    for (id, name, values) in
        [("gil-cpu", LONG, [("tasks", 8), ("work", 2_000)]), ("pickle-cost", FORK, [("size", 2), ("passes", 100)])]
    {
        all.push(open(meta(id), name, Params::preset(&meta(id).params, &values)));
    }
    for Open { name, meta, params, .. } in &all {
        let link = Link { params: params.clone(), clock: Clock::Measured, ..Link::defaults(meta) };
        let address = url(&format!("lab/{}?{}", meta.id, link.to_query()));
        browser.eval("return openLab(...arguments)", &[json!(name), json!(address)]);
    }
    all
}

const LONG: &str = "long";
const FORK: &str = "fork";

/// Numbers that look random and are the same in every series.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// One of so many.
    pub(crate) fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What happened in a series, for its report.
#[derive(Default, Debug)]
struct Seen {
    runs: usize,
    endings: BTreeMap<String, usize>,
    kills: BTreeMap<&'static str, usize>,
}

/// So many runs. Of fifteen, five are stopped and one is killed.
fn series(browser: &mut Browser, all: &[Open], runs: usize, dice: &mut Dice, seen: &mut Seen) {
    const KILLS: [&str; 3] = ["the conductor", "a thread", "a process"];
    let [short @ .., long, fork] = all else { panic!("there are scenarios") };
    let pairs: Vec<(&Open, Mode)> =
        short.iter().flat_map(|lab| lab.modes.iter().map(move |mode| (lab, *mode))).collect();
    for at in 0..runs {
        let kill = KILLS[at / 15 % 3];
        let ((lab, mode), act) = match at % 15 {
            3 | 9 => ((long, long.modes[at / 3 % long.modes.len()]), Some("stop")),
            1 | 6 | 12 => (pairs[dice.below(pairs.len() as u64) as usize], Some("stop")),
            14 if kill == "a process" => ((fork, Mode::Processes), Some(kill)),
            14 if kill == "a thread" => ((long, Mode::Free), Some(kill)),
            14 => ((long, [Mode::Free, Mode::Gil][at / 45 % 2]), Some(kill)),
            _ => (pairs[at % pairs.len()], None),
        };
        let after = dice.below(if lab.name == LONG { 60 } else { 30 });
        let order = json!({ "lab": lab.name, "mode": mode.id(), "act": act, "after": after, "nth": dice.below(12) });
        let told = browser.eval("return runLab(arguments[0])", std::slice::from_ref(&order));
        let word = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        let (how, ending, hit) = (word("how"), word("ending"), told["hit"] == true);
        match act.filter(|act| *act != "stop") {
            // A process that ended is part of what the run came to, as in any system.
            Some("a process") if hit => assert_eq!((&*how, &*ending), ("ended", "crashed"), "{order}: {told}"),
            Some(kill) if hit => {
                assert!(word("code") == "worker-failed" && told["replaced"] == true, "{order}: {told}");
                *seen.kills.entry(kill).or_default() += 1;
            }
            _ => {
                let stopped = ending == "stopped" && act == Some("stop");
                let declared = || crate::runs::declares(lab.meta, &lab.params, &ending, &word("key"));
                assert!(how == "ended" && (stopped || declared()), "{order}: {told}");
            }
        }
        if hit && act == Some("a process") {
            *seen.kills.entry("a process").or_default() += 1;
        }
        *seen.endings.entry(if how == "ended" { ending } else { how }).or_default() += 1;
        seen.runs += 1;
    }
    // Whoever was killed comes back when it is needed: now.
    for lab in all {
        for mode in &lab.modes {
            let order = json!({ "lab": lab.name, "mode": mode.id(), "act": (lab.name == LONG).then_some("stop at work"), "after": 0 });
            browser.eval("return runLab(arguments[0])", &[order]);
        }
    }
}

/// Bytes of all pages' memories and of all conductors'.
fn programs(browser: &mut Browser) -> [u64; 2] {
    let told = browser.eval("return memories()", &[]);
    let told: Vec<[u64; 2]> = serde_json::from_value(told).expect("two numbers for every lab");
    [0, 1].map(|of| told.iter().map(|both| both[of]).sum())
}

pub(crate) fn hundreds_of_runs_with_stops_and_kills_leave_everything_as_it_was(browser: &mut Browser) {
    // The service worker isolates a frame by itself, in Chromium, and then the page around it cannot look into it.
    let site = obeying().with_script("delete Navigator.prototype.serviceWorker;");
    let server = site.with_page("/series.html", PAGE).serve();
    browser.open(&server.url("series.html"));
    let all = open_all(browser, |path| server.url(path));
    let (mut dice, mut seen) = (Dice(20_261_121), Seen::default());
    series(browser, &all, BEFORE, &mut dice, &mut Seen::default());
    let (lived, before, whole) = (living(browser), programs(browser), browser.memory());
    series(browser, &all, RUNS, &mut dice, &mut seen);
    lives_on(browser, &lived, "after the series");
    let now = programs(browser);
    println!(
        "{:?}: {seen:?}, and {lived:?} live as before; memory {before:?} {whole:?}, then {now:?} {:?}",
        browser.kind(),
        browser.memory()
    );
    assert_not_grown("the series", lived["thread"], before, now);
    if let Some(whole) = whole {
        // What nobody needs any more goes when the browser finds time.
        until("memory to be as it was", Duration::from_secs(10), || {
            browser.memory().filter(|now| *now as f64 <= whole as f64 * 1.1)
        });
    }
    assert!(seen.endings["deadlock"] > 3 && seen.endings["stopped"] > RUNS / 10, "{seen:?}");
    // One or another came when the run was over.
    assert!(seen.kills.len() == 3 && seen.kills.values().sum::<usize>() >= RUNS / 15 - 3, "{seen:?}");
}
