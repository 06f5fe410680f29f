//! Whose step is next, where a scheduler says so: every other task is held where it would take one.

use super::state::{Doing, NOBODY, State};
use crate::scheduler::{Choice, Decision};
use model::{EventKind, Step, TaskId};

impl State {
    /// Whether this task may take this step now.
    pub(super) fn may_step(&mut self, task: TaskId, timed_out: bool) -> bool {
        if self.scheduler.is_none() {
            return true;
        }
        if self.settling != NOBODY && self.settling != task.0 {
            return false;
        }
        if self.turn.is_none() {
            self.choose(Some(Step { task, timed_out }));
        }
        self.scheduler.is_none() || self.turn == Some(Step { task, timed_out })
    }

    /// It is not this task's turn: it waits at its operation and lets others have its thread.
    pub(super) fn hold(&mut self, number: u32, task: TaskId) {
        self.task(task).flags.held = true;
        self.tell_away(number, EventKind::Yield);
        self.thread(number).current = NOBODY;
        self.go_on(number);
    }

    /// Somebody is held and it is nobody's turn: somebody must be chosen.
    pub(super) fn choose_if_held(&mut self) {
        if self.scheduler.is_some()
            && self.turn.is_none()
            && self.settling == NOBODY
            && (0u32..).zip(&self.tasks).any(|(id, task)| {
                task.flags.held || task.flags.late || (task.flags.refused && self.could_go(TaskId(id)))
            })
        {
            self.choose(None);
        }
    }

    /// Whether the task waits for what it could have.
    pub(super) fn could_go(&self, task: TaskId) -> bool {
        match &self.tasks[task.index()].doing {
            Doing::Wait { object, action, .. } => self.objects[object.index()].object.ready(task, action),
            _ => false,
        }
    }

    /// The task whose turn it was cannot take its step.
    pub(super) fn void_turn(&mut self, task: TaskId) {
        if self.turn.is_some_and(|turn| turn.task == task && !turn.timed_out) {
            self.turn = None;
        }
    }

    /// The steps that could be taken now or soon, by number of the task.
    pub(super) fn choices(&self, arriving: Option<Step>) -> Vec<Step> {
        let mut steps = Vec::new();
        for (id, task) in (0u32..).map(TaskId).zip(&self.tasks) {
            let arrives = arriving == Some(id.into());
            let able = !task.flags.over
                && match &task.doing {
                    Doing::Wait { .. } => self.could_go(id),
                    Doing::Work(_) | Doing::Pause(_) | Doing::End(_) => false,
                    Doing::Op(..) | Doing::Nothing | Doing::Reply(_) | Doing::Granted { .. } => true,
                };
            if able || arrives {
                steps.push(Step::from(id));
            }
            let late = Step { task: id, timed_out: true };
            // What could be had within the limit is had.
            if (task.flags.late && !able) || arriving == Some(late) {
                steps.push(late);
            }
        }
        steps
    }

    fn choose(&mut self, arriving: Option<Step>) {
        let choices = self.choices(arriving);
        if choices.is_empty() {
            return;
        }
        let Some(scheduler) = &mut self.scheduler else { return };
        match scheduler.choose(&Choice { steps: &choices, last: self.last, now: self.now, taken: self.steps }) {
            Decision::Step(step) => {
                self.turn = Some(step);
                if arriving != Some(step) {
                    self.call_up(step);
                }
            }
            Decision::Clock => {
                self.scheduler = None;
                self.release_held();
            }
            Decision::Ask => self.asks = true,
        }
    }

    /// Has the task take its step if it is held at it.
    fn call_up(&mut self, step: Step) {
        let Some(entry) = self.tasks.get_mut(step.task.index()) else { return };
        if step.timed_out && entry.flags.late {
            // A task that is on its way to try runs out of time there.
            if !entry.flags.stirred {
                self.run_late(step.task);
            }
            return;
        }
        // No task can run out of time before it waits, and it waits only once it has tried.
        if entry.flags.held {
            entry.flags.held = false;
            self.make_ready(step.task);
        } else if !step.timed_out && !entry.flags.stirred && self.could_go(step.task) {
            self.send_to_try(step.task);
        }
    }

    fn release_held(&mut self) {
        for id in (0..self.tasks.len()).filter_map(|at| u32::try_from(at).ok()).map(TaskId) {
            let flags = &mut self.task(id).flags;
            let (held, late) = (std::mem::take(&mut flags.held), std::mem::take(&mut flags.late));
            if late && !self.could_go(id) {
                self.run_late(id);
            } else if held {
                self.make_ready(id);
            } else if let Doing::Wait { object, .. } = self.task(id).doing {
                self.stir(object);
            }
        }
    }

    /// Nothing happens any more. Where that is only because tasks are held, the one whose turn it
    /// is cannot take its step: the scheduler's word is put aside from here on.
    pub(super) fn unhold(&mut self) -> bool {
        if self.scheduler.is_none() || self.choices(None).is_empty() {
            return false;
        }
        if self.turn.is_some() {
            self.turn = None;
            self.strayed = true;
            self.scheduler = None;
            self.release_held();
        } else {
            self.choose(None);
        }
        true
    }
}
