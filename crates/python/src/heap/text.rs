//! A text: shared between tasks, with the number of its characters.

use std::sync::Arc;

#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) text: Arc<str>,
    /// How many characters.
    pub(crate) len: u32,
}

impl Text {
    pub(crate) fn new(text: impl Into<Arc<str>>) -> Text {
        let text = text.into();
        let len = if text.is_ascii() { text.len() } else { text.chars().count() };
        Text { text, len: u32::try_from(len).unwrap_or(u32::MAX) }
    }

    /// Whether every character is one byte.
    pub(crate) fn is_ascii(&self) -> bool {
        self.len as usize == self.text.len()
    }

    /// The byte at which a character begins.
    pub(crate) fn byte(&self, character: usize) -> usize {
        if self.is_ascii() {
            return character.min(self.text.len());
        }
        self.text.char_indices().nth(character).map_or(self.text.len(), |(at, _)| at)
    }

    pub(crate) fn at(&self, index: usize) -> Option<char> {
        if self.is_ascii() {
            self.text.as_bytes().get(index).map(|byte| char::from(*byte))
        } else {
            self.text.chars().nth(index)
        }
    }

    pub(crate) fn slice(&self, start: usize, stop: usize) -> &str {
        if start >= stop {
            return "";
        }
        &self.text[self.byte(start)..self.byte(stop)]
    }
}
