//! From the text of a formula to its terms: one function a level of precedence, as Python's grammar has it.

use super::Term;

/// So deep may parts lie in each other.
const DEEPEST: usize = 40;

/// What a formula may speak of.
pub trait Names {
    /// The place of this name among the numbers.
    fn place(&self, name: &str) -> Option<u16>;

    /// The number for this word of the name in this place, where the name is one of words.
    fn word(&self, place: u16, word: &str) -> Option<i64>;
}

/// What can be wrong with a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It ends where something must follow.
    Unfinished,
    /// This cannot stand here.
    Unexpected(String),
    /// Nothing has this name.
    UnknownName(String),
    /// The name it is compared with has no such word.
    UnknownWord(String),
    /// A number larger than any.
    TooLarge(String),
    /// Parts lie in each other deeper than anybody can read.
    TooDeep,
}

pub(super) fn terms(text: &str, names: &dyn Names) -> Result<Vec<Term>, Fault> {
    let mut parser = Parser { rest: text, names, terms: Vec::new(), depth: 0 };
    parser.choice()?;
    match parser.peek() {
        "" => Ok(parser.terms),
        more => Err(Fault::Unexpected(more.into())),
    }
}

struct Parser<'a> {
    rest: &'a str,
    names: &'a dyn Names,
    terms: Vec<Term>,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// The next word, number or sign; nothing at the end.
    fn peek(&self) -> &'a str {
        let rest = self.rest.trim_start();
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match rest.chars().next() {
            None => 0,
            Some('\'') => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            Some(c) if word(c) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
            Some(_) if ["==", "!=", "<=", ">=", "//"].iter().any(|sign| rest.starts_with(sign)) => 2,
            Some(c) => c.len_utf8(),
        };
        &rest[..length]
    }

    fn take(&mut self) -> &'a str {
        let next = self.peek();
        self.rest = &self.rest.trim_start()[next.len()..];
        next
    }

    fn takes(&mut self, wanted: &str) -> bool {
        let is_next = self.peek() == wanted;
        if is_next {
            self.take();
        }
        is_next
    }

    fn must(&mut self, wanted: &str) -> Result<(), Fault> {
        match self.take() {
            found if found == wanted => Ok(()),
            "" => Err(Fault::Unfinished),
            found => Err(Fault::Unexpected(found.into())),
        }
    }

    /// Goes one level down, where something may lie in itself.
    fn within(&mut self, parse: impl FnOnce(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.depth == DEEPEST {
            return Err(Fault::TooDeep);
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// `a if b else c`
    fn choice(&mut self) -> Result<(), Fault> {
        self.either()?;
        if self.takes("if") {
            self.either()?;
            self.must("else")?;
            self.within(Self::choice)?;
            self.terms.push(Term::Choose);
        }
        Ok(())
    }

    fn either(&mut self) -> Result<(), Fault> {
        self.row(Self::both, &[("or", Term::Or)])
    }

    fn both(&mut self) -> Result<(), Fault> {
        self.row(Self::negation, &[("and", Term::And)])
    }

    fn negation(&mut self) -> Result<(), Fault> {
        if !self.takes("not") {
            return self.comparison();
        }
        self.within(Self::negation)?;
        self.terms.push(Term::Not);
        Ok(())
    }

    fn comparison(&mut self) -> Result<(), Fault> {
        const SIGNS: [(&str, Term); 6] = [
            ("==", Term::Equal),
            ("!=", Term::Unequal),
            ("<=", Term::AtMost),
            (">=", Term::AtLeast),
            ("<", Term::Less),
            (">", Term::Greater),
        ];
        let start = self.terms.len();
        self.sum()?;
        let Some((_, sign)) = SIGNS.into_iter().find(|(sign, _)| self.takes(sign)) else { return Ok(()) };
        match self.peek().strip_prefix('\'') {
            None => self.sum()?,
            Some(word) => {
                let word = word.strip_suffix('\'').ok_or(Fault::Unfinished)?;
                let number = match self.terms[start..] {
                    [Term::Name(place)] => self.names.word(place, word),
                    _ => None,
                };
                self.take();
                self.terms.push(Term::Number(number.ok_or_else(|| Fault::UnknownWord(word.into()))?));
            }
        }
        self.terms.push(sign);
        Ok(())
    }

    fn sum(&mut self) -> Result<(), Fault> {
        self.row(Self::product, &[("+", Term::Plus), ("-", Term::Minus)])
    }

    fn product(&mut self) -> Result<(), Fault> {
        self.row(Self::signed, &[("*", Term::Times), ("//", Term::Over), ("%", Term::Rest)])
    }

    fn signed(&mut self) -> Result<(), Fault> {
        if !self.takes("-") {
            return self.atom();
        }
        self.within(Self::signed)?;
        self.terms.push(Term::Negative);
        Ok(())
    }

    fn atom(&mut self) -> Result<(), Fault> {
        let term = match self.take() {
            "" => return Err(Fault::Unfinished),
            "(" => {
                self.within(Self::choice)?;
                return self.must(")");
            }
            "true" => Term::Number(1),
            "false" => Term::Number(0),
            number if number.starts_with(|c: char| c.is_ascii_digit()) => {
                let digits = number.replace('_', "");
                if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                    return Err(Fault::Unexpected(number.into()));
                }
                Term::Number(digits.parse().map_err(|_| Fault::TooLarge(number.into()))?)
            }
            name if name.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                Term::Name(self.names.place(name).ok_or_else(|| Fault::UnknownName(name.into()))?)
            }
            sign => return Err(Fault::Unexpected(sign.into())),
        };
        self.terms.push(term);
        Ok(())
    }

    /// Parts with these signs between them, joined from the left.
    fn row(&mut self, part: fn(&mut Self) -> Result<(), Fault>, signs: &[(&str, Term)]) -> Result<(), Fault> {
        part(self)?;
        while let Some((_, sign)) = signs.iter().find(|(sign, _)| self.takes(sign)) {
            part(self)?;
            self.terms.push(*sign);
        }
        Ok(())
    }
}
