//! Texts to bytes and characters to others: `str.encode`, `str.translate`.

use super::text::own;
use super::{Args, Native, text_arg};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::machine::{Core, Done, Raise, Res};
use crate::text::methods::{self as m, Translated};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "str.encode", function: encode },
    Native { name: "str.translate", function: translate },
    Native { name: "str.maketrans", function: maketrans },
];

fn encode(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "encode", &["encoding", "errors"])?;
    let encoding = values[0].and_then(|value| core.heap.str(value)).unwrap_or("utf-8").to_lowercase();
    let errors = values[1].and_then(|value| core.heap.str(value)).unwrap_or("strict").to_string();
    let text = own(core, a);
    let limit = match encoding.replace('_', "-").as_str() {
        "utf-8" | "utf8" => return Ok(core.heap.obj(Obj::Bytes(text.as_bytes().into())).into()),
        "ascii" | "us-ascii" => 128,
        "latin-1" | "latin1" | "iso-8859-1" => 256,
        _ => {
            return Err(Raise::error(Kind::LookupError, format!("unknown encoding: {encoding}")));
        }
    };
    let mut bytes = Vec::new();
    for (at, character) in text.chars().enumerate() {
        match u32::from(character) {
            code if code < limit => bytes.push(u8::try_from(code).expect("it is below 256")),
            code => match errors.as_str() {
                "ignore" => {}
                "replace" => bytes.push(b'?'),
                _ => {
                    let name = if limit == 128 { "ascii" } else { "latin-1" };
                    let shown = if code < 0x100 {
                        format!("\\x{code:02x}")
                    } else if code < 0x1_0000 {
                        format!("\\u{code:04x}")
                    } else {
                        format!("\\U{code:08x}")
                    };
                    return Err(Raise::error(
                        Kind::UnicodeEncodeError,
                        format!(
                            "'{name}' codec can't encode character '{shown}' in position {at}: ordinal not in range({limit})"
                        ),
                    ));
                }
            },
        }
    }
    Ok(core.heap.obj(Obj::Bytes(bytes.into())).into())
}

fn translate(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.translate", 2, 2)?;
    let text = own(core, a);
    let table = a.all[1];
    let translated = m::translate(&text, |character| {
        let key = Value::Int(i64::from(u32::from(character)));
        match core.get_item(p, table, key) {
            Ok(Done::Value(Value::None)) => Ok(Translated::Gone),
            Ok(Done::Value(value)) => match core.heap.str(value) {
                Some(text) => Ok(Translated::Text(text.to_string())),
                None => match core.index_of(value).and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32) {
                    Some(character) => Ok(Translated::Text(character.to_string())),
                    None => Err(Raise::type_error("character mapping must return integer, None or str")),
                },
            },
            Ok(_) => Err(Raise::in_python()),
            Err(raise) if matches!(*raise, Raise::Key(_)) => Ok(Translated::Same),
            Err(raise) => match &*raise {
                Raise::Error(error) if error.kind == Kind::IndexError => Ok(Translated::Same),
                _ => Err(raise),
            },
        }
    })?;
    Ok(core.heap.text(translated).into())
}

fn maketrans(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let args = a.positional();
    let dict = core.heap.make(Obj::Dict(Box::default()));
    match args.len() {
        1 => {
            let Value::Obj(from) = args[0] else {
                return Err(Raise::type_error("if you give only one argument to maketrans it must be a dict"));
            };
            let Obj::Dict(entries) = core.heap.get(from).clone() else {
                return Err(Raise::type_error("if you give only one argument to maketrans it must be a dict"));
            };
            for entry in entries.iter() {
                let key = match core.heap.str(entry.key) {
                    Some(text) => Value::Int(i64::from(text.chars().next().map_or(0, u32::from))),
                    None => entry.key,
                };
                core.heap.dict_set(dict, key, entry.value)?;
            }
        }
        2 | 3 => {
            let words = |class: &str| format!("maketrans() argument must be str, not {class}");
            let (from, to) = (text_arg(core, args[0], words)?, text_arg(core, args[1], words)?);
            if from.chars().count() != to.chars().count() {
                return Err(Raise::value_error("the first two maketrans arguments must have equal length"));
            }
            for (from, to) in from.chars().zip(to.chars()) {
                let (from, to) = (Value::Int(i64::from(u32::from(from))), Value::Int(i64::from(u32::from(to))));
                core.heap.dict_set(dict, from, to)?;
            }
            if let Some(gone) = args.get(2) {
                for character in text_arg(core, *gone, words)?.chars() {
                    core.heap.dict_set(dict, Value::Int(i64::from(u32::from(character))), Value::None)?;
                }
            }
        }
        given => return Err(Raise::type_error(format!("maketrans expected at least 1 argument, got {given}"))),
    }
    Ok(Value::Obj(dict).into())
}
