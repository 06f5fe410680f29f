//! `bytes`, `bytearray` and the methods of theirs that programs here use.

use super::{Args, Native, int_arg, text_arg};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::machine::{Core, Done, Raise, Res, types};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.bytes", function: new_bytes },
    Native { name: "new.bytearray", function: new_bytearray },
    Native { name: "bytes.decode", function: decode },
    Native { name: "bytes.hex", function: hex },
    Native { name: "bytes.fromhex", function: fromhex },
    Native { name: "bytes.startswith", function: startswith },
    Native { name: "bytes.endswith", function: endswith },
    Native { name: "bytes.find", function: find },
    Native { name: "bytes.count", function: count },
    Native { name: "bytes.split", function: split },
    Native { name: "bytes.join", function: join },
    Native { name: "bytes.replace", function: replace },
    Native { name: "bytes.strip", function: strip },
    Native { name: "bytes.upper", function: upper },
    Native { name: "bytes.lower", function: lower },
    Native { name: "bytearray.decode", function: decode },
    Native { name: "bytearray.hex", function: hex },
    Native { name: "bytearray.append", function: append },
    Native { name: "bytearray.extend", function: extend },
    Native { name: "bytearray.find", function: find },
    Native { name: "bytearray.clear", function: clear },
    Native { name: "bytearray.pop", function: pop },
];

fn made(core: &mut Core, p: &Program, a: Args<'_>, name: &str) -> Res<Vec<u8>> {
    let values = a.parse(core, p, name, &["source", "encoding", "errors"])?;
    let Some(source) = values[0] else { return Ok(Vec::new()) };
    if let Some(text) = core.heap.str(source) {
        if values[1].is_none() {
            return Err(Raise::type_error("string argument without an encoding"));
        }
        return Ok(text.as_bytes().to_vec());
    }
    if let Some(bytes) = core.bytes(source) {
        return Ok(bytes.to_vec());
    }
    if core.int(source).is_some() {
        let len = usize::try_from(int_arg(core, source)?).map_err(|_| Raise::value_error("negative count"))?;
        if len > 1 << 28 {
            return Err(Raise::error(Kind::MemoryError, ""));
        }
        return Ok(vec![0; len]);
    }
    let words = format!("cannot convert '{}' object to bytes", core.heap.type_name(source));
    if core.built_in_iter(source).is_none() && !core.is_of_program(source) {
        return Err(Raise::type_error(words));
    }
    let mut bytes = Vec::new();
    for item in core.items(source, 0)? {
        match u8::try_from(int_arg(core, item)?) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                return Err(Raise::value_error(
                    format!("{name} must be in range(0, 256)").replace("bytearray", "byte"),
                ));
            }
        }
    }
    Ok(bytes)
}

fn new_bytes(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    if let [one] = *a.all {
        let class = core.heap.type_of(one);
        if let Some(method) = core.method_of_program(p, class, crate::library::words::BYTES) {
            return Ok(Done::call(method, vec![one], crate::machine::After::Store));
        }
    }
    let bytes = made(core, p, a, "bytes")?;
    Ok(core.heap.obj(Obj::Bytes(bytes.into())).into())
}

fn new_bytearray(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let bytes = made(core, p, a, "bytearray")?;
    Ok(core.heap.obj(Obj::ByteArray(bytes)).into())
}

fn own(core: &Core, a: Args<'_>) -> Vec<u8> {
    core.bytes(a.all[0]).unwrap_or_default().to_vec()
}

/// Bytes of the same class as the method's own.
fn same(core: &mut Core, a: Args<'_>, bytes: Vec<u8>) -> Value {
    if core.native_base(core.heap.type_of(a.all[0])) == types::BYTEARRAY {
        core.heap.obj(Obj::ByteArray(bytes))
    } else {
        core.heap.obj(Obj::Bytes(bytes.into()))
    }
}

fn part(core: &Core, value: Value) -> Res<Vec<u8>> {
    if let Some(bytes) = core.bytes(value) {
        return Ok(bytes.to_vec());
    }
    if core.int(value).is_some() {
        return Ok(vec![
            u8::try_from(int_arg(core, value)?).map_err(|_| Raise::value_error("byte must be in range(0, 256)"))?,
        ]);
    }
    let name = core.heap.type_name(value);
    Err(Raise::type_error(format!("a bytes-like object is required, not '{name}'")))
}

