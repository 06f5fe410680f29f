//! The engine: tries in Python's order, and goes back by a stack of its own.

use super::compile::Step;
use super::node::{At, Case, Class, Member, Set};
use super::{Found, Regex, Way};
use crate::error::Error;
use crate::text::unicode;

/// Some seconds of a machine's time: more than a pattern that is meant well ever takes.
const MOST_STEPS: u64 = 100_000_000;

const NOWHERE: usize = usize::MAX;

/// What is undone, or tried instead, when a way does not lead on.
enum Back {
    /// Another way.
    Try(usize, usize),
    /// A mark had this value.
    Mark(usize, usize),
    Last(Option<usize>),
    /// A repetition of one character that can give one back (or take one more): step, first place, count.
    Many(usize, usize, u32),
}

struct Run<'a> {
    regex: &'a Regex,
    text: &'a [char],
    way: Way,
    start: usize,
    must_advance: bool,
    marks: Vec<usize>,
    last: Option<usize>,
    stack: Vec<Back>,
    count: u64,
}

pub(super) fn run(
    regex: &Regex,
    text: &[char],
    way: Way,
    start: usize,
    must_advance: bool,
) -> Result<Option<Found>, Error> {
    let mut run = Run {
        regex,
        text,
        way,
        start,
        must_advance,
        marks: vec![NOWHERE; regex.marks],
        last: None,
        stack: Vec::new(),
        count: 0,
    };
    let last = if way == Way::Search { text.len() } else { start };
    // A pattern that begins with a plain character is looked for by it.
    let first = match regex.steps.first() {
        Some(Step::Char(c, Case::Exact)) if way == Way::Search => Some(*c),
        _ => None,
    };
    for begin in start..=last {
        if first.is_some_and(|c| text.get(begin) != Some(&c)) {
            continue;
        }
        run.marks.fill(NOWHERE);
        run.last = None;
        run.stack.clear();
        run.marks[0] = begin;
        let Some(end) = run.steps(0, begin, 0)? else { continue };
        run.marks[1] = end;
        let spans = (0..=regex.groups)
            .map(|group| (run.marks[2 * group], run.marks[2 * group + 1]))
            .map(|(begin, end)| (begin != NOWHERE && end != NOWHERE).then_some((begin, end)))
            .collect();
        return Ok(Some(Found { spans, last_group: run.last }));
    }
    Ok(None)
}

