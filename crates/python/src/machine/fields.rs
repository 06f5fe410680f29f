//! What an object itself has: its fields, or the dict they have moved to once somebody asked for its `__dict__`.

use super::{Core, Res};
use crate::code::{Program, Sym};
use crate::heap::Obj;
use crate::heap::keys::hash_text;
use crate::library::words;
use crate::value::{Ref, Value};

impl Core {
    /// What an object itself has under a name.
    pub(crate) fn field(&self, p: &Program, object: Value, name: Sym) -> Option<Value> {
        let fields = self.fields(object)?;
        let Some(dict) = fields.dict() else { return fields.get(name) };
        self.place_in(p, dict, name).map(|at| self.heap.dict(dict).entries[at].value)
    }

    fn place_in(&self, p: &Program, dict: Ref, name: Sym) -> Option<usize> {
        let name = self.name(p, name);
        self.heap.dict(dict).find(hash_text(name), |key| self.heap.str(*key) == Some(name))
    }

    /// The dict of an object's attributes, which is where they are from now on.
    pub(super) fn dict_of_object(&mut self, p: &Program, object: Value) -> Res<Option<Value>> {
        let Some(fields) = self.fields(object) else { return Ok(None) };
        if let Some(dict) = fields.dict() {
            return Ok(Some(Value::Obj(dict)));
        }
        let fields = fields.clone();
        let dict = self.dict_of(p, &fields)?;
        if let (Value::Obj(at), Value::Obj(copy)) = (object, dict)
            && self.heap.shared(at).is_some()
        {
            // It is a look at them: who changes it would change nothing.
            self.heap.sharing.copies.insert(copy);
            return Ok(Some(dict));
        }
        if let Some(fields) = self.fields_mut(object) {
            fields.0 = vec![(words::DICT, dict)];
        }
        Ok(Some(dict))
    }

    /// Sets what an object itself has under a name; whether it has such things.
    pub(crate) fn set_field(&mut self, p: &Program, object: Value, name: Sym, value: Value) -> Res<bool> {
        let Some(fields) = self.fields_mut(object) else { return Ok(false) };
        match fields.dict() {
            Some(dict) => {
                let key = self.sym_text(p, name);
                self.heap.dict_set(dict, key, value)?;
            }
            None => fields.set(name, value),
        }
        Ok(true)
    }

    /// Takes away what an object itself has under a name.
    pub(crate) fn remove_field(&mut self, p: &Program, object: Value, name: Sym) -> Option<Value> {
        match self.fields(object)?.dict() {
            Some(dict) => {
                let at = self.place_in(p, dict, name)?;
                match self.heap.get_mut(dict) {
                    Obj::Dict(dict) => Some(dict.remove(at)),
                    _ => None,
                }
            }
            None => self.fields_mut(object)?.remove(name),
        }
    }

    /// The attributes of an object, by name.
    pub(crate) fn fields_by_name(&mut self, p: &Program, object: Value) -> Vec<(Value, Value)> {
        let Some(fields) = self.fields(object).cloned() else { return Vec::new() };
        match fields.dict() {
            Some(dict) => self.heap.dict(dict).iter().map(|entry| (entry.key, entry.value)).collect(),
            None => fields.0.iter().map(|(name, value)| (self.sym_text(p, *name), *value)).collect(),
        }
    }
}
