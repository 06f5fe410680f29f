//! Objects of the engine, as one task knows them: a slot that says which object it is, and what is in it only for
//! as long as one operation takes.

use super::dict::Dict;
use super::set::Set;
use super::{Heap, Obj};
use crate::share::{Reference, Sort};
use crate::value::{ClassId, Ref, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;
use std::sync::Arc;

/// An object of the engine.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) of: Arc<Reference>,
    /// Its class.
    pub(crate) class: ClassId,
    /// The built-in value it carries, if its class derives from a built-in one; otherwise nothing.
    pub(crate) plain: Value,
}

/// What was looked into, or changed, though it is the engine's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Met {
    pub(crate) at: Ref,
    pub(crate) writes: bool,
}

/// What a heap knows of other tasks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sharing {
    /// Whether there is another task, or was.
    pub(crate) on: bool,
    /// Whether it is certain that there is no other task now.
    pub(crate) alone: bool,
    /// What lies below was there before the first other task began: it is the same in all.
    pub(crate) common: u32,
    /// Functions and classes all of whose objects are published.
    pub(crate) through: FxHashSet<Ref>,
    /// Where objects of the engine are, by their number.
    pub(crate) found: FxHashMap<u32, Ref>,
    /// What stays here though other tasks hold it: they may hand it back.
    pub(crate) stay: std::collections::BTreeSet<Ref>,
    /// What stays with others, by whose it is and where it is there.
    pub(crate) guests: FxHashMap<(u32, Ref), Ref>,
    /// What is shown for the operation under way, with what is to stand there again.
    shown: Vec<(Ref, Box<Shared>)>,
    /// Copies of what is shared that would change nothing if they were changed.
    pub(crate) copies: FxHashSet<Ref>,
    /// Which of them the operation may change.
    pub(crate) ours: Option<Ref>,
    /// Stands in for what is the engine's where a dict or set is asked for; what is done to it is for nobody.
    pub(super) spare: Box<(Dict, Set)>,
    met: Cell<Option<Met>>,
    /// Whether there is anything to look at after an operation.
    flag: Cell<bool>,
}

impl Sharing {
    #[cold]
    pub(super) fn meet(&self, at: Ref, writes: bool) {
        if self.met.get().is_none() {
            self.met.set(Some(Met { at, writes }));
        }
        self.flag.set(true);
    }

    /// Whether something was met, or is shown.
    #[inline]
    pub(crate) fn is_flagged(&self) -> bool {
        self.flag.get()
    }

    pub(crate) fn has_met(&self) -> bool {
        self.met.get().is_some()
    }

    /// What was met, once.
    pub(crate) fn take_met(&self) -> Option<Met> {
        self.met.take()
    }
}

impl Heap {
    /// Whether an object is the engine's, or shown only, or a function or class that all tasks have.
    pub(super) fn is_not_ours(&self, at: Ref) -> bool {
        match self.peek(at) {
            Obj::Shared(_) | Obj::Opaque(_) | Obj::Resident(..) => true,
            Obj::Function(_) | Obj::Class(_) | Obj::Property(_) => at.0 < self.sharing.common,
            Obj::Dict(_) if self.sharing.copies.contains(&at) => true,
            _ => self.sharing.ours != Some(at) && self.sharing.shown.iter().any(|(shown, _)| *shown == at),
        }
    }

    /// Whether an object stays with the task that made it: what is on its way, and what belongs to an event loop.
    pub(crate) fn stays(&self, at: Ref) -> bool {
        match self.peek(at) {
            Obj::Generator(_) => true,
            Obj::Instance(class, _) => self.class(*class).is_some_and(|class| class.stays),
            _ => false,
        }
    }

    /// The engine's object that lies here, shown or not.
    pub(crate) fn shared(&self, at: Ref) -> Option<&Shared> {
        match self.peek(at) {
            Obj::Shared(shared) => Some(shared),
            _ if self.sharing.shown.is_empty() => None,
            _ => self.sharing.shown.iter().find(|(shown, _)| *shown == at).map(|(_, shared)| &**shared),
        }
    }

