//! The distinct outcomes seen so far: how often each, and the best schedule that leads there.

use super::machine::Machine;
use super::memo::{NOWHERE, Next};
use super::moves::Actor;
use super::puppet::small;
use crate::waits::judge;
use model::{Ending, Found, Mark, Name, NameOf, ObjectId, Outcome, Step, TaskId, WaitFor};

/// How hard a schedule is to follow: its switches first, then its steps.
pub(super) type Effort = (u32, u32);

/// One distinct outcome.
pub(super) struct Entry {
    pub(super) outcome: Outcome,
    values: Vec<(String, f64)>,
    pub(super) good: bool,
    executions: u64,
    /// The best schedule so far, with every step of the machine.
    pub(super) actors: Vec<Actor>,
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

    /// Counts the execution the machine has come to the end of; gives its outcome.
    pub(super) fn count(&mut self, machine: &mut Machine) -> u32 {
        let at = self.find(machine);
        let entry = &mut self.entries[at as usize];
        entry.executions += 1;
        let effort = effort(machine);
        if effort < entry.effort {
            entry.effort = effort;
            entry.actors.clear();
            entry.actors.extend(machine.taken[..length(machine)].iter().map(|taken| taken.mv.actor));
            // The waits are those of this schedule; a verdict is the same but for its numbers.
            entry.ending = ending(machine);
        }
        at
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
            let effort = (u32::MAX, u32::MAX);
            self.entries.push(Entry {
                outcome,
                values,
                good,
                executions: 0,
                actors: Vec::new(),
                effort,
                shortest: false,
                ending,
            });
            self.entries.len() - 1
        });
        small(at)
    }

    /// The outcomes as data.
    pub(super) fn found(&self, machine: &Machine) -> Vec<Found> {
        self.entries.iter().map(|entry| entry.found(machine)).collect()
    }

    /// A better schedule for an outcome, which the machine has just followed to its end.
    pub(super) fn improve(&mut self, at: usize, machine: &Machine) {
        let entry = &mut self.entries[at];
        entry.effort = effort(machine);
        entry.actors = machine.taken[..length(machine)].iter().map(|taken| taken.mv.actor).collect();
        entry.ending = ending(machine);
    }
}

impl Entry {
    fn found(&self, machine: &Machine) -> Found {
        Found {
            outcome: self.outcome.clone(),
            values: self.values.clone(),
            good: self.good,
            executions: self.executions,
            schedule: self.actors.iter().map(|actor| Step::from(*actor)).collect(),
            shortest: self.shortest,
            ending: self.ending.clone(),
            names: names(machine),
        }
    }
}

/// How many of the machine's steps belong to the run: those up to its ending.
pub(super) fn length(machine: &Machine) -> usize {
    machine.ended.map_or(machine.len(), |position| position as usize + 1)
}

fn effort(machine: &Machine) -> Effort {
    let length = length(machine);
    let switches = machine.taken[..length].last().map_or(0, |last| last.switches);
    (switches, small(length))
}

/// How the execution ends that the machine has come to the end of.
pub(super) fn ending(machine: &Machine) -> Ending {
    let Some(position) = machine.ended else { return judge(waits(machine)) };
    let taken = &machine.taken[position as usize];
    let node = &machine.memo.nodes[taken.place as usize];
    match &node.next {
        Next::Finish(verdict) => Ending::Finished(verdict.clone()),
        Next::Fail(check) => {
            let task = TaskId(small(taken.mv.actor.index()));
            Ending::CheckFailed { task, mark: node.mark, check: (*check).into() }
        }
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
            waits.push(WaitFor { task: TaskId(small(task)), object: *object, holders, mark: node.mark });
        }
    }
    waits
}

fn names(machine: &Machine) -> Vec<Name> {
    machine.memo.with_ids(|ids| {
        let tasks = ids.tasks.iter().enumerate().map(|(at, (text, parent, _))| {
            let of = NameOf::Task(TaskId(small(at)), *parent);
            Name { of, text: text.clone() }
        });
        let objects = ids.object_names.iter().enumerate().map(|(at, (kind, text))| {
            let of = NameOf::Object(ObjectId(small(at)), *kind);
            Name { of, text: text.clone() }
        });
        tasks.chain(objects).collect()
    })
}

/// The place in the listing of what this actor's task does next.
pub(super) fn mark(machine: &Machine, task: usize) -> Mark {
    let place = machine.strands[task].place;
    if place == NOWHERE { Mark::NONE } else { machine.memo.nodes[place as usize].mark }
}
