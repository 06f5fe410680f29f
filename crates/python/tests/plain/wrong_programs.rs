//! Programs that are none: the class, the words and the place of what CPython says.

use crate::against::{Against, Dice};
use python::syntax::check;
use python::text::repr;

/// Mistakes that learners make, and some that they do not.
const PROGRAMS: &[&str] = &[
    "print 'hello'",
    "print \"a\", b",
    "exec 'x'",
    "print(1",
    "x = (1, 2",
    "x = [1, 2",
    "d = {'a': 1",
    "x = 1)",
    "x = (1]",
    "x = (\n1]",
    "if x = 1:\n    pass",
    "if x == 1\n    pass",
    "while True\n    pass",
    "for i in range(3)\n    pass",
    "def f()\n    pass",
    "class A\n    pass",
    "else:\n    pass",
    "if x:\npass",
    "for i in x:\npass",
    "while x:\npass",
    "def f():\npass",
    "class A:\npass",
    "try:\npass",
    "try:\n    pass\n",
    "try:\n    pass\nexcept:\npass",
    "try:\n    pass\nexcept E:\npass",
    "with x:\npass",
    "with x as y\n    pass",
    "try:\n    pass\nexcept A, B:\n    pass",
    "try:\n    pass\nexcept A as b.c:\n    pass",
    "try:\n    pass\nfinally:\npass",
    "  x = 1",
    "x = 1\n  y = 2",
    "if x:\n    y\n  z",
    "if x:\n\ty\n        z",
    "def f():\n    x\n   y",
    "x = 'abc",
    "x = \"abc\ny = 1",
    "x = '''abc\n\n",
    "x = 5 +",
    "x = * 5",
    "x = 5 5",
    "x y",
    "f(a b)",
    "f(a, b c)",
    "[1 2]",
    "{1: 2 3: 4}",
    "{1: 2, 3 4}",
    "{1:}",
    "{1, 2: 3}",
    "f() = 1",
    "1 = x",
    "'a' = 1",
    "x + 1 = 2",
    "None = 1",
    "True = 1",
    "f(x) += 1",
    "(a, b) += 1",
    "[a, 1] = x",
    "a, f() = x",
    "x = y = 1 = z",
    "for 1 in x: pass",
    "for f() in x: pass",
    "del f()",
    "del 1",
    "del (a, 1)",
    "with a as f(): pass",
    "lambda x=: x",
    "lambda x y: x",
    "def f(a=1, b): pass",
    "def f(*): pass",
    "def f(*a, *b): pass",
    "def f(**a, b): pass",
    "def f(a, (b, c)): pass",
    "def f(1): pass",
    "def f(a=): pass",
    "def (x): pass",
    "def f x: pass",
    "f(a=1, b)",
    "f(**a, b)",
    "f(**a, *b)",
    "f(1=2)",
    "f(a.b=1)",
    "f(True=1)",
    "f(x for x in y, 1)",
    "f(1, x for x in y)",
    "f(a=1 for a in b)",
    "(x for x)",
    "[x for x in]",
    "[x, y for x, y in z]",
    "[*x for x in y]",
    "{**x for x in y}",
    "(*x)",
    "(**x)",
    "*x",
    "**x",
    "x = 1 if 2",
    "x = 1 if 2 else",
    "if x:\n    pass\nelif y\n    pass",
    "if x:\n    pass\nelse\n    pass",
    "import a.b as c.d",
    "from x import",
    "from x import (a, b",
    "from x import a,",
    "import",
    "from . import *, a",
    "return = 1",
    "class = 1",
    "x = class",
    "def return(): pass",
    "a.b.1",
    "1.a",
    "1a",
    "0777",
    "0x",
    "0xg",
    "0b2",
    "0o8",
    "1__0",
    "1_",
    "1e+",
    "x = 1.2.3",
    "x = $1",
    "x = ?",
    "a ? b : c",
    "a! b",
    "x = “a”",
    "x = a – b",
    "x\u{a0}= 1",
    "\\ x",
    "x = \\",
    "x = 1 \\ \ny",
    "a <> b",
    "a === b",
    "x++",
    "x--",
    "++",
    "a && b",
    "a || b",
    "!a",
    "not",
    "x = not",
    "a not b",
    "a is is b",
    "x := 1",
    "(x.y := 1)",
    "(1 := 2)",
    "f(x := 1, y = 2, z)",
    "if (x = 1): pass",
    "if x.y = 1: pass",
    "while x = 1: pass",
    "print(x = 1 = 2)",
    "assert x, y = 1",
    "global x, 1",
    "nonlocal",
    "raise from x",
    "raise a, b",
    "async x",
    "await",
    "async def f()\n    pass",
    "@\ndef f(): pass",
    "@a b\ndef f(): pass",
    "@x\ny = 1",
    "x: int: str",
    "(a, b): int",
    "[a]: int",
    "a, b: int",
    "f(): int",
    "match x\n    case 1: pass",
    "match x:\ncase 1: pass",
    "match x:\n    case 1\n        pass",
    "match x:\n    case 1:\n    pass",
    "match x:\n    case a as _: pass",
    "match x:\n    case a as b.c: pass",
    "match x:\n    case A(b=1, c): pass",
    "f'{'",
    "f'}'",
    "f'{}'",
    "f'{a b}'",
    "f'{a!x}'",
    "f'{a!}'",
    "f'{a:{b:{c}}}'",
    "f'{a['b']}'",
    "f'{#}'",
    "f'{a\\n}'",
    "f'{a'",
    "f'{(a}'",
    "f'{a)}'",
    "f'{=}'",
    "f'{:x}'",
    "f'{*a}'",
    "f'{lambda x: 1}'",
    "f'{a $ b}'",
    "f'{1a}'",
    "b'é'",
    "b'a' 'b'",
    "'\\x1'",
    "'\\u12'",
    "'\\U12345678'",
    "'\\N{'",
    "b'\\x1'",
    "x = {1: 2, **a b}",
    "x = {*a: 1}",
    "x = {1: *a}",
    "x[1:2, 3",
    "x[]",
    "x[1 2]",
    "()()(",
    "for x in y: z: w",
    "for x y in z: pass",
    "for x: pass",
    "for in x: pass",
    "while: pass",
    "if: pass",
    "if x: else: y",
    "def f(): return 1 return 2",
    "print('a' 'b' c)",
    "print('it's')",
    "print(\"a\" + b \"c\")",
    "x = ['a', 'b' 'c', d e]",
    "if True:\n    print('a'\n    print('b')\n",
    "def f(:\n    pass",
    "class A(:\n    pass",
    "class A():\n",
    "def f():\n    # nothing\n",
    "def f():\n    \"\"\"doc\n    pass\n",
    "if x:\n    pass\n  else:\n    pass",
    "try:\n    x\nexcept* A:\n    y\nexcept B:\n    z",
    "try:\n    x\nexcept*:\n    y",
    "elif x: pass",
    "except: pass",
    "break x",
    "pass x",
    "continue 1",
    "import a b",
    "from a import b c",
    "yield = 1",
    "(yield) = 1",
    "x = yield = 1",
    "del",
    "del x +",
    "lambda: = 1",
    "a = b = ",
    "a =",
    "= a",
    ", a",
    "a,, b",
    "f(,)",
    "f(a,,b)",
];

