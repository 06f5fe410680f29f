//! The timeline card: the picture, how to move in it, and the steps.

use super::keys;
use super::legend::Legend;
use super::moves::{Move, act, keep_in_sight, whole};
use crate::canvas::{Layout, Palette, Scene, View};
use crate::site::{Site, words};
use crate::state::{Lab, Phase};
use crate::text::{Text, with};
use leptos::html::Canvas;
use leptos::prelude::*;
use model::{Clock, TaskId};
use std::cell::RefCell;
use std::rc::Rc;
use timeline::{Cut, Trace};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent, WheelEvent};
use words::number::number;

/// The timeline card.
#[component]
pub(super) fn TimelineCard(lab: Lab) -> impl IntoView {
    let text = words();
    let badge = move || {
        let measured = lab.current.read().link.clock == Clock::Measured;
        view! { <span class="src" class:m=measured>{if measured { text.measured_badge() } else { text.modelled_badge() }}</span> }
    };
    let of_trace = move |what: fn(&timeline::Trace) -> u64| {
        move || {
            let run = lab.current.get();
            run.track();
            run.trace(what)
        }
    };
    let threads = move || match lab.phase.get() {
        Phase::Ended => lab.current.read().outcome().map(|last| last.summary.threads),
        _ => None,
    };
    let warning = move || {
        let run = lab.current.get();
        run.track();
        let sentence = run.trace(|trace| left_out(trace, text))?;
        // While it runs, what is missing may still be on its way.
        (lab.phase.get() == Phase::Ended)
            .then(|| view! { <p class="hint warn" role="status" data-testid="left-out">{sentence}</p> })
    };
    view! {
        <section class="card time" aria-labelledby="h-time" data-testid="timeline"
            data-events=of_trace(|trace| trace.len() as u64) data-lanes=of_trace(|trace| trace.workers() as u64)
            data-threads=threads data-overlap-ns=of_trace(timeline::Trace::overlap) data-dropped=of_trace(timeline::Trace::missing)>
            <h2 id="h-time">{text.timeline()}<span class="space"></span><AxisButtons lab/><ZoomButtons lab/>{badge}</h2>
            <Picture lab/>
            <Legend lab/>
            <Steps lab/>
            {warning}
        </section>
    }
}

/// What happened and is not in the trace, and why, where there is any.
fn left_out(trace: &Trace, text: &Text) -> Option<String> {
    let template = match trace.cut() {
        Some(Cut::Room) => text.left_out_room(),
        Some(Cut::Stop) => text.left_out_stop(),
        None => text.left_out_between(),
    };
    let figure = |n: u64| number(n as f64, text.lang);
    let (missing, kept) = (trace.missing(), trace.len() as u64);
    (missing > 0).then(|| with(template, &[("n", &figure(missing)), ("kept", &figure(kept))]))
}

/// Time or steps.
#[component]
fn AxisButtons(lab: Lab) -> impl IntoView {
    let text = words();
    let button = |testid: &'static str, name: &'static str, help: &'static str, by_steps: bool| {
        view! {
            <button type="button" data-testid=testid title=help disabled=move || { let run = lab.current.get(); run.track(); !run.has_steps() }
                aria-pressed=move || (lab.by_steps.get() == by_steps).to_string() on:click=move |_| lab.show_steps(by_steps)>{name}</button>
        }
    };
    view! {
        <span class="switch" role="group" aria-label=text.axis()>
            {button("axis-time", text.axis_time(), text.axis_time_help(), false)}
            {button("axis-steps", text.axis_steps(), text.axis_steps_help(), true)}
        </span>
    }
}

#[component]
fn ZoomButtons(lab: Lab) -> impl IntoView {
    let text = words();
    let button = |sign: &'static str, name: &'static str, key: &'static str, movement: Move| {
        view! {
            <button type="button" class="plain" title=format!("{name} ({key})") aria-label=name aria-keyshortcuts=key
                on:click=move |_| act(lab, movement)>{sign}</button>
        }
    };
    view! {
        <span class="zoom">
            {button("+", text.zoom_in(), "W", Move::Closer)}
            {button("−", text.zoom_out(), "S", Move::Further)}
            {button("⤢", text.fit(), "F", Move::Fit)}
            <button type="button" class="plain keys" title=text.keys() aria-label=text.keys() on:click=move |_| keys::show()>"?"</button>
        </span>
    }
}

