//! The seam between programs and engines: an operation asked for, and an engine that does it.

use crate::failure::Failure;
use crate::kernel::Kernel;
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::value::{Shared, Value};
use model::{Event, Mark, Name, ObjectId, TaskId};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

/// Nanoseconds of a program's own code between two operations, where an engine has no reason to grant less.
pub(crate) const STRETCH: u64 = 1_000_000;

/// What a task's body becomes once it has its context.
pub type TaskFuture = Pin<Box<dyn Future<Output = Value>>>;

/// What a task will do, once it is known under which engine and as which task. It crosses to the thread
/// that runs it; the future it makes stays there.
pub type Body = Box<dyn FnOnce(Rc<dyn Engine>, TaskId) -> TaskFuture + Send>;

/// One operation a task asks for. What it is stands beside it ([`Op`]).
#[derive(Clone, Copy)]
pub struct Request {
    /// The task that asks.
    pub task: TaskId,
    /// Where in the listing.
    pub mark: Mark,
    /// Nanoseconds after which it is no longer wanted, if it may run out of time.
    pub timeout: Option<u64>,
}

impl Request {
    /// How long a pause of so many nanoseconds takes within the time limit, and its answer.
    pub(crate) fn pause(&self, nanos: u64) -> (u64, Reply) {
        match self.timeout {
            Some(limit) if limit < nanos => (limit, Reply::TimedOut),
            _ => (nanos, Reply::Done),
        }
    }

    /// When the time limit passes, if there is one and it is this time.
    pub(crate) fn deadline(&self, now: u64) -> Option<u64> {
        self.timeout.map(|limit| now.saturating_add(limit))
    }
}

/// What a task may ask for.
pub enum Op {
    /// Act on one shared object, as soon as its guard allows.
    Act(ObjectId, Action),
    /// Start another task.
    Spawn {
        /// What it is called.
        name: String,
        /// What it does.
        body: Body,
        /// On what.
        strand: Strand,
        /// The pool it works for, if it works for one.
        pool: Option<ObjectId>,
    },
    /// Use the CPU for some units of a kernel.
    Compute {
        /// Which work.
        kernel: Kernel,
        /// How much of it.
        units: u32,
        /// Which code does it.
        code: Code,
    },
    /// Let time pass.
    Pause(Pause, u64),
    /// A place where the interpreter looks for a switch request.
    Checkpoint(Checkpoint),
    /// Make bytes of a value, or a value of bytes: the context does it, the engine tells and charges.
    Convert(Conversion, u64),
    /// Something the program checks did not hold: the run ends here.
    Fail(&'static str),
    /// The main task crashed, with these words: the run ends here.
    Crash(Failure),
}

impl Op {
    /// Takes it out of where the task has it, for an engine that keeps it.
    pub fn take(&mut self) -> Op {
        std::mem::replace(self, Op::Checkpoint(Checkpoint::Call))
    }

    /// The same of one that is known to act.
    pub(crate) fn take_action(&mut self) -> Action {
        match self.take() {
            Op::Act(_, action) => action,
            _ => unreachable!("only an act has an action"),
        }
    }
}

/// Which code computes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// Python code, which needs the baton.
    Python,
    /// Native code, which does not, on so many threads at once: the task's own, and others that only
    /// help it. Where there are no others, its own does it all.
    Native {
        /// How many.
        threads: u8,
    },
}

impl Code {
    /// Native code on the thread of the task alone.
    pub const NATIVE: Code = Code::Native { threads: 1 };

    /// Whether it gives up the baton.
    #[must_use]
    pub fn is_native(self) -> bool {
        self != Code::Python
    }

    /// How many threads help.
    #[must_use]
    pub fn helpers(self) -> u8 {
        match self {
            Code::Python => 0,
            Code::Native { threads } => threads.saturating_sub(1),
        }
    }
}

/// What a task runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Strand {
    /// What the mode says.
    Usual,
    /// A thread of its own, in the same process: what an event loop hands a blocking call to.
    Thread,
    /// A process of its own, a copy of its parent (`fork`).
    Fork,
    /// A process of its own, started from nothing (`spawn`).
    Spawn,
}

/// Between a value and its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conversion {
    /// Bytes of a value.
    Pickle,
    /// A value of bytes.
    Unpickle,
}