    /// The same of a value that is not shown now.
    #[inline]
    pub(crate) fn hidden(&self, value: Value) -> Option<(Ref, Sort)> {
        match value {
            Value::Obj(at) => match self.peek(at) {
                Obj::Shared(shared) => Some((at, shared.of.sort)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Shows what is in an object of the engine, until the operation is over.
    pub(crate) fn show(&mut self, at: Ref, contents: Obj) {
        if let Obj::Shared(shared) = std::mem::replace(&mut self.objects[at.0 as usize], contents) {
            self.sharing.shown.push((at, shared));
        }
        self.sharing.flag.set(true);
    }

    /// What was the engine's is this task's own from now on.
    pub(crate) fn take_over(&mut self, at: Ref, contents: Obj) {
        self.objects[at.0 as usize] = contents;
    }

    /// There is no other task that shares anything with this one: where objects of the engine are is all that is
    /// still known.
    pub(crate) fn end_sharing(&mut self) {
        let found = std::mem::take(&mut self.sharing.found);
        self.sharing = Sharing { found, ..Sharing::default() };
        let objects = &self.objects;
        self.sharing.found.retain(|_, at| matches!(objects[at.0 as usize], Obj::Handle(_)));
    }

    /// All objects of the engine that are no plain data: locks and their like.
    pub(crate) fn handles(&self) -> impl Iterator<Item = (Ref, super::Handle)> {
        let handle = |(at, object): (u32, &Obj)| match object {
            Obj::Handle(handle) => Some((Ref(at), *handle)),
            _ => None,
        };
        (0..).zip(&self.objects).filter_map(handle)
    }

    /// What an object of the engine is a handle of, where this task has one.
    pub(crate) fn handle_class(&self, number: u32) -> Option<ClassId> {
        match self.peek(*self.sharing.found.get(&number)?) {
            Obj::Handle(handle) => Some(handle.class),
            _ => None,
        }
    }

    /// A handle stands for another object of the engine from now on.
    pub(crate) fn renumber(&mut self, at: Ref, number: u32) {
        if let Obj::Handle(handle) = &mut self.objects[at.0 as usize] {
            self.sharing.found.remove(&handle.number);
            handle.number = number;
            self.sharing.found.insert(number, at);
        }
    }

    /// Hides it again.
    pub(crate) fn hide(&mut self) {
        while let Some((at, shared)) = self.sharing.shown.pop() {
            self.objects[at.0 as usize] = Obj::Shared(shared);
        }
        *self.sharing.spare = (Dict::default(), Set::default());
        self.sharing.met.set(None);
        self.sharing.flag.set(false);
    }

    /// What lies here stays with the task whose copy this is.
    pub(crate) fn leave_behind(&mut self, at: Ref, of: Arc<crate::share::Resident>) {
        let class = self.type_of(Value::Obj(at));
        self.sharing.guests.insert((of.owner, of.at), at);
        self.objects[at.0 as usize] = Obj::Resident(of, class);
    }

    /// Makes an object the engine's; what it was is handed back.
    pub(crate) fn give_up(&mut self, at: Ref, shared: Shared) -> Obj {
        self.sharing.found.insert(shared.of.object, at);
        std::mem::replace(&mut self.objects[at.0 as usize], Obj::Shared(Box::new(shared)))
    }

    /// What is there now is the same in all tasks there will be, and stays: there is no other yet, or not any more.
    pub(crate) fn begin_sharing(&mut self) {
        if self.objects.len() > self.sharing.common as usize {
            self.sharing.on = true;
            let common = u32::try_from(self.objects.len()).expect("memory ends before");
            self.sharing.common = common;
            self.fixed = common;
            self.free = u32::MAX;
        }
    }

    /// Takes away everything but what a program begins with.
    pub(crate) fn reset(&mut self) {
        self.objects.truncate(self.fixed as usize);
        self.free = u32::MAX;
        self.made = 0;
        self.sharing.found.clear();
        self.sharing.shown.clear();
        self.sharing.ours = None;
        self.sharing.met.set(None);
        self.sharing.flag.set(false);
    }
}
