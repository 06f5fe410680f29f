//! What holds for the whole visit: language, theme, and what the browser gives this page.

use crate::machine::{COSTS, Cost, Machine};
use crate::text::{Text, text};
use crate::{route, web};
use leptos::prelude::*;
use words::Lang;

/// What holds for the whole visit.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    /// The language of the page.
    pub(crate) lang: RwSignal<Lang>,
    /// Whether the theme is the dark one.
    pub(crate) dark: RwSignal<bool>,
    /// What is known of this machine.
    pub(crate) machine: RwSignal<Machine>,
}

impl Site {
    /// What holds now, from the address, earlier visits and the browser, in this order.
    pub(crate) fn new() -> Site {
        let navigator = web::window().navigator();
        let spoken = || navigator.language().and_then(|tag| Lang::from_id(tag.get(..2)?));
        let kept = || web::recall("lang").and_then(|id| Lang::from_id(&id));
        let asked = route::query().1.and_then(|id| Lang::from_id(&id));
        let dark = match web::recall("theme").as_deref() {
            Some("dark") => true,
            Some("light") => false,
            _ => web::media("(prefers-color-scheme: dark)"),
        };
        let site = Site {
            lang: RwSignal::new(asked.or_else(kept).or_else(spoken).unwrap_or(Lang::En)),
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
                let _ = root.set_attribute("lang", site.lang.get().id());
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
        text(self.lang.get())
    }

    /// From here on the page speaks this language, on the next visit too.
    pub(crate) fn speak(self, lang: Lang) {
        web::remember("lang", lang.id());
        self.lang.set(lang);
    }

    /// From here on the theme is the other one, on the next visit too.
    pub(crate) fn turn(self) {
        self.dark.update(|dark| *dark = !*dark);
        web::remember("theme", if self.dark.get_untracked() { "dark" } else { "light" });
    }
}

/// The words this part of the page was made with: all of it is made anew in another language.
pub(crate) fn words() -> &'static Text {
    text(expect_context::<Site>().lang.get_untracked())
}
