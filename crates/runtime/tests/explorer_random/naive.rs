//! The plainest possible search, to hold the explorer against: every schedule, each run from its
//! beginning, with nothing left out and nothing remembered.

use model::{Ending, ObjectId, Outcome, TaskFailure, TaskId, Verdict, WaitFor};
use runtime::objects::{Action, Object, TaskAction, TaskState};
use runtime::{Cx, Engine, Op, Reply, Request, TaskFuture, Value, judge};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// One step: task; how its operation was answered; the objects it touched, and whether it only looked.
pub(crate) type Step = (u32, How, Vec<(u32, bool)>);

/// How an operation was answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum How {
    Acted,
    TimedOut,
    Cancelled,
}

/// Who touched an object, the how-manieth time, and whether it only looked.
type Order = Vec<(u32, u32, bool)>;

/// What equivalent executions have in common.
pub(crate) type Form = (Vec<(u32, u32, How)>, Vec<Order>);

/// Equivalent executions have the same form: for each object, who touched it in which order, where
/// looks between two changes have none.
pub(crate) fn form(steps: &[Step]) -> Form {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut objects: BTreeMap<u32, (Order, usize)> = BTreeMap::new();
    let mut tasks = Vec::new();
    for (task, how, touched) in steps {
        let nth = counts.entry(*task).or_default();
        *nth += 1;
        tasks.push((*task, *nth, *how));
        for &(object, looks) in touched {
            let (order, last_change) = objects.entry(object).or_default();
            order.push((*task, *nth, looks));
            if !looks {
                let end = order.len() - 1;
                order[*last_change..end].sort_unstable();
                *last_change = end + 1;
            }
        }
    }
    tasks.sort_unstable();
    let finish = |(object, (mut order, last_change)): (u32, (Order, usize))| {
        order[last_change..].sort_unstable();
        order.push((object, 0, false));
        order
    };
    (tasks, objects.into_iter().map(finish).collect())
}

#[derive(Default)]
struct Strand {
    future: Option<TaskFuture>,
    request: Option<(Request, Op)>,
    answer: Option<Reply>,
    silent: VecDeque<(ObjectId, Action)>,
    object: Option<ObjectId>,
    /// It was asked to end and has not heard of it.
    cancelled: bool,
    children: u32,
    made: u32,
    now: u64,
    /// What the task is called in forms: its number depends on who was spawned before.
    key: u32,
}

/// Task keys: the n-th child of a task has the same in every execution; and so have the objects.
type Keys = Rc<RefCell<[BTreeMap<(u32, u32), u32>; 2]>>;

/// What the n-th of its maker is called in every execution.
fn key(keys: &mut BTreeMap<(u32, u32), u32>, maker: u32, nth: u32) -> u32 {
    let next = keys.len() as u32 + 1;
    *keys.entry((maker, nth)).or_insert(next)
}

/// Added to a task's key, the key of the object that stands for it.
const TASK_OBJECTS: u32 = 1_000;

#[derive(Default)]
struct State {
    strands: Vec<Strand>,
    objects: Vec<Object>,
    /// What each object is called in forms.
    object_keys: Vec<u32>,
    verdict: Option<Verdict>,
    ending: Option<Ending>,
    over: bool,
    keys: Keys,
}

#[derive(Default)]
struct Naive(RefCell<State>);

struct Hand(Rc<Naive>, usize);

