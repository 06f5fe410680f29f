//! What the machine does with objects of the engine: it says what it wants of one, stops, and goes on with the answer.

use super::{After, Core, Done, Raise, Res, State, Stop, types};
use crate::code::{Program, R, Sym};
use crate::error::Error;
use crate::heap::iter::Iter;
use crate::heap::{Obj, View};
use crate::library::words;
use crate::share::{Answer, Contents, Packed, Raised, Sort, Words};
use crate::tree::BinOp;
use crate::value::{ClassId, Ref, Value};

/// What is wanted of an object of the engine.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub(crate) this: Ref,
    pub(crate) wish: Wish,
    pub(crate) then: Then,
}

/// One step.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    Look,
    Length,
    Field(Sym),
    SetField(Sym, Value),
    DelField(Sym),
    Item(Value),
    SetItem(Value, Value),
    DelItem(Value),
    Contains(Value),
    InPlace(BinOp, Value),
    Native(u16, Vec<Value>, Vec<Sym>),
    /// The next item for an iterator of this task.
    Step(Ref),
    /// The next item of an iterator that is shared itself.
    Next,
    LoadCell,
    StoreCell(Value),
    ClearCell,
}

/// What is done with the answer.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    /// It is the value.
    Value,
    /// What is in the object is shown, and what was under way is done again.
    Show,
    /// Where the object has no such attribute, its class may.
    Field(Value, Sym),
    /// Where there is no such attribute, it cannot be deleted.
    NoField(Value, Sym),
    /// Where there is no such key, a method may know.
    Missing(Value, Value),
    /// It is the length of what is iterated over.
    Iterate(View),
    IterateSet,
    /// An iterator of this task goes on.
    Step(Ref),
    /// Where it is the object itself, this is meant.
    Instead(Value),
    /// A variable of a function around, in this register.
    Cell(R),
}

/// What the machine goes on with.
#[derive(Clone, Debug)]
pub(crate) enum Ready {
    Done(Done),
    /// The iterator is over.
    Ended,
    /// What was met is shown now.
    Again,
}

/// A call of a function of ours that met what is shared.
#[derive(Clone, Debug)]
pub(crate) struct Redo {
    pub(crate) callee: Value,
    pub(crate) args: Vec<Value>,
    pub(crate) names: Vec<Sym>,
    pub(crate) after: After,
    pub(crate) d: R,
}

const CHANGES_COMMON: Words =
    "A function or class was given an attribute after the first thread was started: that is not here yet.";
const CHANGES: Words = "A function changed a shared object in a way that is not here yet.";
pub(super) const BINDS: Words =
    "A variable of the module was bound while other threads may be there, in a way that was not foreseen.";
const HIDES: Words = "A method was hidden by an attribute of a shared object: that is not here yet.";

/// Methods that only make something that looks later.
const LAZY: &[&str] = &["keys", "values", "items", "__iter__", "__reversed__"];

/// Functions of ours that look into what they are given, and do not keep it.
const BORROWS: &[&str] = &[
    "extend",
    "extendleft",
    "update",
    "union",
    "intersection",
    "intersection_update",
    "difference",
    "difference_update",
    "symmetric_difference",
    "symmetric_difference_update",
    "issubset",
    "issuperset",
    "isdisjoint",
    "index",
    "count",
    "remove",
    "join",
];

/// Whether a function of ours looks into its arguments, and does not keep them.
pub(crate) fn borrows(name: &str) -> bool {
    BORROWS.contains(&name.rsplit('.').next().unwrap_or(name))
}

impl Done {
    pub(crate) fn shared(this: Ref, wish: Wish, then: Then, after: After) -> Done {
        Done::Shared(Box::new(Wanted { this, wish, then }), after)
    }
}

impl Core {
    /// The container of the engine that a value is, or carries.
    pub(crate) fn shared_container(&self, value: Value) -> Option<(Ref, Sort)> {
        if !self.heap.sharing.on {
            return None;
        }
        let found = self.heap.hidden(self.plain(value))?;
        matches!(found.1, Sort::List | Sort::Deque | Sort::Dict | Sort::Set | Sort::Bytes).then_some(found)
    }

