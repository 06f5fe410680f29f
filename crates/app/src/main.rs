//! The page: mounts the app into the document.

use leptos::prelude::*;

fn main() {
    mount_to_body(|| view! { <p>"Heddle"</p> });
}
