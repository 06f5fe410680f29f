//! What the threads of one run share. The protocol stands in the module above.

use super::Host;
use super::hand::Hand;
use crate::cx::Cx;
use crate::engine::{Body, Recorder, Reply};
use crate::objects::{Action, Object, TaskAction, TaskState};
use crate::pile::Pile;
use crate::value::Value;
use crate::waits::judge;
use model::{Ending, Event, EventKind, Mark, ObjectId, TaskId, WaitFor};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

pub(super) struct Shared {
    pub(super) host: Arc<dyn Host>,
    pub(super) recorder: Arc<dyn Recorder + Send + Sync>,
    objects: Pile<Slot>,
    tasks: Pile<Sleeper>,
    seq: AtomicU32,
    /// Tasks that could still do something to others.
    stir: AtomicU32,
    /// Tasks that have not left their thread.
    alive: AtomicU32,
    stopping: AtomicBool,
    ending: Mutex<Option<(Ending, u64)>>,
}

/// An object, and who waits for it.
pub(super) struct Slot {
    /// The value, where it is a cell: racing accesses must not be ordered by a mutex.
    pub(super) cell: Option<AtomicI64>,
    pub(super) guarded: Mutex<Guarded>,
}

pub(super) struct Guarded {
    pub(super) object: Object,
    pub(super) waiters: VecDeque<Waiter>,
}

pub(super) struct Waiter {
    task: TaskId,
    mark: Mark,
    action: Action,
    /// Whether it is out of `stir` while it waits.
    for_ever: bool,
}

/// Where a task sleeps while it waits.
struct Sleeper {
    object: ObjectId,
    /// The answer, and what was done for it.
    granted: Mutex<Option<Granted>>,
    wake: Condvar,
}

pub(super) struct Granted {
    pub(super) reply: Reply,
    pub(super) object: ObjectId,
    pub(super) action: Action,
}

