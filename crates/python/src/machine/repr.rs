//! What values look like: `repr`, `str`, `format`, `%`.

use super::{After, Core, Done, Expect, Raise, Res, types};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::{Obj, View};
use crate::library::words;
use crate::numbers::{Int, float};
use crate::share::Sort;
use crate::text::format::{self, PercentPiece, Taken};
use crate::text::repr;
use crate::value::{Ref, Value};

/// Deeper than this nothing nests that people print.
const DEPTH: usize = 180;

impl Core {
    /// `repr(value)`
    pub(crate) fn repr(&mut self, p: &Program, value: Value) -> Res<Done> {
        let class = self.heap.type_of(value);
        if let Some(method) = self.method_of_program(p, class, words::REPR) {
            return Ok(Done::call(method, vec![value], After::Expect(Expect::Text("__repr__"))));
        }
        match self.repr_text(p, value) {
            Ok(text) => Ok(self.heap.text(text).into()),
            Err(raise) if matches!(*raise, Raise::InPython) => self.in_python(p, "repr_container", vec![value]),
            Err(raise) => Err(raise),
        }
    }

    /// `str(value)`
    pub(crate) fn str_of(&mut self, p: &Program, value: Value) -> Res<Done> {
        if matches!(value, Value::Str(_)) {
            return Ok(value.into());
        }
        let class = self.heap.type_of(value);
        if let Some(method) = self.method_of_program(p, class, words::STR) {
            return Ok(Done::call(method, vec![value], After::Expect(Expect::Text("__str__"))));
        }
        match self.str_text(p, value) {
            Ok(text) => Ok(self.heap.text(text).into()),
            Err(raise) if matches!(*raise, Raise::InPython) => {
                if self.is_exception(class) {
                    return self.in_python(p, "str_exception", vec![value]);
                }
                self.repr(p, value)
            }
            Err(raise) => Err(raise),
        }
    }

    /// `str(value)` as far as no method of the program has a say.
    pub(crate) fn str_text(&mut self, p: &Program, value: Value) -> Res<String> {
        let class = self.heap.type_of(value);
        if class.heap().is_some() {
            for name in [words::STR, words::REPR] {
                if name == words::REPR && self.is_exception(class) {
                    break;
                }
                if self.method_of_program(p, class, name).is_some() {
                    return Err(Raise::in_python());
                }
            }
        }
        match value {
            Value::Str(at) => Ok(self.heap.text_of(at).text.to_string()),
            Value::Obj(at) => match self.heap.get(at) {
                Obj::Exception(exception) => {
                    let args = exception.args;
                    let items = self.items(args, 0)?;
                    if self.derives(class, types::of_kind(Kind::BaseExceptionGroup)) {
                        let message = items.first().copied().unwrap_or(Value::None);
                        let inner = self.items(items.get(1).copied().unwrap_or(Value::None), 0)?;
                        let count = inner.len();
                        let plural = if count == 1 { "" } else { "s" };
                        return Ok(format!("{} ({count} sub-exception{plural})", self.str_text(p, message)?));
                    }
                    if self.derives(class, types::of_kind(Kind::OSError)) && items.len() >= 2 {
                        let (number, words) = (self.str_text(p, items[0])?, self.str_text(p, items[1])?);
                        return Ok(match items.get(2) {
                            Some(file) => format!("[Errno {number}] {words}: {}", self.repr_text(p, *file)?),
                            None => format!("[Errno {number}] {words}"),
                        });
                    }
                    match items[..] {
                        [] => Ok(String::new()),
                        [one] if self.derives(class, types::of_kind(Kind::KeyError)) => self.repr_text(p, one),
                        [one] => self.str_text(p, one),
                        _ => self.repr_text(p, args),
                    }
                }
                Obj::Derived(derived) if matches!(derived.value, Value::Str(_)) => {
                    let value = derived.value;
                    self.str_text(p, value)
                }
                _ => self.repr_text(p, value),
            },
            _ => self.repr_text(p, value),
        }
    }

    /// `repr(value)` as far as no method of the program has a say.
    pub(crate) fn repr_text(&mut self, p: &Program, value: Value) -> Res<String> {
        let mut text = String::new();
        self.write_repr(p, value, &mut text, &mut Vec::new())?;
        Ok(text)
    }

