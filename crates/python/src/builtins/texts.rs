//! JSON, regular expressions and the text of dates: what `json`, `re`, `time` and `datetime` ask.

use super::{Args, Native, int_arg, text_arg};
use crate::code::Program;
use crate::heap::Obj;
use crate::machine::{Core, Done, Raise, Res};
use crate::numbers::Int;
use crate::text::json::{self, Form, Json, JsonError, Writer};
use crate::text::regex::{self, Found, Part, Regex, RegexError, Subject, Way};
use crate::text::strftime::{Moment, strftime};
use crate::value::Value;
use std::sync::Arc;

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_json_atom", function: json_atom },
    Native { name: "__native_json_parse", function: json_parse },
    Native { name: "__native_re_compile", function: re_compile },
    Native { name: "__native_re_find", function: re_find },
    Native { name: "__native_re_template", function: re_template },
    Native { name: "__native_re_escape", function: re_escape },
    Native { name: "__native_strftime", function: date_text },
    Native { name: "__native_moment", function: moment },
];

fn flag(core: &Core, value: Value) -> bool {
    core.truth(value) == Some(true)
}

/// A value that is no container, as JSON has it.
fn json_atom(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let mut form = Form::new(None);
    (form.ensure_ascii, form.allow_nan) = (flag(core, a.all[1]), flag(core, a.all[2]));
    let mut writer = Writer::new(form);
    match core.plain(a.all[0]) {
        Value::None => writer.null(),
        Value::Bool(b) => writer.bool(b),
        Value::Str(at) => writer.text(&core.heap.text_of(at).text),
        Value::Float(x) => writer.float(x)?,
        other => writer.int(&core.int(other).unwrap_or(Int::Small(0)))?,
    }
    Ok(core.heap.text(writer.finish()).into())
}

/// The value of a text; or what is wrong, and where.
fn json_parse(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let text = text_arg(core, a.all[0], |_| "a text is read".to_string())?;
    let pairs = flag(core, a.all[1]);
    let triple = match json::parse(&text) {
        Ok(value) => [json_value(core, value, pairs)?, Value::None, Value::None],
        Err(JsonError::Decode(error)) => {
            let message = core.heap.text(error.message);
            [Value::None, message, Value::Int(i64::try_from(error.position).unwrap_or(0))]
        }
        Err(JsonError::Other(error)) => return Err(error.into()),
    };
    Ok(core.heap.tuple(triple).into())
}

fn json_value(core: &mut Core, value: Json, pairs: bool) -> Res<Value> {
    Ok(match value {
        Json::Null => Value::None,
        Json::Bool(b) => Value::Bool(b),
        Json::Int(int) => core.number(int),
        Json::Float(x) => Value::Float(x),
        Json::Text(text) => core.heap.text(text),
        Json::List(items) => {
            let items = items.into_iter().map(|item| json_value(core, item, pairs)).collect::<Res<Vec<_>>>()?;
            core.heap.list(items)
        }
        Json::Object(entries) if pairs => {
            let mut made = Vec::new();
            for (key, value) in entries {
                let (key, value) = (core.heap.text(key), json_value(core, value, pairs)?);
                made.push(core.heap.tuple([key, value]));
            }
            core.heap.tuple(made)
        }
        Json::Object(entries) => {
            let dict = core.heap.make(Obj::Dict(Box::default()));
            for (key, value) in entries {
                let (key, value) = (core.heap.text(key), json_value(core, value, pairs)?);
                core.heap.dict_set(dict, key, value)?;
            }
            Value::Obj(dict)
        }
    })
}

/// What is wrong with a pattern: None, the words and the place.
fn wrong(core: &mut Core, error: &RegexError) -> Value {
    let message = core.heap.text(&*error.message);
    let place = error.position.map_or(Value::None, |at| Value::Int(i64::try_from(at).unwrap_or(0)));
    core.heap.tuple([Value::None, message, place])
}

