//! The distinct outcomes seen so far: how often each, and the best schedule that leads there.

use super::execution::{Effort, Execution};
use super::memo::{NOWHERE, Next};
use super::size::{bytes, to_u32};
use crate::waits::judge;
use model::{Ending, Found, Mark, Name, NameOf, ObjectId, Outcome, Step, TaskId, WaitFor};

/// One distinct outcome.
pub(super) struct Entry {
    pub(super) outcome: Outcome,
    values: Vec<(String, f64)>,
    pub(super) good: bool,
    executions: u64,
    /// The steps of the best schedule so far that need a decision.
    schedule: Vec<Step>,
    /// The task of every step of the execution, under that schedule.
    pub(super) tasks: Vec<u32>,
    /// What each task is numbered by that schedule.
    pub(super) numbers: Vec<TaskId>,
    pub(super) effort: Effort,
    pub(super) shortest: bool,
    ending: Ending,
}

pub(super) struct Outcomes {
    pub(super) entries: Vec<Entry>,
    /// The values of a verdict that make it an outcome of its own.
    telling: Vec<String>,
}

impl Outcomes {
    pub(super) fn new(telling: Vec<String>) -> Outcomes {
        Outcomes { entries: Vec::new(), telling }
    }

    /// How many bytes this takes, about.
    pub(super) fn bytes(&self) -> usize {
        let schedules = self.entries.iter().map(|entry| bytes(&entry.schedule) + bytes(&entry.tasks));
        bytes(&self.entries) + schedules.sum::<usize>()
    }

    /// Counts this execution, which has come to its end; gives its outcome.
    pub(super) fn count(&mut self, execution: &mut Execution) -> u32 {
        let at = self.find(execution);
        self.entries[at as usize].executions += 1;
        self.improve(at, execution);
        at
    }

    /// Keeps the schedule of this execution, which has come to its end, if it is better for this outcome.
    #[inline]
    pub(super) fn improve(&mut self, at: u32, execution: &Execution) {
        let effort = effort(execution);
        if effort < self.entries[at as usize].effort {
            self.keep(at, effort, execution);
        }
    }

    #[cold]
    fn keep(&mut self, at: u32, effort: Effort, execution: &Execution) {
        let entry = &mut self.entries[at as usize];
        entry.effort = effort;
        entry.tasks.clear();
        entry.tasks.extend(execution.taken[..length(execution)].iter().map(|taken| taken.mv.task));
        entry.numbers = numbers(execution);
        entry.schedule = schedule(execution, &entry.numbers);
        // The waits are those of this schedule, and so are a verdict's accidental numbers.
        entry.ending = renumbered(ending(execution), &entry.numbers);
    }

    /// The outcome of this execution, which has come to its end.
    pub(super) fn find(&mut self, execution: &mut Execution) -> u32 {
        let Some(position) = execution.ended else {
            let ending = ending(execution);
            return self.enter(ending);
        };
        let place = execution.taken[position as usize].place as usize;
        if execution.memo.nodes[place].outcome == u32::MAX {
            let at = self.enter(ending(execution));
            execution.memo.nodes[place].outcome = at;
        }
        execution.memo.nodes[place].outcome
    }

    fn enter(&mut self, ending: Ending) -> u32 {
        let outcome = ending.outcome().expect("a run that was not cut short shows an outcome");
        let values = match &ending {
            Ending::Finished(verdict) => {
                self.telling.iter().filter_map(|name| Some((name.clone(), verdict.value(name)?))).collect()
            }
            _ => Vec::new(),
        };
        let same = |entry: &Entry| entry.outcome == outcome && entry.values == values;
        let known = self.entries.iter().position(same);
        let at = known.unwrap_or_else(|| {
            let good = ending.is_good();
            let effort = Effort { late: true, switches: u32::MAX, steps: u32::MAX };
            self.entries.push(Entry {
                outcome,
                values,
                good,
                executions: 0,
                schedule: Vec::new(),
                tasks: Vec::new(),
                numbers: Vec::new(),
                effort,
                shortest: false,
                ending,
            });
            self.entries.len() - 1
        });
        to_u32(at)
    }

    /// The outcomes as data.
    pub(super) fn found(&self, execution: &Execution) -> Vec<Found> {
        self.entries.iter().map(|entry| entry.found(execution)).collect()
    }
}

impl Entry {
    fn found(&self, execution: &Execution) -> Found {
        Found {
            outcome: self.outcome.clone(),
            values: self.values.clone(),
            good: self.good,
            executions: self.executions,
            schedule: self.schedule.iter().copied().collect(),
            exact: !self.effort.late,
            shortest: self.shortest,
            ending: self.ending.clone(),
            names: names(execution, &self.numbers),
        }
    }
}

