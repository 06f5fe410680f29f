//! `random`: what its objects do with their generators. Each is known by its number.

use super::{Args, Native, int_arg};
use crate::code::Program;
use crate::machine::{Core, Done, Raise, Res};
use crate::numbers::Int;
use crate::numbers::Random;
use crate::value::Value;

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_random_make", function: make },
    Native { name: "__native_random_seed", function: seed },
    Native { name: "__native_random_entropy", function: entropy },
    Native { name: "__native_random_state", function: state },
    Native { name: "__native_random_restore", function: restore },
    Native { name: "__native_random", function: draw },
];

fn whole(at: usize) -> Value {
    Value::Int(i64::try_from(at).unwrap_or(i64::MAX))
}

fn place(core: &Core, value: Value) -> Res<usize> {
    let place = usize::try_from(int_arg(core, value)?).unwrap_or(usize::MAX);
    if place < core.chances.len() { Ok(place) } else { Err(Raise::value_error("there is no such generator")) }
}

fn make(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    core.chances.push(Random::from_int(&Int::Small(0)));
    Ok(whole(core.chances.len() - 1).into())
}

/// What the run gives to those that have no seed; each gets another.
fn entropy(core: &mut Core, _: &Program, _: Args<'_>) -> Res<Done> {
    core.seed = core.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    Ok(Value::Int((core.seed >> 1).cast_signed()).into())
}

fn seed(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a.all[0])?;
    let random = match core.plain(a.all[1]) {
        Value::Float(x) => Random::from_float(x),
        Value::Str(text) => Random::from_text(&core.heap.text_of(text).text),
        other => match (core.int(other), core.bytes(other)) {
            (Some(int), _) => Random::from_int(&int),
            (None, Some(bytes)) => Random::from_bytes(bytes),
            _ => return Err(Raise::type_error("this cannot be a seed")),
        },
    };
    core.chances[at] = random;
    Ok(Value::None.into())
}

/// A copy of a generator, by its number.
fn state(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a.all[0])?;
    core.chances.push(core.chances[at].clone());
    let kept = whole(core.chances.len() - 1);
    Ok(core.heap.tuple([Value::Int(3), kept]).into())
}

fn restore(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a.all[0])?;
    let kept = core.items(a.all[1], 1)?;
    let from = place(core, kept.get(1).copied().unwrap_or(Value::None))?;
    core.chances[at] = core.chances[from].clone();
    Ok(Value::None.into())
}

fn draw(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let at = place(core, a.all[0])?;
    let what = core.heap.str(a.all[1]).unwrap_or_default().to_string();
    // Arguments first: what is wrong with them is told before anything is drawn.
    let real = |core: &Core, place: usize| -> Res<f64> {
        match core.float(a.all[place])? {
            Some(x) => Ok(x),
            None => {
                let name = core.heap.type_name(a.all[place]);
                Err(Raise::type_error(format!("must be real number, not {name}")))
            }
        }
    };
    let int = |core: &Core, place: usize| -> Res<Int> {
        match core.int(a.all[place]) {
            Some(int) => Ok(int),
            None => Ok(Int::Small(int_arg(core, a.all[place])?)),
        }
    };
    let pair = |core: &Core| -> Res<(f64, f64)> { Ok((real(core, 2)?, real(core, 3)?)) };
    let length = |core: &Core| -> Res<usize> { Ok(usize::try_from(int_arg(core, a.all[2])?).unwrap_or(0)) };
    let value = match &*what {
        "random" => Value::Float(core.chances[at].random()),
        "getrandbits" => {
            let count = int_arg(core, a.all[2])?;
            let drawn = core.chances[at].getrandbits(count)?;
            core.number(drawn)
        }
        "randrange" => {
            let (start, step) = (int(core, 2)?, int(core, 4)?);
            let stop = if a.all[3] == Value::None { None } else { Some(int(core, 3)?) };
            let drawn = core.chances[at].randrange(&start, stop.as_ref(), &step)?;
            core.number(drawn)
        }
        "choice" => {
            let length = length(core)?;
            whole(core.chances[at].choice(length)?)
        }
        "shuffle" => {
            let length = length(core)?;
            let swaps = core.chances[at].shuffle(length);
            let swaps: Vec<Value> = swaps.into_iter().map(|(a, b)| core.heap.tuple([whole(a), whole(b)])).collect();
            core.heap.list(swaps)
        }
        "sample" => {
            let (length, count) = (length(core)?, int_arg(core, a.all[3])?);
            let places = core.chances[at].sample(length, count)?.into_iter().map(whole).collect();
            core.heap.list(places)
        }
        "triangular" => {
            let (low, high) = pair(core)?;
            let mode = if a.all[4] == Value::None { None } else { Some(real(core, 4)?) };
            Value::Float(core.chances[at].triangular(low, high, mode))
        }
        "expovariate" | "paretovariate" => {
            let x = real(core, 2)?;
            let random = &mut core.chances[at];
            Value::Float(if what == "expovariate" { random.expovariate(x)? } else { random.paretovariate(x)? })
        }
        _ => {
            let (x, y) = pair(core)?;
            let random = &mut core.chances[at];
            Value::Float(match &*what {
                "gauss" => random.gauss(x, y),
                "normalvariate" => random.normalvariate(x, y),
                "lognormvariate" => random.lognormvariate(x, y),
                "weibullvariate" => random.weibullvariate(x, y)?,
                "gammavariate" => random.gammavariate(x, y)?,
                _ => random.betavariate(x, y)?,
            })
        }
    };
    Ok(value.into())
}
