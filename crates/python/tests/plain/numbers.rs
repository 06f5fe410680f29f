//! Integers and floats.

use crate::against::{Against, Dice};
use python::error::{Error, Kind};
use python::numbers::{Int, float};
use python::text::repr;

fn int(value: &Int) -> String {
    value.to_text().expect("it is short")
}

fn ints(value: Result<Int, Error>) -> Result<String, Error> {
    value.and_then(|value| value.to_text())
}

fn floats(value: Result<f64, Error>) -> Result<String, Error> {
    value.map(float::repr)
}

/// A float as an expression that means exactly it.
fn written(value: f64) -> String {
    if value.is_nan() {
        return "float('nan')".to_owned();
    }
    format!("float('{}')", float::repr(value))
}

const EDGES: &[i64] = &[
    0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    7,
    10,
    -10,
    63,
    64,
    65,
    255,
    256,
    i64::MAX,
    i64::MIN,
    i64::MAX - 1,
    i64::MIN + 1,
    1 << 53,
    (1 << 53) + 1,
    -(1 << 62),
];

#[test]
fn int_arithmetic() {
    let mut dice = Dice::new(1);
    let mut against = Against::new("int_arithmetic", "import math");
    let mut pairs: Vec<(Int, Int)> = Vec::new();
    for &a in EDGES {
        for &b in EDGES {
            pairs.push((a.into(), b.into()));
        }
    }
    for _ in 0..200 {
        pairs.push((dice.int(), dice.int()));
    }
    for (x, y) in &pairs {
        let (a, b) = (int(x), int(y));
        against.case(format!("({a}) + ({b})"), int(&x.add(y)));
        against.case(format!("({a}) - ({b})"), int(&x.sub(y)));
        against.case(format!("({a}) * ({b})"), int(&x.mul(y)));
        against.case(format!("({a}) & ({b})"), int(&x.bit_and(y)));
        against.case(format!("({a}) | ({b})"), int(&x.bit_or(y)));
        against.case(format!("({a}) ^ ({b})"), int(&x.bit_xor(y)));
        against.maybe(format!("({a}) // ({b})"), ints(x.floordiv(y)));
        against.maybe(format!("({a}) % ({b})"), ints(x.modulo(y)));
        against.maybe(format!("({a}) / ({b})"), floats(x.truediv(y)));
        against.maybe(format!("divmod({a}, {b})"), x.divmod(y).map(|(q, r)| format!("({}, {})", int(&q), int(&r))));
        against.case(format!("({a} > {b}) - ({a} < {b})"), (x.cmp(y) as i32).to_string());
        against.case(format!("math.gcd({a}, {b})"), int(&x.gcd(y)));
    }
    for _ in 0..80 {
        let x = dice.int();
        let a = int(&x);
        for count in [0, 1, 5, 62, 63, 64, 65, 100, -1] {
            against.maybe(format!("({a}) << ({count})"), ints(x.shl(&count.into())));
            against.maybe(format!("({a}) >> ({count})"), ints(x.shr(&count.into())));
            against.maybe(format!("pow({a}, {count}, 1000003)"), ints(x.pow_mod(&count.into(), &1_000_003.into())));
            against.maybe(format!("pow({a}, {}, -97)", count + 3), ints(x.pow_mod(&(count + 3).into(), &(-97).into())));
        }
        for count in 0..9 {
            against.maybe(format!("({a}) ** {count}"), ints(x.pow(&count.into())));
        }
        for (digits, places) in [(0, 0), (-1, -1), (-2, -2), (-3, -3), (-19, -19), (-40, -40), (2, 2)] {
            against.case(format!("round({a}, {digits})"), int(&x.round(&places.into())));
        }
    }
    against.hold();
}

