//! Doing it: the common things on what is packed, everything else in a heap made for the purpose, by the very
//! functions that do it to what only one task has.

use super::pack::Packer;
use super::{Answer, Body, Contents, Deed, Packed, Raised, Sort, Words, Work, fast};
use crate::builtins::Args;
use crate::code::Program;
use crate::heap::Obj;
use crate::machine::{Core, Done, Raise, Res};
use crate::value::{Ref, Value};
use model::EventKind;
use runtime::objects::Outcome;
use runtime::{Data, Reply};

impl runtime::objects::Deed for Deed {
    fn looks(&self) -> bool {
        self.work.looks(&self.code.0)
    }

    fn apply(&self, state: &mut Data) -> Outcome {
        if self.looks() {
            let contents = state.get::<Body>().and_then(|body| body.0.get());
            let contents = contents.expect("what is published has been filled in");
            let answer = fast::look(contents, &self.work).unwrap_or_else(|| self.generally(contents).0);
            let (kind, value) = match self.work {
                Work::Field(_) => (EventKind::Load, told(&answer)),
                _ => (EventKind::Look, count(contents.len())),
            };
            return Outcome { reply: Reply::Value(answer.into_value()), kind, value };
        }
        let body = state.to_mut::<Body>().and_then(|body| body.0.get_mut());
        let contents = body.expect("what is published has been filled in");
        let before = contents.len();
        let answer = match fast::change(contents, &self.work, &self.code.0) {
            Some(answer) => answer,
            None => {
                let (answer, new) = self.generally(contents);
                if let Some(new) = new {
                    *contents = new;
                }
                answer
            }
        };
        let (kind, value) = match &self.work {
            Work::SetField(_, Packed::Int(n)) => (EventKind::Store, *n),
            Work::SetField(..) | Work::DelField(_) => (EventKind::Store, 0),
            _ if contents.len() < before => (EventKind::Remove, count(contents.len())),
            _ => (EventKind::Insert, count(contents.len())),
        };
        Outcome { reply: Reply::Value(answer.into_value()), kind, value }
    }
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

fn told(answer: &Answer) -> i64 {
    match answer {
        Answer::Value(Packed::Int(n)) => *n,
        _ => 0,
    }
}

impl Contents {
    fn len(&self) -> usize {
        match self {
            Contents::List(items) => items.len(),
            Contents::Deque(deque) => deque.len(),
            Contents::Dict(dict) => dict.len(),
            Contents::Set(set) => set.len(),
            Contents::Bytes(bytes) => bytes.len(),
            Contents::Fields(fields) => fields.len(),
            Contents::Iter(_) | Contents::Cell(_) => 1,
        }
    }
}

impl Deed {
    /// In a heap made for the purpose; what is in the object then, if it may have changed.
    fn generally(&self, contents: &Contents) -> (Answer, Option<Contents>) {
        let p = &*self.code.0;
        let mut core = p.spare.take(p);
        core.heap.sharing.on = true;
        let at = core.shared_here(p, &self.this);
        core.show(p, at, contents);
        core.heap.sharing.ours = Some(at);
        for (of, contents) in &self.with {
            let place = core.shared_here(p, of);
            core.show(p, place, contents);
        }
        let result = self.run(&mut core, p, at);
        let answer = answer(&core, p, result);
        let new = if self.work.looks(p) || matches!(answer, Answer::Needs(_) | Answer::InPython | Answer::Refused(_)) {
            Ok(None)
        } else {
            Packer::new(&core, p).contents(core.heap.peek(at)).map(Some)
        };
        core.heap.hide();
        p.spare.put(core);
        match new {
            Ok(new) => (answer, new),
            Err(words) => (Answer::Refused(words), None),
        }
    }

    fn run(&self, core: &mut Core, p: &Program, at: Ref) -> Res<Made> {
        let this = Value::Obj(at);
        let done = match &self.work {
            Work::Item(index) => {
                let index = core.unpacked_value(p, index);
                core.get_item(p, this, index)
            }
            Work::SetItem(index, value) => {
                let (index, value) = (core.unpacked_value(p, index), core.unpacked_value(p, value));
                core.set_item(p, this, index, value)
            }
            Work::DelItem(index) => {
                let index = core.unpacked_value(p, index);
                core.del_item(p, this, index)
            }
            Work::Contains(item) => {
                let item = core.unpacked_value(p, item);
                core.contains(p, this, item)
            }
            Work::InPlace(op, other) => {
                let other = core.unpacked_value(p, other);
                core.binary(p, *op, this, other, true)
            }
            Work::Native(number, args, names) => {
                let all: Vec<Value> = args.iter().map(|arg| core.unpacked_value(p, arg)).collect();
                let names: Vec<_> = names.iter().map(|name| core.name_here(p, name)).collect();
                (p.natives[usize::from(*number)].function)(core, p, Args { all: &all, names: &names })
            }
            Work::Step(iter) => {
                let iter = core.iter_here(p, iter);
                let iter = core.heap.make(Obj::Iter(Box::new(iter)));
                let item = core.step(iter)?;
                return Ok(item.map_or(Made::Nothing, |item| Made::Step(item, iter)));
            }
            Work::Next => {
                let item = core.step(at)?;
                return Ok(item.map_or(Made::Nothing, |item| Made::Done(item.into())));
            }
            Work::Look | Work::Length | Work::Field(_) | Work::SetField(..) | Work::DelField(_) => {
                unreachable!("these are done at once")
            }
        };
        done.map(Made::Done)
    }
}

/// What came of it.
enum Made {
    Done(Done),
    Step(Value, Ref),
    Nothing,
}

fn answer(core: &Core, p: &Program, result: Res<Made>) -> Answer {
    if let Some(met) = core.heap.sharing.take_met() {
        return match core.heap.peek(met.at) {
            Obj::Shared(shared) if !met.writes && shared.of.sort != Sort::Cell => Answer::Needs(shared.of.clone()),
            _ => Answer::InPython,
        };
    }
    let packed = |value: Value| Packer::fresh(core, p).value(value);
    let answer = || -> Result<Answer, Words> {
        Ok(match result {
            Ok(Made::Done(Done::Value(value))) => Answer::Value(packed(value)?),
            Ok(Made::Done(_)) => Answer::InPython,
            Ok(Made::Nothing) => Answer::Nothing,
            Ok(Made::Step(item, iter)) => {
                let Obj::Iter(iter) = core.heap.peek(iter) else { return Ok(Answer::InPython) };
                Answer::Step(packed(item)?, Packer::fresh(core, p).iter(iter)?)
            }
            Err(raise) => match *raise {
                Raise::Error(error) => Answer::Raised(Raised::Error(error.kind, error.message.to_string())),
                Raise::Key(key) => Answer::Raised(Raised::Key(packed(key)?)),
                Raise::Exception(exception) => Answer::Raised(Raised::Exception(packed(exception)?)),
                Raise::Iterate(_) | Raise::InPython => Answer::InPython,
            },
        })
    };
    answer().unwrap_or_else(Answer::Refused)
}