pub(super) fn decoded(core: &Core, bytes: &[u8], encoding: Option<Value>, errors: Option<Value>) -> Res<String> {
    let encoding = encoding.and_then(|value| core.heap.str(value)).unwrap_or("utf-8").to_lowercase();
    let errors = errors.and_then(|value| core.heap.str(value)).unwrap_or("strict");
    match encoding.replace('_', "-").as_str() {
        "utf-8" | "utf8" => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_string()),
            Err(_) if errors == "replace" => Ok(String::from_utf8_lossy(bytes).into_owned()),
            Err(_) if errors == "ignore" => {
                Ok(String::from_utf8_lossy(bytes).chars().filter(|c| *c != '\u{fffd}').collect())
            }
            Err(error) => {
                let at = error.valid_up_to();
                let reason = match error.error_len() {
                    None => "unexpected end of data",
                    Some(_) if bytes[at] >= 0xc2 && bytes[at] < 0xf5 => "invalid continuation byte",
                    Some(_) => "invalid start byte",
                };
                let words = format!("'utf-8' codec can't decode byte 0x{:02x} in position {at}: {reason}", bytes[at]);
                Err(Raise::error(Kind::UnicodeDecodeError, words))
            }
        },
        "ascii" | "us-ascii" => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Some(at) => {
                let words = format!(
                    "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                    bytes[at]
                );
                Err(Raise::error(Kind::UnicodeDecodeError, words))
            }
        },
        "latin-1" | "latin1" | "iso-8859-1" => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        _ => Err(Raise::error(Kind::LookupError, format!("unknown encoding: {encoding}"))),
    }
}

fn decode(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, "decode", &["encoding", "errors"])?;
    let text = decoded(core, &own(core, a), values[0], values[1])?;
    Ok(core.heap.text(text).into())
}

fn hex(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let separator = match a.at(1) {
        Some(separator) => text_arg(core, separator, |_| "sep must be str or bytes.".to_string())?,
        None => "".into(),
    };
    let parts: Vec<String> = own(core, a).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(core.heap.text(parts.join(&separator)).into())
}

fn fromhex(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.fromhex", 2, 2)?;
    let text = text_arg(core, a.all[1], |class| format!("fromhex() argument must be str, not {class}"))?;
    let digits: Vec<char> = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let mut bytes = Vec::new();
    for (at, pair) in digits.chunks(2).enumerate() {
        let digit = |at: usize| pair.get(at).and_then(|c| c.to_digit(16));
        match (digit(0), digit(1)) {
            (Some(high), Some(low)) => bytes.push(u8::try_from(high * 16 + low).expect("two digits")),
            _ => {
                let place = at * 2 + usize::from(digit(0).is_some());
                let words = format!("non-hexadecimal number found in fromhex() arg at position {place}");
                return Err(Raise::value_error(words));
            }
        }
    }
    Ok(core.heap.obj(Obj::Bytes(bytes.into())).into())
}

fn startswith(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.startswith", 2, 2)?;
    let wanted = part(core, a.all[1])?;
    Ok(Value::Bool(own(core, a).starts_with(&wanted)).into())
}

fn endswith(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.endswith", 2, 2)?;
    let wanted = part(core, a.all[1])?;
    Ok(Value::Bool(own(core, a).ends_with(&wanted)).into())
}

fn found(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    if wanted.is_empty() {
        return (from <= bytes.len()).then_some(from);
    }
    bytes.get(from..)?.windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}

fn find(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.find", 2, 3)?;
    let wanted = part(core, a.all[1])?;
    let from = a.at(2).map_or(Ok(0), |from| int_arg(core, from))?;
    let from = usize::try_from(from).unwrap_or(0);
    let at = found(&own(core, a), &wanted, from);
    Ok(Value::Int(at.map_or(-1, |at| i64::try_from(at).unwrap_or(-1))).into())
}

