//! Which part of a run is in the picture: from when to when.

/// The least time a picture may show.
const LEAST: f64 = 20.0;

/// From when to when there is anything.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Whole {
    begin: f64,
    end: f64,
}

impl Whole {
    /// Of a run whose first and last events were then.
    pub(crate) fn new(begin: u64, end: u64) -> Whole {
        Whole { begin: begin as f64, end: (end as f64).max(begin as f64 + LEAST) }
    }
}

/// From when to when, in nanoseconds (or in steps).
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct View {
    from: f64,
    to: f64,
    /// All there is; grows with it.
    fit: bool,
}

impl View {
    /// All there is.
    pub(crate) const FIT: View = View { from: 0.0, to: 1.0, fit: true };

    /// The same view of a run of which so much is known: what fits, fits.
    pub(crate) fn of(self, whole: Whole) -> View {
        if self.fit { View { from: whole.begin, to: whole.end, fit: true } } else { self }
    }

    /// When it begins.
    pub(crate) fn from(self) -> f64 {
        self.from
    }

    /// When it ends.
    pub(crate) fn to(self) -> f64 {
        self.to
    }

    /// How long it is.
    pub(crate) fn span(self) -> f64 {
        self.to - self.from
    }

    /// Where a moment is, in a plot that begins there and is so wide.
    pub(crate) fn x_of(self, time: f64, left: f64, width: f64) -> f64 {
        left + (time - self.from) / self.span() * width
    }

    /// Which moment is there.
    pub(crate) fn time_at(self, x: f64, left: f64, width: f64) -> f64 {
        self.from + (x - left) / width * self.span()
    }

    /// So much closer round this moment; above one is further away.
    pub(crate) fn zoom(self, factor: f64, around: f64, whole: Whole) -> View {
        let span = self.span();
        let factor = factor.max(LEAST / span);
        View { from: around - (around - self.from) * factor, to: around + (self.to - around) * factor, fit: false }
            .within(whole)
    }

    /// Moved by this part of what is shown.
    pub(crate) fn pan(self, share: f64, whole: Whole) -> View {
        let by = share * self.span();
        View { from: self.from + by, to: self.to + by, fit: false }.within(whole)
    }

    /// From this moment to that, with some room round them.
    pub(crate) fn around(from: u64, to: u64, whole: Whole) -> View {
        let (from, to) = (from as f64, (to as f64).max(from as f64 + LEAST));
        let room = (to - from) * 0.1;
        View { from: from - room, to: to + room, fit: false }.within(whole)
    }

    /// Moved as little as it takes to show this moment.
    pub(crate) fn showing(self, time: u64, whole: Whole) -> View {
        let time = time as f64;
        if self.fit || (self.from..=self.to).contains(&time) {
            return self;
        }
        self.pan((time - f64::midpoint(self.from, self.to)) / self.span(), whole)
    }

    /// Nothing before the beginning is shown, and nothing after the end; all of it is all of it.
    fn within(self, whole: Whole) -> View {
        let span = self.span();
        if span >= whole.end - whole.begin {
            return View::FIT.of(whole);
        }
        let from = self.from.clamp(whole.begin, whole.end - span);
        View { from, to: from + span, fit: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer() {
        let whole = Whole::new(0, 1_000_000);
        let view = View::FIT.of(whole);
        let time = view.time_at(350.0, 100.0, 1_000.0);
        let closer = view.zoom(0.5, time, whole);
        assert!((closer.x_of(time, 100.0, 1_000.0) - 350.0).abs() < 1e-6);
        assert!((closer.span() - 500_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_view_stays_within_the_run() {
        let whole = Whole::new(100, 1_100);
        let closer = View::FIT.of(whole).zoom(0.1, 100.0, whole);
        assert_eq!(closer.pan(-5.0, whole).from(), 100.0);
        assert_eq!(closer.pan(50.0, whole).to(), 1_100.0);
        assert_eq!(closer.zoom(100.0, 150.0, whole), View::FIT.of(whole));
        assert!(closer.zoom(1e-9, 150.0, whole).span() >= LEAST - 1e-9);
    }

    #[test]
    fn stepping_out_of_sight_moves_the_view() {
        let whole = Whole::new(0, 10_000);
        let view = View::around(100, 200, whole);
        assert_eq!(view.showing(150, whole), view);
        let moved = view.showing(5_000, whole);
        assert!(moved.from() < 5_000.0 && moved.to() > 5_000.0);
    }
}
