//! The keys: what they do, and a list of them.

use super::controls::{find, run};
use super::moves::{Move, act};
use crate::site::words;
use crate::state::Lab;
use crate::text::Text;
use crate::web;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement, KeyboardEvent};

/// Listens to keys as long as the lab is there.
pub(super) fn listen(lab: Lab) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if !is_for_a_field(&event) && press(lab, &event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Does what a key says; whether it says anything.
fn press(lab: Lab, key: &str) -> bool {
    let movement = match key {
        "w" | "W" => Move::Closer,
        "s" | "S" => Move::Further,
        "a" | "A" => Move::Earlier,
        "d" | "D" => Move::Later,
        "f" | "F" => Move::Fit,
        "z" | "Z" => Move::ToStep,
        "x" | "X" => Move::NextLoss,
        "," => Move::StepBack,
        "." => Move::StepOn,
        "r" | "R" => {
            run(lab);
            return true;
        }
        "b" | "B" => {
            find(lab);
            return lab.searchable();
        }
        "Escape" => {
            lab.stop();
            return false;
        }
        "?" => {
            show();
            return true;
        }
        _ => return false,
    };
    act(lab, movement);
    true
}

/// Whether the key is meant for a field, a dialog, or for the browser itself.
fn is_for_a_field(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_dialog_open() {
        return true;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    match target.tag_name().as_str() {
        "INPUT" => target.dyn_into::<HtmlInputElement>().is_ok_and(|input| input.type_() == "text"),
        "SELECT" | "TEXTAREA" => true,
        _ => false,
    }
}

fn is_dialog_open() -> bool {
    web::document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

fn dialog() -> Option<HtmlDialogElement> {
    web::document().get_element_by_id("keys")?.dyn_into().ok()
}

/// Shows the list of keys.
pub(super) fn show() {
    if let Some(dialog) = dialog().filter(|dialog| !dialog.open()) {
        // It is there and not open: nothing is left to refuse it.
        let _ = dialog.show_modal();
    }
}

/// The keys that do something here: where every interleaving can be tried, where an update was lost.
fn listed(
    searchable: bool,
    lost: bool,
    text: &Text,
) -> impl Iterator<Item = (&'static [&'static str], &'static str)> + use<> {
    let keys: [(&'static [&'static str], &'static str, bool); 10] = [
        (&["R"], text.key_run(), true),
        (&["B"], text.find_bug(), searchable),
        (&["Esc"], text.key_stop(), true),
        (&["W", "S"], text.key_zoom(), true),
        (&["A", "D"], text.key_pan(), true),
        (&["F"], text.key_fit(), true),
        (&[",", "."], text.key_step(), true),
        (&["Z"], text.key_zoom_step(), true),
        (&["X"], text.key_loss(), lost),
        (&["?"], text.key_keys(), true),
    ];
    keys.into_iter().filter_map(|(keys, what, here)| here.then_some((keys, what)))
}

/// The list of keys.
#[component]
pub(super) fn Keys(lab: Lab) -> impl IntoView {
    let text = words();
    let lost = Memo::new(move |_| lab.current.get().has_lost());
    let rows = move || {
        let row = |(keys, what): (&'static [&'static str], &'static str)| {
            let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
            view! { <tr><td>{keys}</td><td>{what}</td></tr> }
        };
        listed(lab.searchable(), lost.get(), text).map(row).collect_view()
    };
    let close = move |_| {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    };
    view! {
        <dialog id="keys" aria-labelledby="h-keys">
            <h2 id="h-keys">{text.keys()}</h2>
            <table><tbody>{rows}<tr><td><kbd>{text.key_wheel()}</kbd></td><td>{text.key_mouse()}</td></tr></tbody></table>
            <button type="button" class="btn q" on:click=close>{text.close()}</button>
        </dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn only_keys_that_do_something_are_listed() {
        let has = |searchable, lost, key| listed(searchable, lost, text::of("en")).any(|(keys, _)| keys.contains(&key));
        assert!(has(true, false, "B") && !has(false, true, "B"));
        assert!(has(false, true, "X") && !has(true, false, "X"));
        assert!(has(false, false, "R") && has(false, false, "?"));
    }
}
