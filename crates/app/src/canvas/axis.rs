//! The time axis: lines at round moments.

use super::Scene;
use words::number::decimal;

/// At least so many pixels between two lines.
const APART: f64 = 92.0;

pub(super) fn draw(scene: &Scene) {
    let (ctx, layout, view) = (scene.ctx, &scene.layout, scene.view);
    let step = round_step(scene.pixel() * APART);
    let step = if scene.steps { step.max(1.0) } else { step };
    let (scale, unit) = match step {
        _ if scene.steps => (1.0, ""),
        small if small < 1e3 => (1.0, "ns"),
        small if small < 1e6 => (1e3, "µs"),
        middle if middle < 1e9 => (1e6, "ms"),
        _ => (1e9, "s"),
    };
    ctx.set_font(&format!("11px {}", scene.palette.mono));
    let mut time = (view.from() / step).ceil() * step;
    let mut written = 0.0;
    while time <= view.to() {
        let x = scene.x(time);
        scene.line((x, 20.0), (x, layout.height), &scene.palette.line, 1.0);
        if !scene.trace.is_empty() {
            let figure = decimal(time / scale, 0, scene.text.lang);
            let label = if unit.is_empty() { figure } else { format!("{figure}\u{a0}{unit}") };
            // The last label would be cut off: it stands left of its line.
            let wide = 7.0 * label.chars().count() as f64;
            let from = if x + 4.0 + wide > layout.width { x - 4.0 - wide } else { x + 4.0 };
            if from >= written {
                scene.write(&label, from, 15.0, &scene.palette.ink3);
                written = from + wide + 7.0;
            }
        }
        time += step;
    }
}

/// The next of 1, 2, 5, 10, 20, 50…
fn round_step(least: f64) -> f64 {
    let mut step = 1.0;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if step * factor >= least {
                return step * factor;
            }
        }
        step *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!([0.3, 1.5, 3.0, 60.0, 1_001.0].map(round_step), [1.0, 2.0, 5.0, 100.0, 2_000.0]);
    }
}
