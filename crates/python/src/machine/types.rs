//! The classes that are built in: their numbers, names and bases; and what class a value is of.

use super::Core;
use crate::code::Sort;
use crate::error::Kind;
use crate::heap::{Heap, Obj, View};
use crate::value::{ClassId, Value};

macro_rules! classes {
    ($($name:ident = $number:literal $text:literal: $base:ident,)*) => {
        $(pub(crate) const $name: ClassId = ClassId($number);)*

        const TABLE: &[(ClassId, &str, ClassId)] = &[$(($name, $text, $base),)*];
    };
}

classes! {
    OBJECT = 0 "object": OBJECT,
    TYPE = 1 "type": OBJECT,
    NONE = 2 "NoneType": OBJECT,
    INT = 3 "int": OBJECT,
    BOOL = 4 "bool": INT,
    FLOAT = 5 "float": OBJECT,
    STR = 6 "str": OBJECT,
    BYTES = 7 "bytes": OBJECT,
    BYTEARRAY = 8 "bytearray": OBJECT,
    LIST = 9 "list": OBJECT,
    TUPLE = 10 "tuple": OBJECT,
    DICT = 11 "dict": OBJECT,
    SET = 12 "set": OBJECT,
    FROZENSET = 13 "frozenset": OBJECT,
    RANGE = 14 "range": OBJECT,
    SLICE = 15 "slice": OBJECT,
    FUNCTION = 16 "function": OBJECT,
    BUILTIN = 17 "builtin_function_or_method": OBJECT,
    METHOD = 18 "method": OBJECT,
    GENERATOR = 19 "generator": OBJECT,
    MODULE = 20 "module": OBJECT,
    PROPERTY = 21 "property": OBJECT,
    STATICMETHOD = 22 "staticmethod": OBJECT,
    CLASSMETHOD = 23 "classmethod": OBJECT,
    SUPER = 24 "super": OBJECT,
    ELLIPSIS = 25 "ellipsis": OBJECT,
    NOT_IMPLEMENTED = 26 "NotImplementedType": OBJECT,
    DICT_KEYS = 27 "dict_keys": OBJECT,
    DICT_VALUES = 28 "dict_values": OBJECT,
    DICT_ITEMS = 29 "dict_items": OBJECT,
    LIST_ITERATOR = 30 "list_iterator": OBJECT,
    TUPLE_ITERATOR = 31 "tuple_iterator": OBJECT,
    STR_ITERATOR = 32 "str_iterator": OBJECT,
    RANGE_ITERATOR = 33 "range_iterator": OBJECT,
    DICT_KEY_ITERATOR = 34 "dict_keyiterator": OBJECT,
    SET_ITERATOR = 35 "set_iterator": OBJECT,
    ENUMERATE = 36 "enumerate": OBJECT,
    ZIP = 37 "zip": OBJECT,
    REVERSED = 38 "reversed": OBJECT,
    CELL = 39 "cell": OBJECT,
    ALIAS = 40 "types.GenericAlias": OBJECT,
    LOCK = 41 "lock": OBJECT,
    TASK = 42 "task": OBJECT,
    METHOD_DESCRIPTOR = 43 "method_descriptor": OBJECT,
    MAP = 44 "map": OBJECT,
    FILTER = 45 "filter": OBJECT,
    TRACEBACK = 46 "traceback": OBJECT,
    COROUTINE = 47 "coroutine": OBJECT,
    UNION = 48 "types.UnionType": OBJECT,
    BYTES_ITERATOR = 49 "bytes_iterator": OBJECT,
    DICT_VALUE_ITERATOR = 50 "dict_valueiterator": OBJECT,
    DICT_ITEM_ITERATOR = 51 "dict_itemiterator": OBJECT,
    RLOCK = 52 "RLock": OBJECT,
    CONDITION = 53 "Condition": OBJECT,
    SEMAPHORE = 54 "Semaphore": OBJECT,
    BOUNDED_SEMAPHORE = 55 "BoundedSemaphore": SEMAPHORE,
    EVENT = 56 "Event": OBJECT,
    LOCAL = 57 "local": OBJECT,
    QUEUE = 58 "Queue": OBJECT,
    SIMPLE_QUEUE = 59 "SimpleQueue": OBJECT,
    DEQUE = 60 "collections.deque": OBJECT,
    DEQUE_ITERATOR = 61 "_collections._deque_iterator": OBJECT,
    DEQUE_REVERSED = 62 "_collections._deque_reverse_iterator": OBJECT,
    ASYNC_GENERATOR = 63 "async_generator": OBJECT,
    ASYNC_GENERATOR_ASEND = 64 "async_generator_asend": OBJECT,
    ASYNC_GENERATOR_ATHROW = 65 "async_generator_athrow": OBJECT,
}

