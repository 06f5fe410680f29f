//! What the machine keeps of a run: tasks, threads, objects, and the books of its steps.
//!
//! Plain bookkeeping: what happens to them is in the files beside this one.

pub(super) use super::threads::NOBODY;

use super::MachineConfig;
use super::modes::Rules;
use super::plans::Item;
use super::shares::Shares;
use super::threads::{Cores, Thread};
use crate::agenda::Agenda;
use crate::cpython::Costs;
use crate::cpython::gil::Gil;
use crate::dice::Dice;
use crate::engine::{Body, Code, Op, Recorder, Request, TaskFuture};
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::scheduler::Scheduler;
use crate::waits::{judge, wait_for};
use model::{Ending, Event, EventKind, Mark, ObjectId, Schedule, Step, Summary, TaskId};
use std::collections::VecDeque;
use std::rc::Rc;

/// The most steps that are kept for a replay.
const MOST_KEPT: u64 = 1_000_000;

/// What becomes of a task: never run, run, over or being polled.
pub(super) enum Life {
    Unborn(Body),
    Alive(TaskFuture),
    Away,
}

/// What a task has under way.
pub(super) enum Doing {
    /// Nothing: it is over, or being polled.
    Nothing,
    /// An operation it asked for, whose price is being paid or whose turn has not come.
    Op(Request, Op),
    /// An act whose guard does not hold. The number tells its place in the line from older ones.
    Wait { object: ObjectId, action: Action, mark: Mark, since: u64 },
    /// CPU work.
    Work(Computation),
    /// It sleeps; then this is the answer.
    Pause(Reply),
    /// It is over but for what it leaves, whose price is being paid.
    End(Action),
    /// The answer it will be given as soon as it runs.
    Reply(Reply),
    /// The same, and what was done for it: while it waited, or else as soon as it asked.
    Granted { reply: Reply, object: ObjectId, action: Action, waited: bool },
}

/// A computation that is not finished.
#[derive(Clone, Copy)]
pub(super) struct Computation {
    pub(super) units: u32,
    pub(super) code: Code,
    pub(super) mark: Mark,
    /// Nanoseconds it takes.
    pub(super) length: u64,
    /// How it is spread over threads, if it is.
    pub(super) shares: Option<Shares>,
}

pub(super) struct Task {
    pub(super) life: Life,
    pub(super) doing: Doing,
    pub(super) thread: u32,
    pub(super) object: ObjectId,
    /// Next in the line of its thread.
    pub(super) next: u32,
    /// The task that waits until this one has begun.
    pub(super) starter: u32,
    /// Tells timers that count from older ones.
    pub(super) plan: u32,
    pub(super) flags: Flags,
}

/// What a task takes memory as.
#[derive(Clone, Copy, Default)]
pub(super) enum Footprint {
    /// One of many on its thread.
    #[default]
    Task,
    /// A thread.
    Thread,
    /// A process, with its first thread.
    Process,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) footprint: Footprint,
    /// It ran before.
    pub(super) begun: bool,
    /// It does not run: when it does again, that is told.
    pub(super) away: bool,
    /// It has done nothing since it got its thread.
    pub(super) fresh: bool,
    /// It was woken to try again what it waits for.
    pub(super) stirred: bool,
    /// It is about to take a step, and it is somebody else's turn.
    pub(super) held: bool,
    /// It tried what it waits for, which could be had, and it was somebody else's turn.
    pub(super) refused: bool,
    /// Its time limit has passed, and it is somebody else's turn, or it is on its way to try.
    pub(super) late: bool,
    /// It was asked to end and has not heard of it.
    pub(super) cancelled: bool,
    /// It is over.
    pub(super) over: bool,
}

/// An object and its line: tasks, each with its number in line.
pub(super) struct Slot {
    pub(super) object: Object,
    pub(super) line: VecDeque<(TaskId, u64)>,
}

