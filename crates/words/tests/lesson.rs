//! Lessons: the head, the Markdown, and numbers as each language writes them.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use words::number::{bytes, decimal, number, percent, time};
use words::{Block, Fault, Inline, Lang, Lesson, LessonError, fill, markdown, placeholders};

#[test]
fn a_lesson_has_words_and_a_body() {
    let text = "---\ntitle: A: b\nsummary: S.\nparam.a: A\nparam.a.help: H\nparam.a.x: X\npreset.p: P\ncure: C\n\
                verdict.lost: {lost} lost | {share:percent} of it\n---\n\n## Why\n\nSo.\n";
    let lesson = Lesson::parse(text).expect("there is no fault in it");
    assert_eq!((lesson.title(), lesson.summary(), lesson.cure()), ("A: b", "S.", Some("C")));
    assert_eq!((lesson.param("a"), lesson.help("a"), lesson.option("a", "x")), (Some("A"), Some("H"), Some("X")));
    assert_eq!((lesson.preset("p"), lesson.preset("q")), (Some("P"), None));
    assert_eq!(lesson.verdict("lost"), Some(("{lost} lost", "{share:percent} of it")));
    assert_eq!(lesson.keys().count(), 8);
    assert_eq!(lesson.body.len(), 2);
    assert_eq!(Lesson::parse(&text.replace('\n', "\r\n")).as_ref(), Ok(&lesson));
}

#[test]
fn every_fault_is_named_with_its_line() {
    let fault = |text: &str| {
        let LessonError { line, fault } = Lesson::parse(text).expect_err(text);
        (line, fault)
    };
    assert_eq!(fault(""), (1, Fault::NoHead));
    assert_eq!(fault("title: x"), (1, Fault::NoHead));
    assert_eq!(fault("---\ntitle: x"), (1, Fault::HeadNotClosed));
    assert_eq!(fault("---\ntitle\n---"), (2, Fault::NoValue));
    assert_eq!(fault("---\ntitle:\n---"), (2, Fault::NoValue));
    assert_eq!(fault("---\ntitle: x\ntitle: y\n---"), (3, Fault::Twice("title".into())));
    assert_eq!(fault("---\nverdict.x: y\n---"), (2, Fault::NoSentence));
    assert_eq!(fault("---\ntitle: x\n---"), (3, Fault::Missing("summary")));
}

#[test]
fn numbers_are_written_as_people_write_them() {
    let both = |write: fn(f64, Lang) -> String, value: f64| {
        format!("{} / {}", write(value, EN), write(value, ID)).replace('\u{a0}', "_")
    };
    let number = |value: f64| both(number, value);
    assert_eq!(number(0.0), "0 / 0");
    assert_eq!(number(-0.001), "0 / 0");
    assert_eq!(number(-12_345.5), "−12,345.5 / −12.345,5");
    assert_eq!(number(999.0), "999 / 999");
    assert_eq!(number(1_234_567.0), "1,234,567 / 1.234.567");
    assert_eq!(number(f64::NAN), "– / –");

    let percent = |value: f64| both(percent, value);
    assert_eq!(percent(0.156), "15.6_% / 15,6_%");
    assert_eq!(percent(0.5), "50_% / 50_%");
    assert_eq!(percent(0.0), "0_% / 0_%");
    assert_eq!(percent(1.0), "100_% / 100_%");
    assert_eq!(percent(0.000_05), "<_0.1_% / <_0,1_%");
    assert_eq!(percent(0.999_99), ">_99.9_% / >_99,9_%");

    let time = |value: f64| both(time, value);
    assert_eq!(time(0.0), "0_ns / 0_ns");
    assert_eq!(time(850.0), "850_ns / 850_ns");
    assert_eq!(time(999.6), "1_µs / 1_µs");
    assert_eq!(time(4_100_000.0), "4.1_ms / 4,1_ms");
    assert_eq!(time(999_700_000.0), "1_s / 1_s");
    assert_eq!(time(41_230_000.0), "41.2_ms / 41,2_ms");
    assert_eq!(time(412_300_000.0), "412_ms / 412_ms");
    assert_eq!(time(1_234_000_000_000.0), "1,234_s / 1.234_s");

    let bytes = |value: f64| both(bytes, value);
    assert_eq!(bytes(512.0), "512_B / 512_B");
    assert_eq!(bytes(1_572_864.0), "1.5_MiB / 1,5_MiB");
    assert_eq!(bytes(33_554_432.0), "32_MiB / 32_MiB");

    assert_eq!(both(|value, lang| decimal(value, 2, lang), 0.9), "0.90 / 0,90");
    assert_eq!(both(|value, lang| decimal(value, 2, lang), 1234.567), "1,234.57 / 1.234,57");
}

#[test]
fn templates_are_filled_in() {
    let values = [("lost".to_owned(), 1.0), ("share".to_owned(), 0.18), ("took".to_owned(), 2_500.0)];
    let filled = |template: &str, lang: Lang| fill(template, &values, lang).replace('\u{a0}', " ");
    assert_eq!(filled("{lost} {lost:update/updates}, {share:percent}", EN), "1 update, 18 %");
    assert_eq!(filled("{took} {took:update/updates}", EN), "2,500 updates");
    assert_eq!(filled("{took:time} {took:times} {took:bytes}", ID), "2,5 µs 2.500,00 2,44 KiB");
    assert_eq!(filled("{gone} {lost:warp} {lost", EN), "{gone} {lost:warp} {lost");
    assert_eq!(placeholders("{a} and {b:time}"), [("a", ""), ("b", "time")]);
}

