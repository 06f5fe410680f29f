//! The engine the explorer runs tasks under: it answers from a script, and stops at the first
//! operation the script has no answer for.
//!
//! It carries out nothing: objects are the machine's. It keeps what a task asked for, made and gave
//! back between two answers. What it tells of time follows from the task's own pauses, so that a task
//! cannot tell two runs of the same answers apart.

use super::moves::{ENDING, NOTHING};
use crate::engine::{Engine, Op, Reply, Request};
use crate::objects::{Action, Object};
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
    pub(super) request: Option<Request>,
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
pub(super) struct Ids {
    objects: Vec<Vec<ObjectId>>,
    children: Vec<Vec<(TaskId, ObjectId)>>,
    /// Kind and name of each object, by number.
    pub(super) object_names: Vec<(ObjectKind, String)>,
    /// Name and maker of each task, by number, and the object that stands for it.
    pub(super) tasks: Vec<(String, TaskId, ObjectId)>,
}

impl Default for Ids {
    fn default() -> Ids {
        Ids {
            objects: vec![Vec::new()],
            children: vec![Vec::new()],
            object_names: vec![(ObjectKind::Task, "main".into())],
            tasks: vec![("main".into(), TaskId::MAIN, ENDING)],
        }
    }
}

impl Ids {
    fn new_object(&mut self, kind: ObjectKind, name: &str) -> ObjectId {
        self.object_names.push((kind, name.into()));
        ObjectId(small(self.object_names.len() - 1))
    }

    fn object(&mut self, maker: TaskId, nth: usize, kind: ObjectKind, name: &str) -> ObjectId {
        match self.objects[maker.index()].get(nth) {
            Some(id) => *id,
            None => {
                let id = self.new_object(kind, name);
                self.objects[maker.index()].push(id);
                id
            }
        }
    }

    /// The number of the task this object stands for.
    pub(super) fn task_of(&self, object: ObjectId) -> u32 {
        let task = self.tasks.iter().position(|(_, _, own)| *own == object);
        task.map_or(NOTHING, small)
    }

    /// The n-th task this one makes, and the object that stands for it.
    pub(super) fn child(&mut self, maker: TaskId, nth: usize, name: String) -> (TaskId, ObjectId) {
        match self.children[maker.index()].get(nth) {
            Some(ids) => *ids,
            None => {
                let object = self.new_object(ObjectKind::Task, &name);
                let task = TaskId(small(self.tasks.len()));
                self.tasks.push((name, maker, object));
                self.objects.push(Vec::new());
                self.children.push(Vec::new());
                self.children[maker.index()].push((task, object));
                (task, object)
            }
        }
    }
}

pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).expect("a search gives up long before 2^32 of anything")
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
        let id = script.ids.object(script.running, script.counts.objects, object.kind(), name);
        script.counts.objects += 1;
        if script.live {
            script.created.push((id, object));
        }
        id
    }

    fn begin(&self, request: Request) -> Poll<Reply> {
        let script = &mut *self.script.borrow_mut();
        if matches!(request.op, Op::Checkpoint { .. }) {
            script.checkpoints += 1;
            if script.checkpoints < MOST_CHECKPOINTS {
                return Poll::Ready(Reply::Done);
            }
            script.hangs = true;
            return Poll::Pending;
        }
        script.checkpoints = 0;
        if matches!(request.op, Op::Spawn { .. }) {
            script.counts.children += 1;
        }
        if let Op::Pause(_, nanos) = request.op {
            let nanos = request.timeout.map_or(nanos, |limit| limit.min(nanos));
            script.counts.now = script.counts.now.saturating_add(nanos);
        }
        match script.lines.pop() {
            Some((asked, reply)) if asked.is(&request.op) => Poll::Ready(reply),
            Some(_) => {
                script.strayed = true;
                Poll::Pending
            }
            None => {
                script.request = Some(request);
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
