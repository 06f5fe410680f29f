//! The plainest possible search, to hold the explorer against: every schedule, each run from its
//! beginning, with nothing left out and nothing remembered.

use model::{Ending, ObjectId, Outcome, TaskId, Verdict, WaitFor};
use runtime::objects::{Action, Object, TaskAction, TaskState};
use runtime::{Cx, Engine, Op, Reply, Request, TaskFuture, Value, judge};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// One step: task, whether it ran out of time, object, whether it only looks.
pub(crate) type Step = (u32, bool, u32, bool);

/// Equivalent executions have the same form: for each object, who touched it in which order, where
/// looks between two changes have none.
pub(crate) fn form(steps: &[Step]) -> Vec<Vec<(u32, u32, bool)>> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut objects: BTreeMap<u32, (Vec<(u32, u32, bool)>, usize)> = BTreeMap::new();
    let mut tasks: Vec<(u32, u32, bool)> = Vec::new();
    for &(task, timed_out, object, looks) in steps {
        let nth = counts.entry(task).or_default();
        *nth += 1;
        tasks.push((task, *nth, timed_out));
        if object == u32::MAX {
            continue;
        }
        let (order, last_change) = objects.entry(object).or_default();
        order.push((task, *nth, looks));
        if !looks {
            let end = order.len() - 1;
            order[*last_change..end].sort_unstable();
            *last_change = end + 1;
        }
    }
    tasks.sort_unstable();
    let mut form = vec![tasks];
    for (object, (mut order, last_change)) in objects {
        order[last_change..].sort_unstable();
        order.push((object, 0, false));
        form.push(order);
    }
    form
}

#[derive(Default)]
struct Strand {
    future: Option<TaskFuture>,
    request: Option<Request>,
    answer: Option<Reply>,
    silent: VecDeque<(ObjectId, Action)>,
    object: Option<ObjectId>,
    children: u32,
    /// What the task is called in forms: its number depends on who was spawned before.
    key: u32,
}

/// Task keys: the n-th child of a task has the same in every execution.
type Keys = Rc<RefCell<BTreeMap<(u32, u32), u32>>>;

/// Added to a task's key, the key of the object that stands for it.
const TASK_OBJECTS: u32 = 1_000;

#[derive(Default)]
struct State {
    strands: Vec<Strand>,
    objects: Vec<Object>,
    verdict: Option<Verdict>,
    ending: Option<Ending>,
    over: bool,
    keys: Keys,
}

#[derive(Default)]
struct Naive(RefCell<State>);

struct Hand(Rc<Naive>);

impl Engine for Hand {
    fn now(&self) -> u64 {
        0
    }
    fn create(&self, object: Object, _: &str) -> ObjectId {
        let objects = &mut self.0.0.borrow_mut().objects;
        objects.push(object);
        ObjectId(u32::try_from(objects.len() - 1).expect("few"))
    }
    fn begin(&self, request: Request) -> Poll<Reply> {
        if matches!(request.op, Op::Checkpoint) {
            return Poll::Ready(Reply::Done);
        }
        let task = request.task.index();
        self.0.0.borrow_mut().strands[task].request = Some(request);
        Poll::Pending
    }
    fn resume(&self, task: TaskId) -> Poll<Reply> {
        self.0.0.borrow_mut().strands[task.index()].answer.take().map_or(Poll::Pending, Poll::Ready)
    }
    fn abandon(&self, _: TaskId) {}
    fn act_now(&self, task: TaskId, object: ObjectId, action: Action) {
        let state = &mut *self.0.0.borrow_mut();
        if !state.over {
            state.strands[task.index()].silent.push_back((object, action));
        }
    }
}

impl State {
    fn key_of(&self, object: ObjectId) -> u32 {
        let stands_for = self.strands.iter().find(|strand| strand.object == Some(object));
        stands_for.map_or(object.0, |strand| TASK_OBJECTS + strand.key)
    }
}

