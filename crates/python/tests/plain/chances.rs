//! `random`: the same seed gives the same numbers.

use crate::against::{Against, Dice};
use python::error::Error;
use python::numbers::{Int, Random, float};
use python::text::{format, repr};

fn int(value: &Int) -> String {
    value.to_text().expect("it is short")
}

/// To twelve digits: the last ones of a logarithm are the C library's.
fn floats(count: usize, mut of: impl FnMut() -> f64) -> String {
    let list: Vec<String> = (0..count).map(|_| format::float(of(), ".12g").expect("it is a specification")).collect();
    repr::text(&list.join(", "))
}

#[test]
fn seeds_and_draws() {
    let mut dice = Dice::new(31);
    let mut against = Against::new(
        "random",
        "
from random import Random
def r(seed, of, n=5):
    g = Random(seed)
    return [of(g) for _ in range(n)]
def shuffled(g, n):
    x = list(range(n)); g.shuffle(x); return x
",
    );
    let mut seeds: Vec<(String, Random)> = vec![
        ("0".into(), Random::from_int(&0.into())),
        ("'heddle'".into(), Random::from_text("heddle")),
        ("''".into(), Random::from_text("")),
        ("'é日'".into(), Random::from_text("é日")),
        ("b'x'".into(), Random::from_bytes(b"x")),
        ("1.5".into(), Random::from_float(1.5)),
        ("-0.1".into(), Random::from_float(-0.1)),
    ];
    for _ in 0..40 {
        let seed = dice.int();
        seeds.push((int(&seed), Random::from_int(&seed)));
    }
    for (seed, random) in seeds {
        type Draw = fn(&mut Random) -> Result<f64, Error>;
        let draws: [(&str, Draw); 13] = [
            ("random()", |g| Ok(g.random())),
            ("uniform(-1.5, 7)", |g| Ok(g.uniform(-1.5, 7.0))),
            ("triangular(1, 9, 3)", |g| Ok(g.triangular(1.0, 9.0, Some(3.0)))),
            ("triangular(0, 1)", |g| Ok(g.triangular(0.0, 1.0, None))),
            ("gauss(10, 2.5)", |g| Ok(g.gauss(10.0, 2.5))),
            ("normalvariate(0, 1)", |g| Ok(g.normalvariate(0.0, 1.0))),
            ("lognormvariate(0, 1)", |g| Ok(g.lognormvariate(0.0, 1.0))),
            ("expovariate(0.2)", |g| g.expovariate(0.2)),
            ("paretovariate(3)", |g| g.paretovariate(3.0)),
            ("weibullvariate(1, 1.5)", |g| g.weibullvariate(1.0, 1.5)),
            ("gammavariate(2, 3)", |g| g.gammavariate(2.0, 3.0)),
            ("gammavariate(0.5, 3)", |g| g.gammavariate(0.5, 3.0)),
            ("betavariate(2, 1)", |g| g.betavariate(2.0, 1.0)),
        ];
        for (name, of) in draws {
            let mut g = random.clone();
            against.case(
                format!("', '.join(format(x, '.12g') for x in r({seed}, lambda g: g.{name}))"),
                floats(5, || of(&mut g).expect("its parameters are right")),
            );
        }
        for (start, stop, step) in [
            ("0", "10", "1"),
            ("-5", "100000000000000000000", "1"),
            ("10", "0", "-3"),
            ("1", "2", "1"),
            ("0", "9", "2"),
            ("3", "3", "1"),
            ("3", "1", "2"),
            ("0", "5", "0"),
        ] {
            let parsed = |text: &str| Int::parse(text, 10).expect("it is a number");
            let ours = random.clone().randrange(&parsed(start), Some(&parsed(stop)), &parsed(step)).map(|x| int(&x));
            against.maybe(format!("Random({seed}).randrange({start}, {stop}, {step})"), ours);
        }
        for count in [0, 1, 5, 32, 33, 64, 65, 200] {
            let mut g = random.clone();
            let list: Vec<String> = (0..3).map(|_| int(&g.getrandbits(count).expect("it is positive"))).collect();
            against.case(format!("r({seed}, lambda g: g.getrandbits({count}), 3)"), format!("[{}]", list.join(", ")));
        }
        for length in [0usize, 1, 2, 7, 30, 200] {
            let mut list: Vec<usize> = (0..length).collect();
            for (a, b) in random.clone().shuffle(length) {
                list.swap(a, b);
            }
            against.case(format!("shuffled(Random({seed}), {length})"), format!("{list:?}"));
            against.maybe(
                format!("Random({seed}).choice(range({length}))"),
                random.clone().choice(length).map(|at| at.to_string()),
            );
            for count in [0, 1, 3, 5, 6, 20, 100, -1] {
                against.maybe(
                    format!("Random({seed}).sample(range({length}), {count})"),
                    random.clone().sample(length, count).map(|list| format!("{list:?}")),
                );
            }
            if length > 0 {
                against.maybe(
                    format!("Random({seed}).choices(range({length}), k=4)"),
                    random.clone().choices(length, 4).map(|list| format!("{list:?}")),
                );
            }
        }
        against.maybe(
            format!("Random({seed}).choices(range(3), weights=[5, 1, 2.5], k=9)"),
            random.clone().weighted(3, &[5.0, 6.0, 8.5], 9).map(|list| format!("{list:?}")),
        );
        against.maybe(
            format!("Random({seed}).choices(range(2), weights=[0, 0], k=9)"),
            random.clone().weighted(2, &[0.0, 0.0], 9).map(|list| format!("{list:?}")),
        );
        against.maybe(
            format!("Random({seed}).choices(range(2), weights=[1], k=9)"),
            random.clone().weighted(2, &[1.0], 9).map(|list| format!("{list:?}")),
        );
        against.maybe(
            format!("Random({seed}).randbytes(11)"),
            random.clone().randbytes(11).map(|bytes| repr::bytes(&bytes)),
        );
    }
    // Far along, where the state has been renewed.
    let mut g = Random::from_int(&42.into());
    let last = (0..2000).map(|_| g.random()).last().expect("there are some");
    against.case("r(42, lambda g: g.random(), 2000)[-1]", float::repr(last));
    against.hold();
}