    /// The object of the engine that a value is, where it is one with attributes.
    #[inline]
    pub(crate) fn shared_instance(&self, value: Value) -> Option<Ref> {
        if !self.heap.sharing.on {
            return None;
        }
        match self.heap.hidden(value) {
            Some((at, Sort::Instance)) => Some(at),
            _ => None,
        }
    }

    /// What an iterator of this task iterates over, where that is the engine's.
    #[inline]
    pub(crate) fn iterates_shared(&self, at: Ref) -> Option<Ref> {
        if !self.heap.sharing.on {
            return None;
        }
        let Obj::Iter(iter) = self.heap.peek(at) else { return None };
        let of = match &**iter {
            Iter::Sequence(of, _) | Iter::Reversed(of, _) => *of,
            Iter::Dict(of, ..) | Iter::DictReversed(of, ..) | Iter::Set(of, ..) => Value::Obj(*of),
            Iter::Deque { of, .. } => Value::Obj(*of),
            _ => return None,
        };
        self.heap.hidden(of).map(|(at, _)| at)
    }

    /// Takes back what was printed by what is done again.
    pub(crate) fn unsay(&mut self, (out, err): (usize, usize)) {
        self.out.truncate(out);
        self.err.truncate(err);
    }

    /// What a function of ours wants of the engine, where its first argument is there.
    pub(crate) fn wish_for(&mut self, p: &Program, number: u16, args: &[Value], names: &[Sym]) -> Res<Option<Wanted>> {
        let Some((this, _)) = args.first().and_then(|first| self.shared_container(*first)) else { return Ok(None) };
        let name = p.natives[usize::from(number)].name;
        if name == "len" && args.len() == 1 && self.heap.hidden(args[0]).is_some() {
            return Ok(Some(Wanted { this, wish: Wish::Length, then: Then::Value }));
        }
        let Some((class, method)) = name.split_once('.') else { return Ok(None) };
        if !matches!(class, "list" | "dict" | "set" | "bytearray" | "deque") || LAZY.contains(&method) {
            return Ok(None);
        }
        if name.starts_with("deque.") && name.contains("copy") && self.heap.hidden(args[0]).is_none() {
            // The copy is of the same class, which only who has the whole object knows.
            return Ok(None);
        }
        if borrows(name) {
            for (at, arg) in args.iter().enumerate().skip(1) {
                if self.must_be_collected(*arg) {
                    return Err(Box::new(Raise::Iterate(at)));
                }
            }
        }
        let mut args = args.to_vec();
        args[0] = Value::Obj(this);
        Ok(Some(Wanted { this, wish: Wish::Native(number, args, names.to_vec()), then: Then::Value }))
    }

    /// Whether what is iterated over is the task's own doing, so that it cannot be done where the object is.
    pub(crate) fn must_be_collected(&self, value: Value) -> bool {
        let Value::Obj(at) = value else { return false };
        match self.heap.peek(at) {
            Obj::Generator(_) | Obj::Iter(_) | Obj::Instance(..) => true,
            Obj::Shared(shared) => shared.of.sort == Sort::Iter,
            _ => false,
        }
    }

    /// What is wanted where something was met.
    pub(crate) fn met(&self, met: crate::heap::Met) -> Stop {
        match self.heap.peek(met.at) {
            Obj::Shared(_) if !met.writes => {
                Stop::Shared(Box::new(Wanted { this: met.at, wish: Wish::Look, then: Then::Show }))
            }
            Obj::Function(_) | Obj::Class(_) | Obj::Property(_) => Stop::Refused(CHANGES_COMMON),
            Obj::Resident(_, class) => Stop::Refused(resident_words(*class)),
            _ => Stop::Refused(CHANGES),
        }
    }

    /// A method of what stays with another task: it may be handed there.
    pub(super) fn resident_attr(&mut self, p: &Program, object: Value, class: ClassId, name: Sym) -> Done {
        if name == words::CLASS {
            return Value::Class(class).into();
        }
        let found = self.lookup(p, class, name).filter(|found| match found {
            Value::Native(_) => true,
            Value::Obj(at) => matches!(self.heap.peek(*at), Obj::Function(_)),
            _ => false,
        });
        match found {
            Some(found) => self.bound_to(found, object, class).into(),
            None => Done::stop(Stop::Refused(resident_words(class))),
        }
    }

