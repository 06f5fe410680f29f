//! The engine the explorer runs tasks under: it answers from a script, and stops at the first
//! operation the script has no answer for.
//!
//! It carries out nothing: objects are the execution's. It keeps what a task asked for, made and gave
//! back between two answers. What it tells of time follows from the task's own pauses, so that a task
//! cannot tell two runs of the same answers apart.

use super::moves::NOTHING;
use super::size::to_u32;
use crate::engine::{Engine, Op, Request};
use crate::objects::{Action, Object};
use crate::reply::Reply;
use model::{ObjectId, ObjectKind, TaskId};
use std::cell::RefCell;
use std::task::Poll;

/// Calls and back-edges a task may pass without any operation before it counts as hanging.
const MOST_CHECKPOINTS: u32 = 1_000_000;

/// What a task has made and slept so far. The n-th object or task of a task is named by that for good.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Counts {
    pub(super) objects: usize,
    pub(super) children: usize,
    /// The task's own time.
    pub(super) now: u64,
}

/// An operation that was asked for before.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Asked {
    Act(ObjectId, Action),
    Spawn,
    Other,
}

impl Asked {
    fn is(&self, op: &Op) -> bool {
        match (self, op) {
            (Asked::Act(object, action), Op::Act(again, acts)) => object == again && action == acts,
            (Asked::Spawn, Op::Spawn { .. }) => true,
            (Asked::Other, Op::Act(..) | Op::Spawn { .. }) | (Asked::Act(..) | Asked::Spawn, _) => false,
            (Asked::Other, _) => true,
        }
    }
}

/// Everything the running task says and hears.
pub(super) struct Script {
    /// Who runs.
    pub(super) running: TaskId,
    /// What will be asked for, as far as that is known, and the answers; the next one last.
    pub(super) lines: Vec<(Asked, Reply)>,
    /// The answer to the operation under way.
    pub(super) answer: Option<Reply>,
    /// The task asked for something else than it will, by the script.
    pub(super) strayed: bool,
    /// Whether what the task makes and gives back is new, and not a repetition.
    pub(super) live: bool,
    pub(super) counts: Counts,
    pub(super) created: Vec<(ObjectId, Object)>,
    pub(super) given_back: Vec<(ObjectId, Action)>,
    /// The operation without an answer.
    pub(super) request: Option<(Request, Op)>,
    pub(super) hangs: bool,
    pub(super) ids: Ids,
    checkpoints: u32,
}

impl Default for Script {
    fn default() -> Script {
        Script {
            running: TaskId::MAIN,
            lines: Vec::new(),
            answer: None,
            strayed: false,
            live: false,
            counts: Counts::default(),
            created: Vec::new(),
            given_back: Vec::new(),
            request: None,
            hangs: false,
            ids: Ids::default(),
            checkpoints: 0,
        }
    }
}

/// Numbers of objects and tasks that are the same in every execution: the n-th of its maker.
#[derive(Clone)]
pub(super) struct Ids {
    /// Made by each task, by number.
    made: Vec<Made>,
    /// Objects, by number.
    objects: Vec<Known>,
    /// Who made each task, by number, and the object that stands for it.
    tasks: Vec<(TaskId, ObjectId)>,
    /// Every name, one after the other.
    names: String,
}

#[derive(Clone, Default)]
struct Made {
    objects: Vec<ObjectId>,
    children: Vec<(TaskId, ObjectId)>,
}

#[derive(Clone, Copy)]
struct Known {
    kind: ObjectKind,
    /// Where its name ends in the names.
    end: usize,
}

impl Default for Ids {
    fn default() -> Ids {
        let mut ids = Ids {
            made: Vec::with_capacity(4),
            objects: Vec::with_capacity(8),
            tasks: Vec::with_capacity(4),
            names: String::with_capacity(64),
        };
        ids.task(TaskId::MAIN, "main");
        ids
    }
}

impl Ids {
    fn object(&mut self, kind: ObjectKind, name: &str) -> ObjectId {
        self.names.push_str(name);
        self.objects.push(Known { kind, end: self.names.len() });
        ObjectId(to_u32(self.objects.len() - 1))
    }

    fn task(&mut self, maker: TaskId, name: &str) -> (TaskId, ObjectId) {
        let object = self.object(ObjectKind::Task, name);
        self.tasks.push((maker, object));
        self.made.push(Made::default());
        (TaskId(to_u32(self.tasks.len() - 1)), object)
    }

