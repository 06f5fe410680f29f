//! Names by number, those a program has and those a task adds; and forgetting where something of a name was found.

use super::Core;
use crate::code::{Program, Sym};
use crate::value::Value;

impl Core {
    /// A name by number, of the program or of this task.
    pub(crate) fn sym(&mut self, program: &Program, name: &str) -> Sym {
        if let Some(sym) = program.symbols.find(name) {
            return sym;
        }
        let own = self.names.intern(name);
        Sym(own.0 + u32::try_from(program.symbols.len()).expect("memory ends before"))
    }

    pub(crate) fn name<'a>(&'a self, program: &'a Program, sym: Sym) -> &'a str {
        match (sym.0 as usize).checked_sub(program.symbols.len()) {
            None => program.symbols.text(sym),
            Some(own) => self.names.text(Sym(u32::try_from(own).expect("it was a number"))),
        }
    }

    /// Forgets which methods were found: a class changed.
    pub(crate) fn forget_methods(&mut self) {
        self.cache.fill((u32::MAX, u32::MAX, Value::Undef));
    }

    /// Forgets where an attribute of this name was found.
    pub(crate) fn forget(&mut self, name: Sym) {
        for entry in &mut self.cache {
            if entry.1 == name.0 {
                *entry = (u32::MAX, u32::MAX, Value::Undef);
            }
        }
    }
}