impl Engine for Hand {
    fn now(&self) -> u64 {
        self.0.0.borrow().strands.get(self.1).map_or(0, |strand| strand.now)
    }
    fn create(&self, object: Object, _: &str) -> ObjectId {
        let state = &mut *self.0.0.borrow_mut();
        let maker = &mut state.strands[self.1];
        maker.made += 1;
        let key = key(&mut state.keys.borrow_mut()[1], maker.key, maker.made);
        state.enter(object, key)
    }
    fn begin(&self, request: Request, op: &mut Op, _: &mut Reply) -> Poll<()> {
        if matches!(op, Op::Checkpoint { .. }) {
            return Poll::Ready(());
        }
        let task = request.task.index();
        let strand = &mut self.0.0.borrow_mut().strands[task];
        if let Op::Pause(_, nanos) = *op {
            strand.now += request.timeout.map_or(nanos, |limit| limit.min(nanos));
        }
        strand.request = Some((request, op.take()));
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
    fn enter(&mut self, object: Object, key: u32) -> ObjectId {
        self.objects.push(object);
        self.object_keys.push(key);
        ObjectId(self.objects.len() as u32 - 1)
    }

    fn key_of(&self, object: ObjectId) -> u32 {
        self.object_keys[object.index()]
    }

    fn apply(&mut self, task: TaskId, object: ObjectId, action: &Action) -> Reply {
        let state = &mut self.objects[object.index()];
        let reply = state.apply(task, action).reply;
        if let (Object::Task(life), Action::Task(TaskAction::Cancel)) = (&*state, action)
            && let Some(victim) = life.heeds()
        {
            self.strands[victim.index()].cancelled = true;
        }
        reply
    }

    /// How this task's operation would be answered now; none where it waits.
    fn how(&self, task: usize) -> Option<How> {
        let (request, op) = self.strands[task].request.as_ref()?;
        if self.strands[task].cancelled {
            return Some(How::Cancelled);
        }
        match (op, request.timeout) {
            (Op::Act(object, action), limit) => {
                let ready = self.objects[object.index()].ready(TaskId(task as u32), action);
                if ready { Some(How::Acted) } else { limit.map(|_| How::TimedOut) }
            }
            (Op::Pause(_, nanos), Some(limit)) if limit < *nanos => Some(How::TimedOut),
            _ => Some(How::Acted),
        }
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

    /// Who could take a step now.
    fn choices(&self) -> Vec<usize> {
        let state = self.0.borrow();
        let can = |task: &usize| {
            let strand = &state.strands[*task];
            let ends = *task == 0 && strand.future.is_none() && state.verdict.is_some();
            !strand.silent.is_empty() || ends || state.how(*task).is_some()
        };
        (0..state.strands.len()).filter(can).collect()
    }

    /// Whether this task's next step only gives back what it dropped, or is its end.
    fn needs_no_decision(&self, task: usize) -> bool {
        let state = self.0.borrow();
        let strand = &state.strands[task];
        !strand.silent.is_empty() || (task == 0 && strand.future.is_none() && state.verdict.is_some())
    }

    fn note(&self, task: usize) -> Note {
        let state = self.0.borrow();
        let strand = &state.strands[task];
        let silent = self.needs_no_decision(task);
        let action = match (strand.silent.front(), &strand.request) {
            (Some((object, action)), _) => Some((*object, action.clone())),
            (None, Some((_, Op::Act(object, action)))) => Some((*object, action.clone())),
            _ => None,
        };
        let action = action.map(|(object, action)| {
            (TaskId(task as u32), state.key_of(object), state.objects[object.index()].clone(), action)
        });
        Note { silent, action }
    }

    fn take(self: &Rc<Self>, task: usize) -> Step {
        let id = TaskId(task as u32);
        let mut borrowed = self.0.borrow_mut();
        let state = &mut *borrowed;
        let key = state.strands[task].key;
        if let Some((object, action)) = state.strands[task].silent.pop_front() {
            let step = (key, How::Acted, vec![(state.key_of(object), action.only_looks())]);
            state.apply(id, object, &action);
            return step;
        }
        let Some(how) = state.how(task) else {
            let verdict = state.verdict.take().expect("the main task has ended");
            state.ending.get_or_insert(Ending::Finished(verdict));
            return (key, How::Acted, vec![(0, false)]);
        };
        let (request, op) = state.strands[task].request.take().expect("it asks for something");
        // Every operation of a task looks whether the task has been cancelled.
        let mut touched: Vec<(u32, bool)> =
            state.strands[task].object.map(|life| (state.key_of(life), true)).into_iter().collect();
        match &op {
            Op::Act(object, action) => {
                let looks = match how {
                    How::TimedOut => action.on_timeout().is_none(),
                    How::Acted | How::Cancelled => action.only_looks(),
                };
                touched.push((state.key_of(*object), looks));
            }
            Op::Fail(_) | Op::Crash(_) => touched.push((0, false)),
            _ => {}
        }
        let reply = match (how, op) {
            (How::TimedOut, Op::Act(object, action)) => {
                if let Some(forgone) = action.on_timeout() {
                    state.apply(id, object, &forgone);
                }
                Reply::TimedOut
            }
            (How::TimedOut, _) => Reply::TimedOut,
            (How::Cancelled, _) => {
                state.strands[task].cancelled = false;
                Reply::Cancelled
            }
            (How::Acted, Op::Act(object, action)) => state.apply(id, object, &action),
            (How::Acted, Op::Spawn { body, .. }) => {
                let child = TaskId(state.strands.len() as u32);
                let future = body(Rc::new(Hand(self.clone(), child.index())), child);
                let nth = state.strands[task].children;
                state.strands[task].children += 1;
                let key = self::key(&mut state.keys.borrow_mut()[0], key, nth);
                let object = state.enter(Object::Task(TaskState::new(child)), TASK_OBJECTS + key);
                let now = state.strands[task].now;
                let strand = Strand { future: Some(future), object: Some(object), key, now, ..Strand::default() };
                state.strands.push(strand);
                drop(borrowed);
                self.poll(child.index());
                borrowed = self.0.borrow_mut();
                Reply::Task(child, object)
            }
            (How::Acted, Op::Fail(check)) => {
                let ending = Ending::CheckFailed { task: id, mark: request.mark, check: check.into() };
                state.ending.get_or_insert(ending);
                return (key, how, touched);
            }
            (How::Acted, Op::Crash(message)) => {
                state.ending.get_or_insert(Ending::Crashed(TaskFailure {
                    task: id,
                    message: message.to_string(),
                    process: None,
                }));
                return (key, how, touched);
            }
            (How::Acted, _) => Reply::Done,
        };
        borrowed.strands[task].answer = Some(reply);
        drop(borrowed);
        self.poll(task);
        (key, how, touched)
    }

    fn ending(&self) -> Ending {
        let state = self.0.borrow();
        if let Some(ending) = &state.ending {
            return ending.clone();
        }
        let mut waits = Vec::new();
        for (task, strand) in state.strands.iter().enumerate() {
            if let Some((Request { mark, .. }, Op::Act(object, _))) = &strand.request {
                let holders = state.objects[object.index()].holders();
                waits.push(WaitFor { task: TaskId(task as u32), object: *object, holders, mark: *mark });
            }
        }
        judge(waits)
    }
}

/// How hard a schedule is to follow: whether something that needs no decision did not come at once,
/// switches, steps.
pub(crate) type Effort = (bool, usize, usize);

/// What all schedules together show.
#[derive(Default)]
pub(crate) struct All {
    /// Each with the least effort that leads there.
    pub(crate) outcomes: BTreeMap<Outcome, Effort>,
    pub(crate) forms: BTreeSet<Form>,
    pub(crate) executions: u64,
}

/// What is known of a step before it is taken: whether it needs no decision; who does what to which
/// object, and its state then.
struct Note {
    silent: bool,
    action: Option<(TaskId, u32, Object, Action)>,
}

/// Whether some step needs no decision and yet comes at no time that could be told, after a pause or at
/// a birth, and somebody else's step before the ending could have come on its other side and would have noticed.
fn is_loose(steps: &[Step], length: usize, notes: &[Note], spawned: &[(usize, u32)]) -> bool {
    let mut loose = vec![false; steps.len()];
    for (at, (key, _, touched)) in steps.iter().enumerate() {
        let own = (0..at).rev().find(|before| steps[*before].0 == *key);
        let birth = spawned.iter().find(|(_, child)| child == key).map(|(at, _)| *at);
        let Some(before) = own.or(birth) else { continue };
        loose[at] = notes[at].silent && (loose[before] || notes[before].action.is_none());
        let Some((_, object, state, _)) = &notes[at].action else { continue };
        if !loose[at] {
            continue;
        }
        let looks = touched.iter().any(|(touched, looks)| touched == object && *looks);
        for (other, step) in steps[..length].iter().enumerate().skip(before + 1).filter(|(_, step)| step.0 != *key) {
            let Some((_, also_looks)) = step.2.iter().find(|(touched, _)| touched == object) else { continue };
            if looks && *also_looks {
                continue;
            }
            let could = match &notes[other].action {
                // Earlier, it was waited for by nobody; later, it must have been possible before.
                Some((task, same, _, action)) if other > at && same == object && step.1 != How::Cancelled => {
                    state.ready(*task, action)
                }
                // An operation of a task that is cancelled by the loose step, or would have been.
                _ if other > at => step.1 == How::Cancelled && *object == TASK_OBJECTS + step.0,
                _ => true,
            };
            if could {
                return true;
            }
            if other > at && !also_looks {
                break;
            }
        }
    }
    false
}

/// One execution.
pub(crate) struct Execution<'a> {
    pub(crate) steps: &'a [Step],
    /// What each task is called, by number.
    pub(crate) keys: &'a [u32],
    /// Which step started the task with this key.
    pub(crate) spawned: &'a [(usize, u32)],
    pub(crate) effort: Effort,
    pub(crate) ending: Ending,
    /// How many of the steps come up to the ending.
    pub(crate) length: usize,
}

impl Execution<'_> {
    /// How often one task ran out of time waiting for an object, in so many of the steps at most.
    pub(crate) fn late(&self, steps: usize) -> usize {
        let late = |(key, how, touched): &&Step| *how == How::TimedOut && touched.len() > usize::from(*key != 0);
        let of = |key: &u32| self.steps[..steps].iter().filter(late).filter(|step| step.0 == *key).count();
        self.keys.iter().map(of).max().unwrap_or(0)
    }
}

