//! Where the steps of an explained schedule are in the run that followed it.
//!
//! An explanation speaks of steps, a trace of events, and some steps tell more than one: it refuses to
//! guess where a step tells none.

use crate::Trace;
use model::{Access, Event, EventKind, Explanation, TaskId, Told};

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

    /// The event of each step, in the order of the steps: of one task, both come in the same order.
    fn places(&self, steps: &[Told]) -> Vec<Option<usize>> {
        let mut of_task: Vec<Vec<usize>> = Vec::new();
        for (index, event) in (0..self.len()).filter_map(|index| Some((index, self.event(index)?))) {
            if is_a_step(&event) {
                let task = event.task.index();
                of_task.resize(of_task.len().max(task + 1), Vec::new());
                of_task[task].push(index);
            }
        }
        let mut next = vec![0; of_task.len()];
        let mut find = |told: &Told| {
            let task = told.step.task.index();
            let ahead = of_task.get(task)?.get(next[task]..)?;
            let is_it = |index: &usize| {
                self.event(*index).is_some_and(|event| event.object == told.object && event.mark == told.mark)
            };
            let at = ahead.iter().position(is_it)?;
            next[task] += at + 1;
            Some(ahead[at])
        };
        steps.iter().map(&mut find).collect()
    }
}

/// Whether it tells an effect, not that somebody waits for one, and not the end of what began before.
fn is_a_step(event: &Event) -> bool {
    use EventKind as Kind;
    !matches!(
        event.kind,
        Kind::Wait
            | Kind::Want
            | Kind::Take
            | Kind::Yield
            | Kind::Begin
            | Kind::Progress
            | Kind::Computed
            | Kind::NativeDone
            | Kind::Help
            | Kind::HelpDone
            | Kind::Woke
    )
}
