//! `str` and its methods.

use super::{Args, Native, int_arg, text_arg};
use crate::code::Program;
use crate::error::Kind;
use crate::machine::{Core, Done, Raise, Res, types};
use crate::text::format::{self, Access, First, Numbering, Piece};
use crate::text::methods::{self as m, Strip};
use crate::value::Value;
use std::sync::Arc;

macro_rules! plain {
    ($($name:ident $function:path,)*) => { $(
        fn $name(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
            a.count(concat!("str.", stringify!($name)), 1, 1)?;
            let result = $function(&own(core, a));
            Ok(core.heap.text(result).into())
        }
    )* };
}

macro_rules! asks {
    ($($name:ident $function:path,)*) => { $(
        fn $name(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
            a.count(concat!("str.", stringify!($name)), 1, 1)?;
            Ok(Value::Bool($function(&own(core, a))).into())
        }
    )* };
}

plain! {
    upper m::upper, lower m::lower, title m::title, capitalize m::capitalize, swapcase m::swapcase,
    casefold m::casefold,
}

asks! {
    isalnum m::is_alnum, isalpha m::is_alpha, isascii m::is_ascii, isdecimal m::is_decimal, isdigit m::is_digit,
    isnumeric m::is_numeric, isspace m::is_space, isprintable m::is_printable, isidentifier m::is_identifier,
    islower m::is_lower, isupper m::is_upper, istitle m::is_title,
}

pub(super) const TABLE: &[Native] = &[
    Native { name: "new.str", function: new },
    Native { name: "str.upper", function: upper },
    Native { name: "str.lower", function: lower },
    Native { name: "str.title", function: title },
    Native { name: "str.capitalize", function: capitalize },
    Native { name: "str.swapcase", function: swapcase },
    Native { name: "str.casefold", function: casefold },
    Native { name: "str.isalnum", function: isalnum },
    Native { name: "str.isalpha", function: isalpha },
    Native { name: "str.isascii", function: isascii },
    Native { name: "str.isdecimal", function: isdecimal },
    Native { name: "str.isdigit", function: isdigit },
    Native { name: "str.isnumeric", function: isnumeric },
    Native { name: "str.isspace", function: isspace },
    Native { name: "str.isprintable", function: isprintable },
    Native { name: "str.isidentifier", function: isidentifier },
    Native { name: "str.islower", function: islower },
    Native { name: "str.isupper", function: isupper },
    Native { name: "str.istitle", function: istitle },
    Native { name: "str.strip", function: strip },
    Native { name: "str.lstrip", function: lstrip },
    Native { name: "str.rstrip", function: rstrip },
    Native { name: "str.removeprefix", function: removeprefix },
    Native { name: "str.removesuffix", function: removesuffix },
    Native { name: "str.ljust", function: ljust },
    Native { name: "str.rjust", function: rjust },
    Native { name: "str.center", function: center },
    Native { name: "str.zfill", function: zfill },
    Native { name: "str.expandtabs", function: expandtabs },
    Native { name: "str.find", function: find },
    Native { name: "str.rfind", function: rfind },
    Native { name: "str.index", function: index },
    Native { name: "str.rindex", function: rindex },
    Native { name: "str.count", function: count },
    Native { name: "str.startswith", function: startswith },
    Native { name: "str.endswith", function: endswith },
    Native { name: "str.replace", function: replace },
    Native { name: "str.split", function: split },
    Native { name: "str.rsplit", function: rsplit },
    Native { name: "str.splitlines", function: splitlines },
    Native { name: "str.partition", function: partition },
    Native { name: "str.rpartition", function: rpartition },
    Native { name: "str.join", function: join },
    Native { name: "str.format", function: format_fields },
    Native { name: "str.format_map", function: format_map },
    Native { name: "str.__len__", function: length },
    Native { name: "str.__contains__", function: contains },
];

pub(super) fn own(core: &Core, a: Args<'_>) -> Arc<str> {
    match core.plain(a.all[0]) {
        Value::Str(at) => core.heap.text_of(at).text.clone(),
        _ => Arc::from(""),
    }
}

fn new(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let values = a.parse(core, p, "str", &["object", "encoding", "errors"])?;
    let Some(value) = values[0] else { return Ok(core.heap.text("").into()) };
    if values[1].is_some() || values[2].is_some() {
        let Some(bytes) = core.bytes(value).map(<[u8]>::to_vec) else {
            let name = core.heap.type_name(value);
            return Err(Raise::type_error(format!("decoding to str: need a bytes-like object, {name} found")));
        };
        let text = super::bytes::decoded(core, &bytes, values[1], values[2])?;
        return Ok(core.heap.text(text).into());
    }
    core.str_of(p, value)
}

