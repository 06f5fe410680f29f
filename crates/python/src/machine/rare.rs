//! Instructions that are not in every loop: displays, unpacking, raising, classes.

use super::run::Left;
use super::shared::{Then, Wish};
use super::support::{import_name, missing_global, no_name};
use super::{After, Core, Done, Raise, Stop, WINDOW};
use crate::code::{Code, I, Program, Sym};
use crate::error::Kind;
use crate::heap::{Fields, Function, Obj};
use crate::library::words;
use crate::value::Value;

/// Does one; what the loop is to be left for, if that is so.
#[allow(clippy::too_many_lines, reason = "each instruction is a few lines")]
pub(super) fn rare(
    core: &mut Core,
    p: &Program,
    code: &Code,
    r: &mut [Value; WINDOW],
    (pc, left): (&mut usize, &mut i64),
    instruction: I,
) -> Option<Left> {
    macro_rules! leave {
        ($left:expr) => {
            return Some($left)
        };
    }
    macro_rules! put {
        ($d:expr, $result:expr) => {
            match $result {
                Ok(Done::Value(value)) => r[$d as usize] = value,
                Ok(done) => leave!(Left::Done(done, $d)),
                Err(raise) => leave!(Left::Raise(raise)),
            }
        };
    }
    macro_rules! done {
        ($result:expr) => {
            match $result {
                Ok(Done::Value(_)) => {}
                Ok(done) => leave!(Left::Discard(done)),
                Err(raise) => leave!(Left::Raise(raise)),
            }
        };
    }
    macro_rules! check {
        ($result:expr) => {
            match $result {
                Ok(value) => value,
                Err(raise) => leave!(Left::Raise(raise)),
            }
        };
    }
    match instruction {
        I::Pos { d, a } => put!(d, core.unary(p, words::POS, "+", r[a as usize])),
        I::Invert { d, a } => put!(d, core.unary(p, words::INVERT, "~", r[a as usize])),
        I::IterArg { d, a } => match r[a as usize] {
            Value::Obj(at)
                if matches!(
                    core.heap.peek(at),
                    Obj::Range(_) | Obj::List(_) | Obj::Tuple(_) | Obj::Iter(_) | Obj::Generator(_)
                ) =>
            {
                r[d as usize] = Value::Obj(at);
            }
            other => put!(d, core.iter(p, other)),
        },
        I::DelGlobal { g } => {
            if core.heap.sharing.on && p.shared[g as usize] {
                leave!(Left::Stop(Stop::Unbind(g), 0));
            }
            if matches!(core.globals[g as usize], Value::Undef) {
                leave!(Left::Raise(no_name(core, p, p.globals[g as usize])));
            }
            core.globals[g as usize] = Value::Undef;
        }
        I::MakeCell { a } => {
            // A class body's `__class__` is made before it begins.
            let value = r[a as usize];
            let is_made = matches!(value, Value::Obj(at) if matches!(core.heap.peek(at), Obj::Cell(_)))
                || super::State::cell_at(core, value).is_some();
            if !is_made {
                r[a as usize] = core.heap.obj(Obj::Cell(value));
            }
        }
        I::DelCell { c } => {
            if let Some(at) = super::State::cell_at(core, r[c as usize]) {
                leave!(Left::Discard(Done::shared(at, Wish::ClearCell, Then::Value, After::Discard)));
            }
            if let Value::Obj(at) = r[c as usize] {
                *core.heap.get_mut(at) = Obj::Cell(Value::Undef);
            }
        }
        I::ClassName { d, a, g } => {
            let value = r[a as usize];
            if !matches!(value, Value::Undef) {
                r[d as usize] = value;
            } else if !matches!(core.globals[g as usize], Value::Undef) {
                r[d as usize] = core.globals[g as usize];
            } else {
                r[d as usize] = check!(missing_global(core, p, g));
            }
        }

        I::Set { d, first, n } => {
            let set = core.heap.make(Obj::Set(Box::default()));
            for at in 0..n as usize {
                match core.heap.set_add(set, r[first as usize + at]) {
                    Ok(_) => {}
                    Err(raise) if matches!(*raise, Raise::InPython) => {
                        let items = core.heap.list(r[first as usize..first as usize + n as usize].to_vec());
                        leave!(Left::Done(core.in_python_then(p, "make_set", vec![items], After::Store), d));
                    }
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            }
            r[d as usize] = Value::Obj(set);
        }
        I::Dict { d, first, n } => {
            let dict = core.heap.make(Obj::Dict(Box::default()));
            for at in 0..n as usize {
                let at = first as usize + 2 * at;
                match core.heap.dict_set(dict, r[at], r[at + 1]) {
                    Ok(()) => {}
                    Err(raise) if matches!(*raise, Raise::InPython) => {
                        let end = first as usize + 2 * n as usize;
                        let items = core.heap.list(r[first as usize..end].to_vec());
                        leave!(Left::Done(core.in_python_then(p, "make_dict", vec![items], After::Store), d));
                    }
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            }
            r[d as usize] = Value::Obj(dict);
        }
        I::Add { a, b } => {
            let (set, item) = (r[a as usize], r[b as usize]);
            if let Value::Obj(at) = set {
                match core.heap.set_add(at, item) {
                    Ok(_) => {}
                    Err(raise) if matches!(*raise, Raise::InPython) => {
                        let done = core.in_python_then(p, "set_add", vec![set, item], After::Discard);
                        leave!(Left::Discard(done));
                    }
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            }
        }
        I::Put { a, k, v } => {
            let (dict, key, value) = (r[a as usize], r[k as usize], r[v as usize]);
            if let Value::Obj(at) = dict {
                match core.heap.dict_set(at, key, value) {
                    Ok(()) => {}
                    Err(raise) if matches!(*raise, Raise::InPython) => {
                        let done = core.in_python_then(p, "op_setitem", vec![dict, key, value], After::Discard);
                        leave!(Left::Discard(done));
                    }
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            }
        }
        I::Extend { a, b } => {
            let (list, more) = (r[a as usize], r[b as usize]);
            match core.items(more, 0) {
                Ok(items) => {
                    if let Value::Obj(at) = list
                        && let Obj::List(into) = core.heap.get_mut(at)
                    {
                        into.extend(items);
                    }
                }
                Err(raise) if matches!(*raise, Raise::Iterate(_)) => {
                    leave!(Left::Discard(core.in_python_then(p, "extend", vec![list, more], After::Discard)));
                }
                Err(raise) => {
                    if core.built_in_iter(more).is_none() {
                        let name = core.heap.type_name(more);
                        let words = format!("Value after * must be an iterable, not {name}");
                        leave!(Left::Raise(Raise::type_error(words)));
                    }
                    leave!(Left::Raise(raise));
                }
            }
        }
        I::Update { a, b } => {
            let done = core.in_python_then(p, "update_set", vec![r[a as usize], r[b as usize]], After::Discard);
            leave!(Left::Discard(done));
        }
        I::Merge { a, b, keywords } => {
            let (into, from) = (r[a as usize], r[b as usize]);
            match check!(core.merge(into, from, keywords)) {
                true => {}
                false => {
                    let args = vec![into, from, Value::Bool(keywords)];
                    leave!(Left::Discard(core.in_python_then(p, "merge", args, After::Discard)));
                }
            }
        }
        I::ToTuple { d, a } => {
            let items = check!(core.items(r[a as usize], 0));
            r[d as usize] = core.heap.tuple(items);
        }
        I::Slice { d, first } => {
            let first = first as usize & (WINDOW - 1);
            let parts = [r[first], r[(first + 1) & (WINDOW - 1)], r[(first + 2) & (WINDOW - 1)]];
            r[d as usize] = core.heap.obj(Obj::Slice(Box::new(parts)));
        }
        I::Format { d, a, b, conversion } => {
            let spec = if conversion & 8 != 0 { None } else { Some(r[b as usize]) };
            put!(d, core.formatted(p, r[a as usize], spec, conversion & 7));
        }
        I::Join { d, first, n } => {
            let pieces = &r[first as usize..first as usize + n as usize];
            let mut room = std::mem::take(&mut core.heap.room);
            room.clear();
            for piece in pieces {
                room.push_str(core.heap.str(*piece).unwrap_or_default());
            }
            r[d as usize] = core.heap.text(room.as_str());
            core.heap.room = room;
        }
        I::Unpack { a, first, n } => {
            let value = r[a as usize];
            let (first, n) = (first as usize, n as usize);
            let quick = match value {
                Value::Obj(at) => match core.heap.peek(at) {
                    Obj::Tuple(items) if items.len() == n => {
                        r[first..first + n].copy_from_slice(items);
                        true
                    }
                    Obj::List(items) if items.len() == n => {
                        r[first..first + n].copy_from_slice(items);
                        true
                    }
                    _ => false,
                },
                _ => false,
            };
            if !quick {
                match core.unpacked(value, n, None) {
                    Ok(items) => r[first..first + n].copy_from_slice(&items),
                    Err(raise) if matches!(*raise, Raise::Iterate(_)) => {
                        // It is made a tuple, and unpacked once more.
                        *pc -= 1;
                        let count = Value::Int(i64::try_from(n).unwrap_or(0));
                        let done = core.in_python_then(p, "unpack", vec![value, count], After::Store);
                        leave!(Left::Done(done, a));
                    }
                    Err(raise) => leave!(Left::Raise(raise)),
                }
            }
        }
        I::UnpackStar { a, first, before, after } => {
            let (first, n) = (first as usize, before as usize + after as usize);
            match core.unpacked(r[a as usize], n, Some(before as usize)) {
                Ok(items) => r[first..first + items.len()].copy_from_slice(&items),
                Err(raise) if matches!(*raise, Raise::Iterate(_)) => {
                    *pc -= 1;
                    let done = core.in_python_then(p, "collect", vec![r[a as usize]], After::Store);
                    leave!(Left::Done(done, a));
                }
                Err(raise) => leave!(Left::Raise(raise)),
            }
        }

        I::DelIndex { a, b } => done!(core.del_item(p, r[a as usize], r[b as usize])),
        I::DelAttr { a, name } => done!(core.del_attr(p, r[a as usize], Sym(u32::from(name)))),

        I::Function { d, first, code: number } => {
            let inner = &p.codes[number as usize];
            let closure = inner.captures.iter().map(|register| r[*register as usize]).collect();
            let first = first as usize & (WINDOW - 1);
            let function = Function {
                code: u32::from(number),
                defaults: r[first],
                keyword_defaults: r[(first + 1) & (WINDOW - 1)],
                closure,
                fields: Fields::default(),
            };
            r[d as usize] = core.heap.obj(Obj::Function(Box::new(function)));
        }
        I::Class { d, first, n } => leave!(Left::Class(d, first, n)),
        I::Namespace { d } => {
            let mut fields = Fields::default();
            let class_cell = p.symbols.find("__class__");
            for (at, name) in code.locals[..usize::from(code.first_free)].iter().enumerate() {
                let value = match r[at & (WINDOW - 1)] {
                    Value::Obj(place) => match core.heap.peek(place) {
                        Obj::Cell(_) if Some(*name) == class_cell => Value::Undef,
                        Obj::Cell(inner) => *inner,
                        _ => r[at & (WINDOW - 1)],
                    },
                    other => other,
                };
                if !matches!(value, Value::Undef) {
                    fields.set(*name, value);
                }
            }
            r[d as usize] = core.heap.obj(Obj::Namespace(fields));
        }

        I::Raise { a } => match core.raised(p, r[a as usize]) {
            Ok(done) => {
                // The class is called first; what that makes is raised by the same instruction.
                *pc -= 1;
                leave!(Left::Done(done, a));
            }
            Err(raise) => leave!(Left::Raise(raise)),
        },
        I::RaiseFrom { a, b } => {
            let (what, cause) = (r[a as usize], r[b as usize]);
            if let Value::Class(_) = what {
                *pc -= 1;
                match core.raised(p, what) {
                    Ok(done) => leave!(Left::Done(done, a)),
                    Err(raise) => {
                        *pc += 1;
                        leave!(Left::Raise(raise));
                    }
                }
            }
            if let Value::Class(_) = cause {
                *pc -= 1;
                match core.raised(p, cause) {
                    Ok(done) => leave!(Left::Done(done, b)),
                    Err(_) => {
                        *pc += 1;
                        leave!(Left::Raise(Raise::type_error("exception causes must derive from BaseException")));
                    }
                }
            }
            let is_cause = match cause {
                Value::None => true,
                Value::Obj(at) => matches!(core.heap.peek(at), Obj::Exception(_)),
                _ => false,
            };
            if !is_cause {
                leave!(Left::Raise(Raise::type_error("exception causes must derive from BaseException")));
            }
            if let Value::Obj(at) = what
                && let Obj::Exception(exception) = core.heap.get_mut(at)
            {
                exception.cause = cause;
                exception.suppress = true;
            }
            match core.raised(p, what) {
                Ok(done) => leave!(Left::Done(done, a)),
                Err(raise) => leave!(Left::Raise(raise)),
            }
        }
        I::Reraise { a } => {
            let exception = r[a as usize];
            leave!(Left::Again(exception));
        }
        I::RaiseCurrent => match core.handled.last() {
            Some(exception) => {
                let exception = *exception;
                leave!(Left::Again(exception));
            }
            None => leave!(Left::Raise(Raise::error(Kind::RuntimeError, "No active exception to reraise"))),
        },
        I::PushHandled { a } => core.handled.push(r[a as usize]),
        I::PopHandled => {
            core.handled.pop();
        }
        I::Catch { a, b, cost, to } => {
            *left -= i64::from(cost);
            match core.catches(r[a as usize], r[b as usize]) {
                Ok(true) => {}
                Ok(false) => *pc = to as usize,
                Err(raise) => leave!(Left::Raise(raise)),
            }
        }
        I::Assert { a, has_message } => {
            let args = if has_message { vec![r[a as usize]] } else { Vec::new() };
            let exception = core.exception(Kind::AssertionError, args);
            leave!(Left::Raise(Raise::exception(exception)));
        }
        I::Enter { d, a } => put!(d, core.enter_context(p, r[a as usize])),
        I::Exit { d, a, x } => put!(d, core.exit_context(p, r[a as usize], r[x as usize])),
        I::Intrinsic { what, d, first, n } => {
            let args = r[first as usize..first as usize + n as usize].to_vec();
            put!(d, core.intrinsic(p, what, &args));
        }
        I::Import { d, module } => leave!(Left::Import(module, d)),
        I::ImportName { d, a, name } => {
            let (from, name) = (r[a as usize], Sym(u32::from(name)));
            r[d as usize] = check!(import_name(core, p, from, name));
        }

        I::CallNames { d, first, n, names } => {
            let first = first as usize;
            let names = check!(core.names_of(p, code.ks[names as usize]));
            let args = r[first + 1..first + 1 + n as usize].to_vec();
            let callee = r[first];
            leave!(Left::Call(Box::new((callee, args, names)), d));
        }
        I::CallMethodNames { d, first, n, name } => {
            let I::Names { names } = code.code[*pc] else { unreachable!("the names come next") };
            *pc += 1;
            let first = first as usize;
            let names = check!(core.names_of(p, code.ks[names as usize]));
            let args = r[first + 1..first + 1 + n as usize].to_vec();
            let object = r[first];
            leave!(Left::Method(Box::new((object, Sym(u32::from(name)), args, names)), d));
        }
        I::Names { .. } => {}
        I::CallStar { d, first, cost } => {
            *left -= i64::from(cost);
            let first = first as usize & (WINDOW - 1);
            let callee = r[first];
            let mut args = check!(core.items(r[(first + 1) & (WINDOW - 1)], 0));
            let mut names = Vec::new();
            if let Value::Obj(dict) = r[(first + 2) & (WINDOW - 1)] {
                for entry in core.heap.dict(dict).clone().iter() {
                    let name = core.heap.str(entry.key).unwrap_or_default().to_string();
                    names.push(core.sym(p, &name));
                    args.push(entry.value);
                }
            }
            leave!(Left::Call(Box::new((callee, args, names)), d));
        }
        I::Load { d, g } => {
            if core.heap.sharing.on {
                leave!(Left::Stop(Stop::Load(g), d));
            }
            let value = core.globals[g as usize];
            r[d as usize] = if matches!(value, Value::Undef) { check!(missing_global(core, p, g)) } else { value };
        }
        I::Store { a, g } => {
            let value = r[a as usize];
            if !core.heap.sharing.on {
                core.globals[g as usize] = value;
                return None;
            }
            leave!(Left::Stop(Stop::Store(g, value), a));
        }
        I::YieldFrom { d, a, cost } => {
            *left -= i64::from(cost);
            leave!(Left::Delegate(d, a));
        }

        I::UnlessNone { a, cost, to } => {
            *left -= i64::from(cost);
            if !matches!(r[a as usize], Value::None) {
                *pc = to as usize;
            }
        }
        I::IfNone { a, cost, to } => {
            *left -= i64::from(cost);
            if matches!(r[a as usize], Value::None) {
                *pc = to as usize;
            }
        }
        other => unreachable!("{other:?} is done in the loop"),
    }
    None
}
