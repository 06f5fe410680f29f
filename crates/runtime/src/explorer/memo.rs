//! What every task has been seen to do: after these answers it asks for that.
//!
//! A task knows of the others only what its operations answer. So what it does next follows from the
//! answers it got, and running it again with the same answers can show nothing new. The memo keeps,
//! for each task, a tree with one edge an answer; the execution walks it, and the program's own code
//! runs only where an answer comes for the first time. A program that breaks the rule (tasks that
//! share something else than objects, or a source of chance) is found out when it is run again, and
//! the search says so.
//!
//! It refuses to know which answers are possible: those are the objects' to give.

use super::moves::{ENDING, How, Move, NOTHING};
use super::puppet::{Asked, Counts, Ids, Puppet};
use super::size::{bytes, to_u32, usual};
use crate::cx::Cx;
use crate::engine::{Body, Op, Request, TaskFuture};
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::telling;
use crate::value::Value;
use model::{Ending, Mark, ObjectId, TaskId, Verdict};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A program that can be run again and again.
pub(super) type ProgramFn = Rc<dyn Fn(Cx) -> Pin<Box<dyn Future<Output = Verdict>>>>;

/// A place in the life of a task.
pub(super) type NodeId = u32;

/// The place of a task that has ended, or not begun.
pub(super) const NOWHERE: NodeId = u32::MAX;

/// What a task does next.
pub(super) enum Next {
    /// Acts on an object.
    Act {
        object: ObjectId,
        action: Action,
        /// Whether the task hears the answer. It does not when it gives back what it held, or ends.
        answered: bool,
    },
    /// Starts a task, whose first place is known once it has begun.
    Spawn { child: TaskId, object: ObjectId, first: NodeId },
    /// Something nobody else can notice: computing, sleeping.
    Alone,
    /// A pause that takes longer than it may.
    Late,
    /// Nothing, for ever, without leaving the CPU.
    Hang,
    /// Ends the run like this: a check did not hold, or the main task crashed.
    Ends(Ending),
    /// Ends the run: the program is over.
    Finish(Verdict),
}

pub(super) struct Node {
    pub(super) next: Next,
    pub(super) mark: Mark,
    /// Whether the operation runs out of time where it would have to wait.
    pub(super) timeout: bool,
    /// Whether running out of time changes the object.
    pub(super) changes_late: bool,
    /// The step that is taken here when nothing stands in its way.
    pub(super) usual: Move,
    /// What the task made on its way here.
    pub(super) made: Box<[(ObjectId, Object)]>,
    /// Which outcome this is, where it ends the run; kept by the search.
    pub(super) outcome: u32,
    task: TaskId,
    before: NodeId,
    /// The step that spawns the task, where this is its first place.
    birth: NodeId,
    /// The answer that led here, if it was an answer.
    by: Option<Reply>,
    /// The first of the places where an answer leads from here, as far as they are known.
    pub(super) after: NodeId,
    /// The next of the places where an answer leads from the one before.
    beside: NodeId,
}

impl Node {
    /// Whether what is done here follows on the step before at once, in every other engine: giving
    /// back what is dropped, and ending.
    pub(super) fn needs_no_decision(&self) -> bool {
        matches!(self.next, Next::Act { answered: false, .. } | Next::Finish(_))
    }
}

/// The code of a task, where it stands.
enum Code {
    Main(Pin<Box<dyn Future<Output = Verdict>>>),
    Task(TaskFuture),
}

/// What the code of a task has come to.
enum Over {
    Main(Verdict),
    Task(Value),
}

impl Code {
    /// Stands in for code that could not be brought back to where it was.
    fn lost() -> Code {
        Code::Task(Box::pin(std::future::pending()))
    }
}

/// A task that stands still at a place and can go on from there.
enum Standing {
    /// At the operation of this place.
    At(NodeId, Code, Counts),
    /// Spawned by the step at this place at this time of its parent, and not begun.
    Unborn(NodeId, Body, u64),
}

