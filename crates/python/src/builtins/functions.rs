//! Functions that belong to no class.

use super::{Args, Native, int_arg, text_arg};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::heap::iter::Iter;
use crate::library::words;
use crate::machine::shared::{Then, Wish};
use crate::machine::{After, Core, Done, Expect, Raise, Res, Resume, Stop, With, types};
use crate::numbers::{Int, float};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "abs", function: abs },
    Native { name: "ascii", function: ascii },
    Native { name: "bin", function: bin },
    Native { name: "callable", function: callable },
    Native { name: "chr", function: chr },
    Native { name: "delattr", function: delattr },
    Native { name: "divmod", function: divmod },
    Native { name: "enumerate", function: enumerate },
    Native { name: "filter", function: in_python },
    Native { name: "format", function: format },
    Native { name: "getattr", function: getattr },
    Native { name: "hasattr", function: hasattr },
    Native { name: "hash", function: hash },
    Native { name: "hex", function: hex },
    Native { name: "id", function: id },
    Native { name: "input", function: input },
    Native { name: "isinstance", function: isinstance },
    Native { name: "issubclass", function: issubclass },
    Native { name: "iter", function: iter },
    Native { name: "len", function: len },
    Native { name: "map", function: in_python },
    Native { name: "next", function: next },
    Native { name: "oct", function: oct },
    Native { name: "ord", function: ord },
    Native { name: "pow", function: pow },
    Native { name: "print", function: print },
    Native { name: "repr", function: repr },
    Native { name: "reversed", function: reversed },
    Native { name: "round", function: round },
    Native { name: "setattr", function: setattr },
    Native { name: "vars", function: vars },
    Native { name: "zip", function: zip },
];

/// What the prelude does, always.
fn in_python(_: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    Err(Raise::in_python())
}

fn abs(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("abs", 1, 1)?;
    core.unary(p, words::ABS, "abs", a.all[0])
}

fn ascii(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("ascii", 1, 1)?;
    let text = core.repr_text(p, a.all[0])?;
    Ok(core.heap.text(crate::text::repr::ascii_of(&text)).into())
}

