//! As much of Markdown as a lesson needs, as a tree a page can show.
//!
//! Headings, paragraphs, flat lists, fenced code and quotes; in them strong and emphasised words,
//! code and links. Everything else, HTML too, is text. Nothing is an error.

/// A part of a lesson.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// `## A heading`
    Heading {
        /// How many `#`.
        level: usize,
        /// Its words.
        text: Vec<Inline>,
    },
    /// Lines up to a blank one.
    Paragraph(Vec<Inline>),
    /// `- item` or `1. item`
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Inline>>,
    },
    /// Lines between two lines of three backticks.
    Code {
        /// What stands behind the first backticks.
        lang: String,
        /// The lines.
        text: String,
    },
    /// `> a quote`
    Quote(Vec<Inline>),
}

/// A part of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Words as they are.
    Text(String),
    /// `**important**`
    Strong(Vec<Inline>),
    /// `*stressed*`
    Em(Vec<Inline>),
    /// `` `code` ``
    Code(String),
    /// `[words](address)`
    Link {
        /// A web address, a place on the page or a page beside it; never a script.
        href: String,
        /// Its words.
        text: Vec<Inline>,
    },
}

/// A block whose end is not seen yet.
enum Open {
    Nothing,
    Paragraph(String),
    Quote(String),
    /// Whether a blank line followed the last item.
    List {
        ordered: bool,
        items: Vec<String>,
        blank: bool,
    },
}

/// Reads Markdown, line by line.
#[must_use]
pub fn parse<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Block> {
    let mut lines = lines;
    let mut blocks = Vec::new();
    let mut open = Open::Nothing;
    while let Some(full) = lines.next() {
        let line = full.trim();
        if let Some(lang) = line.strip_prefix("```") {
            close(&mut open, &mut blocks);
            let text: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
            blocks.push(Block::Code { lang: lang.trim().into(), text: text.join("\n") });
        } else if line.is_empty() {
            match &mut open {
                Open::List { blank, .. } => *blank = true,
                _ => close(&mut open, &mut blocks),
            }
        } else if let Some((level, text)) = heading(line) {
            close(&mut open, &mut blocks);
            blocks.push(Block::Heading { level, text: inlines(text, 0) });
        } else if let Some(text) = line.strip_prefix('>') {
            match &mut open {
                Open::Quote(quote) => extend(quote, text.trim()),
                _ => {
                    close(&mut open, &mut blocks);
                    open = Open::Quote(text.trim().into());
                }
            }
        } else if let Some((is_ordered, text)) = item(line) {
            match &mut open {
                Open::List { ordered, items, blank } if *ordered == is_ordered => {
                    items.push(text.into());
                    *blank = false;
                }
                _ => {
                    close(&mut open, &mut blocks);
                    open = Open::List { ordered: is_ordered, items: vec![text.into()], blank: false };
                }
            }
        } else {
            match &mut open {
                Open::Paragraph(text) | Open::Quote(text) => extend(text, line),
                Open::List { items, blank: false, .. } => {
                    if let Some(item) = items.last_mut() {
                        extend(item, line);
                    }
                }
                _ => {
                    close(&mut open, &mut blocks);
                    open = Open::Paragraph(line.into());
                }
            }
        }
    }
    close(&mut open, &mut blocks);
    blocks
}

fn close(open: &mut Open, blocks: &mut Vec<Block>) {
    blocks.extend(match std::mem::replace(open, Open::Nothing) {
        Open::Nothing => None,
        Open::Paragraph(text) => Some(Block::Paragraph(inlines(&text, 0))),
        Open::Quote(text) => Some(Block::Quote(inlines(&text, 0))),
        Open::List { ordered, items, .. } => {
            Some(Block::List { ordered, items: items.iter().map(|item| inlines(item, 0)).collect() })
        }
    });
}

fn extend(text: &mut String, line: &str) {
    text.push(' ');
    text.push_str(line);
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with(' ')).then(|| (level, text.trim()))
}

/// Whether an item is numbered, and its words.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, text.trim()));
    }
    let (number, text) = line.split_once(". ")?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| (true, text.trim()))
}

fn inlines(text: &str, depth: usize) -> Vec<Inline> {
    let mut inlines: Vec<Inline> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // What is nested deeper than anybody writes stays text.
        let special = if depth < 4 { special(rest, depth) } else { None };
        let (plain, length) = match special {
            Some((inline, length)) => {
                inlines.push(inline);
                rest = &rest[length..];
                continue;
            }
            None if c == '\\' && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => (&rest[1..2], 2),
            None => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        match inlines.last_mut() {
            Some(Inline::Text(text)) => text.push_str(plain),
            _ => inlines.push(Inline::Text(plain.into())),
        }
        rest = &rest[length..];
    }
    inlines
}

/// What the text begins with, if it is more than text, and its bytes.
fn special(text: &str, depth: usize) -> Option<(Inline, usize)> {
    if text.starts_with('`') {
        let (inside, length) = code(text)?;
        return Some((Inline::Code(inside.into()), length));
    }
    for (mark, make) in [("**", Inline::Strong as fn(Vec<Inline>) -> Inline), ("*", Inline::Em)] {
        if let Some(inside) = text.strip_prefix(mark) {
            let end = end_of(inside, mark).filter(|_| !inside.starts_with(char::is_whitespace))?;
            return Some((make(self::inlines(&inside[..end], depth + 1)), end + 2 * mark.len()));
        }
    }
    let inside = text.strip_prefix('[')?;
    let end = end_of(inside, "]")?;
    let address = inside[end..].strip_prefix("](")?;
    let (href, _) = address.split_once(')').filter(|(href, _)| is_harmless(href))?;
    let link = Inline::Link { href: href.into(), text: self::inlines(&inside[..end], depth + 1) };
    Some((link, 1 + end + 2 + href.len() + 1))
}

/// The code the text begins with, and its bytes with the backticks.
fn code(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix('`')?;
    let end = inside.find('`').filter(|end| *end > 0)?;
    Some((&inside[..end], end + 2))
}

/// Where the mark closes; not in code, not behind a backslash, not behind a blank.
fn end_of(text: &str, mark: &str) -> Option<usize> {
    let mut at = 0;
    let mut blank = true;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        // Of three stars the first closes what is emphasised within.
        let is_other = mark == "*" && rest.starts_with("**") || mark == "**" && rest.starts_with("***");
        if rest.starts_with(mark) && !blank && !is_other {
            return Some(at);
        }
        let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
        at += match (escaped, code(rest)) {
            (Some(escaped), _) => 1 + escaped.len_utf8(),
            (None, Some((_, length))) => length,
            (None, None) if mark == "*" && rest.starts_with("**") => 2,
            _ => c.len_utf8(),
        };
        blank = c.is_whitespace();
    }
    None
}

/// Whether following the address can only ever open a page.
fn is_harmless(href: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
    let head = href.split(['/', '?', '#']).next().unwrap_or("");
    let known = href.starts_with("https://") || href.starts_with("http://");
    !href.is_empty() && !href.contains(odd) && !href.starts_with("//") && (known || !head.contains(':'))
}
