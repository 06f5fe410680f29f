//! Small arithmetic over named whole numbers: `not locked and workers > 1`, `workers + 1`.
//!
//! A scenario says with it when an outcome is possible and how many tasks there are, a language which form
//! of a word goes with a number. It reads as Python does, with `not`, `and`, `or`, comparisons, `+ - * // %`
//! and `a if b else c`; a name stands for a number, and a name of words is compared with one in quotes:
//! `remedy == 'queue'`. Truth is 1 and its opposite 0, and what is not 0 is true.
//!
//! A text is parsed when something is built or tested. A page holds what came of it: a few terms in the
//! order in which they are worked off. There a value always exists: what would be too large is the largest
//! there is, and a division by nothing gives nothing. It refuses to know what the names mean.

mod parse;

pub use parse::{Fault, Names};

use serde::{Deserialize, Serialize};

/// A formula that was understood.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Formula {
    /// Each takes what it needs from the values before it and leaves one.
    terms: Vec<Term>,
}

/// A piece of a formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Term {
    Number(i64),
    /// The number of the name in this place.
    Name(u16),
    Not,
    Negative,
    And,
    Or,
    Plus,
    Minus,
    Times,
    Over,
    Rest,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    /// Of three values the first if the second is true, else the third.
    Choose,
}

impl Formula {
    /// The formula that is always this number.
    #[must_use]
    pub fn number(number: i64) -> Formula {
        Formula { terms: vec![Term::Number(number)] }
    }

    /// Understands a text.
    ///
    /// # Errors
    /// Where it is no formula, or speaks of what has no name.
    pub fn parse(text: &str, names: &dyn Names) -> Result<Formula, Fault> {
        Ok(Formula { terms: parse::terms(text, names)? })
    }

    /// What it comes to where the name in each place stands for the number in that place. A name without a
    /// number stands for 0, and so does a formula of nothing.
    #[must_use]
    pub fn value(&self, numbers: &[i64]) -> i64 {
        let mut stack: Vec<i64> = Vec::new();
        for term in &self.terms {
            let last = |stack: &mut Vec<i64>| stack.pop().unwrap_or(0);
            let value = match term {
                Term::Number(number) => *number,
                Term::Name(place) => numbers.get(usize::from(*place)).copied().unwrap_or(0),
                Term::Not => i64::from(last(&mut stack) == 0),
                Term::Negative => last(&mut stack).saturating_neg(),
                Term::Choose => {
                    let (other, condition, one) = (last(&mut stack), last(&mut stack), last(&mut stack));
                    if condition == 0 { other } else { one }
                }
                of_two => {
                    let (right, left) = (last(&mut stack), last(&mut stack));
                    of_two.join(left, right)
                }
            };
            stack.push(value);
        }
        stack.pop().unwrap_or(0)
    }

    /// Whether it is true.
    #[must_use]
    pub fn holds(&self, numbers: &[i64]) -> bool {
        self.value(numbers) != 0
    }
}

