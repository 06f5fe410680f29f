//! The editor of the learner's own program: a text field under our own colours, so that undo, touch and screen readers are
//! the browser's.

mod lines;

use crate::editor::{self, Edit, Key};
use crate::own::Own;
use crate::site::words;
use crate::state::Lab;
use crate::text::with;
use crate::web;
use leptos::html::{Div, Input, Textarea};
use leptos::prelude::*;
use lines::Drawn;
use model::Wrong;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlDocument, HtmlTextAreaElement, KeyboardEvent};

/// So long after the last key the text is read.
const PAUSE: Duration = Duration::from_millis(180);

/// The editor.
#[component]
pub(super) fn Editor(lab: Lab, own: Own) -> impl IntoView {
    let text = words();
    let field = NodeRef::<Textarea>::new();
    let page = NodeRef::<Div>::new();
    let caret = RwSignal::new((1, 1));
    let finding = RwSignal::new(false);
    let drawn = Rc::new(RefCell::new(Drawn::default()));
    let pause = StoredValue::new_local(None::<leptos::leptos_dom::helpers::TimeoutHandle>);

    let draw = {
        let drawn = drawn.clone();
        move |now: &str| {
            if let Some(page) = page.get_untracked() {
                drawn.borrow_mut().draw(&page, now);
            }
        }
    };
    // What comes from elsewhere goes into the field; what is typed is there already.
    Effect::new({
        let draw = draw.clone();
        move |_| {
            own.loaded.track();
            let Some(field) = field.get() else { return };
            let now = own.text.get_untracked();
            field.set_value(&now);
            draw(&now);
            lab.check();
        }
    });
    let typed = move |event: web_sys::Event| {
        let field: HtmlTextAreaElement = event_target(&event);
        let now = field.value();
        draw(&now);
        own.typed(&now);
        caret.set(place(&field));
        if let Some(before) = pause.try_update_value(Option::take).flatten() {
            before.clear();
        }
        pause.set_value(set_timeout_with_handle(move || lab.check(), PAUSE).ok());
    };
    // Who is at which line, and where something is wrong.
    let positions = super::program::positions(lab);
    let at_run_text = move || lab.current.read().source() == Some(own.text.get());
    Effect::new({
        let drawn = drawn.clone();
        move |_| {
            own.text.track();
            own.loaded.track();
            let here = if at_run_text() { positions.get() } else { Vec::new() };
            let wrong = own.wrong.get();
            drawn.borrow_mut().mark(&here, wrong.as_ref());
        }
    });
    let press = move |event: KeyboardEvent| {
        let Some(field) = field.get_untracked() else { return };
        if key(lab, finding, &field, &event) {
            event.prevent_default();
            // The page listens to some of them, too.
            event.stop_propagation();
        }
    };
    let moved = move || {
        if let Some(field) = field.get_untracked() {
            caret.set(place(&field));
        }
    };
    let go = move |wrong: &Wrong| {
        if let Some(field) = field.get_untracked() {
            let at = offset(&field.value(), wrong.line, wrong.column);
            // A field that cannot take the focus leaves it where it is.
            let _ = field.focus();
            let _ = field.set_selection_range(at, at);
        }
    };
    let said = move || {
        own.wrong.get().map(|wrong| {
            let words =
                with(text.line_wrong(), &[("n", &wrong.line.to_string()), ("why", wrong.sentence(text.lang.id))]);
            view! {
                <button type="button" class="plain" data-testid="wrong" on:click=move |_| go(&wrong)>{words}</button>
            }
        })
    };
    view! {
        <div class="tools-of">
            <button type="button" class="plain" title=text.undo() aria-label=text.undo() on:click=move |_| command(field, "undo")>"↶"</button>
            <button type="button" class="plain" title=text.redo() aria-label=text.redo() on:click=move |_| command(field, "redo")>"↷"</button>
            <button type="button" class="plain" data-testid="find-text" aria-expanded=move || finding.get().to_string()
                on:click=move |_| finding.update(|on| *on = !*on)>{text.find_text()}</button>
            <OpenFile own/>
            <button type="button" class="plain" data-testid="save"
                on:click=move |_| crate::packed::save(&own.name.get_untracked(), &own.text.get_untracked())>{text.save_file()}</button>
        </div>
        {move || finding.get().then(|| view! { <Finding field finding/> })}
        <div class="editor" data-testid="editor">
            <div class="sheet">
            <div class="page" node_ref=page aria-hidden="true"></div>
            <textarea node_ref=field data-testid="source" spellcheck="false" autocapitalize="off" autocomplete="off"
                wrap="off" aria-label=text.program() aria-describedby="editor-keys editor-wrong"
                aria-invalid=move || own.wrong.read().is_some().to_string()
                on:input=typed on:keydown=press on:keyup=move |_| moved() on:click=move |_| moved()></textarea>
            </div>
        </div>
        <div class="said" id="editor-wrong" role="status">{said}</div>
        <p class="hint small" id="editor-keys">
            <span data-testid="caret">{move || {
                let (line, column) = caret.get();
                with(text.caret(), &[("line", &line.to_string()), ("column", &column.to_string())])
            }}</span>" · "{text.editor_keys()}
        </p>
    }
}