fn said(program: &str) -> String {
    match check(program) {
        None => repr::text("ok"),
        Some(error) => {
            repr::text(&format!("{}: {} @{}:{}", error.kind().name(), error.english(), error.line, error.column))
        }
    }
}

const ASK: &str = "
import ast
def said(program):
    try: ast.parse(program)
    except SyntaxError as e:
        return f'{type(e).__name__}: {e.msg} @{e.lineno}:{e.offset}'
    return 'ok'
";

/// The columns inside of braces are ours: CPython counts them in a text of its own making.
fn case(against: &mut Against, program: &str) {
    let inside =
        check(program).is_some_and(|error| error.english().starts_with("f-string") || program.contains("f'{1a"));
    if inside {
        let ours = said(program);
        let words = ours.rsplit_once(" @").map_or(ours.as_str(), |(words, _)| words);
        against.case(format!("said({}).rsplit(' @', 1)[0]", repr::text(program)), format!("{words}{}", &ours[..1]));
    } else {
        against.case(format!("said({})", repr::text(program)), said(program));
    }
}

#[test]
fn mistakes_of_learners() {
    let mut against = Against::new("wrong_programs", ASK);
    for program in PROGRAMS {
        case(&mut against, program);
        case(&mut against, &format!("a = 1\n\n{program}\nb = 2\n"));
    }
    against.hold();
}

