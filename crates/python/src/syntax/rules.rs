//! The grammar's text, read once into what the parser follows.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::grammar::{PARAMETERS, RULES};
use super::tokens::Token;
use super::{Key, parse::Kind};

/// A part of an alternative.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A keyword or an operator.
    Word(&'static str),
    /// A name with this text.
    Soft(&'static str),
    /// A kind of token.
    Token(Token),
    /// A name that could be a soft keyword.
    SoftKeyword,
    Rule(usize),
    Group(Vec<Alternative>),
    Maybe(Box<Item>),
    /// As often as it fits, and at least so often.
    Many(Box<Item>, bool),
    /// With the first between.
    Separated(Box<Item>, Box<Item>),
    Ahead(Box<Item>, bool),
    Cut,
    /// It must come.
    Forced(&'static str),
    /// What the parser does itself.
    Special(&'static str, usize),
}

/// Items, and what becomes of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Alternative {
    /// Each with the letter it is known by.
    pub(super) items: Vec<(Option<u8>, Item)>,
    pub(super) node: Option<Kind>,
    pub(super) mistake: Option<Mistake>,
}

/// What is said of an alternative that fits though it should not.
#[derive(Clone, Debug)]
pub(super) enum Mistake {
    /// A key, where, and what is put into the words.
    Words(Key, Where, Vec<(Put, u8)>),
    /// Something that has to look first.
    Look(&'static str, Vec<&'static str>),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Where {
    /// At the last token that was cut.
    Last,
    /// This.
    One(u8),
    /// From this to that.
    Range(u8, u8),
    /// From this to where cutting is.
    From(u8),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Put {
    /// What kind of expression it is.
    Name,
    Text,
    Line,
}

pub(super) struct Rules {
    pub(super) alternatives: Vec<Vec<Alternative>>,
    /// Whether a rule is about a mistake.
    pub(super) bad: Vec<bool>,
    /// Whether its answers are kept.
    pub(super) kept: Vec<bool>,
    names: HashMap<&'static str, usize>,
}

impl Rules {
    pub(super) fn number(&self, name: &str) -> usize {
        self.names[name]
    }
}

pub(super) static GRAMMAR: LazyLock<Rules> = LazyLock::new(|| {
    let text = format!("{RULES}\n{}\n{}", parameters(""), parameters("lambda_"));
    // It is read once and kept for ever.
    let text: &'static str = Box::leak(text.into_boxed_str());
    let lines = || text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let halves = |line: &'static str| line.split_once(" = ").expect("a rule has a name");
    let names: HashMap<&str, usize> = lines().enumerate().map(|(at, line)| (halves(line).0, at)).collect();
    assert_eq!(names.len(), lines().count(), "no two rules have one name");
    let alternatives = lines()
        .map(|line| {
            let mut words = Words { rest: halves(line).1, names: &names };
            words.alternatives()
        })
        .collect();
    let bad = lines().map(|line| line.starts_with("bad_")).collect();
    let kept = lines().map(|line| super::parse::is_kept(halves(line).0)).collect();
    Rules { alternatives, bad, kept, names }
});

/// The rules of parameters of `def`, or of `lambda`, which has no brackets around and no annotations.
fn parameters(prefix: &str) -> String {
    let lambda = !prefix.is_empty();
    PARAMETERS
        .replace("$end", if lambda { "':'" } else { "')'" })
        .replace("$annotated_star", if lambda { "" } else { "'*' star_param_comma maybe* kwds? /" })
        .replace("$enclosed", if lambda { "','%lambda_param" } else { "plain+" })
        .replace("$Parenthesized", if lambda { "LambdaParenthesized" } else { "Parenthesized" })
        .replace(
            "$named_after",
            if lambda {
                "'*' (':' / ',' (':' / '**')) => NamedAfterStar ."
            } else {
                "a:'*' (')' / ',' (')' / '**')) => NamedAfterStar a"
            },
        )
        .replace('$', prefix)
}

struct Words<'a> {
    rest: &'static str,
    names: &'a HashMap<&'static str, usize>,
}

impl Words<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, text: &str) -> bool {
        self.skip();
        let Some(rest) = self.rest.strip_prefix(text) else { return false };
        self.rest = rest;
        true
    }

    fn word(&mut self) -> &'static str {
        self.skip();
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn alternatives(&mut self) -> Vec<Alternative> {
        let mut list = vec![self.alternative()];
        while self.take("/") {
            list.push(self.alternative());
        }
        list
    }

    fn alternative(&mut self) -> Alternative {
        let mut alternative = Alternative::default();
        loop {
            self.skip();
            if self.rest.is_empty() || self.rest.starts_with(['/', ')']) {
                return alternative;
            }
            if self.take("@") {
                alternative.node = Some(Kind::named(self.word()));
            } else if self.take("=>") {
                alternative.mistake = Some(self.mistake());
            } else {
                let bytes = self.rest.as_bytes();
                let named = bytes.len() > 1 && bytes[1] == b':' && bytes[0].is_ascii_lowercase();
                let letter = named.then(|| bytes[0]);
                if named {
                    self.rest = &self.rest[2..];
                }
                alternative.items.push((letter, self.item()));
            }
        }
    }

    fn mistake(&mut self) -> Mistake {
        if self.take(":") {
            let name = self.word();
            let mut operands = Vec::new();
            while !matches!(self.rest.trim_start().as_bytes().first(), None | Some(b'/')) {
                operands.push(self.word());
            }
            return Mistake::Look(name, operands);
        }
        let key = Key::named(self.word());
        let place = if self.take(".") {
            Where::Last
        } else {
            let from = self.word().as_bytes()[0];
            if self.take("..") {
                // Only a letter that follows at once is an end.
                match self.rest.as_bytes().first() {
                    Some(to) if to.is_ascii_lowercase() => {
                        self.rest = &self.rest[1..];
                        Where::Range(from, *to)
                    }
                    _ => Where::From(from),
                }
            } else {
                Where::One(from)
            }
        };
        let mut puts = Vec::new();
        while !matches!(self.rest.trim_start().as_bytes().first(), None | Some(b'/')) {
            let put = match self.word() {
                "name" => Put::Name,
                "text" => Put::Text,
                _ => Put::Line,
            };
            self.take(":");
            puts.push((put, self.word().as_bytes()[0]));
        }
        Mistake::Words(key, place, puts)
    }

    fn item(&mut self) -> Item {
        if self.take("~") {
            return Item::Cut;
        }
        if self.take("==") {
            let Item::Word(word) = self.atom() else { unreachable!("only words are forced") };
            return Item::Forced(word);
        }
        if self.take("&") {
            return Item::Ahead(Box::new(self.atom()), true);
        }
        if self.take("!") {
            return Item::Ahead(Box::new(self.atom()), false);
        }
        let atom = self.atom();
        match self.rest.as_bytes().first() {
            Some(b'?') => {
                self.rest = &self.rest[1..];
                Item::Maybe(Box::new(atom))
            }
            Some(b'*') => {
                self.rest = &self.rest[1..];
                Item::Many(Box::new(atom), false)
            }
            Some(b'+') => {
                self.rest = &self.rest[1..];
                Item::Many(Box::new(atom), true)
            }
            Some(b'%') => {
                self.rest = &self.rest[1..];
                Item::Separated(Box::new(atom), Box::new(self.atom()))
            }
            _ => atom,
        }
    }

    fn atom(&mut self) -> Item {
        self.skip();
        if self.take("(") {
            let group = self.alternatives();
            assert!(self.take(")"), "a group ends: {}", self.rest);
            return Item::Group(group);
        }
        for (quote, soft) in [("'", false), ("\"", true)] {
            if self.take(quote) {
                let end = self.rest.find(quote).expect("a word ends");
                let word = &self.rest[..end];
                self.rest = &self.rest[end + 1..];
                return if soft { Item::Soft(word) } else { Item::Word(word) };
            }
        }
        if self.take(":") {
            let special = self.word();
            self.skip();
            let rule = if self.rest.is_empty() { 0 } else { self.names[self.word()] };
            return Item::Special(special, rule);
        }
        let word = self.word();
        match word {
            "SOFT_KEYWORD" => Item::SoftKeyword,
            "NAME" => Item::Token(Token::Name),
            "NUMBER" => Item::Token(Token::Number),
            "TEXT" => Item::Token(Token::Text),
            "NEWLINE" => Item::Token(Token::Newline),
            "INDENT" => Item::Token(Token::Indent),
            "DEDENT" => Item::Token(Token::Dedent),
            "END" => Item::Token(Token::End),
            _ => Item::Rule(*self.names.get(word).unwrap_or_else(|| panic!("there is a rule {word:?}: {}", self.rest))),
        }
    }
}
