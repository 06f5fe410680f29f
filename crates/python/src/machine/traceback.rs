//! What an exception nobody caught looks like on stderr: CPython 3.11's text, with lines and carets.

use super::{Core, Res, State, types};
use crate::code::Program;
use crate::error::Kind;
use crate::heap::Obj;
use crate::parser;
use crate::tree::Span;
use crate::value::Value;

/// Marks an instruction in a trace: it was about to find its method.
pub(crate) const FINDING: u32 = 1 << 31;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

impl State {
    /// The text for an exception, as Python writes it when a program ends with it.
    pub fn traceback(&mut self, program: &Program, exception: Value) -> String {
        let mut text = String::new();
        self.core.write_exception(program, exception, &mut text, "", 0);
        text
    }

    /// The exit status an exception ends a program with, and what is written first.
    pub fn exit(&mut self, program: &Program, exception: Value) -> (i32, String) {
        if !self.core.is_kind(exception, Kind::SystemExit) {
            return (1, self.traceback(program, exception));
        }
        let args = match exception {
            Value::Obj(at) => self.core.heap.exception(at).args,
            _ => Value::None,
        };
        let items = self.core.items(args, 0).unwrap_or_default();
        match items[..] {
            [] | [Value::None] => (0, String::new()),
            [Value::Int(code)] => (i32::try_from(code & 0xff).unwrap_or(1), String::new()),
            [Value::Bool(code)] => (i32::from(code), String::new()),
            [one] => (1, self.core.str_text(program, one).unwrap_or_default() + "\n"),
            _ => (1, self.core.repr_text(program, args).unwrap_or_default() + "\n"),
        }
    }
}

impl Core {
    /// Writes an exception after those it came from; in a group, each line behind a margin.
    pub(crate) fn write_exception(
        &mut self,
        p: &Program,
        exception: Value,
        text: &mut String,
        margin: &str,
        depth: usize,
    ) {
        let Value::Obj(at) = exception else { return };
        let of = self.heap.exception(at).clone();
        if depth < 100 {
            if of.cause != Value::None {
                self.write_exception(p, of.cause, text, margin, depth + 1);
                push(text, CAUSE, margin);
            } else if of.context != Value::None && !of.suppress {
                self.write_exception(p, of.context, text, margin, depth + 1);
                push(text, CONTEXT, margin);
            }
        }
        let is_group = self.is_kind(exception, Kind::BaseExceptionGroup);
        let header = if is_group {
            "Exception Group Traceback (most recent call last):\n"
        } else {
            "Traceback (most recent call last):\n"
        };
        let own = if is_group && margin.is_empty() { "  + " } else { margin };
        let inner = if is_group && margin.is_empty() { "  | " } else { margin };
        if !of.trace.is_empty() {
            push(text, header, own);
            let frames = self.frames_text(p, &of.trace);
            push(text, &frames, inner);
        }
        let last = self.last_line(p, exception);
        push(text, &last, inner);
        if is_group {
            self.write_group(p, exception, text, if margin.is_empty() { "  " } else { margin.trim_end_matches("| ") });
        }
    }

    fn write_group(&mut self, p: &Program, exception: Value, text: &mut String, indent: &str) {
        let Value::Obj(at) = exception else { return };
        let args = self.heap.exception(at).args;
        let items = self.items(args, 0).unwrap_or_default();
        let inner = self.items(items.get(1).copied().unwrap_or(Value::None), 0).unwrap_or_default();
        let count = inner.len();
        for (number, one) in inner.into_iter().enumerate() {
            let plus = if number == 0 { "+-" } else { "  " };
            text.push_str(&format!("{indent}{plus}+---------------- {} ----------------\n", number + 1));
            let margin = format!("{indent}  | ");
            self.write_exception(p, one, text, &margin, 0);
            if number + 1 == count && !self.is_kind(one, Kind::BaseExceptionGroup) {
                text.push_str(&format!("{indent}  +------------------------------------\n"));
            }
        }
    }

    /// `Class: words`, and notes.
    pub(crate) fn last_line(&mut self, p: &Program, exception: Value) -> String {
        let class = self.heap.type_of(exception);
        let name = match self.heap.class(class) {
            Some(of) if &*of.module != "__main__" && &*of.module != "builtins" => {
                format!("{}.{}", of.module, of.qualname)
            }
            Some(of) => of.qualname.to_string(),
            None => types::name(class).to_string(),
        };
        let words = match self.str_of_exception(p, exception) {
            Ok(words) => words,
            Err(_) => "<exception str() failed>".to_string(),
        };
        let words = words + self.suggestion(p, exception).as_deref().unwrap_or_default();
        let mut text = if words.is_empty() { format!("{name}\n") } else { format!("{name}: {words}\n") };
        if let Value::Obj(at) = exception
            && let Some(notes) = self.heap.exception(at).fields.get(crate::library::words::NOTES)
        {
            for note in self.items(notes, 0).unwrap_or_default() {
                text.push_str(&self.str_text(p, note).unwrap_or_default());
                text.push('\n');
            }
        }
        text
    }

