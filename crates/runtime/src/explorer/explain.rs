//! Why a schedule fails: what happens before what, the step after which nothing good can happen any
//! more, and the two accesses whose order decided it.
//!
//! It has no words; it refuses to guess: where there was no time to make sure of the decision, there
//! is none.

use super::machine::Machine;
use super::moves::{Move, NOTHING};
use super::outcomes::{Entry, Outcomes, mark};
use super::puppet::small;
use super::search::{Advance, Search, Watcher};
use model::{Access, Conflict, Edge, Explanation, ObjectId, Order, TaskId, Told};

/// Explains the schedule; `budget` is how many steps of search it may take.
pub(super) fn explain(searched: &Machine, entry: &Entry, longest: usize, budget: u64) -> Explanation {
    let schedule = &entry.tasks;
    let mut explainer = Explainer { searched, schedule, longest, budget };
    let machine = explainer.machine(schedule.len());
    let (steps, edges) = (told(&machine, &entry.numbers), edges(&machine));
    let decision = explainer.decision();
    let mut conflict = decision.and_then(|decision| explainer.conflict(&machine, decision));
    if let Some(Conflict { second: Access::Waiting(task, _), .. }) = &mut conflict {
        *task = entry.numbers[task.index()];
    }
    Explanation { steps, edges, decision: decision.map(small), conflict }
}

struct Explainer<'a> {
    /// The machine the schedule was found by.
    searched: &'a Machine,
    schedule: &'a [u32],
    longest: usize,
    budget: u64,
}

/// Stops at the first good ending.
struct Hope {
    outcomes: Outcomes,
    good: bool,
}

impl Watcher for Hope {
    fn step(&mut self, _: &Machine) {}

    fn execution(&mut self, machine: &mut Machine, cut: bool) {
        if !cut || machine.ended.is_some() {
            let at = self.outcomes.find(machine);
            self.good |= self.outcomes.entries[at as usize].good;
        }
    }

    fn leave(&mut self, _: &Machine) {}
}

impl Explainer<'_> {
    /// A machine that has followed the schedule so far.
    fn machine(&self, steps: usize) -> Machine {
        let mut machine = self.searched.afresh();
        for task in &self.schedule[..steps] {
            machine.take(machine.next_move(*task as usize));
        }
        machine
    }

    /// Whether something good can still happen; none where the budget does not reach to tell.
    fn hope(&mut self, machine: Machine) -> Option<bool> {
        let mut search = Search::new(machine, self.longest);
        let mut hope = Hope { outcomes: Outcomes::new(Vec::new()), good: false };
        while !hope.good {
            if search.advance(&mut hope) == Advance::Done {
                return Some(false);
            }
            self.budget = self.budget.checked_sub(1)?;
        }
        Some(true)
    }

    /// The step after which there is no hope. Hope never comes back, so halving finds it.
    fn decision(&mut self) -> Option<usize> {
        let (mut hopeful, mut lost) = (0, self.schedule.len());
        if !self.hope(self.machine(0))? {
            return None;
        }
        while lost - hopeful > 1 {
            let middle = usize::midpoint(hopeful, lost);
            if self.hope(self.machine(middle))? {
                hopeful = middle;
            } else {
                lost = middle;
            }
        }
        Some(hopeful)
    }

    /// The accesses that decided it: the decision, and the first later one that would have saved the
    /// run by coming before it; or else the last earlier one that should have come after it.
    fn conflict(&mut self, machine: &Machine, decision: usize) -> Option<Conflict> {
        let decided = machine.taken[decision].mv;
        if decided.object == NOTHING {
            return None;
        }
        let object = ObjectId(decided.object);
        let told = |later: usize| Conflict { object, first: small(decision), second: Access::Step(small(later)) };
        for (later, step) in machine.taken.iter().enumerate().skip(decision + 1) {
            let mv = step.mv;
            if mv.object == decided.object && mv.depends(decided) && self.saves(decision, later, mv) == Some(true) {
                return Some(told(later));
            }
        }
        for task in 0..machine.strands.len() {
            let Some((waited, _)) = machine.wanted(task) else { continue };
            let mv = machine.next_move(task);
            if waited == object && mv.depends(decided) && self.saves(decision, machine.len(), mv) == Some(true) {
                let second = Access::Waiting(TaskId(small(task)), mark(machine, task));
                return Some(Conflict { object, first: small(decision), second });
            }
        }
        for earlier in (0..decision).rev() {
            let mv = machine.taken[earlier].mv;
            if mv.object == decided.object
                && mv.depends(decided)
                && self.saves(earlier, decision, decided) == Some(true)
            {
                return Some(Conflict { object, first: small(earlier), second: Access::Step(small(decision)) });
            }
        }
        None
    }

    /// Whether there is hope where the step at `first` waits for `mv`, which comes at `second`.
    fn saves(&mut self, first: usize, second: usize, mv: Move) -> Option<bool> {
        if self.schedule[first] == mv.task {
            return Some(false);
        }
        let followed = self.machine(second.min(self.schedule.len()));
        if followed.is_behind(small(first), mv.index()) {
            return Some(false);
        }
        let mut sequence = Vec::new();
        followed.without(small(first), followed.len(), &mut sequence);
        sequence.push(mv);
        let mut machine = self.machine(first);
        for mv in sequence {
            if !machine.can(mv.index()) {
                return Some(false);
            }
            machine.take(machine.next_move(mv.index()));
        }
        self.hope(machine)
    }
}

fn told(machine: &Machine, numbers: &[TaskId]) -> Vec<Told> {
    let tell = |taken: &super::machine::Taken| {
        let node = &machine.memo.nodes[taken.place as usize];
        Told {
            step: taken.mv.step(numbers[taken.mv.index()]),
            object: ObjectId(taken.mv.object),
            looks: taken.mv.looks,
            mark: node.mark,
            scheduled: !node.needs_no_decision(),
        }
    };
    machine.taken.iter().map(tell).collect()
}

/// What happens directly before what.
fn edges(machine: &Machine) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (at, taken) in machine.taken.iter().enumerate() {
        let mut before: Vec<(u32, Order)> = Vec::new();
        if let Some(last) = taken.follows() {
            let same = machine.taken[last as usize].mv.index() == taken.mv.index();
            before.push((last, if same { Order::Task } else { Order::Spawn }));
        }
        if let Some((cancels, life)) = machine.cancelling(at) {
            before.push((cancels, Order::Object(life)));
        }
        if taken.mv.object != NOTHING {
            let earlier = machine.touched(taken.mv.object).skip_while(|earlier| *earlier as usize >= at);
            for earlier in earlier {
                let other = machine.taken[earlier as usize].mv;
                if other.depends(taken.mv) && other.task != taken.mv.task {
                    before.push((earlier, Order::Object(ObjectId(taken.mv.object))));
                }
                if !other.looks {
                    break;
                }
            }
        }
        for (position, &(from, why)) in before.iter().enumerate() {
            let follows = before.iter().enumerate().any(|(other, (through, _))| {
                other != position && *through != from && machine.happens_before(from, *through)
            });
            if !follows {
                edges.push(Edge { from, to: small(at), why });
            }
        }
    }
    edges
}
