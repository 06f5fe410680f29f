//! The keys: what they do, and a list of them.

use super::controls::{find, run};
use super::timeline::act;
use crate::site::words;
use crate::state::Lab;
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
    use super::timeline::Move;
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

/// The list of keys.
#[component]
pub(super) fn Keys() -> impl IntoView {
    let text = words();
    let wheel = text.key_wheel;
    let keys: [(&[&'static str], &str); 11] = [
        (&["R"], text.key_run),
        (&["B"], text.find_bug),
        (&["Esc"], text.key_stop),
        (&["W", "S"], text.key_zoom),
        (&["A", "D"], text.key_pan),
        (&["F"], text.key_fit),
        (&[",", "."], text.key_step),
        (&["Z"], text.key_zoom_step),
        (&["X"], text.key_loss),
        (&["?"], text.key_keys),
        (&[wheel], text.key_mouse),
    ];
    let rows = keys.map(|(keys, what)| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
        view! { <tr><td>{keys}</td><td>{what}</td></tr> }
    });
    let close = move |_| {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    };
    view! {
        <dialog id="keys" aria-labelledby="h-keys">
            <h2 id="h-keys">{text.keys}</h2>
            <table><tbody>{rows.into_iter().collect_view()}</tbody></table>
            <button type="button" class="btn q" on:click=close>{text.close}</button>
        </dialog>
    }
}