#[test]
fn int_views() {
    let mut dice = Dice::new(2);
    let mut against = Against::new("int_views", "import math");
    let list: Vec<Int> = EDGES.iter().map(|&edge| edge.into()).chain((0..250).map(|_| dice.int())).collect();
    for x in &list {
        let a = int(x);
        against.case(format!("-({a})"), int(&x.neg()));
        against.case(format!("~({a})"), int(&x.invert()));
        against.case(format!("abs({a})"), int(&x.abs()));
        against.case(format!("hash({a})"), x.hash().to_string());
        against.case(format!("({a}).bit_length()"), x.bit_length().to_string());
        against.case(format!("({a}).bit_count()"), x.bit_count().to_string());
        against.case(format!("bin({a})"), repr::text(&x.prefixed(2)));
        against.case(format!("oct({a})"), repr::text(&x.prefixed(8)));
        against.case(format!("hex({a})"), repr::text(&x.prefixed(16)));
        against.maybe(format!("float({a})"), floats(x.to_f64()));
        against.maybe(format!("math.isqrt({a})"), ints(x.isqrt()));
        for (length, big, signed) in
            [(8, true, true), (8, false, false), (30, false, true), (0, true, true), (50, true, false)]
        {
            let order = if big { "big" } else { "little" };
            let python_bool = if signed { "True" } else { "False" };
            against.maybe(
                format!("({a}).to_bytes({length}, '{order}', signed={python_bool})"),
                x.to_bytes(length, big, signed).map(|bytes| repr::bytes(&bytes)),
            );
        }
        let y = dice.float();
        if !y.is_nan() {
            let b = written(y);
            let ours = x.compare_f64(y).map_or(0, |order| order as i32);
            against.case(format!("({a} > {b}) - ({a} < {b})"), ours.to_string());
        }
    }
    for _ in 0..500 {
        let y = dice.float();
        against.maybe(format!("int({})", written(y)), ints(Int::from_f64(y)));
    }
    against.hold();
}

#[test]
fn int_parsing() {
    let mut dice = Dice::new(3);
    let mut against = Against::new("int_parsing", "");
    let parts = [
        "0x", "0X", "0b", "0o", "0", "1", "9", "12", "f", "Z", "_", "__", "-", "+", " ", "\t", "\u{a0}", "٣", "７",
        "²", ".", "'", "\n", "é", "abc", "\u{1f}",
    ];
    let mut list: Vec<String> = [
        "", " ", "-", "0", "-0", "00", "0_0", "010", "0x1f", "0x_1f", "0x__1", "1_000", "_1", "1_", "- 1", "+1", "１２",
    ]
    .map(str::to_owned)
    .to_vec();
    list.push("9".repeat(300));
    list.push("x".repeat(300));
    list.push("9".repeat(5000));
    list.push(format!("-{}", "9".repeat(4300)));
    for _ in 0..1000 {
        list.push((0..1 + dice.below(4)).map(|_| *dice.of(&parts)).collect());
    }
    for text in &list {
        for base in [10, 0, 16, *dice.of(&[2, 8, 36, 1, 37, 3])] {
            let ours = Int::parse(text, base).map(|value| repr::text(&value.prefixed(16)));
            against.maybe(format!("hex(int({}, {base}))", repr::text(text)), ours);
        }
        against.maybe(format!("float({})", repr::text(text)), floats(float::parse(text)));
    }
    against.maybe(
        "str(10**4299)[:5]",
        Int::from(10).pow(&4299.into()).and_then(|x| x.to_text()).map(|x| repr::text(&x[..5])),
    );
    against.maybe(
        "str(10**4300)[:5]",
        Int::from(10).pow(&4300.into()).and_then(|x| x.to_text()).map(|x| repr::text(&x[..5])),
    );
    against.maybe(
        "str(10**9000)[:5]",
        Int::from(10).pow(&9000.into()).and_then(|x| x.to_text()).map(|x| repr::text(&x[..5])),
    );
    against.hold();
}