/// Where the classes of exceptions begin.
const EXCEPTIONS: u32 = 100;

pub(crate) fn of_kind(kind: Kind) -> ClassId {
    ClassId(EXCEPTIONS + kind as u32)
}

/// The kind of exception a built-in class is.
pub(crate) fn kind_of(class: ClassId) -> Option<Kind> {
    Kind::ALL.get(class.0.checked_sub(EXCEPTIONS)? as usize).copied()
}

/// All built-in classes.
pub(crate) fn all() -> impl Iterator<Item = (ClassId, &'static str)> {
    let classes = TABLE.iter().map(|(class, name, _)| (*class, *name));
    classes.chain(Kind::ALL.iter().map(|kind| (of_kind(*kind), kind.name())))
}

/// The name of a built-in class.
pub(crate) fn name(class: ClassId) -> &'static str {
    match kind_of(class) {
        Some(kind) => kind.name(),
        None => TABLE.get(class.0 as usize).map_or("object", |(_, name, _)| name),
    }
}

/// The module a built-in class says it is of.
pub(crate) fn module(class: ClassId) -> &'static str {
    name(class).rsplit_once('.').map_or("builtins", |(module, _)| module)
}

/// The base of a built-in class; that of `object` is itself.
pub(crate) fn base(class: ClassId) -> ClassId {
    match kind_of(class) {
        Some(Kind::BaseException) => OBJECT,
        Some(kind) => of_kind(kind.base()),
        None => TABLE.get(class.0 as usize).map_or(OBJECT, |(_, _, base)| *base),
    }
}

/// A built-in class and all it derives from.
pub(crate) fn mro(class: ClassId) -> Vec<ClassId> {
    let mut mro = vec![class];
    if class == of_kind(Kind::ExceptionGroup) {
        mro.extend([of_kind(Kind::BaseExceptionGroup), of_kind(Kind::Exception), of_kind(Kind::BaseException), OBJECT]);
        return mro;
    }
    let mut at = class;
    while at != OBJECT {
        at = base(at);
        mro.push(at);
    }
    mro
}

/// What class a generator is of. One of our own may be another, by the name of the function that makes it.
pub(crate) fn of_generator(sort: Sort, name: &str, hidden: bool) -> ClassId {
    match (name, sort) {
        ("async_generator_asend", _) if hidden => ASYNC_GENERATOR_ASEND,
        ("async_generator_athrow" | "async_generator_aclose", _) if hidden => ASYNC_GENERATOR_ATHROW,
        ("coroutine_wrapper", _) if hidden => GENERATOR,
        (_, Sort::Coroutine) => COROUTINE,
        (_, Sort::AsyncGenerator) => ASYNC_GENERATOR,
        (_, Sort::Plain | Sort::Generator) => GENERATOR,
    }
}

