//! `int | None`: classes side by side.

use super::{Core, Res, types};
use crate::heap::Obj;
use crate::value::Value;

impl Core {
    /// `int | None`: what both sides stand for, each once.
    pub(super) fn union(&mut self, a: Value, b: Value) -> Res<Option<Value>> {
        let is_type = |value: Value| match value {
            Value::Class(_) => true,
            Value::Obj(at) => matches!(self.heap.get(at), Obj::Alias(_)),
            _ => false,
        };
        if !(is_type(a) && (is_type(b) || b == Value::None) || a == Value::None && is_type(b)) {
            return Ok(None);
        }
        let mut members: Vec<Value> = Vec::new();
        for side in [a, b] {
            let more = match side {
                Value::None => vec![Value::Class(types::NONE)],
                Value::Obj(at) => match self.heap.get(at) {
                    Obj::Alias(alias) if alias.0 == Value::Class(types::UNION) => self.items(alias.1, 0)?,
                    _ => vec![side],
                },
                _ => vec![side],
            };
            for one in more {
                if !members.contains(&one) {
                    members.push(one);
                }
            }
        }
        if let [one] = members[..] {
            return Ok(Some(one));
        }
        let members = self.heap.tuple(members);
        Ok(Some(self.heap.obj(Obj::Alias(Box::new((Value::Class(types::UNION), members))))))
    }
}
