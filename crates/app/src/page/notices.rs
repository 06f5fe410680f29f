//! What is wrong and what to do about it, above everything else: each fault is one sentence.

use crate::say::{self, Told};
use crate::site::{Site, words};
use crate::state::{Lab, Phase};
use crate::web;
use leptos::prelude::*;

/// The faults there are now.
#[component]
pub(super) fn Notices(lab: Lab) -> impl IntoView {
    let text = words();
    let refused = move || {
        let error = lab.refused.get()?;
        let sentence = format!("{} {} {}", text.link_refused(), say::link_error(&error, text), text.opened_defaults());
        let dismiss = move |_| lab.refused.set(None);
        Some(view! {
            <p class="alert" data-testid="error" data-code=say::link_error_code(&error)>
                <span>{sentence}</span>
                <button type="button" class="btn q" on:click=dismiss>{text.dismiss()}</button>
            </p>
        })
    };
    let failed = move || {
        let Told { sentence, code, fault } = match lab.phase.get() {
            Phase::NotUp(fault) => say::not_up(&fault, text),
            Phase::Refused(error) => say::engine_error(&error, text),
            _ => return None,
        };
        let retry =
            move |_| if matches!(lab.phase.get_untracked(), Phase::NotUp(_)) { lab.restart() } else { lab.again() };
        Some(view! {
            <p class="alert" data-testid="error" data-code=code data-fault=fault>
                <span>{sentence}</span>
                <button type="button" class="btn q" data-testid="try-again" on:click=retry>{text.try_again()}</button>
            </p>
        })
    };
    view! {
        <div class="notices">
            <div role="alert">{refused}{failed}</div>
            <IsolationBanner/>
        </div>
    }
}

/// Why there are no real threads here, and how to get them.
#[component]
fn IsolationBanner() -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    move || {
        if site.isolated() {
            return None;
        }
        let window = web::window();
        let framed = window.top().ok().flatten().is_none_or(|top| top != window);
        let address = window.location().href().unwrap_or_default();
        let remedy = if framed {
            view! {
                <span>{text.banner_framed()}</span>
                <a class="btn q" href=address target="_blank" rel="noopener">{text.open_tab()}</a>
            }
            .into_any()
        } else if web::window_flag("isSecureContext") {
            let reload = move |_| {
                // A browser that does not reload leaves the page as it is.
                let _ = web::window().location().reload();
            };
            view! {
                <span>{text.banner_reload()}</span>
                <button type="button" class="btn q" on:click=reload>{text.reload()}</button>
            }
            .into_any()
        } else {
            view! { <span>{text.banner_insecure()}</span> }.into_any()
        };
        Some(
            view! { <p class="banner" data-testid="not-isolated"><span>{text.banner_isolated()}</span>" "{remedy}</p> },
        )
    }
}
