//! The syntax of patterns.

use super::node::{At, Case, Class, Greed, Member, Node, Set, UNBOUNDED};
use super::{ASCII, DOT_ALL, MULTI_LINE, RegexError, UNICODE, VERBOSE};
use crate::text::unicode;

/// A parsed pattern.
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) flags: u32,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
}

pub(super) struct Parser {
    pub(super) pattern: Vec<char>,
    pub(super) at: usize,
    pub(super) flags: u32,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
    pub(super) open: Vec<usize>,
    /// The groups that conditions ask, which may come later, and where.
    pub(super) asked: Vec<(usize, usize)>,
    /// How many groups there were when the look-behind began that we are in.
    pub(super) behind: Option<usize>,
    pub(super) depth: u32,
}

type Res<T> = Result<T, RegexError>;

/// Deeper than this no pattern is read.
const DEEPEST: u32 = 150;

pub(super) fn parse(pattern: &str, flags: u32) -> Res<Parsed> {
    let mut parser = Parser {
        pattern: pattern.chars().collect(),
        at: 0,
        flags: if flags & ASCII == 0 { flags | UNICODE } else { flags },
        groups: 0,
        names: Vec::new(),
        open: Vec::new(),
        asked: Vec::new(),
        behind: None,
        depth: 0,
    };
    let node = match parser.alternatives(parser.flags) {
        // The pattern turned out to be a verbose one: it is read once more as such.
        Err(Failed::Verbose(flags)) => {
            parser.at = 0;
            (parser.groups, parser.flags) = (0, flags);
            parser.names.clear();
            parser.open.clear();
            parser.asked.clear();
            parser.alternatives(flags)
        }
        other => other,
    };
    let node = match node {
        Ok(node) => node,
        Err(Failed::Wrong(error)) => return Err(error),
        Err(Failed::Verbose(_)) => return Err(parser.wrong("bad inline flags: cannot turn on verbose", 0)),
    };
    if parser.at < parser.pattern.len() {
        return Err(parser.wrong("unbalanced parenthesis", parser.at));
    }
    if let Some(&(group, at)) = parser.asked.iter().find(|&&(group, _)| group > parser.groups) {
        return Err(parser.wrong(format!("invalid group reference {group}"), at));
    }
    Ok(Parsed { node, flags: parser.flags, groups: parser.groups, names: parser.names })
}

pub(super) enum Failed {
    Wrong(RegexError),
    Verbose(u32),
}

impl From<RegexError> for Failed {
    fn from(error: RegexError) -> Self {
        Self::Wrong(error)
    }
}

pub(super) type Parse<T> = Result<T, Failed>;

impl Parser {
    fn wrong(&self, message: impl Into<String>, at: usize) -> RegexError {
        let before = &self.pattern[..at.min(self.pattern.len())];
        let line = before.iter().filter(|&&c| c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|&&c| c != '\n').count() + 1;
        let several = self.pattern.contains(&'\n');
        RegexError { message: message.into(), position: Some(at), place: Some((line, column, several)) }
    }

    pub(super) fn fail<T>(&self, message: impl Into<String>, at: usize) -> Parse<T> {
        Err(Failed::Wrong(self.wrong(message, at)))
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.pattern.get(self.at).copied()
    }

    pub(super) fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    /// Up to an end that must come: a name of a group.
    pub(super) fn until(&mut self, end: char, name: &str) -> Parse<String> {
        let begin = self.at;
        let mut text = String::new();
        loop {
            match self.peek() {
                None if text.is_empty() => return self.fail(format!("missing {name}"), self.pattern.len()),
                None => return self.fail(format!("missing {end}, unterminated name"), begin),
                Some(c) if c == end => break,
                Some(c) => text.push(c),
            }
            self.at += 1;
        }
        self.at += 1;
        if text.is_empty() { self.fail(format!("missing {name}"), self.at - 1) } else { Ok(text) }
    }