impl Heap {
    /// The class a value is of.
    #[inline]
    pub(crate) fn type_of(&self, value: Value) -> ClassId {
        match value {
            Value::Undef | Value::None => NONE,
            Value::Ellipsis => ELLIPSIS,
            Value::NotImplemented => NOT_IMPLEMENTED,
            Value::Bool(_) => BOOL,
            Value::Int(_) => INT,
            Value::Float(_) => FLOAT,
            Value::Str(_) => STR,
            Value::Native(_) => BUILTIN,
            Value::Class(class) => self.class(class).and_then(|of| of.meta).unwrap_or(TYPE),
            Value::Obj(at) => match self.peek(at) {
                Obj::Instance(class, _) => *class,
                Obj::Derived(derived) => derived.class,
                Obj::Exception(exception) => exception.class,
                Obj::List(_) => LIST,
                Obj::Deque(_) => DEQUE,
                Obj::Dict(_) => DICT,
                Obj::Tuple(_) => TUPLE,
                Obj::Str(_) | Obj::Grown(_) => STR,
                Obj::Bytes(_) => BYTES,
                Obj::ByteArray(_) => BYTEARRAY,
                Obj::Big(_) => INT,
                Obj::Set(_) => SET,
                Obj::Frozen(_) => FROZENSET,
                Obj::Range(_) => RANGE,
                Obj::Slice(_) => SLICE,
                Obj::Function(_) => FUNCTION,
                Obj::Bound(bound) => match bound.function {
                    Value::Native(_) => BUILTIN,
                    _ => METHOD,
                },
                Obj::Cell(_) => CELL,
                Obj::Class(_) => TYPE,
                Obj::Generator(generator) => match &*generator.name {
                    "map" => MAP,
                    "filter" => FILTER,
                    "zip" => ZIP,
                    "enumerate" => ENUMERATE,
                    _ => generator.class,
                },
                Obj::Iter(iter) => iter.class(self),
                Obj::Module(_) => MODULE,
                Obj::Property(_) => PROPERTY,
                Obj::Static(_) => STATICMETHOD,
                Obj::ClassMethod(_) => CLASSMETHOD,
                Obj::Super(_) => SUPER,
                Obj::View(_, View::Keys) => DICT_KEYS,
                Obj::View(_, View::Values) => DICT_VALUES,
                Obj::View(_, View::Items) => DICT_ITEMS,
                Obj::Alias(alias) if alias.0 == Value::Class(UNION) => UNION,
                Obj::Alias(_) => ALIAS,
                Obj::Handle(handle) => handle.class,
                Obj::Shared(shared) => shared.class,
                Obj::Resident(_, class) => *class,
                Obj::Free(_) | Obj::Namespace(_) | Obj::Opaque(_) => OBJECT,
            },
        }
    }

    /// What a class is called.
    pub(crate) fn class_name(&self, class: ClassId) -> &str {
        match self.class(class) {
            Some(class) => &class.name,
            None => name(class).rsplit('.').next().unwrap_or("object"),
        }
    }

    pub(crate) fn type_name(&self, value: Value) -> &str {
        match self.type_of(value) {
            class @ (DEQUE | DEQUE_ITERATOR | DEQUE_REVERSED) => name(class),
            class => self.class_name(class),
        }
    }
}

impl Core {
    /// A class and all it derives from, in the order in which attributes are looked for.
    pub(crate) fn mro(&self, class: ClassId) -> Vec<ClassId> {
        match self.heap.class(class) {
            Some(of) => of.mro.clone(),
            None => mro(class),
        }
    }

    /// Whether a class is another or derives from it.
    pub(crate) fn derives(&self, class: ClassId, from: ClassId) -> bool {
        if class == from || from == OBJECT {
            return true;
        }
        match self.heap.class(class) {
            Some(of) => of.mro.contains(&from),
            None => {
                if from.heap().is_some() {
                    return false;
                }
                if class == of_kind(Kind::ExceptionGroup) {
                    return mro(class).contains(&from);
                }
                let mut at = class;
                while at != OBJECT {
                    at = base(at);
                    if at == from {
                        return true;
                    }
                }
                false
            }
        }
    }

    /// The built-in class whose values instances of a class carry.
    pub(crate) fn native_base(&self, class: ClassId) -> ClassId {
        self.heap.class(class).map_or(class, |of| of.native)
    }
}
