//! `format`, `str.format` and `%`.

use crate::against::{Against, Dice};
use python::error::{Error, Kind};
use python::numbers::{Int, float};
use python::text::{format, repr};

fn spec(dice: &mut Dice, kinds: &[&str]) -> String {
    let mut text = String::new();
    for (of, chance) in [
        (&["<", ">", "^", "=", "*<", "0>", "é^", "x=", "<<"][..], 40),
        (&["+", "-", " "][..], 30),
        (&["z"][..], 8),
        (&["#"][..], 20),
        (&["0"][..], 25),
        (&["1", "3", "8", "12", "25", "٣"][..], 60),
        (&[",", "_", ",_", "_,", ",,"][..], 25),
        (&[".0", ".1", ".2", ".3", ".5", ".10", ".20", "."][..], 45),
    ] {
        // Things that are wrong come seldom, so that most specifications are right.
        if dice.below(100) < chance {
            let at = dice.below(of.len() as u64) as usize;
            text.push_str(of[if at > 4 { dice.below(of.len() as u64) as usize } else { at }]);
        }
    }
    if dice.below(100) < 80 {
        text.push_str(dice.of(kinds));
    }
    if dice.below(100) < 2 {
        text.push_str(dice.of(&["q", "dd", "é", "!"]));
    }
    text
}

#[test]
fn specifications() {
    let mut dice = Dice::new(11);
    let mut against = Against::new("specifications", "");
    for text in [
        "",
        "d",
        "5",
        "<",
        "05",
        "x^5",
        "5q",
        "%%",
        "é",
        "\u{1}",
        ",c",
        "_c",
        ",\u{1}",
        "=5",
        "05,d",
        "010,.2f",
        ",.2",
        "_b",
        "#_x",
        ".3",
        "z.1f",
        "s",
        "z",
        "zs",
        "#s",
        " s",
        "999999999999999999999",
    ] {
        both(&mut against, text, &Int::Small(1_234_567), 1234.567, "Zoë");
    }
    for _ in 0..2500 {
        let kinds = ["d", "b", "c", "o", "x", "X", "n", "e", "E", "f", "F", "g", "G", "%", "s"];
        let text = spec(&mut dice, &kinds);
        let value = if dice.below(2) == 0 { (dice.below(2_000_000) as i64 - 1_000_000).into() } else { dice.int() };
        both(&mut against, &text, &value, dice.float(), dice.of(&["", "a", "hello", "naïve", "日本語"]));
    }
    against.hold();
}

fn both(against: &mut Against, spec: &str, int: &Int, float: f64, text: &str) {
    let shown = repr::text(spec);
    let quote = |result: Result<String, Error>| result.map(|text| repr::text(&text));
    let surrogate =
        |result: &Result<String, Error>| matches!(result, Err(error) if error.kind == Kind::NotImplementedError);
    let ours = quote(format::int(int, spec));
    // The 'n' of the C locale.
    if !surrogate(&ours) {
        against.maybe(format!("format({}, {shown})", int.to_text().expect("it is short")), ours);
    }
    against.maybe(format!("format(float('{}'), {shown})", float::repr(float)), quote(format::float(float, spec)));
    against.maybe(format!("format({}, {shown})", repr::text(text)), quote(format::text(text, spec)));
    against.maybe(format!("format(True, {shown})"), quote(format::bool(true, spec)));
    against.maybe(format!("format(None, {shown})"), quote(format::other("None".to_owned(), "NoneType", spec)));
}

