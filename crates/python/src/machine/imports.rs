//! Importing: a module is run the first time, and found afterwards.

use super::call::Step;
use super::{After, State};
use crate::code::{Program, R};
use crate::heap::Obj;
use crate::value::Value;

impl State {
    pub(crate) fn import(&mut self, p: &Program, module: u16, d: R) -> Step {
        if self.core.imported[usize::from(module)] {
            let value = self.core.heap.obj(Obj::Module(module));
            self.set(d, value);
            return Ok(None);
        }
        self.core.imported[usize::from(module)] = true;
        let base = self.next_base(p);
        let code = p.modules[usize::from(module)].code;
        self.clear_window(p, code, base);
        self.push(p, code, base, d, After::Imported(module), None);
        Ok(None)
    }

    pub(crate) fn clear_window(&mut self, p: &Program, code: u32, base: usize) {
        let size = usize::from(p.codes[code as usize].registers);
        if self.registers.len() < base + super::WINDOW {
            self.registers.resize((base + super::WINDOW) * 2, Value::Undef);
        }
        self.registers[base..base + size].fill(Value::Undef);
    }
}
