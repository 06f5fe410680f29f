//! Setting and deleting attributes.

use super::shared::{Then, Wish};
use super::{After, Core, Done, Raise, Res, types};
use crate::code::{Program, Sym};
use crate::error::Kind;
use crate::heap::Obj;
use crate::library::words;
use crate::value::Value;

impl Core {
    pub(crate) fn set_attr(&mut self, p: &Program, object: Value, name: Sym, value: Value) -> Res<Done> {
        let object = self.own_of(object);
        let class = self.heap.type_of(object);
        if let Some(of) = self.heap.class(class) {
            let (has_setattr, has_properties) = (of.has_setattr, of.has_properties);
            if has_setattr && let Some(method) = self.method_of_program(p, class, words::SETATTR) {
                let text = self.sym_text(p, name);
                return Ok(Done::call(method, vec![object, text, value], After::Discard));
            }
            if has_properties
                && let Some(Value::Obj(at)) = self.lookup(p, class, name)
                && let Obj::Property(property) = self.heap.peek(at)
            {
                let set = property.set;
                let get = property.get;
                // The fields of a named tuple have CPython's own words.
                if set == Value::None
                    && self.native_base(class) == types::TUPLE
                    && matches!(get, Value::Obj(at) if matches!(self.heap.peek(at), Obj::Function(of) if p.codes[of.code as usize].hidden))
                {
                    return Err(Raise::error(Kind::AttributeError, "can't set attribute"));
                }
                if set == Value::None {
                    let (class, name) = (self.heap.class_name(class).to_string(), self.name(p, name).to_string());
                    let words = format!("property '{name}' of '{class}' object has no setter");
                    return Err(Raise::error(Kind::AttributeError, words));
                }
                return Ok(Done::call(set, vec![object, value], After::Discard));
            }
        }
        self.put_attr(p, object, name, value)
    }

    /// Sets an attribute without asking any method.
    pub(crate) fn put_attr(&mut self, p: &Program, object: Value, name: Sym, value: Value) -> Res<Done> {
        let done = || Ok(Value::None.into());
        match object {
            Value::Class(class) => {
                if let Some(of) = self.heap.class_mut(class) {
                    of.fields.set(name, value);
                    let has_a_say = matches!(name, words::GETATTR | words::GETATTRIBUTE | words::SETATTR)
                        || self.heap.type_of(value) == types::PROPERTY;
                    if has_a_say {
                        self.refresh(p, class);
                    } else {
                        self.forget(name);
                    }
                    return done();
                }
                let (attribute, class) = (self.name(p, name), self.heap.class_name(class));
                return Err(Raise::type_error(format!(
                    "cannot set '{attribute}' attribute of immutable type '{class}'"
                )));
            }
            Value::Obj(at) if self.shared_instance(object).is_none() => match self.heap.get_mut(at) {
                Obj::Module(module) => {
                    let module = *module;
                    if &*p.modules[usize::from(module)].name == "sys" && self.name(p, name) == "stdout" {
                        self.redirected = true;
                    }
                    let slot = p.modules[usize::from(module)].names.get(&name).copied();
                    let Some(slot) = slot else { return Err(self.no_attribute(p, object, name)) };
                    self.globals[usize::from(slot)] = value;
                    return done();
                }
                Obj::Exception(exception) => {
                    match name {
                        words::ARGS => exception.args = value,
                        words::CAUSE => {
                            exception.cause = value;
                            exception.suppress = true;
                        }
                        words::CONTEXT => exception.context = value,
                        words::SUPPRESS => exception.suppress = value == Value::Bool(true),
                        words::TRACEBACK => {
                            if value == Value::None {
                                exception.trace.clear();
                            }
                        }
                        _ => {
                            self.set_field(p, object, name, value)?;
                        }
                    }
                    return done();
                }
                Obj::Function(function) if matches!(name, words::DEFAULTS) => {
                    function.defaults = value;
                    return done();
                }
                _ => {}
            },
            _ => {}
        }
        let class = self.heap.type_of(object);
        if let Some(of) = self.heap.class(class)
            && let Some(slots) = &of.slots
            && !slots.contains(&name)
        {
            if self.lookup(p, class, name).is_some() {
                let (attribute, class) = (self.name(p, name), self.heap.class_name(class));
                let words = format!("'{class}' object attribute '{attribute}' is read-only");
                return Err(Raise::error(Kind::AttributeError, words));
            }
            return Err(self.no_attribute(p, object, name));
        }
        if let Some(this) = self.shared_instance(object) {
            if let Some(refused) = self.hides(p, class, name) {
                return Ok(refused);
            }
            return Ok(Done::shared(this, Wish::SetField(name, value), Then::Value, After::Discard));
        }
        match self.set_field(p, object, name, value)? {
            true => done(),
            false => {
                if self.lookup(p, class, name).is_some() {
                    let (attribute, class) = (self.name(p, name), self.heap.class_name(class));
                    let words = format!("'{class}' object attribute '{attribute}' is read-only");
                    return Err(Raise::error(Kind::AttributeError, words));
                }
                Err(self.no_attribute(p, object, name))
            }
        }
    }

    pub(crate) fn del_attr(&mut self, p: &Program, object: Value, name: Sym) -> Res<Done> {
        let object = self.own_of(object);
        let class = self.heap.type_of(object);
        if let Some(method) = self.method_of_program(p, class, words::DELATTR) {
            let text = self.sym_text(p, name);
            return Ok(Done::call(method, vec![object, text], After::Discard));
        }
        if class.heap().is_some()
            && let Some(Value::Obj(at)) = self.lookup(p, class, name)
            && let Obj::Property(property) = self.heap.peek(at)
        {
            let delete = property.delete;
            if delete == Value::None {
                let (class, name) = (self.heap.class_name(class).to_string(), self.name(p, name).to_string());
                let words = format!("property '{name}' of '{class}' object has no deleter");
                return Err(Raise::error(Kind::AttributeError, words));
            }
            return Ok(Done::call(delete, vec![object], After::Discard));
        }
        self.remove_attr(p, object, name)
    }

    /// Deletes an attribute without asking any method.
    pub(crate) fn remove_attr(&mut self, p: &Program, object: Value, name: Sym) -> Res<Done> {
        if let Some(this) = self.shared_instance(object) {
            return Ok(Done::shared(this, Wish::DelField(name), Then::NoField(object, name), After::Discard));
        }
        let removed = match object {
            Value::Class(class) => {
                let removed = self.heap.class_mut(class).and_then(|of| of.fields.remove(name));
                if removed.is_some() {
                    self.refresh(p, class);
                }
                removed
            }
            _ => self.remove_field(p, object, name),
        };
        match removed {
            Some(_) => Ok(Value::None.into()),
            None => Err(match object {
                // As CPython says it: the name alone.
                Value::Obj(at) if matches!(self.heap.peek(at), Obj::Instance(..)) => self.no_attribute(p, object, name),
                _ => self.no_attribute(p, object, name),
            }),
        }
    }
}
