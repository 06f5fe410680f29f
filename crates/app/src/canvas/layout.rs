//! Where things are in the picture, for its width and its number of tasks.

/// So many lanes are shown; of more, only how many.
const MOST_ROWS: usize = 40;
/// Height of the axis.
const AXIS: f64 = 26.0;
/// Height of the chart below the lanes.
const CHART: f64 = 104.0;

/// Where things are. In pixels of the style sheet.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Layout {
    /// Of the picture.
    pub(crate) width: f64,
    /// Of the picture.
    pub(crate) height: f64,
    /// Left of the lanes: the names.
    pub(crate) gutter: f64,
    /// Lanes shown.
    pub(crate) rows: usize,
    /// From one lane to the next.
    pub(crate) row: f64,
    /// Of a bar.
    pub(crate) bar: f64,
    /// Tasks without a lane of their own.
    pub(crate) hidden: usize,
}

impl Layout {
    /// For so many tasks.
    pub(crate) fn new(width: f64, tasks: usize) -> Layout {
        let rows = tasks.clamp(1, MOST_ROWS);
        let (row, bar) = match rows {
            0..=5 => (38.0, 24.0),
            6..=9 => (30.0, 20.0),
            10..=16 => (20.0, 14.0),
            _ => (12.0, 9.0),
        };
        let hidden = tasks - tasks.min(rows);
        let more = if hidden > 0 { 18.0 } else { 0.0 };
        let height = AXIS + 8.0 + row * rows as f64 + more + CHART;
        let gutter = if width < 560.0 { 34.0 } else { 104.0 };
        Layout { width, height: height.max(210.0), gutter, rows, row, bar, hidden }
    }

    /// Where the first lane begins.
    pub(crate) fn rows_top(&self) -> f64 {
        AXIS + 8.0
    }

    /// Where the bar of a lane begins.
    pub(crate) fn bar_top(&self, row: usize) -> f64 {
        self.rows_top() + row as f64 * self.row
    }

    /// Where the last lane ends.
    pub(crate) fn rows_bottom(&self) -> f64 {
        self.bar_top(self.rows)
    }

    /// Where the chart begins and ends.
    pub(crate) fn chart(&self) -> (f64, f64) {
        (self.height - CHART + 14.0, self.height - 12.0)
    }

    /// The width of lanes and chart.
    pub(crate) fn plot_width(&self) -> f64 {
        (self.width - self.gutter - 10.0).max(1.0)
    }

    /// The lane at this height.
    pub(crate) fn row_at(&self, y: f64) -> Option<usize> {
        let row = ((y - self.rows_top()) / self.row).floor();
        (row >= 0.0 && row < self.rows as f64).then_some(row as usize)
    }
}
