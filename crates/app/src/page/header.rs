//! The head of every page: where one is, what the browser gives, language and theme.

use super::machine::MachineButton;
use crate::site::{Site, words};
use crate::web;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use words::Lang;

/// The head of every page.
#[component]
pub(super) fn Header(at_home: bool) -> impl IntoView {
    let text = words();
    view! {
        <header class="top">
            <a class="brand" href=web::address(".")>"hed"<i>"dle"</i></a>
            <nav aria-label=text.main_menu>
                <a href=web::address(".") aria-current=at_home.then_some("page")>{text.experiments}</a>
            </nav>
            <span class="space"></span>
            <MachineButton/>
            <span class="switch" role="group" aria-label=text.language>
                {Lang::ALL.map(|lang| view! { <LanguageButton lang/> })}
            </span>
            <ThemeButton/>
        </header>
    }
}

#[component]
fn LanguageButton(lang: Lang) -> impl IntoView {
    let site = expect_context::<Site>();
    let (short, name) = match lang {
        Lang::En => ("EN", "English"),
        Lang::Id => ("ID", "Bahasa Indonesia"),
    };
    let testid = format!("lang-{}", lang.id());
    let speak = {
        let selector = format!("[data-testid={testid}]");
        move |_| {
            site.speak(lang);
            focus_soon(selector.clone());
        }
    };
    view! {
        <button type="button" data-testid=testid lang=lang.id() title=name aria-label=name
            aria-pressed=move || (site.lang.get() == lang).to_string() on:click=speak>{short}</button>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    let name = move || if site.dark.get() { text.to_light } else { text.to_dark };
    view! {
        <button type="button" class="icon" data-testid="theme" title=name aria-label=name on:click=move |_| site.turn()>
            {move || if site.dark.get() { "☀" } else { "☾" }}
        </button>
    }
}

/// The page is made anew in another language: whoever pressed the button stays on it.
fn focus_soon(selector: String) {
    request_animation_frame(move || {
        let element = web::document().query_selector(&selector).ok().flatten();
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // An element that cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
}

/// Follows a link to a place on this page: with a `<base>`, the browser would look at the base's.
pub(super) fn to_content(event: web_sys::MouseEvent) {
    event.prevent_default();
    focus_soon("#content".into());
}
