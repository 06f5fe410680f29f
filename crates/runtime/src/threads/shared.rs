//! What the threads of one run share. The protocol stands in the module above.

use super::Host;
use crate::engine::Recorder;
use crate::line::Line;
use crate::objects::{Action, Happened, Object, Wakes};
use crate::pile::Pile;
use crate::reply::Reply;
use crate::telling::{self, Tells};
use crate::value::Value;
use crate::waits::judge;
use model::{Ending, Event, EventKind, Mark, ObjectId, TaskId};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

pub(super) struct Shared {
    pub(super) host: Arc<dyn Host>,
    pub(super) recorder: Arc<dyn Recorder + Send + Sync>,
    objects: Pile<Slot>,
    tasks: Pile<Arc<Sleeper>>,
    seq: AtomicU32,
    /// Tasks that could still do something to others.
    stir: AtomicU32,
    /// Tasks that have not left their thread.
    pub(super) alive: AtomicU32,
    /// How many tasks have a thread, or are to have one: who waited for the end of one may count on its thread.
    taken: AtomicU32,
    stopping: AtomicBool,
    ending: Mutex<Option<(Ending, u64)>>,
}

/// An object and its line.
pub(super) struct Slot {
    /// What it is, where that is one word: racing accesses must not be ordered by a mutex.
    pub(super) word: Option<AtomicI64>,
    pub(super) line: Mutex<Line>,
}

/// Where a task sleeps while it waits.
pub(super) struct Sleeper {
    /// The object that stands for the task.
    object: ObjectId,
    /// It was asked to end and has not heard of it. Raised under the word's mutex, so that nobody
    /// falls asleep over it.
    cancelled: AtomicBool,
    word: Mutex<Word>,
    wake: Condvar,
}

/// What a sleeping task is to hear.
#[derive(Default)]
struct Word {
    /// Where it stands in line, if it does.
    waits: Option<Waits>,
    /// What became of that.
    reply: Option<Reply>,
}

#[derive(Clone, Copy)]
struct Waits {
    object: ObjectId,
    /// It has no time limit, so it is out of `stir`.
    for_ever: bool,
}

impl Sleeper {
    /// Whether the task was asked to end; it is told once.
    pub(super) fn hears_cancel(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) && self.cancelled.swap(false, Ordering::Relaxed)
    }
}

/// An operation that has to wait.
struct Waiting {
    task: TaskId,
    mark: Mark,
    object: ObjectId,
    action: Action,
    /// Until when, on the run's clock.
    until: Option<u64>,
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
            taken: AtomicU32::new(0),
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
            // Holding the mutex: a task about to sleep either sees the flag or hears the call.
            let _awake = lock(&sleeper.word);
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

    pub(super) fn tell(&self, task: TaskId, tells: impl Into<Tells>, object: ObjectId, mark: Mark, value: i64) {
        if self.stopping() {
            return;
        }
        let Tells { kind, step } = tells.into();
        let seq = self.seq.fetch_add(1, Ordering::Relaxed);
        let time = if is_quick(kind) { self.host.recently() } else { self.host.now() };
        let lane = self.host.lane();
        self.recorder.event(Event { time, value, seq, task, object, mark, kind, lane, step });
    }

    // Tasks

    /// A thread for one more task; `false` where there is none.
    pub(super) fn take_thread(&self) -> bool {
        self.taken.fetch_add(1, Ordering::SeqCst) < self.host.most()
    }

    pub(super) fn add_task(&self) -> (TaskId, ObjectId) {
        self.stir.fetch_add(1, Ordering::SeqCst);
        self.alive.fetch_add(1, Ordering::SeqCst);
        let mut object = ObjectId::NONE;
        let task = self.tasks.push(|task| {
            object = self.add_object(Object::of_task(TaskId(task)));
            let cancelled = AtomicBool::new(false);
            Arc::new(Sleeper { object, cancelled, word: Mutex::default(), wake: Condvar::new() })
        });
        (TaskId(task), object)
    }

