//! The modelled machine as the context of one task sees it.

use super::Shared;
use crate::engine::{Engine, Op, Request, Surroundings};
use crate::objects::{Action, Object};
use crate::reply::Reply;
use crate::telling;
use model::{Mark, ObjectId, TaskId};
use std::task::Poll;

impl Engine for Shared {
    fn now(&self) -> u64 {
        self.state.borrow().now
    }

    fn create(&self, object: Object, name: &str) -> ObjectId {
        let kind = object.kind();
        let mut state = self.state.borrow_mut();
        let id = state.add_object(object);
        telling::name_object(&*state.recorder, id, kind, name);
        id
    }

    fn begin(&self, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()> {
        self.state.borrow_mut().begin(request, op, reply)
    }

    fn resume(&self, task: TaskId) -> Poll<Reply> {
        self.state.borrow_mut().answer(task)
    }

    fn abandon(&self, task: TaskId) {
        self.state.borrow_mut().forget(task);
    }

    fn act_now(&self, task: TaskId, object: ObjectId, action: Action) {
        self.state.borrow_mut().apply(task, object, &action, Mark::NONE);
    }

    fn surroundings(&self) -> Surroundings {
        let state = self.state.borrow();
        Surroundings { cores: Some(state.config.cores), seed: state.config.seed }
    }

    fn grant(&self, task: TaskId) -> u64 {
        self.state.borrow_mut().grant(task)
    }

    fn spend(&self, task: TaskId, nanos: u64) {
        self.state.borrow_mut().spend(task, nanos);
    }

    fn isolates(&self) -> bool {
        self.state.borrow().rules.isolates
    }
}