fn count(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.count", 2, 2)?;
    let (bytes, wanted) = (own(core, a), part(core, a.all[1])?);
    let (mut at, mut count) = (0, 0);
    while let Some(next) = found(&bytes, &wanted, at) {
        count += 1;
        at = next + wanted.len().max(1);
    }
    Ok(Value::Int(count).into())
}

fn pieces(bytes: &[u8], separator: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(next) = found(bytes, separator, at) {
        parts.push(bytes[at..next].to_vec());
        at = next + separator.len();
    }
    parts.push(bytes[at..].to_vec());
    parts
}

fn split(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.split", 1, 2)?;
    let bytes = own(core, a);
    let parts = match a.at(1) {
        None | Some(Value::None) => {
            bytes.split(u8::is_ascii_whitespace).filter(|part| !part.is_empty()).map(<[u8]>::to_vec).collect()
        }
        Some(separator) => {
            let separator = part(core, separator)?;
            if separator.is_empty() {
                return Err(Raise::value_error("empty separator"));
            }
            pieces(&bytes, &separator)
        }
    };
    let items = parts.into_iter().map(|bytes| same(core, a, bytes)).collect();
    Ok(core.heap.list(items).into())
}

fn join(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.join", 2, 2)?;
    let separator = own(core, a);
    let mut parts = Vec::new();
    for (at, item) in core.items(a.all[1], 1)?.into_iter().enumerate() {
        match core.bytes(item) {
            Some(bytes) => parts.push(bytes.to_vec()),
            None => {
                let name = core.heap.type_name(item);
                let words = format!("sequence item {at}: expected a bytes-like object, {name} found");
                return Err(Raise::type_error(words));
            }
        }
    }
    let joined = parts.join(&separator[..]);
    Ok(same(core, a, joined).into())
}

fn replace(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.replace", 3, 3)?;
    let (old, new) = (part(core, a.all[1])?, part(core, a.all[2])?);
    let bytes = own(core, a);
    let replaced = if old.is_empty() { bytes } else { pieces(&bytes, &old).join(&new[..]) };
    Ok(same(core, a, replaced).into())
}

fn strip(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytes.strip", 1, 2)?;
    let bytes = own(core, a);
    let stripped = match a.at(1) {
        None | Some(Value::None) => bytes.trim_ascii().to_vec(),
        Some(which) => {
            let which = part(core, which)?;
            let start = bytes.iter().position(|byte| !which.contains(byte)).unwrap_or(bytes.len());
            let end = bytes.iter().rposition(|byte| !which.contains(byte)).map_or(start, |at| at + 1);
            bytes[start..end].to_vec()
        }
    };
    Ok(same(core, a, stripped).into())
}

fn upper(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let bytes = own(core, a).to_ascii_uppercase();
    Ok(same(core, a, bytes).into())
}

fn lower(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let bytes = own(core, a).to_ascii_lowercase();
    Ok(same(core, a, bytes).into())
}

fn array(core: &mut Core, value: Value) -> Res<&mut Vec<u8>> {
    match core.plain(value) {
        Value::Obj(at) => match core.heap.get_mut(at) {
            Obj::ByteArray(bytes) => Ok(bytes),
            _ => Err(Raise::type_error("a bytearray is expected")),
        },
        _ => Err(Raise::type_error("a bytearray is expected")),
    }
}

fn append(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytearray.append", 2, 2)?;
    let byte = int_arg(core, a.all[1])?;
    let byte = u8::try_from(byte).map_err(|_| Raise::value_error("byte must be in range(0, 256)"))?;
    array(core, a.all[0])?.push(byte);
    Ok(Value::None.into())
}

fn extend(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bytearray.extend", 2, 2)?;
    let mut more = Vec::new();
    for item in core.items(a.all[1], 1)? {
        let byte = int_arg(core, item)?;
        more.push(u8::try_from(byte).map_err(|_| Raise::value_error("byte must be in range(0, 256)"))?);
    }
    array(core, a.all[0])?.extend(more);
    Ok(Value::None.into())
}

fn clear(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    array(core, a.all[0])?.clear();
    Ok(Value::None.into())
}

fn pop(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    match array(core, a.all[0])?.pop() {
        Some(byte) => Ok(Value::Int(i64::from(byte)).into()),
        None => Err(Raise::error(Kind::IndexError, "pop from empty bytearray")),
    }
}
