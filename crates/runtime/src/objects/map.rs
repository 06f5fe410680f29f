//! A dictionary whose single operations are safe. What stands between two of them is not.

use super::{Applied, Facts, Guarded, MadeOf, Receives, Wakes, count, none};
use crate::value::Value;
use model::{EventKind, ObjectKind, TaskId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The state of a map.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MapState {
    entries: BTreeMap<Value, Value>,
}

/// What may be done to a map. Pairs are boxed: every action is as large as the largest.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum MapAction {
    /// Look a key up.
    Get(Value),
    /// Whether a key is there.
    Contains(Value),
    /// Put an entry in; gives what was there before.
    Insert(Box<(Value, Value)>),
    /// Put an entry in unless the key is there, in one step; says whether it was put in.
    InsertNew(Box<(Value, Value)>),
    /// Take a key out; gives what was there.
    Remove(Value),
    /// How many entries there are.
    Len,
}

/// What a lookup found: a list of nothing or of one value.
fn found(value: Option<Value>) -> Value {
    Value::List(value.into_iter().collect())
}

impl Guarded for MapState {
    type Action = MapAction;

    fn kind(&self) -> ObjectKind {
        ObjectKind::Map
    }

    fn ready(&self, _: TaskId, _: &MapAction) -> bool {
        true
    }

    fn apply(&mut self, _: TaskId, action: &MapAction) -> Applied {
        match action {
            MapAction::Get(key) => {
                let value = self.entries.get(key).cloned();
                let there = i64::from(value.is_some());
                Applied::value(EventKind::Look, found(value), there)
            }
            MapAction::Contains(key) => {
                let there = self.entries.contains_key(key);
                Applied::flag(EventKind::Look, there, i64::from(there))
            }
            MapAction::Insert(entry) => {
                let (key, value) = (**entry).clone();
                let before = self.entries.insert(key, value);
                Applied::value(EventKind::Insert, found(before), count(self.entries.len()))
            }
            MapAction::InsertNew(entry) if self.entries.contains_key(&entry.0) => {
                Applied::flag(EventKind::Look, false, 1)
            }
            MapAction::InsertNew(entry) => {
                let (key, value) = (**entry).clone();
                self.entries.insert(key, value);
                Applied::flag(EventKind::Insert, true, count(self.entries.len()))
            }
            MapAction::Remove(key) => {
                let before = self.entries.remove(key);
                Applied::value(EventKind::Remove, found(before), count(self.entries.len()))
            }
            MapAction::Len => Applied::int(EventKind::Look, count(self.entries.len())),
        }
    }

    fn facts(action: &MapAction) -> Facts {
        let (wakes, looks, receives) = match action {
            MapAction::Get(_) => (Wakes::Nobody, true, Receives::First),
            MapAction::Contains(_) | MapAction::Len => (Wakes::Nobody, true, Receives::Nothing),
            MapAction::Insert(_) | MapAction::Remove(_) => (Wakes::Nobody, false, Receives::First),
            MapAction::InsertNew(_) => (Wakes::Nobody, false, Receives::Nothing),
        };
        Facts { wakes, looks, receives, made_of: MadeOf::Bytecodes }
    }

    fn sent(action: &mut MapAction) -> Option<&mut Value> {
        match action {
            MapAction::Insert(entry) | MapAction::InsertNew(entry) => Some(&mut entry.1),
            MapAction::Get(_) | MapAction::Contains(_) | MapAction::Remove(_) | MapAction::Len => None,
        }
    }

    none! { undone_if_unread, on_timeout, owed, on_process_death, enrol, word, holders }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Reply;

    #[test]
    fn an_entry_is_put_in_once() {
        let (me, mut map) = (TaskId(0), MapState::default());
        let new = |value: i64| MapAction::InsertNew(Box::new(("id".into(), value.into())));
        assert_eq!(map.apply(me, &new(1)).reply, Reply::Flag(true));
        assert_eq!(map.apply(me, &new(2)).reply, Reply::Flag(false));
        assert_eq!(map.apply(me, &MapAction::Get("id".into())).reply.option(), Some(Value::Int(1)));
        assert_eq!(map.apply(me, &MapAction::Remove("id".into())).reply.option(), Some(Value::Int(1)));
        assert_eq!(map.apply(me, &MapAction::Get("id".into())).reply.option(), None);
    }
}