/// `str.format` as a machine would do it, over numbers and texts.
fn filled(
    text: &str,
    arguments: &[i64],
    named: &[(&str, &str)],
    depth: u32,
    numbering: &mut format::Numbering,
) -> Result<String, Error> {
    if depth == 0 {
        return Err(format::too_deep());
    }
    let mut result = String::new();
    for piece in format::fields(text) {
        let field = match piece? {
            format::Piece::Literal(text) => {
                result.push_str(text);
                continue;
            }
            format::Piece::Field(field) => field,
        };
        let place = match field.first {
            format::First::Next => Some(numbering.index(None)?),
            format::First::At(index) => Some(numbering.index(Some(index))?),
            format::First::Named(_) => None,
        };
        let mut number = None;
        let mut value = match (place, field.first) {
            (Some(index), _) => match arguments.get(index as usize) {
                Some(&value) => {
                    number = Some(value);
                    value.to_string()
                }
                None => {
                    return Kind::IndexError
                        .fail(format!("Replacement index {index} out of range for positional args tuple"));
                }
            },
            (None, format::First::Named(name)) => match named.iter().find(|(of, _)| *of == name) {
                Some((_, value)) => (*value).to_owned(),
                None => return Kind::KeyError.fail(repr::text(name)),
            },
            (None, _) => unreachable!("it has a place"),
        };
        for access in field.path {
            match access? {
                format::Access::Attribute("real") if number.is_some() => {}
                format::Access::Attribute(name) => {
                    let class = if number.is_some() { "int" } else { "str" };
                    return Kind::AttributeError.fail(format!("'{class}' object has no attribute '{name}'"));
                }
                format::Access::Index(_) | format::Access::Key(_) if number.is_some() => {
                    return Kind::TypeError.fail("'int' object is not subscriptable");
                }
                format::Access::Index(index) => match value.chars().nth(index as usize) {
                    Some(c) => value = c.to_string(),
                    None => return Kind::IndexError.fail("string index out of range"),
                },
                format::Access::Key(_) => return Kind::TypeError.fail("string indices must be integers, not 'str'"),
            }
        }
        match field.conversion {
            None => {}
            Some('s') => number = None,
            Some('r') => {
                if number.take().is_none() {
                    value = repr::text(&value);
                }
            }
            Some('a') => {
                if number.take().is_none() {
                    value = repr::ascii(&value);
                }
            }
            Some(other) => return Err(format::unknown_conversion(other)),
        }
        let spec = if field.nested {
            filled(field.spec, arguments, named, depth - 1, numbering)?
        } else {
            field.spec.to_owned()
        };
        result.push_str(&match number {
            Some(number) => format::int(&number.into(), &spec)?,
            None => format::text(&value, &spec)?,
        });
    }
    Ok(result)
}

#[test]
fn fields() {
    let mut dice = Dice::new(12);
    let mut against = Against::new("fields", "");
    let mut list: Vec<String> = [
        "{}",
        "{0}",
        "{{}}",
        "{",
        "}",
        "{}{0}",
        "{0}{}",
        "{:{}}",
        "{:{:{}}}",
        "{name!r:>12}",
        "{name[1]}",
        "{name[x]}",
        "{name[}",
        "{name.x}",
        "{0.real}",
        "{0.real.}",
        "{name[0]x}",
        "{!r}",
        "{!}",
        "{!r",
        "{!rx}",
        "{!z}",
        "{0!é}",
        "{:",
        "{",
        "{a{b}}",
        "{99999999999999999999}",
        "{5}",
        "{x}",
        "a}b",
        "}}{{",
        "{name!r",
        "{name:>{0}}",
        "{0[0]}",
        "{name[]}",
        "{.real}",
        "{[0]}",
        "{ }",
        "{name:}}",
        "{name:{{}}",
    ]
    .map(str::to_owned)
    .to_vec();
    let parts = [
        "{", "}", "{}", "{0}", "{1:", "name", "{name", "!", "r", "s", ":", ">5", "[", "]", "0", ".", "real", "x", "{{",
        "é", "{:>{1}}",
    ];
    for _ in 0..2500 {
        list.push((0..1 + dice.below(6)).map(|_| *dice.of(&parts)).collect());
    }
    for text in list {
        let ours = filled(&text, &[7, 12, 30], &[("name", "Zoë'")], 2, &mut format::Numbering::default());
        against.maybe(
            format!("{}.format(7, 12, 30, name=\"Zoë'\")", repr::text(&text)),
            ours.map(|text| repr::text(&text)),
        );
    }
    against.hold();
}

