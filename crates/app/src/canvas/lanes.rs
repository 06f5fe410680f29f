//! The lanes: a bar for each task, painted by state, with its operations where there is room.

use super::{Scene, tag};
use crate::{say, text};
use model::{EventKind, TaskId};
use timeline::{Lane, STATES, State, Stretch};
use words::number::number;

/// Operations are shown one by one where there are at most so many in the picture.
const OPERATIONS: usize = 3_000;
/// Two crosses of one lane stand at least so far apart.
const CROSSES: f64 = 9.0;
/// From the top of a mixed column to its bottom.
const STACK: [State; STATES - 1] = [
    State::WantsBaton,
    State::Waiting,
    State::Joining,
    State::Away,
    State::Blocking,
    State::Ready,
    State::Starting,
    State::Copying,
    State::Unpickling,
    State::Pickling,
    State::Halted,
    State::Native,
    State::Running,
];

pub(super) fn draw(scene: &Scene) {
    let lanes = scene.trace.lanes().iter().take(scene.layout.rows);
    for (row, lane) in lanes.enumerate().filter(|(_, lane)| !lane.is_empty()) {
        let task = TaskId(u32::try_from(row).unwrap_or(0));
        label(scene, row, task);
        let helpers = scene.trace.helpers(task);
        bar(scene, row, lane, helpers.len());
        strips(scene, row, helpers);
    }
    operations(scene);
    crosses(scene);
    if scene.layout.hidden > 0 {
        let more = number(scene.layout.hidden as f64, scene.text.lang);
        let more = text::with(scene.text.more_lanes(), &[("n", &more)]);
        scene.ctx.set_font(&format!("12px {}", scene.palette.sans));
        scene.write(&more, 12.0, scene.layout.rows_bottom() + 12.0, &scene.palette.ink3);
    }
}

fn label(scene: &Scene, row: usize, task: TaskId) {
    let (ctx, layout) = (scene.ctx, &scene.layout);
    let size = layout.bar.min(18.0);
    let top = layout.bar_top(row) + (layout.bar - size) / 2.0;
    ctx.set_fill_style_str(scene.palette.task(task));
    ctx.begin_path();
    // Only a negative radius would be refused.
    let _ = ctx.round_rect_with_f64(10.0, top, 18.0, size, 4.0);
    ctx.fill();
    let (letter, _) = tag(task);
    ctx.set_text_align("center");
    ctx.set_font(&format!(
        "700 {}px {}",
        if letter.len() > 1 { 9.0 } else { (size - 6.0).max(8.0) },
        scene.palette.mono
    ));
    scene.write(&letter, 19.0, top + size / 2.0 + size * 0.21, "#fff");
    ctx.set_text_align("left");
    if layout.gutter > 60.0 && layout.bar > 10.0 {
        ctx.set_font(&format!("12px {}", scene.palette.sans));
        let name = scene.trace.names().task(task);
        // The width squeezes what is too long.
        ctx.set_fill_style_str(&scene.palette.ink2);
        let _ = ctx.fill_text_with_max_width(
            &name,
            34.0,
            layout.bar_top(row) + layout.bar / 2.0 + 4.0,
            layout.gutter - 40.0,
        );
    }
}

fn bar(scene: &Scene, row: usize, lane: &Lane, helpers: usize) {
    // While a run is under way there is a picture after this one, and sixty a second are to be had.
    let column = if scene.cursor.is_none() { 2.0 } else { 1.0 };
    let (layout, pixel) = (&scene.layout, scene.pixel() * column);
    let (top, bar) = (layout.bar_top(row), layout.bar);
    // What is painted alike is painted together: setting a style costs more than a rectangle.
    let mut wholes: [Vec<(f64, f64)>; STATES] = Default::default();
    let mut pieces: [Vec<(f64, f64, f64)>; STATES] = Default::default();
    let end = scene.view.to().min(scene.trace.now() as f64) as u64;
    lane.stretches(scene.view.from() as u64, end, pixel, |stretch| match stretch {
        Stretch::Whole { state: State::Gone, .. } => {}
        Stretch::Whole { from, to, state, .. } => {
            wholes[state as usize].push((scene.x(from as f64), scene.x(to as f64)))
        }
        Stretch::Mixed { from, to, time } => {
            let all = (to - from).max(1) as f64;
            let mut y = top + bar * time[State::Gone as usize] as f64 / all;
            for state in STACK {
                let height = bar * time[state as usize] as f64 / all;
                if height > 0.0 {
                    pieces[state as usize].push((scene.x(from as f64), y, height));
                }
                y += height;
            }
        }
    });
    for state in STACK {
        // Under the GIL, whoever could go on and does not run wants the GIL.
        let waits = scene.baton && state == State::Ready;
        let paint = scene.palette.state(if waits { State::WantsBaton } else { state });
        match &paint.pattern {
            Some(pattern) => scene.ctx.set_fill_style_canvas_pattern(pattern),
            None => scene.ctx.set_fill_style_str(&paint.colour),
        }
        for (x, y, height) in &pieces[state as usize] {
            scene.ctx.fill_rect(*x, *y, column, *height);
        }
        scene.ctx.set_stroke_style_str(&paint.colour);
        scene.ctx.set_line_width(1.0);
        // Native code that others help with leaves them room.
        let bar = if matches!(state, State::Native | State::Halted) { strip(bar, helpers).1 } else { bar };
        for (from, to) in &wholes[state as usize] {
            let width = (to - from).max(0.5);
            scene.ctx.begin_path();
            if width > 8.0 {
                let _ = scene.ctx.round_rect_with_f64(*from, top, width - 1.0, bar, 3.0);
            } else {
                scene.ctx.rect(*from, top, width, bar);
            }
            scene.ctx.fill();
            if let Some(dashed) = paint.border.filter(|_| width > 4.0) {
                scene.ctx.begin_path();
                dash(scene, dashed);
                let _ = scene.ctx.round_rect_with_f64(from + 0.5, top + 0.5, width - 2.0, bar - 1.0, 3.0);
                scene.ctx.stroke();
                dash(scene, false);
            }
        }
    }
}

