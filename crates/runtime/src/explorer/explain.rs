//! Why a schedule fails: what happens before what, the step after which nothing good can happen any
//! more, and the two accesses whose order decided it.
//!
//! It has no words; it refuses to guess: where there was no time or room to make sure of the decision,
//! there is none. And it refuses to hold up its caller: an explanation may take many searches, so it is
//! code that waits after every step until it may take more.

use super::execution::{Execution, Taken};
use super::moves::{Move, NOTHING};
use super::outcomes::{Entry, Outcomes, mark};
use super::search::{Advance, Search, Watcher};
use super::size::to_u32;
use model::{Access, Conflict, Edge, Explanation, ObjectId, Order, TaskId, Told};
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// An explanation that is being looked for. Dropping it gives up.
pub struct Explaining {
    code: Pin<Box<dyn Future<Output = Explanation>>>,
    /// Steps that may be taken until the caller is heard again.
    may: Rc<Cell<u64>>,
}

impl Explaining {
    /// Why the schedule of this entry leads where it leads; `budget` is how many steps all of it may take,
    /// `room` how many bytes a search may.
    pub(super) fn new(searched: &Execution, entry: &Entry, longest: usize, budget: u64, room: usize) -> Explaining {
        let may = Rc::new(Cell::new(0));
        let explainer = Explainer {
            fresh: searched.afresh(),
            schedule: entry.tasks.clone(),
            numbers: entry.numbers.clone(),
            longest,
            room,
            budget,
            may: may.clone(),
        };
        Explaining { code: Box::pin(explainer.explain()), may }
    }

    /// Goes on for so many steps; gives the explanation once there is one. Is not called again then.
    pub fn run_slice(&mut self, steps: u64) -> Option<Explanation> {
        self.may.set(steps);
        match self.code.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(explanation) => Some(explanation),
            Poll::Pending => None,
        }
    }
}

struct Explainer {
    /// The execution by which the schedule was found, as it was before its first step.
    fresh: Execution,
    schedule: Vec<u32>,
    numbers: Vec<TaskId>,
    longest: usize,
    room: usize,
    budget: u64,
    may: Rc<Cell<u64>>,
}

/// There was no time or no room to find out.
struct GivenUp;

/// Stops at the first good ending.
struct Hope {
    outcomes: Outcomes,
    good: bool,
    /// Some execution was cut off before its end.
    cut: bool,
}

impl Watcher for Hope {
    fn step(&mut self, _: &Execution) {}

    fn execution(&mut self, execution: &mut Execution, cut: bool) {
        if execution.is_over(cut) {
            let at = self.outcomes.find(execution);
            self.good |= self.outcomes.entries[at as usize].good;
        } else {
            self.cut = true;
        }
    }

    fn leave(&mut self, _: &Execution) {}
}

impl Explainer {
    async fn explain(mut self) -> Explanation {
        // What happened is told whatever it takes: no more than following it once.
        let mut execution = self.fresh.afresh();
        for task in &self.schedule {
            self.wait().await;
            if !execution.follow(*task) {
                break;
            }
        }
        let (steps, mut edges) = (told(&execution, &self.numbers), Vec::new());
        for at in 0..execution.len() {
            self.wait().await;
            add_edges(&execution, at, &mut edges);
        }
        let decision = self.decision().await.ok().flatten();
        let mut conflict = match decision {
            Some(decision) => self.conflict(&execution, decision).await.ok().flatten(),
            None => None,
        };
        if let Some(Conflict { second: Access::Waiting(task, _), .. }) = &mut conflict {
            *task = self.numbers[task.index()];
        }
        Explanation { steps, edges, decision: decision.map(to_u32), conflict }
    }