    /// The n-th object this task makes.
    fn nth_object(&mut self, maker: TaskId, nth: usize, kind: ObjectKind, name: &str) -> ObjectId {
        if let Some(id) = self.made[maker.index()].objects.get(nth) {
            return *id;
        }
        let id = self.object(kind, name);
        self.made[maker.index()].objects.push(id);
        id
    }

    /// The n-th task this one makes, and the object that stands for it.
    pub(super) fn nth_child(&mut self, maker: TaskId, nth: usize, name: &str) -> (TaskId, ObjectId) {
        if let Some(ids) = self.made[maker.index()].children.get(nth) {
            return *ids;
        }
        let ids = self.task(maker, name);
        self.made[maker.index()].children.push(ids);
        ids
    }

    /// How many tasks there are.
    pub(super) fn n_tasks(&self) -> usize {
        self.tasks.len()
    }

    /// The object that stands for this task.
    pub(super) fn stands_for(&self, task: TaskId) -> ObjectId {
        self.tasks[task.index()].1
    }

    /// The number of the task this object stands for.
    pub(super) fn task_of(&self, object: ObjectId) -> u32 {
        let task = self.tasks.iter().position(|(_, own)| *own == object);
        task.map_or(NOTHING, to_u32)
    }

    /// The name of each task, and who made it, by number.
    pub(super) fn task_names(&self) -> impl Iterator<Item = (&str, TaskId)> {
        self.tasks.iter().map(|(maker, own)| (self.name(own.index()), *maker))
    }

    /// The kind and the name of each object, by number.
    pub(super) fn object_names(&self) -> impl Iterator<Item = (ObjectKind, &str)> {
        self.objects.iter().enumerate().map(|(at, known)| (known.kind, self.name(at)))
    }

    fn name(&self, object: usize) -> &str {
        let start = object.checked_sub(1).map_or(0, |before| self.objects[before].end);
        &self.names[start..self.objects[object].end]
    }

    /// How many bytes this takes, about.
    pub(super) fn bytes(&self) -> usize {
        let known = self.objects.len() * (size_of::<Known>() + size_of::<ObjectId>());
        let tasks = self.tasks.len() * (size_of::<Made>() + 2 * size_of::<(TaskId, ObjectId)>());
        known + tasks + self.names.capacity()
    }
}

/// The engine. One task runs at a time.
#[derive(Default)]
pub(super) struct Puppet {
    pub(super) script: RefCell<Script>,
}

impl Engine for Puppet {
    /// Time passes for a task in its own pauses only: no order of steps can be read off it.
    fn now(&self) -> u64 {
        self.script.borrow().counts.now
    }

    fn create(&self, object: Object, name: &str) -> ObjectId {
        let script = &mut *self.script.borrow_mut();
        let id = script.ids.nth_object(script.running, script.counts.objects, object.kind(), name);
        script.counts.objects += 1;
        if script.live {
            script.created.push((id, object));
        }
        id
    }

    fn begin(&self, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()> {
        let script = &mut *self.script.borrow_mut();
        if matches!(op, Op::Checkpoint { .. }) {
            script.checkpoints += 1;
            if script.checkpoints < MOST_CHECKPOINTS {
                return Poll::Ready(());
            }
            script.hangs = true;
            return Poll::Pending;
        }
        script.checkpoints = 0;
        if matches!(op, Op::Spawn { .. }) {
            script.counts.children += 1;
        }
        if let Op::Pause(_, nanos) = *op {
            script.counts.now = script.counts.now.saturating_add(request.pause(nanos).0);
        }
        match script.lines.pop() {
            Some((asked, answer)) if asked.is(op) => {
                *reply = answer;
                Poll::Ready(())
            }
            Some(_) => {
                script.strayed = true;
                Poll::Pending
            }
            None => {
                script.request = Some((request, op.take()));
                Poll::Pending
            }
        }
    }

    fn resume(&self, _: TaskId) -> Poll<Reply> {
        self.script.borrow_mut().answer.take().map_or(Poll::Pending, Poll::Ready)
    }

    /// Nothing is ever granted before its step, so there is nothing to give back.
    fn abandon(&self, _: TaskId) {}

    fn act_now(&self, _: TaskId, object: ObjectId, action: Action) {
        let script = &mut *self.script.borrow_mut();
        if script.live {
            script.given_back.push((object, action));
        }
    }
}
