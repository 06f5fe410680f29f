//! The cooperative engine: one thread, a real clock, and a baton that one task holds.
//!
//! Under the GIL the baton passes on blocking, or when the switch interval has run out while
//! somebody waits, and to whom is CPython's rule (`race`); in an event loop at `await` only; in a plain loop when the task has ended.
//! Its caller calls [`Baton::run_slice`] again and again and is free in between, so
//! that its thread can hear a stop. It refuses to sleep: it says until when there is nothing to do.

mod beside;
mod hand;
mod race;
mod state;

pub use beside::{Done, Elsewhere, Helped, News, Piece, Work};

use crate::cx::Cx;
use crate::engine::{Op, Recorder, Request};
use crate::line::Waiter;
use crate::main_task::{ProgramFuture, main_task};
use crate::objects::{Action, Happened, Wakes};
use crate::reply::Reply;
use crate::telling::{self, Tells};
use crate::value::Value;
use hand::Hand;
use model::{Ending, EventKind, Mark, ObjectId, TaskId, Verdict};
use race::Origin;
use state::{Computation, State};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// When the baton passes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policy {
    /// A plain loop: a spawned task runs to its end before its parent goes on.
    Sequential,
    /// CPython's threads.
    Gil {
        /// Nanoseconds a task waits for the baton before it asks for it.
        interval: u64,
        /// Whether every operation looks for such a request, or only calls and back-edges.
        every_operation: bool,
    },
    /// `asyncio`: only an `await` passes it.
    EventLoop,
}

/// Why a slice ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Slice {
    /// Its time was up; there is more to do.
    More,
    /// There is nothing to do before this time on the run's clock.
    Idle(u64),
    /// There is nothing to do before somebody else has done a piece, or before this time.
    Away(Option<u64>),
    /// The run is over.
    Over(Ending),
}

/// One run of a program on one thread.
pub struct Baton {
    shared: Rc<Shared>,
}

struct Shared {
    state: RefCell<State>,
    clock: Box<dyn Fn() -> u64>,
    /// When it was looked at last.
    looked: Cell<u64>,
    recorder: Rc<dyn Recorder>,
    elsewhere: OnceCell<Box<dyn Elsewhere>>,
    verdict: Rc<RefCell<Option<Verdict>>>,
}

impl Baton {
    /// A run that has not begun. The clock gives nanoseconds since the run began.
    pub fn new(
        policy: Policy,
        clock: impl Fn() -> u64 + 'static,
        recorder: Rc<dyn Recorder>,
        program: impl FnOnce(Cx) -> ProgramFuture + 'static,
    ) -> Baton {
        let shared = Rc::new(Shared {
            state: RefCell::new(State::new(policy)),
            clock: Box::new(clock),
            looked: Cell::new(0),
            recorder,
            elsewhere: OnceCell::new(),
            verdict: Rc::default(),
        });
        telling::name_main(&*shared.recorder);
        let hand = Rc::new(Hand(shared.clone()));
        let verdict = shared.verdict.clone();
        let main = main_task(hand, program, move |concluded| *verdict.borrow_mut() = Some(concluded));
        shared.state.borrow_mut().add_main(main);
        Baton { shared }
    }

    /// The same with somebody who works beside it.
    #[must_use]
    pub fn beside(self, elsewhere: Box<dyn Elsewhere>) -> Baton {
        let _ = self.shared.elsewhere.set(elsewhere);
        self
    }

    /// The same with this seed: what chance decides is decided by it (see `race`).
    #[must_use]
    pub fn seeded(self, seed: u64) -> Baton {
        self.shared.state.borrow_mut().seed(seed);
        self
    }

    /// Runs until this time, or until there is nothing to do, or until the end.
    pub fn run_slice(&self, until: u64) -> Slice {
        let mut now = self.shared.look();
        self.shared.state.borrow_mut().slice_begins(now, until);
        loop {
            if let Some(ending) = self.shared.over() {
                return Slice::Over(ending);
            }
            let Some(task) = self.shared.next_task(now) else {
                let (timer, away) = {
                    let state = self.shared.state.borrow();
                    (state.next_timer(), state.anyone_away())
                };
                if away {
                    return Slice::Away(timer);
                }
                if let Some(time) = timer {
                    return Slice::Idle(time);
                }
                let ending = self.shared.state.borrow().judge();
                self.end(ending);
                continue;
            };
            if let Some(stall) = self.shared.stalled(now, task) {
                return Slice::Idle(stall);
            }
            if self.shared.state.borrow().stands_by(task) {
                return Slice::Away(None);
            }
            self.shared.poll(task);
            let state = self.shared.state.borrow();
            if state.paused {
                return Slice::More;
            }
            now = if state.is_exact() { self.shared.look() } else { self.shared.looked.get() };
        }
    }

