//! What decided the run: a line at the point of no return, rings round the accesses in conflict, and an
//! arc from one to the other.

use super::{Scene, lanes};
use timeline::Why;

/// Draws it over the lanes.
pub(super) fn draw(scene: &Scene, why: &Why) {
    let (ctx, layout) = (scene.ctx, &scene.layout);
    let place = |at: Option<usize>| {
        let event = scene.trace.event(at?)?;
        let (x, row) = (scene.x(event.time as f64), event.task.index());
        let seen = (layout.gutter..=layout.width).contains(&x) && row < layout.rows;
        seen.then(|| (x, layout.bar_top(row) + layout.bar / 2.0))
    };
    if let Some((x, _)) = place(why.decision) {
        lanes::dash(scene, true);
        scene.line((x, layout.rows_top() - 8.0), (x, layout.rows_bottom()), &scene.palette.bad, 2.0);
        lanes::dash(scene, false);
        ctx.set_font(&format!("600 11px {}", scene.palette.sans));
        // On the side where there is room.
        let left = x > layout.width - 90.0;
        ctx.set_text_align(if left { "right" } else { "left" });
        let beside = if left { x - 5.0 } else { x + 5.0 };
        scene.write_over(scene.text.no_return(), beside, layout.rows_bottom() + 2.0, &scene.palette.bad);
        ctx.set_text_align("left");
    }
    let accesses = [place(why.first), place(why.second)];
    ctx.set_stroke_style_str(&scene.palette.ink);
    ctx.set_line_width(2.0);
    if let [Some((x, y)), Some((to_x, to_y))] = accesses {
        let (middle, bow) = (f64::midpoint(x, to_x), y.min(to_y) - layout.bar);
        ctx.begin_path();
        ctx.move_to(x, y);
        ctx.quadratic_curve_to(middle, bow, to_x, to_y);
        ctx.stroke();
    }
    for (x, y) in accesses.into_iter().flatten() {
        ctx.begin_path();
        // Only a negative radius would be refused.
        let _ = ctx.arc(x, y, 6.0, 0.0, std::f64::consts::TAU);
        ctx.set_fill_style_str(&scene.palette.panel);
        ctx.fill();
        ctx.stroke();
    }
}
