//! The components: what there is to see and to touch, one file each.

#![expect(unreachable_pub, reason = "the component macro writes a public struct for each component's properties")]

mod controls;
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
mod params;
mod program;
mod result;
mod share;
mod tag;
mod timeline;
mod told;
mod tree;

use crate::route::Route;
use crate::site::Site;
use crate::state::Lab;
use header::Header;
use home::Home;
use lab::LabPage;
use leptos::prelude::*;
use model::LinkError;

/// The page at this address. All of it is made anew in another language; what a lab knows stays.
#[component]
pub(crate) fn App() -> impl IntoView {
    let site = Site::new();
    provide_context(site);
    let route = Route::here();
    let meta = match &route {
        Route::Lab(id) => scenarios::meta(id),
        Route::Home | Route::Unknown => None,
    };
    let lab = meta.map(|meta| Lab::open(meta, site));
    let wrong = StoredValue::new(match route {
        Route::Lab(id) if lab.is_none() => Some(Some(LinkError::UnknownScenario(id.chars().take(40).collect()))),
        Route::Unknown => Some(None),
        _ => None,
    });
    move || {
        let text = site.text();
        view! {
            <a class="skip" href="#content" on:click=header::to_content>{text.to_content}</a>
            <Header at_home=lab.is_none()/>
            {match lab {
                Some(lab) => view! { <LabPage lab/> }.into_any(),
                None => view! { <Home wrong=wrong.get_value()/> }.into_any(),
            }}
        }
    }
}