/// A key pressed in the field; whether it meant something here.
fn key(lab: Lab, finding: RwSignal<bool>, field: &HtmlTextAreaElement, event: &KeyboardEvent) -> bool {
    thread_local! {
        /// After Escape, Tab goes on to what is next on the page, as it does everywhere else.
        static LEAVES: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    let leaves = LEAVES.replace(event.key() == "Escape" || LEAVES.get() && event.key() == "Shift");
    let command = event.ctrl_key() || event.meta_key();
    let key = match (event.key().as_str(), command, event.shift_key()) {
        ("Enter", true, _) => {
            super::controls::run(lab);
            return true;
        }
        ("f", true, false) => {
            finding.set(true);
            return true;
        }
        ("Enter", false, false) => Key::Enter,
        ("Tab", false, _) if leaves => return false,
        ("Tab", false, false) => Key::Tab,
        ("Tab", false, true) => Key::BackTab,
        ("Backspace", false, _) => Key::Backspace,
        _ => return false,
    };
    // While letters are put together from several keys, they are the browser's.
    if event.is_composing() || event.alt_key() {
        return false;
    }
    match editor::press(&field.value(), selection(field), key) {
        Some(edit) => {
            apply(field, &edit);
            true
        }
        None => false,
    }
}

/// What is selected in the field.
fn selection(field: &HtmlTextAreaElement) -> (usize, usize) {
    let place = |place: Result<Option<u32>, JsValue>| place.ok().flatten().unwrap_or(0) as usize;
    (place(field.selection_start()), place(field.selection_end()))
}

fn select(field: &HtmlTextAreaElement, (from, to): (usize, usize)) {
    let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    // A place behind the end is the end.
    let _ = field.set_selection_range(small(from), small(to));
}

/// Changes the text so that the browser can undo it.
fn apply(field: &HtmlTextAreaElement, edit: &Edit) {
    // A field that cannot take the focus leaves it where it is.
    let _ = field.focus();
    select(field, (edit.from, edit.to));
    let (what, text) = if edit.text.is_empty() { ("delete", "") } else { ("insertText", edit.text.as_str()) };
    let document: HtmlDocument = web::document().unchecked_into();
    if !document.exec_command_with_show_ui_and_value(what, false, text).unwrap_or(false) {
        // A browser without that command undoes nothing, but takes the text.
        let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let _ = field.set_range_text_with_start_and_end(&edit.text, small(edit.from), small(edit.to));
        if let Ok(event) = web_sys::Event::new("input") {
            let _ = field.dispatch_event(&event);
        }
    }
    select(field, edit.selected);
}

/// Has the browser undo or redo.
fn command(field: NodeRef<Textarea>, what: &str) {
    if let Some(field) = field.get_untracked() {
        let _ = field.focus();
        let document: HtmlDocument = web::document().unchecked_into();
        let _ = document.exec_command(what);
    }
}

/// The line and column of the caret.
fn place(field: &HtmlTextAreaElement) -> (usize, usize) {
    let (_, at) = selection(field);
    let units: Vec<u16> = field.value().encode_utf16().take(at).collect();
    let before = String::from_utf16_lossy(&units);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    (line, column)
}

/// Where a line and column are, as the browser counts.
fn offset(text: &str, line: u32, column: u32) -> u32 {
    let lines = text.split('\n');
    let above: usize =
        lines.clone().take(line.saturating_sub(1) as usize).map(|line| line.encode_utf16().count() + 1).sum();
    let here = lines.clone().nth(line.saturating_sub(1) as usize).unwrap_or("");
    let into: usize = here.chars().take(column.saturating_sub(1) as usize).map(char::len_utf16).sum();
    u32::try_from(above + into).unwrap_or(u32::MAX)
}

/// Finding and replacing.
#[component]
fn Finding(field: NodeRef<Textarea>, finding: RwSignal<bool>) -> impl IntoView {
    let text = words();
    let wanted = NodeRef::<Input>::new();
    let by = NodeRef::<Input>::new();
    let said = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(wanted) = wanted.get() {
            let _ = wanted.focus();
        }
    });
    let next = move || {
        let (Some(field), Some(wanted)) = (field.get_untracked(), wanted.get_untracked()) else { return };
        let found = editor::find(&field.value(), &wanted.value(), selection(&field).1);
        said.set(if found.is_some() { String::new() } else { text.found_none().into() });
        if let Some(found) = found {
            let _ = field.focus();
            select(&field, found);
        }
    };
    let replace = move |_| {
        let (Some(field), Some(wanted), Some(by)) = (field.get_untracked(), wanted.get_untracked(), by.get_untracked())
        else {
            return;
        };
        let (from, to) = selection(&field);
        let here = editor::find(&field.value(), &wanted.value(), from) == Some((from, to));
        if here {
            let text = by.value();
            let end = from + text.encode_utf16().count();
            apply(&field, &Edit { from, to, text, selected: (end, end) });
        }
        next();
    };
    let replace_all = move |_| {
        let (Some(field), Some(wanted), Some(by)) = (field.get_untracked(), wanted.get_untracked(), by.get_untracked())
        else {
            return;
        };
        let now = field.value();
        let (then, n) = editor::replace_all(&now, &wanted.value(), &by.value());
        if n > 0 {
            let to = now.encode_utf16().count();
            apply(&field, &Edit { from: 0, to, text: then, selected: (0, 0) });
        }
        said.set(with(text.replaced(), &[("n", &n.to_string())]));
    };
    let enter = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            next();
        }
        "Escape" => {
            event.stop_propagation();
            finding.set(false);
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        }
        _ => {}
    };
    view! {
        <div class="finding" role="search">
            <input type="text" node_ref=wanted data-testid="find-wanted" aria-label=text.find_text() placeholder=text.find_text() on:keydown=enter/>
            <button type="button" class="plain" data-testid="find-next" on:click=move |_| next()>{text.find_next()}</button>
            <input type="text" node_ref=by data-testid="find-by" aria-label=text.replace_by() placeholder=text.replace_by() on:keydown=enter/>
            <button type="button" class="plain" on:click=replace>{text.replace()}</button>
            <button type="button" class="plain" data-testid="replace-all" on:click=replace_all>{text.replace_all()}</button>
            <span role="status">{said}</span>
        </div>
    }
}

/// Opens a file of this machine.
#[component]
fn OpenFile(own: Own) -> impl IntoView {
    let text = words();
    let open = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        let name = file.name();
        leptos::task::spawn_local(async move {
            let Ok(read) = wasm_bindgen_futures::JsFuture::from(file.text()).await else { return };
            if let Some(read) = read.as_string() {
                own.rename(&name);
                own.load(&read.replace("\r\n", "\n").replace('\t', "    "));
                own.keep();
            }
        });
        // The same file can be opened again.
        input.set_value("");
    };
    view! {
        <label class="plain open">{text.open_file()}
            <input type="file" accept=".py,text/x-python,text/plain" data-testid="open-file" on:change=open/>
        </label>
    }
}