/// Step back and on, and a slider over all steps.
#[component]
fn Steps(lab: Lab) -> impl IntoView {
    let text = words();
    let count = move || {
        let run = lab.current.get();
        run.track();
        run.trace(timeline::Trace::len)
    };
    let none = move || count() == 0 || lab.phase.get() == Phase::Running;
    let no_loss = move || none() || !lab.current.get().has_lost();
    let words = move || match count() {
        0 => text.no_steps().to_string(),
        count => {
            let (n, all) = (number((lab.current.get().at() + 1) as f64, text.lang), number(count as f64, text.lang));
            let cut = lab.current.read().trace(|trace| trace.cut().is_some());
            with(if cut { text.step_of_first() } else { text.step_of() }, &[("n", &n), ("all", &all)])
        }
    };
    let slid = move |event| {
        lab.current.get_untracked().look_at(event_target_value(&event).parse().unwrap_or(0));
        keep_in_sight(lab);
    };
    let button = move |testid: &'static str,
                       sign: &'static str,
                       name: &'static str,
                       key: &'static str,
                       movement: Move| {
        view! {
            <button type="button" class="btn q" data-testid=testid title=format!("{name} ({key})") aria-label=name aria-keyshortcuts=key
                disabled=move || if movement == Move::NextLoss { no_loss() } else { none() }
                on:click=move |_| act(lab, movement)>{sign}</button>
        }
    };
    view! {
        <div class="scrub">
            {button("step-back", "◀", text.step_back(), ",", Move::StepBack)}
            {button("step-on", "▶", text.step_on(), ".", Move::StepOn)}
            <input type="range" min="0" step="1" aria-label=text.step() aria-valuetext=words data-testid="step"
                max=move || count().saturating_sub(1) disabled=none prop:value=move || { count(); lab.current.get().at().to_string() } on:input=slid/>
            <output>{words}</output>
            {button("zoom-step", "◎", text.zoom_step(), "Z", Move::ToStep)}
            {button("next-loss", "✕→", text.next_loss(), "X", Move::NextLoss)}
        </div>
    }
}

/// How many lanes there will be, so that the picture does not grow while it runs.
fn tasks(lab: Lab) -> usize {
    let expected = |link: &model::Link| lab.meta().tasks(&link.params) as usize;
    let run = lab.current.get();
    let known = run.trace(|trace| trace.lanes().len());
    if known == 0 { expected(&lab.link.read()) } else { known.max(expected(&run.link)) }
}

#[component]
fn Picture(lab: Lab) -> impl IntoView {
    let text = words();
    let site = expect_context::<Site>();
    let canvas = NodeRef::<Canvas>::new();
    let painter = Rc::new(RefCell::new(None::<Painter>));
    let resized = RwSignal::new(0u32);
    let handle = window_event_listener(leptos::ev::resize, move |_| resized.update(|count| *count += 1));
    on_cleanup(move || handle.remove());
    let height = move || {
        lab.current.get().track();
        format!("{}px", Layout::new(1000.0, tasks(lab)).height)
    };
    Effect::new(move |_| {
        // Everything the picture depends on; it is drawn once in a frame, whatever changed.
        let run = lab.current.get();
        run.track();
        run.view.track();
        run.cursor.track();
        run.why.track();
        lab.phase.track();
        lab.link.track();
        resized.track();
        site.dark.track();
        lab.by_steps.track();
        let painter = Rc::clone(&painter);
        request_animation_frame(move || {
            // Gone, where the page was made anew in another language meanwhile.
            if let Some(canvas) = canvas.try_get_untracked().flatten() {
                paint(lab, &canvas, &mut painter.borrow_mut(), site.dark.get_untracked(), text);
            }
        });
    });
    let alt = move || {
        let run = lab.current.get();
        run.track();
        run.trace(|trace| {
            let figure = |n: u64| number(n as f64, text.lang);
            let (tasks, events) = (figure(trace.lanes().len() as u64), figure(trace.len() as u64));
            let all = figure(trace.len() as u64 + trace.missing());
            let template = if trace.cut().is_some() { text.timeline_alt_first() } else { text.timeline_alt() };
            with(template, &[("tasks", &tasks), ("events", &events), ("all", &all)])
        })
    };
    let gestures = StoredValue::new_local(Gestures::default());
    view! {
        <canvas node_ref=canvas role="img" tabindex="0" aria-label=alt style:height=height
            on:wheel=move |event| wheel(lab, &event)
            on:pointerdown=move |event| gestures.update_value(|gestures| gestures.down(&event))
            on:pointermove=move |event| gestures.update_value(|gestures| gestures.moved(lab, &event))
            on:pointerup=move |event| gestures.update_value(|gestures| gestures.up(lab, &event))
            on:pointercancel=move |event| gestures.update_value(|gestures| gestures.cancel(&event))></canvas>
    }
}

/// What stays between two pictures.
struct Painter {
    ctx: CanvasRenderingContext2d,
    palette: Palette,
    dark: bool,
}

