//! One function on its way to instructions: registers, jumps, what protects a stretch, what is bound for sure.

use super::Res;
use crate::code::{Catch, Code, I, R};
use crate::names::{Kind, Scopes};
use crate::refusal::{Reason, Refusal, Room};
use crate::tree::{Name, Span, Stmt};
use crate::value::Value;
use rustc_hash::FxHashMap;

/// As many registers as one instruction can name, but for a few that hold what a call needs.
const REGISTERS: usize = 250;

/// Where a name lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Register(R),
    /// In a cell, which lies in this register.
    Cell(R),
    Global,
}

/// What is around a statement, from outside in: what leaving it must do.
pub(super) enum Around {
    /// Jumps out of a loop and on with it, to be patched.
    Loop { breaks: Vec<usize>, continues: Vec<usize> },
    /// Instructions from here on are protected; finished stretches before.
    Protected { stretches: Vec<(u32, u32)>, since: u32 },
    /// An exception is being handled.
    Handling,
    /// What is to be done whatever happens.
    Finally { body: std::rc::Rc<Vec<Stmt>> },
    /// A context manager, in this register, is to be left.
    With { manager: R, is_async: bool, place: Span },
    /// The name of a handler's exception, which is unbound behind it.
    Named { name: Name, place: Span },
}

/// The registers that certainly hold a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Bound([u64; 4]);

impl Bound {
    pub(super) const ALL: Bound = Bound([u64::MAX; 4]);

    pub(super) fn has(self, register: R) -> bool {
        self.0[usize::from(register) / 64] >> (register % 64) & 1 == 1
    }

    pub(super) fn set(&mut self, register: R) {
        self.0[usize::from(register) / 64] |= 1 << (register % 64);
    }

    pub(super) fn clear(&mut self, register: R) {
        self.0[usize::from(register) / 64] &= !(1 << (register % 64));
    }

    #[must_use]
    pub(super) fn and(self, other: Bound) -> Bound {
        Bound(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }
}

pub(super) struct Unit {
    pub(super) scope: usize,
    pub(super) code: Code,
    pub(super) places: FxHashMap<Name, Place>,
    /// The module's names that no function sees: they live in registers.
    pub(super) own: Vec<Name>,
    /// Registers in use.
    pub(super) top: usize,
    pub(super) bound: Bound,
    pub(super) around: Vec<Around>,
    pub(super) handled: u8,
    pub(super) cost: u32,
    pub(super) is_module: bool,
    pub(super) is_class: bool,
    /// Whether a value may change while the other operand is computed.
    pub(super) has_walrus: bool,
    /// The class it is a method of, for private names.
    pub(super) class: Option<Name>,
    /// Registers of variables.
    pub(super) variables: usize,
    constants: FxHashMap<(u8, u64), u16>,
}

impl Unit {
    pub(super) fn new(scope: usize, name: &str, qualname: &str) -> Unit {
        Unit {
            scope,
            code: Code { name: name.into(), qualname: qualname.into(), ..Code::default() },
            places: FxHashMap::default(),
            own: Vec::new(),
            top: 0,
            bound: Bound::default(),
            around: Vec::new(),
            handled: 0,
            cost: 0,
            is_module: false,
            is_class: false,
            has_walrus: false,
            class: None,
            variables: 0,
            constants: FxHashMap::default(),
        }
    }

    /// Gives registers to those names of the module that nobody else can see.
    pub(super) fn own_names(&mut self, scopes: &Scopes, hidden: bool) {
        self.has_walrus = scopes.all[0].has_walrus;
        if hidden || scopes.all.iter().any(|scope| scope.kind == Kind::Class && scope.yields) {
            return;
        }
        for name in &scopes.all[0].order {
            let is_own = scopes.bindings.contains_key(name)
                && !scopes.seen_inside.contains(name)
                && !scopes.declared.contains(name)
                && !name.starts_with("__");
            if is_own && self.own.len() < 120 {
                let register = R::try_from(self.top).expect("there are at most 120");
                self.places.insert(name.clone(), Place::Register(register));
                self.own.push(name.clone());
                self.top += 1;
            }
        }
        self.variables = self.top;
        self.code.registers = u16::try_from(self.top).expect("there are at most 120");
    }

    pub(super) fn emit(&mut self, instruction: I, place: Span) -> usize {
        self.cost += 1;
        self.code.code.push(instruction);
        self.code.spans.push(place);
        self.code.code.len() - 1
    }

    /// What the block costs that ends here.
    pub(super) fn take_cost(&mut self) -> u8 {
        u8::try_from(std::mem::take(&mut self.cost)).unwrap_or(u8::MAX)
    }

    pub(super) fn here(&self) -> usize {
        self.code.code.len()
    }

