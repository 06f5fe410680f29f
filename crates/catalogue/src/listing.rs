//! Listings: the Python program beside a run, with the learner's parameters written into it.
//!
//! A listing is a file that CPython runs as it is. Comments that begin with `#:` tell what the
//! page does with it, and the page never shows them:
//!
//! * `seen = counter  #: @read`: operations of this mark happen on this line.
//! * `range(10_000)  #: increments=10_000`: this literal is the value of this parameter. It must
//!   be the default, spelled as [`render`] spells it. Several items are separated by blanks; two
//!   items with equal literals take them from left to right.
//! * `#: if locked`, `#: if between=call,sleep`, then perhaps `#: else`, then `#: end`: lines for
//!   some values of a parameter. The branch the defaults do not take stands commented out with `#| `,
//!   so that the file stays a valid program; without these signs it is again a listing.
//! * `#: outcome`, then lines with `#| ` to the end of the file: Python that is run after what is shown, and never
//!   shown itself. It says what the run came to: `verdict("lost", arrived=counter, expected=expected)`, the key of a
//!   declared outcome with the numbers that are declared (times in seconds).
//!
//! What is run is both, one after the other ([`Listing::to_program`]): so each line of what is shown has the same
//! number in what is run, in tracebacks too.
//!
//! A listing with a fault is refused as data, with the line. It refuses to know Python itself,
//! but for the words in [`python`].

mod parse;
pub mod python;

pub use parse::parse;

use model::{Mark, ParamKind, ParamSpec, Params, Specs};

/// A listing as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing {
    /// What the page shows.
    pub lines: Vec<Line>,
    /// What is run after it.
    pub outcome: Vec<Line>,
}

/// One line of a listing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// The text, cut where parameters stand.
    pub pieces: Vec<Piece>,
    /// Which operations of a compiled twin happen here.
    pub marks: Vec<Mark>,
    /// The line of the file; the first is 1. It is the same whatever the parameters are.
    pub at: usize,
}

/// A piece of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// The value of a parameter.
    Param {
        /// Of which.
        id: String,
        /// As Python writes it.
        text: String,
    },
}

/// What is wrong with a listing, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListingError {
    /// The line in the file; the first is 1.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a listing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The scenario has no parameter of this name.
    UnknownParam(String),
    /// The parameter cannot have this value.
    UnknownValue(String),
    /// The literal is not the parameter's default, or not spelled as it would be written.
    NotDefault(String),
    /// The literal does not stand on its line, or not as often as it is named.
    NoSuchLiteral(String),
    /// This is no directive.
    UnknownDirective(String),
    /// An `else` or `end` without its `if`, or a second `else`.
    Unmatched,
    /// An `if` without its `end`.
    Unclosed,
    /// The line must stand commented out with `#|`.
    NotCommented,
    /// The line must not be commented out with `#|`.
    Commented,
    /// More `if` in each other than anybody can read.
    TooDeep,
}

/// The listing with these parameters written into it.
///
/// # Errors
/// Where the text has a fault, whether these parameters show it or not.
pub fn render(text: &str, params: &Params) -> Result<Listing, ListingError> {
    Ok(parse(text, params.specs())?.render(params))
}

/// What a listing can become, for every value of the parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    specs: Specs,
    marks: Vec<String>,
    lines: Vec<Node>,
    outcome: Vec<Node>,
}

/// A part of a listing. A parameter is named by its place.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Node {
    Line { parts: Vec<Part>, marks: Vec<Mark>, at: usize },
    If { spec: usize, values: Vec<i64>, then: Vec<Node>, other: Vec<Node> },
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Value { spec: usize, form: Form },
}

/// How Python writes a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// `10_000`
    Whole,
    /// `0.005`: microseconds as seconds.
    Seconds,
    /// `True`
    Truth,
    /// `"word"`
    Word,
}

impl Source {
    /// The listing with these parameters. Those of another scenario leave everything at its default.
    #[must_use]
    pub fn render(&self, params: &Params) -> Listing {
        let mut listing = Listing { lines: Vec::new(), outcome: Vec::new() };
        self.choose(&self.lines, params, &mut listing.lines);
        self.choose(&self.outcome, params, &mut listing.outcome);
        // Branches that are not there leave blank lines behind.
        let mut blanks = 2;
        listing.lines.retain(|line| {
            blanks = if line.pieces.is_empty() { blanks + 1 } else { 0 };
            blanks <= 2
        });
        while listing.lines.last().is_some_and(|line| line.pieces.is_empty()) {
            listing.lines.pop();
        }
        listing
    }

