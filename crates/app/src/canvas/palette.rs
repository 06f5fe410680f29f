//! Colours and patterns, as the style sheet has them now.

use crate::web;
use model::TaskId;
use timeline::{STATES, State};
use wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement};

/// How many colours tasks have; the main task has its own.
const TAGS: u32 = 8;

/// The letter of a task, and which of the colours is its own; `None` for the main task's.
pub(crate) fn tag(task: TaskId) -> (String, Option<u32>) {
    // Without M, which is the main task.
    const LETTERS: &str = "ABCDEFGHIJKLNOPQRSTUVWXYZ";
    let Some(at) = task.0.checked_sub(1) else { return ("M".into(), None) };
    let (round, letter) = (at / 25, at % 25);
    let letter = LETTERS.chars().nth(letter as usize).unwrap_or('?');
    let name = if round == 0 { letter.to_string() } else { format!("{letter}{round}") };
    (name, Some(at % TAGS))
}

/// Colours and patterns.
pub(crate) struct Palette {
    pub(crate) panel: String,
    pub(crate) line: String,
    pub(crate) ink: String,
    pub(crate) ink2: String,
    pub(crate) ink3: String,
    pub(crate) accent: String,
    pub(crate) bad: String,
    pub(crate) on_run: String,
    pub(crate) mono: String,
    pub(crate) sans: String,
    main: String,
    tags: Vec<String>,
    states: Vec<Paint>,
}

/// How a state is painted.
pub(crate) struct Paint {
    /// Its colour.
    pub(crate) colour: String,
    /// Painted with this rather than with the colour.
    pub(crate) pattern: Option<CanvasPattern>,
    /// Whether it has a border, and whether that is dashed.
    pub(crate) border: Option<bool>,
}

/// Strokes of a pattern's tile: its size, and lines from corner to corner of rectangles.
type Tile = (u32, &'static [(f64, f64, f64, f64)]);

const LOCK: Tile = (6, &[(-1.0, 1.0, 1.0, -1.0), (0.0, 6.0, 6.0, 0.0), (5.0, 7.0, 7.0, 5.0)]);
const JOIN: Tile = (8, &[(-1.0, 7.0, 1.0, 9.0), (0.0, 0.0, 8.0, 8.0), (7.0, -1.0, 9.0, 1.0)]);
const AWAY: Tile = (4, &[(1.0, 0.0, 1.0, 4.0)]);
const BATON: Tile = (8, &[(1.0, 2.0, 4.0, 2.0), (5.0, 6.0, 8.0, 6.0)]);
const BLOCK: Tile = (6, &[(-1.0, -1.0, 7.0, 7.0), (-1.0, 7.0, 7.0, -1.0)]);
// Together, on the way, and apart again.
const PICKLE: Tile = (8, &[(0.0, 2.0, 4.0, 6.0), (4.0, 6.0, 8.0, 2.0)]);
const COPY: Tile = (8, &[(2.0, 0.0, 6.0, 4.0), (6.0, 4.0, 2.0, 8.0)]);
const UNPICKLE: Tile = (6, &[(3.0, 0.0, 3.0, 6.0), (0.0, 3.0, 6.0, 3.0)]);
const START: Tile = (5, &[(1.5, 2.5, 3.1, 2.5)]);
const HALTED: Tile = (4, &[]);
const NATIVE: Tile = (6, &[(0.0, 1.5, 6.0, 1.5), (0.0, 4.5, 6.0, 4.5)]);

impl Palette {
    /// As the style sheet has them now.
    pub(crate) fn read(ctx: &CanvasRenderingContext2d) -> Palette {
        let root = web::document().document_element();
        let style = root.and_then(|root| web::window().get_computed_style(&root).ok().flatten());
        let value = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
            value.map_or_else(|| "gray".into(), |value| value.trim().to_string())
        };
        let panel = value("--panel");
        let paint = |name: &str, tile: Option<Tile>, border| {
            let colour = value(name);
            let pattern = tile.and_then(|tile| pattern(ctx, tile, &colour, &panel));
            Paint { colour, pattern, border }
        };
        let states = State::ALL.map(|state| match state {
            State::Gone => paint("--panel", None, None),
            State::Ready => paint("--ready", None, None),
            State::Running => paint("--run", None, None),
            State::WantsBaton => paint("--gilwait", Some(BATON), Some(true)),
            State::Waiting => paint("--lock", Some(LOCK), Some(false)),
            State::Joining => paint("--join", Some(JOIN), Some(false)),
            State::Away => paint("--io", Some(AWAY), Some(false)),
            State::Native => paint("--native", Some(NATIVE), Some(false)),
            State::Halted => paint("--native", Some(HALTED), Some(true)),
            State::Blocking => paint("--block", Some(BLOCK), Some(false)),
            State::Pickling => paint("--pickle", Some(PICKLE), Some(false)),
            State::Copying => paint("--pickle", Some(COPY), Some(false)),
            State::Unpickling => paint("--pickle", Some(UNPICKLE), Some(false)),
            State::Starting => paint("--start", Some(START), Some(true)),
        });
        Palette {
            line: value("--line"),
            ink: value("--ink"),
            ink2: value("--ink-2"),
            ink3: value("--ink-3"),
            accent: value("--accent"),
            bad: value("--bad"),
            on_run: value("--on-run"),
            mono: value("--mono"),
            sans: value("--sans"),
            main: value("--tag-main"),
            tags: (0..TAGS).map(|at| value(&format!("--tag-{at}"))).collect(),
            states: states.into(),
            panel,
        }
    }

    /// How a state is painted.
    pub(crate) fn state(&self, state: State) -> &Paint {
        debug_assert_eq!(self.states.len(), STATES);
        &self.states[state as usize]
    }

    /// The colour of a task.
    pub(crate) fn task(&self, task: TaskId) -> &str {
        tag(task).1.and_then(|at| self.tags.get(at as usize)).unwrap_or(&self.main)
    }
}

/// A pattern of strokes in this colour. Without one, the colour itself is used.
fn pattern(ctx: &CanvasRenderingContext2d, (size, strokes): Tile, colour: &str, ground: &str) -> Option<CanvasPattern> {
    let canvas: HtmlCanvasElement = web::document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(size);
    canvas.set_height(size);
    let tile: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    tile.set_fill_style_str(ground);
    tile.fill_rect(0.0, 0.0, f64::from(size), f64::from(size));
    tile.set_stroke_style_str(colour);
    tile.set_line_width(1.6);
    tile.begin_path();
    for (x, y, to_x, to_y) in strokes {
        tile.move_to(*x, *y);
        tile.line_to(*to_x, *to_y);
    }
    tile.stroke();
    ctx.create_pattern_with_html_canvas_element(&canvas, "repeat").ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_has_a_letter_and_main_has_its_own() {
        let letters: Vec<String> = [0, 1, 2, 12, 13, 25, 26, 51].map(|task| tag(TaskId(task)).0).into();
        assert_eq!(letters, ["M", "A", "B", "L", "N", "Z", "A1", "A2"]);
    }
}
