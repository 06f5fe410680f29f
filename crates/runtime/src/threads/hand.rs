//! The engine of real threads as the context of one task sees it: what each operation means here.

use super::shared::{Shared, Sleeper};
use crate::engine::{Body, Code, Engine, Op, Request};
use crate::kernel::Kernel;
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::telling;
use model::{Ending, EventKind, Mark, NotStarted, ObjectId, TaskId};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

pub(super) struct Hand {
    shared: Arc<Shared>,
    /// The task's own, so that nobody looks for it at every operation.
    sleeper: Arc<Sleeper>,
}

impl Engine for Hand {
    fn now(&self) -> u64 {
        self.shared.host.now()
    }

    fn create(&self, object: Object, name: &str) -> ObjectId {
        let kind = object.kind();
        let id = self.shared.add_object(object);
        telling::name_object(&*self.shared.recorder, id, kind, name);
        id
    }

    fn begin(&self, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()> {
        let Request { task, mark, timeout } = request;
        let shared = &self.shared;
        if shared.stopping() {
            return Poll::Pending;
        }
        // A free-threaded interpreter has no baton to give up.
        if matches!(op, Op::Checkpoint(_)) {
            return Poll::Ready(());
        }
        if self.sleeper.hears_cancel() {
            *reply = Reply::Cancelled;
            return Poll::Ready(());
        }
        match op {
            Op::Act(object, action) => {
                // As a free-threaded build does it: one step each, ordered by nothing.
                if let Some(word) = &shared.slot(*object).word
                    && let Some(applied) = action.race(word)
                {
                    shared.tell(task, telling::step(applied.kind), *object, mark, applied.value);
                    *reply = applied.reply;
                    return Poll::Ready(());
                }
                let until = if timeout.is_some() { request.deadline(shared.host.now()) } else { None };
                shared.act_or_wait(task, *object, action, mark, until, reply)
            }
            _ => self.rare(request, op.take()).map(|answer| *reply = answer),
        }
    }

    fn resume(&self, _: TaskId) -> Poll<Reply> {
        // An operation waits where it begins, and is left unanswered by a stop alone.
        Poll::Pending
    }

    fn abandon(&self, _: TaskId) {
        // At a stop every task lets go at once, and nobody is left to miss anything.
    }

    fn act_now(&self, task: TaskId, object: ObjectId, action: Action) {
        self.shared.act(task, object, action, Mark::NONE);
    }
}

impl Hand {
    /// The hand of this task.
    pub(super) fn new(shared: Arc<Shared>, task: TaskId) -> Hand {
        Hand { sleeper: shared.sleeper(task).clone(), shared }
    }

    /// Has a thread run this task to its end, and then this last step.
    pub(super) fn start(
        shared: &Arc<Shared>,
        task: TaskId,
        body: Body,
        last: impl FnOnce(&Arc<Shared>) + Send + 'static,
    ) {
        let host = shared.host.clone();
        let shared = shared.clone();
        host.start(Box::new(move || {
            if !shared.stopping() && Hand::run(&shared, task, body) {
                last(&shared);
                shared.unstir();
            }
            shared.alive.fetch_sub(1, Ordering::Release);
        }));
    }

    /// Runs a task on this thread; whether it came to its own end.
    fn run(shared: &Arc<Shared>, task: TaskId, body: Body) -> bool {
        shared.tell(task, EventKind::Begin, ObjectId::NONE, Mark::NONE, 0);
        let mut future = body(Rc::new(Hand::new(shared.clone(), task)), task);
        // Nobody is woken through a waker: an operation that has to wait blocks this thread until it
        // is answered. So the task comes to its end at once, or the run is being stopped.
        let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { return false };
        drop(future);
        shared.ended(task, value);
        !shared.stopping()
    }

