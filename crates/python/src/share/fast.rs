//! The common things, done to what is packed as it is.

use super::{Answer, Contents, Iter, Packed, Work};
use crate::code::Program;
use crate::heap::View;
use crate::heap::keys::{hash_int, hash_text};
use std::sync::Arc;

/// The hash of a simple key.
fn hash(key: &Packed) -> Option<i64> {
    match key {
        Packed::Int(n) => Some(hash_int(*n)),
        Packed::Text(text) => Some(hash_text(text)),
        _ => None,
    }
}

/// Whether a key of a dict is this simple one; nothing where that must be looked at more closely.
fn same(known: &Packed, key: &Packed) -> Option<bool> {
    match (known, key) {
        (Packed::Int(a), Packed::Int(b)) => Some(a == b),
        (Packed::Text(a), Packed::Text(b)) => Some(a == b),
        (Packed::Int(_) | Packed::Text(_) | Packed::None, _) => Some(false),
        _ => None,
    }
}

/// The entry of a simple key.
fn find(dict: &crate::heap::dict::Dict<Packed>, key: &Packed) -> Option<Option<usize>> {
    let hash = hash(key)?;
    let mut is_plain = true;
    let found = dict.find(hash, |known| {
        same(known, key).unwrap_or_else(|| {
            is_plain = false;
            false
        })
    });
    is_plain.then_some(found)
}

fn place(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { index + i64::try_from(len).ok()? } else { index };
    usize::try_from(index).ok().filter(|index| *index < len)
}

pub(super) fn look(contents: &Contents, work: &Work) -> Option<Answer> {
    Some(match (work, contents) {
        (Work::Look, _) => Answer::Value(Packed::Fresh(Arc::new(contents.clone()))),
        (Work::Length, Contents::List(items)) => length(items.len()),
        (Work::Length, Contents::Deque(deque)) => length(deque.len()),
        (Work::Length, Contents::Dict(dict)) => length(dict.len()),
        (Work::Length, Contents::Set(set)) => length(set.len()),
        (Work::Length, Contents::Bytes(bytes)) => length(bytes.len()),
        (Work::Field(name), Contents::Fields(fields)) => {
            let found = fields.iter().find(|(known, _)| known == name);
            found.map_or(Answer::Nothing, |(_, value)| Answer::Value(value.clone()))
        }
        (Work::Item(Packed::Int(index)), Contents::List(items)) => {
            Answer::Value(items[place(*index, items.len())?].clone())
        }
        (Work::Item(Packed::Int(index)), Contents::Deque(deque)) => {
            Answer::Value(deque.items[place(*index, deque.len())?].clone())
        }
        (Work::Item(key), Contents::Dict(dict)) => Answer::Value(dict.entries[find(dict, key)??].value.clone()),
        (Work::Contains(key), Contents::Dict(dict)) => Answer::Value(Packed::Bool(find(dict, key)?.is_some())),
        (Work::Step(Iter::Sequence(of, index)), Contents::List(items)) => match items.get(*index) {
            Some(item) => Answer::Step(item.clone(), Iter::Sequence(of.clone(), index + 1)),
            None => Answer::Nothing,
        },
        (Work::Step(Iter::Dict(of, index, len, view @ (View::Keys | View::Values))), Contents::Dict(dict))
            if dict.len() == *len =>
        {
            let (skipped, entry) = {
                let rest = dict.entries.iter().enumerate().skip(*index);
                let mut live = rest.filter(|(_, entry)| entry.key != Packed::Undef);
                match live.next() {
                    Some((at, entry)) => (at, entry),
                    None => return Some(Answer::Nothing),
                }
            };
            let item = if *view == View::Keys { &entry.key } else { &entry.value };
            Answer::Step(item.clone(), Iter::Dict(of.clone(), skipped + 1, *len, *view))
        }
        _ => return None,
    })
}

fn length(len: usize) -> Answer {
    Answer::Value(Packed::Int(i64::try_from(len).unwrap_or(i64::MAX)))
}

pub(super) fn change(contents: &mut Contents, work: &Work, p: &Program) -> Option<Answer> {
    match (work, contents) {
        (Work::SetField(name, value), Contents::Fields(fields)) => {
            match fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, old)) => *old = value.clone(),
                None => fields.push((name.clone(), value.clone())),
            }
        }
        (Work::DelField(name), Contents::Fields(fields)) => {
            let Some(at) = fields.iter().position(|(known, _)| known == name) else { return Some(Answer::Nothing) };
            fields.remove(at);
        }
        (Work::SetItem(Packed::Int(index), value), Contents::List(items)) => {
            let place = place(*index, items.len())?;
            items[place] = value.clone();
        }
        (Work::SetItem(key, value), Contents::Dict(dict)) => match find(dict, key)? {
            Some(at) => dict.entries[at].value = value.clone(),
            None => dict.add(hash(key)?, key.clone(), value.clone()),
        },
        (Work::DelItem(key), Contents::Dict(dict)) => {
            let at = find(dict, key)??;
            dict.remove(at);
        }
        (Work::Next, Contents::Iter(Iter::Range { at, left, step })) => {
            if *left <= 0 {
                return Some(Answer::Nothing);
            }
            let item = *at;
            (*at, *left) = (at.wrapping_add(*step), *left - 1);
            return Some(Answer::Value(Packed::Int(item)));
        }
        (Work::Native(number, args, names), Contents::Deque(deque)) if names.is_empty() => {
            match (p.natives[usize::from(*number)].name, &args[1..]) {
                ("deque.append", [item]) => deque.push(item.clone()),
                ("deque.appendleft", [item]) => deque.push_first(item.clone()),
                ("deque.pop", []) => return deque.pop().map(Answer::Value),
                ("deque.popleft", []) => return deque.pop_first().map(Answer::Value),
                _ => return None,
            }
        }
        (Work::Native(number, args, names), Contents::List(items)) if names.is_empty() => {
            match (p.natives[usize::from(*number)].name, &args[1..]) {
                ("list.append", [item]) => items.push(item.clone()),
                ("list.pop", []) => return items.pop().map(Answer::Value),
                _ => return None,
            }
        }
        _ => return None,
    }
    Some(Answer::Value(Packed::None))
}
