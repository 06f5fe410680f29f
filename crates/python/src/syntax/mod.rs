//! What is wrong with a text that is no program: in CPython 3.11's own words at CPython's own place, and as
//! data, so that it can be said in another language too.
//!
//! This follows the grammar itself and knows nothing of the parser that makes the tree: a program that it
//! lets pass may still be refused there.

mod grammar;
mod mistakes;
mod parse;
mod rules;
mod strings;
mod tokens;
mod words;

pub use words::Key;

use crate::error::Kind;

/// Where something is wrong, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// At one character.
    At(usize),
    /// From here to there.
    Range(usize, usize),
    /// At a token that has no columns: CPython gives the column where cutting is.
    Bare(usize),
    /// At the end of a line; the second is the end with the newline.
    LineEnd(usize, usize),
}

impl Place {
    fn moved(self, by: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::At(at) => Self::At(by(at)),
            Self::Range(begin, end) => Self::Range(by(begin), by(end)),
            Self::Bare(at) => Self::At(by(at)),
            Self::LineEnd(at, end) => Self::Range(by(at), by(end)),
        }
    }
}

/// What is wrong: a key with what is put into its words, and a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) key: Key,
    pub(crate) arguments: Vec<String>,
    pub(crate) place: Place,
    /// Inside of an f-string's braces.
    pub(crate) inside: bool,
}

impl Wrong {
    pub(crate) fn new(key: Key, arguments: &[&str], place: Place) -> Self {
        Self { key, arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(), place, inside: false }
    }
}

/// An error of syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub key: Key,
    /// What is put into the words.
    pub arguments: Vec<String>,
    /// Inside of an f-string's braces.
    pub inside: bool,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1: CPython's `offset`.
    pub column: usize,
    /// The line where it ends.
    pub end_line: usize,
    /// The column behind its end.
    pub end_column: usize,
    /// The same in bytes of the text.
    pub begin: usize,
    /// The byte behind its end.
    pub end: usize,
}

impl SyntaxError {
    /// The class of the exception.
    pub fn kind(&self) -> Kind {
        self.key.kind()
    }

    /// CPython's words.
    pub fn english(&self) -> String {
        let words = words::filled(self.key.english(), &self.arguments);
        if self.inside { format!("f-string: {words}") } else { words }
    }

    /// What a teacher would say, in Indonesian.
    pub fn indonesian(&self) -> String {
        let words = words::filled(self.key.indonesian(), &self.arguments);
        if self.inside { format!("di dalam f-string: {words}") } else { words }
    }
}

/// What CPython 3.11 says of this text if its grammar is wrong. `None` of a text whose grammar is right, and
/// of one that is too deep or too odd to be followed.
pub fn check(text: &str) -> Option<SyntaxError> {
    let wrong = parse::check(text).ok()??;
    // CPython counts a character that begins before a place of its bytes.
    let whole = |at: usize| (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
    let (begin, end) = match wrong.place {
        Place::At(at) if at < text.len() => {
            let at = whole(at);
            (at, at + text[at..].chars().next().map_or(1, char::len_utf8))
        }
        Place::At(at) => (at, at + text[at.min(text.len())..].chars().next().map_or(1, char::len_utf8)),
        Place::Range(begin, end) => (begin, end),
        Place::Bare(at) => (at, at),
        Place::LineEnd(at, end) => (at, end),
    };
    // Behind the last line there is none: what is told there is told at its end.
    let begin = match wrong.place {
        Place::Bare(at) if at >= text.len() && text.ends_with('\n') => text.len() - 1,
        _ => begin,
    };
    let (line, column) = position(text, begin);
    let (end_line, end_column) = position(text, end);
    let column = match wrong.place {
        Place::Bare(at) if at >= text.len() => column,
        Place::Bare(_) => column - 1,
        Place::LineEnd(_, end) => {
            text[line_begin(text, begin)..end.min(text.len())].chars().count() + (end - end.min(text.len()))
        }
        _ => column,
    };
    Some(SyntaxError {
        key: wrong.key,
        arguments: wrong.arguments,
        inside: wrong.inside,
        line,
        column,
        end_line,
        end_column,
        begin: begin.min(text.len()),
        end: end.min(text.len()),
    })
}

/// Line and column of a byte, from 1.
fn position(text: &str, at: usize) -> (usize, usize) {
    let inside = at.min(text.len());
    let column = text[line_begin(text, inside)..inside].chars().count() + 1 + (at - inside);
    (line_of(text, inside), column)
}

fn line_begin(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Whether a word is a keyword, which no name can be.
pub fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "False"
            | "None"
            | "True"
            | "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}