fn whole(core: &Core, value: Value) -> Res<Int> {
    match core.int(value) {
        Some(int) => Ok(int),
        None if core.is_of_program(value) => Err(Raise::in_python()),
        None => {
            let name = core.heap.type_name(value);
            Err(Raise::type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

fn bin(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("bin", 1, 1)?;
    let text = whole(core, a.all[0])?.prefixed(2);
    Ok(core.heap.text(text).into())
}

fn oct(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("oct", 1, 1)?;
    let text = whole(core, a.all[0])?.prefixed(8);
    Ok(core.heap.text(text).into())
}

fn hex(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("hex", 1, 1)?;
    let text = whole(core, a.all[0])?.prefixed(16);
    Ok(core.heap.text(text).into())
}

fn callable(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("callable", 1, 1)?;
    let is = match a.all[0] {
        Value::Native(_) | Value::Class(_) => true,
        Value::Obj(at) => match core.heap.get(at) {
            Obj::Function(_) | Obj::Bound(_) | Obj::Static(_) | Obj::Alias(_) => true,
            _ => {
                let class = core.heap.type_of(a.all[0]);
                core.method_of_program(p, class, words::CALL).is_some()
            }
        },
        _ => false,
    };
    Ok(Value::Bool(is).into())
}

fn chr(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("chr", 1, 1)?;
    let code = int_arg(core, a.all[0])?;
    let character = u32::try_from(code).ok().and_then(char::from_u32);
    match character {
        Some(character) => Ok(core.heap.character(character).into()),
        None => Err(Raise::value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("ord", 1, 1)?;
    if let Some(text) = core.heap.str(a.all[0]) {
        let mut characters = text.chars();
        if let (Some(one), None) = (characters.next(), characters.next()) {
            return Ok(Value::Int(i64::from(u32::from(one))).into());
        }
        let len = text.chars().count();
        return Err(Raise::type_error(format!("ord() expected a character, but string of length {len} found")));
    }
    if let Some([byte]) = core.bytes(a.all[0]) {
        return Ok(Value::Int(i64::from(*byte)).into());
    }
    if let Some(len) = core.bytes(a.all[0]).map(<[u8]>::len) {
        return Err(Raise::type_error(format!("ord() expected a character, but string of length {len} found")));
    }
    let name = core.heap.type_name(a.all[0]);
    Err(Raise::type_error(format!("ord() expected string of length 1, but {name} found")))
}

fn attribute_name(core: &mut Core, p: &Program, value: Value, what: &str) -> Res<crate::code::Sym> {
    let words = |_: &str| format!("{what}(): attribute name must be string");
    let text = text_arg(core, value, words)?;
    Ok(core.sym(p, &text))
}

fn getattr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("getattr", 2, 3)?;
    let name = attribute_name(core, p, a.all[1], "getattr")?;
    let result = core.get_attr(p, a.all[0], name);
    let Some(default) = a.at(2) else { return result };
    match result {
        Ok(Done::Value(value)) => Ok(value.into()),
        Ok(_) => Err(Raise::in_python()),
        Err(raise) if is_attribute_error(core, &raise) => Ok(default.into()),
        Err(raise) => Err(raise),
    }
}

fn is_attribute_error(core: &Core, raise: &Raise) -> bool {
    match raise {
        Raise::Error(error) => error.kind == Kind::AttributeError,
        Raise::Exception(value) => core.is_kind(*value, Kind::AttributeError),
        _ => false,
    }
}

fn hasattr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("hasattr", 2, 2)?;
    let name = attribute_name(core, p, a.all[1], "hasattr")?;
    match core.get_attr(p, a.all[0], name) {
        Ok(Done::Value(_)) => Ok(Value::Bool(true).into()),
        Ok(_) => Err(Raise::in_python()),
        Err(raise) if is_attribute_error(core, &raise) => Ok(Value::Bool(false).into()),
        Err(raise) => Err(raise),
    }
}

fn setattr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("setattr", 3, 3)?;
    let name = attribute_name(core, p, a.all[1], "setattr")?;
    core.set_attr(p, a.all[0], name, a.all[2])
}

fn delattr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("delattr", 2, 2)?;
    let name = attribute_name(core, p, a.all[1], "delattr")?;
    core.del_attr(p, a.all[0], name)
}

fn divmod(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("divmod", 2, 2)?;
    let (x, y) = (a.all[0], a.all[1]);
    if core.is_of_program(x) || core.is_of_program(y) {
        return Err(Raise::in_python());
    }
    let pair = match (core.int(x), core.int(y)) {
        (Some(x), Some(y)) => {
            let (quotient, rest) = x.divmod(&y)?;
            [core.number(quotient), core.number(rest)]
        }
        _ => match (core.float(x)?, core.float(y)?) {
            (Some(x), Some(y)) => {
                let (quotient, rest) = float::divmod(x, y)?;
                [Value::Float(quotient), Value::Float(rest)]
            }
            _ => {
                let (left, right) = (core.heap.type_name(x), core.heap.type_name(y));
                let words = format!("unsupported operand type(s) for divmod(): '{left}' and '{right}'");
                return Err(Raise::type_error(words));
            }
        },
    };
    Ok(core.heap.tuple(pair).into())
}

fn enumerate(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let values = a.parse(core, p, "enumerate", &["iterable", "start"])?;
    let Some(iterable) = values[0] else {
        return Err(Raise::type_error("enumerate() missing required argument 'iterable'"));
    };
    let start = values[1].map_or(Ok(0), |start| int_arg(core, start))?;
    match ours(core, iterable) {
        Some(iter) => Ok(core.heap.obj(Obj::Iter(Box::new(Iter::Enumerate(iter, start)))).into()),
        None if core.is_of_program(iterable) || core.built_in_iter(iterable).is_some() => Err(Raise::in_python()),
        None => Err(core.no_iterable(iterable)),
    }
}

/// An iterator of our own over a value, if there is one.
fn ours(core: &mut Core, value: Value) -> Option<Value> {
    let iter = core.built_in_iter(value)?;
    match iter {
        Value::Obj(at) => matches!(core.heap.get(at), Obj::Iter(_)).then_some(iter),
        _ => None,
    }
}

fn zip(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let strict = a.named(words::STRICT).is_some_and(|strict| core.truth(strict) == Some(true));
    if a.names.iter().any(|name| *name != words::STRICT) {
        return Err(Raise::type_error("zip() takes no keyword arguments"));
    }
    let mut inner = Vec::new();
    for (at, value) in a.positional().iter().enumerate() {
        match ours(core, *value) {
            Some(iter) => inner.push(iter),
            None if core.is_of_program(*value) || core.built_in_iter(*value).is_some() => {
                return Err(Raise::in_python());
            }
            None => {
                let _ = at;
                return Err(core.no_iterable(*value));
            }
        }
    }
    Ok(core.heap.obj(Obj::Iter(Box::new(Iter::Zip(inner.into(), strict)))).into())
}

fn format(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("format", 1, 2)?;
    let spec = a.at(1).unwrap_or_else(|| core.heap.text(""));
    core.format(p, a.all[0], spec)
}

fn hash(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("hash", 1, 1)?;
    let class = core.heap.type_of(a.all[0]);
    if class.heap().is_some() {
        match core.lookup(p, class, words::HASH) {
            Some(Value::None) => {
                let name = core.heap.class_name(class);
                return Err(Raise::type_error(format!("unhashable type: '{name}'")));
            }
            Some(method) if !matches!(method, Value::Native(_)) => {
                return Ok(Done::call(method, vec![a.all[0]], After::Expect(Expect::Int("__hash__"))));
            }
            _ => {}
        }
    }
    Ok(Value::Int(core.heap.hash(a.all[0])?).into())
}

fn id(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("id", 1, 1)?;
    let id = match a.all[0] {
        Value::Obj(at) | Value::Str(at) => 0x7f00_1000_0000 + i64::from(at.0) * 48,
        Value::Int(n) => 0x7e00_0000_0000 ^ n.wrapping_mul(32),
        Value::Float(x) => 0x7d00_0000_0000 ^ (x.to_bits() >> 16).cast_signed(),
        Value::Class(class) => 0x7c00_0000_0000 + i64::from(class.0) * 1024,
        Value::Native(n) => 0x7b00_0000_0000 + i64::from(n) * 72,
        Value::Bool(b) => 0x7a00_0000_0000 + i64::from(b) * 32,
        _ => 0x7a00_0000_0100,
    };
    Ok(Value::Int(id).into())
}

fn input(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("input", 0, 1)?;
    if let Some(prompt) = a.at(0) {
        let text = core.str_text(p, prompt)?;
        core.out.push_str(&text);
    }
    Ok(Done::stop(Stop::Input))
}

fn isinstance(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("isinstance", 2, 2)?;
    let class = core.heap.type_of(a.all[0]);
    match core.is_of(class, a.all[1])? {
        Some(is) => Ok(Value::Bool(is).into()),
        None if core.is_of_program(a.all[1]) || matches!(core.heap.type_of(a.all[1]), types::TUPLE) => {
            Err(Raise::in_python())
        }
        None if matches!(core.heap.type_of(a.all[1]), types::ALIAS) => {
            Err(Raise::type_error("isinstance() argument 2 cannot be a parameterized generic"))
        }
        None => Err(Raise::type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
    }
}

fn issubclass(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    a.count("issubclass", 2, 2)?;
    let Value::Class(class) = a.all[0] else {
        return Err(Raise::type_error("issubclass() arg 1 must be a class"));
    };
    match core.is_of(class, a.all[1])? {
        Some(is) => Ok(Value::Bool(is).into()),
        None if core.is_of_program(a.all[1]) || core.heap.type_of(a.all[1]) == types::TUPLE => Err(Raise::in_python()),
        None => Err(Raise::type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")),
    }
}

fn iter(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("iter", 1, 2)?;
    if a.all.len() == 2 {
        return Err(Raise::in_python());
    }
    core.iter(p, a.all[0])
}

fn len(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("len", 1, 1)?;
    if core.shared_instance(a.all[0]).is_none()
        && let Some(len) = core.built_in_len(a.all[0])
    {
        return Ok(Value::Int(len).into());
    }
    let class = core.heap.type_of(a.all[0]);
    if let Some(method) = core.method_of_program(p, class, words::LEN) {
        return Ok(Done::call(method, vec![a.all[0]], After::Expect(Expect::Length)));
    }
    let plain = core.plain(a.all[0]);
    if let Some((this, _)) = core.shared_container(plain) {
        return Ok(Done::shared(this, Wish::Length, Then::Value, After::Store));
    }
    match core.built_in_len(plain) {
        Some(len) => Ok(Value::Int(len).into()),
        None => {
            let name = core.heap.class_name(class);
            Err(Raise::type_error(format!("object of type '{name}' has no len()")))
        }
    }
}

fn next(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("next", 1, 2)?;
    let (iter, default) = (a.all[0], a.at(1));
    let after = default.map_or(After::Item, After::Default);
    if let Value::Obj(at) = iter {
        if let Some(of) = core.iterates_shared(at) {
            return Ok(crate::machine::shared::steps(of, at, after));
        }
        match core.heap.peek(at) {
            Obj::Shared(shared) if shared.of.sort == crate::share::Sort::Iter => {
                return Ok(crate::machine::shared::takes(at, after));
            }
            Obj::Iter(_) => {
                return match (core.step(at)?, default) {
                    (Some(item), _) | (None, Some(item)) => Ok(item.into()),
                    (None, None) => Err(Core::stop_iteration()),
                };
            }
            Obj::Generator(_) => {
                return Ok(Done::Resume(Box::new(Resume { generator: at, with: With::Sent(Value::None), after })));
            }
            _ => {}
        }
    }
    let class = core.heap.type_of(iter);
    match core.lookup(p, class, words::NEXT) {
        Some(method) => Ok(Done::call(method, vec![iter], after)),
        None => {
            let name = core.heap.class_name(class);
            Err(Raise::type_error(format!("'{name}' object is not an iterator")))
        }
    }
}

fn pow(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let values = a.parse(core, p, "pow", &["base", "exp", "mod"])?;
    let (Some(base), Some(exponent)) = (values[0], values[1]) else {
        return Err(Raise::type_error("pow() missing required argument 'exp' (pos 2)"));
    };
    match values[2] {
        None | Some(Value::None) => core.binary(p, crate::tree::BinOp::Pow, base, exponent, false),
        Some(modulus) => match (core.int(base), core.int(exponent), core.int(modulus)) {
            (Some(base), Some(exponent), Some(modulus)) => {
                let result = base.pow_mod(&exponent, &modulus)?;
                Ok(core.number(result).into())
            }
            _ if core.is_of_program(base) => Err(Raise::in_python()),
            _ => Err(Raise::type_error("pow() 3rd argument not allowed unless all arguments are integers")),
        },
    }
}

fn print(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let mut separator = " ".to_string();
    let mut end = "\n".to_string();
    for (at, name) in a.names.iter().enumerate() {
        let value = a.all[a.positional().len() + at];
        match *name {
            words::SEP | words::END => {
                if value != Value::None {
                    let word = if *name == words::SEP { "sep" } else { "end" };
                    let words = |name: &str| format!("{word} must be None or a string, not {name}");
                    let text = text_arg(core, value, words)?;
                    if word == "sep" {
                        separator = text.to_string();
                    } else {
                        end = text.to_string();
                    }
                }
            }
            words::FILE if value != Value::None => return Err(Raise::in_python()),
            words::FILE | words::FLUSH => {}
            _ => {
                let name = core.name(p, *name);
                return Err(Raise::type_error(format!("'{name}' is an invalid keyword argument for print()")));
            }
        }
    }
    if core.redirected {
        return Err(Raise::in_python());
    }
    let mut text = String::new();
    for (at, value) in a.positional().iter().enumerate() {
        if at > 0 {
            text.push_str(&separator);
        }
        match value {
            Value::Str(at) => text.push_str(&core.heap.text_of(*at).text),
            Value::Int(n) => text.push_str(&n.to_string()),
            other => text.push_str(&core.str_text(p, *other)?),
        }
    }
    text.push_str(&end);
    core.out.push_str(&text);
    Ok(Value::None.into())
}

fn repr(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("repr", 1, 1)?;
    core.repr(p, a.all[0])
}

fn reversed(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("reversed", 1, 1)?;
    let class = core.heap.type_of(a.all[0]);
    if let Some(method) = core.method_of_program(p, class, words::REVERSED) {
        return Ok(Done::call(method, vec![a.all[0]], After::Store));
    }
    if core.method_of_program(p, class, words::GETITEM).is_some() {
        return Err(Raise::in_python());
    }
    let value = core.plain(a.all[0]);
    let iter = match value {
        Value::Str(at) => Iter::Reversed(value, core.heap.text_of(at).len as usize),
        Value::Obj(at) => match core.heap.get(at) {
            Obj::List(items) => Iter::Reversed(value, items.len()),
            Obj::Tuple(items) => Iter::Reversed(value, items.len()),
            Obj::Deque(deque) => Iter::Deque { of: at, left: deque.len(), changes: deque.changes, back: true },
            Obj::Bytes(bytes) => Iter::Reversed(value, bytes.len()),
            Obj::Range(range) => Iter::Range { at: range.at(range.len() - 1), left: range.len(), step: -range.step },
            Obj::Dict(dict) => Iter::DictReversed(at, dict.entries.len(), crate::heap::View::Keys),
            Obj::View(of, view) => Iter::DictReversed(*of, core.heap.dict(*of).entries.len(), *view),
            _ => return Err(not_reversible(core, value)),
        },
        _ => return Err(not_reversible(core, value)),
    };
    Ok(core.heap.obj(Obj::Iter(Box::new(iter))).into())
}

fn not_reversible(core: &Core, value: Value) -> Box<Raise> {
    let name = core.heap.type_name(value);
    Raise::type_error(format!("'{name}' object is not reversible"))
}

fn round(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let values = a.parse(core, p, "round", &["number", "ndigits"])?;
    let Some(number) = values[0] else {
        return Err(Raise::type_error("round() missing required argument 'number' (pos 1)"));
    };
    let digits = values[1].filter(|digits| *digits != Value::None);
    let class = core.heap.type_of(number);
    if let Some(method) = core.method_of_program(p, class, words::ROUND) {
        return Ok(Done::call(method, [Some(number), digits].into_iter().flatten().collect(), After::Store));
    }
    let number = core.plain(number);
    if let Value::Float(x) = number {
        return Ok(match digits {
            None => {
                let int = float::round(x)?;
                core.number(int).into()
            }
            Some(digits) => Value::Float(float::round_to(x, int_arg(core, digits)?)?).into(),
        });
    }
    match core.int(number) {
        Some(int) => {
            let digits = digits.map(|digits| whole(core, digits)).transpose()?;
            let rounded = digits.map_or(int.clone(), |digits| int.round(&digits));
            Ok(core.number(rounded).into())
        }
        None => {
            let name = core.heap.type_name(number);
            Err(Raise::type_error(format!("type {name} doesn't define __round__ method")))
        }
    }
}

fn vars(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    a.count("vars", 1, 1)?;
    match core.get_attr(p, a.all[0], words::DICT) {
        Ok(done) => Ok(done),
        Err(_) => Err(Raise::type_error("vars() argument must have __dict__ attribute")),
    }
}
