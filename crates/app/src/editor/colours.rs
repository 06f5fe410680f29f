//! The lines of a text as they are coloured, and which of them a change concerns.

use catalogue::listing::python::{Tone, spans};

/// What a line begins inside of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Inside {
    /// Code.
    Code,
    /// A string over several lines, with these quotes.
    Text(char),
}

/// The lines of a text, each with what it begins inside of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines(Vec<(Inside, String)>);

/// What has to be drawn anew: so many lines from the top stay, so many at the bottom, and these come in between.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// How many at the top stay.
    pub(crate) kept: usize,
    /// How many go.
    pub(crate) gone: usize,
    /// What comes instead.
    pub(crate) new: &'a [(Inside, String)],
}

impl Lines {
    /// Takes over a text; what that changes.
    pub(crate) fn update(&mut self, text: &str) -> Change<'_> {
        let mut inside = Inside::Code;
        let lines: Vec<(Inside, String)> = text
            .split('\n')
            .map(|line| {
                let begins = inside;
                inside = ends(begins, line);
                (begins, line.to_string())
            })
            .collect();
        let kept = self.0.iter().zip(&lines).take_while(|(old, new)| old == new).count();
        let rest = self.0.len().min(lines.len()) - kept;
        let below = self.0.iter().rev().zip(lines.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
        let gone = self.0.len() - kept - below;
        self.0 = lines;
        let new = &self.0[kept..self.0.len() - below];
        Change { kept, gone, new }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A line cut into pieces of one tone.
pub(crate) fn pieces((inside, line): &(Inside, String)) -> Vec<(Tone, &str)> {
    let Inside::Text(quote) = inside else { return spans(line) };
    match close(line, *quote) {
        None => vec![(Tone::Str, line)],
        Some(end) => std::iter::once((Tone::Str, &line[..end])).chain(spans(&line[end..])).collect(),
    }
}

/// What the next line begins inside of.
fn ends(begins: Inside, line: &str) -> Inside {
    let rest = match begins {
        Inside::Code => line,
        Inside::Text(quote) => match close(line, quote) {
            None => return begins,
            Some(end) => &line[end..],
        },
    };
    for (tone, piece) in spans(rest) {
        let body = piece.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        for quote in ['"', '\''] {
            let mark = String::from(quote).repeat(3);
            if tone == Tone::Str && body.starts_with(&mark) && close(&body[3..], quote).is_none() {
                return Inside::Text(quote);
            }
        }
    }
    Inside::Code
}

/// Where the string over several lines ends in this one, if it does.
fn close(line: &str, quote: char) -> Option<usize> {
    let mark = String::from(quote).repeat(3);
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if escaped {
            escaped = false;
        } else if line[at..].starts_with(&mark) {
            return Some(at + 3);
        } else {
            escaped = c == '\\';
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_drawn() {
        let mut lines = Lines::default();
        assert_eq!(lines.update("a\nb\nc").new.len(), 3);
        let change = lines.update("a\nx\nc");
        assert_eq!((change.kept, change.gone, change.new.len()), (1, 1, 1));
        let change = lines.update("a\nx\nx\nc");
        assert_eq!((change.kept, change.gone, change.new.len()), (2, 0, 1));
        let change = lines.update("a\nc");
        assert_eq!((change.kept, change.gone, change.new.len()), (1, 2, 0));
    }

    #[test]
    fn a_string_over_several_lines_is_one() {
        let mut lines = Lines::default();
        let change = lines.update("x = \"\"\"a\nb\nc\"\"\" + 'd'\ne");
        let tones: Vec<Vec<Tone>> =
            change.new.iter().map(|line| pieces(line).iter().map(|piece| piece.0).collect()).collect();
        assert_eq!(tones[1], [Tone::Str]);
        assert_eq!(tones[2], [Tone::Str, Tone::Plain, Tone::Str]);
        assert_eq!(tones[3], [Tone::Plain]);
        // Closing it earlier draws what is below anew.
        let change = lines.update("x = \"\"\"a\"\"\"\nb\nc\"\"\" + 'd'\ne");
        assert_eq!(change.kept, 0);
        assert_eq!(change.new[1].0, Inside::Code);
    }
}
