//! "Did you mean": what a name that is nowhere may have been meant to be, as CPython 3.11 finds it.

use super::{Core, types};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::library::words;
use crate::value::Value;

const MOVE: usize = 2;
const CASE: usize = 1;
/// Longer names are not compared, and not among more candidates than that.
const LONGEST: usize = 40;
const MOST: usize = 750;

/// What every object has.
const OF_OBJECT: &[&str] = &[
    "__class__",
    "__delattr__",
    "__dict__",
    "__dir__",
    "__doc__",
    "__eq__",
    "__format__",
    "__ge__",
    "__getattribute__",
    "__gt__",
    "__hash__",
    "__init__",
    "__init_subclass__",
    "__le__",
    "__lt__",
    "__module__",
    "__ne__",
    "__new__",
    "__reduce__",
    "__reduce_ex__",
    "__repr__",
    "__setattr__",
    "__sizeof__",
    "__str__",
    "__subclasshook__",
    "__weakref__",
];

impl Core {
    /// `. Did you mean: 'x'?`, or nothing.
    pub(crate) fn suggestion(&self, p: &Program, exception: Value) -> Option<String> {
        let Value::Obj(at) = exception else { return None };
        let class = self.heap.type_of(exception);
        let Obj::Exception(of) = self.heap.get(at) else { return None };
        let name = self.heap.str(of.fields.get(words::NAME_ATTR)?)?;
        let candidates = if self.derives(class, types::of_kind(Kind::AttributeError)) {
            self.attributes(p, of.fields.get(words::OBJ_ATTR)?)
        } else if self.derives(class, types::of_kind(Kind::NameError)) {
            self.names_in_sight(p, of.trace.first()?.0)
        } else {
            return None;
        };
        let best = nearest(name, &candidates)?;
        Some(format!(". Did you mean: '{best}'?"))
    }

    /// What can be read of an object, in order.
    fn attributes(&self, p: &Program, object: Value) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let mut mro = self.mro(self.heap.type_of(object));
        if let Value::Class(class) = object {
            mro = self.mro(class);
        }
        if let Some(fields) = self.fields_of(object) {
            names.extend(fields.0.iter().map(|(name, _)| self.name(p, *name).to_string()));
        }
        if let Value::Obj(at) = object
            && let Obj::Module(module) = self.heap.get(at)
        {
            names.extend(p.modules[usize::from(*module)].names.keys().map(|name| self.name(p, *name).to_string()));
            names.retain(|name| !name.starts_with('_'));
        }
        for class in mro {
            match self.heap.class(class) {
                Some(of) => names.extend(of.fields.0.iter().map(|(name, _)| self.name(p, *name).to_string())),
                None => {
                    let own = p.methods.keys().filter(|(of, _)| *of == class.0);
                    names.extend(own.map(|(_, name)| self.name(p, *name).to_string()));
                }
            }
        }
        names.extend(OF_OBJECT.iter().map(ToString::to_string));
        names.sort();
        names.dedup();
        names
    }

    /// Local variables, those of the module, and what is built in.
    fn names_in_sight(&self, p: &Program, code: u32) -> Vec<String> {
        let code = &p.codes[code as usize];
        let mut names: Vec<String> = Vec::new();
        if &*code.name != "<module>" {
            names.extend(code.locals.iter().map(|name| self.name(p, *name).to_string()));
        }
        let own = &p.modules[usize::from(code.module)].names;
        let of_module = &p.codes[p.modules[usize::from(code.module)].code as usize].locals;
        let mut own: Vec<(u16, String)> = own
            .iter()
            .filter(|(name, slot)| self.globals[usize::from(**slot)] != Value::Undef || of_module.contains(name))
            .map(|(name, slot)| (*slot, self.name(p, *name).to_string()))
            .collect();
        own.sort();
        // Some variables of a module lie in its registers.
        names.extend(of_module.iter().map(|name| self.name(p, *name).to_string()));
        names.extend(own.into_iter().map(|(_, name)| name));
        names.extend(crate::builtins::names());
        names
    }
}

/// The candidate that is nearest to a name, if one is near enough.
fn nearest<'n>(name: &str, candidates: &'n [String]) -> Option<&'n str> {
    if candidates.len() >= MOST {
        return None;
    }
    let name: Vec<char> = name.chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().collect();
        if other == name {
            continue;
        }
        let mut most = (name.len() + other.len() + 3) * MOVE / 6;
        if let Some((distance, _)) = best {
            most = most.min(distance.saturating_sub(1));
        }
        let distance = distance(&name, &other, most);
        if distance <= most && best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

/// How much it costs to make one of the other; more than `most` where it costs more.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    let before = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (mut a, mut b) = (&a[before..], &b[before..]);
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[..a.len() - behind], &b[..b.len() - behind]);
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE;
    }
    if a.len() > LONGEST || b.len() > LONGEST {
        return most + 1;
    }
    if b.len() < a.len() {
        std::mem::swap(&mut a, &mut b);
    }
    if (b.len() - a.len()) * MOVE > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|at| at * MOVE).collect();
    let mut result = 0;
    for (at, code) in b.iter().enumerate() {
        let mut corner = at * MOVE;
        result = corner;
        let mut least = usize::MAX;
        for (index, other) in a.iter().enumerate() {
            let substitute = corner + substitution(*code, *other);
            corner = row[index];
            result = (result.min(corner) + MOVE).min(substitute);
            row[index] = result;
            least = least.min(result);
        }
        if least > most {
            return most + 1;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_found() {
        let names: Vec<String> = ["counter", "bark", "total", "Total"].map(String::from).to_vec();
        assert_eq!(nearest("countr", &names), Some("counter"));
        assert_eq!(nearest("brk", &names), Some("bark"));
        assert_eq!(nearest("TOTAL", &names), Some("Total"));
        assert_eq!(nearest("zzz", &names), None);
    }
}
