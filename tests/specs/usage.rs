//! For everybody: by keyboard alone, on a phone, by roles and names.

use std::collections::BTreeSet;

use e2e::{Browser, Key, Lab, Site, USUAL, dist, id};
use scenarios::content::metas;
use serde_json::Value;

use crate::isolation::isolated;

/// What has the focus: its test id, and whether one can see that it has.
const FOCUS: &str = "
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const seen = (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
    return [element.dataset.testid ?? '', seen, element.outerHTML.slice(0, 200)]";

pub(crate) fn everything_is_reached_by_keyboard(browser: &mut Browser) {
    let server = isolated();
    let mut lab = Lab::open(browser, &server.url("lab/lost-update"));
    let browser = lab.browser();
    let wanted = "return Array.from(document.querySelectorAll('button, select, input, a[href], summary'))
        .filter(element => element.checkVisibility() && !element.disabled && element.tabIndex >= 0)
        .map(element => element.dataset.testid).filter(testid => testid)";
    let wanted = browser.eval(wanted, &[]);
    let wanted: BTreeSet<String> =
        wanted.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    for testid in ["mode-gil", "clock-modelled", "run", "copy-link", "param-workers", "lang-id", "theme"] {
        assert!(wanted.contains(testid), "{testid} is not among {wanted:?}");
    }
    let mut reached = BTreeSet::new();
    for _ in 0..80 {
        browser.press(Key::Tab);
        let focus = browser.eval(FOCUS, &[]);
        let testid = focus[0].as_str().unwrap_or_default().to_owned();
        if !testid.is_empty() {
            assert_eq!(focus[1], true, "one cannot see that this has the focus: {}", focus[2]);
            reached.insert(testid);
        }
    }
    let missed: Vec<_> = wanted.difference(&reached).collect();
    assert!(missed.is_empty(), "not reached by Tab: {missed:?}");
}

pub(crate) fn a_run_needs_no_mouse(browser: &mut Browser) {
    let server = isolated();
    let mut lab = Lab::open(browser, &server.url("lab/lost-update"));
    for (wanted, key) in [("mode-gil", Key::Space), ("clock-modelled", Key::Enter), ("run", Key::Enter)] {
        let browser = lab.browser();
        let focused = format!("document.activeElement.dataset.testid === '{wanted}'");
        for _ in 0..80 {
            if browser.eval(&format!("return {focused}"), &[]) == true {
                break;
            }
            browser.press(Key::Tab);
        }
        browser.wait_until(&focused, USUAL);
        browser.press(key);
    }
    let outcome = lab.ended_after(0);
    assert_eq!(outcome.ending, "finished");
    assert_eq!(lab.browser().attribute(&id("mode-gil"), "aria-pressed").as_deref(), Some("true"));
    assert_eq!(lab.browser().attribute(&id("clock-modelled"), "aria-pressed").as_deref(), Some("true"));
}

pub(crate) fn controls_tell_their_role_and_name(browser: &mut Browser) {
    let server = isolated();
    let mut lab = Lab::open(browser, &server.url("lab/lost-update"));
    for (testid, role, name) in [
        ("run", "button", "Run"),
        ("stop", "button", "Stop"),
        ("mode-gil", "button", "GIL"),
        ("clock-modelled", "button", "Modelled"),
        ("param-workers", "textbox", "Workers"),
        ("param-locked", "switch", "Take the lock"),
        ("param-between", "combobox", "Between read and write"),
        ("lang-id", "button", "Bahasa Indonesia"),
        ("title", "heading", "Lost update"),
    ] {
        let (its_role, its_name) = lab.browser().role_and_name(&id(testid));
        assert_eq!(its_role, role, "{testid}");
        assert!(its_name.contains(name), "{testid} is called {its_name:?}");
    }
    let nameless = "return Array.from(document.querySelectorAll('button, a[href], canvas'))
        .filter(element => element.checkVisibility()
            && !(element.getAttribute('aria-label') ?? element.innerText).trim())
        .map(element => element.outerHTML)";
    assert_eq!(lab.browser().eval(nameless, &[]), serde_json::json!([]));
}

pub(crate) fn a_phone_never_scrolls_sideways(browser: &mut Browser) {
    // A frame is as narrow as one likes; the least width of a window is the browser's choice.
    let phone =
        |path: &str| format!("<!doctype html><link rel=icon href=data:,><iframe src='/{path}' width=360 height=780>");
    let mut paths = vec![String::new()];
    paths.extend(metas().map(|meta| format!("lab/{}", meta.id)));
    let site = Site::plain(dist()).isolated();
    let pages = paths.iter().enumerate();
    let server = pages.fold(site, |site, (at, path)| site.with_page(&format!("/phone-{at}"), &phone(path))).serve();
    for (at, path) in paths.iter().enumerate() {
        browser.open(&server.url(&format!("phone-{at}")));
        browser.use_frame("iframe");
        for lang in ["en", "id"] {
            browser.click(&id(&format!("lang-{lang}")));
            browser.wait_until(&format!("document.documentElement.lang === '{lang}'"), USUAL);
            browser.wait_for(&id("title"));
            if path.starts_with("lab") {
                let mut lab = Lab::here(browser);
                lab.run();
                lab.browser().click(&id("copy-link"));
                lab.browser().wait_for(&id("link-text"));
            }
            // What is wider must scroll in itself; else the page would.
            let wide = "const page = document.documentElement;
                return page.scrollWidth <= 360 ? [] : Array.from(document.querySelectorAll('body *'))
                    .filter(element => element.getBoundingClientRect().right > page.clientWidth + 1)
                    .map(element => element.outerHTML.slice(0, 120)).slice(0, 10)";
            assert_eq!(browser.eval("return innerWidth", &[]), 360);
            assert_eq!(browser.eval(wide, &[]), serde_json::json!([]), "{path} in {lang}");
        }
    }
}

pub(crate) fn the_page_tells_what_it_knows_of_this_machine(browser: &mut Browser) {
    let about = |browser: &mut Browser| {
        browser.click(&id("isolation"));
        let table = id("machine");
        let measured = format!("!document.querySelector('{table}').textContent.includes('…')");
        browser.wait_until(&measured, USUAL * 2);
        let text = browser.text(&table);
        browser.click(&id("machine-close"));
        text
    };
    let server = isolated();
    browser.open(&server.url(""));
    browser.wait_for(&id("isolation"));
    let text = about(browser);
    assert!(text.contains("isolated") && !text.contains("not to be had"), "at home: {text}");

    let mut lab = Lab::open(browser, &server.url("lab/lost-update?v=1&mode=free&clock=measured"));
    let text = about(lab.browser());
    assert!(text.contains("isolated") && !text.contains("not to be had"), "{text}");
    // It took nothing from the lab's own conductor.
    assert_eq!((lab.run().ending.as_str(), lab.conductors()), ("finished", 1));

    let server = Site::plain(dist()).serve();
    browser.host("heddle.test", server.port());
    browser.open("http://heddle.test/lab/lost-update");
    let text = about(Lab::here(browser).browser());
    assert!(text.contains("not isolated") && text.contains("not to be had"), "{text}");
}