    /// Whether something had to be done on this thread, with the baton, that another should have done.
    #[must_use]
    pub fn native_kept_gil(&self) -> bool {
        self.shared.state.borrow().native_kept_gil
    }

    /// Ends the run here: its tasks are dropped, and with them all they hold.
    pub fn end(&self, ending: Ending) {
        self.shared.state.borrow_mut().ending.get_or_insert(ending);
    }
}

impl Drop for Baton {
    /// Tasks hold contexts, contexts hold the engine: the ring is cut here.
    fn drop(&mut self) {
        self.shared.drop_tasks();
    }
}

impl Shared {
    fn look(&self) -> u64 {
        let now = (self.clock)();
        self.looked.set(now);
        now
    }

    /// The ending, once there is one; by then every task has been dropped.
    fn over(&self) -> Option<Ending> {
        let ending = self.state.borrow().ending.clone()?;
        self.drop_tasks();
        Some(ending)
    }

    /// Dropping a future may act on objects, so none is dropped while the state is borrowed.
    fn drop_tasks(&self) {
        loop {
            let dropped = self.state.borrow_mut().take_any_future();
            if dropped.is_none() {
                break;
            }
        }
    }

    fn emit(
        &self,
        state: &mut State,
        now: u64,
        task: TaskId,
        tells: impl Into<Tells>,
        object: ObjectId,
        mark: Mark,
        value: i64,
    ) {
        // What is dropped after the ending cleans up, and that is no part of the run.
        if state.ending.is_none() {
            self.recorder.event(state.event(now, task, tells.into(), object, mark, value));
        }
    }

    /// Tells that the operation begins.
    fn tell_beginning(&self, state: &mut State, now: u64, request: Request, op: &Op, holds_up_loop: bool) {
        if let Some((kind, value)) = telling::beginning(op, holds_up_loop) {
            self.emit(state, now, request.task, telling::step(kind), ObjectId::NONE, request.mark, value);
        }
    }

    /// Gives the baton to whoever is to run now.
    fn next_task(&self, now: u64) -> Option<TaskId> {
        let mut state = self.state.borrow_mut();
        self.wake_due(&mut state, now);
        if state.lost()
            && let Some(task) = state.current
        {
            self.give_way(&mut state, now, task);
        }
        let (task, takes) = state.next(now)?;
        if let Some(kind) = takes {
            self.emit(&mut state, now, task, kind, ObjectId::NONE, Mark::NONE, 0);
        }
        Some(task)
    }

    /// Until when the task blocks the thread itself, if it still does.
    fn stalled(&self, now: u64, task: TaskId) -> Option<u64> {
        let mut state = self.state.borrow_mut();
        let until = state.stall?;
        if now < until {
            return Some(until);
        }
        state.stall = None;
        self.emit(&mut state, now, task, EventKind::Woke, ObjectId::NONE, Mark::NONE, 0);
        None
    }

    /// Everybody whose time has come, or whose work elsewhere is done, wants the baton.
    fn wake_due(&self, state: &mut State, now: u64) {
        self.collect(state, now);
        while let Some((task, time)) = state.pop_due(now) {
            match state.time_out(task) {
                Some((object, Waiter { mark, action, .. })) => {
                    self.emit(state, now, task, telling::step(EventKind::TimedOut), object, mark, 0);
                    if let Some(instead) = action.on_timeout() {
                        self.apply(state, now, task, object, instead, mark);
                    }
                }
                None => self.emit(state, now, task, EventKind::Woke, ObjectId::NONE, Mark::NONE, 0),
            }
            self.wants(state, now, task, time, Origin::Timer);
        }
        state.advance(now);
    }

    /// From this time on, which has come, this task could go on, if it had the baton.
    fn wants(&self, state: &mut State, now: u64, task: TaskId, time: u64, from: Origin) {
        state.advance(time);
        state.push_ready(time, task, from);
        self.emit(state, now, task, EventKind::Want, ObjectId::NONE, Mark::NONE, 0);
    }

    fn poll(self: &Rc<Self>, task: TaskId) {
        let taken = self.state.borrow_mut().take_future(task);
        let mut future = taken.unwrap_or_else(|body| body(Rc::new(Hand(self.clone())), task));
        // Nobody needs waking: an engine polls a task when it can go on, and only then.
        let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        match polled {
            Poll::Pending => self.state.borrow_mut().put_back(task, future),
            Poll::Ready(value) => {
                drop(future);
                self.ended(task, value);
            }
        }
    }