impl Term {
    fn join(self, left: i64, right: i64) -> i64 {
        match self {
            Term::And => i64::from(left != 0 && right != 0),
            Term::Or => i64::from(left != 0 || right != 0),
            Term::Plus => left.saturating_add(right),
            Term::Minus => left.saturating_sub(right),
            Term::Times => left.saturating_mul(right),
            // Rounded down, as Python does, also below nothing.
            Term::Over => {
                left.checked_sub(Term::Rest.join(left, right)).and_then(|it| it.checked_div(right)).unwrap_or(0)
            }
            Term::Rest => match left.checked_rem(right) {
                Some(rest) if rest != 0 && (rest < 0) != (right < 0) => rest + right,
                rest => rest.unwrap_or(0),
            },
            Term::Equal => i64::from(left == right),
            Term::Unequal => i64::from(left != right),
            Term::Less => i64::from(left < right),
            Term::AtMost => i64::from(left <= right),
            Term::Greater => i64::from(left > right),
            Term::AtLeast => i64::from(left >= right),
            // Those that join nothing are worked off where they are met.
            Term::Number(_) | Term::Name(_) | Term::Not | Term::Negative | Term::Choose => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `workers` is a number; `remedy` is `none` or `order`.
    struct Two;

    impl Names for Two {
        fn place(&self, name: &str) -> Option<u16> {
            ["workers", "remedy"].iter().position(|known| *known == name).and_then(|at| u16::try_from(at).ok())
        }

        fn word(&self, place: u16, word: &str) -> Option<i64> {
            let at = ["none", "order"].iter().position(|known| *known == word).filter(|_| place == 1);
            at.and_then(|at| i64::try_from(at).ok())
        }
    }

    fn value(text: &str, workers: i64, remedy: i64) -> i64 {
        Formula::parse(text, &Two).unwrap_or_else(|fault| panic!("{text}: {fault:?}")).value(&[workers, remedy])
    }

    #[test]
    fn it_reads_as_python_does() {
        for (text, expected) in [
            ("1 + 2 * 3", 7),
            ("(1 + 2) * 3", 9),
            ("10 - 3 - 2", 5),
            ("100_000 // 7", 14_285),
            ("-7 // 2", -4),
            ("-7 % 3", 2),
            ("7 % -3", -2),
            ("workers + 1", 5),
            ("workers * 2 == 8", 1),
            ("not workers > 4", 1),
            ("not workers", 0),
            ("remedy == 'order' and workers >= 4", 1),
            ("remedy != 'order' or workers < 4", 0),
            ("true or false and false", 1),
            ("7 if remedy == 'none' else 8 if workers <= 4 else 9", 8),
            ("2 * (7 if true else 8)", 14),
        ] {
            assert_eq!(value(text, 4, 1), expected, "{text}");
        }
    }

    #[test]
    fn there_is_always_a_value() {
        assert_eq!(value("workers // 0 + workers % 0", 4, 0), 0);
        assert_eq!(value("workers * workers", i64::MAX, 0), i64::MAX);
        assert_eq!(value("workers // -1", i64::MIN, 0), 0);
        assert_eq!((Formula::default().value(&[]), Formula::number(3).value(&[])), (0, 3));
        let named = Formula::parse("workers", &Two).expect("it is a name");
        assert_eq!(named.value(&[]), 0);
    }

    #[test]
    fn every_fault_is_named() {
        let fault = |text: &str| Formula::parse(text, &Two).expect_err(text);
        assert_eq!(fault(""), Fault::Unfinished);
        assert_eq!(fault("workers +"), Fault::Unfinished);
        assert_eq!(fault("(workers"), Fault::Unfinished);
        assert_eq!(fault("1 if workers"), Fault::Unfinished);
        assert_eq!(fault("workers workers"), Fault::Unexpected("workers".into()));
        assert_eq!(fault("1 < workers < 3"), Fault::Unexpected("<".into()));
        assert_eq!(fault("workers = 1"), Fault::Unexpected("=".into()));
        assert_eq!(fault("'order'"), Fault::Unexpected("'order'".into()));
        assert_eq!(fault("threads > 1"), Fault::UnknownName("threads".into()));
        assert_eq!(fault("remedy == 'luck'"), Fault::UnknownWord("luck".into()));
        assert_eq!(fault("workers == 'order'"), Fault::UnknownWord("order".into()));
        assert_eq!(fault("workers + 1 == 'order'"), Fault::UnknownWord("order".into()));
        assert_eq!(fault("99999999999999999999"), Fault::TooLarge("99999999999999999999".into()));
        assert_eq!(fault(&"(".repeat(1_000)), Fault::TooDeep);
        assert_eq!(fault(&"not ".repeat(1_000)), Fault::TooDeep);
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in ".{0,60}", known in "(workers|remedy|'order'|not|and|if|else|[-+*/%<>=!()0-9 ]){0,30}", workers: i64) {
            for text in [text, known] {
                if let Ok(formula) = Formula::parse(&text, &Two) {
                    let _ = formula.value(&[workers, 1]);
                }
            }
        }
    }
}