    /// What `str()` of an exception said when it was asked, before the machine stopped.
    fn str_of_exception(&mut self, p: &Program, exception: Value) -> Res<String> {
        if let Value::Obj(at) = exception
            && let Some(sym) = p.symbols.find("__str_at_end__")
            && let Some(text) = self.heap.exception(at).fields.get(sym)
            && let Some(text) = self.heap.str(text)
        {
            return Ok(text.to_string());
        }
        self.str_text(p, exception)
    }

    /// The frames of a traceback, the outermost first; what repeats is counted.
    pub(crate) fn frames_text(&self, p: &Program, trace: &[(u32, u32)]) -> String {
        let mut text = String::new();
        let mut repeated = 0_usize;
        let mut last: Option<(u32, u32)> = None;
        let end = |text: &mut String, repeated: usize| {
            if repeated > 3 {
                let more = repeated - 3;
                let plural = if more > 1 { "s" } else { "" };
                text.push_str(&format!("  [Previous line repeated {more} more time{plural}]\n"));
            }
        };
        for &(number, pc) in trace.iter().rev() {
            let code = &p.codes[number as usize];
            let whole = code.spans.get((pc & !FINDING) as usize).copied().unwrap_or_default();
            let method = code.methods.get(&(pc & !FINDING)).filter(|_| pc & FINDING != 0);
            let span = method.copied().unwrap_or(whole);
            let source = &p.modules[usize::from(code.module)].source;
            let line = line_of(source, span.start);
            if last == Some((number, line)) {
                repeated += 1;
            } else {
                end(&mut text, repeated);
                last = Some((number, line));
                repeated = 1;
            }
            if repeated > 3 {
                continue;
            }
            text.push_str(&format!("  File \"program.py\", line {line}, in {}\n", code.name));
            text.push_str(&marked_line(source, span, line));
        }
        end(&mut text, repeated);
        text
    }
}

fn push(text: &mut String, lines: &str, margin: &str) {
    for line in lines.split_inclusive('\n') {
        text.push_str(if line == "\n" { margin.trim_end() } else { margin });
        text.push_str(line);
    }
}

/// The number of the line a byte is in.
pub(crate) fn line_of(source: &str, at: u32) -> u32 {
    let before = &source.as_bytes()[..(at as usize).min(source.len())];
    u32::try_from(before.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX) + 1
}

/// The line of a place, and carets under the part of it that is meant, unless that is all of it.
fn marked_line(source: &str, span: Span, line: u32) -> String {
    let Some(whole) = source.split('\n').nth(line as usize - 1) else { return String::new() };
    let stripped = whole.trim_matches([' ', '\t', '\u{c}', '\r']);
    if stripped.is_empty() {
        return String::new();
    }
    let mut text = format!("    {stripped}\n");
    let start_of_line = source[..(span.start as usize).min(source.len())].rfind('\n').map_or(0, |at| at + 1);
    let column = span.start as usize - start_of_line;
    let indent = whole.len() - whole.trim_start_matches([' ', '\t', '\u{c}']).len();
    let one_line = source.get(span.start as usize..span.end as usize).is_some_and(|part| !part.contains('\n'));
    let end = if one_line { span.end as usize - start_of_line } else { whole.trim_end().len() };
    if column < indent || end <= column {
        return text;
    }
    let characters = |from: usize, to: usize| whole.get(from..to).map_or(to - from, |part| part.chars().count());
    let anchors = if one_line { parser::anchors(&whole[column..end]) } else { None };
    if end - column == stripped.len() && anchors.is_none() {
        return text;
    }
    text.push_str("    ");
    text.push_str(&" ".repeat(characters(indent, column)));
    match anchors {
        Some((left, right)) if right <= end - column => {
            text.push_str(&"~".repeat(characters(column, column + left)));
            text.push_str(&"^".repeat(characters(column + left, column + right)));
            text.push_str(&"~".repeat(characters(column + right, end)));
        }
        _ => text.push_str(&"^".repeat(characters(column, end))),
    }
    text.push('\n');
    text
}

impl State {
    /// Whether the words of an exception are still to be asked of a method of the program: then that is
    /// begun, and the machine must run on. The words are left at the exception.
    pub fn ask_words(&mut self, program: &Program, exception: Value) -> bool {
        let Value::Obj(at) = exception else { return false };
        if !matches!(self.core.heap.peek(at), Obj::Exception(_)) {
            return false;
        }
        if self.core.str_text(program, exception).is_ok() {
            return false;
        }
        let asked = program.symbols.find("__str_at_end__");
        if asked.is_none_or(|asked| self.core.heap.exception(at).fields.get(asked).is_some()) {
            return false;
        }
        let function = self.core.prelude(program, "say_at_end");
        self.frames.clear();
        self.core.handled.clear();
        let Value::Obj(function) = function else { return false };
        if self.bind(program, function, &[exception], &[], 0).is_err() {
            return false;
        }
        let Obj::Function(of) = self.core.heap.peek(function) else { return false };
        let code = of.code;
        self.push(program, code, 0, 0, super::After::Discard, None);
        true
    }
}
