//! Values as bytes, as CPython's `pickle` writes them (protocol 4): what `multiprocessing` sends is this, and is as
//! long as there.
//!
//! No method of the program is called here. Where one has a say, writing hands back the objects in question and is
//! begun again with what they said; reading stops, and goes on with what came of the call.

pub(crate) mod read;
pub(crate) mod write;

use crate::code::Program;
use crate::machine::{Core, types};
use crate::value::{ClassId, Value};

/// The module and the name under which the other process finds a class, a function or one of ours.
fn find(core: &Core, p: &Program, module: &str, path: &str) -> Option<Value> {
    if module == "builtins" {
        let natives = crate::builtins::natives();
        let class = types::all().find(|(_, name)| *name == path).map(|(class, _)| Value::Class(class));
        let native = || natives.iter().position(|native| native.name == path);
        return class.or_else(|| native().and_then(|at| u16::try_from(at).ok()).map(Value::Native));
    }
    let mut parts = path.split('.');
    let number = match module {
        "__main__" | "__mp_main__" => p.main,
        _ => u16::try_from(p.modules.iter().position(|known| &*known.name == module)?).ok()?,
    };
    let first = p.symbols.find(parts.next()?)?;
    let slot = p.modules[usize::from(number)].names.get(&first)?;
    let mut found = core.globals[usize::from(*slot)];
    for part in parts {
        let (Value::Class(class), Some(name)) = (found, p.symbols.find(part)) else { return None };
        let inner = core.own(p, class, name)?;
        found = match inner {
            Value::Obj(at) => match core.heap.peek(at) {
                crate::heap::Obj::Static(function) => *function,
                _ => inner,
            },
            inner => inner,
        };
    }
    (found != Value::Undef).then_some(found)
}

/// Where a class says it is: its module, and its name there.
fn place_of_class(core: &Core, class: ClassId) -> (String, String) {
    match core.heap.class(class) {
        Some(of) => (of.module.to_string(), of.qualname.to_string()),
        None => {
            let name = types::name(class);
            let module = types::module(class);
            if module == "builtins" || find_built_in(name) {
                ("builtins".to_string(), name.to_string())
            } else {
                (module.to_string(), name.rsplit('.').next().unwrap_or(name).to_string())
            }
        }
    }
}

/// What has a module in its name, and is found under the whole name all the same.
fn find_built_in(name: &str) -> bool {
    !name.contains('.')
}
