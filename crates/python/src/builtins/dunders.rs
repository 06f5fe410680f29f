//! Special methods of built-in classes by their names: what `super().__add__(other)` and `[].__len__()` call.
//!
//! The machine itself does not go this way. What a method has nothing to say to is `NotImplemented`.

use super::{Args, Native};
use crate::code::Program;
use crate::library::words;
use crate::machine::{Core, Done, Raise, Res};
use crate::tree::{BinOp, CmpOp};
use crate::value::Value;

macro_rules! table {
    ($($class:literal: $($name:literal $function:ident)*;)*) => {
        pub(super) const TABLE: &[Native] =
            &[$($(Native { name: concat!($class, ".", $name), function: $function },)*)*];
    };
}

table! {
    "int": "__add__" add "__radd__" radd "__sub__" sub "__rsub__" rsub "__mul__" mul "__rmul__" rmul
        "__truediv__" truediv "__rtruediv__" rtruediv "__floordiv__" floordiv "__rfloordiv__" rfloordiv
        "__mod__" modulo "__rmod__" rmod "__pow__" pow "__rpow__" rpow "__lshift__" lshift "__rshift__" rshift
        "__and__" and "__or__" or "__xor__" xor "__lt__" lt "__le__" le "__gt__" gt "__ge__" ge
        "__neg__" neg "__pos__" pos "__invert__" invert "__abs__" abs "__bool__" bool "__float__" float
        "__round__" round "__divmod__" divmod;
    "float": "__add__" add "__radd__" radd "__sub__" sub "__rsub__" rsub "__mul__" mul "__rmul__" rmul
        "__truediv__" truediv "__rtruediv__" rtruediv "__floordiv__" floordiv "__rfloordiv__" rfloordiv
        "__mod__" modulo "__rmod__" rmod "__pow__" pow "__rpow__" rpow "__lt__" lt "__le__" le "__gt__" gt
        "__ge__" ge "__neg__" neg "__pos__" pos "__abs__" abs "__bool__" bool "__float__" float "__int__" int
        "__round__" round "__divmod__" divmod;
    "str": "__add__" add "__mul__" mul "__rmul__" mul "__mod__" modulo "__getitem__" getitem "__iter__" iter
        "__lt__" lt "__le__" le "__gt__" gt "__ge__" ge;
    "bytes": "__add__" add "__mul__" mul "__rmul__" mul "__getitem__" getitem "__iter__" iter "__len__" len
        "__contains__" contains "__lt__" lt "__le__" le "__gt__" gt "__ge__" ge;
    "bytearray": "__add__" add "__mul__" mul "__getitem__" getitem "__iter__" iter "__len__" len
        "__contains__" contains "__setitem__" setitem "__delitem__" delitem "__iadd__" iadd;
    "list": "__add__" add "__mul__" mul "__rmul__" mul "__iadd__" iadd "__imul__" imul "__delitem__" delitem
        "__lt__" lt "__le__" le "__gt__" gt "__ge__" ge "__reversed__" reversed;
    "deque": "__add__" add "__mul__" mul "__rmul__" mul "__iadd__" iadd "__imul__" imul "__lt__" lt "__le__" le
        "__gt__" gt "__ge__" ge;
    "tuple": "__add__" add "__mul__" mul "__rmul__" mul "__lt__" lt "__le__" le "__gt__" gt "__ge__" ge;
    "dict": "__or__" or "__ior__" ior "__reversed__" reversed;
    "set": "__and__" and "__or__" or "__xor__" xor "__sub__" sub "__iand__" iand "__ior__" ior "__ixor__" ixor
        "__isub__" isub "__lt__" lt "__le__" le "__gt__" gt "__ge__" ge;
    "frozenset": "__and__" and "__or__" or "__xor__" xor "__sub__" sub "__lt__" lt "__le__" le "__gt__" gt
        "__ge__" ge;
    "range": "__len__" len "__contains__" contains "__getitem__" getitem "__reversed__" reversed;
    "dict_keys": "__len__" len "__contains__" contains "__iter__" iter "__reversed__" reversed;
    "dict_values": "__len__" len "__iter__" iter "__reversed__" reversed;
    "dict_items": "__len__" len "__contains__" contains "__iter__" iter "__reversed__" reversed;
    "tuple_iterator": "__iter__" itself;
    "str_iterator": "__iter__" itself;
    "range_iterator": "__iter__" itself;
    "dict_keyiterator": "__iter__" itself;
    "set_iterator": "__iter__" itself;
    "enumerate": "__iter__" itself;
    "zip": "__iter__" itself;
    "_deque_iterator": "__iter__" itself;
    "_deque_reverse_iterator": "__iter__" itself;
    "map": "__iter__" itself;
    "filter": "__iter__" itself;
}

