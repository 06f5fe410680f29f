//! `re`.

use crate::against::{Against, Dice};
use python::error::Error;
use python::text::regex::{
    ASCII, DOT_ALL, Found, IGNORE_CASE, MULTI_LINE, Part, Regex, Subject, VERBOSE, Way, escape, template,
};
use python::text::repr;

const ASK: &str = "
import re
def shown(m):
    if m is None: return None
    return [m.span(g) for g in range(m.re.groups + 1)], m.lastindex
def find(way, pattern, text, flags=0): return shown(getattr(re.compile(pattern, flags), way)(text))
def every(pattern, text, flags=0): return [shown(m) for m in re.finditer(pattern, text, flags)]
def sub(pattern, new, text): return re.sub(pattern, new, text)
";

fn shown(found: &Found) -> String {
    let spans: Vec<String> = found
        .spans
        .iter()
        .map(|span| span.map_or_else(|| "(-1, -1)".to_owned(), |(begin, end)| format!("({begin}, {end})")))
        .collect();
    let last = found.last_group.map_or_else(|| "None".to_owned(), |group| group.to_string());
    format!("([{}], {last})", spans.join(", "))
}

fn find(way: Way, pattern: &str, text: &str, flags: u32) -> String {
    match Regex::new(pattern, flags) {
        Err(error) => format!("error: {}", error.words()),
        Ok(regex) => {
            let subject = Subject::new(text);
            let found = regex.find(&subject, way, 0, subject.length()).expect("it is short");
            found.map_or_else(|| "None".to_owned(), |found| shown(&found))
        }
    }
}

