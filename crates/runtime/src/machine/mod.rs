//! The modelled machine: virtual cores, virtual time, and a model of how CPython shares them.
//!
//! A discrete-event simulation in four layers, each in its file: what happens when (`agenda`),
//! cores and who runs on them (`cores`), the baton of each process (`gil`), and what operations do
//! (`acts`; native code that is spread over threads: `helpers`). Tasks live on threads: each on its own under `gil` and `free`, in its own process
//! under `processes`, all on one in an event loop and in a plain loop.
//!
//! The same configuration and program give the same events to the byte. Sleeping costs nothing.
//! It refuses to do the CPU work it is asked for: a unit of a kernel is so many nanoseconds.
//!
//! # Steps
//!
//! One visible operation taking effect is one *step* of its task: an act on an object, a spawn, a
//! computation, a pause, a failed check. A call or a back-edge is none. A task that waits takes no
//! step until its guard holds and it gets to try; whoever comes first gets the object, and who
//! waited longest is woken first. An operation with a time limit may take the step "ran out of
//! time" instead. A [`Scheduler`] may say whose step is next: the machine then *holds* every other
//! task where it is about to take one. Replaying the steps that a run took therefore holds nobody
//! and gives the same events.

mod acts;
mod cores;
mod gil;
mod hand;
mod helpers;
mod modes;
mod plans;
mod prices;
mod runs;
mod shares;
mod state;
mod threads;
mod turns;

pub use crate::cpython::Costs;

use crate::cx::Cx;
use crate::engine::Recorder;
use crate::main_task::{ProgramFuture, main_task};
use crate::scheduler::Scheduler;
use crate::telling;
use model::{Ending, Mode, Schedule, Summary, TaskId, Verdict};
use state::State;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// What the modelled machine is like.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MachineConfig {
    /// What running several tasks means.
    pub mode: Mode,
    /// Virtual cores, at least one.
    pub cores: u8,
    /// Nanoseconds a task waits for the baton before it asks for it.
    pub interval: u64,
    /// Whether every operation looks for such a request, or only calls and back-edges.
    pub every_operation: bool,
    /// Decides what chance decides: the same seed gives the same run.
    pub seed: u64,
    /// What things cost.
    pub costs: Costs,
    /// When enough is enough.
    pub limits: Limits,
}

/// When enough is enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// A run ends after so many steps.
    pub steps: u64,
    /// So many events are told; those beyond are counted.
    pub events: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { steps: u64::MAX, events: u64::MAX }
    }
}

impl MachineConfig {
    /// This mode on a two-core machine as CPython sets it up.
    #[must_use]
    pub fn new(mode: Mode) -> MachineConfig {
        MachineConfig {
            mode,
            cores: 2,
            interval: 5_000_000,
            every_operation: false,
            seed: 0,
            costs: Costs::CPYTHON,
            limits: Limits::default(),
        }
    }
}

/// Why a slice ended.
#[derive(Clone, PartialEq, Debug)]
pub enum MachineSlice {
    /// It did as much as it was to do; there is more.
    More,
    /// Somebody has to say whose step is next; see [`Machine::choices`].
    Asks,
    /// The run is over.
    Over(Ending),
}

/// One run of a program on the modelled machine.
pub struct Machine {
    shared: Rc<Shared>,
}

struct Shared {
    state: RefCell<State>,
    verdict: Rc<RefCell<Option<Verdict>>>,
}

impl Machine {
    /// A run that has not begun, in the order of time.
    pub fn new(
        config: MachineConfig,
        recorder: Rc<dyn Recorder>,
        program: impl FnOnce(Cx) -> ProgramFuture + 'static,
    ) -> Machine {
        Machine::build(config, None, recorder, program)
    }

    /// A run that has not begun, in which this scheduler says whose step is next.
    pub fn scheduled(
        config: MachineConfig,
        scheduler: Box<dyn Scheduler>,
        recorder: Rc<dyn Recorder>,
        program: impl FnOnce(Cx) -> ProgramFuture + 'static,
    ) -> Machine {
        Machine::build(config, Some(scheduler), recorder, program)
    }

