//! The heap of one task: what values point to. Plain data; an object is a slot of a list, never a pointer,
//! so a copy of the list is a copy of everything.

pub(crate) mod collect;
pub(crate) mod deque;
pub(crate) mod dict;
pub(crate) mod exception;
pub(crate) mod grown;
pub(crate) mod iter;
pub(crate) mod keys;
pub(crate) mod set;
mod shared;
pub(crate) mod text;

use crate::code::{Const, Program, Sym};
use crate::numbers::Big;
use crate::value::{ClassId, Ref, Value};
use deque::Deque;
use dict::Dict;
use exception::Exception;
use iter::Iter;
use set::Set;
pub(crate) use shared::{Met, Shared, Sharing};
use std::sync::Arc;
use text::Text;

/// Where the constants of a program begin: before them lie the texts of one ASCII character, and the empty one.
pub(crate) const FIRST_CONSTANT: u32 = 129;
const EMPTY: Ref = Ref(128);

/// One object.
#[derive(Clone, Debug)]
pub(crate) enum Obj {
    /// A slot that is free, and the next one.
    Free(u32),
    Str(Text),
    Grown(Box<grown::Grown>),
    Bytes(Arc<[u8]>),
    ByteArray(Vec<u8>),
    Big(Arc<Big>),
    Tuple(Box<[Value]>),
    List(Vec<Value>),
    Deque(Box<Deque>),
    Dict(Box<Dict>),
    Set(Box<Set>),
    Frozen(Box<Set>),
    Range(Box<Range>),
    Slice(Box<[Value; 3]>),
    Function(Box<Function>),
    Bound(Box<Bound>),
    Cell(Value),
    Instance(ClassId, Fields),
    /// An instance of a class that derives from a built-in one, with a value of that.
    Derived(Box<Derived>),
    Exception(Box<Exception>),
    Class(Box<Class>),
    Generator(Box<Generator>),
    Iter(Box<Iter>),
    Module(u16),
    Property(Box<Property>),
    Static(Value),
    ClassMethod(Value),
    Super(Box<Super>),
    View(Ref, View),
    /// `list[int]`
    Alias(Box<(Value, Value)>),
    /// The variables of a class body that is through.
    Namespace(Fields),
    /// An object of the engine: a lock, a task; its sort and number.
    Handle(Handle),
    /// An object that other tasks can find, too: the engine has it, and whoever looks into it is stopped.
    Shared(Box<Shared>),
    /// Where an action is done to an object of the engine: what that action cannot look into.
    Opaque(Box<crate::share::Packed>),
    /// What stays with another task, and its class.
    Resident(Arc<crate::share::Resident>, ClassId),
}

/// What an object of the engine is, as far as this task needs to know.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Handle {
    pub(crate) class: ClassId,
    pub(crate) number: u32,
    /// What it says besides: the lock of a condition.
    pub(crate) extra: Value,
}

/// Attributes in the order in which they were set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(Sym, Value)>);

impl Fields {
    #[inline]
    pub(crate) fn get(&self, name: Sym) -> Option<Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    #[inline]
    pub(crate) fn set(&mut self, name: Sym, value: Value) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// The dict the attributes of an object have moved to: somebody asked for its `__dict__`.
    #[inline]
    pub(crate) fn dict(&self) -> Option<Ref> {
        match self.0.first() {
            Some((crate::library::words::DICT, Value::Obj(dict))) => Some(*dict),
            _ => None,
        }
    }

    pub(crate) fn remove(&mut self, name: Sym) -> Option<Value> {
        let at = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.remove(at).1)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Range {
    pub(crate) start: i64,
    pub(crate) stop: i64,
    pub(crate) step: i64,
}

impl Range {
    pub(crate) fn len(self) -> i64 {
        let (start, stop, step) = (i128::from(self.start), i128::from(self.stop), i128::from(self.step));
        let len = if step > 0 { (stop - start + step - 1) / step } else { (start - stop - step - 1) / -step };
        i64::try_from(len.max(0)).unwrap_or(i64::MAX)
    }

    pub(crate) fn at(self, index: i64) -> i64 {
        self.start + index * self.step
    }

