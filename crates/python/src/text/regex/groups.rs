//! What an opening bracket can begin: groups, looks ahead and behind, conditions, flags.

use super::node::{Case, Node};
use super::parse::{Failed, Parse, Parser};
use super::{ASCII, DOT_ALL, IGNORE_CASE, MULTI_LINE, UNICODE, VERBOSE};
use crate::text::repr;

impl Parser {
    /// What follows an opening bracket; `None` of what matches nothing by itself.
    pub(super) fn group(&mut self, begin: usize, flags: &mut u32) -> Parse<Option<Node>> {
        let mut name = None;
        let mut inner = *flags;
        let mut captured = true;
        if self.take('?') {
            let Some(c) = self.peek() else { return self.fail("unexpected end of pattern", self.at) };
            self.at += 1;
            match c {
                'P' => {
                    if self.take('<') {
                        name = Some(self.group_name('>')?);
                    } else if self.take('=') {
                        let before = self.at;
                        let name = self.group_name(')')?;
                        let Some(group) = self.find(&name) else {
                            return self.fail(format!("unknown group name {}", repr::text(&name)), before);
                        };
                        if self.open.contains(&group) {
                            return self.fail("cannot refer to an open group", before);
                        }
                        return Ok(Some(Node::Back(group, Case::of(*flags))));
                    } else {
                        let Some(c) = self.peek() else { return self.fail("unexpected end of pattern", self.at) };
                        self.at += 1;
                        return self.fail(format!("unknown extension ?P{c}"), self.at - 3);
                    }
                }
                ':' => captured = false,
                '#' => {
                    loop {
                        match self.peek() {
                            None => return self.fail("missing ), unterminated comment", begin),
                            Some(')') => break,
                            Some(_) => self.at += 1,
                        }
                    }
                    self.at += 1;
                    return Ok(None);
                }
                '=' | '!' | '<' => {
                    let mut sign = c;
                    let ahead = c != '<';
                    if !ahead {
                        let Some(c) = self.peek() else { return self.fail("unexpected end of pattern", self.at) };
                        self.at += 1;
                        if c != '=' && c != '!' {
                            return self.fail(format!("unknown extension ?<{c}"), self.at - 3);
                        }
                        sign = c;
                    }
                    let before = self.behind;
                    if !ahead {
                        self.behind.get_or_insert(self.groups);
                    }
                    let node = self.alternatives(*flags)?;
                    self.behind = before;
                    self.close(begin)?;
                    return Ok(Some(Node::Look { ahead, wanted: sign == '=', node: Box::new(node) }));
                }
                '(' => return self.conditional(begin, *flags).map(Some),
                '>' => {
                    let node = self.alternatives(*flags)?;
                    self.close(begin)?;
                    return Ok(Some(Node::Atomic(Box::new(node))));
                }
                _ if flag(c).is_some() || c == '-' => match self.inline_flags(c, begin, flags)? {
                    None => return Ok(None),
                    Some(changed) => {
                        inner = changed;
                        captured = false;
                    }
                },
                _ => return self.fail(format!("unknown extension ?{c}"), self.at - 2),
            }
        }
        let group = if captured {
            self.groups += 1;
            if let Some(name) = name {
                if let Some(other) = self.find(&name) {
                    let words = format!(
                        "redefinition of group name {} as group {}; was group {other}",
                        repr::text(&name),
                        self.groups
                    );
                    return self.fail(words, self.at - name.chars().count() - 1);
                }
                self.names.push((name, self.groups));
            }
            self.open.push(self.groups);
            Some(self.groups)
        } else {
            None
        };
        let node = self.alternatives(inner)?;
        self.close(begin)?;
        if group.is_some() {
            self.open.pop();
        }
        Ok(Some(Node::Group(group, Box::new(node))))
    }

    fn close(&mut self, begin: usize) -> Parse<()> {
        if self.take(')') { Ok(()) } else { self.fail("missing ), unterminated subpattern", begin) }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().find(|(known, _)| known == name).map(|&(_, group)| group)
    }

    fn group_name(&mut self, end: char) -> Parse<String> {
        let before = self.at;
        let name = self.until(end, "group name")?;
        if !crate::text::methods::is_identifier(&name) {
            return self.fail(format!("bad character in group name {}", repr::text(&name)), before);
        }
        Ok(name)
    }

