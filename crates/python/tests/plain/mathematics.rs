//! `math`.

use crate::against::{Against, Dice};
use python::numbers::math::{self, Log};
use python::numbers::{Int, float};

fn written(value: f64) -> String {
    format!("float('{}')", float::repr(value))
}

fn int(value: &Int) -> String {
    value.to_text().expect("it is short")
}

#[test]
fn functions() {
    let mut dice = Dice::new(41);
    let mut against = Against::new("math", "from math import *");
    let names = [
        "acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos", "cosh", "degrees", "exp", "exp2", "expm1",
        "fabs", "log1p", "radians", "sin", "sinh", "sqrt", "tan", "tanh",
    ];
    let mut list = vec![
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        2.0,
        10.0,
        100.0,
        709.0,
        710.0,
        -1000.0,
        1e300,
        5e-324,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ];
    list.extend((0..300).map(|_| dice.float()));
    list.extend((0..200).map(|_| dice.below(4000) as f64 / 1000.0 - 2.0));
    for x in list {
        let a = written(x);
        for name in names {
            let of = math::function(name).expect("it is listed");
            // Of these the C library of one machine says another last digit than that of the next.
            if !matches!(name, "degrees" | "radians" | "fabs" | "sqrt") {
                let ours = of(x).and_then(|y| python::text::format::float(y, ".12e"));
                against.maybe(format!("format({name}({a}), '.12e')"), ours.map(|text| python::text::repr::text(&text)));
                continue;
            }
            against.maybe(format!("{name}({a})"), of(x).map(float::repr));
        }
        for (name, log) in [("log", Log::Natural), ("log2", Log::Two), ("log10", Log::Ten)] {
            against.maybe(
                format!("format({name}({a}), '.12e')"),
                log.of(x)
                    .and_then(|y| python::text::format::float(y, ".12e"))
                    .map(|text| python::text::repr::text(&text)),
            );
        }
        against.maybe(format!("floor({a})"), math::floor(x).map(|x| int(&x)));
        against.maybe(format!("ceil({a})"), math::ceil(x).map(|x| int(&x)));
        against.maybe(format!("trunc({a})"), math::trunc(x).map(|x| int(&x)));
        let (fraction, whole) = math::modf(x);
        against.case(format!("modf({a})"), format!("({}, {})", float::repr(fraction), float::repr(whole)));
        let (mantissa, exponent) = math::frexp(x);
        against.case(format!("frexp({a})"), format!("({}, {exponent})", float::repr(mantissa)));
        against.case(format!("ulp({a})"), float::repr(math::ulp(x)));
        let y = *dice.of(&[dice_float(x), x * 1.0000001, 3.0, -2.5, 0.0, f64::INFINITY]);
        let b = written(y);
        let power = math::pow(x, y).and_then(|y| python::text::format::float(y, ".12e"));
        against.maybe(format!("format(pow({a}, {b}), '.12e')"), power.map(|text| python::text::repr::text(&text)));
        against.maybe(format!("fmod({a}, {b})"), math::fmod(x, y).map(float::repr));
        against.maybe(format!("remainder({a}, {b})"), math::remainder(x, y).map(float::repr));
        against.case(format!("nextafter({a}, {b})"), float::repr(math::nextafter(x, y)));
        against.maybe(
            format!("isclose({a}, {b})"),
            math::isclose(x, y, 1e-9, 0.0).map(|yes| if yes { "True" } else { "False" }.to_owned()),
        );
        let power = *dice.of(&[0, 1, -1, 10, -1074, 1000, -2000, 3000]);
        against.maybe(format!("ldexp({a}, {power})"), math::ldexp(x, &power.into()).map(float::repr));
    }
    against.hold();
}

fn dice_float(x: f64) -> f64 {
    (x * 7.3) % 11.0
}

#[test]
fn many() {
    let mut dice = Dice::new(42);
    let mut against = Against::new("math_many", "from math import *");
    for _ in 0..400 {
        let list: Vec<f64> = (0..dice.below(9)).map(|_| dice.float()).collect();
        let shown: Vec<String> = list.iter().map(|&x| written(x)).collect();
        against.maybe(format!("fsum([{}])", shown.join(", ")), math::fsum(list.iter().copied()).map(float::repr));
        against.case(format!("hypot({})", shown.join(", ")), float::repr(math::hypot(&list)));
        let (x, y) = (dice.below(90) as i64 - 5, dice.below(60) as i64 - 5);
        let (n, k) = (Int::from(x), Int::from(y));
        against.maybe(format!("comb({x}, {y})"), math::comb(&n, &k).map(|x| int(&x)));
        against.maybe(format!("perm({x}, {y})"), math::perm(&n, &k).map(|x| int(&x)));
        against.maybe(format!("factorial({x})"), math::factorial(&n).map(|x| int(&x)));
        let (n, k) = (dice.int(), dice.int());
        against.case(format!("lcm({}, {})", int(&n), int(&k)), int(&math::lcm(&n, &k)));
        let large = n.mul(&n).mul(&n).mul(&k);
        for (name, log) in [("log", Log::Natural), ("log2", Log::Two), ("log10", Log::Ten)] {
            let ours = log.of_int(&large).and_then(|y| python::text::format::float(y, ".12e"));
            against.maybe(
                format!("format({name}({}), '.12e')", int(&large)),
                ours.map(|text| python::text::repr::text(&text)),
            );
        }
    }
    for power in [400, 1024, 3000] {
        let large = Int::from(7).pow(&power.into()).expect("it is not too large");
        against.maybe(format!("log(7**{power})"), Log::Natural.of_int(&large).map(float::repr));
        against.maybe(format!("log10(7**{power})"), Log::Ten.of_int(&large).map(float::repr));
    }
    against.hold();
}
