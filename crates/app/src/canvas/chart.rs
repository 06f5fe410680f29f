//! The chart below the lanes: a variable and what it should be, or how many tasks and helpers run at once.

use super::{Scene, lanes};
use model::TaskId;
use timeline::{CellHistory, Extent, State};
use words::number::number;

pub(super) fn draw(scene: &Scene) {
    if scene.trace.is_empty() {
        return;
    }
    match scene.trace.busiest_cell() {
        Some((object, cell)) => {
            name(scene, &scene.trace.names().object(object));
            variable(scene, cell);
        }
        None => {
            name(scene, scene.text.at_once());
            at_once(scene);
        }
    }
}

fn name(scene: &Scene, name: &str) {
    let (layout, (top, _)) = (&scene.layout, scene.layout.chart());
    scene.line((0.0, top - 10.0), (layout.width, top - 10.0), &scene.palette.line, 1.0);
    scene.ctx.set_font(&format!("12px {}", scene.palette.sans));
    let narrow = layout.gutter < 60.0;
    let (x, y, most) =
        if narrow { (layout.gutter + 24.0, top + 5.0, 200.0) } else { (12.0, top + 10.0, layout.gutter - 16.0) };
    scene.ctx.set_fill_style_str(&scene.palette.ink3);
    scene.ctx.set_text_align("left");
    // The width squeezes what is too long.
    let _ = scene.ctx.fill_text_with_max_width(name, x, y, most);
}

/// The columns of the plot that something is known of: where, from when, to when.
fn columns(scene: &Scene) -> impl Iterator<Item = (f64, u64, u64)> {
    let (view, pixel, gutter) = (scene.view, scene.pixel(), scene.layout.gutter);
    let now = scene.trace.now() as f64;
    (0..scene.layout.plot_width() as u32).map_while(move |column| {
        let from = view.from() + f64::from(column) * pixel;
        (from <= now).then(|| (gutter + f64::from(column), from as u64, (from + pixel) as u64))
    })
}

fn variable(scene: &Scene, cell: &CellHistory) {
    let extents: Vec<(f64, Extent)> =
        columns(scene).filter_map(|(x, from, to)| Some((x, cell.between(from, to)?))).collect();
    let Some((last_x, last)) = extents.last().copied() else { return };
    let least = extents.iter().map(|(_, extent)| extent.least.min(extent.expected)).min().unwrap_or(0);
    let most = extents.iter().map(|(_, extent)| extent.most.max(extent.expected)).max().unwrap_or(1);
    let (top, bottom) = scene.layout.chart();
    // Above the highest line is room for its name.
    let height = bottom - top - 16.0;
    let y = |value: i64| bottom - (value - least) as f64 / ((most - least) as f64).max(1.0) * height;

    let ctx = scene.ctx;
    let differs = extents.iter().any(|(_, extent)| extent.expected != extent.value);
    if differs {
        ctx.set_stroke_style_str(&scene.palette.ink3);
        ctx.set_line_width(1.2);
        lanes::dash(scene, true);
        ctx.begin_path();
        for (x, extent) in &extents {
            ctx.line_to(*x, y(extent.expected));
        }
        ctx.stroke();
        lanes::dash(scene, false);
    }
    ctx.set_stroke_style_str(&scene.palette.ink);
    ctx.set_line_width(1.6);
    ctx.begin_path();
    let mut before = y(extents[0].1.least);
    for (x, extent) in &extents {
        ctx.line_to(*x, before);
        ctx.line_to(*x, y(extent.least));
        ctx.line_to(*x, y(extent.most));
        before = y(extent.value);
        ctx.line_to(*x, before);
    }
    ctx.stroke();

    ctx.set_font(&format!("11px {}", scene.palette.sans));
    ctx.set_text_align("right");
    let say = |what: &str, value: i64| format!("{what} {}", number(value as f64, scene.text.lang));
    let x = (last_x - 6.0).max(scene.layout.gutter + 110.0);
    let place = |y: f64, above: bool| if above { y - 6.0 } else { y + 14.0 };
    if differs {
        let above = y(last.expected) <= y(last.value);
        scene.write_over(
            &say(scene.text.expected(), last.expected),
            x,
            place(y(last.expected), above),
            &scene.palette.ink3,
        );
        scene.write_over(&say(scene.text.actual(), last.value), x, place(y(last.value), !above), &scene.palette.ink);
    } else {
        scene.write_over(
            &number(last.value as f64, scene.text.lang),
            x,
            place(y(last.value), true),
            &scene.palette.ink,
        );
    }
    ctx.set_text_align("left");
}

fn at_once(scene: &Scene) {
    let works = |from: u64, to: u64| {
        let tasks = (0u32..).map(TaskId).zip(scene.trace.lanes());
        let all = tasks.flat_map(|(task, lane)| std::iter::once(lane).chain(scene.trace.helpers(task)));
        let lanes = all.map(|lane| {
            let time = lane.time_between(from, to);
            State::ALL.iter().filter(|state| state.works()).map(|state| time[*state as usize]).sum::<u64>()
        });
        lanes.sum::<u64>() as f64 / (to - from).max(1) as f64
    };
    let shares: Vec<(f64, f64)> = columns(scene).map(|(x, from, to)| (x, works(from, to.max(from + 1)))).collect();
    let most = shares.iter().map(|(_, share)| share.ceil()).fold(1.0, f64::max);
    let (top, bottom) = scene.layout.chart();
    let y = |share: f64| bottom - share / most * (bottom - top - 16.0);
    let colour = &scene.palette.state(State::Running).colour;

    scene.ctx.set_font(&format!("11px {}", scene.palette.mono));
    let step = (most / 4.0).ceil().max(1.0);
    let mut level = step;
    while level <= most {
        scene.line((scene.layout.gutter, y(level)), (scene.layout.width, y(level)), &scene.palette.line, 1.0);
        level += step;
    }
    let ctx = scene.ctx;
    for fill in [true, false] {
        ctx.begin_path();
        if let Some((x, _)) = shares.first().filter(|_| fill) {
            ctx.move_to(*x, bottom);
        }
        for (x, share) in &shares {
            ctx.line_to(*x, y(*share));
        }
        if fill {
            ctx.line_to(shares.last().map_or(0.0, |(x, _)| *x), bottom);
            ctx.set_global_alpha(0.18);
            ctx.set_fill_style_str(colour);
            ctx.fill();
            ctx.set_global_alpha(1.0);
        } else {
            ctx.set_stroke_style_str(colour);
            ctx.set_line_width(1.6);
            ctx.stroke();
        }
    }
    let mut level = step;
    while level <= most {
        scene.write_over(
            &number(level, scene.text.lang),
            scene.layout.gutter + 6.0,
            y(level) - 4.0,
            &scene.palette.ink3,
        );
        level += step;
    }
}