    /// What takes so long by itself that nobody minds a copy.
    #[cold]
    fn rare(&self, request: Request, op: Op) -> Poll<Reply> {
        let Request { task, mark, .. } = request;
        let shared = &self.shared;
        match op {
            Op::Act(..) | Op::Checkpoint(_) => unreachable!("acts and checkpoints happen often"),
            Op::Spawn { name, body, .. } => self.spawn(task, mark, name, body),
            Op::Compute { kernel, units, code } => {
                self.tell_beginning(request, &op);
                self.compute(task, mark, kernel, units, code)
            }
            Op::Pause(_, nanos) => {
                self.tell_beginning(request, &op);
                self.pause(request, nanos)
            }
            op @ Op::Convert(..) => {
                self.tell_beginning(request, &op);
                shared.tell(task, EventKind::Take, ObjectId::NONE, mark, 0);
                Poll::Ready(Reply::Done)
            }
            mut op @ (Op::Fail(_) | Op::Crash(_)) => {
                self.tell_beginning(request, &op);
                if let Some(ending) = telling::ending(&mut op, task, mark) {
                    shared.end(ending);
                }
                Poll::Pending
            }
        }
    }

    /// Tells that the operation begins. There is no event loop that a pause could hold up.
    fn tell_beginning(&self, request: Request, op: &Op) {
        if let Some((kind, value)) = telling::beginning(op, false) {
            self.shared.tell(request.task, telling::step(kind), ObjectId::NONE, request.mark, value);
        }
    }

    fn spawn(&self, task: TaskId, mark: Mark, name: String, body: Body) -> Poll<Reply> {
        let shared = &self.shared;
        if !shared.take_thread() {
            let what = NotStarted::Task { most: shared.host.most() };
            shared.end(Ending::NotStarted { task, what });
            return Poll::Pending;
        }
        let (child, object) = shared.add_task();
        telling::name_task(&*shared.recorder, child, task, object, name);
        shared.tell(task, telling::step(EventKind::Spawn), object, mark, i64::from(child.0));
        Hand::start(shared, child, body, |_| {});
        Poll::Ready(Reply::Task(child, object))
    }

    fn pause(&self, request: Request, nanos: u64) -> Poll<Reply> {
        let Request { task, mark, .. } = request;
        let shared = &self.shared;
        let (nanos, reply) = request.pause(nanos);
        let cancelled = shared.pause(task, nanos);
        shared.tell(task, EventKind::Woke, ObjectId::NONE, mark, 0);
        self.unless_stopping(if cancelled { Reply::Cancelled } else { reply })
    }

    fn compute(&self, task: TaskId, mark: Mark, kernel: Kernel, units: u32, code: Code) -> Poll<Reply> {
        let shared = &self.shared;
        let (done, told) = (AtomicU32::new(0), AtomicU64::new(shared.host.now()));
        let own = shared.host.lane();
        let unit = |unit| {
            std::hint::black_box(kernel.unit(unit));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            // The task's own thread tells how far all of them are.
            if shared.host.lane() == own {
                let now = shared.host.now();
                if now >= told.load(Ordering::Relaxed) + telling::TELL_PROGRESS {
                    told.store(now, Ordering::Relaxed);
                    shared.tell(task, EventKind::Progress, ObjectId::NONE, mark, i64::from(done));
                }
            }
            !shared.stopping()
        };
        let tells = shared.clone();
        let tell = Arc::new(move |helper: u8, begins| {
            let kind = if begins { EventKind::Help } else { EventKind::HelpDone };
            tells.tell(task, kind, ObjectId::NONE, mark, i64::from(helper));
        });
        shared.host.spread(units, code.helpers(), &unit, tell);
        shared.tell(task, code.events().1, ObjectId::NONE, mark, i64::from(units));
        self.unless_stopping(Reply::Done)
    }

    fn unless_stopping(&self, reply: Reply) -> Poll<Reply> {
        if self.shared.stopping() { Poll::Pending } else { Poll::Ready(reply) }
    }
}
