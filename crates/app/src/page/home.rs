//! The first page: what Heddle is, and the experiments. It also says where an address was wrong.

use super::experiments::Experiments;
use crate::say;
use crate::site::words;
use crate::web;
use leptos::prelude::*;
use model::LinkError;

/// The first page. `wrong`: what was wrong with the address, with more about it where there is more.
#[component]
pub(super) fn Home(wrong: Option<Option<LinkError>>) -> impl IntoView {
    let text = words();
    web::document().set_title(text.page_title());
    let alert = wrong.map(|error| {
        let (sentence, code) = match &error {
            Some(error) => {
                let sentence =
                    format!("{} {} {}", text.link_refused(), say::link_error(error, text), text.link_scenario_list());
                (sentence, say::link_error_code(error))
            }
            None => (text.page_unknown().into(), "unknown-page"),
        };
        view! { <p class="alert" role="alert" data-testid="error" data-code=code>{sentence}</p> }
    });
    view! {
        <main id="content" class="home" tabindex="-1">
            {alert}
            <h1 data-testid="title">{text.home_headline()}</h1>
            <p class="lead">{text.home_lead()}</p>
            <h2>{text.home_pick()}</h2>
            <Experiments/>
            <p><a class="btn q" data-testid="home-write" href=web::address("write")>{text.write_own()}" →"</a></p>
            <div class="points">
                <section><h3>{text.home_real_title()}</h3><p>{text.home_real()}</p></section>
                <section><h3>{text.home_honest_title()}</h3><p>{text.home_honest()}</p></section>
                <section><h3>{text.home_yours_title()}</h3><p>{text.home_yours()}</p></section>
            </div>
            <p class="hint"><a data-testid="licences" href=web::address("licences.txt")>{text.licences()}</a></p>
        </main>
    }
}
