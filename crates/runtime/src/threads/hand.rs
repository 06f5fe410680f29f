//! The engine of real threads as the context of one task sees it: what each operation means here.

use super::shared::{Shared, Sleeper};
use crate::engine::{Body, Code, Conversion, Engine, Op, Pause, Request};
use crate::kernel::Kernel;
use crate::objects::{Action, CellAction, Object};
use crate::reply::Reply;
use crate::value::Value;
use model::{Ending, EventKind, Mark, Name, NameOf, ObjectId, ObjectKind, TaskFailure, TaskId};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

/// How often a long computation says how far it is, in nanoseconds.
const TELL_PROGRESS: u64 = 1_000_000;

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
        self.shared.recorder.name(Name { of: NameOf::Object(id, kind), text: name.into() });
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
            Op::Act(object, Action::Cell(action)) => {
                let cell = shared.slot(*object).cell.as_ref().expect("a cell's handle names a cell");
                let (seen, kind, value) = race(cell, *action);
                shared.tell(task, kind, *object, mark, value);
                *reply = seen;
                Poll::Ready(())
            }
            Op::Act(object, action) => {
                let until = timeout.map(|limit| shared.host.now().saturating_add(limit));
                shared.act_or_wait(task, *object, action, mark, until, reply)
            }
            _ => self.seldom(request, op.take()).map(|answer| *reply = answer),
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
    fn seldom(&self, Request { task, mark, timeout }: Request, op: Op) -> Poll<Reply> {
        let shared = &self.shared;
        match op {
            Op::Act(..) | Op::Checkpoint(_) => unreachable!("acts and checkpoints happen often"),
            Op::Spawn { name, body, .. } => self.spawn(task, mark, name, body),
            Op::Compute { kernel, units, code } => self.compute(task, mark, kernel, units, code),
            Op::Pause(pause, nanos) => self.pause(task, mark, timeout, pause, nanos),
            Op::Convert(conversion, bytes) => {
                let kind = match conversion {
                    Conversion::Pickle => EventKind::Pickle,
                    Conversion::Unpickle => EventKind::Unpickle,
                };
                shared.tell(task, kind, ObjectId::NONE, mark, i64::try_from(bytes).unwrap_or(i64::MAX));
                shared.tell(task, EventKind::Take, ObjectId::NONE, mark, 0);
                Poll::Ready(Reply::Done)
            }
            Op::Crash(message) => {
                shared.end(Ending::Crashed(TaskFailure { task, message }));
                Poll::Pending
            }
            Op::Fail(check) => {
                shared.tell(task, EventKind::Failed, ObjectId::NONE, mark, 0);
                shared.end(Ending::CheckFailed { task, mark, check: check.into() });
                Poll::Pending
            }
        }
    }

    fn spawn(&self, task: TaskId, mark: Mark, name: String, body: Body) -> Poll<Reply> {
        let shared = &self.shared;
        let (child, object) = shared.add_task();
        shared.recorder.name(Name { of: NameOf::Object(object, ObjectKind::Task), text: name.clone() });
        shared.recorder.name(Name { of: NameOf::Task(child, task), text: name });
        shared.tell(task, EventKind::Spawn, object, mark, i64::from(child.0));
        Hand::start(shared, child, body, |_| {});
        Poll::Ready(Reply::Task(child, object))
    }

    fn pause(&self, task: TaskId, mark: Mark, timeout: Option<u64>, pause: Pause, nanos: u64) -> Poll<Reply> {
        let shared = &self.shared;
        let kind = match pause {
            Pause::Io => EventKind::Io,
            Pause::Sleep | Pause::Block => EventKind::Sleep,
        };
        shared.tell(task, kind, ObjectId::NONE, mark, i64::try_from(nanos).unwrap_or(i64::MAX));
        let (nanos, reply) = match timeout {
            Some(limit) if limit < nanos => (limit, Reply::TimedOut),
            _ => (nanos, Reply::Done),
        };
        let cancelled = shared.pause(task, nanos);
        shared.tell(task, EventKind::Woke, ObjectId::NONE, mark, 0);
        self.unless_stopping(if cancelled { Reply::Cancelled } else { reply })
    }

    fn compute(&self, task: TaskId, mark: Mark, kernel: Kernel, units: u32, code: Code) -> Poll<Reply> {
        let shared = &self.shared;
        let (begins, ends) = code.events();
        shared.tell(task, begins, ObjectId::NONE, mark, i64::from(units));
        let (done, told) = (AtomicU32::new(0), AtomicU64::new(shared.host.now()));
        let own = shared.host.lane();
        let unit = |unit| {
            std::hint::black_box(kernel.unit(unit));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            // The task's own thread tells how far all of them are.
            if shared.host.lane() == own {
                let now = shared.host.now();
                if now >= told.load(Ordering::Relaxed) + TELL_PROGRESS {
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
        shared.tell(task, ends, ObjectId::NONE, mark, i64::from(units));
        self.unless_stopping(Reply::Done)
    }

    fn unless_stopping(&self, reply: Reply) -> Poll<Reply> {
        if self.shared.stopping() { Poll::Pending } else { Poll::Ready(reply) }
    }
}

/// An access of a cell as a free-threaded build does it: one step each, ordered by nothing.
fn race(cell: &AtomicI64, action: CellAction) -> (Reply, EventKind, i64) {
    match action {
        CellAction::Load => {
            let seen = cell.load(Ordering::Relaxed);
            (Reply::Value(Value::Int(seen)), EventKind::Load, seen)
        }
        CellAction::Store(value) => {
            cell.store(value, Ordering::Relaxed);
            (Reply::Done, EventKind::Store, value)
        }
        CellAction::Add(amount) => {
            let seen = cell.fetch_add(amount, Ordering::Relaxed);
            (Reply::Value(Value::Int(seen)), EventKind::Add, seen.wrapping_add(amount))
        }
        CellAction::Swap(expected, new) => {
            let same = cell.compare_exchange(expected, new, Ordering::Relaxed, Ordering::Relaxed).is_ok();
            (Reply::Flag(same), EventKind::Swap, i64::from(same))
        }
    }
}
