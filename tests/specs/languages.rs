//! Every language, completely, and one that only tests speak.

use e2e::{Browser, Key, Lab, Missing, Site, USUAL, accented, dist, id};
use serde_json::Value;

use scenarios::content::{SCENARIOS, metas};
use words::{Lesson, accents};

use crate::isolation::isolated;

/// Every word for people: texts, and the attributes that are read out or pop up. Not what is
/// Python, a name in the program, or the languages' own names.
const WORDS: &str = "
    const skip = '[data-testid=listing] code, pre, code, [data-testid^=lang-], .brand, script, noscript, style, [translate=no]';
    const words = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (element.closest(skip)) continue;
        if (node.nodeType === Node.TEXT_NODE) words.push(node.data);
        else for (const name of ['title', 'aria-label', 'aria-valuetext', 'placeholder', 'alt'])
            if (node.hasAttribute(name)) words.push(node.getAttribute(name));
    }
    return words.map(word => word.trim()).filter(word => /\\p{L}{2}/u.test(word));";

/// The same in both languages, because Indonesian programmers say it so.
const SAME: &[&str] = &["GIL", "Mode", "mode", "Program", "Event loop", "µs", "Python", "Esc"];

/// Words no Indonesian sentence has.
const ENGLISH: &[&str] = &[
    "the", "and", "of", "is", "are", "with", "what", "this", "that", "run", "runs", "was", "were", "for", "by", "waits",
];

