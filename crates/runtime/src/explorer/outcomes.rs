//! The distinct outcomes seen so far: how often each, and the best schedule that leads there.

use super::machine::{Effort, Machine};
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
    /// Whose every step of the machine is under that schedule.
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

    /// Counts the execution the machine has come to the end of; gives its outcome.
    pub(super) fn count(&mut self, machine: &mut Machine) -> u32 {
        let at = self.find(machine);
        self.entries[at as usize].executions += 1;
        self.improve(at, machine);
        at
    }

    /// Keeps the schedule the machine has followed to its end, if it is better for this outcome.
    #[inline]
    pub(super) fn improve(&mut self, at: u32, machine: &Machine) {
        let effort = effort(machine);
        if effort < self.entries[at as usize].effort {
            self.keep(at, effort, machine);
        }
    }

    #[cold]
    fn keep(&mut self, at: u32, effort: Effort, machine: &Machine) {
        let entry = &mut self.entries[at as usize];
        entry.effort = effort;
        entry.tasks.clear();
        entry.tasks.extend(machine.taken[..length(machine)].iter().map(|taken| taken.mv.task));
        entry.numbers = numbers(machine);
        entry.schedule = schedule(machine, &entry.numbers);
        // The waits are those of this schedule, and so are a verdict's accidental numbers.
        entry.ending = renumbered(ending(machine), &entry.numbers);
    }

    /// The outcome of the execution the machine has come to the end of.
    pub(super) fn find(&mut self, machine: &mut Machine) -> u32 {
        let Some(position) = machine.ended else {
            let ending = ending(machine);
            return self.enter(ending);
        };
        let place = machine.taken[position as usize].place as usize;
        if machine.memo.nodes[place].outcome == u32::MAX {
            let at = self.enter(ending(machine));
            machine.memo.nodes[place].outcome = at;
        }
        machine.memo.nodes[place].outcome
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
    pub(super) fn found(&self, machine: &Machine) -> Vec<Found> {
        self.entries.iter().map(|entry| entry.found(machine)).collect()
    }
}

impl Entry {
    fn found(&self, machine: &Machine) -> Found {
        Found {
            outcome: self.outcome.clone(),
            values: self.values.clone(),
            good: self.good,
            executions: self.executions,
            schedule: self.schedule.iter().copied().collect(),
            exact: !self.effort.late,
            shortest: self.shortest,
            ending: self.ending.clone(),
            names: names(machine, &self.numbers),
        }
    }
}

impl Machine {
    /// Whether these tasks, one step each, lead to this outcome when the program is run for the first time.
    pub(super) fn leads_to(&self, tasks: &[u32], outcome: &Outcome) -> bool {
        let mut machine = self.afresh();
        let followed = tasks.iter().all(|task| machine.follow(*task));
        followed && !machine.memo.unsteady && ending(&machine).outcome().as_ref() == Some(outcome)
    }
}

/// How many of the machine's steps belong to the run: those up to its ending.
pub(super) fn length(machine: &Machine) -> usize {
    machine.ended.map_or(machine.len(), |position| position as usize + 1)
}

/// How hard the execution is to follow.
fn effort(machine: &Machine) -> Effort {
    machine.taken[..length(machine)].last().map_or_else(Effort::default, |last| last.effort)
}

/// The tasks as other engines number them: in the order in which they are spawned.
fn numbers(machine: &Machine) -> Vec<TaskId> {
    // Who is not spawned does not occur, and is numbered after the others.
    let mut numbers = vec![TaskId::MAIN; machine.memo.with_ids(|ids| ids.n_tasks())];
    let mut spawned = 0;
    for taken in &machine.taken[..length(machine)] {
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
fn schedule(machine: &Machine, numbers: &[TaskId]) -> Vec<Step> {
    let mut steps = Vec::new();
    for taken in &machine.taken[..length(machine)] {
        let node = &machine.memo.nodes[taken.place as usize];
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
        Ending::CheckFailed { task, .. } => *task = numbers[task.index()],
        Ending::Crashed(failure) => failure.task = numbers[failure.task.index()],
        Ending::Finished(_) | Ending::StepLimit(_) | Ending::Stopped => {}
    }
    ending
}

/// How the execution ends that the machine has come to the end of.
pub(super) fn ending(machine: &Machine) -> Ending {
    let Some(position) = machine.ended else { return judge(waits(machine)) };
    let taken = &machine.taken[position as usize];
    let node = &machine.memo.nodes[taken.place as usize];
    match &node.next {
        Next::Finish(verdict) => Ending::Finished(verdict.clone()),
        Next::Ends(ending) => ending.clone(),
        _ => unreachable!("a run is ended by its program or by a check"),
    }
}

fn waits(machine: &Machine) -> Vec<WaitFor> {
    let mut waits = Vec::new();
    for (task, strand) in machine.strands.iter().enumerate() {
        if strand.place == NOWHERE {
            continue;
        }
        let node = &machine.memo.nodes[strand.place as usize];
        if let Next::Act { object, .. } = &node.next {
            let holders = machine.object(*object).holders();
            waits.push(WaitFor { task: TaskId(to_u32(task)), object: *object, holders, mark: node.mark });
        }
    }
    waits
}

fn names(machine: &Machine, numbers: &[TaskId]) -> Vec<Name> {
    machine.memo.with_ids(|ids| {
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
pub(super) fn mark(machine: &Machine, task: usize) -> Mark {
    let place = machine.strands[task].place;
    if place == NOWHERE { Mark::NONE } else { machine.memo.nodes[place as usize].mark }
}