/// Where the interpreter looks for a switch request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Checkpoint {
    /// On the way into a function.
    Call,
    /// On the way back to the head of a loop.
    BackEdge,
}

/// How a task lets time pass; the time itself is in nanoseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pause {
    /// It has nothing to do.
    Sleep,
    /// It waits for the outside world.
    Io,
    /// It blocks the thread it is on, and an event loop with it.
    Block,
}

/// What a program may ask of where it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Surroundings {
    /// How many cores there are, where that is known.
    pub cores: Option<u8>,
    /// What chance begins with.
    pub seed: u64,
}

/// Runs programs. One engine value belongs to one run and to one thread of it.
///
/// Called by the futures of operations only, for the task that is being polled. An engine polls a
/// task again when, and only when, its operation can be answered or it must go on computing.
///
/// # Time limits
///
/// An operation with a time limit is answered with [`Reply::TimedOut`] when it could not take effect
/// within it; the act then did not happen and nobody waits. What `Action::on_timeout` says is done to the
/// object in that very step, before anybody else touches it. An act whose guard holds happens whatever
/// the limit. A pause that is longer than its limit takes as long as the limit and times out.
/// Computing is not cut short.
///
/// # Cancelling
///
/// Once `TaskAction::Cancel` has been applied to the object of a task (`Object::heeds` names it),
/// the operation that task has under way is answered with [`Reply::Cancelled`] at once, or else the
/// next it asks for; a call or a back-edge, which takes no step, does not hear of it. It takes part in no object any more, and the task's future then ends with
/// `Value::Cancelled` by itself, after its clean-up has run. That answer is one step of the task.
/// Computing is not cut short.
pub trait Engine {
    /// Nanoseconds since the run began, on the run's clock.
    fn now(&self) -> u64;

    /// Makes a shared object. Never waits; no decision of a scheduler.
    fn create(&self, object: Object, name: &str) -> ObjectId;

    /// Takes up an operation; the answer is left in `reply`. `Pending` means: this task is polled again,
    /// and asks with `resume`. The operation stays where the task has it, unless the engine takes it out: to
    /// hand it over and its answer back, in pieces, would cost as much as to do it.
    fn begin(&self, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()>;

    /// The answer to the operation this task has under way, once there is one.
    fn resume(&self, task: TaskId) -> Poll<Reply>;

    /// The operation this task has under way is no longer wanted: its future was dropped. What it
    /// had already been granted is given back, so that no permit or wake-up is lost.
    fn abandon(&self, task: TaskId);

    /// Does an action that never waits, at once, as clean-up does: nobody may be asked to switch.
    fn act_now(&self, task: TaskId, object: ObjectId, action: Action);

    /// Where the program runs.
    fn surroundings(&self) -> Surroundings {
        Surroundings::default()
    }

    /// How many nanoseconds of a program's own code, as CPython would take for it, this task may do before it is to
    /// ask for something: code that an interpreter runs is no operation, and nothing can happen beside it
    /// meanwhile. It is none where somebody asked for the baton: then the next place where the interpreter looks is
    /// to be a checkpoint, however many operations there are before it.
    fn grant(&self, task: TaskId) -> u64 {
        let _ = task;
        STRETCH
    }

    /// The task did so many nanoseconds of such code since it last asked for something. Where time is measured
    /// they have passed by themselves.
    fn spend(&self, task: TaskId, nanos: u64) {
        let _ = (task, nanos);
    }

    /// Puts bytes where every task can find them; `None` where memory cannot be shared.
    fn share(&self, bytes: &Arc<[u8]>) -> Option<Shared> {
        Some(Shared { number: 0, length: bytes.len() as u64, bytes: Some(bytes.clone()) })
    }

    /// The bytes of this name.
    fn shared(&self, shared: &Shared) -> Option<Arc<[u8]>> {
        shared.bytes.clone()
    }

    /// Whether tasks have memories of their own, so that what they hand each other must be pickled.
    fn isolates(&self) -> bool {
        false
    }
}

/// Where an engine puts what it has to tell.
///
/// Called from the threads of the run. For one `lane` never from two threads at a time.
pub trait Recorder {
    /// One more event of this lane.
    fn event(&self, event: Event);

    /// A task or object has this name. Told before the first event that mentions it.
    fn name(&self, name: Name);
}
