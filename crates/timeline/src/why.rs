//! Where the steps of an explained schedule are in the run that followed it.
//!
//! An explanation speaks of steps, a trace of events, and some steps tell more than one: it refuses to
//! guess where a step tells none.

use crate::Trace;
use model::{Access, Explanation, TaskId, Told};
use std::collections::VecDeque;

/// The events that an explanation points at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Why {
    /// The step after which nothing good could happen any more.
    pub decision: Option<usize>,
    /// The access that came first.
    pub first: Option<usize>,
    /// The access that came second.
    pub second: Option<usize>,
    /// Or who still waited for the second at the end.
    pub waiting: Option<TaskId>,
}

impl Trace {
    /// Finds what the explanation points at in this run, which followed its schedule.
    #[must_use]
    pub fn why(&self, explanation: &Explanation) -> Why {
        let places = self.places(&explanation.steps);
        let place = |step: u32| places.get(step as usize).copied().flatten();
        let second = explanation.conflict.map(|conflict| conflict.second);
        Why {
            decision: explanation.decision.and_then(place),
            first: explanation.conflict.and_then(|conflict| place(conflict.first)),
            second: match second {
                Some(Access::Step(step)) => place(step),
                _ => None,
            },
            waiting: match second {
                Some(Access::Waiting(task, _)) => Some(task),
                _ => None,
            },
        }
    }

    /// The event of each step: of one task, both come in the same order. What follows on a step, as a task gives back what
    /// it has when it ends, is told as such.
    fn places(&self, steps: &[Told]) -> Vec<Option<usize>> {
        let mut of_task: Vec<VecDeque<usize>> = Vec::new();
        for (index, event) in self.records().iter().enumerate() {
            let task = event.task.index();
            of_task.resize(of_task.len().max(task + 1), VecDeque::new());
            of_task[task].push_back(index);
        }
        let mut find = |told: &Told| {
            let ahead = of_task.get_mut(told.step.task.index())?;
            let tells = |index: &usize| {
                self.event(*index).is_some_and(|event| {
                    event.step == told.scheduled && event.object == told.object && event.mark == told.mark
                })
            };
            let at = ahead.iter().position(tells)?;
            ahead.drain(..at);
            ahead.pop_front()
        };
        steps.iter().map(&mut find).collect()
    }
}