    /// An attribute of an object of the engine, where only a step can tell.
    pub(crate) fn shared_attr(
        &mut self,
        p: &Program,
        this: Ref,
        object: Value,
        (of_class, name): (Option<Value>, Sym),
    ) -> Option<Done> {
        if matches!(name, words::CLASS | words::DICT) {
            return None;
        }
        let is_method = match of_class {
            Some(Value::Native(_)) => true,
            Some(Value::Obj(at)) => {
                matches!(self.heap.peek(at), Obj::Function(_) | Obj::Static(_) | Obj::ClassMethod(_))
            }
            _ => false,
        };
        if is_method && !p.assigned.contains(&name) {
            return None;
        }
        Some(Done::shared(this, Wish::Field(name), Then::Field(object, name), After::Store))
    }

    /// Whether an attribute that is set hides a method that is found without a step.
    pub(crate) fn hides(&mut self, p: &Program, class: crate::value::ClassId, name: Sym) -> Option<Done> {
        let is_method = match self.lookup(p, class, name) {
            Some(Value::Native(_)) => true,
            Some(Value::Obj(at)) => matches!(self.heap.peek(at), Obj::Function(_)),
            _ => false,
        };
        (is_method && !p.assigned.contains(&name)).then(|| Done::stop(Stop::Refused(HIDES)))
    }

    /// Python of our own that does it in smaller steps.
    fn in_smaller_steps(&mut self, p: &Program, wanted: &Wanted) -> Res<Done> {
        let this = Value::Obj(wanted.this);
        let whole = match &wanted.then {
            Then::Missing(whole, _) | Then::Instead(whole) => *whole,
            _ => this,
        };
        match &wanted.wish {
            Wish::Item(index) => self.in_python(p, "op_getitem", vec![whole, *index]),
            Wish::SetItem(index, value) => self.in_python(p, "op_setitem", vec![this, *index, *value]),
            Wish::DelItem(index) => self.in_python(p, "op_delitem", vec![this, *index]),
            Wish::Contains(item) => self.in_python(p, "op_contains", vec![this, *item]),
            Wish::Native(number, args, names) => {
                let name = p.natives[usize::from(*number)].name.replace('.', "_");
                if p.symbols.find(&format!("p_{name}")).is_none_or(|sym| !p.prelude.contains_key(&sym)) {
                    return Ok(Done::stop(Stop::Refused(CHANGES)));
                }
                let callee = self.prelude(p, &name);
                let (args, names) = (args.clone(), names.clone());
                Ok(Done::Call(Box::new(super::Pending { callee, args, names, after: After::Store })))
            }
            _ => Ok(Done::stop(Stop::Refused(CHANGES))),
        }
    }