/// Tries every schedule. None where there are more than `most`.
pub(crate) fn all<F>(program: impl Fn(Cx) -> F, most: u64) -> Option<All>
where
    F: Future<Output = Verdict> + 'static,
{
    let mut all = All::default();
    each(program, &[], most, |execution| {
        all.executions += 1;
        if let Some(outcome) = execution.ending.outcome() {
            let least = all.outcomes.entry(outcome).or_insert(execution.effort);
            *least = execution.effort.min(*least);
        }
        all.forms.insert(form(execution.steps));
    })?;
    Some(all)
}

/// Shows every execution whose first steps are those of these tasks. None where there are more than
/// `most`; some have been shown then.
pub(crate) fn each<F>(
    program: impl Fn(Cx) -> F,
    first: &[TaskId],
    most: u64,
    mut show: impl FnMut(&Execution<'_>),
) -> Option<()>
where
    F: Future<Output = Verdict> + 'static,
{
    let keys = Keys::default();
    let mut executions = 0;
    // For each step of the execution under way: which choice was taken, of how many.
    let mut path: Vec<(usize, usize)> = Vec::new();
    loop {
        let naive = Rc::new(Naive::default());
        naive.0.borrow_mut().keys = keys.clone();
        naive.0.borrow_mut().enter(Object::Task(TaskState::new(TaskId::MAIN)), 0);
        let cx = Cx::new(Rc::new(Hand(naive.clone(), 0)), TaskId::MAIN);
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
        let (mut steps, mut spawned) = (Vec::new(), Vec::new());
        let mut effort: Effort = (false, 0, 0);
        let (mut turn, mut last) = (0, 0);
        let (mut notes, mut length) = (Vec::new(), 0);
        loop {
            let choices = naive.choices();
            if choices.is_empty() {
                break;
            }
            if path.len() == steps.len() {
                path.push(match first.get(steps.len()) {
                    // A choice of one.
                    Some(task) => {
                        let at = choices.iter().position(|choice| *choice == task.index());
                        let at = at.expect("what is to come first is possible");
                        (at, at + 1)
                    }
                    None => (0, choices.len()),
                });
            }
            let task = choices[path[steps.len()].0];
            let over = naive.0.borrow().ending.is_some();
            notes.push(naive.note(task));
            if naive.0.borrow().ending.is_none() {
                effort.0 |= last != task && naive.needs_no_decision(last);
                if !naive.needs_no_decision(task) {
                    effort.1 += usize::from(turn != task);
                    effort.2 += 1;
                    turn = task;
                }
                last = task;
            }
            let tasks = naive.0.borrow().strands.len();
            steps.push(naive.take(task));
            if naive.0.borrow().ending.is_none() || !over {
                length = steps.len();
            }
            spawned.extend(naive.0.borrow().strands[tasks..].iter().map(|strand| (steps.len() - 1, strand.key)));
            assert!(steps.len() < 200, "the program ends");
        }
        effort.0 |= is_loose(&steps, length, &notes, &spawned);
        executions += 1;
        let keys: Vec<u32> = naive.0.borrow().strands.iter().map(|strand| strand.key).collect();
        show(&Execution { steps: &steps, keys: &keys, spawned: &spawned, effort, ending: naive.ending(), length });
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
            return Some(());
        }
        if executions >= most {
            return None;
        }
    }
}
