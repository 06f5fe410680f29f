//! Rare things the compiler asks for by name.

use super::{After, Core, Done, Raise, Res, types};
use crate::code::{Intrinsic, Program};
use crate::heap::Obj;
use crate::value::Value;

impl Core {
    pub(crate) fn intrinsic(&mut self, p: &Program, what: Intrinsic, args: &[Value]) -> Res<Done> {
        let first = args.first().copied().unwrap_or(Value::None);
        match what {
            Intrinsic::IsSequence => {
                let plain = self.plain(first);
                let is = matches!(self.heap.type_of(plain), types::LIST | types::DEQUE | types::TUPLE | types::RANGE);
                Ok(Value::Bool(is).into())
            }
            Intrinsic::IsMapping => {
                let plain = self.plain(first);
                Ok(Value::Bool(self.heap.type_of(plain) == types::DICT).into())
            }
            Intrinsic::Length => match self.built_in_len(first) {
                Some(len) => Ok(Value::Int(len).into()),
                None => self.in_python(p, "op_len", vec![first]),
            },
            Intrinsic::MatchKeys => {
                let (Value::Obj(dict), keys) = (self.plain(first), self.items(args[1], 0)?) else {
                    return Ok(Value::None.into());
                };
                let mut values = Vec::new();
                for key in keys {
                    match self.heap.dict_get(dict, key)? {
                        Some(value) => values.push(value),
                        None => return Ok(Value::None.into()),
                    }
                }
                Ok(self.heap.tuple(values).into())
            }
            Intrinsic::WithoutKeys => {
                let (Value::Obj(dict), keys) = (self.plain(first), self.items(args[1], 0)?) else {
                    return Ok(Value::None.into());
                };
                let copy = self.heap.dict(dict).clone();
                let copy = self.heap.make(Obj::Dict(Box::new(copy)));
                for key in keys {
                    self.heap.dict_remove(copy, key)?;
                }
                Ok(Value::Obj(copy).into())
            }
            Intrinsic::MatchClass => self.in_python(p, "match_class", args.to_vec()),
            Intrinsic::SplitGroup => self.in_python(p, "split_group", args.to_vec()),
            Intrinsic::GatherGroup => self.in_python(p, "gather_group", args.to_vec()),
            Intrinsic::Delegate => {
                let class = self.heap.type_of(first);
                if class == types::COROUTINE {
                    return Err(Raise::type_error(
                        "cannot 'yield from' a coroutine object in a non-coroutine generator",
                    ));
                }
                self.iter(p, first)
            }
            Intrinsic::Awaitable => self.awaitable(p, args),
            Intrinsic::AsyncIter => self.async_iter(p, first),
            Intrinsic::AsyncNext => self.async_next(p, first),
            Intrinsic::AsyncEnter => self.async_enter(p, first),
            Intrinsic::AsyncExit => self.async_exit(p, first, args[1]),
            Intrinsic::Yielded => Ok(self.heap.obj(Obj::Cell(first)).into()),
            Intrinsic::Dropped => self.dropped(p, first),
        }
    }

    /// The length of what is built in.
    pub(crate) fn built_in_len(&self, value: Value) -> Option<i64> {
        let len = match value {
            Value::Str(at) => self.heap.text_len(at),
            Value::Obj(at) => match self.heap.get(at) {
                Obj::List(items) => items.len(),
                Obj::Deque(deque) => deque.len(),
                Obj::Tuple(items) => items.len(),
                Obj::Dict(dict) => dict.len(),
                Obj::Set(set) | Obj::Frozen(set) => set.len(),
                Obj::Bytes(bytes) => bytes.len(),
                Obj::ByteArray(bytes) => bytes.len(),
                Obj::View(of, _) => self.heap.dict(*of).len(),
                Obj::Range(range) => return Some(range.len()),
                _ => return None,
            },
            _ => return None,
        };
        i64::try_from(len).ok()
    }

    /// `isinstance` and `issubclass`, of one class or several; `None` where it is neither.
    pub(crate) fn is_of(&mut self, class: crate::value::ClassId, of: Value) -> Res<Option<bool>> {
        Ok(match of {
            Value::Class(of) if self.derives(class, of) => Some(true),
            // A class of the library may know better.
            Value::Class(of) if self.heap.class(of).is_some_and(|of| of.meta.is_some()) => None,
            Value::Class(_) => Some(false),
            Value::None => Some(class == types::NONE),
            Value::Obj(at) => match self.heap.get(at) {
                Obj::Tuple(items) => {
                    for item in items.clone() {
                        match self.is_of(class, item)? {
                            Some(true) => return Ok(Some(true)),
                            Some(false) => {}
                            None => return Ok(None),
                        }
                    }
                    Some(false)
                }
                Obj::Alias(alias) if alias.0 == Value::Class(types::UNION) => {
                    let members = alias.1;
                    return self.is_of(class, members);
                }
                Obj::Alias(_) => None,
                _ => None,
            },
            _ => None,
        })
    }

    pub(crate) fn stop_iteration() -> Box<Raise> {
        Raise::error(crate::error::Kind::StopIteration, "")
    }

    /// A call of Python of our own, with what is done then.
    pub(crate) fn in_python_then(&mut self, p: &Program, name: &str, args: Vec<Value>, after: After) -> Done {
        let function = self.prelude(p, name);
        Done::call(function, args, after)
    }
}