    fn build(
        config: MachineConfig,
        scheduler: Option<Box<dyn Scheduler>>,
        recorder: Rc<dyn Recorder>,
        program: impl FnOnce(Cx) -> ProgramFuture + 'static,
    ) -> Machine {
        telling::name_main(&*recorder);
        let state = RefCell::new(State::new(config, scheduler, recorder));
        let shared = Rc::new(Shared { state, verdict: Rc::default() });
        let verdict = shared.verdict.clone();
        let main = main_task(shared.clone(), program, move |concluded| *verdict.borrow_mut() = Some(concluded));
        shared.state.borrow_mut().add_main(main);
        Machine { shared }
    }

    /// Runs for about so many operations, or until the end.
    pub fn run_slice(&self, operations: u64) -> MachineSlice {
        self.shared.state.borrow_mut().begin_slice(operations);
        loop {
            if let Some(ending) = self.shared.over() {
                return MachineSlice::Over(ending);
            }
            let next = self.shared.state.borrow_mut().advance();
            match next {
                Next::Poll(task) => self.shared.poll(task),
                Next::Over => {}
                Next::Asks => return MachineSlice::Asks,
                Next::Pause => return MachineSlice::More,
            }
        }
    }

    /// Runs to the end.
    pub fn run(&self) -> Ending {
        loop {
            match self.run_slice(u64::MAX) {
                MachineSlice::More => {}
                MachineSlice::Asks => return Ending::Stopped,
                MachineSlice::Over(ending) => return ending,
            }
        }
    }

    /// Ends the run here: its tasks are dropped, and with them all they hold.
    pub fn end(&self, ending: Ending) {
        self.shared.state.borrow_mut().end(ending);
    }

    /// Nanoseconds of virtual time since the run began.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.shared.state.borrow().now
    }

    /// Figures of the run so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.shared.state.borrow().summary()
    }

    /// What a scheduler could choose from now.
    #[must_use]
    pub fn choices(&self) -> Vec<model::Step> {
        self.shared.state.borrow().choices(None)
    }

    /// Whether its scheduler named a step that could never be taken, so that the clock took over.
    #[must_use]
    pub fn strayed(&self) -> bool {
        self.shared.state.borrow().strayed
    }

    /// Every step taken so far; `None` once there were too many to keep.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule> {
        self.shared.state.borrow().taken.clone()
    }

    /// Bytes that what is alive now would take: tasks, threads and processes, as a modelled figure.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.shared.state.borrow().memory()
    }
}

impl Drop for Machine {
    /// Tasks hold contexts, contexts hold the engine: the ring is cut here.
    fn drop(&mut self) {
        self.shared.drop_tasks();
    }
}

/// What is to be done outside of the machine's own books.
enum Next {
    /// This task goes on.
    Poll(TaskId),
    /// There is an ending.
    Over,
    /// A scheduler does not know yet.
    Asks,
    /// The slice is used up.
    Pause,
}

impl Shared {
    /// The ending, once there is one; by then every task has been dropped.
    fn over(&self) -> Option<Ending> {
        let ending = self.state.borrow().ending.clone()?;
        self.drop_tasks();
        Some(ending)
    }

    /// Dropping a future may act on objects, so none is dropped while the state is borrowed.
    fn drop_tasks(&self) {
        loop {
            let dropped = self.state.borrow_mut().take_any_life();
            if dropped.is_none() {
                break;
            }
        }
    }

    fn poll(self: &Rc<Self>, task: TaskId) {
        let life = self.state.borrow_mut().take_life(task);
        let mut future = match life {
            state::Life::Unborn(body) => body(self.clone(), task),
            state::Life::Alive(future) => future,
            state::Life::Away => unreachable!("a task is polled once at a time, and not after its end"),
        };
        // Nobody needs waking: the machine polls a task when it can go on, and only then.
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => self.state.borrow_mut().polled(task, future),
            Poll::Ready(value) => {
                drop(future);
                let verdict = if task == TaskId::MAIN { self.verdict.take() } else { None };
                self.state.borrow_mut().ended(task, value, verdict);
            }
        }
    }
}