    pub(super) fn ended(&self, task: TaskId, value: Value) {
        if task != TaskId::MAIN {
            self.taken.fetch_sub(1, Ordering::SeqCst);
            let object = self.sleeper(task).object;
            self.act(task, object, Action::end_of_task(value), Mark::NONE);
        }
    }

    pub(super) fn sleeper(&self, task: TaskId) -> &Arc<Sleeper> {
        self.tasks.get(task.0).expect("a task is in the table before anybody knows its number")
    }

    /// Sleeps until there is an answer, a word to end, a stop, or until this time.
    fn sleep(&self, task: TaskId, until: Option<u64>) -> MutexGuard<'_, Word> {
        let sleeper = self.sleeper(task);
        let mut word = lock(&sleeper.word);
        while word.reply.is_none() && !sleeper.cancelled.load(Ordering::Relaxed) && !self.stopping() {
            let Some(until) = until else {
                word = sleeper.wake.wait(word).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_sub(self.host.now());
            if left == 0 {
                break;
            }
            let waited = sleeper.wake.wait_timeout(word, Duration::from_nanos(left));
            word = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        word
    }

    /// Lets time pass for this task; a stop and a word to end cut it short. Whether it was the latter.
    pub(super) fn pause(&self, task: TaskId, nanos: u64) -> bool {
        let until = self.host.now().saturating_add(nanos);
        drop(self.sleep(task, Some(until)));
        self.sleeper(task).hears_cancel()
    }

    /// If it is a task that was asked to end: it hears so where it waits, or at its next operation.
    #[cold]
    fn cancel(&self, object: ObjectId) {
        let Some(target) = lock(&self.slot(object).line).object.heeds() else { return };
        let sleeper = self.sleeper(target);
        let waits = {
            let word = lock(&sleeper.word);
            sleeper.cancelled.store(true, Ordering::Relaxed);
            sleeper.wake.notify_all();
            word.waits
        };
        // Whoever waits for ever is out of `stir`, and must be in it again before this task goes on.
        if let Some(Waits { object, for_ever: true }) = waits {
            let mut line = lock(&self.slot(object).line);
            if line.leave(target).is_some() {
                self.stir.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    // Objects

    pub(super) fn add_object(&self, object: Object) -> ObjectId {
        let word = object.word().map(AtomicI64::new);
        let line = Mutex::new(Line::new(object));
        ObjectId(self.objects.push(|_| Slot { word, line }))
    }

    pub(super) fn slot(&self, object: ObjectId) -> &Slot {
        self.objects.get(object.0).expect("an object is in the table before anybody knows its number")
    }

    /// Does an action that is always ready.
    pub(super) fn act(&self, task: TaskId, object: ObjectId, action: Action, mark: Mark) {
        let mut line = lock(&self.slot(object).line);
        let happened = line.object.attempt(task, &action, &mut Reply::Done).expect("this action never waits");
        self.follow(line, task, object, mark, false, happened);
    }

    /// Does an action as soon as its guard holds, until this time on the run's clock; no answer where
    /// the run is stopped meanwhile. What rarely happens is kept out of it.
    pub(super) fn act_or_wait(
        &self,
        task: TaskId,
        object: ObjectId,
        action: &Action,
        mark: Mark,
        until: Option<u64>,
        reply: &mut Reply,
    ) -> Poll<()> {
        let mut line = lock(&self.slot(object).line);
        let Some(happened) = line.object.attempt(task, action, reply) else {
            let answer = self.wait(line, Waiting { task, mark, object, action: action.clone(), until });
            return answer.map_or(Poll::Pending, |answer| {
                *reply = answer;
                Poll::Ready(())
            });
        };
        self.follow(line, task, object, mark, true, happened);
        Poll::Ready(())
    }

    /// An action has happened: tells it, and lets happen what it made possible for those who wait.
    #[inline]
    fn follow(
        &self,
        mut line: MutexGuard<'_, Line>,
        task: TaskId,
        object: ObjectId,
        mark: Mark,
        step: bool,
        Happened { kind, value, wakes }: Happened,
    ) {
        self.tell(task, Tells { kind, step }, object, mark, value);
        if wakes != Wakes::Nobody && line.is_waited_for() {
            self.grant(&mut line, object);
        }
        drop(line);
        if kind == EventKind::Cancel {
            self.cancel(object);
        }
    }

    /// Lets happen what has become possible for those who wait.
    #[inline(never)]
    fn grant(&self, line: &mut Line, object: ObjectId) {
        while let Some((waiter, granted)) = line.grant() {
            self.tell(waiter.task, telling::step(granted.kind), object, waiter.mark, granted.value);
            let sleeper = self.sleeper(waiter.task);
            let mut word = lock(&sleeper.word);
            if word.waits.is_some_and(|waits| waits.for_ever) {
                self.stir.fetch_add(1, Ordering::SeqCst);
            }
            word.reply = Some(granted.reply);
            sleeper.wake.notify_all();
        }
    }

    /// Waits in the object's line, whose mutex is held and then given back.
    #[cold]
    fn wait(&self, mut line: MutexGuard<'_, Line>, waiting: Waiting) -> Option<Reply> {
        let Waiting { task, mark, object, action, until } = waiting;
        let for_ever = until.is_none();
        {
            let mut word = lock(&self.sleeper(task).word);
            if self.sleeper(task).hears_cancel() {
                return Some(Reply::Cancelled);
            }
            word.waits = Some(Waits { object, for_ever });
        }
        line.join(task, mark, action);
        self.tell(task, EventKind::Wait, object, mark, 0);
        let last = for_ever && self.stir.fetch_sub(1, Ordering::SeqCst) == 1;
        drop(line);
        if last {
            self.end(self.judge());
        }
        drop(self.sleep(task, until));
        if self.stopping() {
            return None;
        }
        let mut line = lock(&self.slot(object).line);
        let left = line.leave(task);
        if left.is_some() && for_ever {
            self.stir.fetch_add(1, Ordering::SeqCst);
        }
        let mut word = lock(&self.sleeper(task).word);
        word.waits = None;
        let granted = word.reply.take();
        drop(word);
        let reply = match granted {
            Some(reply) => reply,
            None if self.sleeper(task).hears_cancel() => Reply::Cancelled,
            None => {
                self.tell(task, telling::step(EventKind::TimedOut), object, mark, 0);
                if let Some(instead) = left.and_then(|waiter| waiter.action.on_timeout()) {
                    let applied = line.object.apply(task, &instead);
                    self.tell(task, applied.kind, object, mark, applied.value);
                    self.grant(&mut line, object);
                }
                Reply::TimedOut
            }
        };
        drop(line);
        self.tell(task, EventKind::Take, ObjectId::NONE, Mark::NONE, 0);
        Some(reply)
    }

    /// One task less that could do something to others.
    pub(super) fn unstir(&self) {
        if self.stir.fetch_sub(1, Ordering::SeqCst) == 1 && self.ending().is_none() {
            self.end(self.judge());
        }
    }

    fn judge(&self) -> Ending {
        let lines = (0u32..).map(ObjectId).zip(self.objects.iter());
        judge(lines.flat_map(|(id, slot)| lock(&slot.line).waits(id).collect::<Vec<_>>()).collect())
    }
}

/// Whether such events come in such numbers, and so soon after each other, that looking at the clock
/// would cost more than they do. Whatever begins or ends a stretch of time on a lane is not among them.
fn is_quick(kind: EventKind) -> bool {
    use EventKind::{Acquire, Add, Get, Insert, Load, Look, Put, Release, Remove, Store, Swap};
    matches!(kind, Load | Store | Add | Swap | Look | Insert | Remove | Acquire | Release | Put | Get)
}
