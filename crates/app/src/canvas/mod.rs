//! The picture of a run: lanes, axis and a chart below them, drawn on a canvas.
//!
//! Colours come from the style sheet. A picture costs what its pixels cost, however many events
//! there are. It refuses to keep anything between two pictures but colours and patterns.

mod axis;
mod chart;
mod lanes;
mod layout;
mod palette;
mod view;
mod why;

pub(crate) use layout::Layout;
pub(crate) use palette::{Palette, tag};
pub(crate) use view::{View, Whole};

use crate::text::Text;
use timeline::{Trace, Why};
use web_sys::CanvasRenderingContext2d;

/// What there is to draw, and how.
pub(crate) struct Scene<'a> {
    /// Onto what.
    pub(crate) ctx: &'a CanvasRenderingContext2d,
    /// The run.
    pub(crate) trace: &'a Trace,
    /// Which part of it.
    pub(crate) view: View,
    /// Where things are.
    pub(crate) layout: Layout,
    /// In which colours.
    pub(crate) palette: &'a Palette,
    /// In which words.
    pub(crate) text: &'static Text,
    /// The event the learner looks at.
    pub(crate) cursor: Option<usize>,
    /// Whether the time of this trace is its steps.
    pub(crate) steps: bool,
    /// Whether who is ready is so because somebody else has the baton.
    pub(crate) baton: bool,
    /// What decided it, where that is known.
    pub(crate) why: Option<Why>,
    /// What to say where nothing has happened.
    pub(crate) hint: &'static str,
}

impl Scene<'_> {
    /// Draws everything.
    pub(crate) fn draw(&self) {
        let Layout { width, height, .. } = self.layout;
        self.ctx.clear_rect(0.0, 0.0, width, height);
        axis::draw(self);
        lanes::draw(self);
        chart::draw(self);
        if let Some(why) = &self.why {
            why::draw(self, why);
        }
        self.cursor_line();
        if self.trace.is_empty() {
            self.ctx.set_font(&format!("13px {}", self.palette.sans));
            self.ctx.set_text_align("center");
            self.write(
                self.hint,
                f64::midpoint(self.layout.gutter, width),
                self.layout.rows_top() + 20.0,
                &self.palette.ink3,
            );
            self.ctx.set_text_align("left");
        }
    }

    /// Where this moment is.
    fn x(&self, time: f64) -> f64 {
        self.view.x_of(time, self.layout.gutter, self.layout.plot_width())
    }

    /// How many nanoseconds a pixel is.
    fn pixel(&self) -> f64 {
        self.view.span() / self.layout.plot_width().max(1.0)
    }

    fn rect(&self, x: f64, y: f64, width: f64, height: f64, colour: &str) {
        self.ctx.set_fill_style_str(colour);
        self.ctx.fill_rect(x, y, width, height);
    }

    fn line(&self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(width);
        self.ctx.begin_path();
        self.ctx.move_to(from.0, from.1);
        self.ctx.line_to(to.0, to.1);
        self.ctx.stroke();
    }

    /// Writes a text; one that the browser cannot write is left out.
    fn write(&self, text: &str, x: f64, y: f64, colour: &str) {
        self.ctx.set_fill_style_str(colour);
        let _ = self.ctx.fill_text(text, x, y);
    }

    /// Writes a text that stays readable on top of lines.
    fn write_over(&self, text: &str, x: f64, y: f64, colour: &str) {
        self.ctx.set_stroke_style_str(&self.palette.panel);
        self.ctx.set_line_width(4.0);
        self.ctx.set_line_join("round");
        let _ = self.ctx.stroke_text(text, x, y);
        self.write(text, x, y, colour);
    }

    fn cursor_line(&self) {
        let Some(event) = self.cursor.and_then(|at| self.trace.event(at)) else { return };
        let x = self.x(event.time as f64);
        if (self.layout.gutter..=self.layout.width).contains(&x) {
            self.line((x, self.layout.rows_top() - 8.0), (x, self.layout.height - 4.0), &self.palette.accent, 1.5);
        }
    }
}