impl Standing {
    fn bytes(&self) -> usize {
        match self {
            Standing::At(_, Code::Main(future), _) => size_of_val(&**future),
            Standing::At(_, Code::Task(future), _) => size_of_val(&**future),
            Standing::Unborn(_, body, _) => size_of_val(&**body),
        }
    }
}

pub(super) struct Memo {
    program: ProgramFn,
    puppet: Rc<Puppet>,
    pub(super) nodes: Vec<Node>,
    standing: Vec<Option<Standing>>,
    /// A task did something else than before, though it was told the same.
    pub(super) unsteady: bool,
}

impl Memo {
    pub(super) fn new(program: ProgramFn) -> Memo {
        Memo {
            program,
            puppet: Rc::default(),
            nodes: Vec::with_capacity(16 * usual::<Node>()),
            standing: Vec::new(),
            unsteady: false,
        }
    }

    /// An empty memo of the same program. Tasks and objects keep their numbers: those follow from who is
    /// met first, which another order would change.
    pub(super) fn afresh(&self) -> Memo {
        let memo = Memo::new(self.program.clone());
        memo.puppet.script.borrow_mut().ids = self.with_ids(Ids::clone);
        memo
    }

    /// The first place of the main task.
    pub(super) fn begin(&mut self) -> NodeId {
        let code = self.main();
        self.take_up(TaskId::MAIN, code, Counts::default(), NOWHERE, None)
    }

    /// Where the task stands once this is answered.
    #[inline]
    pub(super) fn after(&mut self, place: NodeId, reply: &Reply) -> NodeId {
        let mut known = self.nodes[place as usize].after;
        while known != NOWHERE {
            let node = &self.nodes[known as usize];
            if node.by.as_ref() == Some(reply) {
                return known;
            }
            known = node.beside;
        }
        self.learn(place, reply.clone())
    }

    /// Where the task stands once this is done, when it hears no answer.
    #[inline]
    pub(super) fn after_silent(&self, place: NodeId) -> NodeId {
        self.nodes[place as usize].after
    }

    /// The first place of the task that is spawned here.
    pub(super) fn first_of_child(&mut self, place: NodeId) -> NodeId {
        let Next::Spawn { child, first, .. } = self.nodes[place as usize].next else {
            unreachable!("only a spawn has a child")
        };
        if first != NOWHERE {
            return first;
        }
        let (body, now) = self.body(child, place);
        let code = Code::Task(body(self.puppet.clone(), child));
        let born = self.take_up(child, code, Counts { now, ..Counts::default() }, NOWHERE, None);
        self.nodes[born as usize].birth = place;
        if let Next::Spawn { first, .. } = &mut self.nodes[place as usize].next {
            *first = born;
        }
        born
    }

    /// What objects and tasks are called.
    pub(super) fn with_ids<R>(&self, read: impl FnOnce(&Ids) -> R) -> R {
        read(&self.puppet.script.borrow().ids)
    }

    /// How many bytes this takes, about.
    pub(super) fn bytes(&self) -> usize {
        let futures = self.standing.iter().flatten().map(Standing::bytes);
        bytes(&self.nodes) + bytes(&self.standing) + futures.sum::<usize>() + self.with_ids(Ids::bytes)
    }

    #[cold]
    fn learn(&mut self, place: NodeId, reply: Reply) -> NodeId {
        let task = self.nodes[place as usize].task;
        let (code, counts) = match self.take_standing(task, place) {
            Some(Standing::At(_, code, counts)) => (code, counts),
            _ => self.run_again(place),
        };
        self.puppet.script.borrow_mut().answer = Some(reply.clone());
        let next = self.take_up(task, code, counts, place, Some(reply));
        self.nodes[next as usize].beside = self.nodes[place as usize].after;
        self.nodes[place as usize].after = next;
        next
    }

