//! A recorder that keeps a run as the page does: folded into lanes.

use model::{Event, Name};
use runtime::Recorder;
use std::cell::RefCell;
use timeline::Trace;

#[derive(Default)]
pub(crate) struct Folds(RefCell<Trace>);

impl Folds {
    /// All that was told, folded.
    pub(crate) fn whole(&self) -> Trace {
        let mut trace = self.0.take();
        trace.finish();
        while trace.fold(10_000) {}
        trace
    }
}

impl Recorder for Folds {
    fn event(&self, event: Event) {
        self.0.borrow_mut().push([event]);
    }

    fn name(&self, name: Name) {
        self.0.borrow_mut().name(name);
    }
}