/// What an operator makes of both, or `NotImplemented` where they do not fit.
fn operator(core: &mut Core, p: &Program, op: BinOp, a: Value, b: Value, in_place: bool) -> Res<Done> {
    match core.built_in_binary(p, op, a, b, in_place) {
        Ok(value) => Ok(value.into()),
        Err(raise) => match *raise {
            Raise::Error(error) if error.message.starts_with("unsupported operand") => Ok(Value::NotImplemented.into()),
            other => Err(Box::new(other)),
        },
    }
}

fn two(core: &Core, a: Args<'_>) -> Res<(Value, Value)> {
    if a.all.len() != 2 {
        return Err(Raise::type_error(format!("expected 1 argument, got {}", a.all.len().saturating_sub(1))));
    }
    Ok((core.plain(a.all[0]), core.plain(a.all[1])))
}

macro_rules! operators {
    ($($name:ident $op:ident $swap:literal $in_place:literal,)*) => { $(
        fn $name(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
            let (x, y) = two(core, a)?;
            let (x, y) = if $swap { (y, x) } else { (x, y) };
            operator(core, p, BinOp::$op, x, y, $in_place)
        }
    )* };
}

operators! {
    add Add false false, radd Add true false, iadd Add false true,
    sub Sub false false, rsub Sub true false, isub Sub false true,
    mul Mul false false, rmul Mul true false, imul Mul false true,
    truediv Div false false, rtruediv Div true false,
    floordiv FloorDiv false false, rfloordiv FloorDiv true false,
    modulo Mod false false, rmod Mod true false,
    pow Pow false false, rpow Pow true false,
    lshift LShift false false, rshift RShift false false,
    and And false false, iand And false true,
    or Or false false, ior Or false true,
    xor Xor false false, ixor Xor false true,
}

macro_rules! comparisons {
    ($($name:ident $op:ident,)*) => { $(
        fn $name(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
            let (x, y) = two(core, a)?;
            match core.built_in_compare(p, CmpOp::$op, x, y) {
                Err(raise) if matches!(&*raise, Raise::Error(error) if error.message.contains("not supported")) => {
                    Ok(Value::NotImplemented.into())
                }
                other => other,
            }
        }
    )* };
}

comparisons! { lt Lt, le Le, gt Gt, ge Ge, }

macro_rules! unaries {
    ($($name:ident $word:ident $sign:literal,)*) => { $(
        fn $name(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
            let own = core.plain(a.all[0]);
            core.unary(p, words::$word, $sign, own)
        }
    )* };
}

unaries! { neg NEG "-", pos POS "+", invert INVERT "~", abs ABS "abs", }

/// A function of ours, called with what the object carries.
fn called(core: &mut Core, p: &Program, a: Args<'_>, name: &str) -> Res<Done> {
    let mut args = a.all.to_vec();
    args[0] = core.plain(args[0]);
    let found = super::natives().iter().find(|native| native.name == name);
    let native = found.unwrap_or_else(|| unreachable!("there is a function {name}"));
    (native.function)(core, p, Args { all: &args, names: a.names })
}

macro_rules! calls {
    ($($name:ident $function:literal,)*) => { $(
        fn $name(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
            called(core, p, a, $function)
        }
    )* };
}

calls! { len "len", iter "iter", float "new.float", int "new.int", round "round", reversed "reversed", }

fn divmod(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let (own, other) = two(core, a)?;
    let is_number = core.int(other).is_some() || matches!(other, Value::Float(_));
    if is_number {
        called(core, p, Args { all: &[own, other], names: &[] }, "divmod")
    } else {
        Ok(Value::NotImplemented.into())
    }
}

fn bool(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let own = core.plain(a.all[0]);
    Ok(Value::Bool(core.truth(own) == Some(true)).into())
}

fn itself(_: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    Ok(a.all[0].into())
}

fn contains(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let own = core.plain(a.all[0]);
    match a.at(1) {
        Some(item) => core.contains(p, own, item),
        None => Err(Raise::type_error("expected 1 argument, got 0")),
    }
}

fn getitem(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let (own, index) = two(core, a)?;
    core.get_item(p, own, index)
}

fn setitem(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let [own, index, value] = *a.all else { return Err(Raise::type_error("expected 2 arguments")) };
    let own = core.plain(own);
    core.set_item(p, own, index, value)
}

fn delitem(core: &mut Core, p: &Program, a: Args<'_>) -> Res<Done> {
    let (own, index) = two(core, a)?;
    core.del_item(p, own, index)
}