/// Right programs, and what becomes of them when pieces are lost, doubled and changed.
const RIGHT: &[&str] = &[
    "import threading\n\ncounter = 0\n\ndef work(times=3):\n    global counter\n    for _ in range(times):\n        counter += 1\n\nthreads = [threading.Thread(target=work, args=(2,)) for _ in range(4)]\nfor thread in threads:\n    thread.start()\n",
    "class Account:\n    rate: float = 0.5\n\n    def __init__(self, owner, *, balance=0):\n        self.owner, self.balance = owner, balance\n\n    @property\n    def rich(self) -> bool:\n        return self.balance > 1_000\n",
    "try:\n    value = int(input('number: '))\nexcept (ValueError, KeyError) as error:\n    print(f'{error!r:>10} is wrong', end='')\nelse:\n    print(value if value else None)\nfinally:\n    done = True\n",
    "async def main():\n    async with lock, other as o:\n        await asyncio.gather(*(visit(n) for n in range(3)), return_exceptions=True)\n    async for item in source:\n        yield item\n",
    "match command.split():\n    case ['go', direction] if direction in compass:\n        go(direction)\n    case {'x': x, **rest} | Point(x=x, y=0):\n        print(x)\n    case _:\n        pass\n",
    "squares = {n: n ** 2 for n in numbers if n % 2 == 0}\nfirst, *rest = sorted(squares, key=lambda n: -n)\nwhile (line := next(lines, None)) is not None:\n    if not line: continue\n    total[line[1:-1]] |= {'a': [1, 2], 'b': (3,)}\n    del total[0], rest\n    assert total, 'empty'\n",
];

#[test]
fn mutations() {
    let mut dice = Dice::new(51);
    let mut against = Against::new("mutated_programs", ASK);
    for program in RIGHT {
        against.case(format!("said({})", repr::text(program)), repr::text("ok"));
        assert_eq!(check(program), None, "a right program passes");
    }
    let inserted = [
        "(", ")", "[", "]", "{", "}", ":", "=", "==", ",", ".", " if ", " else ", " for ", " in ", "def ", " print ",
        "x", " 1", "'", "\"", "\n", "    ", "\t", " lambda ", "*", "**", "\\", "?", "0x", "1_", ":=", "->", "@",
        " not ", " is ", " async ", " await ", " return ", "-", "#", "del ", " as ", " import ", " class ", "try:",
        "f'{x}'", "é", "$",
    ];
    for _ in 0..1500 {
        let mut program = (*dice.of(RIGHT)).to_owned();
        for _ in 0..*dice.of(&[1, 1, 1, 2, 3]) {
            // Pieces: words, and single other characters.
            let mut pieces: Vec<String> = Vec::new();
            let word = |c: char| c.is_alphanumeric() || c == '_';
            for c in program.chars() {
                match pieces.last_mut() {
                    Some(last) if word(c) && last.chars().all(word) => last.push(c),
                    _ => pieces.push(c.to_string()),
                }
            }
            let at = dice.below(pieces.len() as u64) as usize;
            match dice.below(10) {
                0..4 => drop(pieces.remove(at)),
                4..6 => pieces.insert(at, (*dice.of(&inserted)).to_owned()),
                6..8 => pieces[at] = (*dice.of(&inserted)).to_owned(),
                8 => pieces.insert(at, pieces[dice.below(pieces.len() as u64) as usize].clone()),
                _ => pieces.truncate(at + 1),
            }
            program = pieces.concat();
        }
        case(&mut against, &program);
    }
    against.hold();
}

/// Every key can be said in both languages, and nothing is left to be put into the words.
#[test]
fn both_languages() {
    for program in PROGRAMS {
        let Some(error) = check(program) else { continue };
        for words in [error.english(), error.indonesian()] {
            assert!(!words.is_empty() && !words.contains("{0}") && !words.contains("{1}"), "{program}: {words}");
        }
        assert_ne!(error.english(), error.indonesian(), "{program}");
    }
}

/// What nobody writes neither overflows the stack nor takes for ever.
#[test]
fn odd_texts() {
    let deep = [
        "(".repeat(5000),
        "[".repeat(150) + "1 2",
        "not ".repeat(5000) + "x y",
        "-".repeat(5000),
        "lambda: ".repeat(3000),
        "{1:".repeat(190),
        "f(".repeat(190) + "a b" + &")".repeat(190),
        "x = ".repeat(3000),
        "f'{".repeat(300),
        "if x:\n".repeat(300),
        "\u{feff}x = ".to_owned(),
        "\0".to_owned(),
        "é".repeat(3000) + "'",
    ];
    for text in deep {
        // Whether it is wrong, the parser of programs may have to tell.
        let _ = check(&text);
    }
    let mut dice = Dice::new(52);
    for _ in 0..3000 {
        let text: String =
            (0..dice.below(40)).map(|_| char::from_u32(dice.below(0x300) as u32).unwrap_or('x')).collect();
        let _ = check(&text);
    }
}
