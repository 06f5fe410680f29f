//! What `sub` puts in place of a match, and `escape`.

use super::{Regex, RegexError};
use crate::text::{methods, repr};

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// As it is.
    Literal(String),
    /// What a group matched; nothing if it took no part.
    Group(usize),
}

/// Reads a template: `\1`, `\g<name>`, `\n`. An unknown name of a group is an `IndexError`, and comes without a
/// position.
pub fn template(text: &str, regex: &Regex) -> Result<Vec<Part>, RegexError> {
    let characters: Vec<char> = text.chars().collect();
    let wrong = |message: String, at: usize| {
        let before = &characters[..at];
        let line = before.iter().filter(|&&c| c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|&&c| c != '\n').count() + 1;
        RegexError { message, position: Some(at), place: Some((line, column, characters.contains(&'\n'))) }
    };
    let mut parts: Vec<Part> = Vec::new();
    let mut literal = String::new();
    let mut at = 0;
    let group = |index: usize, at: usize, parts: &mut Vec<Part>, literal: &mut String| {
        if index > regex.groups {
            return Err(wrong(format!("invalid group reference {index}"), at));
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(std::mem::take(literal)));
        }
        parts.push(Part::Group(index));
        Ok(())
    };
    // CPython looks one token ahead, so that a lone `\` at the end is told before what comes just before it.
    let lone = |at: usize| at + 1 == characters.len() && characters[at] == '\\';
    let end = || wrong("bad escape (end of pattern)".to_owned(), characters.len() - 1);
    while at < characters.len() {
        if lone(at) {
            return Err(end());
        }
        let c = characters[at];
        at += 1;
        if c != '\\' {
            literal.push(c);
            continue;
        }
        let begin = at - 1;
        let c = characters[at];
        at += 1;
        if lone(at) {
            return Err(end());
        }
        match c {
            'g' => {
                if characters.get(at) != Some(&'<') {
                    return Err(wrong("missing <".to_owned(), at));
                }
                at += 1;
                let from = at;
                while characters.get(at).is_some_and(|&c| c != '>') {
                    if lone(at) {
                        return Err(end());
                    }
                    at += if characters[at] == '\\' { 2 } else { 1 };
                }
                let name: String = characters[from..at].iter().collect();
                if at == characters.len() {
                    let (words, at) = if name.is_empty() {
                        ("missing group name", at)
                    } else {
                        ("missing >, unterminated name", from)
                    };
                    return Err(wrong(words.to_owned(), at));
                }
                at += 1;
                if lone(at) {
                    return Err(end());
                }
                if name.is_empty() {
                    return Err(wrong("missing group name".to_owned(), at - 1));
                }
                let index = if methods::is_identifier(&name) {
                    match regex.named(&name) {
                        Some(index) => index,
                        None => {
                            let message = format!("unknown group name {}", repr::text(&name));
                            return Err(RegexError { message, position: None, place: None });
                        }
                    }
                } else {
                    match name.parse::<usize>() {
                        Ok(index) if name.bytes().all(|byte| byte.is_ascii_digit()) => index,
                        _ => return Err(wrong(format!("bad character in group name {}", repr::text(&name)), from)),
                    }
                };
                group(index, from, &mut parts, &mut literal)?;
            }
            '0' => {
                let mut code = 0;
                for _ in 0..2 {
                    let Some(digit) = characters.get(at).and_then(|c| c.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    at += 1;
                }
                literal.extend(char::from_u32(code));
            }
            '1'..='9' => {
                let second = characters.get(at).filter(|c| c.is_ascii_digit()).copied();
                let third = characters.get(at + 1).and_then(|c| c.to_digit(8));
                if let (Some(a), Some(b), Some(c)) = (c.to_digit(8), second.and_then(|c| c.to_digit(8)), third) {
                    at += 2;
                    let code = a * 64 + b * 8 + c;
                    if code > 0o377 {
                        let text: String = characters[begin..at].iter().collect();
                        return Err(wrong(format!("octal escape value {text} outside of range 0-0o377"), begin));
                    }
                    literal.extend(char::from_u32(code));
                    continue;
                }
                let mut index = c.to_digit(10).expect("it is a digit") as usize;
                if let Some(second) = second.and_then(|c| c.to_digit(10)) {
                    index = index * 10 + second as usize;
                    at += 1;
                    if lone(at) {
                        return Err(end());
                    }
                }
                group(index, begin + 1, &mut parts, &mut literal)?;
            }
            'a' => literal.push('\x07'),
            'b' => literal.push('\x08'),
            'f' => literal.push('\x0c'),
            'n' => literal.push('\n'),
            'r' => literal.push('\r'),
            't' => literal.push('\t'),
            'v' => literal.push('\x0b'),
            '\\' => literal.push('\\'),
            _ if c.is_ascii_alphabetic() => return Err(wrong(format!("bad escape \\{c}"), begin)),
            _ => literal.extend(['\\', c]),
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Ok(parts)
}

/// `re.escape(text)`
pub fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if "()[]{}?*+-|^$\\.&~# \t\n\r\x0b\x0c".contains(c) {
            result.push('\\');
        }
        result.push(c);
    }
    result
}