impl Run<'_> {
    /// Follows the steps to their end; gives up where everything above the floor of the stack was tried.
    fn steps(&mut self, step: usize, at: usize, depth: u32) -> Result<Option<usize>, Error> {
        let regex = self.regex;
        let floor = self.stack.len();
        let (mut pc, mut at) = (step, at);
        loop {
            self.count += 1;
            if self.count > MOST_STEPS || depth > 200 {
                return super::too_long();
            }
            let fits = match &regex.steps[pc] {
                Step::Found => {
                    let full = self.way != Way::Full || at == self.text.len();
                    if full && !(self.must_advance && at == self.start) {
                        self.stack.truncate(floor);
                        return Ok(Some(at));
                    }
                    false
                }
                Step::Inner => return Ok(Some(at)),
                step @ (Step::Char(..) | Step::Any(_) | Step::Set(_)) => {
                    let fits = self.text.get(at).is_some_and(|&c| matches(step, c));
                    at += usize::from(fits);
                    fits
                }
                Step::At(place) => self.is_at(*place, at),
                Step::Back(group, case) => match self.span(*group) {
                    Some((begin, end)) => {
                        let length = end - begin;
                        let same = at + length <= self.text.len()
                            && (0..length).all(|ahead| {
                                let (a, b) = (self.text[begin + ahead], self.text[at + ahead]);
                                same(a, b, *case)
                            });
                        at += if same { length } else { 0 };
                        same
                    }
                    None => false,
                },
                Step::Mark(mark) => {
                    self.mark(*mark, at);
                    true
                }
                Step::Close(group) => {
                    self.mark(2 * group + 1, at);
                    self.stack.push(Back::Last(self.last));
                    self.last = Some(*group);
                    true
                }
                Step::Go(to) => {
                    pc = *to;
                    continue;
                }
                Step::Try(first, second) => {
                    self.stack.push(Back::Try(*second, at));
                    pc = *first;
                    continue;
                }
                Step::Loop(mark, to) => {
                    if self.marks[*mark] != at {
                        pc = *to;
                        continue;
                    }
                    true
                }
                Step::Many(one, least, most, lazy) => {
                    let wanted = if *lazy { *least } else { *most };
                    let room = (self.text.len() - at).min(wanted as usize);
                    let count = self.text[at..at + room].iter().take_while(|&&c| matches(one, c)).count();
                    self.count += count as u64;
                    let enough = count >= *least as usize;
                    if enough {
                        let count = count as u32;
                        if *lazy || count > *least {
                            self.stack.push(Back::Many(pc, at, count));
                        }
                        at += count as usize;
                    }
                    enough
                }
                Step::Look { behind, wanted, end } => {
                    let from = match behind {
                        None => Some(at),
                        Some(count) => at.checked_sub(*count),
                    };
                    let inner = self.stack.len();
                    let found = match from {
                        Some(from) => self.steps(pc + 1, from, depth + 1)?.is_some(),
                        None => false,
                    };
                    if *wanted && found {
                        self.forget_ways(inner);
                    } else {
                        self.undo(inner);
                    }
                    let fits = found == *wanted;
                    if fits {
                        pc = *end;
                        continue;
                    }
                    false
                }
                Step::Atomic(end) => {
                    let inner = self.stack.len();
                    match self.steps(pc + 1, at, depth + 1)? {
                        Some(behind) => {
                            self.forget_ways(inner);
                            (pc, at) = (*end, behind);
                            continue;
                        }
                        None => false,
                    }
                }
                Step::Unless(group, to) => {
                    pc = if self.span(*group).is_some() { pc + 1 } else { *to };
                    continue;
                }
            };
            if fits {
                pc += 1;
                continue;
            }
            match self.back(floor) {
                Some(next) => (pc, at) = next,
                None => return Ok(None),
            }
        }
    }

    fn span(&self, group: usize) -> Option<(usize, usize)> {
        let (begin, end) = (*self.marks.get(2 * group)?, *self.marks.get(2 * group + 1)?);
        (group <= self.regex.groups && begin != NOWHERE && end != NOWHERE && begin <= end).then_some((begin, end))
    }

    fn mark(&mut self, mark: usize, at: usize) {
        self.stack.push(Back::Mark(mark, self.marks[mark]));
        self.marks[mark] = at;
    }

    /// Takes back what was done since the last choice, and takes its other way.
    fn back(&mut self, floor: usize) -> Option<(usize, usize)> {
        while self.stack.len() > floor {
            match self.stack.pop()? {
                Back::Try(step, at) => return Some((step, at)),
                Back::Mark(mark, before) => self.marks[mark] = before,
                Back::Last(before) => self.last = before,
                Back::Many(step, begin, count) => {
                    let Step::Many(one, least, most, lazy) = &self.regex.steps[step] else { continue };
                    if *lazy {
                        let at = begin + count as usize;
                        if count < *most && self.text.get(at).is_some_and(|&c| matches(one, c)) {
                            self.stack.push(Back::Many(step, begin, count + 1));
                            return Some((step + 1, at + 1));
                        }
                        continue;
                    }
                    if count - 1 > *least {
                        self.stack.push(Back::Many(step, begin, count - 1));
                    }
                    return Some((step + 1, begin + count as usize - 1));
                }
            }
        }
        None
    }

    /// Undoes everything since, whatever ways were left.
    fn undo(&mut self, floor: usize) {
        while self.stack.len() > floor {
            match self.stack.pop() {
                Some(Back::Mark(mark, before)) => self.marks[mark] = before,
                Some(Back::Last(before)) => self.last = before,
                _ => {}
            }
        }
    }

    /// Keeps what was done since, and none of the other ways.
    fn forget_ways(&mut self, floor: usize) {
        let kept: Vec<Back> =
            self.stack.drain(floor..).filter(|back| matches!(back, Back::Mark(..) | Back::Last(_))).collect();
        self.stack.extend(kept);
    }

    fn is_at(&self, place: At, at: usize) -> bool {
        let length = self.text.len();
        match place {
            At::Begin => at == 0,
            At::LineBegin => at == 0 || self.text[at - 1] == '\n',
            At::TextEnd => at == length,
            At::End => at == length || at + 1 == length && self.text[at] == '\n',
            At::LineEnd => at == length || self.text[at] == '\n',
            At::Boundary(wanted, ascii) => {
                if length == 0 {
                    return false;
                }
                let word = |at: Option<usize>| {
                    at.and_then(|at| self.text.get(at)).is_some_and(|&c| is_class(Class::Word, ascii, c))
                };
                (word(at.checked_sub(1)) != word(Some(at))) == wanted
            }
        }
    }
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    match c {
        // Letters that are one letter though their small forms are two.
        'ſ' => 's',
        'µ' => 'μ',
        'ς' => 'σ',
        'K' => 'k',
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(lower), None) => lower,
                (Some('i'), _) if c == 'İ' => 'i',
                _ => c,
            }
        }
    }
}

/// The capital of a small letter that is one letter too.
fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

fn same(a: char, b: char, case: Case) -> bool {
    a == b
        || match case {
            Case::Exact => false,
            Case::Ascii => a.eq_ignore_ascii_case(&b),
            Case::Folded => lower(a) == lower(b),
        }
}

fn matches(step: &Step, c: char) -> bool {
    match step {
        Step::Char(wanted, case) => same(*wanted, c, *case),
        Step::Any(all) => *all || c != '\n',
        Step::Set(set) => in_set(set, c),
        _ => false,
    }
}

fn in_set(set: &Set, c: char) -> bool {
    let has = |c: char| {
        set.members.iter().any(|member| match *member {
            Member::Range(low, high) => (low..=high).contains(&c),
            Member::Class(class, opposite, ascii) => is_class(class, ascii, c) != opposite,
        })
    };
    let found = has(c)
        || match set.case {
            Case::Exact => false,
            Case::Ascii => has(c.to_ascii_lowercase()) || has(c.to_ascii_uppercase()),
            Case::Folded => {
                let small = lower(c);
                has(small) || has(upper(small)) || small == 's' && has('ſ') || small == 'k' && has('\u{212a}')
            }
        };
    found != set.negated
}

fn is_class(class: Class, ascii: bool, c: char) -> bool {
    if ascii && !c.is_ascii() {
        return false;
    }
    match class {
        Class::Digit => unicode::is_decimal(c),
        Class::Space if ascii => unicode::is_ascii_space(c),
        Class::Space => unicode::is_space(c),
        Class::Word => c == '_' || unicode::is_alnum(c),
    }
}