fn ends(core: &mut Core, a: Args<'_>, name: &str, ends: Strip) -> Res<Done> {
    a.count(name, 1, 2)?;
    let text = own(core, a);
    let stripped = match a.at(1) {
        None | Some(Value::None) => match ends {
            Strip::Both => m::strip(&text),
            Strip::Left => m::lstrip(&text),
            Strip::Right => m::rstrip(&text),
        },
        Some(characters) => {
            let characters = text_arg(core, characters, |_| format!("{} arg must be None or str", &name[4..]))?;
            let stripped = m::strip_of(&text, &characters, ends);
            return Ok(core.heap.text(stripped).into());
        }
    };
    if stripped.len() == text.len() && matches!(a.all[0], Value::Str(_)) {
        return Ok(a.all[0].into());
    }
    Ok(core.heap.text(stripped).into())
}

fn strip(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    ends(core, a, "str.strip", Strip::Both)
}

fn lstrip(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    ends(core, a, "str.lstrip", Strip::Left)
}

fn rstrip(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    ends(core, a, "str.rstrip", Strip::Right)
}

fn must_be_str(core: &Core, value: Value, name: &str) -> Res<Arc<str>> {
    text_arg(core, value, |class| format!("{name} argument must be str, not {class}"))
}

fn removeprefix(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.removeprefix", 2, 2)?;
    let text = own(core, a);
    let prefix = must_be_str(core, a.all[1], "removeprefix()")?;
    Ok(core.heap.text(m::remove_prefix(&text, &prefix)).into())
}

fn removesuffix(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.removesuffix", 2, 2)?;
    let text = own(core, a);
    let suffix = must_be_str(core, a.all[1], "removesuffix()")?;
    Ok(core.heap.text(m::remove_suffix(&text, &suffix)).into())
}

fn fill(core: &Core, a: Args<'_>) -> Res<(i64, char)> {
    let width = int_arg(core, a.all[1])?;
    let fill = match a.at(2) {
        None => ' ',
        Some(fill) => {
            let text =
                text_arg(core, fill, |class| format!("The fill character must be a unicode character, not {class}"))?;
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(one), None) => one,
                _ => return Err(Raise::type_error("The fill character must be exactly one character long")),
            }
        }
    };
    Ok((width, fill))
}

fn ljust(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.ljust", 2, 3)?;
    let (width, fill) = fill(core, a)?;
    let text = m::ljust(&own(core, a), width, fill)?;
    Ok(core.heap.text(text).into())
}

fn rjust(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.rjust", 2, 3)?;
    let (width, fill) = fill(core, a)?;
    let text = m::rjust(&own(core, a), width, fill)?;
    Ok(core.heap.text(text).into())
}

fn center(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.center", 2, 3)?;
    let (width, fill) = fill(core, a)?;
    let text = m::center(&own(core, a), width, fill)?;
    Ok(core.heap.text(text).into())
}

fn zfill(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.zfill", 2, 2)?;
    let width = int_arg(core, a.all[1])?;
    let text = m::zfill(&own(core, a), width)?;
    Ok(core.heap.text(text).into())
}

fn expandtabs(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let size = rest.parse(core, p, "expandtabs", &["tabsize"])?[0].map_or(Ok(8), |size| int_arg(core, size))?;
    let text = m::expandtabs(&own(core, a), size)?;
    Ok(core.heap.text(text).into())
}

/// What is looked for, and between which places.
fn wanted(core: &Core, a: Args<'_>, name: &str) -> Res<(Arc<str>, Option<i64>, Option<i64>)> {
    a.count(name, 2, 4)?;
    let bare = name.rsplit('.').next().unwrap_or(name);
    let part = text_arg(core, a.all[1], |class| format!("must be str, not {class}"))?;
    let _ = bare;
    Ok((part, place(core, a.at(2))?, place(core, a.at(3))?))
}

fn place(core: &Core, value: Option<Value>) -> Res<Option<i64>> {
    match value {
        None | Some(Value::None) => Ok(None),
        Some(value) => int_arg(core, value).map(Some),
    }
}

fn find(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let (part, start, end) = wanted(core, a, "str.find")?;
    Ok(Value::Int(m::find(&own(core, a), &part, start, end)).into())
}

fn rfind(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let (part, start, end) = wanted(core, a, "str.rfind")?;
    Ok(Value::Int(m::rfind(&own(core, a), &part, start, end)).into())
}

fn index(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let (part, start, end) = wanted(core, a, "str.index")?;
    Ok(Value::Int(m::index(&own(core, a), &part, start, end)?).into())
}

fn rindex(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let (part, start, end) = wanted(core, a, "str.rindex")?;
    Ok(Value::Int(m::rindex(&own(core, a), &part, start, end)?).into())
}

