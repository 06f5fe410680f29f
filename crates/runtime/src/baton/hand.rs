//! The cooperative engine as the context of one task sees it: what each operation means here.

use super::race::Origin;
use super::state::{Away, Computation};
use super::{Policy, Shared, Work};
use crate::engine::{Engine, Op, Pause, Request, STRETCH, Strand};
use crate::objects::{Action, Object, make_good};
use crate::reply::Reply;
use crate::telling;
use model::{EventKind, Mark, ObjectId, TaskId};
use std::rc::Rc;
use std::task::Poll;

pub(super) struct Hand(pub(super) Rc<Shared>);

impl Engine for Hand {
    fn now(&self) -> u64 {
        self.0.look()
    }

    fn create(&self, object: Object, name: &str) -> ObjectId {
        let kind = object.kind();
        let id = self.0.state.borrow_mut().add_object(object);
        telling::name_object(&*self.0.recorder, id, kind, name);
        id
    }

    fn grant(&self, _: TaskId) -> u64 {
        if self.0.state.borrow().due(self.0.look()) { 0 } else { STRETCH }
    }

    fn begin(&self, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()> {
        let shared = &self.0;
        if let Op::Checkpoint(_) = op {
            let mut state = shared.state.borrow_mut();
            if !state.looks_at_clock() {
                return Poll::Ready(());
            }
            let now = shared.look();
            state.spends(now, op);
            return shared.answer(&mut state, now, request.task, reply, true);
        }
        if shared.state.borrow_mut().hears_cancel(request.task) {
            *reply = Reply::Cancelled;
            return Poll::Ready(());
        }
        let now = shared.look();
        shared.state.borrow_mut().spends(now, op);
        match op {
            Op::Act(..) => self.act(now, request, op, reply),
            Op::Pause(pause, nanos) => {
                let (pause, nanos) = (*pause, *nanos);
                self.pause(now, request, op, pause, nanos);
                Poll::Pending
            }
            _ => self.rare(now, request, op.take(), reply),
        }
    }

    fn resume(&self, task: TaskId) -> Poll<Reply> {
        let mut state = self.0.state.borrow_mut();
        if let Some(reply) = state.take_reply(task) {
            return Poll::Ready(reply);
        }
        match state.take_work(task) {
            Some(work) => {
                drop(state);
                let mut reply = Reply::Done;
                self.0.compute(task, work, &mut reply).map(|()| reply)
            }
            None => Poll::Pending,
        }
    }

    fn abandon(&self, task: TaskId) {
        let now = self.0.look();
        let mut state = self.0.state.borrow_mut();
        if let Some((object, action, reply)) = state.forget(task) {
            make_good(object, &action, &reply, |object, action| {
                self.0.apply(&mut state, now, task, object, action, Mark::NONE)
            });
        }
    }

    fn act_now(&self, task: TaskId, object: ObjectId, action: Action) {
        let now = self.0.look();
        self.0.apply(&mut self.0.state.borrow_mut(), now, task, object, action, Mark::NONE);
    }
}

impl Hand {
    /// What takes so long by itself that nobody minds a copy.
    fn rare(&self, now: u64, request: Request, op: Op, reply: &mut Reply) -> Poll<()> {
        let Request { task, mark, .. } = request;
        let shared = &self.0;
        match op {
            Op::Act(..) | Op::Checkpoint(_) | Op::Pause(..) => {
                unreachable!("acts, pauses and checkpoints happen often")
            }
            Op::Spawn { name, body, strand, .. } => {
                let mut state = shared.state.borrow_mut();
                let (child, object) = state.add_task(body, strand);
                telling::name_task(&*shared.recorder, child, task, object, name);
                shared.emit(&mut state, now, task, telling::step(EventKind::Spawn), object, mark, i64::from(child.0));
                *reply = Reply::Task(child, object);
                if state.policy == Policy::Sequential {
                    // A plain loop calls its function: the child runs before the parent goes on.
                    state.set_reply(task, reply.take());
                    state.call(task, child);
                    shared.emit(&mut state, now, task, EventKind::Yield, ObjectId::NONE, mark, 0);
                    return Poll::Pending;
                }
                state.push_ready(now, child, Origin::Rest);
                let switch_point = state.every_operation();
                shared.answer(&mut state, now, task, reply, switch_point)
            }
            Op::Compute { kernel, units, code } => {
                let mut state = shared.state.borrow_mut();
                let away = Away::computing(units, code, mark);
                let work = Work::Compute { kernel, units, helpers: code.helpers() };
                if shared.hand_over(&mut state, now, task, work, away) {
                    return Poll::Pending;
                }
                shared.emit(
                    &mut state,
                    now,
                    task,
                    telling::step(EventKind::Compute),
                    ObjectId::NONE,
                    mark,
                    i64::from(units),
                );
                drop(state);
                shared.compute(task, Computation { kernel, units, done: 0, mark, told: now }, reply)
            }
            op @ Op::Convert(..) => {
                let mut state = shared.state.borrow_mut();
                shared.tell_beginning(&mut state, now, request, &op, false);
                shared.emit(&mut state, now, task, EventKind::Take, ObjectId::NONE, mark, 0);
                shared.answer(&mut state, now, task, reply, true)
            }
            mut op @ (Op::Fail(_) | Op::Crash(_)) => {
                let mut state = shared.state.borrow_mut();
                shared.tell_beginning(&mut state, now, request, &op, false);
                if let Some(ending) = telling::ending(&mut op, task, mark) {
                    state.ending.get_or_insert(ending);
                }
                Poll::Pending
            }
        }
    }

