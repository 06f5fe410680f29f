//! Texts.

use crate::against::{Against, Dice};
use python::error::Error;
use python::text::methods::{self as m, Strip};
use python::text::{repr, unicode};

/// Every character: what it is, and what `repr`, upper, lower and title make of it.
#[test]
fn every_character() {
    let mut against = Against::new(
        "every_character",
        "
import zlib
def view(of, begin, end): return zlib.adler32('\\n'.join(of(chr(c)) for c in range(begin, end) if not 0xd800 <= c < 0xe000).encode())
kinds = lambda c: ''.join('01'[f(c)] for f in (str.isprintable, str.isalpha, str.isdecimal, str.isdigit, str.isnumeric, str.isalnum, str.isspace, str.isupper, str.islower))
",
    );
    type View = fn(char) -> String;
    let views: [(&str, View); 6] = [
        ("kinds", |c| {
            let bits = [
                unicode::is_printable(c),
                unicode::is_alpha(c),
                unicode::is_decimal(c),
                unicode::is_digit(c),
                unicode::is_numeric(c),
                unicode::is_alnum(c),
                unicode::is_space(c),
                unicode::is_upper(c),
                unicode::is_lower(c),
            ];
            bits.iter().map(|&bit| if bit { '1' } else { '0' }).collect()
        }),
        ("repr", |c| repr::text(&c.to_string())),
        ("str.casefold", |c| m::casefold(&c.to_string())),
        ("str.upper", |c| mapped(unicode::push_upper, c)),
        ("str.lower", |c| mapped(unicode::push_lower, c)),
        ("str.title", |c| mapped(unicode::push_title, c)),
    ];
    // Between these there is nothing, and after them private use.
    for block in (0..0x3_3000).chain(0xe_0000..0xe_1000).step_by(4096) {
        let characters: Vec<char> = (block..block + 4096).filter_map(char::from_u32).collect();
        for (name, of) in &views {
            let text: Vec<String> = characters.iter().map(|&c| of(c)).collect();
            against.case(
                format!("view({name}, {block}, {})", block + 4096),
                adler32(text.join("\n").as_bytes()).to_string(),
            );
        }
    }
    against.hold();
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1, 0);
    for &byte in bytes {
        a = (a + u32::from(byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b << 16 | a
}

fn mapped(push: fn(&mut String, char), c: char) -> String {
    let mut result = String::new();
    push(&mut result, c);
    result
}

const PARTS: &[&str] = &[
    "a", "b", "A", "Z", "ab", "aB", "1", "09", " ", "  ", "\t", "\n", "\r\n", "-", "+", ",", "::", "_", ".", "'", "\"",
    "\\", "\0", "\u{7f}", "é", "ß", "ŉ", "İ", "Σ", "σ", "ΑΣ", "ǆ", "ǅ", "ﬁ", "日本", "😀", "\u{301}", "\u{a0}",
    "\u{85}", "\u{2028}", "\u{1c}", "²", "٣", "Ⅷ", "hello", "World",
];

fn rolled(dice: &mut Dice, most: u64) -> String {
    // Half of them plain, as most texts are.
    let of = if dice.below(2) == 0 { &PARTS[..22] } else { PARTS };
    (0..dice.below(most + 1)).map(|_| *dice.of(of)).collect()
}

fn text(text: &str) -> String {
    repr::text(text)
}

fn list(parts: &[&str]) -> String {
    format!("[{}]", parts.iter().map(|part| repr::text(part)).collect::<Vec<_>>().join(", "))
}

fn truth(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

fn optional(place: Option<i64>) -> String {
    place.map_or_else(|| "None".to_owned(), |place| place.to_string())
}

#[test]
fn representations() {
    let mut dice = Dice::new(21);
    let mut against = Against::new("representations", "");
    for _ in 0..600 {
        let s = rolled(&mut dice, 6);
        // The text as CPython reads it, with nothing of ours in between.
        let codes: Vec<String> = s.chars().map(|c| (c as u32).to_string()).collect();
        let made = format!("''.join(map(chr, [{}]))", codes.join(", "));
        against.case(format!("repr({made})"), text(&text(&s)));
        against.case(format!("ascii({made})"), text(&repr::ascii(&s)));
        against.case(format!("ascii([{made}])"), text(&repr::ascii_of(&format!("[{}]", text(&s)))));
        let bytes: Vec<u8> = s
            .bytes()
            .chain((0..dice.below(4)).map(|_| 0))
            .map(|byte| byte.wrapping_add(dice.of(&[0, 0, 0, 7, 100]).to_owned()))
            .collect();
        let made = format!("bytes([{}])", bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", "));
        against.case(format!("repr({made})"), text(&repr::bytes(&bytes)));
        against.case(format!("repr(bytearray({made}))"), text(&repr::bytearray(&bytes)));
    }
    against.hold();
}

#[test]
fn methods_of_one() {
    let mut dice = Dice::new(22);
    let mut against = Against::new("methods_of_one", "");
    for _ in 0..900 {
        let s = rolled(&mut dice, 7);
        let a = text(&s);
        for (name, of) in [
            ("upper", m::upper as fn(&str) -> String),
            ("lower", m::lower),
            ("title", m::title),
            ("capitalize", m::capitalize),
            ("swapcase", m::swapcase),
            ("casefold", m::casefold),
            ("strip", |s| m::strip(s).to_owned()),
            ("lstrip", |s| m::lstrip(s).to_owned()),
            ("rstrip", |s| m::rstrip(s).to_owned()),
        ] {
            against.case(format!("{a}.{name}()"), text(&of(&s)));
        }
        for (name, of) in [
            ("isalnum", m::is_alnum as fn(&str) -> bool),
            ("isalpha", m::is_alpha),
            ("isascii", m::is_ascii),
            ("isdecimal", m::is_decimal),
            ("isdigit", m::is_digit),
            ("isnumeric", m::is_numeric),
            ("isspace", m::is_space),
            ("isprintable", m::is_printable),
            ("islower", m::is_lower),
            ("isupper", m::is_upper),
            ("istitle", m::is_title),
        ] {
            against.case(format!("{a}.{name}()"), truth(of(&s)));
        }
        if s.is_ascii() {
            against.case(format!("{a}.isidentifier()"), truth(m::is_identifier(&s)));
        }
        against.case(format!("len({a})"), m::length(&s).to_string());
        against.case(format!("{a}.split()"), list(&m::split_spaces(&s, -1)));
        against.case(format!("{a}.splitlines()"), list(&m::split_lines(&s, false)));
        against.case(format!("{a}.splitlines(True)"), list(&m::split_lines(&s, true)));
        for count in [0, 1, 2] {
            against.case(format!("{a}.split(None, {count})"), list(&m::split_spaces(&s, count)));
            against.case(format!("{a}.rsplit(None, {count})"), list(&m::rsplit_spaces(&s, count)));
        }
        let width = dice.below(14) as i64 - 1;
        let fill = *dice.of(&[' ', '*', 'é']);
        let shown = text(&fill.to_string());
        against.maybe(format!("{a}.center({width}, {shown})"), m::center(&s, width, fill).map(|x| text(&x)));
        against.maybe(format!("{a}.ljust({width}, {shown})"), m::ljust(&s, width, fill).map(|x| text(&x)));
        against.maybe(format!("{a}.rjust({width}, {shown})"), m::rjust(&s, width, fill).map(|x| text(&x)));
        against.maybe(format!("{a}.zfill({width})"), m::zfill(&s, width).map(|x| text(&x)));
        against.maybe(format!("{a}.expandtabs({width})"), m::expandtabs(&s, width).map(|x| text(&x)));
        against.maybe(format!("{a} * {width}"), m::repeat(&s, width).map(|x| text(&x)));
        let index = dice.below(16) as i64 - 8;
        against.maybe(format!("{a}[{index}]"), m::char_at(&s, m::length(&s), index).map(text));
        for _ in 0..4 {
            let mut place =
                || (dice.below(4) > 0).then(|| *dice.of(&[0, 1, 2, 3, 5, 20, -1, -2, -4, -20, i64::MAX, i64::MIN]));
            let (start, stop, step) = (place(), place(), place());
            against.maybe(
                format!("{a}[{}:{}:{}]", optional(start), optional(stop), optional(step)),
                m::slice(&s, m::length(&s), start, stop, step).map(|x| text(&x)),
            );
        }
    }
    against.hold();
}

#[test]
fn methods_of_two() {
    let mut dice = Dice::new(23);
    let mut against = Against::new("methods_of_two", "");
    let triple = |(x, y, z): (&str, &str, &str)| format!("({}, {}, {})", text(x), text(y), text(z));
    for _ in 0..1200 {
        let s = rolled(&mut dice, 8);
        let characters: Vec<char> = s.chars().collect();
        // Mostly a part that is in it.
        let part: String = if dice.below(3) > 0 && !characters.is_empty() {
            let at = dice.below(characters.len() as u64) as usize;
            characters[at..].iter().take(1 + dice.below(2) as usize).collect()
        } else {
            rolled(&mut dice, 2)
        };
        let (a, b) = (text(&s), text(&part));
        let count = dice.below(4) as i64 - 1;
        let mut place = || (dice.below(2) > 0).then(|| *dice.of(&[0, 1, 2, 3, 5, 20, -1, -2, -4, -20]));
        let (start, end) = (place(), place());
        let range = format!("{}, {}", optional(start), optional(end));
        against.case(format!("{b} in {a}"), truth(m::contains(&s, &part)));
        against.case(format!("{a}.find({b}, {range})"), m::find(&s, &part, start, end).to_string());
        against.case(format!("{a}.rfind({b}, {range})"), m::rfind(&s, &part, start, end).to_string());
        against.maybe(format!("{a}.index({b}, {range})"), m::index(&s, &part, start, end).map(|at| at.to_string()));
        against.maybe(format!("{a}.rindex({b}, {range})"), m::rindex(&s, &part, start, end).map(|at| at.to_string()));
        against.case(format!("{a}.count({b}, {range})"), m::count(&s, &part, start, end).to_string());
        against.case(format!("{a}.startswith({b}, {range})"), truth(m::starts_with(&s, &part, start, end)));
        against.case(format!("{a}.endswith({b}, {range})"), truth(m::ends_with(&s, &part, start, end)));
        against.case(format!("{a}.replace({b}, 'é-', {count})"), text(&m::replace(&s, &part, "é-", count)));
        let lists = |parts: Result<Vec<&str>, Error>| parts.map(|parts| list(&parts));
        against.maybe(format!("{a}.split({b}, {count})"), lists(m::split(&s, &part, count)));
        against.maybe(format!("{a}.rsplit({b}, {count})"), lists(m::rsplit(&s, &part, count)));
        against.maybe(format!("{a}.partition({b})"), m::partition(&s, &part).map(triple));
        against.maybe(format!("{a}.rpartition({b})"), m::rpartition(&s, &part).map(triple));
        against.case(format!("{a}.strip({b})"), text(m::strip_of(&s, &part, Strip::Both)));
        against.case(format!("{a}.lstrip({b})"), text(m::strip_of(&s, &part, Strip::Left)));
        against.case(format!("{a}.rstrip({b})"), text(m::strip_of(&s, &part, Strip::Right)));
        against.case(format!("{a}.removeprefix({b})"), text(m::remove_prefix(&s, &part)));
        against.case(format!("{a}.removesuffix({b})"), text(m::remove_suffix(&s, &part)));
        against.case(format!("{b}.join([{a}, 'x', {a}])"), text(&m::join(&part, [s.as_str(), "x", s.as_str()])));
        against.case(
            format!("{a}.translate({{97: None, 98: 'é!', 233: 'e'}})"),
            text(
                &m::translate::<()>(&s, |c| {
                    Ok(match c {
                        'a' => m::Translated::Gone,
                        'b' => m::Translated::Text("é!".to_owned()),
                        'é' => m::Translated::Text("e".to_owned()),
                        _ => m::Translated::Same,
                    })
                })
                .expect("the table does not raise"),
            ),
        );
    }
    against.hold();
}