fn count(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let (part, start, end) = wanted(core, a, "str.count")?;
    let count = m::count(&own(core, a), &part, start, end);
    Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)).into())
}

fn edge(core: &mut Core, a: Args<'_>, name: &str, test: fn(&str, &str, Option<i64>, Option<i64>) -> bool) -> Res<Done> {
    a.count(name, 2, 4)?;
    let name = &name[4..];
    let text = own(core, a);
    let (start, end) = (place(core, a.at(2))?, place(core, a.at(3))?);
    let words = |class: &str| format!("{name} first arg must be str or a tuple of str, not {class}");
    if core.heap.type_of(a.all[1]) == types::TUPLE {
        for part in core.items(a.all[1], 0)? {
            let part = text_arg(core, part, |class| format!("tuple for {name} must only contain str, not {class}"))?;
            if test(&text, &part, start, end) {
                return Ok(Value::Bool(true).into());
            }
        }
        return Ok(Value::Bool(false).into());
    }
    let part = text_arg(core, a.all[1], words)?;
    Ok(Value::Bool(test(&text, &part, start, end)).into())
}

fn startswith(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    edge(core, a, "str.startswith", m::starts_with)
}

fn endswith(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    edge(core, a, "str.endswith", m::ends_with)
}

fn replace(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.replace", 3, 4)?;
    let old = text_arg(core, a.all[1], |class| format!("replace() argument 1 must be str, not {class}"))?;
    let new = text_arg(core, a.all[2], |class| format!("replace() argument 2 must be str, not {class}"))?;
    let count = a.at(3).map_or(Ok(-1), |count| int_arg(core, count))?;
    let text = m::replace(&own(core, a), &old, &new, count);
    Ok(core.heap.text(text).into())
}

fn pieces(core: &mut Core, p: &Program, a: Args<'_>, from_right: bool) -> Res<Done> {
    // Mostly there is one separator, or none.
    if a.names.is_empty() && !from_right {
        let text = match *a.all {
            [_] => Some((own(core, a), None)),
            [_, Value::Str(separator)] => Some((own(core, a), Some(core.heap.text_of(separator).text.clone()))),
            _ => None,
        };
        if let Some((text, separator)) = text {
            let parts = match separator {
                None => m::split_spaces(&text, -1),
                Some(separator) => m::split(&text, &separator, -1)?,
            };
            let items = parts.into_iter().map(|part| core.heap.text(part)).collect();
            return Ok(core.heap.list(items).into());
        }
    }
    let name = if from_right { "rsplit" } else { "split" };
    let rest = Args { all: &a.all[1..], names: a.names };
    let values = rest.parse(core, p, name, &["sep", "maxsplit"])?;
    let text = own(core, a);
    let most = values[1].map_or(Ok(-1), |most| int_arg(core, most))?;
    let parts: Vec<&str> = match values[0] {
        None | Some(Value::None) if from_right => m::rsplit_spaces(&text, most),
        None | Some(Value::None) => m::split_spaces(&text, most),
        Some(separator) => {
            let separator = text_arg(core, separator, |class| format!("must be str or None, not {class}"))?;
            if from_right { m::rsplit(&text, &separator, most)? } else { m::split(&text, &separator, most)? }
        }
    };
    let items = parts.into_iter().map(|part| core.heap.text(part)).collect();
    Ok(core.heap.list(items).into())
}

fn split(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    pieces(core, p, a, false)
}

fn rsplit(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    pieces(core, p, a, true)
}

fn splitlines(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let rest = Args { all: &a.all[1..], names: a.names };
    let keep = rest.parse(core, p, "splitlines", &["keepends"])?[0].is_some_and(|keep| core.truth(keep) == Some(true));
    let text = own(core, a);
    let items = m::split_lines(&text, keep).into_iter().map(|line| core.heap.text(line)).collect();
    Ok(core.heap.list(items).into())
}

fn partition(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.partition", 2, 2)?;
    let text = own(core, a);
    let separator = text_arg(core, a.all[1], |class| format!("must be str, not {class}"))?;
    let (x, y, z) = m::partition(&text, &separator)?;
    let parts = [core.heap.text(x), core.heap.text(y), core.heap.text(z)];
    Ok(core.heap.tuple(parts).into())
}

fn rpartition(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.rpartition", 2, 2)?;
    let text = own(core, a);
    let separator = text_arg(core, a.all[1], |class| format!("must be str, not {class}"))?;
    let (x, y, z) = m::rpartition(&text, &separator)?;
    let parts = [core.heap.text(x), core.heap.text(y), core.heap.text(z)];
    Ok(core.heap.tuple(parts).into())
}

