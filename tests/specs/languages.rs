//! Both languages, completely.

use e2e::{Browser, Key, Lab, USUAL, id};
use serde_json::Value;

use scenarios::content::{SCENARIOS, metas};
use words::Lesson;

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
