//! The lines below the text field: numbers, colours, who is where, what is wrong. Only what changes is drawn anew.

use super::super::program::class;
use crate::canvas::tag;
use crate::editor::{Inside, Lines, pieces};
use crate::web;
use model::{Mark, TaskId, Wrong};
use web_sys::Element;

/// So many tasks at most are shown at one line.
const TAGS: usize = 2;

/// What is drawn.
#[derive(Default)]
pub(super) struct Drawn {
    lines: Lines,
    elements: Vec<Element>,
    /// Lines that are marked, by number from 0 on.
    marked: Vec<usize>,
}

impl Drawn {
    /// Draws this text.
    pub(super) fn draw(&mut self, page: &Element, text: &str) {
        let change = self.lines.update(text);
        let (kept, gone) = (change.kept, change.gone);
        for element in self.elements.drain(kept..kept + gone) {
            element.remove();
        }
        let new: Vec<Element> = change.new.iter().filter_map(line).collect();
        let behind = self.elements.get(kept).cloned();
        for element in &new {
            // A node of our own can be put before another, or at the end.
            let _ = page.insert_before(element, behind.as_deref());
        }
        self.elements.splice(kept..kept, new);
        for (at, element) in self.elements.iter().enumerate().skip(kept) {
            if let Some(number) = element.first_element_child() {
                number.set_text_content(Some(&(at + 1).to_string()));
            }
        }
        // Their numbers may be others now.
        self.marked = (0..self.lines.len()).collect();
    }

    /// Marks where tasks are, the first of all strongest, and where something is wrong.
    pub(super) fn mark(&mut self, here: &[(TaskId, Mark)], wrong: Option<&Wrong>) {
        for at in std::mem::take(&mut self.marked) {
            if let Some(element) = self.elements.get(at) {
                element.set_class_name("l");
                set_tags(element, "");
            }
        }
        let wrong = wrong.map(|wrong| wrong.line as usize);
        for (at, element) in self.elements.iter().enumerate() {
            let number = at + 1;
            let tasks = || here.iter().enumerate().filter(|(_, (_, mark))| usize::from(mark.0) == number);
            let (some, now) = (tasks().next().is_some(), tasks().any(|(place, _)| place == 0));
            if !some && wrong != Some(number) {
                continue;
            }
            self.marked.push(at);
            let names = [("l", true), ("on", some), ("now", now), ("bad", wrong == Some(number))];
            let names: Vec<&str> = names.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
            element.set_class_name(&names.join(" "));
            let all = tasks().count();
            let shown = if all > TAGS { TAGS - 1 } else { all };
            let mut tags: String = tasks()
                .take(shown)
                .map(|(_, (task, _))| {
                    let (letter, colour) = tag(*task);
                    let class = colour.map_or("tag tag-main".into(), |colour| format!("tag tag-{colour}"));
                    format!("<span class=\"{class}\">{letter}</span>")
                })
                .collect();
            if all > TAGS {
                tags.push('…');
            }
            set_tags(element, &tags);
        }
    }
}

fn set_tags(element: &Element, html: &str) {
    if let Some(tags) = element.children().item(1) {
        tags.set_inner_html(html);
    }
}

fn line(line: &(Inside, String)) -> Option<Element> {
    let element = web::document().create_element("div").ok()?;
    element.set_class_name("l");
    let code: String = pieces(line)
        .into_iter()
        .map(|(tone, piece)| format!("<span class=\"{}\">{}</span>", class(tone), escaped(piece)))
        .collect();
    element.set_inner_html(&format!("<span class=\"n\"></span><span class=\"t\"></span><code>{code}\n</code>"));
    Some(element)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
