//! The learner's own program: its text, what is wrong with it, and where it is kept.
//!
//! It is kept on this machine as one types. It refuses to know how it is edited or run.

use crate::{packed, web};
use leptos::prelude::*;
use model::{Meta, Mode, Wrong};
use std::sync::Arc;

/// Under these words it is kept.
const TEXT: &str = "own-program";
const NAME: &str = "own-name";

/// What it is called at first.
const USUAL_NAME: &str = "program.py";

/// So many tasks at once have a real thread each, with the main one.
const THREADS: u32 = 17;

/// What a page begins with where nothing is kept.
const FIRST: &str = include_str!("../../../web/beginnings/1-Threads.py");

/// The learner's own program.
#[derive(Clone, Copy)]
pub(crate) struct Own {
    /// Its text, as it stands in the editor.
    pub(crate) text: RwSignal<Arc<str>>,
    /// Counts how often the text came from elsewhere than the editor.
    pub(crate) loaded: RwSignal<u32>,
    /// What the file is called.
    pub(crate) name: RwSignal<String>,
    /// What is wrong with the text, as far as that is known.
    pub(crate) wrong: RwSignal<Option<Wrong>>,
    /// Whether it came with the link, and nobody has said yet that they know.
    pub(crate) foreign: RwSignal<bool>,
    /// Whether the link carried a text that could not be read.
    pub(crate) broken: RwSignal<bool>,
    /// The number of the last question what is wrong.
    asked: StoredValue<u32>,
}

impl Own {
    /// The one that is kept, or else the first.
    pub(crate) fn kept() -> Own {
        let text = web::recall(TEXT).filter(|text| text.len() <= packed::MOST).unwrap_or_else(|| FIRST.to_string());
        Own {
            text: RwSignal::new(text.into()),
            loaded: RwSignal::new(0),
            name: RwSignal::new(web::recall(NAME).unwrap_or_else(|| USUAL_NAME.to_string())),
            wrong: RwSignal::new(None),
            foreign: RwSignal::new(false),
            broken: RwSignal::new(false),
            asked: StoredValue::new(0),
        }
    }

    /// What stands in for a scenario.
    pub(crate) fn meta() -> Meta {
        let meta = Meta::plain("own", Mode::Gil).with_tasks(THREADS);
        Meta { modes: vec![Mode::Gil, Mode::Free, Mode::Processes, Mode::Sequential], ..meta }
    }

    /// Somebody typed.
    pub(crate) fn typed(self, text: &str) {
        self.text.set(text.into());
        self.keep();
    }

    /// The text is another now: from a file, a link, or where one begins.
    pub(crate) fn load(self, text: &str) {
        self.text.set(text.into());
        self.wrong.set(None);
        self.loaded.update(|loaded| *loaded += 1);
    }

    /// It is kept from now on.
    pub(crate) fn keep(self) {
        // What came with a link takes nobody's own place before somebody has said so, or changed it.
        self.foreign.set(false);
        web::remember(TEXT, &self.text.read_untracked());
    }

    /// It is called this from now on.
    pub(crate) fn rename(self, name: &str) {
        let name = name.trim();
        let name = if name.is_empty() { USUAL_NAME } else { name };
        let name: String = name.chars().filter(|c| !c.is_control() && !"/\\".contains(*c)).take(60).collect();
        web::remember(NAME, &name);
        self.name.set(name);
    }

    /// The number of a new question what is wrong with it.
    pub(crate) fn ask(self) -> u32 {
        self.asked.update_value(|asked| *asked += 1);
        self.asked.get_value()
    }

    /// The answer to one. That to an old one is of an old text.
    pub(crate) fn answered(self, number: u32, wrong: Option<Wrong>) {
        if number == self.asked.get_value() && self.wrong.with_untracked(|known| *known != wrong) {
            self.wrong.set(wrong);
        }
    }
}