pub(super) struct State {
    pub(super) config: MachineConfig,
    pub(super) rules: Rules,
    pub(super) costs: Costs,
    pub(super) recorder: Rc<dyn Recorder>,
    pub(super) now: u64,
    pub(super) agenda: Agenda<Item>,
    pub(super) dice: Dice,
    pub(super) cores: Cores,
    pub(super) gils: Vec<Gil>,
    pub(super) tasks: Vec<Task>,
    pub(super) threads: Vec<Thread>,
    /// Those of them that only help.
    pub(super) helpers: Vec<u32>,
    pub(super) objects: Vec<Slot>,
    /// The task to be polled before anything else happens.
    pub(super) poll: Option<TaskId>,
    /// The task being polled left its thread: the thread looks for something else to do.
    pub(super) left: bool,
    pub(super) scheduler: Option<Box<dyn Scheduler>>,
    pub(super) turn: Option<Step>,
    pub(super) last: Option<TaskId>,
    /// The task that has taken a step of which no event has told yet: its next one does.
    pub(super) untold: Option<TaskId>,
    /// The task that ran out of time and has not cleaned up: that belongs to the step. Where steps are scheduled,
    /// nobody else takes one before.
    pub(super) settling: u32,
    pub(super) asks: bool,
    /// The scheduler's word could not be followed to the end.
    pub(super) strayed: bool,
    pub(super) taken: Option<Schedule>,
    pub(super) steps: u64,
    /// Operations this slice may still do.
    pub(super) budget: u64,
    pub(super) ending: Option<Ending>,
    pub(super) order: u64,
    /// So many entries of the table have been dropped at the end.
    cleared: usize,
    memory: u64,
    told: u64,
    dropped: u64,
    /// Which cores ever ran a task.
    lanes: u64,
}

impl State {
    pub(super) fn new(
        config: MachineConfig,
        scheduler: Option<Box<dyn Scheduler>>,
        recorder: Rc<dyn Recorder>,
    ) -> State {
        State {
            config,
            rules: Rules::of(config.mode),
            costs: config.costs,
            recorder,
            now: 0,
            agenda: Agenda::new(),
            dice: Dice::new(config.seed),
            cores: Cores::new(config.cores.max(1)),
            gils: Vec::new(),
            tasks: Vec::new(),
            threads: Vec::new(),
            helpers: Vec::new(),
            objects: Vec::new(),
            poll: None,
            left: false,
            scheduler,
            turn: None,
            last: None,
            settling: NOBODY,
            asks: false,
            strayed: false,
            taken: Some(Schedule::default()),
            steps: 0,
            budget: 0,
            ending: None,
            order: 0,
            cleared: 0,
            memory: 0,
            untold: None,
            told: 0,
            dropped: 0,
            lanes: 0,
        }
    }

    /// The one task that runs the program, on the first thread of the first process.
    pub(super) fn add_main(&mut self, future: TaskFuture) {
        let process = self.add_process();
        let thread = self.add_thread(process);
        let main = self.add_task(Life::Alive(future), thread, Footprint::Process);
        self.make_ready(main);
    }

    pub(super) fn add_process(&mut self) -> u32 {
        self.gils.push(Gil::new(self.config.interval));
        u32::try_from(self.gils.len() - 1).expect("a run has fewer than 2^32 processes")
    }

    pub(super) fn add_task(&mut self, life: Life, thread: u32, footprint: Footprint) -> TaskId {
        let task = TaskId(u32::try_from(self.tasks.len()).expect("a run has fewer than 2^32 tasks"));
        let object = self.add_object(Object::of_task(task));
        let doing = Doing::Reply(Reply::Done);
        self.tasks.push(Task {
            life,
            doing,
            thread,
            object,
            next: NOBODY,
            starter: NOBODY,
            plan: 0,
            flags: Flags { footprint, ..Flags::default() },
        });
        self.memory += self.size_of(footprint);
        task
    }

    pub(super) fn add_object(&mut self, object: Object) -> ObjectId {
        let id = ObjectId(u32::try_from(self.objects.len()).expect("a run has fewer than 2^32 objects"));
        self.objects.push(Slot { object, line: VecDeque::new() });
        id
    }

    pub(super) fn task(&mut self, task: TaskId) -> &mut Task {
        &mut self.tasks[task.index()]
    }