/// Number, flags, how many groups and which have names; or what is wrong.
fn re_compile(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let pattern = text_arg(core, a.all[0], |_| "a pattern is a text".to_string())?;
    let flags = u32::try_from(int_arg(core, a.all[1])?).unwrap_or(0);
    let regex = match Regex::new(&pattern, flags) {
        Ok(regex) => regex,
        Err(error) => return Ok(wrong(core, &error).into()),
    };
    let mut names = Vec::new();
    for (name, group) in &regex.names {
        let name = core.heap.text(&**name);
        names.push(core.heap.tuple([name, place(*group)]));
    }
    let names = core.heap.list(names);
    let (flags, groups) = (Value::Int(i64::from(regex.flags)), place(regex.groups));
    let number = place(core.patterns.len());
    core.patterns.push(Arc::new(regex));
    Ok(core.heap.tuple([number, flags, groups, names]).into())
}

fn place(at: usize) -> Value {
    Value::Int(i64::try_from(at).unwrap_or(i64::MAX))
}

fn pattern(core: &Core, value: Value) -> Res<Arc<Regex>> {
    let number = usize::try_from(int_arg(core, value)?).unwrap_or(usize::MAX);
    match core.patterns.get(number) {
        Some(regex) => Ok(regex.clone()),
        None => Err(Raise::value_error("there is no such pattern")),
    }
}

/// The places of the groups and the last of them.
fn found(core: &mut Core, found: &Found) -> Value {
    let spans: Vec<Value> = found
        .spans
        .iter()
        .map(|span| match span {
            Some((begin, end)) => core.heap.tuple([place(*begin), place(*end)]),
            None => Value::None,
        })
        .collect();
    let spans = core.heap.tuple(spans);
    core.heap.tuple([spans, found.last_group.map_or(Value::None, place)])
}

/// All matches, or so many; with a negative number below -1 only one, found in that way.
fn re_find(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let regex = pattern(core, a.all[0])?;
    let text = text_arg(core, a.all[1], |_| "a text is looked through".to_string())?;
    let subject = Subject::new(&text);
    let bound =
        |value: Value| -> Res<usize> { Ok(usize::try_from(int_arg(core, value)?.max(0)).unwrap_or(usize::MAX)) };
    let (start, end, most) = (bound(a.all[2])?.min(subject.length()), bound(a.all[3])?, int_arg(core, a.all[4])?);
    let way = match most {
        -2 => Way::Search,
        -3 => Way::Match,
        -4 => Way::Full,
        _ => {
            let all = regex.find_all(&subject, start, end, usize::try_from(most).unwrap_or(usize::MAX))?;
            let all: Vec<Value> = all.iter().map(|one| found(core, one)).collect();
            return Ok(core.heap.list(all).into());
        }
    };
    Ok(match regex.find(&subject, way, start, end)? {
        Some(one) => found(core, &one).into(),
        None => Value::None.into(),
    })
}

/// The parts of a template: texts, and the numbers of groups.
fn re_template(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let regex = pattern(core, a.all[0])?;
    let text = text_arg(core, a.all[1], |class| format!("expected str instance, {class} found"))?;
    let parts = match regex::template(&text, &regex) {
        Ok(parts) => parts,
        Err(error) if error.position.is_none() => {
            return Err(Raise::error(crate::error::Kind::IndexError, error.message));
        }
        Err(error) => return Ok(wrong(core, &error).into()),
    };
    let parts: Vec<Value> = parts
        .into_iter()
        .map(|part| match part {
            Part::Literal(text) => core.heap.text(text),
            Part::Group(group) => place(group),
        })
        .collect();
    Ok(core.heap.list(parts).into())
}

fn re_escape(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let text = text_arg(core, a.all[0], |class| format!("expected string or bytes-like object, got '{class}'"))?;
    Ok(core.heap.text(regex::escape(&text)).into())
}

/// `strftime(format, year, month, day, hour, minute, second)`
fn date_text(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let format = text_arg(core, a.all[0], |class| format!("strftime() argument 1 must be str, not {class}"))?;
    let part = |at: usize| int_arg(core, a.all[at]);
    let moment =
        Moment { year: part(1)?, month: part(2)?, day: part(3)?, hour: part(4)?, minute: part(5)?, second: part(6)? };
    Ok(core.heap.text(strftime(&format, &moment, "UTC")).into())
}

/// What a struct of time has for so many seconds since 1970.
fn moment(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let moment = Moment::from_seconds(int_arg(core, a.all[0])?);
    let parts = [
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        moment.weekday(),
        moment.year_day(),
        0,
    ];
    Ok(core.heap.tuple(parts.map(Value::Int)).into())
}
