//! `int`, `bool`, `float` and their methods.

use super::{Args, Native, int_arg};
use crate::code::Program;
use crate::library::words;
use crate::machine::{After, Core, Done, Expect, Raise, Res};
use crate::numbers::{Int, float};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.int", function: new_int },
    Native { name: "new.bool", function: new_bool },
    Native { name: "new.float", function: new_float },
    Native { name: "int.bit_length", function: bit_length },
    Native { name: "int.bit_count", function: bit_count },
    Native { name: "int.to_bytes", function: to_bytes },
    Native { name: "int.from_bytes", function: from_bytes },
    Native { name: "int.conjugate", function: itself },
    Native { name: "int.is_integer", function: always },
    Native { name: "int.as_integer_ratio", function: ratio },
    Native { name: "int.__index__", function: itself },
    Native { name: "int.__int__", function: itself },
    Native { name: "float.is_integer", function: is_integer },
    Native { name: "float.as_integer_ratio", function: ratio },
    Native { name: "float.hex", function: hex },
    Native { name: "float.conjugate", function: itself },
];

fn new_int(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let values = a.parse(core, p, "int", &["x", "base"])?;
    let Some(x) = values[0] else { return Ok(Value::Int(0).into()) };
    if let Some(base) = values[1] {
        let base = int_arg(core, base)?;
        let Some(text) = core.heap.str(x).map(str::to_string) else {
            return Err(Raise::type_error("int() can't convert non-string with explicit base"));
        };
        let int = Int::parse(&text, base)?;
        return Ok(core.number(int).into());
    }
    let class = core.heap.type_of(x);
    for (name, word) in [(words::INT, "__int__"), (words::INDEX, "__index__"), (words::TRUNC, "__trunc__")] {
        if let Some(method) = core.method_of_program(p, class, name) {
            return Ok(Done::call(method, vec![x], After::Expect(Expect::Int(word))));
        }
    }
    let x = core.plain(x);
    if let Value::Float(x) = x {
        let int = Int::from_f64(x)?;
        return Ok(core.number(int).into());
    }
    if let Some(int) = core.int(x) {
        return Ok(core.number(int).into());
    }
    let text = match core.heap.str(x) {
        Some(text) => text.to_string(),
        None => match core.bytes(x) {
            Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            None => {
                let name = core.heap.type_name(x);
                return Err(Raise::type_error(format!(
                    "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
                )));
            }
        },
    };
    let int = Int::parse(&text, 10)?;
    Ok(core.number(int).into())
}

fn new_bool(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bool", 0, 1)?;
    let Some(value) = a.at(0) else { return Ok(Value::Bool(false).into()) };
    match core.truth_or_call(p, value) {
        Ok(truth) => Ok(Value::Bool(truth).into()),
        Err((method, this)) => Ok(Done::call(method, vec![this], After::Truth { negate: false })),
    }
}

fn new_float(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("float", 0, 1)?;
    let Some(x) = a.at(0) else { return Ok(Value::Float(0.0).into()) };
    let class = core.heap.type_of(x);
    if let Some(method) = core.method_of_program(p, class, words::FLOAT) {
        return Ok(Done::call(method, vec![x], After::Expect(Expect::Float)));
    }
    if let Some(text) = core.heap.str(x) {
        return Ok(Value::Float(float::parse(text)?).into());
    }
    match core.float(x)? {
        Some(x) => Ok(Value::Float(x).into()),
        None => {
            let name = core.heap.type_name(x);
            Err(Raise::type_error(format!("float() argument must be a string or a real number, not '{name}'")))
        }
    }
}

fn own(core: &Core, a: Args<'_>) -> Int {
    core.int(a.all[0]).unwrap_or(Int::Small(0))
}

fn bit_length(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("int.bit_length", 1, 1)?;
    Ok(Value::Int(i64::try_from(own(core, a).bit_length()).unwrap_or(i64::MAX)).into())
}

fn bit_count(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("int.bit_count", 1, 1)?;
    Ok(Value::Int(i64::try_from(own(core, a).bit_count()).unwrap_or(i64::MAX)).into())
}

/// Whether the order is big-endian, as the argument says.
fn big_endian(core: &Core, value: Option<Value>) -> Res<bool> {
    match value.map(|value| core.heap.str(value)) {
        None => Ok(true),
        Some(Some("big")) => Ok(true),
        Some(Some("little")) => Ok(false),
        _ => Err(Raise::value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "to_bytes", &["length", "byteorder", "signed"])?;
    let length = values[0].map_or(Ok(1), |length| int_arg(core, length))?;
    let length = usize::try_from(length).map_err(|_| Raise::value_error("length argument must be non-negative"))?;
    let big = big_endian(core, values[1])?;
    let signed = values[2].is_some_and(|signed| core.truth(signed) == Some(true));
    let bytes = own(core, a).to_bytes(length, big, signed)?;
    Ok(core.heap.obj(crate::heap::Obj::Bytes(bytes.into())).into())
}

fn from_bytes(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "from_bytes", &["bytes", "byteorder", "signed"])?;
    let big = big_endian(core, values[1])?;
    let signed = values[2].is_some_and(|signed| core.truth(signed) == Some(true));
    let bytes = match values[0].map(|value| core.bytes(value).map(<[u8]>::to_vec)) {
        Some(Some(bytes)) => bytes,
        _ => return Err(Raise::type_error("cannot convert object to bytes")),
    };
    let int = Int::from_bytes(&bytes, big, signed);
    Ok(core.number(int).into())
}

fn itself(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(match core.plain(a.all[0]) {
        Value::Bool(b) => Value::Int(i64::from(b)).into(),
        other => other.into(),
    })
}

fn always(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Ok(Value::Bool(true).into())
}

fn ratio(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let pair = match core.plain(a.all[0]) {
        Value::Float(x) => {
            let (n, d) = float::as_integer_ratio(x)?;
            [core.number(n), core.number(d)]
        }
        other => [other, Value::Int(1)],
    };
    Ok(core.heap.tuple(pair).into())
}

fn is_integer(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let is = matches!(core.plain(a.all[0]), Value::Float(x) if x.is_finite() && x == x.trunc());
    Ok(Value::Bool(is).into())
}

fn hex(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let text = match core.plain(a.all[0]) {
        Value::Float(x) => float::hex(x),
        _ => String::new(),
    };
    Ok(core.heap.text(text).into())
}
