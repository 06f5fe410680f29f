//! The letter of a task, in its colour: the same everywhere on the page.

use crate::canvas::tag;
use leptos::prelude::*;
use model::TaskId;

/// The letter of a task.
#[component]
pub(super) fn Tag(task: TaskId) -> impl IntoView {
    let (letter, colour) = tag(task);
    let class = colour.map_or("tag tag-main".into(), |colour| format!("tag tag-{colour}"));
    view! { <span class=class>{letter}</span> }
}