    pub(super) fn thread(&mut self, thread: u32) -> &mut Thread {
        &mut self.threads[thread as usize]
    }

    pub(super) fn object(&mut self, object: ObjectId) -> &mut Object {
        &mut self.objects[object.index()].object
    }

    pub(super) fn object_of(&self, task: TaskId) -> ObjectId {
        self.tasks[task.index()].object
    }

    pub(super) fn take_life(&mut self, task: TaskId) -> Life {
        std::mem::replace(&mut self.task(task).life, Life::Away)
    }

    /// Some task that is still alive, to be dropped.
    pub(super) fn take_any_life(&mut self) -> Option<Life> {
        // Dropping a task asks the state about it, so its entry stays where it is.
        while let Some(task) = self.tasks.get_mut(self.cleared) {
            self.cleared += 1;
            let life = std::mem::replace(&mut task.life, Life::Away);
            if !matches!(life, Life::Away) {
                return Some(life);
            }
        }
        None
    }

    /// One task less.
    pub(super) fn bury(&mut self, task: TaskId) {
        self.task(task).flags.over = true;
        self.task(task).doing = Doing::Nothing;
        self.memory -= self.size_of(self.tasks[task.index()].flags.footprint);
    }

    fn size_of(&self, footprint: Footprint) -> u64 {
        match footprint {
            Footprint::Task => self.costs.task_memory,
            Footprint::Thread => self.costs.thread_memory,
            Footprint::Process => self.costs.process_memory,
        }
    }

    pub(super) fn memory(&self) -> u64 {
        self.memory
    }

    pub(super) fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
    }

    pub(super) fn summary(&self) -> Summary {
        Summary {
            elapsed: self.now,
            events: self.told + self.dropped,
            dropped: self.dropped,
            threads: self.lanes.count_ones(),
            strayed: None,
            native_kept_gil: false,
        }
    }

    pub(super) fn emit(&mut self, task: TaskId, kind: EventKind, object: ObjectId, mark: Mark, value: i64) {
        self.emit_on(self.tasks[task.index()].thread, task, kind, object, mark, value);
    }

    /// The same of a thread that is not the task's own.
    pub(super) fn emit_on(
        &mut self,
        thread: u32,
        task: TaskId,
        kind: EventKind,
        object: ObjectId,
        mark: Mark,
        value: i64,
    ) {
        // What is dropped after the ending cleans up, and that is no part of the run.
        if self.ending.is_some() {
            return;
        }
        if self.told >= self.config.limits.events {
            self.dropped += 1;
            return;
        }
        let lane = self.uses_core(thread);
        let step = self.untold == Some(task);
        if step {
            self.untold = None;
        }
        // Numbers go round after 2^32 events, as they do in every engine.
        let seq = (self.told & u64::from(u32::MAX)) as u32;
        self.told += 1;
        self.recorder.event(Event { time: self.now, value, seq, task, object, mark, kind, lane, step });
    }

    /// The thread does something on its core, which is this one.
    pub(super) fn uses_core(&mut self, thread: u32) -> u8 {
        let core = self.threads[thread as usize].core;
        self.lanes |= 1 << (core & 63);
        core
    }

    /// Enters a step into the books.
    pub(super) fn step(&mut self, step: Step) {
        self.steps += 1;
        self.last = Some(step.task);
        self.untold = Some(step.task);
        if self.steps > MOST_KEPT {
            self.taken = None;
        } else if let Some(taken) = &mut self.taken {
            taken.push(step);
        }
        if self.turn == Some(step) {
            self.turn = None;
        }
        if self.steps >= self.config.limits.steps {
            self.end(Ending::StepLimit(self.steps));
        }
    }

    /// How a run ends in which nobody can go on.
    pub(super) fn judge(&self) -> Ending {
        let mut waits = Vec::new();
        for (id, task) in (0u32..).map(TaskId).zip(&self.tasks) {
            if let Doing::Wait { object, mark, .. } = task.doing {
                waits.push(wait_for(id, mark, object, &self.objects[object.index()].object));
            }
        }
        judge(waits)
    }
}