    fn write_repr(&mut self, p: &Program, value: Value, text: &mut String, open: &mut Vec<Ref>) -> Res<()> {
        if open.len() > DEPTH {
            let words = "maximum recursion depth exceeded while getting the repr of an object";
            return Err(Raise::error(Kind::RecursionError, words));
        }
        match value {
            Value::Undef | Value::None => text.push_str("None"),
            Value::Ellipsis => text.push_str("Ellipsis"),
            Value::NotImplemented => text.push_str("NotImplemented"),
            Value::Bool(true) => text.push_str("True"),
            Value::Bool(false) => text.push_str("False"),
            Value::Int(n) => text.push_str(&n.to_string()),
            Value::Float(x) => text.push_str(&float::repr(x)),
            Value::Str(at) => text.push_str(&repr::text(&self.heap.text_of(at).text)),
            Value::Native(number) => {
                let name = p.natives[usize::from(number)].name;
                match name.split_once('.') {
                    Some((class, method)) => {
                        text.push_str(&format!("<method '{method}' of '{class}' objects>"));
                    }
                    None => text.push_str(&format!("<built-in function {name}>")),
                }
            }
            Value::Class(class) => {
                let meta = self.heap.type_of(value);
                if self.method_of_program(p, meta, words::REPR).is_some() {
                    return Err(Raise::in_python());
                }
                let name = match self.heap.class(class) {
                    Some(of) if &*of.module != "builtins" => format!("{}.{}", of.module, of.qualname),
                    Some(of) => of.qualname.to_string(),
                    None => types::name(class).to_string(),
                };
                text.push_str(&format!("<class '{name}'>"));
            }
            Value::Obj(at) => self.write_object(p, at, text, open)?,
        }
        Ok(())
    }