/// A panic ends the whole run, so nobody ever sees what a poisoned mutex guards.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(super) fn new(host: Arc<dyn Host>, recorder: Arc<dyn Recorder + Send + Sync>) -> Shared {
        Shared {
            host,
            recorder,
            objects: Pile::new(),
            tasks: Pile::new(),
            seq: AtomicU32::new(0),
            stir: AtomicU32::new(0),
            alive: AtomicU32::new(0),
            stopping: AtomicBool::new(false),
            ending: Mutex::new(None),
        }
    }

    // The run

    /// Decides how the run ends, unless that is decided, and has every task leave.
    pub(super) fn end(&self, ending: Ending) {
        let decided = self.host.now();
        lock(&self.ending).get_or_insert((ending, decided));
        self.stopping.store(true, Ordering::SeqCst);
        for sleeper in self.tasks.iter() {
            // Holding the mutex: who is about to sleep either sees the flag or hears the call.
            let _awake = lock(&sleeper.granted);
            sleeper.wake.notify_all();
        }
    }

    pub(super) fn ending(&self) -> Option<(Ending, u64)> {
        lock(&self.ending).clone()
    }

    pub(super) fn stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    pub(super) fn is_over(&self) -> bool {
        self.alive.load(Ordering::Acquire) == 0
    }

    pub(super) fn tell(&self, task: TaskId, kind: EventKind, object: ObjectId, mark: Mark, value: i64) {
        if self.stopping() {
            return;
        }
        let seq = self.seq.fetch_add(1, Ordering::Relaxed);
        let waited = matches!(kind, EventKind::Begin | EventKind::Take | EventKind::Woke);
        let time = if waited { self.host.now() } else { self.host.recently() };
        let lane = self.host.lane();
        self.recorder.event(Event { time, value, seq, task, object, mark, kind, lane });
    }

    // Tasks

    pub(super) fn add_task(&self) -> (TaskId, ObjectId) {
        self.stir.fetch_add(1, Ordering::SeqCst);
        self.alive.fetch_add(1, Ordering::SeqCst);
        let mut object = ObjectId::NONE;
        let task = self.tasks.push(|task| {
            object = self.add_object(Object::Task(TaskState::new(TaskId(task))));
            Sleeper { object, granted: Mutex::new(None), wake: Condvar::new() }
        });
        (TaskId(task), object)
    }

    /// Has a thread run this task to its end, and then this last step.
    pub(super) fn start(
        this: &Arc<Shared>,
        task: TaskId,
        body: Body,
        last: impl FnOnce(&Arc<Shared>) + Send + 'static,
    ) {
        let shared = this.clone();
        this.host.start(Box::new(move || {
            if !shared.stopping() && shared.run(task, body) {
                last(&shared);
                shared.unstir();
            }
            shared.alive.fetch_sub(1, Ordering::Release);
        }));
    }

    /// Runs a task on this thread; whether it came to its own end.
    fn run(self: &Arc<Shared>, task: TaskId, body: Body) -> bool {
        self.tell(task, EventKind::Begin, ObjectId::NONE, Mark::NONE, 0);
        let mut future = body(Cx::new(Rc::new(Hand(self.clone())), task));
        loop {
            // Nobody is woken through a waker: a task that cannot go on sleeps right here.
            match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(value) => {
                    drop(future);
                    self.ended(task, value);
                    return !self.stopping();
                }
                Poll::Pending if self.stopping() => return false,
                Poll::Pending => self.sleep_until_granted(task),
            }
        }
    }

    fn ended(&self, task: TaskId, value: Value) {
        if task != TaskId::MAIN {
            let object = self.sleeper(task).object;
            self.act(task, object, Action::Task(TaskAction::End(value)), Mark::NONE);
        }
    }

    fn sleeper(&self, task: TaskId) -> &Sleeper {
        self.tasks.get(task.0).expect("a task is in the table before anybody knows its number")
    }

    fn sleep_until_granted(&self, task: TaskId) {
        let sleeper = self.sleeper(task);
        let mut granted = lock(&sleeper.granted);
        while granted.is_none() && !self.stopping() {
            granted = sleeper.wake.wait(granted).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets time pass for this task; a stop cuts it short.
    pub(super) fn pause(&self, task: TaskId, nanos: u64) {
        let sleeper = self.sleeper(task);
        let until = self.host.now().saturating_add(nanos);
        let mut held = lock(&sleeper.granted);
        loop {
            let left = until.saturating_sub(self.host.now());
            if left == 0 || self.stopping() {
                return;
            }
            let waited = sleeper.wake.wait_timeout(held, Duration::from_nanos(left));
            held = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    pub(super) fn take_granted(&self, task: TaskId) -> Option<Granted> {
        lock(&self.sleeper(task).granted).take()
    }

    // Objects

    pub(super) fn add_object(&self, object: Object) -> ObjectId {
        let cell = match &object {
            Object::Cell(cell) => Some(AtomicI64::new(cell.value)),
            _ => None,
        };
        let guarded = Mutex::new(Guarded { object, waiters: VecDeque::new() });
        ObjectId(self.objects.push(|_| Slot { cell, guarded }))
    }

    pub(super) fn slot(&self, object: ObjectId) -> &Slot {
        self.objects.get(object.0).expect("an object is in the table before anybody knows its number")
    }

    /// Does an action that is always ready.
    pub(super) fn act(&self, task: TaskId, object: ObjectId, action: Action, mark: Mark) -> Reply {
        self.apply(&mut lock(&self.slot(object).guarded), task, object, action, mark)
    }

    /// Lets an action happen whose guard holds, and then what it made possible for those who wait.
    pub(super) fn apply(
        &self,
        slot: &mut Guarded,
        task: TaskId,
        object: ObjectId,
        action: Action,
        mark: Mark,
    ) -> Reply {
        let wakes = Object::may_wake(&action);
        let applied = slot.object.apply(task, action);
        self.tell(task, applied.kind, object, mark, applied.value);
        while wakes
            && let Some(at) = slot.waiters.iter().position(|waiter| slot.object.ready(waiter.task, &waiter.action))
            && let Some(waiter) = slot.waiters.remove(at)
        {
            let granted = slot.object.apply(waiter.task, waiter.action.clone());
            self.tell(waiter.task, granted.kind, object, waiter.mark, granted.value);
            if waiter.for_ever {
                self.stir.fetch_add(1, Ordering::SeqCst);
            }
            let sleeper = self.sleeper(waiter.task);
            lock(&sleeper.granted).replace(Granted { reply: granted.reply, object, action: waiter.action });
            sleeper.wake.notify_all();
        }
        applied.reply
    }

    /// Has the task wait for the object, whose mutex is held and then given back.
    pub(super) fn wait(
        &self,
        mut slot: MutexGuard<'_, Guarded>,
        task: TaskId,
        object: ObjectId,
        action: Action,
        mark: Mark,
    ) {
        slot.waiters.push_back(Waiter { task, mark, action, for_ever: true });
        self.tell(task, EventKind::Wait, object, mark, 0);
        let left = self.stir.fetch_sub(1, Ordering::SeqCst) - 1;
        drop(slot);
        if left == 0 {
            self.end(self.judge());
        }
    }

    /// The task no longer waits for anything; what it was granted unseen is given back.
    pub(super) fn forget(&self, task: TaskId) {
        for slot in self.objects.iter() {
            let mut slot = lock(&slot.guarded);
            let before = slot.waiters.len();
            slot.waiters.retain(|waiter| waiter.task != task);
            if slot.waiters.len() < before {
                self.stir.fetch_add(1, Ordering::SeqCst);
            }
        }
        if let Some(granted) = self.take_granted(task)
            && let Some(undo) = granted.action.undo(&granted.reply)
        {
            self.act(task, granted.object, undo, Mark::NONE);
        }
    }

    /// One task less that could do something to others.
    fn unstir(&self) {
        if self.stir.fetch_sub(1, Ordering::SeqCst) == 1 && self.ending().is_none() {
            self.end(self.judge());
        }
    }

    fn judge(&self) -> Ending {
        let mut waits = Vec::new();
        for (id, slot) in (0u32..).map(ObjectId).zip(self.objects.iter()) {
            let slot = lock(&slot.guarded);
            for waiter in &slot.waiters {
                waits.push(WaitFor {
                    task: waiter.task,
                    object: id,
                    holders: slot.object.holders(),
                    mark: waiter.mark,
                });
            }
        }
        judge(waits)
    }
}