/// `text % (1234, -5.5, "Zoë", 3, 7, 65)` as a machine would do it.
fn percent(text: &str) -> Result<String, Error> {
    enum Of {
        Int(i64),
        Float(f64),
        Text(&'static str),
    }
    let arguments = [Of::Int(1234), Of::Float(-5.5), Of::Text("Zoë"), Of::Int(3), Of::Int(7), Of::Int(65)];
    let mut arguments = arguments.iter();
    let mut result = String::new();
    for piece in format::percent(text, false) {
        let mut conversion = match piece? {
            format::PercentPiece::Literal(text) => {
                result.push_str(text);
                continue;
            }
            format::PercentPiece::Conversion(conversion) => conversion,
        };
        let mut star = || match arguments.next() {
            Some(Of::Int(value)) => Ok(*value),
            Some(_) => Err(format::no_int_for_star()),
            None => Err(format::too_few()),
        };
        if conversion.width == format::Taken::Argument {
            conversion.set_width(star()?);
        }
        if conversion.precision == format::Taken::Argument {
            conversion.set_precision(star()?);
        }
        let argument = arguments.next().ok_or_else(format::too_few)?;
        result.push_str(&match (conversion.kind, argument) {
            ('s' | 'r' | 'a', Of::Int(value)) => conversion.text(&value.to_string()),
            ('s' | 'r' | 'a', Of::Float(value)) => conversion.text(&float::repr(*value)),
            ('s', Of::Text(value)) => conversion.text(value),
            ('r', Of::Text(value)) => conversion.text(&repr::text(value)),
            ('a', Of::Text(value)) => conversion.text(&repr::ascii(value)),
            ('d' | 'i' | 'u' | 'o' | 'x' | 'X', Of::Int(value)) => conversion.int(&(*value).into())?,
            ('d' | 'i' | 'u', Of::Float(value)) => conversion.int(&Int::from_f64(*value)?)?,
            ('o' | 'x' | 'X', Of::Float(_)) => return Err(conversion.no_number("float")),
            ('d' | 'i' | 'u' | 'o' | 'x' | 'X', Of::Text(_)) => return Err(conversion.no_number("str")),
            ('e' | 'E' | 'f' | 'F' | 'g' | 'G', Of::Int(value)) => conversion.float(*value as f64)?,
            ('e' | 'E' | 'f' | 'F' | 'g' | 'G', Of::Float(value)) => conversion.float(*value)?,
            ('e' | 'E' | 'f' | 'F' | 'g' | 'G', Of::Text(_)) => {
                return Kind::TypeError.fail("must be real number, not str");
            }
            ('c', Of::Int(value)) => conversion.code(&(*value).into())?,
            ('c', _) => return Err(conversion.no_character()),
            _ => return Err(conversion.unknown()),
        });
    }
    if arguments.next().is_some() { Err(format::too_many()) } else { Ok(result) }
}

#[test]
fn percents() {
    let mut dice = Dice::new(13);
    let mut against = Against::new("percents", "");
    let mut list: Vec<String> =
        ["%", "%%", "%5%", "%(a)s", "%(a", "%d", "%.", "%y", "%é", "%5.3", "%ld", "%llx"].map(str::to_owned).to_vec();
    let kinds = ["d", "i", "u", "s", "r", "a", "x", "X", "o", "e", "E", "f", "F", "g", "G", "c", "%", "y", ""];
    for _ in 0..2500 {
        let mut text = String::new();
        for _ in 0..*dice.of(&[1, 2, 4, 6, 6, 6, 6]) {
            text.push_str(dice.of(&["%", "%", "%-", "%+", "% ", "%#", "%0", "%-0", "%+0", "%#0", "é%"]));
            text.push_str(dice.of(&["", "", "3", "10", "*"]));
            text.push_str(dice.of(&["", "", ".2", ".0", ".10", ".", ".*"]));
            let wrong = dice.below(30) == 0;
            text.push_str(dice.of(if wrong { &kinds } else { &kinds[..16] }));
        }
        list.push(text);
    }
    // In the order of the arguments, so that most of these are right.
    for _ in 0..1500 {
        let mut text = String::new();
        for kinds in
            [&kinds[..], &kinds[..], &["s", "r", "a", "s"], &kinds[..16], &["d", "x", "g"], &["c", "c", "o", "X"]]
        {
            text.push_str(dice.of(&["%", "%-", "%+", "% ", "%#", "%0", "%-0", "|%+0", "|%#0"]));
            text.push_str(dice.of(&["", "7", "12"]));
            text.push_str(dice.of(&["", ".2", ".0", ".10"]));
            text.push_str(dice.of(kinds));
        }
        list.push(text);
    }
    for text in list {
        let ours = percent(&text);
        against.maybe(
            format!("{} % (1234, -5.5, 'Zoë', 3, 7, 65)", repr::text(&text)),
            ours.map(|text| repr::text(&text)),
        );
    }
    against.hold();
}