impl Naive {
    fn poll(self: &Rc<Self>, task: usize) {
        let Some(mut future) = self.0.borrow_mut().strands[task].future.take() else { return };
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => self.0.borrow_mut().strands[task].future = Some(future),
            Poll::Ready(value) => {
                drop(future);
                let strand = &mut self.0.borrow_mut().strands[task];
                if let Some(object) = strand.object {
                    strand.silent.push_back((object, Action::Task(TaskAction::End(value))));
                }
            }
        }
    }

    /// What this task could do now: normally, by running out of time.
    fn choices(&self) -> Vec<(usize, bool)> {
        let state = self.0.borrow();
        let mut choices = Vec::new();
        for (task, strand) in state.strands.iter().enumerate() {
            if strand.silent.front().is_some() {
                choices.push((task, false));
                continue;
            }
            let ended = strand.future.is_none() && task == 0 && state.verdict.is_some();
            match &strand.request {
                Some(Request { op: Op::Act(object, action), timeout, .. }) => {
                    if state.objects[object.index()].ready(TaskId(task as u32), action) {
                        choices.push((task, false));
                    }
                    if timeout.is_some() {
                        choices.push((task, true));
                    }
                }
                Some(request) => {
                    choices.push((task, false));
                    if request.timeout.is_some() {
                        choices.push((task, true));
                    }
                }
                None if ended => choices.push((task, false)),
                None => {}
            }
        }
        choices
    }

    /// Whether this task's next step only gives back what it dropped, or is its end.
    fn needs_no_decision(&self, task: usize) -> bool {
        let strand = &self.0.borrow().strands[task];
        !strand.silent.is_empty() || strand.request.is_none()
    }

    fn take(self: &Rc<Self>, task: usize, timed_out: bool) -> Step {
        let id = TaskId(task as u32);
        let mut state = self.0.borrow_mut();
        let state_now = &mut *state;
        let key = state_now.strands[task].key;
        if let Some((object, action)) = state_now.strands[task].silent.pop_front() {
            let step = (key, false, state_now.key_of(object), action.only_looks());
            state_now.objects[object.index()].apply(id, action);
            return step;
        }
        let Some(request) = state_now.strands[task].request.take() else {
            let verdict = state_now.verdict.take().expect("the main task has ended");
            state_now.ending.get_or_insert(Ending::Finished(verdict));
            return (key, false, 0, false);
        };
        let mut step = (key, timed_out, u32::MAX, true);
        let reply = match request.op {
            _ if timed_out => Reply::TimedOut,
            Op::Act(object, action) => {
                step = (key, false, state_now.key_of(object), action.only_looks());
                state_now.objects[object.index()].apply(id, action).reply
            }
            Op::Spawn { body, .. } => {
                let child = TaskId(state_now.strands.len() as u32);
                state_now.objects.push(Object::Task(TaskState::new(child)));
                let object = ObjectId(state_now.objects.len() as u32 - 1);
                let future = body(Cx::new(Rc::new(Hand(self.clone())), child));
                let nth = state_now.strands[task].children;
                state_now.strands[task].children += 1;
                let mut keys = state_now.keys.borrow_mut();
                let next = keys.len() as u32 + 1;
                let key = *keys.entry((key, nth)).or_insert(next);
                drop(keys);
                let strand = Strand { future: Some(future), object: Some(object), key, ..Strand::default() };
                state_now.strands.push(strand);
                drop(state);
                self.poll(child.index());
                state = self.0.borrow_mut();
                Reply::Task(child, object)
            }
            Op::Fail(check) => {
                let ending = Ending::CheckFailed { task: id, mark: request.mark, check: check.into() };
                state_now.ending.get_or_insert(ending);
                return (key, false, 0, false);
            }
            _ => Reply::Done,
        };
        state.strands[task].answer = Some(reply);
        drop(state);
        self.poll(task);
        step
    }

    fn ending(&self) -> Ending {
        let state = self.0.borrow();
        if let Some(ending) = &state.ending {
            return ending.clone();
        }
        let mut waits = Vec::new();
        for (task, strand) in state.strands.iter().enumerate() {
            if let Some(Request { op: Op::Act(object, _), mark, .. }) = &strand.request {
                let holders = state.objects[object.index()].holders();
                waits.push(WaitFor { task: TaskId(task as u32), object: *object, holders, mark: *mark });
            }
        }
        judge(waits)
    }
}

