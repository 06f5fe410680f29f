//! About this machine: what the browser offers, and what a run costs here. It is measured when it is
//! asked for, and never while it is not looked at.

use crate::machine::{self, Cost, Machine};
use crate::site::{Site, words};
use crate::text::{Text, with};
use crate::web;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use words::number::{number, time};

/// In short: cores, and whether real threads can be had. Pressed, it tells more.
#[component]
pub(super) fn MachineButton() -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    let cores = move || cores(site.machine.read().cores, text);
    let isolated = move || site.machine.read().isolated;
    let isolation = move || if isolated() { text.isolated() } else { text.not_isolated() };
    let open = StoredValue::new_local(None::<Box<dyn Fn()>>);
    let show = move |_| {
        if let Some(dialog) = dialog().filter(|dialog| !dialog.open()) {
            // It is there and not open: nothing is left to refuse it.
            let _ = dialog.show_modal();
            open.set_value(Some(Box::new(machine::measure(site.machine))));
        }
    };
    let again = move |_| {
        end(open);
        open.set_value(Some(Box::new(machine::measure(site.machine))));
    };
    on_cleanup(move || end(open));
    view! {
        <button type="button" class="pill" title=text.about_machine() data-testid="isolation"
            data-isolated=move || isolated().to_string() on:click=show>
            <b class:off=move || !isolated() aria-hidden="true">"●"</b>
            {cores}<span class="wide">" · "{isolation}</span>
        </button>
        <dialog id="machine" aria-labelledby="h-machine" on:close=move |_| end(open)>
            <h2 id="h-machine">{text.about_machine()}</h2>
            <table data-testid="machine"><tbody>{move || rows(&site.machine.read(), text)}</tbody></table>
            <p class="small">{text.about_kept()}</p>
            <button type="button" class="btn q" on:click=again>{text.about_again()}</button>
            " "
            <button type="button" class="btn q" data-testid="machine-close" on:click=move |_| {
                if let Some(dialog) = dialog() {
                    dialog.close();
                }
            }>{text.close()}</button>
        </dialog>
    }
}

fn end(open: StoredValue<Option<Box<dyn Fn()>>, LocalStorage>) {
    if let Some(end) = open.try_update_value(Option::take).flatten() {
        end();
    }
}

fn dialog() -> Option<HtmlDialogElement> {
    web::document().get_element_by_id("machine")?.dyn_into().ok()
}

/// So many cores, in words.
fn cores(cores: u32, text: &Text) -> String {
    match cores {
        1 => text.cores_one().into(),
        cores => with(text.cores(), &[("n", &number(f64::from(cores), text.lang))]),
    }
}

/// What a result says of the machine it is from.
pub(super) fn in_short(machine: &Machine, text: &Text) -> String {
    let isolation = if machine.isolated { text.isolated() } else { text.not_isolated() };
    let step = time(machine.resolution as f64, text.lang);
    format!("{} · {isolation} · {}: {step}", cores(machine.cores, text), text.about_step())
}

fn rows(machine: &Machine, text: &'static Text) -> impl IntoView + use<> {
    let step = match machine.resolution {
        0 => "…".into(),
        step => time(step as f64, text.lang),
    };
    let threads = if machine.isolated { text.about_threads() } else { text.about_no_threads() };
    let told = [(text.about_cores(), number(f64::from(machine.cores), text.lang)), (text.about_real(), threads.into())];
    let names = [text.about_pool(), text.about_switch(), text.about_message(), text.about_clock(), text.about_skew()];
    let costs = names.into_iter().zip(machine.costs).map(|(name, cost)| (name, cost_of(cost, text)));
    let row = |(name, value): (&'static str, String)| view! { <tr><td>{name}</td><td class="r">{value}</td></tr> };
    told.into_iter().chain([(text.about_step(), step)]).chain(costs).map(row).collect_view()
}

fn cost_of(cost: Cost, text: &Text) -> String {
    match cost {
        Cost::Unknown => "…".into(),
        Cost::Known(nanos) => time(nanos, text.lang),
        Cost::NotHere => text.about_not_here().into(),
    }
}