impl Execution {
    /// Whether these tasks, one step each, lead to this outcome when the program is run for the first time.
    pub(super) fn leads_to(&self, tasks: &[u32], outcome: &Outcome) -> bool {
        let mut execution = self.afresh();
        let followed = tasks.iter().all(|task| execution.follow(*task));
        followed && !execution.memo.unsteady && ending(&execution).outcome().as_ref() == Some(outcome)
    }
}

/// How many of the execution's steps belong to the run: those up to its ending.
pub(super) fn length(execution: &Execution) -> usize {
    execution.ended.map_or(execution.len(), |position| position as usize + 1)
}

/// How hard the execution is to follow.
fn effort(execution: &Execution) -> Effort {
    execution.taken[..length(execution)].last().map_or_else(Effort::default, |last| last.effort)
}

/// The tasks as other engines number them: in the order in which they are spawned.
fn numbers(execution: &Execution) -> Vec<TaskId> {
    // A task that is not spawned does not occur, and is numbered after the others.
    let mut numbers = vec![TaskId::MAIN; execution.memo.with_ids(|ids| ids.n_tasks())];
    let mut spawned = 0;
    for taken in &execution.taken[..length(execution)] {
        if let Some(child) = taken.child() {
            spawned += 1;
            numbers[child] = TaskId(spawned);
        }
    }
    for number in &mut numbers[1..] {
        if *number == TaskId::MAIN {
            spawned += 1;
            *number = TaskId(spawned);
        }
    }
    numbers
}

/// The steps that need a decision.
fn schedule(execution: &Execution, numbers: &[TaskId]) -> Vec<Step> {
    let mut steps = Vec::new();
    for taken in &execution.taken[..length(execution)] {
        let node = &execution.memo.nodes[taken.place as usize];
        if !node.needs_no_decision() {
            steps.push(taken.mv.step(numbers[taken.mv.index()]));
        }
    }
    steps
}

fn renumbered(mut ending: Ending, numbers: &[TaskId]) -> Ending {
    match &mut ending {
        Ending::Deadlock(waits) | Ending::Asleep(waits) => {
            for wait in waits {
                wait.task = numbers[wait.task.index()];
                for holder in &mut wait.holders {
                    *holder = numbers[holder.index()];
                }
            }
        }
        Ending::CheckFailed { task, .. } | Ending::NotStarted { task, .. } => *task = numbers[task.index()],
        Ending::Crashed(failure) => failure.task = numbers[failure.task.index()],
        Ending::Finished(_) | Ending::StepLimit(_) | Ending::Stopped => {}
    }
    ending
}

/// How this execution ends, which has come to its end.
pub(super) fn ending(execution: &Execution) -> Ending {
    let Some(position) = execution.ended else { return judge(waits(execution)) };
    let taken = &execution.taken[position as usize];
    let node = &execution.memo.nodes[taken.place as usize];
    match &node.next {
        Next::Finish(verdict) => Ending::Finished(verdict.clone()),
        Next::Ends(ending) => ending.clone(),
        _ => unreachable!("a run is ended by its program or by a check"),
    }
}

fn waits(execution: &Execution) -> Vec<WaitFor> {
    let mut waits = Vec::new();
    for (task, runner) in execution.runners.iter().enumerate() {
        if runner.place == NOWHERE {
            continue;
        }
        let node = &execution.memo.nodes[runner.place as usize];
        if let Next::Act { object, .. } = &node.next {
            let holders = execution.object(*object).holders();
            waits.push(WaitFor { task: TaskId(to_u32(task)), object: *object, holders, mark: node.mark });
        }
    }
    waits
}

fn names(execution: &Execution, numbers: &[TaskId]) -> Vec<Name> {
    execution.memo.with_ids(|ids| {
        let number = |task: TaskId| numbers.get(task.index()).copied().unwrap_or(task);
        let tasks = ids.task_names().enumerate().map(|(at, (text, parent))| {
            let of = NameOf::Task(number(TaskId(to_u32(at))), number(parent));
            Name { of, text: text.into() }
        });
        let objects = ids.object_names().enumerate().map(|(at, (kind, text))| {
            let of = NameOf::Object(ObjectId(to_u32(at)), kind);
            Name { of, text: text.into() }
        });
        tasks.chain(objects).collect()
    })
}

/// The place in the listing of what this actor's task does next.
pub(super) fn mark(execution: &Execution, task: usize) -> Mark {
    let place = execution.runners[task].place;
    if place == NOWHERE { Mark::NONE } else { execution.memo.nodes[place as usize].mark }
}
