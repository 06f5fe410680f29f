//! Collecting what nobody can reach any more. It happens between two instructions only, so everything that is
//! in use lies in registers, globals, frames or what is being handled.

use super::iter::Iter;
use super::{Heap, Obj};
use crate::value::{Ref, Value};

impl Heap {
    /// Frees everything that these values do not reach.
    pub(crate) fn collect(&mut self, roots: impl Iterator<Item = Value>) {
        let mut marked = vec![false; self.objects.len()];
        let mut open: Vec<Ref> = Vec::new();
        for root in roots {
            reach(root, &mut open);
        }
        while let Some(at) = open.pop() {
            let slot = &mut marked[at.0 as usize];
            if std::mem::replace(slot, true) {
                continue;
            }
            children(&self.objects[at.0 as usize], &mut |value| reach(value, &mut open));
        }
        self.free = u32::MAX;
        let mut live = 0;
        for at in (self.fixed..u32::try_from(self.objects.len()).expect("memory ends before")).rev() {
            if marked[at as usize] {
                live += 1;
            } else {
                self.objects[at as usize] = Obj::Free(self.free);
                self.free = at;
            }
        }
        let fixed = self.fixed;
        self.sharing.copies.retain(|at| marked[at.0 as usize]);
        self.sharing.found.retain(|_, at| at.0 < fixed || marked[at.0 as usize]);
        self.made = 0;
        self.limit = (live * 2).max(200_000);
    }
}

fn reach(value: Value, open: &mut Vec<Ref>) {
    match value {
        Value::Str(at) | Value::Obj(at) => open.push(at),
        Value::Class(class) => open.extend(class.heap()),
        _ => {}
    }
}

/// What an object points to.
pub(crate) fn children(object: &Obj, tell: &mut impl FnMut(Value)) {
    match object {
        Obj::Free(_)
        | Obj::Str(_)
        | Obj::Bytes(_)
        | Obj::ByteArray(_)
        | Obj::Big(_)
        | Obj::Range(_)
        | Obj::Module(_)
        | Obj::Opaque(_) => {}
        Obj::Resident(_, class) => tell(Value::Class(*class)),
        Obj::Shared(shared) => {
            tell(Value::Class(shared.class));
            tell(shared.plain);
        }
        Obj::Grown(grown) => grown.of().into_iter().for_each(tell),
        Obj::Handle(handle) => {
            tell(Value::Class(handle.class));
            tell(handle.extra);
            if handle.class == crate::machine::types::TRACEBACK {
                tell(Value::Obj(Ref(handle.number)));
            }
        }
        Obj::Tuple(items) => items.iter().for_each(|item| tell(*item)),
        Obj::Deque(deque) => deque.items.iter().for_each(|item| tell(*item)),
        Obj::List(items) => items.iter().for_each(|item| tell(*item)),
        Obj::Dict(dict) => dict.iter().for_each(|entry| {
            tell(entry.key);
            tell(entry.value);
        }),
        Obj::Set(set) | Obj::Frozen(set) => set.iter().for_each(|slot| tell(slot.key)),
        Obj::Slice(parts) => parts.iter().for_each(|part| tell(*part)),
        Obj::Function(function) => {
            tell(function.defaults);
            tell(function.keyword_defaults);
            function.closure.iter().for_each(|cell| tell(*cell));
            function.fields.0.iter().for_each(|(_, value)| tell(*value));
        }
        Obj::Bound(bound) => {
            tell(bound.function);
            tell(bound.this);
        }
        Obj::Cell(value) | Obj::Static(value) | Obj::ClassMethod(value) => tell(*value),
        Obj::Instance(class, fields) => {
            tell(Value::Class(*class));
            fields.0.iter().for_each(|(_, value)| tell(*value));
        }
        Obj::Derived(derived) => {
            tell(Value::Class(derived.class));
            tell(derived.value);
            derived.fields.0.iter().for_each(|(_, value)| tell(*value));
        }
        Obj::Exception(exception) => {
            tell(Value::Class(exception.class));
            tell(exception.args);
            tell(exception.cause);
            tell(exception.context);
            exception.fields.0.iter().for_each(|(_, value)| tell(*value));
        }
        Obj::Class(class) => {
            class.mro.iter().chain(&class.bases).chain(&class.meta).for_each(|class| tell(Value::Class(*class)));
            class.fields.0.iter().for_each(|(_, value)| tell(*value));
        }
        Obj::Generator(generator) => {
            generator.registers.iter().chain(&generator.handled).for_each(|value| tell(*value));
        }
        Obj::Iter(iter) => match &**iter {
            Iter::Sequence(value, _) | Iter::Reversed(value, _) | Iter::Enumerate(value, _) => tell(*value),
            Iter::Dict(at, ..) | Iter::DictReversed(at, ..) | Iter::Set(at, ..) => tell(Value::Obj(*at)),
            Iter::Deque { of, .. } => tell(Value::Obj(*of)),
            Iter::Zip(inner, _) => inner.iter().for_each(|value| tell(*value)),
            Iter::Range { .. } | Iter::Empty => {}
        },
        Obj::Property(property) => {
            [property.get, property.set, property.delete, property.doc].into_iter().for_each(&mut *tell);
        }
        Obj::Super(of) => {
            tell(of.this);
            tell(Value::Class(of.class));
            tell(Value::Class(of.of));
        }
        Obj::View(at, _) => tell(Value::Obj(*at)),
        Obj::Alias(alias) => {
            tell(alias.0);
            tell(alias.1);
        }
        Obj::Namespace(fields) => fields.0.iter().for_each(|(_, value)| tell(*value)),
    }
}

