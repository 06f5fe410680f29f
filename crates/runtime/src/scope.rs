//! Where a task's work can be cut short: at a time limit, when it is cancelled, when it crashes.
//!
//! A scope is a stretch of one task's code. When the answer to an operation says that it is over
//! (out of time, cancelled), the operation marks the scope concerned and never returns; whoever
//! runs the scope's code sees the mark after polling it, and drops it, which is the clean-up.
//! Engines know nothing of this: they answer operations.

use crate::failure::Failure;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

/// Why a scope's code was cut short.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cut {
    /// Its time was up.
    TimedOut,
    /// The task was asked to end.
    Cancelled,
    /// The task crashed, with these words.
    Crashed(Failure),
}

/// It took longer than it may.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it took longer than it may")
    }
}

impl std::error::Error for TimedOut {}

thread_local! {
    /// How many scopes of this thread are cut and have not been dropped. Mostly none: then nobody need
    /// look at its own, which would cost a memory access at every step of each of a million tasks.
    static CUTS: Cell<usize> = const { Cell::new(0) };
}

pub(crate) struct Scope {
    outer: Option<Rc<Scope>>,
    /// On the run's clock.
    deadline: Option<u64>,
    /// Whether an outer cut stops here first; whoever runs this code then sees to the rest.
    catches: bool,
    cut: RefCell<Option<Cut>>,
}

impl Scope {
    /// All of a task's code.
    pub(crate) fn of_task() -> Scope {
        Scope { outer: None, deadline: None, catches: false, cut: RefCell::new(None) }
    }

    /// Code that may take until then.
    pub(crate) fn within(outer: Rc<Scope>, deadline: u64) -> Scope {
        Scope { outer: Some(outer), deadline: Some(deadline), catches: false, cut: RefCell::new(None) }
    }

    /// Code of which something is left to be done, whatever cuts it short.
    pub(crate) fn catching(outer: Rc<Scope>) -> Scope {
        Scope { outer: Some(outer), deadline: None, catches: true, cut: RefCell::new(None) }
    }

    fn cut(&self, cut: Cut) {
        if self.cut.replace(Some(cut)).is_none() {
            CUTS.set(CUTS.get() + 1);
        }
    }

    fn take_cut(&self) -> Option<Cut> {
        if CUTS.get() == 0 {
            return None;
        }
        let cut = self.cut.take()?;
        CUTS.set(CUTS.get() - 1);
        Some(cut)
    }

    fn outwards(&self) -> impl Iterator<Item = &Scope> {
        std::iter::successors(Some(self), |scope| scope.outer.as_deref())
    }

    /// The first time limit of this scope and those around it.
    pub(crate) fn deadline(&self) -> Option<u64> {
        self.outwards().filter_map(|scope| scope.deadline).min()
    }

    /// The first time limit has passed. Of two equal ones the outer scope's counts.
    pub(crate) fn cut_late(&self) {
        let (mut least, mut catches): (Option<(&Scope, Option<&Scope>)>, _) = (None, None);
        for scope in self.outwards() {
            if scope.catches {
                catches = catches.or(Some(scope));
            }
            if scope.deadline.is_some() && least.is_none_or(|(least, _)| scope.deadline <= least.deadline) {
                least = Some((scope, catches));
            }
        }
        if let Some((scope, catches)) = least {
            catches.unwrap_or(scope).cut(Cut::TimedOut);
        }
    }

    /// Whether a time limit of this scope or one around it has just cut it short.
    pub(crate) fn is_late(&self) -> bool {
        CUTS.get() > 0 && self.outwards().any(|scope| *scope.cut.borrow() == Some(Cut::TimedOut))
    }

    /// The whole task is cut short.
    pub(crate) fn cut_task(&self, cut: Cut) {
        let catches = self.outwards().find(|scope| scope.catches);
        if let Some(scope) = catches.or_else(|| self.outwards().last()) {
            scope.cut(cut);
        }
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        self.take_cut();
    }
}

/// Runs the scope's code until it ends or is cut short. It is handed in pinned: an argument of its
/// own would be kept twice, and there are a million of these.
pub(crate) fn until_cut<T>(
    scope: &Scope,
    mut code: Pin<&mut impl Future<Output = T>>,
) -> impl Future<Output = Result<T, Cut>> {
    poll_fn(move |context| match code.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Ok(value)),
        Poll::Pending => scope.take_cut().map_or(Poll::Pending, |cut| Poll::Ready(Err(cut))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_limit_counts_and_of_two_equal_ones_the_outer() {
        let task = Rc::new(Scope::of_task());
        let outer = Rc::new(Scope::within(task.clone(), 10));
        let inner = Rc::new(Scope::within(outer.clone(), 20));
        assert_eq!((task.deadline(), inner.deadline()), (None, Some(10)));
        inner.cut_late();
        assert_eq!((outer.take_cut(), inner.take_cut()), (Some(Cut::TimedOut), None));
        let same = Scope::within(inner.clone(), 10);
        same.cut_late();
        assert_eq!((outer.take_cut(), same.take_cut()), (Some(Cut::TimedOut), None));
        same.cut_task(Cut::Cancelled);
        assert_eq!(task.take_cut(), Some(Cut::Cancelled));
    }

    #[test]
    fn what_comes_from_outside_is_caught_first_and_what_comes_from_inside_is_not() {
        let task = Rc::new(Scope::of_task());
        let outer = Rc::new(Scope::within(task.clone(), 20));
        let catching = Rc::new(Scope::catching(outer.clone()));
        let inner = Scope::within(catching.clone(), 10);
        inner.cut_late();
        assert_eq!((inner.take_cut(), catching.take_cut(), outer.take_cut()), (Some(Cut::TimedOut), None, None));
        catching.cut_late();
        assert_eq!((catching.take_cut(), outer.take_cut()), (Some(Cut::TimedOut), None));
        inner.cut_task(Cut::Cancelled);
        assert_eq!((catching.take_cut(), task.take_cut()), (Some(Cut::Cancelled), None));
        // Whoever caught it passes it on.
        outer.cut_late();
        outer.cut_task(Cut::Cancelled);
        assert_eq!((outer.take_cut(), task.take_cut()), (Some(Cut::TimedOut), Some(Cut::Cancelled)));
    }
}
