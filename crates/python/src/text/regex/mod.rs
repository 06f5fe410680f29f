//! Regular expressions as `re` has them: Python's syntax, Python's order of trying, Python's words of errors.
//!
//! An engine that goes back, written for this: what the well-kept crates understand is another language,
//! and differs silently where both can be written. Places are counted in characters. What takes more steps than a
//! person would wait for is given up and says so.

mod compile;
mod groups;
mod node;
mod parse;
mod run;
mod template;

use crate::error::{Error, Kind};
use compile::Step;

pub use template::{Part, escape, template};

/// `re.I`
pub const IGNORE_CASE: u32 = 2;
/// `re.M`
pub const MULTI_LINE: u32 = 8;
/// `re.S`
pub const DOT_ALL: u32 = 16;
/// `re.U`
pub const UNICODE: u32 = 32;
/// `re.X`
pub const VERBOSE: u32 = 64;
/// `re.A`
pub const ASCII: u32 = 256;

/// A pattern that is no regular expression: an `re.error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexError {
    /// `msg`
    pub message: String,
    /// `pos`, in characters; what concerns the whole pattern has none.
    pub position: Option<usize>,
    /// `lineno` and `colno`, and whether the pattern has several lines.
    pub place: Option<(usize, usize, bool)>,
}

impl RegexError {
    /// `str(error)`
    pub fn words(&self) -> String {
        match (self.position, self.place) {
            (Some(position), Some((line, column, true))) => {
                format!("{} at position {position} (line {line}, column {column})", self.message)
            }
            (Some(position), _) => format!("{} at position {position}", self.message),
            _ => self.message.clone(),
        }
    }
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Regex {
    /// The flags, those of the pattern itself among them.
    pub flags: u32,
    /// How many groups there are, without that of the whole.
    pub groups: usize,
    /// The groups that have names.
    pub names: Vec<(String, usize)>,
    steps: Vec<Step>,
    /// How many marks a run keeps: two for each group, and those of loops.
    marks: usize,
}

impl Regex {
    /// `re.compile(pattern, flags)`
    pub fn new(pattern: &str, flags: u32) -> Result<Self, RegexError> {
        let parsed = parse::parse(pattern, flags)?;
        compile::compile(parsed)
    }

    /// The number of the group of this name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.names.iter().find(|(known, _)| known == name).map(|&(_, group)| group)
    }
}

/// Where a match must begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `search`: anywhere.
    Search,
    /// `match`: at the start.
    Match,
    /// `fullmatch`: from the start to the end.
    Full,
}

/// A match: the places of the whole and of each group, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Begin and end; `None` for a group that took no part.
    pub spans: Vec<Option<(usize, usize)>>,
    /// The group that closed last.
    pub last_group: Option<usize>,
}

/// A text to look in.
#[derive(Clone, Debug)]
pub struct Subject {
    pub(super) characters: Vec<char>,
}

impl Subject {
    /// Takes the text apart, once for all matches.
    pub fn new(text: &str) -> Self {
        Self { characters: text.chars().collect() }
    }

    /// Its length in characters.
    pub fn length(&self) -> usize {
        self.characters.len()
    }

    /// The text between two places.
    pub fn text(&self, span: (usize, usize)) -> String {
        self.characters[span.0..span.1].iter().collect()
    }
}

impl Regex {
    /// Looks for a match between two places.
    pub fn find(&self, subject: &Subject, way: Way, start: usize, end: usize) -> Result<Option<Found>, Error> {
        self.find_from(subject, way, start, end, false)
    }

    /// The same, where a match of nothing at the start may not count, as after a match that ended there.
    pub fn find_from(
        &self,
        subject: &Subject,
        way: Way,
        start: usize,
        end: usize,
        must_advance: bool,
    ) -> Result<Option<Found>, Error> {
        let end = end.min(subject.length());
        if start > end {
            return Ok(None);
        }
        run::run(self, &subject.characters[..end], way, start, must_advance)
    }

    /// All matches one after the other: `finditer`, and what `findall`, `sub` and `split` go by.
    pub fn find_all(&self, subject: &Subject, start: usize, end: usize, most: usize) -> Result<Vec<Found>, Error> {
        let mut list = Vec::new();
        let (mut at, mut must_advance) = (start, false);
        while list.len() < most {
            let Some(found) = self.find_from(subject, Way::Search, at, end, must_advance)? else { break };
            let (begin, end) = found.spans[0].expect("the whole took part");
            must_advance = begin == end;
            at = end;
            list.push(found);
        }
        Ok(list)
    }
}

pub(super) fn too_long<T>() -> Result<T, Error> {
    Kind::NotImplementedError.fail("this pattern takes too long on this text, and is given up here")
}
