//! Asks CPython, and keeps what it said. `UPDATE_EXPECT=1` writes what is kept anew.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use python::error::Error;

/// How many answers a test keeps at most.
const KEPT: usize = 250;

/// Expressions, and what we say of each: what `repr` shows, or an exception's class and words.
pub(crate) struct Against {
    name: &'static str,
    /// Statements that CPython runs before the expressions.
    before: &'static str,
    cases: Vec<(String, String)>,
}

impl Against {
    pub(crate) fn new(name: &'static str, before: &'static str) -> Self {
        Self { name, before, cases: Vec::new() }
    }

    pub(crate) fn case(&mut self, expression: impl Into<String>, ours: impl Into<String>) {
        self.cases.push((expression.into(), ours.into().replace('\n', "\\n")));
    }

    /// A case that may raise.
    pub(crate) fn maybe(&mut self, expression: impl Into<String>, ours: Result<String, Error>) {
        self.case(expression, ours.unwrap_or_else(|error| format!("{}: {}", error.kind.name(), error.message)));
    }

    /// Fails with the first differences.
    pub(crate) fn hold(self) {
        let kept = self.file();
        let asked = self.ask();
        if let Some(answers) = &asked {
            assert_eq!(answers.len(), self.cases.len(), "CPython answers every expression");
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                let step = self.cases.len().div_ceil(KEPT);
                let mut text = String::new();
                for ((expression, _), answer) in self.cases.iter().zip(answers).step_by(step) {
                    writeln!(text, "{expression}\t{answer}").expect("a string takes everything");
                }
                std::fs::write(&kept, text).expect("the recorded answers can be written");
            }
            self.compare(
                self.cases.iter().map(|(expression, _)| expression.as_str()).zip(answers.iter().map(String::as_str)),
            );
        }
        let recorded = std::fs::read_to_string(&kept).expect("answers are recorded: UPDATE_EXPECT=1 writes them");
        self.compare(recorded.lines().map(|line| line.split_once('\t').expect("an expression and its answer")));
    }

    fn compare<'a>(&self, answers: impl Iterator<Item = (&'a str, &'a str)>) {
        let ours: std::collections::HashMap<&str, &str> =
            self.cases.iter().map(|(expression, ours)| (expression.as_str(), ours.as_str())).collect();
        let mut differing = String::new();
        let (mut count, mut all) = (0, 0);
        for (expression, answer) in answers {
            all += 1;
            let ours = ours.get(expression).unwrap_or(&"(no such case any more: UPDATE_EXPECT=1)");
            if *ours != answer {
                count += 1;
                if count <= 25 {
                    writeln!(differing, "{expression}\n  CPython: {answer}\n  ours:    {ours}")
                        .expect("it is a string");
                }
            }
        }
        assert!(all > 0, "{} compares nothing", self.name);
        assert!(count == 0, "{}: {count} of {all} differ\n{differing}", self.name);
    }

    fn file(&self) -> PathBuf {
        [env!("CARGO_MANIFEST_DIR"), "tests/plain/recorded", &format!("{}.txt", self.name)].iter().collect()
    }

    /// What CPython says of each, where there is one of this version.
    fn ask(&self) -> Option<Vec<String>> {
        let program = "
import sys
if sys.version_info[:2] != (3, 11): sys.exit(3)
sys.stdin.reconfigure(encoding='utf-8'); sys.stdout.reconfigure(encoding='utf-8', errors='surrogatepass')
before, *lines = sys.stdin.read().split('\\x00')
names = {}
exec(before, names)
for line in lines:
    try: answer = repr(eval(line, names))
    except Exception as e: answer = type(e).__name__ + ': ' + str(e)
    print(answer.replace('\\n', '\\\\n'))
";
        let mut child = Command::new("python3")
            .args(["-W", "ignore", "-c", program])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let mut input = self.before.to_owned();
        for (expression, _) in &self.cases {
            input.push('\0');
            input.push_str(expression);
        }
        let mut stdin = child.stdin.take().expect("it is piped");
        // It reads everything before it answers; one of another version leaves without reading.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("it was started");
        match output.status.code() {
            Some(0) => {
                Some(String::from_utf8(output.stdout).expect("it writes UTF-8").lines().map(str::to_owned).collect())
            }
            Some(3) => None,
            other => panic!("{}: CPython left with {other:?}", self.name),
        }
    }
}

/// Numbers that are the same on every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    pub(crate) fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// A float of any size: its bits are rolled.
    pub(crate) fn float(&mut self) -> f64 {
        match self.below(5) {
            0 => f64::from_bits(self.roll()),
            1 => self.below(2_000_000) as f64 / 1000.0 - 1000.0,
            2 => (self.below(2000) as f64 - 1000.0) / 2.0,
            3 => (self.roll() as i64 >> self.below(63)) as f64,
            _ => (self.below(20_000) as f64 / 7.0 - 1000.0) * 10f64.powi(self.below(40) as i32 - 20),
        }
    }

    /// An integer of up to some hundred bits.
    pub(crate) fn int(&mut self) -> python::numbers::Int {
        let words = *self.of(&[1, 1, 1, 2, 3, 6]);
        let mut bytes: Vec<u8> = (0..words).flat_map(|_| self.roll().to_le_bytes()).collect();
        bytes.truncate(1 + self.below(bytes.len() as u64) as usize);
        python::numbers::Int::from_bytes(&bytes, false, true)
    }
}