    pub(crate) fn position(self, value: i64) -> Option<i64> {
        let offset = i128::from(value) - i128::from(self.start);
        let step = i128::from(self.step);
        let index = offset / step;
        (offset % step == 0 && index >= 0 && index < i128::from(self.len()))
            .then(|| i64::try_from(index).expect("it is below the length"))
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) code: u32,
    pub(crate) defaults: Value,
    pub(crate) keyword_defaults: Value,
    pub(crate) closure: Box<[Value]>,
    pub(crate) fields: Fields,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(crate) function: Value,
    pub(crate) this: Value,
}

#[derive(Clone, Debug)]
pub(crate) struct Derived {
    pub(crate) class: ClassId,
    pub(crate) value: Value,
    pub(crate) fields: Fields,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Property {
    pub(crate) get: Value,
    pub(crate) set: Value,
    pub(crate) delete: Value,
    pub(crate) doc: Value,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Super {
    /// Looked for behind this class.
    pub(crate) class: ClassId,
    pub(crate) this: Value,
    /// The class whose order counts.
    pub(crate) of: ClassId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum View {
    Keys,
    Values,
    Items,
}

/// A class of the program.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    pub(crate) name: Arc<str>,
    pub(crate) qualname: Arc<str>,
    pub(crate) module: Arc<str>,
    pub(crate) bases: Vec<ClassId>,
    /// Itself first.
    pub(crate) mro: Vec<ClassId>,
    pub(crate) fields: Fields,
    /// The class it is an instance of, where that is not `type`: a class of the library's own.
    pub(crate) meta: Option<ClassId>,
    /// The built-in class its instances carry a value of: `object` if none.
    pub(crate) native: ClassId,
    /// Whether an attribute of it may have a say when one of an instance is read, set or deleted.
    pub(crate) has_properties: bool,
    pub(crate) has_getattr: bool,
    pub(crate) has_setattr: bool,
    /// Whether its instances stay with the task that made them.
    pub(crate) stays: bool,
    /// Whether its instances have the attributes of `__slots__` only, and which.
    pub(crate) slots: Option<Box<[Sym]>>,
}

/// A function that has stopped on its way, and can go on.
#[derive(Clone, Debug)]
pub(crate) struct Generator {
    pub(crate) code: u32,
    pub(crate) pc: u32,
    pub(crate) registers: Vec<Value>,
    /// What it was handling when it stopped.
    pub(crate) handled: Vec<Value>,
    pub(crate) state: Stage,
    /// Where what is sent goes.
    pub(crate) answer: u8,
    pub(crate) name: Arc<str>,
    /// Whether `await` takes it though it is no coroutine.
    pub(crate) awaitable: bool,
    /// Of an asynchronous generator: whether somebody waits for its next item.
    pub(crate) claimed: bool,
    /// What it is: a generator, a coroutine, or one of those around an asynchronous generator.
    pub(crate) class: ClassId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    New,
    Waiting,
    Running,
    Over,
}

/// All objects of a task.
#[derive(Clone, Debug)]
pub(crate) struct Heap {
    objects: Vec<Obj>,
    free: u32,
    /// What never goes away.
    fixed: u32,
    /// What lies below was there before the program began.
    constants: u32,
    /// How many were made since the last collection, and when there is one again.
    pub(crate) made: usize,
    pub(crate) limit: usize,
    /// Room in which texts are put together.
    pub(crate) room: String,
    pub(crate) sharing: Sharing,
}

impl Heap {
    pub(crate) fn new(program: &Program) -> Heap {
        let mut objects = Vec::with_capacity(program.consts.len() + 256);
        for character in 0..128_u8 {
            objects.push(Obj::Str(Text::new(char::from(character).to_string())));
        }
        objects.push(Obj::Str(Text::new("")));
        for constant in &program.consts {
            objects.push(match constant {
                Const::Str(text) => Obj::Str(Text::new(text.clone())),
                Const::Bytes(bytes) => Obj::Bytes(bytes.clone()),
                Const::Big(big) => Obj::Big(big.clone()),
                Const::Tuple(values) => Obj::Tuple(values.as_slice().into()),
            });
        }
        let fixed = u32::try_from(objects.len()).expect("memory ends before");
        Heap {
            objects,
            free: u32::MAX,
            fixed,
            constants: fixed,
            made: 0,
            limit: 200_000,
            room: String::new(),
            sharing: Sharing::default(),
        }
    }

    /// An object to be looked into: where that is the engine's, it is noted, and what was done is done again once
    /// it is known what is in it.
    #[inline]
    pub(crate) fn get(&self, at: Ref) -> &Obj {
        let object = &self.objects[at.0 as usize];
        if let Obj::Shared(_) | Obj::Opaque(_) | Obj::Resident(..) = object {
            self.sharing.meet(at, false);
        }
        object
    }

    /// The same for who knows what to do with one that is the engine's.
    #[inline]
    pub(crate) fn peek(&self, at: Ref) -> &Obj {
        &self.objects[at.0 as usize]
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, at: Ref) -> &mut Obj {
        if self.sharing.on && self.is_not_ours(at) {
            self.sharing.meet(at, true);
        }
        &mut self.objects[at.0 as usize]
    }

    #[inline]
    pub(crate) fn make(&mut self, object: Obj) -> Ref {
        self.made += 1;
        if self.free != u32::MAX {
            let at = self.free;
            let slot = &mut self.objects[at as usize];
            let Obj::Free(next) = *slot else { unreachable!("the list of free slots holds free slots") };
            self.free = next;
            *slot = object;
            return Ref(at);
        }
        let at = u32::try_from(self.objects.len()).expect("memory ends before");
        self.objects.push(object);
        Ref(at)
    }

    pub(crate) fn obj(&mut self, object: Obj) -> Value {
        Value::Obj(self.make(object))
    }

    pub(crate) fn list(&mut self, items: Vec<Value>) -> Value {
        self.obj(Obj::List(items))
    }

    pub(crate) fn tuple(&mut self, items: impl Into<Box<[Value]>>) -> Value {
        self.obj(Obj::Tuple(items.into()))
    }

    pub(crate) fn text(&mut self, text: impl AsRef<str> + Into<Arc<str>>) -> Value {
        match text.as_ref().as_bytes() {
            [] => Value::Str(EMPTY),
            [one] if one.is_ascii() => Value::Str(Ref(u32::from(*one))),
            _ => Value::Str(self.make(Obj::Str(Text::new(text)))),
        }
    }

    pub(crate) fn character(&mut self, character: char) -> Value {
        if character.is_ascii() {
            return Value::Str(Ref(u32::from(character)));
        }
        Value::Str(self.make(Obj::Str(Text::new(character.to_string()))))
    }

    /// A number, as small as it can be.
    pub(crate) fn big(&mut self, big: Big) -> Value {
        match i64::try_from(&big) {
            Ok(small) => Value::Int(small),
            Err(_) => self.obj(Obj::Big(Arc::new(big))),
        }
    }

    pub(crate) fn text_of(&self, at: Ref) -> &Text {
        match self.peek(at) {
            Obj::Str(text) => text,
            Obj::Grown(grown) => self.flat(grown),
            other => unreachable!("a text is expected here, not {other:?}"),
        }
    }

    /// The text of a value that is one, or derives from one.
    pub(crate) fn str(&self, value: Value) -> Option<&str> {
        match value {
            Value::Str(at) => match self.peek(at) {
                Obj::Grown(grown) => Some(self.grown_str(grown)),
                _ => Some(&self.text_of(at).text),
            },
            Value::Obj(at) => match self.peek(at) {
                Obj::Derived(derived) => self.str(derived.value),
                Obj::Shared(shared) => self.str(shared.plain),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn class(&self, class: ClassId) -> Option<&Class> {
        let at = class.heap()?;
        match self.peek(at) {
            Obj::Class(class) => Some(class),
            Obj::Opaque(_) => {
                self.sharing.meet(at, false);
                None
            }
            _ => None,
        }
    }

    pub(crate) fn class_mut(&mut self, class: ClassId) -> Option<&mut Class> {
        match self.get_mut(class.heap()?) {
            Obj::Class(class) => Some(class),
            _ => None,
        }
    }

    pub(crate) fn generator(&mut self, at: Ref) -> &mut Generator {
        match self.get_mut(at) {
            Obj::Generator(generator) => generator,
            other => unreachable!("a generator is expected here, not {other:?}"),
        }
    }

    pub(crate) fn exception(&mut self, at: Ref) -> &mut Exception {
        match self.get_mut(at) {
            Obj::Exception(exception) => exception,
            other => unreachable!("an exception is expected here, not {other:?}"),
        }
    }

    /// Whether it was there before the program began.
    pub(crate) fn is_constant(&self, at: Ref) -> bool {
        at.0 < self.constants
    }

    /// How many objects there are.
    pub(crate) fn len(&self) -> usize {
        self.objects.len()
    }
}