const EN: Lang = Lang { id: "en", group: ',', point: '.' };
const ID: Lang = Lang { id: "id", group: '.', point: ',' };

fn check(text: &str, expected: Expect) {
    let told: Vec<String> = markdown::parse(text.lines()).iter().map(block).collect();
    expected.assert_eq(&told.join("\n"));
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, text } => format!("h{level} {}", inlines(text)),
        Block::Paragraph(text) => format!("p {}", inlines(text)),
        Block::List { ordered, items } => {
            let items: Vec<String> = items.iter().map(|item| inlines(item)).collect();
            format!("{} {}", if *ordered { "ol" } else { "ul" }, items.join(" / "))
        }
        Block::Code { lang, text } => format!("code {lang}: {text:?}"),
        Block::Quote(text) => format!("quote {}", inlines(text)),
    }
}

fn inlines(text: &[Inline]) -> String {
    let told = text.iter().map(|inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Strong(text) => format!("<b {}>", inlines(text)),
        Inline::Em(text) => format!("<i {}>", inlines(text)),
        Inline::Code(text) => format!("<code {text}>"),
        Inline::Link { href, text } => format!("<a {href} {}>", inlines(text)),
    });
    told.collect()
}

#[test]
fn markdown_becomes_blocks() {
    check(
        "# One\ntext\nmore\n\n- a\n  b\n- c\n\n- d\n\n1. x\n2. y\nz\n\n> q\n> r\n\n```py\n# no heading\n  x\n```\nend",
        expect![[r##"
            h1 One
            p text more
            ul a b / c / d
            ol x / y z
            quote q r
            code py: "# no heading\n  x"
            p end"##]],
    );
    check("```\nnever closed", expect![[r#"code : "never closed""#]]);
    check("#no heading\n\n####### seven", expect!["p #no heading\np ####### seven"]);
}

#[test]
fn words_are_stressed_coded_and_linked() {
    check("**bold `a**b` *both*** *i* `c`", expect!["p <b bold <code a**b> <i both>> <i i> <code c>"]);
    check(
        "[GIL **now**](../gil-cpu#why) [out](https://docs.python.org/3/)",
        expect!["p <a ../gil-cpu#why GIL <b now>> <a https://docs.python.org/3/ out>"],
    );
}

#[test]
fn what_is_not_known_is_text() {
    for text in [
        "2 * 3 * 4 = 24",
        "a_name_with_lines and 5 < 6 & 7",
        "<b onclick=\"x()\">raw</b> <script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert) [x](data:text/html,x) [x](//elsewhere.org) [x](java\tscript:x)",
        "**not closed *nor this `nor that [or](this",
        "![picture](x.png",
        "| a | b |",
    ] {
        assert_eq!(markdown::parse([text].into_iter()), [Block::Paragraph(vec![Inline::Text(text.into())])], "{text}");
    }
    check(r"\*plain\* \`too\` \", expect![[r"p *plain* `too` \"]]);
}

/// Every text of a tree, and every address.
fn leaves(text: &[Inline], found: &mut Vec<String>) {
    for inline in text {
        match inline {
            Inline::Text(_) | Inline::Code(_) => {}
            Inline::Strong(inside) | Inline::Em(inside) => leaves(inside, found),
            Inline::Link { href, text } => {
                found.push(href.clone());
                leaves(text, found);
            }
        }
    }
}

proptest! {
    #[test]
    fn garbage_never_panics(text in "(?s).{0,300}", odd in "[-*`#>\\[\\]()\\\\ é:a1.\n{}|]{0,80}") {
        for text in [text, odd] {
            let _ = Lesson::parse(&text);
            let _ = Lesson::parse(&format!("---\ntitle: a\nsummary: b\n---\n{text}"));
            let _ = fill(&text, &[("a".into(), 1.0)], EN);
            let _ = markdown::parse(text.lines());
        }
    }

    #[test]
    fn no_link_is_a_script(href in "[a-zA-Z:/.#?\\\\ \t]{0,20}") {
        let blocks = markdown::parse([format!("[x]({href})").as_str()].into_iter());
        let mut hrefs = Vec::new();
        for block in &blocks {
            if let Block::Paragraph(text) = block {
                leaves(text, &mut hrefs);
            }
        }
        for href in hrefs {
            let scheme = href.split([':', '/', '?', '#']).next().unwrap_or("");
            prop_assert!(!href[scheme.len()..].starts_with(':') || matches!(scheme, "http" | "https"), "{}", href);
        }
    }

    #[test]
    fn numbers_never_panic_and_keep_their_digits(value: f64, whole in -1_000_000_000i64..1_000_000_000) {
        for lang in [EN, ID] {
            for write in [number, percent, time, bytes] {
                prop_assert!(!write(value, lang).is_empty());
            }
            let digits: String = number(whole as f64, lang).replace('−', "-").replace([',', '.'], "");
            prop_assert_eq!(digits, whole.to_string());
        }
    }
}