    fn ready(&mut self, p: &Program, wanted: &Wanted, answer: Answer) -> Res<Ready> {
        Ok(match (answer, &wanted.then) {
            (Answer::Value(Packed::Fresh(contents)), Then::Show) => {
                self.show(p, wanted.this, &contents);
                Ready::Again
            }
            (Answer::Value(Packed::Int(len)), Then::Iterate(view)) => {
                let len = usize::try_from(len).unwrap_or(0);
                Ready::Done(self.heap.obj(Obj::Iter(Box::new(Iter::Dict(wanted.this, 0, len, *view)))).into())
            }
            (Answer::Value(Packed::Int(len)), Then::IterateSet) => {
                let len = usize::try_from(len).unwrap_or(0);
                Ready::Done(self.heap.obj(Obj::Iter(Box::new(Iter::Set(wanted.this, 0, len)))).into())
            }
            (Answer::Value(value), then) => {
                let value = self.unpacked_value(p, &value);
                match then {
                    Then::Instead(whole) if value == Value::Obj(wanted.this) => Ready::Done((*whole).into()),
                    _ => Ready::Done(value.into()),
                }
            }
            (Answer::Nothing, Then::Field(object, name)) => Ready::Done(self.attr_of_class(p, *object, *name)?),
            (Answer::Nothing, Then::NoField(object, name)) => return Err(self.no_attribute(p, *object, *name)),
            (Answer::Nothing, Then::Step(iter)) => {
                // One over a deque tells of changes even when it is through.
                if let Obj::Iter(iter) = self.heap.get_mut(*iter)
                    && !matches!(**iter, Iter::Deque { .. })
                {
                    **iter = Iter::Empty;
                }
                Ready::Ended
            }
            (Answer::Nothing, _) => Ready::Ended,
            (Answer::Step(item, next), Then::Step(iter)) => {
                let next = self.iter_here(p, &next);
                if let Obj::Iter(iter) = self.heap.get_mut(*iter) {
                    **iter = next;
                }
                Ready::Done(self.unpacked_value(p, &item).into())
            }
            (Answer::Raised(Raised::Key(key)), Then::Missing(object, index)) => {
                let class = self.heap.type_of(*object);
                match self.method_of_program(p, class, words::MISSING) {
                    Some(method) => Ready::Done(Done::call(method, vec![*object, *index], After::Store)),
                    None => {
                        let key = self.unpacked_value(p, &key);
                        return Err(Raise::key(key));
                    }
                }
            }
            (Answer::Raised(raised), then) => {
                if let Then::Step(iter) = then
                    && let Obj::Iter(iter) = self.heap.get_mut(*iter)
                    && !matches!(**iter, Iter::Deque { .. })
                {
                    **iter = Iter::Empty;
                }
                return Err(match raised {
                    Raised::Error(kind, message) => Error::new(kind, message).into(),
                    Raised::Key(key) => Raise::key(self.unpacked_value(p, &key)),
                    Raised::Exception(exception) => Raise::exception(self.unpacked_value(p, &exception)),
                });
            }
            (Answer::InPython, _) => Ready::Done(self.in_smaller_steps(p, wanted)?),
            (Answer::Refused(words), _) => Ready::Done(Done::stop(Stop::Refused(words))),
            (Answer::Step(..) | Answer::Needs(_), _) => unreachable!("who asked has seen to it"),
        })
    }
}

impl State {
    /// What came of what was wanted.
    pub(crate) fn answered(&mut self, p: &Program, wanted: &Wanted, answer: Answer) {
        if let (Answer::Value(Packed::Undef), Then::Cell(register)) = (&answer, &wanted.then) {
            let frame = self.frames.last().expect("a program that runs has a frame");
            let code = &p.codes[frame.code as usize];
            self.ready = Some(Err(super::support::unbound(&self.core, p, code, *register)));
            return;
        }
        self.ready = Some(self.core.ready(p, wanted, answer));
    }

    /// A cell that is the engine's, if this is one.
    pub(super) fn cell_at(core: &Core, value: Value) -> Option<Ref> {
        match core.heap.hidden(value) {
            Some((at, Sort::Cell)) => Some(at),
            _ => None,
        }
    }
}

/// What an iteration over a dict of the engine begins with.
pub(super) fn iterates(this: Ref, sort: Sort, view: View) -> Done {
    let then = if sort == Sort::Set { Then::IterateSet } else { Then::Iterate(view) };
    Done::shared(this, Wish::Length, then, After::Store)
}

/// What an iterator of this task wants next.
pub(crate) fn steps(of: Ref, iter: Ref, after: After) -> Done {
    Done::shared(of, Wish::Step(iter), Then::Step(iter), after)
}

/// What an iterator that tasks share is asked for.
pub(crate) fn takes(iter: Ref, after: After) -> Done {
    Done::shared(iter, Wish::Next, Then::Value, after)
}

/// A whole cell, as what is looked at.
pub(crate) fn cell_contents(value: Packed) -> Answer {
    Answer::Value(Packed::Fresh(std::sync::Arc::new(Contents::Cell(value))))
}

/// Why what stays with another task can only be handed back.
pub(crate) fn resident_words(class: ClassId) -> crate::share::Words {
    match class {
        types::GENERATOR => "A generator belongs to the thread that made it: another cannot go on with it here.",
        types::COROUTINE | types::ASYNC_GENERATOR => {
            "A coroutine belongs to the thread that made it. `asyncio.run_coroutine_threadsafe` hands one to a loop."
        }
        _ => "What belongs to an event loop was used in another thread. Use `loop.call_soon_threadsafe` for that.",
    }
}
