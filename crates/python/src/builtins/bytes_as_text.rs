//! Methods of bytes that those of texts do as well: bytes beyond ASCII are letters of nobody meanwhile.

use super::{Args, Native};
use crate::code::Program;
use crate::heap::Obj;
use crate::machine::{Core, Done, Raise, Res};
use crate::value::Value;

macro_rules! methods {
    (each $($name:ident)*) => { $(
        fn $name(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
            by_text(core, p, a, concat!("str.", stringify!($name)))
        }
    )* };
    ($($name:ident)*) => {
        pub(super) const TABLE: &[Native] = &[
            $(Native { name: concat!("bytes.", stringify!($name)), function: $name },
            Native { name: concat!("bytearray.", stringify!($name)), function: $name },)*
            Native { name: "bytearray.startswith", function: startswith },
            Native { name: "bytearray.endswith", function: endswith },
            Native { name: "bytearray.count", function: count },
            Native { name: "bytearray.split", function: split },
            Native { name: "bytearray.replace", function: replace },
            Native { name: "bytearray.strip", function: strip },
            Native { name: "bytearray.upper", function: upper },
            Native { name: "bytearray.lower", function: lower },
        ];

        methods! { each $($name)* startswith endswith count split replace strip upper lower }
    };
}

methods! {
    capitalize center expandtabs index isalnum isalpha isascii isdigit islower isspace istitle isupper ljust lstrip
    partition removeprefix removesuffix rfind rindex rjust rpartition rsplit rstrip splitlines swapcase title zfill
}

/// Where bytes beyond ASCII stand meanwhile.
const BEYOND: u32 = 0xe000;

fn by_text(core: &mut Core, p: &Program, a: Args<'_>, name: &str) -> Res<Done> {
    let is_array = matches!(a.all[0], Value::Obj(at) if matches!(core.heap.get(at), Obj::ByteArray(_)));
    let lines = name == "str.splitlines";
    let mut args = Vec::with_capacity(a.all.len());
    for value in a.all {
        if matches!(value, Value::Str(_)) {
            return Err(Raise::type_error("a bytes-like object is required, not 'str'"));
        }
        let text: Option<String> = core.bytes(*value).map(|bytes| {
            bytes
                .iter()
                .map(|byte| match byte {
                    // Bytes have fewer ends of lines.
                    0x0b | 0x0c | 0x1c..=0x1e if lines => beyond(*byte),
                    0..=127 => char::from(*byte),
                    _ => beyond(*byte),
                })
                .collect()
        });
        args.push(match text {
            Some(text) => core.heap.text(text),
            None => *value,
        });
    }
    if name == "str.isascii" {
        let is = core.bytes(a.all[0]).is_some_and(<[u8]>::is_ascii);
        return Ok(Value::Bool(is).into());
    }
    let found = super::natives().iter().find(|native| native.name == name);
    let native = found.unwrap_or_else(|| unreachable!("there is a function {name}"));
    match (native.function)(core, p, Args { all: &args, names: a.names })? {
        Done::Value(value) => Ok(back(core, value, is_array)?.into()),
        other => Ok(other),
    }
}

fn beyond(byte: u8) -> char {
    char::from_u32(BEYOND + u32::from(byte)).unwrap_or('\0')
}

/// Bytes again, in lists and tuples as well.
fn back(core: &mut Core, value: Value, is_array: bool) -> Res<Value> {
    if let Some(text) = core.heap.str(value) {
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c) & 0xff).unwrap_or(0)).collect();
        return Ok(core.heap.obj(if is_array { Obj::ByteArray(bytes) } else { Obj::Bytes(bytes.into()) }));
    }
    let Value::Obj(at) = value else { return Ok(value) };
    let is_tuple = match core.heap.get(at) {
        Obj::Tuple(_) => true,
        Obj::List(_) => false,
        _ => return Ok(value),
    };
    let items = core.items(value, 0)?;
    let items = items.into_iter().map(|item| back(core, item, is_array)).collect::<Res<Vec<_>>>()?;
    Ok(if is_tuple { core.heap.tuple(items) } else { core.heap.list(items) })
}
