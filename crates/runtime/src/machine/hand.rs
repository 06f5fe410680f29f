//! The modelled machine as the context of one task sees it.

use super::Shared;
use crate::engine::{Engine, Reply, Request};
use crate::objects::{Action, Object};
use model::{Mark, Mode, Name, NameOf, ObjectId, TaskId};
use std::rc::Rc;
use std::task::Poll;

pub(super) struct Hand(pub(super) Rc<Shared>);

impl Engine for Hand {
    fn now(&self) -> u64 {
        self.0.state.borrow().now
    }

    fn create(&self, object: Object, name: &str) -> ObjectId {
        let kind = object.kind();
        let mut state = self.0.state.borrow_mut();
        let id = state.add_object(object);
        state.recorder.name(Name { of: NameOf::Object(id, kind), text: name.into() });
        id
    }

    fn begin(&self, request: Request) -> Poll<Reply> {
        self.0.state.borrow_mut().begin(request)
    }

    fn resume(&self, task: TaskId) -> Poll<Reply> {
        self.0.state.borrow_mut().answer(task)
    }

    fn abandon(&self, task: TaskId) {
        self.0.state.borrow_mut().forget(task);
    }

    fn act_now(&self, task: TaskId, object: ObjectId, action: Action) {
        self.0.state.borrow_mut().apply(task, object, action, Mark::NONE);
    }

    fn isolates(&self) -> bool {
        self.0.state.borrow().config.mode == Mode::Processes
    }
}
