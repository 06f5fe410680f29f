//! Small programs by chance, sequential ones, run by us and by CPython 3.11 where it is there: both print the same.
//!
//! The seed is fixed, so a difference stays. What a statement raises is told by the program itself.

use python::alone::{self, Ended, World};
use python::{Tongue, compile};
use std::process::Command;

const PROGRAMS: usize = 25;
const STATEMENTS: usize = 30;

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const NAMES: &[&str] = &["a", "b", "c", "d"];
const ATOMS: &[&str] = &[
    "0",
    "1",
    "-3",
    "7",
    "2.5",
    "-0.5",
    "True",
    "None",
    "''",
    "'ab'",
    "'x y'",
    "[]",
    "[1, 2, 3]",
    "(1, 'z')",
    "{}",
    "{'k': 1}",
    "{1, 2}",
    "b'hi'",
    "range(4)",
];
const BINARY: &[&str] =
    &["+", "-", "*", "//", "%", "/", "&", "|", "^", "==", "!=", "<", ">=", "in", "and", "or", "is not"];
const CALLS: &[&str] = &[
    "len", "str", "repr", "list", "sorted", "sum", "max", "min", "bool", "int", "tuple", "set", "abs", "type", "tuple",
    "float", "any", "all", "round", "bin", "ord", "dict",
];
const METHODS: &[&str] = &[
    "upper()",
    "append(1)",
    "pop()",
    "get('k')",
    "items()",
    "split()",
    "index(1)",
    "count('a')",
    "add(5)",
    "keys()",
    "join(['p', 'q'])",
    "bit_length()",
    "sort()",
    "copy()",
    "strip('a')",
    "replace('a', 'b')",
    "update({2: 3})",
];

fn expression(chance: &mut Chance, depth: usize) -> String {
    if depth == 0 {
        return if chance.below(2) == 0 { chance.one(NAMES) } else { chance.one(ATOMS) }.to_string();
    }
    let inner = |chance: &mut Chance| expression(chance, depth - 1);
    match chance.below(9) {
        0..=2 => format!("({} {} {})", inner(chance), chance.one(BINARY), inner(chance)),
        3 => format!("{}({})", chance.one(CALLS), inner(chance)),
        4 => format!("{}.{}", chance.one(NAMES), chance.one(METHODS)),
        5 => format!("{}[{}]", chance.one(NAMES), inner(chance)),
        6 => format!("[{} for v in {}]", chance.one(&["v", "(v, v)", "str(v)", "v * 2"]), inner(chance)),
        7 => format!("({} if {} else {})", inner(chance), inner(chance), inner(chance)),
        _ => format!("f'{{{}!r:>3}}'", chance.one(NAMES)),
    }
}

fn program(chance: &mut Chance) -> String {
    let mut text = String::from("a, b, c, d = 3, 'ab', [1, 2], {'k': 1}\n");
    text.push_str("def show(x):\n    t = type(x).__name__\n    if 'iterator' in t or t in ('reversed', 'enumerate'): x = list(x)\n");
    text.push_str("    print(t, sorted(x, key=repr) if t == 'set' else x)\n");
    for _ in 0..STATEMENTS {
        let value = expression(chance, 2);
        let statement = match chance.below(6) {
            0 | 1 => format!("{} = {value}", chance.one(NAMES)),
            2 => format!("{} {}= {value}", chance.one(NAMES), chance.one(&["+", "*", "|", "-"])),
            _ => format!("show({value})"),
        };
        text.push_str(&format!("try:\n    {statement}\nexcept Exception as e:\n    print(type(e).__name__, e)\n"));
    }
    text
}

#[derive(Default)]
struct Still(String);

impl World for Still {
    fn print(&mut self, text: &str, is_err: bool) {
        if !is_err {
            self.0.push_str(text);
        }
    }

    fn sleep(&mut self, _: u64) {}

    fn now(&mut self) -> u64 {
        0
    }

    fn line(&mut self) -> Option<String> {
        None
    }
}

#[test]
fn random_programs_print_what_they_print_in_cpython() {
    let version = Command::new("python3").arg("--version").output();
    if !version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with("Python 3.11.")) {
        return;
    }
    let mut chance = Chance(11);
    let (mut wrong, mut lines) = (Vec::new(), 0);
    for _ in 0..PROGRAMS {
        let source = program(&mut chance);
        let mut world = Still::default();
        match compile(&source) {
            Ok(program) => assert_eq!(alone::run(&program, &mut world), Ended::Status(0), "{source}"),
            Err(refusal) => panic!("refused: {}\n{source}", refusal.sentence(Tongue::English)),
        }
        let theirs = Command::new("python3").args(["-c", &source]).output().expect("CPython is there");
        let theirs = String::from_utf8_lossy(&theirs.stdout).into_owned();
        lines += theirs.lines().count();
        for (ours, theirs) in world.0.lines().zip(theirs.lines()).filter(|(ours, theirs)| ours != theirs).take(1) {
            wrong.push(format!("we say      {ours}\nCPython says {theirs}\nin\n{source}"));
        }
        if world.0.lines().count() != theirs.lines().count() {
            wrong.push(format!("not as many lines\n{source}"));
        }
    }
    assert!(lines > 200, "only {lines} lines were compared");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}