fn every(pattern: &str, text: &str, flags: u32) -> String {
    match Regex::new(pattern, flags) {
        Err(error) => format!("error: {}", error.words()),
        Ok(regex) => {
            let subject = Subject::new(text);
            let found = regex.find_all(&subject, 0, subject.length(), usize::MAX).expect("it is short");
            format!("[{}]", found.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
    }
}

fn sub(pattern: &str, new: &str, text: &str) -> Result<String, String> {
    let regex = Regex::new(pattern, 0).map_err(|error| format!("error: {}", error.words()))?;
    let parts = template(new, &regex).map_err(|error| {
        if error.position.is_none() {
            format!("IndexError: {}", error.message)
        } else {
            format!("error: {}", error.words())
        }
    })?;
    let subject = Subject::new(text);
    let found: Result<Vec<Found>, Error> = regex.find_all(&subject, 0, subject.length(), usize::MAX);
    let mut result = String::new();
    let mut at = 0;
    for found in found.expect("it is short") {
        let (begin, end) = found.spans[0].expect("the whole took part");
        result.push_str(&subject.text((at, begin)));
        for part in &parts {
            match part {
                Part::Literal(text) => result.push_str(text),
                Part::Group(group) => {
                    result.push_str(&found.spans[*group].map_or(String::new(), |span| subject.text(span)))
                }
            }
        }
        at = end;
    }
    result.push_str(&subject.text((at, subject.length())));
    Ok(repr::text(&result))
}

const PATTERNS: &[&str] = &[
    "",
    "a",
    "abc",
    "a|b",
    "a*",
    "a+?",
    "a??b",
    "(a)(b)?",
    "(a|b)*c",
    "(a*)*",
    "(a*)+",
    "(a|ab)(c|bcd)(d*)",
    "^a",
    "a$",
    "^$",
    "\\bfoo\\b",
    "\\Bo",
    "[abc]+",
    "[^abc]+",
    "[a-c-]",
    "[]a]",
    "[^]a]+",
    "\\d+",
    "\\w+\\s\\w+",
    "\\D",
    "[\\d\\-]+",
    "(?P<year>\\d{4})-(?P<month>\\d\\d)",
    "(\\w)\\1",
    "(?P<x>.)(?P=x)",
    "a{2,3}",
    "a{,2}b",
    "a{2}",
    "a{2,}?",
    "a{",
    "a{x}",
    "{",
    "x{1,2}{3}",
    "(?i)ABC",
    "(?i:A)b",
    "(?s).",
    "(?m)^.",
    "(?x) a b # c\n c",
    "(?=a)",
    "(?!a).",
    "(?<=a)b",
    "(?<!a)b",
    "(?<=ab|cd)e",
    "(?<=a+)b",
    "(?>a*)a",
    "a*+a",
    "a++b",
    "(?:ab)+",
    "(a)?(?(1)b|c)",
    "(?(2)a|b)",
    "(?#x)a",
    "\\Aa",
    "a\\Z",
    ".*?b",
    "(.)(.)(.)",
    "((a)|b)+",
    "(a(b)?)+",
    "(?:(a)|b)*",
    "[a-z]+@[a-z]+\\.com",
    "(",
    ")",
    "[",
    "[a",
    "*",
    "+a",
    "a**",
    "a+*",
    "(?",
    "(?P",
    "(?P<",
    "(?P<a",
    "(?P<a>",
    "(?P<1>a)",
    "(?P<a>a)(?P<a>b)",
    "(?P=a)",
    "(?Px)",
    "(?z)",
    "(?<a)",
    "(?#",
    "\\",
    "\\1",
    "(\\1)",
    "(a)\\2",
    "\\q",
    "\\x1",
    "\\xg",
    "\\u12",
    "[b-a]",
    "[\\d-z]",
    "[z-\\d]",
    "[\\q]",
    "a{3,2}",
    "(?i",
    "(?i-",
    "(?-i)a",
    "(?i-i:a)",
    "a(?i)b",
    "(?:a",
    "(?=a",
    "(?<=a",
    "(?P<a b>c)",
    "(?()a)",
    "(?(0)a)",
    "(?(a)b)",
    "(?(1)a|b|c)",
    "\n(",
    "a|*",
    "(|a)+",
    "()*",
    "(a|b|)+c",
    "x*y*",
    "[\\s\\S]",
    "[[]",
    "\\07",
    "\\012",
    "\\400",
    "[\\400]",
    "é+",
    "[à-ü]+",
    "(?i)É",
    "(?i)straße",
    "(?a)\\w+",
    "\\.",
    "\\-",
    "(?i)[A-Z]+",
    "[\\w.]+",
    "(?s)a.b",
    "$",
    "^",
    "\\b",
    "a.b",
    "(foo|foobar)(bar)?",
    "(?:x|y|z){2,4}",
    "(a{1,2}){2}",
    "^(?:(\\d+)-)?(\\w+)$",
    "\"([^\"\\\\]|\\\\.)*\"",
];

const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "abc",
    "aaa",
    "aabb",
    "abcd",
    "cab",
    "foo bar",
    "foobar foo",
    "2026-11-29",
    "aa bb\ncc",
    "a\nb\n",
    "ABC abc",
    "x = 12 + 345",
    "me@site.com, you@home.com",
    "ÉTÉ été straße",
    "\"say \\\"hi\\\"\" x",
    "1-one",
    "]a-[",
    "  ",
    "abab",
    "abe cde",
];

#[test]
fn patterns() {
    let mut against = Against::new("patterns", ASK);
    for pattern in PATTERNS {
        // What is no pattern is none for every text.
        let texts = if Regex::new(pattern, 0).is_ok() { TEXTS } else { &TEXTS[..1] };
        for text in texts {
            let (p, t) = (repr::text(pattern), repr::text(text));
            against.case(format!("every({p}, {t})"), every(pattern, text, 0));
            against.case(format!("find('match', {p}, {t})"), find(Way::Match, pattern, text, 0));
            against.case(format!("find('fullmatch', {p}, {t})"), find(Way::Full, pattern, text, 0));
        }
        let text = "A1 b\nÀé a_B\n";
        for flags in [IGNORE_CASE, MULTI_LINE, DOT_ALL, VERBOSE, ASCII, IGNORE_CASE | ASCII | MULTI_LINE] {
            against.case(
                format!("every({}, {}, {flags})", repr::text(pattern), repr::text(text)),
                every(pattern, text, flags),
            );
        }
        against.case(format!("re.escape({})", repr::text(pattern)), repr::text(&escape(pattern)));
    }
    against.hold();
}

#[test]
fn random_patterns() {
    let mut dice = Dice::new(71);
    let mut against = Against::new("random_patterns", ASK);
    let parts = [
        "a",
        "b",
        "c",
        ".",
        "a*",
        "b+",
        "c?",
        "a*?",
        "(a|b)",
        "(ab)",
        "(?:a|bc)",
        "(",
        ")",
        "|",
        "[ab]",
        "[^a]",
        "\\1",
        "\\b",
        "^",
        "$",
        "{2}",
        "{1,2}",
        "*",
        "+",
        "?",
        "(?=b)",
        "(?!a)",
        "(?<=a)",
        "(?<!b)",
        "(?P<n>",
        "(?:",
        "\\w",
        "\\d",
        "(?i:B)",
        "(a*)",
        "(b|)",
        "(?>a|ab)",
        "*+",
        "(?(1)a|b)",
    ];
    for _ in 0..2500 {
        let pattern: String = (0..1 + dice.below(6)).map(|_| *dice.of(&parts)).collect();
        let text: String = (0..dice.below(8)).map(|_| *dice.of(&["a", "b", "c", "ab", "1", " "])).collect();
        let (p, t) = (repr::text(&pattern), repr::text(&text));
        against.case(format!("every({p}, {t})"), every(&pattern, &text, 0));
        against.case(format!("find('fullmatch', {p}, {t})"), find(Way::Full, &pattern, &text, 0));
    }
    against.hold();
}

#[test]
fn templates() {
    let mut dice = Dice::new(72);
    let mut against = Against::new("templates", ASK);
    let parts = [
        "x", "\\1", "\\2", "\\g<1>", "\\g<n>", "\\g<0>", "\\n", "\\\\", "\\q", "\\.", "\\g", "\\g<", "\\g<>",
        "\\g<a b>", "\\0", "\\12", "\\101", "\\", "é", "\\3", "\\g<n", "\\g<9>",
    ];
    for _ in 0..600 {
        let new: String = (0..1 + dice.below(3)).map(|_| *dice.of(&parts)).collect();
        let pattern = *dice.of(&["(a)(?P<n>b)?", "a", "(?P<n>x*)()"]);
        let text = *dice.of(&["ab a", "xaxx", ""]);
        let ours = sub(pattern, &new, text).unwrap_or_else(|words| words);
        against.case(format!("sub({}, {}, {})", repr::text(pattern), repr::text(&new), repr::text(text)), ours);
    }
    against.hold();
}

/// A pattern that would take for ever is given up.
#[test]
fn too_long() {
    let regex = Regex::new("(a|aa)+$", 0).expect("it is a pattern");
    let subject = Subject::new(&("a".repeat(60) + "b"));
    assert!(regex.find(&subject, Way::Search, 0, subject.length()).is_err());
}