    /// Waits until another step may be taken.
    async fn wait(&self) {
        let may = |_: &mut Context<'_>| match self.may.get().checked_sub(1) {
            Some(left) => {
                self.may.set(left);
                Poll::Ready(())
            }
            None => Poll::Pending,
        };
        poll_fn(may).await;
    }

    /// The same, for a step that the budget must allow, too.
    async fn pay(&mut self) -> Result<(), GivenUp> {
        self.budget = self.budget.checked_sub(1).ok_or(GivenUp)?;
        self.wait().await;
        Ok(())
    }

    /// A machine that has followed the schedule so far.
    async fn execution(&mut self, steps: usize) -> Result<Execution, GivenUp> {
        let mut execution = self.fresh.afresh();
        for at in 0..steps {
            self.pay().await?;
            if !execution.follow(self.schedule[at]) {
                return Err(GivenUp);
            }
        }
        Ok(execution)
    }

    /// Whether something good can still happen.
    async fn hope(&mut self, execution: Execution) -> Result<bool, GivenUp> {
        let mut search = Search::new(execution, self.longest);
        let mut hope = Hope { outcomes: Outcomes::new(Vec::new()), good: false, cut: false };
        while !hope.good {
            match search.advance(&mut hope) {
                Advance::Done if hope.cut || search.execution.bounded || search.execution.memo.unsteady => {
                    return Err(GivenUp);
                }
                Advance::Done => return Ok(false),
                // Looking at the room takes about as long as some steps.
                Advance::Execution if search.bytes() > self.room => return Err(GivenUp),
                Advance::Execution | Advance::Step => self.pay().await?,
            }
        }
        Ok(true)
    }

    /// Whether something good can still happen after so many steps of the schedule.
    async fn hope_after(&mut self, steps: usize) -> Result<bool, GivenUp> {
        let execution = self.execution(steps).await?;
        self.hope(execution).await
    }

    /// The step after which there is no hope. Hope never comes back, so halving finds it.
    async fn decision(&mut self) -> Result<Option<usize>, GivenUp> {
        let (mut hopeful, mut lost) = (0, self.schedule.len());
        if !self.hope_after(0).await? {
            return Ok(None);
        }
        while lost - hopeful > 1 {
            let middle = usize::midpoint(hopeful, lost);
            if self.hope_after(middle).await? {
                hopeful = middle;
            } else {
                lost = middle;
            }
        }
        Ok(Some(hopeful))
    }

    /// The accesses that decided it: the decision, and the first later one that would have saved the
    /// run by coming before it; or else the last earlier one that should have come after it.
    async fn conflict(&mut self, execution: &Execution, decision: usize) -> Result<Option<Conflict>, GivenUp> {
        let decided = execution.taken[decision].mv;
        if decided.object == NOTHING {
            return Ok(None);
        }
        let object = ObjectId(decided.object);
        let conflict = |first: usize, second| Some(Conflict { object, first: to_u32(first), second });
        let meets = |mv: Move| mv.object == decided.object && mv.depends(decided);
        for (later, taken) in execution.taken.iter().enumerate().skip(decision + 1) {
            if meets(taken.mv) && self.saves(decision, later, taken.mv).await? {
                return Ok(conflict(decision, Access::Step(to_u32(later))));
            }
        }
        for task in 0..execution.runners.len() {
            if execution.wanted(task).is_none_or(|(waited, _)| waited != object) {
                continue;
            }
            let mv = execution.next_move(task);
            if meets(mv) && self.saves(decision, execution.len(), mv).await? {
                let second = Access::Waiting(TaskId(to_u32(task)), mark(execution, task));
                return Ok(conflict(decision, second));
            }
        }
        for earlier in (0..decision).rev() {
            if meets(execution.taken[earlier].mv) && self.saves(earlier, decision, decided).await? {
                return Ok(conflict(earlier, Access::Step(to_u32(decision))));
            }
        }
        Ok(None)
    }

    /// Whether there is hope where the step at `first` waits for `mv`, which comes at `second`.
    async fn saves(&mut self, first: usize, second: usize, mv: Move) -> Result<bool, GivenUp> {
        if self.schedule[first] == mv.task {
            return Ok(false);
        }
        let followed = self.execution(second.min(self.schedule.len())).await?;
        if followed.is_behind(to_u32(first), mv.index()) {
            return Ok(false);
        }
        let mut sequence = Vec::new();
        followed.without(to_u32(first), followed.len(), &mut sequence);
        sequence.push(mv);
        let mut execution = self.execution(first).await?;
        for mv in sequence {
            self.pay().await?;
            if !execution.follow(mv.task) {
                return Ok(false);
            }
        }
        self.hope(execution).await
    }
}

fn told(execution: &Execution, numbers: &[TaskId]) -> Vec<Told> {
    let tell = |taken: &Taken| {
        let node = &execution.memo.nodes[taken.place as usize];
        Told {
            step: taken.mv.step(numbers[taken.mv.index()]),
            object: ObjectId(taken.mv.object),
            looks: taken.mv.looks,
            mark: node.mark,
            scheduled: !node.needs_no_decision(),
        }
    };
    execution.taken.iter().map(tell).collect()
}

/// What happens directly before the step at this position.
fn add_edges(execution: &Execution, at: usize, edges: &mut Vec<Edge>) {
    let taken = &execution.taken[at];
    let mut before: Vec<(u32, Order)> = Vec::new();
    if let Some(last) = taken.follows() {
        let same = execution.taken[last as usize].mv.index() == taken.mv.index();
        before.push((last, if same { Order::Task } else { Order::Spawn }));
    }
    if let Some((cancels, life)) = execution.cancelling(at) {
        before.push((cancels, Order::Object(life)));
    }
    for earlier in execution.touched_before(taken) {
        let other = execution.taken[earlier as usize].mv;
        if other.depends(taken.mv) && other.task != taken.mv.task {
            before.push((earlier, Order::Object(ObjectId(taken.mv.object))));
        }
        if !other.looks {
            break;
        }
    }
    for (position, &(from, why)) in before.iter().enumerate() {
        let follows = before.iter().enumerate().any(|(other, (through, _))| {
            other != position && *through != from && execution.happens_before(from, *through)
        });
        if !follows {
            edges.push(Edge { from, to: to_u32(at), why });
        }
    }
}