    fn write_items(
        &mut self,
        p: &Program,
        items: &[Value],
        around: (&str, &str),
        text: &mut String,
        open: &mut Vec<Ref>,
    ) -> Res<()> {
        text.push_str(around.0);
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                text.push_str(", ");
            }
            self.write_repr(p, *item, text, open)?;
        }
        text.push_str(around.1);
        Ok(())
    }

    fn write_deque(
        &mut self,
        p: &Program,
        name: &str,
        deque: &crate::heap::deque::Deque,
        text: &mut String,
        open: &mut Vec<Ref>,
    ) -> Res<()> {
        self.write_items(p, &deque.list(), (&format!("{name}(["), "]"), text, open)?;
        if let Some(most) = deque.most {
            text.push_str(&format!(", maxlen={most}"));
        }
        text.push(')');
        Ok(())
    }

    fn write_object(&mut self, p: &Program, at: Ref, text: &mut String, open: &mut Vec<Ref>) -> Res<()> {
        let value = Value::Obj(at);
        let class = self.heap.type_of(value);
        if class.heap().is_some() && self.method_of_program(p, class, words::REPR).is_some() {
            return Err(Raise::in_python());
        }
        let address = format!("0x7f{:010x}", 0x1000_0000_u64 + u64::from(at.0) * 48);
        if let Obj::Shared(shared) = self.heap.peek(at)
            && matches!(shared.of.sort, Sort::Instance | Sort::Iter)
            && shared.plain == Value::Undef
        {
            let (module, qualname) = self.full_name(class);
            text.push_str(&format!("<{module}{qualname} object at {address}>"));
            return Ok(());
        }
        match self.heap.get(at).clone() {
            Obj::List(_) | Obj::Deque(_) if open.contains(&at) => text.push_str("[...]"),
            Obj::Dict(_) if open.contains(&at) => text.push_str("{...}"),
            Obj::Tuple(_) if open.contains(&at) => text.push_str("(...)"),
            Obj::List(items) => {
                open.push(at);
                self.write_items(p, &items, ("[", "]"), text, open)?;
                open.pop();
            }
            Obj::Deque(deque) => {
                open.push(at);
                self.write_deque(p, "deque", &deque, text, open)?;
                open.pop();
            }
            Obj::Tuple(items) => {
                open.push(at);
                let end = if items.len() == 1 { ",)" } else { ")" };
                self.write_items(p, &items, ("(", end), text, open)?;
                open.pop();
            }
            Obj::Dict(dict) => {
                open.push(at);
                text.push('{');
                for (at, entry) in dict.iter().enumerate() {
                    if at > 0 {
                        text.push_str(", ");
                    }
                    self.write_repr(p, entry.key, text, open)?;
                    text.push_str(": ");
                    self.write_repr(p, entry.value, text, open)?;
                }
                text.push('}');
                open.pop();
            }
            Obj::Set(set) => {
                let items: Vec<Value> = set.iter().map(|slot| slot.key).collect();
                if items.is_empty() {
                    text.push_str("set()");
                } else {
                    self.write_items(p, &items, ("{", "}"), text, open)?;
                }
            }
            Obj::Frozen(set) => {
                let items: Vec<Value> = set.iter().map(|slot| slot.key).collect();
                if items.is_empty() {
                    text.push_str("frozenset()");
                } else {
                    self.write_items(p, &items, ("frozenset({", "})"), text, open)?;
                }
            }
            Obj::Bytes(bytes) => text.push_str(&repr::bytes(&bytes)),
            Obj::ByteArray(bytes) => text.push_str(&repr::bytearray(&bytes)),
            Obj::Big(big) => text.push_str(&Int::Big((*big).clone()).to_text()?),
            Obj::Str(inner) => text.push_str(&repr::text(&inner.text)),
            Obj::Range(range) => {
                text.push_str(&format!("range({}, {}", range.start, range.stop));
                if range.step != 1 {
                    text.push_str(&format!(", {}", range.step));
                }
                text.push(')');
            }
            Obj::Slice(parts) => self.write_items(p, &parts[..], ("slice(", ")"), text, open)?,
            Obj::Function(function) => {
                let name = &p.codes[function.code as usize].qualname;
                text.push_str(&format!("<function {name} at {address}>"));
            }
            Obj::Bound(bound) => {
                match bound.function {
                    Value::Native(number) => {
                        let name = p.natives[usize::from(number)].name;
                        let name = name.rsplit('.').next().unwrap_or(name);
                        let class = self.heap.type_name(bound.this).to_string();
                        text.push_str(&format!("<built-in method {name} of {class} object at {address}>"));
                    }
                    function => {
                        let name = match self.get_attr(p, function, words::QUALNAME) {
                            Ok(Done::Value(name)) => self.heap.str(name).unwrap_or("?").to_string(),
                            _ => "?".to_string(),
                        };
                        text.push_str(&format!("<bound method {name} of "));
                        self.write_repr(p, bound.this, text, open)?;
                        text.push('>');
                    }
                };
            }
            Obj::Instance(..) => {
                let (module, qualname) = self.full_name(class);
                text.push_str(&format!("<{module}{qualname} object at {address}>"));
            }
            Obj::Derived(derived) => match self.native_base(class) {
                types::SET | types::FROZENSET | types::BYTEARRAY => {
                    let name = self.heap.class_name(class).to_string();
                    let items = self.items(derived.value, 0)?;
                    if items.is_empty() {
                        text.push_str(&format!("{name}()"));
                    } else {
                        self.write_items(p, &items, (&format!("{name}({{"), "})"), text, open)?;
                    }
                }
                types::DEQUE => {
                    if open.contains(&at) {
                        text.push_str("[...]");
                    } else if let Value::Obj(plain) = derived.value
                        && let Obj::Deque(deque) = self.heap.get(plain).clone()
                    {
                        let name = self.heap.class_name(class).to_string();
                        open.push(at);
                        self.write_deque(p, &name, &deque, text, open)?;
                        open.pop();
                    }
                }
                types::OBJECT | types::TYPE => {
                    let (module, qualname) = self.full_name(class);
                    text.push_str(&format!("<{module}{qualname} object at {address}>"));
                }
                _ => self.write_repr(p, derived.value, text, open)?,
            },
            Obj::Exception(exception) => {
                let name = self.heap.class_name(class).to_string();
                let items = self.items(exception.args, 0)?;
                self.write_items(p, &items, (&format!("{name}("), ")"), text, open)?;
            }
            Obj::Generator(generator) => {
                let hidden = p.codes[generator.code as usize].hidden;
                let name = &p.codes[generator.code as usize].qualname;
                let what = match generator.class {
                    types::COROUTINE => "coroutine object ",
                    types::ASYNC_GENERATOR => "async_generator object ",
                    _ => "generator object ",
                };
                match (hidden, generator.class) {
                    (true, types::GENERATOR) => text.push_str(&format!("<{name} object at {address}>")),
                    (true, class) => text.push_str(&format!("<{} object at {address}>", types::name(class))),
                    (false, _) => text.push_str(&format!("<{what}{name} at {address}>")),
                }
            }
            Obj::Module(number) => {
                let name = &p.modules[usize::from(number)].name;
                text.push_str(&format!("<module '{name}'>"));
            }
            Obj::View(of, view) => {
                let dict = self.heap.dict(of).clone();
                let (name, items): (&str, Vec<Value>) = match view {
                    View::Keys => ("dict_keys([", dict.iter().map(|entry| entry.key).collect()),
                    View::Values => ("dict_values([", dict.iter().map(|entry| entry.value).collect()),
                    View::Items => {
                        let pairs: Vec<(Value, Value)> = dict.iter().map(|entry| (entry.key, entry.value)).collect();
                        ("dict_items([", pairs.into_iter().map(|(key, value)| self.heap.tuple([key, value])).collect())
                    }
                };
                self.write_items(p, &items, (name, "])"), text, open)?;
            }
            Obj::Alias(alias) if class == types::UNION => {
                for (at, one) in self.items(alias.1, 0)?.into_iter().enumerate() {
                    if at > 0 {
                        text.push_str(" | ");
                    }
                    match one {
                        Value::Class(types::NONE) => text.push_str("None"),
                        Value::Class(class) if class.heap().is_none() => text.push_str(types::name(class)),
                        Value::Class(class) => {
                            let (module, name) = self.full_name(class);
                            text.push_str(&format!("{module}{name}"));
                        }
                        other => self.write_repr(p, other, text, open)?,
                    }
                }
            }
            Obj::Alias(alias) => {
                let name = match alias.0 {
                    Value::Class(class) => {
                        let (module, name) = self.full_name(class);
                        format!("{module}{name}").replace("builtins.", "")
                    }
                    _ => "?".to_string(),
                };
                text.push_str(&name);
                text.push('[');
                let inner = match alias.1 {
                    Value::Obj(at) => match self.heap.get(at) {
                        Obj::Tuple(items) => items.to_vec(),
                        _ => vec![alias.1],
                    },
                    other => vec![other],
                };
                for (at, item) in inner.iter().enumerate() {
                    if at > 0 {
                        text.push_str(", ");
                    }
                    match item {
                        Value::Class(class) => {
                            let (module, name) = self.full_name(*class);
                            text.push_str(&format!("{module}{name}").replace("builtins.", ""));
                        }
                        other => self.write_repr(p, *other, text, open)?,
                    }
                }
                text.push(']');
            }
            Obj::Super(of) => {
                let (class, object) =
                    (self.heap.class_name(of.class).to_string(), self.heap.type_name(of.this).to_string());
                text.push_str(&format!("<super: <class '{class}'>, <{object} object>>"));
            }
            _ => {
                let name = types::name(class);
                let name = self.heap.class(class).map_or(name, |_| name);
                text.push_str(&format!("<{name} object at {address}>"));
            }
        }
        Ok(())
    }

    fn full_name(&self, class: crate::value::ClassId) -> (String, String) {
        match self.heap.class(class) {
            Some(of) => (format!("{}.", of.module), of.qualname.to_string()),
            None => (String::new(), types::name(class).to_string()),
        }
    }

    /// A field of an f-string.
    pub(crate) fn formatted(&mut self, p: &Program, value: Value, spec: Option<Value>, conversion: u8) -> Res<Done> {
        if conversion == 0 {
            let spec = spec.unwrap_or_else(|| self.heap.text(""));
            return self.format(p, value, spec);
        }
        let done = match conversion {
            1 => self.str_of(p, value)?,
            2 => self.repr(p, value)?,
            _ => match self.repr_text(p, value) {
                Ok(text) => self.heap.text(repr::ascii_of(&text)).into(),
                Err(raise) if matches!(*raise, Raise::InPython) => self.in_python(p, "ascii", vec![value])?,
                Err(raise) => return Err(raise),
            },
        };
        let Some(spec) = spec else { return Ok(done) };
        match done {
            Done::Value(text) => self.format(p, text, spec),
            _ => self.in_python(p, "format_converted", vec![value, spec, Value::Int(i64::from(conversion))]),
        }
    }

    /// `format(value, spec)`
    pub(crate) fn format(&mut self, p: &Program, value: Value, spec: Value) -> Res<Done> {
        let class = self.heap.type_of(value);
        if let Some(method) = self.method_of_program(p, class, words::FORMAT) {
            return Ok(Done::call(method, vec![value, spec], After::Expect(Expect::Text("__format__"))));
        }
        let Some(spec_text) = self.heap.str(spec).map(str::to_string) else {
            let name = self.heap.type_name(spec);
            return Err(Raise::type_error(format!("format() argument 2 must be str, not {name}")));
        };
        if spec_text.is_empty() {
            return self.str_of(p, value);
        }
        let text = match self.plain(value) {
            Value::Str(at) => format::text(&self.heap.text_of(at).text, &spec_text)?,
            Value::Bool(b) => format::bool(b, &spec_text)?,
            Value::Float(x) => format::float(x, &spec_text)?,
            plain => match self.int(plain) {
                Some(int) => format::int(&int, &spec_text)?,
                None => {
                    let name = self.heap.type_name(value);
                    return Err(Raise::type_error(format!("unsupported format string passed to {name}.__format__")));
                }
            },
        };
        Ok(self.heap.text(text).into())
    }

    /// `text % values`
    pub(crate) fn percent(&mut self, p: &Program, at: Ref, values: Value) -> Res<Value> {
        let text = self.heap.text_of(at).text.clone();
        let plain = self.plain(values);
        let mapping = self.heap.type_of(plain) == types::DICT;
        let is_tuple = self.heap.type_of(plain) == types::TUPLE;
        let args = if is_tuple { self.items(plain, 0)? } else { vec![values] };
        let mut next = args.iter().copied();
        let mut used_mapping = false;
        let mut out = String::new();
        for piece in format::percent(&text, mapping) {
            let mut conversion = match piece? {
                PercentPiece::Literal(literal) => {
                    out.push_str(literal);
                    continue;
                }
                PercentPiece::Conversion(conversion) => conversion,
            };
            let mut star = |core: &Core| -> Res<i64> {
                let value = next.next().ok_or_else(format::too_few)?;
                Ok(Int::clamp(&core.int(value).ok_or_else(format::no_int_for_star)?))
            };
            if conversion.width == Taken::Argument {
                let width = star(self)?;
                conversion.set_width(width);
            }
            if conversion.precision == Taken::Argument {
                let precision = star(self)?;
                conversion.set_precision(precision);
            }
            let value = match conversion.key {
                Some(key) => {
                    used_mapping = true;
                    let key = self.heap.text(key);
                    let Value::Obj(dict) = plain else { unreachable!("keys are only read for a mapping") };
                    self.heap.dict_get(dict, key)?.ok_or_else(|| Raise::key(key))?
                }
                None => next.next().ok_or_else(format::too_few)?,
            };
            // Nothing but the kind is said, mostly.
            if conversion.is_bare() {
                match (conversion.kind, value) {
                    ('s', Value::Str(_)) => {
                        out.push_str(self.heap.str(value).unwrap_or_default());
                        continue;
                    }
                    ('s' | 'd', Value::Int(n)) => {
                        let _ = std::fmt::Write::write_fmt(&mut out, format_args!("{n}"));
                        continue;
                    }
                    _ => {}
                }
            }
            let written = match conversion.kind {
                's' => {
                    let inner = self.str_text(p, value)?;
                    conversion.text(&inner)
                }
                'r' => {
                    let inner = self.repr_text(p, value)?;
                    conversion.text(&inner)
                }
                'a' => {
                    let inner = repr::ascii_of(&self.repr_text(p, value)?);
                    conversion.text(&inner)
                }
                'c' => match self.heap.str(value) {
                    Some(one) if one.chars().count() == 1 => {
                        conversion.character(one.chars().next().expect("there is one"))
                    }
                    Some(_) => return Err(conversion.no_character().into()),
                    None => match self.int(value) {
                        Some(code) => conversion.code(&code)?,
                        None => return Err(conversion.no_character().into()),
                    },
                },
                'd' | 'i' | 'u' | 'o' | 'x' | 'X' => match (self.int(value), self.plain(value)) {
                    (Some(int), _) => conversion.int(&int)?,
                    (None, Value::Float(x)) if matches!(conversion.kind, 'd' | 'i' | 'u') => {
                        conversion.int(&Int::from_f64(x.trunc())?)?
                    }
                    _ => return Err(conversion.no_number(self.heap.type_name(value)).into()),
                },
                'e' | 'E' | 'f' | 'F' | 'g' | 'G' => match self.float(value)? {
                    Some(x) => conversion.float(x)?,
                    None => {
                        let name = self.heap.type_name(value);
                        return Err(Raise::type_error(format!("must be real number, not {name}")));
                    }
                },
                _ => return Err(conversion.unknown().into()),
            };
            out.push_str(&written);
        }
        let left_over = next.next().is_some();
        // What can be subscribed may be a mapping, as far as CPython looks.
        let of = self.heap.type_of(plain);
        let could_be = mapping
            || matches!(of, types::LIST | types::BYTES | types::BYTEARRAY | types::RANGE)
            || self.method_of_program(p, of, words::GETITEM).is_some();
        if left_over && !could_be && !used_mapping {
            return Err(format::too_many().into());
        }
        Ok(self.heap.text(out))
    }
}
