//! Being called again: at once after the messages that wait, or in a while.
//!
//! "At once" is a message to oneself, because browsers make nested timers wait for 4 ms.

use crate::conductor::Next;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessagePort};

/// Calls one function again and again, as it asks for.
pub struct Pulse {
    scope: DedicatedWorkerGlobalScope,
    post: MessagePort,
    /// Kept because it is called.
    _hear: MessagePort,
    call: Closure<dyn FnMut()>,
    /// Whether a call is under way already, and the timer if it is one.
    pending: Pending,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Message,
    Timer(i32),
}

impl Pulse {
    /// A pulse that calls this, in this worker.
    ///
    /// # Errors
    /// Where the browser has no message channels.
    pub fn new(scope: DedicatedWorkerGlobalScope, call: impl FnMut() + 'static) -> Result<Pulse, JsValue> {
        let channel = MessageChannel::new()?;
        let call = Closure::new(call);
        let hear = channel.port2();
        hear.set_onmessage(Some(call.as_ref().unchecked_ref()));
        Ok(Pulse { scope, post: channel.port1(), _hear: hear, call, pending: Pending::Nothing })
    }

    /// The call that was under way has come.
    pub fn came(&mut self) {
        self.pending = Pending::Nothing;
    }

    /// Asks for the next call. A call at once goes before one that is under way later.
    pub fn ask(&mut self, next: Next) {
        match (next, self.pending) {
            (Next::Idle, _) | (_, Pending::Message) | (Next::After(_), Pending::Timer(_)) => {}
            (Next::Soon, before) => {
                if let Pending::Timer(timer) = before {
                    self.scope.clear_timeout_with_handle(timer);
                }
                self.pending = Pending::Message;
                self.post.post_message(&JsValue::NULL).expect("nothing is a message that can be sent");
            }
            (Next::After(nanos), Pending::Nothing) => {
                let millis = i32::try_from(nanos / 1_000_000).unwrap_or(i32::MAX);
                let call = self.call.as_ref().unchecked_ref();
                let timer = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(call, millis);
                self.pending = timer.map_or(Pending::Nothing, Pending::Timer);
            }
        }
    }
}
