//! Which part of a run is in the picture: from when to when.

/// The least time a picture may show.
const LEAST: f64 = 20.0;

/// From when to when, in nanoseconds.
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
    pub(crate) fn of(self, now: u64) -> View {
        if self.fit { View { from: 0.0, to: (now as f64).max(LEAST), fit: true } } else { self }
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
    pub(crate) fn zoom(self, factor: f64, around: f64, now: u64) -> View {
        let span = self.span();
        let factor = factor.max(LEAST / span);
        View { from: around - (around - self.from) * factor, to: around + (self.to - around) * factor, fit: false }.within(now)
    }

    /// Moved by this part of what is shown.
    pub(crate) fn pan(self, share: f64, now: u64) -> View {
        let by = share * self.span();
        View { from: self.from + by, to: self.to + by, fit: false }.within(now)
    }

    /// From this moment to that, with some room round them.
    pub(crate) fn around(from: u64, to: u64, now: u64) -> View {
        let (from, to) = (from as f64, (to as f64).max(from as f64 + LEAST));
        let room = (to - from) * 0.1;
        View { from: from - room, to: to + room, fit: false }.within(now)
    }

    /// Moved as little as it takes to show this moment.
    pub(crate) fn showing(self, time: u64, now: u64) -> View {
        let time = time as f64;
        if self.fit || (self.from..=self.to).contains(&time) {
            return self;
        }
        self.pan((time - f64::midpoint(self.from, self.to)) / self.span(), now)
    }

    /// Nothing before the beginning is shown, and nothing after the end; all of it is all of it.
    fn within(self, now: u64) -> View {
        let end = (now as f64).max(LEAST);
        let span = self.span();
        if span >= end {
            return View::FIT.of(now);
        }
        let from = self.from.clamp(0.0, end - span);
        View { from, to: from + span, fit: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer() {
        let view = View::FIT.of(1_000_000);
        let time = view.time_at(350.0, 100.0, 1_000.0);
        let closer = view.zoom(0.5, time, 1_000_000);
        assert!((closer.x_of(time, 100.0, 1_000.0) - 350.0).abs() < 1e-6);
        assert!((closer.span() - 500_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_view_stays_within_the_run() {
        let closer = View::FIT.of(1_000).zoom(0.1, 0.0, 1_000);
        assert_eq!(closer.pan(-5.0, 1_000).from(), 0.0);
        assert_eq!(closer.pan(50.0, 1_000).to(), 1_000.0);
        assert_eq!(closer.zoom(100.0, 50.0, 1_000), View::FIT.of(1_000));
        assert!(closer.zoom(1e-9, 50.0, 1_000).span() >= LEAST - 1e-9);
    }

    #[test]
    fn stepping_out_of_sight_moves_the_view() {
        let view = View::around(100, 200, 10_000);
        assert_eq!(view.showing(150, 10_000), view);
        let moved = view.showing(5_000, 10_000);
        assert!(moved.from() < 5_000.0 && moved.to() > 5_000.0);
    }
}
