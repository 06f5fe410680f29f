//! `json`.

use crate::against::{Against, Dice};
use python::numbers::{Int, float};
use python::text::json::{Form, Json, JsonError, Writer, parse};
use python::text::repr;

/// A value as `repr` shows it.
fn shown(value: &Json) -> String {
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Int(value) => value.to_text().expect("it was read"),
        Json::Float(value) => float::repr(*value),
        Json::Text(text) => repr::text(text),
        Json::List(list) => format!("[{}]", list.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Json::Object(pairs) => {
            let pairs: Vec<String> =
                pairs.iter().map(|(key, value)| format!("({}, {})", repr::text(key), shown(value))).collect();
            format!("[{}]", pairs.join(", "))
        }
    }
}

fn read(text: &str) -> Option<String> {
    Some(match parse(text) {
        Ok(value) => shown(&value),
        Err(JsonError::Decode(error)) => format!("JSONDecodeError: {}", error.words()),
        // Lone surrogates are told, and not compared.
        Err(JsonError::Other(error)) if error.kind == python::error::Kind::NotImplementedError => return None,
        Err(JsonError::Other(error)) => format!("{}: {}", error.kind.name(), error.message),
    })
}

#[test]
fn reading() {
    let mut dice = Dice::new(61);
    let mut against = Against::new(
        "json_reading",
        "
import json
def loads(text): return json.loads(text, object_pairs_hook=lambda pairs: [(k, v) for k, v in pairs])
",
    );
    let mut list: Vec<String> = [
        "",
        " ",
        "1",
        "-1",
        "01",
        "-",
        "1.",
        "1.5",
        "1e5",
        "1e",
        "1E+2",
        "nul",
        "NaN",
        "-Infinity",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\\u0041\"",
        "\"\\u0041",
        "\"\\ud83d\\ude00\"",
        "\"\t\"",
        "\u{feff}1",
        "1 2",
        "[1]]",
        "'a'",
        "\n\n [1,\n 2 3]",
        "[é",
        "{\"é\":é}",
        "123456789012345678901234567890",
        "true",
        "False",
        "[1,,2]",
        "{\"a\" 1}",
    ]
    .map(str::to_owned)
    .to_vec();
    let parts = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"é\\n\"",
        "1",
        "-2.5",
        "1e3",
        "null",
        "true",
        " ",
        "\n",
        "\"",
        "\\",
        "\\u00e9",
        "0",
        "-",
        ".",
        "x",
        "\"k\": ",
        "[1, 2]",
    ];
    for _ in 0..2000 {
        list.push((0..1 + dice.below(8)).map(|_| *dice.of(&parts)).collect());
    }
    for text in list {
        if let Some(ours) = read(&text) {
            against.case(format!("loads({})", repr::text(&text)), ours);
        }
    }
    against.hold();
}

fn random(dice: &mut Dice, depth: u32) -> Json {
    match dice.below(if depth > 3 { 6 } else { 9 }) {
        0 => Json::Null,
        1 => Json::Bool(true),
        2 => Json::Bool(false),
        3 => Json::Int(dice.int()),
        4 => Json::Float(dice.float()),
        5 => Json::Text((*dice.of(&["", "a", "é\n", "\"\\/", "日本😀", "\u{1}\u{7f}\t"])).to_owned()),
        6 | 7 => Json::List((0..dice.below(4)).map(|_| random(dice, depth + 1)).collect()),
        _ => Json::Object((0..dice.below(4)).map(|at| (format!("k{at}é"), random(dice, depth + 1))).collect()),
    }
}

fn written(writer: &mut Writer, value: &Json) {
    match value {
        Json::Null => writer.null(),
        Json::Bool(value) => writer.bool(*value),
        Json::Int(value) => writer.int(value).expect("it is short"),
        Json::Float(value) => writer.float(*value).expect("all are allowed"),
        Json::Text(text) => writer.text(text),
        Json::List(list) => {
            writer.begin_list();
            list.iter().for_each(|value| written(writer, value));
            writer.end_list();
        }
        Json::Object(pairs) => {
            writer.begin_object();
            for (key, value) in pairs {
                writer.key(key);
                written(writer, value);
            }
            writer.end_object();
        }
    }
}

/// The same as an expression of Python.
fn expression(value: &Json) -> String {
    match value {
        Json::Float(value) => format!("float('{}')", float::repr(*value)),
        Json::List(list) => format!("[{}]", list.iter().map(expression).collect::<Vec<_>>().join(", ")),
        Json::Object(pairs) => {
            let pairs: Vec<String> =
                pairs.iter().map(|(key, value)| format!("{}: {}", repr::text(key), expression(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Json::Int(value) => Int::to_text(value).expect("it is short"),
        other => shown(other),
    }
}

#[test]
fn writing() {
    let mut dice = Dice::new(62);
    let mut against = Against::new("json_writing", "import json");
    for _ in 0..500 {
        let value = random(&mut dice, 0);
        let forms = [
            ("", Form::new(None)),
            (", indent=2", Form::new(Some("  ".to_owned()))),
            (", indent='\\t', ensure_ascii=False", Form { ensure_ascii: false, ..Form::new(Some("\t".to_owned())) }),
            (
                ", separators=(',', ':')",
                Form { item_separator: ",".to_owned(), key_separator: ":".to_owned(), ..Form::new(None) },
            ),
        ];
        for (told, form) in forms {
            let mut writer = Writer::new(form);
            written(&mut writer, &value);
            against.case(format!("json.dumps({}{told})", expression(&value)), repr::text(&writer.finish()));
        }
    }
    against.hold();
}
