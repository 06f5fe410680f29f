//! Reading a listing: from the lines of the file to what they can become.

use super::{Fault, Form, ListingError, Node, Part, Source, python};
use model::{Mark, Specs};
use python::Tone;

/// A line of the file: its number and its text.
type Numbered = (usize, String);

/// Reads a listing of a scenario with these parameters.
///
/// # Errors
/// Where the text has a fault.
pub fn parse(text: &str, specs: &Specs) -> Result<Source, ListingError> {
    let lines: Vec<Numbered> = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end().into())).collect();
    let cut = lines.iter().position(|(_, line)| directive(line) == Some("outcome"));
    let (shown, hidden) = lines.split_at(cut.unwrap_or(lines.len()));
    let mut reader = Reader { specs, marks: Vec::new() };
    let lines = reader.block(shown, 0)?;
    let outcome = reader.block(&uncomment(hidden.get(1..).unwrap_or(&[]))?, 0)?;
    Ok(Source { specs: specs.clone(), marks: reader.marks, lines, outcome })
}

/// Reads lines, and gathers the marks in them.
struct Reader<'a> {
    specs: &'a Specs,
    marks: Vec<String>,
}

fn fail<T>(line: usize, fault: Fault) -> Result<T, ListingError> {
    Err(ListingError { line, fault })
}

/// What a line that is nothing but a directive says.
fn directive(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("#:").map(str::trim)
}

/// The lines without the `#| ` that each of them must have.
fn uncomment(lines: &[Numbered]) -> Result<Vec<Numbered>, ListingError> {
    let uncommented = lines.iter().map(|(number, line)| {
        let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
        match rest.strip_prefix("#|") {
            Some("") => Ok((*number, String::new())),
            Some(code) => Ok((*number, format!("{indent}{}", code.strip_prefix(' ').unwrap_or(code)))),
            None => fail(*number, Fault::NotCommented),
        }
    });
    uncommented.collect()
}

/// Where the `else` (or else the `end`) and the `end` of the `if` on this line stand.
fn extent(lines: &[Numbered], start: usize) -> Result<(usize, usize), ListingError> {
    let mut depth = 0;
    let mut middle = None;
    for (at, (number, line)) in lines.iter().enumerate().skip(start) {
        match directive(line) {
            Some("end") if depth == 1 => return Ok((middle.unwrap_or(at), at)),
            Some("end") => depth -= 1,
            Some("else") if depth == 1 && middle.replace(at).is_some() => return fail(*number, Fault::Unmatched),
            Some(words) if words.starts_with("if ") => depth += 1,
            _ => {}
        }
    }
    fail(lines[start].0, Fault::Unclosed)
}

impl Reader<'_> {
    fn block(&mut self, lines: &[Numbered], depth: usize) -> Result<Vec<Node>, ListingError> {
        let mut nodes = Vec::new();
        let mut at = 0;
        while let Some((number, line)) = lines.get(at) {
            let Some(words) = directive(line) else {
                nodes.push(self.line(*number, line)?);
                at += 1;
                continue;
            };
            match words.split_once(' ') {
                Some(("if", _)) if depth == 8 => return fail(*number, Fault::TooDeep),
                Some(("if", condition)) => {
                    let (middle, end) = extent(lines, at)?;
                    let (spec, values) = self.condition(condition).or_else(|fault| fail(*number, fault))?;
                    let then = &lines[at + 1..middle];
                    let other = &lines[(middle + 1).min(end)..end];
                    let is_default = values.contains(&self.specs[spec].default());
                    let mut branch = |lines: &[Numbered], is_default: bool| {
                        let uncommented = if is_default { lines.to_vec() } else { uncomment(lines)? };
                        self.block(&uncommented, depth + 1)
                    };
                    let (then, other) = (branch(then, is_default)?, branch(other, !is_default)?);
                    nodes.push(Node::If { spec, values, then, other });
                    at = end + 1;
                }
                _ if matches!(words, "else" | "end") => return fail(*number, Fault::Unmatched),
                _ => return fail(*number, Fault::UnknownDirective(words.into())),
            }
        }
        Ok(nodes)
    }

    /// The place of the parameter of this name.
    fn param(&self, id: &str) -> Result<usize, Fault> {
        self.specs.iter().position(|spec| spec.id == id).ok_or_else(|| Fault::UnknownParam(id.into()))
    }

    /// `locked`, `between=call` or `between=call,sleep`.
    fn condition(&self, text: &str) -> Result<(usize, Vec<i64>), Fault> {
        let (id, values) = text.trim().split_once('=').unwrap_or((text.trim(), "true"));
        let spec = self.param(id)?;
        let value_of = |value: &str| self.specs[spec].parse(value).map_err(|_| Fault::UnknownValue(value.into()));
        Ok((spec, values.split(',').map(value_of).collect::<Result<_, _>>()?))
    }

    fn line(&mut self, number: usize, text: &str) -> Result<Node, ListingError> {
        if text.trim_start().starts_with("#|") {
            return fail(number, Fault::Commented);
        }
        let spans = python::spans(text);
        let comment = spans.last().filter(|(tone, _)| *tone == Tone::Comment).map_or("", |(_, comment)| comment);
        let (said, items) = comment.split_once("#:").unwrap_or((comment, ""));
        let shown = &text[..text.len() - comment.len() + said.len()];

        let mut marks = Vec::new();
        let mut values: Vec<(usize, usize, Part)> = Vec::new();
        for item in items.split_whitespace() {
            if let Some(name) = item.strip_prefix('@') {
                marks.push(self.mark(name));
            } else if let Some((id, literal)) = item.split_once('=') {
                let spec = self.param(id).or_else(|fault| fail(number, fault))?;
                let known = &self.specs[spec];
                let form =
                    Form::ALL.into_iter().find(|form| form.write(known, known.default()).as_deref() == Some(literal));
                let Some(form) = form else { return fail(number, Fault::NotDefault(item.into())) };
                let mut start = 0;
                let place = spans.iter().find_map(|(_, span)| {
                    let place = (start, start + span.len());
                    start = place.1;
                    (*span == literal && values.iter().all(|value| value.0 != place.0)).then_some(place)
                });
                let Some((from, to)) = place else { return fail(number, Fault::NoSuchLiteral(literal.into())) };
                values.push((from, to, Part::Value { spec, form }));
            } else {
                return fail(number, Fault::UnknownDirective(item.into()));
            }
        }

        values.sort_by_key(|(from, ..)| *from);
        let mut parts = Vec::new();
        let mut done = 0;
        for (from, to, value) in values {
            parts.extend([Part::Text(shown[done..from].into()), value]);
            done = to;
        }
        parts.push(Part::Text(shown[done..].trim_end().into()));
        parts.retain(|part| *part != Part::Text(String::new()));
        Ok(Node::Line { parts, marks, at: number })
    }

    /// The mark of this name, a new one where it has not been seen before.
    fn mark(&mut self, name: &str) -> Mark {
        let at = self.marks.iter().position(|known| known == name).unwrap_or_else(|| {
            self.marks.push(name.into());
            self.marks.len() - 1
        });
        Mark(u16::try_from(at + 1).unwrap_or(u16::MAX))
    }
}