    fn ended(&self, task: TaskId, value: Value) {
        let now = self.look();
        let mut state = self.state.borrow_mut();
        if task == TaskId::MAIN {
            self.emit(&mut state, now, task, EventKind::End, ObjectId::NONE, Mark::NONE, 0);
            let verdict = self.verdict.borrow_mut().take().expect("the main task stores its verdict before it ends");
            state.ending.get_or_insert(Ending::Finished(verdict));
            return;
        }
        let object = state.object_of(task);
        self.apply(&mut state, now, task, object, Action::end_of_task(value), Mark::NONE);
        state.rest(now);
    }

    /// Lets an action happen that never waits and follows on something else: it is no step.
    fn apply(&self, state: &mut State, now: u64, task: TaskId, object: ObjectId, action: Action, mark: Mark) -> Reply {
        let mut reply = Reply::Done;
        let happened = state.object(object).attempt(task, &action, &mut reply).expect("this action never waits");
        self.follow(state, now, task, object, mark, false, happened);
        reply
    }

    /// An action has happened: tells it, and lets happen what it made possible for those who wait.
    fn follow(
        &self,
        state: &mut State,
        now: u64,
        task: TaskId,
        object: ObjectId,
        mark: Mark,
        step: bool,
        Happened { kind, value, wakes }: Happened,
    ) {
        self.emit(state, now, task, Tells { kind, step }, object, mark, value);
        if kind == EventKind::Cancel {
            self.cancel(state, now, object);
        }
        while wakes != Wakes::Nobody
            && let Some((waiter, granted)) = state.line(object).grant()
        {
            self.emit(state, now, waiter.task, telling::step(granted.kind), object, waiter.mark, granted.value);
            let task = waiter.task;
            let locked = waiter.action.facts().made_of.waits_for_lock();
            let from = if locked { Origin::Lock } else { Origin::Rest };
            state.grant(waiter, object, granted.reply);
            self.wants(state, now, task, now, from);
        }
    }

    /// The task of this object was asked to end.
    fn cancel(&self, state: &mut State, now: u64, object: ObjectId) {
        let Some(target) = state.object(object).heeds() else { return };
        let Some(rested) = state.cancel(target) else { return };
        if rested == state::Rested::Slept {
            self.emit(state, now, target, EventKind::Woke, ObjectId::NONE, Mark::NONE, 0);
        }
        self.wants(state, now, target, now, Origin::Lock);
    }

    /// Answers the operation, unless the task has to let go of the baton, or of the thread, first.
    fn answer(&self, state: &mut State, now: u64, task: TaskId, reply: &mut Reply, switch_point: bool) -> Poll<()> {
        self.wake_due(state, now);
        if switch_point && state.due(now) {
            state.set_reply(task, reply.take());
            self.give_way(state, now, task);
            return Poll::Pending;
        }
        if now >= state.slice_end {
            state.set_reply(task, reply.take());
            state.pause(now);
            return Poll::Pending;
        }
        Poll::Ready(())
    }

    fn give_way(&self, state: &mut State, now: u64, task: TaskId) {
        self.emit(state, now, task, EventKind::Yield, ObjectId::NONE, Mark::NONE, 0);
        state.give_way(now, task);
    }

    /// Goes on computing, unit by unit, until the work is done or something else must happen.
    fn compute(&self, task: TaskId, mut work: Computation, reply: &mut Reply) -> Poll<()> {
        self.state.borrow_mut().computes(self.look());
        loop {
            if work.done == work.units {
                let now = self.look();
                let mut state = self.state.borrow_mut();
                state.computed();
                self.emit(&mut state, now, task, EventKind::Computed, ObjectId::NONE, work.mark, i64::from(work.units));
                return self.answer(&mut state, now, task, reply, true);
            }
            std::hint::black_box(work.kernel.unit(work.done));
            work.done += 1;
            let now = self.look();
            let mut state = self.state.borrow_mut();
            if now >= work.told + telling::TELL_PROGRESS {
                work.told = now;
                self.emit(&mut state, now, task, EventKind::Progress, ObjectId::NONE, work.mark, i64::from(work.done));
            }
            self.wake_due(&mut state, now);
            let due = state.due(now);
            if due {
                self.give_way(&mut state, now, task);
            } else if now >= state.slice_end {
                state.pause(now);
            } else {
                state.computes(now);
                continue;
            }
            state.set_work(task, work);
            return Poll::Pending;
        }
    }
}