    /// The step that is taken where a task stands before this.
    fn usual(&self, task: TaskId, next: &Next) -> Move {
        let alone = Move::alone(task.0);
        match next {
            Next::Act { object, action, answered } => {
                let victim = if action.cancels() { self.with_ids(|ids| ids.task_of(*object)) } else { NOTHING };
                Move { object: object.0, looks: action.only_looks(), asked: *answered, victim, ..alone }
            }
            Next::Ends(_) => Move { object: ENDING.0, looks: false, ..alone },
            Next::Finish(_) => Move { object: ENDING.0, looks: false, asked: false, ..alone },
            Next::Late => Move { how: How::TimesOut, ..alone },
            Next::Spawn { .. } | Next::Alone | Next::Hang => alone,
        }
    }

    /// Lets the task go on to its next operation or its end, and writes down what it does.
    fn take_up(&mut self, task: TaskId, code: Code, counts: Counts, before: NodeId, by: Option<Reply>) -> NodeId {
        let (code, ended) = self.poll(task, code, counts, true);
        let (made, given_back, request, hangs, counts) = {
            let script = &mut *self.puppet.script.borrow_mut();
            let made = std::mem::take(&mut script.created).into_boxed_slice();
            (made, std::mem::take(&mut script.given_back), script.request.take(), script.hangs, script.counts)
        };
        let mut node = Node {
            next: Next::Hang,
            mark: Mark::NONE,
            timeout: false,
            changes_late: false,
            usual: Move::alone(task.0),
            made,
            outcome: u32::MAX,
            task,
            before,
            birth: NOWHERE,
            by,
            after: NOWHERE,
            beside: NOWHERE,
        };
        let first = to_u32(self.nodes.len());
        for (object, action) in given_back {
            node.next = Next::Act { object, action, answered: false };
            node.usual = self.usual(task, &node.next);
            node = self.follow(node);
        }
        let place = to_u32(self.nodes.len());
        match (ended, request) {
            (Some(over), _) => node.next = self.end(task, over),
            (None, Some((request, op))) => {
                node.mark = request.mark;
                if let (Some(_), Op::Act(_, action)) = (request.timeout, &op) {
                    (node.timeout, node.changes_late) = (true, action.on_timeout().is_some());
                }
                node.next = self.next(request, place, counts, op);
                let over = matches!(node.next, Next::Ends(_));
                if !over {
                    self.set_standing(task, Standing::At(place, code, counts));
                }
            }
            (None, None) => {
                debug_assert!(hangs || self.unsteady, "a task that waits for nothing has asked for something");
            }
        }
        node.usual = self.usual(task, &node.next);
        self.nodes.push(node);
        first
    }

    /// Adds the node, and gives an empty one that follows it without an answer.
    fn follow(&mut self, mut node: Node) -> Node {
        let place = to_u32(self.nodes.len());
        let task = node.task;
        node.after = place + 1;
        self.nodes.push(node);
        Node {
            next: Next::Hang,
            mark: Mark::NONE,
            timeout: false,
            changes_late: false,
            usual: Move::alone(task.0),
            made: Box::default(),
            outcome: u32::MAX,
            task,
            before: place,
            birth: NOWHERE,
            by: None,
            after: NOWHERE,
            beside: NOWHERE,
        }
    }

    fn next(&mut self, request: Request, place: NodeId, counts: Counts, mut op: Op) -> Next {
        let Request { task, mark, .. } = request;
        if let Some(ending) = telling::ending(&mut op, task, mark) {
            return Next::Ends(ending);
        }
        match op {
            Op::Act(object, action) => Next::Act { object, action, answered: true },
            Op::Spawn { name, body, .. } => {
                let (child, object) = self.puppet.script.borrow_mut().ids.nth_child(task, counts.children - 1, &name);
                self.set_standing(child, Standing::Unborn(place, body, counts.now));
                Next::Spawn { child, object, first: NOWHERE }
            }
            Op::Pause(_, nanos) if request.pause(nanos).1 == Reply::TimedOut => Next::Late,
            Op::Compute { .. } | Op::Pause(..) | Op::Checkpoint { .. } | Op::Convert(..) => Next::Alone,
            Op::Fail(_) | Op::Crash(_) => unreachable!("these end the run"),
        }
    }

