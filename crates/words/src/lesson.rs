//! Lessons: every word a learner reads about one scenario, in one language.
//!
//! A lesson is a file: a line `---`, lines of `key: value`, a line `---`, then Markdown (see
//! [`markdown`]). The keys:
//!
//! * `title`, and `summary`: one or two sentences, also the page's description;
//! * `param.<id>`, perhaps `param.<id>.help`, and `param.<id>.<option>` for each word of a choice;
//! * `preset.<id>`;
//! * `cure`: what the switch is called that mends what is broken, where the scenario has one;
//! * `verdict.<key>`: `headline | sentence`, both with placeholders (see [`crate::fill`]).
//!
//! That no word is missing and none is idle is for a test to say; here only the form is checked.

use crate::markdown::{self, Block};

/// A lesson.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lesson {
    words: Vec<(String, String)>,
    /// What there is to read.
    pub body: Vec<Block>,
}

/// What is wrong with a lesson, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LessonError {
    /// The line in the file; the first is 1.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a lesson.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The file does not begin with a line `---`.
    NoHead,
    /// There is no second line `---`.
    HeadNotClosed,
    /// The line is not `key: value`.
    NoValue,
    /// The key stands there twice.
    Twice(String),
    /// A key that every lesson has is not there.
    Missing(&'static str),
    /// The verdict is not `headline | sentence`.
    NoSentence,
}

impl Lesson {
    /// Reads a lesson.
    ///
    /// # Errors
    /// Where its head has a fault. The Markdown cannot have one: what is not known is text.
    pub fn parse(text: &str) -> Result<Lesson, LessonError> {
        let fail = |line: usize, fault: Fault| Err(LessonError { line, fault });
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, line)| line.trim_end() != "---") {
            return fail(1, Fault::NoHead);
        }
        let mut words: Vec<(String, String)> = Vec::new();
        let end = loop {
            let Some((number, line)) = lines.next() else { return fail(1, Fault::HeadNotClosed) };
            if line.trim_end() == "---" {
                break number;
            }
            let Some((key, value)) = line.split_once(':').map(|(key, value)| (key.trim(), value.trim())) else {
                return fail(number, Fault::NoValue);
            };
            if key.is_empty() || value.is_empty() {
                return fail(number, Fault::NoValue);
            }
            if words.iter().any(|(known, _)| known == key) {
                return fail(number, Fault::Twice(key.into()));
            }
            if key.starts_with("verdict.") && !value.contains('|') {
                return fail(number, Fault::NoSentence);
            }
            words.push((key.into(), value.into()));
        };
        for key in ["title", "summary"] {
            if words.iter().all(|(known, _)| known != key) {
                return fail(end, Fault::Missing(key));
            }
        }
        Ok(Lesson { words, body: markdown::parse(lines.map(|(_, line)| line)) })
    }

    /// Every key of its head, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(key, _)| key.as_str())
    }

    /// The value of a key.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&str> {
        self.words.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// What the scenario is called.
    #[must_use]
    pub fn title(&self) -> &str {
        self.word("title").unwrap_or_default()
    }

    /// What it is about, in one or two sentences.
    #[must_use]
    pub fn summary(&self) -> &str {
        self.word("summary").unwrap_or_default()
    }

    /// What the switch is called that mends what is broken.
    #[must_use]
    pub fn cure(&self) -> Option<&str> {
        self.word("cure")
    }

    /// What a parameter is called.
    #[must_use]
    pub fn param(&self, id: &str) -> Option<&str> {
        self.word(&format!("param.{id}"))
    }

    /// What else there is to say of a parameter.
    #[must_use]
    pub fn help(&self, id: &str) -> Option<&str> {
        self.word(&format!("param.{id}.help"))
    }

    /// What an option of a choice is called.
    #[must_use]
    pub fn option(&self, id: &str, option: &str) -> Option<&str> {
        self.word(&format!("param.{id}.{option}"))
    }

    /// What a preset is called.
    #[must_use]
    pub fn preset(&self, id: &str) -> Option<&str> {
        self.word(&format!("preset.{id}"))
    }

    /// The headline and the sentence of a verdict, as templates for [`crate::fill`].
    #[must_use]
    pub fn verdict(&self, key: &str) -> Option<(&str, &str)> {
        let (headline, sentence) = self.word(&format!("verdict.{key}"))?.split_once('|')?;
        Some((headline.trim(), sentence.trim()))
    }
}
