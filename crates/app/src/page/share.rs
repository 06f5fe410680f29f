//! The link to exactly this experiment, for somebody else.

use crate::site::words;
use crate::state::Lab;
use crate::web;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// A button that copies the link, and shows it.
#[component]
pub(super) fn Share(lab: Lab) -> impl IntoView {
    let text = words();
    // The link that was copied, and whether the browser did.
    let shown = RwSignal::new(None::<(String, bool)>);
    let copy = move |_| {
        spawn_local(async move {
            let Some(address) = lab.address_to_share().await else {
                shown.try_set(Some((String::new(), false)));
                return;
            };
            // There is no clipboard where the page is not secure.
            let copied = if web::window_flag("isSecureContext") {
                JsFuture::from(web::window().navigator().clipboard().write_text(&address)).await.is_ok()
            } else {
                false
            };
            shown.try_set(Some((address, copied)));
        });
    };
    let select = |event: web_sys::FocusEvent| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        input.select();
    };
    Effect::new(move |_| {
        lab.link.track();
        if let Some(own) = lab.own {
            own.text.track();
        }
        shown.set(None);
    });
    view! {
        <button type="button" class="btn q" data-testid="copy-link" on:click=copy>{text.copy_link()}</button>
        <div class="copied" role="status">
            {move || shown.get().map(|(address, copied)| {
                if address.is_empty() {
                    return view! { <span>{text.link_too_much()}</span> }.into_any();
                }
                view! {
                    <span>{if copied { text.link_copied() } else { text.link_by_hand() }}</span>
                    <input type="text" readonly data-testid="link-text" aria-label=text.link() prop:value=address
                        on:focus=select/>
                }.into_any()
            })}
        </div>
    }
}
