//! The page: what the learner sees and touches.
//!
//! It starts one conductor (a worker that owns runs), sends it commands, and draws what the folds
//! of `timeline` make of its events. It refuses to run a program itself, and never blocks.

mod canvas;
mod conductor;
mod content;
mod crash;
mod editor;
mod machine;
mod own;
mod packed;
mod page;
mod route;
mod run;
mod say;
mod search;
mod site;
mod soon;
mod state;
mod tasks;
mod text;
mod web;

use leptos::prelude::*;

fn main() {
    std::panic::set_hook(Box::new(|info| crash::show(&info.to_string())));
    tasks::start();
    // Thrown before anything is there, this is for `web/boot.js` to put into words.
    let Some(text) = text::first() else { wasm_bindgen::throw_str("words.*.txt") };
    mount_to_body(move || page::App(page::AppProps { text }));
}
