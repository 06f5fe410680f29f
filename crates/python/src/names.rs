//! Whose each name is: a local variable, one that inner functions share, or a global. CPython's rules.

mod quiet;
mod walk;

use crate::refusal::Refusal;
use crate::tree::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a name is in a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    /// A variable of this scope alone.
    Local,
    /// A variable of this scope that inner ones see.
    Cell,
    /// A variable of a scope around.
    Free,
    /// A variable of the module, or a built-in.
    Global,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Module,
    Class,
    Function,
    Comprehension,
}

/// One scope: its names in the order in which they appear.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<usize>,
    pub(crate) parameters: Vec<Name>,
    pub(crate) order: Vec<Name>,
    pub(crate) whose: FxHashMap<Name, Whose>,
    /// What it reads of scopes around, in order.
    pub(crate) free: Vec<Name>,
    pub(crate) deleted: FxHashSet<Name>,
    pub(crate) has_walrus: bool,
    pub(crate) yields: bool,
    /// Whether it waits: by `await`, or by a loop, a `with` or a comprehension that does.
    pub(crate) awaits: bool,
    /// Whether it is the body of `async def`.
    pub(crate) is_async: bool,
    /// Where an `async def` returns a value first.
    returns: Option<Span>,
    bound: FxHashSet<Name>,
    used: FxHashSet<Name>,
    globals: FxHashMap<Name, Span>,
    nonlocals: FxHashMap<Name, Span>,
}

/// All scopes of a module; the first is the module's own.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    pub(crate) all: Vec<Scope>,
    by_place: FxHashMap<(Span, bool), usize>,
    /// Names of the module that some function declares `global` and binds.
    pub(crate) declared: FxHashSet<Name>,
    /// Names of the module that some inner scope reads or binds.
    pub(crate) seen_inside: FxHashSet<Name>,
    /// How often the module itself binds a name; in a loop counts for several.
    pub(crate) bindings: FxHashMap<Name, u32>,
    /// In which statement of the module it last binds a name.
    last_bound: FxHashMap<Name, u32>,
    /// Whether any function is `async`.
    pub(crate) has_coroutines: bool,
    /// The first statement of the module that may start another task.
    starts: Option<u32>,
}

impl std::hash::Hash for Span {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.start) << 32 | u64::from(self.end));
    }
}

impl Scopes {
    /// Whether the module binds this name once, and before there can be another task.
    pub(crate) fn is_settled(&self, name: &Name) -> bool {
        let before = |last: &u32| self.starts.is_none_or(|starts| *last < starts);
        self.bindings.get(name).is_none_or(|bindings| *bindings == 1) && self.last_bound.get(name).is_none_or(before)
    }

    /// The scope of a function, class or comprehension at this place.
    pub(crate) fn at(&self, place: Span, is_comprehension: bool) -> usize {
        self.by_place[&(place, is_comprehension)]
    }
}

/// Finds out.
pub(crate) fn resolve(body: &[Stmt]) -> Result<Scopes, Refusal> {
    let mut scopes = walk::scopes(body)?;
    for index in 0..scopes.all.len() {
        settle(&mut scopes, index)?;
    }
    for index in 1..scopes.all.len() {
        let globals: Vec<(Name, bool)> = scopes.all[index]
            .whose
            .iter()
            .filter(|(_, whose)| **whose == Whose::Global)
            .map(|(name, _)| (name.clone(), scopes.all[index].bound.contains(name)))
            .collect();
        for (name, bound) in globals {
            if bound {
                scopes.declared.insert(name.clone());
            }
            scopes.seen_inside.insert(name);
        }
    }
    Ok(scopes)
}

fn scope(kind: Kind, parent: Option<usize>) -> Scope {
    Scope {
        kind,
        parent,
        parameters: Vec::new(),
        order: Vec::new(),
        whose: FxHashMap::default(),
        free: Vec::new(),
        deleted: FxHashSet::default(),
        has_walrus: false,
        yields: false,
        awaits: false,
        is_async: false,
        returns: None,
        bound: FxHashSet::default(),
        used: FxHashSet::default(),
        globals: FxHashMap::default(),
        nonlocals: FxHashMap::default(),
    }
}

/// Decides about every name of this scope; those around it are decided already, except for what is
/// shared with this one.
fn settle(scopes: &mut Scopes, index: usize) -> Result<(), Refusal> {
    let names = scopes.all[index].order.clone();
    for name in names {
        let here = &scopes.all[index];
        let whose = if here.globals.contains_key(&name) {
            Whose::Global
        } else if let Some(place) = here.nonlocals.get(&name).copied() {
            if !share(scopes, index, &name) {
                return Err(Refusal::syntax(place, format!("no binding for nonlocal '{name}' found")));
            }
            Whose::Free
        } else if here.bound.contains(&name) {
            match here.kind {
                Kind::Module => Whose::Global,
                _ => Whose::Local,
            }
        } else if share(scopes, index, &name) {
            Whose::Free
        } else {
            Whose::Global
        };
        let entry = scopes.all[index].whose.entry(name.clone()).or_insert(whose);
        if *entry == Whose::Local && whose == Whose::Free {
            *entry = Whose::Free;
        }
    }
    Ok(())
}

/// Lets this scope see a variable of a function around it, if there is one.
fn share(scopes: &mut Scopes, index: usize, name: &Name) -> bool {
    let mut way = vec![index];
    let mut next = scopes.all[index].parent;
    while let Some(at) = next {
        let scope = &scopes.all[at];
        next = scope.parent;
        let of_class = scope.kind == Kind::Class && &**name == "__class__";
        if scope.kind == Kind::Module || scope.kind == Kind::Class && !of_class {
            // What is declared global around is global inside, too; a class hides nothing.
            if scope.kind == Kind::Class {
                way.push(at);
            }
            continue;
        }
        if scope.globals.contains_key(name) {
            return false;
        }
        let owns = of_class || scope.bound.contains(name) && !scope.nonlocals.contains_key(name);
        if !owns {
            way.push(at);
            continue;
        }
        let owner = &mut scopes.all[at];
        if owner.whose.insert(name.clone(), Whose::Cell).is_none() && !owner.order.contains(name) {
            owner.order.push(name.clone());
        }
        for between in way {
            let between = &mut scopes.all[between];
            if !between.free.contains(name) {
                between.free.push(name.clone());
            }
            // A class that binds the name itself keeps its own, and hands the other on.
            if !between.bound.contains(name) || between.nonlocals.contains_key(name) {
                between.whose.insert(name.clone(), Whose::Free);
            }
        }
        return true;
    }
    false
}
