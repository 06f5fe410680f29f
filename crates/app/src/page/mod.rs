//! The components: what there is to see and to touch, one file each.

#![expect(unreachable_pub, reason = "the component macro writes a public struct for each component's properties")]

mod controls;
mod editor;
mod experiments;
mod header;
mod home;
mod interleavings;
mod keys;
mod lab;
mod legend;
mod lesson;
mod machine;
mod moves;
mod notices;
mod output;
mod params;
mod program;
mod result;
mod share;
mod tag;
mod timeline;
mod told;
mod tree;
mod write;

use crate::content::{Found, content};
use crate::route::Route;
use crate::site::Site;
use crate::state::Lab;
use crate::text::Text;
use header::{Header, LanguageNotice};
use home::Home;
use lab::LabPage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::LinkError;
use write::WritePage;

/// What is shown.
#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "a visit has one of these, and a lab is nothing but handles to signals")]
enum Shown {
    /// The first page, and what was wrong with the address.
    Home(Option<Option<LinkError>>),
    /// Nothing yet: the scenario is on its way.
    Loading,
    /// The scenario could not be had.
    Failed,
    /// An experiment.
    Lab(Lab),
}

/// The page at this address. All of it is made anew in another language; what a lab knows stays.
#[component]
pub(crate) fn App(text: &'static Text) -> impl IntoView {
    let site = Site::new(text);
    provide_context(site);
    let route = Route::here();
    let shown = RwSignal::new(match &route {
        Route::Home => Shown::Home(None),
        Route::Unknown => Shown::Home(Some(None)),
        Route::Lab(_) | Route::Write => Shown::Loading,
    });
    // What a lab knows lives as long as this.
    let owner = StoredValue::new(Owner::current().unwrap_or_default());
    if route == Route::Write {
        shown.set(Shown::Lab(owner.get_value().with(|| Lab::own(site))));
    }
    let id = StoredValue::new(if let Route::Lab(id) = route { id } else { String::new() });
    let load = move || load(id.get_value(), shown, site, owner.get_value());
    if matches!(shown.get_untracked(), Shown::Loading) {
        load();
    }
    let again = move |_| {
        shown.set(Shown::Loading);
        load();
    };
    move || {
        let text = site.text();
        let shown = shown.get();
        view! {
            <a class="skip" href="#content" on:click=header::to_content>{text.to_content()}</a>
            <Header at_home=matches!(shown, Shown::Home(_)) at_write=matches!(&shown, Shown::Lab(lab) if lab.own.is_some())/>
            <LanguageNotice/>
            {match shown {
                Shown::Lab(lab) if lab.own.is_some() => view! { <WritePage lab/> }.into_any(),
                Shown::Lab(lab) => view! { <LabPage lab/> }.into_any(),
                Shown::Home(wrong) => view! { <Home wrong/> }.into_any(),
                Shown::Loading => view! {
                    <main id="content" tabindex="-1"><p class="hint loading" role="status">{text.loading()}</p></main>
                }.into_any(),
                Shown::Failed => view! {
                    <main id="content" tabindex="-1">
                        <p class="alert" role="alert" data-testid="error" data-code="experiment-failed">
                            <span>{text.experiment_failed()}</span>
                            <button type="button" class="btn q" data-testid="try-again" on:click=again>{text.try_again()}</button>
                        </p>
                    </main>
                }.into_any(),
            }}
        }
    }
}

/// Fetches the scenario of this name, and shows it or says why not.
fn load(id: String, shown: RwSignal<Shown>, site: Site, owner: Owner) {
    spawn_local(async move {
        let lang = untrack(|| site.text()).lang;
        shown.set(match content(&id, lang).await {
            Found::Content(content) => Shown::Lab(owner.with(|| Lab::open(*content, lang, site))),
            Found::Nothing => Shown::Home(Some(Some(LinkError::UnknownScenario(id.chars().take(40).collect())))),
            Found::Failed => Shown::Failed,
        });
    });
}