fn words(browser: &mut Browser) -> Vec<String> {
    let words = browser.eval(WORDS, &[]);
    words.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn english_words_in(text: &str) -> Vec<&str> {
    // What stands in quotes is quoted: a parameter's value, a word of a link.
    let outside = text.split(['“', '”']).step_by(2);
    outside.flat_map(|part| part.split(|c: char| !c.is_alphabetic())).filter(|word| ENGLISH.contains(word)).collect()
}

/// The lesson of a scenario in this language.
pub(crate) fn lesson(lang: &str, id: &str) -> Lesson {
    let file = format!("{}/../web/scenarios/{id}/{lang}.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).expect("every scenario has a lesson in every language");
    Lesson::parse(&text).expect("the lessons' own tests see to that")
}

/// What it is called.
fn title(lang: &str, id: &str) -> Value {
    Value::from(lesson(lang, id).title())
}

/// The words of the page in this language, once `shown` holds: lessons and lists are fetched.
#[track_caller]
fn words_in(browser: &mut Browser, lang: &str, shown: &str) -> Vec<String> {
    browser.click(&id(&format!("lang-{lang}")));
    browser.wait_until(&format!("document.documentElement.lang === '{lang}' && {shown}"), USUAL);
    browser.wait_for(&id("title"));
    words(browser)
}

/// Compares the page as it is in the other language with how it was in English. `shown` is what holds
/// once the page shows this title.
#[track_caller]
fn assert_translated(browser: &mut Browser, what: &str, scenario: &str, shown: impl Fn(Value) -> String) {
    let english = words_in(browser, "en", &shown(title("en", scenario)));
    let indonesian = words_in(browser, "id", &shown(title("id", scenario)));
    assert!(english.len() > 10 && indonesian.len() > 10, "{what}: {english:?}");
    let left: Vec<&String> = indonesian
        .iter()
        // A word of code, such as `sleep(0)`, and a time stay as they are.
        .filter(|word| !word.contains('(') && !word.starts_with("µs =") && !word.contains('\u{a0}'))
        .filter(|word| english.contains(word) && !SAME.contains(&word.as_str()) || !english_words_in(word).is_empty())
        .collect();
    assert!(left.is_empty(), "{what}: still English in Indonesian: {left:#?}");
}

pub(crate) fn every_string_is_there_in_both_languages(browser: &mut Browser) {
    let server = isolated();
    browser.open(&server.url(""));
    browser.wait_for(&id("title"));
    let first = &SCENARIOS[0].meta.id;
    assert_translated(browser, "home", first, |title| {
        format!("document.querySelector('.cards h3').textContent === {title}")
    });
    for meta in metas() {
        // What is said of a link that is wrong is the same everywhere.
        let wrong = (meta.id == *first).then_some("?workers=nobody");
        for query in ["?v=1&mode=gil&clock=modelled", "?v=1&mode=free"].into_iter().chain(wrong) {
            Lab::open(browser, &server.url(&format!("lab/{}{query}", meta.id)));
            let shown = |title| format!("document.title === {title} + ' · Heddle'");
            assert_translated(browser, &format!("{} {query}", meta.id), &meta.id, shown);
            Lab::here(browser).run();
            assert_translated(browser, &format!("{} {query} after a run", meta.id), &meta.id, shown);
        }
    }
}

pub(crate) fn the_language_is_kept_and_asked_for(browser: &mut Browser) {
    let server = isolated();
    browser.open(&server.url("lab/gil-cpu"));
    browser.wait_until("document.documentElement.lang === 'en'", USUAL);
    browser.click(&id("lang-id"));
    browser.wait_until("document.documentElement.lang === 'id'", USUAL);
    // Whoever pressed the button by keyboard stays on it.
    browser.wait_until("document.activeElement.dataset.testid === 'lang-id'", USUAL);
    browser.open(&server.url(""));
    browser.wait_until("document.documentElement.lang === 'id'", USUAL);
    // A link may ask for a language; what else it says holds too.
    let mut lab = Lab::open(browser, &server.url("lab/lost-update?lang=en&v=1&mode=gil&workers=3"));
    assert_eq!(lab.param("workers"), "3");
    lab.browser().wait_until("document.documentElement.lang === 'en'", USUAL);
}

pub(crate) fn a_run_outlives_a_change_of_language(browser: &mut Browser) {
    let server = isolated();
    let mut lab = Lab::open(browser, &server.url("lab/lost-update?v=1&mode=gil&clock=modelled"));
    let english = lab.run();
    lab.browser().click(&id("lang-id"));
    lab.browser().wait_until("document.documentElement.lang === 'id'", USUAL);
    lab.browser().wait_until("document.querySelector('[data-testid=lesson]')", USUAL);
    let indonesian = lab.outcome();
    assert_ne!(indonesian.headline, english.headline);
    assert_eq!(e2e::Outcome { headline: english.headline.clone(), ..indonesian }, english);
    // The keys' list opens and closes in either.
    lab.browser().press(Key::Escape);
}

pub(crate) fn a_language_that_does_not_come_is_told(browser: &mut Browser) {
    browser.expect_fault("404");
    browser.expect_fault("words.id.txt");
    let missing = Missing { destination: None, after: 0, cut: false };
    let server = Site::plain(dist()).isolated().without("words.id.txt", missing).serve();
    let mut lab = Lab::open(browser, &server.url("lab/lost-update?v=1&mode=gil&clock=modelled"));
    let english = lab.run();
    lab.browser().click(&id("lang-id"));
    lab.browser().wait_for(&id("try-again"));
    assert!(lab.browser().text(&id("error")).contains("Bahasa Indonesia could not be loaded"));
    assert_eq!(lab.outcome(), english, "the run is still there");
    lab.browser().click(&id("lang-en"));
    lab.browser().wait_until("!document.querySelector('[data-testid=error]')", USUAL);
}

pub(crate) fn a_third_language_is_a_table_and_lessons(browser: &mut Browser) {
    let server = Site::plain(accented()).isolated().serve();
    browser.open(&server.url(&format!("?lang={}", accents::ID)));
    browser.wait_until("document.querySelector('.cards h3')", USUAL);
    assert_accented(browser, "home");
    let path = format!("lab/lost-update?lang={}&v=1&mode=gil&clock=modelled", accents::ID);
    let mut lab = Lab::open(browser, &server.url(&path));
    lab.browser().wait_until("document.querySelector('[data-testid=lesson] p')", USUAL);
    let outcome = lab.run();
    assert!(outcome.headline.contains('’'), "it writes numbers in its own way: {outcome:?}");
    assert_accented(lab.browser(), "a lab");
    // From it to another and back, with the run.
    for (lang, sign) in [("en", ','), (accents::ID, '’')] {
        lab.browser().click(&id(&format!("lang-{lang}")));
        lab.browser().wait_until(&format!("document.documentElement.lang === '{lang}'"), USUAL);
        lab.browser().wait_until("document.querySelector('[data-testid=lesson] p')", USUAL);
        let shown = lab.outcome();
        assert!(shown.headline.contains(sign) && shown.events == outcome.events, "{shown:?}");
    }
    // Nobody else is offered it.
    let html = std::fs::read_to_string(dist().join("index.html")).expect("a site has its page");
    assert!(!html.contains(accents::ID));
}

/// Every word on the page is of the language that nobody speaks: none stands in the page's own code.
#[track_caller]
fn assert_accented(browser: &mut Browser, what: &str) {
    assert_eq!(browser.eval("return document.documentElement.lang", &[]), accents::ID, "{what}");
    let words = words(browser);
    assert!(words.len() > 10, "{what}: {words:?}");
    let plain: Vec<&String> = words.iter().filter(|text| !plain_words_in(text).is_empty()).collect();
    assert!(plain.is_empty(), "{what}: not in the language of the page: {plain:#?}");
}

/// Words without an accent. A name of the program has a number or a bracket; others are the same in every language.
fn plain_words_in(text: &str) -> Vec<&str> {
    const NAMES: [&str; 3] = ["Heddle", "Python", "Esc"];
    let words = text.split(|c: char| c.is_whitespace() || "“”.,:;…".contains(c));
    let plain = |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    words.filter(plain).filter(|word| !NAMES.contains(word)).collect()
}
