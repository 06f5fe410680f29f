//! From a pattern's parts to steps.

use super::node::{At, Case, Greed, Node, Set, UNBOUNDED};
use super::parse::Parsed;
use super::{Regex, RegexError};

/// A step of the engine.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Char(char, Case),
    Any(bool),
    Set(Set),
    At(At),
    Back(usize, Case),
    /// Remembers where it is.
    Mark(usize),
    /// A group closes.
    Close(usize),
    Go(usize),
    /// Tries the first, and later the second.
    Try(usize, usize),
    /// Goes on at the place unless nothing was taken since this mark.
    Loop(usize, usize),
    /// One character as often as it fits: at least, at most, and lazily.
    Many(Box<Step>, u32, u32, bool),
    /// Looks ahead or so many characters behind; the steps follow, and end at the place.
    Look {
        behind: Option<usize>,
        wanted: bool,
        end: usize,
    },
    /// Takes what the steps that follow take first, and never comes back for more.
    Atomic(usize),
    /// Where the group took no part.
    Unless(usize, usize),
    /// A part that was looked at by itself is over.
    Inner,
    Found,
}

/// Longer than this no pattern gets: repetitions are written out.
const MOST_STEPS: usize = 200_000;

struct Compiler {
    steps: Vec<Step>,
    marks: usize,
}

pub(super) fn compile(parsed: Parsed) -> Result<Regex, RegexError> {
    let mut compiler = Compiler { steps: Vec::new(), marks: 2 * (parsed.groups + 1) };
    compiler.node(&parsed.node)?;
    compiler.steps.push(Step::Found);
    Ok(Regex {
        flags: parsed.flags,
        groups: parsed.groups,
        names: parsed.names,
        steps: compiler.steps,
        marks: compiler.marks,
    })
}

fn whole(message: &str) -> RegexError {
    RegexError { message: message.to_owned(), position: None, place: None }
}

impl Compiler {
    fn push(&mut self, step: Step) -> Result<usize, RegexError> {
        if self.steps.len() >= MOST_STEPS {
            return Err(whole("the pattern is too long for this machine"));
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    fn node(&mut self, node: &Node) -> Result<(), RegexError> {
        match node {
            Node::Char(..) | Node::Any(_) | Node::Set(_) => {
                let step = single(node).expect("it is one character");
                self.push(step)?;
            }
            Node::At(at) => drop(self.push(Step::At(*at))?),
            Node::Back(group, case) => drop(self.push(Step::Back(*group, *case))?),
            Node::Group(None, node) => self.node(node)?,
            Node::Group(Some(group), node) => {
                self.push(Step::Mark(2 * group))?;
                self.node(node)?;
                self.push(Step::Close(*group))?;
            }
            Node::Sequence(list) => {
                for node in list {
                    self.node(node)?;
                }
            }
            Node::Either(list) => {
                let mut ends = Vec::new();
                for (at, node) in list.iter().enumerate() {
                    if at + 1 == list.len() {
                        self.node(node)?;
                        break;
                    }
                    let choice = self.push(Step::Found)?;
                    self.node(node)?;
                    ends.push(self.push(Step::Found)?);
                    self.steps[choice] = Step::Try(choice + 1, self.steps.len());
                }
                for end in ends {
                    self.steps[end] = Step::Go(self.steps.len());
                }
            }
            Node::Repeat(node, least, most, Greed::Possessive) => {
                let atomic = self.push(Step::Found)?;
                self.repeat(node, *least, *most, false)?;
                self.push(Step::Inner)?;
                self.steps[atomic] = Step::Atomic(self.steps.len());
            }
            Node::Repeat(node, least, most, greed) => self.repeat(node, *least, *most, *greed == Greed::Lazy)?,
            Node::Look { ahead, wanted, node } => {
                let behind = if *ahead {
                    None
                } else {
                    match width(node) {
                        (least, most) if least == most => Some(least as usize),
                        _ => return Err(whole("look-behind requires fixed-width pattern")),
                    }
                };
                let look = self.push(Step::Found)?;
                self.node(node)?;
                self.push(Step::Inner)?;
                self.steps[look] = Step::Look { behind, wanted: *wanted, end: self.steps.len() };
            }
            Node::Atomic(node) => {
                let atomic = self.push(Step::Found)?;
                self.node(node)?;
                self.push(Step::Inner)?;
                self.steps[atomic] = Step::Atomic(self.steps.len());
            }
            Node::If(group, yes, no) => {
                let unless = self.push(Step::Found)?;
                self.node(yes)?;
                let end = self.push(Step::Found)?;
                self.steps[unless] = Step::Unless(*group, self.steps.len());
                self.node(no)?;
                self.steps[end] = Step::Go(self.steps.len());
            }
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, least: u32, most: u32, lazy: bool) -> Result<(), RegexError> {
        if let Some(step) = single(node) {
            self.push(Step::Many(Box::new(step), least, most, lazy))?;
            return Ok(());
        }
        for _ in 0..least {
            self.node(node)?;
        }
        let order = |inside, behind| if lazy { Step::Try(behind, inside) } else { Step::Try(inside, behind) };
        if most == UNBOUNDED {
            let mark = self.marks;
            self.marks += 1;
            let choice = self.push(Step::Found)?;
            self.push(Step::Mark(mark))?;
            self.node(node)?;
            self.push(Step::Loop(mark, choice))?;
            self.steps[choice] = order(choice + 1, self.steps.len());
            return Ok(());
        }
        let mut choices = Vec::new();
        for _ in least..most {
            choices.push(self.push(Step::Found)?);
            self.node(node)?;
        }
        for choice in choices {
            self.steps[choice] = order(choice + 1, self.steps.len());
        }
        Ok(())
    }
}

/// The step of a part that is always one character.
fn single(node: &Node) -> Option<Step> {
    Some(match node {
        Node::Char(c, case) => Step::Char(*c, *case),
        Node::Any(all) => Step::Any(*all),
        Node::Set(set) => Step::Set(set.clone()),
        Node::Group(None, node) => return single(node),
        _ => return None,
    })
}

/// How many characters a part takes, at least and at most.
fn width(node: &Node) -> (u64, u64) {
    let many = u64::from(UNBOUNDED);
    match node {
        Node::Char(..) | Node::Any(_) | Node::Set(_) => (1, 1),
        Node::At(_) | Node::Look { .. } => (0, 0),
        Node::Back(..) => (0, many),
        Node::Group(_, node) | Node::Atomic(node) => width(node),
        Node::Sequence(list) => {
            list.iter().map(width).fold((0, 0), |(a, b), (c, d)| ((a + c).min(many), (b + d).min(many)))
        }
        Node::Either(list) => list.iter().map(width).fold((many, 0), |(a, b), (c, d)| (a.min(c), b.max(d))),
        Node::Repeat(node, least, most, _) => {
            let (a, b) = width(node);
            ((a * u64::from(*least)).min(many), (b.saturating_mul(u64::from(*most))).min(many))
        }
        Node::If(_, yes, no) => {
            let ((a, b), (c, d)) = (width(yes), width(no));
            (a.min(c), b.max(d))
        }
    }
}
