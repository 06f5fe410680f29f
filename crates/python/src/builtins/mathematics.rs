//! `math`, over the functions of `numbers`: by name, with what they take.

use super::{Args, Native};
use crate::code::Program;
use crate::machine::{Core, Done, Raise, Res};
use crate::numbers::{Int, math};
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_math", function: by_name },
    Native { name: "__native_math_whole", function: whole },
    Native { name: "__native_math_pair", function: pair },
    Native { name: "__native_math_ints", function: ints },
    Native { name: "__native_math_floats", function: floats },
    Native { name: "__native_math_log", function: log },
];

fn float(core: &Core, value: Value) -> Res<f64> {
    match core.float(value)? {
        Some(x) => Ok(x),
        None => {
            let name = core.heap.type_name(value);
            Err(Raise::type_error(format!("must be real number, not {name}")))
        }
    }
}

fn int(core: &Core, value: Value) -> Res<Int> {
    match core.int(value) {
        Some(int) => Ok(int),
        None => {
            let name = core.heap.type_name(value);
            Err(Raise::type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

fn name(core: &Core, a: Args<'_>) -> String {
    core.heap.str(a.all[0]).unwrap_or_default().to_string()
}

/// A function of one float.
fn by_name(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = name(core, a);
    let function = math::function(&name).unwrap_or_else(|| unreachable!("our own `math` knows {name}"));
    let x = float(core, a.all[1])?;
    Ok(Value::Float(function(x)?).into())
}

/// A whole number of a float.
fn whole(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    if core.int(a.all[1]).is_some() {
        return Ok(a.all[1].into());
    }
    let x = float(core, a.all[1])?;
    let int = match name(core, a).as_str() {
        "floor" => math::floor(x)?,
        "ceil" => math::ceil(x)?,
        _ => math::trunc(x)?,
    };
    Ok(core.number(int).into())
}

/// A function of two floats, or one that gives two.
fn pair(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = name(core, a);
    let x = float(core, a.all[1])?;
    let y = |core: &Core| float(core, a.all[2]);
    Ok(match name.as_str() {
        "pow" => Value::Float(math::pow(x, y(core)?)?).into(),
        "fmod" => Value::Float(math::fmod(x, y(core)?)?).into(),
        "remainder" => Value::Float(math::remainder(x, y(core)?)?).into(),
        "atan2" => Value::Float(x.atan2(y(core)?)).into(),
        "copysign" => Value::Float(x.copysign(y(core)?)).into(),
        "nextafter" => Value::Float(math::nextafter(x, y(core)?)).into(),
        "ulp" => Value::Float(math::ulp(x)).into(),
        "ldexp" => Value::Float(math::ldexp(x, &int(core, a.all[2])?)?).into(),
        "modf" => {
            let (part, whole) = math::modf(x);
            core.heap.tuple([Value::Float(part), Value::Float(whole)]).into()
        }
        "frexp" => {
            let (mantissa, exponent) = math::frexp(x);
            core.heap.tuple([Value::Float(mantissa), Value::Int(exponent)]).into()
        }
        _ => {
            let (relative, absolute) = (float(core, a.all[3])?, float(core, a.all[4])?);
            Value::Bool(math::isclose(x, y(core)?, relative, absolute)?).into()
        }
    })
}

/// A function of whole numbers.
fn ints(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = name(core, a);
    let x = int(core, a.all[1])?;
    let y = |core: &Core| int(core, a.all[2]);
    let result = match name.as_str() {
        "factorial" => math::factorial(&x)?,
        "isqrt" => x.isqrt()?,
        "gcd" => x.gcd(&y(core)?),
        "lcm" => math::lcm(&x, &y(core)?),
        "perm" => math::perm(&x, &y(core)?)?,
        _ => math::comb(&x, &y(core)?)?,
    };
    Ok(core.number(result).into())
}

/// A function of many floats.
fn floats(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = name(core, a);
    let items = core.items(a.all[1], 1)?;
    let items = items.into_iter().map(|item| float(core, item)).collect::<Res<Vec<f64>>>()?;
    let result = if name == "hypot" { math::hypot(&items) } else { math::fsum(items)? };
    Ok(Value::Float(result).into())
}

fn log(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let which = match name(core, a).as_str() {
        "log2" => math::Log::Two,
        "log10" => math::Log::Ten,
        _ => math::Log::Natural,
    };
    let result = match core.int(a.all[1]) {
        Some(int) => which.of_int(&int)?,
        None => which.of(float(core, a.all[1])?)?,
    };
    Ok(Value::Float(result).into())
}
