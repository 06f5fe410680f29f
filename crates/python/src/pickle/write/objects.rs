//! How an object of a class of the program is written: by its class and attributes, or as it says itself.

use super::{Known, Res, Writer};
use crate::code::Sym;
use crate::heap::{Fields, Obj};
use crate::machine::types;
use crate::value::{ClassId, Ref, Value};

/// Methods by which a class says itself how it is pickled.
const SAYS: [&str; 5] = ["__reduce_ex__", "__reduce__", "__getstate__", "__getnewargs__", "__getnewargs_ex__"];

impl Writer<'_> {
    /// Whether a class says itself how what is of it is pickled: then that is to be asked.
    pub(super) fn asks(&mut self, value: Value, class: ClassId) -> bool {
        let Some(of) = self.core.heap.class(class) else { return false };
        let says = |name: &Sym| of.mro.iter().any(|class| self.core.own(self.p, *class, *name).is_some());
        let asks =
            of.meta.is_some() || SAYS.iter().filter_map(|name| self.p.symbols.find(name)).any(|name| says(&name));
        if asks {
            self.asks.push(value);
        }
        asks
    }

    pub(super) fn instance(
        &mut self,
        value: Value,
        at: Ref,
        class: ClassId,
        plain: Option<Value>,
        fields: &Fields,
    ) -> Res {
        if self.asks(value, class) {
            return Ok(());
        }
        let native = self.core.heap.class(class).map_or(types::OBJECT, |class| class.native);
        if native == types::TUPLE && self.makes_itself(class) {
            self.asks.push(value);
            return Ok(());
        }
        self.class(class)?;
        match plain {
            Some(plain) if !matches!(native, types::LIST | types::DICT | types::SET | types::DEQUE) => {
                self.value(plain)?;
                self.out.push(0x85);
            }
            _ => self.out.push(b')'),
        }
        self.out.push(0x81);
        self.remember(Known::At(at));
        if let Some(Value::Obj(inner)) = plain {
            match self.core.heap.get(inner) {
                Obj::List(items) => self.items(items)?,
                Obj::Deque(deque) => {
                    let items: Vec<Value> = deque.items.iter().copied().collect();
                    self.items(&items)?;
                }
                Obj::Dict(dict) => {
                    let pairs: Vec<(Value, Value)> = dict.iter().map(|entry| (entry.key, entry.value)).collect();
                    self.pairs(&pairs)?;
                }
                Obj::Set(set) => {
                    self.out.push(b'(');
                    for slot in set.iter() {
                        self.value(slot.key)?;
                    }
                    self.out.push(0x90);
                }
                _ => {}
            }
        }
        self.state(class, fields)
    }

    /// Whether a class has a `__new__` of its own.
    fn makes_itself(&self, class: ClassId) -> bool {
        let Some(of) = self.core.heap.class(class) else { return false };
        of.mro.iter().any(|class| self.core.own(self.p, *class, crate::library::words::NEW).is_some())
    }

    /// The attributes, where there are any.
    pub(super) fn state(&mut self, class: ClassId, fields: &Fields) -> Res {
        if let Some(dict) = fields.dict() {
            if self.core.heap.dict(dict).len() > 0 {
                self.value(Value::Obj(dict))?;
                self.out.push(b'b');
            }
            return Ok(());
        }
        if fields.0.is_empty() {
            return Ok(());
        }
        let slots = self.core.heap.class(class).is_some_and(|of| of.slots.is_some());
        if slots {
            self.out.push(b'N');
        }
        self.out.push(b'}');
        let number = self.memo.len();
        self.remember(Known::Text(format!("\0{number}").into()));
        if fields.0.len() > 1 {
            self.out.push(b'(');
        }
        for (name, value) in &fields.0 {
            let name = self.core.name(self.p, *name).to_string();
            self.text(Known::Text(name.as_str().into()), &name);
            self.value(*value)?;
        }
        self.out.push(if fields.0.len() > 1 { b'u' } else { b's' });
        if slots {
            self.out.push(0x86);
            let number = self.memo.len();
            self.remember(Known::Text(format!("\0{number}").into()));
        }
        self.out.push(b'b');
        Ok(())
    }

    /// As the object said.
    pub(super) fn reduced(&mut self, at: Ref, parts: &[Value]) -> Res {
        let function = parts.first().copied().unwrap_or(Value::None);
        let args = parts.get(1).copied().unwrap_or(Value::None);
        let part = |at: usize| parts.get(at).copied().filter(|part| *part != Value::None);
        if self.core.heap.str(function).is_some() {
            let name = self.core.heap.str(function).unwrap_or_default().to_string();
            return self.named(Value::Obj(at), Known::At(at), "__main__", &name);
        }
        let items = match args {
            Value::Obj(of) => match self.core.heap.get(of) {
                Obj::Tuple(items) => items.to_vec(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        // `copyreg.__newobj__` is an instruction of its own.
        let is_newobj = matches!(function, Value::Native(number)
            if self.p.natives[usize::from(number)].name == "__native_newobj");
        if is_newobj {
            self.value(items.first().copied().unwrap_or(Value::None))?;
            let rest = items.get(1..).unwrap_or_default();
            match rest.len() {
                0 => self.out.push(b')'),
                few @ 1..=3 => {
                    rest.iter().try_for_each(|item| self.value(*item))?;
                    self.out.push([0x85, 0x86, 0x87][few - 1]);
                }
                _ => {
                    self.out.push(b'(');
                    rest.iter().try_for_each(|item| self.value(*item))?;
                    self.out.push(b't');
                }
            }
            if !rest.is_empty() {
                let number = self.memo.len();
                self.remember(Known::Text(format!("\0{number}").into()));
            }
            self.out.push(0x81);
        } else {
            self.value(function)?;
            self.value(args)?;
            self.out.push(b'R');
        }
        self.remember(Known::At(at));
        for (which, is_pairs) in [(3, false), (4, true)] {
            let Some(Value::Obj(list)) = part(which) else { continue };
            let Obj::List(items) = self.core.heap.get(list) else { continue };
            if is_pairs {
                let pair = |item: &Value| match item {
                    Value::Obj(at) => match self.core.heap.get(*at) {
                        Obj::Tuple(pair) if pair.len() == 2 => Some((pair[0], pair[1])),
                        _ => None,
                    },
                    _ => None,
                };
                let pairs: Vec<(Value, Value)> = items.iter().filter_map(pair).collect();
                self.pairs(&pairs)?;
            } else {
                self.items(items)?;
            }
        }
        if let Some(state) = part(2) {
            self.value(state)?;
            self.out.push(b'b');
        }
        Ok(())
    }
}
