//! How other tasks begin: threads and processes that are a copy, and processes that are none.

use super::{After, State};
use crate::code::Program;
use crate::heap::Obj;
use crate::value::Value;

impl State {
    /// The task that begins with a call of the first of these with the others. Both tasks go on with what is
    /// there: what can change and the new one can reach is the engine's by now.
    pub(crate) fn child(&mut self, program: &Program, call: &[Value]) -> State {
        let mut core = self.core.clone();
        core.out.clear();
        core.err.clear();
        core.handled.clear();
        core.loops = 0;
        core.begun.clear();
        let mut child = State::with(core);
        child.begin(program, call);
        child
    }

    /// The same for a thread: what stays with this task is none of its business.
    pub(crate) fn thread(&mut self, program: &Program, call: &[Value]) -> State {
        let mut thread = self.child(program, call);
        for at in std::mem::take(&mut thread.core.heap.sharing.stay) {
            if let Ok(of) = self.core.resident(program, at) {
                thread.core.heap.leave_behind(at, of);
            }
        }
        thread
    }

    /// Calls the first of these with the others, where nothing is under way.
    pub(crate) fn begin(&mut self, program: &Program, call: &[Value]) {
        let Some((Value::Obj(function), args)) = call.split_first().map(|(first, rest)| (*first, rest)) else {
            unreachable!("our own library starts functions")
        };
        let Obj::Function(of) = self.core.heap.get(function) else { unreachable!("our own library starts functions") };
        let code = of.code;
        if self.bind(program, function, args, &[], 0).is_err() {
            unreachable!("our own functions get what they want");
        }
        self.push(program, code, 0, 0, After::Discard, None);
    }

    /// A process that begins from nothing: the module is run again, under another name.
    pub(crate) fn anew(program: &Program) -> State {
        let mut state = State::new(program);
        let name = state.core.heap.text("__mp_main__");
        state.core.set_module(program, usize::from(program.main), "__name__", name);
        state.core.is_inheriting = true;
        state
    }

    /// Begins what stands in a module of the library under this name, once the module is there: whether it has to be
    /// run first.
    pub(crate) fn begin_named(&mut self, program: &Program, module: &str, name: &str, args: &[Value]) -> bool {
        let number = program.modules.iter().position(|known| &*known.name == module);
        let number = number.expect("who starts processes has imported it");
        if !self.core.imported[number] {
            let number = u16::try_from(number).expect("there are few modules");
            if self.import(program, number, 0).is_err() {
                unreachable!("a module that was not run can be run");
            }
            return true;
        }
        let sym = program.symbols.find(name).expect("our own library has it");
        let slot = program.modules[number].names[&sym];
        let mut call = vec![self.core.globals[usize::from(slot)]];
        call.extend(args);
        self.begin(program, &call);
        false
    }
}