    /// The marks that stand in it, in the order in which they first do: the first is `Mark(1)`.
    #[must_use]
    pub fn marks(&self) -> &[String] {
        &self.marks
    }

    /// Whether what is shown depends on this parameter, in any branch.
    #[must_use]
    pub fn shows(&self, id: &str) -> bool {
        fn any(nodes: &[Node], wanted: usize) -> bool {
            nodes.iter().any(|node| match node {
                Node::Line { parts, .. } => {
                    parts.iter().any(|part| matches!(part, Part::Value { spec, .. } if *spec == wanted))
                }
                Node::If { spec, then, other, .. } => *spec == wanted || any(then, wanted) || any(other, wanted),
            })
        }
        self.specs.iter().position(|spec| spec.id == id).is_some_and(|spec| any(&self.lines, spec))
    }

    fn choose(&self, nodes: &[Node], params: &Params, lines: &mut Vec<Line>) {
        let value_of = |spec: &ParamSpec| params.get(&spec.id).unwrap_or(spec.default());
        for node in nodes {
            match node {
                Node::Line { parts, marks, at } => {
                    let pieces = parts.iter().map(|part| match part {
                        Part::Text(text) => Piece::Text(text.clone()),
                        Part::Value { spec, form } => {
                            let spec = &self.specs[*spec];
                            let text = form.write(spec, value_of(spec)).unwrap_or_default();
                            Piece::Param { id: spec.id.clone(), text }
                        }
                    });
                    lines.push(Line { pieces: pieces.collect(), marks: marks.clone(), at: *at });
                }
                Node::If { spec, values, then, other } => {
                    let chosen = if values.contains(&value_of(&self.specs[*spec])) { then } else { other };
                    self.choose(chosen, params, lines);
                }
            }
        }
    }
}

impl Listing {
    /// What is shown, as text.
    #[must_use]
    pub fn to_source(&self) -> String {
        let mut source = String::new();
        for line in &self.lines {
            line.write(&mut source);
        }
        source
    }

    /// The program as it is run: what is shown, and then what says which verdict it came to.
    #[must_use]
    pub fn to_program(&self) -> String {
        let mut source = self.to_source();
        for line in &self.outcome {
            line.write(&mut source);
        }
        source
    }
}

impl Line {
    /// Whether operations of this mark happen here; the marks of a run of this Python are the numbers of its lines, of
    /// which `lines` are those that were shown, and those of a compiled twin's run have names.
    #[must_use]
    pub fn is_at(&self, mark: Mark, run: Option<&[Line]>) -> bool {
        match run {
            None => self.marks.contains(&mark),
            Some(lines) => {
                let line = usize::from(mark.0).checked_sub(1).and_then(|at| lines.get(at));
                line.is_some_and(|line| line.at == self.at)
            }
        }
    }

    fn write(&self, source: &mut String) {
        for piece in &self.pieces {
            source.push_str(piece.text());
        }
        source.push('\n');
    }
}

impl Piece {
    /// What is to be read.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Piece::Text(text) | Piece::Param { text, .. } => text,
        }
    }
}

impl Form {
    const ALL: [Form; 4] = [Form::Whole, Form::Seconds, Form::Truth, Form::Word];

    /// The value as Python writes it; `None` where this form is not for parameters of this kind.
    fn write(self, spec: &ParamSpec, value: i64) -> Option<String> {
        Some(match (self, &spec.kind) {
            (Form::Whole, ParamKind::Int { .. } | ParamKind::Micros { .. }) => grouped(value),
            (Form::Seconds, ParamKind::Micros { .. }) => {
                let micros = value.unsigned_abs();
                let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
                let text = text.trim_end_matches('0');
                let zero = if text.ends_with('.') { "0" } else { "" };
                format!("{}{text}{zero}", if value < 0 { "-" } else { "" })
            }
            (Form::Truth, ParamKind::Flag { .. }) => if value == 0 { "False" } else { "True" }.into(),
            (Form::Word, ParamKind::Choice { .. }) => format!("\"{}\"", spec.format(value)),
            _ => return None,
        })
    }
}

fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}