fn paint(lab: Lab, canvas: &HtmlCanvasElement, painter: &mut Option<Painter>, dark: bool, text: &'static Text) {
    if painter.as_ref().is_none_or(|painter| painter.dark != dark) {
        let ctx =
            canvas.get_context("2d").ok().flatten().and_then(|ctx| ctx.dyn_into::<CanvasRenderingContext2d>().ok());
        *painter = ctx.map(|ctx| Painter { palette: Palette::read(&ctx), ctx, dark });
    }
    let Some(Painter { ctx, palette, .. }) = painter else { return };
    let (width, ratio) = (f64::from(canvas.client_width()), crate::web::window().device_pixel_ratio());
    let layout = Layout::new(width, untrack(|| tasks(lab)));
    let (wide, high) = ((width * ratio) as u32, (layout.height * ratio) as u32);
    if (canvas.width(), canvas.height()) != (wide, high) {
        canvas.set_width(wide);
        canvas.set_height(high);
    }
    // Six finite numbers are never refused.
    let _ = ctx.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    let running = lab.phase.get_untracked() == Phase::Running;
    let run = lab.current.get_untracked();
    let at = untrack(|| run.at());
    let view = run.view.get_untracked().of(whole(lab));
    let hint = if running { text.waiting_first() } else { text.press_run() };
    let cursor = (!running).then_some(at);
    let baton = run.under_gil();
    let why = run.why.get_untracked();
    run.shown(|trace, steps| Scene { ctx, trace, view, layout, palette, text, cursor, steps, baton, why, hint }.draw());
}

fn wheel(lab: Lab, event: &WheelEvent) {
    let canvas: HtmlCanvasElement = event_target(event);
    let focused = crate::web::document().active_element().is_some_and(|element| element == **canvas);
    let layout = Layout::new(f64::from(canvas.client_width()), 1);
    let whole = whole(lab);
    if event.shift_key() || event.delta_x().abs() > event.delta_y().abs() {
        let by = if event.delta_x() == 0.0 { event.delta_y() } else { event.delta_x() };
        lab.current.get_untracked().view.update(|view| *view = view.of(whole).pan(by / layout.plot_width(), whole));
    } else if event.ctrl_key() || event.meta_key() || focused {
        let around = |view: View| view.time_at(f64::from(event.offset_x()), layout.gutter, layout.plot_width());
        lab.current.get_untracked().view.update(|view| {
            let shown = view.of(whole);
            *view = shown.zoom(js_sys::Math::exp((event.delta_y() * 0.003).clamp(-1.0, 1.0)), around(shown), whole);
        });
    } else {
        // Whoever only wants to scroll past the picture can.
        return;
    }
    event.prevent_default();
}

/// Fingers and the mouse on the picture: one drags, two pinch, a tap looks at a step.
#[derive(Default)]
struct Gestures {
    pointers: Vec<(i32, f64)>,
    travelled: f64,
}

impl Gestures {
    fn down(&mut self, event: &PointerEvent) {
        let canvas: HtmlCanvasElement = event_target(event);
        // Without capture a drag ends at the edge of the picture: a pity, no fault.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        if self.pointers.is_empty() {
            self.travelled = 0.0;
        }
        self.pointers.push((event.pointer_id(), f64::from(event.offset_x())));
    }

    fn moved(&mut self, lab: Lab, event: &PointerEvent) {
        let x = f64::from(event.offset_x());
        let Some(at) = self.pointers.iter().position(|(id, _)| *id == event.pointer_id()) else { return };
        let before = std::mem::replace(&mut self.pointers[at].1, x);
        self.travelled += (x - before).abs();
        if self.travelled < 4.0 {
            return;
        }
        let canvas: HtmlCanvasElement = event_target(event);
        let layout = Layout::new(f64::from(canvas.client_width()), 1);
        let whole = whole(lab);
        let other = self.pointers.iter().find(|(id, _)| *id != event.pointer_id()).map(|(_, x)| *x);
        lab.current.get_untracked().view.update(|view| {
            let shown = view.of(whole);
            *view = match other {
                None => shown.pan((before - x) / layout.plot_width(), whole),
                Some(other) => {
                    let factor = (before - other).abs().max(8.0) / (x - other).abs().max(8.0);
                    shown.zoom(factor, shown.time_at(other, layout.gutter, layout.plot_width()), whole)
                }
            };
        });
    }

    fn up(&mut self, lab: Lab, event: &PointerEvent) {
        self.cancel(event);
        if self.travelled >= 4.0 || !self.pointers.is_empty() || lab.phase.get_untracked() == Phase::Running {
            return;
        }
        let canvas: HtmlCanvasElement = event_target(event);
        let layout = Layout::new(f64::from(canvas.client_width()), untrack(|| tasks(lab)));
        let task = layout.row_at(f64::from(event.offset_y())).and_then(|row| u32::try_from(row).ok()).map(TaskId);
        let run = lab.current.get_untracked();
        let view = run.view.get_untracked().of(whole(lab));
        let found = run.shown(|trace, _| {
            let time = view.time_at(f64::from(event.offset_x()), layout.gutter, layout.plot_width()).max(0.0) as u64;
            trace.nearest(time, task).or_else(|| trace.nearest(time, None))
        });
        if let Some(index) = found {
            run.look_at(index);
        }
    }

    fn cancel(&mut self, event: &PointerEvent) {
        self.pointers.retain(|(id, _)| *id != event.pointer_id());
    }
}
