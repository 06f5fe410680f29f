//! Publishing: what can change and others may find becomes the engine's.

use super::pack::Packer;
use super::{Body, Contents, Packed, Reference, Sort, Words};
use crate::code::Program;
use crate::heap::collect::children;
use crate::heap::{Obj, Shared};
use crate::machine::Core;
use crate::value::{Ref, Value};
use model::{ObjectId, ObjectKind};
use runtime::objects::{DataState, Object, VariableState};
use runtime::{Cx, Data};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A value to be put where others may find it.
pub(crate) fn send(cx: &Cx, core: &mut Core, p: &Program, value: Value) -> Result<Packed, Words> {
    if let Value::Obj(_) | Value::Class(_) = value {
        publish(cx, core, p, &[(value, "")])?;
    }
    Packer::new(core, p).value(value)
}

/// The same for what an action only looks into: what is in it is published, not the list itself.
pub(crate) fn lend(cx: &Cx, core: &mut Core, p: &Program, value: Value) -> Result<Packed, Words> {
    if let Value::Obj(at) = value
        && let object @ (Obj::List(_) | Obj::Deque(_) | Obj::Dict(_) | Obj::Set(_) | Obj::ByteArray(_)) =
            core.heap.peek(at)
    {
        let mut inner = Vec::new();
        children(object, &mut |value| inner.push((value, "")));
        publish(cx, core, p, &inner)?;
        let contents = Packer::new(core, p).contents(core.heap.peek(at))?;
        return Ok(Packed::Fresh(Arc::new(contents)));
    }
    send(cx, core, p, value)
}

/// One that is to become the engine's.
struct New<'n> {
    at: Ref,
    sort: Sort,
    name: &'n str,
}

/// Makes everything the engine's that these values reach and that can change; each with what it is called.
pub(crate) fn publish(cx: &Cx, core: &mut Core, p: &Program, roots: &[(Value, &str)]) -> Result<(), Words> {
    let mut new = Vec::new();
    find(core, roots, &mut new);
    let mut taken: Vec<(Obj, Data)> = Vec::with_capacity(new.len());
    for New { at, sort, name } in new {
        let (class, plain, compares) = match core.heap.peek(at) {
            Obj::Instance(class, _) => (*class, Value::Undef, core.heap.compares(*class)),
            Obj::Derived(derived) => (derived.class, derived.value, core.heap.compares(derived.class)),
            _ => (core.heap.type_of(Value::Obj(at)), Value::Undef, false),
        };
        let mut packer = Packer::new(core, p);
        let (packed_class, packed_plain) = (packer.class(class)?, packer.value(plain)?);
        let body = Data::new(Body::default());
        let name = if name.is_empty() { core.heap.class_name(class) } else { name };
        let object = match sort {
            Sort::Cell => Object::Variable(VariableState::new(Some(runtime::Value::Data(body.clone())))),
            _ => Object::Data(DataState::new(kind(sort), body.clone())),
        };
        let ObjectId(object) = cx.create(object, name);
        let hash = i64::from(at.0) * 16;
        let of = Arc::new(Reference { object, sort, class: packed_class, plain: packed_plain, hash, compares });
        let old = core.heap.give_up(at, Shared { of, class, plain });
        taken.push((old, body));
    }
    for (old, body) in taken {
        let contents = Packer::new(core, p).contents(&old)?;
        fill(&body, contents);
    }
    Ok(())
}

fn fill(body: &Data, contents: Contents) {
    let body = body.get::<Body>().expect("it was made so");
    body.0.set(contents).expect("it is filled once");
}

fn kind(sort: Sort) -> ObjectKind {
    match sort {
        Sort::List | Sort::Deque | Sort::Bytes => ObjectKind::List,
        Sort::Dict => ObjectKind::Map,
        Sort::Set => ObjectKind::Set,
        Sort::Instance | Sort::Iter => ObjectKind::Instance,
        Sort::Cell => ObjectKind::Cell,
    }
}

/// What is to become the engine's, each after what it carries.
fn find<'n>(core: &mut Core, roots: &[(Value, &'n str)], new: &mut Vec<New<'n>>) {
    let mut moved: Vec<Ref> = Vec::new();
    let mut late = false;
    let mut seen: FxHashSet<Ref> = FxHashSet::default();
    let mut open: Vec<(Ref, &'n str)> = Vec::new();
    for (root, name) in roots.iter().rev() {
        reach(*root, name, &mut open);
    }
    while let Some((at, name)) = open.pop() {
        if !seen.insert(at) || core.heap.sharing.through.contains(&at) {
            continue;
        }
        let object = core.heap.peek(at);
        // Tasks that begin from now on have it, and others there are none.
        late |= core.heap.sharing.alone
            && at.0 >= core.heap.sharing.common
            && matches!(object, Obj::Class(_) | Obj::Function(_));
        if core.heap.stays(at) {
            core.heap.sharing.stay.insert(at);
            continue;
        }
        let sort = match object {
            Obj::Shared(_) | Obj::Resident(..) => continue,
            Obj::List(_) => Some(Sort::List),
            Obj::Deque(_) => Some(Sort::Deque),
            Obj::Dict(_) => Some(Sort::Dict),
            Obj::Set(_) => Some(Sort::Set),
            Obj::ByteArray(_) => Some(Sort::Bytes),
            Obj::Instance(..) | Obj::Derived(_) => Some(Sort::Instance),
            Obj::Iter(_) => Some(Sort::Iter),
            Obj::Cell(_) => Some(Sort::Cell),
            _ => None,
        };
        let mut inner = Vec::new();
        if let Obj::Function(function) = object
            && let Value::Obj(defaults) = function.keyword_defaults
        {
            // The dict is the function's own, as its tuple of defaults is.
            seen.insert(defaults);
            children(core.heap.peek(defaults), &mut |value| reach(value, "", &mut inner));
        }
        let fields = match object {
            Obj::Instance(_, fields) => Some(fields),
            Obj::Derived(derived) => Some(&derived.fields),
            Obj::Exception(exception) => Some(&exception.fields),
            Obj::Function(function) => Some(&function.fields),
            _ => None,
        };
        if let Some(dict) = fields.and_then(crate::heap::Fields::dict) {
            // Attributes are the object's, wherever they are.
            seen.insert(dict);
            moved.push(dict);
            children(core.heap.peek(dict), &mut |value| reach(value, "", &mut inner));
        }
        children(object, &mut |value| reach(value, "", &mut inner));
        open.extend(inner.into_iter().rev());
        if let Obj::Function(_) | Obj::Class(_) | Obj::Property(_) = object
            && at.0 < core.heap.sharing.common
        {
            // What it reaches cannot change any more.
            core.heap.sharing.through.insert(at);
        }
        if let Some(sort) = sort {
            new.push(New { at, sort, name });
        }
    }
    if late {
        core.heap.begin_sharing();
    }
    core.heap.sharing.copies.extend(moved);
    // What carries a value comes after the value.
    let carries = |new: &New<'_>| matches!(core.heap.peek(new.at), Obj::Derived(_));
    new.sort_by_key(carries);
}

fn reach<'n>(value: Value, name: &'n str, open: &mut Vec<(Ref, &'n str)>) {
    match value {
        Value::Obj(at) => open.push((at, name)),
        Value::Class(class) => open.extend(class.heap().map(|at| (at, name))),
        _ => {}
    }
}