impl crate::machine::State {
    /// Collects what this task cannot reach.
    pub(crate) fn collect(&mut self, program: &crate::code::Program) {
        let top = self.next_base(program);
        let mut kept: Vec<Value> = Vec::new();
        for frame in &self.frames {
            frame.after.values(&mut kept);
            if let Some(generator) = frame.generator {
                kept.push(Value::Obj(generator));
            }
        }
        // Found methods lie in classes that may go.
        self.core.forget_methods();
        let registers = self.registers[..top].iter().copied();
        let core = &mut self.core;
        let globals = core.globals.iter().copied();
        let handled =
            core.handled.iter().copied().chain(core.threads.iter().flat_map(|(thread, task)| [*thread, *task]));
        let handled = handled.chain(core.locals.iter().map(|(_, own)| *own));
        let handled = handled.chain([core.current]).chain(core.begun.iter().copied());
        let sharing = &core.heap.sharing;
        let handled = handled.chain(sharing.stay.iter().chain(sharing.guests.values()).map(|at| Value::Obj(*at)));
        let roots = registers.chain(globals).chain(handled).chain(kept).collect::<Vec<_>>();
        core.heap.collect(roots.into_iter());
        // What lies behind the last window points to nothing any more.
        self.registers[top..].fill(Value::Undef);
    }
}

impl crate::machine::After {
    /// What it holds on to.
    fn values(&self, kept: &mut Vec<Value>) {
        use crate::machine::After;
        match self {
            After::Default(value) | After::Made(value) | After::Rethrow(value) => kept.push(*value),
            After::New(of) => {
                kept.push(Value::Class(of.0));
                kept.extend(&of.1);
            }
            After::Operator(operator) => {
                kept.extend([operator.a, operator.b]);
                for (method, this, other) in &operator.next {
                    kept.extend([*method, *this, *other]);
                }
                operator.then.values(kept);
            }
            After::Retry(retry) => kept.extend(&retry.args),
            After::Class(made) => {
                kept.extend([made.name, made.keywords]);
                kept.extend(&made.bases);
                kept.extend(made.cell);
            }
            After::Attribute(wanted) => kept.push(wanted.0),
            After::Both(pair) => {
                pair.0.values(kept);
                pair.1.values(kept);
            }
            After::Store
            | After::Discard
            | After::Branch { .. }
            | After::Truth { .. }
            | After::Next { .. }
            | After::Item
            | After::Delegate
            | After::Closed
            | After::Expect(_)
            | After::Imported(_) => {}
        }
    }
}