    /// A register that is free.
    pub(super) fn temp(&mut self, place: Span) -> Res<R> {
        self.temps(1, place)
    }

    /// Several in a row.
    pub(super) fn temps(&mut self, count: usize, place: Span) -> Res<R> {
        let first = self.top;
        if first + count > REGISTERS {
            return Err(Refusal::new(place, Reason::TooMany(Room::Registers)));
        }
        self.top += count;
        let used = u16::try_from(self.top).expect("a window is small");
        self.code.registers = self.code.registers.max(used);
        Ok(R::try_from(first).expect("a window is small"))
    }

    /// Makes a jump go here.
    pub(super) fn patch(&mut self, at: usize) {
        let here = self.here();
        self.patch_to(at, here);
    }

    pub(super) fn patch_all(&mut self, jumps: &[usize]) {
        for jump in jumps {
            self.patch(*jump);
        }
    }

    pub(super) fn patch_to(&mut self, at: usize, target: usize) {
        // Code that is too long is refused when it is finished.
        let target = u16::try_from(target).unwrap_or(u16::MAX);
        match &mut self.code.code[at] {
            I::LtRR { to, .. }
            | I::LeRR { to, .. }
            | I::GtRR { to, .. }
            | I::GeRR { to, .. }
            | I::EqRR { to, .. }
            | I::NeRR { to, .. }
            | I::LtRI { to, .. }
            | I::LeRI { to, .. }
            | I::GtRI { to, .. }
            | I::GeRI { to, .. }
            | I::EqRI { to, .. }
            | I::NeRI { to, .. }
            | I::Unless { to, .. }
            | I::If { to, .. }
            | I::IfNone { to, .. }
            | I::UnlessNone { to, .. }
            | I::Jump { to, .. }
            | I::Loop { to, .. }
            | I::Next { to, .. }
            | I::Catch { to, .. } => *to = target,
            other => unreachable!("{other:?} is no jump"),
        }
    }

    pub(super) fn load_constant(&mut self, d: R, value: Value, place: Span) -> Res<()> {
        let instruction = match value {
            Value::None => I::None { d },
            Value::Bool(b) => I::Bool { d, b },
            Value::Int(n) if i16::try_from(n).is_ok() => I::Small { d, n: i16::try_from(n).expect("it fits") },
            _ => I::Const { d, k: self.constant(value, place)? },
        };
        self.emit(instruction, place);
        Ok(())
    }

    /// The number of a constant of this code.
    pub(super) fn constant(&mut self, value: Value, place: Span) -> Res<u16> {
        let key = match value {
            Value::Int(n) => (0, n.cast_unsigned()),
            Value::Float(x) => (1, x.to_bits()),
            Value::Str(at) => (2, u64::from(at.0)),
            Value::Obj(at) => (3, u64::from(at.0)),
            Value::Native(n) => (4, u64::from(n)),
            Value::Class(class) => (5, u64::from(class.0)),
            Value::Ellipsis => (6, 0),
            Value::NotImplemented => (6, 1),
            Value::None => (6, 2),
            Value::Undef => (6, 3),
            Value::Bool(b) => (7, u64::from(b)),
        };
        if let Some(number) = self.constants.get(&key) {
            return Ok(*number);
        }
        let number =
            u16::try_from(self.code.ks.len()).map_err(|_| Refusal::new(place, Reason::TooMany(Room::Names)))?;
        self.code.ks.push(value);
        self.constants.insert(key, number);
        Ok(number)
    }

    /// Begins to protect what follows.
    pub(super) fn protect(&mut self) {
        let since = u32::try_from(self.here()).expect("code is short");
        self.around.push(Around::Protected { stretches: Vec::new(), since });
    }

    /// Ends that; what was raised in between is caught here, in this register.
    pub(super) fn protected_until_here(&mut self) -> Vec<(u32, u32)> {
        let here = u32::try_from(self.here()).expect("code is short");
        let Some(Around::Protected { mut stretches, since }) = self.around.pop() else {
            unreachable!("what protects lies on top");
        };
        stretches.push((since, here));
        stretches
    }

    pub(super) fn catch(&mut self, stretches: &[(u32, u32)], register: R) {
        let target = u32::try_from(self.here()).expect("code is short");
        for &(start, end) in stretches {
            if start < end {
                self.code.catches.push(Catch { start, end, target, register, handled: self.handled });
            }
        }
    }

    pub(super) fn finish(mut self, place: Span) -> Res<Code> {
        if self.code.code.len() >= usize::from(u16::MAX) {
            return Err(Refusal::new(place, Reason::TooMany(Room::Instructions)));
        }
        self.code.registers = self.code.registers.max(1);
        Ok(self.code)
    }
}