fn join(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.join", 2, 2)?;
    let separator = own(core, a);
    let items = core.items(a.all[1], 1).map_err(|raise| match *raise {
        Raise::Error(_) if core.built_in_iter(a.all[1]).is_none() => Raise::type_error("can only join an iterable"),
        other => Box::new(other),
    })?;
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push_str(&separator);
        }
        match core.heap.str(*item) {
            Some(part) => text.push_str(part),
            None => {
                let class = core.heap.type_name(*item);
                let words = format!("sequence item {at}: expected str instance, {class} found");
                return Err(Raise::type_error(words));
            }
        }
    }
    Ok(core.heap.text(text).into())
}

fn length(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(Value::Int(core.built_in_len(core.plain(a.all[0])).unwrap_or(0)).into())
}

fn contains(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.__contains__", 2, 2)?;
    let own = core.plain(a.all[0]);
    core.contains(p, own, a.all[1])
}

fn format_fields(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let text = own(core, a);
    let named: Vec<(String, Value)> = a
        .names
        .iter()
        .enumerate()
        .map(|(at, name)| (core.name(p, *name).to_string(), a.all[a.positional().len() + at]))
        .collect();
    let positional = a.positional()[1..].to_vec();
    let mut numbering = Numbering::default();
    let find = |core: &mut Core, name: &str| match named.iter().find(|(known, _)| known == name) {
        Some((_, value)) => Ok(*value),
        None => {
            let key = core.heap.text(name);
            Err(Raise::key(key))
        }
    };
    let text = fields(core, p, &text, &positional, &find, &mut numbering, 0)?;
    Ok(core.heap.text(text).into())
}

fn format_map(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("str.format_map", 2, 2)?;
    let text = own(core, a);
    let mapping = a.all[1];
    let mut numbering = Numbering::default();
    let find = |core: &mut Core, name: &str| {
        let key = core.heap.text(name);
        match core.get_item(p, mapping, key)? {
            Done::Value(value) => Ok(value),
            _ => Err(Raise::in_python()),
        }
    };
    let text = fields(core, p, &text, &[], &find, &mut numbering, 0)?;
    Ok(core.heap.text(text).into())
}

type Find<'f> = dyn Fn(&mut Core, &str) -> Res<Value> + 'f;

#[allow(clippy::too_many_arguments, reason = "they go down together")]
fn fields(
    core: &mut Core,
    p: &Program,
    text: &str,
    positional: &[Value],
    find: &Find<'_>,
    numbering: &mut Numbering,
    depth: usize,
) -> Res<String> {
    if depth > 1 {
        return Err(format::too_deep().into());
    }
    let value_of = |done: Done| match done {
        Done::Value(value) => Ok(value),
        _ => Err(Raise::in_python()),
    };
    let mut out = String::new();
    for piece in format::fields(text) {
        let field = match piece? {
            Piece::Literal(literal) => {
                out.push_str(literal);
                continue;
            }
            Piece::Field(field) => field,
        };
        let number = match field.first {
            First::Next => Some(numbering.index(None)?),
            First::At(at) => Some(numbering.index(Some(at))?),
            First::Named(_) => None,
        };
        let mut value = match (number, field.first) {
            (_, First::Named(name)) => find(core, name)?,
            (Some(at), _) => match usize::try_from(at).ok().and_then(|at| positional.get(at)) {
                Some(value) => *value,
                None => {
                    let words = format!("Replacement index {at} out of range for positional args tuple");
                    return Err(Raise::error(Kind::IndexError, words));
                }
            },
            (None, _) => unreachable!("a field is named or numbered"),
        };
        for access in field.path.clone() {
            value = match access? {
                Access::Attribute(name) => {
                    let name = core.sym(p, name);
                    value_of(core.get_attr(p, value, name)?)?
                }
                Access::Index(at) => value_of(core.get_item(p, value, Value::Int(at))?)?,
                Access::Key(key) => {
                    let key = core.heap.text(key);
                    value_of(core.get_item(p, value, key)?)?
                }
            };
        }
        let spec = if field.nested {
            fields(core, p, field.spec, positional, find, numbering, depth + 1)?
        } else {
            field.spec.to_string()
        };
        value = match field.conversion {
            None => value,
            Some('s') => {
                let text = core.str_text(p, value)?;
                core.heap.text(text)
            }
            Some('r') => {
                let text = core.repr_text(p, value)?;
                core.heap.text(text)
            }
            Some('a') => {
                let text = crate::text::repr::ascii_of(&core.repr_text(p, value)?);
                core.heap.text(text)
            }
            Some(other) => return Err(format::unknown_conversion(other).into()),
        };
        let spec = core.heap.text(spec);
        let written = value_of(core.format(p, value, spec)?)?;
        out.push_str(core.heap.str(written).unwrap_or_default());
    }
    Ok(out)
}
