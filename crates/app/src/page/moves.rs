//! Movements in the timeline: what keys, buttons and the mouse can ask for.
//!
//! It refuses to draw: it changes what is looked at, and the picture follows.

use crate::canvas::{View, Whole};
use crate::state::Lab;
use leptos::prelude::*;

/// So many steps before and after one make its surroundings.
const AROUND: usize = 7;

/// A movement in the timeline.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Closer,
    Further,
    Earlier,
    Later,
    Fit,
    StepBack,
    StepOn,
    ToStep,
    NextLoss,
}

/// Moves.
pub(super) fn act(lab: Lab, movement: Move) {
    let run = lab.current.get_untracked();
    let at = untrack(|| run.at());
    let change = |change: &dyn Fn(View, Whole) -> View| {
        let whole = whole(lab);
        run.view.update(|view| *view = change(view.of(whole), whole));
    };
    let middle = |view: View| f64::midpoint(view.from(), view.to());
    match movement {
        Move::Closer => change(&|view, whole| view.zoom(0.7, middle(view), whole)),
        Move::Further => change(&|view, whole| view.zoom(1.0 / 0.7, middle(view), whole)),
        Move::Earlier => change(&|view, whole| view.pan(-0.2, whole)),
        Move::Later => change(&|view, whole| view.pan(0.2, whole)),
        Move::Fit => change(&|_, _| View::FIT),
        Move::StepBack | Move::StepOn => {
            run.step(if movement == Move::StepOn { 1 } else { -1 });
            keep_in_sight(lab);
        }
        Move::ToStep => {
            let time = |at: usize| {
                run.shown(|trace, _| trace.event(at.min(trace.len().saturating_sub(1))).map_or(0, |event| event.time))
            };
            let (from, to) = (time(at.saturating_sub(AROUND)), time(at + AROUND));
            change(&|_, whole| View::around(from, to, whole));
        }
        Move::NextLoss => {
            let next = run.shown(|trace, _| {
                let losses = trace.losses();
                let from =
                    run.cursor.get_untracked().map_or(0, |at| losses.partition_point(|loss| loss.index as usize <= at));
                losses.get(from).or(losses.first()).copied()
            });
            if let Some(loss) = next {
                run.look_at(loss.index as usize);
                // The whole story: from what was read to what was written over.
                change(&|_, whole| View::around(loss.since, loss.time, whole));
            }
        }
    }
}

/// From when to when there is anything to show.
pub(super) fn whole(lab: Lab) -> Whole {
    lab.current.get_untracked().shown(|trace, _| Whole::new(trace.begin(), trace.now()))
}

/// Moves no more than it takes to see the step that is looked at.
pub(super) fn keep_in_sight(lab: Lab) {
    let (run, whole) = (lab.current.get_untracked(), whole(lab));
    let at = untrack(|| run.at());
    if let Some(event) = run.shown(|trace, _| trace.event(at)) {
        run.view.update(|view| *view = view.showing(event.time, whole));
    }
}