/// How high each of the strips is that a bar is cut into for a task and its helpers, with and without the gap
/// below it.
fn strip(bar: f64, helpers: usize) -> (f64, f64) {
    if helpers == 0 {
        return (bar, bar);
    }
    let whole = (bar + 1.0) / (helpers as f64 + 1.0);
    (whole, whole - 1.0)
}

/// The threads that help a task, each as a strip below the task's own.
fn strips(scene: &Scene, row: usize, helpers: &[Lane]) {
    let (whole, height) = strip(scene.layout.bar, helpers.len());
    let end = scene.view.to().min(scene.trace.now() as f64) as u64;
    let mut top = scene.layout.bar_top(row);
    scene.ctx.set_fill_style_str(&scene.palette.state(State::Native).colour);
    for helper in helpers {
        top += whole;
        helper.stretches(scene.view.from() as u64, end, scene.pixel(), |stretch| match stretch {
            Stretch::Whole { from, to, state: State::Native, .. } => {
                let (from, to) = (scene.x(from as f64), scene.x(to as f64));
                scene.ctx.fill_rect(from, top, (to - from - 1.0).max(0.5), height);
            }
            Stretch::Whole { .. } => {}
            Stretch::Mixed { from, to, time } => {
                let share = time[State::Native as usize] as f64 / (to - from).max(1) as f64;
                scene.ctx.fill_rect(scene.x(from as f64), top + height * (1.0 - share), 1.0, height * share);
            }
        });
    }
}

pub(super) fn dash(scene: &Scene, dashed: bool) {
    let pattern = js_sys::Array::new();
    if dashed {
        pattern.push(&4.0.into());
        pattern.push(&3.0.into());
    }
    // Only negative lengths would be refused.
    let _ = scene.ctx.set_line_dash(&pattern);
}

/// Cuts bars where an operation took effect, and says in a word which one.
fn operations(scene: &Scene) {
    let (layout, view) = (&scene.layout, scene.view);
    let within = scene.trace.between(view.from() as u64, view.to() as u64 + 1);
    if within.len() > OPERATIONS || layout.bar < 12.0 {
        return;
    }
    scene.ctx.set_font(&format!("11px {}", scene.palette.mono));
    let mut began: Vec<f64> = vec![layout.gutter; layout.rows];
    // A little further than the picture: an operation is named at its beginning, told at its end.
    for event in (within.start..within.end + layout.rows * 2).filter_map(|at| scene.trace.event(at)) {
        // Who helps changes nothing in the task's own strip.
        if matches!(event.kind, EventKind::Help | EventKind::HelpDone) {
            continue;
        }
        let Some(since) = began.get_mut(event.task.index()) else { continue };
        let x = scene.x(event.time as f64);
        let from = std::mem::replace(since, x.max(layout.gutter));
        let lane = &scene.trace.lanes()[event.task.index()];
        let before = lane.at((event.time).saturating_sub(1)).0;
        if !before.works() || x - from < 4.0 {
            continue;
        }
        let top = layout.bar_top(event.task.index());
        if x < layout.width {
            scene.rect(x - 1.0, top, 1.0, layout.bar, &scene.palette.panel);
        }
        let word = say::word(&event, scene.text);
        let room = x.min(layout.width) - from - 8.0;
        // On a pattern no word can be read.
        if before == State::Running && !word.is_empty() && room >= 6.7 * word.chars().count() as f64 {
            scene.write(&word, from + 5.0, top + layout.bar / 2.0 + 4.0, &scene.palette.on_run);
        }
    }
}

/// A cross below a lane where its task wrote over an update it had not seen.
fn crosses(scene: &Scene) {
    let (layout, losses) = (&scene.layout, scene.trace.losses());
    if layout.row - layout.bar < 8.0 {
        return;
    }
    scene.ctx.set_font(&format!("700 12px {}", scene.palette.sans));
    scene.ctx.set_text_align("center");
    let first = |time: f64| losses.partition_point(|loss| (loss.time as f64) < time);
    let mut last = vec![f64::NEG_INFINITY; layout.rows];
    let mut at = first(scene.view.from());
    while let Some(loss) = losses.get(at).filter(|loss| loss.time as f64 <= scene.view.to()) {
        let (x, row) = (scene.x(loss.time as f64), loss.by.index());
        if let Some(last) = last.get_mut(row).filter(|last| x - **last >= CROSSES) {
            *last = x;
            let cross = if loss.updates > 1 { format!("✕{}", loss.updates) } else { "✕".into() };
            scene.write(&cross, x, layout.bar_top(row) + layout.bar + 11.0, &scene.palette.bad);
        }
        at = first(loss.time as f64 + 2.0 * scene.pixel()).max(at + 1);
    }
    scene.ctx.set_text_align("left");
}
