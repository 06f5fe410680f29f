//! The head of every page: where one is, what the browser gives, language and theme.

use super::machine::MachineButton;
use crate::site::{Site, words};
use crate::text::with;
use crate::web;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The head of every page.
#[component]
pub(super) fn Header(at_home: bool, at_write: bool) -> impl IntoView {
    let text = words();
    let languages = expect_context::<Site>().languages.get_value();
    view! {
        <header class="top">
            <a class="brand" href=web::address(".")>"hed"<i>"dle"</i></a>
            <nav aria-label=text.main_menu()>
                <a href=web::address(".") aria-current=at_home.then_some("page")>{text.experiments()}</a>
                <a href=web::address("write") data-testid="to-write" aria-current=at_write.then_some("page")>{text.write_own()}</a>
            </nav>
            <span class="space"></span>
            <MachineButton/>
            <span class="switch" role="group" aria-label=text.language()>
                {languages.into_iter().map(|(id, name)| view! { <LanguageButton id name/> }).collect_view()}
            </span>
            <ThemeButton/>
        </header>
    }
}

#[component]
fn LanguageButton(id: String, name: String) -> impl IntoView {
    let site = expect_context::<Site>();
    let pressed = (words().lang.id == id).to_string();
    let testid = format!("lang-{id}");
    let speak = {
        let (id, selector) = (id.clone(), format!("[data-testid={testid}]"));
        move |_| {
            let selector = selector.clone();
            site.speak(id.clone(), move || focus_soon(selector));
        }
    };
    view! {
        <button type="button" data-testid=testid lang=id.clone() title=name.clone() aria-label=name
            aria-pressed=pressed on:click=speak>{id.to_ascii_uppercase()}</button>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    let name = move || if site.dark.get() { text.to_light() } else { text.to_dark() };
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

/// That the words of a language could not be had, while that is so.
#[component]
pub(super) fn LanguageNotice() -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    move || {
        let (id, _) = site.asked.get().filter(|(_, failed)| *failed)?;
        let languages = site.languages.get_value();
        let name = languages.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name);
        let sentence = with(text.language_failed(), &[("name", name)]);
        let dismiss = move |_| site.asked.set(None);
        let again = move |_| site.speak(id.clone(), || ());
        Some(view! {
            <p class="alert" role="alert" data-testid="error" data-code="language-failed">
                <span>{sentence}</span>
                <button type="button" class="btn q" data-testid="try-again" on:click=again>{text.try_again()}</button>
                <button type="button" class="btn q" on:click=dismiss>{text.dismiss()}</button>
            </p>
        })
    }
}

/// Follows a link to a place on this page: with a `<base>`, the browser would look at the base's.
pub(super) fn to_content(event: web_sys::MouseEvent) {
    event.prevent_default();
    focus_soon("#content".into());
}