    fn end(&self, task: TaskId, over: Over) -> Next {
        match over {
            Over::Main(verdict) => Next::Finish(verdict),
            Over::Task(value) => {
                let object = self.with_ids(|ids| ids.stands_for(task));
                Next::Act { object, action: Action::end_of_task(value), answered: false }
            }
        }
    }

    // Running tasks

    fn main(&self) -> Code {
        Code::Main((self.program)(Cx::new(self.puppet.clone(), TaskId::MAIN)))
    }

    /// The task at this place once more, from its beginning, told the same answers.
    fn run_again(&mut self, place: NodeId) -> (Code, Counts) {
        let task = self.nodes[place as usize].task;
        let mut lines = Vec::new();
        let mut first = place;
        while self.nodes[first as usize].before != NOWHERE {
            let node = &self.nodes[first as usize];
            if let Some(reply) = &node.by {
                lines.push((self.asked(node.before), reply.clone()));
            }
            first = node.before;
        }
        let (code, now) = if task == TaskId::MAIN {
            (self.main(), 0)
        } else {
            let (body, now) = self.body(task, self.nodes[first as usize].birth);
            (Code::Task(body(self.puppet.clone(), task)), now)
        };
        self.puppet.script.borrow_mut().lines = lines;
        let (code, ended) = self.poll(task, code, Counts { now, ..Counts::default() }, false);
        let script = &mut *self.puppet.script.borrow_mut();
        if script.strayed || ended.is_some() || !script.lines.is_empty() {
            self.unsteady = true;
            script.lines.clear();
            return (Code::lost(), script.counts);
        }
        (code, script.counts)
    }

    fn asked(&self, place: NodeId) -> Asked {
        match &self.nodes[place as usize].next {
            Next::Act { object, action, .. } => Asked::Act(*object, action.clone()),
            Next::Spawn { .. } => Asked::Spawn,
            _ => Asked::Other,
        }
    }

    /// What the child does that is spawned at this place, and its parent's time then.
    fn body(&mut self, child: TaskId, place: NodeId) -> (Body, u64) {
        if let Some(Standing::Unborn(_, body, now)) = self.take_standing(child, place) {
            return (body, now);
        }
        let parent = self.nodes[place as usize].task;
        let (code, counts) = self.run_again(place);
        let request = self.puppet.script.borrow_mut().request.take();
        let Some((_, Op::Spawn { body, .. })) = request else {
            self.unsteady = true;
            return (Box::new(|_, _| Box::pin(std::future::pending())), 0);
        };
        if self.standing[parent.index()].is_none() {
            self.set_standing(parent, Standing::At(place, code, counts));
        }
        (body, counts.now)
    }

    /// Polls the task until it asks for something new, or ends.
    fn poll(&self, task: TaskId, mut code: Code, counts: Counts, live: bool) -> (Code, Option<Over>) {
        {
            let script = &mut *self.puppet.script.borrow_mut();
            script.running = task;
            script.counts = counts;
            script.live = live;
            script.request = None;
            script.hangs = false;
            script.strayed = false;
        }
        let context = &mut Context::from_waker(Waker::noop());
        let polled = match &mut code {
            Code::Main(future) => future.as_mut().poll(context).map(Over::Main),
            Code::Task(future) => future.as_mut().poll(context).map(Over::Task),
        };
        let ended = match polled {
            Poll::Ready(over) => Some(over),
            Poll::Pending => None,
        };
        // What is dropped from here on is dropped by us, and gives nothing back.
        self.puppet.script.borrow_mut().live = false;
        (code, ended)
    }

    fn take_standing(&mut self, task: TaskId, place: NodeId) -> Option<Standing> {
        let standing = self.standing.get_mut(task.index())?;
        let here = match standing {
            Some(Standing::At(at, ..) | Standing::Unborn(at, ..)) => *at == place,
            None => false,
        };
        if here { standing.take() } else { None }
    }

    fn set_standing(&mut self, task: TaskId, standing: Standing) {
        if self.standing.len() <= task.index() {
            self.standing.resize_with(task.index() + 1, || None);
        }
        self.standing[task.index()] = Some(standing);
    }
}