    fn act(&self, now: u64, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()> {
        let Request { task, mark, .. } = request;
        let shared = &self.0;
        let mut state = shared.state.borrow_mut();
        let Op::Act(object, action) = op else { unreachable!("this operation acts") };
        let object = *object;
        let Some(happened) = state.object(object).attempt(task, action, reply) else {
            shared.emit(&mut state, now, task, EventKind::Wait, object, mark, 0);
            state.wait(object, request, op.take_action(), now);
            return Poll::Pending;
        };
        shared.follow(&mut state, now, task, object, mark, true, happened);
        let switch_point = state.every_operation();
        let answer = shared.answer(&mut state, now, task, reply, switch_point);
        if answer.is_pending() {
            state.keep(task, object, op.take_action());
        }
        answer
    }

    fn pause(&self, now: u64, request: Request, op: &Op, pause: Pause, nanos: u64) {
        let task = request.task;
        let shared = &self.0;
        let mut state = shared.state.borrow_mut();
        let blocks = state.policy == Policy::EventLoop && pause == Pause::Block && state.strand(task) == Strand::Usual;
        let (nanos, reply) = request.pause(nanos);
        let away = Away::blocking(request.mark, reply.clone());
        if pause == Pause::Block && shared.hand_over(&mut state, now, task, Work::Block(nanos), away) {
            return;
        }
        shared.tell_beginning(&mut state, now, request, op, blocks);
        state.set_reply(task, reply);
        if pause == Pause::Io && nanos == 0 && matches!(state.policy, Policy::Gil { .. }) {
            // A system call that does not wait: the baton is given up all the same.
            shared.emit(&mut state, now, task, EventKind::Woke, ObjectId::NONE, Mark::NONE, 0);
            state.call_system(now);
            shared.emit(&mut state, now, task, EventKind::Want, ObjectId::NONE, Mark::NONE, 0);
            return;
        }
        let until = now.saturating_add(nanos);
        // A plain loop waits where it stands; an event loop is held up by a call that blocks, unless
        // that was handed to a thread.
        let stalls = match state.policy {
            Policy::Sequential => true,
            Policy::EventLoop => blocks,
            Policy::Gil { .. } => false,
        };
        if stalls {
            state.stall = Some(until);
        } else {
            state.sleep(now, task, until);
        }
    }
}
