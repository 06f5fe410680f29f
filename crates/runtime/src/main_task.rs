//! How a run begins: the program becomes its main task.

use crate::cx::Cx;
use crate::engine::{Engine, TaskFuture};
use crate::value::Value;
use model::{TaskId, Verdict};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// What a program is until it ends.
pub(crate) type ProgramFuture = Pin<Box<dyn Future<Output = Verdict>>>;

/// The main task of this program. A task ends with a value and a verdict is none, so it is handed
/// over just before the end.
pub(crate) fn main_task(
    engine: Rc<dyn Engine>,
    program: impl FnOnce(Cx) -> ProgramFuture + 'static,
    conclude: impl FnOnce(Verdict) + 'static,
) -> TaskFuture {
    let cx = Cx::new(engine, TaskId::MAIN);
    Box::pin(async move {
        conclude(program(cx).await);
        Value::None
    })
}