/// How hard a schedule is to follow: whether something that needs no decision came late, switches,
/// steps.
pub(crate) type Effort = (bool, usize, usize);

/// What all schedules together show.
#[derive(Default)]
pub(crate) struct All {
    /// Each with the least effort that leads there.
    pub(crate) outcomes: BTreeMap<Outcome, Effort>,
    pub(crate) forms: BTreeSet<Vec<Vec<(u32, u32, bool)>>>,
    pub(crate) executions: u64,
}

/// Tries every schedule. None where there are more than `most`.
pub(crate) fn all<F>(program: impl Fn(Cx) -> F, most: u64) -> Option<All>
where
    F: Future<Output = Verdict> + 'static,
{
    let mut all = All::default();
    let keys = Keys::default();
    // For each step of the execution under way: which choice was taken, of how many.
    let mut path: Vec<(usize, usize)> = Vec::new();
    loop {
        let naive = Rc::new(Naive::default());
        naive.0.borrow_mut().keys = keys.clone();
        naive.0.borrow_mut().objects.push(Object::Task(TaskState::new(TaskId::MAIN)));
        let cx = Cx::new(Rc::new(Hand(naive.clone())), TaskId::MAIN);
        let (concluded, keep) = (program(cx), Rc::downgrade(&naive));
        let main: TaskFuture = Box::pin(async move {
            let verdict = concluded.await;
            if let Some(naive) = keep.upgrade() {
                naive.0.borrow_mut().verdict = Some(verdict);
            }
            Value::None
        });
        naive.0.borrow_mut().strands.push(Strand { future: Some(main), ..Strand::default() });
        naive.poll(0);
        let mut steps = Vec::new();
        let mut effort: Effort = (false, 0, 0);
        let (mut turn, mut last) = (0, 0);
        loop {
            let choices = naive.choices();
            if choices.is_empty() {
                break;
            }
            if path.len() == steps.len() {
                path.push((0, choices.len()));
            }
            let (task, timed_out) = choices[path[steps.len()].0];
            if naive.0.borrow().ending.is_none() {
                if !timed_out && naive.needs_no_decision(task) {
                    effort.0 |= last != task;
                } else {
                    effort.1 += usize::from(turn != task);
                    effort.2 += 1;
                    turn = task;
                }
                last = task;
            }
            steps.push(naive.take(task, timed_out));
            assert!(steps.len() < 200, "the program ends");
        }
        all.executions += 1;
        if let Some(outcome) = naive.ending().outcome() {
            let least = all.outcomes.entry(outcome).or_insert(effort);
            *least = effort.min(*least);
        }
        all.forms.insert(form(&steps));
        // Futures hold the engine: the ring is cut here, and what they give back is no step.
        naive.0.borrow_mut().over = true;
        loop {
            let dropped = naive.0.borrow_mut().strands.iter_mut().find_map(|strand| strand.future.take());
            let requests = naive.0.borrow_mut().strands.iter_mut().find_map(|strand| strand.request.take());
            if dropped.is_none() && requests.is_none() {
                break;
            }
        }
        while let Some((taken, of)) = path.pop() {
            if taken + 1 < of {
                path.push((taken + 1, of));
                break;
            }
        }
        if path.is_empty() {
            return Some(all);
        }
        if all.executions >= most {
            return None;
        }
    }
}