    fn conditional(&mut self, begin: usize, flags: u32) -> Parse<Node> {
        let before = self.at;
        let name = self.until(')', "group name")?;
        let group = if let Some(group) = self.find(&name) {
            group
        } else if !name.is_empty() && name.chars().all(|c| c.is_ascii_digit()) {
            let group = name.parse().unwrap_or(usize::MAX);
            if group == 0 {
                return self.fail("bad group number", before);
            }
            if group > 0x7fff_ffff {
                return self.fail(format!("invalid group reference {name}"), before);
            }
            self.asked.push((group, before));
            group
        } else if crate::text::methods::is_identifier(&name) {
            return self.fail(format!("unknown group name {}", repr::text(&name)), before);
        } else {
            return self.fail(format!("bad character in group name {}", repr::text(&name)), before);
        };
        let mut inner = flags;
        let yes = self.sequence(&mut inner)?;
        let no = if self.take('|') { self.sequence(&mut inner)? } else { Node::Sequence(Vec::new()) };
        if self.peek() == Some('|') {
            return self.fail("conditional backref with more than two branches", self.at);
        }
        self.close(begin)?;
        Ok(Node::If(group, Box::new(yes), Box::new(no)))
    }

    /// `(?i)`, which counts from here on and must be at the start, or `(?i-s:…)`.
    fn inline_flags(&mut self, first: char, begin: usize, flags: &mut u32) -> Parse<Option<u32>> {
        let (mut on, mut off) = (0, 0);
        let mut c = first;
        while c != '-' && c != ')' && c != ':' {
            let Some(bit) = flag(c) else {
                let words = if c.is_alphabetic() { "unknown flag" } else { "missing -, : or )" };
                return self.fail(words, self.at - 1);
            };
            if bit & on & (ASCII | UNICODE) == 0 && on & (ASCII | UNICODE) != 0 && bit & (ASCII | UNICODE) != 0 {
                return self.fail("bad inline flags: flags 'a', 'u' and 'L' are incompatible", self.at);
            }
            on |= bit;
            let Some(next) = self.peek() else { return self.fail("missing -, : or )", self.at) };
            self.at += 1;
            c = next;
        }
        if c == ')' {
            if begin > 0 {
                return self.fail("global flags not at the start of the expression", begin);
            }
            let before = self.flags;
            self.flags |= on;
            if on & ASCII != 0 {
                self.flags &= !UNICODE;
            }
            if self.flags & VERBOSE != 0 && before & VERBOSE == 0 {
                return Err(Failed::Verbose(self.flags));
            }
            *flags = self.flags;
            return Ok(None);
        }
        if c == '-' {
            let Some(next) = self.peek() else { return self.fail("missing flag", self.at) };
            self.at += 1;
            c = next;
            if flag(c).is_none() {
                let words = if c.is_alphabetic() { "unknown flag" } else { "missing flag" };
                return self.fail(words, self.at - 1);
            }
            while c != ':' {
                let Some(bit) = flag(c) else {
                    let words = if c.is_alphabetic() { "unknown flag" } else { "missing :" };
                    return self.fail(words, self.at - 1);
                };
                if bit & (ASCII | UNICODE) != 0 {
                    return self.fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", self.at);
                }
                off |= bit;
                let Some(next) = self.peek() else { return self.fail("missing :", self.at) };
                self.at += 1;
                c = next;
            }
        }
        if on & off != 0 {
            return self.fail("bad inline flags: flag turned on and off", self.at - 1);
        }
        let mut changed = (*flags | on) & !off;
        if on & ASCII != 0 {
            changed &= !UNICODE;
        }
        if on & UNICODE != 0 {
            changed &= !ASCII;
        }
        Ok(Some(changed))
    }
}

fn flag(c: char) -> Option<u32> {
    Some(match c {
        'i' => IGNORE_CASE,
        'm' => MULTI_LINE,
        's' => DOT_ALL,
        'x' => VERBOSE,
        'a' => ASCII,
        'u' => UNICODE,
        _ => return None,
    })
}
