//! What holds for the whole visit: language, theme, and what the browser gives this page.

use crate::machine::{COSTS, Cost, Machine};
use crate::text::{self, Text};
use crate::web;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What holds for the whole visit.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    /// The words of the language of the page.
    text: RwSignal<&'static Text>,
    /// The languages there are: the word for each in addresses, and what its speakers call it.
    pub(crate) languages: StoredValue<Vec<(String, String)>>,
    /// The language that somebody asked for last, and whether its words could not be had.
    pub(crate) asked: RwSignal<Option<(String, bool)>>,
    /// Whether the theme is the dark one.
    pub(crate) dark: RwSignal<bool>,
    /// What is known of this machine.
    pub(crate) machine: RwSignal<Machine>,
}

impl Site {
    /// What holds now, with the words that the page begins with. Of which language these are `web/boot.js` has found,
    /// from the address, earlier visits and the browser, in this order.
    pub(crate) fn new(text: &'static Text) -> Site {
        let navigator = web::window().navigator();
        let dark = match web::recall("theme").as_deref() {
            Some("dark") => true,
            Some("light") => false,
            _ => web::media("(prefers-color-scheme: dark)"),
        };
        let site = Site {
            text: RwSignal::new(text),
            languages: StoredValue::new(languages()),
            asked: RwSignal::new(None),
            dark: RwSignal::new(dark),
            machine: RwSignal::new(Machine {
                cores: navigator.hardware_concurrency() as u32,
                isolated: web::window_flag("crossOriginIsolated"),
                resolution: 0,
                costs: [Cost::Unknown; COSTS.len()],
            }),
        };
        let root = web::document().document_element();
        Effect::new(move |_| {
            if let Some(root) = &root {
                // Attributes of known names are never refused.
                let _ = root.set_attribute("lang", site.text.get().lang.id);
                let _ = root.set_attribute("data-theme", if site.dark.get() { "dark" } else { "light" });
            }
        });
        site
    }

    /// Whether real threads can be had.
    pub(crate) fn isolated(self) -> bool {
        self.machine.read().isolated
    }

    /// The words of the language now.
    pub(crate) fn text(self) -> &'static Text {
        self.text.get()
    }

    /// From here on the page speaks this language, on the next visit too, once its words are here. Then this is done.
    pub(crate) fn speak(self, id: String, then: impl FnOnce() + 'static) {
        self.asked.set(Some((id.clone(), false)));
        spawn_local(async move {
            let found = match text::kept(&id) {
                Some(text) => Some(text),
                None => text::load(&id).await,
            };
            // Somebody may have asked for another since.
            if self.asked.read_untracked().as_ref().is_none_or(|(asked, _)| *asked != id) {
                return;
            }
            match found {
                Some(text) => {
                    web::remember("lang", &id);
                    self.asked.set(None);
                    self.text.set(text);
                    then();
                }
                None => self.asked.set(Some((id, true))),
            }
        });
    }

    /// Whether there is a language with this word for it.
    pub(crate) fn speaks(self, id: &str) -> bool {
        self.languages.with_value(|all| all.iter().any(|(known, _)| known == id))
    }

    /// From here on the theme is the other one, on the next visit too.
    pub(crate) fn turn(self) {
        self.dark.update(|dark| *dark = !*dark);
        web::remember("theme", if self.dark.get_untracked() { "dark" } else { "light" });
    }
}

/// The words this part of the page was made with: all of it is made anew in another language.
pub(crate) fn words() -> &'static Text {
    expect_context::<Site>().text.get_untracked()
}

/// The languages there are, as the build of the site wrote them into every page.
fn languages() -> Vec<(String, String)> {
    let root = web::document().document_element();
    let told = root.and_then(|root| root.get_attribute("data-languages")).unwrap_or_default();
    let pairs = told.split(';').filter_map(|one| one.split_once('='));
    pairs.map(|(id, name)| (id.into(), name.into())).collect()
}
