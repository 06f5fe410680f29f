//! Keys that do more than write a character: Enter keeps the indentation, Tab moves lines in, Backspace takes a level
//! away. Places are counted as the browser counts them, in units of UTF-16.

/// One level.
const LEVEL: usize = 4;

/// A key that may mean more here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Key {
    /// A new line.
    Enter,
    /// One level in.
    Tab,
    /// One level out.
    BackTab,
    /// What stands before the caret goes.
    Backspace,
}

/// A change of a text: this part is replaced, and then that is selected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Edit {
    /// What goes.
    pub(crate) from: usize,
    /// Up to where.
    pub(crate) to: usize,
    /// What comes instead.
    pub(crate) text: String,
    /// What is selected then.
    pub(crate) selected: (usize, usize),
}

/// What this key does to this text with this selection; `None` where it does what it always does.
pub(crate) fn press(text: &str, (from, to): (usize, usize), key: Key) -> Option<Edit> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (from, to) = (from.min(units.len()), to.min(units.len()));
    let start = line_start(&units, from);
    let before: Vec<char> = decoded(&units[start..from]);
    let indent = before.iter().take_while(|c| **c == ' ').count();
    match key {
        Key::Enter => {
            let opens = decoded(&units[start..from]).iter().rev().find(|c| **c != ' ') == Some(&':');
            let leaves = before.iter().collect::<String>();
            let leaves = ["return", "pass", "break", "continue", "raise"]
                .iter()
                .any(|word| leaves.trim_start() == *word || leaves.trim_start().starts_with(&format!("{word} ")));
            let level = if opens {
                indent + LEVEL
            } else if leaves {
                indent.saturating_sub(LEVEL)
            } else {
                indent
            };
            Some(insert(from, to, format!("\n{}", " ".repeat(level))))
        }
        Key::Tab if from == to => {
            let column = before.len();
            Some(insert(from, to, " ".repeat(LEVEL - column % LEVEL)))
        }
        Key::Backspace => {
            let in_indent = from == to && indent == before.len() && indent > 0;
            let less = if indent.is_multiple_of(LEVEL) { LEVEL } else { indent % LEVEL };
            in_indent.then(|| Edit { from: from - less, to, text: String::new(), selected: (from - less, from - less) })
        }
        Key::Tab | Key::BackTab => Some(move_lines(&units, from, to, key == Key::Tab)),
    }
}

fn insert(from: usize, to: usize, text: String) -> Edit {
    let at = from + text.len();
    Edit { from, to, text, selected: (at, at) }
}

/// Moves every line of the selection by one level.
fn move_lines(units: &[u16], from: usize, to: usize, inwards: bool) -> Edit {
    let start = line_start(units, from);
    // A selection that ends at the head of a line does not mean that line.
    let last = if to > from && to > start && units[to - 1] == u16::from(b'\n') { to - 1 } else { to };
    let end = units[last..].iter().position(|unit| *unit == u16::from(b'\n')).map_or(units.len(), |at| last + at);
    let lines = String::from_utf16_lossy(&units[start..end]);
    let moved: Vec<String> = lines
        .split('\n')
        .map(|line| match inwards {
            true if line.is_empty() => String::new(),
            true => format!("{}{line}", " ".repeat(LEVEL)),
            false => line[line.bytes().take(LEVEL).take_while(|byte| *byte == b' ').count()..].to_string(),
        })
        .collect();
    let first_by = moved[0].len() as isize - lines.split('\n').next().map_or(0, str::len) as isize;
    let text = moved.join("\n");
    let length = text.encode_utf16().count();
    let selected = if from == to {
        let at = from.saturating_add_signed(first_by).max(start);
        (at, at)
    } else {
        (start, start + length)
    };
    Edit { from: start, to: end, text, selected }
}

fn line_start(units: &[u16], at: usize) -> usize {
    units[..at].iter().rposition(|unit| *unit == u16::from(b'\n')).map_or(0, |end| end + 1)
}

fn decoded(units: &[u16]) -> Vec<char> {
    String::from_utf16_lossy(units).chars().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where the caret is, or two where the selection begins and ends.
    fn after(marked: &str, key: Key) -> String {
        let from = marked.find('|').expect("a caret");
        let text = marked.replace('|', "");
        let to = marked[from + 1..].find('|').map_or(from, |at| from + at);
        let Some(edit) = press(&text, (from, to), key) else { return "as always".into() };
        let mut text = format!("{}{}{}", &text[..edit.from], edit.text, &text[edit.to..]);
        text.insert(edit.selected.1, '|');
        if edit.selected.0 != edit.selected.1 {
            text.insert(edit.selected.0, '|');
        }
        text
    }

    #[test]
    fn a_new_line_begins_where_the_last_one_did() {
        assert_eq!(after("    x = 1|", Key::Enter), "    x = 1\n    |");
        assert_eq!(after("def f():|", Key::Enter), "def f():\n    |");
        assert_eq!(after("    return 1|", Key::Enter), "    return 1\n|");
        assert_eq!(after("    returned|", Key::Enter), "    returned\n    |");
        assert_eq!(after("  a|b|c", Key::Enter), "  a\n  |c");
    }

    #[test]
    fn tab_goes_to_the_next_level() {
        assert_eq!(after("|x", Key::Tab), "    |x");
        assert_eq!(after("ab|", Key::Tab), "ab  |");
        assert_eq!(after("|a\n\nb\n|c", Key::Tab), "|    a\n\n    b|\nc");
        assert_eq!(after("    a|b", Key::BackTab), "a|b");
        assert_eq!(after("|    a\n  b|", Key::BackTab), "|a\nb|");
    }

    #[test]
    fn backspace_takes_a_level_away_where_there_is_nothing_else() {
        assert_eq!(after("        |x", Key::Backspace), "    |x");
        assert_eq!(after("      |x", Key::Backspace), "    |x");
        assert_eq!(after("    x|", Key::Backspace), "as always");
        assert_eq!(after("|x", Key::Backspace), "as always");
    }

    #[test]
    fn places_are_counted_as_the_browser_counts_them() {
        let edit = press("🧵 = 1", (6, 6), Key::Enter).expect("enter does something");
        assert_eq!((edit.from, edit.to, edit.selected), (6, 6, (7, 7)));
    }
}