#[test]
fn float_parsing() {
    let mut dice = Dice::new(4);
    let mut against = Against::new("float_parsing", "");
    let parts = [
        "1", "0", "9", "12", ".", "e", "E", "-", "+", "_", "inf", "nan", "INFINITY", "1e5", "e-5", "e+400", " ", "٣",
        "x",
    ];
    for text in [
        "1e400",
        "-1e400",
        "1e-400",
        "infinit",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "4.9e-324",
        "2.4e-324",
        "0x10",
        "1d5",
        "1e",
        "e5",
        ".",
        "1._5",
        "1_.5",
        "1_0.5_0e1_0",
        "\u{a0}1.5\n",
    ] {
        against.maybe(format!("float({})", repr::text(text)), floats(float::parse(text)));
    }
    for _ in 0..1000 {
        let text: String = (0..1 + dice.below(5)).map(|_| *dice.of(&parts)).collect();
        against.maybe(format!("float({})", repr::text(&text)), floats(float::parse(&text)));
    }
    against.hold();
}

#[test]
fn float_views() {
    let mut dice = Dice::new(5);
    let mut against = Against::new("float_views", "import struct");
    for _ in 0..1000 {
        let x = dice.float();
        let bits = format!("struct.unpack('<d', ({}).to_bytes(8, 'little'))[0]", x.to_bits());
        against.case(format!("repr({bits})"), repr::text(&float::repr(x)));
        if x.is_nan() {
            continue;
        }
        let a = written(x);
        against.case(format!("hash({a})"), float::hash(x).to_string());
        against.case(format!("({a}).hex()"), repr::text(&float::hex(x)));
        against.maybe(
            format!("({a}).as_integer_ratio()"),
            float::as_integer_ratio(x).map(|(n, d)| format!("({}, {})", int(&n), int(&d))),
        );
        against.maybe(format!("round({a})"), ints(float::round(x)));
        for digits in [0, 1, 2, 3, 15, 20, -1, -2, -3, -18, -300, -308, -309, 323, 324] {
            against.maybe(format!("round({a}, {digits})"), floats(float::round_to(x, digits)));
        }
    }
    for text in [
        "0.5",
        "1.5",
        "2.5",
        "-0.5",
        "2.675",
        "1e16",
        "1e15",
        "123456789012345680.0",
        "0.0001",
        "0.00001",
        "5e-324",
        "-0.0",
        "1e22",
        "1e23",
        "25.0",
        "35.0",
        "-25.0",
        "250.0",
        "0.05",
        "0.15",
    ] {
        let x: f64 = text.parse().expect("it is a number");
        against.case(format!("repr({text})"), repr::text(&float::repr(x)));
        for digits in -3..4 {
            against.maybe(format!("round({text}, {digits})"), floats(float::round_to(x, digits)));
        }
    }
    against.hold();
}

#[test]
fn float_arithmetic() {
    let mut dice = Dice::new(6);
    let mut against = Against::new("float_arithmetic", "");
    let edges = [0.0, -0.0, 1.0, -1.0, 0.5, 3.0, -3.0, 0.1, 1e308, 5e-324, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    let mut pairs: Vec<(f64, f64)> = edges.iter().flat_map(|&a| edges.iter().map(move |&b| (a, b))).collect();
    for _ in 0..1000 {
        pairs.push((dice.float(), dice.float()));
    }
    for (x, y) in pairs {
        let (a, b) = (written(x), written(y));
        against.maybe(format!("{a} / {b}"), floats(float::truediv(x, y)));
        against.maybe(format!("{a} // {b}"), floats(float::floordiv(x, y)));
        against.maybe(format!("{a} % {b}"), floats(float::modulo(x, y)));
        against.maybe(
            format!("divmod({a}, {b})"),
            float::divmod(x, y).map(|(q, r)| format!("({}, {})", float::repr(q), float::repr(r))),
        );
        let power = float::pow(x, y);
        if !matches!(&power, Err(error) if error.kind == Kind::NotImplementedError) {
            against.maybe(format!("{a} ** {b}"), floats(power));
        }
    }
    against.hold();
}