    pub(super) fn alternatives(&mut self, flags: u32) -> Parse<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.fail("the pattern is nested too deeply", self.at);
        }
        let mut flags = flags;
        let mut list = vec![self.sequence(&mut flags)?];
        while self.take('|') {
            list.push(self.sequence(&mut flags)?);
        }
        self.depth -= 1;
        Ok(if list.len() == 1 { list.remove(0) } else { Node::Either(list) })
    }

    pub(super) fn sequence(&mut self, flags: &mut u32) -> Parse<Node> {
        let mut list: Vec<Node> = Vec::new();
        // Whether the last item is itself a repetition, or nothing that can be repeated.
        let mut last = Last::Nothing;
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let begin = self.at;
            self.at += 1;
            if *flags & VERBOSE != 0 {
                if c.is_ascii() && unicode::is_ascii_space(c) {
                    continue;
                }
                if c == '#' {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                    self.at += usize::from(self.peek().is_some());
                    continue;
                }
            }
            let case = Case::of(*flags);
            match c {
                '.' => list.push(Node::Any(*flags & DOT_ALL != 0)),
                '^' => list.push(Node::At(if *flags & MULTI_LINE != 0 { At::LineBegin } else { At::Begin })),
                '$' => list.push(Node::At(if *flags & MULTI_LINE != 0 { At::LineEnd } else { At::End })),
                '[' => list.push(self.set(begin, *flags)?),
                '\\' => list.push(self.escape(begin, *flags)?),
                '(' => match self.group(begin, flags)? {
                    Some(node) => list.push(node),
                    None => continue,
                },
                '*' | '+' | '?' | '{' => {
                    let Some((least, most)) = self.counts(c, begin)? else {
                        list.push(Node::Char(c, case));
                        last = Last::Item;
                        continue;
                    };
                    match (last, list.last()) {
                        (Last::Nothing, _) | (_, None | Some(Node::At(_))) => {
                            return self.fail("nothing to repeat", begin);
                        }
                        (Last::Repeat, _) => return self.fail("multiple repeat", begin),
                        _ => {}
                    }
                    let item = list.pop().expect("there is one");
                    let greed = if self.take('?') {
                        Greed::Lazy
                    } else if self.take('+') {
                        Greed::Possessive
                    } else {
                        Greed::Greedy
                    };
                    list.push(Node::Repeat(Box::new(item), least, most, greed));
                    last = Last::Repeat;
                    continue;
                }
                _ => list.push(Node::Char(c, case)),
            }
            last = Last::Item;
        }
        Ok(if list.len() == 1 { list.remove(0) } else { Node::Sequence(list) })
    }

    /// The bounds of a repetition; a brace that is none stands for itself.
    fn counts(&mut self, c: char, begin: usize) -> Parse<Option<(u32, u32)>> {
        match c {
            '*' => return Ok(Some((0, UNBOUNDED))),
            '+' => return Ok(Some((1, UNBOUNDED))),
            '?' => return Ok(Some((0, 1))),
            _ => {}
        }
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let after = self.at;
        let digits = |this: &mut Self| {
            let mut text = String::new();
            while let Some(c) = this.peek().filter(char::is_ascii_digit) {
                text.push(c);
                this.at += 1;
            }
            text
        };
        let low = digits(self);
        let high = if self.take(',') { digits(self) } else { low.clone() };
        if !self.take('}') {
            self.at = after;
            return Ok(None);
        }
        let number = |text: &str, default| if text.is_empty() { default } else { text.parse().unwrap_or(UNBOUNDED) };
        let (least, most) = (number(&low, 0), number(&high, UNBOUNDED));
        if most < least {
            return self.fail("min repeat greater than max repeat", begin + 1);
        }
        Ok(Some((least, most)))
    }

    fn class(c: char, flags: u32) -> Option<Member> {
        let class = match c.to_ascii_lowercase() {
            'd' => Class::Digit,
            's' => Class::Space,
            'w' => Class::Word,
            _ => return None,
        };
        Some(Member::Class(class, c.is_ascii_uppercase(), flags & ASCII != 0))
    }

    fn escape(&mut self, begin: usize, flags: u32) -> Parse<Node> {
        let Some(c) = self.peek() else { return self.fail("bad escape (end of pattern)", begin) };
        self.at += 1;
        let ascii = flags & ASCII != 0;
        if let Some(member) = Self::class(c, flags) {
            return Ok(Node::Set(Set { members: vec![member], negated: false, case: Case::Exact }));
        }
        Ok(match c {
            'A' => Node::At(At::Begin),
            'Z' => Node::At(At::TextEnd),
            'b' => Node::At(At::Boundary(true, ascii)),
            'B' => Node::At(At::Boundary(false, ascii)),
            '1'..='9' => {
                if let Some(code) = self.octal(c, begin)? {
                    return Ok(Node::Char(code, Case::of(flags)));
                }
                let mut number = c.to_string();
                if let Some(second) = self.peek().filter(char::is_ascii_digit) {
                    number.push(second);
                    self.at += 1;
                }
                let group: usize = number.parse().expect("it is at most two digits");
                self.back(group, flags, begin + 1)?
            }
            _ => Node::Char(self.character(c, begin)?, Case::of(flags)),
        })
    }

    /// `\123`: three octal digits.
    fn octal(&mut self, first: char, begin: usize) -> Parse<Option<char>> {
        let digits: Vec<u32> = std::iter::once(Some(first))
            .chain((0..2).map(|ahead| self.pattern.get(self.at + ahead).copied()))
            .map_while(|c| c?.to_digit(8))
            .collect();
        if digits.len() < 3 {
            return Ok(None);
        }
        let code = digits[0] * 64 + digits[1] * 8 + digits[2];
        self.at += 2;
        if code > 0o377 {
            let text: String = self.pattern[begin..self.at].iter().collect();
            return self.fail(format!("octal escape value {text} outside of range 0-0o377"), begin);
        }
        Ok(char::from_u32(code))
    }

    fn back(&mut self, group: usize, flags: u32, at: usize) -> Parse<Node> {
        if group > self.groups {
            return self.fail(format!("invalid group reference {group}"), at);
        }
        if self.open.contains(&group) {
            return self.fail("cannot refer to an open group", at - 1);
        }
        if self.behind.is_some_and(|before| group > before) {
            return self.fail("cannot refer to group defined in the same lookbehind subpattern", at - 1);
        }
        Ok(Node::Back(group, Case::of(flags)))
    }

    /// An escape that means one character, in a set and outside.
    fn character(&mut self, c: char, begin: usize) -> Parse<char> {
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' => {
                let mut code = 0;
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    self.at += 1;
                }
                return Ok(char::from_u32(code).expect("it is at most two digits"));
            }
            'a' => return Ok('\x07'),
            'b' => return Ok('\x08'),
            'f' => return Ok('\x0c'),
            'n' => return Ok('\n'),
            'r' => return Ok('\r'),
            't' => return Ok('\t'),
            'v' => return Ok('\x0b'),
            _ if c.is_ascii_alphanumeric() => return self.fail(format!("bad escape \\{c}"), begin),
            _ => return Ok(c),
        };
        let mut text = String::new();
        while text.len() < digits
            && let Some(digit) = self.peek().filter(char::is_ascii_hexdigit)
        {
            text.push(digit);
            self.at += 1;
        }
        if text.len() < digits {
            return self.fail(format!("incomplete escape \\{c}{text}"), begin);
        }
        let code = u32::from_str_radix(&text, 16).expect("these are digits");
        match char::from_u32(code) {
            Some(c) => Ok(c),
            None => self.fail(format!("bad escape \\{c}{text}"), begin),
        }
    }

    fn set(&mut self, begin: usize, flags: u32) -> Parse<Node> {
        let negated = self.take('^');
        let mut members: Vec<Member> = Vec::new();
        let mut first = true;
        loop {
            let Some(c) = self.peek() else { return self.fail("unterminated character set", begin) };
            let here = self.at;
            self.at += 1;
            if c == ']' && !first {
                break;
            }
            first = false;
            let low = self.member(c, here, flags)?;
            if !self.take('-') {
                members.push(low);
                continue;
            }
            let Some(c) = self.peek() else { return self.fail("unterminated character set", begin) };
            if c == ']' {
                self.at += 1;
                members.push(low);
                members.push(Member::Range('-', '-'));
                break;
            }
            let second = self.at;
            self.at += 1;
            let high = self.member(c, second, flags)?;
            match (low, high) {
                (Member::Range(low, _), Member::Range(high, _)) if low <= high => {
                    members.push(Member::Range(low, high))
                }
                _ => {
                    let text: String = self.pattern[here..self.at].iter().collect();
                    return self.fail(format!("bad character range {text}"), here);
                }
            }
        }
        Ok(Node::Set(Set { members, negated, case: Case::of(flags) }))
    }

    fn member(&mut self, c: char, here: usize, flags: u32) -> Parse<Member> {
        if c != '\\' {
            return Ok(Member::Range(c, c));
        }
        let Some(c) = self.peek() else { return self.fail("bad escape (end of pattern)", here) };
        self.at += 1;
        if let Some(member) = Self::class(c, flags) {
            return Ok(member);
        }
        if ('1'..='7').contains(&c) {
            let mut code = c.to_digit(8).expect("it is one");
            for _ in 0..2 {
                let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
                code = code * 8 + digit;
                self.at += 1;
            }
            if code > 0o377 {
                let text: String = self.pattern[here..self.at].iter().collect();
                return self.fail(format!("octal escape value {text} outside of range 0-0o377"), here);
            }
            let c = char::from_u32(code).expect("it is small");
            return Ok(Member::Range(c, c));
        }
        let c = self.character(c, here)?;
        Ok(Member::Range(c, c))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Item,
    Repeat,
}
