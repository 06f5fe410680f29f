//! Arguments to parameters: by position, by name, with defaults, `*` and `**`.

use super::{Raise, Res, State, WINDOW};
use crate::code::{Code, Program, Sym};
use crate::heap::Obj;
use crate::value::{Ref, Value};

impl State {
    /// Lays out the registers of a function for these arguments, from `base` on.
    pub(crate) fn bind(&mut self, p: &Program, function: Ref, args: &[Value], names: &[Sym], base: usize) -> Res<()> {
        let Obj::Function(of) = self.core.heap.peek(function) else { unreachable!("a function is called") };
        let (number, defaults, keyword_defaults) = (of.code, of.defaults, of.keyword_defaults);
        let code = &p.codes[number as usize];
        if self.registers.len() < base + WINDOW {
            self.registers.resize((base + WINDOW) * 2, Value::Undef);
        }
        let positional = usize::from(code.positional);
        let keyword_only = usize::from(code.keyword_only);
        let given = args.len() - names.len();
        let mut slots = vec![Value::Undef; usize::from(code.registers)];
        let taken = given.min(positional);
        slots[..taken].copy_from_slice(&args[..taken]);
        let mut at = positional + keyword_only;
        if code.rest {
            slots[at] = self.core.heap.tuple(&args[taken..given]);
            at += 1;
        }
        let keywords = code.keywords.then(|| self.core.heap.make(Obj::Dict(Box::default())));
        if let Some(keywords) = keywords {
            slots[at] = Value::Obj(keywords);
        }
        let mut by_name_only: Vec<String> = Vec::new();
        for (name, value) in names.iter().zip(&args[given..]) {
            let known = code.locals[..positional + keyword_only].iter().position(|known| known == name);
            match known {
                Some(place) if place >= usize::from(code.position_only) => {
                    if slots[place] != Value::Undef {
                        let (function, name) = (&code.qualname, self.core.name(p, *name));
                        let words = format!("{function}() got multiple values for argument '{name}'");
                        return Err(Raise::type_error(words));
                    }
                    slots[place] = *value;
                }
                other => match keywords {
                    Some(keywords) => {
                        let key = self.core.sym_text(p, *name);
                        self.core.heap.dict_set(keywords, key, *value)?;
                    }
                    None if other.is_some() => by_name_only.push(self.core.name(p, *name).to_string()),
                    None => {
                        let (function, name) = (&code.qualname, self.core.name(p, *name));
                        let words = format!("{function}() got an unexpected keyword argument '{name}'");
                        return Err(Raise::type_error(words));
                    }
                },
            }
        }
        if !by_name_only.is_empty() {
            let words = format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                code.qualname,
                by_name_only.join(", ")
            );
            return Err(Raise::type_error(words));
        }
        let default_values: Vec<Value> = match defaults {
            Value::Obj(at) => match self.core.heap.peek(at) {
                Obj::Tuple(items) => items.to_vec(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        if given > positional && !code.rest {
            return Err(too_many(code, given, default_values.len(), &slots));
        }
        let first_default = positional.saturating_sub(default_values.len());
        let mut missing = Vec::new();
        for place in 0..positional {
            if slots[place] == Value::Undef {
                if place >= first_default {
                    slots[place] = default_values[place - first_default];
                } else {
                    missing.push(self.core.name(p, code.locals[place]).to_string());
                }
            }
        }
        if !missing.is_empty() {
            return Err(lacks(code, &missing, "positional"));
        }
        for place in positional..positional + keyword_only {
            if slots[place] != Value::Undef {
                continue;
            }
            let default = match keyword_defaults {
                Value::Obj(dict) => {
                    let key = self.core.sym_text(p, code.locals[place]);
                    self.core.heap.dict_get(dict, key)?
                }
                _ => None,
            };
            match default {
                Some(default) => slots[place] = default,
                None => missing.push(self.core.name(p, code.locals[place]).to_string()),
            }
        }
        if !missing.is_empty() {
            return Err(lacks(code, &missing, "keyword-only"));
        }
        let Obj::Function(of) = self.core.heap.peek(function) else { unreachable!("a function is called") };
        let first_free = usize::from(code.first_free);
        slots[first_free..first_free + of.closure.len()].copy_from_slice(&of.closure);
        self.registers[base..base + slots.len()].copy_from_slice(&slots);
        Ok(())
    }
}

fn lacks(code: &Code, missing: &[String], what: &str) -> Box<Raise> {
    let quoted: Vec<String> = missing.iter().map(|name| format!("'{name}'")).collect();
    let list = match &quoted[..] {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [firsts @ .., last] => format!("{}, and {last}", firsts.join(", ")),
        [] => String::new(),
    };
    let plural = if missing.len() == 1 { "" } else { "s" };
    let (function, count) = (&code.qualname, missing.len());
    Raise::type_error(format!("{function}() missing {count} required {what} argument{plural}: {list}"))
}

fn too_many(code: &Code, given: usize, defaults: usize, slots: &[Value]) -> Box<Raise> {
    let positional = usize::from(code.positional);
    let by_name = slots[positional..positional + usize::from(code.keyword_only)]
        .iter()
        .filter(|slot| **slot != Value::Undef)
        .count();
    let takes =
        if defaults > 0 { format!("from {} to {positional}", positional - defaults) } else { positional.to_string() };
    let plural = if defaults > 0 || positional != 1 { "s" } else { "" };
    let function = &code.qualname;
    let were = if given == 1 && by_name == 0 { "was" } else { "were" };
    let given = if by_name > 0 {
        let (one, two) = (if given == 1 { "" } else { "s" }, if by_name == 1 { "" } else { "s" });
        format!("{given} positional argument{one} (and {by_name} keyword-only argument{two})")
    } else {
        given.to_string()
    };
    Raise::type_error(format!("{function}() takes {takes} positional argument{plural} but {given} {were} given"))
}
